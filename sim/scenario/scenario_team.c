/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_team.h"

#include "base/quantity.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"
#include "scenario/scenario_support.h"

#include <math.h>
#include <string.h>

/* Who goes home when a shift ends. */
enum leaving {
  OWN_SHIFT,
  FIRST_FREE
};

static const char *const LEAVINGS[] = {[OWN_SHIFT] = "own_shift", [FIRST_FREE] = "first_free"};

static const char *const ROUTINGS[] = {[STF_ROUTING_LONGEST_IDLE] = "longest_idle",
                                       [STF_ROUTING_RANDOM] = "random",
                                       [STF_ROUTING_LEAST_LOADED] = "least_loaded",
                                       [STF_ROUTING_MOST_LOADED] = "most_loaded",
                                       [STF_ROUTING_LEAST_LOADED_RANDOM] =
                                           "least_loaded_random",
                                       [STF_ROUTING_BEST_PROFICIENCY] = "best_proficiency"};

static const char *const TURN_ORDERS[] = {[STF_TURN_ORDER_FIFO] = "fifo",
                                          [STF_TURN_ORDER_OLDEST_WAITING] = "oldest_waiting",
                                          [STF_TURN_ORDER_NEW_FIRST] = "new_first",
                                          [STF_TURN_ORDER_DEADLINE] = "deadline"};

static const char *const LATE_BREAKS[] = {
    [STF_LATE_BREAK_KEEPS_LENGTH] = "keeps_length", [STF_LATE_BREAK_KEEPS_END] = "keeps_end"};

enum plan {
  NET,
  GROSS
};

static const char *const PLANS[] = {[NET] = "net", [GROSS] = "gross"};

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

/* ---- speed ---- */

static void read_list(const struct stf_node *node, double *speeds, uint32_t cap) {
  uint32_t j = 0;
  if (node->items_n != cap) {
    stf_node_error(node,
                   "'speed_by_load' has %u values, but concurrency is %u: one for each "
                   "number in hand",
                   (unsigned)node->items_n, (unsigned)cap);
    return;
  }
  for (const struct stf_node *item = node->first; item != NULL; item = item->next, j++) {
    if (!stf_node_number(item, &speeds[j])) {
      continue;
    }
    if (!(speeds[j] > 0)) {
      stf_node_error(item, "a rate of work must be above 0, not '%.60s'", item->value);
    } else if (j == 0 && (speeds[0] < 1 || speeds[0] > 1)) {
      stf_node_error(item, "the first rate must be 1: the others are multiples of it");
    }
  }
}

/* In turns it is the speed of one turn, else of all contacts in hand together. */
static void read_slowdown(const struct stf_node *node, bool in_turns, double *speeds,
                          uint32_t cap) {
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_SLOWDOWN)) {
    return;
  }
  double a = stf_keys_number(node, &STF_SCENARIO_KEYS_SLOWDOWN, "slowdown");
  for (uint32_t j = 1; j <= cap && !isnan(a); j++) {
    speeds[j - 1] = (in_turns ? 1 : j) / (1 + a * (j - 1));
  }
}

/* True if the team serves a class with turns. */
static bool is_in_turns(const struct stf_scenario_build *build, const struct stf_team *team) {
  bool in_turns = false;
  for (uint32_t c = 0; c < build->scenario->desk.classes_n && team->serves != NULL; c++) {
    in_turns = in_turns || (team->serves[c] && build->classes[c].turns != NULL);
  }
  return in_turns;
}

static void read_turn_order(const struct stf_node *node, bool in_turns, struct stf_team *team) {
  size_t order = STF_TURN_ORDER_FIFO;
  const struct stf_node *order_node = stf_node_get(node, "turn_order");
  const struct stf_node *switching = stf_node_get(node, "switching");
  (void)stf_node_choice(order_node, "turn_order", TURN_ORDERS, STF_COUNT_OF(TURN_ORDERS),
                        &order);
  team->turn_order = (enum stf_turn_order)order;
  team->switching_us =
      stf_quantity_us(stf_keys_number(node, &STF_SCENARIO_KEYS_TEAM, "switching"));
  const struct stf_node *idle = order_node != NULL ? order_node : switching;
  if (idle != NULL && !in_turns) {
    stf_node_error(idle, "'%s' needs a class with 'turns' among those of the team", idle->name);
  }
}

static void read_concurrency(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_team *team, const char *name) {
  double cap = stf_keys_number(node, &STF_SCENARIO_KEYS_TEAM, "concurrency");
  const struct stf_node *speed = stf_node_get(node, "speed_by_load");
  bool in_turns = is_in_turns(build, team);
  team->cap = (uint32_t)cap;
  read_turn_order(node, in_turns, team);
  if (speed == NULL) {
    if (team->cap > 1 && !in_turns) {
      stf_node_error(
          stf_node_get(node, "concurrency"),
          "an agent of '%s' with several contacts in hand works on each of them more "
          "slowly, and nobody can guess how much: add 'speed_by_load: {slowdown: "
          "0.25}', or the total rate of work with 1, 2, 3 in hand as a multiple of "
          "the rate with one: 'speed_by_load: [1, 1.57, 1.86]'",
          name);
    }
    return;
  }
  double *speeds = stf_scenario_build_alloc(build, team->cap, sizeof *speeds);
  if (speeds == NULL) {
    return;
  }
  if (speed->kind == STF_NODE_LIST) {
    read_list(speed, speeds, team->cap);
  } else {
    read_slowdown(speed, in_turns, speeds, team->cap);
  }
  team->speeds = team->cap > 1 ? speeds : NULL;
}

