/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bot that ends the easy contacts: work of those whom it hands over against quadrature over
 * the copula; the law of all is unchanged; nothing without it. Tolerance 3.5 standard errors (a
 * false alarm in 2000). */
#include "desk/difficulty.h"
#include "support/hand_desk.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

enum {
  SEED = 19,
  RUNS = 400,
  PAIRS = 20000
};

static const uint32_t KEYS[] = {202, 303};

#define RANK        0.6
#define CONTAINMENT 0.4
#define MEAN_S      100.0
#define PI          3.14159265358979323846

struct moments {
  double n;
  double sum;
  double squares;
};

static void add(struct moments *to, double x) {
  to->n++;
  to->sum += x;
  to->squares += x * x;
}

static void assert_mean(const struct moments *of, double exact) {
  double mean = of->sum / of->n;
  double se = sqrt((of->squares / of->n - mean * mean) / of->n);
  assert_near(mean, exact, 3.5 * se);
}

static double below(double z) {
  return 0.5 * erfc(-z / sqrt(2));
}

/* Where below() is p, by halving. */
static double score(double p) {
  double low = -10;
  double high = 10;
  for (int i = 0; i < 80; i++) {
    double middle = 0.5 * (low + high);
    low = below(middle) < p ? middle : low;
    high = below(middle) < p ? high : middle;
  }
  return low;
}

/* E[value(w) | not contained]: over the normal score z of w, those not contained have the mass
 * P(D > d | z), D the score of the fate, whose correlation with z is -r. */
static double exact_mean(double rank, double share, double (*value)(double w)) {
  double r = 2 * sin(PI * rank / 6);
  double edge = score(share);
  double sum = 0;
  double mass = 0;
  for (int i = -90000; i <= 90000; i++) {
    double z = i * 1e-4;
    double weight = exp(-0.5 * z * z) * below((-r * z - edge) / sqrt(1 - r * r));
    sum += weight * value(below(z));
    mass += weight;
  }
  return sum / mass;
}

static double exponential(double w) {
  return -MEAN_S * log(w);
}

static double geometric(double w) {
  return 1 + floor(log(w) / log(1 - 1 / 4.0));
}

/* ---- the copula ---- */

static void test_uniform_expect_the_same_law_and_the_rank_correlation(void **state) {
  (void)state;
  struct moments all = {0};
  struct moments squares = {0};
  struct moments product = {0};
  struct stf_stream stream = stf_stream_of(SEED, 0);
  for (uint64_t i = 0; i < PAIRS; i++) {
    double u[2];
    stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, 0, u);
    double w = stf_difficulty_uniform(RANK, u[0], u[1]);
    assert_true(w > 0 && w < 1);
    add(&all, w);
    add(&squares, w * w);
    /* The marginal laws are uniform: Spearman's rho is Pearson's of the uniforms. */
    add(&product, 12 * (u[0] - 0.5) * (w - 0.5));
  }
  assert_mean(&all, 0.5);
  assert_mean(&squares, 1.0 / 3);
  assert_mean(&product, -RANK);
}

static void test_uniform_at_the_ends_expect_itself_and_the_order_of_fates(void **state) {
  (void)state;
  assert_true(stf_difficulty_uniform(0, 0.1, 0.37) == 0.37);
  assert_near(stf_difficulty_uniform(1, 0.1, 0.37), 0.9, 1e-7);
  assert_near(stf_difficulty_uniform(1, 0.8, 0.99), 0.2, 1e-7);
  double least = 0x1p-53;
  double low = stf_difficulty_uniform(0.5, 1 - least, least);
  double high = stf_difficulty_uniform(0.5, least, 1 - least);
  assert_true(low > 0 && low < 1e-15 && high < 1 && high > 1 - 1e-15);
}

/* ---- the desk ---- */

static void build(struct stf_small_desk *small, double difficulty) {
  stf_small_desk_build(
      &(struct stf_small_desk_plan){.keys = KEYS, .classes_n = 1, .pool_n = 500, .volume = 1},
      small);
  small->classes[0].service = stf_law_exponential(MEAN_S);
  small->classes[0].bot = (struct stf_bot){.reach_share = 0.7,
                                           .containment_share = CONTAINMENT,
                                           .leave_share = 0.1,
                                           .duration = stf_law_exponential(60),
                                           .reading = stf_law_never(),
                                           .difficulty = difficulty};
}

