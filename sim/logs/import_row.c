/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/import_row.h"

#include "base/quantity.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  CLOCK_MOST_S = 2 * 86400, /* seconds of a day, with some rope for days that end at 26:00 */
  REPEAT_MOST = 65535,      /* what a contact counts */
  REASON_TEXT = 160
};

#define DURATION_MOST_US 3.2e15 /* a century */

/* --- Bad rows --- */

static enum stf_import_made count_reason(struct stf_import_reader *r, const char *text,
                                         int line) {
  struct stf_import *out = r->out;
  uint32_t id = stf_dict_add(out->reason_texts, text, strlen(text));
  if (id == STF_DICT_NONE) {
    return STF_IMPORT_NO_MEMORY;
  }
  if (id == out->reasons_n) {
    struct stf_import_reason *reasons =
        stf_mem_grown(out->allocator, out->reasons, &r->reasons_capacity, out->reasons_n + 1,
                      sizeof *reasons);
    if (reasons == NULL) {
      return STF_IMPORT_NO_MEMORY;
    }
    out->reasons = reasons;
    reasons[out->reasons_n++] = (struct stf_import_reason){
        .text = stf_dict_text(out->reason_texts, id), .path = r->path, .line = line};
  }
  out->reasons[id].rows_n++;
  out->facts.bad_n++;
  return STF_IMPORT_BAD;
}

enum stf_import_made stf_import_row_bad(struct stf_import_reader *r, uint32_t column,
                                        const char *format, ...) {
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

enum stf_import_made stf_import_row_bad_line(struct stf_import_reader *r) {
  const struct stf_csv_problem *problem = stf_csv_problem(r->csv);
  if (r->in->strict) {
    struct stf_where where = {
        .path = r->path, .line = problem->line, .column = problem->column};
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where, "%s", problem->message);
  }
  return count_reason(r, STF_CSV_REASONS[problem->reason], problem->line);
}

/* --- Values --- */

