/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_sla.h"

#include "base/quantity.h"
#include "contact/owed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  DURATION_TEXT = 32
};

static const char *const TARGET_NAMES[STF_KPI_CELL_TARGETS] = {
    [STF_KPI_CELL_FIRST_RESPONSE] = "_first_response_",
    [STF_KPI_CELL_FULL_RESOLUTION] = "_resolution_",
    [STF_KPI_CELL_BOTH] = "_both",
    [STF_KPI_CELL_NEXT_ALL] = "_next_response_contacts_",
    [STF_KPI_CELL_NEXT_EACH] = "_next_response_",
    [STF_KPI_CELL_CLOCKS] = "_clocks",
    [STF_KPI_CELL_CONTRACT] = "",
};

bool stf_kpi_sla_has_hours(const struct stf_sla_terms *terms) {
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    const struct stf_sla_policy *policy = &terms->policies[p];
    if (policy->response.hours != NULL || policy->next_response.hours != NULL ||
        policy->resolution.hours != NULL) {
      return true;
    }
  }
  return false;
}

/* Which of the policy's promises a target is; NULL: several of them. */
static const struct stf_sla_target *target_of(const struct stf_sla_policy *policy,
                                              enum stf_kpi_cell_target target) {
  switch (target) {
  case STF_KPI_CELL_FIRST_RESPONSE:
    return &policy->response;
  case STF_KPI_CELL_FULL_RESOLUTION:
    return &policy->resolution;
  case STF_KPI_CELL_NEXT_ALL:
  case STF_KPI_CELL_NEXT_EACH:
    return &policy->next_response;
  case STF_KPI_CELL_BOTH:
  case STF_KPI_CELL_CLOCKS:
  case STF_KPI_CELL_CONTRACT:
  case STF_KPI_CELL_TARGETS:
    break;
  }
  return NULL;
}

/* True if there is such a promise, on a calendar. */
static bool is_on_hours(struct stf_sla_target target) {
  return target.within_us > 0 && target.hours != NULL;
}

/* Name and wanted share of a policy's target; false if the policy makes no such promise. */
static bool describe(const struct stf_sla_policy *policy, struct stf_kpi_promise *promise,
                     char duration[DURATION_TEXT]) {
  STF_ASSERT(policy != NULL);
  const struct stf_sla_target *target = target_of(policy, promise->target);
  duration[0] = '\0';
  if (target == NULL) {
    bool with_next = promise->target == STF_KPI_CELL_CLOCKS;
    promise->is_business = is_on_hours(policy->response) || is_on_hours(policy->resolution) ||
                           (with_next && is_on_hours(policy->next_response));
    int ends_n = (policy->response.within_us > 0) + (policy->resolution.within_us > 0);
    return with_next ? policy->next_response.within_us > 0 && ends_n > 0 : ends_n == 2;
  }
  promise->is_business = target->hours != NULL;
  /* The promise is about replies: how many contacts had all of theirs is only told. */
  promise->share_ppm =
      promise->target == STF_KPI_CELL_NEXT_ALL ? 0 : llround(target->share * 1e6);
  stf_quantity_put_duration(target->within_us, duration, DURATION_TEXT);
  return target->within_us > 0;
}

enum stf_status stf_kpi_sla_promises(struct stf_kpi_layout *layout) {
  const struct stf_sla_terms *terms = layout->plan.terms;
  if (terms == NULL) {
    return STF_OK;
  }
  STF_ASSERT(terms->policies_n <= STF_SLA_POLICIES_MAX);
  size_t most = (size_t)terms->policies_n * STF_KPI_CELL_CONTRACT;
  struct stf_kpi_promise *list = stf_arena_alloc(layout->arena, most, sizeof *list);
  if (list == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < most; i++) {
    struct stf_kpi_promise promise = {
        .policy = (uint32_t)(i / STF_KPI_CELL_CONTRACT),
        .target = (enum stf_kpi_cell_target)(i % STF_KPI_CELL_CONTRACT)};
    const struct stf_sla_policy *policy = &terms->policies[promise.policy];
    char duration[DURATION_TEXT];
    if (describe(policy, &promise, duration)) {
      promise.name =
          stf_arena_join(layout->arena, policy->name, TARGET_NAMES[promise.target], duration);
      if (promise.name == NULL) {
        return STF_ERR_MEMORY;
      }
      list[layout->promises_n++] = promise;
    }
  }
  layout->promises = list;
  return STF_OK;
}

