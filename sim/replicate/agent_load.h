/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often an agent of a run is at work on more contacts at once than the data behind her team
 * ever showed (stf_team.load_seen). Counted are stretches of work that begin in the period and
 * whose agent is known, of teams whose cap (or channels) lets them have more at all.
 */
#ifndef STF_AGENT_LOAD_H
#define STF_AGENT_LOAD_H

#include "contact/contact.h"
#include "desk/desk.h"

#include <stddef.h>

struct stf_support_share {
  int64_t n;
  int64_t outside_n; /* of them: beyond what the data have seen */
};

struct stf_agent_load;

/* For one replication at a time; the desk is borrowed. */
STF_MUST_USE enum stf_status stf_agent_load_new(const struct stf_desk *desk,
                                                const struct stf_allocator *allocator,
                                                struct stf_agent_load **out);
void stf_agent_load_free(struct stf_agent_load *load); /* NULL is fine */
void stf_agent_load_reset(struct stf_agent_load *load);

/* Keeps the contact's stretches of work. Fails only without memory. */
STF_MUST_USE enum stf_status stf_agent_load_take(struct stf_agent_load *load,
                                                 const struct stf_contact *contact);

/* Adds the replication's shares to `loads`, by team of the desk. */
void stf_agent_load_add(struct stf_agent_load *load, struct stf_support_share *loads);

#endif
