/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a log's parts become in a desk: state at the start, bots, presence, what would count
 * twice. */
#include "replay/replay.h"
#include "support/near.h"

#include <string.h>

#define MIN  INT64_C(60000000)
#define FROM (600 * MIN)

enum {
  CONTACTS = 8
};

struct bench {
  struct stf_names names;
  struct stf_class class;
  struct stf_team team;
  bool serves;
  struct stf_desk desk;
  struct stf_contact contacts[CONTACTS];
  struct stf_presence presence[2];
  struct stf_log log;
  struct stf_arena *arena;
  struct stf_diags diags;
  struct stf_desk out;
  struct stf_replay_facts facts;
  unsigned given;
};

/* One class, one team, two agents there from before the start until after the end. */
static void prepare(struct bench *b) {
  *b = (struct bench){.given = STF_REPLAY_ARRIVALS | STF_REPLAY_PRESENCE, .serves = true};
  assert_int_equal(stf_names_init(&b->names, NULL), STF_OK);
  assert_int_equal(stf_dict_add(b->names.classes, "orders", 6), 0);
  assert_int_equal(stf_dict_add(b->names.teams, "front", 5), 0);
  assert_int_equal(stf_dict_add(b->names.agents, "eva", 3), 0);
  assert_int_equal(stf_dict_add(b->names.agents, "leo", 3), 1);
  b->class = (struct stf_class){.service = stf_law_constant(60), .channel = STF_NOBODY};
  b->team = (struct stf_team){.serves = &b->serves, .pause = stf_law_constant(0)};
  b->desk = (struct stf_desk){.title = "desk",
                              .names = &b->names,
                              .from_us = FROM,
                              .to_us = FROM + 600 * MIN,
                              .interval_us = 30 * MIN,
                              .classes = &b->class,
                              .classes_n = 1,
                              .teams = &b->team,
                              .teams_n = 1,
                              .volume = 1};
  for (uint32_t a = 0; a < 2; a++) {
    b->presence[a] = (struct stf_presence){
        .start_us = FROM - 120 * MIN, .end_us = FROM + 700 * MIN, .agent = a, .team = 0};
  }
  b->log = (struct stf_log){.contacts = b->contacts, .presence = b->presence, .presence_n = 2};
  b->log.facts.first_us = FROM - 120 * MIN;
  b->log.facts.last_us = FROM + 700 * MIN;
  b->log.facts.has_queue = true;
  b->log.facts.has_presence = true;
  b->arena = stf_arena_new(NULL);
  assert_non_null(b->arena);
  stf_diag_init(&b->diags, NULL);
}

static void clear(struct bench *b) {
  stf_diag_clear(&b->diags);
  stf_arena_free(b->arena);
  stf_names_clear(&b->names);
}

/* Opens and asks for a human, minutes after the start. */
static struct stf_contact *add(struct bench *b, int64_t open_min, int64_t queue_min) {
  assert_true(b->log.contacts_n < CONTACTS);
  struct stf_contact *contact = &b->contacts[b->log.contacts_n];
  *contact = STF_CONTACT_EMPTY;
  contact->id = (uint32_t)b->log.contacts_n++;
  contact->class_id = 0;
  contact->open_us = FROM + open_min * MIN;
  contact->queue_us = FROM + queue_min * MIN;
  return contact;
}

static void take(struct stf_contact *contact, uint32_t agent, int64_t at_min, int64_t end_min) {
  contact->assign_us = FROM + at_min * MIN;
  contact->agent = agent;
  contact->team = 0;
  contact->works_n = 1;
  contact->work = (struct stf_work){contact->assign_us, FROM + end_min * MIN, agent, 0};
  contact->close_us = contact->work.end_us;
  contact->outcome = STF_OUTCOME_CLOSED;
}

static void give_bot(struct bench *b) {
  b->class.bot = (struct stf_bot){
      .reach_share = 0.9, .containment_share = 0.5, .duration = stf_law_constant(60)};
  b->log.facts.events_n[STF_EVENT_BOT_START] = 1;
}

