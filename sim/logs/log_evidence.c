/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/log_evidence.h"

#include "base/quantity.h"

#include <stdio.h>
#include <string.h>

enum {
  LIST = 192,
  DAYS_BACK = 7,
  LEAST_USUALLY_OPEN = 3
};

/* Contacts that are seen to end after an instant at which they had begun. */
static int64_t open_at(const struct stf_log *log, int64_t at_us) {
  int64_t n = 0;
  for (size_t i = 0; i < log->contacts_n && log->contacts[i].open_us <= at_us; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    n += contact->close_us > at_us || contact->abandon_us > at_us ||
         contact->outcome == STF_OUTCOME_OPEN;
  }
  return n;
}

static bool shows_open(const struct stf_log *log) {
  int64_t days_n = 0;
  int64_t sum = 0;
  for (int back = 1; back <= DAYS_BACK; back++) {
    int64_t at_us = log->facts.last_us - back * STF_US_PER_DAY;
    if (at_us >= log->facts.first_us) {
      sum += open_at(log, at_us);
      days_n++;
    }
  }
  return days_n == 0 || sum < LEAST_USUALLY_OPEN * days_n ||
         open_at(log, log->facts.last_us) > 0;
}

struct stf_evidence stf_log_evidence_of(const struct stf_log *log) {
  const struct stf_eventlog_facts *facts = &log->facts;
  const int64_t *n = facts->events_n;
  return (struct stf_evidence){
      .queue = facts->has_queue,
      .assignment = facts->has_assign,
      .work = facts->has_work,
      .closing = facts->has_close,
      .messages = n[STF_EVENT_MSG_AGENT] > 0,
      .automatic = n[STF_EVENT_MSG_AUTO] + n[STF_EVENT_MSG_BOT] > 0,
      .bot = n[STF_EVENT_BOT_START] + n[STF_EVENT_BOT_END] > 0,
      .abandonment = n[STF_EVENT_ABANDON] > 0,
      .silent = facts->has_silent,
      .presence = facts->has_presence,
      .customers = facts->has_customer,
      .solutions = facts->has_solved,
      .surveys = n[STF_EVENT_SURVEY] > 0,
      .escalations = n[STF_EVENT_ESCALATE] > 0,
      .open_contacts = shows_open(log),
      .resolution_us = facts->resolution_us,
  };
}

static const char *resolution_of(int64_t resolution_us) {
  if (resolution_us == STF_EVIDENCE_RESOLUTION_MOST_US) {
    return ", to the minute";
  }
  return resolution_us > 1 ? ", to the second" : "";
}

/* Appends the names of those that are (not) seen; returns how many. */
static size_t list(const struct stf_evidence *evidence, bool seen, char *out, size_t size) {
  const struct {
    const char *name;
    bool shown;
  } parts[] = {{"queue", evidence->queue},
               {"assignment", evidence->assignment},
               {"work", evidence->work},
               {"closing", evidence->closing},
               {"messages", evidence->messages},
               {"automatic messages", evidence->automatic},
               {"bot", evidence->bot},
               {"abandonment", evidence->abandonment},
               {"presence", evidence->presence},
               {"customers", evidence->customers},
               {"solutions", evidence->solutions},
               {"surveys", evidence->surveys},
               {"escalations", evidence->escalations},
               {"open contacts", evidence->open_contacts},
               {"silent leavers", evidence->silent}};
  size_t parts_n = STF_COUNT_OF(parts) - seen; /* that silent leavers are seen goes unsaid */
  size_t n = 0;
  size_t at = 0;
  out[0] = '\0';
  for (size_t i = 0; i < parts_n; i++) {
    if (parts[i].shown == seen && at < size) {
      at += (size_t)snprintf(out + at, size - at, "%s%s", n > 0 ? ", " : "", parts[i].name);
      n++;
    }
  }
  return n;
}

void stf_log_evidence_describe(const struct stf_evidence *evidence,
                               char out[STF_LOG_EVIDENCE_TEXT]) {
  char seen[LIST];
  char hidden[LIST];
  const char *resolution = resolution_of(evidence->resolution_us);
  size_t seen_n = list(evidence, true, seen, sizeof seen);
  size_t hidden_n = list(evidence, false, hidden, sizeof hidden);
  if (hidden_n == 0) {
    (void)snprintf(out, STF_LOG_EVIDENCE_TEXT, "everything%s", resolution);
  } else if (hidden_n < seen_n) {
    (void)snprintf(out, STF_LOG_EVIDENCE_TEXT, "all but %s%s", hidden, resolution);
  } else {
    (void)snprintf(out, STF_LOG_EVIDENCE_TEXT, "only %s%s", seen_n > 0 ? seen : "openings",
                   resolution);
  }
}