static bool append(struct stf_import_reader *r, size_t *n, const char *text) {
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

static const char *part_text(const struct stf_import_reader *r,
                             const struct stf_map_part *part) {
  return part->text != NULL ? part->text : r->values[part->column];
}

const char *stf_import_row_text(struct stf_import_reader *r,
                                const struct stf_map_value *value) {
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

/* "3.93E+11": what spreadsheets make of long numbers. Many ids become one then. */
static bool is_rounded(const char *text) {
  size_t n = strspn(text, "0123456789");
  size_t all_n = n;
  if (text[n] == '.' || text[n] == ',') {
    all_n += 1 + strspn(text + n + 1, "0123456789");
  }
  const char *exponent = text + all_n;
  return n == 1 && exponent[0] == 'E' && exponent[1] == '+' && exponent[2] != '\0' &&
         exponent[2 + strspn(exponent + 2, "0123456789")] == '\0';
}

enum stf_import_made stf_import_row_id(struct stf_import_reader *r,
                                       const struct stf_map_value *value, struct stf_dict *dict,
                                       uint32_t *out) {
  const char *text = stf_import_row_text(r, value);
  *out = STF_NOBODY;
  if (text == NULL) {
    return STF_IMPORT_NO_MEMORY;
  }
  if (*text != '\0') {
    bool is_id = dict == r->out->contacts || dict == r->out->customers;
    r->row_is_rounded = r->row_is_rounded || (is_id && is_rounded(text));
    *out = stf_dict_add(dict, text, strlen(text));
    return *out != STF_DICT_NONE ? STF_IMPORT_MADE : STF_IMPORT_NO_MEMORY;
  }
  return STF_IMPORT_MADE;
}

/* --- Times --- */

static enum stf_import_made read_stamp(struct stf_import_reader *r,
                                       const struct stf_map_time *at, int64_t *out_us) {
  const char *text = r->values[at->column];
  if (*text == '\0') {
    return STF_IMPORT_NOT_MADE;
  }
  if (stf_stamp_read(&at->stamp, r->map->zone, text, out_us)) {
    return STF_IMPORT_MADE;
  }
  bool zoned = r->map->zone != NULL || at->stamp.kind != STF_STAMP_AUTO;
  return stf_import_row_bad(r, at->column, "'%s' is no time%s",
                            r->map->columns[at->column].name,
                            zoned ? "" : " (one without offset needs 'timezone')");
}

static enum stf_import_made read_clock(struct stf_import_reader *r,
                                       const struct stf_map_time *at, int64_t *out_us) {
  const char *date = r->values[at->column];
  const char *seconds = r->values[at->seconds_column];
  if (*date == '\0' || *seconds == '\0') {
    return STF_IMPORT_NOT_MADE;
  }
  struct stf_civil civil;
  if (!stf_stamp_read_date(&at->stamp, r->map->zone, date, &civil)) {
    return stf_import_row_bad(r, at->column, "'%s' is no date",
                              r->map->columns[at->column].name);
  }
  double s = 0;
  if (!stf_quantity_number(seconds, &s) || s < 0 || s > CLOCK_MOST_S) {
    return stf_import_row_bad(r, at->seconds_column,
                              "'%s' is no number of seconds since midnight",
                              r->map->columns[at->seconds_column].name);
  }
  double whole_s = floor(s);
  civil.hour = 0;
  civil.minute = 0;
  civil.second = (int)whole_s;
  civil.us = (int)lround((s - whole_s) * 1e6);
  *out_us = stf_zone_to_utc(r->map->zone, &civil);
  if (!at->has_reference) {
    return STF_IMPORT_MADE;
  }
  /* Clocks restart at midnight: take the day that lies nearest to the reference. */
  int64_t reference_us = r->made_us[at->reference];
  if (reference_us == STF_NEVER) {
    return STF_IMPORT_NOT_MADE;
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
  return STF_IMPORT_MADE;
}

static enum stf_import_made read_after(struct stf_import_reader *r,
                                       const struct stf_map_time *at, int64_t *out_us) {
  int64_t reference_us = r->made_us[at->reference];
  if (reference_us == STF_NEVER) {
    return STF_IMPORT_NOT_MADE;
  }
  *out_us = reference_us;
  if (at->column == STF_MAP_NONE) {
    return STF_IMPORT_MADE;
  }
  const char *text = r->values[at->column];
  if (*text == '\0') {
    return STF_IMPORT_NOT_MADE;
  }
  double duration = 0;
  if (!stf_quantity_number(text, &duration) || duration * at->unit_us > DURATION_MOST_US) {
    return stf_import_row_bad(r, at->column, "'%s' is no duration",
                              r->map->columns[at->column].name);
  }
  if (duration < 0) {
    return stf_import_row_bad(r, at->column, "'%s' is a negative duration",
                              r->map->columns[at->column].name);
  }
  *out_us += llround(duration * at->unit_us);
  return STF_IMPORT_MADE;
}

enum stf_import_made stf_import_row_time(struct stf_import_reader *r,
                                         const struct stf_map_time *at, int64_t *out_us) {
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

static enum stf_import_made read_kind(struct stf_import_reader *r,
                                      const struct stf_map_event *from,
                                      enum stf_event_kind *out) {
  *out = from->fixed_kind;
  if (from->kind_is_fixed) {
    return STF_IMPORT_MADE;
  }
  const char *name = stf_import_row_text(r, &from->kind);
  if (name == NULL) {
    return STF_IMPORT_NO_MEMORY;
  }
  if (*name == '\0') {
    return STF_IMPORT_NOT_MADE;
  }
  uint32_t column = from->kind.parts_n == 1 ? from->kind.parts[0].column : STF_MAP_NONE;
  return stf_event_find(name, out)
             ? STF_IMPORT_MADE
             : stf_import_row_bad(r, column, "the map gives no event for this row");
}

static enum stf_import_made read_fields(struct stf_import_reader *r,
                                        const struct stf_map_event *from,
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
    enum stf_import_made made = stf_import_row_id(r, &from->fields[i], dicts[i], ids[i]);
    if (made != STF_IMPORT_MADE) {
      return made;
    }
  }
  event->detail = detail != STF_NOBODY ? stf_dict_text(out->details, detail) : NULL;
  return STF_IMPORT_MADE;
}

static enum stf_import_made read_times(struct stf_import_reader *r,
                                       const struct stf_map_event *from, uint32_t *out) {
  *out = 1;
  if (from->repeat == STF_MAP_NONE) {
    return STF_IMPORT_MADE;
  }
  const char *text = r->values[from->repeat];
  int64_t times = 0;
  if (*text != '\0' &&
      (!stf_quantity_integer(text, &times) || times < 0 || times > REPEAT_MOST)) {
    return stf_import_row_bad(r, from->repeat, "'%s' is no count",
                              r->map->columns[from->repeat].name);
  }
  *out = (uint32_t)times;
  return times > 0 ? STF_IMPORT_MADE : STF_IMPORT_NOT_MADE;
}

static enum stf_import_made keep_event(struct stf_import_reader *r,
                                       const struct stf_event *event,
                                       struct stf_import_origin origin) {
  size_t n = r->out->events_n;
  struct stf_event *events = stf_mem_grown(r->in->allocator, r->out->events,
                                           &r->events_capacity, n + 1, sizeof *events);
  r->out->events = events != NULL ? events : r->out->events;
  struct stf_import_origin *origins =
      stf_mem_grown(r->in->allocator, r->origins, &r->origins_capacity, n + 1, sizeof *origins);
  r->origins = origins != NULL ? origins : r->origins;
  if (events == NULL || origins == NULL) {
    return STF_IMPORT_NO_MEMORY;
  }
  events[n] = *event;
  origins[n] = origin;
  r->out->events_n = n + 1;
  r->made_us[event->kind] = event->at_us;
  return STF_IMPORT_MADE;
}

static enum stf_import_made make_event(struct stf_import_reader *r,
                                       const struct stf_map_event *from, uint32_t contact) {
  struct stf_event event = STF_EVENT_EMPTY;
  struct stf_import_origin origin = {.event = (uint32_t)(from - r->map->events)};
  if (from->when != NULL && !stf_expr_holds(from->when, r->values)) {
    return STF_IMPORT_NOT_MADE;
  }
  enum stf_import_made made = read_kind(r, from, &event.kind);
  if (made == STF_IMPORT_MADE && contact == STF_NOBODY && stf_event_of_contact(event.kind)) {
    return STF_IMPORT_NOT_MADE;
  }
  if (made == STF_IMPORT_MADE) {
    made = stf_import_row_time(r, &from->at, &event.at_us);
  }
  if (made == STF_IMPORT_MADE) {
    made = read_fields(r, from, &event);
  }
  if (made == STF_IMPORT_MADE) {
    made = read_times(r, from, &origin.times);
  }
  if (made != STF_IMPORT_MADE) {
    return made;
  }
  bool of_agent = stf_event_of_agent(event.kind);
  if (of_agent && event.agent == STF_NOBODY) {
    return stf_import_row_bad(r, STF_MAP_NONE, "'%s' needs an agent",
                              STF_EVENT_KINDS[event.kind].name);
  }
  event.contact_id = stf_event_of_contact(event.kind) ? contact : STF_NOBODY;
  return keep_event(r, &event, origin);
}

enum stf_import_made stf_import_row_events(struct stf_import_reader *r, uint32_t contact) {
  size_t before_n = r->out->events_n;
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    r->made_us[i] = STF_NEVER;
  }
  for (size_t i = 0; i < r->map->events_n; i++) {
    enum stf_import_made made = make_event(r, &r->map->events[i], contact);
    if (made == STF_IMPORT_BAD || made == STF_IMPORT_NO_MEMORY) {
      r->out->events_n = before_n;
      return made;
    }
  }
  if (r->out->events_n == before_n) {
    r->out->facts.silent_n++;
    return STF_IMPORT_NOT_MADE;
  }
  int64_t first_us = r->out->events[before_n].at_us;
  r->out->facts.back_n += r->last_row_us != STF_NEVER && first_us < r->last_row_us;
  r->last_row_us = first_us;
  return STF_IMPORT_MADE;
}
