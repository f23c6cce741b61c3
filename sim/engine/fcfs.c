/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fcfs.h"

#include "desk/staffing.h"
#include "engine/customer.h"

#define RANK_FINISHES UINT32_C(0x80000000) /* and above: by number of agent */

enum stf_status stf_fcfs_init(struct stf_fcfs *fcfs, struct stf_arrivals *arrivals,
                              struct stf_record_block *records,
                              const struct stf_allocator *allocator) {
  const struct stf_desk *desk = records->desk;
  uint32_t agents_n = stf_staffing_peak(desk, 0);
  *fcfs = (struct stf_fcfs){.desk = desk,
                            .allocator = allocator,
                            .arrivals = arrivals,
                            .records = records,
                            .agents_n = agents_n};
  fcfs->agents = stf_mem_zeroed(allocator, agents_n, sizeof *fcfs->agents);
  fcfs->off = stf_mem_zeroed(allocator, agents_n, sizeof *fcfs->off);
  fcfs->heap = stf_mem_zeroed(allocator, agents_n, sizeof *fcfs->heap);
  fcfs->pause_us = stf_customer_us(stf_law_draw_s(&desk->teams[0].pause, 0.5));
  return fcfs->agents != NULL && fcfs->off != NULL && fcfs->heap != NULL ? STF_OK
                                                                         : STF_ERR_MEMORY;
}

void stf_fcfs_clear(struct stf_fcfs *fcfs) {
  stf_mem_release(fcfs->allocator, fcfs->agents);
  stf_mem_release(fcfs->allocator, fcfs->off);
  stf_mem_release(fcfs->allocator, fcfs->heap);
  fcfs->agents = NULL;
  fcfs->off = NULL;
  fcfs->heap = NULL;
}

/* ---- the heap ---- */

/* Without jumps, as stf_release_before. */
static bool is_before(struct stf_fcfs_free a, struct stf_fcfs_free b) {
  return (a.at_us < b.at_us) | ((a.at_us == b.at_us) & (a.rank < b.rank));
}

/* Place of the first of the up to four entries from `first` on. */
static size_t least_of(const struct stf_fcfs *fcfs, size_t first) {
  const struct stf_fcfs_free *heap = fcfs->heap;
  if (first + 4 <= fcfs->heap_n) {
    size_t a = first + is_before(heap[first + 1], heap[first]);
    size_t b = first + 2 + is_before(heap[first + 3], heap[first + 2]);
    return is_before(heap[b], heap[a]) ? b : a;
  }
  size_t least = first;
  for (size_t child = first + 1; child < fcfs->heap_n; child++) {
    least = is_before(heap[child], heap[least]) ? child : least;
  }
  return least;
}

static void sift_up(struct stf_fcfs *fcfs, size_t i, struct stf_fcfs_free item) {
  while (i > 0 && is_before(item, fcfs->heap[(i - 1) / 4])) {
    fcfs->heap[i] = fcfs->heap[(i - 1) / 4];
    i = (i - 1) / 4;
  }
  fcfs->heap[i] = item;
}

static void sift_down(struct stf_fcfs *fcfs, size_t i, struct stf_fcfs_free item) {
  for (size_t first = 4 * i + 1; first < fcfs->heap_n; first = 4 * i + 1) {
    size_t least = least_of(fcfs, first);
    if (!is_before(fcfs->heap[least], item)) {
      break;
    }
    fcfs->heap[i] = fcfs->heap[least];
    i = least;
  }
  fcfs->heap[i] = item;
}

/* Takes the entry at a place out. */
static void take_out(struct stf_fcfs *fcfs, size_t i) {
  struct stf_fcfs_free last = fcfs->heap[--fcfs->heap_n];
  if (i == fcfs->heap_n) {
    return;
  }
  if (i > 0 && is_before(last, fcfs->heap[(i - 1) / 4])) {
    sift_up(fcfs, i, last);
  } else {
    sift_down(fcfs, i, last);
  }
}

/* ---- coming and going ---- */

