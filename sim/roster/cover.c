/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/cover.h"

#include "roster/legal.h"
#include "roster/search.h"
#include "roster/solver_cbc.h"
#include "roster/solver_glpk.h"

#include <math.h>
#include <stdio.h>

enum {
  WHOLE_MOST = 600, /* columns up to which all shifts are solved in whole numbers */
  MEMORY_MB = 4096,
  NAME_TEXT = 200
};

enum stf_status stf_cover_begin(const struct stf_problem *problem,
                                const struct stf_allocator *allocator, struct stf_cover *out,
                                struct stf_error *error) {
  *out = (struct stf_cover){.bound = (double)-INFINITY};
  enum stf_status status = stf_variants_make(problem, allocator, &out->variants);
  if (status == STF_ERR_INPUT) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "the rules allow more than %d shifts a day: give starts and breaks "
                           "fewer places",
                           STF_VARIANTS_MAX);
  }
  status = status == STF_OK
               ? stf_team_roster_init(problem, &out->variants, allocator, &out->roster)
               : status;
  return status == STF_OK ? stf_program_make(&out->roster, &out->program) : status;
}

void stf_cover_clear(struct stf_cover *cover) {
  const struct stf_allocator *allocator = cover->roster.allocator;
  for (size_t i = 0; i < cover->names_n; i++) {
    stf_mem_release(allocator, cover->names[i]);
  }
  stf_mem_release(allocator, cover->names);
  stf_program_clear(&cover->program);
  stf_team_roster_clear(&cover->roster);
  stf_variants_clear(&cover->variants, allocator);
  *cover = (struct stf_cover){0};
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

/* Hires as many as the program says, to the nearest whole number. */
static enum stf_status hire(struct stf_cover *cover, const struct stf_solver_answer *answer) {
  struct stf_team_roster *roster = &cover->roster;
  enum stf_status status = STF_OK;
  for (size_t h = 0; h < roster->hires_n && answer->has_values; h++) {
    uint32_t contract = roster->hires[h].contract;
    long wanted = lround(answer->values[cover->program.hires_first + h]);
    for (long i = 0; i < wanted && status == STF_OK &&
                     stf_team_roster_hired_n(roster, contract) <
                         roster->problem->contracts[contract].hire_most;
         i++) {
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

enum stf_status stf_cover_plan(struct stf_cover *cover, const struct stf_cover_options *options,
                               struct stf_error *error) {
  struct stf_solver_answer answer;
  enum stf_status status = stf_solver_init(&cover->program, &answer);
  status = status == STF_OK ? solve(cover, options, &answer, error) : status;
  if (status == STF_OK) {
    cover->is_stopped = answer.state == STF_SOLVER_STOPPED;
    cover->bound = answer.bound;
    status = hire(cover, &answer);
  }
  stf_solver_clear(&cover->program, &answer);
  status = status == STF_OK ? search(cover, options) : status;
  status = status == STF_OK ? name_hired(cover) : status;
  if (status == STF_OK) {
    cover->cost = stf_team_roster_price(&cover->roster);
    status = check(cover, error);
  }
  return status;
}
