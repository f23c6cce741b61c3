/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/evidence.h"

#include "base/macros.h"

#include <stddef.h>

static const int64_t RESOLUTIONS_US[] = {STF_EVIDENCE_RESOLUTION_MOST_US, 1000000, 1};

const struct stf_evidence STF_EVIDENCE_ALL = {
    .queue = true,
    .assignment = true,
    .work = true,
    .closing = true,
    .messages = true,
    .automatic = true,
    .bot = true,
    .abandonment = true,
    .silent = true,
    .presence = true,
    .customers = true,
    .solutions = true,
    .surveys = true,
    .escalations = true,
    .open_contacts = true,
    .resolution_us = 1,
};

bool stf_evidence_is_whole(const struct stf_evidence *evidence) {
  return evidence->queue && evidence->assignment && evidence->work && evidence->closing &&
         evidence->messages && evidence->automatic && evidence->bot && evidence->abandonment &&
         evidence->silent && evidence->presence && evidence->customers && evidence->solutions &&
         evidence->surveys && evidence->escalations && evidence->open_contacts &&
         evidence->resolution_us <= 1;
}

/* The log begins where the bot was left. */
static bool hide_bot(struct stf_contact *contact) {
  if (contact->bot_start_us == STF_NEVER && contact->outcome != STF_OUTCOME_CONTAINED) {
    return true;
  }
  if (contact->queue_us == STF_NEVER) {
    return false;
  }
  contact->open_us = contact->queue_us;
  contact->bot_start_us = STF_NEVER;
  contact->bot_end_us = STF_NEVER;
  if (contact->first_any_us < contact->open_us) {
    contact->first_any_us = contact->first_human_us;
  }
  if (contact->last_message_us < contact->open_us) {
    contact->last_message_us = STF_NEVER;
  }
  return true;
}

static void hide_automatic(struct stf_contact *contact) {
  if (contact->last_message_us == contact->first_any_us) {
    contact->last_message_us = contact->first_human_us;
  }
  contact->first_any_us = contact->first_human_us;
}

static void hide_messages(struct stf_contact *contact) {
  contact->first_any_us = STF_NEVER;
  contact->first_human_us = STF_NEVER;
  contact->last_message_us = STF_NEVER;
  contact->replies = NULL;
  contact->replies_n = 0;
  contact->unanswered_us = STF_NEVER;
}

static void hide_work(struct stf_contact *contact) {
  contact->works_n = 0;
  contact->works = NULL;
  contact->work = STF_CONTACT_EMPTY.work;
}

/* Who has it is then known from work alone; a message says the agent, but no team. */
static void hide_assignment(struct stf_contact *contact) {
  contact->assign_us = STF_NEVER;
  contact->transfers_n = 0;
  contact->holds = NULL;
  contact->holds_n = 0;
  if (contact->works_n > 0) {
    contact->agent = contact->work.agent;
    contact->team = contact->work.team;
  } else {
    contact->team = STF_NOBODY;
    contact->agent = contact->first_human_us != STF_NEVER ? contact->agent : STF_NOBODY;
  }
}

static void hide_silence(struct stf_contact *contact) {
  contact->balked = false;
  if (contact->silent) {
    contact->silent = false;
    contact->abandon_us = STF_NEVER;
    contact->outcome = contact->close_us != STF_NEVER ? STF_OUTCOME_CLOSED : STF_OUTCOME_OPEN;
  }
}

static void hide_abandonment(struct stf_contact *contact) {
  if (contact->outcome == STF_OUTCOME_ABANDONED) {
    contact->outcome = STF_OUTCOME_OPEN;
    contact->close_us = STF_NEVER;
    contact->first_close_us = STF_NEVER;
  }
  contact->abandon_us = STF_NEVER;
}

static void hide_closing(struct stf_contact *contact) {
  contact->close_us = STF_NEVER;
  contact->first_close_us = STF_NEVER;
}

/* Who left while waiting, where nobody can see that she waited, was left by the bot's reckoning
 * in the bot. */
static void hide_queue(const struct stf_evidence *evidence, struct stf_contact *contact) {
  contact->queue_us = evidence->assignment ? contact->assign_us : STF_NEVER;
  bool human = contact->queue_us != STF_NEVER || contact->first_human_us != STF_NEVER ||
               contact->works_n > 0;
  if (contact->outcome == STF_OUTCOME_ABANDONED && !human &&
      contact->bot_start_us != STF_NEVER) {
    contact->outcome = STF_OUTCOME_CONTAINED;
  }
}

static int64_t cut(int64_t at_us, int64_t resolution_us) {
  if (at_us == STF_NEVER) {
    return STF_NEVER;
  }
  int64_t beyond_us = at_us % resolution_us;
  return at_us - beyond_us - (beyond_us < 0 ? resolution_us : 0);
}

