/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/node.h"

#include "base/quantity.h"
#include "input/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <yaml.h>

/* A list or mapping whose end has not come yet. */
struct open_node {
  struct stf_node *node;
  const struct stf_node **tail; /* where the next child is hung */
  const char *key;              /* mapping: key read, value still to come; else NULL */
  int key_line;
  int key_column;
};

struct builder {
  struct stf_arena *arena;
  struct stf_node_file *file;
  struct open_node stack[STF_NODE_DEPTH_MAX];
  size_t depth;
  size_t nodes_n;
  bool ended;     /* the document is complete */
  size_t at;      /* byte at which the character of this line and column stands */
  size_t line_at; /* byte at which the line begins */
  size_t line;    /* from 0, as libyaml counts */
  size_t column;
};

/* libyaml counts columns in characters; ours are bytes. Marks come in ascending order but for
 * those of errors, so one walk through the file serves them all. */
static int byte_column(struct builder *b, const yaml_mark_t *mark) {
  const char *bytes = b->file->bytes;
  size_t n = b->file->bytes_n;
  if (mark->line < b->line || (mark->line == b->line && mark->column < b->column)) {
    b->line = 0;
    b->line_at = 0;
    b->column = 0;
    b->at = 0;
  }
  while (b->line < mark->line) {
    const char *end = memchr(bytes + b->at, '\n', n - b->at);
    if (end == NULL) {
      return (int)mark->column + 1;
    }
    b->at = (size_t)(end - bytes) + 1;
    b->line_at = b->at;
    b->line++;
    b->column = 0;
  }
  for (; b->column < mark->column && b->at < n; b->column++) {
    b->at++;
    while (b->at < n && ((unsigned char)bytes[b->at] & 0xC0U) == 0x80U) {
      b->at++;
    }
  }
  return (int)(b->at - b->line_at) + 1;
}

static enum stf_status refuse(struct builder *b, const yaml_mark_t *mark, const char *format,
                              ...) STF_PRINTF(3, 4);

static enum stf_status refuse(struct builder *b, const yaml_mark_t *mark, const char *format,
                              ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  struct stf_where where = {
      .path = b->file->path, .line = (int)mark->line + 1, .column = byte_column(b, mark)};
  stf_diag_add(b->file->diags, STF_SEVERITY_ERROR, where, "%s", text);
  return STF_ERR_INPUT;
}

static const struct stf_node *child_named(const struct stf_node *mapping, const char *name) {
  for (const struct stf_node *child = mapping->first; child != NULL; child = child->next) {
    if (strcmp(child->name, name) == 0) {
      return child;
    }
  }
  return NULL;
}

/* A scalar in the place of a key. A repeated key stays pending like any other, but its value is
 * built outside the tree. */
static enum stf_status take_key(struct builder *b, const char *key, const yaml_mark_t *mark) {
  struct open_node *open = &b->stack[b->depth - 1];
  if (open->node->items_n >= STF_NODE_KEYS_MAX) {
    return refuse(b, mark, "more than %d keys in one mapping", STF_NODE_KEYS_MAX);
  }
  const struct stf_node *first = child_named(open->node, key);
  if (first != NULL) {
    (void)refuse(b, mark, "'%s' is given twice (the first stands on line %d): remove one", key,
                 first->key_line);
  }
  open->key = key;
  open->key_line = (int)mark->line + 1;
  open->key_column = byte_column(b, mark);
  return STF_OK;
}

