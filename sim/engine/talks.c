/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/talks.h"

#include "engine/customer.h"
#include "engine/leaving.h"
#include "engine/places.h"
#include "engine/staff.h"
#include "engine/turn.h"

static struct stf_live *talk_of(const struct stf_talks *talks, uint32_t talk) {
  return &talks->pool.talks[talk];
}

static const struct stf_class *class_of(const struct stf_talks *talks,
                                        const struct stf_live *talk) {
  return &talks->desk->classes[talk->arrival.class_index];
}

static struct stf_staff_seat *seat_of(const struct stf_talks *talks, uint32_t agent) {
  return talks->staff->agents[agent].seat;
}

/* ---- places ---- */

int64_t stf_talks_done_us(const struct stf_talks *talks, uint32_t agent) {
  const struct stf_staff_seat *seat = seat_of(talks, agent);
  if (seat->talks.current == STF_STAFF_NONE) {
    return INT64_MAX;
  }
  double rate = stf_places_rate(seat);
  double time_us = seat->talks.left_us;
  if (rate < 1 || rate > 1) { /* a division is most of what this costs */
    time_us /= rate;
  }
  if (!(time_us < 9e18)) {
    return INT64_MAX;
  }
  return time_us > 0 ? stf_customer_later(seat->talks.at_us, (int64_t)(time_us + 0.5))
                     : seat->talks.at_us;
}

static void park(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  stf_live_note(&talks->pool, talk, STF_LIVE_PARK, now_us, STF_LIVE_NONE);
  stf_places_release(talks, talk, now_us);
}

/* Its agent will not have it again: the next turn of hers is of another conversation. */
static void forget(struct stf_talks *talks, uint32_t talk) {
  const struct stf_live *own = talk_of(talks, talk);
  if (own->agent != STF_LIVE_NONE) {
    struct stf_staff_desk *desk = &seat_of(talks, own->agent)->talks;
    desk->before = desk->before == talk ? STF_STAFF_GONE : desk->before;
  }
}

/* The conversation is over: its record is passed on. */
static void end(struct stf_talks *talks, uint32_t talk) {
  const struct stf_live *own = talk_of(talks, talk);
  forget(talks, talk);
  if (!own->has_left && own->gone_us == INT64_MAX && own->agent != STF_LIVE_NONE) {
    stf_sticky_note(talks->route->sticky, own->arrival.customer, own->agent,
                    talks->pool.marks[own->last_mark].at_us);
  }
  stf_live_record(&talks->pool, talk, talks->staff, talks->records);
  stf_live_drop(&talks->pool, talk);
}

/* ---- her list ---- */

/* Puts the conversation into its agent's list, behind those of its order. */
static void need(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_staff_agent *by = &talks->staff->agents[own->agent];
  struct stf_staff_desk *desk = &by->seat->talks;
  own->order_us = stf_turn_order(class_of(talks, own), own,
                                 talks->desk->teams[by->team].turn_order, now_us);
  uint32_t before = desk->ready_last;
  if (before != STF_LIVE_NONE && talk_of(talks, before)->order_us > own->order_us) {
    before = STF_LIVE_NONE;
    for (uint32_t t = desk->ready_first; talk_of(talks, t)->order_us <= own->order_us;
         t = talk_of(talks, t)->ready_next) {
      before = t;
    }
  }
  uint32_t *from =
      before == STF_LIVE_NONE ? &desk->ready_first : &talk_of(talks, before)->ready_next;
  own->ready_next = *from;
  *from = talk;
  if (own->ready_next == STF_LIVE_NONE) {
    desk->ready_last = talk;
  }
}

void stf_talks_go_on(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  const struct stf_staff_agent *by = &talks->staff->agents[agent];
  struct stf_staff_desk *desk = &by->seat->talks;
  uint32_t talk = desk->ready_first;
  if (talk == STF_LIVE_NONE || desk->current != STF_STAFF_NONE ||
      by->on_since_us == STF_NEVER) {
    return;
  }
  struct stf_live *own = talk_of(talks, talk);
  desk->ready_first = own->ready_next;
  if (desk->ready_first == STF_LIVE_NONE) {
    desk->ready_last = STF_LIVE_NONE;
  }
  if (own->left_us < 0) {
    own->left_us =
        stf_turn_work(class_of(talks, own), talks->stream, talks->skill, own, now_us);
  }
  desk->left_us = own->left_us;
  if (desk->before != talk && desk->before != STF_STAFF_NONE) {
    desk->left_us += (double)talks->desk->teams[by->team].switching_us;
  }
  desk->current = talk;
  desk->before = talk;
  desk->at_us = now_us;
  stf_live_note(&talks->pool, talk, STF_LIVE_START, now_us, agent);
}

