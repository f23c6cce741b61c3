/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_cover_text.h"

#include "report/number.h"
#include "roster/roster_write.h"

#include <math.h>

static double hours(const struct stf_problem *problem, int64_t steps) {
  return (double)steps * problem->step_s / 3600;
}

static void put_money(FILE *out, const char *what, int64_t micro) {
  char text[STF_NUMBER_TEXT];
  (void)stf_number_grouped((double)micro / STF_PROBLEM_MICRO, 2, text);
  (void)fprintf(out, "  %-34s %14s\n", what, text);
}

static void put_penalty(FILE *out, const char *what, int64_t micro, double agent_hours) {
  char words[64];
  char text[STF_NUMBER_TEXT];
  (void)stf_number_grouped(agent_hours, 1, text);
  (void)snprintf(words, sizeof words, "%s, %s agent hours", what, text);
  put_money(out, words, micro);
}

/* What is paid; returns the sum. */
static int64_t put_pay(FILE *out, const struct stf_team_roster_cost *cost,
                       const char *currency) {
  (void)fprintf(out, "\ncost [%s]\n", currency);
  put_money(out, "paid hours of those who are there", cost->staff);
  put_money(out, "paid hours of the hired", cost->hired);
  put_money(out, "hiring", cost->once);
  put_money(out, "overtime", cost->overtime);
  put_money(out, "Sundays, holidays, nights", cost->premium);
  return stf_team_roster_sum(cost) - cost->missing - cost->idle;
}

/* Contracts pay by the week. */
static void put_cut_weeks(FILE *out, const struct stf_problem *problem) {
  int32_t first = problem->open_from;
  int32_t last = problem->open_to - 1;
  int32_t before = stf_problem_weekday(problem, first);
  int32_t behind = 6 - stf_problem_weekday(problem, last);
  int32_t days = problem->open_to - problem->open_from;
  char date[STF_ROSTER_WRITE_DATE];
  if (before + behind == 0 || problem->agents_n == 0) {
    return;
  }
  if (before + days + behind == 7) {
    (void)fprintf(out, "(those who are there are paid for %d of the week's 7 days", (int)days);
  } else {
    (void)fprintf(out, "(those who are there are paid for");
    if (before > 0) {
      (void)fprintf(out, " %d of 7 days of the week of %s", (int)(7 - before),
                    stf_roster_write_date(problem, first, date));
    }
    if (behind > 0) {
      (void)fprintf(out, "%s %d of 7 days of the week of %s", before > 0 ? " and" : "",
                    (int)(7 - behind), stf_roster_write_date(problem, last, date));
    }
  }
  (void)fprintf(out, ": the plan ends within it, and the rest of their hours lies outside)\n");
}

static void put_cost(FILE *out, const struct stf_cover *cover,
                     const struct stf_rule_file *rules) {
  const struct stf_problem *problem = cover->roster.problem;
  const struct stf_team_roster_cost *cost = &cover->cost;
  int64_t sum = put_pay(out, cost, rules->currency) + cost->missing + cost->idle;
  put_penalty(out, "too few", cost->missing, hours(problem, cost->missing_steps));
  put_penalty(out, "too many", cost->idle, hours(problem, cost->idle_steps));
  put_money(out, "in all", sum);
  put_cut_weeks(out, problem);
  double total = (double)sum / STF_PROBLEM_MICRO;
  if (!isfinite(cover->bound)) {
    (void)fprintf(out, "no bound: the solver was stopped before it had one\n");
    return;
  }
  char text[STF_NUMBER_TEXT];
  (void)stf_number_grouped(floor(cover->bound * 100 + 1e-3) / 100, 2, text);
  double more = total > 0 ? 100 * (total - cover->bound) / total : 0;
  (void)fprintf(out, "bound: no roster by these rules costs less than %s (this one: ", text);
  if (total - cover->bound < 0.01) {
    (void)fprintf(out, "the cheapest)\n");
  } else {
    (void)fprintf(out, "at most %.2f %% too dear)\n", more);
  }
}

static void put_hires(FILE *out, const struct stf_cover *cover) {
  const struct stf_team_roster *roster = &cover->roster;
  const struct stf_problem *problem = roster->problem;
  bool any = false;
  for (size_t h = 0; h < roster->hires_n; h++) {
    int n = 0;
    for (size_t a = 0; a < roster->agents_n; a++) {
      n += roster->agents[a].hire == (int32_t)h;
    }
    if (n > 0) {
      const struct stf_team_roster_hire *hire = &roster->hires[h];
      const struct stf_problem_contract *contract = &problem->contracts[hire->contract];
      char date[STF_ROSTER_WRITE_DATE];
      (void)fprintf(out, "%s  %d under '%s' (%g h a week) from %s for %d %s\n",
                    any ? "" : "\nhire\n", n, contract->name,
                    hours(problem, contract->week_steps),
                    stf_roster_write_date(problem, hire->first, date), (int)hire->weeks,
                    hire->weeks == 1 ? "week" : "weeks");
      any = true;
    }
  }
}

static void put_shift(FILE *out, const struct stf_problem *problem,
                      const struct stf_problem_shift *shift) {
  if (shift == NULL) {
    (void)fprintf(out, "-");
    return;
  }
  int32_t minutes = problem->step_s / 60;
  int32_t from = shift->start * minutes;
  int32_t to = shift->end % problem->day_steps * minutes;
  (void)fprintf(out, "%02d:%02d-%02d:%02d", (int)(from / 60), (int)(from % 60), (int)(to / 60),
                (int)(to % 60));
}

