/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/engine.h"

#include "base/macros.h"
#include "engine/ahead.h"
#include "engine/arrivals.h"
#include "engine/attendance.h"
#include "engine/bot_stage.h"
#include "engine/calls.h"
#include "engine/channel.h"
#include "engine/customer.h"
#include "engine/due.h"
#include "engine/escalate.h"
#include "engine/fcfs.h"
#include "engine/initial.h"
#include "engine/leaving.h"
#include "engine/next.h"
#include "engine/plain.h"
#include "engine/record.h"
#include "engine/reopen.h"
#include "engine/returns.h"
#include "engine/route.h"
#include "engine/sessions.h"
#include "engine/skill.h"

struct stf_engine {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_stream stream;
  const struct stf_engine_sink *sink;
  struct stf_arrivals *arrivals;
  struct stf_attendance attendance;
  struct stf_staff staff;
  struct stf_skill skill;
  struct stf_release_queue releases;
  struct stf_record_block records;
  struct stf_waiting_room waiting;
  struct stf_sessions sessions;
  struct stf_talks talks;
  struct stf_bot_stage bot;
  struct stf_due due;
  struct stf_next next;
  struct stf_escalate escalate;
  struct stf_singles singles;
  struct stf_calls calls;
  struct stf_initial initial;
  struct stf_returns returns;
  struct stf_reopen reopen;
  struct stf_sticky sticky;
  struct stf_route route;
  struct stf_fcfs fcfs;
  bool is_pool; /* replications go by `fcfs` */
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
  stf_bot_stage_init(&engine->bot, desk, &engine->records, allocator);
  stf_due_init(&engine->due, allocator);
  engine->escalate = (struct stf_escalate){
      .desk = desk, .allocator = allocator, .waiting = &engine->waiting, .due = &engine->due};
  stf_live_init(&engine->talks.pool, allocator);
  engine->next = (struct stf_next){.desk = desk,
                                   .staff = &engine->staff,
                                   .waiting = &engine->waiting,
                                   .due = &engine->due,
                                   .has_rules = stf_next_needed(desk)};
  stf_returns_init(&engine->returns, desk, &engine->due, allocator);
  engine->reopen = (struct stf_reopen){
      .desk = desk, .allocator = allocator, .escalate = &engine->escalate, .due = &engine->due};
  stf_sticky_init(&engine->sticky, desk, allocator);
  enum stf_status status = stf_staff_init(&engine->staff, desk, allocator);
  if (status == STF_OK) {
    status = stf_skill_init(&engine->skill, &engine->staff);
  }
  if (status == STF_OK) {
    stf_route_init(&engine->route, &engine->staff, &engine->skill, &engine->sticky);
    status = stf_arrivals_new(desk, allocator, &engine->arrivals);
  }
  if (status == STF_OK) {
    status = stf_record_init(&engine->records, desk, allocator);
    engine->records.returns = stf_desk_has_after(desk) ? &engine->returns : NULL;
  }
  if (status == STF_OK) {
    status = stf_waiting_init(&engine->waiting, desk, &engine->records, allocator);
  }
  if (status == STF_OK) {
    status = stf_attendance_init(&engine->attendance, desk, allocator);
  }
  if (status == STF_OK) {
    uint32_t agents_n = engine->staff.agents_n;
    engine->releases.items =
        stf_mem_zeroed(allocator, agents_n, sizeof *engine->releases.items);
    engine->releases.places =
        stf_mem_zeroed(allocator, agents_n, sizeof *engine->releases.places);
    status = engine->releases.items != NULL && engine->releases.places != NULL ? STF_OK
                                                                               : STF_ERR_MEMORY;
  }
  engine->is_pool = stf_plain_pool(desk);
  if (status == STF_OK && engine->is_pool) {
    status = stf_fcfs_init(&engine->fcfs, engine->arrivals, &engine->records, allocator);
  }
  if (status != STF_OK) {
    stf_engine_free(engine);
    return status;
  }
  *out = engine;
  return STF_OK;
}

bool stf_engine_is_pool(const struct stf_engine *engine) {
  return engine->is_pool;
}

void stf_engine_use_loop(struct stf_engine *engine) {
  engine->is_pool = false;
}

