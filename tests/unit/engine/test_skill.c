/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast people are: chains solved here, closed forms, and by hand. */
#include "support/chain.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <math.h>
#include <stdlib.h>

/* ---- two agents of different speed ---- */

enum {
  LONGEST = 300 /* queue at which the chain is cut: its law is geometric, 0.75^300 */
};

/* States of M/M/2 with speeds m1, m2 where the longest idle agent takes the next contact: 0
 * both idle, agent 1 idle for longer; 1 both idle, agent 2 for longer; 2 agent 1 at work alone;
 * 3 agent 2 at work alone; 4 + i both at work, i waiting. */
static void solve_two(double lambda, double m1, double m2, double *p) {
  struct stf_chain chain = stf_chain_new(4 + LONGEST);
  stf_chain_add(&chain, 0, 2, lambda);
  stf_chain_add(&chain, 1, 3, lambda);
  stf_chain_add(&chain, 2, 1, m1);
  stf_chain_add(&chain, 3, 0, m2);
  stf_chain_add(&chain, 2, 4, lambda);
  stf_chain_add(&chain, 3, 4, lambda);
  stf_chain_add(&chain, 4, 2, m2);
  stf_chain_add(&chain, 4, 3, m1);
  for (size_t i = 4; i + 1 < 4 + LONGEST; i++) {
    stf_chain_add(&chain, i, i + 1, lambda);
    stf_chain_add(&chain, i + 1, i, m1 + m2);
  }
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
}

static void test_agents_of_different_speed_expect_the_chain(void **state) {
  (void)state;
  const double lambda = 1.5;
  static const double TEAM[] = {0.8};
  static const struct stf_people_speed FAST = {.name = 0, .class_index = 0, .speed = 1.2};
  static const struct stf_people PEOPLE = {.speeds = TEAM, .own = &FAST, .own_n = 1};
  struct stf_steady *lab = stf_steady_new(&lambda, 1, 2, 20000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  double p[4 + LONGEST];
  lab->team.people = &PEOPLE;
  stf_steady_run(lab, sums);
  solve_two(lambda, 1.2, 0.8, p);
  double waiting = 0;
  double both = 0;
  for (size_t i = 0; i < LONGEST; i++) {
    waiting += (double)i * p[4 + i];
    both += p[4 + i];
  }
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], waiting / lambda);
  STF_STEADY_CHECK(sums, work_s[0], length_s, p[2] + both);
  STF_STEADY_CHECK(sums, work_s[1], length_s, p[3] + both);
  free(lab);
}

/* ---- learning ---- */

/* Contacts wait in a row for one agent: her n-th takes work / (start n^b), b = -ln start / ln
 * (1 + H), from n = H + 1 on the work alone. Rounded to the microsecond one by one. */
static void test_learning_by_contacts_expect_the_power_law(void **state) {
  (void)state;
  static const struct stf_people PEOPLE = {
      .learning = STF_PEOPLE_BY_CONTACTS, .start_speed = 0.5, .full_after = 8};
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].people = &PEOPLE;
  stf_stage_staff(stage, 0, 0, 0, 1);
  for (uint32_t n = 1; n <= 12; n++) {
    stf_stage_give(stage, 0, 0);
  }
  stf_stage_play(stage, 0);
  double b = -log(0.5) / log(1 + 8);
  double sum_s = 0;
  for (uint32_t n = 1; n <= 12; n++) {
    const struct stf_contact *contact = stf_stage_contact_of(stage, n - 1);
    double work_s = n <= 8 ? 60 / (0.5 * pow(n, b)) : 60;
    sum_s += work_s;
    assert_near((double)(contact->close_us - contact->assign_us), work_s * 1e6, 1);
    /* Throughput of an agent who is never idle: the n-th is done after the sum. */
    assert_near((double)(contact->close_us - STF_STAGE_START_US), sum_s * 1e6, n);
  }
  free(stage);
}

/* Exponential work, one agent who is never idle: of N contacts in a row the mean time is m / s
 * sum n^-b. */
