/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/import.h"

#include "logs/import_row.h"
#include "logs/missing.h"

#include <string.h>

/* --- Rows --- */

static enum stf_import_made mark_of(struct stf_import_reader *r, uint32_t contact,
                                    unsigned char **out) {
  unsigned char *marks = stf_mem_grown(r->in->allocator, r->marks, &r->marks_capacity,
                                       (size_t)contact + 1, sizeof *marks);
  if (marks == NULL) {
    return STF_IMPORT_NO_MEMORY;
  }
  r->marks = marks;
  while (r->marks_n <= contact) {
    marks[r->marks_n++] = 0;
  }
  *out = &marks[contact];
  return STF_IMPORT_MADE;
}

static bool meets(const struct stf_import_reader *r, const struct stf_expr *expr,
                  bool if_none) {
  return expr != NULL ? stf_expr_holds(expr, r->values) : if_none;
}

/* Only events without one: such a row needs no contact. */
static bool needs_contact(const struct stf_map *map) {
  for (size_t i = 0; i < map->events_n; i++) {
    if (!map->events[i].kind_is_fixed || stf_event_of_contact(map->events[i].fixed_kind)) {
      return true;
    }
  }
  return false;
}

/* True if a row with the same key stood above. */
static enum stf_import_made find_repeated(struct stf_import_reader *r, bool *repeated) {
  *repeated = false;
  if (r->map->unique.parts_n == 0) {
    return STF_IMPORT_MADE;
  }
  uint32_t before_n = stf_dict_count(r->uniques);
  uint32_t id = STF_NOBODY;
  enum stf_import_made made = stf_import_row_id(r, &r->map->unique, r->uniques, &id);
  *repeated = made == STF_IMPORT_MADE && id != STF_NOBODY && id < before_n;
  return made;
}

static enum stf_import_made find_thread(struct stf_import_reader *r,
                                        struct stf_import_thread **out) {
  uint32_t id = 0;
  if (r->map->conversation.thread.parts_n > 0) {
    enum stf_import_made made =
        stf_import_row_id(r, &r->map->conversation.thread, r->thread_texts, &id);
    if (made != STF_IMPORT_MADE) {
      return made;
    }
    id = id == STF_NOBODY ? 0 : id + 1; /* rows without a thread are one, too */
  }
  struct stf_import_thread *threads = stf_mem_grown(
      r->in->allocator, r->threads, &r->threads_capacity, (size_t)id + 1, sizeof *threads);
  if (threads == NULL) {
    return STF_IMPORT_NO_MEMORY;
  }
  r->threads = threads;
  while (r->threads_n <= id) {
    threads[r->threads_n++] =
        (struct stf_import_thread){.last_us = STF_NEVER, .contact = STF_NOBODY};
  }
  *out = &threads[id];
  return STF_IMPORT_MADE;
}

/* The contact of a row in a stream: the one in hand, or after a silence a new one. Rows before
 * the first that may open one have none. */
static enum stf_import_made cut_contact(struct stf_import_reader *r, uint32_t *out) {
  const struct stf_map_conversation *rule = &r->map->conversation;
  struct stf_import_thread *thread = NULL;
  int64_t at_us = STF_NEVER;
  enum stf_import_made made = stf_import_row_time(r, &rule->at, &at_us);
  if (made == STF_IMPORT_NOT_MADE) {
    return stf_import_row_bad(r, rule->at.column, "the time of the message is empty");
  }
  if (made == STF_IMPORT_MADE) {
    made = find_thread(r, &thread);
  }
  if (made != STF_IMPORT_MADE) {
    return made;
  }
  bool silent = thread->last_us == STF_NEVER || at_us - thread->last_us > rule->gap_us ||
                thread->contact == STF_NOBODY;
  thread->last_us = at_us > thread->last_us ? at_us : thread->last_us;
  if (silent && meets(r, rule->opens, true)) {
    made = stf_import_row_id(r, &r->map->contact, r->out->contacts, &thread->contact);
  }
  *out = thread->contact;
  return made;
}

static enum stf_import_made find_contact(struct stf_import_reader *r, uint32_t *contact) {
  return r->map->conversation.gap_us > 0
             ? cut_contact(r, contact)
             : stf_import_row_id(r, &r->map->contact, r->out->contacts, contact);
}

