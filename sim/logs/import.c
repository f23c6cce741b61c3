/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/import.h"

#include "base/quantity.h"
#include "input/csv.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  TAKEN = 1, /* marks of contacts */
  DROPPED = 2
};

enum {
  CLOCK_MOST_S = 2 * 86400, /* seconds of a day, with some rope for days that end at 26:00 */
  REASON_TEXT = 160
};

#define DURATION_MOST_US 3.2e15 /* a century */

struct reader {
  const struct stf_import_in *in;
  const struct stf_map *map;
  struct stf_import *out;
  struct stf_diags *diags;
  struct stf_csv *csv;
  const char *path;
  size_t *places;       /* column of the file by column of the map */
  const char **values;  /* of the row in hand, by column of the map */
  unsigned char *marks; /* by id of contact */
  size_t marks_n;
  size_t marks_capacity;
  size_t events_capacity;
  size_t reasons_capacity;
  char *scratch;
  size_t scratch_capacity;
  int64_t last_row_us;
  int64_t made_us[STF_EVENT_KINDS_N]; /* events of the row in hand; STF_NEVER: not made */
};

/* What became of a row, or of one of its events. */
enum made {
  MADE,
  NOT_MADE, /* it did not happen */
  BAD,      /* the row is left out and counted */
  NO_MEMORY
};

/* --- Bad rows --- */

static enum made count_reason(struct reader *r, const char *text, int line) {
  struct stf_import *out = r->out;
  uint32_t id = stf_dict_add(out->reason_texts, text, strlen(text));
  if (id == STF_DICT_NONE) {
    return NO_MEMORY;
  }
  if (id == out->reasons_n) {
    struct stf_import_reason *reasons =
        stf_mem_grown(out->allocator, out->reasons, &r->reasons_capacity, out->reasons_n + 1,
                      sizeof *reasons);
    if (reasons == NULL) {
      return NO_MEMORY;
    }
    out->reasons = reasons;
    reasons[out->reasons_n++] = (struct stf_import_reason){
        .text = stf_dict_text(out->reason_texts, id), .path = r->path, .line = line};
  }
  out->reasons[id].rows_n++;
  out->facts.bad_n++;
  return BAD;
}

/* The row is bad for this reason, which is about a column of the map (STF_MAP_NONE: about the
 * row as a whole). */
STF_PRINTF(3, 4)
static enum made bad(struct reader *r, uint32_t column, const char *format, ...) {
  char text[REASON_TEXT];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  bool located = column != STF_MAP_NONE;
  struct stf_where where = stf_csv_where(r->csv, located ? r->places[column] : 0);
  if (r->in->strict) {
    where.column = located ? where.column : 0;
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where, "%s%s%.60s%s", text, located ? ": '" : "",
                 located ? r->values[column] : "", located ? "'" : "");
  }
  return count_reason(r, text, where.line);
}

static enum made bad_line(struct reader *r) {
  const struct stf_csv_problem *problem = stf_csv_problem(r->csv);
  if (r->in->strict) {
    struct stf_where where = {
        .path = r->path, .line = problem->line, .column = problem->column};
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where, "%s", problem->message);
  }
  return count_reason(r, STF_CSV_REASONS[problem->reason], problem->line);
}

/* --- Values --- */

static bool append(struct reader *r, size_t *n, const char *text) {
  size_t text_n = strlen(text);
  char *scratch =
      stf_mem_grown(r->in->allocator, r->scratch, &r->scratch_capacity, *n + text_n + 1, 1);
  if (scratch == NULL) {
    return false;
  }
  r->scratch = scratch;
  memcpy(scratch + *n, text, text_n + 1);
  *n += text_n;
  return true;
}

static const char *part_text(const struct reader *r, const struct stf_map_part *part) {
  return part->text != NULL ? part->text : r->values[part->column];
}

/* The text of a value, borrowed until the next one is made; "" for no value, NULL without
 * memory. */