static void test_learning_saturated_agent_expect_mean_of_the_nth_contact(void **state) {
  (void)state;
  static const struct stf_people PEOPLE = {
      .learning = STF_PEOPLE_BY_CONTACTS, .start_speed = 0.4, .full_after = 31};
  enum {
    N = 32,
    RUNS = 2000
  };
  struct stf_stage *stage = stf_stage_new(1);
  stage->classes[0].service = stf_law_exponential(60);
  stage->teams[0].people = &PEOPLE;
  stf_stage_staff(stage, 0, 0, 0, 1);
  for (uint32_t n = 1; n <= N; n++) {
    stf_stage_give(stage, 0, 0);
  }
  double sum_s[N] = {0};
  for (uint32_t r = 0; r < RUNS; r++) {
    stf_stage_play(stage, r);
    for (uint32_t i = 0; i < N; i++) {
      const struct stf_contact *contact = stf_stage_contact_of(stage, i);
      sum_s[i] += (double)(contact->close_us - contact->assign_us) * 1e-6;
    }
  }
  double b = -log(0.4) / log(1 + 31);
  for (uint32_t n = 1; n <= N; n++) {
    double mean_s = 60 / (0.4 * pow(n, b));
    assert_near(sum_s[n - 1] / RUNS, mean_s, 3.5 * mean_s / sqrt(RUNS));
  }
  free(stage);
}

static void test_experience_expect_the_curve_from_there_on(void **state) {
  (void)state;
  static const struct stf_people_experience TEMP = {.name = 1, .n = 3};
  static const struct stf_people PEOPLE = {.learning = STF_PEOPLE_BY_CONTACTS,
                                           .start_speed = 0.5,
                                           .full_after = 8,
                                           .experience = (double)INFINITY,
                                           .beginners = &TEMP,
                                           .beginners_n = 1};
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].people = &PEOPLE;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 1, 0, 1, 1);
  stf_stage_give(stage, 10, 0); /* the old hand */
  stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  double b = -log(0.5) / log(1 + 8);
  assert_int_equal(stf_stage_contact_of(stage, 0)->agent, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->close_us -
                       stf_stage_contact_of(stage, 0)->assign_us,
                   60 * STF_STAGE_SECOND_US);
  assert_near((double)(stf_stage_contact_of(stage, 1)->close_us -
                       stf_stage_contact_of(stage, 1)->assign_us),
              60e6 / (0.5 * pow(4, b)), 1);
  free(stage);
}

/* The second day of two: one day behind her, however many contacts. */
static void test_learning_by_days_expect_speed_to_rise_at_midnight(void **state) {
  (void)state;
  static const struct stf_people PEOPLE = {
      .learning = STF_PEOPLE_BY_DAYS, .start_speed = 0.5, .full_after = 3};
  struct stf_stage *stage = stf_stage_new(60);
  stage->desk.zone_name = "UTC";
  stage->desk.to_us = STF_STAGE_START_US + 3 * 86400 * STF_STAGE_SECOND_US;
  stage->teams[0].people = &PEOPLE;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 1000, 0);
  stf_stage_give(stage, 86400, 0); /* START is 1000 s after a midnight */
  stf_stage_give(stage, 87400, 0);
  stf_stage_give(stage, 2 * 86400, 0);
  stf_stage_play(stage, 0);
  const double days[] = {0, 0, 1, 1, 2};
  double b = -log(0.5) / log(1 + 3);
  for (uint32_t i = 0; i < 5; i++) {
    const struct stf_contact *contact = stf_stage_contact_of(stage, i);
    assert_near((double)(contact->close_us - contact->assign_us),
                60e6 / (0.5 * pow(1 + days[i], b)), 1);
  }
  free(stage);
}

/* Logged work is time as it was. */
static void test_given_service_expect_it_whoever_takes_it(void **state) {
  (void)state;
  static const double TEAM[] = {0.5, 1};
  static const struct stf_people PEOPLE = {.speeds = TEAM};
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].people = &PEOPLE;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0)->service_us = 70 * STF_STAGE_SECOND_US;
  stf_stage_give(stage, 500, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->close_us,
                   STF_STAGE_START_US + 70 * STF_STAGE_SECOND_US);
  assert_int_equal(stf_stage_contact_of(stage, 1)->close_us,
                   STF_STAGE_START_US + 620 * STF_STAGE_SECOND_US);
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_agents_of_different_speed_expect_the_chain),
      cmocka_unit_test(test_learning_by_contacts_expect_the_power_law),
      cmocka_unit_test(test_learning_saturated_agent_expect_mean_of_the_nth_contact),
      cmocka_unit_test(test_experience_expect_the_curve_from_there_on),
      cmocka_unit_test(test_learning_by_days_expect_speed_to_rise_at_midnight),
      cmocka_unit_test(test_given_service_expect_it_whoever_takes_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
