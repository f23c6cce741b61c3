/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of conversations in turns that no table covers, against closed forms and Markov chains
 * solved here. Each measure within 3.5 standard errors (false alarm 5e-4 a measure) and as
 * close as support/estimate.h says. Seeds are fixed; times are seconds, an agent's turn 1 s in
 * the mean. */
#include "support/chain.h"
#include "support/near.h"
#include "support/pool.h"
#include "support/steady.h"

#include <math.h>
#include <stdlib.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

enum {
  RUNS = 40
};

static struct stf_turns talking(double turns_mean, double think_s) {
  return (struct stf_turns){.number = stf_turns_geometric(turns_mean),
                            .work = stf_law_exponential(1),
                            .think = stf_law_exponential(think_s),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
}

/* Nobody waits: sixteen agents of one place, one of whom is needed in the mean. */
static struct stf_pool calm(const struct stf_turns *turns) {
  return (struct stf_pool){.rates_per_s = {0.05},
                           .rates_n = 1,
                           .counts = {16},
                           .counts_n = 1,
                           .length_s = 60000,
                           .patience = stf_law_never(),
                           .end = STF_EDGE_HORIZON,
                           .cap = 1,
                           .turns = turns};
}

/* One agent in front of whom somebody always waits. */
static struct stf_pool saturated(const struct stf_turns *turns, uint32_t cap) {
  return (struct stf_pool){.rates_per_s = {2},
                           .rates_n = 1,
                           .counts = {1},
                           .counts_n = 1,
                           .length_s = 3000,
                           .patience = stf_law_constant(20),
                           .end = STF_EDGE_HORIZON,
                           .cap = cap,
                           .turns = turns};
}

/* The first tenth is warm-up, the last hundredth for replies that are still to come. Returns
 * the time measured in one replication. */
static double simulate(const struct stf_pool *pool, struct stf_pool_sums sums[RUNS]) {
  const double edges_s[] = {0.1 * pool->length_s, 0.99 * pool->length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, NULL};
  stf_pool_run(pool, &whole, 1, RUNS, sums);
  return edges_s[1] - edges_s[0];
}

static void check_share(const struct stf_pool_sums *sums, const char *what, size_t num,
                        size_t den, double exact) {
  stf_estimate_check_closely(what, stf_pool_ratio(sums, RUNS, 1, num, den), exact, true);
}

static void check_mean(const struct stf_pool_sums *sums, const char *what, size_t num,
                       size_t den, double exact) {
  stf_estimate_check_closely(what, stf_pool_ratio(sums, RUNS, 1, num, den), exact, false);
}

/* ---- silence ---- */

/* Think times of mean 20 s: exp(-30/20) of them are longer than 30 s, whatever the load is. */
static void test_park_after_a_time_expect_the_tail_of_think_times(void **state) {
  (void)state;
  static struct stf_pool_sums sums[RUNS];
  struct stf_turns turns = talking(4, 20);
  turns.park_after_us = 30000000;
  const struct stf_pool pool = calm(&turns);
  simulate(&pool, sums);
  check_share(sums, "parked of think times", OFFSET(parks), OFFSET(later_replies),
              exp(-30.0 / 20));
}

/* After each turn it is over with p = 1/4; else the next message comes before the close but for
 * s = exp(-c / think): closed as idle (1 - p) s / (p + (1 - p) s), or reopened each time. */
static void test_idle_close_expect_its_share(void **state) {
  (void)state;
  static struct stf_pool_sums sums[RUNS];
  struct stf_turns turns = talking(4, 20);
  turns.close_after_us = 40000000;
  const struct stf_pool pool = calm(&turns);
  const double s = exp(-40.0 / 20);
  simulate(&pool, sums);
  check_share(sums, "closed idle", OFFSET(idle_closed), OFFSET(served),
              0.75 * s / (0.25 + 0.75 * s));
  turns.reopens = true;
  simulate(&pool, sums);
  check_share(sums, "reopened of think times", OFFSET(reopened), OFFSET(later_replies), s);
}

/* ---- window ---- */

/* A reply takes its turn's work, W exponential: a template with q = exp(-L). After a turn it
 * goes on unless it was the last (p = 1/4) or a template that nobody answers (1 - r): with
 * c = (1 - p)(1 - q (1 - r)) 1 / (1 - c) replies and q / (1 - c) templates a contact. */
static void test_window_expect_templates_and_turns(void **state) {
  (void)state;
  static struct stf_pool_sums sums[RUNS];
  struct stf_turns turns = talking(4, 20);
  turns.window = (struct stf_turns_window){.length_us = 1500000, .reply_share = 0.4};
  const struct stf_pool pool = calm(&turns);
  simulate(&pool, sums);
  const double q = exp(-1.5);
  const double c = 0.75 * (1 - q * 0.6);
  check_mean(sums, "templates a contact", OFFSET(templates), OFFSET(first_replies),
             q / (1 - c));
  check_mean(sums, "later replies a contact", OFFSET(later_replies), OFFSET(first_replies),
             1 / (1 - c) - 1);
}

/* ---- switching, speed ---- */

/* Customers write at once. With two places the conversations take turns: each turn costs the
 * work and a switch. With one, only the first turn of each does, which is every fourth. */
static void test_switching_when_always_full_expect_the_rate_of_turns(void **state) {
  (void)state;
  static struct stf_pool_sums sums[RUNS];
  struct stf_turns turns = talking(4, 20);
  turns.think = stf_law_constant(0);
  for (uint32_t cap = 1; cap <= 2; cap++) {
    struct stf_pool pool = saturated(&turns, cap);
    pool.switching_s = 0.5;
    double measured_s = simulate(&pool, sums);
    struct stf_estimate rate = stf_pool_mean(sums, RUNS, 1, OFFSET(served));
    rate.mean /= measured_s;
    rate.se /= measured_s;
    stf_estimate_check_closely(cap == 1 ? "conversations a second and one place"
                                        : "conversations a second and two places",
                               rate, 0.25 / (1 + 0.5 * (cap == 1 ? 0.25 : 1)), false);
  }
}

enum {
  FULL = 2,     /* places */
  LONGEST = 40, /* queue at which the chain is cut */
  STATES = 3 + (FULL + 1) * LONGEST
};

/* held places, of which so many need the agent; queue only where both are held. */
static size_t state_of(size_t held, size_t needing, size_t queue) {
  return held < FULL ? held * (held + 1) / 2 + needing : 3 + queue * (FULL + 1) + needing;
}

struct rates {
  double arrival;
  double patience;
  double think;
  double speeds[FULL];
  double end; /* share of turns that are the last */
};

/* What a state of the chain is. */
struct place {
  size_t held;
  size_t needing;
  size_t queue;
};

static struct place place_of(size_t state) {
  static const struct place SOME[] = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}};
  return state < STF_COUNT_OF(SOME)
             ? SOME[state]
             : (struct place){FULL, (state - 3) % (FULL + 1), (state - 3) / (FULL + 1)};
}

