/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario.h"

#include "base/quantity.h"
#include "desk/desk_check.h"
#include "scenario/scenario_after.h"
#include "scenario/scenario_calendar.h"
#include "scenario/scenario_channels.h"
#include "scenario/scenario_class.h"
#include "scenario/scenario_costs.h"
#include "scenario/scenario_demand.h"
#include "scenario/scenario_dispatch.h"
#include "scenario/scenario_draws.h"
#include "scenario/scenario_escalation.h"
#include "scenario/scenario_fitted.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_leaving.h"
#include "scenario/scenario_people.h"
#include "scenario/scenario_sla.h"

#include <stdlib.h>
#include <string.h>

static const int64_t PERIOD_MAX_US = STF_US_PER_DAY * 3660;

/* An unknown zone is told and UTC stands in, so that reading can go on. */
static void read_zone(struct stf_scenario_build *build, const struct stf_node *root) {
  struct stf_scenario *scenario = build->scenario;
  scenario->zone = stf_scenario_build_zone(build, stf_node_get(root, "timezone"));
  if (scenario->zone == NULL && build->status == STF_OK) {
    stf_scenario_build_fail(build, stf_zone_open("UTC", &scenario->zone));
  }
  if (scenario->zone != NULL) {
    const char *opened = stf_zone_name(scenario->zone);
    scenario->desk.zone_name = stf_scenario_build_copy(build, opened, strlen(opened) + 1, 1);
  }
}

/* A date as the end of a period belongs to it. */
static bool read_end(const struct stf_scenario_build *build, const struct stf_node *node,
                     int64_t *out_us) {
  struct stf_civil civil;
  if (node != NULL && node->value != NULL && stf_zone_parse_date(node->value, &civil)) {
    civil.day++;
    *out_us = stf_zone_to_utc(build->scenario->zone, &civil);
    return true;
  }
  return stf_node_instant(node, build->scenario->zone, out_us);
}

/* A period that cannot be read is told and a day stands in. */
static void read_period(struct stf_scenario_build *build, const struct stf_node *root) {
  struct stf_desk *desk = &build->scenario->desk;
  const struct stf_node *period = stf_node_get(root, "period");
  int64_t from_us = 0;
  int64_t to_us = 0;
  desk->from_us = 0;
  desk->to_us = STF_US_PER_DAY;
  if (!stf_keys_check(period, &STF_SCENARIO_KEYS_PERIOD)) {
    return;
  }
  bool read = stf_node_instant(stf_node_get(period, "from"), build->scenario->zone, &from_us);
  read = read_end(build, stf_node_get(period, "to"), &to_us) && read;
  if (!read) {
    return;
  }
  if (to_us <= from_us) {
    stf_node_error(stf_node_get(period, "to"), "the period ends before it begins");
  } else if (to_us - from_us > PERIOD_MAX_US) {
    stf_node_error(stf_node_get(period, "to"), "the period is longer than ten years");
  } else {
    desk->from_us = from_us;
    desk->to_us = to_us;
  }
}

static void read_interval(struct stf_scenario_build *build, const struct stf_node *root) {
  struct stf_desk *desk = &build->scenario->desk;
  desk->interval_us =
      stf_quantity_us(stf_keys_number(root, &STF_SCENARIO_KEYS_ROOT, "interval"));
  if (STF_US_PER_DAY % desk->interval_us != 0) {
    stf_node_error(stf_node_get(root, "interval"),
                   "'interval' must divide a day, such as 15 min, 30 min or 1 h");
  }
}

static void read_start(struct stf_scenario_build *build, const struct stf_node *node) {
  const char *text = NULL;
  if (node == NULL) {
    return;
  }
  build->scenario->start_given = true;
  if (node->kind == STF_NODE_SCALAR) {
    if (stf_node_text(node, &text) && strcmp(text, "empty") != 0) {
      stf_node_error(node, "'start' must be empty or {warmup: 2 h}, not '%.60s'", text);
    }
  } else if (stf_keys_check(node, &STF_SCENARIO_KEYS_START) &&
             stf_node_get(node, "warmup") != NULL) {
    double warmup_s = stf_keys_number(node, &STF_SCENARIO_KEYS_START, "warmup");
    build->scenario->desk.warmup_us = warmup_s > 0 ? stf_quantity_us(warmup_s) : 0;
  }
}

static void read_edges(struct stf_scenario_build *build, const struct stf_node *root) {
  static const char *const ENDS[] = {
      [STF_EDGE_UNTIL_EMPTY] = "until_empty", [STF_EDGE_HORIZON] = "horizon"};
  const struct stf_node *edges = stf_node_get(root, "edges");
  if (!stf_keys_check(edges, &STF_SCENARIO_KEYS_EDGES)) {
    return;
  }
  read_start(build, stf_node_get(edges, "start"));
  const struct stf_node *end = stf_node_get(edges, "end");
  size_t choice = STF_EDGE_UNTIL_EMPTY;
  (void)stf_node_choice(end, "end", ENDS, STF_COUNT_OF(ENDS), &choice);
  build->scenario->desk.end = (enum stf_edge_end)choice;
  build->scenario->end_given = end != NULL;
}

