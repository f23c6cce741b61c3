/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/persons_rules.h"

#include "roster/program_parts.h"

#include <stdio.h>

/* A row "sum <= right" of each of the group; entries are the caller's. */
static uint32_t add_rule(struct stf_persons_build *build, const char *what, int32_t day,
                         int32_t right) {
  struct stf_program_row row = {.right = (double)right * build->count};
  (void)snprintf(row.name, sizeof row.name, "%s_%u_%d_%zu", what, build->person, day,
                 build->program.rows_n);
  return stf_program_parts_row(&build->program, &row);
}

static void put_day(struct stf_persons_build *build, uint32_t row, int32_t day, double value) {
  for (size_t i = build->starts[day]; i < build->starts[day + 1]; i++) {
    stf_program_parts_entry(&build->program, row, build->places[i].column, value);
  }
}

static bool has_work(const struct stf_persons_build *build, int32_t day) {
  return build->starts[day] < build->starts[day + 1];
}

static bool holds(const struct stf_persons_build *build, enum stf_legal_rule rule,
                  int32_t day) {
  const uint32_t *waived =
      build->in->waived + build->person * (size_t)build->in->problem->days_n;
  return (waived[day] >> rule & 1) == 0;
}

/* One shift a day; one that stands is worked. */
static void rule_of_day(struct stf_persons_build *build, int32_t day) {
  if (!has_work(build, day)) {
    return;
  }
  bool stands = build->days[day].cell == STF_PROBLEM_FIXED;
  struct stf_program_row row = {.is_equal = stands, .right = build->count};
  (void)snprintf(row.name, sizeof row.name, "day_%u_%d", build->person, day);
  put_day(build, stf_program_parts_row(&build->program, &row), day, 1);
}

static void rules_of_week(struct stf_persons_build *build, int32_t first) {
  const struct stf_problem *problem = build->in->problem;
  struct stf_problem_limit limit = stf_problem_limit_of(problem, &build->agent, first);
  int32_t end = stf_problem_week_end(problem, first);
  if (build->starts[first] == build->starts[end]) {
    return;
  }
  if (holds(build, STF_LEGAL_WEEK_DAYS, first)) {
    uint32_t row = add_rule(build, "days", first, limit.days);
    for (int32_t d = first; d < end; d++) {
      put_day(build, row, d, 1);
    }
  }
  if (holds(build, STF_LEGAL_WEEK_TIME, first)) {
    uint32_t row = add_rule(build, "time", first, limit.steps + limit.overtime);
    for (size_t i = build->starts[first]; i < build->starts[end]; i++) {
      stf_program_parts_entry(&build->program, row, build->places[i].column,
                              build->places[i].paid);
    }
  }
}

static void rule_of_row(struct stf_persons_build *build, int32_t day) {
  int32_t most = build->in->problem->days_in_row;
  if (day < most || !holds(build, STF_LEGAL_DAYS_IN_ROW, day)) {
    return;
  }
  bool all = true;
  for (int32_t d = day - most; d <= day; d++) {
    all = all && has_work(build, d);
  }
  if (all) {
    uint32_t row = add_rule(build, "row", day, most);
    for (int32_t d = day - most; d <= day; d++) {
      put_day(build, row, d, 1);
    }
  }
}

static void rules_of_pairs(struct stf_persons_build *build) {
  for (size_t p = 0; p < build->in->problem->pairs_n; p++) {
    const struct stf_problem_pair *pair = &build->in->problem->pairs[p];
    if (pair->first >= 0 && pair->second >= 0 && has_work(build, pair->first) &&
        has_work(build, pair->second) && holds(build, STF_LEGAL_PAIR, pair->second)) {
      uint32_t row = add_rule(build, "pair", pair->second, 1);
      put_day(build, row, pair->first, 1);
      put_day(build, row, pair->second, 1);
    }
  }
}

/* ---- rest ---- */

