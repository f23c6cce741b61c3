/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/small_desk.h"

#include "desk/staffing.h"
#include "support/near.h"

#include <stdlib.h>

#define START_US INT64_C(1772409600000000) /* 2026-03-02T00:00:00Z */
#define STEP_US  INT64_C(10800000000)
#define DAY_US   (8 * STEP_US)

enum {
  START_DAY = 20514 /* civil day of the start */
};

static void build_classes(const struct stf_small_desk_plan *plan, struct stf_small_desk *out) {
  static const double SHAPE[] = {0, 0.25, 1, 2, 1, 1.5, 1, 0.25};
  for (uint32_t c = 0; c < plan->classes_n; c++) {
    double per_h = 4 + plan->keys[c] % 5;
    for (size_t i = 0; i < STF_SMALL_DESK_STEPS; i++) {
      size_t hour = (i + plan->keys[c]) % STF_COUNT_OF(SHAPE);
      out->rates_per_s[c][i] = per_h * SHAPE[hour] / 3600;
    }
    out->serves[c] = true;
    out->classes[c] = (struct stf_class){.name = plan->keys[c],
                                         .key = plan->keys[c],
                                         .channel = STF_NOBODY,
                                         .priority_name = STF_NOBODY,
                                         .service = stf_law_exponential(600),
                                         .patience = stf_law_exponential(900),
                                         .rates_per_s = out->rates_per_s[c]};
    if (plan->talks) {
      out->classes[c].first_message = stf_law_exponential(40);
      out->classes[c].bot = (struct stf_bot){.reach_share = 0.8,
                                             .containment_share = 0.3,
                                             .leave_share = 0.2,
                                             .duration = stf_law_exponential(120),
                                             .reading = stf_law_exponential(60)};
    }
  }
}

static void add_change(struct stf_small_desk *out, struct stf_staff_change change) {
  out->changes[out->desk.changes_n++] = change;
}

/* Eight hours from 6:00 and 9:00 on. */
static void add_shifts(struct stf_small_desk *out, uint32_t agent) {
  for (int day = 0; day < 2; day++) {
    int64_t start_us = START_US + day * DAY_US + (2 + agent % 2) * STEP_US;
    out->shifts[out->desk.shifts_n++] = (struct stf_shift){.start_us = start_us,
                                                           .end_us = start_us + DAY_US / 3,
                                                           .day = START_DAY + day,
                                                           .agent = agent};
    struct stf_staff_change change = {
        .at_us = start_us, .agent = agent, .shift = (uint32_t)out->desk.shifts_n, .delta = 1};
    add_change(out, change);
    change.at_us = start_us + DAY_US / 3;
    change.delta = -1;
    add_change(out, change);
  }
}

static void build_staff(const struct stf_small_desk_plan *plan, struct stf_small_desk *out) {
  for (uint32_t a = 0; a < plan->agents_n; a++) {
    out->agents[a] = (struct stf_agent){.name = a, .team = 0, .key = 7000 + a};
    if (plan->shifts) {
      add_shifts(out, a);
    } else {
      add_change(out, (struct stf_staff_change){.at_us = START_US, .agent = a, .delta = 1});
    }
  }
  if (plan->pool_n > 0) {
    add_change(out, (struct stf_staff_change){
                        .at_us = START_US, .agent = STF_NOBODY, .delta = plan->pool_n});
  }
  out->team = (struct stf_team){.serves = out->serves, .pause = stf_law_exponential(30)};
  if (plan->shifts) {
    out->team.absence_share = 0.3;
    out->team.absence_is_paid = true;
    out->team.late = stf_law_exponential(300);
    out->desk.changes_n = stf_staffing_order(out->changes, out->desk.changes_n);
  }
}

void stf_small_desk_build(const struct stf_small_desk_plan *plan, struct stf_small_desk *out) {
  assert_true(plan->classes_n <= STF_SMALL_DESK_CLASSES);
  assert_true(plan->agents_n <= STF_SMALL_DESK_AGENTS);
  *out = (struct stf_small_desk){0};
  for (size_t i = 0; i <= STF_SMALL_DESK_STEPS; i++) {
    out->edges_us[i] = START_US + (int64_t)i * STEP_US;
  }
  for (size_t i = 0; i < STF_SMALL_DESK_STEPS; i++) {
    out->days[i] = START_DAY + (int64_t)(i / 8);
  }
  out->desk = (struct stf_desk){.title = "small",
                                .from_us = START_US,
                                .to_us = out->edges_us[STF_SMALL_DESK_STEPS],
                                .interval_us = STEP_US / 6,
                                .classes = out->classes,
                                .classes_n = plan->classes_n,
                                .teams = &out->team,
                                .teams_n = 1,
                                .agents = out->agents,
                                .agents_n = plan->agents_n,
                                .changes = out->changes,
                                .shifts = out->shifts,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = STF_SMALL_DESK_STEPS,
                                .day_shape = plan->day_shape,
                                .volume = plan->volume,
                                .end = STF_EDGE_UNTIL_EMPTY};
  build_classes(plan, out);
  build_staff(plan, out);
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct stf_small_desk_contacts *to = context;
  to->items = stf_mem_grown(NULL, to->items, &to->capacity, to->n + n, sizeof *to->items);
  assert_non_null(to->items);
  for (size_t i = 0; i < n; i++) {
    to->items[to->n++] = contacts[i];
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  assert_true(span->end_us > span->start_us);
  return STF_OK;
}

/* Class and number within the class are the address. */
static int record_order(const void *left, const void *right) {
  const struct stf_contact *a = left;
  const struct stf_contact *b = right;
  if (a->address != b->address) {
    return a->address < b->address ? -1 : 1;
  }
  return (a->queue_us > b->queue_us) - (a->queue_us < b->queue_us);
}

void stf_small_desk_run(struct stf_engine *engine, uint64_t seed, uint32_t replication,
                        struct stf_small_desk_contacts *out) {
  *out = (struct stf_small_desk_contacts){0};
  struct stf_engine_sink sink = {
      .context = out, .contacts = take_contacts, .presence = take_presence};
  struct stf_stream stream = stf_stream_of(seed, replication);
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  assert_int_equal(account.arrived_n, out->n);
  assert_true(out->n > 0);
  qsort(out->items, out->n, sizeof *out->items, record_order);
}

void stf_small_desk_try(const struct stf_small_desk_plan *plan, uint64_t seed,
                        struct stf_small_desk_contacts *out) {
  struct stf_small_desk small;
  struct stf_engine *engine = NULL;
  stf_small_desk_build(plan, &small);
  assert_int_equal(stf_engine_new(&small.desk, NULL, &engine), STF_OK);
  stf_small_desk_run(engine, seed, 0, out);
  stf_engine_free(engine);
}

const struct stf_contact *stf_small_desk_find(const struct stf_small_desk_contacts *contacts,
                                              const struct stf_contact *like) {
  return bsearch(like, contacts->items, contacts->n, sizeof *contacts->items, record_order);
}
