/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/returns.h"

#include "engine/customer.h"
#include "engine/record.h"
#include "engine/turn.h"
#include "random/elementary.h"

#define NO_SLOT      UINT32_MAX
#define RETURNS_MOST ((UINT32_C(1) << 20) - 1) /* random/stream.h: index < 2^20 */

void stf_returns_init(struct stf_returns *returns, const struct stf_desk *desk,
                      struct stf_due *due, const struct stf_allocator *allocator) {
  *returns = (struct stf_returns){.desk = desk, .allocator = allocator, .due = due};
}

void stf_returns_clear(struct stf_returns *returns) {
  stf_mem_release(returns->allocator, returns->slots);
  returns->slots = NULL;
}

void stf_returns_start(struct stf_returns *returns, const struct stf_stream *stream) {
  returns->stream = stream;
  returns->slots_n = 0;
  returns->free_slot = NO_SLOT;
  returns->customers_n = 0;
  returns->now_us = INT64_MIN;
  returns->status = STF_OK;
}

void stf_returns_greet(struct stf_returns *returns, struct stf_arrival *arrival) {
  if (returns->desk->customers_n == 0) {
    arrival->customer = returns->customers_n++;
  }
}

/* ---- on the way ---- */

static uint32_t take_slot(struct stf_returns *returns) {
  uint32_t slot = returns->free_slot;
  if (slot != NO_SLOT) {
    returns->free_slot = returns->slots[slot].next_free;
    return slot;
  }
  struct stf_returns_slot *slots =
      stf_mem_grown(returns->allocator, returns->slots, &returns->slots_capacity,
                    returns->slots_n + 1, sizeof *slots);
  if (slots == NULL || returns->slots_n >= NO_SLOT) {
    returns->status = STF_ERR_MEMORY;
    return NO_SLOT;
  }
  returns->slots = slots;
  return (uint32_t)returns->slots_n++;
}

static struct stf_arrival next_of(const struct stf_arrival *arrival, bool past_bot,
                                  int64_t at_us) {
  bool is_first = arrival->kind != STF_STREAM_RETURN;
  return (struct stf_arrival){.open_us = at_us,
                              .queue_us = at_us,
                              .kind = STF_STREAM_RETURN,
                              .id = arrival->id,
                              .copy = is_first ? 1 : arrival->copy + 1,
                              .customer = arrival->customer,
                              .address =
                                  is_first ? stf_record_address(arrival) : arrival->address,
                              .class_index = arrival->class_index,
                              .past_bot = past_bot};
}

void stf_returns_draw(struct stf_returns *returns, const struct stf_arrival *arrival,
                      const struct stf_after_return *rule, int64_t ended_us) {
  double u[2];
  if (!(rule->share > 0)) {
    return;
  }
  stf_customer_pair(returns->stream, arrival, STF_STREAM_REPEAT, u);
  if (!(u[0] < rule->share)) {
    return;
  }
  int64_t at_us =
      stf_customer_later(ended_us, stf_customer_us(stf_law_draw_s(&rule->delay, u[1])));
  at_us = at_us > returns->now_us ? at_us : returns->now_us; /* closed as idle, seen later */
  struct stf_arrival next = next_of(arrival, rule->past_bot, at_us);
  if (at_us >= returns->desk->to_us || next.copy > RETURNS_MOST) {
    return;
  }
  uint32_t slot = take_slot(returns);
  if (slot != NO_SLOT) {
    returns->slots[slot].arrival = next;
    stf_due_set(returns->due,
                (struct stf_timer){.at_us = at_us, .slot = slot, .kind = STF_DUE_RETURN});
  }
}

struct stf_arrival stf_returns_take(struct stf_returns *returns, uint32_t slot) {
  returns->slots[slot].next_free = returns->free_slot;
  returns->free_slot = slot;
  return returns->slots[slot].arrival;
}

/* ---- outcomes ---- */

double stf_returns_outcome(const struct stf_stream *stream, const struct stf_arrival *arrival,
                           uint32_t reopens_n) {
  double u[2];
  if (reopens_n == 0) {
    stf_customer_pair(stream, arrival, STF_STREAM_OUTCOME, u);
  } else {
    stf_turn_uniforms(stream, arrival, STF_STREAM_OUTCOME_AGAIN, reopens_n, u);
  }
  return u[0];
}

/* Times that it was opened again before its last close. */
static uint32_t reopens_before(const struct stf_contact *contact) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    n += contact->holds[i].closed && contact->holds[i].end_us < contact->close_us;
  }
  return n;
}

static bool is_solved(const struct stf_returns *returns, const struct stf_after *after,
                      const struct stf_arrival *arrival, const struct stf_contact *contact) {
  double share = after->solved_share;
  if (contact->escalations_n > 0) {
    share = after->solved_escalated_share;
  } else if (contact->transfers_n > 0) {
    share = after->solved_transferred_share;
  }
  return stf_returns_outcome(returns->stream, arrival, reopens_before(contact)) < share;
}