/* Which of two shifts a rule of rest looks at: any, or a night shift and one that is none. */
struct rest {
  enum stf_legal_rule rule;
  int32_t day;
  int32_t gap; /* days from the first to the second */
  int32_t least;
  bool leaves_nights;
};

/* Earliest start on the day behind an end on the day `gap` before it. */
static int32_t earliest(const struct stf_problem *problem, const struct rest *rest,
                        int32_t end) {
  int32_t least = rest->least;
  for (int32_t d = rest->day - rest->gap + 1; d <= rest->day; d++) {
    least += problem->lost_steps[d];
  }
  return end + least - rest->gap * problem->day_steps;
}

static bool is_first(const struct rest *rest, const struct stf_persons_place *place) {
  return !rest->leaves_nights || place->is_night;
}

static bool is_second(const struct rest *rest, const struct stf_persons_place *place,
                      int32_t from) {
  return place->start < from && !(rest->leaves_nights && place->is_night);
}

/* Whether no shift before it on the day is looked at and has its end. */
static bool is_first_of_its_end(const struct stf_persons_build *build, size_t at, int32_t day,
                                const struct rest *rest) {
  for (size_t i = build->starts[day]; i < at; i++) {
    if (build->places[i].end == build->places[at].end && is_first(rest, &build->places[i])) {
      return false;
    }
  }
  return true;
}

/* Not both of: a shift that ends at `end` or later, and one that begins too early for it;
 * unless there is work between them, which the rule then looks at instead. */
static void rule_of_rest(struct stf_persons_build *build, const struct rest *rest,
                         int32_t end) {
  int32_t day = rest->day;
  int32_t before = day - rest->gap;
  int32_t from = earliest(build->in->problem, rest, end);
  bool any = false;
  for (size_t i = build->starts[day]; i < build->starts[day + 1]; i++) {
    any = any || is_second(rest, &build->places[i], from);
  }
  if (!any) {
    return;
  }
  uint32_t row = add_rule(build, "rest", day, 1);
  for (size_t i = build->starts[before]; i < build->starts[before + 1]; i++) {
    if (build->places[i].end >= end && is_first(rest, &build->places[i])) {
      stf_program_parts_entry(&build->program, row, build->places[i].column, 1);
    }
  }
  for (int32_t d = before + 1; d < day; d++) {
    put_day(build, row, d, -1);
  }
  for (size_t i = build->starts[day]; i < build->starts[day + 1]; i++) {
    if (is_second(rest, &build->places[i], from)) {
      stf_program_parts_entry(&build->program, row, build->places[i].column, 1);
    }
  }
}

static void rules_of_rest(struct stf_persons_build *build, const struct rest *rest) {
  int32_t before = rest->day - rest->gap;
  if (before < 0 || !holds(build, rest->rule, rest->day)) {
    return;
  }
  for (size_t i = build->starts[before]; i < build->starts[before + 1]; i++) {
    if (is_first(rest, &build->places[i]) && is_first_of_its_end(build, i, before, rest)) {
      rule_of_rest(build, rest, build->places[i].end);
    }
  }
}

static void rest_of_day(struct stf_persons_build *build, int32_t day) {
  const struct stf_problem *problem = build->in->problem;
  for (int32_t gap = 1; gap <= STF_PERSONS_RULES_GAPS; gap++) {
    const struct rest plain = {.rule = gap == 1 ? STF_LEGAL_DAILY_REST : STF_LEGAL_DAY_OFF,
                               .day = day,
                               .gap = gap,
                               .least =
                                   gap == 1 ? problem->rest_steps : problem->day_off_steps};
    const struct rest night = {.rule = STF_LEGAL_NIGHT_REST,
                               .day = day,
                               .gap = gap,
                               .least = problem->nights.rest,
                               .leaves_nights = true};
    rules_of_rest(build, &plain);
    if (problem->nights.counts > 0 && problem->nights.rest > 0) {
      rules_of_rest(build, &night);
    }
  }
}

