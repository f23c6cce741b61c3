/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/cover.h"

#include "roster/legal.h"
#include "roster/search.h"
#include "roster/solver_cbc.h"
#include "roster/solver_glpk.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  WHOLE_MOST = 600, /* columns up to which all shifts are solved in whole numbers */
  MEMORY_MB = 4096,
  NAME_TEXT = 200,
  HOUR_S = 3600
};

/* The requirement's own copy, with a price for each step. */
static enum stf_status copy_need(struct stf_cover *out, const struct stf_problem *problem,
                                 const struct stf_allocator *allocator) {
  size_t n = problem->teams_n * stf_problem_steps(problem);
  out->need = stf_mem_zeroed(allocator, n + 1, sizeof *out->need);
  out->prices = stf_mem_zeroed(allocator, n + 1, sizeof *out->prices);
  if (out->need == NULL || out->prices == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(out->need, problem->need, n * sizeof *out->need);
  for (size_t i = 0; i < n; i++) {
    out->prices[i] =
        problem->short_prices != NULL ? problem->short_prices[i] : problem->short_price;
  }
  out->problem = *problem;
  out->problem.need = out->need;
  out->problem.short_prices = out->prices;
  return STF_OK;
}

/* Takes what is movable off. */
static void strip(struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  int32_t choices[STF_PROBLEM_DAYS_MAX];
  for (size_t a = 0; a < roster->agents_n; a++) {
    for (int32_t d = 0; d < problem->days_n; d++) {
      bool stays = roster->agents[a].agent.days[d].cell == STF_PROBLEM_FIXED;
      choices[d] = stays ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
    }
    stf_team_roster_put(roster, a, choices);
  }
}

/* The program of a roster in which nothing is planned. */
static enum stf_status make_program(struct stf_cover *cover) {
  struct stf_team_roster blank;
  stf_program_clear(&cover->program);
  enum stf_status status =
      stf_team_roster_init(&cover->problem, &cover->variants, cover->roster.allocator, &blank);
  if (status == STF_OK) {
    strip(&blank);
    status = stf_program_make(&blank, &cover->program);
  }
  stf_team_roster_clear(&blank);
  cover->is_changed = false;
  return status;
}

enum stf_status stf_cover_begin(const struct stf_problem *problem,
                                const struct stf_allocator *allocator, struct stf_cover *out,
                                struct stf_error *error) {
  *out = (struct stf_cover){.bound = (double)-INFINITY, .roster = {.allocator = allocator}};
  enum stf_status status = stf_variants_make(problem, allocator, &out->variants);
  if (status == STF_ERR_INPUT) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "the rules allow more than %d shifts a day: give starts and breaks "
                           "fewer places",
                           STF_VARIANTS_MAX);
  }
  status = status == STF_OK ? copy_need(out, problem, allocator) : status;
  status = status == STF_OK
               ? stf_team_roster_init(&out->problem, &out->variants, allocator, &out->roster)
               : status;
  status = status == STF_OK ? stf_ceiling_make(&out->roster, &out->ceiling) : status;
  return status == STF_OK ? make_program(out) : status;
}

static void clear_names(struct stf_cover *cover) {
  for (size_t i = 0; i < cover->names_n; i++) {
    stf_mem_release(cover->roster.allocator, cover->names[i]);
  }
  stf_mem_release(cover->roster.allocator, cover->names);
  cover->names = NULL;
  cover->names_n = 0;
}

void stf_cover_clear(struct stf_cover *cover) {
  const struct stf_allocator *allocator = cover->roster.allocator;
  clear_names(cover);
  stf_mem_release(allocator, cover->need);
  stf_mem_release(allocator, cover->prices);
  stf_program_clear(&cover->program);
  stf_ceiling_clear(&cover->ceiling);
  stf_team_roster_clear(&cover->roster);
  stf_variants_clear(&cover->variants, allocator);
  *cover = (struct stf_cover){0};
}

/* ---- another requirement ---- */

