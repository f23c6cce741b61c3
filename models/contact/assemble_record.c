/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/assemble_record.h"

enum {
  LOOK_BACK = 64 /* stretches of a contact among which an end looks for its start */
};

static void set_first(int64_t *field, int64_t at_us) {
  if (*field == STF_NEVER) {
    *field = at_us;
  }
}

static void end_pause(struct stf_assemble_record *slot, int64_t at_us) {
  if (slot->pending_us != STF_NEVER) {
    slot->record.paused_us += at_us - slot->pending_us;
    slot->pending_us = STF_NEVER;
  }
}

/* The place that it holds is given back; false: it holds none. */
static bool end_hold(struct stf_assemble_record *slot, int64_t at_us) {
  uint32_t n = slot->record.holds_n;
  if (n == 0 || slot->holds[n - 1].end_us != STF_NEVER) {
    return false;
  }
  slot->holds[n - 1].end_us = at_us;
  return true;
}

/* One that is handed back, or closed, is taken by somebody else without being transferred. */
static void park(struct stf_assemble_record *slot, const struct stf_event *event) {
  bool handed_back = stf_event_detail_is(event->detail, "handed_back", "1");
  bool closed = stf_event_detail_is(event->detail, "closed", "1");
  if (end_hold(slot, event->at_us)) {
    slot->parked = true;
    slot->parks_n++;
    slot->holds[slot->record.holds_n - 1].handed_back = handed_back;
    slot->holds[slot->record.holds_n - 1].closed = closed;
    slot->moved = slot->moved || handed_back || closed;
  }
}

/* The customer is back, or it is taken up again. */
static void end_park(struct stf_assemble_record *slot, int64_t at_us) {
  if (slot->parked) {
    slot->holds[slot->record.holds_n - 1].back_us = at_us;
    slot->parked = false;
  }
}

/* A contact whose place was given back as it was closed is opened again. */
static void reopen(struct stf_assemble_record *slot, int64_t at_us) {
  if (slot->parked && slot->holds[slot->record.holds_n - 1].closed) {
    end_park(slot, at_us);
  }
  slot->ended = false;
  slot->record.reopens_n =
      (uint16_t)(slot->record.reopens_n + (slot->record.reopens_n < UINT16_MAX));
}

void stf_assemble_record_close(struct stf_assemble_record *slot, int64_t at_us) {
  end_pause(slot, at_us);
  set_first(&slot->record.first_close_us, at_us);
  slot->record.close_us = at_us;
}

static void count(uint16_t *n) {
  *n = (uint16_t)(*n + (*n < UINT16_MAX));
}

static bool is_work(enum stf_event_kind kind) {
  return kind == STF_EVENT_WORK_START || kind == STF_EVENT_WORK_END ||
         kind == STF_EVENT_WRAP_END;
}

static void take_campaign(struct stf_contact *record, const char *detail) {
  if (stf_event_detail_has(detail, "campaign") && record->campaign == STF_CAMPAIGN_NONE) {
    record->campaign = STF_CAMPAIGN_REPLY;
  }
  if (record->campaign != STF_CAMPAIGN_NONE && stf_event_detail_is(detail, "frt", "0")) {
    record->campaign = STF_CAMPAIGN_APART;
  }
}

