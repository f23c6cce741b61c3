/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that are opened again: by hand to the second, and as a Jackson network. */
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

/* Each contact is opened again half an hour after its close: once, in a stage of an hour. */
static struct stf_after always(void) {
  const struct stf_after_reopen rule = {.share = 1, .delay = stf_law_constant(1800)};
  return (struct stf_after){.reopen = {rule, rule}};
}

static int64_t at(int64_t s) {
  return STF_STAGE_START_US + s * STF_STAGE_SECOND_US;
}

static void assert_works(const struct stf_stage *stage, uint32_t id, int64_t again_s,
                         uint32_t agent, uint32_t agent_again) {
  const struct stf_contact *contact = stf_stage_contact_of(stage, id);
  assert_int_equal(contact->works_n, 2);
  assert_int_equal(contact->works[0].agent, agent);
  assert_int_equal(contact->works[1].start_us, at(again_s));
  assert_int_equal(contact->works[1].end_us, at(again_s + 60));
  assert_int_equal(contact->works[1].agent, agent_again);
}

/* The agent who closed it has it again, although her colleague is free longer. */
static void test_reopened_contact_expect_same_record_and_agent(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  const struct stf_after after = always();
  stage->classes[0].after = &after;
  stage->classes[0].first_message = stf_law_constant(20);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 0, 0, 1, 1);
  (void)stf_stage_give(stage, 10, 0);   /* by 0 to 70, again at 1870 */
  (void)stf_stage_give(stage, 20, 0);   /* by 1 to 80, again at 1880 */
  (void)stf_stage_give(stage, 100, 0);  /* by 0 to 160, again at 1960 */
  (void)stf_stage_give(stage, 1850, 0); /* by 1 to 1910 */
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 4);
  assert_int_equal(stage->account.arrived_n, 4);
  assert_works(stage, 0, 1870, 0, 0);
  assert_works(stage, 1, 1910, 1, 1); /* both at work at 1880: it waits for the first of them */
  assert_works(stage, 2, 1960, 0, 0);
  const struct stf_contact *contact = stf_stage_contact_of(stage, 1);
  assert_int_equal(contact->outcome, STF_OUTCOME_CLOSED);
  assert_int_equal(contact->assign_us, at(20));
  assert_int_equal(contact->first_close_us, at(80));
  assert_int_equal(contact->close_us, at(1970));
  assert_int_equal(contact->reopens_n, 1);
  assert_int_equal(contact->transfers_n, 0);
  assert_int_equal(contact->holds_n, 2);
  assert_true(contact->holds[0].closed && !contact->holds[1].closed);
  assert_int_equal(contact->holds[0].back_us, at(1880));
  assert_false(stf_contact_was_parked(contact));
  assert_int_equal(contact->replies_n, 2);
  assert_int_equal(contact->replies[1].asked_us, at(1880));
  assert_int_equal(contact->replies[1].at_us, at(1930));
  assert_int_equal(contact->last_message_us, at(1970));
  assert_int_equal(stf_stage_contact_of(stage, 3)->reopens_n, 0);
  free(stage);
}

/* Her shift is over: whoever is there takes it, and that is no transfer. */
static void test_reopened_contact_when_agent_gone_expect_colleague(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  const struct stf_after after = always();
  stage->classes[0].after = &after;
  (void)stf_stage_shift(stage, 0, 0, 0, 100);
  (void)stf_stage_shift(stage, 0, 1, 1900, 3000);
  (void)stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  assert_works(stage, 0, 1900, 0, 1);
  assert_int_equal(stf_stage_contact_of(stage, 0)->transfers_n, 0);
  free(stage);
}

/* Nobody comes any more: closed once, as a log has it. */
static void test_reopened_contact_when_nobody_comes_expect_the_first_close(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  const struct stf_after after = always();
  stage->classes[0].after = &after;
  (void)stf_stage_shift(stage, 0, 0, 0, 100);
  (void)stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  const struct stf_contact *contact = stf_stage_contact_of(stage, 0);
  assert_int_equal(contact->outcome, STF_OUTCOME_CLOSED);
  assert_int_equal(contact->reopens_n, 1);
  assert_int_equal(contact->first_close_us, at(70));
  assert_int_equal(contact->close_us, at(70));
  free(stage);
}

