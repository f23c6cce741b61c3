/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path of one first-come-first-served pool gives what the event loop gives: the same
 * records, presence and account, over random pools. Durations of whole minutes and changes of
 * staff on the minute make many things happen at one instant. */
#include "engine/engine.h"
#include "support/near.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE   INT64_C(60000000)
#define START_US INT64_C(1767571200000000)

enum {
  DESKS = 400,
  STEPS = 12,
  CHANGES_MAX = 3 * STEPS,
  PEAK = 6
};

/* ---- a random pool ---- */

struct built {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_team team;
  bool serves[1];
  int64_t edges_us[STEPS + 1];
  int64_t days[STEPS];
  double rates_per_s[STEPS];
  struct stf_staff_change changes[CHANGES_MAX];
  uint32_t names[PEAK];
};

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static int64_t below(uint64_t *random, int64_t n) {
  return (int64_t)(next_random(random) >> 11) % n;
}

static struct stf_law weibull(double mean_s) {
  const double parameters[STF_LAW_PARAMETERS_MAX] = {mean_s, (double)NAN, 0.7, (double)NAN,
                                                     (double)NAN};
  struct stf_law law = {.kind = STF_LAW_NEVER};
  const char *why = "";
  assert_true(stf_law_make(STF_LAW_WEIBULL, parameters, &law, &why));
  return law;
}

static struct stf_law some_law(uint64_t *random, bool may_be_never) {
  double mean_s = 60.0 * (double)(1 + below(random, 30));
  switch (below(random, may_be_never ? 4 : 3)) {
  case 0:
    return stf_law_constant(mean_s);
  case 1:
    return stf_law_exponential(mean_s);
  case 2:
    return weibull(mean_s);
  default:
    return stf_law_never();
  }
}

/* Counts that rise and fall on the minute, now and then twice at one instant; comings first. */
static size_t make_changes(uint64_t *random, struct stf_staff_change *changes) {
  int on = 0;
  size_t n = 0;
  int64_t at_us = START_US - 30 * MINUTE + below(random, 3) * 30 * MINUTE;
  while (n + 2 < CHANGES_MAX && at_us < START_US + 8 * 60 * MINUTE) {
    int up = (int)below(random, PEAK + 1 - on);
    int down = (int)below(random, on + 1);
    if (up > 0) {
      changes[n++] =
          (struct stf_staff_change){.at_us = at_us, .agent = STF_NOBODY, .delta = up};
    }
    if (down > 0) {
      changes[n++] =
          (struct stf_staff_change){.at_us = at_us, .agent = STF_NOBODY, .delta = -down};
    }
    on += up - down;
    at_us += (1 + below(random, 40)) * MINUTE;
  }
  return n;
}

static void build(uint64_t seed, struct built *out) {
  uint64_t random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
  memset(out, 0, sizeof *out);
  for (size_t i = 0; i <= STEPS; i++) {
    out->edges_us[i] = START_US + ((int64_t)i - 1) * 30 * MINUTE;
  }
  for (size_t i = 0; i < STEPS; i++) {
    out->rates_per_s[i] = (double)below(&random, 40) / 3600;
  }
  for (uint32_t i = 0; i < PEAK; i++) {
    out->names[i] = i;
  }
  out->serves[0] = true;
  /* One after the other: compilers differ in the order of what stands in one initializer. */
  struct stf_law service = some_law(&random, false);
  struct stf_law patience = some_law(&random, true);
  uint32_t names_n = (uint32_t)below(&random, PEAK + 1);
  double pause_s = below(&random, 2) == 0 ? 0 : 60 * (double)below(&random, 5);
  size_t changes_n = make_changes(&random, out->changes);
  double day_shape = below(&random, 3) == 0 ? 30 : 0;
  bool until_empty = below(&random, 2) == 0;
  out->class = (struct stf_class){.key = 77,
                                  .channel = STF_NOBODY,
                                  .priority_name = STF_NOBODY,
                                  .service = service,
                                  .patience = patience,
                                  .rates_per_s = out->rates_per_s};
  out->team = (struct stf_team){.serves = out->serves,
                                .pool_names = out->names,
                                .pool_names_n = names_n,
                                .pause = stf_law_constant(pause_s)};
  out->desk = (struct stf_desk){.title = "pool",
                                .from_us = START_US,
                                .to_us = out->edges_us[STEPS],
                                .warmup_us = 30 * MINUTE,
                                .interval_us = 30 * MINUTE,
                                .classes = &out->class,
                                .classes_n = 1,
                                .teams = &out->team,
                                .teams_n = 1,
                                .changes = out->changes,
                                .changes_n = changes_n,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = STEPS,
                                .day_shape = day_shape,
                                .volume = 1,
                                .end = until_empty ? STF_EDGE_UNTIL_EMPTY : STF_EDGE_HORIZON};
}

/* ---- what a replication gives ---- */

