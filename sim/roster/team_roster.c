/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/team_roster.h"

#include <string.h>

enum {
  NAME_TEXT = 160,
  WEEK = 7
};

int64_t stf_team_roster_sum(const struct stf_team_roster_cost *cost) {
  return cost->staff + cost->hired + cost->once + cost->overtime + cost->premium +
         cost->missing + cost->idle;
}

/* ---- ways of hiring ---- */

static enum stf_status add_hire(struct stf_team_roster *roster, size_t *capacity, uint32_t c,
                                int32_t first, int32_t weeks) {
  const struct stf_problem_contract *contract = &roster->problem->contracts[c];
  struct stf_team_roster_hire *hires = stf_mem_grown(roster->allocator, roster->hires, capacity,
                                                     roster->hires_n + 1, sizeof *hires);
  if (hires == NULL) {
    return STF_ERR_MEMORY;
  }
  roster->hires = hires;
  hires[roster->hires_n++] =
      (struct stf_team_roster_hire){.contract = c,
                                    .first = first,
                                    .weeks = weeks,
                                    .pay = contract->step_price * contract->week_steps * weeks,
                                    .once = contract->hire_price};
  return STF_OK;
}

/* From a day on, for the least weeks or longer up to the period's end. */
static enum stf_status add_from(struct stf_team_roster *roster, size_t *capacity, uint32_t c,
                                int32_t first) {
  const struct stf_problem *problem = roster->problem;
  int32_t weeks = problem->contracts[c].hire_weeks;
  enum stf_status status = STF_OK;
  for (bool more = true; more && status == STF_OK; weeks++) {
    int32_t end = first + weeks * WEEK;
    status = end > problem->open_from ? add_hire(roster, capacity, c, first, weeks) : STF_OK;
    more = end < problem->open_to;
  }
  return status;
}

/* From the first day that is possible and from each later Monday. */
static enum stf_status find_hires(struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  size_t capacity = 0;
  enum stf_status status = STF_OK;
  for (uint32_t c = 0; c < problem->contracts_n; c++) {
    int32_t first = problem->contracts[c].hire_day;
    while (problem->contracts[c].hire_most > 0 && first < problem->open_to &&
           status == STF_OK) {
      status = add_from(roster, &capacity, c, first);
      first += WEEK - stf_problem_weekday(problem, first);
    }
  }
  return status;
}

/* What a paid day of a hired one is behind her training. */
static enum stf_problem_cell open_cell(const struct stf_problem *problem, int32_t day) {
  return day >= problem->open_from && day < problem->open_to ? STF_PROBLEM_FREE
                                                             : STF_PROBLEM_OUT;
}

void stf_team_roster_days(const struct stf_problem *problem,
                          const struct stf_team_roster_hire *hire,
                          struct stf_problem_day *days) {
  int32_t training = problem->contracts[hire->contract].training_days;
  for (int32_t d = 0; d < problem->days_n; d++) {
    days[d].cell = STF_PROBLEM_OUT;
  }
  for (int32_t d = hire->first; d < hire->first + hire->weeks * WEEK && d < problem->days_n;
       d++) {
    bool is_training_day =
        stf_problem_weekday(problem, d) < 5 && (d < 0 || !problem->holidays[d]);
    bool learns = training > 0 && is_training_day;
    if (d >= 0 && learns) {
      days[d].cell = STF_PROBLEM_LEAVE;
    } else if (d >= 0 && training == 0) {
      days[d].cell = open_cell(problem, d);
    }
    training -= learns;
  }
}

int32_t stf_team_roster_hired_n(const struct stf_team_roster *roster, uint32_t contract) {
  int32_t n = 0;
  for (size_t a = 0; a < roster->agents_n; a++) {
    n += roster->agents[a].hire >= 0 && roster->agents[a].agent.contract == contract;
  }
  return n;
}

int64_t stf_team_roster_hires_cost(const struct stf_team_roster *roster) {
  int64_t cost = 0;
  for (size_t a = 0; a < roster->agents_n; a++) {
    int32_t hire = roster->agents[a].hire;
    cost += hire >= 0 ? roster->hires[hire].pay + roster->hires[hire].once : 0;
  }
  return cost;
}

bool stf_team_roster_may_hire(const struct stf_team_roster *roster, size_t hire) {
  const struct stf_problem *problem = roster->problem;
  const struct stf_team_roster_hire *way = &roster->hires[hire];
  int64_t cost = stf_team_roster_hires_cost(roster) + way->pay + way->once;
  return stf_team_roster_hired_n(roster, way->contract) <
             problem->contracts[way->contract].hire_most &&
         (!problem->limits_hires || cost <= problem->hires_most);
}