/* Indices of need that belong to the span; false: it is not in the plan. */
static bool place_span(const struct stf_problem *problem, const struct stf_cover_span *span,
                       size_t *from, size_t *to) {
  int64_t day = span->day - problem->first_day;
  if (span->team >= problem->teams_n || day < problem->open_from || day >= problem->open_to ||
      span->from_s < 0 || span->to_s > problem->day_steps * problem->step_s ||
      span->from_s >= span->to_s) {
    return false;
  }
  size_t midnight =
      span->team * stf_problem_steps(problem) + (size_t)day * (size_t)problem->day_steps;
  *from = midnight + (size_t)(span->from_s / problem->step_s);
  *to = midnight + (size_t)((span->to_s + problem->step_s - 1) / problem->step_s);
  return true;
}

bool stf_cover_want(struct stf_cover *cover, const struct stf_cover_span *span,
                    int32_t agents) {
  size_t from = 0;
  size_t to = 0;
  bool good = place_span(&cover->problem, span, &from, &to);
  for (size_t i = from; i < to; i++) {
    cover->is_changed = cover->is_changed || cover->need[i] != agents;
    cover->need[i] = agents;
  }
  return good;
}

bool stf_cover_price(struct stf_cover *cover, const struct stf_cover_span *span, double per_h) {
  size_t from = 0;
  size_t to = 0;
  bool good = place_span(&cover->problem, span, &from, &to);
  int64_t price = (int64_t)llround(per_h * STF_PROBLEM_MICRO * cover->problem.step_s / HOUR_S);
  for (size_t i = from; i < to; i++) {
    cover->is_changed = cover->is_changed || cover->prices[i] != price;
    cover->prices[i] = price;
  }
  return good;
}

void stf_cover_limit_hires(struct stf_cover *cover, double most) {
  struct stf_problem *problem = &cover->problem;
  bool limits = isfinite(most);
  int64_t micro = limits ? llround(most * STF_PROBLEM_MICRO) : 0;
  cover->is_changed =
      cover->is_changed || problem->limits_hires != limits || problem->hires_most != micro;
  problem->limits_hires = limits;
  problem->hires_most = micro;
}

double stf_cover_hires_cost(const struct stf_cover *cover) {
  return (double)stf_team_roster_hires_cost(&cover->roster) / STF_PROBLEM_MICRO;
}

static double hire_price(const struct stf_cover *cover, size_t hire) {
  const struct stf_team_roster_hire *way = &cover->roster.hires[hire];
  return (double)(way->pay + way->once) / STF_PROBLEM_MICRO;
}

double stf_cover_hire_least(const struct stf_cover *cover) {
  double least = HUGE_VAL;
  for (size_t h = 0; h < cover->roster.hires_n; h++) {
    least = fmin(least, hire_price(cover, h));
  }
  return least;
}

double stf_cover_hire_dearest(const struct stf_cover *cover) {
  double dearest = 0;
  for (size_t h = 0; h < cover->roster.hires_n; h++) {
    dearest = fmax(dearest, hire_price(cover, h));
  }
  return dearest;
}

int32_t stf_cover_there(const struct stf_cover *cover, const struct stf_cover_span *span) {
  size_t from = 0;
  size_t to = 0;
  int32_t least = -1;
  (void)place_span(&cover->problem, span, &from, &to);
  for (size_t i = from; i < to; i++) {
    int32_t there = cover->roster.cover[i];
    least = least < 0 || there < least ? there : least;
  }
  return least;
}

int32_t stf_cover_most(const struct stf_cover *cover, const struct stf_cover_span *span,
                       double hires_most) {
  size_t steps_n = stf_problem_steps(&cover->problem);
  size_t from = 0;
  size_t to = 0;
  int32_t most = -1;
  int64_t micro = isfinite(hires_most) ? llround(hires_most * STF_PROBLEM_MICRO) : INT64_MAX;
  (void)place_span(&cover->problem, span, &from, &to);
  for (size_t i = from; i < to; i++) {
    int32_t n = stf_ceiling_at(&cover->ceiling, span->team, i % steps_n, micro);
    most = n > most ? n : most;
  }
  return most;
}

/* ---- the program ---- */

