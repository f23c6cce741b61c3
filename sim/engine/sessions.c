/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sessions.h"

#include "engine/channel.h"
#include "engine/customer.h"
#include "engine/leaving.h"
#include "engine/ready.h"

static int64_t next_us(const struct stf_sessions *sessions, uint32_t agent) {
  const struct stf_staff_seat *seat = sessions->staff->agents[agent].seat;
  int64_t done_us = seat->in_turns ? stf_ready_done_us(sessions->talks, agent)
                                   : stf_hand_done_us(&seat->hand);
  int64_t pause_us = stf_hand_pause_end_us(&seat->hand);
  int64_t back_us = stf_breaks_on(&seat->breaks) ? seat->breaks.until_us : INT64_MAX;
  int64_t first_us = done_us < pause_us ? done_us : pause_us;
  if (!stf_breaks_on(&seat->breaks) && stf_away_due_us(&seat->away) < first_us) {
    first_us = stf_away_due_us(&seat->away);
  }
  return back_us < first_us ? back_us : first_us;
}

static void reschedule(struct stf_sessions *sessions, uint32_t agent) {
  stf_release_set(sessions->releases, (struct stf_release){next_us(sessions, agent), agent});
}

void stf_sessions_touched(struct stf_sessions *sessions, uint32_t agent, int64_t now_us) {
  if (sessions->staff->agents[agent].seat->in_turns) {
    stf_ready_go_on(sessions->talks, agent, now_us);
  }
  reschedule(sessions, agent);
}

/* Tells those who want to know that her hands are empty, or the run over (end_us STF_NEVER). */
static void tell_busy(struct stf_sessions *sessions, const struct stf_staff_agent *by,
                      int64_t end_us) {
  const struct stf_engine_sink *sink = sessions->sink;
  const struct stf_hand *hand = &by->seat->hand;
  struct stf_work span = {.start_us = hand->busy_since_us,
                          .end_us = end_us,
                          .agent = by->name,
                          .team = sessions->desk->teams[by->team].name};
  if (sink->busy != NULL && (hand->cap > 1 || hand->stretches != NULL) &&
      sessions->status == STF_OK && span.start_us != span.end_us) {
    sessions->status = sink->busy(sink->context, &span);
  }
}

/* The work on a contact in hand, as far as it is known before it ends. */
static struct stf_record_work work_of(const struct stf_sessions *sessions,
                                      const struct stf_staff_agent *by,
                                      const struct stf_hand_contact *contact) {
  const struct stf_arrival *arrival = &contact->who.arrival;
  const struct stf_class *class = &sessions->desk->classes[arrival->class_index];
  return (struct stf_record_work){.start_us = contact->assign_us,
                                  .end_us = INT64_MAX,
                                  .first_message_us = stf_customer_first_message_us(
                                      class, sessions->stream, arrival, contact->assign_us),
                                  .left_us = STF_NEVER,
                                  .agent = by->name,
                                  .team = by->team};
}

/* Of those with more than a patience: a ghost's work, and when to look whether she leaves. */
static struct stf_waiting expect(struct stf_sessions *sessions, const struct stf_waiting *who,
                                 uint32_t agent, int64_t now_us) {
  const struct stf_class *class = &sessions->desk->classes[who->arrival.class_index];
  struct stf_hand_contact contact = {.assign_us = now_us, .who = *who};
  if (stf_leaving_is_ghost(who, now_us)) {
    contact.who.service_us = stf_leaving_ghost_us(class, sessions->stream, who);
    if (who->gone_us == now_us) { /* nobody has seen it yet */
      stf_record_silent(sessions->records, &who->arrival, now_us);
    }
    return contact.who;
  }
  struct stf_record_work work = work_of(sessions, &sessions->staff->agents[agent], &contact);
  if (stf_leaving_in_hand(class, who, &work)) {
    stf_due_set(sessions->due, (struct stf_timer){.at_us = stf_leaving_at_us(who),
                                                  .slot = agent,
                                                  .kind = STF_DUE_LEAVE_HAND});
  }
  return contact.who;
}

