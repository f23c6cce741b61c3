/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pool.h"

#include "contact/union.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_US INT64_C(1000000000000000)

enum {
  AGENTS = 16 /* of a pool with a cap above 1 */
};

/* A contact is taken (+1) or done (-1). */
struct mark {
  double at_s;
  uint32_t agent;
  int delta;
};

struct collector {
  const struct stf_pool *pool;
  const struct stf_pool_stretches *stretches;
  struct stf_pool_sums *sums; /* of this replication */
  struct mark *marks;         /* with a cap above 1 */
  size_t marks_n;
  size_t marks_capacity;
  struct stf_work *held; /* of a contact in turns */
  size_t held_capacity;
};

static double overlap_s(double from_s, double to_s, double lo_s, double hi_s) {
  double start_s = from_s > lo_s ? from_s : lo_s;
  double end_s = to_s < hi_s ? to_s : hi_s;
  return end_s > start_s ? end_s - start_s : 0;
}

static double at_s(int64_t at_us) {
  return (double)(at_us - START_US) * 1e-6;
}

static double end_s(int64_t end_us) {
  return end_us == STF_NEVER ? HUGE_VAL : at_s(end_us);
}

static void add_places(struct collector *to, const struct stf_contact *contact, double lo_s,
                       double hi_s, struct stf_pool_sums *sums) {
  struct stf_work *held = stf_mem_grown(NULL, to->held, &to->held_capacity,
                                        stf_union_held_most(contact), sizeof *held);
  assert_non_null(held);
  to->held = held;
  size_t n = stf_union_held(contact, held);
  for (size_t i = 0; i < n; i++) {
    sums->held_time_s += overlap_s(at_s(held[i].start_us), end_s(held[i].end_us), lo_s, hi_s);
  }
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    if (hold->end_us != STF_NEVER) {
      sums->parked_time_s += overlap_s(at_s(hold->end_us), end_s(hold->back_us), lo_s, hi_s);
    }
  }
}

static void add_clock_times(struct collector *to, const struct stf_contact *contact,
                            double queue_s, double wait_end_s) {
  for (size_t i = 0; i < to->stretches->stretches_n; i++) {
    struct stf_pool_sums *sums = &to->sums[i];
    double lo_s = to->stretches->edges_s[i];
    double hi_s = to->stretches->edges_s[i + 1];
    sums->queue_time_s += overlap_s(queue_s, wait_end_s, lo_s, hi_s);
    for (uint32_t w = 0; w < contact->works_n; w++) {
      const struct stf_work *work = &stf_contact_works(contact)[w];
      double end_s = work->end_us == STF_NEVER ? HUGE_VAL : at_s(work->end_us);
      sums->busy_time_s += overlap_s(at_s(work->start_us), end_s, lo_s, hi_s);
    }
    if (to->pool->turns != NULL) {
      add_places(to, contact, lo_s, hi_s, sums);
    }
    if (contact->outcome == STF_OUTCOME_ABANDONED && wait_end_s >= lo_s && wait_end_s < hi_s) {
      sums->left_here += 1;
    }
  }
}

static void add_mark(struct collector *to, uint32_t agent, double mark_s, int delta) {
  to->marks =
      stf_mem_grown(NULL, to->marks, &to->marks_capacity, to->marks_n + 1, sizeof *to->marks);
  assert_non_null(to->marks);
  to->marks[to->marks_n++] = (struct mark){mark_s, agent, delta};
}

static void add_load(struct collector *to, const struct stf_work *work) {
  add_mark(to, work->agent, at_s(work->start_us), 1);
  if (work->end_us != STF_NEVER) {
    add_mark(to, work->agent, at_s(work->end_us), -1);
  }
}

static int mark_order(const void *left, const void *right) {
  const struct mark *a = left;
  const struct mark *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->at_s < b->at_s || a->at_s > b->at_s) {
    return a->at_s < b->at_s ? -1 : 1;
  }
  return a->delta - b->delta;
}

/* Time at each load over all agents; nobody ever has more than the cap. */
static void measure_loads(struct collector *to) {
  if (to->marks_n > 0) {
    qsort(to->marks, to->marks_n, sizeof *to->marks, mark_order);
  }
  int load = 0;
  for (size_t i = 0; i < to->marks_n; i++) {
    bool more = i + 1 < to->marks_n && to->marks[i + 1].agent == to->marks[i].agent;
    double until_s = more ? to->marks[i + 1].at_s : HUGE_VAL;
    load += to->marks[i].delta;
    assert_in_range(load, 0, to->pool->cap);
    for (size_t k = 0; k < to->stretches->stretches_n && load > 0; k++) {
      to->sums[k].load_time_s[load] += overlap_s(
          to->marks[i].at_s, until_s, to->stretches->edges_s[k], to->stretches->edges_s[k + 1]);
    }
    load = more ? load : 0;
  }
  for (size_t k = 0; k < to->stretches->stretches_n; k++) {
    double *time_s = to->sums[k].load_time_s;
    time_s[0] =
        to->pool->counts[0] * (to->stretches->edges_s[k + 1] - to->stretches->edges_s[k]);
    for (uint32_t j = 1; j <= to->pool->cap; j++) {
      time_s[0] -= time_s[j];
    }
  }
}