static void add_state(struct stf_chain *chain, const struct rates *rates, size_t from) {
  const struct place here = place_of(from);
  size_t held = here.held;
  size_t needing = here.needing;
  size_t queue = here.queue;
  if (held < FULL) {
    stf_chain_add(chain, from, state_of(held + 1, needing + 1, 0), rates->arrival);
  } else if (queue + 1 < LONGEST) {
    stf_chain_add(chain, from, state_of(held, needing, queue + 1), rates->arrival);
  }
  if (queue > 0) {
    stf_chain_add(chain, from, state_of(held, needing, queue - 1),
                  (double)queue * rates->patience);
  }
  if (needing < held) {
    stf_chain_add(chain, from, state_of(held, needing + 1, queue),
                  (double)(held - needing) * rates->think);
  }
  if (needing > 0) {
    double mu = rates->speeds[held - 1];
    stf_chain_add(chain, from, state_of(held, needing - 1, queue), mu * (1 - rates->end));
    stf_chain_add(chain, from,
                  queue > 0 ? state_of(held, needing, queue - 1)
                            : state_of(held - 1, needing - 1, 0),
                  mu * rates->end);
  }
}

/* What the chain says of the agent. */
struct expected {
  double busy;
  double held;
  double queue;
};

static struct expected solve(const struct rates *rates) {
  struct stf_chain chain = stf_chain_new(STATES);
  double p[STATES];
  struct expected out = {0};
  for (size_t state = 0; state < STATES; state++) {
    add_state(&chain, rates, state);
  }
  stf_chain_solve(&chain, p);
  for (size_t state = 0; state < STATES; state++) {
    const struct place here = place_of(state);
    out.busy += here.needing > 0 ? p[state] : 0;
    out.held += (double)here.held * p[state];
    out.queue += (double)here.queue * p[state];
  }
  stf_chain_free(&chain);
  return out;
}

