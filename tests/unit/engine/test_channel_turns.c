/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several channels per agent in turns: calls that interrupt conversations, mails in the time in
 * which customers think. By hand, and against Markov chains solved here, within 3.5 standard
 * errors (false alarm 5e-4 a measure). */
#include "support/chain.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

#define S_US STF_STAGE_SECOND_US

static const double TWICE[] = {1, 0};

/* ---- by hand ---- */

struct scene {
  struct stf_stage *stage;
  struct stf_turns turns;
  struct stf_channels_rule rules[2];
  struct stf_channels channels;
};

/* Class 0: conversations of two turns of 10 s with 30 s of thought between; class 1: something
 * of so much work. One agent. */
static void set_up(struct scene *scene, uint32_t cap, double work_s,
                   struct stf_channels_rule other) {
  *scene = (struct scene){.stage = stf_stage_new(10),
                          .turns = {.number = {.mean = 2, .survival = TWICE, .survival_n = 2},
                                    .work = stf_law_constant(10),
                                    .think = stf_law_constant(30),
                                    .park_after_us = STF_NEVER,
                                    .close_after_us = STF_NEVER},
                          .rules = {{1, STF_CHANNELS_ORDINARY}, other}};
  struct stf_stage *stage = scene->stage;
  scene->channels.rules = scene->rules;
  stage->classes[0].turns = &scene->turns;
  stage->classes[1].service = stf_law_constant(work_s);
  stage->desk.classes_n = 2;
  stage->serves[0][1] = true;
  stage->teams[0].cap = cap;
  stage->teams[0].channels = &scene->channels;
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 1);
}

static void assert_work(const struct stf_work *work, int64_t from_s, int64_t to_s) {
  assert_int_equal(work->start_us, STF_STAGE_START_US + from_s * S_US);
  assert_int_equal(work->end_us, STF_STAGE_START_US + to_s * S_US);
}

/* The call of 20 s comes into the first turn, which goes on behind it; the second conversation
 * is taken when she has hung up, and its turn waits for the one put aside. */
static void test_call_in_a_turn_expect_the_turn_to_stand_still(void **state) {
  (void)state;
  struct scene scene;
  set_up(&scene, 2, 20, (struct stf_channels_rule){2, STF_CHANNELS_INTERRUPTING});
  stf_stage_give(scene.stage, 0, 0);
  stf_stage_give(scene.stage, 5, 1);
  stf_stage_give(scene.stage, 6, 0);
  stf_stage_play(scene.stage, 0);
  const struct stf_contact *first = stf_stage_contact_of(scene.stage, 0);
  const struct stf_contact *call = stf_stage_contact_of(scene.stage, 1);
  assert_int_equal(first->works_n, 3);
  assert_work(&first->works[0], 0, 5);
  assert_work(&call->work, 5, 25);
  assert_int_equal(call->places, 1); /* the other one is the conversation's */
  assert_work(&first->works[1], 25, 30);
  assert_int_equal(first->first_human_us, STF_STAGE_START_US + 30 * S_US);
  stf_stage_assert_taken(scene.stage, 2, 25, STF_NOBODY);
  assert_work(&stf_stage_contact_of(scene.stage, 2)->works[0], 30, 40);
  assert_work(&first->works[2], 60, 70);
  free(scene.stage);
}

/* The mail waits for the end of the turn, is worked on while the customer thinks, and put aside
 * for her message; its own first message comes after 35 s of its work. */
static void test_mail_expect_it_in_think_times(void **state) {
  (void)state;
  struct scene scene;
  set_up(&scene, 1, 40, (struct stf_channels_rule){1, STF_CHANNELS_BACKGROUND});
  scene.stage->classes[1].first_message = stf_law_constant(35);
  stf_stage_give(scene.stage, 0, 0);
  stf_stage_give(scene.stage, 1, 1);
  stf_stage_play(scene.stage, 0);
  const struct stf_contact *mail = stf_stage_contact_of(scene.stage, 1);
  assert_int_equal(mail->works_n, 2);
  assert_work(&mail->works[0], 10, 40);
  assert_work(&stf_stage_contact_of(scene.stage, 0)->works[1], 40, 50);
  assert_work(&mail->works[1], 50, 60);
  assert_int_equal(mail->first_human_us, STF_STAGE_START_US + 55 * S_US);
  assert_int_equal(mail->places, 0);
  free(scene.stage);
}

/* ---- chains ---- */

#define ENDS   0.5 /* share of turns that are the last */
#define THINK  0.9 /* 1/s */
#define OTHER  0.5 /* 1/s: calls, mails */
#define CHATS  0.2 /* 1/s */
#define OTHERS 0.06

enum {
  WAITING_MOST = 24,
  OTHERS_MOST = 6,
  STATES_MOST = 8 * (WAITING_MOST + 1) * (OTHERS_MOST + 1)
};

/* One agent with two places. */
struct state {
  int ready;    /* conversations that need her, or that she is at */
  int thinking; /* that have a place and do not */
  int waiting;
  int others; /* calls or mails, in hand or not */
};

