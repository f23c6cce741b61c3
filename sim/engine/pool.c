/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pool.h"

#include "desk/staffing.h"
#include "engine/customer.h"

#define RANK_FINISHES UINT32_C(0x80000000) /* and above: by number of agent */

enum stf_status stf_pool_init(struct stf_pool *pool, const struct stf_desk *desk,
                              const struct stf_allocator *allocator) {
  uint32_t agents_n = stf_staffing_peak(desk, 0);
  *pool = (struct stf_pool){.desk = desk, .allocator = allocator, .agents_n = agents_n};
  pool->agents = stf_mem_zeroed(allocator, agents_n, sizeof *pool->agents);
  pool->off = stf_mem_zeroed(allocator, agents_n, sizeof *pool->off);
  pool->heap = stf_mem_zeroed(allocator, agents_n, sizeof *pool->heap);
  pool->pause_us = stf_customer_us(stf_law_draw_s(&desk->teams[0].pause, 0.5));
  return pool->agents != NULL && pool->off != NULL && pool->heap != NULL ? STF_OK
                                                                         : STF_ERR_MEMORY;
}

void stf_pool_clear(struct stf_pool *pool) {
  stf_mem_release(pool->allocator, pool->agents);
  stf_mem_release(pool->allocator, pool->off);
  stf_mem_release(pool->allocator, pool->heap);
  pool->agents = NULL;
  pool->off = NULL;
  pool->heap = NULL;
}

/* ---- the heap ---- */

static bool is_before(struct stf_pool_free a, struct stf_pool_free b) {
  return a.at_us != b.at_us ? a.at_us < b.at_us : a.rank < b.rank;
}

static void sift_up(struct stf_pool *pool, size_t i, struct stf_pool_free item) {
  while (i > 0 && is_before(item, pool->heap[(i - 1) / 4])) {
    pool->heap[i] = pool->heap[(i - 1) / 4];
    i = (i - 1) / 4;
  }
  pool->heap[i] = item;
}

static void sift_down(struct stf_pool *pool, size_t i, struct stf_pool_free item) {
  for (size_t first = 4 * i + 1; first < pool->heap_n; first = 4 * i + 1) {
    size_t end = first + 4 < pool->heap_n ? first + 4 : pool->heap_n;
    size_t least = first;
    for (size_t child = first + 1; child < end; child++) {
      least = is_before(pool->heap[child], pool->heap[least]) ? child : least;
    }
    if (!is_before(pool->heap[least], item)) {
      break;
    }
    pool->heap[i] = pool->heap[least];
    i = least;
  }
  pool->heap[i] = item;
}

/* Takes the entry at a place out. */
static void take_out(struct stf_pool *pool, size_t i) {
  struct stf_pool_free last = pool->heap[--pool->heap_n];
  if (i == pool->heap_n) {
    return;
  }
  if (i > 0 && is_before(last, pool->heap[(i - 1) / 4])) {
    sift_up(pool, i, last);
  } else {
    sift_down(pool, i, last);
  }
}

/* ---- coming and going ---- */

static void leave(struct stf_pool *pool, uint32_t agent, int64_t end_us) {
  const struct stf_team *team = &pool->desk->teams[0];
  struct stf_pool_agent *who = &pool->agents[agent];
  struct stf_presence span = {.start_us = who->on_since_us,
                              .end_us = end_us,
                              .agent = agent < team->pool_names_n ? team->pool_names[agent]
                                                                  : STF_NOBODY,
                              .team = team->name,
                              .cap = 1,
                              .kind = STF_PRESENCE_ON};
  if (span.end_us > span.start_us && pool->status == STF_OK) {
    pool->status = pool->sink->presence(pool->sink->context, &span);
  }
  who->on_since_us = STF_NEVER;
  pool->off[pool->off_n++] = agent;
}

static void come(struct stf_pool *pool, int64_t at_us) {
  if (pool->excess_n > 0) {
    pool->excess_n--;
    return;
  }
  STF_ASSERT(pool->off_n > 0);
  uint32_t agent = pool->off[--pool->off_n];
  pool->agents[agent].on_since_us = at_us;
  sift_up(pool, pool->heap_n++, (struct stf_pool_free){at_us, pool->comings_n++, agent});
}

/* Of those idle at a change of staff whoever became so last; heap_n: all are busy. Who finishes
 * at the instant of the change is still busy. */
