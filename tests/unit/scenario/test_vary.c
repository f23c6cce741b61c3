/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"
#include "desk/desk.h"
#include "scenario/scenario.h"
#include "scenario/vary.h"
#include "support/desk_folder.h"
#include "support/near.h"
#include "support/ration.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct stf_desk_folder folder;

static const char DESK[] = "format: 1\n"
                           "timezone: Europe/Rome\n"
                           "period: {from: 2026-12-21, to: 2026-12-21}\n"
                           "demand: {volume: 1.1}\n"
                           "classes:\n"
                           "  - name: orders\n"
                           "    arrivals: 20/h\n"
                           "    service: {exponential: {mean: 5 min}}\n"
                           "    bot: {containment: 40 %, duration: 30 s}\n"
                           "  - name: billing\n"
                           "    arrivals: 5/h\n"
                           "    service: 4 min\n"
                           "teams:\n"
                           "  - {name: front, agents: 4}\n"
                           "  - {name: night, agents: 2}\n";

struct outcome {
  struct stf_diags diags;
  struct stf_scenario *scenario;
  enum stf_status status;
};

static void vary(const char *text, struct outcome *out) {
  char path[256];
  struct stf_error error;
  const struct stf_vary change = {.option = "--with", .text = text};
  stf_desk_folder_path(&folder, "desk.yaml", path);
  const struct stf_scenario_changed in = {.path = path, .changes = &change, .changes_n = 1};
  *out = (struct outcome){.scenario = NULL};
  stf_diag_init(&out->diags, NULL);
  out->status = stf_scenario_read_changed(&in, NULL, &out->diags, &out->scenario, &error);
}

static void clear(struct outcome *outcome) {
  stf_scenario_free(outcome->scenario);
  stf_diag_clear(&outcome->diags);
}

/* First finding as "column: message", of the option's only line. */
static void assert_told(const char *text, const char *wanted) {
  struct outcome outcome;
  char seen[1400];
  vary(text, &outcome);
  assert_true(outcome.diags.items_n > 0);
  const struct stf_diag *diag = &outcome.diags.items[0];
  (void)snprintf(seen, sizeof seen, "%d: %s", diag->column, diag->message);
  assert_string_equal(seen, wanted);
  assert_string_equal(diag->path, "--with");
  assert_int_equal(diag->line, 1);
  assert_int_equal(outcome.status,
                   diag->severity == STF_SEVERITY_ERROR ? STF_ERR_INPUT : STF_OK);
  clear(&outcome);
}

static void test_apply_named_item_changes_it_alone(void **state) {
  (void)state;
  struct outcome outcome;
  vary("classes.orders.bot.containment=60 %; teams.night.agents = 7", &outcome);
  assert_int_equal(outcome.status, STF_OK);
  const struct stf_desk *desk = &outcome.scenario->desk;
  assert_near(desk->classes[0].bot.containment_share, 0.6, 1e-12);
  assert_near(desk->classes[1].bot.containment_share, 0, 0);
  assert_int_equal(desk->changes[0].delta, 4);
  assert_int_equal(desk->changes[1].delta, 7);
  assert_near(desk->volume, 1.1, 1e-12);
  clear(&outcome);
}

static void test_apply_short_path_sets_every_item_that_has_it(void **state) {
  (void)state;
  struct outcome outcome;
  vary("bot.containment=60 %", &outcome);
  assert_near(outcome.scenario->desk.classes[0].bot.containment_share, 0.6, 1e-12);
  assert_near(outcome.scenario->desk.classes[1].bot.containment_share, 0, 0);
  clear(&outcome);
  vary("agents=9", &outcome);
  assert_int_equal(outcome.scenario->desk.changes[0].delta, 9);
  assert_int_equal(outcome.scenario->desk.changes[1].delta, 9);
  clear(&outcome);
  assert_told("bot.containment=60 %", "1: bot.containment is set in classes orders");
  assert_told("arrivals=1/h", "1: arrivals is set in classes orders, billing");
}

