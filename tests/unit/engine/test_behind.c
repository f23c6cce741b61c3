/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logs that begin after the bot: who is handed over at the observed containment is who is in
 * the log; at another one the shares are those of the closed form, by one uniform a contact.
 * Means over replications within 3.5 standard errors (false alarm 5e-4 a measure), seeds fixed.
 */
#include "engine/behind.h"
#include "support/estimate.h"
#include "support/near.h"
#include "support/stage.h"

#include <math.h>
#include <stdlib.h>

enum {
  LOGGED = 30,
  RUNS = 400,
  EVERY_S = 100
};

#define OBSERVED 0.4

struct sums {
  double handed;
  double contained;
  double left;
  double work_s;
};

static const double SAID[STF_STAGE_CLASSES] = {OBSERVED, OBSERVED};
static const struct stf_demand DEMAND = {.observed = SAID};

/* Thirty contacts of the log, one every 100 s from 50 s on, and agents enough. */
static struct stf_stage *build(double containment, double reach, double leave) {
  struct stf_stage *stage = stf_stage_new(1);
  stage->desk.demand = &DEMAND;
  stage->classes[0].service = stf_law_exponential(1);
  stage->classes[0].bot = (struct stf_bot){.reach_share = reach,
                                           .containment_share = containment,
                                           .leave_share = leave,
                                           .duration = stf_law_exponential(20),
                                           .reading = stf_law_never()};
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 50);
  for (int64_t i = 0; i < LOGGED; i++) {
    stf_stage_give(stage, 50 + EVERY_S * i, 0)->behind_bot = true;
  }
  return stage;
}

static struct sums play(struct stf_stage *stage, uint32_t replication) {
  stf_stage_play(stage, replication);
  struct sums sums = {0};
  for (size_t i = 0; i < stage->contacts_n; i++) {
    const struct stf_contact *contact = &stage->contacts[i];
    bool contained = contact->outcome == STF_OUTCOME_CONTAINED;
    sums.handed += !contained;
    sums.contained += contained && contact->abandon_us == STF_NEVER;
    sums.left += contained && contact->abandon_us != STF_NEVER;
    sums.work_s +=
        contained ? 0 : (double)(contact->work.end_us - contact->work.start_us) * 1e-6;
  }
  return sums;
}

static void play_all(struct stf_stage *stage, struct sums out[RUNS]) {
  for (uint32_t r = 0; r < RUNS; r++) {
    out[r] = play(stage, r);
  }
}

static void check_mean(const struct sums sums[RUNS], const char *what, size_t field,
                       double exact) {
  const struct stf_estimate_runs runs = {sums, RUNS, sizeof *sums};
  stf_estimate_check(what, stf_estimate_mean(runs, field), exact, 0.03 * fabs(exact));
}

/* ---- the observed containment ---- */

static bool asked_as_logged(const struct stf_stage *stage, const struct stf_contact *contact) {
  const struct stf_given *given = &stage->given[contact->id];
  return contact->address == given->address && contact->queue_us == given->queue_us;
}

/* Reach 0.8, 0.1 leave: each of the log's contacts is handed over at its instant, and nobody
 * else. */
static void test_same_containment_expect_exactly_the_logs_contacts(void **state) {
  (void)state;
  struct stf_stage *stage = build(OBSERVED, 0.8, 0.1);
  for (uint32_t r = 0; r < 40; r++) {
    const struct sums sums = play(stage, r);
    assert_int_equal((int)sums.handed, LOGGED);
    for (size_t i = 0; i < stage->contacts_n; i++) {
      const struct stf_contact *contact = &stage->contacts[i];
      assert_true(contact->outcome == STF_OUTCOME_CONTAINED || asked_as_logged(stage, contact));
      assert_true(contact->open_us <= contact->close_us);
    }
  }
  free(stage);
}

/* h = 0.2 + 0.8 0.6 0.7 = 0.536 of all are in the log: contained 0.32 / h, left 0.144 / h for
 * each. */
static void test_same_containment_expect_those_whom_the_log_misses(void **state) {
  (void)state;
  static struct sums sums[RUNS];
  struct stf_stage *stage = build(OBSERVED, 0.8, 0.3);
  play_all(stage, sums);
  check_mean(sums, "contained", offsetof(struct sums, contained), LOGGED * 0.32 / 0.536);
  check_mean(sums, "left the bot", offsetof(struct sums, left), LOGGED * 0.144 / 0.536);
  free(stage);
}

/* They leave the bot in the interval (600 s) of the contact beside which they are. */
static void test_missed_ones_expect_the_interval_of_the_logged_one(void **state) {
  (void)state;
  struct stf_stage *stage = build(OBSERVED, 1, 0);
  for (uint32_t r = 0; r < 20; r++) {
    (void)play(stage, r);
    for (size_t i = 0; i < stage->contacts_n; i++) {
      const struct stf_contact *contact = &stage->contacts[i];
      int64_t logged_us = stage->given[contact->id].queue_us;
      assert_true(contact->outcome != STF_OUTCOME_CONTAINED ||
                  (contact->bot_end_us - STF_STAGE_START_US) / stage->desk.interval_us ==
                      (logged_us - STF_STAGE_START_US) / stage->desk.interval_us);
    }
  }
  free(stage);
}

