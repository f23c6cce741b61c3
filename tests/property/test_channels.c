/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents who answer several channels, from the records of 200 random desks: never more places
 * than the team's cap, work on one level at a time and on the highest in hand, at most one
 * contact of the background in hand. */
#include "contact/union.h"
#include "engine/engine.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>
#include <string.h>

enum {
  DESKS = 200
};

/* A contact in an agent's hands. */
struct held {
  int64_t from_us;
  int64_t to_us;
  uint32_t agent;
  uint32_t team;
  uint32_t places;
  enum stf_channels_level level;
  struct stf_work *works; /* owned */
  uint32_t works_n;
};

struct seen {
  const struct stf_desk *desk;
  struct held *items;
  size_t n;
  size_t capacity;
  size_t interrupted_n;
  size_t in_turns_n;
};

static uint32_t index_of(const struct stf_desk *desk, uint32_t class_id) {
  uint32_t c = 0;
  while (desk->classes[c].name != class_id) {
    c++;
  }
  return c;
}

static uint32_t team_of(const struct stf_desk *desk, uint32_t name) {
  uint32_t t = 0;
  while (t < desk->teams_n && desk->teams[t].name != name) {
    t++;
  }
  return t;
}

/* The contact takes places of an agent from then to then; of one that interrupts the record
 * says how many. */
static void add_held(struct seen *seen, const struct stf_contact *contact,
                     const struct stf_work *span) {
  const struct stf_desk *desk = seen->desk;
  uint32_t t = team_of(desk, span->team);
  if (t == desk->teams_n || desk->teams[t].channels == NULL) {
    return;
  }
  const struct stf_channels_rule *rule =
      &desk->teams[t].channels->rules[index_of(desk, contact->class_id)];
  seen->items =
      stf_mem_grown(NULL, seen->items, &seen->capacity, seen->n + 1, sizeof *seen->items);
  assert_non_null(seen->items);
  struct held *held = &seen->items[seen->n++];
  *held = (struct held){.from_us = span->start_us,
                        .to_us = span->end_us != STF_NEVER ? span->end_us : desk->to_us,
                        .agent = span->agent,
                        .team = t,
                        .places = rule->level == STF_CHANNELS_ORDINARY ? rule->weight
                                                                       : contact->places,
                        .level = rule->level,
                        .works = calloc((size_t)contact->works_n + 1, sizeof *held->works),
                        .works_n = contact->works_n};
  assert_non_null(held->works);
  memcpy(held->works, stf_contact_works(contact), contact->works_n * sizeof *held->works);
  if (held->level == STF_CHANNELS_BACKGROUND) {
    held->places = 0;
  }
}

static void take(struct seen *seen, const struct stf_contact *contact) {
  const struct stf_desk *desk = seen->desk;
  struct stf_work *spans = calloc(stf_union_held_most(contact), sizeof *spans);
  assert_non_null(spans);
  size_t before_n = seen->n;
  size_t spans_n = stf_union_held(contact, spans);
  for (size_t i = 0; i < spans_n; i++) {
    add_held(seen, contact, &spans[i]);
  }
  free(spans);
  if (seen->n > before_n) {
    bool in_turns = stf_desk_team_in_turns(desk, seen->items[before_n].team);
    seen->interrupted_n += contact->works_n > 1 && !in_turns;
    seen->in_turns_n += in_turns;
  }
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  for (size_t i = 0; i < n; i++) {
    take(context, &contacts[i]);
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static bool meet(int64_t a_from_us, int64_t a_to_us, int64_t b_from_us, int64_t b_to_us) {
  return a_from_us < b_to_us && b_from_us < a_to_us;
}

/* What is in hand beside it when the contact is taken, and what is worked on meanwhile. */
static void check_beside(const struct seen *seen, const struct held *held) {
  uint32_t places = 0;
  uint32_t background_n = 0;
  bool in_turns = stf_desk_team_in_turns(seen->desk, held->team);
  bool takes_her = held->level == STF_CHANNELS_INTERRUPTING; /* the others may be thinking */
  for (size_t i = 0; i < seen->n; i++) {
    const struct held *other = &seen->items[i];
    if (other->agent != held->agent) {
      continue;
    }
    bool together = other->from_us <= held->from_us && held->from_us < other->to_us;
    places += together ? other->places : 0;
    background_n += together && other->level == STF_CHANNELS_BACKGROUND;
    bool is_quiet = other->level < held->level && (!in_turns || takes_her);
    for (uint32_t w = 0; w < other->works_n && is_quiet; w++) {
      int64_t end_us =
          other->works[w].end_us != STF_NEVER ? other->works[w].end_us : seen->desk->to_us;
      assert_false(other->works[w].agent == held->agent &&
                   meet(other->works[w].start_us, end_us, held->from_us, held->to_us));
    }
  }
  uint32_t cap = seen->desk->teams[held->team].cap;
  assert_in_range(places, 0, cap > 1 ? cap : 1);
  assert_in_range(background_n, 0, 1);
}

static void test_hands_of_agents_with_several_channels(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  size_t taken_n = 0;
  size_t interrupted_n = 0;
  size_t in_turns_n = 0;
  for (uint32_t number = 0; number < DESKS; number++) {
    struct stf_random_desk random;
    struct stf_engine *engine = NULL;
    stf_random_desk_build(number, zone, &random);
    struct seen seen = {.desk = &random.desk};
    struct stf_stream stream = stf_stream_of(number, 0);
    struct stf_engine_sink sink = {
        .context = &seen, .contacts = take_contacts, .presence = take_presence};
    struct stf_engine_account account;
    assert_int_equal(stf_engine_new(&random.desk, NULL, &engine), STF_OK);
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
    for (size_t i = 0; i < seen.n; i++) {
      check_beside(&seen, &seen.items[i]);
    }
    taken_n += seen.n;
    interrupted_n += seen.interrupted_n;
    in_turns_n += seen.in_turns_n;
    for (size_t i = 0; i < seen.n; i++) {
      free(seen.items[i].works);
    }
    stf_mem_release(NULL, seen.items);
    stf_engine_free(engine);
    stf_random_desk_clear(&random);
  }
  assert_true(interrupted_n > 1000);
  assert_true(in_turns_n > 1000);
  assert_true(taken_n > 10 * DESKS);
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_hands_of_agents_with_several_channels)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