static void take_attributes(struct stf_contact *record, const struct stf_event *event) {
  if (event->class_id != STF_NOBODY) {
    record->class_id = event->class_id;
  }
  if (event->channel != STF_NOBODY) {
    record->channel = event->channel;
  }
  if (event->priority != STF_NOBODY) {
    record->priority = event->priority;
  }
  if (event->customer != STF_NOBODY) {
    record->customer = event->customer;
  }
  if (stf_event_detail_is(event->detail, "sla", "met")) {
    record->logged_sla = STF_LOGGED_SLA_MET;
  } else if (stf_event_detail_is(event->detail, "sla", "missed")) {
    record->logged_sla = STF_LOGGED_SLA_MISSED;
  }
  take_campaign(record, event->detail);
  record->again = record->again || stf_event_detail_is(event->detail, "again", "1");
  if (stf_event_detail_is(event->detail, "solved", "1")) {
    record->solved = STF_SOLVED_YES;
  } else if (stf_event_detail_is(event->detail, "solved", "0")) {
    record->solved = STF_SOLVED_NO;
  }
  bool starts = event->kind == STF_EVENT_WORK_START;
  if (event->team != STF_NOBODY &&
      (!is_work(event->kind) || (starts && record->team == STF_NOBODY))) {
    record->team = event->team;
  }
  bool acts = starts || event->kind == STF_EVENT_MSG_AGENT;
  if (event->agent != STF_NOBODY &&
      (event->kind == STF_EVENT_ASSIGN || (acts && record->agent == STF_NOBODY))) {
    record->agent = event->agent;
  }
}

/* A number of the detail from `least` to `most`, made to begin with 1; 0: it does not say. */
static uint8_t score_of(const char *detail, const char *key, uint32_t least, uint32_t most) {
  uint32_t score = 0;
  bool is_said = stf_event_detail_count(detail, key, &score) && score >= least && score <= most;
  return is_said ? (uint8_t)(score - least + 1) : 0;
}

/* A later survey with an answer replaces one without, or an earlier answer. */
static void take_survey(struct stf_contact *record, const struct stf_event *event) {
  uint8_t csat = score_of(event->detail, "csat", 1, 5);
  uint8_t nps = score_of(event->detail, "nps", 0, 10);
  bool answered = csat > 0 || nps > 0 || stf_event_detail_is(event->detail, "answered", "1");
  if (answered) {
    record->survey = STF_SURVEY_ANSWERED;
    record->csat = csat;
    record->nps = nps;
  } else if (record->survey == STF_SURVEY_NONE) {
    record->survey = STF_SURVEY_SENT;
  }
}

/* The last stretch of the agent, if it may be ended by this event; else NULL. */
static struct stf_work *last_stretch(const struct stf_assemble_record *slot, uint32_t agent) {
  uint32_t n = slot->record.works_n;
  for (uint32_t back = 1; back <= n && back <= LOOK_BACK; back++) {
    if (slot->works[n - back].agent == agent) {
      return &slot->works[n - back];
    }
  }
  return NULL;
}

static enum stf_status start_work(struct stf_assemble_record_store *store,
                                  struct stf_assemble_record *slot,
                                  const struct stf_event *event, uint32_t agent) {
  struct stf_work *last = last_stretch(slot, agent);
  if (last != NULL && last->end_us == STF_NEVER) {
    last->end_us = event->at_us;
    store->unmatched_n++;
  }
  struct stf_work *works = stf_mem_grown(store->allocator, slot->works, &slot->works_capacity,
                                         (size_t)slot->record.works_n + 1, sizeof *works);
  if (works == NULL) {
    return STF_ERR_MEMORY;
  }
  slot->works = works;
  works[slot->record.works_n++] =
      (struct stf_work){.start_us = event->at_us,
                        .end_us = STF_NEVER,
                        .agent = agent,
                        .team = event->team != STF_NOBODY ? event->team : slot->record.team};
  return STF_OK;
}

static enum stf_status take_work(struct stf_assemble_record_store *store,
                                 struct stf_assemble_record *slot,
                                 const struct stf_event *event) {
  uint32_t agent = event->agent != STF_NOBODY ? event->agent : slot->record.agent;
  if (event->kind == STF_EVENT_WORK_START) {
    return start_work(store, slot, event, agent);
  }
  struct stf_work *last = last_stretch(slot, agent);
  if (last == NULL || (event->kind == STF_EVENT_WORK_END && last->end_us != STF_NEVER)) {
    store->unmatched_n++;
    return STF_OK;
  }
  last->end_us = event->at_us;
  return STF_OK;
}