static void leave(struct stf_fcfs *fcfs, uint32_t agent, int64_t end_us) {
  const struct stf_team *team = &fcfs->desk->teams[0];
  struct stf_fcfs_agent *who = &fcfs->agents[agent];
  struct stf_presence span = {.start_us = who->on_since_us,
                              .end_us = end_us,
                              .agent = agent < team->pool_names_n ? team->pool_names[agent]
                                                                  : STF_NOBODY,
                              .team = team->name,
                              .cap = 1,
                              .kind = STF_PRESENCE_ON};
  if (span.end_us > span.start_us && fcfs->status == STF_OK) {
    fcfs->status = fcfs->sink->presence(fcfs->sink->context, &span);
  }
  who->on_since_us = STF_NEVER;
  fcfs->off[fcfs->off_n++] = agent;
}

static void come(struct stf_fcfs *fcfs, int64_t at_us) {
  if (fcfs->excess_n > 0) {
    fcfs->excess_n--;
    return;
  }
  STF_ASSERT(fcfs->off_n > 0);
  uint32_t agent = fcfs->off[--fcfs->off_n];
  fcfs->agents[agent].on_since_us = at_us;
  sift_up(fcfs, fcfs->heap_n++, (struct stf_fcfs_free){at_us, fcfs->comings_n++, agent});
}

/* Of those idle at a change of staff whoever became so last; heap_n: all are busy. Who finishes
 * at the instant of the change is still busy. */
static size_t last_idle(const struct stf_fcfs *fcfs, int64_t at_us) {
  size_t last = fcfs->heap_n;
  for (size_t i = 0; i < fcfs->heap_n; i++) {
    struct stf_fcfs_free item = fcfs->heap[i];
    bool is_idle = item.at_us < at_us || (item.at_us == at_us && item.rank < RANK_FINISHES);
    if (is_idle && (last == fcfs->heap_n || is_before(fcfs->heap[last], item))) {
      last = i;
    }
  }
  return last;
}

static void go(struct stf_fcfs *fcfs, int64_t at_us) {
  size_t i = last_idle(fcfs, at_us);
  if (i == fcfs->heap_n) {
    fcfs->excess_n++;
    fcfs->fell_us = at_us;
    return;
  }
  uint32_t agent = fcfs->heap[i].agent;
  take_out(fcfs, i);
  leave(fcfs, agent, at_us);
}

static void find_change(struct stf_fcfs *fcfs) {
  const struct stf_desk *desk = fcfs->desk;
  fcfs->change_us =
      fcfs->change_next < desk->changes_n ? desk->changes[fcfs->change_next].at_us : INT64_MAX;
}

/* One agent of the next change. */
static void apply_change(struct stf_fcfs *fcfs) {
  const struct stf_staff_change *change = &fcfs->desk->changes[fcfs->change_next];
  int32_t agents_n = change->delta > 0 ? change->delta : -change->delta;
  if (fcfs->change_done < agents_n && change->delta > 0) {
    come(fcfs, change->at_us);
  } else if (fcfs->change_done < agents_n) {
    go(fcfs, change->at_us);
  }
  fcfs->change_done++;
  if (fcfs->change_done >= agents_n) {
    fcfs->change_done = 0;
    fcfs->change_next++;
    find_change(fcfs);
  }
}

/* One too many: whoever is free first goes, without the pause after her last contact. */
static void release_excess(struct stf_fcfs *fcfs) {
  struct stf_fcfs_free first = fcfs->heap[0];
  const struct stf_fcfs_agent *who = &fcfs->agents[first.agent];
  int64_t end_us = who->work_end_us > fcfs->fell_us ? who->work_end_us : fcfs->fell_us;
  fcfs->excess_n--;
  take_out(fcfs, 0);
  leave(fcfs, first.agent, end_us < first.at_us ? end_us : first.at_us);
}

/* True if the next change happens before the first free agent takes a contact that came at
 * came_us: changes come before who finishes and who arrives at the same instant; who has come
 * by a change takes her contact before the next one. */
static bool change_is_first(const struct stf_fcfs *fcfs, int64_t change_us, int64_t came_us,
                            int64_t start_us) {
  if (change_us != start_us || came_us == start_us) {
    return change_us <= start_us;
  }
  return fcfs->heap_n == 0 || fcfs->heap[0].rank >= RANK_FINISHES;
}

