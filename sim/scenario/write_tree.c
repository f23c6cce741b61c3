/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write_tree.h"

#include "scenario/scenario_keys.h"
#include "scenario/write_text.h"

#include <ctype.h>
#include <string.h>

enum {
  PATH_TEXT = 512,
  TOLD_MAX = 1024 /* keys whose help has been written */
};

/* A mapping or list that is being written. */
struct frame {
  const struct stf_node *child; /* the next one */
  const struct stf_keys *keys;  /* of its children; NULL: none known */
  const char *name;             /* its key; of an item that of its list */
  int indent;
  bool is_list;
  bool in_braces;
  bool first;
  size_t path_n; /* of the writer's path at its own place */
};

struct writer {
  const struct stf_write_tree *in;
  FILE *out;
  struct frame frames[STF_NODE_DEPTH_MAX + 1];
  size_t depth;
  char path[PATH_TEXT]; /* of keys, as their tables are called */
  const struct stf_keys_key *told[TOLD_MAX];
  size_t told_n;
  enum stf_status status;
};

/* ---- the source ---- */

/* Where line number `line` of the file begins; NULL: it has none. */
static const char *line_of(const struct stf_node_file *file, int line) {
  const char *at = file->bytes;
  const char *end = file->bytes + file->bytes_n;
  for (int i = 1; i < line && at != NULL; i++) {
    const char *next = memchr(at, '\n', (size_t)(end - at));
    at = next != NULL ? next + 1 : NULL;
  }
  return at != NULL && at < end && line >= 1 ? at : NULL;
}

static bool stands_in_braces(const struct stf_node *node) {
  if (node->file->of_option) {
    return true;
  }
  const char *line = line_of(node->file, node->line);
  size_t left = line != NULL ? (size_t)(node->file->bytes + node->file->bytes_n - line) : 0;
  size_t column = (size_t)(node->column > 0 ? node->column - 1 : 0);
  return column < left && (line[column] == '{' || line[column] == '[');
}

enum line_kind {
  LINE_OTHER,
  LINE_BLANK,
  LINE_COMMENT
};

static enum line_kind kind_of(const struct stf_node_file *file, int line, const char **text,
                              size_t *n) {
  const char *at = line_of(file, line);
  if (at == NULL) {
    return LINE_OTHER;
  }
  const char *end = memchr(at, '\n', (size_t)(file->bytes + file->bytes_n - at));
  size_t length = end != NULL ? (size_t)(end - at) : (size_t)(file->bytes + file->bytes_n - at);
  while (length > 0 && isspace((unsigned char)at[0])) {
    at++;
    length--;
  }
  *text = at;
  *n = length;
  return length == 0 ? LINE_BLANK : at[0] == '#' ? LINE_COMMENT : LINE_OTHER;
}

static void put_indent(const struct writer *w, int indent) {
  (void)fprintf(w->out, "%*s", indent, "");
}

/* The comment lines above a line of the file; whether there are any. */
static bool put_comments(const struct writer *w, const struct stf_node_file *file, int line,
                         int indent) {
  const char *text = NULL;
  size_t n = 0;
  int first = line;
  while (kind_of(file, first - 1, &text, &n) == LINE_COMMENT) {
    first--;
  }
  if (kind_of(file, first - 1, &text, &n) == LINE_BLANK) {
    (void)fputc('\n', w->out);
  }
  for (int i = first; i < line; i++) {
    if (kind_of(file, i, &text, &n) == LINE_COMMENT) {
      put_indent(w, indent);
      (void)fprintf(w->out, "%.*s\n", (int)n, text);
    }
  }
  return first < line;
}

/* ---- keys ---- */

static const struct stf_keys *table_of(const char *path) {
  for (size_t i = 0; i < STF_SCENARIO_KEYS_N; i++) {
    if (strcmp(STF_SCENARIO_KEYS_ALL[i]->path, path) == 0) {
      return STF_SCENARIO_KEYS_ALL[i];
    }
  }
  return NULL;
}

