/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers who come back: by hand to the second, and what returns leave as it is. */
#include "support/near.h"
#include "support/small_desk.h"
#include "support/stage.h"

#include <math.h>
#include <stdlib.h>

/* Comes back 50 s after the end, always. */
static struct stf_after_return always(double delay_s) {
  return (struct stf_after_return){.share = 1, .delay = stf_law_constant(delay_s)};
}

static int64_t at(int64_t s) {
  return STF_STAGE_START_US + s * STF_STAGE_SECOND_US;
}

/* The contact of the stage that opened then; there is one. */
static const struct stf_contact *opened(const struct stf_stage *stage, int64_t s) {
  for (size_t i = 0; i < stage->contacts_n; i++) {
    if (stage->contacts[i].open_us == at(s)) {
      return &stage->contacts[i];
    }
  }
  fail_msg("no contact opened at %lld s", (long long)s);
  return stage->contacts;
}

static void test_unsolved_contact_expect_the_customer_comes_back(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 0};
  after.repeat[STF_AFTER_UNSOLVED] = always(900);
  after.repeat[STF_AFTER_SOLVED] = always(7);
  stage->classes[0].after = &after;
  stf_stage_staff(stage, 0, 0, 0, 1);
  (void)stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 4);
  assert_int_equal(stage->account.arrived_n, 4);
  assert_int_equal(stage->account.returned_n, 3);
  for (int64_t i = 0; i < 4; i++) {
    const struct stf_contact *contact = opened(stage, 10 + 1000 * i);
    assert_true(contact->assign_us == contact->open_us);
    assert_int_equal(contact->customer, 0);
    assert_int_equal(contact->solved, STF_SOLVED_NO);
    assert_int_equal(contact->class_id, 0);
  }
  free(stage);
}

static void test_solved_contact_expect_its_own_rule(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_UNSOLVED] = always(900);
  stage->classes[0].after = &after;
  stf_stage_staff(stage, 0, 0, 0, 1);
  (void)stf_stage_give(stage, 10, 0);
  (void)stf_stage_give(stage, 20, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 2);
  assert_int_equal(stage->contacts[0].solved, STF_SOLVED_YES);
  assert_int_equal(stage->contacts[0].customer, 0);
  assert_int_equal(stage->contacts[1].customer, 1);
  free(stage);
}

/* Nobody is there to see it: each wait of 300 s ends by itself, the next follows 200 s later.
 */
static void test_leaver_expect_retries_without_anybody_looking(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_ABANDONED] = always(200);
  stage->classes[0].after = &after;
  stage->classes[0].patience = stf_law_constant(300);
  (void)stf_stage_give(stage, 0, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 8);
  assert_int_equal(stage->account.left_n, 8);
  for (int64_t i = 0; i < 8; i++) {
    const struct stf_contact *contact = opened(stage, 500 * i);
    assert_int_equal(contact->outcome, STF_OUTCOME_ABANDONED);
    assert_true(contact->abandon_us == at(500 * i + 300));
    assert_int_equal(contact->solved, STF_SOLVED_UNKNOWN);
  }
  free(stage);
}

/* A timer of a patience that did not run out moves nothing: the run ends with the work. */
static void test_answered_in_time_expect_the_timer_comes_to_nothing(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_ABANDONED] = always(200);
  stage->classes[0].after = &after;
  stage->classes[0].patience = stf_law_constant(20000);
  stf_stage_staff(stage, 0, 0, 0, 1);
  (void)stf_stage_give(stage, 0, 0);
  (void)stf_stage_give(stage, 1, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 2);
  assert_int_equal(stage->account.returned_n, 0);
  assert_true(stage->account.end_us == at(200));
  free(stage);
}

static void check_way(bool past_bot, int64_t asked_s) {
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 0};
  after.repeat[STF_AFTER_UNSOLVED] = always(2000);
  after.repeat[STF_AFTER_UNSOLVED].past_bot = past_bot;
  stage->classes[0].after = &after;
  stage->classes[0].bot = (struct stf_bot){
      .reach_share = 1, .duration = stf_law_constant(30), .reading = stf_law_never()};
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0)->queue_us = STF_NEVER;
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 2);
  const struct stf_contact *second = opened(stage, 2130);
  assert_true(second->queue_us == at(asked_s));
  assert_true((second->bot_start_us == STF_NEVER) == past_bot);
  free(stage);
}

