/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole logged days drawn anew in each replication (desk/demand.h). */
#ifndef STF_RESAMPLED_H
#define STF_RESAMPLED_H

#include "desk/desk.h"
#include "engine/planned.h"
#include "random/stream.h"

/* Plans the contacts of one replication at its volume. Fails only without memory. */
STF_MUST_USE enum stf_status stf_resampled_plan(const struct stf_desk *desk,
                                                const struct stf_stream *stream, double volume,
                                                struct stf_planned *planned);

/* The address of a logged contact on a day of the run: the same contact on another day, or
 * once more on the same one, is another. */
uint64_t stf_resampled_address(const struct stf_desk *desk,
                               const struct stf_planned_item *item);

#endif