void stf_sessions_take(struct stf_sessions *sessions, const struct stf_waiting *who,
                       uint32_t agent, int64_t assign_us, int64_t now_us) {
  struct stf_staff_seat *seat = sessions->staff->agents[agent].seat;
  if (seat->in_turns) {
    stf_talks_take(sessions->talks, who, agent, assign_us, now_us);
  } else {
    struct stf_waiting taken = *who;
    taken.service_us = stf_skill_take(sessions->skill, agent, who, now_us);
    if (stf_leaving_matters(&sessions->desk->classes[who->arrival.class_index], who)) {
      taken = expect(sessions, &taken, agent, now_us);
    }
    struct stf_hand_contact *contact =
        seat->hand.stretches == NULL
            ? stf_hand_take(&seat->hand, &taken, assign_us, now_us)
            : stf_hand_take_as(
                  &seat->hand, &taken,
                  stf_channel_claim(sessions->staff, agent, who->arrival.class_index),
                  assign_us, now_us);
    contact->work_us = who->service_us;
    if (sessions->desk->classes[who->arrival.class_index].escalation != NULL) {
      stf_escalate_watch_hand(sessions->escalate, agent, contact, now_us);
    }
    stf_staff_settle(sessions->staff, agent, now_us);
  }
  reschedule(sessions, agent);
}

/* With the stretches of work, where the contact stood still in between; the first message comes
 * after so much of them. */
static void pass_on(struct stf_sessions *sessions, const struct stf_arrival *arrival,
                    const struct stf_hand_contact *contact,
                    const struct stf_record_work *work) {
  struct stf_stretches *stretches = &sessions->staff->stretches;
  if (sessions->desk->teams[work->team].channels == NULL) {
    stf_record_assigned(sessions->records, arrival, work);
    return;
  }
  struct stf_stretches_list worked = contact->worked;
  int64_t done_us = stf_customer_later(work->end_us, work->wrap_up_us);
  /* A log has no other way to say that after-work is left. */
  bool is_left = contact->closed_us != STF_NEVER && contact->since_us == STF_NEVER;
  const struct stf_work last = {.start_us = is_left ? sessions->desk->to_us : contact->since_us,
                                .end_us = done_us != INT64_MAX ? done_us : STF_NEVER,
                                .agent = work->agent,
                                .team = sessions->desk->teams[work->team].name};
  struct stf_record_channel channel = {.works = stf_stretches_works(stretches, &worked, &last),
                                       .works_n = worked.n + (last.start_us != STF_NEVER),
                                       .places = (uint8_t)contact->claim.places};
  if (channel.works != NULL) {
    struct stf_record_work told = *work;
    told.channel = &channel;
    if (told.first_message_us != STF_NEVER) {
      told.first_message_us = stf_stretches_after_us(
          channel.works, channel.works_n, told.first_message_us - contact->assign_us);
    }
    stf_record_assigned(sessions->records, arrival, &told);
  }
  stf_stretches_drop(stretches, &worked);
}

/* True if she is done with it and it will be opened again. */
static bool opens_again(struct stf_sessions *sessions, const struct stf_staff_agent *by,
                        const struct stf_hand_contact *contact, int64_t end_us) {
  const struct stf_class *class = &sessions->desk->classes[contact->who.arrival.class_index];
  const struct stf_work work = {.start_us = contact->assign_us,
                                .end_us = end_us,
                                .agent = by->name,
                                .team = sessions->desk->teams[by->team].name};
  return stf_after_reopens(class->after) &&
         stf_reopen_closed(sessions->reopen, &contact->who,
                           (uint32_t)(by - sessions->staff->agents), &work);
}

/* The work on a contact until then, and whether its customer left before. */
static struct stf_record_work work_until(const struct stf_sessions *sessions,
                                         const struct stf_staff_agent *by,
                                         const struct stf_hand_contact *contact,
                                         int64_t end_us) {
  const struct stf_arrival *arrival = &contact->who.arrival;
  const struct stf_class *class = &sessions->desk->classes[arrival->class_index];
  struct stf_record_work work = work_of(sessions, by, contact);
  work.end_us = end_us;
  work.past = stf_escalate_past(sessions->escalate, &contact->who);
  if (work.past != NULL) {
    work.first_message_us = stf_customer_first_message_us(class, sessions->stream, arrival,
                                                          work.past->works[0].start_us);
  }
  if (stf_leaving_matters(class, &contact->who)) {
    stf_leaving_judge(class, &contact->who, &work);
  }
  return work;
}

/* The agent has closed a contact whose customer was there. */
static void note_closed(const struct stf_sessions *sessions, const struct stf_staff_agent *by,
                        const struct stf_hand_contact *contact, int64_t now_us) {
  stf_sticky_note(sessions->route->sticky, contact->who.arrival.customer,
                  (uint32_t)(by - sessions->staff->agents), now_us);
}