static size_t last_idle(const struct stf_pool *pool, int64_t at_us) {
  size_t last = pool->heap_n;
  for (size_t i = 0; i < pool->heap_n; i++) {
    struct stf_pool_free item = pool->heap[i];
    bool is_idle = item.at_us < at_us || (item.at_us == at_us && item.rank < RANK_FINISHES);
    if (is_idle && (last == pool->heap_n || is_before(pool->heap[last], item))) {
      last = i;
    }
  }
  return last;
}

static void go(struct stf_pool *pool, int64_t at_us) {
  size_t i = last_idle(pool, at_us);
  if (i == pool->heap_n) {
    pool->excess_n++;
    pool->fell_us = at_us;
    return;
  }
  uint32_t agent = pool->heap[i].agent;
  take_out(pool, i);
  leave(pool, agent, at_us);
}

/* One agent of the next change. */
static void apply_change(struct stf_pool *pool) {
  const struct stf_staff_change *change = &pool->desk->changes[pool->change_next];
  int32_t agents_n = change->delta > 0 ? change->delta : -change->delta;
  if (pool->change_done < agents_n && change->delta > 0) {
    come(pool, change->at_us);
  } else if (pool->change_done < agents_n) {
    go(pool, change->at_us);
  }
  pool->change_done++;
  if (pool->change_done >= agents_n) {
    pool->change_done = 0;
    pool->change_next++;
  }
}

/* One too many: whoever is free first goes, without the pause after her last contact. */
static void release_excess(struct stf_pool *pool) {
  struct stf_pool_free first = pool->heap[0];
  const struct stf_pool_agent *who = &pool->agents[first.agent];
  int64_t end_us = who->work_end_us > pool->fell_us ? who->work_end_us : pool->fell_us;
  pool->excess_n--;
  take_out(pool, 0);
  leave(pool, first.agent, end_us < first.at_us ? end_us : first.at_us);
}

static int64_t next_change_us(const struct stf_pool *pool) {
  return pool->change_next < pool->desk->changes_n
             ? pool->desk->changes[pool->change_next].at_us
             : INT64_MAX;
}

/* True if the next change happens before the first free agent takes a contact that came at
 * came_us: changes come before who finishes and who arrives at the same instant; who has come
 * by a change takes her contact before the next one. */
static bool change_is_first(const struct stf_pool *pool, int64_t change_us, int64_t came_us,
                            int64_t start_us) {
  if (change_us != start_us || came_us == start_us) {
    return change_us <= start_us;
  }
  return pool->heap_n == 0 || pool->heap[0].rank >= RANK_FINISHES;
}

static void note(struct stf_pool *pool, int64_t at_us) {
  pool->end_us = at_us > pool->end_us ? at_us : pool->end_us;
}

/* Earliest start of a contact that came then, after whatever happens until it; INT64_MAX: none
 * within the run. */
static int64_t find_start(struct stf_pool *pool, int64_t came_us) {
  for (;;) {
    int64_t free_us = pool->heap_n > 0 ? pool->heap[0].at_us : INT64_MAX;
    int64_t start_us = free_us > came_us ? free_us : came_us;
    int64_t change_us = next_change_us(pool);
    bool is_owed = pool->excess_n > 0 && free_us < change_us && free_us <= pool->last_us;
    if (is_owed) {
      note(pool, free_us);
      release_excess(pool);
    } else if (change_us <= pool->last_us &&
               change_is_first(pool, change_us, came_us, start_us)) {
      note(pool, change_us);
      apply_change(pool);
    } else {
      return start_us <= pool->last_us ? start_us : INT64_MAX;
    }
  }
}

/* ---- contacts ---- */

struct customer {
  struct stf_arrival arrival;
  int64_t service_us;
  int64_t deadline_us;
};

static void serve(struct stf_pool *pool, const struct customer *who, int64_t start_us) {
  struct stf_pool_free first = pool->heap[0];
  const struct stf_team *team = &pool->desk->teams[0];
  int64_t end_us = stf_customer_later(start_us, who->service_us);
  int64_t free_us = stf_customer_later(end_us, pool->pause_us);
  struct stf_record_work work = {
      .start_us = start_us,
      .end_us = end_us,
      .first_message_us = STF_NEVER,
      .agent = first.agent < team->pool_names_n ? team->pool_names[first.agent] : STF_NOBODY,
      .team = 0};
  pool->agents[first.agent].work_end_us = end_us;
  stf_record_assigned(pool->records, &who->arrival, &work);
  sift_down(pool, 0, (struct stf_pool_free){free_us, RANK_FINISHES + first.agent, first.agent});
  if (free_us <= pool->last_us) {
    note(pool, free_us);
  }
}

