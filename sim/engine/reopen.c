/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/reopen.h"

#include "engine/customer.h"
#include "engine/returns.h"
#include "engine/turn.h"

#define NO_SLOT UINT32_MAX

void stf_reopen_clear(struct stf_reopen *reopen) {
  stf_mem_release(reopen->allocator, reopen->slots);
  reopen->slots = NULL;
}

void stf_reopen_start(struct stf_reopen *reopen, const struct stf_stream *stream) {
  reopen->stream = stream;
  reopen->slots_n = 0;
  reopen->free_slot = NO_SLOT;
  reopen->status = STF_OK;
}

static uint32_t take_slot(struct stf_reopen *reopen) {
  uint32_t slot = reopen->free_slot;
  if (slot != NO_SLOT) {
    reopen->free_slot = reopen->slots[slot].next_free;
    return slot;
  }
  struct stf_reopen_slot *slots =
      stf_mem_grown(reopen->allocator, reopen->slots, &reopen->slots_capacity,
                    reopen->slots_n + 1, sizeof *slots);
  if (slots == NULL || reopen->slots_n >= NO_SLOT) {
    reopen->status = STF_ERR_MEMORY;
    return NO_SLOT;
  }
  reopen->slots = slots;
  return (uint32_t)reopen->slots_n++;
}

/* When a contact that was opened again so often already and closed then is opened again;
 * INT64_MAX: never. */
static int64_t reopened_us(const struct stf_reopen *reopen, const struct stf_arrival *arrival,
                           uint32_t number, int64_t closed_us) {
  const struct stf_after *after = reopen->desk->classes[arrival->class_index].after;
  double u[2];
  if (!stf_after_reopens(after) || number >= STF_RECORD_REOPENS_MAX ||
      (arrival->given != NULL && arrival->given->service_us != STF_NEVER)) {
    return INT64_MAX;
  }
  /* Neither transferred nor escalated: such classes are not opened again. */
  bool solved = stf_returns_outcome(reopen->stream, arrival, number) < after->solved_share;
  const struct stf_after_reopen *rule =
      &after->reopen[solved ? STF_AFTER_SOLVED : STF_AFTER_UNSOLVED];
  if (!(rule->share > 0)) {
    return INT64_MAX;
  }
  stf_turn_uniforms(reopen->stream, arrival, STF_STREAM_REOPEN, number, u);
  int64_t delay_us = stf_customer_us(stf_law_draw_s(&rule->delay, u[1]));
  delay_us = delay_us > 0 ? delay_us : 1; /* behind the close */
  int64_t at_us = stf_customer_later(closed_us, delay_us);
  bool comes = u[0] < rule->share && delay_us < STF_REOPEN_MOST_US;
  return comes && at_us < reopen->desk->to_us ? at_us : INT64_MAX;
}

bool stf_reopen_closed(struct stf_reopen *reopen, const struct stf_waiting *who, uint32_t agent,
                       const struct stf_work *work) {
  const struct stf_record_past *past = stf_escalate_past(reopen->escalate, who);
  const struct stf_class *class = &reopen->desk->classes[who->arrival.class_index];
  uint32_t number = past != NULL ? past->works_n : 0;
  int64_t at_us = reopened_us(reopen, &who->arrival, number, work->end_us);
  uint32_t slot = at_us != INT64_MAX ? take_slot(reopen) : NO_SLOT;
  if (slot == NO_SLOT) {
    return false;
  }
  double u[2];
  stf_turn_uniforms(reopen->stream, &who->arrival, STF_STREAM_REOPEN_WORK, number, u);
  int64_t reply_us = class->first_message.kind != STF_LAW_NEVER
                         ? stf_customer_us(stf_law_draw_s(&class->first_message, u[1]))
                         : STF_NEVER;
  struct stf_reopen_slot *closed = &reopen->slots[slot];
  *closed = (struct stf_reopen_slot){.who = *who, .agent = agent};
  closed->who.service_us = stf_customer_us(stf_law_draw_s(&class->service, u[0]));
  closed->who.since_us = at_us;
  reopen->status = stf_escalate_close(reopen->escalate, &closed->who, work, at_us, reply_us);
  stf_due_set(reopen->due,
              (struct stf_timer){.at_us = at_us, .slot = slot, .kind = STF_DUE_REOPEN});
  return true;
}

struct stf_waiting stf_reopen_take(struct stf_reopen *reopen, struct stf_timer timer,
                                   uint32_t *agent) {
  struct stf_reopen_slot *slot = &reopen->slots[timer.slot];
  slot->next_free = reopen->free_slot;
  reopen->free_slot = timer.slot;
  *agent = slot->agent;
  return slot->who;
}