static enum stf_status replay(struct bench *b) {
  const struct stf_replay_in in = {.desk = &b->desk,
                                   .log = &b->log,
                                   .path = "log.csv",
                                   .from_us = b->desk.from_us,
                                   .to_us = b->desk.to_us,
                                   .end = STF_EDGE_HORIZON,
                                   .given = b->given};
  return stf_replay_make(&in, b->arena, &b->out, &b->facts, &b->diags);
}

static bool told(const struct bench *b, const char *words) {
  for (size_t i = 0; i < b->diags.items_n; i++) {
    if (strstr(b->diags.items[i].message, words) != NULL) {
      return true;
    }
  }
  return false;
}

static void test_state_holds_who_waits_and_who_is_in_hand(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  take(add(&b, -90, -90), 0, -80, -1); /* done before the start */
  take(add(&b, -30, -30), 0, -20, 15); /* in hand */
  take(add(&b, -29, -29), 0, -10, 25); /* in the same hands */
  take(add(&b, -12, -12), 1, 3, 8);    /* waits */
  (void)add(&b, -5, -5);               /* waits, and still does at the end */
  take(add(&b, 1, 1), 1, 4, 9);        /* comes */
  assert_int_equal(replay(&b), STF_OK);
  assert_int_equal(b.facts.given_n, 5);
  assert_int_equal(b.facts.in_hand_n, 2);
  assert_int_equal(b.facts.crowded_n, 1);
  assert_int_equal(b.facts.waiting_n, 2);
  assert_int_equal(b.facts.oldest_us, FROM - 12 * MIN);
  assert_int_equal(b.facts.in_bot_n, 0);
  assert_int_equal(b.out.given[0].assign_us, FROM - 20 * MIN);
  assert_int_equal(b.out.given[0].service_us, 35 * MIN);
  assert_int_equal(b.out.given[2].outwaited_us, 12 * MIN); /* patience is longer than that */
  clear(&b);
  prepare(&b); /* two places: nobody is crowded */
  b.team.cap = 2;
  take(add(&b, -30, -30), 0, -20, 15);
  take(add(&b, -29, -29), 0, -10, 25);
  assert_int_equal(replay(&b), STF_OK);
  assert_int_equal(b.facts.crowded_n, 0);
  clear(&b);
}

static void test_in_hand_after_a_transfer_ends_with_the_last_work(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  const struct stf_work works[2] = {{FROM - 50 * MIN, FROM - 40 * MIN, 1, 0},
                                    {FROM - 5 * MIN, FROM + 10 * MIN, 0, 0}};
  struct stf_contact *contact = add(&b, -60, -60);
  take(contact, 0, -50, 10);
  contact->works = works;
  contact->works_n = 2;
  assert_int_equal(replay(&b), STF_OK);
  assert_int_equal(b.facts.in_hand_n, 1);
  assert_int_equal(b.out.given[0].assign_us + b.out.given[0].service_us, FROM + 10 * MIN);
  clear(&b);
}

static void test_with_a_bot_contacts_come_at_their_opening(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  give_bot(&b);
  struct stf_contact *contained = add(&b, 5, 0);
  contained->queue_us = STF_NEVER;
  contained->outcome = STF_OUTCOME_CONTAINED;
  contained->bot_start_us = contained->open_us;
  contained->bot_end_us = FROM + 6 * MIN;
  struct stf_contact *in_bot = add(&b, -2, 3);
  in_bot->bot_start_us = in_bot->open_us;
  in_bot->bot_end_us = in_bot->queue_us;
  assert_int_equal(replay(&b), STF_OK);
  assert_true(b.facts.openings);
  assert_int_equal(b.facts.given_n, 2);
  assert_int_equal(b.facts.in_bot_n, 1);
  assert_int_equal(b.out.given[0].open_us, FROM - 2 * MIN);
  assert_true(b.out.given[0].queue_us == STF_NEVER);
  assert_true(b.out.given[1].queue_us == STF_NEVER);
  assert_true(b.out.classes[0].bot.reach_share > 0);
  clear(&b);
}

