/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Episodes in which agents are away: the renewal process alone, beside a queue the chain solved
 * here, and by hand. */
#include "support/chain.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

#define EVERY_S 30.0
#define LASTS_S 6.0

static struct stf_people leaving(double every_s, double lasts_s) {
  return (struct stf_people){.away_every = stf_law_exponential(every_s),
                             .away_lasts = stf_law_exponential(lasts_s)};
}

/* Nobody comes: availability is E every / (E every + E lasts), whatever the laws. */
static void test_away_without_contacts_expect_the_renewal_share(void **state) {
  (void)state;
  const double none = 1e-9;
  struct stf_people people = leaving(EVERY_S, LASTS_S);
  people.away_lasts = stf_law_constant(LASTS_S);
  struct stf_steady *steady = stf_steady_new(&none, 1, 2, 50000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  steady->team.people = &people;
  stf_steady_run(steady, sums);
  double share = LASTS_S / (EVERY_S + LASTS_S);
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_UNAVAILABLE], length_s, 2 * share);
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_ON], length_s, 2 * (1 - share));
  free(steady);
}

enum {
  LONGEST = 250 /* contacts at which the chain is cut */
};

static size_t up(size_t n) {
  return n;
}

static size_t due(size_t n) {
  return LONGEST + n; /* n >= 1 */
}

static size_t away(size_t n) {
  return 2 * (size_t)LONGEST + n;
}

/* One agent, n contacts with her and waiting: available; due to go, at work on the last one;
 * away. Exponential laws. */
static void solve(double lambda, double mu, double *p) {
  struct stf_chain chain = stf_chain_new(3 * (size_t)LONGEST);
  double alpha = 1 / EVERY_S;
  double beta = 1 / LASTS_S;
  for (size_t n = 0; n < LONGEST; n++) {
    if (n + 1 < LONGEST) {
      stf_chain_add(&chain, up(n), up(n + 1), lambda);
      stf_chain_add(&chain, due(n), due(n + 1), lambda);
      stf_chain_add(&chain, away(n), away(n + 1), lambda);
    }
    stf_chain_add(&chain, up(n), n == 0 ? away(0) : due(n), alpha);
    stf_chain_add(&chain, away(n), up(n), beta);
    if (n > 0) {
      stf_chain_add(&chain, up(n), up(n - 1), mu);
      stf_chain_add(&chain, due(n), away(n - 1), mu);
    }
  }
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
}

static void test_away_between_contacts_expect_the_chain(void **state) {
  (void)state;
  const double lambda = 0.5;
  struct stf_people people = leaving(EVERY_S, LASTS_S);
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  static double p[3 * LONGEST];
  steady->team.people = &people;
  stf_steady_run(steady, sums);
  solve(lambda, 1, p);
  double in_system = 0;
  double gone = 0;
  for (size_t n = 0; n < LONGEST; n++) {
    in_system += (double)n * (p[up(n)] + p[due(n)] + p[away(n)]);
    gone += p[away(n)];
  }
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], in_system / lambda);
  STF_STEADY_CHECK(sums, time_s[STF_PRESENCE_UNAVAILABLE], length_s, gone);
  free(steady);
}

/* Available for 100 s, away for 30 s; a contact in hand puts it off. */
static void test_away_by_hand(void **state) {
  (void)state;
  struct stf_people people = {.away_every = stf_law_constant(100),
                              .away_lasts = stf_law_constant(30)};
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].people = &people;
  (void)stf_stage_shift(stage, 0, 0, 0, 400);
  stf_stage_give(stage, 80, 0);  /* in hand when the first is due: away 140 .. 170 */
  stf_stage_give(stage, 120, 0); /* waits for her return; done at 230 */
  stf_stage_give(stage, 275, 0); /* second episode 270 .. 300 */
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 80, 0);
  stf_stage_assert_taken(stage, 1, 170, 0);
  stf_stage_assert_taken(stage, 2, 300, 0);
  static const int SPANS[][3] = {{0, 140, STF_PRESENCE_ON},
                                 {140, 170, STF_PRESENCE_UNAVAILABLE},
                                 {170, 270, STF_PRESENCE_ON},
                                 {270, 300, STF_PRESENCE_UNAVAILABLE},
                                 {300, 400, STF_PRESENCE_ON}};
  assert_int_equal(stage->spans_n, 5);
  for (size_t i = 0; i < 5; i++) {
    assert_int_equal(stage->spans[i].start_us - STF_STAGE_START_US,
                     SPANS[i][0] * STF_STAGE_SECOND_US);
    assert_int_equal(stage->spans[i].end_us - STF_STAGE_START_US,
                     SPANS[i][1] * STF_STAGE_SECOND_US);
    assert_int_equal(stage->spans[i].kind, SPANS[i][2]);
  }
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_away_without_contacts_expect_the_renewal_share),
      cmocka_unit_test(test_away_between_contacts_expect_the_chain),
      cmocka_unit_test(test_away_by_hand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