/* ---- taking ---- */

static void set_timer(struct stf_talks *talks, uint32_t talk, enum stf_due_kind kind,
                      int64_t at_us) {
  stf_due_set(talks->due, (struct stf_timer){.at_us = at_us,
                                             .slot = talk,
                                             .generation = talk_of(talks, talk)->generation,
                                             .kind = (uint32_t)kind});
}

/* The customer has gone silently, or may leave before the first reply. */
static void expect(struct stf_talks *talks, uint32_t talk, const struct stf_waiting *who,
                   int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_class *class = class_of(talks, own);
  if (stf_leaving_is_ghost(who, now_us)) {
    own->gone_us = who->gone_us;
    own->turns_n = 1;
    if (class->turns == NULL && class->leaving != NULL) {
      own->service_us = stf_leaving_ghost_us(class, talks->stream, who);
    }
    if (who->gone_us == now_us) { /* nobody has seen it yet */
      stf_record_silent(talks->records, &own->arrival, now_us);
    }
  } else if (class->leaving != NULL && class->leaving->until_reply) {
    own->gone_us = who->gone_us;
    own->leaves_us = who->deadline_us;
    set_timer(talks, talk, STF_DUE_LEAVE_TALK, stf_leaving_at_us(who));
  }
}

/* A contact that nobody has talked to yet. */
static uint32_t begin_talk(struct stf_talks *talks, const struct stf_waiting *who,
                           uint32_t agent, int64_t now_us) {
  uint32_t talk = stf_live_new(&talks->pool);
  if (talk == STF_LIVE_NONE) {
    return talk;
  }
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_given *given = who->arrival.given;
  bool is_given = given != NULL && given->service_us != STF_NEVER;
  own->arrival = who->arrival;
  int64_t service_us = stf_skill_take(talks->skill, agent, who, now_us);
  own->service_us = class_of(talks, own)->turns == NULL || is_given ? service_us : -1;
  own->turns_n = stf_turn_number(class_of(talks, own), talks->stream, &own->arrival);
  own->asked_us = who->arrival.open_us;
  own->last_us = own->asked_us;
  own->gone_us = INT64_MAX;
  own->leaves_us = INT64_MAX;
  if (stf_leaving_matters(class_of(talks, own), who)) {
    expect(talks, talk, who, now_us);
  }
  return talk;
}

/* Work and what is left of it, by another speed. */
static void rescale(struct stf_live *own, double factor) {
  own->left_us = own->left_us > 0 ? own->left_us * factor : own->left_us;
  if (own->service_us > 0) {
    own->service_us = (int64_t)((double)own->service_us * factor + 0.5);
  }
}

/* Gives the agent a conversation that needs her. One that another has handed back comes with
 * its work at speed 1. */
static void give(struct stf_talks *talks, uint32_t talk, uint32_t agent, int64_t assign_us,
                 int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  if (own->agent != agent) {
    forget(talks, talk);
  }
  if (own->agent == STF_LIVE_NONE && own->first_mark != STF_LIVE_NONE) {
    rescale(own, 1 / stf_skill_speed(talks->skill, agent, own->arrival.class_index, now_us));
  }
  stf_places_hold(talks, talk, agent, assign_us, now_us);
  stf_staff_settle(talks->staff, agent, now_us);
  need(talks, talk, now_us);
  stf_talks_go_on(talks, agent, now_us);
}

void stf_talks_take(struct stf_talks *talks, const struct stf_waiting *who, uint32_t agent,
                    int64_t assign_us, int64_t now_us) {
  uint32_t talk = who->live != STF_WAITING_NONE ? (uint32_t)who->live
                                                : begin_talk(talks, who, agent, now_us);
  if (talk != STF_LIVE_NONE) {
    give(talks, talk, agent, assign_us, now_us);
  }
}

/* ---- silence ---- */

/* The next message, or the close that comes before it. */
static void await(struct stf_talks *talks, uint32_t talk, int64_t silent_us) {
  const struct stf_live *own = talk_of(talks, talk);
  const struct stf_turns *turns = class_of(talks, own)->turns;
  int64_t close_us = turns->close_after_us != STF_NEVER
                         ? stf_customer_later(silent_us, turns->close_after_us)
                         : INT64_MAX;
  if (close_us < own->back_us) {
    set_timer(talks, talk, STF_DUE_CLOSE, close_us);
  } else {
    set_timer(talks, talk, STF_DUE_MESSAGE, own->back_us);
  }
}