int64_t stf_kpi_sla_pausable_us(const struct stf_calendar *hours,
                                const struct stf_contact *contact, int64_t to_us) {
  int64_t from_us = contact->open_us;
  int64_t open_us = stf_calendar_between_us(hours, from_us, to_us);
  if (contact->paused_us > 0) {
    int64_t closed_us = (to_us > from_us ? to_us - from_us : 0) - open_us;
    int64_t off_us = contact->paused_us > closed_us ? contact->paused_us - closed_us : 0;
    return open_us > off_us ? open_us - off_us : 0;
  }
  struct stf_owed owed = stf_owed_of(contact, to_us);
  int64_t start_us = 0;
  int64_t end_us = 0;
  while (stf_owed_next(&owed, &start_us, &end_us)) {
    open_us -= stf_calendar_between_us(hours, start_us, end_us);
  }
  return open_us;
}

/* The verdict on a clock that ran from `from_us` to `to_us` and was stopped then, or not yet.
 */
static enum stf_kpi_cell_verdict verdict_of(const struct stf_sla_target *target,
                                            int64_t clock_us, bool is_stopped) {
  bool in_time = clock_us <= target->within_us;
  if (is_stopped) {
    return in_time ? STF_KPI_CELL_MET : STF_KPI_CELL_MISSED;
  }
  return in_time ? STF_KPI_CELL_UNDECIDED : STF_KPI_CELL_MISSED_OPEN;
}

/* Ended by the bot: what the customer wanted was done without a human. */
static bool is_contained(const struct stf_contact *contact) {
  return contact->outcome == STF_OUTCOME_CONTAINED && contact->abandon_us == STF_NEVER;
}

/* A contact under a promise, of those who count by the policy or by its contract. */
struct case_of {
  const struct stf_sla_policy *policy;
  enum stf_sla_population population;
  const struct stf_contact *contact;
  const struct stf_kpi_facts *facts;
};

/* True if the promise is for the contact: in a policy from the hand-over on, for those who
 * asked for a human. */
static bool is_covered(const struct case_of *in, const struct stf_sla_target *target,
                       int64_t from_us) {
  return target->within_us > 0 &&
         (in->facts->is_offered || in->policy->start == STF_SLA_START_OPENING) &&
         (in->population == STF_SLA_POPULATION_ALL ||
          stf_calendar_open_at(target->hours, from_us));
}

static enum stf_kpi_cell_verdict judge_response(const struct case_of *in) {
  const struct stf_sla_policy *policy = in->policy;
  const struct stf_contact *contact = in->contact;
  const struct stf_kpi_facts *facts = in->facts;
  const struct stf_sla_target *target = &policy->response;
  int64_t from_us =
      policy->start == STF_SLA_START_OPENING ? contact->open_us : facts->handed_us;
  if (!is_covered(in, target, from_us)) {
    return STF_KPI_CELL_NO_VERDICT;
  }
  int64_t answer_us =
      policy->answer == STF_SLA_ANSWER_MESSAGE ? contact->first_human_us : contact->assign_us;
  if (is_contained(contact)) {
    answer_us = facts->left_us;
  }
  bool has_left = contact->abandon_us != STF_NEVER &&
                  (answer_us == STF_NEVER || contact->abandon_us < answer_us);
  if (answer_us != STF_NEVER && !has_left) {
    return verdict_of(target, stf_calendar_between_us(target->hours, from_us, answer_us), true);
  }
  if (contact->outcome != STF_OUTCOME_OPEN) {
    return STF_KPI_CELL_MISSED;
  }
  return verdict_of(target, stf_calendar_between_us(target->hours, from_us, facts->horizon_us),
                    false);
}

/* What the resolution's clock shows at an instant. */
static int64_t resolution_us(const struct stf_sla_policy *policy,
                             const struct stf_contact *contact, int64_t at_us) {
  const struct stf_calendar *hours = policy->resolution.hours;
  return policy->pauses ? stf_kpi_sla_pausable_us(hours, contact, at_us)
                        : stf_calendar_between_us(hours, contact->open_us, at_us);
}

