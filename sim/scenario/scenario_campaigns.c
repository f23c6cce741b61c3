/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_campaigns.h"

#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <string.h>

static const struct stf_keys *const KEYS = &STF_SCENARIO_KEYS_CAMPAIGN;

static void read_class(const struct stf_scenario_build *build, const struct stf_node *node,
                       struct stf_demand_campaign *out) {
  size_t choice = 0;
  if (stf_node_choice(node, "class", build->class_names, build->scenario->desk.classes_n,
                      &choice)) {
    out->class_index = (uint32_t)choice;
  }
}

/* A second one of the same name would have the same replies. */
static void read_name(const struct stf_node *node, struct stf_demand_campaign *items,
                      size_t n) {
  struct stf_demand_campaign *out = &items[n];
  out->name = stf_keys_text(node, KEYS, "name");
  if (out->name == NULL) {
    return;
  }
  out->key = (uint32_t)(stf_dict_hash(out->name, strlen(out->name)) >> 32);
  for (size_t i = 0; i < n; i++) {
    if (items[i].name != NULL && items[i].key == out->key) {
      stf_node_error(stf_node_get(node, "name"), "a second campaign named '%.60s'", out->name);
    }
  }
}

static void read_item(struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_demand_campaign *items, size_t n) {
  struct stf_demand_campaign *out = &items[n];
  const struct stf_node *delay = stf_node_get(node, "reply_delay");
  *out = (struct stf_demand_campaign){.delay = stf_law_constant(0), .in_frt = true};
  if (!stf_keys_check(node, KEYS)) {
    return;
  }
  read_name(node, items, n);
  (void)stf_node_instant(stf_node_get(node, "at"), build->scenario->zone, &out->at_us);
  double messages_n = stf_keys_number(node, KEYS, "messages");
  double share = stf_keys_number(node, KEYS, "reply_share");
  out->messages_n = messages_n >= 1 ? (uint32_t)messages_n : 0;
  out->reply_share = share >= 0 ? share : 0;
  stf_scenario_law_read(build, delay, &out->delay);
  if (out->delay.kind == STF_LAW_NEVER) {
    stf_node_error(delay, "a delay must end: those who never reply are told by 'reply_share'");
  }
  read_class(build, stf_node_get(node, "class"), out);
  (void)stf_node_flag(stf_node_get(node, "in_frt"), &out->in_frt);
  if (out->at_us >= build->scenario->desk.to_us) {
    stf_node_error(stf_node_get(node, "at"), "it is sent after the period has ended");
  }
}

void stf_scenario_campaigns_read(struct stf_scenario_build *build,
                                 const struct stf_node *demand) {
  const struct stf_node *list = stf_node_get(demand, "campaigns");
  if (list == NULL || !stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  struct stf_demand_campaign *items =
      stf_scenario_build_alloc(build, list->items_n + 1, sizeof *items);
  size_t n = 0;
  for (const struct stf_node *node = list->first; items != NULL && node != NULL;
       node = node->next) {
    read_item(build, node, items, n++);
  }
  build->demand->campaigns = items;
  build->demand->campaigns_n = n;
}
