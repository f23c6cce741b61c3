/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time lost to channels that no log knows: the share lost in the long run and in each step of
 * the curve, beside a queue the chain solved here, and by hand. */
#include "support/chain.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <math.h>
#include <stdlib.h>

#define SHARE   0.2
#define LASTS_S 6.0

/* A curve of one step over the whole run. */
struct flat {
  struct stf_people people;
  struct stf_people_unlogged unlogged;
  double hazard[2];
};

static void lose(struct flat *flat, struct stf_steady *steady, struct stf_law lasts) {
  double length_s = (double)(steady->edges_us[1] - steady->edges_us[0]) * 1e-6;
  flat->hazard[0] = 0;
  flat->hazard[1] = length_s * stf_people_unlogged_per_s(SHARE, &lasts);
  flat->unlogged = (struct stf_people_unlogged){
      .edges_us = steady->edges_us, .hazard = flat->hazard, .n = 1, .lasts = lasts};
  flat->people = (struct stf_people){.unlogged = &flat->unlogged};
  steady->team.people = &flat->people;
}

/* However busy, and whatever the law of the lengths, beside planned episodes: of the time not
 * spent in those the share is lost. */
static void test_unlogged_of_busy_agents_expect_the_share_lost(void **state) {
  (void)state;
  const double lambda = 1.1;
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 2, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct flat flat;
  lose(&flat, steady, stf_law_constant(LASTS_S));
  stf_steady_run(steady, sums);
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_UNAVAILABLE], length_s, 2 * SHARE);
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_ON], length_s, 2 * (1 - SHARE));
  free(steady);
}

static void test_unlogged_beside_planned_episodes_expect_both_shares(void **state) {
  (void)state;
  const double none = 1e-9;
  const double every_s = 40;
  const double away_s = 10;
  struct stf_steady *steady = stf_steady_new(&none, 1, 2, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct flat flat;
  lose(&flat, steady, stf_law_exponential(LASTS_S));
  flat.people.away_every = stf_law_exponential(every_s);
  flat.people.away_lasts = stf_law_constant(away_s);
  stf_steady_run(steady, sums);
  /* Each stands still in the other: away times are to available time as the rates say. */
  double lost = SHARE / (1 - SHARE) + away_s / every_s;
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_ON], length_s, 2 / (1 + lost));
  free(steady);
}

/* ---- the chain ---- */

enum {
  LONGEST = 45, /* contacts at which the chain is cut */
  OWED = 6      /* and pieces of unlogged work */
};

static size_t up(size_t n, size_t owed) {
  return n * (2 * (size_t)OWED + 1) + owed;
}

static size_t away(size_t n, size_t owed) {
  return n * (2 * (size_t)OWED + 1) + OWED + owed; /* owed >= 1 */
}

static void leave_state(struct stf_chain *chain, size_t n, size_t owed, double mu) {
  const struct stf_law law = stf_law_exponential(LASTS_S);
  double alpha = stf_people_unlogged_per_s(SHARE, &law);
  if (owed > 0) {
    stf_chain_add(chain, away(n, owed), owed > 1 ? away(n, owed - 1) : up(n, 0), 1 / LASTS_S);
  }
  if (n == 0) {
    stf_chain_add(chain, up(0, owed), away(0, owed > 0 ? owed : 1), owed > 0 ? 1 : alpha);
    return;
  }
  if (owed < OWED) {
    stf_chain_add(chain, up(n, owed), up(n, owed + 1), alpha);
  }
  stf_chain_add(chain, up(n, owed), owed > 0 ? away(n - 1, owed) : up(n - 1, 0), mu);
}

/* One agent, n contacts with her and waiting, pieces of unlogged work owed to others: available
 * or, with a contact in hand, at work on it; away. (up(0, owed > 0) does not occur.) */
