/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/map.h"

#include "logs/map_keys.h"
#include "scenario/node.h"

#include <string.h>

static const char *const FIELD_NAMES[] = {"agent",    "team",     "class", "channel",
                                          "priority", "customer", "detail"};
_Static_assert(STF_COUNT_OF(FIELD_NAMES) == STF_MAP_FIELDS_N, "one name for each field");

struct reader {
  struct stf_map *map;
  struct stf_map_column *columns;
  size_t columns_n;
  size_t columns_capacity;
  const struct stf_node *node; /* whose columns are being named */
  bool no_memory;
};

static void *allocate(struct reader *r, size_t n, size_t size) {
  void *memory = stf_arena_alloc(r->map->arena, n, size);
  r->no_memory = r->no_memory || memory == NULL;
  return memory;
}

static const char *keep_text(struct reader *r, const char *text, size_t n) {
  const char *copy = stf_arena_text(r->map->arena, text, n);
  r->no_memory = r->no_memory || copy == NULL;
  return copy;
}

/* Where the byte at `offset` of the scalar stands in the file; where the scalar is written with
 * escapes or over several lines only the scalar's own place is known. */
static struct stf_where where_in(const struct stf_node *node, size_t offset) {
  struct stf_where where = stf_node_where(node);
  const char *p = node->file->bytes;
  const char *end = p + node->file->bytes_n;
  for (int line = 1; line < node->line && p != NULL && p < end; line++) {
    p = memchr(p, '\n', (size_t)(end - p));
    p = p != NULL ? p + 1 : NULL;
  }
  if (p == NULL || node->value == NULL || (size_t)(end - p) < (size_t)node->column) {
    return where;
  }
  p += node->column - 1;
  size_t quote = *p == '\'' || *p == '"';
  size_t n = strlen(node->value);
  if ((size_t)(end - p) >= quote + n && memcmp(p + quote, node->value, n) == 0) {
    where.column += (int)(quote + offset);
  }
  return where;
}

/* --- Columns --- */

static uint32_t add_column(struct reader *r, const char *name, size_t n, size_t offset) {
  for (size_t i = 0; i < r->columns_n; i++) {
    if (strlen(r->columns[i].name) == n && memcmp(r->columns[i].name, name, n) == 0) {
      return (uint32_t)i;
    }
  }
  if (r->columns_n == r->columns_capacity) {
    size_t capacity = r->columns_capacity == 0 ? 32 : r->columns_capacity * 2;
    struct stf_map_column *columns = allocate(r, capacity, sizeof *columns);
    if (columns == NULL) {
      return STF_MAP_NONE;
    }
    for (size_t i = 0; i < r->columns_n; i++) {
      columns[i] = r->columns[i];
    }
    r->columns = columns;
    r->columns_capacity = capacity;
  }
  const char *copy = keep_text(r, name, n);
  if (copy == NULL) {
    return STF_MAP_NONE;
  }
  r->columns[r->columns_n] =
      (struct stf_map_column){.name = copy, .where = where_in(r->node, offset)};
  return (uint32_t)r->columns_n++;
}

static uint32_t column_of_expr(void *context, const char *name, size_t n, size_t at) {
  return add_column(context, name, n, at);
}

/* Column named by a scalar; STF_MAP_NONE if the node is NULL or no text. */
static uint32_t read_column(struct reader *r, const struct stf_node *node) {
  const char *name = NULL;
  if (!stf_node_text(node, &name)) {
    return STF_MAP_NONE;
  }
  r->node = node;
  return add_column(r, name, strlen(name), 0);
}

static const struct stf_expr *read_expr(struct reader *r, const struct stf_node *node) {
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return NULL;
  }
  r->node = node;
  struct stf_expr_columns columns = {.context = r, .index = column_of_expr};
  struct stf_expr_problem problem;
  const struct stf_expr *expr = NULL;
  enum stf_status status = stf_expr_compile(text, &columns, r->map->arena, &expr, &problem);
  if (status == STF_ERR_INPUT) {
    stf_diag_add(node->file->diags, STF_SEVERITY_ERROR, where_in(node, problem.at), "%s: %s",
                 node->name, problem.message);
  }
  r->no_memory = r->no_memory || status == STF_ERR_MEMORY;
  return expr;
}

/* --- Values --- */