/* Makes a node and hangs it below the innermost open one. */
static enum stf_status add_node(struct builder *b, enum stf_node_kind kind, const char *value,
                                const yaml_mark_t *mark) {
  if (++b->nodes_n > STF_NODE_COUNT_MAX) {
    return refuse(b, mark, "more than %d values in one file", STF_NODE_COUNT_MAX);
  }
  struct stf_node *node = stf_arena_alloc(b->arena, 1, sizeof *node);
  if (node == NULL) {
    return STF_ERR_MEMORY;
  }
  *node = (struct stf_node){.file = b->file,
                            .name = "",
                            .value = value,
                            .line = (int)mark->line + 1,
                            .column = byte_column(b, mark),
                            .kind = kind};
  if (b->depth == 0) {
    b->file->root = node;
  } else {
    struct open_node *open = &b->stack[b->depth - 1];
    bool repeated = open->key != NULL && child_named(open->node, open->key) != NULL;
    node->name = open->key != NULL ? open->key : open->node->name;
    node->key_line = open->key_line;
    node->key_column = open->key_column;
    open->key = NULL;
    if (!repeated) {
      *open->tail = node;
      open->tail = &node->next;
      open->node->items_n++;
    }
  }
  if (kind != STF_NODE_SCALAR) {
    if (b->depth == STF_NODE_DEPTH_MAX) {
      return refuse(b, mark, "nested more than %d levels deep", STF_NODE_DEPTH_MAX);
    }
    b->stack[b->depth++] = (struct open_node){.node = node, .tail = &node->first};
  }
  return STF_OK;
}

static bool key_is_next(const struct builder *b) {
  return b->depth > 0 && b->stack[b->depth - 1].node->kind == STF_NODE_MAPPING &&
         b->stack[b->depth - 1].key == NULL;
}

static enum stf_status take_scalar(struct builder *b, const yaml_event_t *event) {
  const char *text = (const char *)event->data.scalar.value;
  size_t n = event->data.scalar.length;
  if (event->data.scalar.tag != NULL) {
    return refuse(b, &event->start_mark, "tags such as '%s' are not used here: remove it",
                  (const char *)event->data.scalar.tag);
  }
  if (strlen(text) != n) {
    return refuse(b, &event->start_mark, "a NUL character in a text");
  }
  const char *copy = stf_arena_text(b->arena, text, n);
  if (copy == NULL) {
    return STF_ERR_MEMORY;
  }
  return key_is_next(b) ? take_key(b, copy, &event->start_mark)
                        : add_node(b, STF_NODE_SCALAR, copy, &event->start_mark);
}

static enum stf_status take_start(struct builder *b, const yaml_event_t *event,
                                  enum stf_node_kind kind, const yaml_char_t *tag) {
  if (tag != NULL) {
    return refuse(b, &event->start_mark, "tags such as '%s' are not used here: remove it",
                  (const char *)tag);
  }
  if (key_is_next(b)) {
    return refuse(b, &event->start_mark, "a key must be a plain word, not a list or mapping");
  }
  return add_node(b, kind, NULL, &event->start_mark);
}

static const yaml_char_t *anchor_of(const yaml_event_t *event) {
  return event->type == YAML_SCALAR_EVENT           ? event->data.scalar.anchor
         : event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.anchor
         : event->type == YAML_MAPPING_START_EVENT  ? event->data.mapping_start.anchor
                                                    : NULL;
}

static enum stf_status take_event(struct builder *b, const yaml_event_t *event) {
  if (anchor_of(event) != NULL) {
    return refuse(b, &event->start_mark,
                  "anchors ('&%s') are not supported: write the values where they are used",
                  (const char *)anchor_of(event));
  }
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    return take_scalar(b, event);
  case YAML_SEQUENCE_START_EVENT:
    return take_start(b, event, STF_NODE_LIST, event->data.sequence_start.tag);
  case YAML_MAPPING_START_EVENT:
    return take_start(b, event, STF_NODE_MAPPING, event->data.mapping_start.tag);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    b->depth--;
    return STF_OK;
  case YAML_ALIAS_EVENT:
    return refuse(b, &event->start_mark,
                  "aliases ('*%s') are not supported: write the value out here",
                  (const char *)event->data.alias.anchor);
  case YAML_DOCUMENT_START_EVENT:
    return !b->ended ? STF_OK
                     : refuse(b, &event->start_mark,
                              "a second document begins here: one file holds one");
  case YAML_DOCUMENT_END_EVENT:
  case YAML_STREAM_END_EVENT:
    b->ended = true;
    return STF_OK;
  case YAML_NO_EVENT:
  case YAML_STREAM_START_EVENT:
    break;
  }
  return STF_OK;
}

