/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_dispatch.h"

#include "base/quantity.h"
#include "scenario/scenario_keys.h"

#include <math.h>

static const char *const NEXTS[] = {[STF_DISPATCH_PRIORITY] = "priority",
                                    [STF_DISPATCH_LONGEST_WEIGHTED_WAIT] =
                                        "longest_weighted_wait",
                                    [STF_DISPATCH_EARLIEST_DEADLINE] = "earliest_deadline"};

/* ---- teams ---- */

/* Class that the item of a list names, not named before in it. */
static bool read_class_name(const struct stf_scenario_build *build, const struct stf_node *item,
                            uint32_t *out) {
  size_t c = 0;
  const struct stf_node *name = stf_node_get(item, "class");
  if (!stf_node_choice(name, "class", build->class_names, build->scenario->desk.classes_n,
                       &c)) {
    return false;
  }
  *out = (uint32_t)c;
  return true;
}

static void read_overflow_item(struct stf_scenario_build *build, const struct stf_node *item,
                               const struct stf_team *team,
                               struct stf_dispatch_overflow *rule) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_OVERFLOW;
  *rule = (struct stf_dispatch_overflow){.after_us = INT64_MAX, .above_n = UINT32_MAX};
  if (!stf_keys_check(item, keys) || !read_class_name(build, item, &rule->class_index)) {
    return;
  }
  double after_s = stf_keys_number(item, keys, "after");
  double above_n = stf_keys_number(item, keys, "above");
  if (!isnan(after_s)) {
    rule->after_us = stf_quantity_us(after_s);
  }
  if (!isnan(above_n)) {
    rule->above_n = (uint32_t)above_n;
  }
  if (stf_node_get(item, "after") == NULL && stf_node_get(item, "above") == NULL) {
    stf_node_error(item, "when does the team help out? add 'after: 5 min' or 'above: 20'");
  }
  if (team->serves != NULL && team->serves[rule->class_index]) {
    stf_node_error(item,
                   "the team serves '%.60s' already: take it out of the team's 'classes', or "
                   "this item out",
                   build->class_names[rule->class_index]);
  }
}

static void read_overflow(struct stf_scenario_build *build, const struct stf_node *list,
                          const struct stf_team *team, struct stf_dispatch_team *rules) {
  if (list == NULL || !stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  struct stf_dispatch_overflow *items =
      stf_scenario_build_alloc(build, (size_t)list->items_n + 1, sizeof *items);
  rules->overflow = items;
  for (const struct stf_node *item = list->first; items != NULL && item != NULL;
       item = item->next) {
    struct stf_dispatch_overflow *rule = &items[rules->overflow_n];
    read_overflow_item(build, item, team, rule);
    for (uint32_t i = 0; i < rules->overflow_n; i++) {
      if (items[i].class_index == rule->class_index) {
        stf_node_error(item, "a second item for the same class");
      }
    }
    rules->overflow_n++;
  }
}

static bool takes(const struct stf_team *team, const struct stf_dispatch_team *rules,
                  uint32_t class_index) {
  bool takes = team->serves == NULL || team->serves[class_index];
  for (uint32_t i = 0; i < rules->overflow_n; i++) {
    takes = takes || rules->overflow[i].class_index == class_index;
  }
  return takes;
}

static void read_reserved(struct stf_scenario_build *build, const struct stf_node *list,
                          const struct stf_team *team, struct stf_dispatch_team *rules) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_RESERVED;
  if (list == NULL || !stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  struct stf_dispatch_reserve *items =
      stf_scenario_build_alloc(build, (size_t)list->items_n + 1, sizeof *items);
  rules->reserved = items;
  for (const struct stf_node *item = list->first; items != NULL && item != NULL;
       item = item->next) {
    struct stf_dispatch_reserve *rule = &items[rules->reserved_n];
    if (!stf_keys_check(item, keys) || !read_class_name(build, item, &rule->class_index)) {
      continue;
    }
    double places_n = stf_keys_number(item, keys, "agents");
    rule->places_n = isnan(places_n) ? 1 : (uint32_t)places_n;
    if (!takes(team, rules, rule->class_index)) {
      stf_node_error(item, "the team does not serve '%.60s': nobody would ever take its places",
                     build->class_names[rule->class_index]);
    }
    for (uint32_t i = 0; i < rules->reserved_n; i++) {
      if (items[i].class_index == rule->class_index) {
        stf_node_error(item, "a second item for the same class");
      }
    }
    rules->reserved_n++;
  }
}

static void read_sticky(const struct stf_node *node, struct stf_dispatch_team *rules) {
  if (node == NULL || !stf_keys_check(node, &STF_SCENARIO_KEYS_STICKY)) {
    return;
  }
  double within_s = stf_keys_number(node, &STF_SCENARIO_KEYS_STICKY, "within");
  rules->sticky_within_us = isnan(within_s) ? 0 : stf_quantity_us(within_s);
}

static void read_team(struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_team *team) {
  size_t next = STF_DISPATCH_PRIORITY;
  struct stf_dispatch_team rules = {.next = STF_DISPATCH_PRIORITY};
  if (stf_node_choice(stf_node_get(node, "next"), "next", NEXTS, STF_COUNT_OF(NEXTS), &next)) {
    rules.next = (enum stf_dispatch_next)next;
  }
  read_overflow(build, stf_node_get(node, "overflow"), team, &rules);
  read_reserved(build, stf_node_get(node, "reserved"), team, &rules);
  read_sticky(stf_node_get(node, "sticky"), &rules);
  if (rules.next != STF_DISPATCH_PRIORITY || rules.overflow_n > 0 || rules.reserved_n > 0 ||
      rules.sticky_within_us > 0) {
    team->dispatch = stf_scenario_build_copy(build, &rules, 1, sizeof rules);
  }
}

/* ---- classes ---- */

static bool any_team_is(const struct stf_desk *desk, enum stf_dispatch_next next) {
  bool found = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    found = found || (desk->teams[t].dispatch != NULL && desk->teams[t].dispatch->next == next);
  }
  return found;
}

