/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over 200 random desks: a class, an agent or a volume step more changes no other draw. Who
 * came still comes at the same instant, with the same work and the same patience. Who comes
 * back does so when her last contact has ended: she is compared where that is the same instant
 * (another one may find other hours of the bot or of patience). */
#include "desk/desk_check.h"
#include "desk/staffing.h"
#include "engine/engine.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>
#include <string.h>

enum {
  DESKS = 200
};

struct asked {
  struct stf_engine_asked *items;
  size_t n;
  size_t capacity;
};

static enum stf_status take_asked(void *context, const struct stf_engine_asked *one) {
  struct asked *asked = context;
  asked->items =
      stf_mem_grown(NULL, asked->items, &asked->capacity, asked->n + 1, sizeof *asked->items);
  assert_non_null(asked->items);
  asked->items[asked->n++] = *one;
  return STF_OK;
}

static enum stf_status ignore_contacts(void *context, const struct stf_contact *contacts,
                                       size_t n) {
  (void)context;
  (void)contacts;
  (void)n;
  return STF_OK;
}

static enum stf_status ignore_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static int by_address(const void *left, const void *right) {
  uint64_t a = ((const struct stf_engine_asked *)left)->address;
  uint64_t b = ((const struct stf_engine_asked *)right)->address;
  return (a > b) - (a < b);
}

/* Everybody who asks for a human in one replication, by address; the caller frees. */
static struct asked play(const struct stf_desk *desk, uint64_t seed) {
  struct asked asked = {0};
  struct stf_engine *engine = NULL;
  struct stf_engine_account account;
  struct stf_stream stream = stf_stream_of(seed, 0);
  struct stf_engine_sink sink = {.context = &asked,
                                 .contacts = ignore_contacts,
                                 .presence = ignore_presence,
                                 .asked = take_asked};
  assert_null(stf_desk_check_valid(desk));
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  stf_engine_free(engine);
  if (asked.n > 0) {
    qsort(asked.items, asked.n, sizeof *asked.items, by_address);
  }
  for (size_t i = 1; i < asked.n; i++) {
    assert_true(asked.items[i - 1].address < asked.items[i].address);
  }
  return asked;
}

static const struct stf_engine_asked *find(const struct asked *in,
                                           const struct stf_engine_asked *like) {
  return in->n == 0 ? NULL : bsearch(like, in->items, in->n, sizeof *in->items, by_address);
}

/* The same desk with nobody who comes back. */
static struct asked play_without_returns(const struct stf_random_desk *random, uint64_t seed) {
  struct stf_class classes[8];
  struct stf_desk desk = random->desk;
  assert_in_range(desk.classes_n, 1, STF_COUNT_OF(classes));
  memcpy(classes, random->classes, desk.classes_n * sizeof *classes);
  for (uint32_t c = 0; c < desk.classes_n; c++) {
    classes[c].after = NULL;
  }
  desk.classes = classes;
  return play(&desk, seed);
}

static void assert_same(const struct stf_engine_asked *one,
                        const struct stf_engine_asked *other) {
  assert_int_equal(one->class_index, other->class_index);
  assert_int_equal(one->work_us, other->work_us);
  assert_int_equal(one->leaves_us, other->leaves_us);
}

/* Who came for the first time (`firsts`) is in the larger desk as in the smaller one. Returns
 * how many were compared. */
static size_t assert_kept(const struct stf_random_desk *random, const struct stf_desk *larger,
                          uint64_t seed) {
  struct asked before = play(&random->desk, seed);
  struct asked after = play(larger, seed);
  struct asked firsts = play_without_returns(random, seed);
  size_t compared_n = 0;
  for (size_t i = 0; i < before.n; i++) {
    const struct stf_engine_asked *one = &before.items[i];
    const struct stf_engine_asked *other = find(&after, one);
    bool is_first = find(&firsts, one) != NULL;
    bool is_same = other != NULL && other->at_us == one->at_us;
    assert_true(is_same || !is_first);
    if (is_same) {
      assert_same(one, other);
      compared_n++;
    }
  }
  assert_true(after.n >= firsts.n && before.n >= firsts.n);
  free(before.items);
  free(after.items);
  free(firsts.items);
  return compared_n;
}

/* Nobody of the last class comes, then somebody does. */
static size_t check_class(struct stf_random_desk *random, uint64_t seed) {
  struct stf_desk whole = random->desk;
  struct stf_class *last = &random->classes[whole.classes_n - 1];
  struct stf_class *classes = stf_arena_alloc(random->arena, whole.classes_n, sizeof *classes);
  struct stf_demand demand = *whole.demand;
  assert_non_null(classes);
  memcpy(classes, random->classes, whole.classes_n * sizeof *classes);
  whole.classes = classes;
  last->rates_per_s = NULL;
  demand.campaigns_n = 0;
  demand.deflections_n = 0;
  random->desk.demand = &demand;
  return assert_kept(random, &whole, seed);
}

/* One more in the first team's pool, all day. */
static size_t check_agent(struct stf_random_desk *random, uint64_t seed) {
  struct stf_desk more = random->desk;
  struct stf_staff_change *changes =
      stf_arena_alloc(random->arena, more.changes_n + 1, sizeof *changes);
  assert_non_null(changes);
  changes[0] = (struct stf_staff_change){
      .at_us = more.from_us - more.warmup_us, .team = 0, .agent = STF_NOBODY, .delta = 1};
  memcpy(changes + 1, more.changes, more.changes_n * sizeof *changes);
  more.changes = changes;
  more.changes_n = stf_staffing_order(changes, more.changes_n + 1);
  return assert_kept(random, &more, seed);
}

static size_t check_volume(struct stf_random_desk *random, uint64_t seed) {
  struct stf_desk more = random->desk;
  more.volume *= 1.3;
  return assert_kept(random, &more, seed);
}

static void check_desks(size_t (*check)(struct stf_random_desk *random, uint64_t seed)) {
  struct stf_zone *zone = NULL;
  size_t compared_n = 0;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  for (uint32_t number = 0; number < DESKS; number++) {
    struct stf_random_desk random;
    print_message("desk %u\r", number);
    stf_random_desk_build(number, zone, &random);
    compared_n += check(&random, number);
    stf_random_desk_clear(&random);
  }
  assert_true(compared_n > 100 * DESKS);
  stf_zone_free(zone);
}

static void test_a_class_more_moves_no_other_draw(void **state) {
  (void)state;
  check_desks(check_class);
}

static void test_an_agent_more_moves_no_draw(void **state) {
  (void)state;
  check_desks(check_agent);
}

static void test_a_volume_step_more_moves_no_draw_of_those_who_came(void **state) {
  (void)state;
  check_desks(check_volume);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_class_more_moves_no_other_draw),
      cmocka_unit_test(test_an_agent_more_moves_no_draw),
      cmocka_unit_test(test_a_volume_step_more_moves_no_draw_of_those_who_came)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
