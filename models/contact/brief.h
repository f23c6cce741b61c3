/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A contact in brief: what a run says of one that asked for a human at once and that one agent
 * took and finished, or that left waiting, where there is no bot, no message and nothing after
 * it. Everything else of its record is the same for all contacts of its kind and stands in a
 * model record.
 */
#ifndef STF_BRIEF_H
#define STF_BRIEF_H

#include "contact/contact.h"

#include <stddef.h>

struct stf_brief {
  int64_t open_us;
  int64_t taken_us; /* STF_NEVER: nobody took it, it left */
  int64_t end_us;   /* of the work, or when it left */
  uint32_t kind;    /* index into the models */
};

/* Several of them, of one replication. */
struct stf_brief_block {
  const struct stf_contact *models; /* by kind: names, as in the record; no instants */
  size_t kinds_n;
  const struct stf_brief *items;
  size_t n;
};

/* The record, but for the contact's id and address and the agent. */
struct stf_contact stf_brief_expand(const struct stf_contact *model,
                                    const struct stf_brief *brief);

#endif
