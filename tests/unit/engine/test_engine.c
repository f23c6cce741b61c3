/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication by hand: constant laws, contacts given to the microsecond, so that every
 * record is known beforehand. */
#include "desk/staffing.h"
#include "engine/engine.h"
#include "support/near.h"

#include <stdlib.h>
#include <string.h>

#define SECOND_US INT64_C(1000000)
#define START_US  (INT64_C(1000) * SECOND_US)

enum {
  CLASSES = 2,
  TEAMS = 2,
  AGENTS = 4,
  MANY = 4096
};

/* A desk of two classes and two teams; the second class and team are only for those tests that
 * use them. Times are seconds since START_US. */
struct stage {
  struct stf_desk desk;
  struct stf_class classes[CLASSES];
  struct stf_team teams[TEAMS];
  bool serves[TEAMS][CLASSES];
  struct stf_agent agents[AGENTS];
  struct stf_staff_change changes[32];
  struct stf_given given[32];
  struct stf_contact contacts[MANY];
  size_t contacts_n;
  struct stf_presence spans[MANY];
  size_t spans_n;
  struct stf_engine_account account;
};

static struct stage *stage_new(double service_s) {
  struct stage *stage = calloc(1, sizeof *stage);
  assert_non_null(stage);
  for (uint32_t i = 0; i < CLASSES; i++) {
    stage->classes[i] = (struct stf_class){.name = i,
                                           .key = 100 + i,
                                           .channel = STF_NOBODY,
                                           .service = stf_law_constant(service_s),
                                           .patience = stf_law_never()};
    stage->serves[i][i] = true;
    stage->teams[i] =
        (struct stf_team){.name = i, .serves = stage->serves[i], .pause = stf_law_constant(0)};
  }
  for (uint32_t a = 0; a < AGENTS; a++) {
    stage->agents[a].name = a;
  }
  stage->desk = (struct stf_desk){.from_us = START_US,
                                  .to_us = START_US + 3600 * SECOND_US,
                                  .interval_us = 600 * SECOND_US,
                                  .classes = stage->classes,
                                  .classes_n = CLASSES,
                                  .teams = stage->teams,
                                  .teams_n = TEAMS,
                                  .agents = stage->agents,
                                  .agents_n = AGENTS,
                                  .changes = stage->changes,
                                  .given = stage->given,
                                  .volume = 1,
                                  .end = STF_EDGE_UNTIL_EMPTY};
  return stage;
}

/* agent: STF_NOBODY changes the count of the team. */
static void staff(struct stage *stage, int64_t at_s, uint32_t team, uint32_t agent,
                  int32_t delta) {
  if (agent != STF_NOBODY) {
    stage->agents[agent].team = team;
  }
  stage->changes[stage->desk.changes_n++] = (struct stf_staff_change){
      .at_us = START_US + at_s * SECOND_US, .team = team, .agent = agent, .delta = delta};
  stage->desk.changes_n = stf_staffing_order(stage->changes, stage->desk.changes_n);
}

/* Contacts must be given in order of time. */
static struct stf_given *give(struct stage *stage, int64_t at_s, uint32_t class_index) {
  struct stf_given *given = &stage->given[stage->desk.given_n];
  *given = (struct stf_given){.address = 7000 + stage->desk.given_n,
                              .open_us = START_US + at_s * SECOND_US,
                              .queue_us = START_US + at_s * SECOND_US,
                              .assign_us = STF_NEVER,
                              .service_us = STF_NEVER,
                              .patience_us = STF_NEVER,
                              .outwaited_us = STF_NEVER,
                              .contact = (uint32_t)stage->desk.given_n,
                              .class_index = class_index,
                              .agent = STF_NOBODY};
  stage->desk.given_n++;
  return given;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct stage *stage = context;
  assert_true(stage->contacts_n + n <= MANY);
  memcpy(stage->contacts + stage->contacts_n, contacts, n * sizeof *contacts);
  stage->contacts_n += n;
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct stage *stage = context;
  assert_true(stage->spans_n < MANY);
  stage->spans[stage->spans_n++] = *span;
  return STF_OK;
}

