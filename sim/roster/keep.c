/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/keep.h"

#include "scenario/node.h"
#include "time/zone.h"

#include <string.h>

enum {
  DATE_TEXT = 16
};

void stf_keep_apply(const struct stf_keep *keep, struct stf_problem *problem) {
  problem->limits_changes = keep->limits_changes;
  problem->changes_most = keep->changes_most;
  for (size_t a = 0; a < problem->agents_n && keep->limits_changes; a++) {
    for (int32_t d = problem->open_from; d < problem->open_to; d++) {
      struct stf_problem_day *day = &problem->agents[a].days[d];
      day->cell = day->cell == STF_PROBLEM_FIXED ? STF_PROBLEM_MOVABLE : day->cell;
    }
  }
}

/* Days [from, to) of the plan of one agent. */
static void freeze(struct stf_problem *problem, size_t a, int32_t from, int32_t to) {
  for (int32_t d = from; d < to; d++) {
    struct stf_problem_day *day = &problem->agents[a].days[d];
    day->is_frozen = day->cell == STF_PROBLEM_FREE || day->is_frozen;
    day->cell = day->cell == STF_PROBLEM_MOVABLE ? STF_PROBLEM_FIXED
                : day->cell == STF_PROBLEM_FREE  ? STF_PROBLEM_OUT
                                                 : day->cell;
  }
}

static bool read_date(const char *text, size_t n, int64_t *out) {
  char date[DATE_TEXT];
  struct stf_civil civil;
  if (n >= sizeof date) {
    return false;
  }
  memcpy(date, text, n);
  date[n] = '\0';
  if (!stf_zone_parse_date(date, &civil)) {
    return false;
  }
  *out = stf_zone_day_number(&civil);
  return true;
}

/* First and last civil day. */
static bool read_dates(const char *text, int64_t days[2]) {
  const char *dots = strstr(text, "..");
  if (dots == NULL) {
    bool good = read_date(text, strlen(text), &days[0]);
    days[1] = days[0];
    return good;
  }
  return read_date(text, (size_t)(dots - text), &days[0]) &&
         read_date(dots + 2, strlen(dots + 2), &days[1]) && days[0] <= days[1];
}

static enum stf_status freeze_dates(struct stf_problem *problem, const int64_t days[2],
                                    const char *text, struct stf_error *error) {
  int64_t from = days[0] - problem->first_day;
  int64_t to = days[1] - problem->first_day + 1;
  from = from > problem->open_from ? from : problem->open_from;
  to = to < problem->open_to ? to : problem->open_to;
  if (from >= to) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--freeze %.60s lies outside the days of the requirement", text);
  }
  for (size_t a = 0; a < problem->agents_n; a++) {
    freeze(problem, a, (int32_t)from, (int32_t)to);
  }
  return STF_OK;
}

static enum stf_status freeze_agent(struct stf_problem *problem, const char *text,
                                    struct stf_error *error) {
  const char *names[STF_PROBLEM_AGENTS_MAX];
  for (size_t a = 0; a < problem->agents_n; a++) {
    names[a] = problem->agents[a].name;
    if (strcmp(names[a], text) == 0) {
      freeze(problem, a, problem->open_from, problem->open_to);
      return STF_OK;
    }
  }
  char hint[STF_NODE_HINT];
  return stf_status_fail(
      error, STF_ERR_USAGE, 0,
      "--freeze %.60s: no agent there is called so, and it is no date such as 2026-12-24 or "
      "2026-12-01..2026-12-07%s",
      text, stf_node_hint(text, names, problem->agents_n, hint));
}

enum stf_status stf_keep_freeze(const char *text, struct stf_problem *problem,
                                struct stf_error *error) {
  int64_t days[2] = {0, 0};
  return read_dates(text, days) ? freeze_dates(problem, days, text, error)
                                : freeze_agent(problem, text, error);
}
