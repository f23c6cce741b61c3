/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents who answer several channels, against closed forms and chains solved here: each measure
 * within 3.5 standard errors (false alarm 5e-4 a measure). Seeds are fixed.
 */
#include "support/chain.h"
#include "support/near.h"
#include "support/steady.h"

#include <stdlib.h>

/* Mean work and mean square of it. */
struct work {
  double mean_s;
  double square_s2;
};

/* Mean response time of the second of two classes in M/G/1 with preemptive resume (Conway,
 * Maxwell & Miller 1967, section 8-7): E S / (1 - rho_1) + sum_i lambda_i E S_i^2 / 2 / ((1 -
 * rho_1) (1 - rho_1 - rho_2)); of the first with rates[1] = 0 and the classes exchanged. */
static double response_s(const double rates_per_s[2], const struct work works[2], int class) {
  double rest = 0;
  double above = class == 1 ? rates_per_s[0] * works[0].mean_s : 0;
  for (int i = 0; i <= class; i++) {
    rest += rates_per_s[i] * works[i].square_s2 / 2;
  }
  double all = above + rates_per_s[class] * works[class].mean_s;
  return works[class].mean_s / (1 - above) + rest / ((1 - above) * (1 - all));
}

/* One agent with one place, who works on class 0 first whatever she has begun. */
static void check_preemption(enum stf_channels_level first, enum stf_channels_level second) {
  const double rates_per_s[] = {0.7, 0.25};
  const struct work works[] = {{0.5, 0.5}, {1.4, 1.4 * 1.4}}; /* exponential; constant */
  const struct stf_channels_rule rules[] = {{1, first}, {1, second}};
  const struct stf_channels channels = {rules};
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_steady *lab = stf_steady_new(rates_per_s, 2, 1, 60000);
  lab->classes[0].service = stf_law_exponential(works[0].mean_s);
  lab->classes[1].service = stf_law_constant(works[1].mean_s);
  lab->team.channels = &channels;
  stf_steady_run(lab, sums);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], response_s(rates_per_s, works, 0));
  STF_STEADY_CHECK(sums, sojourn_s[1], opened_n[1], response_s(rates_per_s, works, 1));
  STF_STEADY_CHECK(sums, work_s[0], length_s, 0.7 * 0.5 + 0.25 * 1.4);
  free(lab);
}

static void test_calls_that_interrupt_chats_expect_preemptive_resume(void **state) {
  (void)state;
  check_preemption(STF_CHANNELS_INTERRUPTING, STF_CHANNELS_ORDINARY);
}

static void test_mail_behind_chats_expect_preemptive_resume(void **state) {
  (void)state;
  check_preemption(STF_CHANNELS_ORDINARY, STF_CHANNELS_BACKGROUND);
}

/* Three levels: the lowest sees the two above as one. */
static void test_three_levels_expect_preemptive_resume(void **state) {
  (void)state;
  const double rates_per_s[] = {0.3, 0.25, 0.2};
  const struct stf_channels_rule rules[] = {
      {1, STF_CHANNELS_INTERRUPTING}, {1, STF_CHANNELS_ORDINARY}, {1, STF_CHANNELS_BACKGROUND}};
  const struct stf_channels channels = {rules};
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_steady *lab = stf_steady_new(rates_per_s, 3, 1, 60000);
  lab->team.channels = &channels;
  stf_steady_run(lab, sums);
  double before = 0;
  for (int c = 0; c < 3; c++) { /* exponential work of mean 1 s: E S^2 / 2 = 1 */
    double rho = before + rates_per_s[c];
    double exact = 1 / (1 - before) + rho / ((1 - before) * (1 - rho));
    stf_steady_check(sums, offsetof(struct stf_steady_sums, sojourn_s) + (size_t)c * 8,
                     offsetof(struct stf_steady_sums, opened_n) + (size_t)c * 8, exact,
                     "response of a level");
    before = rho;
  }
  free(lab);
}

/* Nobody waits: steps of balking that begin with an empty queue. */
static const struct stf_leaving_step TURNED_AWAY = {0, 1};
static const struct stf_leaving LOSS = {.steps = &TURNED_AWAY, .steps_n = 1};

/* One agent with six places who works on everything at full speed: a link of six trunks. The
 * recursion of Kaufman (1981) and Roberts (1981), j q(j) = sum_i a_i w_i q(j - w_i), and q
 * summed over the states in which w_i places are not free. */