static int by_value(const void *left, const void *right) {
  double a = *(const double *)left;
  double b = *(const double *)right;
  return (a > b) - (a < b);
}

static void add_within(struct stf_scenario *scenario, const struct stf_node *node) {
  const struct stf_keys_key *key = stf_keys_find(&STF_SCENARIO_KEYS_SERVICE_LEVEL, "within");
  double within_s = 0;
  if (!stf_keys_scalar(node, key, &within_s)) {
    return;
  }
  for (size_t i = 0; i < scenario->within_n; i++) {
    if (!(scenario->within_s[i] < within_s || scenario->within_s[i] > within_s)) {
      stf_node_error(node, "the same threshold twice");
      return;
    }
  }
  if (scenario->within_n == STF_SCENARIO_WITHIN_MAX) {
    stf_node_error(node, "more than %d thresholds", STF_SCENARIO_WITHIN_MAX);
    return;
  }
  scenario->within_s[scenario->within_n++] = within_s;
}

static void read_service_level(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SERVICE_LEVEL;
  struct stf_scenario *scenario = build->scenario;
  const struct stf_node *node = stf_node_get(root, "service_level");
  (void)stf_keys_check(node, keys);
  scenario->short_abandon_s = stf_keys_number(node, keys, "short_abandon");
  const struct stf_node *within = stf_node_get(node, "within");
  if (within != NULL && within->kind == STF_NODE_LIST) {
    for (const struct stf_node *item = within->first; item != NULL; item = item->next) {
      add_within(scenario, item);
    }
    if (within->items_n == 0) {
      stf_node_error(within, "'within' is empty: give at least one duration, such as 20 s");
    }
  } else {
    scenario->within_s[0] = stf_keys_number(node, keys, "within");
    scenario->within_n = 1;
  }
  qsort(scenario->within_s, scenario->within_n, sizeof scenario->within_s[0], by_value);
}

static void read_head(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_ROOT;
  struct stf_scenario *scenario = build->scenario;
  const char *title = stf_keys_text(root, keys, "title");
  scenario->title = stf_scenario_build_copy(build, title, strlen(title) + 1, 1);
  scenario->desk.title = scenario->title;
  scenario->seed = (uint64_t)stf_keys_number(root, keys, "seed");
  scenario->seed_given = stf_node_get(root, "seed") != NULL;
  scenario->replications_n = (uint32_t)stf_keys_number(root, keys, "replications");
  scenario->replications_given = stf_node_get(root, "replications") != NULL;
  const char *log = NULL;
  if (stf_node_text(stf_node_get(root, "log"), &log)) {
    scenario->log_path = stf_scenario_build_path(build, stf_node_get(root, "log"));
    scenario->log_where = stf_node_where(stf_node_get(root, "log"));
  }
  read_zone(build, root);
  if (scenario->zone == NULL) {
    return;
  }
  read_period(build, root);
  read_interval(build, root);
  read_edges(build, root);
  read_service_level(build, root);
  build->start_us = scenario->desk.from_us - scenario->desk.warmup_us;
}

/* False if the file is of another version: its other keys then mean nothing to us. */
static bool read_format(const struct stf_node *root) {
  int64_t format = 1;
  const struct stf_node *node = stf_node_get(root, "format");
  if (stf_node_integer(node, &format) && format != 1) {
    stf_node_error(node, "format %lld is not known here: this program reads format 1",
                   (long long)format);
    return false;
  }
  return true;
}

static void read_tree(struct stf_scenario_build *build, const struct stf_node *root) {
  if (!read_format(root) || !stf_keys_check(root, &STF_SCENARIO_KEYS_ROOT)) {
    return;
  }
  read_head(build, root);
  if (build->scenario->zone == NULL) {
    return;
  }
  stf_scenario_calendar_read(build, root);
  stf_scenario_class_read(build, root);
  stf_scenario_demand_read(build, root);
  stf_scenario_fitted_read(build, root);
  stf_scenario_people_read(build, root);
  stf_scenario_draws_read(build, root);
  stf_scenario_sla_read(build, root);
  stf_scenario_dispatch_read(build, root);
  stf_scenario_escalation_read(build, root);
  stf_scenario_channels_read(build, root);
  if (stf_scenario_build_clean(build)) {
    stf_scenario_people_check(build, root);
    stf_scenario_after_check(build, root);
  }
  stf_scenario_costs_read(build, root);
  build->scenario->desk.names = &build->scenario->names;
  if (stf_scenario_build_clean(build)) {
    stf_scenario_leaving_check(build, root);
  }
  if (!stf_scenario_build_clean(build)) {
    return;
  }
  const char *broken = stf_desk_check_valid(&build->scenario->desk);
  if (broken != NULL) {
    stf_scenario_build_fail(build, stf_status_fail(build->error, STF_ERR_INTERNAL, 0, "%s: %s",
                                                   build->path, broken));
    return;
  }
  const struct stf_node *teams = stf_node_get(root, "teams");
  build->scenario->teams_line = teams->line;
  build->scenario->teams_column = teams->column;
}