static void test_return_expect_through_the_bot_or_past_it(void **state) {
  (void)state;
  check_way(false, 2160);
  check_way(true, 2130);
}

static void test_contact_given_up_inside_the_bot_expect_its_own_rule(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_GAVE_UP] = always(3000);
  after.repeat[STF_AFTER_GAVE_UP].past_bot = true;
  stage->classes[0].after = &after;
  stage->classes[0].bot = (struct stf_bot){.reach_share = 1,
                                           .leave_share = 1,
                                           .duration = stf_law_constant(30),
                                           .reading = stf_law_never()};
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0)->queue_us = STF_NEVER;
  stf_stage_play(stage, 0);
  assert_int_equal(stage->account.gave_up_n, 1);
  assert_int_equal(stage->account.returned_n, 1);
  assert_int_equal(stage->account.assigned_n, 1);
  free(stage);
}

static void test_return_behind_the_period_expect_nobody(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  struct stf_after after = {.solved_share = 0};
  after.repeat[STF_AFTER_UNSOLVED] = always(3490);
  stage->classes[0].after = &after;
  stf_stage_staff(stage, 0, 0, 0, 1);
  (void)stf_stage_give(stage, 10, 0); /* would come at 3600 s: the end of the period */
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts_n, 1);
  free(stage);
}

/* ---- surveys ---- */

/* Nobody but the one class, everybody is asked and answers; a wait of 100 s for the first
 * message, no other. */
static struct stf_stage *surveyed(const struct stf_after *after) {
  struct stf_stage *stage = stf_stage_new(300);
  stage->classes[0].after = after;
  stage->classes[0].first_message = stf_law_constant(100);
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 32);
  for (int i = 0; i < 32; i++) {
    (void)stf_stage_give(stage, 100 * i, 0);
  }
  return stage;
}

/* P(mark <= k) at fixed covariates: 1 / (1 + exp(b x - cut)). */
static void test_marks_at_fixed_covariates_expect_their_closed_form(void **state) {
  (void)state;
  const struct stf_after_opinion opinion = {.cuts = {-1.5, -0.5, 0.2, 1},
                                            .cuts_n = STF_AFTER_CSAT_CUTS,
                                            .slopes = {-0.6, -0.3, 0.8, -5, -5},
                                            .frt_most_s = INFINITY,
                                            .gap_most_s = INFINITY};
  const struct stf_after after = {.solved_share = 1,
                                  .survey_share = 1,
                                  .survey_answered_share = 1,
                                  .csat = &opinion,
                                  .nps = NULL};
  struct stf_stage *stage = surveyed(&after);
  double counts[6] = {0};
  double n = 0;
  for (uint32_t r = 0; r < 200; r++) {
    stf_stage_play(stage, r);
    for (size_t i = 0; i < stage->contacts_n; i++) {
      assert_int_equal(stage->contacts[i].survey, STF_SURVEY_ANSWERED);
      assert_int_equal(stage->contacts[i].nps, 0);
      counts[stage->contacts[i].csat]++;
      n++;
    }
  }
  assert_near(counts[0], 0, 0);
  double score = (-0.6 - 0.3) * log1p(100.0 / 60) + 0.8;
  double below = 0;
  for (int mark = 1; mark <= 5; mark++) {
    double until = mark < 5 ? 1 / (1 + exp(score - opinion.cuts[mark - 1])) : 1;
    double exact = until - below;
    assert_near(counts[mark] / n, exact, 3.5 * sqrt(exact * (1 - exact) / n));
    below = until;
  }
  free(stage);
}

static void test_wait_beyond_the_data_expect_no_score(void **state) {
  (void)state;
  const struct stf_after_opinion opinion = {
      .cuts = {-1, 1}, .cuts_n = STF_AFTER_NPS_CUTS, .frt_most_s = 99, .gap_most_s = INFINITY};
  struct stf_after_opinion wider = opinion;
  wider.frt_most_s = 100;
  struct stf_after after = {.solved_share = 1,
                            .survey_share = 1,
                            .survey_answered_share = 1,
                            .csat = NULL,
                            .nps = &opinion};
  struct stf_stage *stage = surveyed(&after);
  for (int i = 0; i < 2; i++) {
    after.nps = i == 0 ? &opinion : &wider;
    stf_stage_play(stage, 0);
    assert_int_equal(stage->contacts[0].survey, STF_SURVEY_ANSWERED);
    assert_true((stage->contacts[0].nps > 0) == (i == 1));
  }
  free(stage);
}

