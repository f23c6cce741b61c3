/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an event log can carry: for each KPI and each part of a desk whether it is measured,
 * follows by a rule, has to be assumed, or cannot be had, and what would lift it.
 */
#ifndef STF_CHECK_EVIDENCE_H
#define STF_CHECK_EVIDENCE_H

#include "contact/names.h"
#include "logs/eventlog.h"

#include <stdio.h>

/* What is known of a log beyond its facts. */
struct stf_check_evidence {
  const struct stf_eventlog_facts *facts;
  const struct stf_names *names;
  int64_t ended_n; /* contacts that ended, in whatever way */
  int64_t open_n;  /* contacts open at the end */
  bool has_cap;    /* agent_on says how many contacts the agent takes */
};

/* Prints both tables. */
void stf_check_evidence_put(FILE *out, const struct stf_check_evidence *evidence);

/* True if 'fit' makes a desk of the log. */
bool stf_check_evidence_fits(const struct stf_check_evidence *evidence);

#endif
