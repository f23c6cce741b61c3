/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escalations against closed forms: each measure within 3.5 standard errors (false alarm 5e-4 a
 * measure), standard error at most 2 % of the value. Seeds are fixed. Mean service is 1 s.
 */
#include "support/lab.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

#define OFFSET(name) offsetof(struct stf_lab_sums, name)
#define S_US         1000000

static const struct stf_lab_plan PLAN = {
    .length_s = 24000, .warmup_s = 1000, .runs_n = 40, .seed = 15};

static struct stf_escalation one(const struct stf_escalation_rule *rule) {
  return (struct stf_escalation){.rules = rule, .rules_n = 1};
}

/* Alerts move nobody: P(alert) is that of waiting beyond, C exp(-(n - lambda) t) in M/M/n. */
static void test_alert_when_erlang_c_expect_its_tail(void **state) {
  (void)state;
  const struct stf_escalation_rule rule = {.deed = STF_ESCALATION_ALERT,
                                           .after_us = 8 * S_US / 10};
  const struct stf_escalation escalation = one(&rule);
  struct stf_lab lab;
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(run);
  stf_lab_init(&lab, 1, 1);
  lab.agents_n[0] = 3;
  lab.rates_per_s[0] = 2.4;
  lab.classes[0].escalation = &escalation;
  stf_lab_play(&lab, &PLAN, run);
  double b = 1;
  for (int k = 1; k <= 3; k++) {
    b = 2.4 * b / (k + 2.4 * b);
  }
  double wait = b / (1 - 0.8 * (1 - b));
  stf_lab_check(run, "alerts", 0, OFFSET(alerted), OFFSET(arrived), wait * exp(-0.6 * 0.8));
  stf_lab_check(run, "waits", 0, OFFSET(wait_s), OFFSET(arrived), wait / 0.6);
  free(run);
}

/* Who waits for T goes to a team that always has somebody: for the first team M/M/1+D with
 * patience T (Barrer 1957), P = (1 - rho) rho e / (1 - rho^2 e), e = exp(-(1 - rho) T). */
static void test_transfer_of_who_waits_expect_deterministic_patience(void **state) {
  (void)state;
  const double rho = 0.9;
  const double after_s = 2;
  const struct stf_escalation_rule rule = {
      .deed = STF_ESCALATION_TRANSFER, .after_us = 2 * S_US, .team = 1, .team_name = 1};
  const struct stf_escalation escalation = one(&rule);
  struct stf_lab lab;
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(run);
  stf_lab_init(&lab, 1, 2);
  lab.agents_n[1] = 20;
  lab.rates_per_s[0] = rho;
  lab.classes[0].escalation = &escalation;
  stf_lab_play(&lab, &PLAN, run);
  double e = exp(-(1 - rho) * after_s);
  double p = (1 - rho) * rho * e / (1 - rho * rho * e);
  stf_lab_check(run, "escalated", 0, OFFSET(escalated), OFFSET(arrived), p);
  stf_lab_check(run, "transferred", 0, OFFSET(transferred), OFFSET(arrived), p);
  free(run);
}

/* Uniform work from 0 to 2 s, everybody taken at once: half is not done after 1 s. The rest
 * makes 1 s of work in the mean; work that begins afresh 3/4 + 1/2. */
static void test_transfer_out_of_hand_expect_work_by_rule(void **state) {
  (void)state;
  for (int afresh = 0; afresh < 2; afresh++) {
    const struct stf_escalation_rule rule = {.clock = STF_ESCALATION_RESOLUTION,
                                             .deed = STF_ESCALATION_TRANSFER,
                                             .after_us = S_US,
                                             .team = 1,
                                             .afresh = afresh == 1};
    const struct stf_escalation escalation = one(&rule);
    const double ends[STF_LAW_PARAMETERS_MAX] = {0, 2};
    const char *why = "";
    struct stf_lab lab;
    struct stf_lab_run *run = malloc(sizeof *run);
    assert_non_null(run);
    stf_lab_init(&lab, 1, 2);
    lab.agents_n[0] = 12;
    lab.agents_n[1] = 12;
    lab.rates_per_s[0] = 1;
    assert_true(stf_law_make(STF_LAW_UNIFORM, ends, &lab.classes[0].service, &why));
    lab.classes[0].escalation = &escalation;
    stf_lab_play(&lab, &PLAN, run);
    stf_lab_check(run, "transferred", 0, OFFSET(transferred), OFFSET(arrived), 0.5);
    stf_lab_check(run, "work", 0, OFFSET(work_s), OFFSET(arrived), afresh == 1 ? 1.25 : 1);
    free(run);
  }
}

/* One agent in each team. Whose work is longer than T of its own is taken away: without waiting
 * for the first agent the clock is that of the work, so that with a first team that is never
 * full the second is M/G/1 with arrivals lambda P(S > T), Poisson by thinning and a constant
 * shift, and fresh work: W = lambda_2 E S^2 / (2 (1 - rho_2)) with exponential service. */
static void test_transfer_out_of_hand_expect_queue_of_the_specialist(void **state) {
  (void)state;
  const double lambda = 1.2;
  const struct stf_escalation_rule rule = {.clock = STF_ESCALATION_RESOLUTION,
                                           .deed = STF_ESCALATION_TRANSFER,
                                           .after_us = S_US,
                                           .team = 1,
                                           .afresh = true};
  const struct stf_escalation escalation = one(&rule);
  struct stf_lab lab;
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(run);
  stf_lab_init(&lab, 1, 2);
  lab.agents_n[0] = 14;
  lab.agents_n[1] = 1;
  lab.rates_per_s[0] = lambda;
  lab.classes[0].escalation = &escalation;
  struct stf_lab_plan plan = PLAN;
  plan.length_s = 40000;
  stf_lab_play(&lab, &plan, run);
  double second = lambda * exp(-1);
  stf_lab_check(run, "transferred", 0, OFFSET(transferred), OFFSET(arrived), exp(-1));
  stf_lab_check(run, "between", 0, OFFSET(between_s), OFFSET(transferred),
                second / (1 - second));
  free(run);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_alert_when_erlang_c_expect_its_tail),
      cmocka_unit_test(test_transfer_of_who_waits_expect_deterministic_patience),
      cmocka_unit_test(test_transfer_out_of_hand_expect_work_by_rule),
      cmocka_unit_test(test_transfer_out_of_hand_expect_queue_of_the_specialist)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
