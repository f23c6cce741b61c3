/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/map.h"

#include "base/quantity.h"
#include "logs/map_keys.h"
#include "logs/map_value.h"

#include <string.h>

static const char *const FIELD_NAMES[] = {"agent",    "team",     "class", "channel",
                                          "priority", "customer", "detail"};
_Static_assert(STF_COUNT_OF(FIELD_NAMES) == STF_MAP_FIELDS_N, "one name for each field");

/* --- Events --- */

static void read_kind(struct stf_map_reader *r, const struct stf_node *node,
                      struct stf_map_event *out) {
  if (node == NULL) {
    return;
  }
  if (node->kind == STF_NODE_MAPPING) {
    stf_map_value_made(r, node, &out->kind);
    for (size_t i = 0; i < out->kind.pairs_n; i++) {
      enum stf_event_kind kind = STF_EVENT_OPEN;
      const char *name = out->kind.pairs[i].to;
      if (*name != '\0' && !stf_event_find(name, &kind)) {
        stf_node_error(stf_node_get(node, "map"), "event: '%.60s' is no event", name);
      }
    }
    return;
  }
  const char *names[STF_EVENT_KINDS_N];
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    names[i] = STF_EVENT_KINDS[i].name;
  }
  size_t kind = 0;
  if (stf_node_choice(node, "event", names, STF_EVENT_KINDS_N, &kind)) {
    out->kind_is_fixed = true;
    out->fixed_kind = (enum stf_event_kind)kind;
    stf_map_value_constant(r, names[kind], &out->kind);
  }
}

/* An event named in `near` or `after` must be made above. */
static void read_reference(const struct stf_node *node, const struct stf_map_event *above,
                           size_t above_n, struct stf_map_time *out) {
  const char *name = NULL;
  enum stf_event_kind kind = STF_EVENT_OPEN;
  if (!stf_node_text(node, &name)) {
    return;
  }
  bool known = stf_event_find(name, &kind);
  for (size_t i = 0; known && i < above_n; i++) {
    if (above[i].kind_is_fixed && above[i].fixed_kind == kind) {
      out->has_reference = true;
      out->reference = kind;
      return;
    }
  }
  stf_node_error(node, "%s: no event '%.60s' stands above this one", node->name, name);
}

static void read_format(struct stf_map_reader *r, const struct stf_node *node,
                        struct stf_map_time *out) {
  const char *format = NULL;
  if (!stf_node_text(node, &format)) {
    return;
  }
  const char *problem = stf_stamp_init(&out->stamp, format);
  if (problem != NULL) {
    stf_node_error(node, "format '%.60s': %s", format, problem);
  }
  r->map->needs_zone = r->map->needs_zone || stf_stamp_is_local(&out->stamp);
}

static double read_unit_us(const struct stf_node *node) {
  static const char *const UNITS[] = {"us", "ms", "s", "min", "h", "d"};
  static const double UNITS_US[] = {1, 1e3, 1e6, 60e6, 3600e6, 86400e6};
  size_t unit = 2;
  (void)stf_node_choice(node, "unit", UNITS, STF_COUNT_OF(UNITS), &unit);
  return UNITS_US[unit];
}

static void read_time(struct stf_map_reader *r, const struct stf_node *node,
                      const struct stf_map_event *above, size_t above_n,
                      struct stf_map_time *out) {
  *out = (struct stf_map_time){.column = STF_MAP_NONE, .seconds_column = STF_MAP_NONE};
  if (node == NULL) {
    return;
  }
  if (node->kind != STF_NODE_MAPPING) {
    out->column = stf_map_value_column(r, node);
    return;
  }
  (void)stf_keys_check(node, &STF_MAP_KEYS_AT);
  const struct stf_node *column = stf_node_get(node, "column");
  const struct stf_node *date = stf_node_get(node, "date");
  const struct stf_node *after = stf_node_get(node, "after");
  const struct stf_node *seconds = stf_node_get(node, "seconds");
  if ((column != NULL) + (date != NULL) + (after != NULL) != 1 ||
      (date != NULL) != (seconds != NULL)) {
    stf_node_error(node, "at: write one of 'column', 'date' with 'seconds', or 'after'");
    return;
  }
  read_format(r, stf_node_get(node, "format"), out);
  if (column != NULL) {
    out->column = stf_map_value_column(r, column);
  } else if (date != NULL) {
    out->kind = STF_MAP_TIME_CLOCK;
    out->column = stf_map_value_column(r, date);
    out->seconds_column = stf_map_value_column(r, seconds);
    r->map->needs_zone = true;
    read_reference(stf_node_get(node, "near"), above, above_n, out);
  } else {
    out->kind = STF_MAP_TIME_AFTER;
    out->column = stf_map_value_column(r, stf_node_get(node, "plus"));
    out->unit_us = read_unit_us(stf_node_get(node, "unit"));
    read_reference(after, above, above_n, out);
  }
}