/* Only who was not helped writes again: everybody, or nobody. */
static void test_reopened_contact_when_solved_expect_the_rule_of_that(void **state) {
  (void)state;
  for (int solved = 0; solved < 2; solved++) {
    struct stf_stage *stage = stf_stage_new(60);
    struct stf_after after = always();
    after.reopen[STF_AFTER_SOLVED].share = 0;
    after.solved_share = solved;
    stage->classes[0].after = &after;
    stf_stage_staff(stage, 0, 0, 0, 1);
    (void)stf_stage_give(stage, 10, 0);
    stf_stage_play(stage, 0);
    assert_int_equal(stf_stage_contact_of(stage, 0)->reopens_n, 1 - solved);
    assert_int_equal(stf_stage_contact_of(stage, 0)->solved,
                     solved == 1 ? STF_SOLVED_YES : STF_SOLVED_NO);
    free(stage);
  }
}

/* M/M/2 with feedback by way of a delay: a Jackson network, so M/M/2 with lambda / (1 - p)
 * whatever the law of the delay, and who comes from outside finds it so. */
static void check_network(const struct stf_law *delay) {
  const double lambda = 0.9;
  const double share = 0.4;
  const double rho = lambda / (1 - share) / 2;
  const struct stf_after_reopen rule = {.share = share, .delay = *delay};
  const struct stf_after after = {.solved_share = 0.3, .reopen = {rule, rule}};
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 2, 40000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  steady->classes[0].after = &after;
  stf_steady_run(steady, sums);
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], rho * rho / (1 - rho * rho));
  STF_STEADY_CHECK(sums, work_s[0], length_s, rho);
  free(steady);
}

static void test_reopens_expect_erlang_c_at_the_total_rate(void **state) {
  (void)state;
  const struct stf_law slow = stf_law_constant(200);
  const struct stf_law fast = stf_law_exponential(2);
  check_network(&slow);
  check_network(&fast);
}

/* At each close solved with probability s, whatever was before; then opened again with that of
 * the outcome, so at all with p = s r + (1 - s) q: as often as a geometric law says, p / (1 -
 * p) in the mean, and solved at the last close with s (1 - r) / (1 - p). The queue is the
 * network of above, whatever the two delays. */
static void test_reopens_by_outcome_in_closed_form(void **state) {
  (void)state;
  const double lambda = 1.1;
  const double s = 0.7;
  const double r = 0.1;
  const double q = 0.6;
  const double p = s * r + (1 - s) * q;
  const double rho = lambda / (1 - p) / 2;
  const struct stf_after after = {
      .solved_share = s,
      .reopen = {[STF_AFTER_SOLVED] = {.share = r, .delay = stf_law_exponential(90)},
                 [STF_AFTER_UNSOLVED] = {.share = q, .delay = stf_law_constant(4)}}};
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 2, 40000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  steady->classes[0].after = &after;
  stf_steady_run(steady, sums);
  STF_STEADY_CHECK(sums, reopens_n[0], opened_n[0], p / (1 - p));
  STF_STEADY_CHECK(sums, solved_n[0], opened_n[0], s * (1 - r) / (1 - p));
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], rho * rho / (1 - rho * rho));
  STF_STEADY_CHECK(sums, work_s[0], length_s, rho);
  free(steady);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reopened_contact_expect_same_record_and_agent),
      cmocka_unit_test(test_reopened_contact_when_agent_gone_expect_colleague),
      cmocka_unit_test(test_reopened_contact_when_nobody_comes_expect_the_first_close),
      cmocka_unit_test(test_reopened_contact_when_solved_expect_the_rule_of_that),
      cmocka_unit_test(test_reopens_expect_erlang_c_at_the_total_rate),
      cmocka_unit_test(test_reopens_by_outcome_in_closed_form),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
