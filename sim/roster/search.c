/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/search.h"

#include <string.h>

enum {
  REMOVED_MAX = 6,    /* agents taken out at once */
  HIRE_EVERY = 40,    /* rounds between moves of hiring */
  SETTLED_AFTER = 50, /* rounds that have not helped before the first of them */
  THOROUGH_MOST = 20,
  TILT = 8,
  TILTS_A_DAY = 12,
  PRICE_PARTS = 16, /* how exactly the price of a change is sought */
  PRICES_TRIED = 10
};

struct search {
  struct stf_team_roster *roster;
  struct stf_schedule_maker *maker;
  const struct stf_search_options *options;
  int64_t *sums;    /* of the team at hand */
  int32_t *choices; /* of the agent at hand */
  int32_t *kept;    /* choices of all agents before a move */
  size_t kept_n;
  int64_t cost;         /* of the roster */
  int64_t change_price; /* what each change is taken to cost at this time */
  int32_t *fitting;     /* choices of the agent at hand that fit into the changes left */
  uint64_t counter;
};

/* Numbers that only say in which order things are tried (splitmix64, Steele, Lea & Flood 2014).
 */
static uint32_t pick(struct search *search, size_t n) {
  search->counter += UINT64_C(0x9e3779b97f4a7c15);
  uint64_t z = search->counter;
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return (uint32_t)((z >> 33) % n);
}

/* With changes at what they are taken to cost. */
static int64_t cost_of(const struct search *search) {
  struct stf_team_roster_cost cost = stf_team_roster_price(search->roster);
  int64_t changes = search->change_price > 0 ? stf_team_roster_changed_n(search->roster) : 0;
  return stf_team_roster_sum(&cost) + changes * search->change_price;
}

static size_t days_n(const struct search *search) {
  return (size_t)search->roster->problem->days_n;
}

static bool is_stopped(const struct search *search) {
  return search->options->stop != NULL && search->options->stop(search->options->context);
}

/* Puts the agent back to what stands. */
static void strip(struct search *search, size_t a) {
  const struct stf_team_roster_agent *own = &search->roster->agents[a];
  for (size_t d = 0; d < days_n(search); d++) {
    search->choices[d] =
        stf_problem_has_shift(&own->agent.days[d]) ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
  }
  stf_team_roster_put(search->roster, a, search->choices);
}

/* Tilts what steps are worth at random, so that the first to answer does not always take the
 * same. */
static void tilt(struct search *search) {
  const struct stf_problem *problem = search->roster->problem;
  int64_t price = problem->is_hard ? STF_PROBLEM_HARD_PRICE : problem->short_price;
  int64_t most = (price + problem->over_price) / TILT;
  int64_t added = 0;
  int64_t own = 0;
  for (size_t t = 1; t < stf_schedule_sums(problem); t++) {
    if (t % (size_t)(problem->day_steps / TILTS_A_DAY) == 0) {
      own = most * (int64_t)pick(search, TILT) / TILT;
    }
    added += own;
    search->sums[t] += added;
  }
}

/* ---- changes of what stands ---- */

static int32_t changes_of(const struct search *search, const struct stf_team_roster_agent *own,
                          const int32_t *choices) {
  return stf_team_roster_changes(search->roster->problem, &own->agent, choices);
}

/* Her best schedule with at most so many changes, as a rising price of a change finds it: the
 * dearer they are, the fewer she makes, and at some price she makes none. */
static enum stf_status best_within(struct search *search,
                                   const struct stf_team_roster_agent *own,
                                   struct stf_schedule_gain *gain, int32_t room) {
  int64_t value = 0;
  int64_t low = gain->change_price;
  int64_t high = low > 0 ? low : 1 + search->roster->problem->short_price;
  enum stf_status status = STF_OK;
  bool fits = false;
  memcpy(search->fitting, own->choices, days_n(search) * sizeof *search->fitting);
  while (high < INT64_MAX / 4 && status == STF_OK &&
         (!fits || high - low > 1 + high / PRICE_PARTS)) {
    gain->change_price = fits ? low + (high - low) / 2 : 2 * high;
    status = stf_schedule_best(search->maker, &own->agent, gain, search->choices, &value);
    if (status == STF_OK && changes_of(search, own, search->choices) <= room) {
      fits = true;
      high = gain->change_price;
      memcpy(search->fitting, search->choices, days_n(search) * sizeof *search->fitting);
    } else if (fits) {
      low = gain->change_price;
    } else {
      high = gain->change_price;
    }
  }
  memcpy(search->choices, search->fitting, days_n(search) * sizeof *search->choices);
  return status;
}

