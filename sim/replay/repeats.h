/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of a log that are repeats: customers who came back. */
#ifndef STF_REPEATS_H
#define STF_REPEATS_H

#include "base/arena.h"
#include "desk/desk.h"
#include "logs/eventlog.h"

/* (*out)[i]: contact i of the log opened while another contact of its customer and class that
 * had opened before was open, or within 7 days of its end (the `arrivals repeat` of kpi.h).
 * Contacts whose customer is not known are none. In the arena. */
STF_MUST_USE enum stf_status stf_repeats_find(const struct stf_log *log,
                                              struct stf_arena *arena, const bool **out);

/* Nobody comes back to these classes any more; the rest of what comes after their contacts
 * stays. */
STF_MUST_USE enum stf_status stf_repeats_drop(struct stf_class *classes, uint32_t classes_n,
                                              struct stf_arena *arena);

#endif
