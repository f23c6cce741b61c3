/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers who leave conversations in turns: before the first reply, silently. By hand, and
 * against chains and closed forms, within 3.5 standard errors (false alarm 5e-4 a measure). */
#include "support/estimate.h"
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

#define S_US STF_STAGE_SECOND_US

/* ---- by hand ---- */

static const double TWICE[] = {1, 0};

/* Two turns of 10 s with 30 s of thought between them; closed after 100 s of silence. */
static const struct stf_turns TWO = {.number = {.mean = 2, .survival = TWICE, .survival_n = 2},
                                     .park_after_us = STF_NEVER,
                                     .close_after_us = 100 * S_US};

struct scene {
  struct stf_stage *stage;
  struct stf_turns turns;
  struct stf_leaving leaving;
};

/* One agent with so many places. */
static void set_up(struct scene *scene, uint32_t cap, bool until_reply) {
  scene->stage = stf_stage_new(10);
  scene->turns = TWO;
  scene->turns.work = stf_law_constant(10);
  scene->turns.think = stf_law_constant(30);
  scene->leaving = (struct stf_leaving){.until_reply = until_reply, .ghost = stf_law_never()};
  scene->stage->classes[0].turns = &scene->turns;
  scene->stage->classes[0].leaving = &scene->leaving;
  scene->stage->teams[0].cap = cap;
  stf_stage_staff(scene->stage, 0, 0, 0, 1);
}

static void give(struct scene *scene, int64_t at_s, int64_t patience_s, bool silent) {
  struct stf_given *given = stf_stage_give(scene->stage, at_s, 0);
  given->patience_us = patience_s > 0 ? patience_s * S_US : STF_NEVER;
  given->silent = silent;
}

/* -1: never. */
static void assert_at(int64_t at_us, int64_t at_s) {
  assert_int_equal(at_us, at_s < 0 ? STF_NEVER : STF_STAGE_START_US + at_s * S_US);
}

struct instants {
  int64_t assign_s;
  int64_t first_reply_s;
  int64_t left_s;
  int64_t close_s;
};

static void assert_scene(const struct scene *scene, uint32_t id, struct instants expected) {
  const struct stf_contact *contact = stf_stage_contact_of(scene->stage, id);
  assert_at(contact->assign_us, expected.assign_s);
  assert_at(contact->first_human_us, expected.first_reply_s);
  assert_at(contact->abandon_us, expected.left_s);
  assert_at(contact->close_us, expected.close_s);
  assert_int_equal(contact->outcome,
                   expected.left_s >= 0 ? STF_OUTCOME_ABANDONED : STF_OUTCOME_CLOSED);
}

/* B leaves while A is at work, before her own first turn; C, who waited for a place, has hers.
 */
static void test_who_leaves_before_her_turn_expect_the_place_free(void **state) {
  (void)state;
  struct scene scene;
  set_up(&scene, 2, true);
  give(&scene, 0, 0, false);
  give(&scene, 1, 5, false);
  give(&scene, 2, 0, false);
  stf_stage_play(scene.stage, 0);
  assert_scene(&scene, 0, (struct instants){0, 10, -1, 50});
  assert_scene(&scene, 1, (struct instants){1, -1, 6, 6});
  assert_int_equal(stf_stage_contact_of(scene.stage, 1)->works_n, 0);
  assert_scene(&scene, 2, (struct instants){6, 20, -1, 60});
  assert_int_equal(scene.stage->account.gone_n, 1);
  free(scene.stage);
}

/* A leaves out of her first turn, at the very instant of its end too; B is next. */
static void test_who_leaves_in_her_turn_expect_the_next_one_worked_on(void **state) {
  (void)state;
  for (int64_t patience_s = 4; patience_s <= 10; patience_s += 6) {
    struct scene scene;
    set_up(&scene, 2, true);
    give(&scene, 0, patience_s, false);
    give(&scene, 1, 0, false);
    stf_stage_play(scene.stage, 0);
    assert_scene(&scene, 0, (struct instants){0, -1, patience_s, patience_s});
    assert_at(stf_stage_contact_of(scene.stage, 0)->work.end_us, patience_s);
    assert_scene(&scene, 1, (struct instants){1, patience_s + 10, -1, patience_s + 50});
    free(scene.stage);
  }
}