static void note(struct stf_fcfs *fcfs, int64_t at_us) {
  fcfs->end_us = at_us > fcfs->end_us ? at_us : fcfs->end_us;
}

/* Earliest start of a contact that came then, after whatever happens until it; INT64_MAX: none
 * within the run. */
static int64_t find_start(struct stf_fcfs *fcfs, int64_t came_us) {
  for (;;) {
    int64_t free_us = fcfs->heap_n > 0 ? fcfs->heap[0].at_us : INT64_MAX;
    int64_t start_us = free_us > came_us ? free_us : came_us;
    int64_t change_us = fcfs->change_us;
    bool is_owed = fcfs->excess_n > 0 && free_us < change_us && free_us <= fcfs->last_us;
    if (is_owed) {
      note(fcfs, free_us);
      release_excess(fcfs);
    } else if (change_us <= fcfs->last_us &&
               change_is_first(fcfs, change_us, came_us, start_us)) {
      note(fcfs, change_us);
      apply_change(fcfs);
    } else {
      return start_us <= fcfs->last_us ? start_us : INT64_MAX;
    }
  }
}

/* ---- contacts ---- */

struct customer {
  uint32_t id;
  int64_t came_us;
  int64_t service_us;
  int64_t deadline_us;
};

/* As the general loop's records know it. */
static struct stf_arrival arrival_of(const struct stf_fcfs *fcfs, const struct customer *who) {
  return (struct stf_arrival){.open_us = who->came_us,
                              .queue_us = who->came_us,
                              .kind = STF_STREAM_CONTACT,
                              .id = who->id,
                              .customer = STF_NOBODY,
                              .address = (uint64_t)fcfs->desk->classes[0].key << 32 | who->id};
}

static void tell_taken(struct stf_fcfs *fcfs, const struct customer *who, uint32_t agent,
                       int64_t start_us, int64_t end_us) {
  const struct stf_team *team = &fcfs->desk->teams[0];
  if (fcfs->records->briefs.is_taken && end_us <= fcfs->last_us) {
    stf_record_brief(fcfs->records,
                     (struct stf_brief){who->came_us, start_us, end_us, fcfs->taken_kind});
    return;
  }
  struct stf_arrival arrival = arrival_of(fcfs, who);
  struct stf_record_work work = {.left_us = STF_NEVER,
                                 .start_us = start_us,
                                 .end_us = end_us,
                                 .first_message_us = STF_NEVER,
                                 .agent = agent < team->pool_names_n ? team->pool_names[agent]
                                                                     : STF_NOBODY,
                                 .team = 0};
  stf_record_assigned(fcfs->records, &arrival, &work);
}

static void tell_waited(struct stf_fcfs *fcfs, const struct customer *who) {
  bool leaves = who->deadline_us <= fcfs->last_us;
  struct stf_arrival arrival = arrival_of(fcfs, who);
  stf_record_waited(fcfs->records, &arrival, leaves ? who->deadline_us : STF_NEVER);
}

static void serve(struct stf_fcfs *fcfs, const struct customer *who, int64_t start_us) {
  uint32_t agent = fcfs->heap[0].agent;
  int64_t end_us = stf_customer_later(start_us, who->service_us);
  int64_t free_us = stf_customer_later(end_us, fcfs->pause_us);
  fcfs->agents[agent].work_end_us = end_us;
  tell_taken(fcfs, who, agent, start_us, end_us);
  sift_down(fcfs, 0, (struct stf_fcfs_free){free_us, RANK_FINISHES + agent, agent});
  if (free_us <= fcfs->last_us) {
    note(fcfs, free_us);
  }
}

static void decide(struct stf_fcfs *fcfs, const struct customer *who) {
  int64_t start_us = find_start(fcfs, who->came_us);
  if (start_us == who->came_us || (start_us < who->deadline_us && start_us <= fcfs->last_us)) {
    serve(fcfs, who, start_us);
  } else {
    tell_waited(fcfs, who);
  }
}