/* Bad UTF-8 and control characters are told by byte offset, everything else by mark. */
static enum stf_status refuse_bytes(struct builder *b, const yaml_parser_t *parser) {
  size_t at =
      parser->problem_offset < b->file->bytes_n ? parser->problem_offset : b->file->bytes_n;
  struct stf_where where = {.path = b->file->path, .line = 1, .column = 1};
  for (size_t i = 0; i < at; i++) {
    where.column++;
    if (b->file->bytes[i] == '\n') {
      where.line++;
      where.column = 1;
    }
  }
  stf_diag_add(b->file->diags, STF_SEVERITY_ERROR, where,
               "%s (0x%02X): save the file as plain UTF-8 text", parser->problem,
               (unsigned)parser->problem_value & 0xFFU);
  return STF_ERR_INPUT;
}

static bool tab_at(struct builder *b, const yaml_mark_t *mark) {
  (void)byte_column(b, mark);
  return b->line == mark->line && b->at < b->file->bytes_n && b->file->bytes[b->at] == '\t';
}

static enum stf_status refuse_syntax(struct builder *b, const yaml_parser_t *parser) {
  if (parser->error == YAML_MEMORY_ERROR) {
    return STF_ERR_MEMORY;
  }
  if (parser->error == YAML_READER_ERROR) {
    return refuse_bytes(b, parser);
  }
  const yaml_mark_t *mark = &parser->problem_mark;
  const char *problem = parser->problem != NULL ? parser->problem : "not YAML";
  if (tab_at(b, mark)) {
    return refuse(b, mark, "a tab where YAML wants blanks: indent with blanks only");
  }
  if (parser->context != NULL && strstr(parser->context, "quoted scalar") != NULL &&
      strstr(problem, "end of stream") != NULL) {
    return refuse(b, &parser->context_mark, "the quote that begins here is never closed");
  }
  if (parser->context == NULL) {
    return refuse(b, mark, "cannot read this as YAML: %s", problem);
  }
  return refuse(b, mark, "cannot read this as YAML: %s (%s that begins on line %zu)", problem,
                parser->context, parser->context_mark.line + 1);
}

static enum stf_status build(struct builder *b, yaml_parser_t *parser) {
  bool more = true;
  while (more) {
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event)) {
      return refuse_syntax(b, parser);
    }
    enum stf_status status = take_event(b, &event);
    more = event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    if (status != STF_OK) {
      return status;
    }
  }
  return STF_OK;
}

static enum stf_status parse_file(struct stf_arena *arena, struct stf_node_file *file) {
  if (file->bytes_n > STF_NODE_BYTES_MAX) {
    stf_diag_add(file->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = file->path},
                 "larger than %d MiB: is this the right file?",
                 STF_NODE_BYTES_MAX / (1024 * 1024));
    return STF_ERR_INPUT;
  }
  struct builder b = {.arena = arena, .file = file};
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) {
    return STF_ERR_MEMORY;
  }
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, (const unsigned char *)file->bytes, file->bytes_n);
  enum stf_status status = build(&b, &parser);
  yaml_parser_delete(&parser);
  if (status == STF_OK && file->root == NULL) {
    yaml_mark_t start = {0};
    return refuse(&b, &start, "the file is empty");
  }
  return status;
}

enum stf_status stf_node_parse(struct stf_arena *arena, const char *path, const char *bytes,
                               size_t n, struct stf_diags *diags, struct stf_node_file **out) {
  struct stf_node_file *file = stf_arena_alloc(arena, 1, sizeof *file);
  if (file == NULL) {
    return STF_ERR_MEMORY;
  }
  bool marked = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
  bytes += marked ? 3 : 0;
  n -= marked ? 3 : 0;
  file->path = stf_arena_text(arena, path, strlen(path));
  file->bytes = stf_arena_text(arena, bytes, n);
  file->bytes_n = n;
  file->diags = diags;
  if (file->path == NULL || file->bytes == NULL) {
    return STF_ERR_MEMORY;
  }
  *out = file;
  return parse_file(arena, file);
}

