/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_mapped.h"

#include "cli/run_period.h"
#include "fit/analogue.h"
#include "replay/resample.h"

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

enum stf_status stf_run_mapped_period(struct stf_run_job *job) {
  enum stf_status status =
      stf_resample_list(job->scenario, &job->log, job->log_path, &job->diags);
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
  return stf_resample_map(job->scenario, &job->log, job->log_path);
}

const struct stf_run_forecast *stf_run_mapped_forecast(struct stf_run_job *job) {
  const struct stf_scenario *scenario = job->scenario;
  bool resampled = scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_NONE;
  job->forecast = (struct stf_run_forecast){scenario, resampled ? &job->desk : &scenario->desk};
  return &job->forecast;
}

void stf_run_mapped_put(FILE *out, const struct stf_run_job *job) {
  static const char *const OF[] = {[STF_SCENARIO_BOOTSTRAP_WEEKDAY] = " (of its weekday)",
                                   [STF_SCENARIO_BOOTSTRAP_KIND] = " (of its kind)",
                                   [STF_SCENARIO_BOOTSTRAP_ANY] = ""};
  if (job->scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_NONE) {
    (void)fprintf(out, ", each day one of %zu logged days%s, drawn once a replication",
                  job->scenario->replay_days_n, OF[job->scenario->bootstrap]);
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
