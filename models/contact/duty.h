/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents' time out of their events: presence spans.
 *
 * `agent_on` and `agent_back` begin a staffed span; `agent_on` says how many contacts the agent
 * takes at once (`cap=3`; not said: not known), `agent_back` keeps that. `agent_away` ends it,
 * and begins a paid break with `paid=1`, time paid without being there with `paid=1;absent=1`;
 * `agent_off` ends whatever there is. Another team or cap begins a span of its own.
 */
#ifndef STF_DUTY_H
#define STF_DUTY_H

#include "contact/event.h"

struct stf_duty_agent {
  int64_t since_us; /* STF_NEVER: in no span */
  uint32_t team;
  uint32_t cap;
  uint8_t kind; /* enum stf_presence_kind */
  bool known;
};

/* All agents' present state. */
struct stf_duty {
  const struct stf_allocator *allocator;
  struct stf_duty_agent *agents; /* by agent id */
  size_t agents_n;
  size_t agents_capacity;
  int64_t unmatched_n; /* ends without a start, agents on twice */
  /* Receives spans as they end; NULL: nobody wants them. */
  enum stf_status (*presence)(void *context, const struct stf_presence *span);
  void *context;
};

void stf_duty_clear(struct stf_duty *duty);

/* Takes the next event of an agent, in order of time. Fails without memory, or with what the
 * receiver returned; so does stf_duty_end, which ends open spans at horizon_us. */
STF_MUST_USE enum stf_status stf_duty_event(struct stf_duty *duty,
                                            const struct stf_event *event);
STF_MUST_USE enum stf_status stf_duty_end(struct stf_duty *duty, int64_t horizon_us);

#endif
