/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether customers leave only while somebody is there: then nights are waits in which nobody's
 * patience ran, and a law of patience by the clock is too long. Internal to this folder. */
#ifndef STF_ATTENDED_H
#define STF_ATTENDED_H

#include "logs/eventlog.h"

struct stf_attended {
  size_t left_n;          /* customers who left while waiting */
  size_t left_alone_n;    /* of them while nobody was there, by the logged presence */
  double alone_share;     /* of the waiting time: while nobody was there */
  bool patience_by_hours; /* much waiting alone, and hardly anybody left then: below a tenth of
                             what the share would give, of 20 or more */
};

/* Nothing of a log without presence. Fails only without memory. */
STF_MUST_USE enum stf_status stf_attended_measure(const struct stf_log *log,
                                                  struct stf_attended *out);

#endif