/* Measures value(contact) of those handed over and of those whom the bot did not reach. */
static void run(const struct stf_desk *desk, double (*value)(const struct stf_contact *),
                struct moments *handed, struct moments *missed) {
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  for (uint32_t i = 0; i < RUNS; i++) {
    struct stf_small_desk_contacts contacts;
    stf_small_desk_run(engine, SEED, i, &contacts);
    for (size_t k = 0; k < contacts.n; k++) {
      const struct stf_contact *contact = &contacts.items[k];
      if (contact->close_us != STF_NEVER && contact->assign_us != STF_NEVER) {
        add(contact->bot_start_us != STF_NEVER ? handed : missed, value(contact));
      }
    }
    free(contacts.items);
  }
  stf_engine_free(engine);
}

static double work_of(const struct stf_contact *contact) {
  return (double)(contact->work.end_us - contact->work.start_us) * 1e-6;
}

static double turns_of(const struct stf_contact *contact) {
  return (double)contact->replies_n;
}

static void test_handed_over_expect_the_harder_work_by_quadrature(void **state) {
  (void)state;
  struct stf_small_desk small;
  build(&small, RANK);
  small.classes[0].patience = stf_law_never();
  struct moments handed = {0};
  struct moments missed = {0};
  run(&small.desk, work_of, &handed, &missed);
  assert_true(handed.n > 1000 && missed.n > 1000);
  double exact = exact_mean(RANK, CONTAINMENT, exponential);
  assert_true(exact > 1.2 * MEAN_S); /* else the test shows nothing */
  assert_mean(&handed, exact);
  assert_mean(&missed, MEAN_S);
}

static void test_handed_over_in_turns_expect_more_turns_by_quadrature(void **state) {
  (void)state;
  struct stf_small_desk small;
  build(&small, RANK);
  struct stf_turns turns = {.number = stf_turns_geometric(4),
                            .work = stf_law_constant(1),
                            .think = stf_law_constant(1),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
  small.classes[0].turns = &turns;
  small.classes[0].patience = stf_law_never();
  struct moments handed = {0};
  struct moments missed = {0};
  run(&small.desk, turns_of, &handed, &missed);
  double exact = exact_mean(RANK, CONTAINMENT, geometric);
  assert_true(exact > 4.5);
  assert_mean(&handed, exact);
  assert_mean(&missed, 4);
}

static void test_difficulty_off_expect_those_not_met_as_ever(void **state) {
  (void)state;
  struct stf_small_desk small[2];
  struct stf_small_desk_contacts out[2];
  for (size_t i = 0; i < 2; i++) {
    build(&small[i], i == 0 ? 0 : RANK);
    stf_hand_desk_run(&small[i].desk, &out[i]);
  }
  assert_int_equal(out[0].n, out[1].n);
  size_t moved_n = 0;
  for (size_t i = 0; i < out[0].n; i++) {
    const struct stf_contact *a = &out[0].items[i];
    const struct stf_contact *b = &out[1].items[i];
    assert_true(a->address == b->address && a->open_us == b->open_us &&
                a->queue_us == b->queue_us && a->bot_end_us == b->bot_end_us);
    bool same = work_of(a) == work_of(b);
    assert_true(same || a->bot_start_us != STF_NEVER);
    moved_n += !same;
  }
  assert_true(moved_n > 0);
  free(out[0].items);
  free(out[1].items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_uniform_expect_the_same_law_and_the_rank_correlation),
      cmocka_unit_test(test_uniform_at_the_ends_expect_itself_and_the_order_of_fates),
      cmocka_unit_test(test_handed_over_expect_the_harder_work_by_quadrature),
      cmocka_unit_test(test_handed_over_in_turns_expect_more_turns_by_quadrature),
      cmocka_unit_test(test_difficulty_off_expect_those_not_met_as_ever),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
