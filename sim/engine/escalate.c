/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/escalate.h"

#include "engine/customer.h"
#include "engine/leaving.h"

enum {
  RULE_SHIFT = 8 /* a timer's kind is its enum stf_due_kind and, above that, the rule */
};

void stf_escalate_clear(struct stf_escalate *escalate) {
  stf_mem_release(escalate->allocator, escalate->pasts);
  escalate->pasts = NULL;
}

void stf_escalate_start(struct stf_escalate *escalate, const struct stf_stream *stream) {
  escalate->stream = stream;
  escalate->pasts_n = 0;
  escalate->free_past = STF_WAITING_NONE;
  escalate->tickets_n = 0;
}

static const struct stf_escalation *rules_of(const struct stf_desk *desk,
                                             const struct stf_waiting *who) {
  return desk->classes[who->arrival.class_index].escalation;
}

static bool is_of_hand(const struct stf_escalation_rule *rule) {
  return rule->clock == STF_ESCALATION_RESOLUTION && rule->deed == STF_ESCALATION_TRANSFER;
}

bool stf_escalate_takes_away(const struct stf_desk *desk, uint32_t team) {
  bool takes = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    takes = takes || (stf_desk_takes_away(&desk->classes[c]) && stf_desk_takes(desk, team, c));
  }
  return takes;
}

static void set(const struct stf_escalate *escalate, struct stf_timer timer,
                enum stf_due_kind kind, uint32_t rule) {
  timer.kind = (uint32_t)kind | rule << RULE_SHIFT;
  stf_due_set(escalate->due, timer);
}

void stf_escalate_watch(const struct stf_escalate *escalate, int32_t slot, int64_t now_us) {
  const struct stf_waiting *who = &escalate->waiting->slots[slot];
  const struct stf_escalation *escalation = rules_of(escalate->desk, who);
  for (uint32_t r = 0; escalation != NULL && r < escalation->rules_n; r++) {
    const struct stf_escalation_rule *rule = &escalation->rules[r];
    if (rule->deed == STF_ESCALATION_ALERT ||
        (who->past != STF_WAITING_NONE && rule->clock == STF_ESCALATION_FIRST_RESPONSE)) {
      continue;
    }
    int64_t at_us =
        stf_escalation_at_us(escalation, rule, who->arrival.open_us, who->arrival.queue_us);
    if (at_us > now_us || who->past == STF_WAITING_NONE) {
      set(escalate,
          (struct stf_timer){.at_us = at_us > now_us ? at_us : now_us,
                             .slot = (uint32_t)slot,
                             .generation = who->generation},
          STF_DUE_ESCALATE, r);
    }
  }
}

void stf_escalate_watch_hand(struct stf_escalate *escalate, uint32_t agent,
                             struct stf_hand_contact *contact, int64_t now_us) {
  const struct stf_arrival *arrival = &contact->who.arrival;
  const struct stf_escalation *escalation = rules_of(escalate->desk, &contact->who);
  bool late = contact->who.past == STF_WAITING_NONE &&
              (contact->assign_us < now_us || arrival->queue_us == now_us);
  contact->ticket = ++escalate->tickets_n;
  for (uint32_t r = 0; escalation != NULL && r < escalation->rules_n; r++) {
    const struct stf_escalation_rule *rule = &escalation->rules[r];
    int64_t at_us = stf_escalation_at_us(escalation, rule, arrival->open_us, arrival->queue_us);
    if (is_of_hand(rule) && (at_us > now_us || late)) {
      set(escalate,
          (struct stf_timer){.at_us = at_us > now_us ? at_us : now_us,
                             .slot = agent,
                             .generation = contact->ticket},
          STF_DUE_ESCALATE_HAND, r);
    }
  }
}

bool stf_escalate_waiting(struct stf_escalate *escalate, struct stf_timer timer,
                          uint32_t *team) {
  struct stf_waiting_room *room = escalate->waiting;
  const struct stf_waiting *who = &room->slots[timer.slot];
  if (who->generation != timer.generation || who->deadline_us <= timer.at_us) {
    return false;
  }
  const struct stf_escalation_rule *rule =
      &rules_of(escalate->desk, who)->rules[timer.kind >> RULE_SHIFT];
  struct stf_waiting_queue target = room->queues[who->queue];
  target.bumps_n += rule->deed == STF_ESCALATION_BUMP;
  target.team = rule->deed == STF_ESCALATION_TRANSFER ? rule->team : target.team;
  stf_waiting_move(room, (int32_t)timer.slot, stf_waiting_queue_of(room, &target));
  *team = target.team;
  return true;
}

uint32_t stf_escalate_find(const struct stf_hand *hand, struct stf_timer timer) {
  uint32_t place = 0;
  while (place < hand->contacts_n && hand->contacts[place].ticket != timer.generation) {
    place++;
  }
  return place;
}

/* Place for the stretches of one contact; STF_WAITING_NONE without memory. */
static int32_t take_past(struct stf_escalate *escalate) {
  int32_t place = escalate->free_past;
  if (place != STF_WAITING_NONE) {
    escalate->free_past = escalate->pasts[place].next_free;
  } else {
    struct stf_record_past *pasts =
        stf_mem_grown(escalate->allocator, escalate->pasts, &escalate->pasts_capacity,
                      escalate->pasts_n + 1, sizeof *pasts);
    if (pasts == NULL || escalate->pasts_n >= STF_WAITING_NONE) {
      escalate->pasts = pasts != NULL ? pasts : escalate->pasts;
      return STF_WAITING_NONE;
    }
    escalate->pasts = pasts;
    place = (int32_t)escalate->pasts_n++;
  }
  escalate->pasts[place].works_n = 0;
  escalate->pasts[place].handed_back = 0;
  escalate->pasts[place].closed = 0;
  return place;
}

