/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/vary_path.h"

#include "base/quantity.h"
#include "scenario/vary.h"

#include <stdio.h>
#include <string.h>

enum {
  TABLE_TEXT = 160
};

/* Texts of the steps between dots. STF_ERR_INPUT: an empty one, or too many. */
enum stf_status stf_vary_path_split(const char *text, size_t from, size_t to,
                                    struct stf_arena *arena, struct stf_vary_path *out) {
  out->n = 0;
  while (from <= to) {
    size_t n = 0;
    while (from + n < to && text[from + n] != '.') {
      n++;
    }
    if (n == 0 || out->n == STF_VARY_PATH_STEPS) {
      return STF_ERR_INPUT;
    }
    const char *copy = stf_arena_text(arena, text + from, n);
    if (copy == NULL) {
      return STF_ERR_MEMORY;
    }
    out->steps[out->n++] = (struct stf_vary_step){.text = copy, .column = (int)from + 1};
    from += n + 1;
  }
  return STF_OK;
}

const struct stf_vary_path_owner STF_VARY_PATH_OWNERS[STF_VARY_PATH_OWNERS_N] = {
    {"classes", &STF_SCENARIO_KEYS_CLASS},
    {"teams", &STF_SCENARIO_KEYS_TEAM},
    {"sla", &STF_SCENARIO_KEYS_SLA}};

/* Bits of the lists whose items have such a key. */
unsigned stf_vary_path_owners(const char *key) {
  unsigned owners = 0;
  for (size_t i = 0; i < STF_VARY_PATH_OWNERS_N; i++) {
    owners |= stf_keys_find(STF_VARY_PATH_OWNERS[i].keys, key) != NULL ? 1U << i : 0;
  }
  return owners;
}

bool stf_vary_path_is_one(unsigned owners) {
  return owners != 0 && (owners & (owners - 1)) == 0;
}

const char *stf_vary_path_owner(unsigned owners) {
  size_t i = 0;
  while ((owners >> i & 1) == 0) {
    i++;
  }
  return STF_VARY_PATH_OWNERS[i].list;
}

bool stf_vary_path_has_room(const struct stf_vary_path *path) {
  return path->n < STF_VARY_PATH_STEPS;
}

void stf_vary_path_put_in_front(struct stf_vary_path *path, const char *list) {
  STF_ASSERT(stf_vary_path_has_room(path));
  memmove(&path->steps[1], &path->steps[0], path->n * sizeof path->steps[0]);
  path->steps[0] = (struct stf_vary_step){.text = list, .column = path->steps[1].column};
  path->n++;
}

static const struct stf_node *item_at(const struct stf_node *list, size_t number) {
  const struct stf_node *item = list->first;
  for (size_t i = 1; item != NULL && i < number; i++) {
    item = item->next;
  }
  return item;
}

static bool is_named(const struct stf_node *item, const char *name) {
  const struct stf_node *node = stf_node_get(item, "name");
  return node != NULL && node->value != NULL && strcmp(node->value, name) == 0;
}

/* Number of the item that a step means, by name before number; 0: none. */
static size_t find_item(const struct stf_node *list, const char *text) {
  size_t i = 1;
  for (const struct stf_node *item = list->first; item != NULL; item = item->next, i++) {
    if (is_named(item, text)) {
      return i;
    }
  }
  int64_t number = 0;
  bool whole = stf_quantity_integer(text, &number);
  return whole && number >= 1 && number <= (int64_t)list->items_n ? (size_t)number : 0;
}

/* What a step leads to, NULL: nothing that is there. */
const struct stf_node *stf_vary_path_step(const struct stf_node *node,
                                          const struct stf_vary_step *step) {
  if (node->kind != STF_NODE_LIST) {
    return stf_node_get(node, step->text);
  }
  size_t item = step->item > 0 ? step->item : find_item(node, step->text);
  return item > 0 ? item_at(node, item) : NULL;
}

/* How many of the steps [from, to) lead somewhere; *at is where the last one did. */
static size_t follow(const struct stf_node *node, const struct stf_vary_path *path, size_t from,
                     size_t to, const struct stf_node **at) {
  size_t i = from;
  for (; i < to; i++) {
    const struct stf_node *below = stf_vary_path_step(node, &path->steps[i]);
    if (below == NULL) {
      break;
    }
    node = below;
  }
  *at = node;
  return i - from;
}

/* Whether an item has the path behind it, without the last `spare` steps. */
bool stf_vary_path_item_has(const struct stf_node *item, const struct stf_vary_path *path,
                            size_t from, size_t spare) {
  const struct stf_node *at = NULL;
  size_t wanted = path->n - from - spare;
  return item->kind == STF_NODE_MAPPING &&
         follow(item, path, from, path->n - spare, &at) == wanted;
}

