/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bot in front of the queues: by hand to the microsecond, and what it leaves as it is. */
#include "support/hand_desk.h"
#include "support/near.h"
#include "support/ration.h"

#include <stdlib.h>

#define S_US INT64_C(1000000)

enum {
  SEED = 11
};

static const uint32_t KEYS[] = {202, 303};

/* One agent; both classes have a bot of a minute that hands everybody over. */
static struct stf_hand_desk *hand_new(void) {
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  for (size_t c = 0; c < 2; c++) {
    hand->small.classes[c].bot =
        (struct stf_bot){.reach_share = 1, .duration = stf_law_constant(60)};
  }
  return hand;
}

/* ---- records ---- */

static void test_contact_handed_over_expect_queue_at_the_end_of_the_bot(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  hand->small.classes[0].bot.reading = stf_law_constant(20);
  (void)stf_hand_desk_give(hand, 10, STF_NEVER);
  const struct stf_contact *contact = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contact->bot_start_us, 10);
  stf_hand_desk_assert_at(contact->first_any_us, 10);
  stf_hand_desk_assert_at(contact->bot_end_us, 70);
  stf_hand_desk_assert_at(contact->queue_us, 70);
  stf_hand_desk_assert_at(contact->assign_us, 70);
  stf_hand_desk_assert_at(contact->close_us, 190); /* 100 s of work, 20 s of reading */
  assert_int_equal(contact->outcome, STF_OUTCOME_CLOSED);
  stf_hand_desk_free(hand);
}

static void test_contact_contained_expect_it_never_asks_for_a_human(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  hand->small.classes[0].bot.containment_share = 1;
  (void)stf_hand_desk_give(hand, 10, STF_NEVER);
  const struct stf_contact *contact = stf_hand_desk_play(hand);
  assert_int_equal(contact->outcome, STF_OUTCOME_CONTAINED);
  stf_hand_desk_assert_at(contact->bot_start_us, 10);
  stf_hand_desk_assert_at(contact->first_any_us, 10);
  stf_hand_desk_assert_at(contact->bot_end_us, 70);
  stf_hand_desk_assert_at(contact->close_us, 70);
  stf_hand_desk_assert_at(contact->last_message_us, 70);
  assert_int_equal(contact->queue_us, STF_NEVER);
  assert_int_equal(contact->abandon_us, STF_NEVER);
  stf_hand_desk_free(hand);
}

static void test_contact_gives_up_inside_expect_contained_with_an_abandonment(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  hand->small.classes[0].bot.leave_share = 1;
  (void)stf_hand_desk_give(hand, 10, STF_NEVER);
  const struct stf_contact *contact = stf_hand_desk_play(hand);
  assert_int_equal(contact->outcome, STF_OUTCOME_CONTAINED);
  assert_true(contact->abandon_us > STF_HAND_DESK_START_US + 10 * S_US);
  assert_true(contact->abandon_us < STF_HAND_DESK_START_US + 70 * S_US);
  assert_int_equal(contact->bot_end_us, contact->abandon_us);
  assert_int_equal(contact->close_us, contact->abandon_us);
  assert_int_equal(contact->queue_us, STF_NEVER);
  stf_hand_desk_free(hand);
}

static void test_given_contact_that_asked_for_a_human_expect_no_bot(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  hand->small.desk.volume = 3; /* two clones of it: past the bot like their original */
  hand->small.classes[0].bot.containment_share = 1;
  (void)stf_hand_desk_give(hand, 10, 30);
  stf_hand_desk_run(&hand->small.desk, &hand->out);
  assert_int_equal(hand->out.n, 3);
  for (size_t i = 0; i < hand->out.n; i++) {
    assert_int_equal(hand->out.items[i].bot_start_us, STF_NEVER);
    assert_int_equal(hand->out.items[i].outcome, STF_OUTCOME_CLOSED);
  }
  stf_hand_desk_free(hand);
}

