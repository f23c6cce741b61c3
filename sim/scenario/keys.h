/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the keys that a mapping may have: one const table for each kind of mapping, from
 * which come the checks of a file (unknown, missing, out of range), the defaults, the help and
 * the key list of the docs.
 */
#ifndef STF_KEYS_H
#define STF_KEYS_H

#include "scenario/node.h"

enum stf_keys_kind {
  STF_KEYS_TEXT,
  STF_KEYS_NUMBER,
  STF_KEYS_INTEGER,
  STF_KEYS_DURATION, /* value in s */
  STF_KEYS_RATE,     /* value in 1/s */
  STF_KEYS_SHARE,    /* value 0..1 */
  STF_KEYS_FLAG,
  STF_KEYS_DATE,
  STF_KEYS_INSTANT, /* date or date and time, local */
  STF_KEYS_FILE,    /* path, relative to the file it stands in */
  STF_KEYS_LAW,
  STF_KEYS_LIST,
  STF_KEYS_MAPPING,
  STF_KEYS_ANY, /* more than one form: the help says which */
  STF_KEYS_KINDS_N
};

struct stf_keys_key {
  const char *name;
  enum stf_keys_kind kind;
  bool required;
  bool open_least; /* the smallest value itself is not legal */
  double least;    /* of numbers, base units; least == most == 0: any value */
  double most;
  const char *fallback; /* value when absent, as a user would write it; NULL: none */
  const char *example;  /* as a user would write it */
  const char *help;     /* one line, no full stop */
};

struct stf_keys {
  const char *path; /* as docs and messages name the mapping: "demand", "classes[]"; "" root */
  const char *help; /* one line: what such a mapping describes */
  const struct stf_keys_key *keys;
  size_t keys_n;
};

/* Initialiser of a table. */
#define STF_KEYS_TABLE(where, words, rows)                                                     \
  { .path = (where), .help = (words), .keys = (rows), .keys_n = STF_COUNT_OF(rows) }

/* Checks a mapping against its table: every unknown key ("did you mean"), every missing
 * required key is an error. False if the node is NULL (no error)
 * or no mapping (an error). */
bool stf_keys_check(const struct stf_node *mapping, const struct stf_keys *table);

/* Value of a number, integer, duration, rate or share, in base units; the table's fallback if
 * the key is absent or its value is wrong (an error then), and NAN if there is no fallback.
 * Asserted: the table has the key. */
double stf_keys_number(const struct stf_node *mapping, const struct stf_keys *table,
                       const char *name);

/* Text of a key, or its fallback (NULL if none). */
const char *stf_keys_text(const struct stf_node *mapping, const struct stf_keys *table,
                          const char *name);

/* Value of a scalar node under the kind and range of a key: for lists of such values. NULL:
 * false, no error. */
bool stf_keys_scalar(const struct stf_node *node, const struct stf_keys_key *key, double *out);

/* Key by name, or NULL. */
const struct stf_keys_key *stf_keys_find(const struct stf_keys *table, const char *name);

/* How a kind is written in help and docs: "duration", "text"... */
const char *stf_keys_kind_name(enum stf_keys_kind kind);

#endif
