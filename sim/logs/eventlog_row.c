/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/eventlog_row.h"

#include <string.h>

enum {
  NAME_MOST = 240 /* bytes of a campaign's name that are kept */
};

void stf_eventlog_row_facts(const struct stf_event *event, struct stf_eventlog_facts *facts) {
  const char *detail = event->detail;
  facts->has_customer = facts->has_customer || event->customer != STF_NOBODY;
  facts->has_sla = facts->has_sla || stf_event_detail_is(detail, "sla", "met") ||
                   stf_event_detail_is(detail, "sla", "missed");
  facts->has_silent = facts->has_silent || stf_event_detail_is(detail, "silent", "1") ||
                      stf_event_detail_is(detail, "balked", "1");
  facts->has_solved = facts->has_solved || stf_event_detail_is(detail, "solved", "1") ||
                      stf_event_detail_is(detail, "solved", "0");
}

const char *stf_eventlog_row_subject(enum stf_event_kind kind, bool has_contact, bool has_agent,
                                     bool *in_agent) {
  *in_agent = false;
  if (stf_event_of_contact(kind)) {
    return has_contact ? NULL : "needs a contact, but the field is empty";
  }
  if (has_contact) {
    return stf_event_of_agent(kind) ? "is about an agent: the contact must be empty"
                                    : "is no contact's: the contact must be empty";
  }
  *in_agent = stf_event_of_agent(kind) && !has_agent;
  return *in_agent ? "needs an agent" : NULL;
}

enum stf_status stf_eventlog_row_sending(const struct stf_event *event,
                                         const struct stf_sink *sink) {
  char name[NAME_MOST + 1] = "";
  size_t n = 0;
  const char *text = stf_event_detail_value(event->detail, "name", &n);
  if (sink->sending == NULL) {
    return STF_OK;
  }
  if (text != NULL) {
    n = n < NAME_MOST ? n : NAME_MOST;
    memcpy(name, text, n);
    name[n] = '\0';
  }
  struct stf_sending sending = {.at_us = event->at_us,
                                .name = name,
                                .messages_n = 1,
                                .class_id = event->class_id,
                                .customer = event->customer};
  (void)stf_event_detail_count(event->detail, "messages", &sending.messages_n);
  return sink->sending(sink->context, &sending);
}
