/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_people.h"

#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"
#include "scenario/scenario_staff.h"

#include <math.h>
#include <string.h>

/* Who goes home when a shift ends. */
enum leaving {
  OWN_SHIFT,
  FIRST_FREE
};

static const char *const LEAVINGS[] = {[OWN_SHIFT] = "own_shift", [FIRST_FREE] = "first_free"};

static const char *const ROUTINGS[] = {
    [STF_ROUTING_LONGEST_IDLE] = "longest_idle", [STF_ROUTING_RANDOM] = "random"};

static bool *read_serves(struct stf_scenario_build *build, const struct stf_node *node) {
  uint32_t n = build->scenario->desk.classes_n;
  bool *serves = stf_scenario_build_alloc(build, n, sizeof *serves);
  if (serves == NULL) {
    return NULL;
  }
  for (uint32_t c = 0; c < n; c++) {
    serves[c] = node == NULL;
  }
  if (node == NULL || !stf_node_is(node, STF_NODE_LIST)) {
    return serves;
  }
  for (const struct stf_node *item = node->first; item != NULL; item = item->next) {
    size_t c = 0;
    if (stf_node_choice(item, "class", build->class_names, n, &c)) {
      serves[c] = true;
    }
  }
  return serves;
}

static uint32_t add_name(struct stf_scenario_build *build, struct stf_dict *dict,
                         const char *name) {
  uint32_t id = stf_dict_add(dict, name, strlen(name));
  if (id == STF_DICT_NONE) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
  }
  return id;
}

static void read_team(struct stf_scenario_build *build, const struct stf_node *node,
                      uint32_t t) {
  struct stf_team *team = &build->teams[t];
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_TEAM;
  team->pause = stf_law_constant(0);
  team->serves = read_serves(build, stf_node_get(node, "classes"));
  build->team_names[t] = "";
  if (!stf_keys_check(node, keys)) {
    return;
  }
  const char *name = stf_keys_text(node, keys, "name");
  for (uint32_t other = 0; name != NULL && other < t; other++) {
    if (strcmp(build->team_names[other], name) == 0) {
      stf_node_error(stf_node_get(node, "name"), "a second team named '%s'", name);
    }
  }
  build->team_names[t] = name != NULL ? name : "";
  team->name = add_name(build, build->scenario->names.teams, build->team_names[t]);
  size_t routing = STF_ROUTING_LONGEST_IDLE;
  (void)stf_node_choice(stf_node_get(node, "routing"), "routing", ROUTINGS,
                        STF_COUNT_OF(ROUTINGS), &routing);
  team->routing = (enum stf_routing)routing;
  size_t leaving = OWN_SHIFT;
  (void)stf_node_choice(stf_node_get(node, "leaving"), "leaving", LEAVINGS,
                        STF_COUNT_OF(LEAVINGS), &leaving);
  team->exchangeable = leaving == FIRST_FREE;
  stf_scenario_law_read(build, stf_node_get(node, "pause"), &team->pause);
  if (team->pause.kind == STF_LAW_NEVER) {
    stf_node_error(stf_node_get(node, "pause"), "a pause must end: give a duration or a law");
  }
}

/* Exactly one way to say who is there; none where a replayed log says it. */
static void read_staff(struct stf_scenario_staff *staff, const struct stf_node *node,
                       uint32_t t) {
  static const char *const WAYS[] = {"agents", "staffing", "roster"};
  const struct stf_node *given[STF_COUNT_OF(WAYS)];
  size_t given_n = 0;
  for (size_t i = 0; i < STF_COUNT_OF(WAYS); i++) {
    given[i] = stf_node_get(node, WAYS[i]);
    given_n += given[i] != NULL;
  }
  if (given_n > 1) {
    stf_node_error(node, "team '%s' has more than one of agents, staffing and roster: keep one",
                   staff->build->team_names[t]);
  } else if (given_n == 0 && staff->build->scenario->replay_path == NULL) {
    stf_node_error(node,
                   "team '%s' has nobody in it: add 'agents: 3', 'staffing: FILE' or "
                   "'roster: FILE'",
                   staff->build->team_names[t]);
  }
  double agents_n = stf_keys_number(node, &STF_SCENARIO_KEYS_TEAM, "agents");
  if (!isnan(agents_n)) {
    stf_scenario_staff_constant(staff, t, (int32_t)agents_n);
  }
  stf_scenario_staff_counts(staff, t, given[1]);
  stf_scenario_staff_roster(staff, t, given[2]);
}

static void check_served(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *classes = stf_node_get(root, "classes");
  const struct stf_node *node = classes != NULL ? classes->first : NULL;
  uint32_t teams_n = build->scenario->desk.teams_n;
  for (uint32_t c = 0; c < build->scenario->desk.classes_n && node != NULL;
       c++, node = node->next) {
    bool served = false;
    for (uint32_t t = 0; t < teams_n && !served; t++) {
      served = build->teams[t].serves == NULL || build->teams[t].serves[c];
    }
    if (!served) {
      stf_node_error(node, "no team serves class '%s': add it to a team's 'classes'",
                     build->class_names[c]);
    }
  }
}

void stf_scenario_people_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "teams");
  if (!stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  if (list->items_n == 0) {
    stf_node_error(list, "'teams' is empty: at least one team must answer");
    return;
  }
  struct stf_desk *desk = &build->scenario->desk;
  build->teams = stf_scenario_build_alloc(build, list->items_n, sizeof *build->teams);
  build->team_names = stf_scenario_build_alloc(build, list->items_n, sizeof *build->team_names);
  if (build->teams == NULL || build->team_names == NULL) {
    return;
  }
  desk->teams = build->teams;
  desk->teams_n = list->items_n;
  uint32_t t = 0;
  size_t errors_n = build->diags->errors_n;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    read_team(build, node, t++);
  }
  if (build->diags->errors_n == errors_n) {
    check_served(build, root);
  }
  struct stf_scenario_staff staff = {.build = build};
  t = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next, t++) {
    if (node->kind == STF_NODE_MAPPING) {
      read_staff(&staff, node, t);
    }
  }
  stf_scenario_staff_finish(&staff);
}
