/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/engine.h"

#include "engine/arrivals.h"
#include "engine/staff.h"
#include "kernel/release.h"

#include <math.h>

enum {
  BLOCK_N = 128,
  NO_SLOT = -1
};

/* A contact that waits. Lives in a slot that is used again. */
struct waiting {
  struct stf_arrival arrival;
  int64_t deadline_us; /* leaves then; INT64_MAX: never */
  int64_t service_us;
  int32_t next; /* behind it in its queue, or next free slot */
};

struct queue {
  int32_t first;
  int32_t last;
};

struct stf_engine {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_stream stream;
  const struct stf_engine_sink *sink;
  struct stf_engine_account account;
  struct stf_arrivals *arrivals;
  struct stf_staff staff;
  struct stf_release_queue releases;
  struct queue *queues; /* by class */
  struct waiting *slots;
  size_t slots_n;
  size_t slots_capacity;
  int32_t free_slot;
  uint32_t waiting_n; /* in the queues, those who have left but were not yet found included */
  struct stf_contact *block;
  size_t block_n;
  enum stf_status status;
};

static enum stf_status pass_presence(void *context, const struct stf_presence *span) {
  const struct stf_engine *engine = context;
  return engine->sink->presence(engine->sink->context, span);
}

enum stf_status stf_engine_new(const struct stf_desk *desk,
                               const struct stf_allocator *allocator, struct stf_engine **out) {
  struct stf_engine *engine = stf_mem_zeroed(allocator, 1, sizeof *engine);
  if (engine == NULL) {
    return STF_ERR_MEMORY;
  }
  engine->desk = desk;
  engine->allocator = allocator;
  enum stf_status status = stf_staff_init(&engine->staff, desk, allocator);
  if (status == STF_OK) {
    status = stf_arrivals_new(desk, allocator, &engine->arrivals);
  }
  if (status == STF_OK) {
    engine->releases.items =
        stf_mem_zeroed(allocator, engine->staff.agents_n, sizeof *engine->releases.items);
    engine->queues = stf_mem_zeroed(allocator, desk->classes_n, sizeof *engine->queues);
    engine->block = stf_mem_zeroed(allocator, BLOCK_N, sizeof *engine->block);
    if (engine->releases.items == NULL || engine->queues == NULL || engine->block == NULL) {
      status = STF_ERR_MEMORY;
    }
  }
  if (status != STF_OK) {
    stf_engine_free(engine);
    return status;
  }
  *out = engine;
  return STF_OK;
}

void stf_engine_free(struct stf_engine *engine) {
  if (engine == NULL) {
    return;
  }
  stf_arrivals_free(engine->arrivals);
  if (engine->staff.desk != NULL) {
    stf_staff_clear(&engine->staff);
  }
  stf_mem_release(engine->allocator, engine->releases.items);
  stf_mem_release(engine->allocator, engine->queues);
  stf_mem_release(engine->allocator, engine->slots);
  stf_mem_release(engine->allocator, engine->block);
  stf_mem_release(engine->allocator, engine);
}

/* ---- records ---- */

static void flush(struct stf_engine *engine) {
  if (engine->block_n > 0 && engine->status == STF_OK) {
    engine->status =
        engine->sink->contacts(engine->sink->context, engine->block, engine->block_n);
  }
  engine->block_n = 0;
}

static struct stf_contact *record(struct stf_engine *engine,
                                  const struct stf_arrival *arrival) {
  if (engine->block_n == BLOCK_N) {
    flush(engine);
  }
  const struct stf_class *class = &engine->desk->classes[arrival->class_index];
  struct stf_contact *contact = &engine->block[engine->block_n++];
  *contact = STF_CONTACT_EMPTY;
  /* A clone shares the draws' address with its original, not the name. */
  contact->address = arrival->kind == STF_STREAM_LOGGED_EXTRA
                         ? arrival->address ^ (uint64_t)(arrival->copy + 1) << 32
                         : arrival->address;
  contact->id = arrival->id;
  contact->open_us = arrival->open_us;
  contact->queue_us = arrival->queue_us;
  contact->class_id = class->name;
  contact->channel = class->channel;
  contact->priority = class->priority_name;
  return contact;
}