static void put_change(FILE *out, const struct stf_team_roster *roster,
                       const struct stf_team_roster_agent *own, int32_t day) {
  const struct stf_problem *problem = roster->problem;
  const struct stf_problem_day *cell = &own->agent.days[day];
  const struct stf_problem_shift *before = stf_problem_has_shift(cell) ? &cell->shift : NULL;
  const struct stf_problem_shift *shift =
      stf_schedule_shift(roster->variants, &own->agent, day, own->choices[day]);
  char date[STF_ROSTER_WRITE_DATE];
  if (before == shift || cell->cell == STF_PROBLEM_FIXED) {
    return;
  }
  (void)fprintf(out, "  %s  %s  ", stf_roster_write_date(problem, day, date), own->agent.name);
  put_shift(out, problem, before);
  (void)fprintf(out, " -> ");
  put_shift(out, problem, shift);
  (void)fputc('\n', out);
}

/* Cells that are planned otherwise than they stood. */
static void put_changes(FILE *out, const struct stf_cover *cover) {
  const struct stf_team_roster *roster = &cover->roster;
  const struct stf_problem *problem = roster->problem;
  if (!problem->limits_changes) {
    return;
  }
  (void)fprintf(out, "\nchanged: %d cells of at most %d\n",
                (int)stf_team_roster_changed_n(roster), (int)problem->changes_most);
  for (int32_t d = problem->open_from; d < problem->open_to; d++) {
    for (size_t a = 0; a < problem->agents_n; a++) {
      put_change(out, roster, &roster->agents[a], d);
    }
  }
}

/* Figures of one day, all teams. */
struct day {
  int64_t wanted;
  int64_t planned;
  int64_t missing;
  int64_t idle;
  int64_t worst;
  int32_t worst_step;
};

static struct day day_of(const struct stf_team_roster *roster, int32_t d) {
  const struct stf_problem *problem = roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  struct day day = {0};
  for (uint32_t t = 0; t < problem->teams_n; t++) {
    for (int32_t s = 0; s < problem->day_steps; s++) {
      size_t at = t * steps_n + (size_t)d * (size_t)problem->day_steps + (size_t)s;
      int64_t lack = problem->need[at] - roster->cover[at];
      day.wanted += problem->need[at];
      day.planned += roster->cover[at];
      day.missing += lack > 0 ? lack : 0;
      day.idle -= lack < 0 ? lack : 0;
      if (lack > day.worst) {
        day.worst = lack;
        day.worst_step = s;
      }
    }
  }
  return day;
}

static void put_days(FILE *out, const struct stf_cover *cover) {
  const struct stf_problem *problem = cover->roster.problem;
  (void)fprintf(out, "\n%-10s %11s %11s %11s %11s   %s\n", "agent h", "wanted", "planned",
                "too few", "too many", "worst");
  for (int32_t d = problem->open_from; d < problem->open_to; d++) {
    struct day day = day_of(&cover->roster, d);
    char date[STF_ROSTER_WRITE_DATE];
    (void)fprintf(out, "%-10s %11.1f %11.1f %11.1f %11.1f",
                  stf_roster_write_date(problem, d, date), hours(problem, day.wanted),
                  hours(problem, day.planned), hours(problem, day.missing),
                  hours(problem, day.idle));
    if (day.worst > 0) {
      int64_t minutes = (int64_t)day.worst_step * problem->step_s / 60;
      (void)fprintf(out, "   %d too few at %02d:%02d", (int)day.worst, (int)(minutes / 60),
                    (int)(minutes % 60));
    }
    (void)fputc('\n', out);
  }
}

static void put_people(FILE *out, const struct stf_cover *cover,
                       const struct stf_rule_file *rules) {
  const struct stf_problem *problem = cover->roster.problem;
  char first[STF_ROSTER_WRITE_DATE];
  char last[STF_ROSTER_WRITE_DATE];
  size_t hired_n = cover->roster.agents_n - problem->agents_n;
  (void)fprintf(out, "%s: %s to %s, %zu %s there, %zu hired; steps of %d min\n",
                rules->title[0] != '\0' ? rules->title : "plan",
                stf_roster_write_date(problem, problem->open_from, first),
                stf_roster_write_date(problem, problem->open_to - 1, last), problem->agents_n,
                problem->agents_n == 1 ? "agent" : "agents", hired_n,
                (int)(problem->step_s / 60));
}

void stf_plan_cover_text_write(FILE *out, const struct stf_cover *cover,
                               const struct stf_rule_file *rules) {
  put_people(out, cover, rules);
  put_cost(out, cover, rules);
  put_hires(out, cover);
  put_changes(out, cover);
  put_days(out, cover);
}

void stf_plan_cover_text_roster(FILE *out, const struct stf_cover *cover,
                                const struct stf_rule_file *rules) {
  put_people(out, cover, rules);
  put_money(out, "in all", put_pay(out, &cover->cost, rules->currency));
  put_cut_weeks(out, cover->roster.problem);
  put_hires(out, cover);
  put_changes(out, cover);
  put_days(out, cover);
}
