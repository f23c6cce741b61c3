/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aging between its limits, against a semi-Markov process solved here: each measure within 3.5
 * standard errors (false alarm 5e-4 a measure), standard error at most 2 % of the value. Seeds
 * are fixed.
 *
 * One agent of exponential work at rate 1, two classes with priorities 1 and 2, the second one
 * aging by `a`, and one waiting place each: who finds it taken turns away. While one of the
 * second class waits, only her wait and this matter: does one of the first class wait (none,
 * one who came before her, one who came after her)? At an end of work the first class is taken
 * before her while she has waited less than a; from a to 2 a, of the same priority then, only
 * one who came before her; later none. So her waiting is a chain with absorption whose rates
 * change at a and 2 a, and between two such stretches the desk is a chain of three states.
 */
#include "support/chain.h"
#include "support/lab.h"
#include "support/near.h"

#include <stdlib.h>

#define OFFSET(name) offsetof(struct stf_lab_sums, name)

enum {
  NONE,   /* of the first class waits */
  BEFORE, /* one who came before her does */
  BEHIND, /* one who came after her does */
  STATES
};

enum {
  STEPS = 4000 /* of each of the first two stretches */
};

/* A stretch in which one of the second class waits. */
struct stretch {
  double p[STATES];    /* she still waits, and the first class stands so */
  double time[STATES]; /* mean time in it so far */
  double taken[2];     /* she was taken, with nobody and one of the first class waiting */
};

/* Which of the three an end of work leaves to wait on, by her wait: taken is she, else the one
 * of the first class. */
static bool is_her_turn(int state, int phase) {
  return state == NONE || phase == 2 || (phase == 1 && state == BEHIND);
}

static void change(const double p[STATES], double rate_1, int phase, struct stretch *out) {
  *out = (struct stretch){.p = {0}};
  out->p[NONE] -= rate_1 * p[NONE];
  out->p[BEHIND] += rate_1 * p[NONE];
  for (int state = 0; state < STATES; state++) {
    out->p[state] -= p[state];
    out->time[state] = p[state];
    if (is_her_turn(state, phase)) {
      out->taken[state != NONE] += p[state];
    } else {
      out->p[NONE] += p[state];
    }
  }
}

static void add(struct stretch *to, const struct stretch *change, double times) {
  for (int state = 0; state < STATES; state++) {
    to->p[state] += times * change->p[state];
    to->time[state] += times * change->time[state];
  }
  to->taken[0] += times * change->taken[0];
  to->taken[1] += times * change->taken[1];
}

/* Heun's rule through a phase of that length. */
static void pass(struct stretch *stretch, double rate_1, int phase, double length) {
  double step = length / STEPS;
  for (int i = 0; i < STEPS; i++) {
    struct stretch first;
    struct stretch second;
    change(stretch->p, rate_1, phase, &first);
    struct stretch ahead = *stretch;
    add(&ahead, &first, step);
    change(ahead.p, rate_1, phase, &second);
    add(stretch, &first, step / 2);
    add(stretch, &second, step / 2);
  }
}

/* The whole of it: in the last phase she is taken at the next end of work. */
static struct stretch stretch_from(int state, double rate_1, double aging) {
  struct stretch stretch = {.p = {0}};
  stretch.p[state] = 1;
  pass(&stretch, rate_1, 0, aging);
  pass(&stretch, rate_1, 1, aging);
  pass(&stretch, rate_1, 2, 40);
  return stretch;
}

/* Shares of the time in which one of the first class waits, and of the second. */
static void shares_of(const double rates[2], double aging, double waiting[2]) {
  struct stretch alone = stretch_from(NONE, rates[0], aging);
  struct stretch behind = stretch_from(BEFORE, rates[0], aging);
  /* Of one at work with nobody waiting the measure is 1; one of the first class waits: */
  double one = (rates[0] + rates[1] * alone.taken[1]) / (1 + rates[1] * (1 - behind.taken[1]));
  double idle = 1 / (rates[0] + rates[1]);
  double with_her[STATES];
  double sum = idle + 1 + one;
  for (int state = 0; state < STATES; state++) {
    with_her[state] = rates[1] * (alone.time[state] + one * behind.time[state]);
    sum += with_her[state];
  }
  waiting[0] = (one + with_her[BEFORE] + with_her[BEHIND]) / sum;
  waiting[1] = (with_her[NONE] + with_her[BEFORE] + with_her[BEHIND]) / sum;
}

