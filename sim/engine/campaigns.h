/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies to campaigns (desk/demand.h). */
#ifndef STF_CAMPAIGNS_H
#define STF_CAMPAIGNS_H

#include "desk/desk.h"
#include "engine/planned.h"
#include "random/stream.h"

/* Plans the replies of one replication that come while the desk runs. Fails only without
 * memory. */
STF_MUST_USE enum stf_status stf_campaigns_plan(const struct stf_desk *desk,
                                                const struct stf_stream *stream,
                                                struct stf_planned *planned);

/* Where the contact's draws are, as an entity of STF_STREAM_CAMPAIGN. */
static inline uint64_t stf_campaigns_address(const struct stf_demand_campaign *campaign,
                                             uint32_t message) {
  return (uint64_t)campaign->key << 32 | message;
}

#endif
