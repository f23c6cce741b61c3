/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench_loops.h"

#include "bench/bench_draws.h"

/* ---- the recursion ---- */

void stf_bench_loops_lindley(const struct stf_bench_pool *pool, uint64_t seed,
                             uint32_t replication, struct stf_bench_sums *out) {
  struct stf_bench_draws draws;
  stf_bench_draws_start(&draws, seed, replication, pool->service_s, pool->patience_s);
  double gap_s = 1 / pool->rates_per_s[0];
  double length_s = pool->starts_s[pool->steps_n];
  double now_s = 0;
  double wait_s = 0;
  double sum_s = 0;
  uint64_t n = 0;
  for (bool comes = true; comes;) {
    stf_bench_draws_fill(&draws);
    draws.next += STF_BENCH_DRAWS_N;
    for (size_t i = 0; i < STF_BENCH_DRAWS_N && comes; i++) {
      double passed_s = draws.gaps[i] * gap_s;
      now_s += passed_s;
      wait_s -= passed_s;
      wait_s = wait_s > 0 ? wait_s : 0;
      comes = now_s < length_s;
      sum_s += comes ? wait_s : 0;
      n += comes;
      wait_s += draws.services_s[i];
    }
  }
  *out = (struct stf_bench_sums){.contacts_n = (double)n, .wait_s = sum_s};
}

/* ---- what both event loops have ---- */

enum {
  QUEUE_N = 1 << 14 /* room for those who wait */
};

struct waiting {
  double came_s;
  double leaves_s;
  double service_s;
  size_t cell;
  bool is_gone;
};

struct arrivals {
  const struct stf_bench_pool *pool;
  struct stf_bench_draws draws;
  size_t step;
  double now_s;
  struct stf_bench_contact contact; /* the next one */
};

/* The next arrival; INFINITY past the end. */
static double next_arrival(struct arrivals *arrivals) {
  const struct stf_bench_pool *pool = arrivals->pool;
  arrivals->contact = stf_bench_draws_take(&arrivals->draws);
  double left = arrivals->contact.gap;
  while (arrivals->step < pool->steps_n) {
    double room = pool->rates_per_s[arrivals->step] *
                  (pool->starts_s[arrivals->step + 1] - arrivals->now_s);
    if (left < room) {
      arrivals->now_s += left / pool->rates_per_s[arrivals->step];
      return arrivals->now_s;
    }
    left -= room;
    arrivals->now_s = pool->starts_s[++arrivals->step];
  }
  return INFINITY;
}

/* The first of a replication. */
static double first_arrival(struct arrivals *arrivals, const struct stf_bench_pool *pool,
                            uint64_t seed, uint32_t replication) {
  arrivals->pool = pool;
  arrivals->step = 0;
  arrivals->now_s = 0;
  stf_bench_draws_start(&arrivals->draws, seed, replication, pool->service_s, pool->patience_s);
  return next_arrival(arrivals);
}

struct cells {
  struct stf_bench_sums at[STF_BENCH_LOOPS_STEPS_MAX];
};

static void count(const struct stf_bench_pool *pool, struct cells *cells,
                  const struct waiting *who, double wait_s, bool leaves) {
  if (who->came_s < pool->warmup_s) {
    return;
  }
  struct stf_bench_sums *sums = &cells->at[who->cell];
  sums->contacts_n += 1;
  sums->wait_s += wait_s;
  sums->abandoned_n += leaves;
  sums->in_time_n += !leaves && wait_s <= pool->within_s;
}

static void sum_cells(const struct stf_bench_pool *pool, const struct cells *cells,
                      struct stf_bench_sums *out) {
  *out = (struct stf_bench_sums){0};
  for (size_t i = 0; i < pool->steps_n; i++) {
    out->contacts_n += cells->at[i].contacts_n;
    out->abandoned_n += cells->at[i].abandoned_n;
    out->in_time_n += cells->at[i].in_time_n;
    out->wait_s += cells->at[i].wait_s;
  }
}

/* ---- the lazy loop ---- */

/* Departures: a 4-ary heap of instants. */
struct departures {
  double at_s[STF_BENCH_LOOPS_AGENTS_MAX + 4]; /* INFINITY behind the last */
  size_t n;
};

static void departures_push(struct departures *heap, double at_s) {
  size_t i = heap->n++;
  while (i > 0 && at_s < heap->at_s[(i - 1) / 4]) {
    heap->at_s[i] = heap->at_s[(i - 1) / 4];
    i = (i - 1) / 4;
  }
  heap->at_s[i] = at_s;
}

