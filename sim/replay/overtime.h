/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overtime in logged presence. An agent who goes at the end of her shift finishes what she has
 * in hand: her presence in the log ends with her last work, not with the shift. Replayed as it
 * is, she would take contacts until that moment, and finish those after it. */
#ifndef STF_OVERTIME_H
#define STF_OVERTIME_H

#include "contact/presence.h"
#include "logs/eventlog.h"

/* Ends each span that ends with work of its own agent (within a second) halfway between the
 * start of the last work in it and the first end of a work of hers after that: the shift ended
 * somewhere in between, since until then she took contacts and with a free place afterwards
 * none. *n is the number of such spans. */
STF_MUST_USE enum stf_status stf_overtime_trim(const struct stf_log *log,
                                               struct stf_presence_spans *spans, size_t *n);

#endif
