/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_bootstrap.h"

#include "scenario/scenario_days.h"
#include "scenario/scenario_holidays.h"
#include "scenario/scenario_keys.h"

#include <stdlib.h>
#include <string.h>

/* What a list of holidays says beside its file does not hold for whole days of a log. */
static void refuse_effects(const struct stf_node *item) {
  static const char *const EFFECTS[] = {"closed", "multiply", "profile", "classes"};
  for (size_t i = 0; i < STF_COUNT_OF(EFFECTS); i++) {
    const struct stf_node *effect = stf_node_get(item, EFFECTS[i]);
    if (effect != NULL) {
      stf_node_error(effect,
                     "with 'days: kind' a holiday is a whole logged holiday: keep 'file' "
                     "alone");
    }
  }
}

static int ascending(const void *left, const void *right) {
  const int64_t *a = left;
  const int64_t *b = right;
  return (*a > *b) - (*a < *b);
}

/* Adds days to the scenario's; a day may stand twice. */
static void add_days(struct stf_scenario_build *build, const int64_t *days, size_t n) {
  struct stf_scenario *scenario = build->scenario;
  size_t old_n = scenario->bootstrap_holidays_n;
  int64_t *all = stf_scenario_build_alloc(build, old_n + n + 1, sizeof *all);
  if (all == NULL || n == 0) {
    return;
  }
  if (old_n > 0) {
    memcpy(all, scenario->bootstrap_holidays, old_n * sizeof *all);
  }
  memcpy(all + old_n, days, n * sizeof *all);
  qsort(all, old_n + n, sizeof *all, ascending);
  scenario->bootstrap_holidays = all;
  scenario->bootstrap_holidays_n = old_n + n;
}

static void read_holidays(struct stf_scenario_build *build, const struct stf_node *node,
                          const struct stf_node *list) {
  struct stf_scenario_days_span run = stf_scenario_days_run(build);
  if (list == NULL) {
    stf_node_error(stf_node_get(node, "days"),
                   "'days: kind' tells days by the demand's holidays: add 'holidays: [{file: "
                   "data/it.ics}]' to 'demand'");
    return;
  }
  if (!stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  for (const struct stf_node *item = list->first; item != NULL; item = item->next) {
    int64_t *days = NULL;
    size_t n = 0;
    if (!stf_keys_check(item, &STF_SCENARIO_KEYS_HOLIDAYS)) {
      continue;
    }
    refuse_effects(item);
    if (stf_scenario_holidays_read(build, stf_node_get(item, "file"), 0, run.last_day + 1,
                                   &days, &n)) {
      add_days(build, days, n);
    }
  }
}

void stf_scenario_bootstrap_read(struct stf_scenario_build *build,
                                 const struct stf_node *demand) {
  static const char *const DAYS[] = {"weekday", "kind", "any"};
  static const enum stf_scenario_bootstrap KINDS[] = {
      STF_SCENARIO_BOOTSTRAP_WEEKDAY, STF_SCENARIO_BOOTSTRAP_KIND, STF_SCENARIO_BOOTSTRAP_ANY};
  const struct stf_node *node = stf_node_get(demand, "bootstrap");
  struct stf_scenario *scenario = build->scenario;
  size_t days = 0;
  const char *path = NULL;
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_BOOTSTRAP) ||
      !stf_node_text(stf_node_get(node, "log"), &path)) {
    return;
  }
  (void)stf_node_choice(stf_node_get(node, "days"), "days", DAYS, STF_COUNT_OF(DAYS), &days);
  scenario->bootstrap = KINDS[days];
  scenario->bootstrap_line = node->line;
  scenario->bootstrap_column = node->column;
  scenario->replay_path = stf_scenario_build_path(build, stf_node_get(node, "log"));
  scenario->replay_where = stf_node_where(stf_node_get(node, "log"));
  if (scenario->bootstrap == STF_SCENARIO_BOOTSTRAP_KIND) {
    read_holidays(build, node, stf_node_get(demand, "holidays"));
  }
}
