/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A YAML file as a tree of nodes, and what is written in them: scalars with units, lists,
 * mappings. Whatever is not as it should be is told to the file's diagnostics with line and
 * column; reading goes on, so callers look at the number of errors once, at the end. Tables of
 * known keys are in scenario/keys.h.
 *
 * Of YAML we take one document of mappings, lists and scalars. Anchors, aliases, tags and
 * mappings as keys are refused by name; a second value under the same key is an error and the
 * first one counts. Hostile files run into the limits below.
 */
#ifndef STF_NODE_H
#define STF_NODE_H

#include "base/arena.h"
#include "base/diag.h"
#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_NODE_BYTES_MAX = 4 * 1024 * 1024, /* of a file */
  STF_NODE_DEPTH_MAX = 32,
  STF_NODE_COUNT_MAX = 200000, /* nodes of a file */
  STF_NODE_KEYS_MAX = 256      /* keys of one mapping */
};

enum stf_node_kind {
  STF_NODE_SCALAR,
  STF_NODE_LIST,
  STF_NODE_MAPPING
};

/* One file, owned by the arena that it was read into. */
struct stf_node_file {
  const char *path;        /* as the user typed it */
  struct stf_diags *diags; /* borrowed: must live while nodes are asked for values */
  struct stf_node *root;   /* never NULL after a successful read */
  const char *bytes;       /* the text, without a byte order mark */
  size_t bytes_n;
  bool of_option; /* made from an option (scenario/moved.h): it has no lines to be told, and
                     paths in it are those of the command line */
};

struct stf_node {
  const struct stf_node_file *file;
  const struct stf_node *first; /* first item of a list, first value of a mapping, or NULL */
  const struct stf_node *next;  /* next item or value of the same parent, or NULL */
  const char *name;  /* key of a value; an item of a list has the list's; "" for the root */
  const char *value; /* text of a scalar, NUL-terminated, no NUL inside; else NULL */
  uint32_t items_n;  /* of a list or mapping */
  int line;          /* from 1 */
  int column;        /* from 1, in bytes */
  int key_line;      /* where the key of a value stands; else 0 */
  int key_column;
  enum stf_node_kind kind;
};

/* Reads the file into the arena. STF_ERR_INPUT: not YAML as above, told to diags (reading also
 * stops there, a parser cannot go on); STF_ERR_IO and STF_ERR_MEMORY: told to *error. `path` is
 * copied; diags is borrowed. */
STF_MUST_USE enum stf_status stf_node_read(struct stf_arena *arena, const char *path,
                                           struct stf_diags *diags, struct stf_node_file **out,
                                           struct stf_error *error);

/* The same from n bytes in memory, which are copied. */
STF_MUST_USE enum stf_status stf_node_parse(struct stf_arena *arena, const char *path,
                                            const char *bytes, size_t n,
                                            struct stf_diags *diags,
                                            struct stf_node_file **out);

/* Value under a key of a mapping; NULL if it is not there, or `mapping` is NULL or no mapping.
 */
const struct stf_node *stf_node_get(const struct stf_node *mapping, const char *key);

struct stf_where stf_node_where(const struct stf_node *node);     /* of the value */
struct stf_where stf_node_key_where(const struct stf_node *node); /* of its key, else value */

/* Tells an error or a warning about the node. */
void stf_node_error(const struct stf_node *node, const char *format, ...) STF_PRINTF(2, 3);
void stf_node_warn(const struct stf_node *node, const char *format, ...) STF_PRINTF(2, 3);

/* True if the node is of that kind; else an error (and false). NULL: false, no error. */
bool stf_node_is(const struct stf_node *node, enum stf_node_kind kind);

/* Values of scalars, in base units. NULL: false, no error (the key is absent). A node of
 * another form: false, an error that says what would be right, *out untouched. Ranges are the
 * caller's (or scenario/keys.h's). */
bool stf_node_text(const struct stf_node *node, const char **out); /* not empty */
bool stf_node_number(const struct stf_node *node, double *out);
bool stf_node_integer(const struct stf_node *node, int64_t *out);
bool stf_node_duration(const struct stf_node *node, double *out_s);
bool stf_node_rate(const struct stf_node *node, double *out_per_s);
bool stf_node_share(const struct stf_node *node, double *out_share);
bool stf_node_flag(const struct stf_node *node, bool *out); /* true/false, yes/no, on/off */
bool stf_node_date(const struct stf_node *node, struct stf_civil *out); /* 2026-12-21 */

/* A local date or date and time of the zone ("2026-12-21", "2026-12-21 09:30") or an RFC 3339
 * instant with offset. */
bool stf_node_instant(const struct stf_node *node, const struct stf_zone *zone,
                      int64_t *out_us);

/* Index of the scalar among n names; an unknown one is an error with "did you mean". `what` is
 * the noun of the message: "team". */
bool stf_node_choice(const struct stf_node *node, const char *what, const char *const *names,
                     size_t n, size_t *out);

enum {
  STF_NODE_HINT = 256
}; /* bytes that hold any hint */

/* What to add to a message about an unknown word: "; did you mean 'orders'?", or "(known: a, b,
 * c)" if none is near and they are few enough to list, or "". Returns buffer. */
const char *stf_node_hint(const char *word, const char *const *known, size_t n,
                          char buffer[STF_NODE_HINT]);

#endif
