/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/channel.h"

static const struct stf_channels_rule *rule_of(const struct stf_staff *staff, uint32_t team,
                                               uint32_t class_index) {
  return &staff->desk->teams[team].channels->rules[class_index];
}

/* True if she has nothing to do: in turns nothing that needs her, nor another contact of the
 * background. */
static bool is_at_leisure(const struct stf_staff_seat *seat) {
  return seat->in_turns ? seat->talks.current == STF_STAFF_NONE &&
                              seat->talks.ready_first == STF_STAFF_NONE &&
                              seat->hand.weights[STF_CHANNELS_BACKGROUND] == 0
                        : seat->hand.contacts_n == 0;
}

bool stf_channel_fits(const struct stf_staff *staff, uint32_t agent, uint32_t class_index) {
  const struct stf_staff_agent *who = &staff->agents[agent];
  const struct stf_channels_rule *rule = rule_of(staff, who->team, class_index);
  const struct stf_hand *hand = &who->seat->hand;
  uint32_t taken = hand->weights[STF_CHANNELS_INTERRUPTING];
  switch (rule->level) {
  case STF_CHANNELS_BACKGROUND:
    return is_at_leisure(who->seat);
  case STF_CHANNELS_ORDINARY:
    taken += hand->weights[STF_CHANNELS_ORDINARY];
    break;
  case STF_CHANNELS_INTERRUPTING:
  case STF_CHANNELS_LEVELS_N:
    break;
  }
  return taken + rule->weight <= hand->cap;
}

struct stf_hand_claim stf_channel_claim(const struct stf_staff *staff, uint32_t agent,
                                        uint32_t class_index) {
  const struct stf_staff_agent *who = &staff->agents[agent];
  const struct stf_channels_rule *rule = rule_of(staff, who->team, class_index);
  uint32_t free_n = who->seat->hand.cap - stf_staff_used(who->seat);
  uint32_t places = rule->weight < free_n ? rule->weight : free_n;
  return (struct stf_hand_claim){
      rule->weight, rule->level == STF_CHANNELS_BACKGROUND ? 0 : places, rule->level};
}

/* True if work of hers would stand still. */
static bool is_interrupted(const struct stf_staff *staff, uint32_t agent,
                           uint32_t class_index) {
  const struct stf_staff_agent *who = &staff->agents[agent];
  const enum stf_channels_level level = rule_of(staff, who->team, class_index)->level;
  uint32_t below = 0;
  if (who->seat->in_turns) {
    return who->seat->talks.current != STF_STAFF_NONE && who->seat->talks.level < level;
  }
  for (uint32_t i = 0; i < level; i++) {
    below += who->seat->hand.weights[i];
  }
  return below > 0;
}

/* Who is looked for. */
struct search {
  const struct stf_staff *staff;
  uint32_t class_index;
  bool interrupted;
};

/* The one with number k, from 0, of a list who suit; *n: how many there are, up to her. */
static uint32_t nth(const struct search *search, const struct stf_staff_list *list, uint32_t k,
                    uint32_t *n) {
  uint32_t agent = list->first;
  for (*n = 0; agent != STF_STAFF_NONE; agent = search->staff->agents[agent].idle_next) {
    bool suits =
        stf_channel_fits(search->staff, agent, search->class_index) &&
        is_interrupted(search->staff, agent, search->class_index) == search->interrupted;
    if (suits && (*n)++ == k) {
      return agent;
    }
  }
  return STF_STAFF_NONE;
}

static uint32_t find(const struct search *search, uint32_t team, double u) {
  const struct stf_staff_team *own = &search->staff->teams[team];
  bool most = search->staff->desk->teams[team].routing == STF_ROUTING_MOST_LOADED;
  for (uint32_t i = 0; i < own->lists_n; i++) {
    const struct stf_staff_list *list = &own->lists[most ? own->lists_n - 1 - i : i];
    uint32_t n = 0;
    uint32_t agent = nth(search, list, own->draws ? UINT32_MAX : 0, &n);
    if (n > 0) {
      return own->draws ? nth(search, list, (uint32_t)(u * (double)n), &n) : agent;
    }
  }
  return STF_STAFF_NONE;
}

uint32_t stf_channel_find(const struct stf_staff *staff, uint32_t team, uint32_t class_index,
                          double u) {
  struct search search = {staff, class_index, false};
  uint32_t agent = find(&search, team, u);
  search.interrupted = true;
  return agent != STF_STAFF_NONE ? agent : find(&search, team, u);
}

void stf_channel_count(const struct stf_staff *staff, uint32_t class_index, uint32_t *on_duty_n,
                       uint32_t *free_n) {
  *on_duty_n = 0;
  *free_n = 0;
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    const struct stf_staff_agent *agent = &staff->agents[a];
    if (staff->desk->teams[agent->team].serves[class_index]) {
      *on_duty_n += agent->on_since_us != STF_NEVER;
      bool has_channels = staff->desk->teams[agent->team].channels != NULL;
      *free_n += agent->idle_list != STF_STAFF_NONE &&
                 (!has_channels || stf_channel_fits(staff, a, class_index));
    }
  }
}
