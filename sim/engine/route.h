/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which agent takes a contact (docs/model.md, "Routing"): engine/staff.h knows who is free,
 * here is what the contact and the people have to say in it.
 */
#ifndef STF_ROUTE_H
#define STF_ROUTE_H

#include "engine/skill.h"
#include "engine/staff.h"
#include "engine/sticky.h"

/* All borrowed from the engine. */
struct stf_route {
  const struct stf_desk *desk;
  const struct stf_staff *staff;
  const struct stf_skill *skill;
  struct stf_sticky *sticky;
  bool draws; /* some team goes by chance */
};

/* Who looks for an agent. */
struct stf_route_call {
  uint32_t class_index;
  uint32_t customer; /* or STF_NOBODY: not known, or it does not matter who had her */
  int64_t now_us;
  double u; /* in (0, 1), where a team goes by chance (route.draws) */
};

/* `staff` is there already. */
void stf_route_init(struct stf_route *route, const struct stf_staff *staff,
                    const struct stf_skill *skill, struct stf_sticky *sticky);

/* Agent to take the contact at once, or STF_STAFF_NONE: whom the customer knows, where a team
 * is sticky; else as stf_staff_find says, and if that is one of a team that routes by
 * proficiency, the fastest of all such teams (of equals who is free longest). */
uint32_t stf_route_find(const struct stf_route *route, const struct stf_route_call *call);

/* Agent of the team to take the contact at once, by its routing; STF_STAFF_NONE: nobody is
 * free. */
uint32_t stf_route_pick(const struct stf_route *route, uint32_t team,
                        const struct stf_route_call *call);

#endif
