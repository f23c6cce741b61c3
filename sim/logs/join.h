/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Join: some columns of a CSV file in memory, found by the text of its key column. */
#ifndef STF_JOIN_H
#define STF_JOIN_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_join_column {
  const char *name;
  struct stf_where where; /* who asks for it, for messages */
};

struct stf_join_in {
  const char *const *paths; /* read one after the other as one table */
  size_t paths_n;
  char delimiter; /* '\0': found in the header */
  struct stf_join_column key;
  const struct stf_join_column *columns;
  size_t columns_n;
  bool strict; /* bad rows are errors */
  const struct stf_allocator *allocator;
};

struct stf_join_facts {
  uint64_t content_hash; /* stf_source_hash of the file; of several the hashes are folded */
  int64_t rows_n;
  int64_t bad_n;      /* left out: they cannot be read */
  int64_t repeated_n; /* left out: their key stands in a row above */
};

struct stf_join;

/* STF_ERR_INPUT: a column is missing, a file is damaged or, with `strict`, a row is bad; *diags
 * says where. STF_ERR_IO: a file cannot be opened or read. On failure *out is NULL. */
STF_MUST_USE enum stf_status stf_join_read(const struct stf_join_in *in, struct stf_join **out,
                                           struct stf_diags *diags, struct stf_error *error);
void stf_join_free(struct stf_join *join);

/* The texts of the row with that key, in the order of in.columns; NULL if there is none (an
 * empty key has none). Valid as long as the join. */
const char *const *stf_join_find(const struct stf_join *join, const char *key);

struct stf_join_facts stf_join_facts(const struct stf_join *join);

#endif