static enum stf_status answer(struct stf_assemble_record_store *store,
                              struct stf_assemble_record *slot, const struct stf_event *event) {
  set_first(&slot->record.first_human_us, event->at_us);
  if (slot->waiting_us == STF_NEVER) {
    return STF_OK;
  }
  struct stf_reply *replies =
      stf_mem_grown(store->allocator, slot->replies, &slot->replies_capacity,
                    (size_t)slot->record.replies_n + 1, sizeof *replies);
  if (replies == NULL) {
    return STF_ERR_MEMORY;
  }
  slot->replies = replies;
  replies[slot->record.replies_n++] =
      (struct stf_reply){.asked_us = slot->waiting_us,
                         .last_us = slot->asked_last_us,
                         .at_us = event->at_us,
                         .agent = event->agent,
                         .is_template = stf_event_detail_is(event->detail, "template", "1")};
  slot->waiting_us = STF_NEVER;
  return STF_OK;
}

/* The customer is there again. */
static void come_back(struct stf_assemble_record *slot, int64_t at_us) {
  end_pause(slot, at_us);
  if (slot->record.abandon_us != STF_NEVER) {
    slot->record.abandon_us = STF_NEVER;
    slot->record.silent = false;
    slot->record.balked = false;
    slot->ended = slot->record.close_us != STF_NEVER;
  }
}

static enum stf_status take_message(struct stf_assemble_record_store *store,
                                    struct stf_assemble_record *slot,
                                    const struct stf_event *event) {
  slot->record.last_message_us = event->at_us;
  if (event->kind == STF_EVENT_MSG_IN) {
    set_first(&slot->waiting_us, event->at_us);
    slot->asked_last_us = event->at_us;
    end_park(slot, event->at_us);
    come_back(slot, event->at_us);
    return STF_OK;
  }
  set_first(&slot->record.first_any_us, event->at_us);
  slot->bot_seen = slot->bot_seen || event->kind == STF_EVENT_MSG_BOT;
  return event->kind == STF_EVENT_MSG_AGENT ? answer(store, slot, event) : STF_OK;
}

static void take_close(struct stf_assemble_record *slot, const struct stf_event *event) {
  stf_assemble_record_close(slot, event->at_us);
  slot->closed_by_bot = stf_event_detail_is(event->detail, "by", "bot");
  slot->ended = true;
}

/* Of who left silently nobody knew: the contact goes on. */
static void take_abandon(struct stf_assemble_record *slot, const struct stf_event *event) {
  struct stf_contact *record = &slot->record;
  if (record->abandon_us == STF_NEVER) {
    record->abandon_us = event->at_us;
    record->silent = stf_event_detail_is(event->detail, "silent", "1");
    record->balked = stf_event_detail_is(event->detail, "balked", "1");
  }
  if (!record->silent) {
    end_pause(slot, event->at_us);
    slot->ended = true;
  }
}

static void take_bot(struct stf_assemble_record *slot, const struct stf_event *event) {
  slot->bot_seen = true;
  if (event->kind == STF_EVENT_BOT_START) {
    set_first(&slot->record.bot_start_us, event->at_us);
  } else if (event->kind == STF_EVENT_BOT_END) {
    slot->record.bot_end_us = event->at_us;
  } else if (slot->record.bot_start_us != STF_NEVER) {
    set_first(&slot->record.bot_end_us, event->at_us);
  }
}

static bool differs(uint32_t before, uint32_t now) {
  return before != STF_NOBODY && now != STF_NOBODY && before != now;
}