/* Fills the choices of the agent at hand. */
static enum stf_status best_of(struct search *search, const struct stf_team_roster_agent *own,
                               struct stf_schedule_gain *gain) {
  const struct stf_problem *problem = search->roster->problem;
  bool is_limited = problem->limits_changes && own->hire < 0;
  int64_t value = 0;
  gain->change_price = is_limited ? search->change_price : 0;
  enum stf_status status =
      stf_schedule_best(search->maker, &own->agent, gain, search->choices, &value);
  if (status != STF_OK || !is_limited) {
    return status;
  }
  int32_t room = problem->changes_most - stf_team_roster_changed_n(search->roster) +
                 changes_of(search, own, own->choices);
  return changes_of(search, own, search->choices) <= room
             ? STF_OK
             : best_within(search, own, gain, room);
}

/* Gives the agent her best schedule beside the others'. */
static enum stf_status respond(struct search *search, size_t a, bool tilted) {
  struct stf_team_roster *roster = search->roster;
  struct stf_team_roster_agent *own = &roster->agents[a];
  struct stf_schedule_gain gain = {.sums = search->sums};
  stf_team_roster_count(roster, a, -1);
  stf_team_roster_worth(roster, own->agent.team, search->sums);
  if (tilted) {
    tilt(search);
  }
  enum stf_status status = best_of(search, own, &gain);
  if (status == STF_OK) {
    memcpy(own->choices, search->choices, days_n(search) * sizeof *own->choices);
  }
  stf_team_roster_count(roster, a, 1);
  return status;
}

/* Everybody in turn until nobody finds better. */
static enum stf_status settle(struct search *search) {
  enum stf_status status = STF_OK;
  int64_t before = INT64_MAX;
  search->cost = cost_of(search);
  while (search->cost < before && status == STF_OK) {
    before = search->cost;
    for (size_t a = 0; a < search->roster->agents_n && status == STF_OK; a++) {
      status = is_stopped(search) ? STF_ERR_INTERRUPTED : respond(search, a, false);
    }
    search->cost = cost_of(search);
  }
  return status;
}

/* Where changes are counted, those that are worth most come first: at a high price of a change,
 * then at half of it, and so on. In the end the least money there is, so that none is for
 * nothing. */
static enum stf_status settle_changes(struct search *search) {
  const struct stf_problem *problem = search->roster->problem;
  enum stf_status status = STF_OK;
  search->change_price = (problem->is_hard ? STF_PROBLEM_HARD_PRICE : problem->short_price) *
                         problem->day_steps / 3;
  for (int i = 0; i < PRICES_TRIED && status == STF_OK; i++) {
    status = settle(search);
    search->change_price /= 2;
  }
  search->change_price = 1;
  return status;
}

/* ---- a way back ---- */

static enum stf_status keep(struct search *search) {
  const struct stf_team_roster *roster = search->roster;
  int32_t *kept = stf_mem_resize(roster->allocator, search->kept,
                                 (roster->agents_n + 1) * days_n(search) * sizeof *kept);
  if (kept == NULL) {
    return STF_ERR_MEMORY;
  }
  search->kept = kept;
  search->kept_n = roster->agents_n;
  for (size_t a = 0; a < roster->agents_n; a++) {
    memcpy(kept + a * days_n(search), roster->agents[a].choices, days_n(search) * sizeof *kept);
  }
  return STF_OK;
}

static void restore(struct search *search) {
  for (size_t a = 0; a < search->kept_n; a++) {
    stf_team_roster_put(search->roster, a, search->kept + a * days_n(search));
  }
}