/* The customer has the word. True: the conversation gave its place back at once. */
static bool listen(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_turns *turns = class_of(talks, own)->turns;
  own->back_us = stf_customer_later(now_us, own->think_us);
  int64_t park_us = turns->park_after_us != STF_NEVER
                        ? stf_customer_later(now_us, turns->park_after_us)
                        : INT64_MAX;
  bool closes_first = turns->close_after_us != STF_NEVER &&
                      stf_customer_later(now_us, turns->close_after_us) <= park_us;
  if (park_us < own->back_us && !closes_first) {
    if (park_us > now_us) {
      set_timer(talks, talk, STF_DUE_PARK, park_us);
      return false;
    }
    park(talks, talk, now_us);
    await(talks, talk, now_us);
    return true;
  }
  await(talks, talk, now_us);
  return false;
}

/* ---- the end of a turn ---- */

/* Her first message in a conversation without turns, at the latest (`is_done`) with the end of
 * the work; else only if it is time. */
static void answer(struct stf_talks *talks, uint32_t talk, int64_t now_us, bool is_done) {
  struct stf_live *own = talk_of(talks, talk);
  int64_t begun_us = talks->pool.marks[own->last_mark].at_us;
  int64_t first_us = stf_customer_first_message_us(class_of(talks, own), talks->stream,
                                                   &own->arrival, begun_us);
  if (first_us == STF_NEVER || own->is_answered || (first_us > now_us && !is_done)) {
    return;
  }
  own->is_answered = true;
  stf_live_note(&talks->pool, talk, STF_LIVE_ANSWER, first_us < now_us ? first_us : now_us,
                own->agent);
}

/* Her message. True: it was a template that the customer does not answer. */
static bool write(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_class *class = class_of(talks, own);
  uint32_t agent = own->agent;
  if (class->turns == NULL) {
    answer(talks, talk, now_us, true);
    stf_live_note(&talks->pool, talk, STF_LIVE_STOP, now_us, agent);
    return false;
  }
  const struct stf_turns_window *window = &class->turns->window;
  bool late = window->length_us > 0 && now_us - own->last_us > window->length_us;
  stf_live_note(&talks->pool, talk, late ? STF_LIVE_TEMPLATE : STF_LIVE_REPLY, now_us, agent);
  if (!late) {
    return false;
  }
  double u[2];
  stf_turn_uniforms(talks->stream, &own->arrival, STF_STREAM_TURN_END, own->turn, u);
  return u[0] >= window->reply_share;
}

static void pause(struct stf_talks *talks, uint32_t agent, const struct stf_arrival *arrival,
                  int64_t now_us) {
  const struct stf_staff_agent *by = &talks->staff->agents[agent];
  int64_t pause_us =
      stf_customer_pause_us(&talks->desk->teams[by->team], talks->stream, arrival);
  if (pause_us > 0) {
    stf_hand_pause(&by->seat->hand, stf_customer_later(now_us, pause_us));
  }
}

/* Done with the conversation. */
static void close_talk(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  const struct stf_live *own = talk_of(talks, talk);
  const struct stf_arrival arrival = own->arrival;
  uint32_t agent = own->agent;
  stf_live_note(&talks->pool, talk, STF_LIVE_CLOSE, now_us, agent);
  stf_places_release(talks, talk, now_us);
  pause(talks, agent, &arrival, now_us);
  end(talks, talk);
}

/* Takes the conversation out of its agent's list, or out of her work. */
static void let_go(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  struct stf_staff_desk *desk = &seat_of(talks, own->agent)->talks;
  if (desk->current == talk) {
    stf_live_note(&talks->pool, talk, STF_LIVE_STOP, now_us, own->agent);
    desk->current = STF_STAFF_NONE;
    return;
  }
  uint32_t before = STF_LIVE_NONE;
  for (uint32_t t = desk->ready_first; t != talk; t = talk_of(talks, t)->ready_next) {
    before = t;
  }
  *(before == STF_LIVE_NONE ? &desk->ready_first : &talk_of(talks, before)->ready_next) =
      own->ready_next;
  desk->ready_last = desk->ready_last == talk ? before : desk->ready_last;
}

/* The customer leaves before the first reply, and tells. Until then the conversation has a
 * place of its agent (stf_desk_check_valid: nobody hands it back). */
static void leave(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  uint32_t agent = own->agent;
  own->has_left = true;
  let_go(talks, talk, now_us);
  close_talk(talks, talk, now_us);
  stf_staff_settle(talks->staff, agent, now_us);
}