struct states {
  struct state items[STATES_MOST];
  size_t n;
};

static size_t number_of(struct states *states, struct state state) {
  for (size_t i = 0; i < states->n; i++) {
    const struct state *own = &states->items[i];
    if (own->ready == state.ready && own->thinking == state.thinking &&
        own->waiting == state.waiting && own->others == state.others) {
      return i;
    }
  }
  assert_true(states->n < STATES_MOST);
  states->items[states->n] = state;
  return states->n++;
}

/* Free places are taken, unless a call is in hand. */
static struct state fill(struct state state, bool calls) {
  while (state.waiting > 0 && state.ready + state.thinking < 2 &&
         !(calls && state.others > 0)) {
    state.waiting--;
    state.ready++;
  }
  return state;
}

struct jump {
  struct state to;
  double per_s;
};

static size_t jumps_of(struct state state, bool calls, struct jump *out) {
  size_t n = 0;
  struct state next = state;
  bool at_other = state.others > 0 && (calls || state.ready == 0);
  if (state.waiting < WAITING_MOST) {
    next.waiting++;
    out[n++] = (struct jump){fill(next, calls), CHATS};
  }
  if (state.others < OTHERS_MOST) {
    next = state;
    next.others++;
    out[n++] = (struct jump){next, OTHERS};
  }
  if (state.thinking > 0) {
    next = state;
    next.thinking--;
    next.ready++;
    out[n++] = (struct jump){next, state.thinking * THINK};
  }
  next = state;
  if (at_other) {
    next.others--;
    out[n++] = (struct jump){fill(next, calls), OTHER};
  } else if (state.ready > 0) {
    next.ready--;
    out[n++] = (struct jump){fill(next, calls), ENDS};
    next.thinking++;
    out[n++] = (struct jump){next, 1 - ENDS};
  }
  return n;
}

struct means {
  double waiting;
  double open; /* conversations */
  double others;
  double busy;
};

static struct means solve(bool calls) {
  static struct states states;
  static double p[STATES_MOST];
  struct jump jumps[8];
  states.n = 0;
  (void)number_of(&states, (struct state){0});
  for (size_t i = 0; i < states.n; i++) {
    size_t jumps_n = jumps_of(states.items[i], calls, jumps);
    for (size_t j = 0; j < jumps_n; j++) {
      (void)number_of(&states, jumps[j].to);
    }
  }
  struct stf_chain chain = stf_chain_new(states.n);
  for (size_t i = 0; i < states.n; i++) {
    size_t jumps_n = jumps_of(states.items[i], calls, jumps);
    for (size_t j = 0; j < jumps_n; j++) {
      stf_chain_add(&chain, i, number_of(&states, jumps[j].to), jumps[j].per_s);
    }
  }
  stf_chain_solve(&chain, p);
  struct means means = {0};
  for (size_t i = 0; i < states.n; i++) {
    const struct state *own = &states.items[i];
    means.waiting += p[i] * own->waiting;
    means.open += p[i] * (own->waiting + own->ready + own->thinking);
    means.others += p[i] * own->others;
    means.busy += own->others + own->ready > 0 ? p[i] : 0;
  }
  stf_chain_free(&chain);
  return means;
}

/* Calls take her whole and stop her turn; mails fill what the turns leave. */
static void test_calls_and_mails_expect_the_chains(void **state) {
  (void)state;
  const double rates[] = {CHATS, OTHERS};
  for (int calls = 0; calls < 2; calls++) {
    const struct stf_channels_rule rules[] = {
        {1, STF_CHANNELS_ORDINARY},
        {calls == 1 ? 2 : 1, calls == 1 ? STF_CHANNELS_INTERRUPTING : STF_CHANNELS_BACKGROUND}};
    const struct stf_channels channels = {rules};
    struct stf_turns turns = {.number = stf_turns_geometric(1 / ENDS),
                              .work = stf_law_exponential(1),
                              .think = stf_law_exponential(1 / THINK),
                              .park_after_us = STF_NEVER,
                              .close_after_us = STF_NEVER};
    struct stf_steady *steady = stf_steady_new(rates, 2, 1, 80000);
    struct stf_steady_sums sums[STF_STEADY_RUNS];
    steady->classes[0].turns = &turns;
    steady->classes[0].priority = 2;
    steady->classes[1].priority = 1;
    steady->classes[1].service = stf_law_exponential(1 / OTHER);
    steady->team.cap = 2;
    steady->team.channels = &channels;
    stf_steady_run(steady, sums);
    struct means means = solve(calls == 1);
    STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], means.waiting / CHATS);
    STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], means.open / CHATS);
    STF_STEADY_CHECK(sums, sojourn_s[1], opened_n[1], means.others / OTHERS);
    STF_STEADY_CHECK(sums, work_s[0], length_s, means.busy);
    free(steady);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_call_in_a_turn_expect_the_turn_to_stand_still),
      cmocka_unit_test(test_mail_expect_it_in_think_times),
      cmocka_unit_test(test_calls_and_mails_expect_the_chains),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