static enum stf_status add_agent(struct stf_team_roster *roster,
                                 const struct stf_team_roster_agent *agent) {
  const struct stf_problem *problem = roster->problem;
  struct stf_team_roster_agent *agents =
      stf_mem_grown(roster->allocator, roster->agents, &roster->agents_capacity,
                    roster->agents_n + 1, sizeof *agents);
  if (agents == NULL) {
    return STF_ERR_MEMORY;
  }
  roster->agents = agents;
  agents[roster->agents_n] = *agent;
  agents[roster->agents_n].choices =
      stf_mem_zeroed(roster->allocator, (size_t)problem->days_n, sizeof *agent->choices);
  if (agents[roster->agents_n].choices == NULL) {
    return STF_ERR_MEMORY;
  }
  for (int32_t d = 0; d < problem->days_n; d++) {
    agents[roster->agents_n].choices[d] =
        stf_problem_has_shift(&agent->agent.days[d]) ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
  }
  roster->agents_n++;
  stf_team_roster_count(roster, roster->agents_n - 1, 1);
  return STF_OK;
}

enum stf_status stf_team_roster_hire(struct stf_team_roster *roster, size_t hire) {
  const struct stf_problem *problem = roster->problem;
  struct stf_problem_day *days =
      stf_mem_zeroed(roster->allocator, (size_t)problem->days_n, sizeof *days);
  if (days == NULL) {
    return STF_ERR_MEMORY;
  }
  uint32_t contract = roster->hires[hire].contract;
  stf_team_roster_days(problem, &roster->hires[hire], days);
  struct stf_team_roster_agent agent = {
      .agent = {.name = NULL,
                .contract = contract,
                .team = problem->contracts[contract].hire_team,
                .days = days},
      .hire = (int32_t)hire};
  enum stf_status status = add_agent(roster, &agent);
  if (status != STF_OK) {
    stf_mem_release(roster->allocator, days);
  }
  return status;
}

void stf_team_roster_dismiss(struct stf_team_roster *roster, size_t agent) {
  stf_team_roster_count(roster, agent, -1);
  stf_mem_release(roster->allocator, roster->agents[agent].agent.days);
  stf_mem_release(roster->allocator, roster->agents[agent].choices);
  roster->agents[agent] = roster->agents[--roster->agents_n];
}

/* ---- changes ---- */

int32_t stf_team_roster_changes(const struct stf_problem *problem,
                                const struct stf_problem_agent *agent, const int32_t *choices) {
  int32_t n = 0;
  for (int32_t d = problem->open_from; d < problem->open_to; d++) {
    enum stf_problem_cell cell = agent->days[d].cell;
    n += (cell == STF_PROBLEM_MOVABLE && choices[d] != STF_SCHEDULE_FIXED) ||
         (cell == STF_PROBLEM_FREE && choices[d] != STF_SCHEDULE_NONE);
  }
  return n;
}

int32_t stf_team_roster_changed_n(const struct stf_team_roster *roster) {
  int32_t n = 0;
  for (size_t a = 0; a < roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &roster->agents[a];
    n +=
        own->hire < 0 ? stf_team_roster_changes(roster->problem, &own->agent, own->choices) : 0;
  }
  return n;
}

/* ---- life ---- */

