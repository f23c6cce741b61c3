/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/vary.h"

#include "scenario/vary_path.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
  NAMES_MAX = 256, /* listed in a hint */
  LIST_TEXT = 160
};

/* One change while it is made. */
struct change {
  const struct stf_vary *vary;
  struct stf_arena *arena;
  struct stf_node_file *file; /* of the scenario */
  struct stf_node_file *own;  /* of the value */
  struct stf_vary_path path;
  char shown[LIST_TEXT]; /* the path as it was written */
};

static void tell(const struct change *change, enum stf_severity severity, int column,
                 const char *text) {
  struct stf_where where = {.path = change->vary->option, .line = 1, .column = column};
  if (change->vary->made && severity == STF_SEVERITY_NOTE) {
    return;
  }
  where = change->vary->made ? (struct stf_where){.path = change->vary->option} : where;
  stf_diag_add(change->file->diags, severity, where, "%s", text);
}

static enum stf_status refuse(const struct change *change, int column, const char *format, ...)
    STF_PRINTF(3, 4);

static enum stf_status refuse(const struct change *change, int column, const char *format,
                              ...) {
  char text[768];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  tell(change, STF_SEVERITY_ERROR, column, text);
  return STF_ERR_INPUT;
}

/* ---- the path ---- */

static size_t add_names(const struct stf_keys *table, const char **names, size_t n) {
  for (size_t i = 0; i < table->keys_n && n < NAMES_MAX; i++) {
    names[n++] = table->keys[i].name;
  }
  return n;
}

static enum stf_status refuse_key(const struct change *change,
                                  const struct stf_vary_step *step) {
  const char *names[NAMES_MAX];
  size_t n = add_names(&STF_SCENARIO_KEYS_ROOT, names, 0);
  for (size_t i = 0; i < STF_VARY_PATH_OWNERS_N; i++) {
    n = add_names(STF_VARY_PATH_OWNERS[i].keys, names, n);
  }
  char hint[STF_NODE_HINT];
  return refuse(change, step->column, "unknown key '%.60s'%s", step->text,
                stf_node_hint(step->text, names, n, hint));
}

/* The list that the path leaves out. */
static enum stf_status complete(const struct change *change, struct stf_vary_path *path) {
  const struct stf_vary_step first = path->steps[0];
  if (stf_keys_find(&STF_SCENARIO_KEYS_ROOT, first.text) != NULL) {
    return STF_OK;
  }
  unsigned owners = stf_vary_path_owners(first.text);
  if (owners == 0 || !stf_vary_path_has_room(path)) {
    return refuse_key(change, &first);
  }
  if (!stf_vary_path_is_one(owners)) {
    return refuse(change, first.column, "'%.60s' is a key of %s: say which, as in %s.%.60s",
                  first.text,
                  owners == 3   ? "classes and of teams"
                  : owners == 5 ? "classes and of sla"
                  : owners == 6 ? "teams and of sla"
                                : "classes, teams and sla",
                  stf_vary_path_owner(owners), first.text);
  }
  stf_vary_path_put_in_front(path, stf_vary_path_owner(owners));
  return STF_OK;
}

/* ---- setting: what is on the way is copied, the tree before stays as it was ---- */

/* Copies the children of a copy; returns the copy of `wanted` (one of them, or NULL); false
 * without memory. The copy's list ends in *tail. */
static bool own_children(struct stf_arena *arena, struct stf_node *parent,
                         const struct stf_node *wanted, struct stf_node **found,
                         const struct stf_node ***tail) {
  const struct stf_node *child = parent->first;
  *tail = &parent->first;
  *found = NULL;
  for (; child != NULL; child = child->next) {
    struct stf_node *copy = stf_arena_alloc(arena, 1, sizeof *copy);
    if (copy == NULL) {
      return false;
    }
    *copy = *child;
    **tail = copy;
    *tail = &copy->next;
    *found = child == wanted ? copy : *found;
  }
  return true;
}

/* A mapping's own copy of the value at the step, made if it is not there. */
static struct stf_node *own_value(const struct change *change, struct stf_node *parent,
                                  const struct stf_vary_step *step) {
  const struct stf_node *there = stf_vary_path_step(parent, step);
  struct stf_node *found = NULL;
  const struct stf_node **tail = NULL;
  if (!own_children(change->arena, parent, there, &found, &tail)) {
    return NULL;
  }
  if (there != NULL) {
    return found;
  }
  struct stf_node *made = stf_arena_alloc(change->arena, 1, sizeof *made);
  if (made == NULL) {
    return NULL;
  }
  *made = (struct stf_node){.file = change->own,
                            .name = step->text,
                            .line = 1,
                            .column = step->column,
                            .key_line = 1,
                            .key_column = step->column,
                            .kind = STF_NODE_MAPPING};
  *tail = made;
  parent->items_n++;
  return made;
}

/* The value's place in the tree takes the value. */
static void put_value(struct stf_node *place, const struct stf_node *value,
                      const struct stf_vary_step *step, bool is_item) {
  const struct stf_node *next = place->next;
  const char *name = place->name;
  *place = *value;
  place->next = next;
  place->name = name;
  place->key_line = is_item ? 0 : 1;
  place->key_column = is_item ? 0 : step->column;
}

