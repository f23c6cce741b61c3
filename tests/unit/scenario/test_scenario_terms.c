/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What calendars, bots, promises and costs of a scenario compile to. */
#include "base/quantity.h"
#include "scenario/scenario.h"
#include "support/near.h"
#include "support/ration.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOUR_US (INT64_C(3600) * STF_US_PER_S)
#define MIN_US  (INT64_C(60) * STF_US_PER_S)

static const char TEXT[] =
    "format: 1\n"
    "timezone: Europe/Rome\n"
    "period: {from: 2026-12-21, to: 2026-12-27}\n"
    "calendars:\n"
    "  office:\n"
    "    week: {mon-fri: \"14:00-18:00, 09:00-13:00\", sat: \"09:00-13:00\"}\n"
    "    holidays: [it.ics, more.csv]\n"
    "    holiday_hours: \"10:00-11:00\"\n"
    "    dates:\n"
    "      - {date: 2026-12-26, hours: \"08:00-08:30\"}\n"
    "      - {date: 2026-12-24, hours: closed}\n"
    "  nights: {timezone: Africa/Tunis, week: {sat-sun: \"22:00-06:00\", mon: closed}}\n"
    "classes:\n"
    "  - name: orders\n"
    "    arrivals: 1/min\n"
    "    service: 5 min\n"
    "    patience: 2 min\n"
    "    patience_hours: office\n"
    "    acknowledge: 2.5 s\n"
    "    first_message: 40 s\n"
    "    head_start: 90 s\n"
    "    sla: {vip: fast, default: standard}\n"
    "    bot: {reach: 90 %, containment: 45 %, leave: 5 %, duration: 1 min, reading: 15 s,\n"
    "          hours: nights, out_of_hours: {containment: 30 %, duration: 2 min}}\n"
    "  - {name: other, arrivals: 1/h, service: 1 min, priority: 2}\n"
    "  - {name: third, arrivals: 1/h, service: 1 min, priority: 2, sla: {2: fast},\n"
    "     bot: {containment: 0.2, duration: 3 s}}\n"
    "teams:\n"
    "  - {name: front, agents: 12, cost_per_h: 18.5}\n"
    "  - {name: back, agents: 1}\n"
    "sla:\n"
    "  - name: standard\n"
    "    first_response: {within: 10 min, share: 95 %, calendar: office}\n"
    "    resolution: {p80: 24 h, pauses: false}\n"
    "    population: in_hours\n"
    "  - {name: fast, first_response: {p95: 90 s}, answer: assignment, start: opening}\n"
    "costs:\n"
    "  currency: EUR\n"
    "  premiums: [{name: nights, calendar: nights, plus: 130 %}]\n"
    "  bot: {per_conversation: 0.08, per_month: 250}\n"
    "  templates: 0.07\n"
    "  other_per_month: 400\n"
    "  one_off:\n"
    "    - {name: bot set-up, amount: 3000, months: 12, from: 2026-11-01}\n"
    "    - {name: chairs, amount: 500, months: 1}\n"
    "  hires:\n"
    "    - {name: December, agents: 5, each: 400, training: 16 h, per_h: 18, months: 6}\n"
    "    - {name: friends, agents: 2, months: 1, from: 2026-11-01}\n";

static char folder[] = "/tmp/staffetta-terms-XXXXXX";

static void path_of(const char *name, char out[256]) {
  (void)snprintf(out, 256, "%s/%s", folder, name);
}

