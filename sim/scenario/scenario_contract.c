/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_contract.h"

#include "scenario/scenario_holidays.h"
#include "scenario/scenario_keys.h"

#include <math.h>

static const char *const CLOCKS[STF_SLA_CLOCKS] = {
    [STF_SLA_CLOCK_FIRST_RESPONSE] = "first_response",
    [STF_SLA_CLOCK_NEXT_RESPONSE] = "next_response",
    [STF_SLA_CLOCK_RESOLUTION] = "resolution",
};

/* Which promise: the one that is named, or the only one. */
static void read_clock(const struct stf_node *node, const struct stf_sla_policy *policy,
                       struct stf_sla_contract *contract) {
  const struct stf_node *named = stf_node_get(node, "clock");
  size_t clock = STF_SLA_CLOCKS;
  int promises_n = 0;
  for (int c = 0; c < STF_SLA_CLOCKS; c++) {
    bool has = stf_sla_target_of(policy, (enum stf_sla_clock)c)->within_us > 0;
    promises_n += has;
    clock = has ? (size_t)c : clock;
  }
  if (named == NULL && promises_n > 1) {
    stf_node_error(node,
                   "policy '%.60s' has several promises: say which one the contract is "
                   "about, 'clock: first_response'",
                   policy->name);
  }
  (void)stf_node_choice(named, "clock", CLOCKS, STF_SLA_CLOCKS, &clock);
  contract->clock =
      clock < STF_SLA_CLOCKS ? (enum stf_sla_clock)clock : STF_SLA_CLOCK_FIRST_RESPONSE;
  if (named != NULL && stf_sla_target_of(policy, contract->clock)->within_us == 0) {
    stf_node_error(named, "policy '%.60s' promises no %s", policy->name,
                   CLOCKS[contract->clock]);
  }
}

static void read_population(const struct stf_node *node, const struct stf_sla_policy *policy,
                            struct stf_sla_contract *contract) {
  static const char *const POPULATIONS[] = {
      [STF_SLA_POPULATION_ALL] = "all", [STF_SLA_POPULATION_IN_HOURS] = "in_hours"};
  const struct stf_node *who = stf_node_get(node, "population");
  size_t population = (size_t)policy->population;
  (void)stf_node_choice(who, "population", POPULATIONS, STF_COUNT_OF(POPULATIONS), &population);
  contract->population = (enum stf_sla_population)population;
  if (contract->population == STF_SLA_POPULATION_IN_HOURS &&
      stf_sla_target_of(policy, contract->clock)->hours == NULL) {
    stf_node_error(who != NULL ? who : node,
                   "'population: in_hours' needs hours: add 'calendar: NAME' to the "
                   "policy's %s, of one under 'calendars'",
                   CLOCKS[contract->clock]);
  }
}

/* A list of dates, ascending or not; days outside the period change nothing. */
static void read_dates(struct stf_scenario_build *build, const struct stf_node *list,
                       struct stf_sla_contract *contract) {
  int64_t *days = stf_scenario_build_alloc(build, (size_t)list->items_n + 1, sizeof *days);
  size_t n = 0;
  for (const struct stf_node *item = list->first; days != NULL && item != NULL;
       item = item->next) {
    struct stf_civil date;
    if (stf_node_date(item, &date)) {
      days[n++] = stf_zone_day_number(&date);
    }
  }
  contract->excluded_days = days;
  contract->excluded_days_n = n;
}