/* ---- another containment ---- */

/* (1 - c') / (1 - c) where all meet the bot; h'/h else: h' = 0.2 + 0.72 (1 - c'). */
static void test_other_containment_expect_the_closed_form(void **state) {
  (void)state;
  static struct sums sums[RUNS];
  static const double OTHERS[] = {0, 0.2, 0.7};
  for (size_t i = 0; i < STF_COUNT_OF(OTHERS); i++) {
    struct stf_stage *stage = build(OTHERS[i], 1, 0);
    play_all(stage, sums);
    check_mean(sums, "handed over", offsetof(struct sums, handed),
               LOGGED * (1 - OTHERS[i]) / (1 - OBSERVED));
    free(stage);
    stage = build(OTHERS[i], 0.8, 0.1);
    play_all(stage, sums);
    check_mean(sums, "handed over with reach and leaving", offsetof(struct sums, handed),
               LOGGED * (0.2 + 0.72 * (1 - OTHERS[i])) / 0.632);
    free(stage);
  }
}

static bool is_handed(const struct stf_stage *stage, uint64_t address) {
  for (size_t i = 0; i < stage->contacts_n; i++) {
    if (stage->contacts[i].address == address) {
      return stage->contacts[i].outcome != STF_OUTCOME_CONTAINED;
    }
  }
  return false;
}

/* The same contacts come whatever the bot contains, and whoever is handed over at more is
 * handed over at less. */
static void test_containment_expect_one_threshold_for_each(void **state) {
  (void)state;
  struct stf_stage *less = build(0.2, 0.8, 0.1);
  struct stf_stage *more = build(0.7, 0.8, 0.1);
  for (uint32_t r = 0; r < 20; r++) {
    const struct sums few = play(more, r);
    const struct sums many = play(less, r);
    assert_true(few.handed < many.handed);
    assert_int_equal(less->contacts_n, more->contacts_n);
    for (size_t i = 0; i < more->contacts_n; i++) {
      const struct stf_contact *contact = &more->contacts[i];
      assert_true(contact->outcome == STF_OUTCOME_CONTAINED ||
                  is_handed(less, contact->address));
    }
  }
  free(less);
  free(more);
}

/* All come to an agent: their work has the class's law, however difficulty and what the log's
 * bot did hang together; those of the log are harder. */
static void test_difficulty_when_nobody_is_contained_expect_the_whole_law(void **state) {
  (void)state;
  static struct sums sums[RUNS];
  struct stf_stage *stage = build(0, 1, 0);
  stage->classes[0].bot.difficulty = 0.8;
  play_all(stage, sums);
  const struct stf_estimate_runs runs = {sums, RUNS, sizeof *sums};
  stf_estimate_check(
      "work of all",
      stf_estimate_ratio(runs, offsetof(struct sums, work_s), offsetof(struct sums, handed)), 1,
      0.01);
  stage->classes[0].bot.containment_share = OBSERVED;
  play_all(stage, sums);
  assert_true(stf_estimate_mean(runs, offsetof(struct sums, work_s)).mean > 1.2 * LOGGED);
  free(stage);
}

/* ---- volume ---- */

/* Those whom the log misses go with the contact beside which they are. */
static void test_volume_expect_as_many_more_or_fewer(void **state) {
  (void)state;
  static struct sums sums[RUNS];
  static const double VOLUMES[] = {0.5, 1.5};
  for (size_t i = 0; i < STF_COUNT_OF(VOLUMES); i++) {
    struct stf_stage *stage = build(OBSERVED, 1, 0);
    stage->desk.volume = VOLUMES[i];
    play_all(stage, sums);
    check_mean(sums, "handed over at a volume", offsetof(struct sums, handed),
               LOGGED * VOLUMES[i]);
    check_mean(sums, "contained at a volume", offsetof(struct sums, contained),
               LOGGED * VOLUMES[i] * OBSERVED / (1 - OBSERVED));
    free(stage);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_containment_expect_exactly_the_logs_contacts),
      cmocka_unit_test(test_same_containment_expect_those_whom_the_log_misses),
      cmocka_unit_test(test_missed_ones_expect_the_interval_of_the_logged_one),
      cmocka_unit_test(test_other_containment_expect_the_closed_form),
      cmocka_unit_test(test_containment_expect_one_threshold_for_each),
      cmocka_unit_test(test_difficulty_when_nobody_is_contained_expect_the_whole_law),
      cmocka_unit_test(test_volume_expect_as_many_more_or_fewer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
