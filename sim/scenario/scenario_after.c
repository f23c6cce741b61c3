/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_after.h"

#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <math.h>

static void read_solved(const struct stf_node *node, struct stf_after *after) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SOLVED;
  double share = 1;
  if (node != NULL && node->kind != STF_NODE_MAPPING) {
    (void)stf_keys_scalar(node, stf_keys_find(keys, "share"), &share);
    node = NULL;
  } else if (stf_keys_check(node, keys)) {
    double given = stf_keys_number(node, keys, "share");
    share = isnan(given) ? share : given; /* told */
  }
  double transferred = node != NULL ? stf_keys_number(node, keys, "transferred") : (double)NAN;
  double escalated = node != NULL ? stf_keys_number(node, keys, "escalated") : (double)NAN;
  after->solved_share = share;
  after->solved_transferred_share = isnan(transferred) ? share : transferred;
  after->solved_escalated_share = isnan(escalated) ? share : escalated;
}

static void read_return(struct stf_scenario_build *build, const struct stf_node *node,
                        struct stf_after_return *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_RETURN;
  out->delay = stf_law_constant(0);
  if (!stf_keys_check(node, keys)) {
    return;
  }
  double share = stf_keys_number(node, keys, "share");
  const struct stf_node *delay = stf_node_get(node, "delay");
  out->share = isnan(share) ? 0 : share;
  stf_scenario_law_read(build, delay, &out->delay);
  if (out->delay.kind == STF_LAW_NEVER) {
    stf_node_error(delay, "a delay must end: give a duration or a law, and 'share: 0 %%' for "
                          "customers who never come back");
    out->delay = stf_law_constant(0);
  }
  (void)stf_node_flag(stf_node_get(node, "past_bot"), &out->past_bot);
}

static void read_repeat(struct stf_scenario_build *build, const struct stf_node *node,
                        const struct stf_class *class, struct stf_after *after) {
  static const char *const NAMES[STF_AFTER_OUTCOMES] = {[STF_AFTER_SOLVED] = "solved",
                                                        [STF_AFTER_UNSOLVED] = "unsolved",
                                                        [STF_AFTER_ABANDONED] = "abandoned",
                                                        [STF_AFTER_GAVE_UP] = "gave_up"};
  bool is_read = stf_keys_check(node, &STF_SCENARIO_KEYS_REPEAT);
  for (size_t i = 0; i < STF_AFTER_OUTCOMES; i++) {
    const struct stf_node *rule = is_read ? stf_node_get(node, NAMES[i]) : NULL;
    read_return(build, rule, &after->repeat[i]);
  }
  const struct stf_node *retry = is_read ? stf_node_get(node, "abandoned") : NULL;
  const struct stf_node *again = is_read ? stf_node_get(node, "gave_up") : NULL;
  if (retry != NULL && class->patience.kind == STF_LAW_NEVER) {
    stf_node_error(retry, "nobody leaves this class: 'abandoned' needs a patience that ends, "
                          "such as 'patience: {exponential: {mean: 2 min}}'");
  }
  if (again != NULL && !stf_desk_class_has_bot(class)) {
    stf_node_error(again, "'gave_up' is about a bot, and this class has none");
  }
}

void stf_scenario_after_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_class *class) {
  const struct stf_node *own = stf_node_get(node, "after");
  if (!stf_keys_check(own, &STF_SCENARIO_KEYS_AFTER)) {
    return;
  }
  struct stf_after *after = stf_scenario_build_alloc(build, 1, sizeof *after);
  if (after != NULL) {
    read_solved(stf_node_get(own, "solved"), after);
    read_repeat(build, stf_node_get(own, "repeat"), class, after);
    class->after = after;
  }
}