static void play(struct stage *stage, uint32_t replication) {
  struct stf_engine *engine = NULL;
  stage->contacts_n = 0;
  stage->spans_n = 0;
  assert_int_equal(stf_engine_new(&stage->desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(1, replication);
  struct stf_engine_sink sink = {
      .context = stage, .contacts = take_contacts, .presence = take_presence};
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &stage->account), STF_OK);
  assert_int_equal(stage->account.arrived_n, stage->contacts_n);
  stf_engine_free(engine);
}

static const struct stf_contact *contact_of(const struct stage *stage, uint32_t id) {
  size_t at = 0;
  size_t found_n = 0;
  for (size_t i = 0; i < stage->contacts_n; i++) {
    if (stage->contacts[i].id == id) {
      at = i;
      found_n++;
    }
  }
  assert_int_equal(found_n, 1);
  return &stage->contacts[at];
}

static void assert_taken(const struct stage *stage, uint32_t id, int64_t at_s, uint32_t agent) {
  const struct stf_contact *contact = contact_of(stage, id);
  assert_int_equal(contact->assign_us, START_US + at_s * SECOND_US);
  assert_int_equal(contact->agent, agent);
}

/* ---- equal instants ---- */

static void test_run_when_release_and_arrival_coincide_expect_no_wait(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, 0, 0, 0, 1);
  give(stage, 0, 0);
  give(stage, 60, 0);
  play(stage, 0);
  assert_taken(stage, 0, 0, 0);
  assert_taken(stage, 1, 60, 0);
  free(stage);
}

static void test_run_when_shifts_change_expect_newcomer_takes_the_queue(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, 0, 0, 0, 1);
  staff(stage, 30, 0, 0, -1);
  staff(stage, 30, 0, 1, 1);
  give(stage, 0, 0);
  give(stage, 10, 0);
  play(stage, 0);
  assert_taken(stage, 1, 30, 1);
  /* Agent 0 stays for the contact in hand. */
  assert_int_equal(stage->spans[0].end_us, START_US + 60 * SECOND_US);
  free(stage);
}

static void test_run_when_patience_ends_as_an_agent_looks_expect_left(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, 0, 0, 0, 1);
  give(stage, 0, 0);
  give(stage, 10, 0)->patience_us = 50 * SECOND_US;
  give(stage, 10, 0)->patience_us = 50 * SECOND_US + 1;
  play(stage, 0);
  assert_int_equal(contact_of(stage, 1)->outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(contact_of(stage, 1)->abandon_us, START_US + 60 * SECOND_US);
  assert_taken(stage, 2, 60, 0);
  free(stage);
}

/* ---- the ends of the run ---- */

static void test_run_when_nobody_comes_any_more_expect_open_until_empty(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, 0, 0, 0, 1);
  staff(stage, 100, 0, 0, -1);
  give(stage, 200, 0);
  give(stage, 200, 0)->patience_us = 30 * SECOND_US;
  play(stage, 0);
  assert_int_equal(contact_of(stage, 0)->outcome, STF_OUTCOME_OPEN);
  assert_int_equal(contact_of(stage, 1)->abandon_us, START_US + 230 * SECOND_US);
  assert_int_equal(stage->account.waiting_n, 1);
  assert_int_equal(stage->account.left_n, 1);
  free(stage);
}