/* One agent of two places who is at 0.7 of her speed with both taken; those who wait leave. */
static void test_speed_by_places_taken_expect_the_chain(void **state) {
  (void)state;
  static struct stf_pool_sums sums[RUNS];
  const struct rates rates = {.arrival = 0.25,
                              .patience = 1.0 / 8,
                              .think = 1.0 / 3,
                              .speeds = {1, 0.7},
                              .end = 1.0 / 3};
  struct stf_turns turns = talking(3, 3);
  const struct stf_pool pool = {.rates_per_s = {rates.arrival},
                                .rates_n = 1,
                                .counts = {1},
                                .counts_n = 1,
                                .length_s = 40000,
                                .patience = stf_law_exponential(8),
                                .end = STF_EDGE_HORIZON,
                                .cap = FULL,
                                .speeds = {1, 0.7},
                                .turns = &turns};
  double measured_s = simulate(&pool, sums);
  const struct expected exact = solve(&rates);
  const struct stf_pool_figure figures[] = {
      {"busy", exact.busy, true, OFFSET(busy_time_s), STF_POOL_NO_FIELD, measured_s},
      {"places taken", exact.held, false, OFFSET(held_time_s), STF_POOL_NO_FIELD, measured_s},
      {"left", exact.queue * rates.patience / rates.arrival, true, OFFSET(abandoned),
       OFFSET(arrived), 1}};
  for (size_t i = 0; i < STF_COUNT_OF(figures); i++) {
    stf_pool_check(sums, RUNS, "speed by places", &figures[i]);
  }
}

/* ---- who gets a parked one back ---- */

enum {
  TALKS = 3, /* for ever in turns, parked at once */
  AGENTS = 2,
  SEATS = 3 * AGENTS, /* of one: thinking, at work or waiting, last with either agent */
  WORLDS = SEATS * SEATS * SEATS
};

enum where {
  THINKS,
  WORKS,
  WAITS
};

/* States of the three, and the rate at which conversations change hands. */
struct closed {
  struct stf_chain *chain; /* over numbers of the states that are reached */
  size_t *number;          /* by world; SIZE_MAX: not reached yet */
  size_t *worlds;          /* reached */
  size_t worlds_n;
  double *moves_per_s; /* by number */
  double *busy;
  bool same; /* to its own agent, if she is free */
};

static enum where where_of(size_t world, int talk, int *agent) {
  for (; talk > 0; talk--) {
    world /= SEATS;
  }
  *agent = (int)(world % AGENTS);
  return (enum where)(world % SEATS / AGENTS);
}

static size_t moved(size_t world, int talk, enum where where, int agent) {
  size_t unit = 1;
  for (int i = 0; i < talk; i++) {
    unit *= SEATS;
  }
  return world - world / unit % SEATS * unit + ((size_t)where * AGENTS + (size_t)agent) * unit;
}

static bool at_work(size_t world, int agent) {
  bool works = false;
  for (int talk = 0; talk < TALKS; talk++) {
    int own = 0;
    works = works || (where_of(world, talk, &own) == WORKS && own == agent);
  }
  return works;
}

static void go(struct closed *closed, size_t from, size_t world, double rate_per_s,
               bool changes_hands) {
  if (closed->number[world] == SIZE_MAX) {
    closed->number[world] = closed->worlds_n;
    closed->worlds[closed->worlds_n++] = world;
  }
  stf_chain_add(closed->chain, from, closed->number[world], rate_per_s);
  closed->moves_per_s[from] += changes_hands ? rate_per_s : 0;
}

/* It writes again, after 1/think in the mean. */
static void come_back(struct closed *closed, size_t from, int talk, int own, double think) {
  size_t world = closed->worlds[from];
  bool free_of[AGENTS] = {!at_work(world, 0), !at_work(world, 1)};
  if (closed->same && free_of[own]) {
    go(closed, from, moved(world, talk, WORKS, own), think, false);
    return;
  }
  int free_n = free_of[0] + free_of[1];
  if (free_n == 0) {
    go(closed, from, moved(world, talk, WAITS, own), think, false);
  }
  for (int agent = 0; agent < AGENTS; agent++) {
    if (free_of[agent]) {
      go(closed, from, moved(world, talk, WORKS, agent), think / free_n, agent != own);
    }
  }
}

/* She is done and takes who waits: never more than one of three. */
static void end_turn(struct closed *closed, size_t from, int talk, int agent) {
  size_t world = moved(closed->worlds[from], talk, THINKS, agent);
  for (int other = 0; other < TALKS; other++) {
    int own = 0;
    if (where_of(world, other, &own) == WAITS) {
      go(closed, from, moved(world, other, WORKS, agent), 1, own != agent);
      return;
    }
  }
  go(closed, from, world, 1, false);
}