static void test_clones_of_a_contact_that_meets_the_bot_expect_they_meet_it_too(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  hand->small.desk.volume = 3;
  hand->small.classes[0].bot.containment_share = 1;
  (void)stf_hand_desk_give(hand, 10, STF_NEVER);
  stf_hand_desk_run(&hand->small.desk, &hand->out);
  assert_int_equal(hand->out.n, 3);
  for (size_t i = 0; i < hand->out.n; i++) {
    assert_int_equal(hand->out.items[i].outcome, STF_OUTCOME_CONTAINED);
  }
  stf_hand_desk_free(hand);
}

/* ---- order and edges ---- */

static void test_equal_instants_expect_release_then_hand_overs_then_arrivals(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  (void)stf_hand_desk_give(hand, 0, 0); /* in hand until 100 */
  (void)stf_hand_desk_give(hand, 40,
                           STF_NEVER); /* handed over at 100, as the agent becomes free */
  (void)stf_hand_desk_give(hand, 40, STF_NEVER); /* and this one behind it */
  (void)stf_hand_desk_give(hand, 100, 100);      /* comes then */
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[1].assign_us, 100);
  stf_hand_desk_assert_at(contacts[2].assign_us, 200);
  stf_hand_desk_assert_at(contacts[3].assign_us, 300);
  stf_hand_desk_free(hand);
}

static void test_horizon_expect_what_is_in_the_bot_open(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  hand->small.desk.end = STF_EDGE_HORIZON;
  int64_t end_s = (hand->small.desk.to_us - STF_HAND_DESK_START_US) / S_US;
  hand->small.classes[1].bot.containment_share = 1;
  (void)stf_hand_desk_give(hand, end_s - 60, STF_NEVER); /* handed over at the horizon itself */
  (void)stf_hand_desk_give(hand, end_s - 60, STF_NEVER); /* contained then */
  (void)stf_hand_desk_give(hand, end_s - 59, STF_NEVER);
  (void)stf_hand_desk_give(hand, end_s - 59, STF_NEVER);
  hand->given[1].class_index = 1;
  hand->given[3].class_index = 1;
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[0].assign_us, (double)end_s);
  assert_int_equal(contacts[1].outcome, STF_OUTCOME_CONTAINED);
  for (size_t i = 2; i < 4; i++) {
    assert_int_equal(contacts[i].outcome, STF_OUTCOME_OPEN);
    stf_hand_desk_assert_at(contacts[i].bot_start_us, (double)end_s - 59);
    assert_int_equal(contacts[i].bot_end_us, STF_NEVER);
    assert_int_equal(contacts[i].queue_us, STF_NEVER);
    assert_int_equal(contacts[i].close_us, STF_NEVER);
  }
  stf_hand_desk_free(hand);
}

static void
test_initial_state_expect_contacts_still_in_the_bot_and_those_out_of_it(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  (void)stf_hand_desk_give(hand, -100, STF_NEVER); /* handed over at -40 */
  (void)stf_hand_desk_give(hand, -80, -30);        /* asked at -30 */
  (void)stf_hand_desk_give(hand, -50, STF_NEVER);  /* handed over at 10 */
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[0].queue_us, -40);
  stf_hand_desk_assert_at(contacts[0].assign_us, 0);
  stf_hand_desk_assert_at(contacts[1].assign_us, 100);
  stf_hand_desk_assert_at(contacts[2].queue_us, 10);
  stf_hand_desk_assert_at(contacts[2].assign_us, 200);
  stf_hand_desk_free(hand);
}

