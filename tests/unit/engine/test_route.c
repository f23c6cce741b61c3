/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which agent takes a contact, by speed and by who had the customer before: chains solved here,
 * limits, and by hand. Tolerances of 3.5 standard errors (false alarm 5e-4 a measure). */
#include "support/chain.h"
#include "support/lab.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

#define S_US STF_STAGE_SECOND_US

/* ---- best proficiency ---- */

enum {
  LONGEST = 300 /* queue at which the chain is cut: its law is geometric, 0.75^300 */
};

/* M/M/2 with speeds fast and slow where the fast one is asked first (Larsen & Agrawala 1983;
 * Gumbel 1960 for the chain): 0 idle, 1 the fast one works alone, 2 the slow one alone, 3 + i
 * both, i waiting. */
static void test_best_proficiency_expect_fastest_server_first(void **state) {
  (void)state;
  const double lambda = 1.5;
  const double fast = 1.4;
  const double slow = 0.6;
  static const double TEAM[] = {0.6};
  static const struct stf_people_speed FAST = {.name = 1, .class_index = 0, .speed = 1.4};
  static const struct stf_people PEOPLE = {.speeds = TEAM, .own = &FAST, .own_n = 1};
  struct stf_chain chain = stf_chain_new(3 + LONGEST);
  stf_chain_add(&chain, 0, 1, lambda);
  stf_chain_add(&chain, 1, 0, fast);
  stf_chain_add(&chain, 2, 0, slow);
  stf_chain_add(&chain, 1, 3, lambda);
  stf_chain_add(&chain, 2, 3, lambda);
  stf_chain_add(&chain, 3, 1, slow);
  stf_chain_add(&chain, 3, 2, fast);
  for (size_t i = 3; i + 1 < 3 + LONGEST; i++) {
    stf_chain_add(&chain, i, i + 1, lambda);
    stf_chain_add(&chain, i + 1, i, fast + slow);
  }
  double p[3 + LONGEST];
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
  double both = 0;
  double waiting = 0;
  for (size_t i = 0; i < LONGEST; i++) {
    both += p[3 + i];
    waiting += (double)i * p[3 + i];
  }
  struct stf_steady *lab = stf_steady_new(&lambda, 1, 2, 20000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  lab->team.people = &PEOPLE;
  lab->team.routing = STF_ROUTING_BEST_PROFICIENCY;
  stf_steady_run(lab, sums);
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], waiting / lambda);
  STF_STEADY_CHECK(sums, work_s[1], length_s, p[1] + both);
  STF_STEADY_CHECK(sums, work_s[0], length_s, p[2] + both);
  free(lab);
}

/* Two classes, two agents, each faster at one; who finds both at work leaves. State: 3 a + b,
 * a and b what the agents do: 0 nothing, else 1 + class. */
static const double RATES[] = {0.9, 0.7};
static const double SPEEDS[2][2] = {{1.5, 0.6}, {0.5, 1.2}}; /* by agent and class */

static void solve_specialists(double p[9]) {
  struct stf_chain chain = stf_chain_new(9);
  for (size_t a = 0; a < 3; a++) {
    for (size_t b = 0; b < 3; b++) {
      for (size_t c = 0; c < 2 && (a == 0 || b == 0); c++) {
        bool first = a == 0 && (b != 0 || SPEEDS[0][c] > SPEEDS[1][c]);
        stf_chain_add(&chain, 3 * a + b, first ? 3 * (1 + c) + b : 3 * a + 1 + c, RATES[c]);
      }
      if (a > 0) {
        stf_chain_add(&chain, 3 * a + b, b, SPEEDS[0][a - 1]);
      }
      if (b > 0) {
        stf_chain_add(&chain, 3 * a + b, 3 * a, SPEEDS[1][b - 1]);
      }
    }
  }
  stf_chain_solve(&chain, p);
  stf_chain_free(&chain);
}