/* ---- nights and weekends ---- */

static bool has_night(const struct stf_persons_build *build, int32_t day) {
  bool any = false;
  for (size_t i = build->starts[day]; i < build->starts[day + 1] && !any; i++) {
    any = build->places[i].is_night;
  }
  return any;
}

static void rule_of_nights(struct stf_persons_build *build, int32_t day) {
  const struct stf_problem_nights *nights = &build->in->problem->nights;
  bool all =
      nights->counts > 0 && day >= nights->in_row && holds(build, STF_LEGAL_NIGHTS_IN_ROW, day);
  for (int32_t d = day - nights->in_row; d <= day && all; d++) {
    all = has_night(build, d);
  }
  if (!all) {
    return;
  }
  uint32_t row = add_rule(build, "nights", day, nights->in_row);
  for (size_t i = build->starts[day - nights->in_row]; i < build->starts[day + 1]; i++) {
    if (build->places[i].is_night) {
      stf_program_parts_entry(&build->program, row, build->places[i].column, 1);
    }
  }
}

/* The column of how many of the group work on the weekend of the week from `first`; NONE: none
 * can. */
static uint32_t add_weekend(struct stf_persons_build *build, int32_t first) {
  struct stf_program_column column = {.upper = build->count};
  uint32_t worked = STF_PROGRAM_PARTS_NONE;
  for (int32_t d = first; d < stf_problem_week_end(build->in->problem, first); d++) {
    if (!stf_problem_is_weekend(build->in->problem, d) || !has_work(build, d)) {
      continue;
    }
    if (worked == STF_PROGRAM_PARTS_NONE) {
      (void)snprintf(column.name, sizeof column.name, "weekend_%u_%d", build->person, first);
      worked = stf_program_parts_column(&build->program, &column);
    }
    uint32_t row = add_rule(build, "weekend", d, 0);
    put_day(build, row, d, 1);
    stf_program_parts_entry(&build->program, row, worked, -1);
  }
  return worked;
}

/* Of the weekends up to each that is worked, itself among them, so many at least are free: with
 * w in {0, 1} for those worked, (sum of the others) + free w <= of - 1. */
static void rules_of_weekends(struct stf_persons_build *build) {
  const struct stf_problem *problem = build->in->problem;
  const struct stf_problem_weekends *rule = &problem->weekends;
  uint32_t worked[STF_PROBLEM_WEEKENDS_MAX]; /* this week's first, then back */
  int32_t n = 0;
  for (int32_t first = 0; first < problem->days_n && rule->of > 0;
       first = stf_problem_week_end(problem, first)) {
    for (int32_t k = rule->of - 1; k > 0; k--) {
      worked[k] = worked[k - 1];
    }
    worked[0] = add_weekend(build, first);
    n = n < rule->of ? n + 1 : n;
    int32_t told = stf_problem_week_end(problem, first) - 1;
    if (worked[0] == STF_PROGRAM_PARTS_NONE || !holds(build, STF_LEGAL_WEEKENDS, told)) {
      continue;
    }
    uint32_t row = add_rule(build, "weekends", told, rule->of - 1);
    stf_program_parts_entry(&build->program, row, worked[0], rule->free);
    for (int32_t k = 1; k < n; k++) {
      if (worked[k] != STF_PROGRAM_PARTS_NONE) {
        stf_program_parts_entry(&build->program, row, worked[k], 1);
      }
    }
  }
}

void stf_persons_rules_add(struct stf_persons_build *build) {
  const struct stf_problem *problem = build->in->problem;
  for (int32_t d = 0; d < problem->days_n; d++) {
    rule_of_day(build, d);
    rule_of_row(build, d);
    rest_of_day(build, d);
    rule_of_nights(build, d);
    if (stf_problem_week_first(problem, d) == d) {
      rules_of_week(build, d);
    }
  }
  rules_of_weekends(build);
  rules_of_pairs(build);
}