/* ---- a few agents at once ---- */

/* Draws agents of one team, each once. */
static size_t draw_agents(struct search *search, size_t drawn[REMOVED_MAX]) {
  const struct stf_team_roster *roster = search->roster;
  size_t wanted = 2 + pick(search, REMOVED_MAX - 1);
  size_t n = 0;
  drawn[n++] = pick(search, roster->agents_n);
  for (int tries = 0; tries < 3 * REMOVED_MAX && n < wanted; tries++) {
    size_t a = pick(search, roster->agents_n);
    bool fits = roster->agents[a].agent.team == roster->agents[drawn[0]].agent.team;
    for (size_t i = 0; i < n; i++) {
      fits = fits && drawn[i] != a;
    }
    if (fits) {
      drawn[n++] = a;
    }
  }
  return n;
}

/* Schedules of the drawn made anew; as before if that is no better. *helped: it was. */
static enum stf_status shake(struct search *search, bool *helped) {
  size_t drawn[REMOVED_MAX];
  size_t n = draw_agents(search, drawn);
  bool tilted = pick(search, 2) == 1;
  int64_t before = search->cost;
  enum stf_status status = keep(search);
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    strip(search, drawn[i]);
  }
  for (int pass = 0; pass < (tilted ? 3 : 2); pass++) {
    for (size_t i = 0; i < n && status == STF_OK; i++) {
      status = respond(search, drawn[i], tilted && pass == 0);
    }
  }
  search->cost = cost_of(search);
  *helped = search->cost < before;
  if (search->cost > before || status != STF_OK) {
    restore(search);
    search->cost = before;
  }
  return status;
}

/* ---- hiring ---- */

/* Whether all others may answer to a move of hiring, or only the hired: what a desk can afford
 * to try. */
static bool is_thorough(const struct search *search) {
  return search->roster->agents_n <= THOROUGH_MOST;
}

static enum stf_status try_hire(struct search *search, size_t hire, bool *helped) {
  struct stf_team_roster *roster = search->roster;
  if (!stf_team_roster_may_hire(roster, hire)) {
    return STF_OK;
  }
  int64_t before = search->cost;
  size_t last = roster->agents_n;
  enum stf_status status = keep(search);
  status = status == STF_OK ? stf_team_roster_hire(roster, hire) : status;
  if (status != STF_OK) {
    return status;
  }
  status = respond(search, last, false);
  if (status == STF_OK && is_thorough(search)) {
    status = settle(search);
  }
  search->cost = cost_of(search);
  if (search->cost < before && status == STF_OK) {
    *helped = true;
    return STF_OK;
  }
  stf_team_roster_dismiss(roster, last);
  restore(search);
  search->cost = before;
  return status;
}

/* Lets the last agent, who was hired, go for somebody hired in another way (-1: for nobody), if
 * that is cheaper once all the others have answered. */
static enum stf_status exchange_last(struct search *search, int32_t other, bool *helped) {
  struct stf_team_roster *roster = search->roster;
  int64_t before = search->cost;
  size_t last = roster->agents_n - 1;
  size_t hire = (size_t)roster->agents[last].hire;
  enum stf_status status = keep(search);
  if (status != STF_OK) {
    return status;
  }
  stf_team_roster_dismiss(roster, last);
  bool may = other < 0 || stf_team_roster_may_hire(roster, (size_t)other);
  if (may && other >= 0) {
    status = stf_team_roster_hire(roster, (size_t)other);
  }
  status = may && status == STF_OK ? settle(search) : status;
  if (may && status == STF_OK && search->cost < before) {
    *helped = true;
    return STF_OK;
  }
  if (roster->agents_n > last) {
    stf_team_roster_dismiss(roster, last);
  }
  enum stf_status again = stf_team_roster_hire(roster, hire);
  if (again == STF_OK) {
    restore(search);
    search->cost = before;
  }
  return status == STF_OK ? again : status;
}