static void test_best_proficiency_by_class_expect_the_loss_chain(void **state) {
  (void)state;
  static const struct stf_people_speed OWN[] = {
      {0, 0, 1.5}, {0, 1, 0.6}, {1, 0, 0.5}, {1, 1, 1.2}};
  static const struct stf_people PEOPLE = {.own = OWN, .own_n = 4};
  static const struct stf_leaving_step ALL = {.queue = 0, .share = 1};
  const struct stf_leaving leaving = {.ghost = stf_law_never(), .steps = &ALL, .steps_n = 1};
  double p[9];
  solve_specialists(p);
  struct stf_steady *lab = stf_steady_new(RATES, 2, 2, 20000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  lab->team.people = &PEOPLE;
  lab->team.routing = STF_ROUTING_BEST_PROFICIENCY;
  lab->classes[0].leaving = &leaving;
  lab->classes[1].leaving = &leaving;
  stf_steady_run(lab, sums);
  double lost = p[4] + p[5] + p[7] + p[8];
  STF_STEADY_CHECK(sums, left_n[0], opened_n[0], lost);
  STF_STEADY_CHECK(sums, left_n[1], opened_n[1], lost);
  STF_STEADY_CHECK(sums, work_s[0], length_s, 1 - p[0] - p[1] - p[2]);
  STF_STEADY_CHECK(sums, work_s[1], length_s, 1 - p[0] - p[3] - p[6]);
  free(lab);
}

/* Where all are alike it is who is free for longest: one by one and with several in hand. */
static void test_best_proficiency_of_equals_expect_longest_idle(void **state) {
  (void)state;
  static const struct stf_lab_plan PLAN = {.length_s = 2000, .runs_n = 1, .seed = 8};
  static const double BY_LOAD[] = {1, 1.5};
  static const struct stf_people PEOPLE = {.learning = STF_PEOPLE_TRAINED};
  for (uint32_t cap = 1; cap <= 2; cap++) {
    struct stf_lab_contacts got[2];
    for (int best = 0; best < 2; best++) {
      struct stf_lab lab;
      stf_lab_init(&lab, 2, 2);
      lab.rates_per_s[0] = 2;
      lab.rates_per_s[1] = 1;
      lab.serves[1][1] = true;
      for (uint32_t t = 0; t < 2; t++) {
        lab.agents_n[t] = 2;
        lab.teams[t].people = &PEOPLE;
        lab.teams[t].cap = cap;
        lab.teams[t].speeds = cap > 1 ? BY_LOAD : NULL;
        lab.teams[t].routing =
            best == 1 ? STF_ROUTING_BEST_PROFICIENCY : STF_ROUTING_LONGEST_IDLE;
      }
      /* Several teams: fewest places first is not asked among those who go by speed. */
      lab.desk.teams_n = cap == 1 ? 2 : 1;
      stf_lab_contacts(&lab, &PLAN, &got[best]);
    }
    assert_true(got[0].n > 1000 && got[0].n == got[1].n);
    for (size_t i = 0; i < got[0].n; i++) {
      assert_int_equal(got[0].items[i].assign_us, got[1].items[i].assign_us);
      assert_int_equal(got[0].items[i].close_us, got[1].items[i].close_us);
      assert_int_equal(got[0].items[i].team, got[1].items[i].team);
    }
    free(got[0].items);
    free(got[1].items);
  }
}

/* A beginner idle for longer, of the same team and of another, leaves it to who has learnt. */
static void test_best_proficiency_expect_the_experienced_of_both_teams(void **state) {
  (void)state;
  static const struct stf_people_experience OLD = {.name = 1, .n = 50};
  static const struct stf_people PEOPLE = {.learning = STF_PEOPLE_BY_CONTACTS,
                                           .start_speed = 0.5,
                                           .full_after = 10,
                                           .beginners = &OLD,
                                           .beginners_n = 1};
  for (uint32_t team = 0; team < 2; team++) {
    struct stf_stage *stage = stf_stage_new(60);
    for (uint32_t t = 0; t < 2; t++) {
      stage->teams[t].people = &PEOPLE;
      stage->teams[t].routing = STF_ROUTING_BEST_PROFICIENCY;
      stage->serves[t][0] = true;
    }
    stage->desk.teams_n = 2;
    stf_stage_staff(stage, 0, 0, 0, 1);
    stage->agents[1].team = team;
    stf_stage_staff(stage, 1, team, 1, 1);
    stf_stage_give(stage, 10, 0);
    stf_stage_give(stage, 20, 0);
    stf_stage_play(stage, 0);
    stf_stage_assert_taken(stage, 0, 10, 1);
    stf_stage_assert_taken(stage, 1, 20, 0);
    free(stage);
  }
}

/* ---- sticky ---- */

static const struct stf_dispatch_team STICKY = {.sticky_within_us = 300 * S_US};

/* 60 s of work, agents 0 and 1; the customer's first contact at 0 is agent 0's, done at 60. */
static struct stf_stage *known_customer(uint32_t cap) {
  static const double BY_LOAD[] = {1, 1};
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].dispatch = &STICKY;
  stage->teams[0].cap = cap;
  stage->teams[0].speeds = cap > 1 ? BY_LOAD : NULL;
  stage->desk.customers_n = 1;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 0, 0, 1, 1);
  stf_stage_give(stage, 0, 0)->customer = 0;
  return stage;
}

