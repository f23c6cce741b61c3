/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_costs.h"

#include "scenario/scenario_calendar.h"
#include "scenario/scenario_keys.h"

#include <math.h>

/* A list's items; NULL and an error if it is no list. */
static const struct stf_node *items_of(const struct stf_node *list) {
  return list != NULL && stf_node_is(list, STF_NODE_LIST) ? list->first : NULL;
}

static void read_premiums(struct stf_scenario_build *build, const struct stf_node *list,
                          struct stf_costs *costs) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_COSTS_PREMIUM;
  const struct stf_node *node = items_of(list);
  struct stf_costs_premium *premiums =
      stf_scenario_build_alloc(build, node != NULL ? list->items_n : 1, sizeof *premiums);
  if (premiums == NULL) {
    return;
  }
  costs->premiums = premiums;
  for (; node != NULL; node = node->next) {
    struct stf_costs_premium *premium = &premiums[costs->premiums_n++];
    if (stf_keys_check(node, keys)) {
      premium->name = stf_keys_text(node, keys, "name");
      premium->share = stf_keys_number(node, keys, "plus");
      (void)stf_scenario_calendar_find(build, stf_node_get(node, "calendar"), &premium->hours);
    }
  }
}

/* One that hires n costs n times what one costs. */
static double hiring_of(const struct stf_node *node) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_COSTS_HIRES;
  double training_h = stf_keys_number(node, keys, "training") / 3600;
  double per_h = stf_keys_number(node, keys, "per_h");
  if (training_h > 0 && !(per_h > 0)) {
    stf_node_error(stf_node_get(node, "training"),
                   "training at which price? Add 'per_h', such as per_h: 18");
  }
  return stf_keys_number(node, keys, "agents") *
         (stf_keys_number(node, keys, "each") + training_h * per_h);
}

/* Spread over months, from a date or over the period. */
static void read_spread(struct stf_scenario_build *build, const struct stf_node *node,
                        const struct stf_keys *keys, struct stf_costs_one_off *out) {
  struct stf_civil from;
  double months_n = stf_keys_number(node, keys, "months");
  out->name = stf_keys_text(node, keys, "name");
  out->months_n = isnan(months_n) ? 1 : (int32_t)months_n;
  if (stf_node_date(stf_node_get(node, "from"), &from)) {
    out->from_us = stf_zone_to_utc(build->scenario->zone, &from);
  }
}

static void add_one_offs(struct stf_scenario_build *build, const struct stf_node *list,
                         bool is_hiring, struct stf_costs_one_off *items, uint32_t *n) {
  const struct stf_keys *keys =
      is_hiring ? &STF_SCENARIO_KEYS_COSTS_HIRES : &STF_SCENARIO_KEYS_COSTS_ONE_OFF;
  for (const struct stf_node *node = items_of(list); node != NULL; node = node->next) {
    struct stf_costs_one_off *item = &items[(*n)++];
    *item =
        (struct stf_costs_one_off){.months_n = 1, .from_us = STF_NEVER, .is_hiring = is_hiring};
    if (stf_keys_check(node, keys)) {
      item->amount = is_hiring ? hiring_of(node) : stf_keys_number(node, keys, "amount");
      read_spread(build, node, keys, item);
    }
  }
}

static size_t count_of(const struct stf_node *list) {
  return list != NULL && list->kind == STF_NODE_LIST ? list->items_n : 0;
}

static void read_one_offs(struct stf_scenario_build *build, const struct stf_node *node,
                          struct stf_costs *costs) {
  const struct stf_node *one_off = stf_node_get(node, "one_off");
  const struct stf_node *hires = stf_node_get(node, "hires");
  struct stf_costs_one_off *items =
      stf_scenario_build_alloc(build, count_of(one_off) + count_of(hires) + 1, sizeof *items);
  if (items != NULL) {
    costs->one_offs = items;
    add_one_offs(build, one_off, false, items, &costs->one_offs_n);
    add_one_offs(build, hires, true, items, &costs->one_offs_n);
  }
}

static void read_fees(const struct stf_node *node, struct stf_costs *costs) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_COSTS_BOT;
  const struct stf_node *bot = stf_node_get(node, "bot");
  costs->per_template = stf_keys_number(node, &STF_SCENARIO_KEYS_COSTS, "templates");
  costs->other_per_month = stf_keys_number(node, &STF_SCENARIO_KEYS_COSTS, "other_per_month");
  if (stf_keys_check(bot, keys)) {
    costs->bot_per_conversation = stf_keys_number(bot, keys, "per_conversation");
    costs->bot_per_month = stf_keys_number(bot, keys, "per_month");
  }
}

/* Prices of hours without a currency, or premiums on hours without a price. */
static void check_rates(const struct stf_node *root) {
  const struct stf_node *costs = stf_node_get(root, "costs");
  const struct stf_node *premiums = stf_node_get(costs, "premiums");
  bool priced = false;
  for (const struct stf_node *team = items_of(stf_node_get(root, "teams")); team != NULL;
       team = team->next) {
    const struct stf_node *rate = stf_node_get(team, "cost_per_h");
    if (rate != NULL && costs == NULL) {
      stf_node_error(rate, "'cost_per_h' in which currency? Add 'costs: {currency: EUR}'");
    }
    priced = priced || rate != NULL;
  }
  if (premiums != NULL && !priced) {
    stf_node_error(premiums, "premiums on top of which rate? Add 'cost_per_h' to a team");
  }
}

void stf_scenario_costs_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *node = stf_node_get(root, "costs");
  check_rates(root);
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_COSTS)) {
    return;
  }
  struct stf_costs *costs = stf_scenario_build_alloc(build, 1, sizeof *costs);
  if (costs == NULL) {
    return;
  }
  costs->currency = stf_keys_text(node, &STF_SCENARIO_KEYS_COSTS, "currency");
  costs->team_per_h = build->team_per_h;
  costs->teams_n = build->scenario->desk.teams_n;
  read_premiums(build, stf_node_get(node, "premiums"), costs);
  read_one_offs(build, node, costs);
  read_fees(node, costs);
  build->scenario->costs = costs;
}
