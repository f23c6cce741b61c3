/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SLA policies: what was promised to whom, on which clock (docs/kpis.md, "SLA compliance"). */
#ifndef STF_SLA_H
#define STF_SLA_H

#include "time/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_SLA_POLICIES_MAX = 32,
  STF_SLA_TIERS_MAX = 8, /* of a contract */
  STF_SLA_NONE = 255     /* no policy */
};

/* What stops the clock of a first response. */
enum stf_sla_answer {
  STF_SLA_ANSWER_MESSAGE,   /* first message of a human agent */
  STF_SLA_ANSWER_ASSIGNMENT /* an agent takes the contact: for desks and logs without messages
                             */
};

/* Where the clock of a first response starts. */
enum stf_sla_start {
  STF_SLA_START_HANDOFF, /* a human was asked for (hand-over of the bot); the opening without a
                            bot. Contacts that never asked are no part of it */
  STF_SLA_START_OPENING  /* the opening, bot included */
};

enum stf_sla_population {
  STF_SLA_POPULATION_ALL,     /* every contact; out of hours the clock waits for the opening */
  STF_SLA_POPULATION_IN_HOURS /* only those whose clock starts while the calendar is open */
};

/* One promise: within `within_us` of the calendar's time for at least `share` of the contacts.
 * "p90 within T" is a share of 0.9. */
struct stf_sla_target {
  int64_t within_us;                /* > 0; 0: no such promise */
  double share;                     /* (0, 1] */
  const struct stf_calendar *hours; /* NULL: calendar time, day and night */
  const char *hours_name;           /* "" for calendar time */
};

/* The clocks of a policy's promises. */
enum stf_sla_clock {
  STF_SLA_CLOCK_FIRST_RESPONSE,
  STF_SLA_CLOCK_NEXT_RESPONSE,
  STF_SLA_CLOCK_RESOLUTION,
  STF_SLA_CLOCKS
};

/* Stretches that a contract judges one by one: civil days, ISO weeks, months of the period's
 * zone; of one that the period holds a part of, that part. */
enum stf_sla_stretch {
  STF_SLA_STRETCH_DAY,
  STF_SLA_STRETCH_WEEK,
  STF_SLA_STRETCH_MONTH
};

/* What is due for a stretch whose share stays below. */
struct stf_sla_tier {
  double below;  /* (0, 1] */
  double amount; /* >= 0, in the costs' currency */
};

/* What the customer was promised in writing: one promise of the policy, judged by stretches.
 * The lowest tier that the share stays below is due, alone. */
struct stf_sla_contract {
  enum stf_sla_clock clock; /* which promise */
  enum stf_sla_stretch stretch;
  enum stf_sla_population population;
  double volume_above; /* a stretch with more contacts of the policy than so many times the
                          forecast is excluded; 0: none is */
  const int64_t *excluded_days; /* civil day numbers whose contacts do not count */
  size_t excluded_days_n;
  const struct stf_sla_tier *tiers; /* by `below` from high to low; 1 to STF_SLA_TIERS_MAX */
  uint32_t tiers_n;
};

struct stf_sla_policy {
  const char *name;
  struct stf_sla_target response;      /* first response */
  struct stf_sla_target next_response; /* each later reply, from the oldest customer message
                                          that it answers */
  struct stf_sla_target resolution;    /* last resolve, without one last close; time waiting for
                                          the customer does not count where `pauses` */
  enum stf_sla_answer answer;
  enum stf_sla_start start;
  enum stf_sla_population population;
  bool pauses; /* the resolution clock stands while the contact waits for the customer */
  const struct stf_sla_contract *contract; /* NULL: none */
};

static inline const struct stf_sla_target *
stf_sla_target_of(const struct stf_sla_policy *policy, enum stf_sla_clock clock) {
  switch (clock) {
  case STF_SLA_CLOCK_NEXT_RESPONSE:
    return &policy->next_response;
  case STF_SLA_CLOCK_RESOLUTION:
    return &policy->resolution;
  case STF_SLA_CLOCK_FIRST_RESPONSE:
  case STF_SLA_CLOCKS:
    break;
  }
  return &policy->response;
}

/* The policies of a desk and who falls under which. */
struct stf_sla_terms {
  const struct stf_sla_policy *policies;
  uint32_t policies_n;
  const uint8_t *policy_of; /* [class id * priorities_n + priority id] -> policy, or
                               STF_SLA_NONE; ids of contact/names.h. Classes beyond: `others`.
                               The last priority stands for all beyond it and for none (those
                               that only a log knows) */
  uint32_t classes_n;
  uint32_t priorities_n;
  uint8_t others; /* 1 + policy of classes beyond (those that only a log knows); 0: none */
};

/* Policy of a contact, or NULL. */
static inline const struct stf_sla_policy *stf_sla_of(const struct stf_sla_terms *terms,
                                                      uint32_t class_id, uint32_t priority) {
  uint8_t policy = terms->others > 0 ? (uint8_t)(terms->others - 1) : STF_SLA_NONE;
  if (class_id < terms->classes_n && terms->priorities_n > 0) {
    uint32_t column = priority < terms->priorities_n ? priority : terms->priorities_n - 1;
    policy = terms->policy_of[class_id * terms->priorities_n + column];
  }
  return policy == STF_SLA_NONE ? NULL : &terms->policies[policy];
}

#endif