static const char *make_text(struct reader *r, const struct stf_map_value *value) {
  if (value->parts_n == 0) {
    return "";
  }
  const char *text = part_text(r, &value->parts[0]);
  if (value->parts_n > 1) {
    size_t n = 0;
    for (size_t i = 0; i < value->parts_n; i++) {
      if (!append(r, &n, part_text(r, &value->parts[i]))) {
        return NULL;
      }
    }
    text = r->scratch;
  }
  for (size_t i = 0; i < value->pairs_n; i++) {
    if (strcmp(value->pairs[i].from, text) == 0) {
      return value->pairs[i].to;
    }
  }
  return value->fallback != NULL ? value->fallback : text;
}

/* Id of the value's text, STF_NOBODY if it is empty. */
static enum made make_id(struct reader *r, const struct stf_map_value *value,
                         struct stf_dict *dict, uint32_t *out) {
  const char *text = make_text(r, value);
  *out = STF_NOBODY;
  if (text == NULL) {
    return NO_MEMORY;
  }
  if (*text != '\0') {
    *out = stf_dict_add(dict, text, strlen(text));
    return *out != STF_DICT_NONE ? MADE : NO_MEMORY;
  }
  return MADE;
}

/* --- Times --- */

static enum made read_stamp(struct reader *r, const struct stf_map_time *at, int64_t *out_us) {
  const char *text = r->values[at->column];
  if (*text == '\0') {
    return NOT_MADE;
  }
  if (stf_stamp_read(&at->stamp, r->map->zone, text, out_us)) {
    return MADE;
  }
  bool zoned = r->map->zone != NULL || at->stamp.kind != STF_STAMP_AUTO;
  return bad(r, at->column, "'%s' is no time%s", r->map->columns[at->column].name,
             zoned ? "" : " (one without offset needs 'timezone')");
}

static enum made read_clock(struct reader *r, const struct stf_map_time *at, int64_t *out_us) {
  const char *date = r->values[at->column];
  const char *seconds = r->values[at->seconds_column];
  if (*date == '\0' || *seconds == '\0') {
    return NOT_MADE;
  }
  struct stf_civil civil;
  if (!stf_stamp_read_date(&at->stamp, r->map->zone, date, &civil)) {
    return bad(r, at->column, "'%s' is no date", r->map->columns[at->column].name);
  }
  double s = 0;
  if (!stf_quantity_number(seconds, &s) || s < 0 || s > CLOCK_MOST_S) {
    return bad(r, at->seconds_column, "'%s' is no number of seconds since midnight",
               r->map->columns[at->seconds_column].name);
  }
  double whole_s = floor(s);
  civil.hour = 0;
  civil.minute = 0;
  civil.second = (int)whole_s;
  civil.us = (int)lround((s - whole_s) * 1e6);
  *out_us = stf_zone_to_utc(r->map->zone, &civil);
  if (!at->has_reference) {
    return MADE;
  }
  /* Clocks restart at midnight: take the day that lies nearest to the reference. */
  int64_t reference_us = r->made_us[at->reference];
  if (reference_us == STF_NEVER) {
    return NOT_MADE;
  }
  int64_t nearest_us = *out_us;
  for (int shift = -1; shift <= 1; shift += 2) {
    struct stf_civil other = civil;
    other.day += shift;
    int64_t other_us = stf_zone_to_utc(r->map->zone, &other);
    if (llabs(other_us - reference_us) < llabs(nearest_us - reference_us)) {
      nearest_us = other_us;
    }
  }
  *out_us = nearest_us;
  return MADE;
}

