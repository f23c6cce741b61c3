/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_facts.h"

#include "base/quantity.h"
#include "contact/owed.h"
#include "kpi/kpi_sla.h"

#define CALENDAR_RESOLUTIONS                                                                   \
  ((1U << STF_KPI_CELL_BUSINESS_RESOLUTION) - (1U << STF_KPI_CELL_RESOLUTION))
/* Those that only a resolved contact has. */
#define OF_RESOLVES (1U << STF_KPI_CELL_LAST_RESOLVE | 1U << STF_KPI_CELL_FIRST_RESOLVE)

/* In which a business may write freely behind a customer's message: the customer service window
 * of the WhatsApp Business Platform. */
#define WINDOW_US (INT64_C(86400) * STF_US_PER_S)

enum {
  FEW_REPLIES = 16
};

/* From `from_us` to `to_us`, if both happened; 0 if the end came first (an agent who wrote
 * before the contact was assigned). */
static void set_span(struct stf_kpi_facts *facts, enum stf_kpi_cell_duration duration,
                     int64_t from_us, int64_t to_us) {
  if (from_us != STF_NEVER && to_us != STF_NEVER) {
    facts->durations_us[duration] = to_us > from_us ? to_us - from_us : 0;
    facts->durations |= 1U << duration;
  }
}

static void find_waits(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  if (facts->is_answered) {
    set_span(facts, STF_KPI_CELL_WAIT_ANSWERED, facts->asked_us, facts->answered_us);
    set_span(facts, STF_KPI_CELL_WAIT_ALL, facts->asked_us, facts->answered_us);
  } else if (facts->is_abandoned) {
    set_span(facts, STF_KPI_CELL_WAIT_ABANDONED, facts->asked_us, contact->abandon_us);
    set_span(facts, STF_KPI_CELL_WAIT_ALL, facts->asked_us, contact->abandon_us);
  }
}

static void find_first_responses(const struct stf_contact *contact,
                                 struct stf_kpi_facts *facts) {
  if (contact->campaign == STF_CAMPAIGN_APART) {
    return;
  }
  if (facts->is_silent) { /* what is said to nobody is no answer */
    set_span(facts, STF_KPI_CELL_FRT_ANY, contact->open_us,
             contact->first_any_us < contact->abandon_us ? contact->first_any_us : STF_NEVER);
    return;
  }
  if (facts->is_offered) {
    set_span(facts, STF_KPI_CELL_FRT_HUMAN, contact->open_us, contact->first_human_us);
    set_span(facts, STF_KPI_CELL_FRT_AFTER_BOT, facts->handed_us, contact->first_human_us);
  }
  set_span(facts, STF_KPI_CELL_FRT_ANY, contact->open_us, contact->first_any_us);
  set_span(facts, STF_KPI_CELL_FRT_ASSIGNED, contact->assign_us, contact->first_human_us);
}

/* Rank k (from 0) of the waits of any number of replies, without changing or copying them: the
 * smallest wait with more than k waits not above it, by halving the range of waits. */
static int64_t ranked(const struct stf_reply *replies, size_t n, size_t k) {
  int64_t low = INT64_MAX;
  int64_t high = INT64_MIN;
  for (size_t i = 0; i < n; i++) {
    int64_t wait_us = stf_contact_reply_wait_us(&replies[i]);
    low = wait_us < low ? wait_us : low;
    high = wait_us > high ? wait_us : high;
  }
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    size_t not_above = 0;
    for (size_t i = 0; i < n; i++) {
      not_above += stf_contact_reply_wait_us(&replies[i]) <= middle;
    }
    if (not_above > k) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/* Nearly all conversations have few replies: sorted as they come. */
static int64_t median_wait_us(const struct stf_reply *replies, size_t n) {
  int64_t sorted[FEW_REPLIES];
  if (n > FEW_REPLIES) {
    int64_t middle_us = ranked(replies, n, n / 2);
    return n % 2 == 1 ? middle_us : (middle_us + ranked(replies, n, n / 2 - 1)) / 2;
  }
  for (size_t i = 0; i < n; i++) {
    int64_t wait_us = stf_contact_reply_wait_us(&replies[i]);
    size_t place = i;
    while (place > 0 && sorted[place - 1] > wait_us) {
      sorted[place] = sorted[place - 1];
      place--;
    }
    sorted[place] = wait_us;
  }
  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2] + sorted[n / 2 - 1]) / 2;
}

