/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who changes a desk in one place changes no other draw: the same customers come at the same
 * instants with the same work and the same patience. */
#include "support/near.h"
#include "support/small_desk.h"

#include <stdlib.h>

#define SEED 5

enum {
  SHIFTS = 2 * STF_SMALL_DESK_AGENTS
};

static const uint32_t KEYS[] = {202, 303};

/* Nobody is there: everybody leaves, and shows her patience. */
static const struct stf_small_desk_plan DESERTED = {.keys = KEYS, .classes_n = 2, .volume = 1};

/* Everybody is served at once, and shows her work. */
static const struct stf_small_desk_plan CROWDED = {
    .keys = KEYS, .classes_n = 2, .pool_n = 500, .volume = 1};

/* Some are served, some wait, some leave. */
static const struct stf_small_desk_plan BUSY = {
    .keys = KEYS, .classes_n = 2, .agents_n = 2, .volume = 1};

static int64_t work_us(const struct stf_contact *contact) {
  return contact->work.end_us - contact->work.start_us;
}

/* Every contact of `from` is in `in`, at the same instant; returns how many. */
static size_t assert_all_found(const struct stf_small_desk_contacts *from,
                               const struct stf_small_desk_contacts *in) {
  for (size_t i = 0; i < from->n; i++) {
    assert_non_null(stf_small_desk_find(in, &from->items[i]));
  }
  return from->n;
}

/* Contacts of `from` that are in `in` too have the same work where both were served and the
 * same patience where both left. Returns how many were compared. */
static size_t assert_same_draws(const struct stf_small_desk_contacts *from,
                                const struct stf_small_desk_contacts *in) {
  size_t compared = 0;
  for (size_t i = 0; i < from->n; i++) {
    const struct stf_contact *one = &from->items[i];
    const struct stf_contact *other = stf_small_desk_find(in, one);
    if (other == NULL || one->outcome != other->outcome) {
      continue;
    }
    compared++;
    if (one->outcome == STF_OUTCOME_CLOSED) {
      assert_int_equal(work_us(one), work_us(other));
    } else {
      assert_int_equal(one->outcome, STF_OUTCOME_ABANDONED);
      assert_int_equal(one->abandon_us, other->abandon_us);
    }
  }
  return compared;
}

/* The plan's desk, deserted and crowded, has the draws of the plain one and (with `all`) all of
 * its contacts. */
static void assert_keeps_draws(struct stf_small_desk_plan changed, bool all) {
  const struct stf_small_desk_plan *const plain[] = {&DESERTED, &CROWDED};
  for (size_t i = 0; i < STF_COUNT_OF(plain); i++) {
    struct stf_small_desk_contacts before;
    struct stf_small_desk_contacts after;
    changed.pool_n = plain[i]->pool_n;
    stf_small_desk_try(plain[i], SEED, &before);
    stf_small_desk_try(&changed, SEED, &after);
    const struct stf_small_desk_contacts *fewer = all ? &before : &after;
    const struct stf_small_desk_contacts *more = all ? &after : &before;
    size_t n = assert_all_found(fewer, more);
    assert_int_equal(assert_same_draws(fewer, more), n);
    assert_true(n > 100 && more->n > n);
    free(before.items);
    free(after.items);
  }
}

static void test_adding_a_class_keeps_the_draws_of_the_others(void **state) {
  (void)state;
  static const uint32_t MORE[] = {101, 202, 303};
  struct stf_small_desk_plan plan = {.keys = MORE, .classes_n = 3, .volume = 1};
  assert_keeps_draws(plan, true);
}

static void test_raising_the_volume_keeps_the_draws_of_those_who_came(void **state) {
  (void)state;
  struct stf_small_desk_plan plan = DESERTED;
  plan.volume = 1.3;
  assert_keeps_draws(plan, true);
}