/* Patience beyond the first reply does not count any more, told or not. */
static void test_who_is_answered_in_time_expect_her_to_stay(void **state) {
  (void)state;
  for (int silent = 0; silent < 2; silent++) {
    struct scene scene;
    set_up(&scene, 1, true);
    give(&scene, 0, 11, silent == 1);
    stf_stage_play(scene.stage, 0);
    assert_scene(&scene, 0, (struct instants){0, 10, -1, 50});
    assert_false(stf_stage_contact_of(scene.stage, 0)->silent);
    free(scene.stage);
  }
}

/* She goes at 4, in hand; the first turn is worked to its end, the place is held until the
 * silence is parked or closed. The next one waits for it. */
static void test_who_goes_silently_in_hand_expect_the_place_held(void **state) {
  (void)state;
  for (int parks = 0; parks < 2; parks++) {
    struct scene scene;
    set_up(&scene, 1, true);
    scene.turns.park_after_us = parks == 1 ? 20 * S_US : STF_NEVER;
    give(&scene, 0, 4, true);
    give(&scene, 1, 0, false);
    stf_stage_play(scene.stage, 0);
    assert_scene(&scene, 0, (struct instants){0, 10, 4, 110});
    assert_true(stf_stage_contact_of(scene.stage, 0)->silent);
    assert_at(stf_stage_contact_of(scene.stage, 1)->assign_us, parks == 1 ? 30 : 110);
    free(scene.stage);
  }
}

/* Gone from the queue at 6, taken at 50 all the same; without a close the agent is done with
 * the first turn. */
static void test_who_goes_silently_from_the_queue_expect_her_first_turn_worked(void **state) {
  (void)state;
  for (int closes = 0; closes < 2; closes++) {
    struct scene scene;
    set_up(&scene, 1, false);
    scene.turns.close_after_us = closes == 1 ? 100 * S_US : STF_NEVER;
    give(&scene, 0, 0, false);
    give(&scene, 1, 5, true);
    give(&scene, 2, 0, false);
    stf_stage_play(scene.stage, 0);
    int64_t free_s = closes == 1 ? 160 : 60;
    assert_scene(&scene, 1, (struct instants){50, 60, 6, free_s});
    assert_scene(&scene, 2, (struct instants){free_s, free_s + 10, -1, free_s + 50});
    free(scene.stage);
  }
}

/* ---- chains and closed forms ---- */

enum {
  RUNS = 20
};

struct sums {
  double came;
  double told;
  double silent;
  double held_s; /* from the assignment to the close */
};

static enum stf_status add(void *context, const struct stf_contact *contacts, size_t n) {
  struct sums *sums = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &contacts[i];
    bool left = contact->abandon_us != STF_NEVER;
    sums->came++;
    sums->told += left && !contact->silent;
    sums->silent += contact->silent;
    if (contact->assign_us != STF_NEVER) {
      sums->held_s += (double)(contact->close_us - contact->assign_us) * 1e-6;
    }
  }
  return STF_OK;
}

static enum stf_status ignore(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static void play(const struct stf_steady *lab, struct sums sums[RUNS]) {
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&lab->desk, NULL, &engine), STF_OK);
  for (uint32_t r = 0; r < RUNS; r++) {
    sums[r] = (struct sums){0};
    const struct stf_engine_sink sink = {
        .context = &sums[r], .contacts = add, .presence = ignore};
    const struct stf_stream stream = stf_stream_of(21, r);
    struct stf_engine_account account;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  }
  stf_engine_free(engine);
}

#define CHECK(sums, field, exact)                                                              \
  stf_estimate_check(                                                                          \
      #field,                                                                                  \
      stf_estimate_ratio((struct stf_estimate_runs){(sums), RUNS, sizeof(struct sums)},        \
                         offsetof(struct sums, field), offsetof(struct sums, came)),           \
      (exact), 0.03 * (exact))