static const struct stf_keys_key *key_of(const struct writer *w, const struct stf_node *node) {
  const struct stf_keys *keys = w->frames[w->depth - 1].keys;
  return keys != NULL ? stf_keys_find(keys, node->name) : NULL;
}

/* A word for who reads the key the first time. */
static void put_help(struct writer *w, const struct stf_keys_key *key, int indent) {
  for (size_t i = 0; i < w->told_n; i++) {
    if (w->told[i] == key) {
      return;
    }
  }
  if (w->told_n < TOLD_MAX) {
    w->told[w->told_n++] = key;
  }
  put_indent(w, indent);
  (void)fprintf(w->out, "# %s\n", key->help);
}

/* ---- values ---- */

static bool is_plain(const char *text) {
  size_t n = strlen(text);
  bool begins = isalnum((unsigned char)text[0]) || strncmp(text, "../", 3) == 0 ||
                (strchr("-.", text[0]) != NULL && isdigit((unsigned char)text[1]));
  if (n == 0 || !begins || text[n - 1] == ' ') {
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    if (!isalnum((unsigned char)text[i]) && strchr("_-./%+ ", text[i]) == NULL) {
      return false;
    }
  }
  return true;
}

static void put_word(FILE *out, const char *text) {
  if (is_plain(text)) {
    (void)fputs(text, out);
  } else {
    stf_write_text_word(out, text);
  }
}

static bool has_ending(const char *text) {
  static const char *const ENDINGS[] = {".csv", ".ics", ".ical", ".gz"};
  size_t n = strlen(text);
  for (size_t i = 0; i < STF_COUNT_OF(ENDINGS); i++) {
    size_t k = strlen(ENDINGS[i]);
    if (n > k && strcmp(text + n - k, ENDINGS[i]) == 0) {
      return true;
    }
  }
  return false;
}

/* Keys of several forms may name a file or say something else; laws have no table. */
static bool names_a_file(const struct writer *w, const struct stf_node *node) {
  const struct frame *frame = &w->frames[w->depth - 1];
  const struct stf_keys_key *key = key_of(w, node);
  const char *name = frame->is_list ? frame->name : node->name;
  if (frame->is_list && w->depth > 1) {
    const struct stf_keys *owner = w->frames[w->depth - 2].keys;
    key = owner != NULL ? stf_keys_find(owner, name) : NULL;
  }
  if (key == NULL) {
    return strcmp(name, "file") == 0;
  }
  return key->kind == STF_KEYS_FILE || (key->kind == STF_KEYS_ANY && has_ending(node->value));
}

static void put_scalar(struct writer *w, const struct stf_node *node) {
  const char *text = node->value;
  if (names_a_file(w, node)) {
    text = w->in->path(w->in->context, node);
    w->status = text != NULL ? w->status : STF_ERR_MEMORY;
  }
  put_word(w->out, text != NULL ? text : "");
}

/* ---- the walk ---- */

static void begin(struct writer *w, const struct stf_node *node, int indent, bool in_braces) {
  size_t path_n = strlen(w->path);
  const struct frame *parent = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
  if (w->depth > STF_NODE_DEPTH_MAX) {
    w->status = STF_ERR_INPUT;
    return;
  }
  if (parent != NULL) {
    const char *name = parent->is_list                     ? "[]"
                       : strcmp(w->path, "calendars") == 0 ? "NAME"
                                                           : node->name;
    const char *dot = path_n > 0 && !parent->is_list ? "." : "";
    (void)snprintf(w->path + path_n, PATH_TEXT - path_n, "%s%s", dot, name);
  }
  w->frames[w->depth++] = (struct frame){.child = node->first,
                                         .keys = table_of(w->path),
                                         .name = node->name,
                                         .indent = indent,
                                         .is_list = node->kind == STF_NODE_LIST,
                                         .in_braces = in_braces,
                                         .first = true,
                                         .path_n = path_n};
  if (in_braces) {
    (void)fputc(node->kind == STF_NODE_LIST ? '[' : '{', w->out);
  }
}