/* Agent 1 is free for longer, but agent 0 knows her: until 360. */
static void test_sticky_within_expect_the_same_agent(void **state) {
  (void)state;
  static const int64_t AT_S[] = {61, 360, 361};
  static const uint32_t AGENT[] = {0, 0, 1};
  for (uint32_t cap = 1; cap <= 2; cap++) {
    for (size_t i = 0; i < STF_COUNT_OF(AT_S); i++) {
      struct stf_stage *stage = known_customer(cap);
      stf_stage_give(stage, AT_S[i], 0)->customer = 0;
      stf_stage_play(stage, 0);
      stf_stage_assert_taken(stage, 0, 0, 0);
      stf_stage_assert_taken(stage, 1, AT_S[i], AGENT[i]);
      free(stage);
    }
  }
}

/* Her agent is at another contact, or gone: whoever is free. From then on that is hers. */
static void test_sticky_when_she_cannot_expect_another(void **state) {
  (void)state;
  for (int gone = 0; gone < 2; gone++) {
    struct stf_stage *stage = known_customer(1);
    stf_stage_give(stage, 65, 0); /* a stranger's: agent 1, free for longest */
    if (gone == 1) {
      stf_stage_staff(stage, 130, 0, 0, -1);
    } else {
      stf_stage_give(stage, 131, 0); /* agent 0, free for longest */
    }
    uint32_t n = (uint32_t)stage->desk.given_n;
    stf_stage_give(stage, 140, 0)->customer = 0;
    stf_stage_give(stage, 250, 0)->customer = 0;
    stf_stage_play(stage, 0);
    stf_stage_assert_taken(stage, 1, 65, 1);
    stf_stage_assert_taken(stage, n, 140, 1);
    stf_stage_assert_taken(stage, n + 1, 250, 1);
    free(stage);
  }
}

/* One agent: there is nobody else to go to. */
static void test_sticky_with_one_agent_expect_nothing_to_change(void **state) {
  (void)state;
  static const struct stf_lab_plan PLAN = {.length_s = 4000, .runs_n = 1, .seed = 9};
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_SOLVED] =
      (struct stf_after_return){.share = 0.5, .delay = stf_law_exponential(20)};
  struct stf_lab_contacts got[2];
  for (int sticky = 0; sticky < 2; sticky++) {
    struct stf_lab lab;
    stf_lab_init(&lab, 1, 1);
    lab.rates_per_s[0] = 0.4;
    lab.classes[0].after = &after;
    lab.teams[0].dispatch = sticky == 1 ? &STICKY : NULL;
    stf_lab_contacts(&lab, &PLAN, &got[sticky]);
  }
  assert_true(got[0].n > 2000 && got[0].n == got[1].n);
  for (size_t i = 0; i < got[0].n; i++) {
    assert_true(got[0].items[i].address == got[1].items[i].address);
    assert_int_equal(got[0].items[i].close_us, got[1].items[i].close_us);
  }
  free(got[0].items);
  free(got[1].items);
}