static enum made read_after(struct reader *r, const struct stf_map_time *at, int64_t *out_us) {
  int64_t reference_us = r->made_us[at->reference];
  if (reference_us == STF_NEVER) {
    return NOT_MADE;
  }
  *out_us = reference_us;
  if (at->column == STF_MAP_NONE) {
    return MADE;
  }
  const char *text = r->values[at->column];
  if (*text == '\0') {
    return NOT_MADE;
  }
  double duration = 0;
  if (!stf_quantity_number(text, &duration) || duration * at->unit_us > DURATION_MOST_US) {
    return bad(r, at->column, "'%s' is no duration", r->map->columns[at->column].name);
  }
  if (duration < 0) {
    return bad(r, at->column, "'%s' is a negative duration", r->map->columns[at->column].name);
  }
  *out_us += llround(duration * at->unit_us);
  return MADE;
}

static enum made read_time(struct reader *r, const struct stf_map_time *at, int64_t *out_us) {
  switch (at->kind) {
  case STF_MAP_TIME_STAMP:
    return read_stamp(r, at, out_us);
  case STF_MAP_TIME_CLOCK:
    return read_clock(r, at, out_us);
  case STF_MAP_TIME_AFTER:
    break;
  }
  return read_after(r, at, out_us);
}

/* --- Events --- */

static enum made read_kind(struct reader *r, const struct stf_map_event *from,
                           enum stf_event_kind *out) {
  *out = from->fixed_kind;
  if (from->kind_is_fixed) {
    return MADE;
  }
  const char *name = make_text(r, &from->kind);
  if (name == NULL) {
    return NO_MEMORY;
  }
  if (*name == '\0') {
    return NOT_MADE;
  }
  uint32_t column = from->kind.parts_n == 1 ? from->kind.parts[0].column : STF_MAP_NONE;
  return stf_event_find(name, out) ? MADE
                                   : bad(r, column, "the map gives no event for this row");
}

static enum made read_fields(struct reader *r, const struct stf_map_event *from,
                             struct stf_event *event) {
  struct stf_import *out = r->out;
  uint32_t detail = STF_NOBODY;
  struct stf_dict *const dicts[STF_MAP_FIELDS_N] = {
      out->names.agents,     out->names.teams, out->names.classes, out->names.channels,
      out->names.priorities, out->customers,   out->details};
  uint32_t *const ids[STF_MAP_FIELDS_N] = {&event->agent,   &event->team,     &event->class_id,
                                           &event->channel, &event->priority, &event->customer,
                                           &detail};
  for (size_t i = 0; i < STF_MAP_FIELDS_N; i++) {
    enum made made = make_id(r, &from->fields[i], dicts[i], ids[i]);
    if (made != MADE) {
      return made;
    }
  }
  event->detail = detail != STF_NOBODY ? stf_dict_text(out->details, detail) : NULL;
  return MADE;
}

static enum made make_event(struct reader *r, const struct stf_map_event *from,
                            uint32_t contact) {
  struct stf_event event = STF_EVENT_EMPTY;
  if (from->when != NULL && !stf_expr_holds(from->when, r->values)) {
    return NOT_MADE;
  }
  enum made made = read_kind(r, from, &event.kind);
  if (made == MADE) {
    made = read_time(r, &from->at, &event.at_us);
  }
  if (made == MADE) {
    made = read_fields(r, from, &event);
  }
  if (made != MADE) {
    return made;
  }
  bool of_agent = stf_event_of_agent(event.kind);
  if (of_agent && event.agent == STF_NOBODY) {
    return bad(r, STF_MAP_NONE, "'%s' needs an agent", STF_EVENT_KINDS[event.kind].name);
  }
  event.contact_id = of_agent ? STF_NOBODY : contact;
  struct stf_event *events =
      stf_mem_grown(r->in->allocator, r->out->events, &r->events_capacity, r->out->events_n + 1,
                    sizeof *events);
  if (events == NULL) {
    return NO_MEMORY;
  }
  r->out->events = events;
  events[r->out->events_n++] = event;
  r->made_us[event.kind] = event.at_us;
  return MADE;
}

/* --- Rows --- */

