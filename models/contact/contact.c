/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/contact.h"

#include "base/macros.h"
#include "contact/contact_room.h"

#include <stddef.h>

const struct stf_contact STF_CONTACT_EMPTY = {
    .open_us = STF_NEVER,
    .queue_us = STF_NEVER,
    .assign_us = STF_NEVER,
    .abandon_us = STF_NEVER,
    .first_close_us = STF_NEVER,
    .close_us = STF_NEVER,
    .first_resolve_us = STF_NEVER,
    .resolve_us = STF_NEVER,
    .first_any_us = STF_NEVER,
    .first_human_us = STF_NEVER,
    .last_message_us = STF_NEVER,
    .escalate_us = STF_NEVER,
    .unanswered_us = STF_NEVER,
    .bot_start_us = STF_NEVER,
    .bot_end_us = STF_NEVER,
    .work = {.start_us = STF_NEVER,
             .end_us = STF_NEVER,
             .agent = STF_NOBODY,
             .team = STF_NOBODY},
    .class_id = STF_NOBODY,
    .channel = STF_NOBODY,
    .priority = STF_NOBODY,
    .team = STF_NOBODY,
    .agent = STF_NOBODY,
    .customer = STF_NOBODY,
    .places = 1,
};

static int64_t known(int64_t at_us, int64_t horizon_us) {
  return at_us <= horizon_us ? at_us : STF_NEVER;
}

/* The last of several instants, of which only the first is known beside it. */
static int64_t last_known(int64_t first_us, int64_t last_us, int64_t horizon_us) {
  return last_us > horizon_us ? known(first_us, horizon_us) : last_us;
}

static void cut_replies(struct stf_contact *contact, int64_t horizon_us,
                        struct stf_reply *replies) {
  uint32_t kept = 0;
  contact->unanswered_us = known(contact->unanswered_us, horizon_us);
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    if (contact->replies[i].at_us <= horizon_us) {
      replies[kept++] = contact->replies[i];
    } else if (contact->replies[i].asked_us <= horizon_us) {
      contact->unanswered_us = contact->replies[i].asked_us;
    }
  }
  contact->replies = kept > 0 ? replies : NULL;
  contact->replies_n = kept;
}

static void cut_holds(struct stf_contact *contact, int64_t horizon_us, struct stf_hold *holds) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    if (contact->holds[i].start_us <= horizon_us) {
      holds[kept] = contact->holds[i];
      holds[kept].end_us = known(holds[kept].end_us, horizon_us);
      holds[kept].back_us = known(holds[kept].back_us, horizon_us);
      kept++;
    }
  }
  contact->holds = kept > 0 ? holds : NULL;
  contact->holds_n = kept;
  if (kept > 0) {
    contact->agent = holds[kept - 1].agent;
    contact->team = holds[kept - 1].team;
  }
}

void stf_contact_cut(struct stf_contact *contact, int64_t horizon_us,
                     const struct stf_contact_room *room) {
  struct stf_work *works = room->works;
  const struct stf_work *all = stf_contact_works(contact);
  uint32_t kept = 0;
  bool is_gone = contact->abandon_us != STF_NEVER && contact->abandon_us <= horizon_us;
  int64_t close_us = last_known(contact->first_close_us, contact->close_us, horizon_us);
  bool goes_on = contact->abandon_us > horizon_us ||
                 (contact->close_us > horizon_us && close_us == STF_NEVER);
  for (uint32_t i = 0; i < contact->works_n; i++) {
    goes_on = goes_on || all[i].end_us > horizon_us;
    if (all[i].start_us <= horizon_us) {
      works[kept] = all[i];
      works[kept++].end_us = known(all[i].end_us, horizon_us);
    }
  }
  contact->works_n = kept;
  contact->works = kept > 1 ? works : NULL;
  if (kept > 0) {
    contact->work = works[0];
  }
  cut_replies(contact, horizon_us, room->replies);
  cut_holds(contact, horizon_us, room->holds);
  if (contact->assign_us > horizon_us) {
    contact->agent = STF_NOBODY;
    contact->team = STF_NOBODY;
  }
  contact->close_us = close_us;
  contact->resolve_us = last_known(contact->first_resolve_us, contact->resolve_us, horizon_us);
  if (contact->paused_us > horizon_us - contact->open_us) {
    contact->paused_us = horizon_us - contact->open_us;
  }
  int64_t *const instants[] = {
      &contact->queue_us,         &contact->assign_us,      &contact->abandon_us,
      &contact->first_close_us,   &contact->close_us,       &contact->first_any_us,
      &contact->first_resolve_us, &contact->first_human_us, &contact->last_message_us,
      &contact->bot_start_us,     &contact->bot_end_us,     &contact->escalate_us};
  for (size_t i = 0; i < STF_COUNT_OF(instants); i++) {
    *instants[i] = known(*instants[i], horizon_us);
  }
  contact->silent = contact->silent && is_gone;
  contact->balked = contact->balked && is_gone;
  if (goes_on && !is_gone) {
    contact->outcome = STF_OUTCOME_OPEN;
    contact->logged_sla = STF_LOGGED_SLA_UNKNOWN;
    contact->solved = STF_SOLVED_UNKNOWN;
    contact->survey = STF_SURVEY_NONE;
    contact->csat = 0;
    contact->nps = 0;
  }
}

