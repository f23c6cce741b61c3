/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_demand.h"

#include "base/quantity.h"
#include "scenario/scenario_bootstrap.h"
#include "scenario/scenario_busyness.h"
#include "scenario/scenario_campaigns.h"
#include "scenario/scenario_curve.h"
#include "scenario/scenario_days.h"
#include "scenario/scenario_deflection.h"
#include "scenario/scenario_fitted.h"
#include "scenario/scenario_grid.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_observed.h"
#include "scenario/scenario_replay_days.h"
#include "scenario/scenario_share.h"
#include "scenario/scenario_totals.h"
#include "scenario/scenario_volume.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  DAY_S = 86400,
  QUARTER_S = 900
};

/* Where the arrivals of a run come from. */
struct demand {
  struct stf_scenario_build *build;
  const struct stf_node *root;
  const struct stf_node *node;     /* 'demand', or NULL */
  struct stf_scenario_curve curve; /* from the curve, or from the totals */
  bool ruled;                      /* it holds special days and holidays already */
  bool shared;                     /* it does not tell the classes apart */
  struct stf_scenario_days days;
  struct stf_scenario_deflections deflections;
  const double *shares;         /* by class */
  const double *constant_per_s; /* by class; NAN: from the curve */
};

/* ---- special days ---- */

static bool is_constant(const struct demand *demand, uint32_t class_index) {
  return !isnan(demand->constant_per_s[class_index]);
}

/* A day like another date takes that date's rows of the curve where it has any. */
static bool curve_has(const struct demand *demand, int64_t as_day) {
  return demand->curve.dated && stf_scenario_curve_has_day(&demand->curve, as_day);
}

/* What a rule asks of a curve that cannot give it. */
static void check_rule(const struct demand *demand, const struct stf_scenario_days_rule *rule) {
  char day[STF_SCENARIO_DAYS_TEXT];
  const struct stf_node *node = rule->node;
  if (rule->profile >= 0 && demand->curve.dated && !demand->ruled) {
    stf_node_error(stf_node_get(node, "profile"),
                   "'profile' takes a weekday of the curve, but this curve has dates: use 'as' "
                   "with one of them");
  }
  if (rule->as_day != STF_NEVER && !demand->ruled && !curve_has(demand, rule->as_day) &&
      demand->build->scenario->log_path == NULL) {
    stf_node_error(stf_node_get(node, "as"),
                   "nothing says what came on %s: the curve has no such date, and there is no "
                   "log; add 'log: FILE'",
                   stf_scenario_days_text(rule->as_day, day));
  }
  if (rule->is_drawn && demand->ruled) {
    stf_node_error(stf_node_get(node, "multiply"),
                   "a total is what it is: a day's part of it is not drawn; give one number");
  }
  const struct stf_node *classes = stf_node_get(node, "classes");
  bool shaped = rule->profile >= 0 || rule->as_day != STF_NEVER;
  for (uint32_t c = 0; classes != NULL && shaped && c < demand->build->scenario->desk.classes_n;
       c++) {
    if (rule->classes[c] && is_constant(demand, c)) {
      stf_node_error(classes,
                     "'%s' has constant arrivals, which have no other day's shape: use "
                     "'multiply' or 'closed'",
                     demand->build->class_names[c]);
    }
  }
}

static void check_rules(const struct demand *demand) {
  const struct stf_scenario_days *days = &demand->days;
  const struct stf_node *last = NULL;
  for (size_t i = 0; i < days->special_n; i++) {
    check_rule(demand, &days->special[i]);
  }
  for (size_t i = 0; i < days->holidays_n; i++) {
    if (days->holidays[i].node != last) { /* all days of a list have the same effects */
      check_rule(demand, &days->holidays[i]);
    }
    last = days->holidays[i].node;
  }
}

static void refuse_rules(const struct demand *demand) {
  static const char *const LISTS[] = {"special_days", "holidays"};
  enum stf_scenario_bootstrap bootstrap = demand->build->scenario->bootstrap;
  /* Days by kind are told by the holidays. */
  size_t lists_n =
      bootstrap == STF_SCENARIO_BOOTSTRAP_KIND ? STF_COUNT_OF(LISTS) - 1 : STF_COUNT_OF(LISTS);
  for (size_t i = 0; i < lists_n; i++) {
    const struct stf_node *list = stf_node_get(demand->node, LISTS[i]);
    if (list != NULL) {
      stf_node_error(list,
                     "'%s' changes a curve or totals, but the demand is a replay, whose days "
                     "are what they were: %s",
                     LISTS[i],
                     bootstrap == STF_SCENARIO_BOOTSTRAP_NONE
                         ? "choose them with 'replay_days'"
                         : "draw holidays from logged holidays with 'days: kind'");
    }
  }
}