static void test_survey_not_sent_or_not_answered_expect_no_score(void **state) {
  (void)state;
  struct stf_after after = {.solved_share = 1, .survey_share = 1};
  struct stf_stage *stage = surveyed(&after);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts[0].survey, STF_SURVEY_SENT);
  after.survey_share = 0;
  after.survey_answered_share = 1;
  stf_stage_play(stage, 0);
  assert_int_equal(stage->contacts[0].survey, STF_SURVEY_NONE);
  free(stage);
}

/* ---- draws ---- */

static const uint32_t KEYS[] = {202, 303};

/* Everybody is taken at once: what becomes of a contact depends on nothing but its own draws.
 */
static const struct stf_small_desk_plan AMPLE = {
    .keys = KEYS, .classes_n = 2, .agents_n = 2, .pool_n = 2000, .volume = 1};

static void play(double share, double volume, struct stf_small_desk_contacts *out) {
  struct stf_small_desk small;
  struct stf_small_desk_plan plan = AMPLE;
  plan.volume = volume;
  stf_small_desk_build(&plan, &small);
  struct stf_after after = {.solved_share = 0.5};
  after.repeat[STF_AFTER_UNSOLVED] =
      (struct stf_after_return){.share = share, .delay = stf_law_exponential(3600)};
  small.classes[0].after = &after;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&small.desk, NULL, &engine), STF_OK);
  stf_small_desk_run(engine, 5, 0, out);
  stf_engine_free(engine);
}

/* Contacts of `few` that are in `many` as they are. */
static size_t kept(const struct stf_small_desk_contacts *few,
                   const struct stf_small_desk_contacts *many) {
  size_t n = 0;
  for (size_t i = 0; i < few->n; i++) {
    const struct stf_contact *same = stf_small_desk_find(many, &few->items[i]);
    n += same != NULL && same->assign_us == few->items[i].assign_us &&
         same->close_us == few->items[i].close_us && same->solved == few->items[i].solved;
  }
  return n;
}

static void test_higher_share_or_volume_expect_all_others_as_they_were(void **state) {
  (void)state;
  struct stf_small_desk_contacts none = {0};
  struct stf_small_desk_contacts some = {0};
  struct stf_small_desk_contacts most = {0};
  struct stf_small_desk_contacts more = {0};
  play(0, 1, &none);
  play(0.3, 1, &some);
  play(0.9, 1, &most);
  play(0.3, 1.5, &more);
  assert_true(none.n > 500);
  assert_true(some.n > none.n + 20);
  assert_true(most.n > some.n + 20);
  assert_true(more.n > some.n + 100);
  assert_int_equal(kept(&none, &some), none.n);
  assert_int_equal(kept(&some, &most), some.n);
  assert_int_equal(kept(&some, &more), some.n);
  free(none.items);
  free(some.items);
  free(most.items);
  free(more.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unsolved_contact_expect_the_customer_comes_back),
      cmocka_unit_test(test_solved_contact_expect_its_own_rule),
      cmocka_unit_test(test_leaver_expect_retries_without_anybody_looking),
      cmocka_unit_test(test_answered_in_time_expect_the_timer_comes_to_nothing),
      cmocka_unit_test(test_return_expect_through_the_bot_or_past_it),
      cmocka_unit_test(test_contact_given_up_inside_the_bot_expect_its_own_rule),
      cmocka_unit_test(test_return_behind_the_period_expect_nobody),
      cmocka_unit_test(test_marks_at_fixed_covariates_expect_their_closed_form),
      cmocka_unit_test(test_wait_beyond_the_data_expect_no_score),
      cmocka_unit_test(test_survey_not_sent_or_not_answered_expect_no_score),
      cmocka_unit_test(test_higher_share_or_volume_expect_all_others_as_they_were)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
