/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/legal.h"

#include "roster/schedule.h"

/* A check under way. */
struct check {
  const struct stf_problem *problem;
  const struct stf_variants *variants;
  const struct stf_problem_agent *agent;
  const int32_t *choices;
  struct stf_legal_taker taker;
  size_t breaches_n;
};

static void tell(struct check *check, enum stf_legal_rule rule, int32_t day, int32_t other,
                 const int32_t figures[2]) {
  check->breaches_n++;
  if (check->taker.take != NULL) {
    check->taker.take(
        check->taker.context,
        &(struct stf_legal_breach){
            .rule = rule, .day = day, .other = other, .is = figures[0], .limit = figures[1]});
  }
}

static const struct stf_problem_shift *shift_on(const struct check *check, int32_t day) {
  return stf_schedule_shift(check->variants, check->agent, day, check->choices[day]);
}

static void check_rest(struct check *check, int32_t before, int32_t day) {
  const struct stf_problem *problem = check->problem;
  int32_t gap = day - before;
  int32_t rest =
      gap * problem->day_steps + shift_on(check, day)->start - shift_on(check, before)->end;
  for (int32_t d = before + 1; d <= day; d++) {
    rest -= problem->lost_steps[d];
  }
  int32_t least = gap == 1 ? problem->rest_steps : problem->day_off_steps;
  if (rest < least) {
    tell(check, gap == 1 ? STF_LEGAL_DAILY_REST : STF_LEGAL_DAY_OFF, day, before,
         (int32_t[]){rest, least});
  }
  bool leaves_nights = stf_problem_is_night(problem, shift_on(check, before)) &&
                       !stf_problem_is_night(problem, shift_on(check, day));
  if (leaves_nights && rest < problem->nights.rest) {
    tell(check, STF_LEGAL_NIGHT_REST, day, before, (int32_t[]){rest, problem->nights.rest});
  }
}

static void check_nights(struct check *check) {
  const struct stf_problem *problem = check->problem;
  int32_t run = 0;
  for (int32_t d = 0; d < problem->days_n; d++) {
    const struct stf_problem_shift *shift = shift_on(check, d);
    if (shift == NULL || !stf_problem_is_night(problem, shift)) {
      run = 0;
      continue;
    }
    if (++run > problem->nights.in_row) {
      tell(check, STF_LEGAL_NIGHTS_IN_ROW, d, d - run + 1,
           (int32_t[]){run, problem->nights.in_row});
    }
    if (stf_problem_paid(shift) > problem->nights.most) {
      tell(check, STF_LEGAL_NIGHT_WORK, d, -1,
           (int32_t[]){stf_problem_paid(shift), problem->nights.most});
    }
  }
}

/* First day of the weekend in [from, to) on which a shift starts; -1: it is free. */
static int32_t weekend_work(const struct check *check, int32_t from, int32_t to) {
  for (int32_t d = from; d < to; d++) {
    if (stf_problem_is_weekend(check->problem, d) && shift_on(check, d) != NULL) {
      return d;
    }
  }
  return -1;
}

static void check_weekends(struct check *check) {
  const struct stf_problem *problem = check->problem;
  int32_t most = problem->weekends.of - problem->weekends.free;
  for (int32_t first = 0; first < problem->days_n && problem->weekends.of > 0;
       first = stf_problem_week_end(problem, first)) {
    int32_t end = stf_problem_week_end(problem, first);
    int32_t earliest = weekend_work(check, first, end);
    int32_t worked = earliest >= 0;
    int32_t week = first;
    for (int32_t k = 1; k < problem->weekends.of && worked > 0 && week > 0; k++) {
      int32_t behind = week;
      week = stf_problem_week_first(problem, week - 1);
      int32_t work = weekend_work(check, week, behind);
      worked += work >= 0;
      earliest = work >= 0 ? work : earliest;
    }
    if (worked > most) {
      tell(check, STF_LEGAL_WEEKENDS, end - 1, earliest, (int32_t[]){worked, most});
    }
  }
}