static void test_bot_out_of_hours_expect_the_instant_of_the_opening_decides(void **state) {
  (void)state;
  struct stf_hand_desk *hand = hand_new();
  struct stf_class *class = &hand->small.classes[0];
  class->bot_hours = hand->day;
  class->bot_closed = (struct stf_bot){.reach_share = 1,
                                       .containment_share = 1,
                                       .duration = stf_law_constant(7),
                                       .reading = stf_law_constant(1)};
  class->bot.reading = stf_law_constant(30);
  (void)stf_hand_desk_give(hand, 9 * 3600 - 1, STF_NEVER);
  (void)stf_hand_desk_give(hand, 9 * 3600, STF_NEVER);
  (void)stf_hand_desk_give(hand, 17 * 3600 - 1, STF_NEVER);
  (void)stf_hand_desk_give(hand, 17 * 3600, STF_NEVER);
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  static const bool CONTAINED[] = {true, false, false, true};
  for (size_t i = 0; i < 4; i++) {
    assert_int_equal(contacts[i].outcome == STF_OUTCOME_CONTAINED, CONTAINED[i]);
    assert_near((double)(contacts[i].bot_end_us - contacts[i].bot_start_us) * 1e-6,
                CONTAINED[i] ? 7 : 60, 1e-9);
  }
  /* The hand-over is out of hours, the reading that of the bot that served. */
  stf_hand_desk_assert_at(contacts[2].close_us, 17 * 3600 - 1 + 60 + 130);
  stf_hand_desk_free(hand);
}

/* ---- draws ---- */

static void run_with_bot(const struct stf_bot *bot, int pool_n,
                         struct stf_small_desk_contacts *out) {
  struct stf_small_desk small;
  stf_small_desk_build(
      &(struct stf_small_desk_plan){
          .keys = KEYS, .classes_n = 2, .pool_n = pool_n, .volume = 1},
      &small);
  for (size_t i = 0; i < STF_SMALL_DESK_STEPS; i++) {
    small.rates_per_s[0][i] *= 4;
  }
  small.classes[0].bot = *bot;
  stf_hand_desk_run(&small.desk, out);
}

static bool contained(const struct stf_contact *contact) {
  return contact->outcome == STF_OUTCOME_CONTAINED && contact->abandon_us == STF_NEVER;
}

static bool same_customer(const struct stf_contact *a, const struct stf_contact *b) {
  return a->address == b->address && a->open_us == b->open_us;
}

static void test_higher_shares_expect_supersets_with_the_same_times(void **state) {
  (void)state;
  struct stf_bot bot = {.reach_share = 0.6,
                        .containment_share = 0.3,
                        .leave_share = 0.2,
                        .duration = stf_law_exponential(60)};
  struct stf_small_desk_contacts low;
  run_with_bot(&bot, 500, &low);
  bot.reach_share = 0.9;
  bot.containment_share = 0.5;
  struct stf_small_desk_contacts high;
  run_with_bot(&bot, 500, &high);
  assert_int_equal(low.n, high.n);
  size_t contained_n = 0;
  size_t reached_n[2] = {0};
  size_t left_n = 0;
  for (size_t i = 0; i < low.n; i++) {
    const struct stf_contact *a = &low.items[i];
    const struct stf_contact *b = &high.items[i];
    assert_true(same_customer(a, b));
    reached_n[0] += a->bot_start_us != STF_NEVER;
    reached_n[1] += b->bot_start_us != STF_NEVER;
    assert_true(a->bot_start_us == STF_NEVER || b->bot_start_us != STF_NEVER);
    assert_true(!contained(a) || contained(b));
    contained_n += contained(a);
    if (a->abandon_us != STF_NEVER && a->queue_us == STF_NEVER && !contained(b)) {
      assert_int_equal(a->abandon_us, b->abandon_us); /* leaves at the same place */
      left_n++;
    } else if (a->bot_start_us != STF_NEVER && a->queue_us != STF_NEVER) {
      assert_int_equal(a->bot_end_us, b->bot_end_us);
    }
  }
  assert_true(contained_n > 50 && left_n > 5 && reached_n[1] > reached_n[0]);
  free(low.items);
  free(high.items);
}

