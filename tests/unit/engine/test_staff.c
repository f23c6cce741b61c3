/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/staff.h"
#include "support/near.h"
#include "support/ration.h"

enum {
  SPANS = 16
};

static const struct stf_class CLASSES[2];

/* Two teams: the first serves class 0, the second both classes. */
struct bench {
  struct stf_desk desk;
  struct stf_team teams[2];
  struct stf_agent agents[3];
  struct stf_staff staff;
  struct stf_presence spans[SPANS];
  size_t spans_n;
};

#define CHANGE(at, of_team, who, by)                                                           \
  { .at_us = (at), .team = (of_team), .agent = (who), .delta = (by) }

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct bench *bench = context;
  assert_true(bench->spans_n < SPANS);
  bench->spans[bench->spans_n++] = *span;
  return STF_OK;
}

static const bool SERVES[2][2] = {{true, false}, {true, true}};

/* Agents 0 and 1 are in team 0, agent 2 in team 1. */
static void started(struct bench *bench, const struct stf_staff_change *changes, size_t n,
                    enum stf_routing routing) {
  *bench = (struct bench){
      .agents = {{.name = 10, .team = 0}, {.name = 11, .team = 0}, {.name = 12, .team = 1}}};
  for (size_t t = 0; t < 2; t++) {
    bench->teams[t] = (struct stf_team){
        .serves = SERVES[t], .routing = routing, .pause = stf_law_constant(0)};
  }
  bench->desk = (struct stf_desk){.teams = bench->teams,
                                  .teams_n = 2,
                                  .classes = CLASSES,
                                  .classes_n = 2,
                                  .agents = bench->agents,
                                  .agents_n = 3,
                                  .changes = changes,
                                  .changes_n = n};
  assert_int_equal(stf_staff_init(&bench->staff, &bench->desk, NULL), STF_OK);
  stf_staff_start(&bench->staff, &(struct stf_staff_plan){changes, n},
                  &(struct stf_staff_sink){bench, take_presence});
}

/* Gives the agent work that lasts until work_end_us. */
static void occupy(struct bench *bench, uint32_t agent, int64_t work_end_us) {
  stf_staff_occupy(&bench->staff, agent);
  bench->staff.agents[agent].work_end_us = work_end_us;
}

/* Applies the changes of the next instant; returns who became idle last, or none. */
static uint32_t step(struct bench *bench) {
  int64_t at_us = stf_staff_next_us(&bench->staff);
  uint32_t came = STF_STAFF_NONE;
  assert_true(at_us < INT64_MAX);
  while (stf_staff_next_us(&bench->staff) == at_us) {
    uint32_t agent = stf_staff_apply(&bench->staff);
    came = agent != STF_STAFF_NONE ? agent : came;
  }
  return came;
}

static void assert_span(const struct bench *bench, size_t i, int64_t start_us, int64_t end_us) {
  assert_true(i < bench->spans_n);
  assert_int_equal(bench->spans[i].start_us, start_us);
  assert_int_equal(bench->spans[i].end_us, end_us);
}

static void test_named_agent_idle_goes_at_once(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, 1, 1), CHANGE(50, 0, 1, -1)};
  struct bench bench;
  started(&bench, CHANGES, 2, STF_ROUTING_LONGEST_IDLE);
  assert_int_equal(step(&bench), 1);
  assert_int_equal(step(&bench), STF_STAFF_NONE);
  assert_int_equal(bench.spans_n, 1);
  assert_span(&bench, 0, 0, 50);
  assert_int_equal(bench.spans[0].agent, 11);
  assert_int_equal(stf_staff_find(&bench.staff, 0, 0.5), STF_STAFF_NONE);
  assert_int_equal(stf_staff_next_us(&bench.staff), INT64_MAX);
  stf_staff_clear(&bench.staff);
}

static void test_named_agent_busy_finishes_the_contact_in_hand(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, 0, 1), CHANGE(50, 0, 0, -1)};
  struct bench bench;
  started(&bench, CHANGES, 2, STF_ROUTING_LONGEST_IDLE);
  occupy(&bench, step(&bench), 100);
  (void)step(&bench);
  assert_false(stf_staff_free(&bench.staff, 0, 100));
  assert_int_equal(bench.spans_n, 1);
  assert_span(&bench, 0, 0, 100);
  stf_staff_clear(&bench.staff);
}

static void test_named_agent_in_the_pause_goes_without_waiting_for_its_end(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, 0, 1), CHANGE(50, 0, 0, -1)};
  struct bench bench;
  started(&bench, CHANGES, 2, STF_ROUTING_LONGEST_IDLE);
  occupy(&bench, step(&bench), 40); /* the pause lasts until 60 */
  (void)step(&bench);
  assert_false(stf_staff_free(&bench.staff, 0, 60));
  assert_span(&bench, 0, 0, 50);
  stf_staff_clear(&bench.staff);
}

