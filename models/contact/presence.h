/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presence by rule, for logs that do not say who was there when: an agent is present through
 * every run of her work in which no idle gap is longer than gap_us. Before the first and after
 * the last contact of a run nothing is seen, so this presence is short and utilization from it
 * is biased up.
 */
#ifndef STF_PRESENCE_H
#define STF_PRESENCE_H

#include "base/mem.h"
#include "contact/contact.h"

#include <stddef.h>

#define STF_PRESENCE_GAP_US (INT64_C(300) * 1000000)

struct stf_presence_spans {
  struct stf_presence *items; /* owned */
  size_t items_n;
};

void stf_presence_clear(struct stf_presence_spans *spans,
                        const struct stf_allocator *allocator);

/* Spans from the n stretches of work, in any order and possibly overlapping; sorted by agent,
 * then start. A stretch that has not ended ends at horizon_us; those without an agent are left
 * out. The span's team is that of its first stretch. Sorts `works` in place. The caller
 * owns *out. */
STF_MUST_USE enum stf_status stf_presence_infer(struct stf_work *works, size_t n,
                                                int64_t gap_us, int64_t horizon_us,
                                                const struct stf_allocator *allocator,
                                                struct stf_presence_spans *out);

#endif