static void solve(double lambda, double mu, double *p) {
  struct stf_chain chain = stf_chain_new(LONGEST * (2 * (size_t)OWED + 1));
  for (size_t n = 0; n < LONGEST; n++) {
    for (size_t owed = 0; owed <= OWED; owed++) {
      leave_state(&chain, n, owed, mu);
      if (n + 1 < LONGEST) {
        stf_chain_add(&chain, up(n, owed), up(n + 1, owed), lambda);
      }
      if (n + 1 < LONGEST && owed > 0) {
        stf_chain_add(&chain, away(n, owed), away(n + 1, owed), lambda);
      }
    }
  }
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
}

static void test_unlogged_between_contacts_expect_the_chain(void **state) {
  (void)state;
  const double lambda = 0.4;
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  static double p[LONGEST * (2 * OWED + 1)];
  struct flat flat;
  lose(&flat, steady, stf_law_exponential(LASTS_S));
  stf_steady_run(steady, sums);
  solve(lambda, 1, p);
  double in_system = 0;
  double gone = 0;
  for (size_t n = 0; n < LONGEST; n++) {
    for (size_t owed = 0; owed <= OWED; owed++) {
      double gone_here = owed > 0 ? p[away(n, owed)] : 0;
      in_system += (double)n * (p[up(n, owed)] + gone_here);
      gone += gone_here;
    }
  }
  assert_near(gone, SHARE, 1e-4);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], in_system / lambda);
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_UNAVAILABLE], length_s, gone);
  free(steady);
}

/* ---- the curve ---- */

enum {
  STEPS = 2,
  ROUNDS = 200,
  RUNS = 12
};

#define STEP_S 600.0

static const double SHARES[STEPS] = {0.1, 0.4};

struct tally {
  int64_t start_us;
  double away_s[STEPS];
};

static enum stf_status no_contacts(void *context, const struct stf_contact *contacts,
                                   size_t n) {
  (void)context;
  (void)contacts;
  (void)n;
  return STF_OK;
}

static enum stf_status add_span(void *context, const struct stf_presence *span) {
  struct tally *tally = context;
  const int64_t step_us = (int64_t)(STEP_S * 1e6);
  int64_t at_us = span->start_us;
  while (span->kind == STF_PRESENCE_UNAVAILABLE && at_us < span->end_us) {
    int64_t step = (at_us - tally->start_us) / step_us;
    int64_t end_us = tally->start_us + (step + 1) * step_us;
    end_us = end_us < span->end_us ? end_us : span->end_us;
    tally->away_s[step % STEPS] += (double)(end_us - at_us) * 1e-6;
    at_us = end_us;
  }
  return STF_OK;
}

/* Mean share away in each step: dp/dt = a (1 - p) - p / E lasts, p periodic. */
static void exact(double mean_s, double out[STEPS]) {
  const struct stf_law law = stf_law_exponential(mean_s);
  double p = 0;
  for (int round = 0; round < 50; round++) {
    for (int i = 0; i < STEPS; i++) {
      double rate = stf_people_unlogged_per_s(SHARES[i], &law) + 1 / mean_s;
      double left = exp(-rate * STEP_S);
      out[i] = SHARES[i] + (p - SHARES[i]) * (1 - left) / (rate * STEP_S);
      p = SHARES[i] + (p - SHARES[i]) * left;
    }
  }
}

static void make_curve(const struct stf_steady *steady, const struct stf_law *lasts,
                       int64_t edges_us[STEPS * ROUNDS + 1],
                       double hazard[STEPS * ROUNDS + 1]) {
  edges_us[0] = steady->edges_us[0];
  hazard[0] = 0;
  for (int i = 0; i < STEPS * ROUNDS; i++) {
    edges_us[i + 1] = edges_us[i] + (int64_t)(STEP_S * 1e6);
    hazard[i + 1] = hazard[i] + STEP_S * stf_people_unlogged_per_s(SHARES[i % STEPS], lasts);
  }
}

