/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_work.h"

#include "desk/channels.h"
#include "desk/desk_load.h"

/* Marks the sums of weights that contacts of the level may have together, up to the cap. */
static void mark_sums(const struct stf_desk *desk, uint32_t team, enum stf_channels_level level,
                      bool reached[STF_CONTACT_CAP_MAX + 1]) {
  const struct stf_team *own = &desk->teams[team];
  reached[0] = true;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_channels_rule *rule = &own->channels->rules[c];
    if (rule->level != level || !stf_desk_takes(desk, team, c)) {
      continue;
    }
    for (uint32_t sum = rule->weight; sum <= own->cap; sum++) {
      reached[sum] = reached[sum] || reached[sum - rule->weight];
    }
  }
}

double stf_desk_work_rate(const struct stf_desk *desk, uint32_t team, uint32_t class_index) {
  const struct stf_team *own = &desk->teams[team];
  bool reached[STF_CONTACT_CAP_MAX + 1] = {false};
  uint32_t weight = 1;
  if (own->speeds == NULL || own->cap < 1 || stf_desk_team_in_turns(desk, team)) {
    return 1;
  }
  if (own->channels != NULL) {
    const struct stf_channels_rule *rule = &own->channels->rules[class_index];
    if (rule->level == STF_CHANNELS_BACKGROUND) {
      return 1;
    }
    weight = rule->weight;
    mark_sums(desk, team, rule->level, reached);
  }
  double best = own->speeds[weight - 1];
  for (uint32_t sum = weight; sum <= own->cap; sum++) {
    bool possible = own->channels == NULL || reached[sum - weight];
    best = possible && own->speeds[sum - 1] > best ? own->speeds[sum - 1] : best;
  }
  return best / own->speeds[weight - 1];
}

/* Without the pause. */
static double contact_s(const struct stf_class *class) {
  const struct stf_turns *turns = class->turns;
  double each_s = turns != NULL ? turns->number.mean * stf_law_mean_s(&turns->work)
                                : stf_law_mean_s(&class->service);
  bool works = class->wrap_up != NULL && !class->wrap_up->place_alone;
  return each_s + (works ? stf_law_mean_s(&class->wrap_up->time) : 0);
}

static double handed_s(const struct stf_class *class, const struct stf_bot *bot,
                       double each_s) {
  double reading_s = bot->reading.kind != STF_LAW_NEVER ? stf_law_mean_s(&bot->reading) : 0;
  return each_s * stf_desk_load_harder(class, bot) + reading_s;
}

struct stf_desk_balance_each stf_desk_work_each(const struct stf_desk *desk,
                                                uint32_t class_index) {
  const struct stf_class *class = &desk->classes[class_index];
  double each_s = contact_s(class);
  double rate = 1;
  double pause_s = 0;
  bool found = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (stf_desk_takes(desk, t, class_index)) {
      double own_rate = stf_desk_work_rate(desk, t, class_index);
      double own_pause_s = stf_law_mean_s(&desk->teams[t].pause);
      if (!found || (each_s + own_pause_s) / own_rate < (each_s + pause_s) / rate) {
        rate = own_rate;
        pause_s = own_pause_s;
      }
      found = true;
    }
  }
  double direct_s = each_s + pause_s;
  return (struct stf_desk_balance_each){direct_s / rate,
                                        handed_s(class, &class->bot, direct_s) / rate,
                                        handed_s(class, &class->bot_closed, direct_s) / rate};
}
