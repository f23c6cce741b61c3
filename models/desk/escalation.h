/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escalation: what happens when a fraction of a promise's time is over and the promise is not
 * kept yet (docs/model.md, "Escalation"). A class points to its rules; NULL: none.
 */
#ifndef STF_ESCALATION_H
#define STF_ESCALATION_H

#include "contact/contact.h"
#include "time/calendar.h"

enum {
  STF_ESCALATION_RULES_MAX = 8 /* of a class */
};

enum stf_escalation_clock {
  STF_ESCALATION_FIRST_RESPONSE, /* from asking for a human, or from the opening */
  STF_ESCALATION_NEXT_RESPONSE,  /* of each later reply, from the message that it answers */
  STF_ESCALATION_RESOLUTION      /* from the opening to the end */
};

enum stf_escalation_deed {
  STF_ESCALATION_ALERT,   /* somebody is told: counted, nothing moves */
  STF_ESCALATION_BUMP,    /* one priority better; of a first response only */
  STF_ESCALATION_TRANSFER /* to a team: who waits then waits for that team alone. With the
                             resolution's clock also whoever is in hand: her agent is free */
};

struct stf_escalation_rule {
  enum stf_escalation_clock clock;
  enum stf_escalation_deed deed;
  int64_t after_us;                 /* > 0, of the time of `hours` */
  const struct stf_calendar *hours; /* NULL: day and night */
  uint32_t team;                    /* TRANSFER: index into desk.teams */
  uint32_t team_name;               /* its id in names.teams */
  bool notice;                      /* the customer is told by an automatic message */
  bool afresh; /* TRANSFER of one in hand: her work begins anew with a draw of the class's
                  service; else what is left of it is done */
};

struct stf_escalation {
  const struct stf_escalation_rule *rules; /* at most STF_ESCALATION_RULES_MAX */
  uint32_t rules_n;
  bool from_opening; /* where the clock of a first response starts */
  bool pauses;       /* the resolution's clock stands while the contact waits for its customer,
                        as its messages show it (contact/owed.h) */
  bool by_message;   /* an alert about a first response ends with the first human message; else
                        with the assignment */
};

/* When the rule applies to a contact that opened and asked for a human then, if nothing stops
 * its clock: not before asking. INT64_MAX: never. Not of next responses. */
int64_t stf_escalation_at_us(const struct stf_escalation *escalation,
                             const struct stf_escalation_rule *rule, int64_t open_us,
                             int64_t asked_us);

/* Fills escalations_n, escalate_us, alerts_n and transfers_n of a record that is complete in
 * everything else, and the notices among its messages; nothing after the horizon. A rule
 * applies if its instant comes before the end of what it watches: a first response's alert the
 * answer, other deeds the assignment; a resolution the end; or leaving. Whom the team of a
 * transfer took at that very instant was transferred. A contact that asked for no human has
 * none. */
void stf_escalation_tell(const struct stf_escalation *escalation, int64_t horizon_us,
                         struct stf_contact *contact);

#endif