/* Events of a row that passed the filters. */
static enum stf_import_made take_events(struct stf_import_reader *r, uint32_t contact,
                                        unsigned char *mark) {
  const struct stf_map *map = r->map;
  uint32_t column = map->contact.parts_n == 1 ? map->contact.parts[0].column : STF_MAP_NONE;
  if (contact == STF_NOBODY && needs_contact(map)) {
    if (map->conversation.gap_us > 0 && map->conversation.opens != NULL) {
      r->out->facts.filtered_n++; /* before the first contact of its stream */
      return STF_IMPORT_NOT_MADE;
    }
    return stf_import_row_bad(r, column, "the contact is empty");
  }
  if (map->row_is_contact && (*mark & STF_IMPORT_TAKEN) != 0) {
    return stf_import_row_bad(
        r, column, "the contact stands in a row above (and the map says 'row: contact')");
  }
  enum stf_import_made made = stf_import_row_events(r, contact);
  if (made == STF_IMPORT_MADE) {
    *mark |= STF_IMPORT_TAKEN;
  }
  return made;
}

/* A message of a campaign belongs to no contact and breaks no silence: who replies opens one.
 */
static bool tells_campaign(const struct stf_import_reader *r) {
  for (size_t i = 0; i < r->map->events_n; i++) {
    const struct stf_map_event *event = &r->map->events[i];
    if (event->kind_is_fixed && event->fixed_kind == STF_EVENT_CAMPAIGN &&
        meets(r, event->when, true)) {
      return true;
    }
  }
  return false;
}

static enum stf_import_made take_filtered_row(struct stf_import_reader *r, bool passes) {
  uint32_t contact = STF_NOBODY;
  unsigned char none = 0;
  unsigned char *mark = &none;
  if (passes && tells_campaign(r)) {
    return stf_import_row_events(r, STF_NOBODY);
  }
  enum stf_import_made made = find_contact(r, &contact);
  if (made == STF_IMPORT_MADE && contact != STF_NOBODY) {
    made = mark_of(r, contact, &mark);
  }
  if (made != STF_IMPORT_MADE) {
    return made;
  }
  if (meets(r, r->map->drop_contact, false)) {
    *mark |= STF_IMPORT_DROPPED;
  }
  if (!passes) {
    r->out->facts.filtered_n++;
    return STF_IMPORT_NOT_MADE;
  }
  return (*mark & STF_IMPORT_DROPPED) != 0 ? STF_IMPORT_NOT_MADE
                                           : take_events(r, contact, mark);
}

static enum stf_import_made take_row(struct stf_import_reader *r) {
  struct stf_import_facts *facts = &r->out->facts;
  bool repeated = false;
  facts->rows_n++;
  r->row_is_rounded = false;
  enum stf_import_made made = find_repeated(r, &repeated);
  if (made != STF_IMPORT_MADE) {
    return made;
  }
  if (repeated) {
    facts->repeated_n++;
    return STF_IMPORT_NOT_MADE;
  }
  bool passes = meets(r, r->map->where, true) && !meets(r, r->map->drop_row, false);
  if (!passes && r->map->conversation.gap_us > 0) {
    facts->filtered_n++; /* such a row breaks no silence */
    return STF_IMPORT_NOT_MADE;
  }
  made = take_filtered_row(r, passes);
  facts->rounded_n += r->row_is_rounded;
  return made;
}

/* The row's own columns, then those that the joins lend it. */
static enum stf_import_made take_values(struct stf_import_reader *r,
                                        const struct stf_csv_row *row) {
  const struct stf_map *map = r->map;
  for (size_t i = 0; i < map->columns_n; i++) {
    bool own = map->columns[i].join == STF_MAP_NONE;
    r->values[i] = own ? row->fields[r->places[i]].text : "";
  }
  for (size_t join = 0; join < map->joins_n; join++) {
    const char *key = stf_import_row_text(r, &map->joins[join].on);
    if (key == NULL) {
      return STF_IMPORT_NO_MEMORY;
    }
    const char *const *texts = stf_join_find(r->tables[join].join, key);
    r->out->joins[join].unmatched_n += texts == NULL && *key != '\0';
    for (size_t i = 0; texts != NULL && i < map->columns_n; i++) {
      if (map->columns[i].join == join) {
        r->values[i] = texts[r->join_places[i]];
      }
    }
  }
  return STF_IMPORT_MADE;
}

static enum stf_status read_rows(struct stf_import_reader *r) {
  struct stf_csv_row row;
  for (;;) {
    enum stf_import_made made = STF_IMPORT_MADE;
    switch (stf_csv_next(r->csv, &row)) {
    case STF_CSV_END:
      return STF_OK;
    case STF_CSV_FAILED:
      return stf_csv_status(r->csv);
    case STF_CSV_BAD:
      r->out->facts.rows_n++;
      made = stf_import_row_bad_line(r);
      break;
    case STF_CSV_ROW:
      made = take_values(r, &row);
      made = made == STF_IMPORT_MADE ? take_row(r) : made;
      break;
    }
    if (made == STF_IMPORT_NO_MEMORY) {
      return STF_ERR_MEMORY;
    }
  }
}

