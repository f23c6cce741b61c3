/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check_evidence.h"

#include "base/macros.h"

enum kind {
  MEASURED,
  BY_RULE,
  ASSUMED,
  IMPOSSIBLE,
  KINDS_N
};

struct finding {
  enum kind kind;
  const char *why; /* from what, or what would lift it */
};

static bool has(const struct stf_check_evidence *e, enum stf_event_kind kind) {
  return e->facts->events_n[kind] > 0;
}

static struct finding found(enum kind kind, const char *why) {
  return (struct finding){kind, why};
}

/* Measured from an event, or impossible without it. */
static struct finding either(bool there, const char *from, const char *needs) {
  return there ? found(MEASURED, from) : found(IMPOSSIBLE, needs);
}

/* --- KPIs --- */

static struct finding on_arrivals(const struct stf_check_evidence *e) {
  return has(e, STF_EVENT_OPEN)
             ? found(MEASURED, "open")
             : found(BY_RULE, "first event of each contact; 'open' events would tell it");
}

static struct finding on_waits(const struct stf_check_evidence *e) {
  if (e->facts->has_queue && e->facts->has_assign) {
    return found(MEASURED, "queue (or handoff) to assign");
  }
  if (e->facts->has_assign) {
    return found(BY_RULE, "asked for a human when assigned; 'queue' events would tell when");
  }
  return found(IMPOSSIBLE, "needs 'queue' and 'assign' events");
}

static struct finding on_first_response(const struct stf_check_evidence *e) {
  if (!has(e, STF_EVENT_MSG_AGENT) && e->facts->has_assign) {
    return found(IMPOSSIBLE, "needs 'msg_agent' events; 'assign' tells the wait instead");
  }
  return either(has(e, STF_EVENT_MSG_AGENT), "first msg_agent", "needs 'msg_agent' events");
}

static struct finding on_replies(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_MSG_AGENT) && has(e, STF_EVENT_MSG_IN), "msg_in to msg_agent",
                "needs 'msg_in' and 'msg_agent' events");
}

static struct finding on_work(const struct stf_check_evidence *e) {
  return either(e->facts->has_work, "work_start to work_end",
                "needs 'work_start' and 'work_end' events");
}

static struct finding on_utilization(const struct stf_check_evidence *e) {
  if (!e->facts->has_work) {
    return found(IMPOSSIBLE, "needs 'work_start' and 'work_end' events");
  }
  return e->facts->has_presence ? found(MEASURED, "work within presence")
                                : found(BY_RULE, "presence is by rule: biased up");
}

static struct finding on_leaving(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_ABANDON), "abandon (who falls silent without it is not seen)",
                "needs 'abandon' events");
}

static struct finding on_closing(const struct stf_check_evidence *e) {
  return e->facts->has_close
             ? found(MEASURED, "close")
             : found(BY_RULE, "last message or end of work; 'close' would tell it");
}

static struct finding on_resolution(const struct stf_check_evidence *e) {
  if (has(e, STF_EVENT_RESOLVE)) {
    return found(MEASURED, "resolve");
  }
  return e->facts->has_close
             ? found(BY_RULE, "the close stands for it; 'resolve' events would tell it")
             : found(IMPOSSIBLE, "needs 'resolve' or 'close' events");
}

static struct finding on_pauses(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_PENDING), "pending to resume, msg_in, resolve or close",
                "needs 'pending' and 'resume' events; no time of the customer is taken off");
}

static struct finding on_reopening(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_REOPEN), "reopen", "needs 'reopen' events");
}

static struct finding on_hand_backs(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_PARK), "park with handed_back=1",
                "needs 'park' events with handed_back=1 in 'detail'");
}

static struct finding on_transfers(const struct stf_check_evidence *e) {
  if (has(e, STF_EVENT_TRANSFER)) {
    return found(MEASURED, "transfer");
  }
  return e->facts->has_assign
             ? found(BY_RULE, "an assign to another agent or team; 'transfer' would tell it")
             : found(IMPOSSIBLE, "needs 'transfer' or 'assign' events");
}

static struct finding on_escalations(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_ESCALATE), "escalate", "needs 'escalate' events");
}

static struct finding on_verdicts(const struct stf_check_evidence *e) {
  return either(e->facts->has_sla, "sla=met, sla=missed: the platform's own clock",
                "needs sla=met or sla=missed in 'detail'; own terms are judged by 'sla'");
}

static struct finding on_bot(const struct stf_check_evidence *e) {
  if (has(e, STF_EVENT_BOT_START) || has(e, STF_EVENT_HANDOFF)) {
    return found(MEASURED, "bot_start to bot_end or handoff");
  }
  return found(IMPOSSIBLE, "no bot in the log: needs 'bot_start' events");
}

static struct finding on_repeats(const struct stf_check_evidence *e) {
  return either(e->facts->has_customer, "column customer", "needs the column 'customer'");
}

static struct finding on_satisfaction(const struct stf_check_evidence *e) {
  return either(has(e, STF_EVENT_SURVEY), "survey", "needs 'survey' events");
}

static struct finding on_backlog(const struct stf_check_evidence *e) {
  if (e->open_n > 0 || e->ended_n == 0) {
    return found(MEASURED, "contacts open at the end are in the log");
  }
  return e->facts->has_close
             ? found(BY_RULE, "nothing is open at the end; an export of closed contacts only "
                              "lacks them")
             : found(BY_RULE,
                     "without 'close' events all count as ended with their last event");
}

