/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of a foreign file made into events: the part of import (logs/import.h) below files
 * and contacts. Also what reading and settling share.
 */
#ifndef STF_IMPORT_ROW_H
#define STF_IMPORT_ROW_H

#include "input/csv.h"
#include "logs/import.h"
#include "logs/join.h"

/* Marks of contacts. */
enum {
  STF_IMPORT_TAKEN = 1, /* a row told an event */
  STF_IMPORT_DROPPED = 2,
  STF_IMPORT_WRITTEN = 4 /* an event is left */
};

/* Where an event comes from, in step with stf_import.events until they are settled. */
struct stf_import_origin {
  uint32_t event; /* index in the map */
  uint32_t times; /* how often it happened */
};

/* A stream that is cut into contacts. */
struct stf_import_thread {
  int64_t last_us; /* of its last row; STF_NEVER: none */
  uint32_t contact;
};

struct stf_import_table {
  struct stf_join *join;
};

struct stf_import_reader {
  const struct stf_import_in *in;
  const struct stf_map *map;
  struct stf_import *out;
  struct stf_diags *diags;
  struct stf_csv *csv;
  const char *path;
  size_t *places;                  /* column of the file by column of the map */
  const char **values;             /* of the row in hand, by column of the map */
  struct stf_import_table *tables; /* one for each join of the map */
  size_t *join_places;             /* place in its join by column of the map */
  unsigned char *marks;            /* by id of contact */
  size_t marks_n;
  size_t marks_capacity;
  struct stf_dict *uniques;
  struct stf_dict *thread_texts;
  struct stf_import_thread *threads; /* by id in thread_texts */
  size_t threads_n;
  size_t threads_capacity;
  struct stf_import_origin *origins;
  size_t origins_capacity;
  size_t events_capacity;
  size_t reasons_capacity;
  char *scratch;
  size_t scratch_capacity;
  int64_t last_row_us;
  bool row_is_rounded;                /* an id of the row in hand is in scientific notation */
  int64_t made_us[STF_EVENT_KINDS_N]; /* events of the row in hand; STF_NEVER: not made */
};

/* What became of a row, or of one of its events. */
enum stf_import_made {
  STF_IMPORT_MADE,
  STF_IMPORT_NOT_MADE, /* it did not happen */
  STF_IMPORT_BAD,      /* the row is left out and counted */
  STF_IMPORT_NO_MEMORY
};

/* The row is bad for this reason, which is about a column of the map (STF_MAP_NONE: about the
 * row as a whole). */
enum stf_import_made stf_import_row_bad(struct stf_import_reader *r, uint32_t column,
                                        const char *format, ...) STF_PRINTF(3, 4);

/* The same for a row that the CSV reader could not read. */
enum stf_import_made stf_import_row_bad_line(struct stf_import_reader *r);

/* The text of a value, borrowed until the next one is made; "" for no value, NULL without
 * memory. */
const char *stf_import_row_text(struct stf_import_reader *r, const struct stf_map_value *value);

/* Id of the value's text, STF_NOBODY if it is empty. */
enum stf_import_made stf_import_row_id(struct stf_import_reader *r,
                                       const struct stf_map_value *value, struct stf_dict *dict,
                                       uint32_t *out);

enum stf_import_made stf_import_row_time(struct stf_import_reader *r,
                                         const struct stf_map_time *at, int64_t *out_us);

/* Makes the row's events; those of a bad row are taken back. */
enum stf_import_made stf_import_row_events(struct stf_import_reader *r, uint32_t contact);

/* When all rows are read: picks, repeats and drops events, sorts them, and fills the facts that
 * follow (logs/import_settle.c). */
STF_MUST_USE enum stf_status stf_import_settle(struct stf_import_reader *r);

#endif