static enum stf_status solve(struct stf_cover *cover, const struct stf_cover_options *options,
                             struct stf_solver_answer *answer, struct stf_error *error) {
  struct stf_solver_question question = {
      .kind = cover->program.columns_n <= WHOLE_MOST ? STF_SOLVER_WHOLE
              : cover->roster.hires_n > 0            ? STF_SOLVER_HIRES_WHOLE
                                                     : STF_SOLVER_RELAXED,
      .nodes_most = options->nodes_most,
      .memory_mb = MEMORY_MB,
      .stop = options->stop,
      .context = options->context};
  if (options->cbc == NULL) {
    return stf_solver_glpk_run(&cover->program, &question, answer, error);
  }
  question.kind = STF_SOLVER_RELAXED;
  question.limit_s = options->cbc_limit_s;
  enum stf_status status = stf_solver_glpk_run(&cover->program, &question, answer, error);
  if (status == STF_OK && answer->state == STF_SOLVER_OPTIMAL) {
    double relaxed = answer->bound;
    status = stf_solver_cbc_run(options->cbc, &cover->program, &question, answer, error);
    answer->bound = answer->bound > relaxed ? answer->bound : relaxed;
  }
  return status;
}

static long hired_that_way(const struct stf_team_roster *roster, size_t hire) {
  long n = 0;
  for (size_t a = 0; a < roster->agents_n; a++) {
    n += roster->agents[a].hire == (int32_t)hire;
  }
  return n;
}

/* Hired that way by the program, to the nearest whole number. */
static long hired_by_program(const struct stf_cover *cover,
                             const struct stf_solver_answer *answer, size_t hire) {
  return answer->has_values ? lround(answer->values[cover->program.hires_first + hire]) : 0;
}

/* Of the hired, who stand behind those who were there, the last of whom the program wants
 * fewer, or the last of all. */
static size_t first_to_go(const struct stf_cover *cover,
                          const struct stf_solver_answer *answer) {
  const struct stf_team_roster *roster = &cover->roster;
  for (size_t a = roster->agents_n; a > 0 && roster->agents[a - 1].hire >= 0; a--) {
    size_t hire = (size_t)roster->agents[a - 1].hire;
    if (hired_that_way(roster, hire) > hired_by_program(cover, answer, hire)) {
      return a - 1;
    }
  }
  return roster->agents_n - 1;
}

/* Where the hired cost more than they may, some go. */
static void let_go(struct stf_cover *cover, const struct stf_solver_answer *answer) {
  struct stf_team_roster *roster = &cover->roster;
  const struct stf_problem *problem = roster->problem;
  while (problem->limits_hires && stf_team_roster_hires_cost(roster) > problem->hires_most) {
    stf_team_roster_dismiss(roster, first_to_go(cover, answer));
  }
}

/* Hires as many as the program says; those who are there stay. */
static enum stf_status hire(struct stf_cover *cover, const struct stf_solver_answer *answer) {
  struct stf_team_roster *roster = &cover->roster;
  enum stf_status status = STF_OK;
  for (size_t h = 0; h < roster->hires_n; h++) {
    long wanted = hired_by_program(cover, answer, h);
    for (long i = hired_that_way(roster, h);
         i < wanted && status == STF_OK && stf_team_roster_may_hire(roster, h); i++) {
      status = stf_team_roster_hire(roster, h);
    }
  }
  return status;
}

/* ---- names of the hired ---- */

static bool is_taken(const struct stf_team_roster *roster, const char *name) {
  for (size_t a = 0; a < roster->agents_n; a++) {
    const char *other = roster->agents[a].agent.name;
    const char *x = name;
    while (other != NULL && *x != '\0' && *x == *other) {
      x++;
      other++;
    }
    if (other != NULL && *x == '\0' && *other == '\0') {
      return true;
    }
  }
  return false;
}

/* "temp 24 #3": the contract and a number, past names that the roster has already. */
static enum stf_status name_hired(struct stf_cover *cover) {
  struct stf_team_roster *roster = &cover->roster;
  for (size_t a = 0; a < roster->agents_n; a++) {
    struct stf_team_roster_agent *own = &roster->agents[a];
    own->agent.name = own->hire < 0 ? own->agent.name : NULL;
  }
  clear_names(cover);
  cover->names = stf_mem_zeroed(roster->allocator, roster->agents_n + 1, sizeof *cover->names);
  if (cover->names == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t a = 0; a < roster->agents_n; a++) {
    struct stf_team_roster_agent *own = &roster->agents[a];
    if (own->hire < 0) {
      continue;
    }
    char *name = stf_mem_zeroed(roster->allocator, NAME_TEXT, 1);
    if (name == NULL) {
      return STF_ERR_MEMORY;
    }
    cover->names[cover->names_n++] = name;
    int number = 0;
    do {
      (void)snprintf(name, NAME_TEXT, "%.150s #%d",
                     roster->problem->contracts[own->agent.contract].name, ++number);
    } while (is_taken(roster, name));
    own->agent.name = name;
  }
  return STF_OK;
}