static void put(const char *name, const char *text) {
  char path[256];
  path_of(name, path);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

static int begin(void **state) {
  (void)state;
  assert_non_null(mkdtemp(folder));
  put("it.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20201225\nRRULE:FREQ=YEARLY\n"
                "END:VEVENT\nEND:VCALENDAR\n");
  put("more.csv", "date;name\n26/12/2026;Santo Stefano\n22/12/2026;half\n");
  return 0;
}

static int end(void **state) {
  (void)state;
  char path[256];
  path_of("it.ics", path);
  (void)unlink(path);
  path_of("more.csv", path);
  (void)unlink(path);
  return rmdir(folder);
}

static enum stf_status read_with(const struct stf_allocator *allocator,
                                 struct stf_scenario **scenario) {
  char path[256];
  path_of("desk.yaml", path);
  struct stf_diags diags;
  struct stf_error error = {0};
  stf_diag_init(&diags, NULL);
  enum stf_status status =
      stf_scenario_parse(&(struct stf_scenario_text){path, TEXT, sizeof TEXT - 1}, allocator,
                         &diags, scenario, &error);
  for (size_t i = 0; i < diags.items_n && status == STF_ERR_INPUT; i++) {
    print_error("%s:%d:%d: %s\n", diags.items[i].path, diags.items[i].line,
                diags.items[i].column, diags.items[i].message);
  }
  stf_diag_clear(&diags);
  return status;
}

static struct stf_scenario *read_good(void) {
  struct stf_scenario *scenario = NULL;
  assert_int_equal(read_with(NULL, &scenario), STF_OK);
  return scenario;
}

static int64_t open_us(const struct stf_scenario *scenario, size_t calendar, const char *from,
                       const char *to) {
  int64_t from_us = 0;
  int64_t to_us = 0;
  assert_true(stf_zone_parse_local(scenario->zone, from, &from_us));
  assert_true(stf_zone_parse_local(scenario->zone, to, &to_us));
  return stf_calendar_between_us(scenario->calendars[calendar], from_us, to_us);
}

static void test_calendar_has_week_holidays_and_dates(void **state) {
  (void)state;
  struct stf_scenario *scenario = read_good();
  assert_int_equal(scenario->calendars_n, 2);
  assert_int_equal(open_us(scenario, 0, "2026-12-21", "2026-12-22"), 8 * HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2026-12-22", "2026-12-23"), HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2026-12-24", "2026-12-25"), 0);
  assert_int_equal(open_us(scenario, 0, "2026-12-25", "2026-12-26"), HOUR_US);
  /* A date is stronger than a holiday. */
  assert_int_equal(open_us(scenario, 0, "2026-12-26", "2026-12-27"), HOUR_US / 2);
  assert_int_equal(open_us(scenario, 0, "2026-12-27", "2026-12-28"), 0);
  /* Years before and after the run. */
  assert_int_equal(open_us(scenario, 0, "2022-12-25", "2022-12-26"), HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2031-12-24", "2031-12-26"), 9 * HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2034-12-25", "2035-12-26"), 0);
  stf_scenario_free(scenario);
}

static void test_hours_over_midnight_go_on_in_the_next_day(void **state) {
  (void)state;
  struct stf_scenario *scenario = NULL;
  char path[256];
  path_of("desk.yaml", path);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  /* Tuesday has hours of its own, into which Monday night runs. */
  static const char NIGHTS[] =
      "format: 1\ntimezone: Europe/Rome\nperiod: {from: 2026-12-21, to: 2026-12-27}\n"
      "calendars: {nights: {week: {sat-mon: \"22:00-06:00\", tue: \"05:00-08:00\"}}}\n"
      "classes: [{name: a, arrivals: 1/h, service: 1 min}]\n"
      "teams: [{name: t, agents: 1}]\n";
  assert_int_equal(
      stf_scenario_parse(&(struct stf_scenario_text){path, NIGHTS, sizeof NIGHTS - 1}, NULL,
                         &diags, &scenario, NULL),
      STF_OK);
  assert_int_equal(open_us(scenario, 0, "2026-12-19", "2026-12-20"), 2 * HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2026-12-20", "2026-12-21"), 8 * HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2026-12-22", "2026-12-23"), 8 * HOUR_US);
  assert_int_equal(open_us(scenario, 0, "2026-12-23", "2026-12-26"), 0);
  stf_scenario_free(scenario);
  stf_diag_clear(&diags);
}

static void test_class_has_its_bots_and_messages(void **state) {
  (void)state;
  struct stf_scenario *scenario = read_good();
  const struct stf_class *class = &scenario->desk.classes[0];
  assert_ptr_equal(class->patience_hours, scenario->calendars[0]);
  assert_true(class->acknowledges);
  assert_int_equal(class->ack_us, 2500000);
  assert_near(stf_law_draw_s(&class->first_message, 0.5), 40, 0);
  assert_int_equal(class->head_start_us, 90 * STF_US_PER_S);
  assert_ptr_equal(class->bot_hours, scenario->calendars[1]);
  assert_near(class->bot.reach_share, 0.9, 0);
  assert_near(class->bot.containment_share, 0.45, 0);
  assert_near(class->bot.leave_share, 0.05, 0);
  assert_near(stf_law_draw_s(&class->bot.duration, 0.5), 60, 0);
  assert_near(stf_law_draw_s(&class->bot.reading, 0.5), 15, 0);
  assert_near(class->bot_closed.reach_share, 1, 0);
  assert_near(class->bot_closed.containment_share, 0.3, 0);
  assert_near(class->bot_closed.leave_share, 0, 0);
  assert_int_equal(class->bot_closed.reading.kind, STF_LAW_NEVER);
  const struct stf_class *bare = &scenario->desk.classes[1];
  assert_null(bare->patience_hours);
  assert_false(bare->acknowledges);
  assert_int_equal(bare->first_message.kind, STF_LAW_NEVER);
  assert_near(bare->bot.reach_share, 0, 0);
  assert_near(bare->bot_closed.reach_share, 0, 0);
  assert_null(bare->bot_hours);
  const struct stf_class *third = &scenario->desk.classes[2];
  assert_near(third->bot.reach_share, 1, 0);
  assert_near(third->bot_closed.reach_share, 0, 0);
  assert_null(third->bot_hours);
  stf_scenario_free(scenario);
}