static void test_lowering_the_volume_keeps_the_draws_of_those_who_stay(void **state) {
  (void)state;
  struct stf_small_desk_plan plan = DESERTED;
  plan.volume = 0.7;
  assert_keeps_draws(plan, false);
}

static void test_adding_an_agent_keeps_arrivals_and_draws(void **state) {
  (void)state;
  struct stf_small_desk_contacts before;
  struct stf_small_desk_contacts after;
  struct stf_small_desk_plan more = BUSY;
  more.agents_n++;
  stf_small_desk_try(&BUSY, SEED, &before);
  stf_small_desk_try(&more, SEED, &after);
  assert_int_equal(before.n, after.n);
  (void)assert_all_found(&before, &after);
  size_t compared = assert_same_draws(&before, &after);
  assert_true(compared > before.n / 2 && compared < before.n); /* it does help some */
  free(before.items);
  free(after.items);
}

static void test_draws_do_not_depend_on_who_is_there(void **state) {
  (void)state;
  struct stf_small_desk_contacts deserted;
  struct stf_small_desk_contacts crowded;
  struct stf_small_desk_contacts busy;
  stf_small_desk_try(&DESERTED, SEED, &deserted);
  stf_small_desk_try(&CROWDED, SEED, &crowded);
  stf_small_desk_try(&BUSY, SEED, &busy);
  size_t waited = 0;
  for (size_t i = 0; i < busy.n; i++) {
    const struct stf_contact *contact = &busy.items[i];
    const struct stf_contact *patient = stf_small_desk_find(&deserted, contact);
    const struct stf_contact *served = stf_small_desk_find(&crowded, contact);
    assert_non_null(patient);
    assert_non_null(served);
    assert_int_equal(served->assign_us, served->queue_us);
    if (contact->outcome == STF_OUTCOME_CLOSED) {
      assert_int_equal(work_us(contact), work_us(served));
      assert_true(contact->assign_us < patient->abandon_us ||
                  contact->assign_us == contact->queue_us);
      waited += contact->assign_us > contact->queue_us;
    } else {
      assert_int_equal(contact->abandon_us, patient->abandon_us);
    }
  }
  assert_true(waited > 20);
  free(deserted.items);
  free(crowded.items);
  free(busy.items);
}

/* ---- bots and messages ---- */

static bool bot_kept(const struct stf_contact *contact) {
  return contact->outcome == STF_OUTCOME_CONTAINED;
}

/* What became of one customer in the bot, and of her first answer, in two runs. Returns whether
 * she was answered in both. */
static bool assert_same_talk(const struct stf_contact *one, const struct stf_contact *other) {
  assert_int_equal(one->bot_start_us, other->bot_start_us);
  assert_int_equal(one->bot_end_us, other->bot_end_us);
  assert_int_equal(bot_kept(one), bot_kept(other));
  assert_int_equal(one->queue_us, other->queue_us);
  if (bot_kept(one)) {
    assert_int_equal(one->abandon_us, other->abandon_us);
    return false;
  }
  if (one->assign_us == STF_NEVER || other->assign_us == STF_NEVER) {
    return false;
  }
  assert_int_equal(work_us(one), work_us(other)); /* with the reading of the bot's part */
  assert_int_equal(one->first_human_us - one->assign_us,
                   other->first_human_us - other->assign_us);
  return true;
}

/* The record of the same customer, wherever the bot let her go. */
static const struct stf_contact *find_opened(const struct stf_small_desk_contacts *in,
                                             const struct stf_contact *like) {
  size_t i = 0;
  while (i < in->n &&
         (in->items[i].address != like->address || in->items[i].open_us != like->open_us)) {
    i++;
  }
  assert_true(i < in->n);
  return &in->items[i];
}

