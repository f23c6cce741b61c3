/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_deflection.h"

#include "scenario/scenario_keys.h"

#include <string.h>

static const struct stf_keys *const KEYS = &STF_SCENARIO_KEYS_DEFLECTION;

/* Their draws have a key of their own beside the class's. */
static bool key_of(struct stf_scenario_build *build, const char *class_name, uint32_t *out) {
  const char *text = stf_arena_join(build->scenario->arena, class_name, " by phone", "");
  if (text == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return false;
  }
  *out = (uint32_t)(stf_dict_hash(text, strlen(text)) >> 32);
  return true;
}

static void read_item(struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_scenario_deflections *out) {
  struct stf_demand_deflection *item = &out->items[out->n];
  size_t choice = 0;
  if (!stf_keys_check(node, KEYS) ||
      !stf_node_choice(stf_node_get(node, "class"), "class", build->class_names,
                       build->scenario->desk.classes_n, &choice) ||
      !key_of(build, build->class_names[choice], &item->key)) {
    return;
  }
  item->class_index = (uint32_t)choice;
  double share = stf_keys_number(node, KEYS, "share");
  item->share = share >= 0 ? share : 0;
  for (size_t i = 0; i < out->n; i++) {
    if (out->items[i].class_index == item->class_index) {
      stf_node_error(node, "a second deflection into '%.60s': add the calls up in one file",
                     build->class_names[choice]);
      return;
    }
  }
  stf_scenario_curve_read(build, stf_node_get(node, "from"),
                          (struct stf_scenario_curve_want){.may_be_common = true},
                          &out->curves[out->n++]);
}

void stf_scenario_deflection_read(struct stf_scenario_build *build,
                                  const struct stf_node *demand,
                                  struct stf_scenario_deflections *out) {
  const struct stf_node *list = stf_node_get(demand, "deflection");
  *out = (struct stf_scenario_deflections){0};
  if (list == NULL || !stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  if (build->scenario->replay_path != NULL) {
    stf_node_error(list, "'deflection' adds to a curve or totals, but the demand is a replay, "
                         "which has its own contacts alone");
    return;
  }
  out->items = stf_scenario_build_alloc(build, list->items_n + 1, sizeof *out->items);
  out->curves = stf_scenario_build_alloc(build, list->items_n + 1, sizeof *out->curves);
  if (out->items == NULL || out->curves == NULL) {
    return;
  }
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    read_item(build, node, out);
  }
  build->demand->deflections = out->items;
  build->demand->deflections_n = out->n;
}

void stf_scenario_deflection_clear(struct stf_scenario_deflections *deflections,
                                   const struct stf_allocator *allocator) {
  for (size_t i = 0; i < deflections->n; i++) {
    stf_scenario_curve_clear(&deflections->curves[i], allocator);
  }
}

void stf_scenario_deflection_mark(const struct stf_scenario_deflections *deflections,
                                  bool *used) {
  for (size_t d = 0; d < deflections->n; d++) {
    for (size_t i = 0; i < deflections->curves[d].n; i++) {
      used[deflections->curves[d].rows[i].start_s] = true;
    }
  }
}

static double rate_at(const struct stf_scenario_curve *curve, uint32_t class_index,
                      const struct stf_scenario_days_rule *rule,
                      const struct stf_scenario_grid_step *step) {
  double factor = rule == NULL ? 1 : rule->closed ? 0 : rule->multiply;
  int64_t day = curve->dated ? step->day : step->weekday;
  if (rule != NULL && rule->profile >= 0 && !curve->dated) {
    day = rule->profile;
  } else if (rule != NULL && rule->as_day != STF_NEVER && curve->dated) {
    day = rule->as_day;
  }
  return factor * stf_scenario_curve_rate(curve, class_index, day, step->clock_s);
}

void stf_scenario_deflection_compile(struct stf_scenario_build *build,
                                     const struct stf_scenario_deflections *deflections,
                                     const struct stf_scenario_days *days,
                                     const struct stf_scenario_grid *grid) {
  for (size_t d = 0; d < deflections->n; d++) {
    struct stf_demand_deflection *item = &deflections->items[d];
    double *rates_per_s = stf_scenario_build_alloc(build, grid->n, sizeof *rates_per_s);
    for (size_t i = 0; rates_per_s != NULL && i < grid->n; i++) {
      const struct stf_scenario_grid_step *step = &grid->steps[i];
      rates_per_s[i] = rate_at(&deflections->curves[d], item->class_index,
                               stf_scenario_days_at(days, item->class_index, step->day), step);
    }
    item->rates_per_s = rates_per_s;
  }
}