bool stf_kpi_facts_is_first_of_day(const struct stf_zone *zone,
                                   const struct stf_contact *contact, uint32_t i) {
  return i == 0 || stf_zone_day_at(zone, contact->replies[i].at_us) !=
                       stf_zone_day_at(zone, contact->replies[i - 1].at_us);
}

static void find_first_of_days(const struct stf_kpi_layout *layout,
                               const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  int64_t sum_us = 0;
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    if (stf_kpi_facts_is_first_of_day(layout->plan.zone, contact, i)) {
      sum_us += stf_contact_reply_wait_us(&contact->replies[i]);
      facts->days_n++;
    }
  }
  facts->durations_us[STF_KPI_CELL_FRT_OF_DAY] = sum_us;
  facts->durations |= 1U << STF_KPI_CELL_FRT_OF_DAY;
}

/* Replies behind the channel's window, and templates. */
static void count_replies(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  facts->replies_n = facts->is_silent ? 0 : contact->replies_n;
  facts->late_n = 0;
  facts->templates_n = 0;
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    const struct stf_reply *reply = &contact->replies[i];
    facts->late_n += !facts->is_silent && reply->at_us - reply->last_us > WINDOW_US;
    facts->templates_n += reply->is_template;
  }
}

/* What a conversation waited for its customer without a place, and for its agent at the end. */
static void find_pauses(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  if (stf_contact_was_parked(contact)) {
    set_span(facts, STF_KPI_CELL_PARKED_TIME, 0, stf_contact_parked_us(contact));
  }
  if (contact->outcome == STF_OUTCOME_OPEN) {
    set_span(facts, STF_KPI_CELL_UNANSWERED_FOR, contact->unanswered_us, facts->horizon_us);
  }
}

static void find_replies(const struct stf_kpi_layout *layout, const struct stf_contact *contact,
                         struct stf_kpi_facts *facts) {
  size_t n = contact->replies_n;
  count_replies(contact, facts);
  facts->days_n = 0;
  if (n == 0 || facts->is_silent) {
    return;
  }
  if ((layout->durations & 1U << STF_KPI_CELL_FRT_OF_DAY) != 0) {
    find_first_of_days(layout, contact, facts);
  }
  int64_t sum_us = 0;
  for (size_t i = 0; i < n; i++) {
    sum_us += stf_contact_reply_wait_us(&contact->replies[i]);
  }
  facts->durations_us[STF_KPI_CELL_RESPONSE] = sum_us;
  facts->durations_us[STF_KPI_CELL_RESPONSE_MEAN] = sum_us / (int64_t)n;
  facts->durations |= 1U << STF_KPI_CELL_RESPONSE | 1U << STF_KPI_CELL_RESPONSE_MEAN;
  if ((layout->durations & 1U << STF_KPI_CELL_RESPONSE_MEDIAN) != 0) {
    facts->durations_us[STF_KPI_CELL_RESPONSE_MEDIAN] = median_wait_us(contact->replies, n);
    facts->durations |= 1U << STF_KPI_CELL_RESPONSE_MEDIAN;
  }
}

static void find_handling(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  if (!facts->is_answered) {
    return;
  }
  const struct stf_work *works = stf_contact_works(contact);
  int64_t worked_us = 0;
  int64_t last_us = STF_NEVER;
  bool is_finished = contact->works_n > 0;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    is_finished = is_finished && works[i].end_us != STF_NEVER;
    worked_us += works[i].end_us != STF_NEVER ? works[i].end_us - works[i].start_us : 0;
    last_us = works[i].end_us > last_us ? works[i].end_us : last_us;
  }
  if (is_finished) {
    set_span(facts, STF_KPI_CELL_AHT_WORK, 0, worked_us);
  }
  if (contact->assign_us != STF_NEVER && contact->close_us != STF_NEVER) {
    set_span(facts, STF_KPI_CELL_AHT_SESSION, contact->assign_us, contact->close_us);
  } else if (is_finished) {
    set_span(facts, STF_KPI_CELL_AHT_SESSION, works[0].start_us, last_us);
  }
}