static void test_bot_and_first_message_depend_on_the_customer_alone(void **state) {
  (void)state;
  static const uint32_t MORE[] = {101, 202, 303};
  struct stf_small_desk_plan plain = BUSY;
  plain.talks = true;
  struct stf_small_desk_plan changed[4];
  for (size_t i = 0; i < STF_COUNT_OF(changed); i++) {
    changed[i] = plain;
  }
  changed[0].keys = MORE; /* another class */
  changed[0].classes_n = 3;
  changed[1].agents_n++;
  changed[2].volume = 1.3;
  changed[3].shifts = true;
  struct stf_small_desk_contacts before;
  stf_small_desk_try(&plain, SEED, &before);
  for (size_t i = 0; i < STF_COUNT_OF(changed); i++) {
    struct stf_small_desk_contacts after;
    size_t answered_n = 0;
    size_t kept_n = 0;
    stf_small_desk_try(&changed[i], SEED, &after);
    for (size_t k = 0; k < before.n; k++) {
      const struct stf_contact *other = find_opened(&after, &before.items[k]);
      answered_n += assert_same_talk(&before.items[k], other);
      kept_n += bot_kept(other);
    }
    assert_true(answered_n > 20 && kept_n > 20);
    free(after.items);
  }
  free(before.items);
}

/* A bot takes contacts away and adds reading; whoever passes it unread has the work, patience
 * and instant that she has without one. */
static void
test_adding_a_bot_keeps_arrivals_and_the_draws_of_those_it_does_not_reach(void **state) {
  (void)state;
  struct stf_small_desk_plan with_bot = CROWDED;
  with_bot.talks = true;
  struct stf_small_desk_contacts before;
  struct stf_small_desk_contacts after;
  size_t unreached_n = 0;
  stf_small_desk_try(&CROWDED, SEED, &before);
  stf_small_desk_try(&with_bot, SEED, &after);
  assert_int_equal(before.n, after.n);
  for (size_t i = 0; i < before.n; i++) {
    const struct stf_contact *other = find_opened(&after, &before.items[i]);
    if (other->bot_start_us == STF_NEVER) {
      assert_int_equal(work_us(&before.items[i]), work_us(other));
      unreached_n++;
    }
  }
  assert_true(unreached_n > 20);
  free(before.items);
  free(after.items);
}

/* ---- campaigns, returns, turns ---- */

/* What is added to a desk whose first class is new; pointed to by the desk. */
struct addition {
  struct stf_demand demand;
  struct stf_demand_campaign campaign;
  struct stf_after after;
  struct stf_turns turns;
};

/* Into a class that others come to as well. */
static void add_campaign(struct stf_small_desk *small, struct addition *add) {
  add->campaign = (struct stf_demand_campaign){.name = "sale",
                                               .key = 9,
                                               .at_us = small->edges_us[3],
                                               .messages_n = 2000,
                                               .reply_share = 0.05,
                                               .delay = stf_law_exponential(2400),
                                               .class_index = 1};
  add->demand = (struct stf_demand){.campaigns = &add->campaign, .campaigns_n = 1};
  small->desk.demand = &add->demand;
}

static void add_returns(struct stf_small_desk *small, struct addition *add) {
  const struct stf_after_return again = {.share = 0.6, .delay = stf_law_exponential(3600)};
  add->after = (struct stf_after){.solved_share = 0.4};
  add->after.repeat[STF_AFTER_UNSOLVED] = again;
  add->after.repeat[STF_AFTER_ABANDONED] = again;
  small->classes[0].after = &add->after;
}

static void add_turns(struct stf_small_desk *small, struct addition *add) {
  add->turns = (struct stf_turns){.number = stf_turns_geometric(3),
                                  .work = stf_law_exponential(60),
                                  .think = stf_law_exponential(240),
                                  .park_after_us = INT64_C(120000000),
                                  .close_after_us = STF_NEVER};
  small->classes[0].turns = &add->turns;
}

