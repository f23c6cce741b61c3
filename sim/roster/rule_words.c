/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/rule_words.h"

#include <stdio.h>

enum {
  PART = STF_RULE_WORDS / 2 - 8
};

static const char LEFT[] = " left by leave and the plan's ends";

static double hours(const struct stf_problem *problem, int32_t steps) {
  return (double)steps * problem->step_s / 3600;
}

/* Rules that a contract has for each week. */
static void put_week(const struct stf_rule_file *rules, const struct stf_problem *problem,
                     const struct stf_problem_agent *agent, enum stf_legal_rule rule,
                     int32_t day, char out[PART]) {
  const struct stf_problem_contract *terms = &problem->contracts[agent->contract];
  const char *name = rules->contracts[agent->contract].terms.name;
  struct stf_problem_limit limit = stf_problem_limit_of(problem, agent, day);
  if (rule == STF_LEGAL_WEEK_TIME) {
    (void)snprintf(out, PART, "'hours_per_week' of '%.40s', %g h%s", name,
                   hours(problem, limit.steps + limit.overtime),
                   limit.steps < terms->week_steps ? LEFT : "");
  } else {
    (void)snprintf(out, PART, "'days_per_week' of '%.40s', %d%s", name, (int)limit.days,
                   limit.days < terms->week_days ? LEFT : "");
  }
}

static void put_what(const struct stf_rule_file *rules, const struct stf_problem *problem,
                     enum stf_legal_rule rule, char out[PART]) {
  switch (rule) {
  case STF_LEGAL_DAILY_REST:
    (void)snprintf(out, PART, "'rest.daily', %g h", hours(problem, problem->rest_steps));
    break;
  case STF_LEGAL_DAY_OFF:
    (void)snprintf(out, PART, "'rest.day_off', %g h", hours(problem, problem->day_off_steps));
    break;
  case STF_LEGAL_DAYS_IN_ROW:
    (void)snprintf(out, PART, "'rest.days_in_row', %d", (int)problem->days_in_row);
    break;
  case STF_LEGAL_PAUSE:
    (void)snprintf(out, PART, "'pause', %d min over %g h", (int)(rules->pause_least_s / 60),
                   rules->pause_over_s / 3600.0);
    break;
  case STF_LEGAL_NIGHT_WORK:
    (void)snprintf(out, PART, "'nights.most', %g h", hours(problem, problem->nights.most));
    break;
  case STF_LEGAL_NIGHTS_IN_ROW:
    (void)snprintf(out, PART, "'nights.in_row', %d", (int)problem->nights.in_row);
    break;
  case STF_LEGAL_NIGHT_REST:
    (void)snprintf(out, PART, "'nights.rest', %g h", hours(problem, problem->nights.rest));
    break;
  case STF_LEGAL_WEEKENDS:
    (void)snprintf(out, PART, "'weekends', %d of %d free%s", (int)problem->weekends.free,
                   (int)problem->weekends.of, problem->weekends.sundays ? " on Sunday" : "");
    break;
  case STF_LEGAL_PAIR:
    (void)snprintf(out, PART, "'not_both'");
    break;
  case STF_LEGAL_WEEK_TIME:
  case STF_LEGAL_WEEK_DAYS:
  case STF_LEGAL_NOT_FREE:
  case STF_LEGAL_SHAPE:
  case STF_LEGAL_RULES_N:
    out[0] = '\0';
    break;
  }
}

void stf_rule_words_put(const struct stf_rule_file *rules, const struct stf_problem *problem,
                        const struct stf_problem_agent *agent, enum stf_legal_rule rule,
                        int32_t day, char out[STF_RULE_WORDS]) {
  const struct stf_rule_file_contract *contract = &rules->contracts[agent->contract];
  int line = rules->lines[rule];
  char what[PART];
  char place[PART] = "the default";
  if (rule == STF_LEGAL_NOT_FREE || rule == STF_LEGAL_SHAPE) {
    (void)snprintf(out, STF_RULE_WORDS, "the shift is not hers to work");
    return;
  }
  if (rule == STF_LEGAL_WEEK_TIME || rule == STF_LEGAL_WEEK_DAYS) {
    line = rule == STF_LEGAL_WEEK_TIME ? contract->hours_line : contract->days_line;
    put_week(rules, problem, agent, rule, day, what);
  } else {
    put_what(rules, problem, rule, what);
  }
  if (line > 0) {
    (void)snprintf(place, sizeof place, "%.100s:%d", rules->path, line);
  }
  (void)snprintf(out, STF_RULE_WORDS, "%s (%s)", what, place);
}