enum {
  CUSTOMERS = 40000
};

/* How often who came back and was taken met the agent of the last time. */
struct meetings {
  uint32_t agents[CUSTOMERS]; /* 1 + the last one */
  double again_n;
  double same_n;
};

static enum stf_status meet(void *context, const struct stf_contact *contacts, size_t n) {
  struct meetings *met = context;
  for (size_t i = 0; i < n; i++) {
    if (!stf_contact_answered(&contacts[i])) {
      continue;
    }
    assert_true(contacts[i].customer < CUSTOMERS);
    uint32_t *last = &met->agents[contacts[i].customer];
    met->again_n += *last > 0;
    met->same_n += *last == 1 + contacts[i].agent;
    *last = 1 + contacts[i].agent;
  }
  return STF_OK;
}

static enum stf_status ignore(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

/* Three agents, who finds nobody free leaves, half of those served come back much later: they
 * find a stationary loss system at the total rate L = l + L (1 - B) / 2. Their own agent is
 * free with probability 1 - r, r = L (1 - B) / 3; somebody is with 1 - B. */
static double same_share(double fresh) {
  double total = fresh;
  double lost = 0;
  for (int step = 0; step < 200; step++) {
    lost = 1;
    for (int k = 1; k <= 3; k++) {
      lost = total * lost / (k + total * lost);
    }
    total = fresh + 0.5 * total * (1 - lost);
  }
  return (1 - total * (1 - lost) / 3) / (1 - lost);
}

static void test_sticky_when_customers_return_late_expect_the_loss_system(void **state) {
  (void)state;
  static const struct stf_leaving_step ALL = {.queue = 0, .share = 1};
  const struct stf_leaving leaving = {.ghost = stf_law_never(), .steps = &ALL, .steps_n = 1};
  const double fresh = 1;
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_SOLVED].share = 0.5;
  const char *why = NULL;
  static const double FROM_TO[STF_LAW_PARAMETERS_MAX] = {20, 220};
  assert_true(
      stf_law_make(STF_LAW_UNIFORM, FROM_TO, &after.repeat[STF_AFTER_SOLVED].delay, &why));
  struct stf_steady *lab = stf_steady_new(&fresh, 1, 3, 10000);
  struct meetings *met = malloc(sizeof *met);
  assert_non_null(met);
  lab->classes[0].leaving = &leaving;
  lab->classes[0].after = &after;
  lab->team.dispatch = &STICKY;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&lab->desk, NULL, &engine), STF_OK);
  struct stf_steady_sums sums[STF_STEADY_RUNS]; /* same in left_n, of opened_n */
  for (uint32_t r = 0; r < STF_STEADY_RUNS; r++) {
    *met = (struct meetings){.again_n = 0};
    const struct stf_engine_sink sink = {.context = met, .contacts = meet, .presence = ignore};
    const struct stf_stream stream = stf_stream_of(12, r);
    struct stf_engine_account account;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
    sums[r] = (struct stf_steady_sums){.opened_n = {met->again_n}, .left_n = {met->same_n}};
  }
  STF_STEADY_CHECK(sums, left_n[0], opened_n[0], same_share(fresh));
  stf_engine_free(engine);
  free(met);
  free(lab);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_best_proficiency_expect_fastest_server_first),
      cmocka_unit_test(test_best_proficiency_by_class_expect_the_loss_chain),
      cmocka_unit_test(test_best_proficiency_of_equals_expect_longest_idle),
      cmocka_unit_test(test_best_proficiency_expect_the_experienced_of_both_teams),
      cmocka_unit_test(test_sticky_within_expect_the_same_agent),
      cmocka_unit_test(test_sticky_when_she_cannot_expect_another),
      cmocka_unit_test(test_sticky_with_one_agent_expect_nothing_to_change),
      cmocka_unit_test(test_sticky_when_customers_return_late_expect_the_loss_system)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