void stf_engine_free(struct stf_engine *engine) {
  if (engine == NULL) {
    return;
  }
  stf_arrivals_free(engine->arrivals);
  if (engine->skill.desk != NULL) {
    stf_skill_clear(&engine->skill);
  }
  if (engine->staff.desk != NULL) {
    stf_staff_clear(&engine->staff);
  }
  stf_record_clear(&engine->records);
  stf_waiting_clear(&engine->waiting);
  stf_attendance_clear(&engine->attendance);
  stf_bot_stage_clear(&engine->bot);
  stf_due_clear(&engine->due);
  stf_escalate_clear(&engine->escalate);
  stf_live_clear(&engine->talks.pool);
  stf_returns_clear(&engine->returns);
  stf_reopen_clear(&engine->reopen);
  stf_sticky_clear(&engine->sticky);
  stf_fcfs_clear(&engine->fcfs);
  stf_mem_release(engine->allocator, engine->releases.items);
  stf_mem_release(engine->allocator, engine->releases.places);
  stf_mem_release(engine->allocator, engine);
}

/* ---- waiting ---- */

/* True if somebody must see at once that the customer leaves, not only when the next agent
 * looks: she comes back. */
static bool is_missed(const struct stf_engine *engine, const struct stf_waiting *who) {
  const struct stf_class *class = &engine->desk->classes[who->arrival.class_index];
  return stf_after_returns(class->after, STF_AFTER_ABANDONED);
}

static void wait_for_agent(struct stf_engine *engine, const struct stf_waiting *who,
                           int64_t now_us) {
  int32_t slot = 0;
  enum stf_status status = stf_waiting_push(&engine->waiting, who, &slot);
  if (status != STF_OK) {
    engine->status = status;
    return;
  }
  if (is_missed(engine, who)) {
    stf_due_set(&engine->due,
                (struct stf_timer){.at_us = stf_leaving_at_us(who),
                                   .slot = (uint32_t)slot,
                                   .generation = engine->waiting.slots[slot].generation,
                                   .kind = STF_DUE_LEAVE});
  }
  stf_next_watch(&engine->next, slot, now_us);
  stf_escalate_watch(&engine->escalate, slot, now_us);
}

/* ---- events ---- */

static void take_arrival(struct stf_engine *engine, struct stf_arrival *out) {
  stf_arrivals_take(engine->arrivals, out);
  if (engine->records.returns != NULL) {
    stf_returns_greet(&engine->returns, out);
  }
  stf_record_arrived(&engine->records, out);
}

/* True if the bot takes a contact that has come. */
static bool meets_bot(struct stf_engine *engine, const struct stf_arrival *arrival) {
  bool met = false;
  enum stf_status status = stf_bot_stage_meet(&engine->bot, &engine->stream, arrival, &met);
  if (status != STF_OK) {
    engine->status = status;
  }
  return met;
}

static void tell_asked(struct stf_engine *engine, const struct stf_waiting *who) {
  const struct stf_arrival *arrival = &who->arrival;
  struct stf_engine_asked asked = {.address = stf_record_address(arrival),
                                   .at_us = arrival->queue_us,
                                   .work_us = who->service_us,
                                   .leaves_us = who->deadline_us,
                                   .class_index = arrival->class_index};
  stf_channel_count(&engine->staff, arrival->class_index, &asked.on_duty_n, &asked.free_n);
  enum stf_status status = engine->sink->asked(engine->sink->context, &asked);
  if (status != STF_OK) {
    engine->status = status;
  }
}

/* What a contact that asks for a human brings along. */
static void draw(struct stf_engine *engine, struct stf_waiting *who) {
  stf_customer_draw(engine->desk, &engine->stream, who);
  if (engine->sink->asked != NULL) {
    tell_asked(engine, who);
  }
}

/* The contact of who->arrival asks for a human: whoever may take it does, or it waits. */
static void ask_for_agent(struct stf_engine *engine, struct stf_waiting *who) {
  const struct stf_arrival *arrival = &who->arrival;
  draw(engine, who);
  const struct stf_route_call call = {
      .class_index = arrival->class_index,
      .customer = arrival->customer,
      .now_us = arrival->queue_us,
      .u = engine->route.draws ? stf_customer_routing(&engine->stream, arrival) : 0.5};
  uint32_t agent = stf_route_find(&engine->route, &call);
  if (agent == STF_STAFF_NONE) {
    if (stf_leaving_balks(&engine->waiting, &engine->stream, arrival)) {
      stf_record_balked(&engine->records, arrival);
    } else {
      wait_for_agent(engine, who, arrival->queue_us);
    }
    return;
  }
  if (engine->staff.agents[agent].seat != NULL) {
    stf_sessions_take(&engine->sessions, who, agent, arrival->queue_us, arrival->queue_us);
    return;
  }
  stf_singles_take(&engine->singles, who, agent, arrival->queue_us);
}