static void find_service(const struct stf_kpi_plan *plan, const struct stf_contact *contact,
                         struct stf_kpi_facts *facts) {
  if (!facts->is_offered) {
    return;
  }
  bool is_open = !facts->is_answered && contact->outcome == STF_OUTCOME_OPEN;
  int64_t age_us = facts->horizon_us - facts->asked_us;
  int64_t patience_us = contact->abandon_us - (facts->is_abandoned ? facts->asked_us : 0);
  for (size_t t = 0; t < plan->within_n; t++) {
    int64_t within_us = plan->within_us[t];
    bool served = facts->is_answered &&
                  stf_kpi_facts_is_within(facts->answered_us - facts->asked_us, within_us);
    facts->served |= (unsigned)served << t;
    facts->left |=
        (unsigned)(facts->is_abandoned && stf_kpi_facts_is_within(patience_us, within_us)) << t;
    facts->censored |= (unsigned)(is_open && age_us <= within_us) << t;
  }
  facts->is_short =
      facts->is_abandoned && stf_kpi_facts_is_within(patience_us, plan->short_abandon_us);
}

/* True if the bot passed it on. */
static bool is_handed(const struct stf_contact *contact) {
  return contact->bot_start_us != STF_NEVER && contact->outcome != STF_OUTCOME_CONTAINED &&
         (contact->queue_us != STF_NEVER || contact->bot_end_us != STF_NEVER);
}

static void find_bot_times(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  if (is_handed(contact)) {
    set_span(facts, STF_KPI_CELL_BOT_TO_HANDOVER, contact->bot_start_us, facts->handed_us);
    set_span(facts, STF_KPI_CELL_HANDOVER_TO_HUMAN, facts->handed_us,
             facts->is_silent ? STF_NEVER : contact->first_human_us);
  }
}

/* Moves from one agent or team to another that the record shows. */
static bool is_moved(const struct stf_contact *contact) {
  bool moved = contact->transfers_n > 0 || contact->escalations_n > 0;
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 1; i < contact->works_n; i++) {
    moved = moved || works[i].agent != works[0].agent || works[i].team != works[0].team;
  }
  return moved;
}

static uint64_t bit_of(bool applies, enum stf_kpi_cell_field field) {
  return (uint64_t)applies << (field - STF_KPI_CELL_FIELDS);
}

static uint64_t bot_outcomes(const struct stf_contact *contact) {
  if (contact->bot_start_us == STF_NEVER) {
    return 0;
  }
  bool ended = contact->outcome == STF_OUTCOME_CONTAINED;
  bool gave_up = ended && contact->abandon_us != STF_NEVER;
  return bit_of(true, STF_KPI_CELL_BOT_MET) |
         bit_of(ended && !gave_up, STF_KPI_CELL_BOT_CONTAINED) |
         bit_of(gave_up, STF_KPI_CELL_BOT_GAVE_UP) |
         bit_of(is_handed(contact), STF_KPI_CELL_BOT_HANDED);
}

static uint64_t campaign_outcomes(const struct stf_contact *contact,
                                  const struct stf_kpi_facts *facts) {
  bool apart = contact->campaign == STF_CAMPAIGN_APART;
  return bit_of(contact->campaign != STF_CAMPAIGN_NONE, STF_KPI_CELL_CAMPAIGN) |
         bit_of(apart, STF_KPI_CELL_APART) |
         bit_of(apart && facts->is_offered, STF_KPI_CELL_APART_OFFERED) |
         bit_of(apart && facts->is_answered, STF_KPI_CELL_APART_ANSWERED);
}

/* True if it ever waited for its customer, as far as the record tells. */
static bool waited_for_customer(const struct stf_contact *contact) {
  struct stf_owed owed = stf_owed_of(contact, contact->close_us);
  int64_t from_us = 0;
  int64_t to_us = 0;
  return contact->paused_us > 0 ||
         (contact->close_us != STF_NEVER && stf_owed_next(&owed, &from_us, &to_us));
}

