/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least number of agents that meets a target, by the closed forms. */
#ifndef STF_THEORY_STAFFING_H
#define STF_THEORY_STAFFING_H

#include "theory/erlang_a.h"

enum stf_staffing_model {
  STF_STAFFING_B,
  STF_STAFFING_C,
  STF_STAFFING_A
};

enum stf_staffing_measure {
  STF_STAFFING_SERVICE_LEVEL, /* served within a wait of within_s / offered; at least; C, A */
  STF_STAFFING_WAIT_SHARE,    /* P(wait > 0); at most; C, A */
  STF_STAFFING_MEAN_WAIT,     /* [s], over all; at most; C, A */
  STF_STAFFING_ABANDON_SHARE, /* at most; A */
  STF_STAFFING_BLOCK_SHARE    /* at most; B */
};

enum {
  STF_STAFFING_AGENTS_MOST = 1000000
};

struct stf_staffing_target {
  enum stf_staffing_measure measure;
  double value;
  double within_s; /* of STF_STAFFING_SERVICE_LEVEL, else ignored */
};

struct stf_staffing {
  enum stf_staffing_model model;
  double arrivals_per_s;
  double handle_s;
  struct stf_patience patience; /* of STF_STAFFING_A, else ignored */
};

/* Value of a measure with so many agents. Asserted: the model has the measure. */
STF_MUST_USE enum stf_status stf_staffing_value(const struct stf_staffing *staffing,
                                                const struct stf_staffing_target *target,
                                                int64_t agents_n,
                                                const struct stf_allocator *allocator,
                                                double *out);

/* Least number of agents (at least 1; in Erlang C at least so many that the queue is stable)
 * that meets the target. Every measure gets better with each agent, so: doubling steps from the
 * square-root rule (Halfin & Whitt 1981), then bisection. *out is 0 where even
 * STF_STAFFING_AGENTS_MOST do not meet it. */
STF_MUST_USE enum stf_status stf_staffing_least_agents(const struct stf_staffing *staffing,
                                                       const struct stf_staffing_target *target,
                                                       const struct stf_allocator *allocator,
                                                       int64_t *out);

#endif
