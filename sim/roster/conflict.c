/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/conflict.h"

#include "roster/schedule.h"

#include <stdlib.h>
#include <string.h>

enum {
  WEEK_DAYS = 7
};

struct finder {
  struct stf_cover *cover;
  const struct stf_conflict_options *options;
  struct stf_conflict *out;
  struct stf_error *error;
  struct stf_persons persons;
  struct stf_problem_agent *people; /* those there, then as many as may be hired */
  size_t people_n;
  int32_t *ways; /* by person: her way of hiring, or -1 */
  bool *needs;
  bool *freed;
  uint32_t *waived;
  int32_t *choices;
  size_t columns_n; /* solved so far */
  size_t capacity;  /* of members */
  bool *in;         /* by member: it holds */
  int32_t *lacks;   /* by day: agents missing in the roster at hand */
  enum stf_status status;
};

static const struct stf_problem *problem_of(const struct finder *finder) {
  return &finder->cover->problem;
}

static size_t days_n(const struct finder *finder) {
  return (size_t)problem_of(finder)->days_n;
}

/* ---- people ---- */

/* Of the ways of hiring under a contract the one from which all others differ by fewer days:
 * the earliest and, of those, the longest; -1: none. */
static int32_t best_way(const struct stf_team_roster *roster, uint32_t contract) {
  int32_t best = -1;
  for (size_t h = 0; h < roster->hires_n; h++) {
    const struct stf_team_roster_hire *hire = &roster->hires[h];
    const struct stf_team_roster_hire *other = best >= 0 ? &roster->hires[best] : NULL;
    if (hire->contract == contract &&
        (other == NULL || hire->first < other->first ||
         (hire->first == other->first && hire->weeks > other->weeks))) {
      best = (int32_t)h;
    }
  }
  return best;
}

static size_t most_people(const struct stf_problem *problem) {
  size_t n = problem->agents_n;
  for (size_t c = 0; c < problem->contracts_n; c++) {
    n += (size_t)problem->contracts[c].hire_most;
  }
  return n;
}

static void add_hired(struct finder *finder, uint32_t contract, int32_t way) {
  const struct stf_problem *problem = problem_of(finder);
  const struct stf_team_roster *roster = &finder->cover->roster;
  for (int32_t i = 0; i < problem->contracts[contract].hire_most; i++) {
    struct stf_problem_day *days =
        stf_mem_zeroed(roster->allocator, days_n(finder), sizeof *days);
    if (days == NULL) {
      finder->status = STF_ERR_MEMORY;
      return;
    }
    stf_team_roster_days(problem, &roster->hires[way], days);
    finder->ways[finder->people_n] = way;
    finder->people[finder->people_n++] = (struct stf_problem_agent){
        .contract = contract, .team = problem->contracts[contract].hire_team, .days = days};
  }
}

static void find_people(struct finder *finder) {
  const struct stf_problem *problem = problem_of(finder);
  for (size_t a = 0; a < problem->agents_n; a++) {
    finder->ways[a] = -1;
    finder->people[a] = problem->agents[a];
  }
  finder->people_n = problem->agents_n;
  for (uint32_t c = 0; c < problem->contracts_n && finder->status == STF_OK; c++) {
    int32_t way = best_way(&finder->cover->roster, c);
    if (way >= 0) {
      add_hired(finder, c, way);
    }
  }
}

/* ---- asking ---- */

static void apply(struct finder *finder) {
  const struct stf_problem *problem = problem_of(finder);
  size_t steps_n = stf_problem_steps(problem);
  memset(finder->needs, 0, problem->teams_n * steps_n * sizeof *finder->needs);
  memset(finder->freed, 0, finder->people_n * days_n(finder) * sizeof *finder->freed);
  memset(finder->waived, 0, finder->people_n * days_n(finder) * sizeof *finder->waived);
  for (size_t i = 0; i < finder->out->n; i++) {
    const struct stf_conflict_member *member = &finder->out->members[i];
    size_t cell = (size_t)member->agent * days_n(finder) + (size_t)member->day;
    if (member->kind == STF_CONFLICT_NEED) {
      size_t at = member->team * steps_n + (size_t)member->day * (size_t)problem->day_steps +
                  (size_t)member->step;
      for (int32_t k = 0; k < finder->options->interval_steps && finder->in[i]; k++) {
        finder->needs[at + (size_t)k] = true;
      }
    } else if (member->kind == STF_CONFLICT_CELL) {
      finder->freed[cell] = !finder->in[i];
    } else if (!finder->in[i]) {
      finder->waived[cell] |= 1U << member->rule;
    }
  }
}

