/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers with more than a patience, against Markov chains solved here: silent leavers,
 * turning away from a queue, patience to the first message. Stationary, exponential laws;
 * tolerance 3.5 standard errors (a false alarm in 2000). */
#include "support/chain.h"
#include "support/near.h"
#include "support/pool.h"

#include <stddef.h>

enum {
  RUNS = 60,
  STATES = 120
};

static const double ARRIVAL = 1.0 / 20; /* per second */
static const double SERVICE = 1.0 / 50;
static const double LEAVING = 1.0 / 80;

static struct stf_pool pool_of(int agents_n, const struct stf_leaving *leaving) {
  return (struct stf_pool){.rates_per_s = {ARRIVAL},
                           .rates_n = 1,
                           .counts = {agents_n},
                           .counts_n = 1,
                           .service = stf_law_exponential(1 / SERVICE),
                           .patience = stf_law_exponential(1 / LEAVING),
                           .leaving = leaving,
                           .length_s = 80000,
                           .within_s = 20};
}

#define OFFSET(field) offsetof(struct stf_pool_sums, field)

/* Share of those who come, after a tenth of the time. */
static void check(const struct stf_pool *pool, const char *what, size_t field, double exact) {
  static struct stf_pool_sums sums[RUNS];
  const double edges_s[] = {0.1 * pool->length_s, pool->length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, NULL};
  stf_pool_run(pool, &whole, 5, RUNS, sums);
  stf_estimate_check_closely(what, stf_pool_ratio(sums, RUNS, 1, field, OFFSET(arrived)), exact,
                             true);
}

/* Stationary probabilities of a birth and death chain. */
static void solve(const double births[STATES], const double deaths[STATES],
                  double out[STATES]) {
  double sum = 1;
  out[0] = 1;
  for (int k = 1; k < STATES; k++) {
    out[k] = out[k - 1] * births[k - 1] / deaths[k];
    sum += out[k];
  }
  for (int k = 0; k < STATES; k++) {
    out[k] /= sum;
  }
}

/* Everybody stays in the queue, gone or not, and takes an agent's time of one law: M/M/n, and
 * a customer is gone if her patience is shorter than the wait. W > 0 with probability C, then
 * exponential at rate n mu - lambda. */
static void test_all_silent_with_work_as_ever_expect_the_queue_of_full_load(void **state) {
  (void)state;
  const struct stf_leaving leaving = {.silent_share = 1,
                                      .ghost = stf_law_exponential(1 / SERVICE)};
  struct stf_pool pool = pool_of(4, &leaving);
  double births[STATES];
  double deaths[STATES];
  double p[STATES];
  double waits = 0;
  for (int k = 0; k < STATES; k++) {
    births[k] = ARRIVAL;
    deaths[k] = SERVICE * (k < 4 ? k : 4);
  }
  solve(births, deaths, p);
  for (int k = 4; k < STATES; k++) {
    waits += p[k];
  }
  double drain = 4 * SERVICE - ARRIVAL;
  check(&pool, "gone silently", OFFSET(abandoned), waits * LEAVING / (LEAVING + drain));
  check(&pool, "taken", OFFSET(served), 1);
}

/* A ghost that takes no time is one who left: Erlang A. */
static void test_ghosts_that_take_no_time_expect_erlang_a(void **state) {
  (void)state;
  const struct stf_leaving leaving = {.silent_share = 0.6, .ghost = stf_law_constant(0)};
  struct stf_pool pool = pool_of(2, &leaving);
  double births[STATES];
  double deaths[STATES];
  double p[STATES];
  double waiting = 0;
  for (int k = 0; k < STATES; k++) {
    births[k] = ARRIVAL;
    deaths[k] = SERVICE * (k < 2 ? k : 2) + LEAVING * (k > 2 ? k - 2 : 0);
  }
  solve(births, deaths, p);
  for (int k = 3; k < STATES; k++) {
    waiting += (k - 2) * p[k];
  }
  check(&pool, "left, told or not", OFFSET(abandoned), LEAVING * waiting / ARRIVAL);
}

/* One agent, some silent, a time for ghosts of its own. State: idle, or at work on a customer
 * or a ghost with a queue of at most LINE, of each of whom it is known whether she is gone (bit
 * i: of place i from the head). Who finds LINE there turns away. */
enum {
  LINE = 6,
  QUEUES = 2 << LINE /* 1 << length, and the bits below it */
};

struct ghosts {
  double arrival;
  double service;
  double ghost;
  double leaving;
  double share;
};

static size_t state_of(int ghost, unsigned queue) {
  return (size_t)ghost * (QUEUES - 1) + queue; /* queue from 1 on; 0 stands for idle */
}

static unsigned without(unsigned queue, int place) {
  unsigned below = queue & ((1U << place) - 1);
  return (queue >> (place + 1)) << place | below;
}

static int length_of(unsigned queue) {
  int length = 0;
  for (; queue > 1; queue >>= 1) {
    length++;
  }
  return length;
}

static void add_ghost_rates(struct stf_chain *chain, const struct ghosts *with, int ghost,
                            unsigned queue) {
  size_t from = state_of(ghost, queue);
  int length = length_of(queue);
  if (length < LINE) {
    unsigned longer = (queue & ~(1U << length)) | 2U << length;
    stf_chain_add(chain, from, state_of(ghost, longer), with->arrival);
  }
  for (int i = 0; i < length; i++) {
    if ((queue >> i & 1U) == 0) {
      stf_chain_add(chain, from, state_of(ghost, queue | 1U << i), with->share * with->leaving);
      stf_chain_add(chain, from, state_of(ghost, without(queue, i)),
                    (1 - with->share) * with->leaving);
    }
  }
  size_t next = length == 0 ? 0 : state_of((int)(queue & 1U), without(queue, 0));
  stf_chain_add(chain, from, next, ghost == 1 ? with->ghost : with->service);
}