static void record_waiting_end(struct stf_engine *engine, const struct waiting *who,
                               bool left) {
  if (left) {
    engine->account.left_n++;
  } else {
    engine->account.waiting_n++;
  }
  struct stf_contact *contact = record(engine, &who->arrival);
  contact->outcome = left ? STF_OUTCOME_ABANDONED : STF_OUTCOME_OPEN;
  contact->abandon_us = left ? who->deadline_us : STF_NEVER;
  contact->first_close_us = contact->abandon_us;
  contact->close_us = contact->abandon_us;
}

/* agent: STF_STAFF_NONE where nobody of the desk has it in hand. */
static void record_assigned(struct stf_engine *engine, const struct stf_arrival *arrival,
                            uint32_t agent, int64_t now_us, int64_t end_us) {
  const struct stf_desk *desk = engine->desk;
  bool ends = desk->end == STF_EDGE_UNTIL_EMPTY || end_us <= desk->to_us;
  struct stf_contact *contact = record(engine, arrival);
  contact->assign_us = now_us;
  if (agent != STF_STAFF_NONE) {
    const struct stf_staff_agent *by = &engine->staff.agents[agent];
    contact->agent = by->name;
    contact->team = desk->teams[by->team].name;
    contact->works_n = 1;
    contact->work = (struct stf_work){.start_us = now_us,
                                      .end_us = ends ? end_us : STF_NEVER,
                                      .agent = contact->agent,
                                      .team = contact->team};
  }
  contact->outcome = ends ? STF_OUTCOME_CLOSED : STF_OUTCOME_OPEN;
  contact->first_close_us = ends ? end_us : STF_NEVER;
  contact->close_us = contact->first_close_us;
}

/* ---- queues ---- */

static struct waiting *queue_push(struct stf_engine *engine, const struct waiting *who) {
  int32_t slot = engine->free_slot;
  if (slot != NO_SLOT) {
    engine->free_slot = engine->slots[slot].next;
  } else {
    struct waiting *slots =
        stf_mem_grown(engine->allocator, engine->slots, &engine->slots_capacity,
                      engine->slots_n + 1, sizeof *slots);
    if (slots == NULL || engine->slots_n >= INT32_MAX) {
      engine->status = STF_ERR_MEMORY;
      engine->slots = slots != NULL ? slots : engine->slots;
      return NULL;
    }
    engine->slots = slots;
    slot = (int32_t)engine->slots_n++;
  }
  engine->slots[slot] = *who;
  engine->slots[slot].next = NO_SLOT;
  struct queue *queue = &engine->queues[who->arrival.class_index];
  if (queue->last == NO_SLOT) {
    queue->first = slot;
  } else {
    engine->slots[queue->last].next = slot;
  }
  queue->last = slot;
  engine->waiting_n++;
  return &engine->slots[slot];
}

/* Takes the head out; the slot's contents stay readable until the next push. */
static const struct waiting *queue_pop(struct stf_engine *engine, uint32_t class_index) {
  struct queue *queue = &engine->queues[class_index];
  int32_t slot = queue->first;
  struct waiting *who = &engine->slots[slot];
  queue->first = who->next;
  if (queue->first == NO_SLOT) {
    queue->last = NO_SLOT;
  }
  who->next = engine->free_slot;
  engine->free_slot = slot;
  engine->waiting_n--;
  return who;
}

/* Head of a class's queue after those who have left by now_us were taken out; NULL if nobody
 * waits. */
static const struct waiting *queue_head(struct stf_engine *engine, uint32_t class_index,
                                        int64_t now_us) {
  const struct queue *queue = &engine->queues[class_index];
  while (queue->first != NO_SLOT) {
    const struct waiting *head = &engine->slots[queue->first];
    if (head->deadline_us > now_us) {
      return head;
    }
    record_waiting_end(engine, queue_pop(engine, class_index), true);
  }
  return NULL;
}

