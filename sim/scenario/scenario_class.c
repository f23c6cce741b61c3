/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_class.h"

#include "base/quantity.h"
#include "scenario/scenario_after.h"
#include "scenario/scenario_bot.h"
#include "scenario/scenario_calendar.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"
#include "scenario/scenario_leaving.h"
#include "scenario/scenario_support.h"
#include "scenario/scenario_turns.h"

#include <stdio.h>
#include <string.h>

static uint32_t id_of(struct stf_scenario_build *build, struct stf_dict *dict,
                      const char *text) {
  uint32_t id = stf_dict_add(dict, text, strlen(text));
  if (id == STF_DICT_NONE) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
  }
  return id;
}

static void read_patience_hours(struct stf_scenario_build *build, const struct stf_node *node,
                                struct stf_class *class) {
  const struct stf_node *hours = stf_node_get(node, "patience_hours");
  if (stf_scenario_calendar_find(build, hours, &class->patience_hours) &&
      class->patience.kind == STF_LAW_NEVER) {
    stf_node_error(hours, "'patience_hours' needs a patience that ends: add 'patience: "
                          "{exponential: {mean: 2 min}}'");
  }
}

static void read_wrap_up(struct stf_scenario_build *build, const struct stf_node *node,
                         struct stf_class *class) {
  static const char *const HOLDS[] = {"agent", "place"};
  const struct stf_node *time = stf_node_get(node, "time");
  size_t holds = 0;
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_WRAP_UP)) {
    return;
  }
  struct stf_wrap_up *wrap_up = stf_scenario_build_alloc(build, 1, sizeof *wrap_up);
  if (wrap_up == NULL) {
    return;
  }
  wrap_up->time = stf_law_constant(0);
  stf_scenario_law_read(build, time, &wrap_up->time);
  if (wrap_up->time.kind == STF_LAW_NEVER) {
    stf_node_error(time, "after-work must end: give a duration or a law");
  }
  (void)stf_node_choice(stf_node_get(node, "holds"), "holds", HOLDS, STF_COUNT_OF(HOLDS),
                        &holds);
  wrap_up->place_alone = holds == 1;
  class->wrap_up = wrap_up;
}

/* A class whose names or laws could not be read stays in its place, so that ids are the places
 * in the list; the scenario is refused anyway. */
static void read_class(struct stf_scenario_build *build, const struct stf_node *node,
                       uint32_t c) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_CLASS;
  struct stf_class *class = &build->classes[c];
  build->class_names[c] = "";
  class->channel = STF_NOBODY;
  class->patience = stf_law_never();
  class->service = stf_law_constant(0);
  if (!stf_keys_check(node, keys)) {
    return;
  }
  const char *name = stf_keys_text(node, keys, "name");
  for (uint32_t other = 0; name != NULL && other < c; other++) {
    if (strcmp(build->class_names[other], name) == 0) {
      stf_node_error(stf_node_get(node, "name"), "a second class named '%s'", name);
    }
  }
  build->class_names[c] = name != NULL ? name : "";
  struct stf_names *names = &build->scenario->names;
  class->name = id_of(build, names->classes, build->class_names[c]);
  class->key =
      (uint32_t)(stf_dict_hash(build->class_names[c], strlen(build->class_names[c])) >> 32);
  class->priority = (int)stf_keys_number(node, keys, "priority");
  char priority[16];
  (void)snprintf(priority, sizeof priority, "%d", class->priority);
  class->priority_name = id_of(build, names->priorities, priority);
  const char *channel = stf_keys_text(node, keys, "channel");
  if (channel != NULL) {
    class->channel = id_of(build, names->channels, channel);
  }
  const struct stf_node *service = stf_node_get(node, "service");
  stf_scenario_law_read(build, service, &class->service);
  stf_scenario_law_read(build, stf_node_get(node, "patience"), &class->patience);
  if (class->service.kind == STF_LAW_NEVER) {
    stf_node_error(service, "a service must end: give a duration or a law");
  }
  read_wrap_up(build, stf_node_get(node, "wrap_up"), class);
  class->head_start_us = stf_quantity_us(stf_keys_number(node, keys, "head_start"));
  read_patience_hours(build, node, class);
  stf_scenario_turns_read(build, node, class);
  stf_scenario_bot_read(build, node, class);
  stf_scenario_leaving_read(build, node, class);
  stf_scenario_after_read(build, node, class);
  stf_scenario_support_read(build, node, class);
}

void stf_scenario_class_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "classes");
  if (!stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  if (list->items_n == 0) {
    stf_node_error(list, "'classes' is empty: at least one kind of contact must come");
    return;
  }
  build->classes = stf_scenario_build_alloc(build, list->items_n, sizeof *build->classes);
  build->class_names =
      stf_scenario_build_alloc(build, list->items_n, sizeof *build->class_names);
  if (build->classes == NULL || build->class_names == NULL) {
    return;
  }
  build->scenario->desk.classes = build->classes;
  build->scenario->desk.classes_n = list->items_n;
  uint32_t c = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    read_class(build, node, c++);
  }
}