static void on_arrival(struct stf_engine *engine) {
  struct stf_waiting who;
  take_arrival(engine, &who.arrival);
  if (!meets_bot(engine, &who.arrival)) {
    ask_for_agent(engine, &who);
  }
}

static void on_handover(struct stf_engine *engine) {
  struct stf_waiting who;
  who.arrival = stf_bot_stage_take(&engine->bot);
  ask_for_agent(engine, &who);
}

/* A customer's patience ends. False: she does not wait any more. */
static bool on_leave(struct stf_engine *engine, struct stf_timer timer) {
  if (engine->waiting.slots[timer.slot].generation != timer.generation) {
    return false;
  }
  const struct stf_waiting *who = &engine->waiting.slots[timer.slot];
  if (who->gone_us != INT64_MAX) { /* still listed */
    stf_returns_silent(&engine->returns, &who->arrival, who->gone_us);
    return true;
  }
  who = stf_waiting_remove(&engine->waiting, (int32_t)timer.slot);
  stf_record_waited(&engine->records, &who->arrival, who->deadline_us);
  return true;
}

static bool on_return(struct stf_engine *engine, struct stf_timer timer) {
  struct stf_waiting who;
  who.arrival = stf_returns_take(&engine->returns, timer.slot);
  stf_record_arrived(&engine->records, &who.arrival);
  if (!meets_bot(engine, &who.arrival)) {
    ask_for_agent(engine, &who);
  }
  return true;
}

static void on_release(struct stf_engine *engine) {
  struct stf_release top = engine->releases.items[0];
  if (engine->staff.agents[top.agent].seat != NULL) {
    stf_sessions_event(&engine->sessions, top.agent, top.at_us);
    return;
  }
  stf_singles_release(&engine->singles);
}

/* Each stage that sets timers has its line here. False: what was due had come to nothing. */
static bool on_due(struct stf_engine *engine) {
  struct stf_timer timer = stf_due_take(&engine->due);
  switch ((enum stf_due_kind)(timer.kind & STF_DUE_KIND_MASK)) {
  case STF_DUE_LEAVE:
    return on_leave(engine, timer);
  case STF_DUE_LEAVE_HAND:
    return stf_sessions_leave(&engine->sessions, timer.slot, timer.at_us);
  case STF_DUE_RETURN:
    return on_return(engine, timer);
  case STF_DUE_OVERFLOW:
    return stf_calls_overflow(&engine->calls, timer);
  case STF_DUE_ESCALATE:
    return stf_calls_escalate(&engine->calls, timer);
  case STF_DUE_ESCALATE_HAND:
    return stf_calls_escalate_hand(&engine->calls, timer);
  case STF_DUE_REOPEN:
    return stf_calls_reopen(&engine->calls, timer);
  case STF_DUE_LEAVE_TALK:
  case STF_DUE_MESSAGE:
  case STF_DUE_PARK:
  case STF_DUE_CLOSE:
    return stf_sessions_due(&engine->sessions, timer, timer.at_us);
  }
  return false;
}

/* Applies the next change; returns the agent without a seat who may take a contact. */
static uint32_t apply_change(struct stf_engine *engine, int64_t now_us) {
  uint32_t agent = stf_staff_apply(&engine->staff);
  if (engine->staff.touched != STF_STAFF_NONE) {
    stf_calls_hand_back(&engine->calls, engine->staff.touched, now_us);
    stf_sessions_touched(&engine->sessions, engine->staff.touched, now_us);
  }
  return agent;
}

static void share_out(struct stf_engine *engine, int64_t now_us) {
  for (uint32_t t = 0; t < engine->desk->teams_n; t++) {
    if (engine->staff.teams[t].seated) {
      stf_sessions_share_out(&engine->sessions, t, now_us);
    }
  }
}

static void on_staff_change(struct stf_engine *engine, int64_t now_us) {
  uint32_t agent = apply_change(engine, now_us);
  if (agent != STF_STAFF_NONE) {
    stf_singles_hand_out(&engine->singles, agent, now_us);
  }
  /* Those who come at one instant share what waits: nobody takes it all for being first. */
  if (stf_staff_next_us(&engine->staff) > now_us) {
    share_out(engine, now_us);
  }
}

/* A contact of the initial state that asked for a human: it waits. */
static void queue_initial(struct stf_engine *engine, const struct stf_arrival *arrival,
                          int64_t start_us) {
  struct stf_waiting who = {.arrival = *arrival};
  draw(engine, &who);
  wait_for_agent(engine, &who, start_us);
}

/* The next contact of the initial state that has come before start_us, in hand, waiting or in
 * the bot; or the next that the bot handed over before. False: there is none. */