/* Conversations of one turn of mean 1 s. */
static struct stf_turns one_turn(void) {
  return (struct stf_turns){.number = stf_turns_geometric(1),
                            .work = stf_law_exponential(1),
                            .think = stf_law_constant(1),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
}

/* One agent, whose places matter to nobody: with n in the system all n lose patience at rate
 * theta, the one at work too: deaths at mu + n theta. */
static void test_patience_to_the_first_turn_expect_birth_and_death(void **state) {
  (void)state;
  const double lambda = 1.2;
  const double theta = 0.5;
  double p = 1;
  double sum = 1;
  double leaving = 0;
  for (int n = 1; n < 100; n++) {
    p *= lambda / (1 + n * theta);
    sum += p;
    leaving += n * theta * p;
  }
  for (uint32_t cap = 1; cap <= 3; cap += 2) {
    struct stf_steady *lab = stf_steady_new(&lambda, 1, 1, 4000);
    const struct stf_turns turns = one_turn();
    const struct stf_leaving until = {.until_reply = true, .ghost = stf_law_never()};
    struct sums sums[RUNS];
    lab->classes[0].turns = &turns;
    lab->classes[0].leaving = &until;
    lab->classes[0].patience = stf_law_exponential(1 / theta);
    lab->team.cap = cap;
    play(lab, sums);
    CHECK(sums, told, leaving / sum / lambda);
    free(lab);
  }
}

/* Everybody who goes does so silently; her turn is worked, the place free at once (parked): the
 * queue is that of M/M/1, and she is gone if her patience is shorter than her wait: P(gone) =
 * rho theta / (theta + mu - lambda). */
static void test_all_silent_and_parked_at_once_expect_the_queue_of_full_load(void **state) {
  (void)state;
  const double lambda = 0.7;
  const double theta = 0.4;
  struct stf_steady *lab = stf_steady_new(&lambda, 1, 1, 10000);
  struct stf_turns turns = one_turn();
  const struct stf_leaving silent = {.silent_share = 1, .ghost = stf_law_never()};
  struct sums sums[RUNS];
  turns.park_after_us = 0;
  turns.close_after_us = 30 * S_US;
  lab->classes[0].turns = &turns;
  lab->classes[0].leaving = &silent;
  lab->classes[0].patience = stf_law_exponential(1 / theta);
  play(lab, sums);
  CHECK(sums, silent, lambda * theta / (theta + 1 - lambda));
  free(lab);
}

/* Ample agents: who goes does so in the first turn, T of rate 1 against P of rate theta; a
 * share s of them silently, and the place is held for c after the turn. E held = (1 - s) E
 * min(T, P) + s (E T + c theta / (1 + theta)). */
static void test_silent_with_ample_agents_expect_the_place_held_until_the_close(void **state) {
  (void)state;
  const double lambda = 1;
  const double theta = 0.6;
  const double share = 0.3;
  const double c_s = 8;
  struct stf_steady *lab = stf_steady_new(&lambda, 1, 0, 4000);
  struct stf_turns turns = one_turn();
  const struct stf_leaving leaving = {
      .until_reply = true, .silent_share = share, .ghost = stf_law_never()};
  struct sums sums[RUNS];
  turns.close_after_us = (int64_t)(c_s * 1e6);
  lab->classes[0].turns = &turns;
  lab->classes[0].leaving = &leaving;
  lab->classes[0].patience = stf_law_exponential(1 / theta);
  lab->changes[0] =
      (struct stf_staff_change){.at_us = lab->edges_us[0], .agent = STF_NOBODY, .delta = 100};
  lab->desk.changes_n = 1;
  play(lab, sums);
  double leaves = theta / (1 + theta);
  CHECK(sums, told, (1 - share) * leaves);
  CHECK(sums, silent, share * leaves);
  CHECK(sums, held_s, (1 - share) / (1 + theta) + share * (1 + c_s * leaves));
  free(lab);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_who_leaves_before_her_turn_expect_the_place_free),
      cmocka_unit_test(test_who_leaves_in_her_turn_expect_the_next_one_worked_on),
      cmocka_unit_test(test_who_is_answered_in_time_expect_her_to_stay),
      cmocka_unit_test(test_who_goes_silently_in_hand_expect_the_place_held),
      cmocka_unit_test(test_who_goes_silently_from_the_queue_expect_her_first_turn_worked),
      cmocka_unit_test(test_patience_to_the_first_turn_expect_birth_and_death),
      cmocka_unit_test(test_all_silent_and_parked_at_once_expect_the_queue_of_full_load),
      cmocka_unit_test(test_silent_with_ample_agents_expect_the_place_held_until_the_close)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