/* The first reply: whoever is not gone by then stays. True: it was said to nobody. */
static bool is_said_to_nobody(struct stf_live *own, int64_t now_us) {
  if (own->turn == 0 && own->gone_us > now_us) {
    own->gone_us = INT64_MAX;
  }
  return own->gone_us != INT64_MAX;
}

void stf_talks_done(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  struct stf_staff_seat *seat = seat_of(talks, agent);
  uint32_t talk = seat->talks.current;
  struct stf_live *own = talk_of(talks, talk);
  if (own->turn == 0 && own->leaves_us <= now_us) {
    leave(talks, talk, now_us);
    return;
  }
  bool nobody = is_said_to_nobody(own, now_us);
  bool unanswered = write(talks, talk, now_us) || nobody;
  seat->talks.current = STF_STAFF_NONE;
  own->left_us = -1;
  own->asked_us = STF_NEVER;
  own->turn++;
  const struct stf_turns *turns = class_of(talks, own)->turns;
  own->think_us = unanswered ? INT64_MAX : own->think_us;
  bool waits = turns != NULL && turns->close_after_us != STF_NEVER;
  bool over = nobody || own->turn < own->turns_n ? unanswered && !waits : true;
  bool freed = true;
  if (over) {
    close_talk(talks, talk, now_us);
  } else {
    freed = listen(talks, talk, now_us);
  }
  if (freed || seat->leaves || stf_breaks_due(&seat->breaks)) {
    stf_staff_settle(talks->staff, agent, now_us);
  }
}

/* ---- what is due ---- */

/* Whoever has a place for a conversation that comes back; STF_STAFF_NONE: nobody. */
static uint32_t find_agent(const struct stf_talks *talks, const struct stf_live *talk,
                           int64_t now_us) {
  double u[2] = {0.5, 0.5};
  if (talks->route->draws) {
    stf_turn_uniforms(talks->stream, &talk->arrival, STF_STREAM_TURN_END, talk->turn, u);
  }
  const struct stf_route_call call = {.class_index = talk->arrival.class_index,
                                      .customer = STF_NOBODY,
                                      .now_us = now_us,
                                      .u = u[1]};
  return stf_route_find(talks->route, &call);
}

static void queue(struct stf_talks *talks, uint32_t talk, int64_t since_us) {
  const struct stf_live *own = talk_of(talks, talk);
  struct stf_waiting who = {.arrival = own->arrival,
                            .deadline_us = INT64_MAX,
                            .gone_us = INT64_MAX,
                            .since_us = since_us,
                            .live = (int32_t)talk,
                            .past = STF_WAITING_NONE,
                            .queue = own->arrival.class_index};
  enum stf_status status = stf_waiting_push(talks->waiting, &who, NULL);
  talks->status = talks->status == STF_OK ? status : talks->status;
}

/* The customer of a conversation without a place wrote: to its agent, to anybody, or into the
 * queue. Returns who got it. */
static uint32_t come_back(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_class *class = class_of(talks, own);
  uint32_t agent = STF_STAFF_NONE;
  if (class->turns->return_to == STF_TURNS_SAME_AGENT && own->agent != STF_LIVE_NONE &&
      stf_staff_takes(talks->staff, own->agent, own->weight)) {
    agent = own->agent;
  } else {
    agent = find_agent(talks, own, now_us);
  }
  if (agent != STF_STAFF_NONE) {
    give(talks, talk, agent, now_us, now_us);
    return agent;
  }
  queue(talks, talk, now_us);
  return STF_STAFF_NONE;
}

static uint32_t on_message(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  if (own->is_closed) {
    stf_live_note(&talks->pool, talk, STF_LIVE_REOPEN, now_us, STF_LIVE_NONE);
    own->is_closed = false;
  }
  stf_live_note(&talks->pool, talk, STF_LIVE_ASK, now_us, STF_LIVE_NONE);
  own->asked_us = now_us;
  own->last_us = now_us;
  if (!own->has_place) {
    return come_back(talks, talk, now_us);
  }
  uint32_t agent = own->agent;
  need(talks, talk, now_us);
  stf_talks_go_on(talks, agent, now_us);
  return agent;
}

static uint32_t on_park(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  const struct stf_live *own = talk_of(talks, talk);
  const struct stf_turns *turns = class_of(talks, own)->turns;
  bool held = own->has_place; /* else it was handed back in the silence */
  if (held) {
    park(talks, talk, now_us);
  }
  await(talks, talk, now_us - turns->park_after_us);
  if (held) {
    stf_staff_settle(talks->staff, own->agent, now_us);
  }
  return held ? own->agent : STF_STAFF_NONE;
}

