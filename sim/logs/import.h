/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: foreign CSV files read through a map (logs/map.h) into the events of the canonical
 * log, in memory. Rows that cannot be read are left out whole and counted by reason.
 *
 * For each row: `drop_contact` is asked first, then `where` and `drop_row`; then the map's
 * events are made in their order. An event whose time field is empty, or whose reference in
 * `after` or `near` did not happen, did not happen either.
 */
#ifndef STF_IMPORT_H
#define STF_IMPORT_H

#include "contact/names.h"
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

struct stf_import_facts {
  int64_t rows_n;
  int64_t filtered_n; /* rows left out by `where` or `drop_row` */
  int64_t bad_n;      /* rows left out because they cannot be read */
  int64_t silent_n;   /* rows that told no event */
  int64_t back_n;     /* rows whose first event lies before that of the row above */
  int64_t contacts_n; /* written */
  int64_t dropped_n;  /* contacts left out by `drop_contact` */
  int64_t first_us;   /* of the events written; STF_NEVER if there are none */
  int64_t last_us;
  int64_t events_n[STF_EVENT_KINDS_N];
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
  uint64_t *file_hashes; /* stf_source_hash of each file */
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