static void test_run_when_it_ends_at_the_horizon_expect_open_ones_censored(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  stage->desk.end = STF_EDGE_HORIZON;
  staff(stage, 0, 0, 0, 1);
  give(stage, 3540, 0); /* ends at the horizon itself */
  give(stage, 3590, 0);
  give(stage, 3595, 0)->patience_us = 5 * SECOND_US;
  play(stage, 0);
  assert_int_equal(contact_of(stage, 0)->close_us, stage->desk.to_us);
  /* Free at the horizon itself: taken there, its work goes on beyond. */
  assert_int_equal(contact_of(stage, 1)->assign_us, stage->desk.to_us);
  assert_int_equal(contact_of(stage, 1)->work.end_us, STF_NEVER);
  assert_int_equal(contact_of(stage, 2)->outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(stage->spans[0].end_us, stage->desk.to_us);
  free(stage);
}

static void test_run_when_laws_are_longer_than_time_expect_no_overflow(void **state) {
  (void)state;
  struct stage *stage = stage_new(1e19);
  stage->teams[0].pause = stf_law_constant(1e19);
  stage->classes[0].patience = stf_law_constant(1e19);
  staff(stage, 0, 0, 0, 1);
  give(stage, 0, 0);
  give(stage, 1, 0);
  play(stage, 0);
  assert_int_equal(contact_of(stage, 0)->close_us, INT64_MAX);
  assert_int_equal(contact_of(stage, 1)->outcome, STF_OUTCOME_OPEN);
  free(stage);
}

/* ---- the initial state ---- */

static void
test_run_when_one_waits_and_one_is_in_hand_expect_agent_stays_with_hers(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, -600, 0, 0, 1);
  give(stage, -100, 0)->outwaited_us = 100 * SECOND_US;
  struct stf_given *in_hand = give(stage, -50, 0);
  in_hand->assign_us = START_US - 40 * SECOND_US;
  in_hand->service_us = 70 * SECOND_US;
  in_hand->agent = 0;
  play(stage, 0);
  assert_taken(stage, 0, 30, 0);
  assert_taken(stage, 1, -40, 0);
  assert_int_equal(contact_of(stage, 1)->work.end_us, START_US + 30 * SECOND_US);
  assert_int_equal(stage->account.initial_n, 2);
  assert_int_equal(stage->account.counted_n, 0);
  free(stage);
}

static void
test_run_when_several_wait_at_the_start_expect_idle_agents_take_them_in_order(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, -600, 0, 0, 1);
  staff(stage, -600, 0, 1, 1);
  for (int64_t i = 0; i < 3; i++) {
    give(stage, -30 + i, 0)->outwaited_us = (30 - i) * SECOND_US;
  }
  play(stage, 0);
  assert_taken(stage, 0, 0, 0);
  assert_taken(stage, 1, 0, 1);
  assert_taken(stage, 2, 60, 0);
  free(stage);
}

static void test_run_when_warm_up_work_lasts_into_the_period_expect_it_told(void **state) {
  (void)state;
  struct stage *stage = stage_new(100);
  stage->desk.warmup_us = 600 * SECOND_US;
  staff(stage, -600, 0, 0, 1);
  give(stage, -50, 0);
  give(stage, 10, 0);
  play(stage, 0);
  assert_int_equal(contact_of(stage, 0)->work.end_us, START_US + 50 * SECOND_US);
  assert_int_equal(stage->account.initial_n, 0);
  assert_int_equal(stage->account.counted_n, 1);
  free(stage);
}

/* ---- counts of a pool ---- */

static void test_run_when_count_falls_in_a_pause_expect_presence_until_the_fall(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  stage->teams[0].pause = stf_law_constant(300);
  staff(stage, 0, 0, STF_NOBODY, 1);
  staff(stage, 120, 0, STF_NOBODY, -1);
  give(stage, 0, 0); /* works until 60, pauses until 360 */
  play(stage, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].end_us, START_US + 120 * SECOND_US);
  free(stage);
}

static void test_run_when_count_falls_during_work_expect_presence_until_its_end(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  stage->teams[0].pause = stf_law_constant(300);
  staff(stage, 0, 0, STF_NOBODY, 1);
  staff(stage, 40, 0, STF_NOBODY, -1);
  give(stage, 0, 0);
  give(stage, 10, 0)->patience_us = 1000 * SECOND_US;
  play(stage, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].end_us, START_US + 60 * SECOND_US);
  assert_int_equal(contact_of(stage, 1)->outcome, STF_OUTCOME_ABANDONED);
  free(stage);
}

static void test_run_when_count_falls_and_rises_expect_departure_cancelled(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  staff(stage, 0, 0, STF_NOBODY, 1);
  staff(stage, 20, 0, STF_NOBODY, -1);
  staff(stage, 40, 0, STF_NOBODY, 1);
  give(stage, 0, 0);
  give(stage, 10, 0);
  play(stage, 0);
  assert_int_equal(contact_of(stage, 1)->assign_us, START_US + 60 * SECOND_US);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].start_us, START_US);
  free(stage);
}

/* ---- who takes whom ---- */