static bool take_initial(struct stf_engine *engine, int64_t start_us) {
  int64_t arrival_us = stf_arrivals_next_us(engine->arrivals);
  int64_t handover_us = stf_bot_stage_next_us(&engine->bot);
  if (handover_us < start_us && handover_us <= arrival_us) {
    struct stf_arrival arrival = stf_bot_stage_take(&engine->bot);
    queue_initial(engine, &arrival, start_us);
    return true;
  }
  if (arrival_us >= start_us) {
    return false;
  }
  struct stf_arrival arrival;
  take_arrival(engine, &arrival);
  engine->records.account.initial_n++;
  if (arrival.given != NULL && arrival.given->assign_us != STF_NEVER) {
    stf_initial_seat(&engine->initial, &arrival, start_us);
  } else if (!meets_bot(engine, &arrival)) {
    queue_initial(engine, &arrival, start_us);
  }
  return true;
}

/* The state before the first instant of the run: staff of that moment, then contacts older than
 * it. Those in hand come first, whoever waits behind them gets an agent who is still idle. */
static void begin(struct stf_engine *engine, int64_t start_us) {
  while (stf_staff_next_us(&engine->staff) <= start_us) {
    (void)apply_change(engine, stf_staff_next_us(&engine->staff));
  }
  while (take_initial(engine, start_us)) {
  }
  for (uint32_t a = 0; a < engine->staff.agents_n && engine->waiting.n > 0; a++) {
    const struct stf_staff_agent *who = &engine->staff.agents[a];
    if (who->seat == NULL && who->on_since_us != STF_NEVER && !who->busy) {
      stf_singles_hand_out(&engine->singles, a, start_us);
    }
  }
  share_out(engine, start_us);
}

/* What went wrong in any stage. Want of memory comes before what the sinks say: they may have
 * been given what it left half done. */
static enum stf_status worst(const struct stf_engine *engine) {
  const enum stf_status stages[] = {engine->status,
                                    engine->due.status,
                                    engine->talks.pool.status,
                                    engine->talks.status,
                                    engine->returns.status,
                                    engine->reopen.status,
                                    engine->calls.status,
                                    engine->records.status,
                                    engine->sessions.status,
                                    engine->sticky.status,
                                    engine->staff.stretches.status,
                                    engine->staff.status};
  for (size_t i = 0; i < STF_COUNT_OF(stages); i++) {
    if (stages[i] != STF_OK) {
      return stages[i];
    }
  }
  return STF_OK;
}

/* True if no stage that the loop runs through has failed. */
static bool goes_on(const struct stf_engine *engine) {
  return engine->status == STF_OK && engine->records.status == STF_OK &&
         engine->due.status == STF_OK && engine->talks.status == STF_OK &&
         engine->talks.pool.status == STF_OK && engine->returns.status == STF_OK &&
         engine->reopen.status == STF_OK && engine->sticky.status == STF_OK &&
         engine->staff.stretches.status == STF_OK;
}

static void run_events(struct stf_engine *engine) {
  int64_t last_us = engine->desk->end == STF_EDGE_HORIZON ? engine->desk->to_us : INT64_MAX - 1;
  while (goes_on(engine)) {
    struct stf_ahead ahead = stf_ahead_look(&engine->staff, &engine->releases, &engine->bot,
                                            &engine->due, engine->arrivals);
    int64_t now_us = ahead.now_us;
    if (now_us > last_us) {
      break;
    }
    int64_t before_us = engine->records.account.end_us;
    engine->records.account.end_us = now_us;
    engine->returns.now_us = now_us;
    if (ahead.change_us == now_us) {
      on_staff_change(engine, now_us);
    } else if (ahead.release_us == now_us) {
      on_release(engine);
    } else if (ahead.handover_us == now_us) {
      on_handover(engine);
    } else if (ahead.due_us == now_us) {
      engine->records.account.end_us = on_due(engine) ? now_us : before_us;
    } else {
      on_arrival(engine);
    }
  }
}

/* Until empty, nobody will ever come for those who still wait: who can leave leaves. */
static void finish(struct stf_engine *engine) {
  const struct stf_desk *desk = engine->desk;
  struct stf_engine_account *account = &engine->records.account;
  bool horizon = desk->end == STF_EDGE_HORIZON;
  if (horizon) {
    account->end_us = desk->to_us;
  }
  stf_bot_stage_end(&engine->bot);
  stf_escalate_end(&engine->escalate);
  stf_waiting_end(&engine->waiting, horizon ? desk->to_us : INT64_MAX - 1);
  stf_sessions_end(&engine->sessions);
  stf_talks_end(&engine->talks);
  stf_staff_end(&engine->staff, account->end_us > desk->to_us ? account->end_us : desk->to_us,
                !horizon);
  stf_record_flush(&engine->records);
}