static enum stf_status take_busy(void *context, const struct stf_work *span) {
  struct collector *to = context;
  double end_s = span->end_us != STF_NEVER ? at_s(span->end_us) : HUGE_VAL;
  for (size_t k = 0; k < to->stretches->stretches_n; k++) {
    to->sums[k].has_contact_s += overlap_s(
        at_s(span->start_us), end_s, to->stretches->edges_s[k], to->stretches->edges_s[k + 1]);
  }
  return STF_OK;
}

static void add_arrival(struct collector *to, const struct stf_contact *contact,
                        struct stf_pool_sums *sums, double wait_s) {
  sums->arrived += 1;
  sums->waited += wait_s > 0;
  sums->wait_s += wait_s;
  sums->wait_square += wait_s * wait_s;
  sums->abandoned += contact->outcome == STF_OUTCOME_ABANDONED;
  sums->served += contact->assign_us != STF_NEVER;
  if (to->pool->turns != NULL && contact->assign_us != STF_NEVER &&
      contact->close_us != STF_NEVER) {
    sums->session_s += (double)(contact->close_us - contact->assign_us) * 1e-6;
  } else if (contact->works_n > 0 && contact->work.end_us != STF_NEVER) {
    sums->session_s += (double)(contact->work.end_us - contact->assign_us) * 1e-6;
  }
  sums->in_time += contact->assign_us != STF_NEVER && wait_s <= to->pool->within_s;
  for (size_t i = 0; to->stretches->x_s != NULL && i < 5; i++) {
    sums->within_x[i] += wait_s <= to->stretches->x_s[i];
  }
}

static void add_turns(const struct stf_pool *pool, const struct stf_pool_stretches *stretches,
                      const struct stf_contact *contact, struct stf_pool_sums *sums) {
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    const struct stf_reply *reply = &contact->replies[i];
    double reply_s = (double)stf_contact_reply_wait_us(reply) * 1e-6;
    double wait_s = (double)(works[i].start_us - reply->asked_us) * 1e-6;
    sums->turn_wait_s += wait_s;
    sums->turns_waited += wait_s > 0;
    sums->turns_in_time += wait_s <= pool->within_s;
    sums->templates += reply->is_template;
    if (i > 0) {
      sums->later_reply_s += reply_s;
      sums->later_replies += 1;
    }
  }
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    sums->parks += contact->holds[i].end_us != STF_NEVER;
  }
  sums->reopened += contact->reopens_n;
  if (contact->replies_n == 0) {
    return;
  }
  double frt_s = (double)(contact->first_human_us - contact->queue_us) * 1e-6;
  sums->first_replies += 1;
  sums->frt_s += frt_s;
  sums->first_reply_s += (double)(contact->first_human_us - contact->assign_us) * 1e-6;
  sums->idle_closed += contact->first_close_us != STF_NEVER &&
                       contact->first_close_us > contact->replies[contact->replies_n - 1].at_us;
  for (size_t i = 0; stretches->x_s != NULL && i < 5; i++) {
    sums->frt_within_x[i] += frt_s <= stretches->x_s[i];
  }
}

/* Into the stretch of its arrival. */
static void add_stretch(struct collector *to, const struct stf_contact *contact, double queue_s,
                        double wait_s) {
  for (size_t k = 0; k < to->stretches->stretches_n; k++) {
    if (queue_s >= to->stretches->edges_s[k] && queue_s < to->stretches->edges_s[k + 1]) {
      add_arrival(to, contact, &to->sums[k], wait_s);
      if (to->pool->turns != NULL) {
        add_turns(to->pool, to->stretches, contact, &to->sums[k]);
      }
    }
  }
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct collector *to = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &contacts[i];
    if (contact->queue_us == STF_NEVER) {
      continue;
    }
    double queue_s = at_s(contact->queue_us);
    double waited_s = to->pool->length_s;
    if (contact->assign_us != STF_NEVER) {
      waited_s = at_s(contact->assign_us);
    } else if (contact->abandon_us != STF_NEVER) {
      waited_s = at_s(contact->abandon_us);
    }
    add_clock_times(to, contact, queue_s, waited_s);
    if (to->pool->cap > 1 && to->pool->turns == NULL && contact->works_n > 0) {
      add_load(to, &contact->work);
    }
    add_stretch(to, contact, queue_s, waited_s - queue_s);
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  assert_true(span->end_us > span->start_us);
  return STF_OK;
}

/* Compiled desk of a pool, with what it points to. */
struct built {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_team team;
  bool serves[1];
  int64_t edges_us[STF_POOL_STEPS + 2];
  int64_t days[STF_POOL_STEPS + 1];
  double rates_per_s[STF_POOL_STEPS + 1];
  struct stf_staff_change changes[STF_POOL_STEPS];
  uint32_t names[AGENTS];
};