/* --- Files --- */

/* A joined column stands, for messages, where the first column of its `on` stands. */
static size_t place_of_join(const struct stf_import_reader *r,
                            const struct stf_map_join *join) {
  bool known = join->on.parts_n > 0 && join->on.parts[0].text == NULL &&
               join->on.parts[0].column < r->map->columns_n;
  return known ? r->places[join->on.parts[0].column] : 0;
}

static enum stf_status find_columns(struct stf_import_reader *r) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < r->map->columns_n; i++) {
    const struct stf_map_column *column = &r->map->columns[i];
    if (column->join != STF_MAP_NONE) {
      r->places[i] = place_of_join(r, &r->map->joins[column->join]);
      continue;
    }
    int place = stf_csv_find(r->csv, column->name);
    if (place < 0) {
      stf_missing_tell(r->diags, r->csv, r->path, column->name, column->where);
      status = STF_ERR_INPUT;
    } else {
      r->places[i] = (size_t)place;
    }
  }
  return status;
}

static enum stf_status read_file(struct stf_import_reader *r, size_t i,
                                 struct stf_error *error) {
  struct stf_csv_options options = {.delimiter = r->map->delimiter};
  int64_t before_n = r->out->facts.rows_n;
  r->path = r->in->paths[i];
  enum stf_status status =
      stf_csv_open(r->path, &options, r->in->allocator, r->diags, &r->csv, error);
  if (status == STF_OK) {
    status = find_columns(r);
  }
  if (status == STF_OK) {
    status = read_rows(r);
  }
  if (status == STF_OK) {
    r->out->file_hashes[i] = stf_csv_hash(r->csv);
    r->out->file_rows_n[i] = r->out->facts.rows_n - before_n;
  }
  stf_csv_free(r->csv);
  r->csv = NULL;
  return status;
}

/* --- Joins --- */

/* "file" in the folder of `beside`. */
static const char *path_beside(const char *beside, const char *file, struct stf_arena *arena) {
  const char *slash = strrchr(beside, '/');
  size_t folder_n = slash != NULL && *file != '/' ? (size_t)(slash - beside) + 1 : 0;
  size_t file_n = strlen(file);
  char *path = stf_arena_alloc(arena, folder_n + file_n + 1, 1);
  if (path != NULL) {
    memcpy(path, beside, folder_n);
    memcpy(path + folder_n, file, file_n + 1);
  }
  return path;
}

/* Standard input can be read once only. */
static bool can_read_twice(const struct stf_import_reader *r, const struct stf_map_join *join) {
  for (size_t i = 0; join->file == NULL && i < r->in->paths_n; i++) {
    if (strcmp(r->in->paths[i], "-") == 0) {
      stf_diag_add(r->diags, STF_SEVERITY_ERROR, join->key_where,
                   "join '%.60s' looks into the files themselves, but standard input cannot be "
                   "read twice: give a file",
                   join->name);
      return false;
    }
  }
  return true;
}

static enum stf_status read_join(struct stf_import_reader *r, size_t number,
                                 struct stf_error *error) {
  const struct stf_map *map = r->map;
  const struct stf_map_join *join = &map->joins[number];
  struct stf_import_join *out = &r->out->joins[number];
  struct stf_join_column *columns =
      stf_arena_alloc(r->out->arena, map->columns_n, sizeof *columns);
  const char *path =
      join->file != NULL ? path_beside(r->in->paths[0], join->file, r->out->arena) : NULL;
  if (columns == NULL || (join->file != NULL && path == NULL)) {
    return STF_ERR_MEMORY;
  }
  struct stf_join_in in = {.paths = path != NULL ? &path : r->in->paths,
                           .paths_n = path != NULL ? 1 : r->in->paths_n,
                           .delimiter = map->delimiter,
                           .key = {.name = join->key, .where = join->key_where},
                           .columns = columns,
                           .strict = r->in->strict,
                           .allocator = r->in->allocator};
  for (size_t i = 0; i < map->columns_n; i++) {
    if (map->columns[i].join == number) {
      r->join_places[i] = in.columns_n;
      columns[in.columns_n++] = (struct stf_join_column){.name = map->columns[i].in_file,
                                                         .where = map->columns[i].where};
    }
  }
  if (!can_read_twice(r, join)) {
    return STF_ERR_INPUT;
  }
  *out = (struct stf_import_join){.path = path};
  enum stf_status status = stf_join_read(&in, &r->tables[number].join, r->diags, error);
  if (status == STF_OK) {
    out->facts = stf_join_facts(r->tables[number].join);
  }
  return status;
}

/* --- All together --- */

