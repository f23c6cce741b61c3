/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that go back to their queue at the end of a shift: by hand, and the limit in which
 * agents who are replaced by equal ones every second leave M/M/n as it is. */
#include "support/chain.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

static const struct stf_work *works_of(const struct stf_stage *stage, uint32_t id, uint32_t n) {
  const struct stf_contact *contact = stf_stage_contact_of(stage, id);
  assert_int_equal(contact->works_n, n);
  return stf_contact_works(contact);
}

static void assert_work(const struct stf_work *work, int from_s, int to_s, uint32_t agent) {
  assert_int_equal(work->start_us - STF_STAGE_START_US, from_s * STF_STAGE_SECOND_US);
  assert_int_equal(work->end_us - STF_STAGE_START_US, to_s * STF_STAGE_SECOND_US);
  assert_int_equal(work->agent, agent);
}

/* The one handed back comes before those who came later, with what is left of its work. */
static void test_hand_back_by_hand_expect_its_age_and_the_rest(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].hands_back = true;
  (void)stf_stage_shift(stage, 0, 0, 0, 100);
  (void)stf_stage_shift(stage, 0, 1, 200, 400);
  stf_stage_give(stage, 80, 0); /* 20 s of work done by 100 */
  stf_stage_give(stage, 90, 0);
  stf_stage_give(stage, 85, 0)->queue_us = STF_STAGE_START_US + 95 * STF_STAGE_SECOND_US;
  stf_stage_play(stage, 0);
  const struct stf_work *works = works_of(stage, 0, 2);
  assert_work(&works[0], 80, 100, 0);
  assert_work(&works[1], 200, 240, 1);
  assert_work(works_of(stage, 1, 1), 240, 300, 1);
  assert_work(works_of(stage, 2, 1), 300, 360, 1);
  const struct stf_contact *contact = stf_stage_contact_of(stage, 0);
  assert_int_equal(contact->transfers_n, 0);
  assert_int_equal(contact->holds_n, 2);
  assert_true(contact->holds[0].handed_back && !contact->holds[1].handed_back);
  assert_true(stf_contact_was_handed_back(contact));
  assert_false(stf_contact_was_handed_back(stf_stage_contact_of(stage, 1)));
  assert_false(stf_contact_was_parked(contact));
  assert_int_equal(stf_contact_parked_us(contact), 0);
  assert_int_equal(stage->spans[0].end_us - STF_STAGE_START_US, 100 * STF_STAGE_SECOND_US);
  free(stage);
}

/* A colleague who is there takes it at once, by her own speed. */
static void test_hand_back_to_a_colleague_expect_the_rest_by_her_speed(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  const struct stf_people_speed fast = {.name = 1, .class_index = 0, .speed = 2};
  const struct stf_people people = {.own = &fast, .own_n = 1};
  stage->teams[0].hands_back = true;
  stage->teams[0].people = &people;
  (void)stf_stage_shift(stage, 0, 0, 0, 100);
  (void)stf_stage_shift(stage, 0, 1, 90, 400);
  stf_stage_give(stage, 60, 0); /* by the first, 20 s left at 100 */
  stf_stage_give(stage, 92, 0); /* by the second, to 122 */
  stf_stage_give(stage, 95, 0); /* younger than the one handed back */
  stf_stage_play(stage, 0);
  const struct stf_work *works = works_of(stage, 0, 2);
  assert_work(&works[0], 60, 100, 0);
  assert_work(&works[1], 122, 132, 1);
  assert_work(works_of(stage, 1, 1), 92, 122, 1);
  assert_work(works_of(stage, 2, 1), 132, 162, 1);
  free(stage);
}

/* In turns: the turn at work goes on with whoever is there next, who is silent comes to the
 * queue with her next message, and nobody waits for the agent who has gone. */
static void test_hand_back_in_turns_by_hand(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_turns turns = {.work = stf_law_constant(40),
                            .think = stf_law_constant(70),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER,
                            .return_to = STF_TURNS_SAME_AGENT};
  assert_int_equal(stf_turns_fixed(arena, 2, &turns.number), STF_OK);
  stage->classes[0].turns = &turns;
  stage->teams[0].hands_back = true;
  stage->teams[0].cap = 2;
  (void)stf_stage_shift(stage, 0, 0, 0, 60);
  (void)stf_stage_shift(stage, 0, 1, 60, 600);
  stf_stage_give(stage, 0, 0);  /* reply at 40, next message at 110 */
  stf_stage_give(stage, 10, 0); /* turn from 40, broken off at 60, done at 80 */
  stf_stage_play(stage, 0);
  const struct stf_work *works = works_of(stage, 0, 2);
  assert_work(&works[0], 0, 40, 0);
  assert_work(&works[1], 110, 150, 1);
  works = works_of(stage, 1, 3);
  assert_work(&works[0], 40, 60, 0);
  assert_work(&works[1], 60, 80, 1);
  assert_work(&works[2], 150, 190, 1);
  const struct stf_contact *contact = stf_stage_contact_of(stage, 1);
  assert_int_equal(contact->replies_n, 2);
  assert_int_equal(contact->replies[0].at_us - STF_STAGE_START_US, 80 * STF_STAGE_SECOND_US);
  assert_int_equal(contact->transfers_n, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->transfers_n, 0);
  stf_arena_free(arena);
  free(stage);
}

/* ---- the limit ---- */

enum {
  AGENTS = 2,
  LONGEST = 200,
  LENGTH_S = 30000
};

