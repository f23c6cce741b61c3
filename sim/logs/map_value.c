/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/map_value.h"

#include "logs/map_keys.h"

#include <string.h>

void *stf_map_value_alloc(struct stf_map_reader *r, size_t n, size_t size) {
  void *memory = stf_arena_alloc(r->map->arena, n, size);
  r->no_memory = r->no_memory || memory == NULL;
  return memory;
}

static const char *keep_text(struct stf_map_reader *r, const char *text, size_t n) {
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

/* "incidents.opened" is a column of the join "incidents". */
static void find_join(const struct stf_map *map, struct stf_map_column *column) {
  for (size_t i = 0; i < map->joins_n; i++) {
    size_t n = strlen(map->joins[i].name);
    if (strncmp(column->name, map->joins[i].name, n) == 0 && column->name[n] == '.') {
      column->join = (uint32_t)i;
      column->in_file = column->name + n + 1;
    }
  }
}

static uint32_t add_column(struct stf_map_reader *r, const char *name, size_t n,
                           size_t offset) {
  for (size_t i = 0; i < r->columns_n; i++) {
    if (strlen(r->columns[i].name) == n && memcmp(r->columns[i].name, name, n) == 0) {
      return (uint32_t)i;
    }
  }
  if (r->columns_n == r->columns_capacity) {
    size_t capacity = r->columns_capacity == 0 ? 32 : r->columns_capacity * 2;
    struct stf_map_column *columns = stf_map_value_alloc(r, capacity, sizeof *columns);
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
  struct stf_map_column *column = &r->columns[r->columns_n];
  *column = (struct stf_map_column){
      .name = copy, .in_file = copy, .join = STF_MAP_NONE, .where = where_in(r->node, offset)};
  find_join(r->map, column);
  return (uint32_t)r->columns_n++;
}

static uint32_t column_of_expr(void *context, const char *name, size_t n, size_t at) {
  return add_column(context, name, n, at);
}

/* Column named by a scalar; STF_MAP_NONE if the node is NULL or no text. */
uint32_t stf_map_value_column(struct stf_map_reader *r, const struct stf_node *node) {
  const char *name = NULL;
  if (!stf_node_text(node, &name)) {
    return STF_MAP_NONE;
  }
  r->node = node;
  return add_column(r, name, strlen(name), 0);
}

const struct stf_expr *stf_map_value_expr(struct stf_map_reader *r,
                                          const struct stf_node *node) {
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

void stf_map_value_constant(struct stf_map_reader *r, const char *text,
                            struct stf_map_value *out) {
  struct stf_map_part *part = stf_map_value_alloc(r, 1, sizeof *part);
  if (part != NULL) {
    *part = (struct stf_map_part){.text = text, .column = STF_MAP_NONE};
    *out = (struct stf_map_value){.parts = part, .parts_n = 1};
  }
}

/* "a {column} b": at most one part more than twice the braces. */
static void read_template(struct stf_map_reader *r, const struct stf_node *node,
                          const char *text, struct stf_map_value *out) {
  size_t most = 1;
  for (const char *p = text; *p != '\0'; p++) {
    most += *p == '{' ? 2 : 0;
  }
  struct stf_map_part *parts = stf_map_value_alloc(r, most, sizeof *parts);
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
static void read_source(struct stf_map_reader *r, const struct stf_node *node,
                        struct stf_map_value *out) {
  const char *text = NULL;
  if (node == NULL || !stf_node_text(node, &text)) {
    return;
  }
  if (strchr(text, '{') != NULL) {
    read_template(r, node, text, out);
    return;
  }
  struct stf_map_part *part = stf_map_value_alloc(r, 1, sizeof *part);
  if (part != NULL) {
    *part = (struct stf_map_part){.column = stf_map_value_column(r, node)};
    *out = (struct stf_map_value){.parts = part, .parts_n = 1};
  }
}

static const struct stf_map_pair *read_pairs(struct stf_map_reader *r,
                                             const struct stf_node *node, size_t *n) {
  if (!stf_node_is(node, STF_NODE_MAPPING)) {
    return NULL;
  }
  struct stf_map_pair *pairs = stf_map_value_alloc(r, node->items_n, sizeof *pairs);
  *n = 0;
  for (const struct stf_node *item = node->first; pairs != NULL && item != NULL;
       item = item->next) {
    if (stf_node_is(item, STF_NODE_SCALAR)) {
      pairs[(*n)++] = (struct stf_map_pair){.from = item->name, .to = item->value};
    }
  }
  return pairs;
}

void stf_map_value_made(struct stf_map_reader *r, const struct stf_node *node,
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
      stf_map_value_constant(r, text, out);
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

void stf_map_value_read(struct stf_map_reader *r, const struct stf_node *node,
                        struct stf_map_value *out) {
  if (node != NULL && node->kind == STF_NODE_MAPPING) {
    stf_map_value_made(r, node, out);
  } else {
    read_source(r, node, out);
  }
}

/* A detail is a template even without braces. */
void stf_map_value_detail(struct stf_map_reader *r, const struct stf_node *node,
                          struct stf_map_value *out) {
  const char *text = NULL;
  if (node != NULL && node->kind == STF_NODE_MAPPING) {
    stf_map_value_made(r, node, out);
  } else if (stf_node_text(node, &text)) {
    read_template(r, node, text, out);
  }
}

/* A column, a template or a list of columns joined by '-'. */
void stf_map_value_contact(struct stf_map_reader *r, const struct stf_node *node,
                           struct stf_map_value *out) {
  if (node == NULL || node->kind != STF_NODE_LIST) {
    stf_map_value_read(r, node, out);
    return;
  }
  struct stf_map_part *parts = stf_map_value_alloc(r, 2 * (size_t)node->items_n, sizeof *parts);
  size_t n = 0;
  for (const struct stf_node *item = node->first; parts != NULL && item != NULL;
       item = item->next) {
    if (n > 0) {
      parts[n++] = (struct stf_map_part){.text = "-", .column = STF_MAP_NONE};
    }
    parts[n++].column = stf_map_value_column(r, item);
  }
  if (n == 0) {
    stf_node_error(node, "%s: the list is empty", node->name);
  }
  *out = (struct stf_map_value){.parts = parts, .parts_n = n};
}
