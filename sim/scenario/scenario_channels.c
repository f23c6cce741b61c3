/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_channels.h"

#include "base/quantity.h"
#include "desk/channels_check.h"
#include "scenario/scenario_keys.h"

#include <string.h>

/* Places of the agent's concurrency that a contact takes. */
static void read_weight(const struct stf_node *item, const struct stf_team *team,
                        struct stf_channels_rule *rule) {
  const struct stf_node *weight = stf_node_get(item, "weight");
  const char *text = NULL;
  int64_t places = 0;
  if (weight == NULL) {
    return;
  }
  if (rule->level == STF_CHANNELS_BACKGROUND) {
    stf_node_error(weight,
                   "what is worked in the background takes no place: leave 'weight' out");
  } else if (!stf_node_text(weight, &text)) {
    return;
  } else if (strcmp(text, "all") == 0) {
    rule->weight = team->cap;
  } else if (stf_quantity_integer(text, &places) && places >= 1 && places <= team->cap) {
    rule->weight = (uint32_t)places;
  } else {
    stf_node_error(weight,
                   "'weight' must be all, or a whole number from 1 to the team's concurrency, "
                   "which is %u, not '%.60s'",
                   (unsigned)team->cap, text);
  }
}

static struct stf_channels_rule read_channel(const struct stf_node *item,
                                             const struct stf_team *team) {
  struct stf_channels_rule rule = {1, STF_CHANNELS_ORDINARY};
  bool interrupts = false;
  bool background = false;
  if (!stf_keys_check(item, &STF_SCENARIO_KEYS_CHANNEL)) {
    return rule;
  }
  (void)stf_node_flag(stf_node_get(item, "interrupts"), &interrupts);
  (void)stf_node_flag(stf_node_get(item, "background"), &background);
  if (interrupts && background) {
    stf_node_error(item, "'%.60s' cannot be both: what interrupts is no background",
                   item->name);
  } else if (interrupts || background) {
    rule.level = interrupts ? STF_CHANNELS_INTERRUPTING : STF_CHANNELS_BACKGROUND;
  }
  read_weight(item, team, &rule);
  return rule;
}

/* The rule for all classes of that channel. */
static void put_rule(const struct stf_scenario_build *build, const struct stf_node *item,
                     struct stf_channels_rule rule, struct stf_channels_rule *rules) {
  const struct stf_desk *desk = &build->scenario->desk;
  const struct stf_dict *names = build->scenario->names.channels;
  const char *known[STF_NODE_HINT];
  size_t known_n = 0;
  bool found = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (build->classes[c].channel == STF_NOBODY) {
      continue;
    }
    const char *name = stf_dict_text(names, build->classes[c].channel);
    if (strcmp(name, item->name) == 0) {
      rules[c] = rule;
      found = true;
    } else if (known_n < STF_COUNT_OF(known)) {
      known[known_n++] = name;
    }
  }
  if (!found) {
    char hint[STF_NODE_HINT];
    stf_diag_add(build->diags, STF_SEVERITY_ERROR, stf_node_key_where(item),
                 "no class has the channel '%.60s'%s", item->name,
                 stf_node_hint(item->name, known, known_n, hint));
  }
}

/* What does not go together with several channels. */
static void check_fit(const struct stf_scenario_build *build, const struct stf_node *node,
                      const struct stf_node *team_node, uint32_t t) {
  const struct stf_desk *desk = &build->scenario->desk;
  if (stf_node_get(team_node, "pause") != NULL) {
    stf_node_error(node, "'channels' and 'pause' do not go together: put the pause into the "
                         "work of the classes");
  }
  if (stf_node_get(team_node, "reserved") != NULL) {
    stf_node_error(node, "'channels' and 'reserved' do not go together: leave one out");
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const char *what =
        stf_channels_check_class(&desk->classes[c], stf_desk_team_in_turns(desk, t),
                                 desk->teams[t].channels->rules[c].level);
    if (what != NULL && stf_desk_takes(desk, t, c)) {
      stf_node_error(node,
                     "'channels' does not go together with %s, which class '%s' of the team "
                     "has: leave one out",
                     what, build->class_names[c]);
    }
  }
}

static void read_team(struct stf_scenario_build *build, const struct stf_node *team_node,
                      uint32_t t) {
  const struct stf_node *node = stf_node_get(team_node, "channels");
  uint32_t classes_n = build->scenario->desk.classes_n;
  if (node == NULL || !stf_node_is(node, STF_NODE_MAPPING)) {
    return;
  }
  struct stf_channels *channels = stf_scenario_build_alloc(build, 1, sizeof *channels);
  struct stf_channels_rule *rules = stf_scenario_build_alloc(build, classes_n, sizeof *rules);
  if (channels == NULL || rules == NULL) {
    return;
  }
  for (uint32_t c = 0; c < classes_n; c++) {
    rules[c] = (struct stf_channels_rule){1, STF_CHANNELS_ORDINARY};
  }
  for (const struct stf_node *item = node->first; item != NULL; item = item->next) {
    put_rule(build, item, read_channel(item, &build->teams[t]), rules);
  }
  channels->rules = rules;
  build->teams[t].channels = channels;
  check_fit(build, node, team_node, t);
}

void stf_scenario_channels_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "teams");
  bool is_read = list != NULL && list->kind == STF_NODE_LIST && build->teams != NULL &&
                 build->classes != NULL;
  uint32_t t = 0;
  for (const struct stf_node *node = is_read ? list->first : NULL; node != NULL;
       node = node->next) {
    if (build->teams[t].serves != NULL) {
      read_team(build, node, t);
    }
    t++;
  }
}