/* --- Parts of a desk --- */

static struct finding on_service(const struct stf_check_evidence *e) {
  return e->facts->has_work ? found(MEASURED, "work_start to work_end, by class")
                            : found(ASSUMED, "needs 'work_start' and 'work_end' events");
}

static struct finding on_first_message(const struct stf_check_evidence *e) {
  return e->facts->has_assign && has(e, STF_EVENT_MSG_AGENT)
             ? found(MEASURED, "assign to the first msg_agent")
             : found(ASSUMED, "needs 'assign' and 'msg_agent' events");
}

static struct finding on_patience(const struct stf_check_evidence *e) {
  return has(e, STF_EVENT_ABANDON)
             ? found(MEASURED, "who left and who was served; not beyond the longest wait")
             : found(ASSUMED, "needs 'abandon' events: nobody leaves in the fitted desk");
}

static struct finding on_presence(const struct stf_check_evidence *e) {
  if (e->facts->has_presence) {
    return found(MEASURED, "agent_on to agent_off");
  }
  return e->facts->has_work ? found(BY_RULE, "runs of work with short idle gaps; 'agent_on', "
                                             "'agent_off' or a roster would tell it")
                            : found(ASSUMED, "needs 'agent_on' and 'agent_off', or a roster");
}

static struct finding on_pause_between(const struct stf_check_evidence *e) {
  return e->facts->has_work && e->facts->has_queue
             ? found(BY_RULE, "gaps between an agent's contacts while somebody waited")
             : found(ASSUMED, "needs 'queue', 'work_start' and 'work_end' events");
}

static struct finding on_capacity(const struct stf_check_evidence *e) {
  return e->has_cap ? found(MEASURED, "agent_on with cap=")
                    : found(ASSUMED, "one contact at a time; needs cap= on 'agent_on'");
}

static struct finding on_priorities(const struct stf_check_evidence *e) {
  return stf_dict_count(e->names->priorities) > 0
             ? found(ASSUMED,
                     "column priority is there, but the order of service is not fitted")
             : found(ASSUMED, "one line for all; needs the column 'priority'");
}

static struct finding on_containment(const struct stf_check_evidence *e) {
  return has(e, STF_EVENT_BOT_START) ? found(MEASURED, "bot_start to close or handoff")
                                     : found(ASSUMED, "needs 'bot_start' events");
}

static struct finding on_campaigns(const struct stf_check_evidence *e) {
  return has(e, STF_EVENT_CAMPAIGN)
             ? found(MEASURED, "campaign to the replies that are marked, or of whom it names")
             : found(ASSUMED, "needs 'campaign' events: replies are arrivals like others");
}

struct row {
  const char *what;
  struct finding (*find)(const struct stf_check_evidence *e);
};

static const struct row KPIS[] = {{"arrivals", on_arrivals},
                                  {"waits, service level", on_waits},
                                  {"first response time", on_first_response},
                                  {"times of all replies", on_replies},
                                  {"agents' work, AHT", on_work},
                                  {"utilization", on_utilization},
                                  {"leaving while waiting", on_leaving},
                                  {"resolution time", on_resolution},
                                  {"closing time", on_closing},
                                  {"waiting for customer", on_pauses},
                                  {"reopened", on_reopening},
                                  {"transferred", on_transfers},
                                  {"handed back", on_hand_backs},
                                  {"escalated", on_escalations},
                                  {"verdicts on the SLA", on_verdicts},
                                  {"bot, containment", on_bot},
                                  {"repeat contacts", on_repeats},
                                  {"satisfaction", on_satisfaction},
                                  {"backlog", on_backlog}};

static const struct row PARTS[] = {{"demand by interval", on_arrivals},
                                   {"service", on_service},
                                   {"first message", on_first_message},
                                   {"patience", on_patience},
                                   {"staff", on_presence},
                                   {"pause", on_pause_between},
                                   {"contacts at once", on_capacity},
                                   {"priorities", on_priorities},
                                   {"bot", on_containment},
                                   {"campaigns", on_campaigns}};

static void put(FILE *out, const char *title, const struct row *rows, size_t rows_n,
                const struct stf_check_evidence *evidence) {
  static const char *const WORDS[KINDS_N] = {"measured", "by rule", "assumed", "impossible"};
  (void)fprintf(out, "  %s\n", title);
  for (size_t i = 0; i < rows_n; i++) {
    struct finding finding = rows[i].find(evidence);
    (void)fprintf(out, "    %-21s %-10s  %s\n", rows[i].what, WORDS[finding.kind], finding.why);
  }
}

void stf_check_evidence_put(FILE *out, const struct stf_check_evidence *evidence) {
  put(out, "what it can show", KPIS, STF_COUNT_OF(KPIS), evidence);
  put(out, "what a desk made from it would rest on", PARTS, STF_COUNT_OF(PARTS), evidence);
}

bool stf_check_evidence_fits(const struct stf_check_evidence *evidence) {
  const struct stf_eventlog_facts *facts = evidence->facts;
  return (facts->has_queue || facts->has_assign) && facts->has_work;
}
