/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_volume.h"

#include "scenario/scenario_keys.h"

#include <math.h>

static void read_gamma(struct stf_desk *desk, const struct stf_node *node) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_VOLUME;
  double mean = stf_keys_number(node, keys, "mean");
  double cv = stf_keys_number(node, keys, "cv");
  if (mean > 0 && cv > 0) {
    desk->volume = mean;
    desk->volume_cv = cv;
    desk->volume_spread = STF_VOLUME_GAMMA;
  }
}

static void read_triangular(struct stf_desk *desk, const struct stf_node *node) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_VOLUME;
  double low = stf_keys_number(node, keys, "low");
  double likely = stf_keys_number(node, keys, "likely");
  double high = stf_keys_number(node, keys, "high");
  if (isnan(low) || isnan(likely) || isnan(high)) {
    return; /* told */
  }
  if (!(low <= likely && likely <= high)) {
    stf_node_error(node, "low, likely and high must ascend, such as {low: 1.2, likely: 1.3, "
                         "high: 1.4}");
    return;
  }
  desk->volume = likely;
  desk->volume_low = low;
  desk->volume_high = high;
  desk->volume_spread = STF_VOLUME_TRIANGULAR;
}

static void read_law(struct stf_desk *desk, const struct stf_node *node) {
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_VOLUME)) {
    return;
  }
  bool mean = stf_node_get(node, "mean") != NULL;
  bool cv = stf_node_get(node, "cv") != NULL;
  bool low = stf_node_get(node, "low") != NULL;
  bool likely = stf_node_get(node, "likely") != NULL;
  bool high = stf_node_get(node, "high") != NULL;
  if (mean && cv && !low && !likely && !high) {
    read_gamma(desk, node);
  } else if (!mean && !cv && low && likely && high) {
    read_triangular(desk, node);
  } else {
    stf_node_error(node, "a volume is a number, {mean: 1.3, cv: 0.1} or {low: 1.2, likely: "
                         "1.3, high: 1.4}, each complete");
  }
}

void stf_scenario_volume_read(struct stf_scenario_build *build, const struct stf_node *demand) {
  struct stf_desk *desk = &build->scenario->desk;
  const struct stf_node *node = stf_node_get(demand, "volume");
  desk->volume = 1;
  if (node != NULL && node->kind == STF_NODE_MAPPING) {
    read_law(desk, node);
  } else {
    desk->volume = stf_keys_number(demand, &STF_SCENARIO_KEYS_DEMAND, "volume");
  }
}