static void test_ghosts_with_a_time_of_their_own_expect_the_chain_of_the_line(void **state) {
  (void)state;
  const struct ghosts with = {.arrival = 1.0 / 45,
                              .service = SERVICE,
                              .ghost = 1.0 / 15,
                              .leaving = LEAVING,
                              .share = 0.6};
  static const struct stf_leaving_step FULL = {LINE, 1};
  const struct stf_leaving leaving = {.silent_share = with.share,
                                      .ghost = stf_law_exponential(1 / with.ghost),
                                      .steps = &FULL,
                                      .steps_n = 1};
  struct stf_pool pool = pool_of(1, &leaving);
  pool.rates_per_s[0] = with.arrival;
  pool.length_s = 160000;
  struct stf_chain chain = stf_chain_new(1 + 2 * (QUEUES - 1));
  double p[1 + 2 * (QUEUES - 1)];
  stf_chain_add(&chain, 0, state_of(0, 1), with.arrival);
  for (int ghost = 0; ghost < 2; ghost++) {
    for (unsigned queue = 1; queue < QUEUES; queue++) {
      add_ghost_rates(&chain, &with, ghost, queue);
    }
  }
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
  double there = 0;
  double full = 0;
  for (unsigned queue = 1; queue < QUEUES; queue++) {
    double here = p[state_of(0, queue)] + p[state_of(1, queue)];
    for (int i = 0; i < length_of(queue); i++) {
      there += (queue >> i & 1U) == 0 ? here : 0;
    }
    full += length_of(queue) == LINE ? here : 0;
  }
  double gone = with.leaving * there / with.arrival;
  check(&pool, "gone, told or not, or turned away", OFFSET(abandoned), gone + full);
  check(&pool, "taken, gone or not", OFFSET(served), 1 - (1 - with.share) * gone - full);
}

static void test_turning_away_by_length_expect_birth_and_death(void **state) {
  (void)state;
  static const struct stf_leaving_step STEPS[] = {{0, 0.1}, {2, 0.5}};
  const struct stf_leaving leaving = {.ghost = stf_law_never(), .steps = STEPS, .steps_n = 2};
  struct stf_pool pool = pool_of(2, &leaving);
  double births[STATES];
  double deaths[STATES];
  double p[STATES];
  double turned = 0;
  double left = 0;
  for (int k = 0; k < STATES; k++) {
    double share = k < 2 ? 0 : k - 2 < 2 ? 0.1 : 0.5;
    births[k] = ARRIVAL * (1 - share);
    deaths[k] = SERVICE * (k < 2 ? k : 2) + LEAVING * (k > 2 ? k - 2 : 0);
  }
  solve(births, deaths, p);
  for (int k = 2; k < STATES; k++) {
    turned += p[k] * (k - 2 < 2 ? 0.1 : 0.5);
    left += p[k] * (k - 2) * LEAVING / ARRIVAL;
  }
  check(&pool, "turned away or left", OFFSET(abandoned), turned + left);
}

/* One agent: idle; writing the first message (ends at rate REPLY, with the work, or when the
 * customer leaves) or talking, with a number waiting. */
static size_t agent_state(bool talks, int waiting) {
  return 1 + (talks ? (size_t)STATES : 0) + (size_t)waiting; /* 0: idle */
}

static double left_share_until_reply(double reply) {
  struct stf_chain chain = stf_chain_new(1 + 2 * STATES);
  double p[1 + 2 * STATES];
  stf_chain_add(&chain, 0, agent_state(false, 0), ARRIVAL);
  for (int q = 0; q < STATES; q++) {
    size_t next = q > 0 ? agent_state(false, q - 1) : 0;
    stf_chain_add(&chain, agent_state(false, q), next, SERVICE + LEAVING);
    stf_chain_add(&chain, agent_state(true, q), next, SERVICE);
    stf_chain_add(&chain, agent_state(false, q), agent_state(true, q), reply);
    for (int talks = 0; talks < 2 && q + 1 < STATES; talks++) {
      size_t more = agent_state(talks == 1, q + 1);
      stf_chain_add(&chain, agent_state(talks == 1, q), more, ARRIVAL);
      stf_chain_add(&chain, more, agent_state(talks == 1, q), (q + 1) * LEAVING);
    }
  }
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
  double leaving = 0;
  for (int q = 0; q < STATES; q++) {
    double writes = p[agent_state(false, q)];
    leaving += LEAVING * (q * (writes + p[agent_state(true, q)]) + writes);
  }
  return leaving / ARRIVAL;
}

static void test_patience_to_the_first_message_expect_the_chain_of_writing(void **state) {
  (void)state;
  const struct stf_leaving leaving = {.until_reply = true, .ghost = stf_law_never()};
  struct stf_pool pool = pool_of(1, &leaving);
  double reply = 1.0 / 30;
  pool.first_message = stf_law_exponential(1 / reply);
  double exact = left_share_until_reply(reply);
  check(&pool, "left before a message", OFFSET(abandoned), exact);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all_silent_with_work_as_ever_expect_the_queue_of_full_load),
      cmocka_unit_test(test_ghosts_that_take_no_time_expect_erlang_a),
      cmocka_unit_test(test_ghosts_with_a_time_of_their_own_expect_the_chain_of_the_line),
      cmocka_unit_test(test_turning_away_by_length_expect_birth_and_death),
      cmocka_unit_test(test_patience_to_the_first_message_expect_the_chain_of_writing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