/* The node's children but the one at the step, if it is there, as its own copies. */
static enum stf_status take_out(const struct change *change, struct stf_node *parent,
                                const struct stf_vary_step *step) {
  const struct stf_node *there = stf_vary_path_step(parent, step);
  const struct stf_node *child = parent->first;
  const struct stf_node **tail = &parent->first;
  for (; there != NULL && child != NULL; child = child->next) {
    struct stf_node *copy = stf_arena_alloc(change->arena, 1, sizeof *copy);
    if (copy == NULL) {
      return STF_ERR_MEMORY;
    }
    if (child != there) {
      *copy = *child;
      *tail = copy;
      tail = &copy->next;
    }
  }
  if (there != NULL) {
    *tail = NULL;
    parent->items_n--;
  }
  return STF_OK;
}

static bool takes_out(const struct change *change) {
  const struct stf_node *value = change->own->root;
  return value->kind == STF_NODE_SCALAR && strcmp(value->value, "~") == 0;
}

/* A list has no item of that name, or a value has nothing below it. */
static enum stf_status refuse_step(const struct change *change, const struct stf_node *node,
                                   const struct stf_vary_step *step) {
  if (node->kind == STF_NODE_SCALAR) {
    return refuse(change, step->column,
                  "'%.60s' is '%.60s' here and has no '%.60s': give the whole of it, as in "
                  "%.60s={%.60s: ...}",
                  node->name, node->value, step->text, node->name, step->text);
  }
  const char *names[NAMES_MAX] = {NULL};
  size_t n = 0;
  for (const struct stf_node *item = node->first; item != NULL && n < NAMES_MAX;
       item = item->next) {
    const struct stf_node *name = stf_node_get(item, "name");
    if (name != NULL && name->value != NULL) {
      names[n++] = name->value;
    }
  }
  char hint[STF_NODE_HINT];
  const char *known = stf_node_hint(step->text, names, n, hint);
  return n > 0
             ? refuse(change, step->column, "'%.60s' has no item '%.60s'%s", node->name,
                      step->text, known)
             : refuse(change, step->column, "'%.60s' is a list of %u: say which, as in %.60s.1",
                      node->name, (unsigned)node->items_n, node->name);
}

/* The names of a list's items have no place in its key tables: what they hold has. */
static enum stf_status set(struct change *change, const struct stf_vary_path *path) {
  struct stf_node *root = stf_arena_alloc(change->arena, 1, sizeof *root);
  if (root == NULL) {
    return STF_ERR_MEMORY;
  }
  *root = *change->file->root;
  struct stf_node *node = root;
  for (size_t i = 0; i < path->n; i++) {
    const struct stf_vary_step *step = &path->steps[i];
    bool is_list = node->kind == STF_NODE_LIST;
    if (node->kind == STF_NODE_SCALAR || (is_list && stf_vary_path_step(node, step) == NULL)) {
      return refuse_step(change, node, step);
    }
    bool last = i + 1 == path->n;
    if (takes_out(change) && (last || stf_vary_path_step(node, step) == NULL)) {
      enum stf_status status = take_out(change, node, step);
      change->file->root = root;
      return status;
    }
    node = own_value(change, node, step);
    if (node == NULL) {
      return STF_ERR_MEMORY;
    }
    if (last) {
      put_value(node, change->own->root, step, is_list);
    }
  }
  change->file->root = root;
  return STF_OK;
}

/* ---- every item of a list ---- */

static void add_name(const struct stf_node *item, size_t number, char out[LIST_TEXT]) {
  const struct stf_node *name = stf_node_get(item, "name");
  size_t n = strlen(out);
  if (name != NULL && name->value != NULL) {
    (void)snprintf(out + n, LIST_TEXT - n, "%s%.60s", n > 0 ? ", " : "", name->value);
  } else {
    (void)snprintf(out + n, LIST_TEXT - n, "%s%zu", n > 0 ? ", " : "", number);
  }
}

/* Sets it in each item that has the path up to its last `spare` steps; *done_n: in how many. */
static enum stf_status set_in_items(struct change *change, const struct stf_node *list,
                                    size_t open, size_t spare, char names[LIST_TEXT],
                                    size_t *done_n) {
  struct stf_vary_path path = change->path;
  enum stf_status status = STF_OK;
  size_t number = 0;
  memmove(&path.steps[open + 1], &path.steps[open], (path.n - open) * sizeof path.steps[0]);
  path.n++;
  *done_n = 0;
  for (const struct stf_node *item = list->first; item != NULL && status == STF_OK;
       item = item->next) {
    number++;
    if (stf_vary_path_item_has(item, &change->path, open, spare)) {
      path.steps[open].item = number;
      add_name(item, number, names);
      status = set(change, &path);
      ++*done_n;
    }
  }
  return status;
}