static struct stf_scenario *new_scenario(const struct stf_allocator *allocator) {
  struct stf_arena *arena = stf_arena_new(allocator);
  struct stf_scenario *scenario =
      arena != NULL ? stf_arena_alloc(arena, 1, sizeof *scenario) : NULL;
  if (scenario == NULL) {
    stf_arena_free(arena);
    return NULL;
  }
  scenario->arena = arena;
  if (stf_names_init(&scenario->names, allocator) != STF_OK) {
    stf_arena_free(arena);
    return NULL;
  }
  return scenario;
}

void stf_scenario_free(struct stf_scenario *scenario) {
  if (scenario == NULL) {
    return;
  }
  for (size_t i = 0; i < scenario->calendars_n; i++) {
    stf_calendar_free(scenario->calendars[i]);
  }
  stf_zone_free(scenario->zone);
  stf_names_clear(&scenario->names);
  stf_arena_free(scenario->arena); /* the scenario itself stands in it */
}

/* What is read: bytes in memory or, without them, the file; then changed. */
struct reading {
  struct stf_scenario_text text;
  const struct stf_moved *moved;
  const struct stf_vary *changes;
  size_t changes_n;
};

static enum stf_status change_tree(const struct reading *reading,
                                   struct stf_scenario_build *build,
                                   struct stf_node_file *file) {
  enum stf_status status = STF_OK;
  uint64_t hash = 0;
  if (reading->moved != NULL) {
    status = stf_moved_apply(reading->moved, build->scenario->arena, file, &hash);
  }
  if (hash != 0) {
    stf_scenario_build_hash(build, hash);
  }
  for (size_t i = 0; i < reading->changes_n && status == STF_OK; i++) {
    const char *change = reading->changes[i].text;
    status = stf_vary_apply(&reading->changes[i], build->scenario->arena, file);
    stf_scenario_build_hash(build, stf_dict_hash(change, strlen(change)));
  }
  return status;
}

static enum stf_status read_scenario(const struct reading *reading,
                                     const struct stf_allocator *allocator,
                                     struct stf_diags *diags, struct stf_scenario **out,
                                     struct stf_error *error) {
  const struct stf_scenario_text *text = &reading->text;
  struct stf_scenario *scenario = new_scenario(allocator);
  if (scenario == NULL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read '%s'", text->path);
  }
  struct stf_node_file *file = NULL;
  size_t errors_before_n = diags->errors_n;
  enum stf_status status =
      text->bytes == NULL
          ? stf_node_read(scenario->arena, text->path, diags, &file, error)
          : stf_node_parse(scenario->arena, text->path, text->bytes, text->n, diags, &file);
  if (status == STF_OK) {
    struct stf_scenario_build build = {.scenario = scenario,
                                       .allocator = allocator,
                                       .diags = diags,
                                       .error = error,
                                       .path = file->path,
                                       .errors_before_n = errors_before_n};
    scenario->path = file->path;
    scenario->content_hash = stf_dict_hash(file->bytes, file->bytes_n);
    status = change_tree(reading, &build, file);
    if (status == STF_OK) {
      read_tree(&build, file->root);
      status = build.status;
    }
  }
  if (status == STF_OK && diags->errors_n != errors_before_n) {
    status = STF_ERR_INPUT;
  }
  if (status != STF_OK) {
    stf_scenario_free(scenario);
    return status;
  }
  *out = scenario;
  return STF_OK;
}

enum stf_status stf_scenario_read(const char *path, const struct stf_allocator *allocator,
                                  struct stf_diags *diags, struct stf_scenario **out,
                                  struct stf_error *error) {
  const struct reading reading = {.text = {.path = path}};
  return read_scenario(&reading, allocator, diags, out, error);
}

enum stf_status stf_scenario_read_changed(const struct stf_scenario_changed *in,
                                          const struct stf_allocator *allocator,
                                          struct stf_diags *diags, struct stf_scenario **out,
                                          struct stf_error *error) {
  const struct reading reading = {.text = {.path = in->path},
                                  .moved = in->moved,
                                  .changes = in->changes,
                                  .changes_n = in->changes_n};
  return read_scenario(&reading, allocator, diags, out, error);
}

enum stf_status stf_scenario_parse(const struct stf_scenario_text *text,
                                   const struct stf_allocator *allocator,
                                   struct stf_diags *diags, struct stf_scenario **out,
                                   struct stf_error *error) {
  const struct reading reading = {.text = *text};
  return read_scenario(&reading, allocator, diags, out, error);
}