static void test_named_agent_back_before_the_contact_ends_goes_on(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, 0, 1), CHANGE(50, 0, 0, -1),
                                                    CHANGE(80, 0, 0, 1), CHANGE(200, 0, 0, -1)};
  struct bench bench;
  started(&bench, CHANGES, 4, STF_ROUTING_LONGEST_IDLE);
  occupy(&bench, step(&bench), 100);
  (void)step(&bench);
  assert_int_equal(step(&bench), STF_STAFF_NONE); /* back, but still busy */
  assert_true(stf_staff_free(&bench.staff, 0, 100));
  stf_staff_idle(&bench.staff, 0, 100);
  (void)step(&bench);
  assert_int_equal(bench.spans_n, 2); /* presence has no stretch twice and no hole */
  assert_span(&bench, 0, 0, 100);
  assert_span(&bench, 1, 100, 200);
  stf_staff_clear(&bench.staff);
}

static void test_pool_fall_sends_idle_home_first_then_who_finishes_first(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, STF_NOBODY, 4),
                                                    CHANGE(50, 0, STF_NOBODY, -3)};
  struct bench bench;
  started(&bench, CHANGES, 2, STF_ROUTING_LONGEST_IDLE);
  (void)step(&bench);
  uint32_t quick = stf_staff_find(&bench.staff, 0, 0.5);
  occupy(&bench, quick, 90);
  uint32_t slow = stf_staff_find(&bench.staff, 0, 0.5);
  occupy(&bench, slow, 120);
  (void)step(&bench);
  assert_int_equal(bench.spans_n, 2); /* the two idle, at once */
  assert_span(&bench, 0, 0, 50);
  assert_span(&bench, 1, 0, 50);
  assert_int_equal(bench.staff.teams[0].excess_n, 1);
  assert_false(stf_staff_free(&bench.staff, quick, 90));
  assert_span(&bench, 2, 0, 90);
  assert_true(stf_staff_free(&bench.staff, slow, 120));
  assert_int_equal(bench.spans_n, 3);
  stf_staff_clear(&bench.staff);
}

static void test_pool_rise_cancels_departures_owed(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {
      CHANGE(0, 0, STF_NOBODY, 2), CHANGE(50, 0, STF_NOBODY, -2), CHANGE(60, 0, STF_NOBODY, 1)};
  struct bench bench;
  started(&bench, CHANGES, 3, STF_ROUTING_LONGEST_IDLE);
  uint32_t slow = step(&bench);
  occupy(&bench, slow, 120);
  uint32_t quick = stf_staff_find(&bench.staff, 0, 0.5);
  occupy(&bench, quick, 90);
  (void)step(&bench);
  assert_int_equal(bench.staff.teams[0].excess_n, 2);
  assert_int_equal(step(&bench), STF_STAFF_NONE); /* nobody comes: one of the two stays */
  assert_int_equal(bench.staff.teams[0].excess_n, 1);
  assert_false(stf_staff_free(&bench.staff, quick, 90));
  assert_true(stf_staff_free(&bench.staff, slow, 120));
  stf_staff_clear(&bench.staff);
}

static void test_pool_agent_in_the_pause_stays_until_the_count_falls(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, STF_NOBODY, 1),
                                                    CHANGE(50, 0, STF_NOBODY, -1)};
  struct bench bench;
  started(&bench, CHANGES, 2, STF_ROUTING_LONGEST_IDLE);
  uint32_t agent = step(&bench);
  occupy(&bench, agent, 40); /* the pause lasts until 60 */
  (void)step(&bench);
  assert_false(stf_staff_free(&bench.staff, agent, 60));
  assert_span(&bench, 0, 0, 50);
  stf_staff_clear(&bench.staff);
}

static void test_pool_fall_leaves_named_agents_of_the_team_alone(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {
      CHANGE(0, 0, STF_NOBODY, 1), CHANGE(10, 0, 0, 1), CHANGE(50, 0, STF_NOBODY, -1)};
  struct bench bench;
  started(&bench, CHANGES, 3, STF_ROUTING_LONGEST_IDLE);
  (void)step(&bench);
  assert_int_equal(step(&bench), 0);
  (void)step(&bench);
  assert_int_equal(bench.spans_n, 1);
  assert_span(&bench, 0, 0, 50);
  assert_int_equal(bench.spans[0].agent, STF_NOBODY);
  assert_int_equal(stf_staff_find(&bench.staff, 0, 0.5), 0);
  stf_staff_clear(&bench.staff);
}