/* The number of the event among those of which some are picked. */
static void read_pick(struct stf_map_reader *r, const struct stf_node *node,
                      struct stf_map_event *event) {
  static const char *const PICKS[] = {"first", "last", "later"};
  size_t pick = 0;
  event->pick = STF_MAP_PICK_ALL;
  if (stf_node_choice(node, "rows to pick", PICKS, STF_COUNT_OF(PICKS), &pick)) {
    event->pick = (enum stf_map_pick)(pick + STF_MAP_PICK_FIRST);
    event->pick_number = (uint32_t)r->map->picks_n++;
  }
}

static void read_event(struct stf_map_reader *r, const struct stf_node *node,
                       struct stf_map_event *events, size_t i) {
  struct stf_map_event *event = &events[i];
  event->line = node->line;
  if (!stf_keys_check(node, &STF_MAP_KEYS_EVENT)) {
    return;
  }
  read_kind(r, stf_node_get(node, "event"), event);
  read_time(r, stf_node_get(node, "at"), events, i, &event->at);
  event->when = stf_map_value_expr(r, stf_node_get(node, "when"));
  event->repeat = stf_map_value_column(r, stf_node_get(node, "repeat"));
  read_pick(r, stf_node_get(node, "pick"), event);
  for (size_t field = 0; field < STF_MAP_FIELDS_N; field++) {
    const struct stf_node *value = stf_node_get(node, FIELD_NAMES[field]);
    if (field == STF_MAP_DETAIL) {
      stf_map_value_detail(r, value, &event->fields[field]);
    } else {
      stf_map_value_read(r, value, &event->fields[field]);
    }
  }
}

static void read_events(struct stf_map_reader *r, const struct stf_node *node) {
  if (!stf_node_is(node, STF_NODE_LIST)) {
    return;
  }
  if (node->items_n == 0) {
    stf_node_error(node, "events: the list is empty");
  }
  struct stf_map_event *events = stf_map_value_alloc(r, node->items_n, sizeof *events);
  size_t i = 0;
  for (const struct stf_node *item = node->first; events != NULL && item != NULL;
       item = item->next) {
    read_event(r, item, events, i++);
  }
  r->map->events = events;
  r->map->events_n = i;
}

/* --- Joins and conversations --- */

static void read_join(struct stf_map_reader *r, const struct stf_node *node,
                      struct stf_map_join *out) {
  if (!stf_keys_check(node, &STF_MAP_KEYS_JOIN)) {
    return;
  }
  const struct stf_node *name = stf_node_get(node, "name");
  const struct stf_node *file = stf_node_get(node, "file");
  const struct stf_node *key = stf_node_get(node, "key");
  if (name == NULL || key == NULL) {
    return; /* told */
  }
  out->key_where = stf_node_where(key);
  (void)stf_node_text(key, &out->key);
  stf_map_value_read(r, stf_node_get(node, "on"), &out->on);
  if (file != NULL) {
    (void)stf_node_text(file, &out->file);
  }
  (void)stf_node_text(name, &out->name);
  for (const struct stf_map_join *other = r->map->joins; out->name != NULL && other < out;
       other++) {
    if (strcmp(other->name, out->name) == 0) {
      stf_node_error(name, "name: two joins are called '%.60s'", out->name);
    }
  }
}

/* A join becomes known only behind its own `on`, so that this names columns that are there. */
static void read_joins(struct stf_map_reader *r, const struct stf_node *node) {
  if (node == NULL || !stf_node_is(node, STF_NODE_LIST)) {
    return;
  }
  struct stf_map_join *joins = stf_map_value_alloc(r, node->items_n, sizeof *joins);
  r->map->joins = joins;
  for (const struct stf_node *item = node->first; joins != NULL && item != NULL;
       item = item->next) {
    struct stf_map_join *join = &joins[r->map->joins_n];
    read_join(r, item, join);
    if (join->name == NULL || join->key == NULL) {
      return; /* told */
    }
    r->map->joins_n++;
  }
}

static void read_conversation(struct stf_map_reader *r, const struct stf_node *node) {
  struct stf_map_conversation *out = &r->map->conversation;
  if (node == NULL || !stf_keys_check(node, &STF_MAP_KEYS_CONVERSATION)) {
    return;
  }
  double gap_s = stf_keys_number(node, &STF_MAP_KEYS_CONVERSATION, "gap");
  out->gap_us = gap_s > 0 ? stf_quantity_us(gap_s) : 0;
  read_time(r, stf_node_get(node, "at"), NULL, 0, &out->at);
  out->opens = stf_map_value_expr(r, stf_node_get(node, "opens"));
  stf_map_value_contact(r, stf_node_get(node, "thread"), &out->thread);
  if (r->map->row_is_contact) {
    stf_node_error(node, "conversation: only for 'row: event'");
  }
}

/* --- The map --- */

static void read_delimiter(const struct stf_node *node, char *out) {
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return;
  }
  if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0) {
    *out = '\t';
  } else if (strlen(text) == 1 && strchr(",;|\t", *text) != NULL) {
    *out = *text;
  } else {
    stf_node_error(node, "delimiter: one of \",\", \";\", \"|\", \"tab\"");
  }
}

