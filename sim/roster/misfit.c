/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/misfit.h"

#include "roster/roster_write.h"
#include "roster/rule_words.h"
#include "roster/schedule.h"

enum {
  WORDS = 128
};

struct misfit {
  const struct stf_problem *problem;
  const struct stf_problem_agent *agent;
  const struct stf_rule_file *rules;
  const char *path;
  struct stf_diags *diags;
};

static double hours(const struct stf_problem *problem, int32_t steps) {
  return (double)steps * problem->step_s / 3600;
}

/* What there is, before the rule is named. */
static void put_fact(const struct stf_problem *problem, const struct stf_legal_breach *breach,
                     char out[WORDS]) {
  char other[STF_ROSTER_WRITE_DATE] = "";
  if (breach->other >= 0) {
    (void)stf_roster_write_date(problem, breach->other, other);
  }
  double is_h = hours(problem, breach->is);
  switch (breach->rule) {
  case STF_LEGAL_DAILY_REST:
    (void)snprintf(out, WORDS, "%g h of rest after the shift of %s: ", is_h, other);
    break;
  case STF_LEGAL_DAY_OFF:
    (void)snprintf(out, WORDS, "%g h free since the shift of %s: ", is_h, other);
    break;
  case STF_LEGAL_DAYS_IN_ROW:
    (void)snprintf(out, WORDS, "day %d of work in a row, since %s: ", (int)breach->is, other);
    break;
  case STF_LEGAL_WEEK_TIME:
    (void)snprintf(out, WORDS, "%g h of work in this week: ", is_h);
    break;
  case STF_LEGAL_WEEK_DAYS:
    (void)snprintf(out, WORDS, "%d days of work in this week: ", (int)breach->is);
    break;
  case STF_LEGAL_PAUSE:
    (void)snprintf(out, WORDS, "%g h of work without a break: ", is_h);
    break;
  case STF_LEGAL_NIGHT_WORK:
    (void)snprintf(out, WORDS, "%g h of work in a night shift: ", is_h);
    break;
  case STF_LEGAL_NIGHTS_IN_ROW:
    (void)snprintf(out, WORDS, "night shift %d in a row, since %s: ", (int)breach->is, other);
    break;
  case STF_LEGAL_NIGHT_REST:
    (void)snprintf(out, WORDS, "%g h of rest after the night shift of %s: ", is_h, other);
    break;
  case STF_LEGAL_WEEKENDS:
    (void)snprintf(out, WORDS, "weekend %d with work since %s: ", (int)breach->is, other);
    break;
  case STF_LEGAL_PAIR:
    (void)snprintf(out, WORDS, "works on %s too: ", other);
    break;
  case STF_LEGAL_NOT_FREE:
  case STF_LEGAL_SHAPE:
  case STF_LEGAL_RULES_N:
    out[0] = '\0';
    break;
  }
}

/* The day on which a breach is told: that of a week or weekend is at its last fixed shift. */
static int32_t place_of(const struct misfit *misfit, const struct stf_legal_breach *breach) {
  int32_t day = breach->day;
  if (breach->rule == STF_LEGAL_WEEK_TIME || breach->rule == STF_LEGAL_WEEK_DAYS ||
      breach->rule == STF_LEGAL_WEEKENDS) {
    for (int32_t d = stf_problem_week_first(misfit->problem, breach->day);
         d < stf_problem_week_end(misfit->problem, breach->day); d++) {
      day = stf_problem_has_shift(&misfit->agent->days[d]) ? d : day;
    }
  }
  return day;
}

static void tell(void *context, const struct stf_legal_breach *breach) {
  const struct misfit *misfit = context;
  char fact[WORDS];
  char rule[STF_RULE_WORDS];
  char date[STF_ROSTER_WRITE_DATE];
  int32_t day = place_of(misfit, breach);
  struct stf_where where = {.path = misfit->path,
                            .line = misfit->agent->days[day].line,
                            .column = misfit->agent->days[day].column};
  put_fact(misfit->problem, breach, fact);
  stf_rule_words_put(misfit->rules, misfit->problem, misfit->agent, breach->rule, breach->day,
                     rule);
  stf_diag_add(misfit->diags, STF_SEVERITY_ERROR, where, "'%.60s', %s: %s%s",
               misfit->agent->name, stf_roster_write_date(misfit->problem, day, date), fact,
               rule);
}

size_t stf_misfit_tell(const struct stf_problem *problem, const struct stf_rule_file *rules,
                       const char *path, struct stf_diags *diags) {
  static const struct stf_variants NONE = {.n = 0};
  size_t n = 0;
  for (size_t a = 0; a < problem->agents_n; a++) {
    struct misfit misfit = {.problem = problem,
                            .agent = &problem->agents[a],
                            .rules = rules,
                            .path = path,
                            .diags = diags};
    int32_t choices[STF_PROBLEM_DAYS_MAX];
    for (int32_t d = 0; d < problem->days_n; d++) {
      choices[d] = stf_problem_has_shift(&misfit.agent->days[d]) ? STF_SCHEDULE_FIXED
                                                                 : STF_SCHEDULE_NONE;
    }
    n += stf_legal_check(problem, &NONE, misfit.agent, choices,
                         (struct stf_legal_taker){.take = tell, .context = &misfit});
  }
  return n;
}