static enum stf_kpi_cell_verdict judge_resolution(const struct case_of *in) {
  const struct stf_sla_policy *policy = in->policy;
  const struct stf_contact *contact = in->contact;
  const struct stf_kpi_facts *facts = in->facts;
  const struct stf_sla_target *target = &policy->resolution;
  if (!is_covered(in, target, contact->open_us)) {
    return STF_KPI_CELL_NO_VERDICT;
  }
  int64_t end_us = contact->resolve_us != STF_NEVER ? contact->resolve_us : contact->close_us;
  if (is_contained(contact)) {
    end_us = facts->left_us;
  }
  bool gave_up = contact->outcome == STF_OUTCOME_CONTAINED && !is_contained(contact);
  if (facts->is_abandoned || facts->is_silent || gave_up) {
    return STF_KPI_CELL_MISSED;
  }
  if (contact->outcome == STF_OUTCOME_OPEN && contact->resolve_us == STF_NEVER) {
    return verdict_of(target, resolution_us(policy, contact, facts->horizon_us), false);
  }
  if (end_us == STF_NEVER) { /* a log without closes cannot tell */
    return contact->outcome == STF_OUTCOME_ABANDONED ? STF_KPI_CELL_MISSED
                                                     : STF_KPI_CELL_NO_VERDICT;
  }
  return verdict_of(target, resolution_us(policy, contact, end_us), true);
}

/* One more verdict on a contact of which all must be good. */
static enum stf_kpi_cell_verdict worse_of(enum stf_kpi_cell_verdict so_far,
                                          enum stf_kpi_cell_verdict next) {
  if (so_far == STF_KPI_CELL_NO_VERDICT || next == STF_KPI_CELL_MISSED_OPEN) {
    return next;
  }
  bool missed = so_far == STF_KPI_CELL_MISSED || so_far == STF_KPI_CELL_MISSED_OPEN;
  return missed || next == STF_KPI_CELL_MET ? so_far : next;
}

/* The verdict on the clock of a later reply that ran from the question to an instant. */
static enum stf_kpi_cell_verdict judge_reply(const struct case_of *in, int64_t from_us,
                                             int64_t to_us, bool is_stopped) {
  const struct stf_sla_target *target = &in->policy->next_response;
  return verdict_of(target, stf_calendar_between_us(target->hours, from_us, to_us), is_stopped);
}

/* What became of the last question, if no agent answered it. */
static enum stf_kpi_cell_verdict judge_unanswered(const struct case_of *in) {
  int64_t asked_us = in->contact->unanswered_us;
  if (asked_us == STF_NEVER || !is_covered(in, &in->policy->next_response, asked_us)) {
    return STF_KPI_CELL_NO_VERDICT;
  }
  if (in->contact->outcome == STF_OUTCOME_OPEN) {
    return judge_reply(in, asked_us, in->facts->horizon_us, false);
  }
  return in->contact->outcome == STF_OUTCOME_ABANDONED ? STF_KPI_CELL_MISSED
                                                       : STF_KPI_CELL_NO_VERDICT;
}

/* Counts the verdicts on the clocks of later replies; returns the worst of them. Such a clock
 * runs from the oldest message that nobody has answered yet to the reply. That of a customer
 * who gives up waiting for it was missed, as for a first response; that of a message that
 * nobody answers before the contact is closed never counted. */
static enum stf_kpi_cell_verdict judge_replies(const struct case_of *in,
                                               uint32_t counts[STF_KPI_CELL_VERDICTS]) {
  const struct stf_contact *contact = in->contact;
  enum stf_kpi_cell_verdict worst = STF_KPI_CELL_NO_VERDICT;
  if (in->policy->next_response.within_us == 0 || in->facts->is_silent ||
      contact->first_human_us == STF_NEVER) {
    return worst;
  }
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    const struct stf_reply *reply = &contact->replies[i];
    bool is_later = i > 0 || reply->at_us > contact->first_human_us;
    if (is_later && is_covered(in, &in->policy->next_response, reply->asked_us)) {
      enum stf_kpi_cell_verdict verdict = judge_reply(in, reply->asked_us, reply->at_us, true);
      counts[verdict]++;
      worst = worse_of(worst, verdict);
    }
  }
  enum stf_kpi_cell_verdict last = judge_unanswered(in);
  if (last != STF_KPI_CELL_NO_VERDICT) {
    counts[last]++;
    worst = worse_of(worst, last);
  }
  return worst;
}

