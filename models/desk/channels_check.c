/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/channels_check.h"

const char *stf_channels_check_class(const struct stf_class *class, bool in_turns,
                                     enum stf_channels_level level) {
  const struct stf_leaving *leaving = in_turns ? NULL : class->leaving;
  if (class->turns != NULL && level == STF_CHANNELS_INTERRUPTING) {
    return "'turns' in a channel that interrupts";
  }
  if (class->wrap_up != NULL && class->wrap_up->place_alone) {
    return "'wrap_up: {holds: place}'";
  }
  if (leaving != NULL && leaving->until_reply) {
    return "'patience_until: first_reply'";
  }
  if (leaving != NULL && leaving->silent_share > 0) {
    return "'silent'";
  }
  return stf_desk_takes_away(class) ? "an 'escalate' that takes contacts out of hands" : NULL;
}

static const char *check_rule(const struct stf_team *team,
                              const struct stf_channels_rule *rule) {
  bool fits = rule->level < STF_CHANNELS_LEVELS_N && rule->weight > 0 &&
              rule->weight <= (team->cap > 1 ? team->cap : 1);
  bool is_light = rule->level != STF_CHANNELS_BACKGROUND || rule->weight == 1;
  return fits && is_light ? NULL : "a channel that takes no place, or more than an agent has";
}

static const char *check_team(const struct stf_desk *desk, uint32_t t) {
  const struct stf_team *team = &desk->teams[t];
  const char *broken = NULL;
  if (team->channels == NULL) {
    return NULL;
  }
  if (team->pause.kind != STF_LAW_CONSTANT || team->pause.parameters[0] > 0 ||
      (team->dispatch != NULL && team->dispatch->reserved_n > 0)) {
    return "a pause or places kept for a class in a team with several channels";
  }
  for (uint32_t c = 0; c < desk->classes_n && broken == NULL; c++) {
    broken = check_rule(team, &team->channels->rules[c]);
    if (stf_desk_takes(desk, t, c) &&
        stf_channels_check_class(&desk->classes[c], stf_desk_team_in_turns(desk, t),
                                 team->channels->rules[c].level) != NULL) {
      broken = "a class of a team with several channels that does not go together with them";
    }
  }
  return broken;
}

const char *stf_channels_check_valid(const struct stf_desk *desk) {
  const char *broken = NULL;
  for (uint32_t t = 0; t < desk->teams_n && broken == NULL; t++) {
    broken = check_team(desk, t);
  }
  return broken;
}
