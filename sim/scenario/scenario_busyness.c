/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_busyness.h"

#include "base/quantity.h"
#include "scenario/scenario_keys.h"

#include <math.h>

static const struct stf_keys *const KEYS = &STF_SCENARIO_KEYS_BUSYNESS;

static void read_intervals(struct stf_scenario_build *build, const struct stf_node *node) {
  double cv = stf_keys_number(node, KEYS, "interval_cv");
  double correlation = stf_keys_number(node, KEYS, "interval_correlation");
  bool factors = cv > 0;
  if (!factors && stf_node_get(node, "interval_correlation") != NULL) {
    stf_node_error(stf_node_get(node, "interval_correlation"),
                   "'interval_correlation' is that of factors that there are not: add "
                   "'interval_cv: 0.25', or leave it out");
  }
  if (factors && build->scenario->desk.interval_us % STF_US_PER_S != 0) {
    stf_node_error(stf_node_get(node, "interval_cv"),
                   "factors of intervals need an 'interval' of whole seconds, such as 30 min");
    return;
  }
  build->demand->intervals =
      (struct stf_demand_intervals){.cv = factors ? cv : 0, .correlation = correlation};
}

void stf_scenario_busyness_read(struct stf_scenario_build *build,
                                const struct stf_node *demand) {
  const struct stf_node *node = stf_node_get(demand, "busyness");
  struct stf_desk *desk = &build->scenario->desk;
  if (!stf_keys_check(node, KEYS)) {
    return;
  }
  double shape = stf_keys_number(node, KEYS, "day_shape");
  desk->day_shape = isnan(shape) ? 0 : shape;
  desk->season_cv = stf_keys_number(node, KEYS, "season_cv");
  desk->week_cv = stf_keys_number(node, KEYS, "week_cv");
  read_intervals(build, node);
}

int32_t stf_scenario_busyness_step_s(const struct stf_scenario_build *build) {
  return build->demand->intervals.cv > 0
             ? (int32_t)(build->scenario->desk.interval_us / STF_US_PER_S)
             : 0;
}

void stf_scenario_busyness_number(struct stf_scenario_build *build,
                                  const struct stf_scenario_grid *grid) {
  int32_t step_s = stf_scenario_busyness_step_s(build);
  if (step_s == 0) {
    return;
  }
  uint32_t *number = stf_scenario_build_alloc(build, grid->n, sizeof *number);
  for (size_t i = 0; number != NULL && i < grid->n; i++) {
    number[i] = (uint32_t)(grid->steps[i].clock_s / step_s);
  }
  build->demand->intervals.number = number;
}
