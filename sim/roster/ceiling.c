/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/ceiling.h"

/* Whether somebody works in a step, counted from the midnight at which the shift's day begins.
 */
static bool works_at(const struct stf_problem_shift *shift, int32_t step) {
  bool works = step >= shift->start && step < shift->end;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    works = works && (step < shift->breaks[b].start || step >= shift->breaks[b].end);
  }
  return works;
}

/* By contract, then step from the day's midnight on, over two days: whether any shift covers
 * it.
 */
static bool *find_covered(const struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  size_t two_days = 2 * (size_t)problem->day_steps;
  bool *covered =
      stf_mem_zeroed(roster->allocator, problem->contracts_n * two_days + 1, sizeof *covered);
  for (size_t v = 0; v < roster->variants->n && covered != NULL; v++) {
    const struct stf_variants_shift *item = &roster->variants->items[v];
    for (int32_t s = item->shift.start; s < item->shift.end; s++) {
      for (uint32_t c = 0; c < problem->contracts_n; c++) {
        bool can = (item->contracts >> c & 1U) != 0 && works_at(&item->shift, s);
        covered[c * two_days + (size_t)s] = covered[c * two_days + (size_t)s] || can;
      }
    }
  }
  return covered;
}

/* Whether the agent can work in a step by a shift of the day, the step counted from its
 * midnight. */
static bool can_on(const struct stf_problem *problem, const bool *covered, uint32_t contract,
                   const struct stf_problem_day *day, int32_t step) {
  bool is_free = day->cell == STF_PROBLEM_FREE || day->cell == STF_PROBLEM_MOVABLE;
  return (is_free && covered[contract * 2 * (uint32_t)problem->day_steps + (uint32_t)step]) ||
         (stf_problem_has_shift(day) && works_at(&day->shift, step));
}

static bool can_at(const struct stf_problem *problem, const bool *covered, uint32_t contract,
                   const struct stf_problem_day *days, size_t at) {
  int32_t day = (int32_t)(at / (size_t)problem->day_steps);
  int32_t step = (int32_t)(at % (size_t)problem->day_steps);
  return can_on(problem, covered, contract, &days[day], step) ||
         (day > 0 &&
          can_on(problem, covered, contract, &days[day - 1], step + problem->day_steps));
}

static void count_own(const struct stf_team_roster *roster, const bool *covered, int32_t *own) {
  const struct stf_problem *problem = roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  for (size_t a = 0; a < problem->agents_n; a++) {
    const struct stf_problem_agent *agent = &problem->agents[a];
    for (size_t s = 0; s < steps_n; s++) {
      own[agent->team * steps_n + s] +=
          can_at(problem, covered, agent->contract, agent->days, s);
    }
  }
}

static enum stf_status find_hires(const struct stf_team_roster *roster, const bool *covered,
                                  bool *by_hire) {
  const struct stf_problem *problem = roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  struct stf_problem_day *days =
      stf_mem_zeroed(roster->allocator, (size_t)problem->days_n + 1, sizeof *days);
  if (days == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t h = 0; h < roster->hires_n; h++) {
    stf_team_roster_days(problem, &roster->hires[h], days);
    for (size_t s = 0; s < steps_n; s++) {
      by_hire[h * steps_n + s] = can_at(problem, covered, roster->hires[h].contract, days, s);
    }
  }
  stf_mem_release(roster->allocator, days);
  return STF_OK;
}

enum stf_status stf_ceiling_make(const struct stf_team_roster *roster,
                                 struct stf_ceiling *out) {
  size_t steps_n = stf_problem_steps(roster->problem);
  *out = (struct stf_ceiling){.roster = roster};
  out->own = stf_mem_zeroed(roster->allocator, roster->problem->teams_n * steps_n + 1,
                            sizeof *out->own);
  out->by_hire =
      stf_mem_zeroed(roster->allocator, roster->hires_n * steps_n + 1, sizeof *out->by_hire);
  bool *covered = find_covered(roster);
  enum stf_status status = STF_ERR_MEMORY;
  if (out->own != NULL && out->by_hire != NULL && covered != NULL) {
    count_own(roster, covered, out->own);
    status = find_hires(roster, covered, out->by_hire);
  }
  stf_mem_release(roster->allocator, covered);
  return status;
}

void stf_ceiling_clear(struct stf_ceiling *ceiling) {
  if (ceiling->roster != NULL) {
    stf_mem_release(ceiling->roster->allocator, ceiling->own);
    stf_mem_release(ceiling->roster->allocator, ceiling->by_hire);
  }
  *ceiling = (struct stf_ceiling){0};
}

/* How many can be hired that way for so much. */
static int64_t affordable(const struct stf_team_roster *roster,
                          const struct stf_team_roster_hire *hire, int64_t hires_most) {
  int64_t most = roster->problem->contracts[hire->contract].hire_most;
  int64_t price = hire->pay + hire->once;
  return price > 0 && hires_most / price < most ? hires_most / price : most;
}

int32_t stf_ceiling_at(const struct stf_ceiling *ceiling, uint32_t team, size_t step,
                       int64_t hires_most) {
  const struct stf_team_roster *roster = ceiling->roster;
  const struct stf_problem *problem = roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  int64_t n = ceiling->own[team * steps_n + step];
  for (uint32_t c = 0; c < problem->contracts_n; c++) {
    int64_t most = 0; /* of one contract: those of the way by which most can be had */
    for (size_t h = 0; h < roster->hires_n; h++) {
      const struct stf_team_roster_hire *hire = &roster->hires[h];
      bool can = hire->contract == c && problem->contracts[c].hire_team == team &&
                 ceiling->by_hire[h * steps_n + step];
      int64_t by_way = can ? affordable(roster, hire, hires_most) : 0;
      most = by_way > most ? by_way : most;
    }
    n += most;
  }
  return (int32_t)n;
}