static void set_constant(struct reader *r, const char *text, struct stf_map_value *out) {
  struct stf_map_part *part = allocate(r, 1, sizeof *part);
  if (part != NULL) {
    *part = (struct stf_map_part){.text = text, .column = STF_MAP_NONE};
    *out = (struct stf_map_value){.parts = part, .parts_n = 1};
  }
}

/* "a {column} b": at most one part more than twice the braces. */
static void read_template(struct reader *r, const struct stf_node *node, const char *text,
                          struct stf_map_value *out) {
  size_t most = 1;
  for (const char *p = text; *p != '\0'; p++) {
    most += *p == '{' ? 2 : 0;
  }
  struct stf_map_part *parts = allocate(r, most, sizeof *parts);
  size_t n = 0;
  r->node = node;
  for (const char *p = text; parts != NULL && *p != '\0';) {
    size_t length = strcspn(p, "{");
    if (length > 0) {
      parts[n++] =
          (struct stf_map_part){.text = keep_text(r, p, length), .column = STF_MAP_NONE};
      p += length;
      continue;
    }
    const char *end = strchr(p, '}');
    if (end == NULL || end == p + 1) {
      stf_diag_add(node->file->diags, STF_SEVERITY_ERROR, where_in(node, (size_t)(p - text)),
                   "'{' begins a column: write {name}");
      return;
    }
    parts[n++] = (struct stf_map_part){
        .column = add_column(r, p + 1, (size_t)(end - p) - 1, (size_t)(p - text) + 1)};
    p = end + 1;
  }
  *out = (struct stf_map_value){.parts = parts, .parts_n = n};
}

/* A column, or a template if there are braces. */
static void read_source(struct reader *r, const struct stf_node *node,
                        struct stf_map_value *out) {
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return;
  }
  if (strchr(text, '{') != NULL) {
    read_template(r, node, text, out);
    return;
  }
  struct stf_map_part *part = allocate(r, 1, sizeof *part);
  if (part != NULL) {
    *part = (struct stf_map_part){.column = read_column(r, node)};
    *out = (struct stf_map_value){.parts = part, .parts_n = 1};
  }
}

static const struct stf_map_pair *read_pairs(struct reader *r, const struct stf_node *node,
                                             size_t *n) {
  if (!stf_node_is(node, STF_NODE_MAPPING)) {
    return NULL;
  }
  struct stf_map_pair *pairs = allocate(r, node->items_n, sizeof *pairs);
  *n = 0;
  for (const struct stf_node *item = node->first; pairs != NULL && item != NULL;
       item = item->next) {
    if (stf_node_is(item, STF_NODE_SCALAR)) {
      pairs[(*n)++] = (struct stf_map_pair){.from = item->name, .to = item->value};
    }
  }
  return pairs;
}

static void read_made_value(struct reader *r, const struct stf_node *node,
                            struct stf_map_value *out) {
  (void)stf_keys_check(node, &STF_MAP_KEYS_VALUE);
  const struct stf_node *constant = stf_node_get(node, "value");
  const struct stf_node *from = stf_node_get(node, "from");
  if ((constant != NULL) == (from != NULL)) {
    stf_node_error(node, "%s: write either 'value: text' or 'from: column'", node->name);
    return;
  }
  if (constant != NULL) {
    const char *text = NULL;
    if (stf_node_text(constant, &text)) {
      set_constant(r, text, out);
    }
    return;
  }
  read_source(r, from, out);
  out->pairs = read_pairs(r, stf_node_get(node, "map"), &out->pairs_n);
  const struct stf_node *fallback = stf_node_get(node, "default");
  if (fallback != NULL && stf_node_is(fallback, STF_NODE_SCALAR)) {
    out->fallback = fallback->value;
  }
}

static void read_value(struct reader *r, const struct stf_node *node,
                       struct stf_map_value *out) {
  if (node != NULL && node->kind == STF_NODE_MAPPING) {
    read_made_value(r, node, out);
  } else {
    read_source(r, node, out);
  }
}

/* A detail is a template even without braces. */
static void read_detail(struct reader *r, const struct stf_node *node,
                        struct stf_map_value *out) {
  const char *text = NULL;
  if (node != NULL && node->kind == STF_NODE_MAPPING) {
    read_made_value(r, node, out);
  } else if (stf_node_text(node, &text)) {
    read_template(r, node, text, out);
  }
}