static const double RATES[] = {1.4, 0.5};

static void check_aging(double aging) {
  static const struct stf_lab_plan PLAN = {
      .length_s = 24000, .warmup_s = 100, .runs_n = 40, .seed = 8};
  static const struct stf_leaving_step TAKEN = {.queue = 1, .share = 1};
  const struct stf_leaving one_place = {
      .ghost = stf_law_never(), .steps = &TAKEN, .steps_n = 1};
  const struct stf_dispatch_class rules = {.weight = 1, .aging_us = (int64_t)(aging * 1e6)};
  struct stf_lab lab;
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(run);
  double waiting[2];
  shares_of(RATES, aging, waiting);
  stf_lab_init(&lab, 2, 1);
  lab.classes[1].dispatch = &rules;
  for (uint32_t c = 0; c < 2; c++) {
    lab.rates_per_s[c] = RATES[c];
    lab.classes[c].priority = (int)c + 1;
    lab.classes[c].leaving = &one_place;
  }
  stf_lab_play(&lab, &PLAN, run);
  for (uint32_t c = 0; c < 2; c++) {
    /* By Little's law, and as those who come see the shares of the time. */
    stf_lab_check(run, "wait", c, OFFSET(wait_s), OFFSET(arrived), waiting[c] / RATES[c]);
    stf_lab_check(run, "turned away", c, OFFSET(abandoned), OFFSET(arrived), waiting[c]);
  }
  free(run);
}

static void test_aging_expect_the_process_of_her_wait(void **state) {
  (void)state;
  static const double AGING[] = {0.3, 1, 2.5};
  for (size_t i = 0; i < STF_COUNT_OF(AGING); i++) {
    check_aging(AGING[i]);
  }
}

/* Strict priority of one class: idle, at work with nobody waiting, with one of the first, of
 * the second, of both. */
static void strict_shares(const double rates[2], int first, double waiting[2]) {
  enum {
    IDLE,
    WORK,
    FIRST,
    SECOND,
    BOTH,
    CHAIN
  };
  double p[CHAIN];
  struct stf_chain chain = stf_chain_new(CHAIN);
  stf_chain_add(&chain, IDLE, WORK, rates[0] + rates[1]);
  stf_chain_add(&chain, WORK, IDLE, 1);
  stf_chain_add(&chain, WORK, FIRST, rates[0]);
  stf_chain_add(&chain, WORK, SECOND, rates[1]);
  stf_chain_add(&chain, FIRST, WORK, 1);
  stf_chain_add(&chain, FIRST, BOTH, rates[1]);
  stf_chain_add(&chain, SECOND, WORK, 1);
  stf_chain_add(&chain, SECOND, BOTH, rates[0]);
  stf_chain_add(&chain, BOTH, first == 0 ? SECOND : FIRST, 1);
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
  waiting[0] = p[FIRST] + p[BOTH];
  waiting[1] = p[SECOND] + p[BOTH];
}

/* Aging never is strict priority, aging at once that of the second class: she then is ahead of
 * all the first one's, which do not age. */
static void test_process_at_its_limits_expect_strict_priority(void **state) {
  (void)state;
  static const double AGING[] = {50, 1e-9};
  for (int first = 0; first < 2; first++) {
    double process[2];
    double chain[2];
    shares_of(RATES, AGING[first], process);
    strict_shares(RATES, first, chain);
    assert_near(process[0], chain[0], 1e-5);
    assert_near(process[1], chain[1], 1e-5);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_aging_expect_the_process_of_her_wait),
      cmocka_unit_test(test_process_at_its_limits_expect_strict_priority)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
