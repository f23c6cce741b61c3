/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `patience_until`, `silent` and `balk` compile to, and their mistakes. */
#include "support/desk_folder.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

#define HEAD                                                                                   \
  "format: 1\ntimezone: UTC\nperiod: {from: 2026-12-21, to: 2026-12-21}\n"                     \
  "teams: [{name: a, agents: 3}]\nclasses:\n  - {name: a, arrivals: 1/min, "
#define TURNS    "turns: {number: {geometric: {mean: 2}}, work: 1 min, think: 1 min}"
#define PATIENCE ", patience: {exponential: {mean: 2 min}}"

static void test_leaving_when_given_expect_rules(void **state) {
  (void)state;
  static const char TEXT[] =
      HEAD "service: 1 min, first_message: 20 s, patience_until: first_reply" PATIENCE ",\n"
           "     silent: {share: 40 %, ghost: 2 min}, balk: [{share: 5 %}, {queue: 10, share: "
           "30 %}]}\n"
           "  - {name: b, arrivals: 1/min, service: 1 min, patience_until: assignment" PATIENCE
           "}\n";
  struct stf_desk_folder folder;
  stf_desk_folder_make(&folder);
  struct stf_scenario *scenario = stf_desk_folder_read(&folder, TEXT, 0);
  const struct stf_leaving *leaving = scenario->desk.classes[0].leaving;
  assert_non_null(leaving);
  assert_true(leaving->until_reply);
  assert_near(leaving->silent_share, 0.4, 1e-12);
  assert_near(stf_law_mean_s(&leaving->ghost), 120, 1e-9);
  assert_int_equal(leaving->steps_n, 2);
  assert_int_equal(leaving->steps[1].queue, 10);
  assert_near(leaving->steps[0].share, 0.05, 1e-12);
  assert_null(scenario->desk.classes[1].leaving);
  stf_scenario_free(scenario);
  stf_desk_folder_starve(&folder, TEXT);
  stf_desk_folder_remove(&folder);
}

/* In turns the first reply is the end of the first turn, and nobody's work is a ghost's. */
static void test_leaving_in_turns_expect_no_ghost(void **state) {
  (void)state;
  static const char TEXT[] =
      HEAD TURNS PATIENCE ", patience_until: first_reply, silent: {share: 40 %}}\n";
  struct stf_desk_folder folder;
  stf_desk_folder_make(&folder);
  struct stf_scenario *scenario = stf_desk_folder_read(&folder, TEXT, 0);
  const struct stf_leaving *leaving = scenario->desk.classes[0].leaving;
  assert_non_null(leaving);
  assert_true(leaving->until_reply);
  assert_near(leaving->silent_share, 0.4, 1e-12);
  assert_int_equal(leaving->ghost.kind, STF_LAW_NEVER);
  stf_scenario_free(scenario);
  stf_desk_folder_remove(&folder);
}

static void test_leaving_when_wrong_expect_words(void **state) {
  (void)state;
  static const struct {
    const char *class; /* the rest of it */
    const char *words;
  } CASES[] = {
      {TURNS PATIENCE ", silent: {share: 40 %, ghost: 1 min}", "leave 'ghost' out"},
      {"service: 1 min" PATIENCE ", silent: {share: 40 %}", "'ghost' is missing"},
      {"service: 1 min" PATIENCE ", silent: {ghost: 1 min}", "share"},
      {"service: 1 min" PATIENCE ", silent: {share: 40 %, ghost: never}", "must end"},
      {"service: 1 min, silent: {share: 40 %, ghost: 1 min}", "needs a patience that ends"},
      {"service: 1 min" PATIENCE ", patience_until: first_reply", "needs to know when that is"},
      {"service: 1 min, first_message: 5 s, patience_until: first_reply" PATIENCE
       "}\n  - {name: b, arrivals: 1/min, " TURNS,
       "works in turns, and the class has none"},
      {"service: 1 min, balk: []", "'balk' is empty"},
      {"service: 1 min, balk: [{queue: 3, share: 1 %}, {queue: 2, share: 2 %}]", "must rise"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    char text[1024];
    (void)snprintf(text, sizeof text, HEAD "%s}\n", CASES[i].class);
    struct stf_diags diags;
    stf_diag_init(&diags, NULL);
    struct stf_scenario *scenario = NULL;
    struct stf_error error = {0};
    const struct stf_scenario_text source = {"desk.yaml", text, strlen(text)};
    assert_int_equal(stf_scenario_parse(&source, NULL, &diags, &scenario, &error),
                     STF_ERR_INPUT);
    assert_true(diags.items_n > 0);
    if (strstr(diags.items[0].message, CASES[i].words) == NULL) {
      fail_msg("'%s' expected: %s", CASES[i].words, diags.items[0].message);
    }
    stf_diag_clear(&diags);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_leaving_when_given_expect_rules),
                                     cmocka_unit_test(test_leaving_in_turns_expect_no_ghost),
                                     cmocka_unit_test(test_leaving_when_wrong_expect_words)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
