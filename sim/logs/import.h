/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: foreign CSV files read through a map (logs/map.h) into the events of the canonical
 * log, in memory. Rows that cannot be read are left out whole and counted by reason.
 *
 * For each row: a row whose `unique` text stood above is left out; `drop_contact` is asked,
 * then `where` and `drop_row` (with `conversation` these before it, because a row that is left
 * out is in no conversation); then the map's events are made in their order. An event whose
 * time field is empty, or whose reference in `after` or `near` did not happen, did not happen
 * either. When all rows are read, `pick` chooses among them and `repeat` copies them.
 */
#ifndef STF_IMPORT_H
#define STF_IMPORT_H

#include "base/arena.h"
#include "contact/names.h"
#include "logs/join.h"
#include "logs/map.h"

struct stf_import_in {
  const struct stf_map *map;
  const char *const *paths; /* read in this order; "-" is standard input */
  size_t paths_n;
  bool strict; /* bad rows are errors */
  const struct stf_allocator *allocator;
};

/* Why rows were left out. */
struct stf_import_reason {
  const char *text;
  int64_t rows_n;
  const char *path; /* of the first such row */
  int line;
};

/* What became of a join of the map. */
struct stf_import_join {
  const char *path; /* NULL: the files read themselves */
  struct stf_join_facts facts;
  int64_t unmatched_n; /* rows whose key is not in it; their joined columns are empty */
};

struct stf_import_facts {
  int64_t rows_n;
  int64_t filtered_n; /* rows left out by `where` or `drop_row` */
  int64_t bad_n;      /* rows left out because they cannot be read */
  int64_t repeated_n; /* rows left out because their `unique` text stood above */
  int64_t rounded_n;  /* rows with the id of a contact or customer in scientific notation */
  int64_t silent_n;   /* rows that told no event */
  int64_t back_n;     /* rows whose first event lies before that of the row above */
  int64_t contacts_n; /* written */
  int64_t dropped_n;  /* contacts left out by `drop_contact` */
  int64_t first_us;   /* of the events written; STF_NEVER if there are none */
  int64_t last_us;
  int64_t events_n[STF_EVENT_KINDS_N];
  bool only_closed;     /* all of 20 or more contacts are closed, after a day or more on the
                           average: those that were open are missing */
  double mean_close_us; /* of the closed, from the first event to the last close; else 0 */
};

struct stf_import {
  struct stf_event *events; /* sorted by time; equal times as they were read */
  size_t events_n;
  struct stf_names names;
  struct stf_dict *contacts;
  struct stf_dict *customers;
  struct stf_dict *details;          /* owns the events' details */
  struct stf_import_reason *reasons; /* in the order of first sight */
  size_t reasons_n;
  struct stf_dict *reason_texts;
  uint64_t *file_hashes;         /* stf_source_hash of each file */
  int64_t *file_rows_n;          /* rows of each file */
  struct stf_import_join *joins; /* in the order of the map */
  size_t joins_n;
  struct stf_arena *arena;
  struct stf_import_facts facts;
  const struct stf_allocator *allocator;
};

/* STF_ERR_INPUT: a column of the map is missing, a file is damaged, or with `strict` a row is
 * bad; the diagnostics say where. On failure *out is empty. in->paths must outlive *out. */
STF_MUST_USE enum stf_status stf_import_read(const struct stf_import_in *in,
                                             struct stf_import *out, struct stf_diags *diags,
                                             struct stf_error *error);
void stf_import_clear(struct stf_import *import);

#endif
