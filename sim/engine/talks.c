/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/talks.h"

#include "engine/channel.h"
#include "engine/customer.h"
#include "engine/leaving.h"
#include "engine/places.h"
#include "engine/ready.h"
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
  forget(talks, talk);
  stf_live_record(&talks->pool, talk, talks->staff, talks->records);
  stf_live_drop(&talks->pool, talk);
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
  /* Of what was in hand before the run a log says how long it went on, not the work in it. */
  bool is_given =
      given != NULL && given->service_us != STF_NEVER && given->assign_us == STF_NEVER;
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
  stf_ready_add(talks, talk, now_us);
  stf_ready_go_on(talks, agent, now_us);
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

/* Her message. True: it was a template that the customer does not answer. */
static bool write(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_class *class = class_of(talks, own);
  uint32_t agent = own->agent;
  if (class->turns == NULL) {
    stf_ready_answer(talks, talk, now_us, true);
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

/* Rid of the conversation: her place is free, behind the pause and what keeps it for kept_us.
 */
static void free_place(struct stf_talks *talks, uint32_t talk, int64_t kept_us,
                       int64_t now_us) {
  const struct stf_live *own = talk_of(talks, talk);
  const struct stf_staff_agent *by = &talks->staff->agents[own->agent];
  int64_t pause_us =
      stf_customer_pause_us(&talks->desk->teams[by->team], talks->stream, &own->arrival);
  stf_places_release(talks, talk, now_us);
  if (kept_us > 0 || pause_us > 0) {
    stf_hand_pause(&by->seat->hand,
                   stf_customer_later(stf_customer_later(now_us, kept_us), pause_us));
  }
  end(talks, talk);
}

static void note_close(struct stf_talks *talks, uint32_t talk, int64_t now_us, uint32_t by) {
  const struct stf_live *own = talk_of(talks, talk);
  stf_live_note(&talks->pool, talk, STF_LIVE_CLOSE, now_us, by);
  if (!own->has_left && own->gone_us == INT64_MAX && own->agent != STF_LIVE_NONE) {
    stf_sticky_note(talks->route->sticky, own->arrival.customer, own->agent, now_us);
  }
}

/* Done with the conversation, without after-work. */
static void close_talk(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  note_close(talks, talk, now_us, talk_of(talks, talk)->agent);
  free_place(talks, talk, 0, now_us);
}

/* Done with the conversation, the customer there to the end. True: no after-work keeps it. */
static bool finish_talk(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  int64_t work_us = stf_customer_wrap_up_us(class_of(talks, own), talks->stream, &own->arrival);
  note_close(talks, talk, now_us, own->agent);
  if (work_us > 0) {
    own->wraps_up = true;
    own->left_us = (double)work_us;
    own->asked_us = now_us;
    stf_ready_add(talks, talk, now_us);
    return false;
  }
  free_place(talks, talk,
             stf_customer_kept_us(class_of(talks, own), talks->stream, &own->arrival), now_us);
  return true;
}

static void finish_wrap_up(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  uint32_t agent = talk_of(talks, talk)->agent;
  stf_live_note(&talks->pool, talk, STF_LIVE_STOP, now_us, agent);
  seat_of(talks, agent)->talks.current = STF_STAFF_NONE;
  free_place(talks, talk, 0, now_us);
  stf_staff_settle(talks->staff, agent, now_us);
}

/* The customer leaves before the first reply, and tells: out of her agent's hands. */
static void leave(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  uint32_t agent = own->agent;
  own->has_left = true;
  stf_ready_take_out(talks, talk, now_us);
  close_talk(talks, talk, now_us);
  stf_staff_settle(talks->staff, agent, now_us);
}

static void leave_queue(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  (void)stf_waiting_remove(talks->waiting, own->slot);
  own->has_left = true;
  note_close(talks, talk, now_us, STF_LIVE_NONE);
  end(talks, talk);
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
  if (own->wraps_up) {
    finish_wrap_up(talks, talk, now_us);
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
  bool freed = true;
  if (!nobody && own->turn == own->turns_n) {
    freed = finish_talk(talks, talk, now_us);
  } else if (unanswered && !waits) {
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
  struct stf_live *own = talk_of(talks, talk);
  struct stf_waiting who = {.arrival = own->arrival,
                            .deadline_us = INT64_MAX,
                            .gone_us = INT64_MAX,
                            .since_us = since_us,
                            .live = (int32_t)talk,
                            .past = STF_WAITING_NONE,
                            .queue = own->arrival.class_index};
  enum stf_status status = stf_waiting_push(talks->waiting, &who, &own->slot);
  talks->status = talks->status == STF_OK ? status : talks->status;
}

/* The customer of a conversation without a place wrote: to its agent, to anybody, or into the
 * queue. Returns who got it. */
static uint32_t come_back(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  const struct stf_class *class = class_of(talks, own);
  uint32_t agent = STF_STAFF_NONE;
  if (class->turns->return_to == STF_TURNS_SAME_AGENT && own->agent != STF_LIVE_NONE &&
      stf_channel_takes(talks->staff, own->agent, own->arrival.class_index)) {
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
  stf_ready_add(talks, talk, now_us);
  stf_ready_go_on(talks, agent, now_us);
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
  if (comes_back) {
    stf_live_note(&talks->pool, talk, STF_LIVE_CLOSE, now_us, STF_LIVE_NONE);
    own->is_closed = true;
    set_timer(talks, talk, STF_DUE_MESSAGE, own->back_us);
  } else {
    note_close(talks, talk, now_us, STF_LIVE_NONE);
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
  if (!own->has_place) { /* handed back before the first reply: it stands in the queue */
    leave_queue(talks, talk, now_us);
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

void stf_talks_hand_back(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  struct stf_staff_seat *seat = seat_of(talks, agent);
  uint32_t next = seat->talks.held_first;
  while (next != STF_LIVE_NONE) {
    uint32_t talk = next;
    struct stf_live *own = talk_of(talks, talk);
    next = own->held_next;
    if (own->wraps_up) {
      continue;
    }
    if (seat->talks.current == talk) {
      stf_ready_stop(talks, agent, now_us);
    } else if (own->asked_us != STF_NEVER) {
      stf_ready_take_out(talks, talk, now_us);
    }
    rescale(own, stf_skill_speed(talks->skill, agent, own->arrival.class_index, now_us));
    stf_live_note(&talks->pool, talk, STF_LIVE_HAND_BACK, now_us, agent);
    stf_places_release(talks, talk, now_us);
    forget(talks, talk);
    own->agent = STF_LIVE_NONE;
    own->spent_us = 0;
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
    const struct stf_live *own = talk_of(talks, talk);
    if (own->is_live) {
      if (own->wraps_up && seat_of(talks, own->agent)->talks.current != talk) {
        /* A log has no other way to say that something is left to do. */
        stf_live_note(&talks->pool, talk, STF_LIVE_START, talks->desk->to_us, own->agent);
      }
      stf_live_record(&talks->pool, talk, talks->staff, talks->records);
    }
  }
}