/* Puts `at_s` in the place of the first one. */
static void departures_replace(struct departures *heap, double at_s) {
  size_t i = 0;
  for (size_t first = 1; first < heap->n; first = 4 * i + 1) {
    size_t least = first;
    size_t end = first + 4 < heap->n ? first + 4 : heap->n;
    for (size_t child = first + 1; child < end; child++) {
      least = heap->at_s[child] < heap->at_s[least] ? child : least;
    }
    if (at_s <= heap->at_s[least]) {
      break;
    }
    heap->at_s[i] = heap->at_s[least];
    i = least;
  }
  heap->at_s[i] = at_s;
}

static void departures_pop(struct departures *heap) {
  double last_s = heap->at_s[--heap->n];
  if (heap->n > 0) {
    departures_replace(heap, last_s);
  }
}

struct lazy {
  const struct stf_bench_pool *pool;
  struct arrivals arrivals;
  struct departures departures;
  struct cells cells;
  size_t first; /* of the queue, a ring */
  size_t behind;
  size_t agents_n;
  size_t change; /* next step of the staff */
  struct waiting queue[QUEUE_N];
};

/* The next of the queue who is still there; false: nobody. */
static bool lazy_next(struct lazy *lazy, double now_s, struct waiting *out) {
  while (lazy->first != lazy->behind) {
    const struct waiting *head = &lazy->queue[lazy->first++ % QUEUE_N];
    if (head->leaves_s > now_s) {
      *out = *head;
      return true;
    }
    count(lazy->pool, &lazy->cells, head, head->leaves_s - head->came_s, true);
  }
  return false;
}

static void lazy_arrive(struct lazy *lazy, double now_s) {
  const struct stf_bench_contact *contact = &lazy->arrivals.contact;
  struct waiting who = {now_s, now_s + contact->patience_s, contact->service_s,
                        lazy->arrivals.step, false};
  if (lazy->departures.n < lazy->agents_n) {
    count(lazy->pool, &lazy->cells, &who, 0, false);
    departures_push(&lazy->departures, now_s + who.service_s);
  } else {
    lazy->queue[lazy->behind++ % QUEUE_N] = who;
  }
}

static void lazy_depart(struct lazy *lazy, double now_s) {
  struct waiting who;
  if (lazy->departures.n <= lazy->agents_n && lazy_next(lazy, now_s, &who)) {
    count(lazy->pool, &lazy->cells, &who, now_s - who.came_s, false);
    departures_replace(&lazy->departures, now_s + who.service_s);
  } else {
    departures_pop(&lazy->departures);
  }
}

static void lazy_change(struct lazy *lazy, double now_s) {
  struct waiting who;
  lazy->agents_n = (size_t)lazy->pool->agents_n[lazy->change++];
  while (lazy->departures.n < lazy->agents_n && lazy_next(lazy, now_s, &who)) {
    count(lazy->pool, &lazy->cells, &who, now_s - who.came_s, false);
    departures_push(&lazy->departures, now_s + who.service_s);
  }
}

void stf_bench_loops_lazy(const struct stf_bench_pool *pool, uint64_t seed,
                          uint32_t replication, struct stf_bench_sums *out) {
  static _Thread_local struct lazy lazy;
  lazy.pool = pool;
  lazy.cells = (struct cells){0};
  lazy.departures.n = 0;
  lazy.first = 0;
  lazy.behind = 0;
  lazy.agents_n = 0;
  lazy.change = 0;
  double arrival_s = first_arrival(&lazy.arrivals, pool, seed, replication);
  for (;;) {
    double change_s =
        lazy.change < pool->steps_n ? pool->starts_s[lazy.change] : (double)INFINITY;
    double departure_s = lazy.departures.n > 0 ? lazy.departures.at_s[0] : (double)INFINITY;
    if (change_s <= departure_s && change_s <= arrival_s) {
      if (change_s == (double)INFINITY) {
        break;
      }
      lazy_change(&lazy, change_s);
    } else if (departure_s <= arrival_s) {
      lazy_depart(&lazy, departure_s);
    } else {
      lazy_arrive(&lazy, arrival_s);
      arrival_s = next_arrival(&lazy.arrivals);
    }
  }
  sum_cells(pool, &lazy.cells, out);
}

/* ---- the full event loop ---- */

enum event_kind {
  CHANGE,
  DEPARTURE,
  ARRIVAL,
  LEAVING
};

struct event {
  double at_s;
  enum event_kind kind;
  uint32_t number; /* of who leaves: place in the queue, counted from the first ever */
};

enum {
  EVENTS_N = 1 << 16
};

