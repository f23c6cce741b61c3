/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_sla.h"

#include "base/quantity.h"

#include <math.h>
#include <stdio.h>

enum {
  DURATION_TEXT = 32
};

static const char *const TARGET_NAMES[STF_KPI_CELL_TARGETS] = {
    [STF_KPI_CELL_FIRST_RESPONSE] = "_first_response_",
    [STF_KPI_CELL_FULL_RESOLUTION] = "_resolution_",
    [STF_KPI_CELL_BOTH] = "_both",
};

bool stf_kpi_sla_has_hours(const struct stf_sla_terms *terms) {
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    if (terms->policies[p].response.hours != NULL ||
        terms->policies[p].resolution.hours != NULL) {
      return true;
    }
  }
  return false;
}

/* Name and wanted share of a policy's target; false if the policy makes no such promise. */
static bool describe(const struct stf_sla_policy *policy, struct stf_kpi_promise *promise,
                     char duration[DURATION_TEXT]) {
  bool has_both = policy->response.within_us > 0 && policy->resolution.within_us > 0;
  duration[0] = '\0';
  if (promise->target == STF_KPI_CELL_BOTH) {
    promise->is_business = policy->response.hours != NULL || policy->resolution.hours != NULL;
    return has_both;
  }
  const struct stf_sla_target *target =
      promise->target == STF_KPI_CELL_FIRST_RESPONSE ? &policy->response : &policy->resolution;
  promise->is_business = target->hours != NULL;
  promise->share_ppm = llround(target->share * 1e6);
  stf_quantity_put_duration(target->within_us, duration, DURATION_TEXT);
  return target->within_us > 0;
}

enum stf_status stf_kpi_sla_promises(struct stf_kpi_layout *layout) {
  const struct stf_sla_terms *terms = layout->plan.terms;
  if (terms == NULL) {
    return STF_OK;
  }
  STF_ASSERT(terms->policies_n <= STF_SLA_POLICIES_MAX);
  size_t most = (size_t)terms->policies_n * STF_KPI_CELL_TARGETS;
  struct stf_kpi_promise *list = stf_arena_alloc(layout->arena, most, sizeof *list);
  if (list == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < most; i++) {
    struct stf_kpi_promise promise = {.policy = (uint32_t)(i / STF_KPI_CELL_TARGETS),
                                      .target =
                                          (enum stf_kpi_cell_target)(i % STF_KPI_CELL_TARGETS)};
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

int64_t stf_kpi_sla_clock_us(const struct stf_calendar *hours, int64_t from_us, int64_t to_us,
                             int64_t paused_us) {
  int64_t open_us = stf_calendar_between_us(hours, from_us, to_us);
  int64_t closed_us = (to_us > from_us ? to_us - from_us : 0) - open_us;
  int64_t off_us = paused_us > closed_us ? paused_us - closed_us : 0;
  return open_us > off_us ? open_us - off_us : 0;
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

/* True if the promise is for the contact: in a policy from the hand-over on, for those who
 * asked for a human. */
static bool is_covered(const struct stf_sla_policy *policy, const struct stf_sla_target *target,
                       const struct stf_kpi_facts *facts, int64_t from_us) {
  return target->within_us > 0 &&
         (facts->is_offered || policy->start == STF_SLA_START_OPENING) &&
         (policy->population == STF_SLA_POPULATION_ALL ||
          stf_calendar_open_at(target->hours, from_us));
}

static enum stf_kpi_cell_verdict judge_response(const struct stf_sla_policy *policy,
                                                const struct stf_contact *contact,
                                                const struct stf_kpi_facts *facts) {
  const struct stf_sla_target *target = &policy->response;
  int64_t from_us =
      policy->start == STF_SLA_START_OPENING ? contact->open_us : facts->handed_us;
  if (!is_covered(policy, target, facts, from_us)) {
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
    return verdict_of(target, stf_kpi_sla_clock_us(target->hours, from_us, answer_us, 0), true);
  }
  if (contact->outcome != STF_OUTCOME_OPEN) {
    return STF_KPI_CELL_MISSED;
  }
  return verdict_of(target, stf_kpi_sla_clock_us(target->hours, from_us, facts->horizon_us, 0),
                    false);
}

static enum stf_kpi_cell_verdict judge_resolution(const struct stf_sla_policy *policy,
                                                  const struct stf_contact *contact,
                                                  const struct stf_kpi_facts *facts) {
  const struct stf_sla_target *target = &policy->resolution;
  if (!is_covered(policy, target, facts, contact->open_us)) {
    return STF_KPI_CELL_NO_VERDICT;
  }
  int64_t paused_us = policy->pauses ? contact->paused_us : 0;
  int64_t end_us = contact->resolve_us != STF_NEVER ? contact->resolve_us : contact->close_us;
  if (is_contained(contact)) {
    end_us = facts->left_us;
  }
  bool gave_up = contact->outcome == STF_OUTCOME_CONTAINED && !is_contained(contact);
  if (facts->is_abandoned || facts->is_silent || gave_up) {
    return STF_KPI_CELL_MISSED;
  }
  if (contact->outcome == STF_OUTCOME_OPEN && contact->resolve_us == STF_NEVER) {
    int64_t clock_us =
        stf_kpi_sla_clock_us(target->hours, contact->open_us, facts->horizon_us, paused_us);
    return verdict_of(target, clock_us, false);
  }
  if (end_us == STF_NEVER) { /* a log without closes cannot tell */
    return contact->outcome == STF_OUTCOME_ABANDONED ? STF_KPI_CELL_MISSED
                                                     : STF_KPI_CELL_NO_VERDICT;
  }
  return verdict_of(
      target, stf_kpi_sla_clock_us(target->hours, contact->open_us, end_us, paused_us), true);
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

void stf_kpi_sla_judge(const struct stf_kpi_plan *plan, const struct stf_contact *contact,
                       struct stf_kpi_facts *facts) {
  facts->policy = stf_sla_of(plan->terms, contact->class_id, contact->priority);
  if (facts->policy == NULL) {
    return;
  }
  enum stf_kpi_cell_verdict response = judge_response(facts->policy, contact, facts);
  enum stf_kpi_cell_verdict resolution = judge_resolution(facts->policy, contact, facts);
  facts->verdicts[STF_KPI_CELL_FIRST_RESPONSE] = response;
  facts->verdicts[STF_KPI_CELL_FULL_RESOLUTION] = resolution;
  facts->verdicts[STF_KPI_CELL_BOTH] = both_of(response, resolution);
}