static void test_with_the_bot_given_contacts_come_when_it_let_them_go(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  give_bot(&b);
  b.given |= STF_REPLAY_BOT;
  struct stf_contact *contained = add(&b, 5, 0);
  contained->queue_us = STF_NEVER;
  contained->outcome = STF_OUTCOME_CONTAINED;
  struct stf_contact *handed = add(&b, 2, 3);
  handed->bot_start_us = handed->open_us;
  handed->bot_end_us = handed->queue_us;
  assert_int_equal(replay(&b), STF_OK);
  assert_false(b.facts.openings);
  assert_int_equal(b.facts.given_n, 1);
  assert_int_equal(b.out.given[0].queue_us, FROM + 3 * MIN);
  assert_true(b.out.given[0].handed_over);
  assert_true(b.out.classes[0].bot.reach_share <= 0);
  clear(&b);
}

/* With what its bot contained, the log's contacts come past that bot; with 0 % they are all who
 * came, and meet the desk's bot at their openings; where the log shows the bot it is refused.
 */
static void
test_log_behind_the_bot_when_its_containment_is_said_expect_contacts_past_it(void **state) {
  (void)state;
  static const double SAID[] = {0.4, 0};
  for (size_t i = 0; i < STF_COUNT_OF(SAID); i++) {
    struct bench b;
    prepare(&b);
    give_bot(&b);
    b.log.facts.events_n[STF_EVENT_BOT_START] = 0;
    const struct stf_demand demand = {.observed = &SAID[i]};
    b.desk.demand = &demand;
    (void)add(&b, 2, 3);
    assert_int_equal(replay(&b), STF_OK);
    assert_int_equal(b.facts.behind_n, i == 0);
    assert_int_equal(b.out.given[0].behind_bot, i == 0);
    assert_int_equal(b.out.given[0].queue_us, i == 0 ? FROM + 3 * MIN : STF_NEVER);
    assert_near(b.out.demand->observed[0], SAID[i], 0);
    b.contacts[0].bot_start_us = b.contacts[0].open_us;
    assert_int_equal(replay(&b), STF_ERR_INPUT);
    assert_true(told(&b, "would add them a second time"));
    clear(&b);
  }
}

static void test_log_behind_the_bot_is_refused_by_a_desk_with_one(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  give_bot(&b);
  b.log.facts.events_n[STF_EVENT_BOT_START] = 0;
  (void)add(&b, 1, 1);
  assert_int_equal(replay(&b), STF_ERR_INPUT);
  assert_true(told(&b, "the log begins after the bot"));
  assert_true(told(&b, "45 %"));
  assert_true(told(&b, "observed_containment: {orders: 40 %}, 0 %"));
  b.given |= STF_REPLAY_BOT;
  stf_diag_clear(&b.diags);
  stf_diag_init(&b.diags, NULL);
  assert_int_equal(replay(&b), STF_OK);
  clear(&b);
}

static void test_absence_on_the_logs_presence_is_not_drawn(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  struct stf_people people = {.away_every = stf_law_exponential(3600),
                              .away_lasts = stf_law_exponential(600)};
  b.team.absence_share = 0.06;
  b.team.people = &people;
  b.team.late = stf_law_constant(60);
  (void)add(&b, 1, 1);
  assert_int_equal(replay(&b), STF_OK);
  assert_true(
      told(&b, "absence, late log-ins and episodes away of team 'front' are not drawn"));
  assert_near(b.out.teams[0].absence_share, 0, 0);
  assert_int_equal(b.out.teams[0].late.kind, STF_LAW_NEVER);
  assert_false(stf_people_go_away(b.out.teams[0].people));
  clear(&b);
}