static void start_talks(struct stf_engine *engine) {
  struct stf_live_pool pool = engine->talks.pool;
  engine->talks = (struct stf_talks){.desk = engine->desk,
                                     .stream = &engine->stream,
                                     .sink = engine->sink,
                                     .staff = &engine->staff,
                                     .records = &engine->records,
                                     .waiting = &engine->waiting,
                                     .due = &engine->due,
                                     .skill = &engine->skill,
                                     .route = &engine->route,
                                     .pool = pool};
  stf_live_start(&engine->talks.pool);
}

/* Every stage as it is before the first event; stream and sink are known. */
static void start_stages(struct stf_engine *engine) {
  stf_waiting_start(&engine->waiting);
  stf_bot_stage_start(&engine->bot);
  stf_skill_start(&engine->skill);
  stf_sticky_start(&engine->sticky);
  engine->staff.stream = &engine->stream;
  stf_due_start(&engine->due);
  stf_escalate_start(&engine->escalate, &engine->stream);
  stf_returns_start(&engine->returns, &engine->stream);
  stf_reopen_start(&engine->reopen, &engine->stream);
  engine->sessions = (struct stf_sessions){.desk = engine->desk,
                                           .stream = &engine->stream,
                                           .sink = engine->sink,
                                           .staff = &engine->staff,
                                           .skill = &engine->skill,
                                           .route = &engine->route,
                                           .releases = &engine->releases,
                                           .records = &engine->records,
                                           .due = &engine->due,
                                           .waiting = &engine->waiting,
                                           .next = &engine->next,
                                           .escalate = &engine->escalate,
                                           .reopen = &engine->reopen,
                                           .talks = &engine->talks};
  engine->singles = (struct stf_singles){.desk = engine->desk,
                                         .stream = &engine->stream,
                                         .staff = &engine->staff,
                                         .releases = &engine->releases,
                                         .records = &engine->records,
                                         .waiting = &engine->waiting,
                                         .next = &engine->next,
                                         .route = &engine->route,
                                         .skill = &engine->skill};
  engine->calls = (struct stf_calls){.desk = engine->desk,
                                     .stream = &engine->stream,
                                     .staff = &engine->staff,
                                     .route = &engine->route,
                                     .waiting = &engine->waiting,
                                     .singles = &engine->singles,
                                     .sessions = &engine->sessions,
                                     .escalate = &engine->escalate,
                                     .reopen = &engine->reopen};
  engine->initial = (struct stf_initial){.desk = engine->desk,
                                         .stream = &engine->stream,
                                         .staff = &engine->staff,
                                         .route = &engine->route,
                                         .releases = &engine->releases,
                                         .records = &engine->records,
                                         .sessions = &engine->sessions};
  start_talks(engine);
}

enum stf_status stf_engine_run(struct stf_engine *engine, const struct stf_stream *stream,
                               const struct stf_engine_sink *sink,
                               struct stf_engine_account *account) {
  const struct stf_desk *desk = engine->desk;
  engine->stream = *stream;
  engine->sink = sink;
  struct stf_staff_sink presence = {engine, pass_presence};
  struct stf_staff_plan plan;
  stf_release_clear(&engine->releases, engine->staff.agents_n);
  stf_record_start(&engine->records, sink);
  if (engine->is_pool && sink->asked == NULL) {
    engine->status = stf_fcfs_run(&engine->fcfs, stream, &presence);
    *account = engine->records.account;
    return engine->status;
  }
  start_stages(engine);
  engine->status = stf_attendance_draw(&engine->attendance, stream, &presence, &plan);
  stf_staff_start(&engine->staff, &plan, &presence);
  if (engine->status == STF_OK) {
    engine->status = stf_arrivals_start(engine->arrivals, stream);
  }
  if (engine->status == STF_OK) {
    begin(engine, desk->from_us - desk->warmup_us);
    run_events(engine);
  }
  engine->status = worst(engine);
  if (engine->status == STF_OK) {
    finish(engine);
    engine->status = worst(engine);
  }
  *account = engine->records.account;
  STF_ASSERT(engine->status != STF_OK ||
             account->arrived_n == account->contained_n + account->gave_up_n +
                                       account->assigned_n + account->left_n +
                                       account->waiting_n + account->in_bot_n);
  return engine->status;
}