static void build(const struct stf_pool *pool, struct built *out) {
  memset(out, 0, sizeof *out);
  int64_t warmup_us = (int64_t)(pool->warmup_s * 1e6);
  for (size_t i = 0; i < pool->rates_n; i++) {
    out->edges_us[i] =
        START_US + (int64_t)(pool->rate_starts_s[i] * 1e6) - (i == 0 ? warmup_us : 0);
    out->rates_per_s[i] = pool->rates_per_s[i];
  }
  out->edges_us[pool->rates_n] = START_US + (int64_t)(pool->length_s * 1e6);
  int before = 0;
  for (size_t i = 0; i < pool->counts_n; i++) {
    out->changes[i] = (struct stf_staff_change){
        .at_us = START_US + (int64_t)(pool->count_starts_s[i] * 1e6) - (i == 0 ? warmup_us : 0),
        .agent = STF_NOBODY,
        .delta = pool->counts[i] - before};
    before = pool->counts[i];
  }
  out->serves[0] = true;
  out->class = (struct stf_class){.after = pool->after,
                                  .key = 12345,
                                  .channel = STF_NOBODY,
                                  .priority_name = STF_NOBODY,
                                  .service = pool->service,
                                  .turns = pool->turns,
                                  .patience = pool->patience,
                                  .first_message = pool->first_message,
                                  .leaving = pool->leaving,
                                  .bot = pool->bot,
                                  .rates_per_s = out->rates_per_s};
  for (uint32_t i = 0; i < AGENTS; i++) {
    out->names[i] = i;
  }
  assert_true(pool->cap <= 1 || pool->counts[0] <= AGENTS);
  out->team = (struct stf_team){
      .serves = out->serves,
      .routing = pool->routing,
      .pool_names = out->names,
      .pool_names_n = AGENTS,
      .cap = pool->cap,
      .speeds = pool->turns == NULL || pool->speeds[0] > 0 ? pool->speeds : NULL,
      .turn_order = pool->turn_order,
      .switching_us = (int64_t)(pool->switching_s * 1e6),
      .pause = stf_law_constant(0)};
  out->desk = (struct stf_desk){.title = "pool",
                                .from_us = START_US,
                                .to_us = START_US + (int64_t)(pool->length_s * 1e6),
                                .warmup_us = warmup_us,
                                .interval_us = INT64_C(1800000000),
                                .classes = &out->class,
                                .classes_n = 1,
                                .teams = &out->team,
                                .teams_n = 1,
                                .changes = out->changes,
                                .changes_n = pool->counts_n,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = pool->rates_n,
                                .day_shape = pool->day_shape,
                                .volume = 1,
                                .end = pool->end};
}

void stf_pool_run(const struct stf_pool *pool, const struct stf_pool_stretches *stretches,
                  uint64_t seed, uint32_t replications_n, struct stf_pool_sums *out) {
  struct built built;
  build(pool, &built);
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&built.desk, NULL, &engine), STF_OK);
  memset(out, 0, replications_n * stretches->stretches_n * sizeof *out);
  for (uint32_t r = 0; r < replications_n; r++) {
    struct collector to = {
        .pool = pool, .stretches = stretches, .sums = &out[r * stretches->stretches_n]};
    struct stf_engine_sink sink = {.context = &to,
                                   .contacts = take_contacts,
                                   .presence = take_presence,
                                   .busy = take_busy,
                                   .occupied = take_busy};
    struct stf_stream stream = stf_stream_of(seed, r);
    struct stf_engine_account account;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
    if (pool->cap > 1 && pool->turns == NULL) {
      measure_loads(&to);
    }
    stf_mem_release(NULL, to.marks);
    stf_mem_release(NULL, to.held);
  }
  stf_engine_free(engine);
}

static struct stf_estimate_runs runs_of(const struct stf_pool_sums *sums, uint32_t runs_n,
                                        size_t stride) {
  return (struct stf_estimate_runs){sums, runs_n, stride * sizeof *sums};
}

struct stf_estimate stf_pool_ratio(const struct stf_pool_sums *sums, uint32_t replications_n,
                                   size_t stride, size_t numerator_offset,
                                   size_t denominator_offset) {
  return stf_estimate_ratio(runs_of(sums, replications_n, stride), numerator_offset,
                            denominator_offset);
}

struct stf_estimate stf_pool_mean(const struct stf_pool_sums *sums, uint32_t replications_n,
                                  size_t stride, size_t offset) {
  return stf_estimate_mean(runs_of(sums, replications_n, stride), offset);
}

void stf_pool_check(const struct stf_pool_sums *sums, uint32_t replications_n, const char *id,
                    const struct stf_pool_figure *figure) {
  struct stf_estimate estimate =
      figure->den != STF_POOL_NO_FIELD
          ? stf_pool_ratio(sums, replications_n, 1, figure->num, figure->den)
          : stf_pool_mean(sums, replications_n, 1, figure->num);
  estimate.mean /= figure->unit;
  estimate.se /= figure->unit;
  char name[64];
  (void)snprintf(name, sizeof name, "%s %s", id, figure->what);
  stf_estimate_check_closely(name, estimate, figure->exact, figure->probability);
}