static void check_sequence(struct check *check) {
  int32_t before = -1;
  int32_t run = 0;
  for (int32_t d = 0; d < check->problem->days_n; d++) {
    if (shift_on(check, d) == NULL) {
      run = 0;
      continue;
    }
    if (before >= 0) {
      check_rest(check, before, d);
    }
    if (++run > check->problem->days_in_row) {
      tell(check, STF_LEGAL_DAYS_IN_ROW, d, d - run + 1,
           (int32_t[]){run, check->problem->days_in_row});
    }
    before = d;
  }
}

static void check_weeks(struct check *check) {
  const struct stf_problem *problem = check->problem;
  for (int32_t first = 0; first < problem->days_n;
       first = stf_problem_week_end(problem, first)) {
    struct stf_problem_limit limit = stf_problem_limit_of(problem, check->agent, first);
    int32_t days = 0;
    int32_t steps = 0;
    for (int32_t d = first; d < stf_problem_week_end(problem, first); d++) {
      const struct stf_problem_shift *shift = shift_on(check, d);
      days += shift != NULL;
      steps += shift != NULL ? stf_problem_paid(shift) : 0;
    }
    if (days > limit.days) {
      tell(check, STF_LEGAL_WEEK_DAYS, first, -1, (int32_t[]){days, limit.days});
    }
    if (steps > limit.steps + limit.overtime) {
      tell(check, STF_LEGAL_WEEK_TIME, first, -1,
           (int32_t[]){steps, limit.steps + limit.overtime});
    }
  }
}

static int32_t work_of(const struct stf_problem_shift *shift, int32_t *longest) {
  int32_t work = shift->end - shift->start;
  *longest = 0;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    int32_t length = shift->breaks[b].end - shift->breaks[b].start;
    work -= length;
    *longest = length > *longest ? length : *longest;
  }
  return work;
}

static void check_day(struct check *check, int32_t day) {
  const struct stf_problem *problem = check->problem;
  enum stf_problem_cell cell = check->agent->days[day].cell;
  int32_t choice = check->choices[day];
  const struct stf_problem_shift *shift = shift_on(check, day);
  bool is_planned = choice >= 0;
  bool is_open = cell == STF_PROBLEM_FREE || cell == STF_PROBLEM_MOVABLE;
  bool stays = choice == STF_SCHEDULE_FIXED;
  if ((is_planned && !is_open) || (cell == STF_PROBLEM_FIXED && !stays) ||
      (stays && !stf_problem_has_shift(&check->agent->days[day]))) {
    tell(check, STF_LEGAL_NOT_FREE, day, -1, (int32_t[]){0, 0});
  }
  if (is_planned &&
      (check->variants->items[choice].contracts >> check->agent->contract & 1) == 0) {
    tell(check, STF_LEGAL_SHAPE, day, -1, (int32_t[]){0, 0});
  }
  int32_t longest = 0;
  int32_t work = shift != NULL ? work_of(shift, &longest) : 0;
  if (work > problem->pause_over && longest < problem->pause_least) {
    tell(check, STF_LEGAL_PAUSE, day, -1, (int32_t[]){work, problem->pause_over});
  }
}

static void check_pairs(struct check *check) {
  for (size_t p = 0; p < check->problem->pairs_n; p++) {
    const struct stf_problem_pair *pair = &check->problem->pairs[p];
    if (pair->first >= 0 && pair->second >= 0 && shift_on(check, pair->first) != NULL &&
        shift_on(check, pair->second) != NULL) {
      tell(check, STF_LEGAL_PAIR, pair->second, pair->first, (int32_t[]){2, 1});
    }
  }
}

size_t stf_legal_check(const struct stf_problem *problem, const struct stf_variants *variants,
                       const struct stf_problem_agent *agent, const int32_t *choices,
                       struct stf_legal_taker taker) {
  struct check check = {.problem = problem,
                        .variants = variants,
                        .agent = agent,
                        .choices = choices,
                        .taker = taker};
  for (int32_t d = 0; d < problem->days_n; d++) {
    check_day(&check, d);
  }
  check_sequence(&check);
  check_nights(&check);
  check_weekends(&check);
  check_weeks(&check);
  check_pairs(&check);
  return check.breaches_n;
}
