/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The solvers of the integer program: GLPK against the bound of its own prices, cbc (where it
 * is installed) against GLPK, and what is read of cbc's solutions. */
#include "roster/program_bound.h"
#include "roster/solver_cbc.h"
#include "roster/solver_glpk.h"
#include "support/near.h"
#include "support/random_roster.h"

#include <math.h>
#include <string.h>

enum {
  PROBLEMS = 12
};

struct posed {
  struct stf_arena *arena;
  struct stf_problem problem;
  struct stf_variants variants;
  struct stf_team_roster roster;
  struct stf_program program;
};

static void pose(uint32_t number, struct posed *out) {
  struct stf_random_roster_size size = {
      .days_n = 4, .agents_n = 3, .starts_n = 2, .day_steps = 24, .hires = true};
  out->arena = stf_arena_new(NULL);
  assert_non_null(out->arena);
  out->problem = stf_random_roster_make(number, &size, out->arena);
  assert_int_equal(stf_variants_make(&out->problem, NULL, &out->variants), STF_OK);
  assert_int_equal(stf_team_roster_init(&out->problem, &out->variants, NULL, &out->roster),
                   STF_OK);
  assert_int_equal(stf_program_make(&out->roster, &out->program), STF_OK);
}

static void end(struct posed *posed) {
  stf_program_clear(&posed->program);
  stf_team_roster_clear(&posed->roster);
  stf_variants_clear(&posed->variants, NULL);
  stf_arena_free(posed->arena);
}

/* Cost of the values, which must keep every row and bound. */
static double cost_of(const struct stf_program *program, const double *values) {
  double *sums = stf_mem_zeroed(NULL, program->rows_n + 1, sizeof *sums);
  double cost = program->constant;
  assert_non_null(sums);
  for (size_t i = 0; i < program->entries_n; i++) {
    sums[program->entries[i].row] +=
        program->entries[i].value * values[program->entries[i].column];
  }
  for (size_t c = 0; c < program->columns_n; c++) {
    assert_true(values[c] >= -1e-6 && values[c] <= program->columns[c].upper + 1e-6);
    cost += program->columns[c].cost * values[c];
  }
  for (size_t r = 0; r < program->rows_n; r++) {
    assert_true(sums[r] <= program->rows[r].right + 1e-6);
    assert_true(!program->rows[r].is_equal || sums[r] >= program->rows[r].right - 1e-6);
  }
  stf_mem_release(NULL, sums);
  return cost;
}

/* Cost of the optimum of that kind, and its bound. */
static double solve(const struct stf_program *program, enum stf_solver_kind kind,
                    double *bound) {
  struct stf_solver_question question = {.kind = kind, .nodes_most = 100000};
  struct stf_solver_answer answer;
  struct stf_error error = {0};
  assert_int_equal(stf_solver_init(program, &answer), STF_OK);
  assert_int_equal(stf_solver_glpk_run(program, &question, &answer, &error), STF_OK);
  assert_int_equal(answer.state, STF_SOLVER_OPTIMAL);
  double cost = cost_of(program, answer.values);
  *bound = answer.bound;
  stf_solver_clear(program, &answer);
  return cost;
}

static void test_relaxation_of_random_programs_meets_the_bound_of_its_prices(void **state) {
  (void)state;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct posed posed;
    double bound = 0;
    double whole_bound = 0;
    pose(number, &posed);
    double relaxed = solve(&posed.program, STF_SOLVER_RELAXED, &bound);
    assert_near(bound, relaxed, 1e-6 * (1 + fabs(relaxed)));
    double whole = solve(&posed.program, STF_SOLVER_WHOLE, &whole_bound);
    assert_true(whole >= relaxed - 1e-6 * (1 + fabs(relaxed)));
    assert_near(whole_bound, whole, 1e-5 * (1 + fabs(whole)));
    end(&posed);
  }
}

static void test_any_prices_give_a_bound(void **state) {
  (void)state;
  struct posed posed;
  double bound = 0;
  pose(3, &posed);
  double whole = solve(&posed.program, STF_SOLVER_WHOLE, &bound);
  double *prices = stf_mem_zeroed(NULL, posed.program.rows_n + 1, sizeof *prices);
  assert_non_null(prices);
  for (uint32_t turn = 0; turn < 50; turn++) {
    for (size_t r = 0; r < posed.program.rows_n; r++) {
      prices[r] = (double)((r * 7919 + turn * 104729) % 41) - 20;
    }
    assert_true(stf_program_bound_by(&posed.program, prices) <= whole + 1e-6);
  }
  stf_mem_release(NULL, prices);
  end(&posed);
}

