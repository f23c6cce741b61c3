/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pause after a contact, measured where it can be seen: while somebody waited all the time
 * from the end of an agent's work to the start of her next, that gap was not idleness. Longer
 * gaps than `gap_us` are absence (contact/presence.h), not pause.
 */
#ifndef STF_PAUSE_H
#define STF_PAUSE_H

#include "base/mem.h"
#include "contact/contact.h"

#include <stddef.h>

struct stf_pause_gaps {
  double *values_s; /* owned; in order of agent and time */
  int64_t *at_us;   /* owned; when each began */
  size_t n;
};

/* Measures the gaps of n contacts. Waiting: from queue_us to assignment, abandonment, close or
 * horizon_us, whichever came first. Work of one agent that overlaps gives no gap. Fails only
 * without memory. The caller owns *out. */
STF_MUST_USE enum stf_status stf_pause_measure(const struct stf_contact *contacts, size_t n,
                                               int64_t gap_us, int64_t horizon_us,
                                               const struct stf_allocator *allocator,
                                               struct stf_pause_gaps *out);
void stf_pause_clear(struct stf_pause_gaps *gaps, const struct stf_allocator *allocator);

#endif