static enum stf_persons_answer ask(struct finder *finder) {
  enum stf_persons_answer answer = STF_PERSONS_UNKNOWN;
  if (finder->columns_n > finder->options->columns_budget) {
    finder->out->is_least = false;
    return answer;
  }
  apply(finder);
  if (finder->status == STF_OK) {
    finder->status = stf_persons_ask(&finder->persons, &answer, finder->choices,
                                     &finder->columns_n, finder->error);
  }
  return answer;
}

/* Drops the members of [from, to) if the rest is impossible without them. */
static void try_drop(struct finder *finder, size_t from, size_t to, bool *kept) {
  bool any = false;
  for (size_t i = from; i < to; i++) {
    kept[i] = finder->in[i];
    any = any || finder->in[i];
    finder->in[i] = false;
  }
  enum stf_persons_answer answer =
      any && finder->status == STF_OK ? ask(finder) : STF_PERSONS_IMPOSSIBLE;
  if (answer == STF_PERSONS_IMPOSSIBLE) {
    return;
  }
  finder->out->is_least =
      finder->out->is_least && (answer == STF_PERSONS_POSSIBLE || to - from > 1);
  for (size_t i = from; i < to; i++) {
    finder->in[i] = kept[i];
  }
}

/* In chunks of half the members, of a quarter and so on down to each alone. */
static void filter(struct finder *finder, size_t from, size_t to) {
  bool *kept =
      stf_mem_zeroed(finder->cover->roster.allocator, finder->out->n + 1, sizeof *kept);
  finder->status = kept == NULL && finder->status == STF_OK ? STF_ERR_MEMORY : finder->status;
  size_t size = 1;
  while (size * 2 < to - from) {
    size *= 2;
  }
  for (; size > 0 && finder->status == STF_OK; size /= 2) {
    for (size_t at = from; at < to && finder->status == STF_OK; at += size) {
      try_drop(finder, at, at + size < to ? at + size : to, kept);
    }
  }
  stf_mem_release(finder->cover->roster.allocator, kept);
}

/* ---- members ---- */

static void add_member(struct finder *finder, const struct stf_conflict_member *member) {
  struct stf_conflict *out = finder->out;
  size_t capacity = finder->capacity;
  struct stf_conflict_member *members =
      stf_mem_grown(out->allocator, out->members, &capacity, out->n + 1, sizeof *members);
  if (members == NULL) {
    finder->status = STF_ERR_MEMORY;
    return;
  }
  out->members = members;
  bool *in = stf_mem_resize(out->allocator, finder->in, capacity * sizeof *in);
  if (in == NULL) {
    finder->status = STF_ERR_MEMORY;
    return;
  }
  finder->capacity = capacity;
  finder->in = in;
  in[out->n] = true;
  members[out->n++] = *member;
}

/* Leaves only members that hold. */
static void prune(struct finder *finder) {
  size_t n = 0;
  for (size_t i = 0; i < finder->out->n; i++) {
    if (finder->in[i]) {
      finder->out->members[n] = finder->out->members[i];
      finder->in[n++] = true;
    }
  }
  finder->out->n = n;
}

static bool is_wanted(const struct finder *finder, uint32_t team, int32_t day, int32_t step) {
  const struct stf_problem *problem = problem_of(finder);
  size_t at = team * stf_problem_steps(problem) + (size_t)day * (size_t)problem->day_steps +
              (size_t)step;
  bool any = false;
  for (int32_t k = 0; k < finder->options->interval_steps; k++) {
    any = any || problem->need[at + (size_t)k] > 0;
  }
  return any;
}

static void count_lacks(struct finder *finder) {
  const struct stf_problem *problem = problem_of(finder);
  size_t steps_n = stf_problem_steps(problem);
  for (size_t i = 0; i < problem->teams_n * steps_n; i++) {
    int32_t lack = problem->need[i] - finder->cover->roster.cover[i];
    finder->lacks[i % steps_n / (size_t)problem->day_steps] += lack > 0 ? lack : 0;
  }
}