static enum made mark_of(struct reader *r, uint32_t contact, unsigned char **out) {
  unsigned char *marks = stf_mem_grown(r->in->allocator, r->marks, &r->marks_capacity,
                                       (size_t)contact + 1, sizeof *marks);
  if (marks == NULL) {
    return NO_MEMORY;
  }
  r->marks = marks;
  while (r->marks_n <= contact) {
    marks[r->marks_n++] = 0;
  }
  *out = &marks[contact];
  return MADE;
}

/* Makes the row's events; those of a bad row are taken back. */
static enum made make_events(struct reader *r, uint32_t contact) {
  size_t before_n = r->out->events_n;
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    r->made_us[i] = STF_NEVER;
  }
  for (size_t i = 0; i < r->map->events_n; i++) {
    enum made made = make_event(r, &r->map->events[i], contact);
    if (made == BAD || made == NO_MEMORY) {
      r->out->events_n = before_n;
      return made;
    }
  }
  if (r->out->events_n == before_n) {
    r->out->facts.silent_n++;
    return NOT_MADE;
  }
  int64_t first_us = r->out->events[before_n].at_us;
  r->out->facts.back_n += r->last_row_us != STF_NEVER && first_us < r->last_row_us;
  r->last_row_us = first_us;
  return MADE;
}

static bool meets(const struct reader *r, const struct stf_expr *expr, bool if_none) {
  return expr != NULL ? stf_expr_holds(expr, r->values) : if_none;
}

/* Only agent events: such a row needs no contact. */
static bool needs_contact(const struct stf_map *map) {
  for (size_t i = 0; i < map->events_n; i++) {
    if (!map->events[i].kind_is_fixed || !stf_event_of_agent(map->events[i].fixed_kind)) {
      return true;
    }
  }
  return false;
}

static enum made take_row(struct reader *r) {
  const struct stf_map *map = r->map;
  r->out->facts.rows_n++;
  uint32_t contact = STF_NOBODY;
  unsigned char none = 0;
  unsigned char *mark = &none;
  enum made made = make_id(r, &map->contact, r->out->contacts, &contact);
  if (made == MADE && contact != STF_NOBODY) {
    made = mark_of(r, contact, &mark);
  }
  if (made != MADE) {
    return made;
  }
  if (meets(r, map->drop_contact, false)) {
    *mark |= DROPPED;
  }
  if (!meets(r, map->where, true) || meets(r, map->drop_row, false)) {
    r->out->facts.filtered_n++;
    return NOT_MADE;
  }
  if ((*mark & DROPPED) != 0) {
    return NOT_MADE;
  }
  uint32_t column = map->contact.parts_n == 1 ? map->contact.parts[0].column : STF_MAP_NONE;
  if (contact == STF_NOBODY && needs_contact(map)) {
    return bad(r, column, "the contact is empty");
  }
  if (map->row_is_contact && (*mark & TAKEN) != 0) {
    return bad(r, column,
               "the contact stands in a row above (and the map says 'row: contact')");
  }
  made = make_events(r, contact);
  if (made == MADE) {
    *mark |= TAKEN;
  }
  return made;
}

static enum stf_status read_rows(struct reader *r) {
  struct stf_csv_row row;
  for (;;) {
    enum made made = MADE;
    switch (stf_csv_next(r->csv, &row)) {
    case STF_CSV_END:
      return STF_OK;
    case STF_CSV_FAILED:
      return stf_csv_status(r->csv);
    case STF_CSV_BAD:
      r->out->facts.rows_n++;
      made = bad_line(r);
      break;
    case STF_CSV_ROW:
      for (size_t i = 0; i < r->map->columns_n; i++) {
        r->values[i] = row.fields[r->places[i]].text;
      }
      made = take_row(r);
      break;
    }
    if (made == NO_MEMORY) {
      return STF_ERR_MEMORY;
    }
  }
}

/* --- Files --- */