static void test_weights_without_waiting_expect_kaufman_roberts(void **state) {
  (void)state;
  enum {
    CAP = 6
  };
  const double rates_per_s[] = {1.8, 0.6};
  const double means_s[] = {1, 1.5};
  const struct stf_channels_rule rules[] = {{1, STF_CHANNELS_ORDINARY},
                                            {2, STF_CHANNELS_ORDINARY}};
  const struct stf_channels channels = {rules};
  const double speeds[CAP] = {1, 2, 3, 4, 5, 6};
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_steady *lab = stf_steady_new(rates_per_s, 2, 1, 30000);
  lab->team.channels = &channels;
  lab->team.cap = CAP;
  lab->team.speeds = speeds;
  for (int c = 0; c < 2; c++) {
    lab->classes[c].service = stf_law_exponential(means_s[c]);
    lab->classes[c].leaving = &LOSS;
  }
  stf_steady_run(lab, sums);
  double q[CAP + 1] = {1};
  double all = 1;
  for (int j = 1; j <= CAP; j++) {
    for (int c = 0; c < 2; c++) {
      int weight = (int)rules[c].weight;
      q[j] += j >= weight ? rates_per_s[c] * means_s[c] * weight * q[j - weight] / j : 0;
    }
    all += q[j];
  }
  STF_STEADY_CHECK(sums, left_n[0], opened_n[0], q[CAP] / all);
  STF_STEADY_CHECK(sums, left_n[1], opened_n[1], (q[CAP] + q[CAP - 1]) / all);
  free(lab);
}

/* ---- a call takes the whole agent ---- */

enum {
  CAP = 3,
  CALLS = 120 /* most in the chain */
};

/* Chats in hand with calls waiting, or (chats == CAP + 1) a call in hand. */
static size_t state_of(int chats, int calls) {
  return (size_t)chats * (CALLS + 1) + (size_t)calls;
}

/* What can happen with so many in hand and waiting. With nothing in hand and a call waiting the
 * call begins: a state that never lasts, left by a fast start. */
static void add_rates(struct stf_chain *chain, int chats, int calls, const double *rates_per_s,
                      const double *speeds) {
  size_t from = state_of(chats, calls);
  if (chats == 0 && calls > 0) {
    stf_chain_add(chain, from, state_of(CAP + 1, calls - 1), 1e9);
    return;
  }
  if (calls < CALLS) {
    size_t to = chats == 0 ? state_of(CAP + 1, calls) : state_of(chats, calls + 1);
    stf_chain_add(chain, from, to, rates_per_s[1]);
  }
  if (chats < CAP) {
    stf_chain_add(chain, from, state_of(chats + 1, calls), rates_per_s[0]);
  }
  if (chats > 0) {
    bool call = chats == CAP + 1;
    int left = call ? 0 : chats - 1;
    size_t to = left == 0 && calls > 0 ? state_of(CAP + 1, calls - 1) : state_of(left, calls);
    stf_chain_add(chain, from, to, call ? 1 : speeds[chats - 1]);
  }
}

/* Share of time in which a chat finds no place, and mean number of calls that wait. */
static void solve(const double *rates_per_s, const double *speeds, double *lost,
                  double *waiting) {
  size_t n = state_of(CAP + 2, 0);
  struct stf_chain chain = stf_chain_new(n);
  double *p = calloc(n, sizeof *p);
  assert_non_null(p);
  for (int calls = 0; calls <= CALLS; calls++) {
    for (int chats = 0; chats <= CAP + 1; chats++) {
      add_rates(&chain, chats, calls, rates_per_s, speeds);
    }
  }
  stf_chain_solve(&chain, p);
  *lost = 0;
  *waiting = 0;
  for (int calls = 0; calls <= CALLS; calls++) {
    for (int chats = 0; chats <= CAP + 1; chats++) {
      *lost += chats >= CAP ? p[state_of(chats, calls)] : 0;
      *waiting += calls * p[state_of(chats, calls)];
    }
  }
  free(p);
  stf_chain_free(&chain);
}

/* Chats are turned away where there is no place, calls wait for an agent with nothing in hand,
 * and nobody is kept free for them. */
static void test_call_that_takes_the_whole_agent_expect_chain(void **state) {
  (void)state;
  const double rates_per_s[] = {0.6, 0.2};
  const double speeds[CAP] = {1, 1.6, 1.9};
  const struct stf_channels_rule rules[] = {{1, STF_CHANNELS_ORDINARY},
                                            {CAP, STF_CHANNELS_ORDINARY}};
  const struct stf_channels channels = {rules};
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_steady *lab = stf_steady_new(rates_per_s, 2, 1, 60000);
  lab->team.channels = &channels;
  lab->team.cap = CAP;
  lab->team.speeds = speeds;
  lab->classes[0].leaving = &LOSS;
  stf_steady_run(lab, sums);
  double lost = 0;
  double waiting = 0;
  solve(rates_per_s, speeds, &lost, &waiting);
  STF_STEADY_CHECK(sums, left_n[0], opened_n[0], lost);
  STF_STEADY_CHECK(sums, wait_s[1], opened_n[1], waiting / rates_per_s[1]);
  free(lab);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_calls_that_interrupt_chats_expect_preemptive_resume),
      cmocka_unit_test(test_mail_behind_chats_expect_preemptive_resume),
      cmocka_unit_test(test_three_levels_expect_preemptive_resume),
      cmocka_unit_test(test_weights_without_waiting_expect_kaufman_roberts),
      cmocka_unit_test(test_call_that_takes_the_whole_agent_expect_chain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