/* The day of the plan with the fewest missing that is not taken yet; -1: all are. */
static int32_t next_day(const struct finder *finder, const bool *taken) {
  const struct stf_problem *problem = problem_of(finder);
  int32_t best = -1;
  for (int32_t d = problem->open_from; d < problem->open_to; d++) {
    if (!taken[d] && (best < 0 || finder->lacks[d] < finder->lacks[best])) {
      best = d;
    }
  }
  return best;
}

static void add_needs_of(struct finder *finder, int32_t day, uint32_t team) {
  for (int32_t step = 0; step < problem_of(finder)->day_steps;
       step += finder->options->interval_steps) {
    if (is_wanted(finder, team, day, step)) {
      add_member(finder,
                 &(struct stf_conflict_member){
                     .kind = STF_CONFLICT_NEED, .team = team, .day = day, .step = step});
    }
  }
}

/* Days with the most missing come last, so that they are what remains. */
static void add_needs(struct finder *finder) {
  bool taken[STF_PROBLEM_DAYS_MAX] = {false};
  for (int32_t day = next_day(finder, taken); day >= 0; day = next_day(finder, taken)) {
    taken[day] = true;
    for (uint32_t team = 0; team < problem_of(finder)->teams_n; team++) {
      add_needs_of(finder, day, team);
    }
  }
}

/* A rule further off than this from what is wanted has no say in it. */
static int32_t reach_of(const struct finder *finder, enum stf_legal_rule rule) {
  return rule == STF_LEGAL_WEEKENDS ? WEEK_DAYS * problem_of(finder)->weekends.of : WEEK_DAYS;
}

/* Whether somebody of the team is wanted so many days about the day. */
static bool is_near(const struct finder *finder, size_t needs_n, uint32_t team, int32_t day,
                    int32_t reach) {
  bool near = false;
  for (size_t i = 0; i < needs_n; i++) {
    const struct stf_conflict_member *need = &finder->out->members[i];
    near = near || (need->team == team && need->day - day <= reach && day - need->day <= reach);
  }
  return near;
}

/* Whether breaches of the rule are told on the day (roster/legal.h). */
static bool is_told_on(const struct stf_problem *problem, enum stf_legal_rule rule,
                       int32_t day) {
  bool is_weekly = rule == STF_LEGAL_WEEK_TIME || rule == STF_LEGAL_WEEK_DAYS;
  return is_weekly                    ? stf_problem_week_first(problem, day) == day
         : rule == STF_LEGAL_WEEKENDS ? stf_problem_week_end(problem, day) == day + 1
                                      : true;
}

static void add_rules(struct finder *finder, size_t needs_n, enum stf_legal_rule rule) {
  const struct stf_problem *problem = problem_of(finder);
  int32_t reach = reach_of(finder, rule);
  for (size_t a = 0; a < problem->agents_n; a++) {
    for (int32_t d = 0; d < problem->days_n; d++) {
      if (is_told_on(problem, rule, d) &&
          is_near(finder, needs_n, problem->agents[a].team, d, reach)) {
        add_member(finder,
                   &(struct stf_conflict_member){
                       .kind = STF_CONFLICT_RULE, .agent = (int32_t)a, .day = d, .rule = rule});
      }
    }
  }
}

static void add_pairs(struct finder *finder) {
  const struct stf_problem *problem = problem_of(finder);
  for (size_t a = 0; a < problem->agents_n; a++) {
    for (size_t p = 0; p < problem->pairs_n; p++) {
      bool seen = false;
      for (size_t q = 0; q < p; q++) {
        seen = seen || problem->pairs[q].second == problem->pairs[p].second;
      }
      if (!seen && problem->pairs[p].first >= 0 && problem->pairs[p].second >= 0) {
        add_member(finder, &(struct stf_conflict_member){.kind = STF_CONFLICT_RULE,
                                                         .agent = (int32_t)a,
                                                         .day = problem->pairs[p].second,
                                                         .rule = STF_LEGAL_PAIR});
      }
    }
  }
}

static void add_cells(struct finder *finder, size_t needs_n) {
  const struct stf_problem *problem = problem_of(finder);
  int32_t reach = reach_of(finder, STF_LEGAL_WEEKENDS);
  reach = reach > WEEK_DAYS ? reach : WEEK_DAYS;
  for (size_t a = 0; a < problem->agents_n; a++) {
    for (int32_t d = 0; d < problem->days_n; d++) {
      const struct stf_problem_day *day = &problem->agents[a].days[d];
      bool is_given = day->cell == STF_PROBLEM_LEAVE || day->cell == STF_PROBLEM_FIXED ||
                      (day->cell == STF_PROBLEM_OUT && (day->code != NULL || day->is_frozen));
      if (is_given && is_near(finder, needs_n, problem->agents[a].team, d, reach)) {
        add_member(finder, &(struct stf_conflict_member){
                               .kind = STF_CONFLICT_CELL, .agent = (int32_t)a, .day = d});
      }
    }
  }
}

