/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After-work: M/G/1 by Pollaczek and Khinchine, by hand, and with several contacts in hand and
 * in turns against Markov chains solved here. */
#include "support/chain.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

/* Service S of mean 1 s and after-work W of mean 0.5 s, exponential: the agent is occupied for
 * X = S + W, so that customers wait L E(X^2) / (2 (1 - L E X)), E(X^2) = 2 + 2 x 0.5 + 2 x
 * 0.25, and are there for S more. */
static void expect_pollaczek_khinchine(uint32_t cap) {
  static const double SPEEDS[] = {1, 1};
  const double lambda = 0.5;
  struct stf_wrap_up wrap_up = {.time = stf_law_exponential(0.5)};
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_people people = {.away_every = stf_law_exponential(1e15),
                              .away_lasts = stf_law_exponential(1)};
  steady->classes[0].wrap_up = &wrap_up;
  if (cap == 0) {
    steady->team.people = &people; /* an agent with a seat who is never away */
    steady->team.speeds = SPEEDS;
  }
  stf_steady_run(steady, sums);
  double wait_s = lambda * 3.5 / (2 * (1 - lambda * 1.5));
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], wait_s);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], wait_s + 1);
  STF_STEADY_CHECK(sums, work_s[0], length_s, lambda * 1.5);
  free(steady);
}

static void test_after_work_expect_pollaczek_khinchine(void **state) {
  (void)state;
  expect_pollaczek_khinchine(1);
  expect_pollaczek_khinchine(0);
}

/* 60 s of service, 20 s of after-work, 10 s of pause; the shift ends in the after-work of the
 * second. */
static void test_after_work_by_hand(void **state) {
  (void)state;
  struct stf_wrap_up wrap_up = {.time = stf_law_constant(20)};
  for (uint32_t seated = 0; seated < 2; seated++) {
    struct stf_stage *stage = stf_stage_new(60);
    struct stf_people people = {.away_every = stf_law_constant(1e6),
                                .away_lasts = stf_law_constant(1)};
    stage->teams[0].people = seated == 1 ? &people : NULL;
    stage->teams[0].pause = stf_law_constant(10);
    stage->classes[0].wrap_up = &wrap_up;
    (void)stf_stage_shift(stage, 0, 0, 0, 160);
    stf_stage_give(stage, 0, 0);
    stf_stage_give(stage, 5, 0);
    stf_stage_play(stage, 0);
    stf_stage_assert_taken(stage, 1, 90, 0);
    const struct stf_contact *first = stf_stage_contact_of(stage, 0);
    assert_int_equal(first->close_us, STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
    assert_int_equal(first->work.end_us, STF_STAGE_START_US + 80 * STF_STAGE_SECOND_US);
    assert_int_equal(stage->spans_n, 1);
    assert_int_equal(stage->spans[0].end_us, STF_STAGE_START_US + 170 * STF_STAGE_SECOND_US);
    free(stage);
  }
}

/* ---- several contacts in hand ---- */

enum {
  QUEUE = 34 /* longest queue that the chains know: beyond it there is nothing */
};

#define SLOW  1.5 /* total rate with two in hand */
#define OMEGA 1.6 /* 1/s, of after-work */

/* In hand with a customer, in after-work, waiting behind two of these. */
static size_t session_state(int served, int wrapping, int waiting) {
  if (served + wrapping < 2) {
    return served == 1 ? 1 : 2 * (size_t)wrapping;
  }
  return 3 + 3 * (size_t)waiting + (size_t)wrapping;
}

static double rate_of(int n) {
  return n == 2 ? SLOW : 1;
}

/* One agent with two places, M/M service of mean 1 s: what happens with so many in hand. */
static void add_session(struct stf_chain *chain, double lambda, bool place_alone, int served,
                        int wrapping, int waiting) {
  size_t from = session_state(served, wrapping, waiting);
  int held = served + wrapping;
  int sharing = place_alone ? served : held;
  if (held < 2) {
    stf_chain_add(chain, from, session_state(served + 1, wrapping, 0), lambda);
  } else if (waiting < QUEUE) {
    stf_chain_add(chain, from, session_state(served, wrapping, waiting + 1), lambda);
  }
  if (served > 0) {
    stf_chain_add(chain, from, session_state(served - 1, wrapping + 1, waiting),
                  served * rate_of(sharing) / sharing);
  }
  if (wrapping > 0) {
    double each = place_alone ? 1 : rate_of(sharing) / sharing;
    bool next = waiting > 0;
    stf_chain_add(chain, from, session_state(served + next, wrapping - 1, waiting - next),
                  wrapping * each * OMEGA);
  }
}

/* Mean numbers in the states. */
struct means {
  double waiting;
  double served; /* with a customer, waiting apart */
  double work;   /* pieces of work that the agent has in hand, or is at */
};

enum {
  SESSION_STATES = 3 + 3 * (QUEUE + 1)
};

/* What the state is: the other way round. */
static void session_of(size_t state, int *served, int *wrapping, int *waiting) {
  *served = state == 1;
  *wrapping = state == 2;
  *waiting = 0;
  if (state >= 3) {
    *waiting = (int)(state - 3) / 3;
    *wrapping = (int)(state - 3) % 3;
    *served = 2 - *wrapping;
  }
}

static struct means solve_sessions(double lambda, bool place_alone) {
  static double p[SESSION_STATES];
  struct stf_chain chain = stf_chain_new(SESSION_STATES);
  struct means means = {0};
  int served = 0;
  int wrapping = 0;
  int waiting = 0;
  for (size_t i = 0; i < SESSION_STATES; i++) {
    session_of(i, &served, &wrapping, &waiting);
    add_session(&chain, lambda, place_alone, served, wrapping, waiting);
  }
  stf_chain_solve(&chain, p);
  for (size_t i = 0; i < SESSION_STATES; i++) {
    session_of(i, &served, &wrapping, &waiting);
    means.waiting += p[i] * waiting;
    means.served += p[i] * served;
    means.work += p[i] * (place_alone ? served : served + wrapping);
  }
  stf_chain_free(&chain);
  return means;
}

static void expect_means(const struct stf_steady_sums sums[STF_STEADY_RUNS], double lambda,
                         struct means means) {
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], means.waiting / lambda);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], (means.waiting + means.served) / lambda);
  STF_STEADY_CHECK(sums, work_s[0], length_s, means.work);
}