static uint32_t on_close(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_turns *turns = class_of(talks, own)->turns;
  uint32_t agent = own->agent;
  bool held = own->has_place;
  bool comes_back = turns->reopens && own->back_us != INT64_MAX;
  if (held && comes_back) {
    park(talks, talk, now_us);
  } else if (held) {
    stf_places_release(talks, talk, now_us);
  }
  stf_live_note(&talks->pool, talk, STF_LIVE_CLOSE, now_us, STF_LIVE_NONE);
  if (comes_back) {
    own->is_closed = true;
    set_timer(talks, talk, STF_DUE_MESSAGE, own->back_us);
  } else {
    end(talks, talk);
  }
  if (held) {
    stf_staff_settle(talks->staff, agent, now_us);
  }
  return held ? agent : STF_STAFF_NONE;
}

/* Patience to the first reply ends. Returns whose place becomes free. */
static uint32_t on_leave(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  const struct stf_live *own = talk_of(talks, talk);
  uint32_t agent = own->agent;
  if (own->gone_us <= now_us) {
    stf_record_silent(talks->records, &own->arrival, now_us);
    return STF_STAFF_NONE;
  }
  leave(talks, talk, now_us);
  return agent;
}

uint32_t stf_talks_due(struct stf_talks *talks, struct stf_timer timer, int64_t now_us,
                       bool *happened) {
  const struct stf_live *own = talk_of(talks, timer.slot);
  *happened = own->is_live && own->generation == timer.generation &&
              (timer.kind != STF_DUE_LEAVE_TALK || own->turn == 0);
  if (!*happened) {
    return STF_STAFF_NONE;
  }
  if (timer.kind == STF_DUE_LEAVE_TALK) {
    return on_leave(talks, timer.slot, now_us);
  }
  if (timer.kind == STF_DUE_PARK) {
    return on_park(talks, timer.slot, now_us);
  }
  return timer.kind == STF_DUE_CLOSE ? on_close(talks, timer.slot, now_us)
                                     : on_message(talks, timer.slot, now_us);
}

/* ---- the end of her shift ---- */

/* The turn that she works on stops; what is left of it is kept. */
static void interrupt(struct stf_talks *talks, struct stf_staff_seat *seat, int64_t now_us) {
  uint32_t talk = seat->talks.current;
  if (talk == STF_STAFF_NONE) {
    return;
  }
  struct stf_live *own = talk_of(talks, talk);
  stf_places_run(seat, now_us);
  own->left_us = seat->talks.left_us > 0 ? seat->talks.left_us : 0;
  if (class_of(talks, own)->turns == NULL) {
    answer(talks, talk, now_us, false);
  }
  stf_live_note(&talks->pool, talk, STF_LIVE_STOP, now_us, own->agent);
  seat->talks.current = STF_STAFF_NONE;
}

void stf_talks_hand_back(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  struct stf_staff_seat *seat = seat_of(talks, agent);
  interrupt(talks, seat, now_us);
  seat->talks.ready_first = STF_LIVE_NONE;
  seat->talks.ready_last = STF_LIVE_NONE;
  while (seat->talks.held_first != STF_LIVE_NONE) {
    uint32_t talk = seat->talks.held_first;
    struct stf_live *own = talk_of(talks, talk);
    rescale(own, stf_skill_speed(talks->skill, agent, own->arrival.class_index, now_us));
    stf_live_note(&talks->pool, talk, STF_LIVE_HAND_BACK, now_us, agent);
    stf_places_release(talks, talk, now_us);
    forget(talks, talk);
    own->agent = STF_LIVE_NONE;
    own->ready_next = STF_LIVE_NONE;
    if (own->asked_us != STF_NEVER) {
      queue(talks, talk, own->turn == 0 ? own->arrival.queue_us : own->asked_us);
    }
  }
}

void stf_talks_end(struct stf_talks *talks) {
  for (uint32_t a = 0; a < talks->staff->agents_n; a++) {
    const struct stf_staff_seat *seat = seat_of(talks, a);
    if (seat != NULL && seat->talks.held_n > 0) {
      stf_places_tell(talks, a, STF_NEVER);
    }
  }
  for (uint32_t talk = 0; talk < talks->pool.talks_n; talk++) {
    if (talk_of(talks, talk)->is_live) {
      stf_live_record(&talks->pool, talk, talks->staff, talks->records);
    }
  }
}
