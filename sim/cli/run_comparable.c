/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_comparable.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add_reason(struct stf_run_job *job, const char *format, ...) STF_PRINTF(2, 3);

static void add_reason(struct stf_run_job *job, const char *format, ...) {
  size_t n = strlen(job->why_not);
  if (n > 0 && n + 2 < sizeof job->why_not) {
    (void)snprintf(job->why_not + n, sizeof job->why_not - n, ", ");
    n += 2;
  }
  va_list args;
  va_start(args, format);
  (void)vsnprintf(job->why_not + n, sizeof job->why_not - n, format, args);
  va_end(args);
}

static bool is_other_year(const struct stf_run_job *job) {
  struct stf_civil run;
  struct stf_civil log;
  stf_zone_to_civil(job->scenario->zone, job->desk.from_us, &run, NULL);
  stf_zone_to_civil(job->scenario->zone, job->actual_from_us, &log, NULL);
  return run.year != log.year;
}

void stf_run_comparable_decide(struct stf_run_job *job) {
  if (!job->has_log) {
    return;
  }
  const struct stf_desk *desk = &job->desk;
  bool same_period = job->actual_from_us == desk->from_us && job->actual_to_us == desk->to_us;
  if (job->mapped) {
    add_reason(job, "the days are not the log's");
  } else if (!same_period) {
    add_reason(job, is_other_year(job) ? "other year" : "other period");
  }
  if (fabs(desk->volume - 1) > 1e-12) {
    add_reason(job, "volume x%g", desk->volume);
  }
  if (desk->volume_spread != STF_VOLUME_FIXED) {
    add_reason(job, "uncertain volume");
  }
  if (job->given == 0) {
    add_reason(job, "the arrivals are not the log's");
  }
  if (job->replay.repeats_n > 0) {
    add_reason(job, "the repeats are not the log's");
  }
  if ((job->given & STF_REPLAY_PRESENCE) == 0) {
    add_reason(job, "the staffing is not the log's");
  }
  job->comparable = job->why_not[0] == '\0';
}