static void find_outcomes(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  bool served = facts->is_answered && contact->outcome == STF_OUTCOME_CLOSED;
  bool in_hand = facts->is_answered && contact->outcome == STF_OUTCOME_ABANDONED;
  bool moved = is_moved(contact);
  bool touched_once = !moved && contact->replies_n <= 1 && contact->reopens_n == 0;
  facts->outcomes =
      bot_outcomes(contact) | bit_of(served, STF_KPI_CELL_SERVED_OUT) |
      bit_of(served && !moved, STF_KPI_CELL_ONE_HAND) |
      bit_of(served && touched_once, STF_KPI_CELL_ONE_TOUCH) |
      bit_of(moved, STF_KPI_CELL_MOVED) |
      bit_of(facts->is_answered && contact->escalations_n > 0, STF_KPI_CELL_ESCALATED) |
      bit_of(facts->is_offered && contact->alerts_n > 0, STF_KPI_CELL_ALERTED) |
      bit_of(facts->is_answered && contact->transfers_n > 0, STF_KPI_CELL_TRANSFERRED) |
      bit_of(served && contact->reopens_n > 0, STF_KPI_CELL_REOPENED) |
      bit_of(facts->is_answered && stf_contact_was_handed_back(contact),
             STF_KPI_CELL_HANDED_BACK) |
      bit_of(contact->replies_n > 0, STF_KPI_CELL_REPLIED) | campaign_outcomes(contact, facts) |
      bit_of(contact->resolve_us != STF_NEVER, STF_KPI_CELL_RESOLVED) |
      bit_of(waited_for_customer(contact), STF_KPI_CELL_PAUSED) |
      bit_of(contact->logged_sla != STF_LOGGED_SLA_UNKNOWN, STF_KPI_CELL_LOGGED_KNOWN) |
      bit_of(contact->logged_sla == STF_LOGGED_SLA_MET, STF_KPI_CELL_LOGGED_MET) |
      bit_of(contact->silent, STF_KPI_CELL_LEFT_SILENTLY) |
      bit_of(in_hand && !contact->silent, STF_KPI_CELL_LEFT_IN_HAND) |
      bit_of(contact->balked, STF_KPI_CELL_BALKED) |
      bit_of(contact->customer != STF_NOBODY, STF_KPI_CELL_CUSTOMER_KNOWN) |
      bit_of(served && contact->solved != STF_SOLVED_UNKNOWN, STF_KPI_CELL_SOLVED_KNOWN) |
      bit_of(contact->survey != STF_SURVEY_NONE, STF_KPI_CELL_SURVEYED) |
      bit_of(contact->survey == STF_SURVEY_ANSWERED, STF_KPI_CELL_SURVEY_ANSWERED) |
      bit_of(contact->survey == STF_SURVEY_ANSWERED && contact->csat == 0 && contact->nps == 0,
             STF_KPI_CELL_UNSCORED) |
      bit_of(contact->csat > 0, STF_KPI_CELL_CSAT_KNOWN) |
      bit_of(contact->csat >= 4, STF_KPI_CELL_CSAT_GOOD) |
      bit_of(contact->nps > 0, STF_KPI_CELL_NPS_KNOWN) |
      bit_of(stf_contact_was_parked(contact), STF_KPI_CELL_PARKED) |
      bit_of(contact->outcome == STF_OUTCOME_OPEN && contact->unanswered_us != STF_NEVER,
             STF_KPI_CELL_UNANSWERED) |
      bit_of(served && contact->solved == STF_SOLVED_YES, STF_KPI_CELL_SOLVED);
}

/* The five resolution times, by a calendar, into the durations from `first` on. */
static void find_resolutions(const struct stf_contact *contact,
                             const struct stf_calendar *hours, enum stf_kpi_cell_duration first,
                             struct stf_kpi_facts *facts) {
  bool is_closed = contact->outcome == STF_OUTCOME_CLOSED;
  int64_t close_us = is_closed ? contact->close_us : STF_NEVER;
  int64_t first_close_us = is_closed ? contact->first_close_us : STF_NEVER;
  int64_t last_us = contact->resolve_us != STF_NEVER ? contact->resolve_us : close_us;
  const int64_t ends_us[] = {contact->resolve_us, contact->first_resolve_us, close_us,
                             first_close_us != STF_NEVER ? first_close_us : close_us, last_us};
  for (size_t i = 0; i < STF_COUNT_OF(ends_us); i++) {
    if (ends_us[i] != STF_NEVER) {
      bool pauses = i + 1 == STF_COUNT_OF(ends_us);
      set_span(facts, (enum stf_kpi_cell_duration)(first + i), 0,
               pauses ? stf_kpi_sla_pausable_us(hours, contact, ends_us[i])
                      : stf_calendar_between_us(hours, contact->open_us, ends_us[i]));
    }
  }
}