static void read_exclusions(struct stf_scenario_build *build, const struct stf_node *node,
                            struct stf_sla_contract *contract) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SLA_EXCLUDE;
  if (node == NULL || !stf_keys_check(node, keys)) {
    return;
  }
  const struct stf_node *dates = stf_node_get(node, "dates");
  double above = stf_keys_number(node, keys, "volume_above");
  contract->volume_above = isnan(above) ? 0 : above;
  if (contract->volume_above > 0 && build->scenario->replay_path != NULL &&
      build->scenario->bootstrap == STF_SCENARIO_BOOTSTRAP_NONE) {
    stf_node_error(stf_node_get(node, "volume_above"),
                   "'volume_above' compares with a forecast, and logged days are none: give "
                   "the demand a curve, totals or a bootstrap, or leave it out");
  }
  if (dates != NULL && dates->kind == STF_NODE_LIST) {
    read_dates(build, dates, contract);
  } else if (dates != NULL) {
    const struct stf_desk *desk = &build->scenario->desk;
    const struct stf_zone *zone = build->scenario->zone;
    int64_t *days = NULL;
    (void)stf_scenario_holidays_read(build, dates, stf_zone_day_at(zone, desk->from_us),
                                     stf_zone_day_at(zone, desk->to_us), &days,
                                     &contract->excluded_days_n);
    contract->excluded_days = days;
  }
}

/* The next tier must be a lower one that costs no less. */
static void check_tier(const struct stf_node *item, const struct stf_sla_tier *tiers,
                       uint32_t t) {
  if (t > 0 && tiers[t].below >= tiers[t - 1].below) {
    stf_node_error(item,
                   "penalties go from the highest share to the lowest: below %g %% comes "
                   "before below %g %%",
                   100 * tiers[t].below, 100 * tiers[t - 1].below);
  } else if (t > 0 && tiers[t].amount < tiers[t - 1].amount) {
    stf_node_error(item,
                   "below %g %% costs less than below %g %%: a lower share cannot cost "
                   "less",
                   100 * tiers[t].below, 100 * tiers[t - 1].below);
  }
}

static void read_penalties(struct stf_scenario_build *build, const struct stf_node *list,
                           struct stf_sla_contract *contract) {
  if (list == NULL || !stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  if (list->items_n == 0 || list->items_n > STF_SLA_TIERS_MAX) {
    stf_node_error(list, "a contract has 1 to %d penalties", STF_SLA_TIERS_MAX);
    return;
  }
  struct stf_sla_tier *tiers = stf_scenario_build_alloc(build, list->items_n, sizeof *tiers);
  for (const struct stf_node *item = list->first; tiers != NULL && item != NULL;
       item = item->next) {
    const struct stf_keys *keys = &STF_SCENARIO_KEYS_SLA_PENALTY;
    if (!stf_keys_check(item, keys)) {
      return;
    }
    tiers[contract->tiers_n] =
        (struct stf_sla_tier){.below = stf_keys_number(item, keys, "below"),
                              .amount = stf_keys_number(item, keys, "amount")};
    check_tier(item, tiers, contract->tiers_n++);
  }
  contract->tiers = tiers;
}

void stf_scenario_contract_read(struct stf_scenario_build *build, const struct stf_node *root,
                                const struct stf_node *node, struct stf_sla_policy *policy) {
  static const char *const STRETCHES[] = {[STF_SLA_STRETCH_DAY] = "day",
                                          [STF_SLA_STRETCH_WEEK] = "week",
                                          [STF_SLA_STRETCH_MONTH] = "month"};
  const struct stf_node *own = stf_node_get(node, "contract");
  if (own == NULL || !stf_keys_check(own, &STF_SCENARIO_KEYS_SLA_CONTRACT)) {
    return;
  }
  struct stf_sla_contract *contract = stf_scenario_build_alloc(build, 1, sizeof *contract);
  size_t stretch = STF_SLA_STRETCH_MONTH;
  if (contract == NULL) {
    return;
  }
  (void)stf_node_choice(stf_node_get(own, "period"), "period", STRETCHES,
                        STF_COUNT_OF(STRETCHES), &stretch);
  contract->stretch = (enum stf_sla_stretch)stretch;
  read_clock(own, policy, contract);
  read_population(own, policy, contract);
  read_exclusions(build, stf_node_get(own, "exclude"), contract);
  read_penalties(build, stf_node_get(own, "penalties"), contract);
  if (stf_node_get(root, "costs") == NULL) {
    stf_node_error(stf_node_get(own, "penalties"),
                   "penalties in which currency? Add 'costs: {currency: EUR}'");
  }
  policy->contract = contract;
}