static bool from_log(const struct demand *demand, const struct stf_scenario_days_rule *rule) {
  return rule != NULL && !demand->ruled && rule->as_day != STF_NEVER &&
         !curve_has(demand, rule->as_day);
}

/* Days of the run that are a logged day's. */
static void list_analogues(const struct demand *demand) {
  struct stf_scenario_build *build = demand->build;
  struct stf_scenario *scenario = build->scenario;
  size_t most = demand->days.special_n * scenario->desk.classes_n;
  struct stf_scenario_analogue *items = stf_scenario_build_alloc(build, most, sizeof *items);
  struct stf_scenario_days_span run = stf_scenario_days_run(build);
  size_t n = 0;
  for (size_t i = 0; items != NULL && i < most; i++) {
    const struct stf_scenario_days_rule *rule =
        &demand->days.special[i / scenario->desk.classes_n];
    uint32_t class_index = (uint32_t)(i % scenario->desk.classes_n);
    bool runs = rule->day >= run.first_day && rule->day <= run.last_day;
    if (runs && rule->classes[class_index] && from_log(demand, rule) &&
        !is_constant(demand, class_index)) {
      items[n++] = (struct stf_scenario_analogue){.day = rule->day,
                                                  .as_day = rule->as_day,
                                                  .class_index = class_index,
                                                  .multiply = rule->multiply,
                                                  .line = rule->node->line,
                                                  .column = rule->node->column};
    }
  }
  int64_t interval_us = scenario->desk.interval_us;
  bool whole = interval_us % STF_US_PER_S == 0;
  scenario->analogues = items;
  scenario->analogues_n = n;
  scenario->analogue_step_s = whole ? (int32_t)(interval_us / STF_US_PER_S) : QUARTER_S;
}

/* ---- rates ---- */

/* Marks every step_s seconds of a day; 0: none. */
static void mark_steps(bool used[DAY_S], int32_t step_s) {
  for (int32_t s = 0; s < DAY_S && step_s > 0; s += step_s) {
    used[s] = true;
  }
}

/* Start times of the steps of a day, ascending, once each; NULL without memory. The caller
 * releases. A logged day has the steps of the tables, factors of intervals have their steps. */
static int32_t *marks_of(const struct demand *demand, size_t *marks_n) {
  struct stf_scenario_build *build = demand->build;
  const struct stf_scenario *scenario = build->scenario;
  bool *used = stf_mem_zeroed(build->allocator, DAY_S, sizeof *used);
  int32_t *marks_s = stf_mem_zeroed(build->allocator, DAY_S, sizeof *marks_s);
  size_t n = 0;
  if (used == NULL || marks_s == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    stf_mem_release(build->allocator, marks_s);
    stf_mem_release(build->allocator, used);
    return NULL;
  }
  for (size_t i = 0; i < demand->curve.n; i++) {
    used[demand->curve.rows[i].start_s] = true;
  }
  mark_steps(used, scenario->analogues_n > 0 ? scenario->analogue_step_s : 0);
  mark_steps(used, stf_scenario_busyness_step_s(build));
  stf_scenario_deflection_mark(&demand->deflections, used);
  for (int32_t s = 0; s < DAY_S; s++) {
    if (used[s]) {
      marks_s[n++] = s;
    }
  }
  stf_mem_release(build->allocator, used);
  *marks_n = n;
  return marks_s;
}

/* Rate [1/s] of a class at a step of the grid. */
static double rate_at(const struct demand *demand, uint32_t class_index,
                      const struct stf_scenario_grid_step *step) {
  const struct stf_scenario_curve *curve = &demand->curve;
  bool constant = is_constant(demand, class_index);
  const struct stf_scenario_days_rule *rule =
      constant || !demand->ruled ? stf_scenario_days_at(&demand->days, class_index, step->day)
                                 : NULL;
  double factor = rule == NULL ? 1 : rule->closed ? 0 : rule->multiply;
  if (constant) {
    return factor * demand->constant_per_s[class_index];
  }
  if (from_log(demand, rule)) {
    return 0;
  }
  int64_t day = curve->dated ? step->day : step->weekday;
  if (rule != NULL && rule->profile >= 0) {
    day = rule->profile;
  } else if (rule != NULL && rule->as_day != STF_NEVER) {
    day = rule->as_day;
  }
  double share = demand->shared && !demand->ruled ? demand->shares[class_index] : 1;
  return stf_scenario_curve_rate(curve, class_index, day, step->clock_s) * share * factor;
}

/* Days and weeks of the steps. */
static bool number_days(struct stf_scenario_build *build,
                        const struct stf_scenario_grid *grid) {
  int64_t *days = stf_scenario_build_alloc(build, grid->n, sizeof *days);
  int64_t *weeks = stf_scenario_build_alloc(build, grid->n, sizeof *weeks);
  if (days == NULL || weeks == NULL) {
    return false;
  }
  for (size_t i = 0; i < grid->n; i++) {
    days[i] = grid->steps[i].day;
    weeks[i] = grid->steps[i].day - grid->steps[i].weekday;
  }
  build->scenario->desk.rate_days = days;
  build->scenario->desk.rate_weeks = weeks;
  return true;
}

