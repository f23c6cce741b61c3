/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of conversations in turns over 200 random desks: no agent works on two turns at once,
 * and places taken never exceed her cap. What is to be seen at all, is. */
#include "contact/union.h"
#include "engine/engine.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>

enum {
  DESKS = 200
};

/* Begins (+1) or ends (-1): a turn, or a place taken. */
struct mark {
  int64_t at_us;
  uint32_t agent;
  int turns;
  int places;
};

/* How often each thing came up in the desks. */
struct seen {
  int64_t turns_n;
  int64_t contacts_n; /* of more than one turn */
  int64_t parked_n;
  int64_t returned_n; /* of those parked */
  int64_t moved_n;    /* parked with one agent, back with another */
  int64_t handed_back_n;
  int64_t reopened_n;
  int64_t templates_n;
};

struct watch {
  const struct stf_desk *desk;
  struct mark *marks;
  size_t marks_n;
  size_t capacity;
  struct seen seen;
};

static void add(struct watch *watch, const struct stf_work *span, int turns, int places) {
  if (span->start_us == span->end_us) {
    return;
  }
  watch->marks = stf_mem_grown(NULL, watch->marks, &watch->capacity, watch->marks_n + 2,
                               sizeof *watch->marks);
  assert_non_null(watch->marks);
  watch->marks[watch->marks_n++] = (struct mark){span->start_us, span->agent, turns, places};
  if (span->end_us != STF_NEVER) {
    watch->marks[watch->marks_n++] = (struct mark){span->end_us, span->agent, -turns, -places};
  }
}

static bool is_in_turns(const struct stf_desk *desk, uint32_t team_name) {
  bool in_turns = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    in_turns =
        in_turns || (desk->teams[t].name == team_name && stf_desk_team_in_turns(desk, t));
  }
  return in_turns;
}

/* Places are then more than conversations (test_channels.c). */
static bool has_channels(const struct stf_desk *desk, uint32_t team_name) {
  bool has = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    has = has || (desk->teams[t].name == team_name && desk->teams[t].channels != NULL);
  }
  return has;
}

static void look(const struct stf_contact *contact, struct seen *seen) {
  seen->turns_n += contact->works_n;
  seen->contacts_n += contact->works_n > 1;
  seen->reopened_n += contact->reopens_n;
  for (uint32_t h = 0; h < contact->holds_n; h++) {
    const struct stf_hold *hold = &contact->holds[h];
    seen->parked_n += hold->end_us != STF_NEVER;
    seen->returned_n += hold->back_us != STF_NEVER;
    seen->handed_back_n += hold->handed_back;
    seen->moved_n += h > 0 && hold->agent != contact->holds[h - 1].agent;
  }
  for (uint32_t r = 0; r < contact->replies_n; r++) {
    seen->templates_n += contact->replies[r].is_template;
  }
}

static void add_seen(const struct seen *one, struct seen *all) {
  all->turns_n += one->turns_n;
  all->contacts_n += one->contacts_n;
  all->parked_n += one->parked_n;
  all->returned_n += one->returned_n;
  all->moved_n += one->moved_n;
  all->handed_back_n += one->handed_back_n;
  all->reopened_n += one->reopened_n;
  all->templates_n += one->templates_n;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct watch *watch = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &contacts[i];
    const struct stf_work *works = stf_contact_works(contact);
    if (!stf_contact_answered(contact) || !is_in_turns(watch->desk, contact->team)) {
      continue;
    }
    for (uint32_t w = 0; w < contact->works_n; w++) {
      if (works[w].start_us < watch->desk->to_us || works[w].end_us != STF_NEVER) {
        add(watch, &works[w], 1, 0); /* not what is left to do at the end */
      }
    }
    look(contact, &watch->seen);
    struct stf_work *held = calloc(stf_union_held_most(contact), sizeof *held);
    assert_non_null(held);
    size_t held_n = stf_union_held(contact, held);
    for (size_t h = 0; h < held_n; h++) {
      add(watch, &held[h], 0, has_channels(watch->desk, held[h].team) ? 0 : 1);
    }
    free(held);
    for (uint32_t r = 0; r < contact->replies_n; r++) {
      assert_true(contact->replies[r].asked_us <= contact->replies[r].last_us);
      assert_true(contact->replies[r].last_us <= contact->replies[r].at_us);
    }
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static int mark_order(const void *left, const void *right) {
  const struct mark *a = left;
  const struct mark *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->at_us != b->at_us) {
    return a->at_us < b->at_us ? -1 : 1;
  }
  return (a->turns + a->places) - (b->turns + b->places); /* ends first */
}

static int most_places(const struct stf_desk *desk) {
  uint32_t most = 1;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    most = desk->teams[t].cap > most ? desk->teams[t].cap : most;
  }
  return (int)most;
}

static void check_desk(uint32_t number, const struct stf_zone *zone, struct seen *seen) {
  struct stf_random_desk random;
  stf_random_desk_build(number, zone, &random);
  struct watch watch = {.desk = &random.desk};
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&random.desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(number, 0);
  struct stf_engine_sink sink = {
      .context = &watch, .contacts = take_contacts, .presence = take_presence};
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  if (watch.marks_n > 0) {
    qsort(watch.marks, watch.marks_n, sizeof *watch.marks, mark_order);
  }
  struct mark now = {.agent = STF_NOBODY};
  for (size_t i = 0; i < watch.marks_n; i++) {
    const struct mark *mark = &watch.marks[i];
    now = mark->agent == now.agent ? now : (struct mark){.agent = mark->agent};
    now.turns += mark->turns;
    now.places += mark->places;
    assert_in_range(now.turns, 0, 1);
    assert_in_range(now.places, 0, most_places(&random.desk));
  }
  add_seen(&watch.seen, seen);
  stf_engine_free(engine);
  free(watch.marks);
  stf_random_desk_clear(&random);
}

static void test_one_turn_at_a_time_and_places_within_the_cap(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  struct seen seen = {0};
  for (uint32_t number = 0; number < DESKS; number++) {
    check_desk(number, zone, &seen);
  }
  assert_true(seen.turns_n > 100 * DESKS);
  assert_true(seen.contacts_n > DESKS);
  assert_true(seen.parked_n > DESKS && seen.returned_n > DESKS);
  assert_true(seen.moved_n > 0);
  assert_true(seen.handed_back_n > 0);
  assert_true(seen.reopened_n > 0);
  assert_true(seen.templates_n > 0);
  print_message("%lld turns of %lld conversations; parked %lld, back %lld, with another %lld, "
                "reopened %lld, templates %lld\n",
                (long long)seen.turns_n, (long long)seen.contacts_n, (long long)seen.parked_n,
                (long long)seen.returned_n, (long long)seen.moved_n, (long long)seen.reopened_n,
                (long long)seen.templates_n);
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_turn_at_a_time_and_places_within_the_cap)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