static void open_zone(struct stf_map_reader *r, const struct stf_node *node,
                      const char *zone_name) {
  struct stf_map *map = r->map;
  const char *name = zone_name;
  if (name == NULL && !stf_node_text(node, &name)) {
    return;
  }
  enum stf_status status = stf_zone_open(name, &map->zone);
  r->no_memory = r->no_memory || status == STF_ERR_MEMORY;
  map->zone_name = name;
  if (status == STF_ERR_INPUT) {
    char buffer[128];
    const char *nearest = stf_zone_nearest(name, buffer, sizeof buffer);
    struct stf_where where = {.path = map->file->path};
    stf_diag_add(
        map->file->diags, STF_SEVERITY_ERROR, zone_name == NULL ? stf_node_where(node) : where,
        "unknown time zone '%.60s'%s%s%s", name, nearest != NULL ? "; did you mean '" : "",
        nearest != NULL ? nearest : " (such as Europe/Rome)", nearest != NULL ? "'?" : "");
  }
}

static void read_root(struct stf_map_reader *r, const struct stf_node *root,
                      const char *zone_name) {
  static const char *const ROWS[] = {"contact", "event"};
  struct stf_map *map = r->map;
  if (!stf_keys_check(root, &STF_MAP_KEYS_ROOT)) {
    return;
  }
  (void)stf_keys_number(root, &STF_MAP_KEYS_ROOT, "format");
  read_delimiter(stf_node_get(root, "delimiter"), &map->delimiter);
  size_t row = 0;
  (void)stf_node_choice(stf_node_get(root, "row"), "kind of row", ROWS, STF_COUNT_OF(ROWS),
                        &row);
  map->row_is_contact = row == 0;
  read_joins(r, stf_node_get(root, "joins"));
  stf_map_value_contact(r, stf_node_get(root, "contact"), &map->contact);
  read_conversation(r, stf_node_get(root, "conversation"));
  stf_map_value_contact(r, stf_node_get(root, "unique"), &map->unique);
  map->where = stf_map_value_expr(r, stf_node_get(root, "where"));
  map->drop_row = stf_map_value_expr(r, stf_node_get(root, "drop_row"));
  map->drop_contact = stf_map_value_expr(r, stf_node_get(root, "drop_contact"));
  read_events(r, stf_node_get(root, "events"));
  map->columns = r->columns;
  map->columns_n = r->columns_n;
  const struct stf_node *zone = stf_node_get(root, "timezone");
  open_zone(r, zone, zone_name);
  if (map->needs_zone && zone == NULL && zone_name == NULL) {
    stf_node_error(root, "times without offset are read: add 'timezone: Europe/Rome' or give "
                         "--timezone");
  }
}

static enum stf_status read_file(struct stf_map *map, const char *zone_name,
                                 struct stf_diags *diags, size_t errors_before) {
  struct stf_map_reader r = {.map = map};
  read_root(&r, map->file->root, zone_name);
  if (r.no_memory) {
    return STF_ERR_MEMORY;
  }
  return diags->errors_n == errors_before ? STF_OK : STF_ERR_INPUT;
}

enum stf_status stf_map_read(const char *path, const char *zone_name, struct stf_map *map,
                             struct stf_diags *diags, struct stf_error *error) {
  *map = (struct stf_map){.arena = stf_arena_new(diags->allocator)};
  size_t errors_before = diags->errors_n;
  struct stf_node_file *file = NULL;
  enum stf_status status = map->arena == NULL
                               ? STF_ERR_MEMORY
                               : stf_node_read(map->arena, path, diags, &file, error);
  if (status == STF_OK) {
    map->file = file;
    status = read_file(map, zone_name, diags, errors_before);
  }
  if (status == STF_ERR_MEMORY) {
    (void)stf_status_fail(error, status, 0, "no memory to read '%s'", path);
  }
  if (status != STF_OK) {
    stf_map_clear(map);
  }
  return status;
}

enum stf_status stf_map_parse(const char *path, const char *bytes, size_t n,
                              const char *zone_name, struct stf_map *map,
                              struct stf_diags *diags) {
  *map = (struct stf_map){.arena = stf_arena_new(diags->allocator)};
  size_t errors_before = diags->errors_n;
  struct stf_node_file *file = NULL;
  enum stf_status status = map->arena == NULL
                               ? STF_ERR_MEMORY
                               : stf_node_parse(map->arena, path, bytes, n, diags, &file);
  if (status == STF_OK) {
    map->file = file;
    status = read_file(map, zone_name, diags, errors_before);
  }
  if (status != STF_OK) {
    stf_map_clear(map);
  }
  return status;
}

void stf_map_clear(struct stf_map *map) {
  stf_zone_free(map->zone);
  stf_arena_free(map->arena);
  *map = (struct stf_map){0};
}