/* ---- attendance ---- */

static void read_absence(const struct stf_node *node, struct stf_team *team) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_ABSENCE;
  double share = 0;
  team->absence_is_paid = true;
  if (node == NULL) {
    return;
  }
  if (node->kind == STF_NODE_SCALAR) {
    (void)stf_keys_scalar(node, stf_keys_find(keys, "share"), &share);
  } else if (stf_keys_check(node, keys)) {
    double given = stf_keys_number(node, keys, "share");
    share = isnan(given) ? 0 : given;
    (void)stf_node_flag(stf_node_get(node, "paid"), &team->absence_is_paid);
    team->overdispersion = stf_keys_number(node, keys, "overdispersion");
  }
  team->absence_share = share;
}

static void read_attendance(struct stf_scenario_build *build, const struct stf_node *node,
                            struct stf_team *team) {
  size_t plan = NET;
  size_t late_break = STF_LATE_BREAK_KEEPS_LENGTH;
  const struct stf_node *absence = stf_node_get(node, "absence");
  const struct stf_node *late = stf_node_get(node, "late");
  (void)stf_node_choice(stf_node_get(node, "roster_is"), "roster_is", PLANS,
                        STF_COUNT_OF(PLANS), &plan);
  (void)stf_node_choice(stf_node_get(node, "late_break"), "late_break", LATE_BREAKS,
                        STF_COUNT_OF(LATE_BREAKS), &late_break);
  team->late_break = (enum stf_late_break)late_break;
  read_absence(absence, team);
  if (team->absence_share > 0 && plan == NET) {
    stf_node_error(
        absence, "the plan is net: who is absent is already out of it, and would be taken out "
                 "twice; if everybody on paper is in it, say 'roster_is: gross'");
  }
  team->late = stf_law_never();
  stf_scenario_law_read(build, late, &team->late);
  if (late != NULL && stf_node_get(node, "roster") == NULL) {
    stf_node_error(late, "only shifts begin late: 'late' needs a roster");
  } else if (late != NULL && team->late.kind == STF_LAW_NEVER) {
    stf_node_error(late, "'late' must be a duration or a law");
  }
}

/* Shifts of persons drain: a count has nobody who will go. */
static void read_shift_end(const struct stf_node *node, struct stf_team *team) {
  const struct stf_node *end = stf_node_get(node, "shift_end");
  bool finish =
      end == NULL || (end->kind == STF_NODE_SCALAR && strcmp(end->value, "finish") == 0);
  if (finish) {
    return;
  }
  team->hands_back = end->kind == STF_NODE_SCALAR && strcmp(end->value, "hand_back") == 0;
  if (team->hands_back) {
    return;
  }
  if (end->kind != STF_NODE_MAPPING) {
    stf_node_error(end, "'shift_end' must be finish, hand_back, or a mapping such as {drain: "
                        "15 min}");
    return;
  }
  if (!stf_keys_check(end, &STF_SCENARIO_KEYS_SHIFT_END)) {
    return;
  }
  double drain_s = stf_keys_number(end, &STF_SCENARIO_KEYS_SHIFT_END, "drain");
  team->drain_us = isnan(drain_s) ? 0 : stf_quantity_us(drain_s);
  if (stf_node_get(node, "roster") == NULL) {
    stf_node_error(end, "only shifts of persons drain: 'shift_end' needs a roster");
  } else if (team->exchangeable) {
    stf_node_error(end, "with 'leaving: first_free' nobody knows who will go: leave the drain "
                        "or 'leaving' out");
  }
}

/* ---- the team ---- */

static const char *read_name(struct stf_scenario_build *build, const struct stf_node *node,
                             uint32_t t) {
  const char *name = stf_keys_text(node, &STF_SCENARIO_KEYS_TEAM, "name");
  for (uint32_t other = 0; name != NULL && other < t; other++) {
    if (strcmp(build->team_names[other], name) == 0) {
      stf_node_error(stf_node_get(node, "name"), "a second team named '%s'", name);
    }
  }
  return name != NULL ? name : "";
}

static void read_work(struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_team *team) {
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

void stf_scenario_team_read(struct stf_scenario_build *build, const struct stf_node *node,
                            uint32_t t) {
  struct stf_team *team = &build->teams[t];
  team->pause = stf_law_constant(0);
  team->serves = read_serves(build, stf_node_get(node, "classes"));
  build->team_names[t] = "";
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_TEAM)) {
    return;
  }
  build->team_names[t] = read_name(build, node, t);
  team->name = add_name(build, build->scenario->names.teams, build->team_names[t]);
  read_work(build, node, team);
  read_concurrency(build, node, team, build->team_names[t]);
  read_attendance(build, node, team);
  read_shift_end(node, team);
  stf_scenario_support_read_team(node, team);
  double per_h = stf_keys_number(node, &STF_SCENARIO_KEYS_TEAM, "cost_per_h");
  if (team->name != STF_DICT_NONE) {
    build->team_per_h[team->name] = isnan(per_h) ? 0 : per_h;
  }
}