bool stf_contact_was_parked(const struct stf_contact *contact) {
  bool parked = false;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    parked = parked || (hold->end_us != STF_NEVER && !hold->handed_back && !hold->closed &&
                        (hold->back_us != STF_NEVER || i + 1 == contact->holds_n));
  }
  return parked;
}

bool stf_contact_was_handed_back(const struct stf_contact *contact) {
  bool back = false;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    back = back || contact->holds[i].handed_back;
  }
  return back;
}

int64_t stf_contact_parked_us(const struct stf_contact *contact) {
  int64_t sum_us = 0;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    sum_us += hold->back_us != STF_NEVER && !hold->handed_back && !hold->closed
                  ? hold->back_us - hold->end_us
                  : 0;
  }
  return sum_us;
}

int64_t stf_contact_worked_us(const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  int64_t sum_us = 0;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    if (works[i].end_us == STF_NEVER) {
      return STF_NEVER;
    }
    sum_us += works[i].end_us - works[i].start_us;
  }
  return contact->works_n > 0 ? sum_us : STF_NEVER;
}

int64_t stf_contact_bot_us(const struct stf_contact *contact) {
  bool handed = stf_contact_offered(contact);
  bool ended = contact->outcome == STF_OUTCOME_CONTAINED;
  bool left = ended && contact->abandon_us != STF_NEVER;
  if (contact->bot_start_us == STF_NEVER || left || (!handed && !ended)) {
    return STF_NEVER;
  }
  int64_t end_us = contact->bot_end_us != STF_NEVER ? contact->bot_end_us
                   : handed                         ? contact->queue_us
                                                    : contact->close_us;
  return end_us != STF_NEVER && end_us >= contact->open_us ? end_us - contact->open_us
                                                           : STF_NEVER;
}

int64_t stf_contact_end_us(const struct stf_contact *contact) {
  if (contact->outcome == STF_OUTCOME_OPEN) {
    return STF_NEVER;
  }
  if (contact->outcome == STF_OUTCOME_ABANDONED && contact->abandon_us != STF_NEVER) {
    return contact->silent ? contact->close_us : contact->abandon_us;
  }
  if (contact->close_us != STF_NEVER) {
    return contact->close_us;
  }
  const struct stf_work *works = stf_contact_works(contact);
  int64_t end_us = contact->open_us;
  end_us = contact->last_message_us > end_us ? contact->last_message_us : end_us;
  end_us = contact->bot_end_us > end_us ? contact->bot_end_us : end_us;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    end_us = works[i].end_us > end_us ? works[i].end_us : end_us;
  }
  return end_us;
}

int64_t stf_contact_released_us(const struct stf_contact *contact) {
  int64_t released_us = stf_contact_end_us(contact);
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->works_n && released_us != STF_NEVER; i++) {
    bool lasts = works[i].end_us == STF_NEVER || works[i].end_us > released_us;
    released_us = lasts ? works[i].end_us : released_us;
  }
  return released_us;
}