static void leave(struct closed *closed, size_t from, double think) {
  for (int talk = 0; talk < TALKS; talk++) {
    int own = 0;
    switch (where_of(closed->worlds[from], talk, &own)) {
    case THINKS:
      come_back(closed, from, talk, own, think);
      break;
    case WORKS:
      closed->busy[from] += 1;
      end_turn(closed, from, talk, own);
      break;
    case WAITS:
      break;
    }
  }
}

/* Changes of hands a turn. */
static double solve_closed(bool same, double think) {
  static size_t number[WORLDS];
  static size_t worlds[WORLDS];
  static double moves_per_s[WORLDS];
  static double busy[WORLDS];
  static double p[WORLDS];
  struct stf_chain all = stf_chain_new(WORLDS);
  struct closed closed = {&all, number, worlds, 1, moves_per_s, busy, same};
  for (size_t i = 0; i < WORLDS; i++) {
    number[i] = SIZE_MAX;
    moves_per_s[i] = 0;
    busy[i] = 0;
  }
  worlds[0] = moved(0, 0, THINKS, 1); /* with one agent all three need not be ever again */
  number[worlds[0]] = 0;
  for (size_t i = 0; i < closed.worlds_n; i++) {
    leave(&closed, i, think);
  }
  struct stf_chain reached = stf_chain_new(closed.worlds_n);
  for (size_t i = 0; i < closed.worlds_n; i++) {
    for (size_t j = 0; j < closed.worlds_n; j++) {
      if (i != j) {
        stf_chain_add(&reached, i, j, all.rates[i * WORLDS + j]);
      }
    }
  }
  stf_chain_solve(&reached, p);
  double moves = 0;
  double turns = 0;
  for (size_t i = 0; i < closed.worlds_n; i++) {
    moves += p[i] * moves_per_s[i];
    turns += p[i] * busy[i];
  }
  stf_chain_free(&all);
  stf_chain_free(&reached);
  return moves / turns;
}

/* Three conversations that never end, two agents of one place who take by chance. */
static void test_parked_ones_that_return_expect_the_chain(void **state) {
  (void)state;
  const double none = 1e-12;
  for (int to = STF_TURNS_SAME_AGENT; to <= STF_TURNS_QUEUE; to++) {
    struct stf_turns turns = talking(1e12, 2);
    turns.park_after_us = 0;
    turns.return_to = (enum stf_turns_return)to;
    struct stf_steady *lab = stf_steady_new(&none, 1, AGENTS, 20000);
    struct stf_steady_sums sums[STF_STEADY_RUNS];
    struct stf_given given[TALKS];
    for (uint32_t i = 0; i < TALKS; i++) {
      given[i] = (struct stf_given){.address = 70 + i,
                                    .open_us = lab->desk.from_us,
                                    .queue_us = lab->desk.from_us,
                                    .assign_us = STF_NEVER,
                                    .service_us = STF_NEVER,
                                    .patience_us = STF_NEVER,
                                    .outwaited_us = STF_NEVER,
                                    .contact = i,
                                    .agent = STF_NOBODY,
                                    .customer = STF_NOBODY};
    }
    lab->classes[0].turns = &turns;
    lab->team.cap = 1;
    lab->team.routing = STF_ROUTING_RANDOM;
    lab->desk.given = given;
    lab->desk.given_n = TALKS;
    lab->desk.end = STF_EDGE_HORIZON;
    stf_steady_run(lab, sums);
    stf_steady_check(sums, offsetof(struct stf_steady_sums, transfers_n),
                     offsetof(struct stf_steady_sums, works_n),
                     solve_closed(to == STF_TURNS_SAME_AGENT, 0.5),
                     to == STF_TURNS_SAME_AGENT ? "changes of hands back to her"
                                                : "changes of hands back to anybody");
    free(lab);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_park_after_a_time_expect_the_tail_of_think_times),
      cmocka_unit_test(test_idle_close_expect_its_share),
      cmocka_unit_test(test_window_expect_templates_and_turns),
      cmocka_unit_test(test_switching_when_always_full_expect_the_rate_of_turns),
      cmocka_unit_test(test_speed_by_places_taken_expect_the_chain),
      cmocka_unit_test(test_parked_ones_that_return_expect_the_chain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
