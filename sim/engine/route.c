/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/route.h"

#include "engine/channel.h"
#include "engine/reserve.h"

void stf_route_init(struct stf_route *route, const struct stf_staff *staff,
                    const struct stf_skill *skill, struct stf_sticky *sticky) {
  *route =
      (struct stf_route){.desk = staff->desk, .staff = staff, .skill = skill, .sticky = sticky};
  for (uint32_t t = 0; t < staff->desk->teams_n; t++) {
    route->draws = route->draws || staff->teams[t].draws;
  }
}

struct fastest {
  uint32_t agent;
  double speed;
};

static bool is_by_speed(const struct stf_route *route, uint32_t team) {
  return route->desk->teams[team].routing == STF_ROUTING_BEST_PROFICIENCY;
}

/* Her, if she is faster, or as fast and free for longer. */
static void compare(const struct stf_route *route, const struct stf_route_call *call,
                    uint32_t agent, struct fastest *best) {
  double speed = stf_skill_speed(route->skill, agent, call->class_index, call->now_us);
  const struct stf_staff_agent *agents = route->staff->agents;
  if (best->agent == STF_STAFF_NONE || speed > best->speed ||
      (!(speed < best->speed) &&
       agents[agent].idle_since_us < agents[best->agent].idle_since_us)) {
    *best = (struct fastest){agent, speed};
  }
}

/* The team's fastest with a free place; its list begins with who is free longest. */
static void look(const struct stf_route *route, uint32_t team,
                 const struct stf_route_call *call, struct fastest *best) {
  for (uint32_t agent = route->staff->teams[team].lists[0].first; agent != STF_STAFF_NONE;
       agent = route->staff->agents[agent].idle_next) {
    if (stf_channel_has_room(route->staff, agent, call->class_index)) {
      compare(route, call, agent, best);
    }
  }
}

uint32_t stf_route_pick(const struct stf_route *route, uint32_t team,
                        const struct stf_route_call *call) {
  if (!is_by_speed(route, team)) {
    return stf_staff_pick(route->staff, team, call->class_index, call->u);
  }
  struct fastest best = {.agent = STF_STAFF_NONE};
  look(route, team, call, &best);
  return best.agent;
}

/* Of all teams that route by speed and may take the contact. */
static uint32_t find_fastest(const struct stf_route *route, const struct stf_route_call *call) {
  struct fastest best = {.agent = STF_STAFF_NONE};
  for (uint32_t t = 0; t < route->desk->teams_n; t++) {
    if (is_by_speed(route, t) && route->desk->teams[t].serves[call->class_index] &&
        stf_reserve_allows(route->staff, t, call->class_index, 0)) {
      look(route, t, call, &best);
    }
  }
  return best.agent;
}

uint32_t stf_route_find(const struct stf_route *route, const struct stf_route_call *call) {
  uint32_t agent = stf_sticky_find(route->sticky, route->staff, call->customer,
                                   call->class_index, call->now_us);
  if (agent != STF_STAFF_NONE) {
    return agent;
  }
  agent = stf_staff_find(route->staff, call->class_index, call->u);
  return agent != STF_STAFF_NONE && is_by_speed(route, route->staff->agents[agent].team)
             ? find_fastest(route, call)
             : agent;
}
