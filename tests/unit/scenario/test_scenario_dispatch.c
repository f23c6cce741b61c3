/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `next`, `overflow`, `reserved`, `weight`, `aging` and `escalate` compile to, and their
 * mistakes. */
#include "base/quantity.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

#define MIN_US (INT64_C(60) * STF_US_PER_S)

#define HEAD                                                                                   \
  "format: 1\ntimezone: UTC\nperiod: {from: 2026-12-21, to: 2026-12-21}\n"                     \
  "calendars: {office: {week: {mon-fri: \"09:00-17:00\"}}}\n"                                  \
  "sla:\n  - name: fast\n    answer: assignment\n"                                             \
  "    first_response: {p90: 5 min, calendar: office}\n"

static const char TEXT[] =
    HEAD "classes:\n"
         "  - {name: vip, arrivals: 1/min, service: 1 min, weight: 4, sla: fast}\n"
         "  - {name: orders, arrivals: 1/min, service: 1 min, priority: 2, aging: 10 min}\n"
         "  - {name: plain, arrivals: 1/min, service: 1 min}\n"
         "teams:\n"
         "  - {name: a, agents: 3, classes: [vip, plain], next: earliest_deadline,\n"
         "     overflow: [{class: orders, after: 5 min, above: 20}],\n"
         "     reserved: [{class: vip, agents: 2}]}\n"
         "  - {name: b, agents: 3, next: longest_weighted_wait, routing: best_proficiency,\n"
         "     sticky: {within: 24 h}}\n"
         "  - {name: c, agents: 3}\n";

static void test_dispatch_when_given_expect_rules(void **state) {
  (void)state;
  struct stf_desk_folder folder;
  stf_desk_folder_make(&folder);
  struct stf_scenario *scenario = stf_desk_folder_read(&folder, TEXT, 0);
  const struct stf_desk *desk = &scenario->desk;
  const struct stf_dispatch_class *vip = desk->classes[0].dispatch;
  assert_non_null(vip);
  assert_near(vip->weight, 4, 0);
  assert_true(vip->aging_us == INT64_MAX);
  assert_true(vip->response.within_us == 5 * MIN_US && vip->response.hours != NULL);
  assert_true(desk->classes[1].dispatch->aging_us == 10 * MIN_US);
  assert_null(desk->classes[2].dispatch);
  const struct stf_dispatch_team *a = desk->teams[0].dispatch;
  assert_int_equal(a->next, STF_DISPATCH_EARLIEST_DEADLINE);
  assert_int_equal(a->overflow_n, 1);
  assert_int_equal(a->overflow[0].class_index, 1);
  assert_int_equal(a->overflow[0].above_n, 20);
  assert_true(a->overflow[0].after_us == 5 * MIN_US);
  assert_int_equal(a->reserved_n, 1);
  assert_int_equal(a->reserved[0].places_n, 2);
  assert_true(a->sticky_within_us == 0);
  assert_int_equal(desk->teams[1].dispatch->next, STF_DISPATCH_LONGEST_WEIGHTED_WAIT);
  assert_true(desk->teams[1].dispatch->sticky_within_us == 24 * 60 * MIN_US);
  assert_int_equal(desk->teams[1].routing, STF_ROUTING_BEST_PROFICIENCY);
  assert_null(desk->teams[2].dispatch);
  stf_scenario_free(scenario);
  stf_desk_folder_starve(&folder, TEXT);
  stf_desk_folder_remove(&folder);
}

/* First words of the diagnostics of a scenario that is refused. */
static void assert_refused(const char *text, const char *words) {
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_scenario *scenario = NULL;
  struct stf_error error = {0};
  const struct stf_scenario_text source = {"desk.yaml", text, strlen(text)};
  assert_int_equal(stf_scenario_parse(&source, NULL, &diags, &scenario, &error), STF_ERR_INPUT);
  assert_true(diags.items_n > 0);
  if (strstr(diags.items[0].message, words) == NULL) {
    fail_msg("'%s' expected: %s", words, diags.items[0].message);
  }
  stf_diag_clear(&diags);
}

