/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_replay_days.h"

#include "scenario/scenario_days.h"
#include "scenario/scenario_keys.h"

#include <stdlib.h>

struct map {
  struct stf_scenario_build *build;
  struct stf_scenario_replay_day *items; /* in the arena */
  size_t n;
  struct stf_scenario_days_span run;
  int64_t first_day; /* of the period */
};

static void read_shift(struct map *map, const struct stf_node *node) {
  struct stf_civil from;
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_REPLAY_DAYS) ||
      !stf_node_date(stf_node_get(node, "from"), &from)) {
    return;
  }
  int64_t shift = stf_zone_day_number(&from) - map->first_day;
  size_t n = (size_t)(map->run.last_day - map->run.first_day + 1);
  map->items = stf_scenario_build_alloc(map->build, n, sizeof *map->items);
  for (size_t i = 0; map->items != NULL && i < n; i++) {
    int64_t day = map->run.first_day + (int64_t)i;
    map->items[map->n++] = (struct stf_scenario_replay_day){
        .day = day, .as_day = day + shift, .line = node->line, .column = node->column};
  }
}

static void read_item(struct map *map, const struct stf_node *node) {
  struct stf_civil date;
  struct stf_civil as;
  char text[STF_SCENARIO_DAYS_TEXT];
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_REPLAY_DAY)) {
    return;
  }
  bool read = stf_node_date(stf_node_get(node, "date"), &date);
  read = stf_node_date(stf_node_get(node, "as"), &as) && read;
  if (!read) {
    return;
  }
  struct stf_scenario_replay_day item = {.day = stf_zone_day_number(&date),
                                         .as_day = stf_zone_day_number(&as),
                                         .line = node->line,
                                         .column = node->column};
  if (item.day < map->run.first_day || item.day > map->run.last_day) {
    stf_node_error(stf_node_get(node, "date"), "%s is no day of the run",
                   stf_scenario_days_text(item.day, text));
  }
  for (size_t i = 0; i < map->n; i++) {
    item.again = item.again || map->items[i].as_day == item.as_day;
    if (map->items[i].day == item.day) {
      stf_node_error(node, "a second source for %s (the first stands on line %d)",
                     stf_scenario_days_text(item.day, text), map->items[i].line);
    }
  }
  map->items[map->n++] = item;
}

static int by_day(const void *left, const void *right) {
  const struct stf_scenario_replay_day *a = left;
  const struct stf_scenario_replay_day *b = right;
  return (a->day > b->day) - (a->day < b->day);
}

static bool names_day(const struct map *map, int64_t day) {
  for (size_t i = 0; i < map->n; i++) {
    if (map->items[i].day == day) {
      return true;
    }
  }
  return false;
}

static void warn_gaps(const struct map *map, const struct stf_node *node) {
  int64_t missing_day = 0;
  int64_t missing_n = 0;
  for (int64_t day = map->first_day; day <= map->run.last_day; day++) {
    if (!names_day(map, day)) {
      missing_day = missing_n++ == 0 ? day : missing_day;
    }
  }
  if (missing_n > 0) {
    char text[STF_SCENARIO_DAYS_TEXT];
    stf_node_warn(node, "no source for %s (%lld such day%s of the period): nobody comes then",
                  stf_scenario_days_text(missing_day, text), (long long)missing_n,
                  missing_n == 1 ? "" : "s");
  }
}

static void read_list(struct map *map, const struct stf_node *list) {
  if (list->items_n == 0) {
    stf_node_error(list, "'replay_days' is empty: add {date: 2026-12-21, as: 2025-12-22}, or "
                         "leave it out");
    return;
  }
  map->items = stf_scenario_build_alloc(map->build, list->items_n, sizeof *map->items);
  if (map->items == NULL) {
    return;
  }
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    read_item(map, node);
  }
  if (stf_scenario_build_clean(map->build)) {
    warn_gaps(map, list);
  }
}

void stf_scenario_replay_days_read(struct stf_scenario_build *build,
                                   const struct stf_node *demand) {
  const struct stf_node *node = stf_node_get(demand, "replay_days");
  struct stf_scenario *scenario = build->scenario;
  if (node == NULL) {
    return;
  }
  if (stf_node_get(demand, "replay") == NULL) {
    stf_node_error(node, "'replay_days' says which logged day is which: name the log with "
                         "'replay: FILE'");
  }
  struct map map = {.build = build,
                    .run = stf_scenario_days_run(build),
                    .first_day = stf_zone_day_at(scenario->zone, scenario->desk.from_us)};
  if (node->kind == STF_NODE_LIST) {
    read_list(&map, node);
  } else if (node->kind == STF_NODE_MAPPING) {
    read_shift(&map, node);
  } else {
    stf_node_error(node, "'replay_days' must be {from: 2025-12-22} or a list of {date: "
                         "2026-12-21, as: 2025-12-22}");
  }
  if (map.n > 0) {
    qsort(map.items, map.n, sizeof *map.items, by_day);
  }
  scenario->replay_days = map.items;
  scenario->replay_days_n = map.n;
}