static const char *policy_name(const struct stf_scenario *scenario, uint32_t class,
                               const char *priority) {
  uint32_t id = stf_dict_find(scenario->names.priorities, priority, strlen(priority));
  const struct stf_sla_policy *policy =
      stf_sla_of(scenario->terms, scenario->desk.classes[class].name, id);
  return policy != NULL ? policy->name : "none";
}

static void test_policies_go_by_class_and_priority(void **state) {
  (void)state;
  struct stf_scenario *scenario = read_good();
  assert_int_equal(scenario->terms->policies_n, 2);
  const struct stf_sla_policy *standard = &scenario->terms->policies[0];
  assert_int_equal(standard->response.within_us, 10 * MIN_US);
  assert_near(standard->response.share, 0.95, 0);
  assert_ptr_equal(standard->response.hours, scenario->calendars[0]);
  assert_string_equal(standard->response.hours_name, "office");
  assert_int_equal(standard->resolution.within_us, 24 * HOUR_US);
  assert_near(standard->resolution.share, 0.8, 0);
  assert_null(standard->resolution.hours);
  assert_string_equal(standard->resolution.hours_name, "");
  assert_false(standard->pauses);
  assert_int_equal(standard->answer, STF_SLA_ANSWER_MESSAGE);
  assert_int_equal(standard->start, STF_SLA_START_HANDOFF);
  assert_int_equal(standard->population, STF_SLA_POPULATION_IN_HOURS);
  const struct stf_sla_policy *fast = &scenario->terms->policies[1];
  assert_int_equal(fast->response.within_us, 90 * STF_US_PER_S);
  assert_near(fast->response.share, 0.95, 0);
  assert_int_equal(fast->resolution.within_us, 0);
  assert_true(fast->pauses);
  assert_int_equal(fast->answer, STF_SLA_ANSWER_ASSIGNMENT);
  assert_int_equal(fast->start, STF_SLA_START_OPENING);
  assert_int_equal(fast->population, STF_SLA_POPULATION_ALL);
  assert_string_equal(policy_name(scenario, 0, "1"), "standard");
  assert_string_equal(policy_name(scenario, 0, "vip"), "fast");
  assert_string_equal(policy_name(scenario, 0, "only in a log"), "standard");
  assert_string_equal(policy_name(scenario, 1, "2"), "none");
  assert_string_equal(policy_name(scenario, 1, "only in a log"), "none");
  assert_string_equal(policy_name(scenario, 2, "2"), "fast");
  assert_string_equal(policy_name(scenario, 2, "1"), "none");
  assert_null(stf_sla_of(scenario->terms, 99, 0));
  stf_scenario_free(scenario);
}

static void test_policy_for_others_holds_for_classes_that_name_none(void **state) {
  (void)state;
  static const char OTHERS[] =
      "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
      "classes:\n  - {name: a, arrivals: 1/h, service: 5 min}\n"
      "  - {name: b, arrivals: 1/h, service: 5 min, sla: own}\n"
      "teams: [{name: t, agents: 1}]\n"
      "sla:\n  - {name: own, resolution: {p90: 1 h}}\n"
      "  - {name: rest, resolution: {p90: 2 h}, others: true}\n";
  struct stf_diags diags;
  struct stf_error error = {0};
  struct stf_scenario *scenario = NULL;
  stf_diag_init(&diags, NULL);
  assert_int_equal(stf_scenario_parse(&(struct stf_scenario_text){.path = "x.yaml",
                                                                  .bytes = OTHERS,
                                                                  .n = sizeof OTHERS - 1},
                                      NULL, &diags, &scenario, &error),
                   STF_OK);
  assert_string_equal(policy_name(scenario, 0, "1"), "rest");
  assert_string_equal(policy_name(scenario, 1, "1"), "own");
  const struct stf_sla_policy *unknown = stf_sla_of(scenario->terms, 99, 0);
  assert_true(unknown != NULL && strcmp(unknown->name, "rest") == 0);
  stf_scenario_free(scenario);
  stf_diag_clear(&diags);
}