/* Class whose head an agent of the team takes next: priority, then the longest wait. classes_n:
 * nobody waits. */
static uint32_t next_class(struct stf_engine *engine, uint32_t team, int64_t now_us) {
  const struct stf_desk *desk = engine->desk;
  uint32_t best = desk->classes_n;
  int64_t best_queue_us = 0;
  if (engine->waiting_n == 0) {
    return best;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (!desk->teams[team].serves[c]) {
      continue;
    }
    const struct waiting *head = queue_head(engine, c, now_us);
    if (head == NULL) {
      continue;
    }
    int order = best == desk->classes_n
                    ? -1
                    : (desk->classes[c].priority > desk->classes[best].priority) -
                          (desk->classes[c].priority < desk->classes[best].priority);
    if (order < 0 || (order == 0 && head->arrival.queue_us < best_queue_us)) {
      best = c;
      best_queue_us = head->arrival.queue_us;
    }
  }
  return best;
}

/* ---- service ---- */

static int64_t us_of(double seconds) {
  return seconds < 9e12 ? (int64_t)(seconds * 1e6 + 0.5) : INT64_MAX;
}

/* An instant `by_us` >= 0 later; INT64_MAX, which is never, where it cannot be told. */
static int64_t later(int64_t at_us, int64_t by_us) {
  return at_us > 0 && by_us > INT64_MAX - at_us ? INT64_MAX : at_us + by_us;
}

/* Release of the agent who takes `who` now: end of the work, then the pause. */
static int64_t serve(struct stf_engine *engine, const struct waiting *who, uint32_t agent,
                     int64_t now_us) {
  const struct stf_staff_agent *by = &engine->staff.agents[agent];
  int64_t end_us = later(now_us, who->service_us);
  engine->staff.agents[agent].work_end_us = end_us;
  engine->account.assigned_n++;
  record_assigned(engine, &who->arrival, agent, now_us, end_us);
  const struct stf_law *pause = &engine->desk->teams[by->team].pause;
  if (pause->kind == STF_LAW_CONSTANT && !(pause->parameters[0] > 0)) {
    return end_us;
  }
  double u[2];
  stf_stream_pair(&engine->stream, who->arrival.kind, who->arrival.address, STF_STREAM_AFTER,
                  who->arrival.copy, u);
  return later(end_us, us_of(stf_law_draw_s(pause, u[0])));
}

static struct waiting draw_contact(struct stf_engine *engine,
                                   const struct stf_arrival *arrival) {
  const struct stf_class *class = &engine->desk->classes[arrival->class_index];
  const struct stf_given *given = arrival->given;
  struct waiting who = {.arrival = *arrival};
  double u[2];
  stf_stream_pair(&engine->stream, arrival->kind, arrival->address, STF_STREAM_WORK,
                  arrival->copy, u);
  who.service_us = given != NULL && given->service_us != STF_NEVER
                       ? given->service_us
                       : us_of(stf_law_draw_s(&class->service, u[0]));
  int64_t patience_us = INT64_MAX;
  if (given != NULL && given->patience_us != STF_NEVER) {
    patience_us = given->patience_us;
  } else if (given != NULL && given->outwaited_us != STF_NEVER) {
    patience_us = us_of(
        stf_law_draw_beyond_s(&class->patience, (double)given->outwaited_us * 1e-6, u[1]));
    /* Rounding must not let her leave at the very instant she was answered. */
    patience_us = patience_us > given->outwaited_us ? patience_us : given->outwaited_us + 1;
  } else if (class->patience.kind != STF_LAW_NEVER) {
    patience_us = us_of(stf_law_draw_s(&class->patience, u[1]));
  }
  who.deadline_us = later(arrival->queue_us, patience_us);
  return who;
}

static double routing_uniform(const struct stf_engine *engine,
                              const struct stf_arrival *arrival) {
  double u[2];
  stf_stream_pair(&engine->stream, arrival->kind, arrival->address, STF_STREAM_AFTER,
                  arrival->copy, u);
  return u[1];
}

/* ---- events ---- */