static void test_run_when_classes_wait_expect_priority_before_age(void **state) {
  (void)state;
  struct stage *stage = stage_new(60);
  stage->serves[0][1] = true;
  stage->classes[0].priority = 2;
  stage->classes[1].priority = 1;
  staff(stage, 0, 0, 0, 1);
  give(stage, 0, 0);
  give(stage, 10, 0);
  give(stage, 20, 1);
  give(stage, 30, 1);
  play(stage, 0);
  assert_taken(stage, 2, 60, 0);
  assert_taken(stage, 3, 120, 0);
  assert_taken(stage, 1, 180, 0);
  free(stage);
}

/* Chances of four idle agents: within 4 standard errors of 1/4 each. */
static void test_run_when_routing_is_random_expect_equal_chances(void **state) {
  (void)state;
  struct stage *stage = stage_new(10);
  const double runs = 4000;
  double taken_n[AGENTS] = {0};
  stage->teams[0].routing = STF_ROUTING_RANDOM;
  for (uint32_t a = 0; a < AGENTS; a++) {
    staff(stage, a, 0, a, 1);
  }
  give(stage, 100, 0);
  for (uint32_t r = 0; r < (uint32_t)runs; r++) {
    play(stage, r);
    taken_n[stage->contacts[0].agent] += 1;
  }
  for (uint32_t a = 0; a < AGENTS; a++) {
    assert_near(taken_n[a] / runs, 0.25, 4 * 0.00685);
  }
  free(stage);
}

/* ---- volume ---- */

static void test_run_when_volume_is_three_expect_clones_in_their_interval(void **state) {
  (void)state;
  struct stage *stage = stage_new(1);
  stage->desk.volume = 3;
  stage->desk.to_us = START_US + 900 * SECOND_US; /* an interval and a half */
  stage->desk.warmup_us = 900 * SECOND_US;
  staff(stage, -900, 0, STF_NOBODY, 50);
  give(stage, -10, 0);
  give(stage, 10, 0);
  give(stage, 890, 0);
  const int64_t from_s[] = {-600, 0, 600};
  const int64_t to_s[] = {0, 600, 900};
  for (uint32_t r = 0; r < 50; r++) {
    play(stage, r);
    size_t seen_n[3] = {0};
    assert_int_equal(stage->contacts_n, 9);
    for (size_t i = 0; i < stage->contacts_n; i++) {
      uint32_t id = stage->contacts[i].id;
      assert_in_range(id, 0, 2);
      seen_n[id]++;
      assert_true(stage->contacts[i].queue_us >= START_US + from_s[id] * SECOND_US);
      assert_true(stage->contacts[i].queue_us < START_US + to_s[id] * SECOND_US);
    }
    assert_true(seen_n[0] == 3 && seen_n[1] == 3 && seen_n[2] == 3);
    assert_int_equal(stage->account.counted_n, 6);
  }
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_run_when_release_and_arrival_coincide_expect_no_wait),
      cmocka_unit_test(test_run_when_shifts_change_expect_newcomer_takes_the_queue),
      cmocka_unit_test(test_run_when_patience_ends_as_an_agent_looks_expect_left),
      cmocka_unit_test(test_run_when_nobody_comes_any_more_expect_open_until_empty),
      cmocka_unit_test(test_run_when_it_ends_at_the_horizon_expect_open_ones_censored),
      cmocka_unit_test(test_run_when_laws_are_longer_than_time_expect_no_overflow),
      cmocka_unit_test(test_run_when_one_waits_and_one_is_in_hand_expect_agent_stays_with_hers),
      cmocka_unit_test(
          test_run_when_several_wait_at_the_start_expect_idle_agents_take_them_in_order),
      cmocka_unit_test(test_run_when_warm_up_work_lasts_into_the_period_expect_it_told),
      cmocka_unit_test(test_run_when_count_falls_in_a_pause_expect_presence_until_the_fall),
      cmocka_unit_test(test_run_when_count_falls_during_work_expect_presence_until_its_end),
      cmocka_unit_test(test_run_when_count_falls_and_rises_expect_departure_cancelled),
      cmocka_unit_test(test_run_when_classes_wait_expect_priority_before_age),
      cmocka_unit_test(test_run_when_routing_is_random_expect_equal_chances),
      cmocka_unit_test(test_run_when_volume_is_three_expect_clones_in_their_interval),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