static void test_bot_on_expect_all_other_draws_unchanged(void **state) {
  (void)state;
  static const int POOLS[] = {500, 0}; /* everybody is served at once; everybody leaves */
  struct stf_bot bot = {.reach_share = 0.7,
                        .containment_share = 0.3,
                        .leave_share = 0.2,
                        .duration = stf_law_exponential(60),
                        .reading = stf_law_constant(5)};
  for (size_t p = 0; p < STF_COUNT_OF(POOLS); p++) {
    struct stf_small_desk_contacts with;
    struct stf_small_desk_contacts without;
    run_with_bot(&bot, POOLS[p], &with);
    run_with_bot(&(struct stf_bot){0}, POOLS[p], &without);
    assert_int_equal(with.n, without.n);
    size_t compared_n = 0;
    for (size_t i = 0; i < with.n; i++) {
      const struct stf_contact *a = &with.items[i];
      const struct stf_contact *b = &without.items[i];
      assert_true(same_customer(a, b));
      if (a->queue_us == STF_NEVER) {
        continue;
      }
      bool met = a->bot_start_us != STF_NEVER;
      compared_n += met;
      if (POOLS[p] > 0) {
        assert_int_equal(a->work.end_us - a->work.start_us,
                         b->work.end_us - b->work.start_us + (met ? 5 * S_US : 0));
      } else {
        assert_int_equal(a->abandon_us - a->queue_us, b->abandon_us - b->queue_us);
      }
    }
    assert_true(compared_n > 50);
    free(with.items);
    free(without.items);
  }
}

/* ---- memory ---- */

static enum stf_status swallow(void *context, const struct stf_contact *contacts, size_t n) {
  (void)context;
  (void)contacts;
  (void)n;
  return STF_OK;
}

static enum stf_status swallow_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static void test_nth_allocation_fails_expect_the_status_and_no_leak(void **state) {
  (void)state;
  struct stf_small_desk small;
  stf_small_desk_build(
      &(struct stf_small_desk_plan){.keys = KEYS, .classes_n = 2, .agents_n = 2, .volume = 1},
      &small);
  small.classes[0].bot =
      (struct stf_bot){.reach_share = 1, .duration = stf_law_exponential(3600)};
  enum stf_status status = STF_ERR_MEMORY;
  size_t failed_n = 0;
  for (long n = 0; status != STF_OK && n < 100; n++) {
    struct stf_ration ration;
    stf_ration_init(&ration, n);
    struct stf_engine *engine = NULL;
    status = stf_engine_new(&small.desk, &ration.allocator, &engine);
    if (status == STF_OK) {
      struct stf_stream stream = stf_stream_of(SEED, 0);
      struct stf_engine_sink sink = {.contacts = swallow, .presence = swallow_presence};
      struct stf_engine_account account;
      status = stf_engine_run(engine, &stream, &sink, &account);
      stf_engine_free(engine);
    }
    assert_int_equal(atomic_load(&ration.alive), 0);
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    failed_n += status != STF_OK;
  }
  assert_int_equal(status, STF_OK);
  assert_true(failed_n > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_contact_handed_over_expect_queue_at_the_end_of_the_bot),
      cmocka_unit_test(test_contact_contained_expect_it_never_asks_for_a_human),
      cmocka_unit_test(test_contact_gives_up_inside_expect_contained_with_an_abandonment),
      cmocka_unit_test(test_given_contact_that_asked_for_a_human_expect_no_bot),
      cmocka_unit_test(test_clones_of_a_contact_that_meets_the_bot_expect_they_meet_it_too),
      cmocka_unit_test(test_equal_instants_expect_release_then_hand_overs_then_arrivals),
      cmocka_unit_test(test_horizon_expect_what_is_in_the_bot_open),
      cmocka_unit_test(test_initial_state_expect_contacts_still_in_the_bot_and_those_out_of_it),
      cmocka_unit_test(test_bot_out_of_hours_expect_the_instant_of_the_opening_decides),
      cmocka_unit_test(test_higher_shares_expect_supersets_with_the_same_times),
      cmocka_unit_test(test_bot_on_expect_all_other_draws_unchanged),
      cmocka_unit_test(test_nth_allocation_fails_expect_the_status_and_no_leak),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
