/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/problem.h"

#include "time/zone.h"

size_t stf_problem_steps(const struct stf_problem *problem) {
  return (size_t)problem->days_n * (size_t)problem->day_steps;
}

int64_t stf_problem_short_price(const struct stf_problem *problem, size_t at) {
  return problem->is_hard                ? STF_PROBLEM_HARD_PRICE
         : problem->short_prices != NULL ? problem->short_prices[at]
                                         : problem->short_price;
}

bool stf_problem_has_shift(const struct stf_problem_day *day) {
  return day->cell == STF_PROBLEM_FIXED || day->cell == STF_PROBLEM_MOVABLE;
}

int stf_problem_weekday(const struct stf_problem *problem, int32_t day) {
  return stf_zone_day_weekday(problem->first_day + day);
}

int32_t stf_problem_week_first(const struct stf_problem *problem, int32_t day) {
  int32_t monday = day - stf_problem_weekday(problem, day);
  return monday > 0 ? monday : 0;
}

int32_t stf_problem_week_end(const struct stf_problem *problem, int32_t day) {
  int32_t next = day - stf_problem_weekday(problem, day) + 7;
  return next < problem->days_n ? next : problem->days_n;
}

struct stf_problem_limit stf_problem_limit_of(const struct stf_problem *problem,
                                              const struct stf_problem_agent *agent,
                                              int32_t day) {
  const struct stf_problem_contract *contract = &problem->contracts[agent->contract];
  int32_t first = stf_problem_week_first(problem, day);
  int32_t end = stf_problem_week_end(problem, day);
  int32_t days = (contract->week_days * (end - first) + 6) / 7;
  for (int32_t d = first; d < end && days > 0; d++) {
    days -= agent->days[d].cell == STF_PROBLEM_LEAVE;
  }
  return (struct stf_problem_limit){
      .days = days,
      .steps = (int32_t)((int64_t)contract->week_steps * days / contract->week_days),
      .overtime = days > 0 ? contract->overtime_steps : 0};
}

bool stf_problem_same_shift(const struct stf_problem_shift *a,
                            const struct stf_problem_shift *b) {
  bool same = a->start == b->start && a->end == b->end && a->breaks_n == b->breaks_n;
  for (size_t i = 0; i < a->breaks_n && same; i++) {
    same = a->breaks[i].start == b->breaks[i].start && a->breaks[i].end == b->breaks[i].end &&
           a->breaks[i].paid == b->breaks[i].paid;
  }
  return same;
}

int32_t stf_problem_paid(const struct stf_problem_shift *shift) {
  int32_t paid = shift->end - shift->start;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    paid -= shift->breaks[b].paid ? 0 : shift->breaks[b].end - shift->breaks[b].start;
  }
  return paid;
}

int64_t stf_problem_premium(const struct stf_problem *problem,
                            const struct stf_problem_contract *contract, int32_t day) {
  int64_t permille = 0;
  if (day >= problem->open_from && day < problem->open_to) {
    permille = problem->holidays[day]                   ? problem->holiday_permille
               : stf_problem_weekday(problem, day) == 6 ? problem->sunday_permille
                                                        : 0;
  }
  return contract->step_price * permille / 1000;
}

/* Part of [start, end) that lies before the midnight at the day's end. */
static int32_t before_midnight(int32_t start, int32_t end, int32_t midnight) {
  int32_t to = end < midnight ? end : midnight;
  return to > start ? to - start : 0;
}

/* Hours [from, to), over midnight if from is not below to. */
static bool is_within(int32_t from, int32_t to, int32_t of_day) {
  return from < to ? of_day >= from && of_day < to : of_day >= from || of_day < to;
}

static bool is_paid(const struct stf_problem_shift *shift, int32_t step) {
  for (size_t b = 0; b < shift->breaks_n; b++) {
    if (!shift->breaks[b].paid && step >= shift->breaks[b].start &&
        step < shift->breaks[b].end) {
      return false;
    }
  }
  return true;
}

/* Paid steps at night on days of the plan. */
static int32_t night_steps(const struct stf_problem *problem, int32_t day,
                           const struct stf_problem_shift *shift) {
  int32_t n = 0;
  for (int32_t t = shift->start; t < shift->end; t++) {
    int32_t on = day + t / problem->day_steps;
    n += on >= problem->open_from && on < problem->open_to &&
         is_within(problem->night_from, problem->night_to, t % problem->day_steps) &&
         is_paid(shift, t);
  }
  return n;
}

bool stf_problem_is_night(const struct stf_problem *problem,
                          const struct stf_problem_shift *shift) {
  const struct stf_problem_nights *nights = &problem->nights;
  int32_t n = 0;
  for (int32_t t = shift->start; t < shift->end && nights->counts > 0; t++) {
    n += is_within(nights->from, nights->to, t % problem->day_steps) && is_paid(shift, t);
  }
  return nights->counts > 0 && n >= nights->counts;
}

bool stf_problem_is_weekend(const struct stf_problem *problem, int32_t day) {
  int weekday = stf_problem_weekday(problem, day);
  return problem->weekends.of > 0 &&
         (weekday == 6 || (weekday == 5 && !problem->weekends.sundays));
}

int64_t stf_problem_premiums(const struct stf_problem *problem,
                             const struct stf_problem_contract *contract, int32_t day,
                             const struct stf_problem_shift *shift) {
  int32_t today = before_midnight(shift->start, shift->end, problem->day_steps);
  for (size_t b = 0; b < shift->breaks_n; b++) {
    if (!shift->breaks[b].paid) {
      today -=
          before_midnight(shift->breaks[b].start, shift->breaks[b].end, problem->day_steps);
    }
  }
  int64_t sum =
      stf_problem_premium(problem, contract, day) * today +
      stf_problem_premium(problem, contract, day + 1) * (stf_problem_paid(shift) - today);
  if (problem->night_permille > 0) {
    sum += contract->step_price * problem->night_permille / 1000 *
           night_steps(problem, day, shift);
  }
  return sum;
}