/* ---- the whole ---- */

/* The day with the rank-th most missing, from 0; -1: nobody is missing on so many days. */
static int32_t by_lack(const struct finder *finder, int32_t rank) {
  const struct stf_problem *problem = problem_of(finder);
  for (int32_t d = problem->open_from; d < problem->open_to; d++) {
    int32_t before = 0;
    for (int32_t other = problem->open_from; other < problem->open_to; other++) {
      before += finder->lacks[other] > finder->lacks[d] ||
                (finder->lacks[other] == finder->lacks[d] && other < d);
    }
    if (before == rank) {
      return finder->lacks[d] > 0 ? d : -1;
    }
  }
  return -1;
}

/* Whether what is wanted in [from, to) alone is impossible: then only that is left to hold. */
static bool try_days(struct finder *finder, int32_t from, int32_t to) {
  for (size_t i = 0; i < finder->out->n; i++) {
    int32_t day = finder->out->members[i].day;
    finder->in[i] = day >= from && day < to;
  }
  return finder->status == STF_OK && ask(finder) == STF_PERSONS_IMPOSSIBLE;
}

/* A day alone, a week alone, all of it: the first that is impossible stays. */
static enum stf_persons_answer narrow(struct finder *finder) {
  const struct stf_problem *problem = problem_of(finder);
  static const int32_t DAYS_TRIED = 5;
  for (int32_t rank = 0; rank < DAYS_TRIED; rank++) {
    int32_t day = by_lack(finder, rank);
    if (day >= 0 && try_days(finder, day, day + 1)) {
      return STF_PERSONS_IMPOSSIBLE;
    }
  }
  int32_t worst = by_lack(finder, 0);
  if (worst >= 0 && try_days(finder, stf_problem_week_first(problem, worst),
                             stf_problem_week_end(problem, worst))) {
    return STF_PERSONS_IMPOSSIBLE;
  }
  for (size_t i = 0; i < finder->out->n; i++) {
    finder->in[i] = true;
  }
  return finder->status == STF_OK ? ask(finder) : STF_PERSONS_UNKNOWN;
}

/* Makes the roster that was found the cover's. */
static enum stf_status put_roster(struct finder *finder) {
  struct stf_team_roster *roster = &finder->cover->roster;
  enum stf_status status = STF_OK;
  while (roster->agents_n > roster->problem->agents_n) {
    stf_team_roster_dismiss(roster, roster->agents_n - 1);
  }
  for (size_t a = 0; a < finder->people_n && status == STF_OK; a++) {
    if (finder->ways[a] >= 0) {
      status = stf_team_roster_hire(roster, (size_t)finder->ways[a]);
    }
    if (status == STF_OK) {
      stf_team_roster_put(roster, a, finder->choices + a * days_n(finder));
    }
  }
  return status;
}

/* What is wanted by team and time. */
static int by_time(const void *left, const void *right) {
  const struct stf_conflict_member *a = left;
  const struct stf_conflict_member *b = right;
  if (a->team != b->team) {
    return a->team < b->team ? -1 : 1;
  }
  if (a->day != b->day) {
    return a->day < b->day ? -1 : 1;
  }
  return (a->step > b->step) - (a->step < b->step);
}

static void explain(struct finder *finder) {
  filter(finder, 0, finder->out->n);
  prune(finder);
  size_t needs_n = finder->out->n;
  if (needs_n > 0) {
    qsort(finder->out->members, needs_n, sizeof *finder->out->members, by_time);
  }
  add_pairs(finder);
  add_rules(finder, needs_n, STF_LEGAL_DAY_OFF);
  add_rules(finder, needs_n, STF_LEGAL_DAILY_REST);
  add_rules(finder, needs_n, STF_LEGAL_DAYS_IN_ROW);
  if (problem_of(finder)->nights.counts > 0) {
    add_rules(finder, needs_n, STF_LEGAL_NIGHT_REST);
    add_rules(finder, needs_n, STF_LEGAL_NIGHTS_IN_ROW);
  }
  if (problem_of(finder)->weekends.of > 0) {
    add_rules(finder, needs_n, STF_LEGAL_WEEKENDS);
  }
  add_rules(finder, needs_n, STF_LEGAL_WEEK_DAYS);
  add_rules(finder, needs_n, STF_LEGAL_WEEK_TIME);
  size_t rules_to = finder->out->n;
  add_cells(finder, needs_n);
  filter(finder, needs_n, rules_to);
  filter(finder, rules_to, finder->out->n);
  prune(finder);
}

