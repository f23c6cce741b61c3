/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/expr.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

static const char *const NAMES[] = {"outcome", "q_time", "server", "date", "n.a", "Created at"};
static const char *const VALUES[] = {"AGENT", "12.0", "", "1999-02-01", "7", "x and y"};

static uint32_t column(void *context, const char *name, size_t n, size_t at) {
  (void)context;
  (void)at;
  for (uint32_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    if (strlen(NAMES[i]) == n && memcmp(NAMES[i], name, n) == 0) {
      return i;
    }
  }
  fail_msg("unknown column %.*s", (int)n, name);
  return UINT32_MAX;
}

static const struct stf_expr_columns COLUMNS = {.index = column};

static bool holds(const char *text) {
  struct stf_arena *arena = stf_arena_new(NULL);
  const struct stf_expr *expr = NULL;
  struct stf_expr_problem problem = {0};
  enum stf_status status = stf_expr_compile(text, &COLUMNS, arena, &expr, &problem);
  if (status != STF_OK) {
    print_error("%s: %zu: %s\n", text, problem.at, problem.message);
  }
  assert_int_equal(status, STF_OK);
  bool result = stf_expr_holds(expr, VALUES);
  stf_arena_free(arena);
  return result;
}

static void test_comparisons_of_texts_and_numbers(void **state) {
  (void)state;
  assert_true(holds("outcome == 'AGENT'"));
  assert_false(holds("outcome == \"agent\""));
  assert_true(holds("q_time == 12"));
  assert_false(holds("q_time == '12'"));
  assert_true(holds("q_time > 11.5 and q_time <= 12 and q_time >= 12 and q_time != 13"));
  assert_true(holds("date >= '1999-01-15' and date < '1999-02-02'"));
  assert_true(holds("'a' < 'b'"));
  assert_true(holds("q_time > n.a"));
  assert_true(holds("-1 < q_time"));
}

static void test_what_is_no_number_is_neither_more_nor_less(void **state) {
  (void)state;
  assert_false(holds("server > 0"));
  assert_false(holds("server <= 0"));
  assert_false(holds("server == 0"));
  assert_true(holds("server != 0"));
}

static void test_and_binds_stronger_than_or_and_not_than_and(void **state) {
  (void)state;
  assert_true(holds("1 == 1 or 1 == 1 and 1 == 2"));
  assert_false(holds("(1 == 1 or 1 == 1) and 1 == 2"));
  assert_true(holds("not 1 == 2 and not (1 == 2 or not not 1 == 2)"));
  assert_false(holds("not 1 == 1 or 1 == 2"));
}

static void test_in_empty_and_backquotes(void **state) {
  (void)state;
  assert_true(holds("outcome in ('HANG', 'AGENT')"));
  assert_true(holds("q_time in (3, 12) and outcome not in ('HANG')"));
  assert_false(holds("not outcome in ('HANG', 'AGENT')"));
  assert_true(holds("empty(server) and not empty(outcome)"));
  assert_true(holds("`Created at` == 'x and y' and not empty(`Created at`)"));
}

static void expect_wrong(const char *text, size_t at, const char *part) {
  struct stf_arena *arena = stf_arena_new(NULL);
  const struct stf_expr *expr = NULL;
  struct stf_expr_problem problem = {0};
  assert_int_equal(stf_expr_compile(text, &COLUMNS, arena, &expr, &problem), STF_ERR_INPUT);
  if (problem.at != at || strstr(problem.message, part) == NULL) {
    print_error("%s: %zu: %s\n", text, problem.at, problem.message);
  }
  assert_int_equal(problem.at, at);
  assert_non_null(strstr(problem.message, part));
  stf_arena_free(arena);
}

static void test_mistakes_are_told_with_their_place(void **state) {
  (void)state;
  expect_wrong("", 0, "ends where a value");
  expect_wrong("q_time >", 8, "ends where a value");
  expect_wrong("q_time = 3", 7, "written '=='");
  expect_wrong("q_time", 0, "alone is no condition");
  expect_wrong("(q_time > 3", 0, "without ')'");
  expect_wrong("q_time > 3)", 10, "without '('");
  expect_wrong("outcome == 'AGENT", 11, "not closed");
  expect_wrong("q_time > 3x", 9, "is no number");
  expect_wrong("q_time and 1 == 1", 7, "join conditions");
  expect_wrong("1 < 2 < 3", 6, "between columns");
  expect_wrong("not q_time", 0, "join conditions");
  expect_wrong("outcome in 'AGENT'", 11, "'(' expected");
  expect_wrong("outcome in (server)", 12, "texts or numbers");
  expect_wrong("empty('x')", 6, "takes a column");
  expect_wrong("1 == 1 1", 7, "expected");
  expect_wrong("1 == 1 and or", 11, "expected");
  expect_wrong("q_time ? 3", 7, "expected");
}

/* `first`, then `more` again and again, then `last`. */
static const char *repeated(const char *first, const char *more, size_t times, const char *last,
                            char out[8192]) {
  int n = snprintf(out, 8192, "%s", first);
  for (size_t i = 0; i < times; i++) {
    n += snprintf(out + n, 8192 - (size_t)n, "%s", more);
  }
  (void)snprintf(out + n, 8192 - (size_t)n, "%s", last);
  return out;
}

static void test_deep_and_long_conditions_are_refused(void **state) {
  (void)state;
  char text[8192];
  expect_wrong(repeated("", "(", 200, "1 == 1", text), STF_EXPR_DEPTH_MAX, "nested too deeply");
  expect_wrong(repeated("1 == 1", " and 1 == 1", 200, "", text), 1413, "too long");
  expect_wrong(repeated("1 in (1", ", 2", 100, ")", text), 195, "too many values");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_comparisons_of_texts_and_numbers),
      cmocka_unit_test(test_what_is_no_number_is_neither_more_nor_less),
      cmocka_unit_test(test_and_binds_stronger_than_or_and_not_than_and),
      cmocka_unit_test(test_in_empty_and_backquotes),
      cmocka_unit_test(test_mistakes_are_told_with_their_place),
      cmocka_unit_test(test_deep_and_long_conditions_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
