/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_observed.h"

#include <math.h>
#include <string.h>

#define SHARE_MOST 0.99 /* 99 contacts that nobody has seen for each of the log */

static void read_class(struct stf_scenario_build *build, const struct stf_node *item,
                       uint32_t class_index, double *out) {
  const struct stf_class *class = &build->classes[class_index];
  double share = 0;
  if (!stf_node_share(item, &share)) {
    return;
  }
  if (!(share >= 0 && share <= SHARE_MOST)) {
    stf_node_error(item,
                   "what the bot in front of a log contained must be from 0 %% to %g %%, not "
                   "'%.60s': from nobody in the log nobody can be rebuilt",
                   100 * SHARE_MOST, item->value);
  } else if (!stf_desk_class_has_bot(class)) {
    stf_node_error(item, "class '%.60s' has no 'bot': what should decide anew on them?",
                   item->name);
  } else if (share > 0 && (class->bot.leave_share > SHARE_MOST ||
                           class->bot_closed.leave_share > SHARE_MOST)) {
    stf_node_error(item,
                   "more than %g %% of class '%.60s' leave inside the bot: from nobody in the "
                   "log nobody can be rebuilt",
                   100 * SHARE_MOST, item->name);
  } else {
    *out = share;
  }
}

void stf_scenario_observed_read(struct stf_scenario_build *build,
                                const struct stf_node *demand) {
  const struct stf_node *node = stf_node_get(demand, "observed_containment");
  uint32_t classes_n = build->scenario->desk.classes_n;
  if (node == NULL || !stf_node_is(node, STF_NODE_MAPPING)) {
    return;
  }
  double *observed = stf_scenario_build_alloc(build, classes_n, sizeof *observed);
  if (observed == NULL) {
    return;
  }
  for (uint32_t c = 0; c < classes_n; c++) {
    observed[c] = (double)NAN;
  }
  for (const struct stf_node *item = node->first; item != NULL; item = item->next) {
    uint32_t c = 0;
    while (c < classes_n && strcmp(build->class_names[c], item->name) != 0) {
      c++;
    }
    if (c < classes_n) {
      read_class(build, item, c, &observed[c]);
      continue;
    }
    char hint[STF_NODE_HINT];
    stf_diag_add(build->diags, STF_SEVERITY_ERROR, stf_node_key_where(item),
                 "unknown class '%.60s'%s", item->name,
                 stf_node_hint(item->name, build->class_names, classes_n, hint));
  }
  build->demand->observed = observed;
}
