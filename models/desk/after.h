/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes after a contact: solved or not, the customer who comes back, the contact reopened,
 * the survey. Plain data of a class; docs/model.md has the formulas and their sources.
 */
#ifndef STF_AFTER_H
#define STF_AFTER_H

#include "random/law.h"

#include <stdbool.h>

/* How a contact ended for the customer, as far as coming back goes. */
enum stf_after_outcome {
  STF_AFTER_SOLVED,    /* an agent was done with it, and it is solved */
  STF_AFTER_UNSOLVED,  /* an agent was done with it, and it is not */
  STF_AFTER_ABANDONED, /* left while waiting: what follows is a retry */
  STF_AFTER_GAVE_UP,   /* left inside the bot */
  STF_AFTER_OUTCOMES
};

/* Coming back: with this probability, so long after the contact's end. One uniform of the
 * contact decides whether, another when: a higher share only ever adds returns. */
struct stf_after_return {
  double share;         /* 0..1; 0: never */
  struct stf_law delay; /* ends */
  bool past_bot;        /* asks for a human at once; else as the class's contacts come */
};

struct stf_after {
  double solved_share;             /* of contacts that an agent was done with */
  double solved_transferred_share; /* the same of those transferred, never escalated */
  double solved_escalated_share;   /* the same of those escalated */
  struct stf_after_return repeat[STF_AFTER_OUTCOMES]; /* by a new contact of the customer */
};

/* True if customers come back after that outcome. after: NULL is nothing of all this. */
static inline bool stf_after_returns(const struct stf_after *after,
                                     enum stf_after_outcome outcome) {
  return after != NULL && after->repeat[outcome].share > 0;
}

#endif