static void test_costs_are_those_of_the_file(void **state) {
  (void)state;
  struct stf_scenario *scenario = read_good();
  const struct stf_costs *costs = scenario->costs;
  assert_string_equal(costs->currency, "EUR");
  assert_int_equal(costs->teams_n, 2);
  assert_near(costs->team_per_h[scenario->desk.teams[0].name], 18.5, 0);
  assert_near(costs->team_per_h[scenario->desk.teams[1].name], 0, 0);
  assert_int_equal(costs->premiums_n, 1);
  assert_string_equal(costs->premiums[0].name, "nights");
  assert_near(costs->premiums[0].share, 1.3, 0);
  assert_ptr_equal(costs->premiums[0].hours, scenario->calendars[1]);
  assert_near(costs->bot_per_conversation, 0.08, 0);
  assert_near(costs->bot_per_month, 250, 0);
  assert_near(costs->per_template, 0.07, 0);
  assert_near(costs->other_per_month, 400, 0);
  assert_int_equal(costs->one_offs_n, 4);
  assert_string_equal(costs->one_offs[2].name, "December");
  assert_near(costs->one_offs[2].amount, 5 * (400 + 16 * 18), 0);
  assert_int_equal(costs->one_offs[2].months_n, 6);
  assert_int_equal(costs->one_offs[2].from_us, STF_NEVER);
  assert_true(costs->one_offs[2].is_hiring && !costs->one_offs[1].is_hiring);
  assert_near(costs->one_offs[3].amount, 0, 0);
  int64_t november_us = 0;
  assert_true(stf_zone_parse_local(scenario->zone, "2026-11-01", &november_us));
  assert_string_equal(costs->one_offs[0].name, "bot set-up");
  assert_near(costs->one_offs[0].amount, 3000, 0);
  assert_int_equal(costs->one_offs[0].months_n, 12);
  assert_int_equal(costs->one_offs[0].from_us, november_us);
  assert_int_equal(costs->one_offs[1].from_us, STF_NEVER);
  assert_int_equal(costs->one_offs[3].from_us, november_us);
  stf_scenario_free(scenario);
}

/* Both files of holidays are part of the scenario: another day in one is another scenario. */
static void test_files_of_holidays_enter_the_hash(void **state) {
  (void)state;
  struct stf_scenario *scenario = read_good();
  uint64_t before = scenario->content_hash;
  assert_int_equal(scenario->files_n, 2);
  stf_scenario_free(scenario);
  put("it.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20201225\nRRULE:FREQ=YEARLY\n"
                "END:VEVENT\nEND:VCALENDAR\n\n");
  scenario = read_good();
  assert_true(scenario->content_hash != before);
  stf_scenario_free(scenario);
}

static void test_failing_allocations_leave_nothing_behind(void **state) {
  (void)state;
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK && calls < 2000; calls++) {
    struct stf_ration ration;
    stf_ration_init(&ration, calls);
    struct stf_scenario *scenario = NULL;
    status = read_with(&ration.allocator, &scenario);
    assert_true(status == STF_OK || (status == STF_ERR_MEMORY && scenario == NULL));
    stf_scenario_free(scenario);
    assert_int_equal(ration.alive, 0);
  }
  assert_true(calls > 10 && calls < 2000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_calendar_has_week_holidays_and_dates),
      cmocka_unit_test(test_hours_over_midnight_go_on_in_the_next_day),
      cmocka_unit_test(test_class_has_its_bots_and_messages),
      cmocka_unit_test(test_policies_go_by_class_and_priority),
      cmocka_unit_test(test_policy_for_others_holds_for_classes_that_name_none),
      cmocka_unit_test(test_costs_are_those_of_the_file),
      cmocka_unit_test(test_files_of_holidays_enter_the_hash),
      cmocka_unit_test(test_failing_allocations_leave_nothing_behind),
  };
  return cmocka_run_group_tests(tests, begin, end);
}