static struct stf_arrival take_arrival(struct stf_engine *engine) {
  const struct stf_desk *desk = engine->desk;
  struct stf_arrival arrival = stf_arrivals_take(engine->arrivals);
  engine->account.arrived_n++;
  engine->account.counted_n +=
      arrival.open_us >= desk->from_us && arrival.open_us < desk->to_us;
  return arrival;
}

static void on_arrival(struct stf_engine *engine) {
  struct stf_arrival arrival = take_arrival(engine);
  struct waiting who = draw_contact(engine, &arrival);
  uint32_t agent = stf_staff_find(&engine->staff, arrival.class_index, 0.5);
  if (agent == STF_STAFF_NONE) {
    (void)queue_push(engine, &who);
    return;
  }
  if (engine->staff.teams[engine->staff.agents[agent].team].idle != NULL) {
    agent =
        stf_staff_find(&engine->staff, arrival.class_index, routing_uniform(engine, &arrival));
  }
  stf_staff_occupy(&engine->staff, agent);
  stf_release_push(&engine->releases,
                   (struct stf_release){serve(engine, &who, agent, arrival.queue_us), agent});
}

static void on_release(struct stf_engine *engine) {
  struct stf_release top = engine->releases.items[0];
  if (!stf_staff_free(&engine->staff, top.agent, top.at_us)) {
    stf_release_pop(&engine->releases);
    return;
  }
  uint32_t class_index = next_class(engine, engine->staff.agents[top.agent].team, top.at_us);
  if (class_index == engine->desk->classes_n) {
    stf_release_pop(&engine->releases);
    stf_staff_idle(&engine->staff, top.agent, top.at_us);
    return;
  }
  engine->staff.agents[top.agent].busy = true;
  const struct waiting *who = queue_pop(engine, class_index);
  stf_release_replace_top(
      &engine->releases,
      (struct stf_release){serve(engine, who, top.agent, top.at_us), top.agent});
}

/* Gives an idle agent the contact that is next for her, if anybody waits. */
static void hand_out(struct stf_engine *engine, uint32_t agent, int64_t now_us) {
  uint32_t class_index = next_class(engine, engine->staff.agents[agent].team, now_us);
  if (class_index == engine->desk->classes_n) {
    return;
  }
  stf_staff_occupy(&engine->staff, agent);
  const struct waiting *who = queue_pop(engine, class_index);
  stf_release_push(&engine->releases,
                   (struct stf_release){serve(engine, who, agent, now_us), agent});
}

static void on_staff_change(struct stf_engine *engine, int64_t now_us) {
  uint32_t agent = stf_staff_apply(&engine->staff);
  if (agent != STF_STAFF_NONE) {
    hand_out(engine, agent, now_us);
  }
}

/* Who has a contact of the initial state in hand: the agent that the log names, else anybody on
 * shift who may. */
static uint32_t initial_agent(const struct stf_engine *engine,
                              const struct stf_arrival *arrival) {
  uint32_t agent = arrival->given->agent;
  if (agent == STF_NOBODY) {
    return stf_staff_find(&engine->staff, arrival->class_index, 0.5);
  }
  return engine->staff.agents[agent].busy ? STF_STAFF_NONE : agent;
}

/* Contacts of the initial state that an agent had in hand: the agent is busy until their logged
 * end. */
static void seat_initial(struct stf_engine *engine, const struct stf_arrival *arrival) {
  const struct stf_given *given = arrival->given;
  int64_t end_us = given->assign_us + (given->service_us != STF_NEVER ? given->service_us : 0);
  uint32_t agent = initial_agent(engine, arrival);
  engine->account.assigned_n++;
  record_assigned(engine, arrival, agent, given->assign_us, end_us);
  if (agent == STF_STAFF_NONE) {
    return;
  }
  if (engine->staff.agents[agent].on_since_us != STF_NEVER) {
    stf_staff_occupy(&engine->staff, agent);
  }
  engine->staff.agents[agent].busy = true;
  engine->staff.agents[agent].work_end_us = end_us;
  stf_release_push(&engine->releases, (struct stf_release){end_us, agent});
}

