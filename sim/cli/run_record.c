/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_record.h"

#include "cli/talk.h"
#include "report/provenance.h"

#include <stdio.h>
#include <string.h>

enum {
  GIVEN = 64,
  DAY = 16
};

/* The file beside the scenario; NULL without memory. */
static const char *record_path(const struct stf_run_job *job) {
  const char *path = job->scenario->path;
  size_t folder_n = strlen(path) - strlen(stf_provenance_name(path));
  const char *folder = stf_arena_text(job->scenario->arena, path, folder_n);
  return folder != NULL ? stf_arena_join(job->scenario->arena, folder, STF_RECORD_FILE, "")
                        : (const char *)NULL;
}

enum stf_status stf_run_record_check(const struct stf_arguments *arguments,
                                     struct stf_error *error) {
  return stf_options_given(arguments, "record") && stf_options_given(arguments, "trace")
             ? stf_status_fail(error, STF_ERR_USAGE, 0,
                               "--trace tells one contact and makes no results: --record does "
                               "not go with it")
             : STF_OK;
}

static void day_of(const struct stf_run_job *job, int64_t at_us, char out[DAY]) {
  struct stf_civil civil;
  stf_zone_to_civil(job->scenario->zone, at_us, &civil, NULL);
  (void)snprintf(out, DAY, "%04d-%02d-%02d", civil.year % 10000, civil.month % 100,
                 civil.day % 100);
}

static void given_of(const struct stf_run_job *job, char out[GIVEN]) {
  (void)snprintf(out, GIVEN, "arrivals%s%s%s%s",
                 (job->given & STF_REPLAY_BOT) != 0 ? ",bot" : "",
                 (job->given & STF_REPLAY_PRESENCE) != 0 ? ",presence" : "",
                 (job->given & STF_REPLAY_SERVICE) != 0 ? ",service" : "",
                 (job->given & STF_REPLAY_PATIENCE) != 0 ? ",patience" : "");
}

enum stf_status stf_run_record_write(struct stf_run_job *job) {
  char from[DAY];
  char to[DAY];
  char given[GIVEN];
  size_t n = 0;
  if (!stf_options_given(job->arguments, "record")) {
    return STF_OK;
  }
  if (!job->comparable) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--record keeps what a replay missed by, and this run is not "
                           "comparable with a log: %s",
                           job->has_log ? job->why_not : "name one with --log");
  }
  const char *path = record_path(job);
  if (path == NULL) {
    return STF_ERR_MEMORY;
  }
  day_of(job, job->desk.from_us, from);
  day_of(job, job->desk.to_us - 1, to);
  given_of(job, given);
  const struct stf_record_replay replay = {.desk = stf_provenance_name(job->scenario->path),
                                           .from = from,
                                           .to = to,
                                           .log = stf_provenance_name(job->log_path),
                                           .given = given};
  enum stf_status status = stf_record_append(path, &replay, &job->table, &n, &job->error);
  if (status == STF_OK) {
    stf_talk_note(job->console, "%zu figures of this replay recorded in %s", n, path);
  }
  return status;
}

enum stf_status stf_run_record_read(struct stf_run_job *job, const struct stf_row *labels,
                                    struct stf_record *out) {
  const char *path = record_path(job);
  const struct stf_zone *zone = job->scenario->zone;
  const struct stf_record_query query = {.desk = stf_provenance_name(job->scenario->path),
                                         .labels = labels,
                                         .days_n = stf_zone_day_at(zone, job->desk.to_us - 1) -
                                                   stf_zone_day_at(zone, job->desk.from_us) +
                                                   1};
  return path == NULL ? STF_ERR_MEMORY
                      : stf_record_read(path, &query, &job->diags, out, &job->error);
}