/* Contacts of `after` that `before` has not, or has with another end or other work. */
static size_t count_new(const struct stf_small_desk_contacts *before,
                        const struct stf_small_desk_contacts *after) {
  size_t n = 0;
  for (size_t i = 0; i < after->n; i++) {
    const struct stf_contact *one = &after->items[i];
    const struct stf_contact *other = stf_small_desk_find(before, one);
    n += other == NULL || other->outcome != one->outcome ||
         (one->outcome == STF_OUTCOME_CLOSED && work_us(one) != work_us(other));
  }
  return n;
}

/* The two classes that were there keep all their contacts, instants and draws when a third
 * comes with what is added, and that does show. */
static void assert_addition_keeps_draws(void (*add_to)(struct stf_small_desk *small,
                                                       struct addition *add)) {
  static const uint32_t MORE[] = {101, 202, 303};
  const struct stf_small_desk_plan *const plain[] = {&DESERTED, &CROWDED};
  size_t new_n = 0;
  for (size_t i = 0; i < STF_COUNT_OF(plain); i++) {
    struct stf_small_desk_plan plan = {
        .keys = MORE, .classes_n = 3, .pool_n = plain[i]->pool_n, .volume = 1};
    struct stf_small_desk_contacts before;
    struct stf_small_desk_contacts without;
    struct stf_small_desk_contacts after;
    struct stf_small_desk small;
    struct stf_engine *engine = NULL;
    struct addition add = {0};
    stf_small_desk_try(plain[i], SEED, &before);
    stf_small_desk_try(&plan, SEED, &without);
    stf_small_desk_build(&plan, &small);
    add_to(&small, &add);
    assert_int_equal(stf_engine_new(&small.desk, NULL, &engine), STF_OK);
    stf_small_desk_run(engine, SEED, 0, &after);
    stf_engine_free(engine);
    size_t n = assert_all_found(&before, &after);
    assert_int_equal(assert_same_draws(&before, &after), n);
    assert_true(n > 100);
    new_n += count_new(&without, &after);
    free(before.items);
    free(without.items);
    free(after.items);
  }
  assert_true(new_n > 20);
}

static void test_adding_a_campaign_keeps_the_draws_of_the_others(void **state) {
  (void)state;
  assert_addition_keeps_draws(add_campaign);
}

static void test_adding_a_returning_class_keeps_the_draws_of_the_others(void **state) {
  (void)state;
  assert_addition_keeps_draws(add_returns);
}

static void test_adding_a_class_in_turns_keeps_the_draws_of_the_others(void **state) {
  (void)state;
  assert_addition_keeps_draws(add_turns);
}

/* ---- absence and lateness ---- */

/* When each shift was paid for without work, and when work began; STF_NEVER: not at all. */
struct attendance {
  int64_t away_us[SHIFTS];
  int64_t on_us[SHIFTS];
  int64_t middle_us; /* between the two days */
};

static enum stf_status take_no_contacts(void *context, const struct stf_contact *contacts,
                                        size_t n) {
  (void)context;
  (void)contacts;
  (void)n;
  return STF_OK;
}

static enum stf_status take_attendance(void *context, const struct stf_presence *span) {
  struct attendance *to = context;
  if (span->agent == STF_NOBODY) {
    return STF_OK;
  }
  size_t shift = 2 * (size_t)span->agent + (span->start_us >= to->middle_us);
  assert_true(shift < SHIFTS);
  (span->kind == STF_PRESENCE_ON ? to->on_us : to->away_us)[shift] = span->start_us;
  return STF_OK;
}

static void attend(const struct stf_small_desk_plan *plan, struct attendance *out) {
  struct stf_small_desk small;
  struct stf_engine *engine = NULL;
  struct stf_engine_account account;
  struct stf_stream stream = stf_stream_of(SEED, 0);
  struct stf_engine_sink sink = {
      .context = out, .contacts = take_no_contacts, .presence = take_attendance};
  stf_small_desk_build(plan, &small);
  *out = (struct attendance){.middle_us = small.edges_us[STF_SMALL_DESK_STEPS / 2]};
  for (size_t i = 0; i < SHIFTS; i++) {
    out->away_us[i] = STF_NEVER;
    out->on_us[i] = STF_NEVER;
  }
  assert_int_equal(stf_engine_new(&small.desk, NULL, &engine), STF_OK);
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  stf_engine_free(engine);
}

