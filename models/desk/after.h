/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes after a contact: solved or not, the customer who comes back, the contact reopened,
 * the survey. Plain data of a class; docs/model.md has the formulas and their sources.
 */
#ifndef STF_AFTER_H
#define STF_AFTER_H

#include "random/law.h"

#include <stdbool.h>
#include <stdint.h>

/* How a contact ended for the customer, as far as coming back goes. */
enum stf_after_outcome {
  STF_AFTER_SOLVED,    /* an agent was done with it, and it is solved */
  STF_AFTER_UNSOLVED,  /* an agent was done with it, and it is not */
  STF_AFTER_ABANDONED, /* left while waiting: what follows is a retry */
  STF_AFTER_GAVE_UP,   /* left inside the bot */
  STF_AFTER_CONTAINED, /* ended by the bot: who comes back was not helped */
  STF_AFTER_OUTCOMES,
  STF_AFTER_CLOSES = STF_AFTER_UNSOLVED + 1 /* the first of them: closed by an agent */
};

/* Coming back: with this probability, so long after the contact's end. One uniform of the
 * contact decides whether, another when: a higher share only ever adds returns. */
struct stf_after_return {
  double share;         /* 0..1; 0: never */
  struct stf_law delay; /* ends */
  bool past_bot;        /* asks for a human at once; else as the class's contacts come */
};

/* What a customer's opinion is thought to go with. */
enum stf_after_covariate {
  STF_AFTER_FRT,         /* log(1 + minutes from the opening to the first human message) */
  STF_AFTER_GAP,         /* log(1 + minutes of the longest wait for a reply) */
  STF_AFTER_SETTLED,     /* 1: solved */
  STF_AFTER_TRANSFERRED, /* 1: transferred or escalated */
  STF_AFTER_BOT,         /* 1: the bot had it first */
  STF_AFTER_COVARIATES
};

enum {
  STF_AFTER_CSAT_CUTS = 4, /* between the marks from 1 to 5 */
  STF_AFTER_NPS_CUTS = 2   /* detractors, passives, promoters */
};

/* Ordinal logit (McCullagh 1980): P(category > k) = 1 / (1 + exp(cuts[k] - slopes . x)). An
 * association in somebody's data, not a law: there are no built-in coefficients, and beyond
 * what the data have seen nothing is said. */
struct stf_after_opinion {
  double cuts[STF_AFTER_CSAT_CUTS]; /* ascending */
  uint32_t cuts_n;
  double slopes[STF_AFTER_COVARIATES];
  double frt_most_s; /* longest waits that the data support; INFINITY: not said */
  double gap_most_s;
};

/* Opened again: a contact in a session that an agent was done with, with this probability, so
 * long after its close; each time anew, and each time by how it closed: whether it is solved is
 * drawn at every close. One uniform of the close decides whether, another when. */
struct stf_after_reopen {
  double share;         /* 0..1; 0: never */
  struct stf_law delay; /* ends */
};

struct stf_after {
  double solved_share;             /* of contacts that an agent was done with, at each close */
  double solved_transferred_share; /* the same of those transferred, never escalated */
  double solved_escalated_share;   /* the same of those escalated */
  struct stf_after_return repeat[STF_AFTER_OUTCOMES]; /* by a new contact of the customer */
  struct stf_after_reopen reopen[STF_AFTER_CLOSES];   /* of those solved and unsolved */
  double survey_share;          /* of contacts that an agent was done with: sent; 0: none */
  double survey_answered_share; /* of those sent */
  const struct stf_after_opinion *csat; /* NULL: not asked */
  const struct stf_after_opinion *nps;
};

/* Category of an answer, from 0 to cuts_n, by a uniform: a higher one never gives a lower
 * category. */
uint32_t stf_after_category(const struct stf_after_opinion *opinion,
                            const double x[STF_AFTER_COVARIATES], double u);

/* True if customers come back after that outcome. after: NULL is nothing of all this. */
static inline bool stf_after_returns(const struct stf_after *after,
                                     enum stf_after_outcome outcome) {
  return after != NULL && after->repeat[outcome].share > 0;
}

/* True if contacts are opened again. */
static inline bool stf_after_reopens(const struct stf_after *after) {
  return after != NULL && (after->reopen[STF_AFTER_SOLVED].share > 0 ||
                           after->reopen[STF_AFTER_UNSOLVED].share > 0);
}

#endif