/* What the class's policy promises, where a team goes by it. */
static void read_promises(const struct stf_scenario_build *build, const struct stf_class *class,
                          struct stf_dispatch_class *rules) {
  const struct stf_sla_terms *terms = build->scenario->terms;
  const struct stf_sla_policy *policy =
      terms != NULL ? stf_sla_of(terms, class->name, class->priority_name) : NULL;
  if (policy != NULL && any_team_is(&build->scenario->desk, STF_DISPATCH_EARLIEST_DEADLINE)) {
    rules->response = (struct stf_dispatch_promise){.within_us = policy->response.within_us,
                                                    .hours = policy->response.hours};
    rules->next_response = (struct stf_dispatch_promise){
        .within_us = policy->next_response.within_us, .hours = policy->next_response.hours};
  }
}

static void read_class(struct stf_scenario_build *build, const struct stf_node *node,
                       struct stf_class *class) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_CLASS;
  struct stf_dispatch_class rules = {.aging_us = INT64_MAX};
  const struct stf_node *weight = stf_node_get(node, "weight");
  double aging_s = stf_keys_number(node, keys, "aging");
  rules.weight = stf_keys_number(node, keys, "weight");
  if (weight != NULL &&
      !any_team_is(&build->scenario->desk, STF_DISPATCH_LONGEST_WEIGHTED_WAIT)) {
    stf_node_error(weight, "no team goes by weights: add 'next: longest_weighted_wait' to one");
  }
  if (!isnan(aging_s)) {
    rules.aging_us = stf_quantity_us(aging_s);
  }
  read_promises(build, class, &rules);
  if (weight != NULL || !isnan(aging_s) || rules.response.within_us > 0) {
    class->dispatch = stf_scenario_build_copy(build, &rules, 1, sizeof rules);
  }
}

/* An order by deadlines needs one. */
static void check_deadlines(const struct stf_scenario_build *build,
                            const struct stf_node *teams) {
  const struct stf_desk *desk = &build->scenario->desk;
  bool promised = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_dispatch_class *rules = desk->classes[c].dispatch;
    promised = promised || (rules != NULL && rules->response.within_us > 0);
  }
  if (!promised && any_team_is(desk, STF_DISPATCH_EARLIEST_DEADLINE)) {
    stf_node_error(teams, "'next: earliest_deadline' needs a class whose 'sla' promises a "
                          "'first_response': no answer is ever due here");
  }
}

void stf_scenario_dispatch_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *classes = stf_node_get(root, "classes");
  const struct stf_node *teams = stf_node_get(root, "teams");
  if (build->classes == NULL || build->teams == NULL) {
    return;
  }
  uint32_t t = 0;
  for (const struct stf_node *node = teams->first; node != NULL; node = node->next) {
    read_team(build, node, &build->teams[t++]);
  }
  uint32_t c = 0;
  for (const struct stf_node *node = classes->first; node != NULL; node = node->next) {
    read_class(build, node, &build->classes[c++]);
  }
  if (stf_scenario_build_clean(build)) {
    check_deadlines(build, teams);
  }
}