/* The step may as well be a misspelt name: a key it must be. */
static bool is_key_of(const struct stf_node *list, const char *text) {
  for (size_t i = 0; i < STF_VARY_PATH_OWNERS_N; i++) {
    if (strcmp(STF_VARY_PATH_OWNERS[i].list, list->name) == 0 &&
        stf_keys_find(STF_VARY_PATH_OWNERS[i].keys, text) != NULL) {
      return true;
    }
  }
  for (const struct stf_node *item = list->first; item != NULL; item = item->next) {
    if (stf_node_get(item, text) != NULL) {
      return true;
    }
  }
  return false;
}

static enum stf_status set_everywhere(struct change *change, const struct stf_node *list,
                                      size_t open) {
  const struct stf_vary_step *step = &change->path.steps[open];
  if (!is_key_of(list, step->text) || !stf_vary_path_has_room(&change->path)) {
    return refuse_step(change, list, step);
  }
  char names[LIST_TEXT] = "";
  size_t done_n = 0;
  enum stf_status status = set_in_items(change, list, open, 0, names, &done_n);
  if (status == STF_OK && done_n == 0) {
    status = set_in_items(change, list, open, 1, names, &done_n);
  }
  if (status != STF_OK) {
    return status;
  }
  if (done_n == 0) {
    return refuse(change, step->column,
                  "none of the %.60s has '%.60s': give it to one, as in %.60s.NAME.%.60s",
                  list->name, step->text, list->name, step->text);
  }
  char note[2 * LIST_TEXT];
  (void)snprintf(note, sizeof note, "%.120s is set in %.20s %.150s", change->shown, list->name,
                 names);
  tell(change, STF_SEVERITY_NOTE, step->column, note);
  return STF_OK;
}

/* ---- one change of the text ---- */

size_t stf_vary_end(const char *text, size_t from, char stop) {
  char quote = '\0';
  int depth = 0;
  size_t i = from;
  for (; text[i] != '\0'; i++) {
    char c = text[i];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (c == '}' || c == ']') {
      depth--;
    } else if (c == stop && depth <= 0) {
      break;
    }
  }
  return i;
}

static size_t skip_blanks(const char *text, size_t from, size_t to) {
  while (from < to && isspace((unsigned char)text[from])) {
    from++;
  }
  return from;
}

/* Reads the value: what stands before it is blank, so that columns are those of the option. */
static enum stf_status read_value(struct change *change, size_t from, size_t to) {
  char *bytes = stf_arena_text(change->arena, change->vary->text, to);
  if (bytes == NULL) {
    return STF_ERR_MEMORY;
  }
  memset(bytes, ' ', from);
  enum stf_status status = stf_node_parse(change->arena, change->vary->option, bytes, to,
                                          change->file->diags, &change->own);
  if (status == STF_OK) {
    change->own->of_option = change->vary->made;
  }
  return status;
}

static enum stf_status read_change(struct change *change, size_t from, size_t to) {
  const char *text = change->vary->text;
  size_t equals = from;
  while (equals < to && text[equals] != '=') {
    equals++;
  }
  size_t value = skip_blanks(text, equals + 1, to);
  if (equals == to || value >= to) {
    return refuse(change, (int)from + 1,
                  "a change is KEY=VALUE, such as demand.volume=1.3, not '%.*s'",
                  (int)(to - from < 80 ? to - from : 80), text + from);
  }
  size_t end = equals;
  while (end > from && isspace((unsigned char)text[end - 1])) {
    end--;
  }
  (void)snprintf(change->shown, sizeof change->shown, "%.*s", (int)(end - from), text + from);
  enum stf_status status = stf_vary_path_split(text, from, end, change->arena, &change->path);
  if (status == STF_ERR_INPUT) {
    return refuse(change, (int)from + 1,
                  "'%.80s' is no path of keys such as classes.orders.bot.containment",
                  change->shown);
  }
  return status == STF_OK ? read_value(change, value, to) : status;
}

static enum stf_status apply_one(struct change *change, size_t from, size_t to) {
  enum stf_status status = read_change(change, from, to);
  if (status == STF_OK) {
    status = complete(change, &change->path);
  }
  if (status != STF_OK) {
    return status;
  }
  const struct stf_node *list = NULL;
  size_t open = stf_vary_path_first_open(change->file->root, &change->path, &list);
  return open < change->path.n ? set_everywhere(change, list, open)
                               : set(change, &change->path);
}

enum stf_status stf_vary_apply(const struct stf_vary *vary, struct stf_arena *arena,
                               struct stf_node_file *file) {
  struct change change = {.vary = vary, .arena = arena, .file = file};
  const char *text = vary->text;
  size_t from = 0;
  bool more = true;
  if (file->root->kind != STF_NODE_MAPPING) {
    return STF_OK; /* no scenario: its reader says so */
  }
  while (more) {
    size_t to = stf_vary_end(text, from, ';');
    more = text[to] == ';';
    enum stf_status status = apply_one(&change, skip_blanks(text, from, to), to);
    if (status != STF_OK) {
      return status;
    }
    from = to + 1;
  }
  return STF_OK;
}