struct full {
  const struct stf_bench_pool *pool;
  struct arrivals arrivals;
  struct cells cells;
  uint32_t first;
  uint32_t behind;
  size_t busy_n;
  size_t agents_n;
  size_t change;
  size_t events_n;
  struct event events[EVENTS_N];
  struct waiting queue[QUEUE_N];
};

static bool is_before(const struct event *a, const struct event *b) {
  return a->at_s != b->at_s ? a->at_s < b->at_s : a->kind < b->kind;
}

static void full_push(struct full *full, struct event event) {
  size_t i = full->events_n++;
  while (i > 0 && is_before(&event, &full->events[(i - 1) / 4])) {
    full->events[i] = full->events[(i - 1) / 4];
    i = (i - 1) / 4;
  }
  full->events[i] = event;
}

static struct event full_pop(struct full *full) {
  struct event top = full->events[0];
  struct event last = full->events[--full->events_n];
  size_t i = 0;
  for (size_t first = 1; first < full->events_n; first = 4 * i + 1) {
    size_t least = first;
    size_t end = first + 4 < full->events_n ? first + 4 : full->events_n;
    for (size_t child = first + 1; child < end; child++) {
      least = is_before(&full->events[child], &full->events[least]) ? child : least;
    }
    if (!is_before(&full->events[least], &last)) {
      break;
    }
    full->events[i] = full->events[least];
    i = least;
  }
  full->events[i] = last;
  return top;
}

static void full_serve(struct full *full, const struct waiting *who, double now_s) {
  count(full->pool, &full->cells, who, now_s - who->came_s, false);
  full->busy_n++;
  full_push(full, (struct event){now_s + who->service_s, DEPARTURE, 0});
}

/* Free agents take from the queue, past those who have left. */
static void full_hand_out(struct full *full, double now_s) {
  while (full->busy_n < full->agents_n && full->first != full->behind) {
    struct waiting *head = &full->queue[full->first++ % QUEUE_N];
    if (!head->is_gone) {
      full_serve(full, head, now_s);
    }
  }
}

static void full_schedule_arrival(struct full *full, double at_s) {
  if (at_s < (double)INFINITY) {
    full_push(full, (struct event){at_s, ARRIVAL, 0});
  }
}

static void full_arrive(struct full *full, double now_s) {
  const struct stf_bench_contact *contact = &full->arrivals.contact;
  struct waiting who = {now_s, now_s + contact->patience_s, contact->service_s,
                        full->arrivals.step, false};
  if (full->busy_n < full->agents_n) {
    full_serve(full, &who, now_s);
  } else {
    if (contact->patience_s < (double)INFINITY) {
      full_push(full, (struct event){who.leaves_s, LEAVING, full->behind});
    }
    full->queue[full->behind++ % QUEUE_N] = who;
  }
  full_schedule_arrival(full, next_arrival(&full->arrivals));
}

static void full_leave(struct full *full, const struct event *event) {
  struct waiting *who = &full->queue[event->number % QUEUE_N];
  bool waits = event->number - full->first < full->behind - full->first;
  if (waits && !who->is_gone) {
    who->is_gone = true;
    count(full->pool, &full->cells, who, event->at_s - who->came_s, true);
  }
}

static void full_change(struct full *full, double now_s) {
  full->agents_n = (size_t)full->pool->agents_n[full->change++];
  full_hand_out(full, now_s);
  if (full->change < full->pool->steps_n) {
    full_push(full, (struct event){full->pool->starts_s[full->change], CHANGE, 0});
  }
}

void stf_bench_loops_full(const struct stf_bench_pool *pool, uint64_t seed,
                          uint32_t replication, struct stf_bench_sums *out) {
  static _Thread_local struct full full;
  full.pool = pool;
  full.cells = (struct cells){0};
  full.first = 0;
  full.behind = 0;
  full.busy_n = 0;
  full.agents_n = 0;
  full.change = 0;
  full.events_n = 0;
  full_push(&full, (struct event){pool->starts_s[0], CHANGE, 0});
  full_schedule_arrival(&full, first_arrival(&full.arrivals, pool, seed, replication));
  while (full.events_n > 0) {
    struct event event = full_pop(&full);
    switch (event.kind) {
    case CHANGE:
      full_change(&full, event.at_s);
      break;
    case DEPARTURE:
      full.busy_n--;
      full_hand_out(&full, event.at_s);
      break;
    case ARRIVAL:
      full_arrive(&full, event.at_s);
      break;
    case LEAVING:
      full_leave(&full, &event);
      break;
    }
  }
  sum_cells(pool, &full.cells, out);
}