/* Reads a solution of the program; returns whether it could be read. */
static bool read_solution(const struct posed *posed, const char *text,
                          struct stf_solver_answer *answer) {
  FILE *file = tmpfile();
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fseek(file, 0, SEEK_SET), 0);
  bool good = stf_solver_cbc_read(file, &posed->program, answer);
  (void)fclose(file);
  return good;
}

static void test_solution_of_cbc_is_read_by_name(void **state) {
  (void)state;
  struct posed posed = {0};
  struct stf_solver_answer answer;
  char text[256];
  char name[STF_PROGRAM_NAME] = "";
  pose(1, &posed);
  assert_true(posed.program.columns_n > 2);
  if (posed.program.columns != NULL) {
    (void)snprintf(name, sizeof name, "%s", posed.program.columns[2].name);
  }
  assert_int_equal(stf_solver_init(&posed.program, &answer), STF_OK);
  (void)snprintf(text, sizeof text, "Optimal - objective value 12\n** 2 %s 1.5 0\n", name);
  assert_true(read_solution(&posed, text, &answer));
  assert_int_equal(answer.state, STF_SOLVER_OPTIMAL);
  assert_near(answer.values[2], 1.5, 0);
  assert_near(answer.values[0], 0, 0);
  (void)snprintf(text, sizeof text, "Stopped on time - objective value 12\n 2 %s 1 0\n", name);
  assert_true(read_solution(&posed, text, &answer));
  assert_int_equal(answer.state, STF_SOLVER_LIMIT);
  assert_true(read_solution(&posed, "Infeasible - objective value 0\n", &answer));
  assert_int_equal(answer.state, STF_SOLVER_INFEASIBLE);
  assert_false(answer.has_values);
  assert_false(read_solution(&posed, "", &answer));
  assert_false(read_solution(&posed, "Optimal - objective value 1\n 0 nobody 1 0\n", &answer));
  assert_false(read_solution(&posed, "Optimal - objective value 1\n 0 short_0_0_9\n", &answer));
  stf_solver_clear(&posed.program, &answer);
  end(&posed);
}

static void test_cbc_that_is_not_there_is_told(void **state) {
  (void)state;
  struct posed posed;
  struct stf_solver_answer answer;
  struct stf_solver_question question = {.limit_s = 10};
  struct stf_error error = {0};
  pose(1, &posed);
  assert_int_equal(stf_solver_init(&posed.program, &answer), STF_OK);
  assert_int_equal(
      stf_solver_cbc_run("no-such-solver", &posed.program, &question, &answer, &error),
      STF_ERR_TOOL);
  assert_non_null(strstr(error.message, "'no-such-solver' is not there"));
  stf_solver_clear(&posed.program, &answer);
  end(&posed);
}

static void test_cbc_finds_what_glpk_finds(void **state) {
  (void)state;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct posed posed;
    struct stf_solver_answer answer;
    struct stf_solver_question question = {.limit_s = 60};
    struct stf_error error = {0};
    double bound = 0;
    pose(number, &posed);
    assert_int_equal(stf_solver_init(&posed.program, &answer), STF_OK);
    enum stf_status status =
        stf_solver_cbc_run("cbc", &posed.program, &question, &answer, &error);
    if (status == STF_ERR_TOOL && strstr(error.message, "is not there") != NULL) {
      print_message("%s\n", error.message);
      stf_solver_clear(&posed.program, &answer);
      end(&posed);
      skip();
    }
    assert_int_equal(status, STF_OK);
    assert_int_equal(answer.state, STF_SOLVER_OPTIMAL);
    double whole = solve(&posed.program, STF_SOLVER_WHOLE, &bound);
    assert_near(cost_of(&posed.program, answer.values), whole, 1e-5 * (1 + fabs(whole)));
    stf_solver_clear(&posed.program, &answer);
    end(&posed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_relaxation_of_random_programs_meets_the_bound_of_its_prices),
      cmocka_unit_test(test_any_prices_give_a_bound),
      cmocka_unit_test(test_solution_of_cbc_is_read_by_name),
      cmocka_unit_test(test_cbc_that_is_not_there_is_told),
      cmocka_unit_test(test_cbc_finds_what_glpk_finds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