/* M/M/2. */
static double sojourn_s(double lambda) {
  struct stf_chain chain = stf_chain_new(LONGEST);
  static double p[LONGEST];
  double in_system = 0;
  for (size_t n = 0; n + 1 < LONGEST; n++) {
    stf_chain_add(&chain, n, n + 1, lambda);
    stf_chain_add(&chain, n + 1, n, n + 1 < AGENTS ? (double)(n + 1) : AGENTS);
  }
  stf_chain_solve(&chain, p);
  for (size_t n = 0; n < LONGEST; n++) {
    in_system += (double)n * p[n];
  }
  stf_chain_free(&chain);
  return in_system / lambda;
}

/* Two agents are there, and every `shift_s` seconds two others come for them. */
static struct stf_staff_change *relieve(struct stf_steady *steady, double shift_s) {
  size_t shifts_n =
      (size_t)((double)(steady->edges_us[1] - steady->edges_us[0]) * 1e-6 / shift_s) + 1;
  struct stf_staff_change *changes = calloc(2 * AGENTS * shifts_n, sizeof *changes);
  assert_non_null(changes);
  size_t n = 0;
  for (size_t i = 0; i < shifts_n; i++) {
    for (int delta = 1; delta >= (i > 0 ? -1 : 1); delta -= 2) {
      for (uint32_t a = 0; a < AGENTS; a++) {
        uint32_t group = (uint32_t)((i + (delta < 0)) % 2);
        changes[n++] = (struct stf_staff_change){.at_us = steady->edges_us[0] +
                                                          (int64_t)((double)i * shift_s * 1e6),
                                                 .agent = AGENTS * group + a,
                                                 .delta = delta};
      }
    }
  }
  steady->desk.changes = changes;
  steady->desk.changes_n = n;
  return changes;
}

static void test_hand_back_of_exponential_work_expect_erlang_c(void **state) {
  (void)state;
  const double lambda = 1.5;
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 2 * AGENTS, LENGTH_S);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_staff_change *changes = relieve(steady, 1);
  steady->team.hands_back = true;
  stf_steady_run(steady, sums);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], sojourn_s(lambda));
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_ON], length_s, AGENTS);
  free(changes);
  free(steady);
}

/* ---- patience to the first reply ---- */

/* 10 of 15 s are done when the shift ends; taken again at 12 the reply is said at 17. Patience
 * of 11 s ends in the queue, of 16 s with the second agent. */
static void test_hand_back_before_the_first_reply_expect_patience_to_go_on(void **state) {
  (void)state;
  static const double ONCE[] = {0};
  static const int64_t PATIENCE_S[] = {11, 16, 18};
  struct stf_leaving until = {.until_reply = true, .ghost = stf_law_never()};
  struct stf_turns turns = {.number = {.mean = 1, .survival = ONCE, .survival_n = 1},
                            .work = stf_law_constant(15),
                            .think = stf_law_constant(30),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
  for (size_t i = 0; i < 3; i++) {
    bool stays = i == 2;
    struct stf_stage *stage = stf_stage_new(15);
    stage->classes[0].turns = &turns;
    stage->classes[0].leaving = &until;
    stage->teams[0].hands_back = true;
    (void)stf_stage_shift(stage, 0, 0, 0, 10);
    (void)stf_stage_shift(stage, 0, 1, 12, 100);
    stf_stage_give(stage, 0, 0)->patience_us = PATIENCE_S[i] * STF_STAGE_SECOND_US;
    stf_stage_play(stage, 0);
    const struct stf_contact *contact = stf_stage_contact_of(stage, 0);
    int64_t end_us = STF_STAGE_START_US + (stays ? 17 : PATIENCE_S[i]) * STF_STAGE_SECOND_US;
    assert_int_equal(contact->outcome, stays ? STF_OUTCOME_CLOSED : STF_OUTCOME_ABANDONED);
    assert_int_equal(contact->close_us, end_us);
    assert_int_equal(contact->abandon_us, stays ? STF_NEVER : end_us);
    assert_int_equal(contact->works_n, i == 0 ? 1 : 2);
    assert_int_equal(stage->account.waiting_n, 0);
    assert_int_equal(stage->account.gone_n, stays ? 0 : 1);
    free(stage);
  }
}

/* M/M/2 relieved every second, everybody's patience runs, at work or not: deaths at min(n, 2) +
 * n theta. */
static void test_hand_back_with_patience_to_the_reply_expect_birth_and_death(void **state) {
  (void)state;
  const double lambda = 1.5;
  const double theta = 0.3;
  double p = 1;
  double sum = 1;
  double in_system = 0;
  for (int n = 1; n < 100; n++) {
    p *= lambda / ((n < AGENTS ? n : AGENTS) + n * theta);
    sum += p;
    in_system += n * p;
  }
  const struct stf_leaving until = {.until_reply = true, .ghost = stf_law_never()};
  const struct stf_turns turns = {.number = stf_turns_geometric(1),
                                  .work = stf_law_exponential(1),
                                  .think = stf_law_constant(1),
                                  .park_after_us = STF_NEVER,
                                  .close_after_us = STF_NEVER};
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 2 * AGENTS, LENGTH_S);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_staff_change *changes = relieve(steady, 1);
  steady->classes[0].turns = &turns;
  steady->classes[0].leaving = &until;
  steady->classes[0].patience = stf_law_exponential(1 / theta);
  steady->team.hands_back = true;
  stf_steady_run(steady, sums);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], in_system / sum / lambda);
  free(changes);
  free(steady);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_hand_back_before_the_first_reply_expect_patience_to_go_on),
      cmocka_unit_test(test_hand_back_with_patience_to_the_reply_expect_birth_and_death),
      cmocka_unit_test(test_hand_back_by_hand_expect_its_age_and_the_rest),
      cmocka_unit_test(test_hand_back_to_a_colleague_expect_the_rest_by_her_speed),
      cmocka_unit_test(test_hand_back_in_turns_by_hand),
      cmocka_unit_test(test_hand_back_of_exponential_work_expect_erlang_c),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