/* Fills the desk's grid and each class's rates. */
static void compile_rates(const struct demand *demand) {
  struct stf_scenario_build *build = demand->build;
  struct stf_desk *desk = &build->scenario->desk;
  struct stf_scenario_grid grid;
  size_t marks_n = 0;
  int32_t *marks_s = marks_of(demand, &marks_n);
  bool made =
      marks_s != NULL && stf_scenario_grid_make(build, demand->root, marks_s, marks_n, &grid);
  stf_mem_release(build->allocator, marks_s);
  double **rates_per_s =
      made ? stf_scenario_build_alloc(build, desk->classes_n, sizeof *rates_per_s) : NULL;
  if (rates_per_s == NULL || !number_days(build, &grid)) {
    return;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    rates_per_s[c] = stf_scenario_build_alloc(build, grid.n, sizeof **rates_per_s);
    if (rates_per_s[c] == NULL) {
      return;
    }
    for (size_t i = 0; i < grid.n; i++) {
      rates_per_s[c][i] = rate_at(demand, c, &grid.steps[i]);
    }
    build->classes[c].rates_per_s = rates_per_s[c];
  }
  build->scenario->rates_per_s = rates_per_s;
  stf_scenario_busyness_number(build, &grid);
  stf_scenario_days_compile(build, &demand->days, &grid);
  stf_scenario_deflection_compile(build, &demand->deflections, &demand->days, &grid);
  desk->rate_edges_us = grid.edges_us;
  desk->rates_n = grid.n;
}

/* ---- sources ---- */

static bool in_curve(const struct demand *demand, uint32_t class_index) {
  bool some = demand->shared && demand->curve.n > 0 ? demand->shares[class_index] > 0 : true;
  return some && stf_scenario_curve_has_class(&demand->curve, class_index);
}

/* Whether customers of the class come by a campaign or from the phone. */
static bool comes_otherwise(const struct stf_demand *demand, uint32_t class_index) {
  bool comes = false;
  for (size_t i = 0; i < demand->campaigns_n; i++) {
    comes = comes || demand->campaigns[i].class_index == class_index;
  }
  for (size_t i = 0; i < demand->deflections_n; i++) {
    comes = comes || demand->deflections[i].class_index == class_index;
  }
  return comes;
}

/* Every class needs exactly one source of arrivals, beside campaigns and deflection. */
static void check_sources(const struct demand *demand) {
  const struct stf_scenario_build *build = demand->build;
  const struct stf_node *node = stf_node_get(demand->root, "classes");
  node = node != NULL ? node->first : NULL;
  bool replayed = build->scenario->replay_path != NULL;
  for (uint32_t c = 0; c < build->scenario->desk.classes_n && node != NULL;
       c++, node = node->next) {
    const struct stf_node *arrivals = stf_node_get(node, "arrivals");
    bool curved = in_curve(demand, c);
    if (arrivals != NULL && replayed) {
      stf_node_error(arrivals,
                     "'%s' has arrivals of its own, but the demand is a replay: keep "
                     "one of them",
                     build->class_names[c]);
    } else if (arrivals != NULL && curved) {
      stf_node_error(arrivals, "'%s' has arrivals here and rows in the %s: keep one of them",
                     build->class_names[c], demand->ruled ? "totals" : "curve");
    } else if (!is_constant(demand, c) && arrivals == NULL && !replayed && !curved &&
               !comes_otherwise(build->demand, c)) {
      stf_node_error(node,
                     "nobody of class '%s' ever comes: add rows to demand.%s, or "
                     "'arrivals: 95/min' here",
                     build->class_names[c], demand->ruled ? "totals" : "curve");
    }
  }
}

static const double *constant_rates(struct stf_scenario_build *build,
                                    const struct stf_node *root) {
  uint32_t n = build->scenario->desk.classes_n;
  double *rates_per_s = stf_scenario_build_alloc(build, n, sizeof *rates_per_s);
  const struct stf_node *node = stf_node_get(root, "classes");
  node = node != NULL ? node->first : NULL;
  for (uint32_t c = 0; rates_per_s != NULL && c < n && node != NULL; c++, node = node->next) {
    rates_per_s[c] = stf_keys_number(node, &STF_SCENARIO_KEYS_CLASS, "arrivals");
  }
  return rates_per_s;
}

