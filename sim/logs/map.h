/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import maps: a YAML file that says how the rows of some CSV become events of the canonical
 * log (keys: docs/log-formats.md). Read and checked here, applied by logs/import.h.
 *
 * Columns are known by an index into stf_map.columns; they are looked up in a file's header
 * when that is opened.
 */
#ifndef STF_MAP_H
#define STF_MAP_H

#include "base/diag.h"
#include "contact/event.h"
#include "logs/expr.h"
#include "logs/stamp.h"
#include "scenario/keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STF_MAP_NONE UINT32_MAX

struct stf_map_column {
  const char *name;
  const char *in_file;    /* the name without that of the join */
  uint32_t join;          /* index of the join it comes from; STF_MAP_NONE: the row itself */
  struct stf_where where; /* first mention in the map */
};

/* Text of constant parts and columns, one after the other. */
struct stf_map_part {
  const char *text; /* constant, or NULL */
  uint32_t column;
};

struct stf_map_pair {
  const char *from;
  const char *to;
};

/* Text made from a row. */
struct stf_map_value {
  const struct stf_map_part *parts; /* NULL: nothing */
  size_t parts_n;
  const struct stf_map_pair *pairs; /* the made text replaced by another */
  size_t pairs_n;
  const char *fallback; /* where no pair fits; NULL: the text stays */
};

enum stf_map_time_kind {
  STF_MAP_TIME_STAMP, /* one column */
  STF_MAP_TIME_CLOCK, /* column of the date and column of the seconds since midnight */
  STF_MAP_TIME_AFTER  /* another event of the row, plus a column if there is one */
};

struct stf_map_time {
  enum stf_map_time_kind kind;
  uint32_t column;         /* stamp, date or duration; STF_MAP_NONE: none */
  uint32_t seconds_column; /* STF_MAP_TIME_CLOCK */
  struct stf_stamp stamp;  /* form of `column` */
  double unit_us;          /* STF_MAP_TIME_AFTER */
  bool has_reference;
  enum stf_event_kind reference; /* event of the same row, made before */
};

enum stf_map_field {
  STF_MAP_AGENT,
  STF_MAP_TEAM,
  STF_MAP_CLASS,
  STF_MAP_CHANNEL,
  STF_MAP_PRIORITY,
  STF_MAP_CUSTOMER,
  STF_MAP_DETAIL,
  STF_MAP_FIELDS_N
};

/* Of the rows of a contact that tell an event, those that count. */
enum stf_map_pick {
  STF_MAP_PICK_ALL,
  STF_MAP_PICK_FIRST, /* by time; of equal times the one read first */
  STF_MAP_PICK_LAST,  /* by time; of equal times the one read last */
  STF_MAP_PICK_LATER  /* all but the first */
};

struct stf_map_event {
  struct stf_map_value kind; /* name of the event */
  bool kind_is_fixed;
  enum stf_event_kind fixed_kind;
  struct stf_map_time at;
  const struct stf_expr *when; /* NULL: always */
  enum stf_map_pick pick;
  uint32_t pick_number; /* among the events with a pick, from 0 */
  uint32_t repeat;      /* column of how many times it happened; STF_MAP_NONE: once */
  struct stf_map_value fields[STF_MAP_FIELDS_N];
  int line; /* in the map */
};

/* A second table: its row with the key that `on` makes from a row lends that row its columns.
 */
struct stf_map_join {
  const char *name; /* before the '.' of its columns */
  const char *file; /* beside the first file read; NULL: the files read themselves */
  const char *key;  /* column there */
  struct stf_where key_where;
  struct stf_map_value on;
};

/* How a stream of rows is cut into contacts, where no column names them. */
struct stf_map_conversation {
  int64_t gap_us; /* longer silence ends one; 0: no cutting */
  struct stf_map_time at;
  const struct stf_expr *opens; /* rows that may begin one; NULL: any */
  struct stf_map_value thread;  /* no parts: all rows are one stream */
};

struct stf_map {
  struct stf_arena *arena; /* owns all of this */
  const struct stf_node_file *file;
  const struct stf_map_column *columns;
  size_t columns_n;
  char delimiter;        /* '\0': found in the header */
  bool row_is_contact;   /* a contact stands in one row only */
  const char *zone_name; /* NULL: none given */
  struct stf_zone *zone; /* NULL: none given */
  bool needs_zone;       /* local times are read */
  const struct stf_map_join *joins;
  size_t joins_n;
  struct stf_map_conversation conversation;
  struct stf_map_value contact; /* with `conversation`: made from the row that opens it */
  struct stf_map_value unique;  /* a row whose text stood above is left out; no parts: none */
  const struct stf_expr *where; /* these three NULL: none */
  const struct stf_expr *drop_row;
  const struct stf_expr *drop_contact;
  const struct stf_map_event *events;
  size_t events_n;
  size_t picks_n; /* of them with a pick */
};

/* Reads and checks a map. zone_name (NULL: none) takes the place of the map's own `timezone`.
 * On failure *map is empty; mistakes are told to diags, which must outlive the map. */
STF_MUST_USE enum stf_status stf_map_read(const char *path, const char *zone_name,
                                          struct stf_map *map, struct stf_diags *diags,
                                          struct stf_error *error);

/* The same from n bytes in memory; `path` names them in messages. */
STF_MUST_USE enum stf_status stf_map_parse(const char *path, const char *bytes, size_t n,
                                           const char *zone_name, struct stf_map *map,
                                           struct stf_diags *diags);
void stf_map_clear(struct stf_map *map);

#endif