static void decide(struct stf_pool *pool, const struct customer *who) {
  int64_t came_us = who->arrival.open_us;
  stf_record_arrived(pool->records, &who->arrival);
  int64_t start_us = find_start(pool, came_us);
  if (start_us == came_us || (start_us < who->deadline_us && start_us <= pool->last_us)) {
    serve(pool, who, start_us);
    return;
  }
  bool leaves = who->deadline_us <= pool->last_us;
  stf_record_waited(pool->records, &who->arrival, leaves ? who->deadline_us : STF_NEVER);
}

static void decide_run(struct stf_pool *pool, const struct stf_arrivals_run *run) {
  const struct stf_class *class = &pool->desk->classes[0];
  for (size_t i = 0; i < run->n; i++) {
    int64_t patience_us = stf_customer_us(run->patiences_s[i]);
    uint32_t id = run->first + (uint32_t)i;
    struct customer who = {.arrival = {.open_us = run->at_us[i],
                                       .queue_us = run->at_us[i],
                                       .kind = STF_STREAM_CONTACT,
                                       .id = id,
                                       .customer = STF_NOBODY,
                                       .address = (uint64_t) class->key << 32 | id},
                           .service_us = stf_customer_us(run->services_s[i]),
                           .deadline_us = patience_us < INT64_MAX
                                              ? stf_customer_later(run->at_us[i], patience_us)
                                              : INT64_MAX};
    decide(pool, &who);
  }
  note(pool, run->at_us[run->n - 1]);
}

/* ---- a replication ---- */

static void start(struct stf_pool *pool) {
  const struct stf_desk *desk = pool->desk;
  pool->off_n = 0;
  pool->heap_n = 0;
  pool->comings_n = 0;
  pool->change_next = 0;
  pool->change_done = 0;
  pool->excess_n = 0;
  pool->status = STF_OK;
  pool->last_us = desk->end == STF_EDGE_HORIZON ? desk->to_us : INT64_MAX - 1;
  pool->end_us = INT64_MIN;
  for (uint32_t a = pool->agents_n; a > 0; a--) {
    pool->agents[a - 1] = (struct stf_pool_agent){STF_NEVER, STF_NEVER};
    pool->off[pool->off_n++] = a - 1;
  }
  while (next_change_us(pool) <= desk->from_us - desk->warmup_us) {
    apply_change(pool);
  }
}

/* Nobody comes any more: what is left of the changes and of those who are too many. */
static void drain(struct stf_pool *pool) {
  for (;;) {
    int64_t free_us = pool->excess_n > 0 ? pool->heap[0].at_us : INT64_MAX;
    int64_t change_us = next_change_us(pool);
    int64_t now_us = change_us < free_us ? change_us : free_us;
    if (now_us > pool->last_us) {
      return;
    }
    note(pool, now_us);
    if (change_us <= free_us) {
      apply_change(pool);
    } else {
      release_excess(pool);
    }
  }
}

/* Presence of everybody who is still there, as stf_staff_end. */
static void send_home(struct stf_pool *pool) {
  const struct stf_desk *desk = pool->desk;
  int64_t end_us =
      desk->end == STF_EDGE_HORIZON || pool->end_us < desk->to_us ? desk->to_us : pool->end_us;
  for (uint32_t a = 0; a < pool->agents_n; a++) {
    const struct stf_pool_agent *who = &pool->agents[a];
    if (who->on_since_us != STF_NEVER) {
      bool works_on = desk->end != STF_EDGE_HORIZON && who->work_end_us > end_us;
      leave(pool, a, works_on ? who->work_end_us : end_us);
    }
  }
}

enum stf_status stf_pool_run(struct stf_pool *pool, struct stf_arrivals *arrivals,
                             struct stf_record_block *records,
                             const struct stf_staff_sink *sink) {
  pool->records = records;
  pool->sink = sink;
  start(pool);
  struct stf_arrivals_run run;
  stf_arrivals_take_run(arrivals, &run);
  while (run.n > 0 && pool->status == STF_OK && records->status == STF_OK) {
    decide_run(pool, &run);
    stf_arrivals_take_run(arrivals, &run);
  }
  drain(pool);
  pool->end_us = pool->end_us > INT64_MIN ? pool->end_us : pool->desk->from_us;
  send_home(pool);
  records->account.end_us =
      pool->desk->end == STF_EDGE_HORIZON ? pool->desk->to_us : pool->end_us;
  return pool->status;
}