static void find_business(const struct stf_contact *contact, struct stf_kpi_facts *facts) {
  const struct stf_sla_policy *policy = facts->policy;
  if (policy->response.hours != NULL && facts->is_offered && !facts->is_silent &&
      contact->campaign != STF_CAMPAIGN_APART && contact->first_human_us != STF_NEVER) {
    set_span(facts, STF_KPI_CELL_BUSINESS_FRT, 0,
             stf_calendar_between_us(policy->response.hours, facts->handed_us,
                                     contact->first_human_us));
  }
  if (policy->resolution.hours != NULL) {
    find_resolutions(contact, policy->resolution.hours, STF_KPI_CELL_BUSINESS_RESOLUTION,
                     facts);
  }
}

/* When a human's turn began. */
static int64_t handed_of(const struct stf_contact *contact) {
  int64_t handed_us = contact->queue_us != STF_NEVER ? contact->queue_us : contact->bot_end_us;
  bool had_bot = contact->bot_start_us != STF_NEVER && handed_us != STF_NEVER;
  return had_bot ? handed_us : contact->open_us;
}

void stf_kpi_facts_find(const struct stf_kpi_layout *layout, const struct stf_contact *contact,
                        struct stf_kpi_facts *out) {
  const struct stf_kpi_plan *plan = &layout->plan;
  out->durations = 0;
  out->served = 0;
  out->left = 0;
  out->censored = 0;
  out->is_short = false;
  /* Without a queue a log does not say when a human was asked for: at the opening, then. */
  bool has_queue = plan->has_queue;
  out->is_offered =
      has_queue ? stf_contact_offered(contact) : contact->outcome != STF_OUTCOME_CONTAINED;
  out->asked_us = has_queue && out->is_offered ? contact->queue_us : contact->open_us;
  out->answered_us = has_queue ? contact->assign_us : contact->first_human_us;
  /* Left or taken, whichever came first, and never both: else S + b could exceed N. */
  out->is_abandoned = contact->outcome == STF_OUTCOME_ABANDONED &&
                      contact->abandon_us != STF_NEVER &&
                      (out->answered_us == STF_NEVER || contact->abandon_us < out->answered_us);
  out->is_silent = contact->silent;
  out->is_answered = out->answered_us != STF_NEVER && !out->is_abandoned;
  out->left_us = stf_contact_end_us(contact);
  out->handed_us = handed_of(contact);
  out->horizon_us = plan->horizon_us > plan->to_us ? plan->horizon_us : plan->to_us;
  find_waits(contact, out);
  find_first_responses(contact, out);
  find_replies(layout, contact, out);
  find_pauses(contact, out);
  find_handling(contact, out);
  find_service(plan, contact, out);
  if (contact->outcome == STF_OUTCOME_CLOSED) {
    set_span(out, STF_KPI_CELL_CLOSE, contact->open_us, contact->close_us);
  }
  set_span(out, STF_KPI_CELL_LAST_MESSAGE, contact->open_us, contact->last_message_us);
  find_bot_times(contact, out);
  find_outcomes(contact, out);
  out->outcomes &= layout->outcomes;
  unsigned wanted = layout->durations & CALENDAR_RESOLUTIONS;
  if (wanted != 0 && ((wanted & ~OF_RESOLVES) != 0 || contact->resolve_us != STF_NEVER)) {
    find_resolutions(contact, NULL, STF_KPI_CELL_RESOLUTION, out);
  }
  out->policy = NULL;
  if (plan->terms != NULL) {
    stf_kpi_sla_judge(plan, contact, out);
  }
  if (out->policy != NULL) {
    find_business(contact, out);
  }
  out->durations &= layout->durations;
}