static enum stf_status take_assign(struct stf_assemble_record_store *store,
                                   struct stf_assemble_record *slot,
                                   const struct stf_event *event) {
  struct stf_contact *record = &slot->record;
  struct stf_hold *holds = stf_mem_grown(store->allocator, slot->holds, &slot->holds_capacity,
                                         (size_t)record->holds_n + 1, sizeof *holds);
  if (holds == NULL) {
    return STF_ERR_MEMORY;
  }
  slot->holds = holds;
  end_park(slot, event->at_us);
  (void)end_hold(slot, event->at_us);
  set_first(&record->queue_us, event->at_us);
  set_first(&record->assign_us, event->at_us);
  if (!slot->moved && (differs(slot->assigned_agent, event->agent) ||
                       differs(slot->assigned_team, event->team))) {
    count(&record->transfers_n);
  }
  slot->moved = false;
  uint32_t places = 0;
  if (stf_event_detail_count(event->detail, "places", &places) &&
      places <= STF_CONTACT_CAP_MAX) {
    record->places = (uint8_t)places;
  }
  slot->assigned_agent = event->agent != STF_NOBODY ? event->agent : slot->assigned_agent;
  slot->assigned_team = event->team != STF_NOBODY ? event->team : slot->assigned_team;
  holds[record->holds_n++] = (struct stf_hold){.start_us = event->at_us,
                                               .end_us = STF_NEVER,
                                               .back_us = STF_NEVER,
                                               .agent = slot->assigned_agent,
                                               .team = slot->assigned_team};
  return STF_OK;
}

static void take_escalate(struct stf_contact *record, const struct stf_event *event) {
  if (stf_event_detail_is(event->detail, "do", "alert")) {
    count(&record->alerts_n);
    return;
  }
  count(&record->escalations_n);
  set_first(&record->escalate_us, event->at_us);
}

static void take_resolve(struct stf_assemble_record *slot, int64_t at_us) {
  end_pause(slot, at_us);
  set_first(&slot->record.first_resolve_us, at_us);
  slot->record.resolve_us = at_us;
}

enum stf_status stf_assemble_record_apply(struct stf_assemble_record_store *store,
                                          struct stf_assemble_record *slot,
                                          const struct stf_event *event) {
  struct stf_contact *record = &slot->record;
  take_attributes(record, event);
  switch (event->kind) {
  case STF_EVENT_MSG_IN:
  case STF_EVENT_MSG_AUTO:
  case STF_EVENT_MSG_BOT:
  case STF_EVENT_MSG_AGENT:
    return take_message(store, slot, event);
  case STF_EVENT_WORK_START:
  case STF_EVENT_WORK_END:
  case STF_EVENT_WRAP_END:
    return take_work(store, slot, event);
  case STF_EVENT_BOT_START:
  case STF_EVENT_BOT_END:
    take_bot(slot, event);
    break;
  case STF_EVENT_HANDOFF:
    take_bot(slot, event);
    set_first(&record->queue_us, event->at_us);
    break;
  case STF_EVENT_QUEUE:
    set_first(&record->queue_us, event->at_us);
    break;
  case STF_EVENT_ASSIGN:
    return take_assign(store, slot, event);
  case STF_EVENT_TRANSFER:
    count(&record->transfers_n);
    slot->moved = true;
    break;
  case STF_EVENT_ESCALATE:
    take_escalate(record, event);
    break;
  case STF_EVENT_PENDING:
    set_first(&slot->pending_us, event->at_us);
    break;
  case STF_EVENT_RESUME:
    end_pause(slot, event->at_us);
    break;
  case STF_EVENT_PARK:
    park(slot, event);
    break;
  case STF_EVENT_RESOLVE:
    take_resolve(slot, event->at_us);
    break;
  case STF_EVENT_ABANDON:
    take_abandon(slot, event);
    break;
  case STF_EVENT_CLOSE:
    take_close(slot, event);
    break;
  case STF_EVENT_REOPEN:
    come_back(slot, event->at_us);
    reopen(slot, event->at_us);
    break;
  case STF_EVENT_SURVEY:
    take_survey(record, event);
    break;
  case STF_EVENT_OPEN:
  case STF_EVENT_AGENT_ON:
  case STF_EVENT_AGENT_OFF:
  case STF_EVENT_AGENT_AWAY:
  case STF_EVENT_AGENT_BACK:
  case STF_EVENT_CAMPAIGN:
    break;
  }
  return STF_OK;
}