/* ---- survey ---- */

static double log1p_min(int64_t us) {
  return stf_elementary_log(1 + (double)us / 60e6);
}

/* Longest wait for a reply. */
static int64_t worst_gap_us(const struct stf_contact *contact) {
  int64_t worst_us = 0;
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    int64_t wait_us = stf_contact_reply_wait_us(&contact->replies[i]);
    worst_us = wait_us > worst_us ? wait_us : worst_us;
  }
  return worst_us;
}

/* What the customer answers, from 0; UINT32_MAX: not asked, or beyond what the data behind the
 * coefficients have seen. */
static uint32_t category_of(const struct stf_after_opinion *opinion,
                            const struct stf_contact *contact, double u) {
  if (opinion == NULL) {
    return UINT32_MAX;
  }
  bool is_answered = contact->first_human_us != STF_NEVER;
  int64_t frt_us = is_answered ? contact->first_human_us - contact->open_us : 0;
  int64_t gap_us = worst_gap_us(contact);
  if ((double)frt_us > opinion->frt_most_s * 1e6 ||
      (double)gap_us > opinion->gap_most_s * 1e6) {
    return UINT32_MAX;
  }
  bool moved = contact->transfers_n > 0 || contact->escalations_n > 0;
  const double x[STF_AFTER_COVARIATES] = {
      [STF_AFTER_FRT] = log1p_min(frt_us),
      [STF_AFTER_GAP] = log1p_min(gap_us),
      [STF_AFTER_SETTLED] = contact->solved == STF_SOLVED_YES ? 1 : 0,
      [STF_AFTER_TRANSFERRED] = moved ? 1 : 0,
      [STF_AFTER_BOT] = contact->bot_start_us != STF_NEVER ? 1 : 0};
  return stf_after_category(opinion, x, u);
}

/* Lowest score of each of the three groups: the model knows no more than the group. */
static const uint8_t NPS_OF[STF_AFTER_NPS_CUTS + 1] = {1 + 0, 1 + 7, 1 + 9};

static void survey(const struct stf_returns *returns, const struct stf_after *after,
                   const struct stf_arrival *arrival, struct stf_contact *contact) {
  double sent[2];
  double opinion[2];
  stf_customer_pair(returns->stream, arrival, STF_STREAM_SURVEY, sent);
  if (!(sent[0] < after->survey_share)) {
    return;
  }
  contact->survey = STF_SURVEY_SENT;
  if (!(sent[1] < after->survey_answered_share)) {
    return;
  }
  contact->survey = STF_SURVEY_ANSWERED;
  stf_customer_pair(returns->stream, arrival, STF_STREAM_OPINION, opinion);
  uint32_t csat = category_of(after->csat, contact, opinion[0]);
  uint32_t nps = category_of(after->nps, contact, opinion[1]);
  contact->csat = csat != UINT32_MAX ? (uint8_t)(csat + 1) : 0;
  contact->nps = nps != UINT32_MAX ? NPS_OF[nps] : 0;
}

void stf_returns_silent(struct stf_returns *returns, const struct stf_arrival *arrival,
                        int64_t gone_us) {
  const struct stf_after *after = returns->desk->classes[arrival->class_index].after;
  if (after != NULL) {
    stf_returns_draw(returns, arrival, &after->repeat[STF_AFTER_ABANDONED], gone_us);
  }
}

void stf_returns_ended(struct stf_returns *returns, const struct stf_arrival *arrival,
                       struct stf_contact *contact) {
  const struct stf_after *after = returns->desk->classes[arrival->class_index].after;
  enum stf_after_outcome outcome = STF_AFTER_OUTCOMES;
  if (after == NULL) {
    return;
  }
  switch ((enum stf_outcome)contact->outcome) {
  case STF_OUTCOME_CLOSED:
    outcome =
        is_solved(returns, after, arrival, contact) ? STF_AFTER_SOLVED : STF_AFTER_UNSOLVED;
    contact->solved = outcome == STF_AFTER_SOLVED ? STF_SOLVED_YES : STF_SOLVED_NO;
    if (after->survey_share > 0) {
      survey(returns, after, arrival, contact);
    }
    break;
  case STF_OUTCOME_ABANDONED:
    outcome = contact->silent ? STF_AFTER_OUTCOMES : STF_AFTER_ABANDONED;
    break;
  case STF_OUTCOME_CONTAINED:
    outcome = contact->abandon_us != STF_NEVER ? STF_AFTER_GAVE_UP : STF_AFTER_CONTAINED;
    break;
  case STF_OUTCOME_OPEN:
    break;
  }
  if (outcome != STF_AFTER_OUTCOMES) {
    stf_returns_draw(returns, arrival, &after->repeat[outcome], contact->close_us);
  }
}