static void check_total(struct stf_scenario_build *build, const struct stf_node *node) {
  const struct stf_desk *desk = &build->scenario->desk;
  if (build->demand->campaigns_n + build->demand->deflections_n > 0) {
    return;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    for (size_t i = 0; i < desk->rates_n; i++) {
      if (build->classes[c].rates_per_s[i] > 0) {
        return;
      }
    }
  }
  stf_node_error(node,
                 "nobody comes in the whole period: the curve has no arrivals on its days");
}

/* At most one of them; the second is told. */
static void check_kinds(const struct stf_node *demand) {
  static const char *const KINDS[] = {"curve", "totals", "replay", "bootstrap"};
  const char *first = NULL;
  for (size_t i = 0; i < STF_COUNT_OF(KINDS); i++) {
    const struct stf_node *node = stf_node_get(demand, KINDS[i]);
    if (node != NULL && first != NULL) {
      stf_node_error(node, "the demand has both '%s' and '%s': keep one of them", first,
                     KINDS[i]);
    }
    first = first == NULL && node != NULL ? KINDS[i] : first;
  }
}

static void read_switches(struct stf_scenario_build *build, const struct stf_node *demand) {
  stf_scenario_volume_read(build, demand);
  stf_scenario_busyness_read(build, demand);
  const char *path = NULL;
  if (stf_node_text(stf_node_get(demand, "replay"), &path)) {
    build->scenario->replay_path =
        stf_scenario_build_path(build, stf_node_get(demand, "replay"));
    build->scenario->replay_where = stf_node_where(stf_node_get(demand, "replay"));
  }
  stf_scenario_bootstrap_read(build, demand);
  check_kinds(demand);
  stf_scenario_replay_days_read(build, demand);
}

/* The curve, the totals, or nothing. */
static void read_curve(struct demand *demand) {
  struct stf_scenario_build *build = demand->build;
  bool given = false;
  demand->shares = stf_scenario_share_read(build, demand->root, &given);
  const struct stf_node *totals = stf_node_get(demand->node, "totals");
  if (demand->shares == NULL) {
    return;
  }
  if (totals != NULL) {
    struct stf_scenario_totals_in in = {
        .node = totals, .days = &demand->days, .shares = demand->shares, .has_shares = given};
    demand->ruled = true;
    stf_scenario_totals_read(build, &in, &demand->curve, &demand->shared);
  } else {
    struct stf_scenario_curve_want want = {.may_be_common = given};
    stf_scenario_curve_read(build, stf_node_get(demand->node, "curve"), want, &demand->curve);
    demand->shared = demand->curve.common;
  }
  if (given && !demand->shared) {
    stf_scenario_share_refuse(demand->root);
  }
}

static void compile(struct demand *demand) {
  struct stf_scenario_build *build = demand->build;
  const struct stf_node *curve = stf_node_get(demand->node, "curve");
  const struct stf_node *source = curve != NULL ? curve : stf_node_get(demand->node, "totals");
  list_analogues(demand);
  compile_rates(demand);
  if (stf_scenario_build_clean(build) && build->scenario->analogues_n == 0) {
    check_total(build, source != NULL ? source : demand->root);
  }
}

void stf_scenario_demand_read(struct stf_scenario_build *build, const struct stf_node *root) {
  struct demand demand = {.build = build, .root = root, .node = stf_node_get(root, "demand")};
  build->demand = stf_scenario_build_alloc(build, 1, sizeof *build->demand);
  build->scenario->desk.demand = build->demand;
  if (build->demand == NULL) {
    return;
  }
  if (stf_keys_check(demand.node, &STF_SCENARIO_KEYS_DEMAND) || demand.node == NULL) {
    read_switches(build, demand.node);
  }
  if (build->scenario->desk.classes_n == 0) {
    return; /* told; of whom the rows speak cannot be known */
  }
  size_t errors_n = build->diags->errors_n;
  demand.constant_per_s = constant_rates(build, root);
  if (build->scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_KIND) {
    stf_scenario_days_read(build, demand.node, &demand.days);
  }
  read_curve(&demand);
  stf_scenario_campaigns_read(build, demand.node);
  stf_scenario_observed_read(build, demand.node);
  stf_scenario_deflection_read(build, demand.node, &demand.deflections);
  if (demand.constant_per_s != NULL && build->status == STF_OK) {
    bool replayed = build->scenario->replay_path != NULL;
    if (build->diags->errors_n == errors_n) {
      check_sources(&demand);
    }
    if (replayed) {
      refuse_rules(&demand);
    } else {
      check_rules(&demand);
    }
    if (!replayed && stf_scenario_build_clean(build)) {
      compile(&demand);
    }
  }
  stf_scenario_fitted_tell_days(build, root, &demand.days);
  stf_scenario_days_clear(&demand.days, build->allocator);
  stf_scenario_curve_clear(&demand.curve, build->allocator);
  stf_scenario_deflection_clear(&demand.deflections, build->allocator);
}