static void decide_run(struct stf_fcfs *fcfs, const struct stf_arrivals_run *run) {
  int64_t services_us[STF_DRAWS_N];
  int64_t patiences_us[STF_DRAWS_N];
  stf_law_block_to_us(run->services_s, run->n, services_us);
  stf_law_block_to_us(run->patiences_s, run->n, patiences_us);
  stf_record_arrived_run(fcfs->records, run->at_us, run->n);
  for (size_t i = 0; i < run->n; i++) {
    const struct customer who = {.id = run->first + (uint32_t)i,
                                 .came_us = run->at_us[i],
                                 .service_us = services_us[i],
                                 .deadline_us =
                                     patiences_us[i] < INT64_MAX
                                         ? stf_customer_later(run->at_us[i], patiences_us[i])
                                         : INT64_MAX};
    decide(fcfs, &who);
  }
  note(fcfs, run->at_us[run->n - 1]);
}

/* ---- a replication ---- */

static void start(struct stf_fcfs *fcfs) {
  const struct stf_desk *desk = fcfs->desk;
  fcfs->off_n = 0;
  fcfs->heap_n = 0;
  fcfs->comings_n = 0;
  fcfs->change_next = 0;
  fcfs->change_done = 0;
  fcfs->excess_n = 0;
  fcfs->status = STF_OK;
  fcfs->last_us = desk->end == STF_EDGE_HORIZON ? desk->to_us : INT64_MAX - 1;
  fcfs->end_us = INT64_MIN;
  for (uint32_t a = fcfs->agents_n; a > 0; a--) {
    fcfs->agents[a - 1] = (struct stf_fcfs_agent){STF_NEVER, STF_NEVER};
    fcfs->off[fcfs->off_n++] = a - 1;
  }
  find_change(fcfs);
  while (fcfs->change_us <= desk->from_us - desk->warmup_us) {
    apply_change(fcfs);
  }
}

/* Nobody comes any more: what is left of the changes and of those who are too many. */
static void drain(struct stf_fcfs *fcfs) {
  for (;;) {
    int64_t free_us = fcfs->excess_n > 0 ? fcfs->heap[0].at_us : INT64_MAX;
    int64_t change_us = fcfs->change_us;
    int64_t now_us = change_us < free_us ? change_us : free_us;
    if (now_us > fcfs->last_us) {
      return;
    }
    note(fcfs, now_us);
    if (change_us <= free_us) {
      apply_change(fcfs);
    } else {
      release_excess(fcfs);
    }
  }
}

/* Presence of everybody who is still there, as stf_staff_end. */
static void send_home(struct stf_fcfs *fcfs) {
  const struct stf_desk *desk = fcfs->desk;
  int64_t end_us =
      desk->end == STF_EDGE_HORIZON || fcfs->end_us < desk->to_us ? desk->to_us : fcfs->end_us;
  for (uint32_t a = 0; a < fcfs->agents_n; a++) {
    const struct stf_fcfs_agent *who = &fcfs->agents[a];
    if (who->on_since_us != STF_NEVER) {
      bool works_on = desk->end != STF_EDGE_HORIZON && who->work_end_us > end_us;
      leave(fcfs, a, works_on ? who->work_end_us : end_us);
    }
  }
}

enum stf_status stf_fcfs_run(struct stf_fcfs *fcfs, const struct stf_stream *stream,
                             const struct stf_staff_sink *sink) {
  struct stf_record_block *records = fcfs->records;
  fcfs->sink = sink;
  fcfs->taken_kind = stf_briefs_kind(&records->briefs, 0, 0);
  start(fcfs);
  struct stf_arrivals_run run = {.n = 0};
  fcfs->status = stf_arrivals_start(fcfs->arrivals, stream);
  if (fcfs->status == STF_OK) {
    stf_arrivals_take_run(fcfs->arrivals, &run);
  }
  while (run.n > 0 && fcfs->status == STF_OK && records->status == STF_OK) {
    decide_run(fcfs, &run);
    stf_arrivals_take_run(fcfs->arrivals, &run);
  }
  drain(fcfs);
  fcfs->end_us = fcfs->end_us > INT64_MIN ? fcfs->end_us : fcfs->desk->from_us;
  send_home(fcfs);
  records->account.end_us =
      fcfs->desk->end == STF_EDGE_HORIZON ? fcfs->desk->to_us : fcfs->end_us;
  stf_record_flush(records);
  return fcfs->status == STF_OK ? records->status : fcfs->status;
}