/* Record of a contact that she is done with, or at INT64_MAX still has in hand; none if it will
 * be opened again. True: she has closed it, the customer had not left. */
static bool record(struct stf_sessions *sessions, const struct stf_staff_agent *by,
                   const struct stf_hand_contact *contact, int64_t end_us) {
  const struct stf_arrival *arrival = &contact->who.arrival;
  bool wraps_up = contact->closed_us != STF_NEVER;
  struct stf_record_work work =
      work_until(sessions, by, contact, wraps_up ? contact->closed_us : end_us);
  bool closed = end_us != INT64_MAX && work.left_us == STF_NEVER;
  if (wraps_up) {
    work.wrap_up_us = end_us != INT64_MAX ? end_us - contact->closed_us : INT64_MAX;
  } else if (closed) {
    note_closed(sessions, by, contact, end_us);
    if (opens_again(sessions, by, contact, end_us)) {
      return true;
    }
  }
  pass_on(sessions, arrival, contact, &work);
  stf_escalate_forget(sessions->escalate, &contact->who);
  return closed;
}

/* The contact that she has just been rid of. */
static void finish_contact(struct stf_sessions *sessions, struct stf_staff_agent *by,
                           const struct stf_hand_contact *contact, int64_t now_us) {
  struct stf_hand *hand = &by->seat->hand;
  const struct stf_arrival *arrival = &contact->who.arrival;
  const struct stf_class *class = &sessions->desk->classes[arrival->class_index];
  int64_t pause_us =
      stf_customer_pause_us(&sessions->desk->teams[by->team], sessions->stream, arrival);
  if (record(sessions, by, contact, now_us)) {
    pause_us =
        stf_customer_later(stf_customer_kept_us(class, sessions->stream, arrival), pause_us);
  }
  if (pause_us > 0) {
    stf_hand_pause(hand, stf_customer_later(now_us, pause_us));
  }
  if (hand->contacts_n == 0) {
    tell_busy(sessions, by, now_us);
  }
}

/* The work that is done next is so now: after-work follows, or she is rid of the contact. */
static void finish_work(struct stf_sessions *sessions, struct stf_staff_agent *by,
                        int64_t now_us) {
  struct stf_hand *hand = &by->seat->hand;
  const struct stf_hand_contact *contact = &hand->contacts[hand->contacts_n - 1];
  const struct stf_arrival *arrival = &contact->who.arrival;
  const struct stf_class *class = &sessions->desk->classes[arrival->class_index];
  int64_t wrap_up_us = 0;
  if (class->wrap_up != NULL && contact->closed_us == STF_NEVER &&
      work_until(sessions, by, contact, now_us).left_us == STF_NEVER) {
    wrap_up_us = stf_customer_wrap_up_us(class, sessions->stream, arrival);
  }
  if (wrap_up_us > 0) {
    note_closed(sessions, by, contact, now_us);
    stf_hand_wrap_up(hand, wrap_up_us, now_us);
  } else {
    finish_contact(sessions, by, stf_hand_finish(hand, now_us), now_us);
    stf_staff_settle(sessions->staff, (uint32_t)(by - sessions->staff->agents), now_us);
  }
}

int64_t stf_sessions_take_away(struct stf_sessions *sessions, uint32_t agent, uint32_t place,
                               int64_t now_us, struct stf_hand_contact *contact,
                               struct stf_work *work) {
  struct stf_staff_agent *by = &sessions->staff->agents[agent];
  struct stf_hand *hand = &by->seat->hand;
  *contact = *stf_hand_remove(hand, place, now_us);
  int64_t left_us = stf_customer_us(contact->due_us > 0 ? contact->due_us * 1e-6 : 0);
  *work = (struct stf_work){.start_us = contact->assign_us,
                            .end_us = now_us,
                            .agent = by->name,
                            .team = sessions->desk->teams[by->team].name};
  if (by->seat->hand.contacts_n == 0) {
    tell_busy(sessions, by, now_us);
  }
  int64_t hers_us = contact->who.service_us;
  return contact->work_us == hers_us || hers_us <= 0
             ? left_us
             : (int64_t)((double)left_us * ((double)contact->work_us / (double)hers_us) + 0.5);
}