static enum stf_status init(const struct stf_import_in *in, struct stf_import *out) {
  *out = (struct stf_import){.allocator = in->allocator,
                             .facts = {.first_us = STF_NEVER, .last_us = STF_NEVER}};
  enum stf_status status = stf_names_init(&out->names, in->allocator);
  if (status != STF_OK) {
    return status;
  }
  out->contacts = stf_dict_new(in->allocator);
  out->customers = stf_dict_new(in->allocator);
  out->details = stf_dict_new(in->allocator);
  out->reason_texts = stf_dict_new(in->allocator);
  out->arena = stf_arena_new(in->allocator);
  out->file_hashes = stf_mem_zeroed(in->allocator, in->paths_n, sizeof *out->file_hashes);
  out->file_rows_n = stf_mem_zeroed(in->allocator, in->paths_n, sizeof *out->file_rows_n);
  out->joins = stf_mem_zeroed(in->allocator, in->map->joins_n, sizeof *out->joins);
  out->joins_n = in->map->joins_n;
  bool complete = out->arena != NULL && out->file_rows_n != NULL && out->joins != NULL &&
                  out->contacts != NULL && out->customers != NULL && out->details != NULL &&
                  out->reason_texts != NULL && out->file_hashes != NULL;
  return complete ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status init_reader(struct stf_import_reader *r) {
  const struct stf_allocator *allocator = r->in->allocator;
  size_t columns_n = r->map->columns_n;
  r->places = stf_mem_zeroed(allocator, columns_n, sizeof *r->places);
  r->values = stf_mem_zeroed(allocator, columns_n, sizeof *r->values);
  r->join_places = stf_mem_zeroed(allocator, columns_n, sizeof *r->join_places);
  r->tables = stf_mem_zeroed(allocator, r->map->joins_n, sizeof *r->tables);
  r->uniques = stf_dict_new(allocator);
  r->thread_texts = stf_dict_new(allocator);
  bool complete = r->places != NULL && r->values != NULL && r->join_places != NULL &&
                  r->tables != NULL && r->uniques != NULL && r->thread_texts != NULL;
  return complete ? STF_OK : STF_ERR_MEMORY;
}

static void clear_reader(struct stf_import_reader *r) {
  const struct stf_allocator *allocator = r->in->allocator;
  for (size_t i = 0; r->tables != NULL && i < r->map->joins_n; i++) {
    stf_join_free(r->tables[i].join);
  }
  stf_mem_release(allocator, r->places);
  stf_mem_release(allocator, r->values);
  stf_mem_release(allocator, r->join_places);
  stf_mem_release(allocator, r->tables);
  stf_mem_release(allocator, r->marks);
  stf_mem_release(allocator, r->threads);
  stf_mem_release(allocator, r->origins);
  stf_mem_release(allocator, r->scratch);
  stf_dict_free(r->uniques);
  stf_dict_free(r->thread_texts);
}

static enum stf_status read_all(struct stf_import_reader *r, struct stf_error *error) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; status == STF_OK && i < r->map->joins_n; i++) {
    status = read_join(r, i, error);
  }
  for (size_t i = 0; status == STF_OK && i < r->in->paths_n; i++) {
    status = read_file(r, i, error);
  }
  return status == STF_OK ? stf_import_settle(r) : status;
}

enum stf_status stf_import_read(const struct stf_import_in *in, struct stf_import *out,
                                struct stf_diags *diags, struct stf_error *error) {
  struct stf_import_reader r = {
      .in = in, .map = in->map, .out = out, .diags = diags, .last_row_us = STF_NEVER};
  size_t errors_before = diags->errors_n;
  enum stf_status status = init(in, out);
  if (status == STF_OK) {
    status = init_reader(&r);
  }
  if (status == STF_OK) {
    status = read_all(&r, error);
  }
  if (status == STF_OK && diags->errors_n > errors_before) {
    status = STF_ERR_INPUT;
  }
  clear_reader(&r);
  if (status == STF_ERR_MEMORY) {
    (void)stf_status_fail(error, status, 0, "no memory to import");
  }
  if (status != STF_OK) {
    stf_import_clear(out);
  }
  return status;
}

void stf_import_clear(struct stf_import *import) {
  stf_mem_release(import->allocator, import->events);
  stf_mem_release(import->allocator, import->reasons);
  stf_mem_release(import->allocator, import->file_hashes);
  stf_mem_release(import->allocator, import->file_rows_n);
  stf_mem_release(import->allocator, import->joins);
  stf_arena_free(import->arena);
  stf_names_clear(&import->names);
  stf_dict_free(import->contacts);
  stf_dict_free(import->customers);
  stf_dict_free(import->details);
  stf_dict_free(import->reason_texts);
  *import = (struct stf_import){.allocator = import->allocator};
}