static void end(struct writer *w) {
  const struct frame *frame = &w->frames[--w->depth];
  bool outer_braces = w->depth > 0 && w->frames[w->depth - 1].in_braces;
  w->path[frame->path_n] = '\0';
  if (frame->in_braces) {
    (void)fputc(frame->is_list ? ']' : '}', w->out);
    (void)fputs(outer_braces ? "" : "\n", w->out);
  }
}

static void put_in_braces(struct writer *w, struct frame *frame, const struct stf_node *node) {
  (void)fputs(frame->first ? "" : ", ", w->out);
  frame->first = false;
  if (!frame->is_list) {
    put_word(w->out, node->name);
    (void)fputs(": ", w->out);
  }
  if (node->kind == STF_NODE_SCALAR) {
    put_scalar(w, node);
  } else {
    begin(w, node, frame->indent, true);
  }
}

/* What stands before a value on lines of its own: comments, the key or the dash. The first key
 * of an item stands behind its dash. */
static void put_lead(struct writer *w, const struct frame *frame, const struct stf_node *node) {
  bool behind_dash =
      frame->first && !frame->is_list && w->depth > 1 && w->frames[w->depth - 2].is_list;
  const struct stf_keys_key *key = frame->is_list ? NULL : key_of(w, node);
  int line = frame->is_list ? node->line : node->key_line;
  if (!behind_dash) {
    bool told = !node->file->of_option && put_comments(w, node->file, line, frame->indent);
    if (!told && key != NULL) {
      put_help(w, key, frame->indent);
    }
    put_indent(w, frame->indent);
  }
  if (frame->is_list) {
    (void)fputs("- ", w->out);
  } else {
    put_word(w->out, node->name);
    (void)fputc(':', w->out);
  }
}

static void put_in_lines(struct writer *w, struct frame *frame, const struct stf_node *node) {
  put_lead(w, frame, node);
  frame->first = false;
  if (node->kind == STF_NODE_SCALAR) {
    (void)fputs(frame->is_list ? "" : " ", w->out);
    put_scalar(w, node);
    (void)fputc('\n', w->out);
    return;
  }
  bool in_braces = node->items_n == 0 || stands_in_braces(node) ||
                   (frame->is_list && node->kind == STF_NODE_LIST);
  if (!frame->is_list) {
    (void)fputs(in_braces ? " " : "\n", w->out);
  }
  begin(w, node, frame->indent + 2, in_braces);
}

/* Keys of the root that are not there. */
static void put_others(struct writer *w) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_ROOT;
  (void)fputs("\n# What else a scenario may say (staffetta help scenario has all keys):\n",
              w->out);
  for (size_t i = 0; i < keys->keys_n; i++) {
    const struct stf_keys_key *key = &keys->keys[i];
    if (stf_node_get(w->in->file->root, key->name) == NULL) {
      (void)fprintf(w->out, "# %s: %s   %s\n", key->name, key->example, key->help);
    }
  }
}

enum stf_status stf_write_tree_put(FILE *out, const struct stf_write_tree *in) {
  struct writer w = {.in = in, .out = out, .status = STF_OK};
  stf_write_text_note(out, "", in->note);
  begin(&w, in->file->root, 0, false);
  while (w.depth > 0 && w.status == STF_OK) {
    struct frame *frame = &w.frames[w.depth - 1];
    const struct stf_node *node = frame->child;
    if (node == NULL) {
      end(&w);
      continue;
    }
    frame->child = node->next;
    if (frame->in_braces) {
      put_in_braces(&w, frame, node);
    } else {
      put_in_lines(&w, frame, node);
    }
  }
  if (w.status == STF_OK) {
    put_others(&w);
  }
  return w.status;
}