/* The work that the specialist has with it. */
static int64_t work_us(const struct stf_escalate *escalate, const struct stf_waiting *who,
                       const struct stf_escalation_rule *rule, uint32_t transfers_n,
                       int64_t left_us) {
  if (!rule->afresh) {
    return left_us;
  }
  double u[2];
  stf_customer_pair(escalate->stream, &who->arrival,
                    (enum stf_stream_purpose)(STF_STREAM_ESCALATION + transfers_n / 2), u);
  const struct stf_class *class = &escalate->desk->classes[who->arrival.class_index];
  return stf_customer_us(stf_law_draw_s(&class->service, u[transfers_n % 2]));
}

/* Adds the work to what was done before on the contact, which then is not hers any more. Whom
 * an agent has had in hand does not leave. NULL: without memory. */
static struct stf_record_past *put_away(struct stf_escalate *escalate, struct stf_waiting *who,
                                        const struct stf_work *work) {
  if (who->past == STF_WAITING_NONE) {
    who->past = take_past(escalate);
    if (who->past == STF_WAITING_NONE) {
      return NULL;
    }
  }
  struct stf_record_past *past = &escalate->pasts[who->past];
  STF_ASSERT(past->works_n < STF_RECORD_PAST_MAX);
  past->works[past->works_n++] = *work;
  past->first_message_us =
      stf_customer_first_message_us(&escalate->desk->classes[who->arrival.class_index],
                                    escalate->stream, &who->arrival, past->works[0].start_us);
  who->deadline_us = INT64_MAX;
  who->gone_us = INT64_MAX;
  return past;
}

static uint32_t hand_backs_n(const struct stf_record_past *past) {
  uint32_t n = 0;
  for (uint64_t bits = past->handed_back; bits != 0; bits &= bits - 1) {
    n++;
  }
  return n;
}

enum stf_status stf_escalate_transfer(struct stf_escalate *escalate, struct stf_timer timer,
                                      const struct stf_hand_contact *contact,
                                      const struct stf_work *work, int64_t left_us,
                                      int32_t *slot) {
  struct stf_waiting_room *room = escalate->waiting;
  struct stf_waiting who = contact->who;
  const struct stf_escalation_rule *rule =
      &rules_of(escalate->desk, &who)->rules[timer.kind >> RULE_SHIFT];
  const struct stf_record_past *past = put_away(escalate, &who, work);
  if (past == NULL) {
    return STF_ERR_MEMORY;
  }
  /* What is transferred ends after the transfer. */
  uint32_t transfers_n = past->works_n - 1 - hand_backs_n(past);
  int64_t more_us = work_us(escalate, &who, rule, transfers_n, left_us);
  who.service_us = more_us > 0 ? more_us : 1;
  who.since_us = timer.at_us;
  who.queue = stf_waiting_queue_of(
      room,
      &(struct stf_waiting_queue){.class_index = who.arrival.class_index, .team = rule->team});
  return stf_waiting_push(room, &who, slot);
}

bool stf_escalate_may_hand_back(const struct stf_escalate *escalate,
                                const struct stf_waiting *who, int64_t now_us) {
  const struct stf_record_past *past = stf_escalate_past(escalate, who);
  return (past == NULL || hand_backs_n(past) < STF_RECORD_HAND_BACKS_MAX) &&
         !stf_leaving_is_ghost(who, now_us);
}

enum stf_status stf_escalate_hand_back(struct stf_escalate *escalate,
                                       const struct stf_hand_contact *contact,
                                       const struct stf_work *work, int64_t left_us,
                                       int32_t *slot) {
  struct stf_waiting who = contact->who;
  struct stf_record_past *past = put_away(escalate, &who, work);
  if (past == NULL) {
    return STF_ERR_MEMORY;
  }
  past->handed_back |= UINT64_C(1) << (past->works_n - 1);
  who.service_us = left_us > 0 ? left_us : 1;
  return stf_waiting_push(escalate->waiting, &who, slot);
}

enum stf_status stf_escalate_close(struct stf_escalate *escalate, struct stf_waiting *who,
                                   const struct stf_work *work, int64_t reopened_us,
                                   int64_t reply_us) {
  struct stf_record_past *past = put_away(escalate, who, work);
  if (past == NULL) {
    return STF_ERR_MEMORY;
  }
  past->closed |= UINT64_C(1) << (past->works_n - 1);
  past->reopened_us[past->works_n - 1] = reopened_us;
  past->reply_us[past->works_n - 1] = reply_us;
  return STF_OK;
}

const struct stf_record_past *stf_escalate_past(const struct stf_escalate *escalate,
                                                const struct stf_waiting *who) {
  return who->past != STF_WAITING_NONE ? &escalate->pasts[who->past] : NULL;
}

void stf_escalate_forget(struct stf_escalate *escalate, const struct stf_waiting *who) {
  if (who->past != STF_WAITING_NONE) {
    escalate->pasts[who->past].next_free = escalate->free_past;
    escalate->free_past = who->past;
  }
}

void stf_escalate_end(struct stf_escalate *escalate) {
  struct stf_waiting_room *room = escalate->waiting;
  for (uint32_t q = 0; q < room->queues_n; q++) {
    int32_t slot = room->queues[q].first;
    while (slot >= 0) {
      int32_t next = room->slots[slot].next;
      const struct stf_record_past *past = stf_escalate_past(escalate, &room->slots[slot]);
      if (past != NULL) {
        const struct stf_waiting *who = stf_waiting_remove(room, slot);
        stf_record_dropped(room->records, &who->arrival, past);
      }
      slot = next;
    }
  }
}