static void search(struct finder *finder) {
  count_lacks(finder);
  add_needs(finder);
  bool any = finder->status == STF_OK && finder->in != NULL; /* somebody is wanted */
  finder->out->answer = any ? narrow(finder) : STF_PERSONS_UNKNOWN;
  finder->out->is_least = true;
  if (finder->out->answer == STF_PERSONS_POSSIBLE && problem_of(finder)->limits_changes) {
    finder->out->answer = STF_PERSONS_UNKNOWN; /* changes were not counted */
  }
  if (finder->status == STF_OK && finder->out->answer == STF_PERSONS_POSSIBLE) {
    finder->status = put_roster(finder);
  }
  if (finder->status == STF_OK && finder->out->answer == STF_PERSONS_IMPOSSIBLE) {
    explain(finder);
  } else {
    finder->out->n = 0;
  }
}

static bool make_room(struct finder *finder) {
  const struct stf_problem *problem = problem_of(finder);
  const struct stf_allocator *allocator = finder->out->allocator;
  size_t people = most_people(problem) + 1;
  size_t cells = problem->teams_n * stf_problem_steps(problem) + 1;
  finder->people = stf_mem_zeroed(allocator, people, sizeof *finder->people);
  finder->ways = stf_mem_zeroed(allocator, people, sizeof *finder->ways);
  finder->needs = stf_mem_zeroed(allocator, cells, sizeof *finder->needs);
  finder->freed = stf_mem_zeroed(allocator, people * days_n(finder), sizeof *finder->freed);
  finder->waived = stf_mem_zeroed(allocator, people * days_n(finder), sizeof *finder->waived);
  finder->choices = stf_mem_zeroed(allocator, people * days_n(finder), sizeof *finder->choices);
  finder->lacks = stf_mem_zeroed(allocator, days_n(finder), sizeof *finder->lacks);
  return finder->people != NULL && finder->ways != NULL && finder->needs != NULL &&
         finder->freed != NULL && finder->waived != NULL && finder->choices != NULL &&
         finder->lacks != NULL;
}

static void clear_room(struct finder *finder) {
  const struct stf_allocator *allocator = finder->out->allocator;
  for (size_t a = problem_of(finder)->agents_n; a < finder->people_n; a++) {
    stf_mem_release(allocator, finder->people[a].days);
  }
  void *const owned[] = {finder->people, finder->ways,    finder->needs, finder->freed,
                         finder->waived, finder->choices, finder->lacks, finder->in};
  for (size_t i = 0; i < STF_COUNT_OF(owned); i++) {
    stf_mem_release(allocator, owned[i]);
  }
}

enum stf_status stf_conflict_find(struct stf_cover *cover,
                                  const struct stf_conflict_options *options,
                                  struct stf_conflict *out, struct stf_error *error) {
  *out = (struct stf_conflict){.allocator = cover->roster.allocator};
  struct finder finder = {
      .cover = cover, .options = options, .out = out, .error = error, .status = STF_OK};
  if (!make_room(&finder)) {
    finder.status = STF_ERR_MEMORY;
  }
  if (finder.status == STF_OK) {
    find_people(&finder);
    finder.persons = (struct stf_persons){.problem = &cover->problem,
                                          .variants = &cover->variants,
                                          .people = finder.people,
                                          .people_n = finder.people_n,
                                          .needs = finder.needs,
                                          .freed = finder.freed,
                                          .waived = finder.waived,
                                          .nodes_most = options->nodes_most,
                                          .columns_most = options->columns_most,
                                          .stop = options->stop,
                                          .context = options->context};
  }
  if (finder.status == STF_OK) {
    search(&finder);
  }
  clear_room(&finder);
  return finder.status;
}

void stf_conflict_clear(struct stf_conflict *conflict) {
  stf_mem_release(conflict->allocator, conflict->members);
  *conflict = (struct stf_conflict){0};
}