static void cut_replies(int64_t resolution_us, struct stf_contact *contact,
                        struct stf_reply *replies) {
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    replies[i] = contact->replies[i];
    replies[i].asked_us = cut(replies[i].asked_us, resolution_us);
    replies[i].last_us = cut(replies[i].last_us, resolution_us);
    replies[i].at_us = cut(replies[i].at_us, resolution_us);
  }
  contact->replies = contact->replies_n > 0 ? replies : NULL;
}

static void cut_holds(int64_t resolution_us, struct stf_contact *contact,
                      struct stf_hold *holds) {
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    holds[i] = contact->holds[i];
    holds[i].start_us = cut(holds[i].start_us, resolution_us);
    holds[i].end_us = cut(holds[i].end_us, resolution_us);
    holds[i].back_us = cut(holds[i].back_us, resolution_us);
  }
  contact->holds = contact->holds_n > 0 ? holds : NULL;
}

static void cut_instants(int64_t resolution_us, struct stf_contact *contact,
                         const struct stf_contact_room *room) {
  struct stf_work *works = room->works;
  int64_t *const instants[] = {
      &contact->open_us,          &contact->queue_us,        &contact->assign_us,
      &contact->abandon_us,       &contact->first_close_us,  &contact->close_us,
      &contact->first_resolve_us, &contact->resolve_us,      &contact->first_any_us,
      &contact->first_human_us,   &contact->last_message_us, &contact->bot_start_us,
      &contact->bot_end_us,       &contact->unanswered_us};
  for (size_t i = 0; i < STF_COUNT_OF(instants); i++) {
    *instants[i] = cut(*instants[i], resolution_us);
  }
  const struct stf_work *from = contact->works_n > 1 ? contact->works : &contact->work;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    works[i] = from[i];
    works[i].start_us = cut(from[i].start_us, resolution_us);
    works[i].end_us = cut(from[i].end_us, resolution_us);
  }
  if (contact->works_n > 0) {
    contact->work = works[0];
    contact->works = contact->works_n > 1 ? works : NULL;
  }
  cut_replies(resolution_us, contact, room->replies);
  cut_holds(resolution_us, contact, room->holds);
}

static void hide_escalations(struct stf_contact *contact) {
  contact->escalations_n = 0;
  contact->alerts_n = 0;
  contact->escalate_us = STF_NEVER;
}

static void hide_after(const struct stf_evidence *evidence, struct stf_contact *contact) {
  if (!evidence->customers) {
    contact->customer = STF_NOBODY;
  }
  if (!evidence->solutions) {
    contact->solved = STF_SOLVED_UNKNOWN;
  }
  if (!evidence->surveys) {
    contact->survey = STF_SURVEY_NONE;
    contact->csat = 0;
    contact->nps = 0;
  }
}

static bool hide(const struct stf_evidence *evidence, struct stf_contact *contact) {
  if (!evidence->bot && !hide_bot(contact)) {
    return false;
  }
  if (!evidence->silent) {
    hide_silence(contact);
  }
  if (!evidence->abandonment) {
    hide_abandonment(contact);
  }
  if (!evidence->automatic) {
    hide_automatic(contact);
  }
  if (!evidence->messages) {
    hide_messages(contact);
  }
  if (!evidence->work) {
    hide_work(contact);
  }
  if (!evidence->closing) {
    hide_closing(contact);
  }
  if (!evidence->queue) {
    hide_queue(evidence, contact);
  }
  if (!evidence->assignment) {
    hide_assignment(contact);
  }
  if (!evidence->escalations) {
    hide_escalations(contact);
  }
  hide_after(evidence, contact);
  return evidence->open_contacts || contact->outcome != STF_OUTCOME_OPEN;
}

bool stf_evidence_mask(const struct stf_evidence *evidence, struct stf_contact *contact,
                       const struct stf_contact_room *room) {
  if (!hide(evidence, contact)) {
    return false;
  }
  if (evidence->resolution_us > 1) {
    cut_instants(evidence->resolution_us, contact, room);
  }
  return true;
}

bool stf_evidence_mask_span(const struct stf_evidence *evidence, int64_t *start_us,
                            int64_t *end_us) {
  if (evidence->resolution_us > 1) {
    *start_us = cut(*start_us, evidence->resolution_us);
    *end_us = cut(*end_us, evidence->resolution_us);
  }
  return *end_us == STF_NEVER || *start_us < *end_us;
}

void stf_evidence_resolve(int64_t at_us, int64_t *resolution_us) {
  for (size_t i = 0; i < STF_COUNT_OF(RESOLUTIONS_US); i++) {
    if (RESOLUTIONS_US[i] <= *resolution_us && at_us % RESOLUTIONS_US[i] == 0) {
      *resolution_us = RESOLUTIONS_US[i];
      return;
    }
  }
}