static void test_find_takes_the_longest_idle_over_the_teams_that_serve(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, 0, 1), CHANGE(5, 1, 2, 1),
                                                    CHANGE(9, 0, 1, 1)};
  struct bench bench;
  started(&bench, CHANGES, 3, STF_ROUTING_LONGEST_IDLE);
  (void)step(&bench);
  (void)step(&bench);
  (void)step(&bench);
  assert_int_equal(stf_staff_find(&bench.staff, 0, 0.5), 0);
  assert_int_equal(stf_staff_find(&bench.staff, 1, 0.5), 2); /* team 0 does not serve it */
  occupy(&bench, 0, 20);
  assert_int_equal(stf_staff_find(&bench.staff, 0, 0.5), 2);
  occupy(&bench, 2, 20);
  assert_int_equal(stf_staff_find(&bench.staff, 0, 0.5), 1);
  assert_int_equal(stf_staff_find(&bench.staff, 1, 0.5), STF_STAFF_NONE);
  assert_true(stf_staff_free(&bench.staff, 0, 20));
  stf_staff_idle(&bench.staff, 0, 20);
  assert_int_equal(stf_staff_find(&bench.staff, 0, 0.5), 1); /* idle since 9, not 20 */
  stf_staff_clear(&bench.staff);
}

static void test_find_random_gives_every_idle_agent_her_part_of_the_unit(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 1, STF_NOBODY, 3)};
  struct bench bench;
  started(&bench, CHANGES, 1, STF_ROUTING_RANDOM);
  (void)step(&bench);
  uint32_t by_third[3];
  for (uint32_t i = 0; i < 3; i++) {
    by_third[i] = stf_staff_find(&bench.staff, 1, (i + 0.01) / 3);
    assert_int_equal(stf_staff_find(&bench.staff, 1, (i + 0.99) / 3), by_third[i]);
  }
  assert_true(by_third[0] != by_third[1] && by_third[1] != by_third[2] &&
              by_third[0] != by_third[2]);
  occupy(&bench, by_third[0], 20);
  for (uint32_t i = 0; i < 10; i++) {
    assert_true(stf_staff_find(&bench.staff, 1, (i + 0.5) / 10) != by_third[0]);
  }
  stf_staff_clear(&bench.staff);
}

static void test_end_closes_presence_at_the_horizon_or_after_the_work_in_hand(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 0, 0, 1), CHANGE(0, 0, 1, 1)};
  for (int finish = 0; finish < 2; finish++) {
    struct bench bench;
    started(&bench, CHANGES, 2, STF_ROUTING_LONGEST_IDLE);
    (void)step(&bench);
    occupy(&bench, 1, 130);
    stf_staff_end(&bench.staff, 100, finish == 1);
    assert_int_equal(bench.spans_n, 2);
    assert_span(&bench, 0, 0, 100);
    assert_span(&bench, 1, 0, finish == 1 ? 130 : 100);
    stf_staff_clear(&bench.staff);
  }
}

static void test_init_without_memory_leaves_nothing_behind(void **state) {
  (void)state;
  static const struct stf_staff_change CHANGES[] = {CHANGE(0, 1, STF_NOBODY, 3)};
  struct bench bench;
  started(&bench, CHANGES, 1, STF_ROUTING_RANDOM);
  stf_staff_clear(&bench.staff);
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK; calls++) {
    struct stf_ration ration;
    struct stf_staff staff;
    stf_ration_init(&ration, calls);
    status = stf_staff_init(&staff, &bench.desk, &ration.allocator);
    if (status == STF_OK) {
      stf_staff_clear(&staff);
    }
    assert_int_equal(ration.alive, 0);
  }
  assert_true(calls > 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_named_agent_idle_goes_at_once),
      cmocka_unit_test(test_named_agent_busy_finishes_the_contact_in_hand),
      cmocka_unit_test(test_named_agent_in_the_pause_goes_without_waiting_for_its_end),
      cmocka_unit_test(test_named_agent_back_before_the_contact_ends_goes_on),
      cmocka_unit_test(test_pool_fall_sends_idle_home_first_then_who_finishes_first),
      cmocka_unit_test(test_pool_rise_cancels_departures_owed),
      cmocka_unit_test(test_pool_agent_in_the_pause_stays_until_the_count_falls),
      cmocka_unit_test(test_pool_fall_leaves_named_agents_of_the_team_alone),
      cmocka_unit_test(test_find_takes_the_longest_idle_over_the_teams_that_serve),
      cmocka_unit_test(test_find_random_gives_every_idle_agent_her_part_of_the_unit),
      cmocka_unit_test(test_end_closes_presence_at_the_horizon_or_after_the_work_in_hand),
      cmocka_unit_test(test_init_without_memory_leaves_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