struct heard {
  struct stf_contact *contacts;
  size_t contacts_n;
  size_t contacts_capacity;
  struct stf_presence *spans;
  size_t spans_n;
  size_t spans_capacity;
  struct stf_engine_account account;
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct heard *heard = context;
  heard->contacts = stf_mem_grown(NULL, heard->contacts, &heard->contacts_capacity,
                                  heard->contacts_n + n, sizeof *heard->contacts);
  assert_non_null(heard->contacts);
  memcpy(heard->contacts + heard->contacts_n, contacts, n * sizeof *contacts);
  heard->contacts_n += n;
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct heard *heard = context;
  heard->spans = stf_mem_grown(NULL, heard->spans, &heard->spans_capacity, heard->spans_n + 1,
                               sizeof *heard->spans);
  assert_non_null(heard->spans);
  heard->spans[heard->spans_n++] = *span;
  return STF_OK;
}

static int by_id(const void *a, const void *b) {
  uint32_t left = ((const struct stf_contact *)a)->id;
  uint32_t right = ((const struct stf_contact *)b)->id;
  return (left > right) - (left < right);
}

static int by_span(const void *a, const void *b) {
  const struct stf_presence *left = a;
  const struct stf_presence *right = b;
  if (left->agent != right->agent) {
    return left->agent < right->agent ? -1 : 1;
  }
  if (left->start_us != right->start_us) {
    return left->start_us < right->start_us ? -1 : 1;
  }
  return (left->end_us > right->end_us) - (left->end_us < right->end_us);
}

static void listen(const struct stf_desk *desk, bool by_loop, uint32_t replication,
                   struct heard *out) {
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  assert_true(stf_engine_is_pool(engine));
  if (by_loop) {
    stf_engine_use_loop(engine);
  }
  *out = (struct heard){0};
  struct stf_engine_sink sink = {
      .context = out, .contacts = take_contacts, .presence = take_presence};
  struct stf_stream stream = stf_stream_of(9, replication);
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &out->account), STF_OK);
  if (out->contacts_n > 0) {
    qsort(out->contacts, out->contacts_n, sizeof *out->contacts, by_id);
  }
  if (out->spans_n > 0) {
    qsort(out->spans, out->spans_n, sizeof *out->spans, by_span);
  }
  stf_engine_free(engine);
}

static void forget(struct heard *heard) {
  stf_mem_release(NULL, heard->contacts);
  stf_mem_release(NULL, heard->spans);
}

static void check_contact(const struct stf_contact *a, const struct stf_contact *b) {
  assert_int_equal(a->id, b->id);
  assert_int_equal(a->address, b->address);
  assert_int_equal(a->open_us, b->open_us);
  assert_int_equal(a->queue_us, b->queue_us);
  assert_int_equal(a->assign_us, b->assign_us);
  assert_int_equal(a->abandon_us, b->abandon_us);
  assert_int_equal(a->first_close_us, b->first_close_us);
  assert_int_equal(a->close_us, b->close_us);
  assert_int_equal(a->works_n, b->works_n);
  assert_int_equal(a->work.start_us, b->work.start_us);
  assert_int_equal(a->work.end_us, b->work.end_us);
  assert_int_equal(a->work.agent, b->work.agent);
  assert_int_equal(a->agent, b->agent);
  assert_int_equal(a->team, b->team);
  assert_int_equal(a->outcome, b->outcome);
  assert_int_equal(a->customer, b->customer);
}

static void check_span(const struct stf_presence *a, const struct stf_presence *b) {
  assert_int_equal(a->start_us, b->start_us);
  assert_int_equal(a->end_us, b->end_us);
  assert_int_equal(a->agent, b->agent);
  assert_int_equal(a->team, b->team);
  assert_int_equal(a->cap, b->cap);
  assert_int_equal(a->kind, b->kind);
}

static void check_account(const struct stf_engine_account *a,
                          const struct stf_engine_account *b) {
  assert_int_equal(a->arrived_n, b->arrived_n);
  assert_int_equal(a->assigned_n, b->assigned_n);
  assert_int_equal(a->left_n, b->left_n);
  assert_int_equal(a->waiting_n, b->waiting_n);
  assert_int_equal(a->counted_n, b->counted_n);
  assert_int_equal(a->end_us, b->end_us);
}

static size_t check_pool(uint64_t seed) {
  struct built built;
  build(seed, &built);
  struct heard pool;
  struct heard loop;
  listen(&built.desk, false, (uint32_t)seed, &pool);
  listen(&built.desk, true, (uint32_t)seed, &loop);
  assert_int_equal(pool.contacts_n, loop.contacts_n);
  for (size_t i = 0; i < pool.contacts_n; i++) {
    check_contact(&pool.contacts[i], &loop.contacts[i]);
  }
  assert_int_equal(pool.spans_n, loop.spans_n);
  for (size_t i = 0; i < pool.spans_n; i++) {
    check_span(&pool.spans[i], &loop.spans[i]);
  }
  check_account(&pool.account, &loop.account);
  size_t contacts_n = pool.contacts_n;
  forget(&pool);
  forget(&loop);
  return contacts_n;
}

static void test_pool_path_over_random_pools_gives_what_the_loop_gives(void **state) {
  (void)state;
  size_t contacts_n = 0;
  for (uint64_t seed = 1; seed <= DESKS; seed++) {
    print_message("pool %" PRIu64 "\r", seed);
    contacts_n += check_pool(seed);
  }
  assert_true(contacts_n > 10 * DESKS);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pool_path_over_random_pools_gives_what_the_loop_gives)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
