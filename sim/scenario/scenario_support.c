/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_support.h"

#include "base/quantity.h"
#include "scenario/scenario_keys.h"

#include <math.h>

static double number_of(const struct stf_node *node, const char *name) {
  double value = stf_keys_number(node, &STF_SCENARIO_KEYS_SUPPORTED, name);
  return isnan(value) ? 0 : value;
}

void stf_scenario_support_read(struct stf_scenario_build *build,
                               const struct stf_node *class_node, struct stf_class *class) {
  const struct stf_node *node = stf_node_get(class_node, "supported");
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_SUPPORTED)) {
    return;
  }
  struct stf_support *support = stf_scenario_build_alloc(build, 1, sizeof *support);
  if (support == NULL) {
    return;
  }
  *support = (struct stf_support){.wait_us = stf_quantity_us(number_of(node, "wait")),
                                  .age_us = stf_quantity_us(number_of(node, "age")),
                                  .service_us = stf_quantity_us(number_of(node, "service")),
                                  .first_us = stf_quantity_us(number_of(node, "first_message")),
                                  .bot_us = stf_quantity_us(number_of(node, "bot")),
                                  .per_interval = (int64_t)number_of(node, "per_interval"),
                                  .interval_us = build->scenario->desk.interval_us,
                                  .per_day = (int64_t)number_of(node, "per_day")};
  class->support = support;
}

void stf_scenario_support_read_team(const struct stf_node *team_node, struct stf_team *team) {
  const struct stf_node *node = stf_node_get(team_node, "supported");
  if (stf_keys_check(node, &STF_SCENARIO_KEYS_SUPPORTED_TEAM)) {
    double load = stf_keys_number(node, &STF_SCENARIO_KEYS_SUPPORTED_TEAM, "load");
    team->load_seen = load >= 1 ? (uint32_t)load : 0;
  }
}
