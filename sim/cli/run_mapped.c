/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_mapped.h"

#include "cli/run_period.h"
#include "fit/analogue.h"

#include <string.h>

/* The logged days that stand for others, from the first to the last. */
static struct stf_run_period source_days(const struct stf_run_job *job) {
  const struct stf_scenario *scenario = job->scenario;
  int64_t first = INT64_MAX;
  int64_t last = INT64_MIN;
  for (size_t i = 0; i < scenario->replay_days_n; i++) {
    int64_t day = scenario->replay_days[i].as_day;
    first = day < first ? day : first;
    last = day > last ? day : last;
  }
  struct stf_civil from;
  struct stf_civil to;
  stf_zone_day_civil(first, &from);
  stf_zone_day_civil(last + 1, &to);
  return (struct stf_run_period){stf_zone_to_utc(scenario->zone, &from),
                                 stf_zone_to_utc(scenario->zone, &to)};
}

/* Lists the whole days of the log as those to be drawn from. */
static enum stf_status list_logged_days(struct stf_run_job *job) {
  struct stf_scenario *scenario = job->scenario;
  int64_t first = stf_zone_day_at(scenario->zone, job->log.facts.first_us) + 1;
  int64_t last = stf_zone_day_at(scenario->zone, job->log.facts.last_us) - 1;
  if (scenario->bootstrap == STF_SCENARIO_BOOTSTRAP_NONE) {
    return STF_OK;
  }
  if (last < first) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "the log '%s' has no whole day between its first and its last",
                           job->log_path);
  }
  size_t n = (size_t)(last - first + 1);
  struct stf_scenario_replay_day *days = stf_arena_alloc(scenario->arena, n, sizeof *days);
  if (days == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    days[i] = (struct stf_scenario_replay_day){.day = first + (int64_t)i,
                                               .as_day = first + (int64_t)i};
  }
  scenario->replay_days = days;
  scenario->replay_days_n = n;
  return STF_OK;
}

enum stf_status stf_run_mapped_period(struct stf_run_job *job) {
  enum stf_status status = list_logged_days(job);
  if (status != STF_OK) {
    return status;
  }
  if (stf_options_given(job->arguments, "from") || stf_options_given(job->arguments, "to")) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--from and --to choose days of a log; this scenario's stand in its "
                           "replay_days");
  }
  const char *start = stf_options_text(job->arguments, "start");
  if (start != NULL && strcmp(start, "log") == 0) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--start log: with replay_days a run begins empty, or after the scenario's "
        "warm-up");
  }
  if ((job->given & STF_REPLAY_PRESENCE) != 0) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--given '%s': with replay_days the agents are the scenario's own; "
                           "leave presence out",
                           stf_options_text(job->arguments, "given"));
  }
  struct stf_run_period source = source_days(job);
  job->actual_from_us = source.from_us;
  job->actual_to_us = source.to_us;
  return STF_OK;
}

enum stf_status stf_run_mapped_fill(struct stf_run_job *job) {
  if (job->given != 0 || job->scenario->analogues_n == 0) {
    return STF_OK;
  }
  return stf_analogue_fill(job->scenario, &job->log, job->log_path, NULL, &job->diags);
}

struct stf_day_map_in stf_run_mapped_days(const struct stf_run_job *job) {
  if (!job->mapped) {
    return (struct stf_day_map_in){0};
  }
  return (struct stf_day_map_in){.log = &job->log,
                                 .log_path = job->log_path,
                                 .zone = job->scenario->zone,
                                 .days = job->scenario->replay_days,
                                 .days_n = job->scenario->replay_days_n,
                                 .bootstrap = job->scenario->bootstrap,
                                 .path = job->scenario->path};
}

void stf_run_mapped_put(FILE *out, const struct stf_run_job *job) {
  if (job->scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_NONE) {
    (void)fprintf(
        out, ", each day one of %zu logged days%s, drawn once a replication",
        job->scenario->replay_days_n,
        job->scenario->bootstrap == STF_SCENARIO_BOOTSTRAP_WEEKDAY ? " (of its weekday)" : "");
    return;
  }
  const struct stf_scenario_replay_day *day = &job->scenario->replay_days[0];
  struct stf_civil to;
  struct stf_civil from;
  stf_zone_day_civil(day->day, &to);
  stf_zone_day_civil(day->as_day, &from);
  (void)fprintf(out, " of other days (%04d-%02d-%02d as %04d-%02d-%02d%s)", to.year, to.month,
                to.day, from.year, from.month, from.day,
                job->scenario->replay_days_n > 1 ? " and so on" : "");
}
