/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/duty.h"

void stf_duty_clear(struct stf_duty *duty) {
  stf_mem_release(duty->allocator, duty->agents);
  *duty = (struct stf_duty){0};
}

static enum stf_status end_span(struct stf_duty *duty, uint32_t id, int64_t end_us) {
  struct stf_duty_agent *agent = &duty->agents[id];
  bool on = agent->kind == STF_PRESENCE_ON;
  struct stf_presence span = {.start_us = agent->since_us,
                              .end_us = end_us,
                              .agent = id,
                              .team = agent->team,
                              .cap = on ? agent->cap : 0,
                              .kind = agent->kind};
  agent->since_us = STF_NEVER;
  if (span.start_us == STF_NEVER || span.start_us >= span.end_us || duty->presence == NULL) {
    return STF_OK;
  }
  return duty->presence(duty->context, &span);
}

static enum stf_status know_agent(struct stf_duty *duty, uint32_t id) {
  struct stf_duty_agent *agents = stf_mem_grown(
      duty->allocator, duty->agents, &duty->agents_capacity, (size_t)id + 1, sizeof *agents);
  if (agents == NULL) {
    return STF_ERR_MEMORY;
  }
  duty->agents = agents;
  while (duty->agents_n <= id) {
    agents[duty->agents_n++] =
        (struct stf_duty_agent){.since_us = STF_NEVER, .team = STF_NOBODY};
  }
  return STF_OK;
}

static enum stf_status begin_span(struct stf_duty *duty, const struct stf_event *event,
                                  enum stf_presence_kind kind, uint32_t cap) {
  struct stf_duty_agent *agent = &duty->agents[event->agent];
  enum stf_status status = end_span(duty, event->agent, event->at_us);
  agent->since_us = event->at_us;
  agent->team = event->team != STF_NOBODY ? event->team : agent->team;
  agent->cap = cap;
  agent->kind = (uint8_t)kind;
  agent->known = true;
  return status;
}

static enum stf_status come(struct stf_duty *duty, const struct stf_event *event) {
  const struct stf_duty_agent *agent = &duty->agents[event->agent];
  uint32_t cap = event->kind == STF_EVENT_AGENT_BACK ? agent->cap : 0;
  (void)stf_event_detail_count(event->detail, "cap", &cap);
  cap = cap < STF_CONTACT_CAP_MAX ? cap : STF_CONTACT_CAP_MAX;
  bool same_team = event->team == STF_NOBODY || event->team == agent->team;
  if (agent->since_us != STF_NEVER && agent->kind == STF_PRESENCE_ON && same_team) {
    duty->unmatched_n++;
    if (cap == agent->cap || cap == 0) {
      return STF_OK;
    }
  }
  return begin_span(duty, event, STF_PRESENCE_ON, cap);
}

static enum stf_status go(struct stf_duty *duty, const struct stf_event *event) {
  const struct stf_duty_agent *agent = &duty->agents[event->agent];
  bool away = event->kind == STF_EVENT_AGENT_AWAY;
  bool absent = away && stf_event_detail_is(event->detail, "absent", "1");
  if (!agent->known && !absent) {
    duty->unmatched_n++;
  }
  if (away && stf_event_detail_is(event->detail, "unavailable", "1")) {
    return begin_span(duty, event, STF_PRESENCE_UNAVAILABLE, agent->cap);
  }
  if (away && stf_event_detail_is(event->detail, "paid", "1")) {
    return begin_span(duty, event, absent ? STF_PRESENCE_PAID_AWAY : STF_PRESENCE_PAID_BREAK,
                      agent->cap);
  }
  return end_span(duty, event->agent, event->at_us);
}

enum stf_status stf_duty_event(struct stf_duty *duty, const struct stf_event *event) {
  STF_ASSERT(event->agent != STF_NOBODY);
  if (know_agent(duty, event->agent) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  bool comes = event->kind == STF_EVENT_AGENT_ON || event->kind == STF_EVENT_AGENT_BACK;
  return comes ? come(duty, event) : go(duty, event);
}

enum stf_status stf_duty_end(struct stf_duty *duty, int64_t horizon_us) {
  enum stf_status status = STF_OK;
  for (uint32_t id = 0; id < duty->agents_n && status == STF_OK; id++) {
    status = end_span(duty, id, horizon_us);
  }
  return status;
}