static enum stf_kpi_cell_verdict both_of(enum stf_kpi_cell_verdict response,
                                         enum stf_kpi_cell_verdict resolution) {
  if (response == STF_KPI_CELL_NO_VERDICT || resolution == STF_KPI_CELL_NO_VERDICT) {
    return STF_KPI_CELL_NO_VERDICT;
  }
  bool is_open = resolution == STF_KPI_CELL_MISSED_OPEN || resolution == STF_KPI_CELL_UNDECIDED;
  bool is_missed = response == STF_KPI_CELL_MISSED || response == STF_KPI_CELL_MISSED_OPEN ||
                   resolution == STF_KPI_CELL_MISSED || resolution == STF_KPI_CELL_MISSED_OPEN;
  if (is_missed) {
    return is_open ? STF_KPI_CELL_MISSED_OPEN : STF_KPI_CELL_MISSED;
  }
  bool is_met = response == STF_KPI_CELL_MET && resolution == STF_KPI_CELL_MET;
  return is_met ? STF_KPI_CELL_MET : STF_KPI_CELL_UNDECIDED;
}

/* The one promise of the contract, for those whom it counts. */
static void judge_contract(struct case_of in, struct stf_kpi_facts *facts) {
  const struct stf_sla_contract *contract = in.policy->contract;
  in.population = contract->population;
  enum stf_kpi_cell_verdict verdict = STF_KPI_CELL_NO_VERDICT;
  if (contract->clock == STF_SLA_CLOCK_NEXT_RESPONSE) {
    (void)judge_replies(&in, facts->contract_n);
    return;
  }
  verdict =
      contract->clock == STF_SLA_CLOCK_RESOLUTION ? judge_resolution(&in) : judge_response(&in);
  if (verdict != STF_KPI_CELL_NO_VERDICT) {
    facts->contract_n[verdict]++;
  }
}

void stf_kpi_sla_judge(const struct stf_kpi_plan *plan, const struct stf_contact *contact,
                       struct stf_kpi_facts *facts) {
  facts->policy = stf_sla_of(plan->terms, contact->class_id, contact->priority);
  if (facts->policy == NULL) {
    return;
  }
  const struct case_of in = {.policy = facts->policy,
                             .population = facts->policy->population,
                             .contact = contact,
                             .facts = facts};
  enum stf_kpi_cell_verdict response = judge_response(&in);
  enum stf_kpi_cell_verdict resolution = judge_resolution(&in);
  facts->verdicts[STF_KPI_CELL_FIRST_RESPONSE] = response;
  facts->verdicts[STF_KPI_CELL_FULL_RESOLUTION] = resolution;
  facts->verdicts[STF_KPI_CELL_BOTH] = both_of(response, resolution);
  memset(facts->next_n, 0, sizeof facts->next_n);
  memset(facts->contract_n, 0, sizeof facts->contract_n);
  facts->verdicts[STF_KPI_CELL_NEXT_ALL] = judge_replies(&in, facts->next_n);
  if (facts->policy->contract != NULL) {
    judge_contract(in, facts);
  }
}

void stf_kpi_sla_add(const struct stf_sla_terms *terms, const struct stf_kpi_facts *facts,
                     int64_t *sla) {
  size_t policy = (size_t)(facts->policy - terms->policies);
  int64_t *clocks = &sla[stf_kpi_cell_sla_at(policy, STF_KPI_CELL_CLOCKS)];
  for (size_t t = 0; t < STF_KPI_CELL_NEXT_EACH; t++) {
    if (facts->verdicts[t] != STF_KPI_CELL_NO_VERDICT) {
      sla[stf_kpi_cell_sla_at(policy, (enum stf_kpi_cell_target)t) + facts->verdicts[t]]++;
      clocks[facts->verdicts[t]] += t < STF_KPI_CELL_BOTH;
    }
  }
  for (size_t v = 0; v < STF_KPI_CELL_VERDICTS; v++) {
    sla[stf_kpi_cell_sla_at(policy, STF_KPI_CELL_NEXT_EACH) + v] += facts->next_n[v];
    sla[stf_kpi_cell_sla_at(policy, STF_KPI_CELL_CONTRACT) + v] += facts->contract_n[v];
    clocks[v] += facts->next_n[v];
  }
}

void stf_kpi_sla_opened(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind,
                        const struct stf_kpi_facts *facts, bool is_volume, int64_t *cell) {
  size_t sla_at = layout->groups[kind].sla_at;
  if (is_volume && facts->policy != NULL && sla_at != 0) {
    size_t policy = (size_t)(facts->policy - layout->plan.terms->policies);
    cell[sla_at + stf_kpi_cell_sla_opened_at(policy)]++;
  }
}