/* Work of hers, shared like the contacts; or a place that stays taken beside them. */
static void test_after_work_of_several_in_hand_expect_the_chain(void **state) {
  (void)state;
  static const double SPEEDS[] = {1, SLOW};
  const double lambda = 0.5;
  for (int place_alone = 0; place_alone < 2; place_alone++) {
    struct stf_wrap_up wrap_up = {stf_law_exponential(1 / OMEGA), place_alone == 1};
    struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 40000);
    struct stf_steady_sums sums[STF_STEADY_RUNS];
    steady->classes[0].wrap_up = &wrap_up;
    steady->team.cap = 2;
    steady->team.speeds = SPEEDS;
    stf_steady_run(steady, sums);
    expect_means(sums, lambda, solve_sessions(lambda, place_alone == 1));
    free(steady);
  }
}

/* One contact at a time, the place held for S + W: customers wait as for M/G/1 with that, and
 * the agent is at work for S. */
static void test_a_place_kept_expect_pollaczek_khinchine_without_work(void **state) {
  (void)state;
  const double lambda = 0.5;
  struct stf_wrap_up wrap_up = {stf_law_exponential(0.5), true};
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  steady->classes[0].wrap_up = &wrap_up;
  stf_steady_run(steady, sums);
  double wait_s = lambda * 3.5 / (2 * (1 - lambda * 1.5));
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], wait_s);
  STF_STEADY_CHECK(sums, work_s[0], length_s, lambda);
  free(steady);
}

/* ---- turns ---- */

#define ENDS  0.5 /* share of turns that are the last */
#define THINK 0.9 /* 1/s */

enum need {
  NOTHING,
  TURN,
  WRAP_UP
};

/* What the two places of the agent do: the piece of work that she is at, the one behind it,
 * customers who think, places that are kept; and who waits. */
struct scene {
  int at;
  int behind;
  int thinking;
  int kept;
  int waiting;
};

static int held_n(const struct scene *scene) {
  return (scene->at != NOTHING) + (scene->behind != NOTHING) + scene->thinking + scene->kept;
}