/* First step at a list that names no item of it; path->n: every step is found, or is a key. */
size_t stf_vary_path_first_open(const struct stf_node *root, const struct stf_vary_path *path,
                                const struct stf_node **list) {
  const struct stf_node *node = root;
  size_t reached = follow(root, path, 0, path->n, &node);
  *list = node;
  return reached < path->n && node->kind == STF_NODE_LIST ? reached : path->n;
}

/* The item that the step means, else the first that has the path: then the step stays. */
static const struct stf_node *pick(const struct stf_node *list,
                                   const struct stf_vary_path *path, size_t *at) {
  size_t number = find_item(list, path->steps[*at].text);
  if (number > 0) {
    ++*at;
    return item_at(list, number);
  }
  const struct stf_node *item = list->first;
  while (item != NULL && !stf_vary_path_item_has(item, path, *at, 0)) {
    item = item->next;
  }
  return item;
}

/* The steps of a path from the root, with the list that it may leave out. */
static bool split_whole(const char *text, struct stf_arena *arena, struct stf_vary_path *path) {
  if (stf_vary_path_split(text, 0, strlen(text), arena, path) != STF_OK) {
    return false;
  }
  unsigned owners = stf_vary_path_owners(path->steps[0].text);
  if (stf_keys_find(&STF_SCENARIO_KEYS_ROOT, path->steps[0].text) == NULL) {
    if (!stf_vary_path_is_one(owners) || !stf_vary_path_has_room(path)) {
      return false;
    }
    stf_vary_path_put_in_front(path, stf_vary_path_owner(owners));
  }
  return true;
}

const struct stf_node *stf_vary_find(const struct stf_node_file *file, const char *path_text,
                                     struct stf_arena *arena) {
  struct stf_vary_path path;
  if (!split_whole(path_text, arena, &path)) {
    return NULL;
  }
  const struct stf_node *node = file->root;
  size_t i = 0;
  while (node != NULL && i < path.n) {
    if (node->kind == STF_NODE_LIST) {
      node = pick(node, &path, &i);
    } else {
      node = stf_node_get(node, path.steps[i++].text);
    }
  }
  return node;
}

size_t stf_vary_count(const struct stf_node_file *file, const char *path_text,
                      struct stf_arena *arena) {
  struct stf_vary_path path;
  const struct stf_node *list = NULL;
  size_t n = 0;
  if (!split_whole(path_text, arena, &path)) {
    return 0;
  }
  size_t open = stf_vary_path_first_open(file->root, &path, &list);
  if (open == path.n) {
    return stf_vary_find(file, path_text, arena) != NULL;
  }
  for (const struct stf_node *item = list->first; item != NULL; item = item->next) {
    n += stf_vary_path_item_has(item, &path, open, 0);
  }
  return n;
}

static const struct stf_keys *table_named(const char *path) {
  for (size_t i = 0; i < STF_SCENARIO_KEYS_N; i++) {
    if (strcmp(STF_SCENARIO_KEYS_ALL[i]->path, path) == 0) {
      return STF_SCENARIO_KEYS_ALL[i];
    }
  }
  return NULL;
}

/* The table of what stands under a key of a table: "demand" + "volume", or items of a list. */
static const struct stf_keys *table_below(const struct stf_keys *table, const char *key) {
  char path[TABLE_TEXT];
  (void)snprintf(path, sizeof path, "%.100s%s%.40s", table->path,
                 table->path[0] != '\0' ? "." : "", key);
  const struct stf_keys *below = table_named(path);
  if (below == NULL) {
    (void)snprintf(path, sizeof path, "%.100s%s%.40s[]", table->path,
                   table->path[0] != '\0' ? "." : "", key);
    below = table_named(path);
  }
  return below;
}

static bool is_list_table(const struct stf_keys *table) {
  size_t n = strlen(table->path);
  return n > 2 && strcmp(table->path + n - 2, "[]") == 0;
}

const struct stf_keys_key *stf_vary_key(const char *path) {
  const struct stf_keys *table = &STF_SCENARIO_KEYS_ROOT;
  const struct stf_keys_key *key = NULL;
  char word[64];
  const char *at = path;
  for (;;) {
    size_t n = strcspn(at, ".");
    bool last = at[n] == '\0';
    (void)snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), at);
    if (at == path && stf_keys_find(table, word) == NULL &&
        stf_vary_path_is_one(stf_vary_path_owners(word))) {
      table = table_below(table, stf_vary_path_owner(stf_vary_path_owners(word)));
    }
    key = stf_keys_find(table, word);
    bool is_name = key == NULL && is_list_table(table);
    if (last || (key == NULL && !is_name)) {
      return last ? key : NULL;
    }
    table = is_name ? table : table_below(table, word);
    if (table == NULL) {
      return NULL;
    }
    at += n + 1;
  }
}