static void test_dispatch_when_wrong_expect_words(void **state) {
  (void)state;
  static const struct {
    const char *classes; /* end of the only class */
    const char *team;    /* end of the first team, which serves it */
    const char *words;
  } CASES[] = {
      {", weight: 2", "", "no team goes by weights"},
      {", weight: 0", ", next: longest_weighted_wait", "weight"},
      {"", ", next: earliest_deadline", "no answer is ever due"},
      {"", ", next: fifo", "fifo"},
      {"", ", overflow: [{class: a, after: 1 min}]", "the team serves 'a' already"},
      {"", ", overflow: [{class: b}]", "when does the team help out?"},
      {"", ", overflow: [{class: b, above: 1}, {class: b, above: 2}]", "a second item"},
      {"", ", overflow: [{class: x, above: 1}]", "unknown class 'x'"},
      {"", ", reserved: [{class: b, agents: 1}]", "does not serve 'b'"},
      {"", ", reserved: [{class: a, agents: 0}]", "agents"},
      {"", ", sticky: {}", "within"},
      {"", ", sticky: {within: 0 s}", "within"},
      {"", ", routing: best_profeciency", "best_proficiency"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    char text[2048];
    (void)snprintf(text, sizeof text,
                   HEAD "classes:\n  - {name: a, arrivals: 1/h, service: 1 min%s}\n"
                        "  - {name: b, arrivals: 1/h, service: 1 min}\n"
                        "teams:\n  - {name: t, agents: 1, classes: [a]%s}\n"
                        "  - {name: u, agents: 1, classes: [b]}\n",
                   CASES[i].classes, CASES[i].team);
    assert_refused(text, CASES[i].words);
  }
}

static const char ESCALATING[] =
    HEAD "    resolution: {p90: 1 h}\n"
         "    next_response: {p90: 20 min}\n"
         "    escalate:\n"
         "      - {clock: first_response, at: 80 %, do: bump}\n"
         "      - {clock: next_response, at: 50 %, do: alert}\n"
         "      - {clock: resolution, after: 20 min, do: transfer, to: b, notice: true, work: "
         "afresh}\n"
         "classes:\n"
         "  - {name: vip, arrivals: 1/min, service: 1 min, sla: fast}\n"
         "  - {name: plain, arrivals: 1/min, service: 1 min}\n"
         "teams:\n"
         "  - {name: a, agents: 3}\n"
         "  - {name: b, agents: 3}\n";

static void test_escalate_when_given_expect_rules_of_the_policys_classes(void **state) {
  (void)state;
  struct stf_desk_folder folder;
  stf_desk_folder_make(&folder);
  struct stf_scenario *scenario = stf_desk_folder_read(&folder, ESCALATING, 0);
  const struct stf_desk *desk = &scenario->desk;
  const struct stf_escalation *vip = desk->classes[0].escalation;
  assert_non_null(vip);
  assert_null(desk->classes[1].escalation);
  assert_int_equal(vip->rules_n, 3);
  assert_false(vip->by_message);
  assert_int_equal(vip->rules[0].deed, STF_ESCALATION_BUMP);
  assert_true(vip->rules[0].after_us == 4 * MIN_US && vip->rules[0].hours != NULL);
  assert_true(vip->rules[1].after_us == 10 * MIN_US && vip->rules[1].hours == NULL);
  assert_int_equal(vip->rules[2].clock, STF_ESCALATION_RESOLUTION);
  assert_true(vip->rules[2].after_us == 20 * MIN_US && vip->rules[2].notice);
  assert_true(vip->rules[2].afresh && vip->rules[2].team == 1);
  assert_int_equal(vip->rules[2].team_name, desk->teams[1].name);
  stf_scenario_free(scenario);
  stf_desk_folder_starve(&folder, ESCALATING);
  stf_desk_folder_remove(&folder);
}

static void test_escalate_when_wrong_expect_words(void **state) {
  (void)state;
  static const struct {
    const char *rule;
    const char *words;
  } CASES[] = {
      {"{clock: first_response, do: alert}", "when? give 'at: 80 %'"},
      {"{clock: first_response, at: 80 %, after: 1 min, do: alert}", "when?"},
      {"{clock: resolution, at: 80 %, do: alert}", "promises no resolution"},
      {"{clock: first_response, at: 80 %, do: transfer}", "to which team?"},
      {"{clock: first_response, at: 80 %, do: transfer, to: x}", "unknown team 'x'"},
      {"{clock: first_response, at: 80 %, do: alert, to: t}", "only 'do: transfer'"},
      {"{clock: resolution, after: 5 min, do: bump}", "raises who waits"},
      {"{clock: next_response, after: 5 min, do: transfer, to: t}", "has an agent already"},
      {"{clock: first_response, at: 80 %, do: bump, work: afresh}", "'work' is of a transfer"},
      {"{clock: first_response, at: 80 %, do: shout}", "shout"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    char text[2048];
    (void)snprintf(text, sizeof text,
                   HEAD "    escalate: [%s]\n"
                        "classes:\n  - {name: a, arrivals: 1/h, service: 1 min, sla: fast}\n"
                        "teams:\n  - {name: t, agents: 1}\n",
                   CASES[i].rule);
    assert_refused(text, CASES[i].words);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dispatch_when_given_expect_rules),
      cmocka_unit_test(test_dispatch_when_wrong_expect_words),
      cmocka_unit_test(test_escalate_when_given_expect_rules_of_the_policys_classes),
      cmocka_unit_test(test_escalate_when_wrong_expect_words)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