static enum stf_status tell_missing(const struct reader *r,
                                    const struct stf_map_column *column) {
  const char *names[64];
  size_t n = 0;
  for (; n < stf_csv_columns_n(r->csv) && n < STF_COUNT_OF(names); n++) {
    names[n] = stf_csv_column(r->csv, n);
  }
  char hint[STF_NODE_HINT];
  stf_diag_add(r->diags, STF_SEVERITY_ERROR, column->where, "'%s' has no column '%.60s'%s",
               r->path, column->name, stf_node_hint(column->name, names, n, hint));
  return STF_ERR_INPUT;
}

static enum stf_status find_columns(struct reader *r) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < r->map->columns_n; i++) {
    int place = stf_csv_find(r->csv, r->map->columns[i].name);
    if (place < 0) {
      status = tell_missing(r, &r->map->columns[i]);
    } else {
      r->places[i] = (size_t)place;
    }
  }
  return status;
}

static enum stf_status read_file(struct reader *r, size_t i, struct stf_error *error) {
  struct stf_csv_options options = {.delimiter = r->map->delimiter};
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
  }
  stf_csv_free(r->csv);
  r->csv = NULL;
  return status;
}

/* --- All together --- */

static bool is_dropped(const struct reader *r, const struct stf_event *event) {
  return event->contact_id < r->marks_n && (r->marks[event->contact_id] & DROPPED) != 0;
}

/* Takes out the events of dropped contacts, sorts the others and counts. */
static enum stf_status settle(struct reader *r) {
  struct stf_import *out = r->out;
  size_t kept_n = 0;
  for (size_t i = 0; i < out->events_n; i++) {
    if (!is_dropped(r, &out->events[i])) {
      out->events[kept_n++] = out->events[i];
      out->facts.events_n[out->events[i].kind]++;
    }
  }
  out->events_n = kept_n;
  for (size_t i = 0; i < r->marks_n; i++) {
    out->facts.dropped_n += (r->marks[i] & DROPPED) != 0;
    out->facts.contacts_n += r->marks[i] == TAKEN;
  }
  enum stf_status status = stf_event_sort(out->events, kept_n, out->allocator);
  if (status == STF_OK && kept_n > 0) {
    out->facts.first_us = out->events[0].at_us;
    out->facts.last_us = out->events[kept_n - 1].at_us;
  }
  return status;
}

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
  out->file_hashes = stf_mem_zeroed(in->allocator, in->paths_n, sizeof *out->file_hashes);
  bool complete = out->contacts != NULL && out->customers != NULL && out->details != NULL &&
                  out->reason_texts != NULL && out->file_hashes != NULL;
  return complete ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_import_read(const struct stf_import_in *in, struct stf_import *out,
                                struct stf_diags *diags, struct stf_error *error) {
  struct reader r = {
      .in = in, .map = in->map, .out = out, .diags = diags, .last_row_us = STF_NEVER};
  size_t errors_before = diags->errors_n;
  enum stf_status status = init(in, out);
  r.places = stf_mem_zeroed(in->allocator, in->map->columns_n, sizeof *r.places);
  r.values = stf_mem_zeroed(in->allocator, in->map->columns_n, sizeof *r.values);
  if (r.places == NULL || r.values == NULL) {
    status = STF_ERR_MEMORY;
  }
  for (size_t i = 0; status == STF_OK && i < in->paths_n; i++) {
    status = read_file(&r, i, error);
  }
  if (status == STF_OK) {
    status = settle(&r);
  }
  if (status == STF_OK && diags->errors_n > errors_before) {
    status = STF_ERR_INPUT;
  }
  stf_mem_release(in->allocator, r.places);
  stf_mem_release(in->allocator, r.values);
  stf_mem_release(in->allocator, r.marks);
  stf_mem_release(in->allocator, r.scratch);
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
  stf_names_clear(&import->names);
  stf_dict_free(import->contacts);
  stf_dict_free(import->customers);
  stf_dict_free(import->details);
  stf_dict_free(import->reason_texts);
  *import = (struct stf_import){.allocator = import->allocator};
}