void stf_sessions_freed(struct stf_sessions *sessions, uint32_t agent, int64_t now_us) {
  stf_staff_settle(sessions->staff, agent, now_us);
  stf_sessions_touched(sessions, agent, now_us);
  stf_sessions_share_out(sessions, sessions->staff->agents[agent].team, now_us);
}

void stf_sessions_event(struct stf_sessions *sessions, uint32_t agent, int64_t now_us) {
  struct stf_staff *staff = sessions->staff;
  struct stf_staff_agent *by = &staff->agents[agent];
  struct stf_hand *hand = &by->seat->hand;
  if (by->seat->in_turns && stf_ready_done_us(sessions->talks, agent) <= now_us) {
    stf_talks_done(sessions->talks, agent, now_us);
  } else if (stf_hand_done_us(hand) <= now_us) {
    finish_work(sessions, by, now_us);
  } else if (stf_hand_pause_end_us(hand) <= now_us) {
    hand->pauses_n--;
    stf_staff_settle(staff, agent, now_us);
  } else if (stf_breaks_on(&by->seat->breaks)) {
    stf_staff_return(staff, agent, now_us);
  } else {
    stf_staff_away(staff, agent, now_us);
  }
  stf_sessions_share_out(sessions, by->team, now_us);
  stf_sessions_touched(sessions, agent, now_us);
}

bool stf_sessions_due(struct stf_sessions *sessions, struct stf_timer timer, int64_t now_us) {
  bool happened = false;
  uint32_t agent = stf_talks_due(sessions->talks, timer, now_us, &happened);
  if (agent != STF_STAFF_NONE) {
    stf_sessions_share_out(sessions, sessions->staff->agents[agent].team, now_us);
    stf_sessions_touched(sessions, agent, now_us);
  }
  return happened;
}

bool stf_sessions_leave(struct stf_sessions *sessions, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *by = &sessions->staff->agents[agent];
  struct stf_hand *hand = &by->seat->hand;
  for (uint32_t place = hand->contacts_n; place-- > 0;) {
    const struct stf_waiting *who = &hand->contacts[place].who;
    const struct stf_class *class = &sessions->desk->classes[who->arrival.class_index];
    struct stf_record_work work = work_of(sessions, by, &hand->contacts[place]);
    if (hand->contacts[place].closed_us != STF_NEVER || stf_leaving_at_us(who) != now_us ||
        !stf_leaving_in_hand(class, who, &work)) {
      continue;
    }
    if (who->gone_us == INT64_MAX) {
      finish_contact(sessions, by, stf_hand_remove(hand, place, now_us), now_us);
    } else {
      stf_record_silent(sessions->records, &who->arrival, now_us);
      stf_hand_rework(hand, place, stf_leaving_ghost_us(class, sessions->stream, who), now_us);
    }
    stf_staff_settle(sessions->staff, agent, now_us);
    reschedule(sessions, agent);
    stf_sessions_share_out(sessions, by->team, now_us);
    return true;
  }
  return false;
}

void stf_sessions_share_out(struct stf_sessions *sessions, uint32_t team, int64_t now_us) {
  struct stf_staff *staff = sessions->staff;
  const struct stf_staff_team *own = &staff->teams[team];
  while (own->idle_n > 0) {
    uint32_t queue = stf_next_queue(sessions->next, team, 0, now_us);
    if (queue == sessions->waiting->queues_n) {
      return;
    }
    const struct stf_waiting *who = stf_waiting_pop(sessions->waiting, queue);
    const struct stf_route_call call = {
        .class_index = who->arrival.class_index,
        .customer = STF_NOBODY,
        .now_us = now_us,
        .u = own->draws ? stf_customer_routing(sessions->stream, &who->arrival) : 0.5};
    stf_sessions_take(sessions, who, stf_route_pick(sessions->route, team, &call), now_us,
                      now_us);
  }
}

void stf_sessions_end(struct stf_sessions *sessions) {
  for (uint32_t a = 0; a < sessions->staff->agents_n; a++) {
    const struct stf_staff_agent *by = &sessions->staff->agents[a];
    if (by->seat == NULL || by->seat->hand.contacts_n == 0) {
      continue;
    }
    tell_busy(sessions, by, STF_NEVER);
    while (by->seat->hand.contacts_n > 0) {
      (void)record(sessions, by, &by->seat->hand.contacts[--by->seat->hand.contacts_n],
                   INT64_MAX);
    }
  }
}