enum stf_status stf_team_roster_init(const struct stf_problem *problem,
                                     const struct stf_variants *variants,
                                     const struct stf_allocator *allocator,
                                     struct stf_team_roster *out) {
  *out = (struct stf_team_roster){
      .problem = problem, .variants = variants, .allocator = allocator};
  out->cover = stf_mem_zeroed(allocator, problem->teams_n * stf_problem_steps(problem),
                              sizeof *out->cover);
  if (out->cover == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = find_hires(out);
  for (size_t a = 0; a < problem->agents_n && status == STF_OK; a++) {
    struct stf_team_roster_agent agent = {.agent = problem->agents[a], .hire = -1};
    status = add_agent(out, &agent);
  }
  return status;
}

void stf_team_roster_clear(struct stf_team_roster *roster) {
  for (size_t a = 0; a < roster->agents_n; a++) {
    stf_mem_release(roster->allocator, roster->agents[a].choices);
    if (roster->agents[a].hire >= 0) {
      stf_mem_release(roster->allocator, roster->agents[a].agent.days);
    }
  }
  stf_mem_release(roster->allocator, roster->agents);
  stf_mem_release(roster->allocator, roster->hires);
  stf_mem_release(roster->allocator, roster->cover);
  *roster = (struct stf_team_roster){0};
}

/* ---- cover ---- */

static void count_stretch(int32_t *cover, size_t from, size_t to, int32_t by) {
  for (size_t t = from; t < to; t++) {
    cover[t] += by;
  }
}

static void count_shift(struct stf_team_roster *roster, uint32_t team, int32_t day,
                        const struct stf_problem_shift *shift, int32_t by) {
  size_t steps_n = stf_problem_steps(roster->problem);
  size_t midnight = (size_t)day * (size_t)roster->problem->day_steps;
  int32_t *cover = roster->cover + team * steps_n;
  int32_t from = shift->start;
  for (size_t b = 0; b <= shift->breaks_n; b++) {
    int32_t to = b < shift->breaks_n ? shift->breaks[b].start : shift->end;
    size_t until = midnight + (size_t)to;
    count_stretch(cover, midnight + (size_t)from, until < steps_n ? until : steps_n, by);
    from = b < shift->breaks_n ? shift->breaks[b].end : to;
  }
}

void stf_team_roster_count(struct stf_team_roster *roster, size_t agent, int32_t by) {
  const struct stf_team_roster_agent *own = &roster->agents[agent];
  for (int32_t d = 0; d < roster->problem->days_n; d++) {
    const struct stf_problem_shift *shift =
        stf_schedule_shift(roster->variants, &own->agent, d, own->choices[d]);
    if (shift != NULL) {
      count_shift(roster, own->agent.team, d, shift, by);
    }
  }
}

void stf_team_roster_put(struct stf_team_roster *roster, size_t agent, const int32_t *choices) {
  stf_team_roster_count(roster, agent, -1);
  memcpy(roster->agents[agent].choices, choices,
         (size_t)roster->problem->days_n * sizeof *choices);
  stf_team_roster_count(roster, agent, 1);
}

/* Days that are not planned have no price. */
static bool is_open(const struct stf_problem *problem, size_t step) {
  return step >= (size_t)problem->open_from * (size_t)problem->day_steps &&
         step < (size_t)problem->open_to * (size_t)problem->day_steps;
}

void stf_team_roster_worth(const struct stf_team_roster *roster, uint32_t team, int64_t *sums) {
  const struct stf_problem *problem = roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  const int32_t *need = problem->need + team * steps_n;
  const int32_t *cover = roster->cover + team * steps_n;
  sums[0] = 0;
  for (size_t t = 0; t + 1 < stf_schedule_sums(problem); t++) {
    int64_t worth = 0;
    if (t < steps_n && is_open(problem, t)) {
      worth = cover[t] < need[t] ? stf_problem_short_price(problem, team * steps_n + t)
                                 : -problem->over_price;
    }
    sums[t + 1] = sums[t] + worth;
  }
}

/* ---- money ---- */

static void price_agent(const struct stf_team_roster *roster,
                        const struct stf_team_roster_agent *own,
                        struct stf_team_roster_cost *cost) {
  const struct stf_problem *problem = roster->problem;
  const struct stf_problem_contract *contract = &problem->contracts[own->agent.contract];
  for (int32_t first = 0; first < problem->days_n;
       first = stf_problem_week_end(problem, first)) {
    int32_t steps = 0;
    for (int32_t d = first; d < stf_problem_week_end(problem, first); d++) {
      const struct stf_problem_shift *shift =
          stf_schedule_shift(roster->variants, &own->agent, d, own->choices[d]);
      if (shift != NULL) {
        steps += stf_problem_paid(shift);
        cost->premium += stf_problem_premiums(problem, contract, d, shift);
      }
    }
    int32_t limit = stf_problem_limit_of(problem, &own->agent, first).steps;
    cost->overtime += steps > limit ? (steps - limit) * contract->overtime_price : 0;
  }
}

static void price_cover(const struct stf_team_roster *roster,
                        struct stf_team_roster_cost *cost) {
  const struct stf_problem *problem = roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  for (size_t i = 0; i < problem->teams_n * steps_n; i++) {
    if (is_open(problem, i % steps_n)) {
      int32_t lack = problem->need[i] - roster->cover[i];
      cost->missing_steps += lack > 0 ? lack : 0;
      cost->missing += lack > 0 ? lack * stf_problem_short_price(problem, i) : 0;
      cost->idle_steps -= lack < 0 ? lack : 0;
    }
  }
  cost->idle = cost->idle_steps * problem->over_price;
}

struct stf_team_roster_cost stf_team_roster_price(const struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  struct stf_team_roster_cost cost = {0};
  for (size_t a = 0; a < roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &roster->agents[a];
    const struct stf_problem_contract *contract = &problem->contracts[own->agent.contract];
    if (own->hire < 0) {
      cost.staff += contract->step_price * contract->week_steps *
                    (problem->open_to - problem->open_from) / WEEK;
    } else {
      cost.hired += roster->hires[own->hire].pay;
      cost.once += roster->hires[own->hire].once;
    }
    price_agent(roster, own, &cost);
  }
  price_cover(roster, &cost);
  return cost;
}