/* ---- the roster ---- */

static enum stf_status check(const struct stf_cover *cover, struct stf_error *error) {
  const struct stf_team_roster *roster = &cover->roster;
  for (size_t a = 0; a < roster->agents_n; a++) {
    if (stf_legal_check(roster->problem, roster->variants, &roster->agents[a].agent,
                        roster->agents[a].choices,
                        (struct stf_legal_taker){.take = NULL}) > 0) {
      return stf_status_fail(error, STF_ERR_INTERNAL, 0,
                             "the roster planned for '%.60s' is against a rule",
                             roster->agents[a].agent.name);
    }
  }
  if (cover->problem.limits_changes &&
      stf_team_roster_changed_n(roster) > cover->problem.changes_most) {
    return stf_status_fail(
        error, STF_ERR_INTERNAL, 0, "the plan changes %d cells of at most %d",
        (int)stf_team_roster_changed_n(roster), (int)cover->problem.changes_most);
  }
  double cost = (double)stf_team_roster_sum(&cover->cost) / STF_PROBLEM_MICRO;
  if (cover->bound > cost + 1e-6 * (1 + fabs(cost))) {
    return stf_status_fail(error, STF_ERR_INTERNAL, 0,
                           "the plan costs %.2f, less than its bound %.2f", cost, cover->bound);
  }
  return STF_OK;
}

static enum stf_status search(struct stf_cover *cover,
                              const struct stf_cover_options *options) {
  struct stf_team_roster *roster = &cover->roster;
  struct stf_search_options wanted = {
      .rounds_n = options->rounds_n, .stop = options->stop, .context = options->context};
  if (isfinite(cover->bound)) {
    wanted.enough = (int64_t)ceil(cover->bound * STF_PROBLEM_MICRO);
  }
  struct stf_schedule_maker *maker =
      stf_schedule_new(roster->problem, roster->variants, roster->allocator);
  enum stf_status status =
      maker != NULL ? stf_search_run(roster, maker, &wanted) : STF_ERR_MEMORY;
  stf_schedule_free(maker);
  cover->is_stopped = cover->is_stopped || status == STF_ERR_INTERRUPTED;
  return status == STF_ERR_INTERRUPTED ? STF_OK : status;
}

/* What is known of a hard requirement. */
static enum stf_cover_state state_of(const struct stf_cover *cover,
                                     enum stf_solver_state solved) {
  return !cover->problem.is_hard || cover->cost.missing_steps == 0 ? STF_COVER_PLANNED
         : solved == STF_SOLVER_INFEASIBLE                         ? STF_COVER_IMPOSSIBLE
                                                                   : STF_COVER_SHORT;
}

enum stf_status stf_cover_plan(struct stf_cover *cover, const struct stf_cover_options *options,
                               struct stf_error *error) {
  struct stf_solver_answer answer = {.state = STF_SOLVER_LIMIT};
  enum stf_status status = cover->is_changed ? make_program(cover) : STF_OK;
  status = status == STF_OK ? stf_solver_init(&cover->program, &answer) : status;
  status = status == STF_OK ? solve(cover, options, &answer, error) : status;
  if (status == STF_OK) {
    cover->is_stopped = answer.state == STF_SOLVER_STOPPED;
    cover->bound = answer.bound;
    let_go(cover, &answer);
    status = hire(cover, &answer);
  }
  enum stf_solver_state solved = answer.state;
  stf_solver_clear(&cover->program, &answer);
  status = status == STF_OK ? search(cover, options) : status;
  status = status == STF_OK ? name_hired(cover) : status;
  if (status == STF_OK) {
    cover->cost = stf_team_roster_price(&cover->roster);
    cover->state = state_of(cover, solved);
    status = check(cover, error);
  }
  return status;
}