/* Does without the agent, or, in a small roster, with another in her place. */
static enum stf_status try_exchange(struct search *search, size_t a, bool *helped) {
  struct stf_team_roster *roster = search->roster;
  if (roster->agents[a].hire < 0) {
    return STF_OK;
  }
  /* She moves to the end first, so that the others keep their places. */
  struct stf_team_roster_agent own = roster->agents[a];
  roster->agents[a] = roster->agents[roster->agents_n - 1];
  roster->agents[roster->agents_n - 1] = own;
  bool done = false;
  enum stf_status status = exchange_last(search, -1, &done);
  int32_t ways_n = is_thorough(search) ? (int32_t)roster->hires_n : 0;
  for (int32_t h = 0; h < ways_n && status == STF_OK && !done; h++) {
    status = h != own.hire ? exchange_last(search, h, &done) : STF_OK;
  }
  *helped = *helped || done;
  return status;
}

static enum stf_status move_hires(struct search *search, bool *helped) {
  enum stf_status status = STF_OK;
  for (size_t h = 0; h < search->roster->hires_n && status == STF_OK; h++) {
    bool again = true;
    while (again && status == STF_OK) {
      again = false;
      status = try_hire(search, h, &again);
      *helped = *helped || again;
    }
  }
  for (size_t a = search->roster->agents_n; a > 0 && status == STF_OK; a--) {
    status = a <= search->roster->agents_n ? try_exchange(search, a - 1, helped) : STF_OK;
  }
  return status;
}

/* Whether hiring is to be moved now: first when those who are hired to begin with have found
 * their places, so that nobody is let go too early, then ever so often. */
static bool is_time_to_hire(bool *has_settled, uint32_t idle_n) {
  bool now = idle_n > 0 && idle_n % (*has_settled ? HIRE_EVERY : SETTLED_AFTER) == 0;
  *has_settled = *has_settled || now;
  return now;
}

/* Rounds until so many in a row have not helped. What is tried does not depend on how many that
 * are: more of them go on where fewer end. */
static enum stf_status improve(struct search *search) {
  bool may_hire = search->roster->hires_n > 0;
  bool has_settled = false;
  bool helped = false;
  uint32_t idle_n = 0;
  enum stf_status status =
      may_hire && search->roster->agents_n <= 1 ? move_hires(search, &helped) : STF_OK;
  while (status == STF_OK && idle_n < search->options->rounds_n &&
         search->cost > search->options->enough && search->roster->agents_n > 1) {
    status = is_stopped(search) ? STF_ERR_INTERRUPTED : shake(search, &helped);
    idle_n = helped ? 0 : idle_n + 1;
    if (status == STF_OK && may_hire && is_time_to_hire(&has_settled, idle_n)) {
      helped = false;
      status = move_hires(search, &helped);
      idle_n = helped ? 0 : idle_n;
    }
  }
  return status;
}

enum stf_status stf_search_run(struct stf_team_roster *roster, struct stf_schedule_maker *maker,
                               const struct stf_search_options *options) {
  const struct stf_problem *problem = roster->problem;
  struct search search = {.roster = roster, .maker = maker, .options = options};
  search.sums =
      stf_mem_zeroed(roster->allocator, stf_schedule_sums(problem), sizeof *search.sums);
  search.choices =
      stf_mem_zeroed(roster->allocator, (size_t)problem->days_n + 1, sizeof *search.choices);
  search.fitting =
      stf_mem_zeroed(roster->allocator, (size_t)problem->days_n + 1, sizeof *search.fitting);
  bool has_room = search.sums != NULL && search.choices != NULL && search.fitting != NULL;
  enum stf_status status = has_room ? STF_OK : STF_ERR_MEMORY;
  status = status == STF_OK && problem->limits_changes ? settle_changes(&search) : status;
  status = status == STF_OK ? settle(&search) : status;
  status = status == STF_OK ? improve(&search) : status;
  stf_mem_release(roster->allocator, search.sums);
  stf_mem_release(roster->allocator, search.choices);
  stf_mem_release(roster->allocator, search.fitting);
  stf_mem_release(roster->allocator, search.kept);
  return status;
}
