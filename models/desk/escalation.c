/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/escalation.h"

#include "contact/owed.h"

int64_t stf_escalation_at_us(const struct stf_escalation *escalation,
                             const struct stf_escalation_rule *rule, int64_t open_us,
                             int64_t asked_us) {
  bool is_response = rule->clock == STF_ESCALATION_FIRST_RESPONSE;
  int64_t from_us = is_response && !escalation->from_opening ? asked_us : open_us;
  int64_t at_us = stf_calendar_after_us(rule->hours, from_us, rule->after_us);
  return at_us > asked_us ? at_us : asked_us;
}

/* The earlier of two instants of which either may never come. */
static int64_t earlier(int64_t a_us, int64_t b_us) {
  if (a_us == STF_NEVER || b_us == STF_NEVER) {
    return a_us == STF_NEVER ? b_us : a_us;
  }
  return a_us < b_us ? a_us : b_us;
}

/* When what the rule watches was over; STF_NEVER: not yet. */
static int64_t stop_us(const struct stf_escalation *escalation,
                       const struct stf_escalation_rule *rule,
                       const struct stf_contact *contact) {
  if (rule->clock == STF_ESCALATION_RESOLUTION) {
    return earlier(contact->resolve_us, contact->close_us);
  }
  bool by_message = escalation->by_message && rule->deed == STF_ESCALATION_ALERT;
  return earlier(by_message ? contact->first_human_us : contact->assign_us,
                 earlier(contact->abandon_us, contact->close_us));
}

static void count(uint16_t *n) {
  *n = (uint16_t)(*n + (*n < UINT16_MAX));
}

/* An automatic message to the customer. */
static void notice(struct stf_contact *contact, int64_t at_us) {
  contact->first_any_us = earlier(contact->first_any_us, at_us);
  contact->last_message_us =
      at_us > contact->last_message_us ? at_us : contact->last_message_us;
}

static void apply(const struct stf_escalation_rule *rule, int64_t at_us,
                  struct stf_contact *contact) {
  if (rule->notice) {
    notice(contact, at_us);
  }
  if (rule->deed == STF_ESCALATION_ALERT) {
    count(&contact->alerts_n);
    return;
  }
  count(&contact->escalations_n);
  contact->escalate_us = earlier(contact->escalate_us, at_us);
  if (rule->deed == STF_ESCALATION_TRANSFER) {
    count(&contact->transfers_n);
  }
}

/* Waits of replies behind the first human message. */
static void tell_replies(const struct stf_escalation_rule *rule, int64_t horizon_us,
                         struct stf_contact *contact) {
  for (uint32_t i = 0; i <= contact->replies_n; i++) {
    bool is_open = i == contact->replies_n;
    int64_t asked_us = is_open ? contact->unanswered_us : contact->replies[i].asked_us;
    int64_t ended_us = is_open ? contact->close_us : contact->replies[i].at_us;
    if (asked_us == STF_NEVER || contact->first_human_us == STF_NEVER ||
        asked_us < contact->first_human_us) {
      continue;
    }
    int64_t at_us = stf_calendar_after_us(rule->hours, asked_us, rule->after_us);
    if (at_us <= horizon_us && at_us != INT64_MAX &&
        (ended_us == STF_NEVER || at_us < ended_us)) {
      apply(rule, at_us, contact);
    }
  }
}

/* True if the rule's instant comes before what ended its watch, or was what ended it. */
static bool applies(const struct stf_escalation_rule *rule, int64_t at_us, int64_t ended_us,
                    const struct stf_contact *contact) {
  bool taken = rule->deed == STF_ESCALATION_TRANSFER && at_us == contact->assign_us &&
               contact->works_n > 0 && stf_contact_works(contact)->team == rule->team_name;
  return ended_us == STF_NEVER || at_us < ended_us || (at_us == ended_us && taken);
}

/* When the rule's time is over, the pauses of a resolution's clock apart: at each stretch in
 * which the contact waits for its customer the clock either has come so far or stands. */
static int64_t watched_us(const struct stf_escalation *escalation,
                          const struct stf_escalation_rule *rule,
                          const struct stf_contact *contact) {
  int64_t at_us = stf_escalation_at_us(escalation, rule, contact->open_us, contact->queue_us);
  if (rule->clock != STF_ESCALATION_RESOLUTION || !escalation->pauses) {
    return at_us;
  }
  struct stf_owed owed = stf_owed_of(contact, INT64_MAX);
  int64_t left_us = rule->after_us;
  int64_t since_us = contact->open_us;
  int64_t from_us = 0;
  int64_t to_us = 0;
  while (at_us != INT64_MAX && stf_owed_next(&owed, &from_us, &to_us) && from_us < at_us) {
    left_us -= stf_calendar_between_us(rule->hours, since_us, from_us);
    since_us = to_us;
    at_us =
        to_us != INT64_MAX ? stf_calendar_after_us(rule->hours, since_us, left_us) : INT64_MAX;
  }
  return at_us;
}

void stf_escalation_tell(const struct stf_escalation *escalation, int64_t horizon_us,
                         struct stf_contact *contact) {
  for (uint32_t r = 0; r < escalation->rules_n && contact->queue_us != STF_NEVER; r++) {
    const struct stf_escalation_rule *rule = &escalation->rules[r];
    if (rule->clock == STF_ESCALATION_NEXT_RESPONSE) {
      tell_replies(rule, horizon_us, contact);
      continue;
    }
    int64_t at_us = watched_us(escalation, rule, contact);
    int64_t ended_us = stop_us(escalation, rule, contact);
    if (at_us <= horizon_us && at_us != INT64_MAX && applies(rule, at_us, ended_us, contact)) {
      apply(rule, at_us, contact);
    }
  }
}