static void test_attendance_of_an_agent_depends_on_her_alone(void **state) {
  (void)state;
  static const uint32_t MORE[] = {101, 202, 303};
  struct stf_small_desk_plan plain = BUSY;
  plain.agents_n = 6;
  plain.shifts = true;
  struct stf_small_desk_plan changed[4];
  for (size_t i = 0; i < STF_COUNT_OF(changed); i++) {
    changed[i] = plain;
  }
  changed[0].keys = MORE;
  changed[0].classes_n = 3;
  changed[1].agents_n = 8;
  changed[2].volume = 1.3;
  changed[3].talks = true;
  struct attendance before;
  attend(&plain, &before);
  size_t absent_n = 0;
  size_t late_n = 0;
  for (size_t i = 0; i < 12; i++) {
    absent_n += before.on_us[i] == STF_NEVER;
    late_n += before.away_us[i] != STF_NEVER && before.on_us[i] > before.away_us[i];
  }
  assert_true(absent_n > 0 && absent_n < 12 && late_n > 3);
  for (size_t i = 0; i < STF_COUNT_OF(changed); i++) {
    struct attendance after;
    attend(&changed[i], &after);
    assert_memory_equal(before.away_us, after.away_us, 12 * sizeof *before.away_us);
    assert_memory_equal(before.on_us, after.on_us, 12 * sizeof *before.on_us);
  }
}

static void test_run_replication_again_gives_the_same_records(void **state) {
  (void)state;
  struct stf_small_desk small;
  struct stf_engine *engine = NULL;
  struct stf_small_desk_contacts first;
  struct stf_small_desk_contacts between;
  struct stf_small_desk_contacts again;
  stf_small_desk_build(&BUSY, &small);
  assert_int_equal(stf_engine_new(&small.desk, NULL, &engine), STF_OK);
  stf_small_desk_run(engine, SEED, 1, &first);
  stf_small_desk_run(engine, SEED, 2, &between);
  stf_small_desk_run(engine, SEED, 1, &again);
  stf_engine_free(engine);
  assert_int_equal(first.n, again.n);
  for (size_t i = 0; i < first.n; i++) {
    assert_int_equal(first.items[i].queue_us, again.items[i].queue_us);
    assert_int_equal(first.items[i].assign_us, again.items[i].assign_us);
    assert_int_equal(first.items[i].close_us, again.items[i].close_us);
    assert_int_equal(first.items[i].agent, again.items[i].agent);
  }
  assert_int_equal(assert_same_draws(&first, &between), 0); /* other customers altogether */
  free(first.items);
  free(between.items);
  free(again.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_adding_a_class_keeps_the_draws_of_the_others),
      cmocka_unit_test(test_raising_the_volume_keeps_the_draws_of_those_who_came),
      cmocka_unit_test(test_lowering_the_volume_keeps_the_draws_of_those_who_stay),
      cmocka_unit_test(test_adding_an_agent_keeps_arrivals_and_draws),
      cmocka_unit_test(test_draws_do_not_depend_on_who_is_there),
      cmocka_unit_test(test_bot_and_first_message_depend_on_the_customer_alone),
      cmocka_unit_test(
          test_adding_a_bot_keeps_arrivals_and_the_draws_of_those_it_does_not_reach),
      cmocka_unit_test(test_adding_a_campaign_keeps_the_draws_of_the_others),
      cmocka_unit_test(test_adding_a_returning_class_keeps_the_draws_of_the_others),
      cmocka_unit_test(test_adding_a_class_in_turns_keeps_the_draws_of_the_others),
      cmocka_unit_test(test_attendance_of_an_agent_depends_on_her_alone),
      cmocka_unit_test(test_run_replication_again_gives_the_same_records),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
