/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: the rows of the canonical event log (docs/log-formats.md), from which contact records
 * are assembled (contact/assemble.h) and which a run writes about its contacts
 * (contact/trail.h).
 */
#ifndef STF_EVENT_H
#define STF_EVENT_H

#include "base/mem.h"
#include "contact/contact.h"

#include <stddef.h>

enum stf_event_kind {
  STF_EVENT_OPEN,
  STF_EVENT_MSG_IN,
  STF_EVENT_MSG_AUTO,
  STF_EVENT_MSG_BOT,
  STF_EVENT_MSG_AGENT,
  STF_EVENT_BOT_START,
  STF_EVENT_BOT_END,
  STF_EVENT_HANDOFF,
  STF_EVENT_QUEUE,
  STF_EVENT_ASSIGN,
  STF_EVENT_WORK_START,
  STF_EVENT_WORK_END,
  STF_EVENT_WRAP_END,
  STF_EVENT_TRANSFER,
  STF_EVENT_ESCALATE,
  STF_EVENT_PENDING,
  STF_EVENT_PARK,
  STF_EVENT_RESUME,
  STF_EVENT_RESOLVE,
  STF_EVENT_ABANDON,
  STF_EVENT_CLOSE,
  STF_EVENT_REOPEN,
  STF_EVENT_SURVEY,
  STF_EVENT_AGENT_ON, /* from here on without a contact: agent events */
  STF_EVENT_AGENT_OFF,
  STF_EVENT_AGENT_AWAY,
  STF_EVENT_AGENT_BACK,
  STF_EVENT_CAMPAIGN /* of neither: messages to customers (contact/sending.h) */
};

enum {
  STF_EVENT_KINDS_N = STF_EVENT_CAMPAIGN + 1
};

struct stf_event_info {
  const char *name; /* as in the log's column `event` */
  const char *help; /* one line */
};

extern const struct stf_event_info
    STF_EVENT_KINDS[STF_EVENT_KINDS_N]; /* by enum stf_event_kind */

/* Ids are STF_NOBODY where the row's field is empty. */
struct stf_event {
  int64_t at_us;
  uint64_t contact;    /* stf_dict_hash of the contact's id; 0 in events without one */
  const char *detail;  /* "key=value;key=value", borrowed; NULL: none */
  uint32_t contact_id; /* id in a dictionary of contacts, where one is kept */
  uint32_t customer;   /* id in a dictionary of customers, where one is kept */
  uint32_t agent;      /* these five: ids in struct stf_names */
  uint32_t team;
  uint32_t class_id;
  uint32_t channel;
  uint32_t priority;
  enum stf_event_kind kind;
};

/* No detail, every id STF_NOBODY, at STF_NEVER. */
extern const struct stf_event STF_EVENT_EMPTY;

static inline bool stf_event_of_agent(enum stf_event_kind kind) {
  return kind >= STF_EVENT_AGENT_ON && kind <= STF_EVENT_AGENT_BACK;
}

static inline bool stf_event_of_contact(enum stf_event_kind kind) {
  return kind < STF_EVENT_AGENT_ON;
}

/* Kind of a name; false if there is none of that name. */
bool stf_event_find(const char *name, enum stf_event_kind *out);

/* The nearest name of a kind, for "did you mean"; or NULL. */
const char *stf_event_nearest(const char *name);

/* True if `detail` holds `key=value` with exactly that value. NULL is an empty detail. */
bool stf_event_detail_is(const char *detail, const char *key, const char *value);

/* True if `detail` holds `key=` and any value but none. NULL is an empty detail. */
bool stf_event_detail_has(const char *detail, const char *key);

/* The value of `key` in `detail`, *n bytes of it; NULL: it is not there, or empty. */
const char *stf_event_detail_value(const char *detail, const char *key, size_t *n);

/* True if `detail` holds `key=` and a whole number, which then is in *out. */
bool stf_event_detail_count(const char *detail, const char *key, uint32_t *out);

/* Sorts by time; events of one time keep their order. Needs room for n events meanwhile. */
STF_MUST_USE enum stf_status stf_event_sort(struct stf_event *events, size_t n,
                                            const struct stf_allocator *allocator);

#endif
