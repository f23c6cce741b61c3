/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of keys in a scenario's tree, as scenario/vary.h describes them. */
#ifndef STF_VARY_PATH_H
#define STF_VARY_PATH_H

#include "scenario/scenario_keys.h"

enum {
  STF_VARY_PATH_STEPS = 16, /* most of a path */
  STF_VARY_PATH_OWNERS_N = 3
};

/* One step: a key of a mapping, or an item of a list. */
struct stf_vary_step {
  const char *text;
  int column;  /* where it stands in the option */
  size_t item; /* of a list, from 1; 0: by `text`, or a key */
};

struct stf_vary_path {
  struct stf_vary_step steps[STF_VARY_PATH_STEPS];
  size_t n;
};

/* Lists whose name a path may leave out. */
struct stf_vary_path_owner {
  const char *list;
  const struct stf_keys *keys; /* of an item */
};
extern const struct stf_vary_path_owner STF_VARY_PATH_OWNERS[STF_VARY_PATH_OWNERS_N];

/* The steps of text[from, to), copied into the arena. STF_ERR_INPUT: an empty one, or too many;
 * STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_vary_path_split(const char *text, size_t from, size_t to,
                                                 struct stf_arena *arena,
                                                 struct stf_vary_path *out);

/* Bits of the lists (by index) whose items have such a key; whether it is just one; its name.
 */
unsigned stf_vary_path_owners(const char *key);
bool stf_vary_path_is_one(unsigned owners);
const char *stf_vary_path_owner(unsigned owners);

/* Whether there is room for one more step; puts the name of a list in front (asserted). */
bool stf_vary_path_has_room(const struct stf_vary_path *path);
void stf_vary_path_put_in_front(struct stf_vary_path *path, const char *list);

/* What a step leads to from a node; NULL: nothing that is there. */
const struct stf_node *stf_vary_path_step(const struct stf_node *node,
                                          const struct stf_vary_step *step);

/* Whether an item of a list has the steps from `from` on, without the last `spare`. */
bool stf_vary_path_item_has(const struct stf_node *item, const struct stf_vary_path *path,
                            size_t from, size_t spare);

/* The first step at a list that names no item of it, and that list; path->n: there is none, the
 * path leads to one value. */
size_t stf_vary_path_first_open(const struct stf_node *root, const struct stf_vary_path *path,
                                const struct stf_node **list);

#endif