enum {
  SCENES_MOST = 16 * (QUEUE + 1)
};

struct scenes {
  struct scene items[SCENES_MOST];
  size_t n;
};

static size_t number_of(struct scenes *scenes, struct scene scene) {
  for (size_t i = 0; i < scenes->n; i++) {
    const struct scene *own = &scenes->items[i];
    if (own->at == scene.at && own->behind == scene.behind && own->thinking == scene.thinking &&
        own->kept == scene.kept && own->waiting == scene.waiting) {
      return i;
    }
  }
  assert_true(scenes->n < SCENES_MOST);
  scenes->items[scenes->n] = scene;
  return scenes->n++;
}

static struct scene need_her(struct scene scene, int need) {
  *(scene.at == NOTHING ? &scene.at : &scene.behind) = need;
  return scene;
}

/* Done with the piece of work that she was at. */
static struct scene step_on(struct scene scene) {
  scene.at = scene.behind;
  scene.behind = NOTHING;
  return scene;
}

/* A place is free: whoever waits takes it. */
static struct scene fill(struct scene scene) {
  if (scene.waiting > 0) {
    scene.waiting--;
    return need_her(scene, TURN);
  }
  return scene;
}

struct jump {
  struct scene to;
  double per_s;
};

/* Turns of mean 1 s. Returns how many jumps there are. */
static size_t jumps_of(struct scene scene, double lambda, bool place_alone, struct jump *out) {
  size_t n = 0;
  struct scene more = scene;
  more.waiting++;
  if (held_n(&scene) < 2) {
    out[n++] = (struct jump){need_her(scene, TURN), lambda};
  } else if (scene.waiting < QUEUE) {
    out[n++] = (struct jump){more, lambda};
  }
  struct scene done = step_on(scene);
  struct scene left = done;
  left.thinking++;
  struct scene kept = done;
  kept.kept++;
  if (scene.at == TURN) {
    out[n++] = (struct jump){left, 1 - ENDS};
    out[n++] = (struct jump){place_alone ? kept : need_her(done, WRAP_UP), ENDS};
  } else if (scene.at == WRAP_UP) {
    out[n++] = (struct jump){fill(done), OMEGA};
  }
  if (scene.thinking > 0) {
    struct scene back = scene;
    back.thinking--;
    out[n++] = (struct jump){need_her(back, TURN), scene.thinking * THINK};
  }
  if (scene.kept > 0) {
    struct scene freed = scene;
    freed.kept--;
    out[n++] = (struct jump){fill(freed), scene.kept * OMEGA};
  }
  return n;
}

static struct means solve_turns(double lambda, bool place_alone) {
  static struct scenes scenes;
  struct jump jumps[8];
  scenes.n = 0;
  (void)number_of(&scenes, (struct scene){0});
  for (size_t i = 0; i < scenes.n; i++) {
    size_t jumps_n = jumps_of(scenes.items[i], lambda, place_alone, jumps);
    for (size_t j = 0; j < jumps_n; j++) {
      (void)number_of(&scenes, jumps[j].to);
    }
  }
  struct stf_chain chain = stf_chain_new(scenes.n);
  double *p = calloc(scenes.n, sizeof *p);
  assert_non_null(p);
  for (size_t i = 0; i < scenes.n; i++) {
    size_t jumps_n = jumps_of(scenes.items[i], lambda, place_alone, jumps);
    for (size_t j = 0; j < jumps_n; j++) {
      stf_chain_add(&chain, i, number_of(&scenes, jumps[j].to), jumps[j].per_s);
    }
  }
  stf_chain_solve(&chain, p);
  struct means means = {0};
  for (size_t i = 0; i < scenes.n; i++) {
    const struct scene *scene = &scenes.items[i];
    means.waiting += p[i] * scene->waiting;
    means.served += p[i] * ((scene->at == TURN) + (scene->behind == TURN) + scene->thinking);
    means.work += p[i] * (scene->at != NOTHING);
  }
  stf_chain_free(&chain);
  free(p);
  return means;
}