/* A column, a template or a list of columns joined by '-'. */
static void read_contact(struct reader *r, const struct stf_node *node,
                         struct stf_map_value *out) {
  if (node == NULL || node->kind != STF_NODE_LIST) {
    read_value(r, node, out);
    return;
  }
  struct stf_map_part *parts = allocate(r, 2 * (size_t)node->items_n, sizeof *parts);
  size_t n = 0;
  for (const struct stf_node *item = node->first; parts != NULL && item != NULL;
       item = item->next) {
    if (n > 0) {
      parts[n++] = (struct stf_map_part){.text = "-", .column = STF_MAP_NONE};
    }
    parts[n++].column = read_column(r, item);
  }
  if (n == 0) {
    stf_node_error(node, "contact: the list is empty");
  }
  *out = (struct stf_map_value){.parts = parts, .parts_n = n};
}

/* --- Events --- */

static void read_kind(struct reader *r, const struct stf_node *node,
                      struct stf_map_event *out) {
  if (node == NULL) {
    return;
  }
  if (node->kind == STF_NODE_MAPPING) {
    read_made_value(r, node, &out->kind);
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
    set_constant(r, names[kind], &out->kind);
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

static void read_format(struct reader *r, const struct stf_node *node,
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

static void read_time(struct reader *r, const struct stf_node *node,
                      const struct stf_map_event *above, size_t above_n,
                      struct stf_map_time *out) {
  *out = (struct stf_map_time){.column = STF_MAP_NONE, .seconds_column = STF_MAP_NONE};
  if (node == NULL) {
    return;
  }
  if (node->kind != STF_NODE_MAPPING) {
    out->column = read_column(r, node);
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
    out->column = read_column(r, column);
  } else if (date != NULL) {
    out->kind = STF_MAP_TIME_CLOCK;
    out->column = read_column(r, date);
    out->seconds_column = read_column(r, seconds);
    r->map->needs_zone = true;
    read_reference(stf_node_get(node, "near"), above, above_n, out);
  } else {
    out->kind = STF_MAP_TIME_AFTER;
    out->column = read_column(r, stf_node_get(node, "plus"));
    out->unit_us = read_unit_us(stf_node_get(node, "unit"));
    read_reference(after, above, above_n, out);
  }
}

static void read_event(struct reader *r, const struct stf_node *node,
                       struct stf_map_event *events, size_t i) {
  struct stf_map_event *event = &events[i];
  event->line = node->line;
  if (!stf_keys_check(node, &STF_MAP_KEYS_EVENT)) {
    return;
  }
  read_kind(r, stf_node_get(node, "event"), event);
  read_time(r, stf_node_get(node, "at"), events, i, &event->at);
  event->when = read_expr(r, stf_node_get(node, "when"));
  for (size_t field = 0; field < STF_MAP_FIELDS_N; field++) {
    const struct stf_node *value = stf_node_get(node, FIELD_NAMES[field]);
    if (field == STF_MAP_DETAIL) {
      read_detail(r, value, &event->fields[field]);
    } else {
      read_value(r, value, &event->fields[field]);
    }
  }
}

static void read_events(struct reader *r, const struct stf_node *node) {
  if (!stf_node_is(node, STF_NODE_LIST)) {
    return;
  }
  if (node->items_n == 0) {
    stf_node_error(node, "events: the list is empty");
  }
  struct stf_map_event *events = allocate(r, node->items_n, sizeof *events);
  size_t i = 0;
  for (const struct stf_node *item = node->first; events != NULL && item != NULL;
       item = item->next) {
    read_event(r, item, events, i++);
  }
  r->map->events = events;
  r->map->events_n = i;
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

static void open_zone(struct reader *r, const struct stf_node *node, const char *zone_name) {
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

static void read_root(struct reader *r, const struct stf_node *root, const char *zone_name) {
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
  read_contact(r, stf_node_get(root, "contact"), &map->contact);
  map->where = read_expr(r, stf_node_get(root, "where"));
  map->drop_row = read_expr(r, stf_node_get(root, "drop_row"));
  map->drop_contact = read_expr(r, stf_node_get(root, "drop_contact"));
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
  struct reader r = {.map = map};
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