/* A file as it is read. */
struct bytes {
  char *items;
  size_t n;
  size_t capacity;
};

/* Appends the blocks of the source, up to one byte more than the limit: the caller then refuses
 * it. */
static enum stf_status collect(struct stf_source *source, struct bytes *bytes,
                               struct stf_error *error) {
  for (;;) {
    const char *block = NULL;
    size_t n = 0;
    enum stf_status status = stf_source_block(source, &block, &n, error);
    if (status != STF_OK || n == 0 || bytes->n > STF_NODE_BYTES_MAX) {
      return status;
    }
    char *grown = stf_mem_grown(NULL, bytes->items, &bytes->capacity, bytes->n + n, 1);
    if (grown == NULL) {
      return STF_ERR_MEMORY;
    }
    bytes->items = grown;
    memcpy(grown + bytes->n, block, n);
    bytes->n += n;
  }
}

enum stf_status stf_node_read(struct stf_arena *arena, const char *path,
                              struct stf_diags *diags, struct stf_node_file **out,
                              struct stf_error *error) {
  struct stf_source *source = NULL;
  enum stf_status status = stf_source_open(path, NULL, diags, &source, error);
  if (status != STF_OK) {
    return status;
  }
  struct bytes bytes = {0};
  status = collect(source, &bytes, error);
  stf_source_free(source);
  if (status == STF_OK) {
    status = stf_node_parse(arena, path, bytes.items, bytes.n, diags, out);
  }
  stf_mem_release(NULL, bytes.items);
  return status != STF_ERR_MEMORY
             ? status
             : stf_status_fail(error, status, 0, "no memory to read '%s'", path);
}

const struct stf_node *stf_node_get(const struct stf_node *mapping, const char *key) {
  return mapping != NULL && mapping->kind == STF_NODE_MAPPING ? child_named(mapping, key)
                                                              : NULL;
}

struct stf_where stf_node_where(const struct stf_node *node) {
  if (node->file->of_option) {
    return (struct stf_where){.path = node->file->path};
  }
  return (struct stf_where){
      .path = node->file->path, .line = node->line, .column = node->column};
}

struct stf_where stf_node_key_where(const struct stf_node *node) {
  if (node->key_line == 0 || node->file->of_option) {
    return stf_node_where(node);
  }
  return (struct stf_where){
      .path = node->file->path, .line = node->key_line, .column = node->key_column};
}

STF_PRINTF(3, 0)
static void tell(const struct stf_node *node, enum stf_severity severity, const char *format,
                 va_list args) STF_PRINTF(3, 0);

STF_PRINTF(3, 0)
static void tell(const struct stf_node *node, enum stf_severity severity, const char *format,
                 va_list args) {
  char text[1024];
  (void)vsnprintf(text, sizeof text, format, args);
  stf_diag_add(node->file->diags, severity, stf_node_where(node), "%s", text);
}

void stf_node_error(const struct stf_node *node, const char *format, ...) {
  va_list args;
  va_start(args, format);
  tell(node, STF_SEVERITY_ERROR, format, args);
  va_end(args);
}

void stf_node_warn(const struct stf_node *node, const char *format, ...) {
  va_list args;
  va_start(args, format);
  tell(node, STF_SEVERITY_WARNING, format, args);
  va_end(args);
}

/* How messages name a node. */
static const char *noun(const struct stf_node *node) {
  return node->name[0] != '\0' ? node->name : "the file";
}

bool stf_node_is(const struct stf_node *node, enum stf_node_kind kind) {
  static const char *const WANTED[] = {"a single value", "a list, such as [a, b]",
                                       "a mapping, such as {key: value}"};
  if (node == NULL) {
    return false;
  }
  if (node->kind != kind) {
    stf_node_error(node, "'%s' must be %s", noun(node), WANTED[kind]);
  }
  return node->kind == kind;
}

bool stf_node_text(const struct stf_node *node, const char **out) {
  if (!stf_node_is(node, STF_NODE_SCALAR)) {
    return false;
  }
  if (node->value[0] == '\0') {
    stf_node_error(node, "'%s' has no value: give one or remove the key", noun(node));
    return false;
  }
  *out = node->value;
  return true;
}

