/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication of a run's desk on its own, with names for its contacts and for the agents of
 * pools: for its event log and for the trace of a contact. It is the one that the run counts:
 * where parameters are drawn it has those of that replication. */
#ifndef STF_RUN_ONE_H
#define STF_RUN_ONE_H

#include "cli/run_job.h"

/* Receives what happens; every function but `contact` may be NULL. */
struct stf_run_one_taker {
  void *context;
  enum stf_status (*contact)(
      void *context,
      const struct stf_contact *contact); /* its id: of
                                            one->ids; its customer: of one->customers */
  enum stf_status (*presence)(void *context, const struct stf_presence *span);
  enum stf_status (*asked)(void *context, const struct stf_engine_asked *asked);
};

struct stf_run_one {
  struct stf_run_job *job; /* borrowed, as the taker; both are there before the run */
  struct stf_run_one_taker taker;
  struct stf_dict *ids;       /* texts of the contacts: the log's own id, or class and number */
  struct stf_dict *customers; /* texts of the customers: the log's own, or a number */
};

/* Number of the replication that --events-of names, from 0. */
uint32_t stf_run_one_number(const struct stf_run_job *job);

/* Runs it. The caller ends with stf_run_one_clear, also after a failure. */
STF_MUST_USE enum stf_status stf_run_one_simulate(struct stf_run_one *one);
void stf_run_one_clear(struct stf_run_one *one);

#endif