/* Time that is only paid (late log-in, breaks) touches the time she is there. */
static void
test_presence_when_paid_time_touches_it_expect_neither_eats_the_other(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  b.presence[0] = (struct stf_presence){.start_us = FROM,
                                        .end_us = FROM + 10 * MIN,
                                        .agent = 0,
                                        .team = 0,
                                        .kind = STF_PRESENCE_PAID_AWAY};
  b.presence[1] = (struct stf_presence){
      .start_us = FROM + 10 * MIN, .end_us = FROM + 500 * MIN, .agent = 0, .team = 0};
  struct stf_presence_spans spans = {0};
  bool inferred = true;
  assert_int_equal(stf_replay_presence(&b.log, 0, &spans, &inferred), STF_OK);
  assert_false(inferred);
  int64_t staffed_us = 0;
  int64_t paid_us = 0;
  for (size_t i = 0; i < spans.items_n; i++) {
    int64_t us = spans.items[i].end_us - spans.items[i].start_us;
    *(spans.items[i].kind == STF_PRESENCE_ON ? &staffed_us : &paid_us) += us;
  }
  assert_int_equal(staffed_us, 490 * MIN);
  assert_int_equal(paid_us, 10 * MIN);
  stf_presence_clear(&spans, NULL);
  assert_int_equal(replay(&b), STF_OK);
  assert_int_equal(b.out.changes_n, 2);
  assert_int_equal(b.out.changes[0].at_us, FROM + 10 * MIN);
  assert_int_equal(b.out.paid_n, 1);
  assert_int_equal(b.out.paid[0].end_us, FROM + 10 * MIN);
  clear(&b);
}

/* 10 min together at 1.4 are 7 min of work each; then 5 min alone are 5. */
static void
test_given_service_when_agents_share_expect_the_work_without_slowness(void **state) {
  (void)state;
  static const double SPEEDS[] = {1, 1.4};
  struct bench b;
  prepare(&b);
  b.given |= STF_REPLAY_SERVICE;
  take(add(&b, 1, 1), 0, 1, 11);
  take(add(&b, 1, 1), 0, 1, 16);
  take(add(&b, 2, 2), 1, 2, 12);
  assert_int_equal(replay(&b), STF_OK);
  assert_int_equal(b.out.given[0].service_us, 10 * MIN); /* one at a time: as logged */
  b.team.cap = 2;
  b.team.speeds = SPEEDS;
  assert_int_equal(replay(&b), STF_OK);
  assert_int_equal(b.out.given[0].service_us, 7 * MIN);
  assert_int_equal(b.out.given[1].service_us, 12 * MIN);
  assert_int_equal(b.out.given[2].service_us, 10 * MIN);
  clear(&b);
}

static void test_ignored_classes_do_not_come(void **state) {
  (void)state;
  struct bench b;
  prepare(&b);
  assert_int_equal(stf_dict_add(b.names.classes, "billing", 7), 1);
  (void)add(&b, 1, 1);
  add(&b, 2, 2)->class_id = 1;
  assert_int_equal(replay(&b), STF_ERR_INPUT);
  assert_true(told(&b, "--ignore-class"));
  stf_diag_clear(&b.diags);
  stf_diag_init(&b.diags, NULL);
  const bool ignored[] = {false, true};
  const struct stf_replay_in in = {.desk = &b.desk,
                                   .log = &b.log,
                                   .path = "log.csv",
                                   .from_us = b.desk.from_us,
                                   .to_us = b.desk.to_us,
                                   .end = STF_EDGE_HORIZON,
                                   .given = b.given,
                                   .ignored = ignored};
  assert_int_equal(stf_replay_make(&in, b.arena, &b.out, &b.facts, &b.diags), STF_OK);
  assert_int_equal(b.facts.given_n, 1);
  clear(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_state_holds_who_waits_and_who_is_in_hand),
      cmocka_unit_test(test_in_hand_after_a_transfer_ends_with_the_last_work),
      cmocka_unit_test(test_with_a_bot_contacts_come_at_their_opening),
      cmocka_unit_test(test_with_the_bot_given_contacts_come_when_it_let_them_go),
      cmocka_unit_test(
          test_log_behind_the_bot_when_its_containment_is_said_expect_contacts_past_it),
      cmocka_unit_test(test_log_behind_the_bot_is_refused_by_a_desk_with_one),
      cmocka_unit_test(test_absence_on_the_logs_presence_is_not_drawn),
      cmocka_unit_test(test_presence_when_paid_time_touches_it_expect_neither_eats_the_other),
      cmocka_unit_test(test_given_service_when_agents_share_expect_the_work_without_slowness),
      cmocka_unit_test(test_ignored_classes_do_not_come),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