static bool misread(const struct stf_node *node, const char *right) {
  stf_node_error(node, "'%s' must be %s, not '%.60s'", noun(node), right, node->value);
  return false;
}

bool stf_node_number(const struct stf_node *node, double *out) {
  const char *text = NULL;
  return stf_node_text(node, &text) &&
         (stf_quantity_number(text, out) || misread(node, "a number such as 1.3"));
}

bool stf_node_integer(const struct stf_node *node, int64_t *out) {
  const char *text = NULL;
  return stf_node_text(node, &text) &&
         (stf_quantity_integer(text, out) || misread(node, "a whole number"));
}

bool stf_node_duration(const struct stf_node *node, double *out_s) {
  const char *text = NULL;
  return stf_node_text(node, &text) &&
         (stf_quantity_duration(text, out_s) ||
          misread(node,
                  "a duration with its unit, such as '10 min' (us, ms, s, min, h, d, w)"));
}

bool stf_node_rate(const struct stf_node *node, double *out_per_s) {
  const char *text = NULL;
  return stf_node_text(node, &text) &&
         (stf_quantity_rate(text, out_per_s) ||
          misread(node, "a rate with its unit, such as '95/min' (/s, /min, /h, /d, /w)"));
}

bool stf_node_share(const struct stf_node *node, double *out_share) {
  const char *text = NULL;
  return stf_node_text(node, &text) && (stf_quantity_share(text, out_share) ||
                                        misread(node, "a share such as 0.8 or '80 %'"));
}

bool stf_node_flag(const struct stf_node *node, bool *out) {
  static const char *const WORDS[] = {"false", "no", "off", "true", "yes", "on"};
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return false;
  }
  for (size_t i = 0; i < STF_COUNT_OF(WORDS); i++) {
    if (strcmp(text, WORDS[i]) == 0) {
      *out = i >= STF_COUNT_OF(WORDS) / 2;
      return true;
    }
  }
  return misread(node, "true or false");
}

bool stf_node_date(const struct stf_node *node, struct stf_civil *out) {
  const char *text = NULL;
  return stf_node_text(node, &text) &&
         (stf_zone_parse_date(text, out) || misread(node, "a date such as 2026-12-21"));
}

bool stf_node_instant(const struct stf_node *node, const struct stf_zone *zone,
                      int64_t *out_us) {
  const char *text = NULL;
  return stf_node_text(node, &text) &&
         (stf_zone_parse_local(zone, text, out_us) ||
          (strlen(text) > 10 && stf_zone_parse_instant(text, strlen(text), out_us)) ||
          misread(node, "a local date or time such as 2026-12-21 or '2026-12-21 09:30'"));
}

bool stf_node_choice(const struct stf_node *node, const char *what, const char *const *names,
                     size_t n, size_t *out) {
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    if (strcmp(text, names[i]) == 0) {
      *out = i;
      return true;
    }
  }
  char hint[STF_NODE_HINT];
  stf_node_error(node, "unknown %s '%.60s'%s", what, text, stf_node_hint(text, names, n, hint));
  return false;
}

const char *stf_node_hint(const char *word, const char *const *known, size_t n,
                          char buffer[STF_NODE_HINT]) {
  buffer[0] = '\0';
  const char *nearest = stf_quantity_nearest(word, known, n);
  if (nearest != NULL) {
    (void)snprintf(buffer, STF_NODE_HINT, "; did you mean '%.60s'?", nearest);
    return buffer;
  }
  size_t used = 0;
  for (size_t i = 0; i < n; i++) {
    int more = snprintf(buffer + used, STF_NODE_HINT - used, "%s%s",
                        i == 0 ? " (known: " : ", ", known[i]);
    if (more < 0 || used + (size_t)more + 2 > STF_NODE_HINT) {
      buffer[0] = '\0';
      return buffer;
    }
    used += (size_t)more;
  }
  if (n > 0) {
    (void)snprintf(buffer + used, STF_NODE_HINT - used, ")");
  }
  return buffer;
}