/* The state before the first instant of the run: staff of that moment, then contacts older than
 * it. Those in hand come first, whoever waits behind them gets an agent who is still idle. */
static void begin(struct stf_engine *engine, int64_t start_us) {
  while (stf_staff_next_us(&engine->staff) <= start_us) {
    (void)stf_staff_apply(&engine->staff);
  }
  while (stf_arrivals_next_us(engine->arrivals) < start_us) {
    struct stf_arrival arrival = take_arrival(engine);
    engine->account.initial_n++;
    if (arrival.given != NULL && arrival.given->assign_us != STF_NEVER) {
      seat_initial(engine, &arrival);
      continue;
    }
    struct waiting who = draw_contact(engine, &arrival);
    (void)queue_push(engine, &who);
  }
  for (uint32_t a = 0; a < engine->staff.agents_n && engine->waiting_n > 0; a++) {
    if (engine->staff.agents[a].on_since_us != STF_NEVER && !engine->staff.agents[a].busy) {
      hand_out(engine, a, start_us);
    }
  }
}

static void run_events(struct stf_engine *engine) {
  int64_t last_us = engine->desk->end == STF_EDGE_HORIZON ? engine->desk->to_us : INT64_MAX - 1;
  while (engine->status == STF_OK) {
    int64_t change_us = stf_staff_next_us(&engine->staff);
    int64_t release_us = engine->releases.n > 0 ? engine->releases.items[0].at_us : INT64_MAX;
    int64_t arrival_us = stf_arrivals_next_us(engine->arrivals);
    int64_t now_us = arrival_us;
    now_us = release_us < now_us ? release_us : now_us;
    now_us = change_us < now_us ? change_us : now_us;
    if (now_us > last_us) {
      break;
    }
    engine->account.end_us = now_us;
    if (change_us == now_us) {
      on_staff_change(engine, now_us);
    } else if (release_us == now_us) {
      on_release(engine);
    } else {
      on_arrival(engine);
    }
  }
}

/* Everybody who still waits: gone by the end, or waiting. Until empty, nobody will ever come:
 * who can leave leaves. */
static void finish(struct stf_engine *engine) {
  const struct stf_desk *desk = engine->desk;
  bool horizon = desk->end == STF_EDGE_HORIZON;
  if (horizon) {
    engine->account.end_us = desk->to_us;
  }
  int64_t last_us = horizon ? desk->to_us : INT64_MAX - 1;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    while (engine->queues[c].first != NO_SLOT) {
      const struct waiting *who = queue_pop(engine, c);
      record_waiting_end(engine, who, who->deadline_us <= last_us);
    }
  }
  stf_staff_end(&engine->staff,
                engine->account.end_us > desk->to_us ? engine->account.end_us : desk->to_us,
                !horizon);
  flush(engine);
  if (engine->status == STF_OK) {
    engine->status = engine->staff.status;
  }
}

enum stf_status stf_engine_run(struct stf_engine *engine, const struct stf_stream *stream,
                               const struct stf_engine_sink *sink,
                               struct stf_engine_account *account) {
  const struct stf_desk *desk = engine->desk;
  engine->stream = *stream;
  engine->sink = sink;
  engine->account = (struct stf_engine_account){.end_us = desk->from_us};
  engine->status = STF_OK;
  engine->releases.n = 0;
  engine->block_n = 0;
  engine->slots_n = 0;
  engine->free_slot = NO_SLOT;
  engine->waiting_n = 0;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    engine->queues[c] = (struct queue){NO_SLOT, NO_SLOT};
  }
  stf_staff_start(&engine->staff, &(struct stf_staff_sink){engine, pass_presence});
  engine->status = stf_arrivals_start(engine->arrivals, stream);
  if (engine->status == STF_OK) {
    begin(engine, desk->from_us - desk->warmup_us);
    run_events(engine);
  }
  finish(engine);
  *account = engine->account;
  STF_ASSERT(engine->status != STF_OK ||
             account->arrived_n == account->assigned_n + account->left_n + account->waiting_n);
  return engine->status;
}