static void test_unlogged_by_a_curve_expect_the_share_of_each_step(void **state) {
  (void)state;
  const double none = 1e-9;
  const double mean_s = 60;
  static int64_t edges_us[STEPS * ROUNDS + 1];
  static double hazard[STEPS * ROUNDS + 1];
  struct stf_steady *steady = stf_steady_new(&none, 1, 2, STEPS * ROUNDS * STEP_S);
  struct stf_people_unlogged unlogged = {.edges_us = edges_us,
                                         .hazard = hazard,
                                         .n = STEPS * ROUNDS,
                                         .lasts = stf_law_exponential(mean_s)};
  struct stf_people people = {.unlogged = &unlogged};
  struct stf_engine *engine = NULL;
  double want[STEPS];
  double sum[STEPS] = {0};
  double square[STEPS] = {0};
  steady->team.people = &people;
  /* All of it counts, from the coming of the agents on: 400 steps forget how they began. */
  steady->desk.from_us = steady->edges_us[0];
  steady->desk.warmup_us = 0;
  steady->desk.to_us = steady->edges_us[0] + (int64_t)(STEPS * ROUNDS * STEP_S * 1e6);
  steady->edges_us[1] = steady->desk.to_us;
  make_curve(steady, &unlogged.lasts, edges_us, hazard);
  assert_int_equal(stf_engine_new(&steady->desk, NULL, &engine), STF_OK);
  for (uint32_t r = 0; r < RUNS; r++) {
    struct tally tally = {.start_us = steady->desk.from_us};
    struct stf_engine_sink sink = {
        .context = &tally, .contacts = no_contacts, .presence = add_span};
    struct stf_stream stream = stf_stream_of(5, r);
    struct stf_engine_account account;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
    for (int i = 0; i < STEPS; i++) {
      double share = tally.away_s[i] / (2 * ROUNDS * STEP_S);
      sum[i] += share;
      square[i] += share * share;
    }
  }
  exact(mean_s, want);
  for (int i = 0; i < STEPS; i++) {
    double mean = sum[i] / RUNS;
    double se = sqrt((square[i] - RUNS * mean * mean) / (RUNS * (RUNS - 1.0)));
    assert_true(se < 0.03 * want[i]);
    assert_near(mean, want[i], 3.5 * se);
  }
  stf_engine_free(engine);
  free(steady);
}

/* ---- by hand ---- */

/* Sure to come in two microseconds, and only there. */
static void test_unlogged_by_hand_expect_two_pieces_after_the_contact(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  const int64_t start_us = STF_STAGE_START_US;
  const int64_t edges_us[] = {start_us, start_us + 119999999, start_us + 120000000,
                              start_us + 149999999, start_us + 150000000};
  const double hazard[] = {0, 0, 100, 100, 200};
  struct stf_people_unlogged unlogged = {
      .edges_us = edges_us, .hazard = hazard, .n = 4, .lasts = stf_law_constant(20)};
  struct stf_people people = {.unlogged = &unlogged};
  stage->teams[0].people = &people;
  (void)stf_stage_shift(stage, 0, 0, 0, 600);
  stf_stage_give(stage, 105, 0); /* in hand until 165 */
  stf_stage_give(stage, 110, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 105, 0);
  stf_stage_assert_taken(stage, 1, 165 + 2 * 20, 0);
  assert_int_equal(stage->spans_n, 3);
  assert_int_equal(stage->spans[1].start_us - start_us, 165 * STF_STAGE_SECOND_US);
  assert_int_equal(stage->spans[1].kind, STF_PRESENCE_UNAVAILABLE);
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unlogged_of_busy_agents_expect_the_share_lost),
      cmocka_unit_test(test_unlogged_beside_planned_episodes_expect_both_shares),
      cmocka_unit_test(test_unlogged_between_contacts_expect_the_chain),
      cmocka_unit_test(test_unlogged_by_a_curve_expect_the_share_of_each_step),
      cmocka_unit_test(test_unlogged_by_hand_expect_two_pieces_after_the_contact),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