static void test_apply_absent_key_is_added_with_its_mapping(void **state) {
  (void)state;
  struct outcome outcome;
  vary("demand.busyness.day_shape=30;classes.2.patience={exponential: {mean: 3 min}}",
       &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_near(outcome.scenario->desk.day_shape, 30, 1e-12);
  assert_int_equal(outcome.scenario->desk.classes[1].patience.kind, STF_LAW_EXPONENTIAL);
  assert_int_equal(outcome.scenario->desk.classes[0].patience.kind, STF_LAW_NEVER);
  clear(&outcome);
}

static void test_apply_parameter_of_a_law_is_a_path_too(void **state) {
  (void)state;
  struct outcome outcome;
  vary("classes.orders.service.exponential.mean=2 min", &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_near(stf_law_mean_s(&outcome.scenario->desk.classes[0].service), 120, 1e-9);
  clear(&outcome);
}

static void test_apply_changes_what_the_content_hash_covers(void **state) {
  (void)state;
  struct outcome a;
  struct outcome b;
  vary("demand.volume=1.2", &a);
  vary("demand.volume=1.3", &b);
  assert_true(a.scenario->content_hash != b.scenario->content_hash);
  clear(&a);
  clear(&b);
}

static void test_apply_wrong_path_tells_the_place_and_the_likely_key(void **state) {
  (void)state;
  assert_told("bott.containment=1", "1: unknown key 'bott'; did you mean 'bot'?");
  assert_told("classes.ordres.bot.containment=1",
              "9: 'classes' has no item 'ordres'; did you mean 'orders'?");
  assert_told("classes.orders.bot.containmnt=1",
              "20: unknown key 'containmnt' in classes[].bot; did you mean 'containment'?");
  assert_told("teams.dawn.agents=1", "7: 'teams' has no item 'dawn' (known: front, night)");
  assert_told("demand.volume.mean=1.2",
              "15: 'volume' is '1.1' here and has no 'mean': give the whole of it, as in "
              "volume={mean: ...}");
  assert_told("name=x",
              "1: 'name' is a key of classes, teams and sla: say which, as in classes.name");
  assert_told("turns.number=2", "1: none of the classes has 'turns': give it to one, as in "
                                "classes.NAME.turns");
  assert_told("  volume", "3: a change is KEY=VALUE, such as demand.volume=1.3, not 'volume'");
  assert_told("demand.volume= ", "1: a change is KEY=VALUE, such as demand.volume=1.3, not "
                                 "'demand.volume= '");
  assert_told("demand..volume=1",
              "1: 'demand..volume' is no path of keys such as classes.orders.bot.containment");
}

static void test_apply_wrong_value_is_told_by_the_file_s_readers(void **state) {
  (void)state;
  assert_told("demand.volume=1.2;classes.orders.bot.containment = 140 %",
              "52: 'containment' must be at most 1, not '140 %'");
  assert_told("demand.volume = &x 1",
              "17: anchors ('&x') are not supported: write the values where they are used");
}

static void test_apply_out_of_memory_leaves_nothing(void **state) {
  (void)state;
  static const char TEXT[] = "demand.busyness.day_shape=30; bot.containment=50 %";
  enum stf_status status = STF_ERR_MEMORY;
  char path[256];
  stf_desk_folder_path(&folder, "desk.yaml", path);
  for (long n = 0; status == STF_ERR_MEMORY; n++) {
    struct stf_ration ration;
    stf_ration_init(&ration, n);
    struct stf_diags diags;
    struct stf_error error;
    struct stf_scenario *scenario = NULL;
    const struct stf_vary change = {.option = "--with", .text = TEXT};
    const struct stf_scenario_changed in = {.path = path, .changes = &change, .changes_n = 1};
    stf_diag_init(&diags, NULL);
    status = stf_scenario_read_changed(&in, &ration.allocator, &diags, &scenario, &error);
    stf_scenario_free(scenario);
    stf_diag_clear(&diags);
    assert_int_equal(ration.alive, 0);
  }
  assert_int_equal(status, STF_OK);
}

static void test_apply_nothing_takes_the_key_out(void **state) {
  (void)state;
  struct outcome outcome;
  vary("demand.volume=~; teams.night=~; classes.billing.patience=~; demand.busyness.week_cv=~",
       &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_near(outcome.scenario->desk.volume, 1, 0);
  assert_int_equal(outcome.scenario->desk.teams_n, 1);
  assert_int_equal(outcome.scenario->desk.changes[0].delta, 4);
  clear(&outcome);
}

static void test_key_of_a_path_is_that_of_the_tables(void **state) {
  (void)state;
  assert_int_equal(stf_vary_key("bot.containment")->kind, STF_KEYS_SHARE);
  assert_int_equal(stf_vary_key("classes.orders.bot.containment")->kind, STF_KEYS_SHARE);
  assert_int_equal(stf_vary_key("teams.night.agents")->kind, STF_KEYS_INTEGER);
  assert_int_equal(stf_vary_key("interval")->kind, STF_KEYS_DURATION);
  assert_ptr_equal(stf_vary_key("demand.special_days.2.multiply"),
                   stf_vary_key("demand.special_days.1.multiply"));
  assert_null(stf_vary_key("service.exponential.mean"));
  assert_null(stf_vary_key("nothing"));
}

static void test_find_path_gives_the_first_value_and_how_many(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_diags diags;
  struct stf_node_file *file = NULL;
  stf_diag_init(&diags, NULL);
  assert_int_equal(stf_node_parse(arena, "d.yaml", DESK, sizeof DESK - 1, &diags, &file),
                   STF_OK);
  assert_string_equal(stf_vary_find(file, "bot.containment", arena)->value, "40 %");
  assert_string_equal(stf_vary_find(file, "teams.night.agents", arena)->value, "2");
  assert_string_equal(stf_vary_find(file, "demand.volume", arena)->value, "1.1");
  assert_null(stf_vary_find(file, "classes.billing.bot.containment", arena));
  assert_null(stf_vary_find(file, "wrong.path", arena));
  assert_int_equal(stf_vary_count(file, "bot.containment", arena), 1);
  assert_int_equal(stf_vary_count(file, "classes.billing.bot.containment", arena), 0);
  assert_int_equal(stf_vary_count(file, "teams.night.agents", arena), 1);
  assert_int_equal(stf_vary_count(file, "teams.agents", arena), 2);
  assert_int_equal(stf_vary_count(file, "wrong.path", arena), 0);
  stf_arena_free(arena);
  stf_diag_clear(&diags);
}

static int make_folder(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  stf_desk_folder_put(&folder, "desk.yaml", DESK);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apply_named_item_changes_it_alone),
      cmocka_unit_test(test_apply_short_path_sets_every_item_that_has_it),
      cmocka_unit_test(test_apply_absent_key_is_added_with_its_mapping),
      cmocka_unit_test(test_apply_nothing_takes_the_key_out),
      cmocka_unit_test(test_apply_parameter_of_a_law_is_a_path_too),
      cmocka_unit_test(test_apply_changes_what_the_content_hash_covers),
      cmocka_unit_test(test_apply_wrong_path_tells_the_place_and_the_likely_key),
      cmocka_unit_test(test_apply_wrong_value_is_told_by_the_file_s_readers),
      cmocka_unit_test(test_apply_out_of_memory_leaves_nothing),
      cmocka_unit_test(test_key_of_a_path_is_that_of_the_tables),
      cmocka_unit_test(test_find_path_gives_the_first_value_and_how_many),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