/* A turn of hers behind the others, or a place that stays taken. */
static void test_after_work_in_turns_expect_the_chain(void **state) {
  (void)state;
  const double lambda = 0.22;
  for (int place_alone = 0; place_alone < 2; place_alone++) {
    struct stf_wrap_up wrap_up = {stf_law_exponential(1 / OMEGA), place_alone == 1};
    struct stf_turns turns = {.number = stf_turns_geometric(1 / ENDS),
                              .work = stf_law_exponential(1),
                              .think = stf_law_exponential(1 / THINK),
                              .park_after_us = STF_NEVER,
                              .close_after_us = STF_NEVER};
    struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 60000);
    struct stf_steady_sums sums[STF_STEADY_RUNS];
    steady->classes[0].wrap_up = &wrap_up;
    steady->classes[0].turns = &turns;
    steady->team.cap = 2;
    stf_steady_run(steady, sums);
    expect_means(sums, lambda, solve_turns(lambda, place_alone == 1));
    free(steady);
  }
}

/* Turns of 10 s and 20 s of after-work, two places: the second conversation's turn comes first,
 * and she stays beyond her shift for both after-works. */
static void test_after_work_in_turns_by_hand(void **state) {
  (void)state;
  static const double ONCE[] = {0};
  struct stf_wrap_up wrap_up = {.time = stf_law_constant(20)};
  struct stf_turns turns = {.number = {.mean = 1, .survival = ONCE, .survival_n = 1},
                            .work = stf_law_constant(10),
                            .think = stf_law_constant(30),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
  struct stf_stage *stage = stf_stage_new(10);
  stage->classes[0].turns = &turns;
  stage->classes[0].wrap_up = &wrap_up;
  stage->teams[0].cap = 2;
  (void)stf_stage_shift(stage, 0, 0, 0, 15);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 5, 0);
  stf_stage_play(stage, 0);
  const struct stf_contact *first = stf_stage_contact_of(stage, 0);
  const struct stf_contact *second = stf_stage_contact_of(stage, 1);
  assert_int_equal(first->close_us, STF_STAGE_START_US + 10 * STF_STAGE_SECOND_US);
  assert_int_equal(second->close_us, STF_STAGE_START_US + 20 * STF_STAGE_SECOND_US);
  assert_int_equal(first->works_n, 2);
  assert_int_equal(first->works[1].start_us, STF_STAGE_START_US + 20 * STF_STAGE_SECOND_US);
  assert_int_equal(stf_contact_released_us(first),
                   STF_STAGE_START_US + 40 * STF_STAGE_SECOND_US);
  assert_int_equal(stf_contact_released_us(second),
                   STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].end_us, STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
  free(stage);
}

/* In hand at the start, its end not in the log: 20 s of work are left, then 20 s of after-work
 * or of a place that is kept, before the next one. */
static void test_after_work_of_who_is_in_hand_at_the_start(void **state) {
  (void)state;
  for (int place_alone = 0; place_alone < 2; place_alone++) {
    struct stf_wrap_up wrap_up = {stf_law_constant(20), place_alone == 1};
    struct stf_stage *stage = stf_stage_new(60);
    stage->classes[0].wrap_up = &wrap_up;
    stf_stage_staff(stage, -600, 0, 0, 1);
    struct stf_given *in_hand = stf_stage_give(stage, -50, 0);
    in_hand->assign_us = STF_STAGE_START_US - 40 * STF_STAGE_SECOND_US;
    in_hand->agent = 0;
    stf_stage_give(stage, 5, 0);
    stf_stage_play(stage, 0);
    stf_stage_assert_taken(stage, 1, 40, 0);
    const struct stf_contact *first = stf_stage_contact_of(stage, 0);
    assert_int_equal(first->close_us, STF_STAGE_START_US + 20 * STF_STAGE_SECOND_US);
    assert_int_equal(first->work.end_us,
                     STF_STAGE_START_US + (place_alone == 1 ? 20 : 40) * STF_STAGE_SECOND_US);
    free(stage);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_after_work_of_who_is_in_hand_at_the_start),
      cmocka_unit_test(test_after_work_expect_pollaczek_khinchine),
      cmocka_unit_test(test_after_work_by_hand),
      cmocka_unit_test(test_after_work_of_several_in_hand_expect_the_chain),
      cmocka_unit_test(test_a_place_kept_expect_pollaczek_khinchine_without_work),
      cmocka_unit_test(test_after_work_in_turns_expect_the_chain),
      cmocka_unit_test(test_after_work_in_turns_by_hand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
