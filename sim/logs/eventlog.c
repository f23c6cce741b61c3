/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/eventlog.h"

#include "base/quantity.h"
#include "input/csv.h"
#include "input/source.h"

#include <string.h>

enum column {
  TIME,
  CONTACT,
  EVENT,
  AGENT,
  TEAM,
  CLASS,
  CHANNEL,
  PRIORITY,
  CUSTOMER,
  DETAIL,
  COLUMNS_N,
  REQUIRED_N = EVENT + 1
};

static const char *const COLUMNS[COLUMNS_N] = {"time",     "contact", "event",   "agent",
                                               "team",     "class",   "channel", "priority",
                                               "customer", "detail"};

enum {
  TIME_TEXT = 48 /* of a time, shown in messages */
};

struct reader {
  const struct stf_eventlog_in *in;
  struct stf_names *names;
  struct stf_eventlog_facts *facts;
  struct stf_diags *diags;
  struct stf_assemble *assemble;
  struct stf_csv *csv;
  int places[COLUMNS_N]; /* index of each column in the file, or -1 */
  char last_time[TIME_TEXT];
  bool wrong; /* a mistake was found: records are not assembled any more */
};

static const char *const NO_TEXT = "";

static const char *field(const struct reader *r, const struct stf_csv_row *row,
                         enum column column) {
  return r->places[column] >= 0 ? row->fields[r->places[column]].text : NO_TEXT;
}

static struct stf_where where(const struct reader *r, enum column column) {
  return stf_csv_where(r->csv, (size_t)r->places[column]);
}

/* --- The header --- */

static void take_column(struct reader *r, size_t i) {
  const char *name = stf_csv_column(r->csv, i);
  for (size_t column = 0; column < COLUMNS_N; column++) {
    if (strcmp(COLUMNS[column], name) != 0) {
      continue;
    }
    if (r->places[column] >= 0) {
      r->wrong = true;
      stf_diag_add(r->diags, STF_SEVERITY_ERROR, stf_csv_where(r->csv, i),
                   "column '%s' stands twice", name);
    } else {
      r->places[column] = (int)i;
    }
    return;
  }
  r->wrong = true;
  const char *nearest = stf_quantity_nearest(name, COLUMNS, COLUMNS_N);
  if (nearest != NULL) {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, stf_csv_where(r->csv, i),
                 "unknown column '%s'; did you mean '%s'?", name, nearest);
  } else {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, stf_csv_where(r->csv, i),
                 "unknown column '%s' (an event log has time, contact, event, agent, team, "
                 "class, channel, priority, customer, detail; other files: 'staffetta import')",
                 name);
  }
}

static bool take_columns(struct reader *r) {
  for (size_t column = 0; column < COLUMNS_N; column++) {
    r->places[column] = -1;
  }
  for (size_t i = 0; i < stf_csv_columns_n(r->csv); i++) {
    take_column(r, i);
  }
  bool complete = true;
  for (size_t column = 0; column < REQUIRED_N; column++) {
    if (r->places[column] < 0) {
      struct stf_where header = stf_csv_where(r->csv, 0);
      header.column = 0;
      stf_diag_add(r->diags, STF_SEVERITY_ERROR, header, "column '%s' is missing",
                   COLUMNS[column]);
      r->wrong = true;
      complete = false;
    }
  }
  return complete;
}

/* --- Rows --- */

static bool take_time(struct reader *r, const struct stf_csv_row *row,
                      struct stf_event *event) {
  const struct stf_csv_field *text = &row->fields[r->places[TIME]];
  if (!stf_zone_parse_instant(text->text, text->n, &event->at_us)) {
    stf_diag_add(
        r->diags, STF_SEVERITY_ERROR, where(r, TIME),
        "'%.60s' is no time: RFC 3339 with offset (2026-12-21T09:30:00+01:00) or epoch "
        "seconds",
        text->text);
    return false;
  }
  struct stf_eventlog_facts *facts = r->facts;
  bool back = facts->last_us != STF_NEVER && event->at_us < facts->last_us;
  if (back) {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, TIME),
                 "a step back in time: %.60s after %s in the row above; sort the log by time",
                 text->text, r->last_time);
  }
  facts->first_us = facts->first_us == STF_NEVER ? event->at_us : facts->first_us;
  facts->last_us = event->at_us;
  size_t n = text->n < TIME_TEXT ? text->n : TIME_TEXT - 1;
  memcpy(r->last_time, text->text, n);
  r->last_time[n] = '\0';
  return !back;
}

static bool take_kind(struct reader *r, const struct stf_csv_row *row,
                      struct stf_event *event) {
  const char *name = field(r, row, EVENT);
  if (stf_event_find(name, &event->kind)) {
    r->facts->events_n[event->kind]++;
    return true;
  }
  const char *nearest = stf_event_nearest(name);
  if (*name == '\0') {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, EVENT), "the event is empty");
  } else if (nearest != NULL) {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, EVENT),
                 "unknown event '%.60s'; did you mean '%s'?", name, nearest);
  } else {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, EVENT), "unknown event '%.60s'", name);
  }
  return false;
}

/* Contact events have a contact; agent events have an agent and no contact. */
static bool check_subject(struct reader *r, const struct stf_csv_row *row,
                          enum stf_event_kind kind) {
  bool has_contact = *field(r, row, CONTACT) != '\0';
  const char *name = STF_EVENT_KINDS[kind].name;
  if (!stf_event_of_agent(kind) && !has_contact) {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, CONTACT),
                 "'%s' needs a contact, but the field is empty", name);
    return false;
  }
  if (stf_event_of_agent(kind) && has_contact) {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, CONTACT),
                 "'%s' is about an agent: the contact must be empty", name);
    return false;
  }
  if (stf_event_of_agent(kind) && *field(r, row, AGENT) == '\0') {
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, r->places[AGENT] >= 0 ? AGENT : EVENT),
                 "'%s' needs an agent", name);
    return false;
  }
  return true;
}

/* Id of the column's text, STF_NOBODY if it is empty; *status becomes STF_ERR_MEMORY. */
static uint32_t take_id(const struct reader *r, const struct stf_csv_row *row,
                        enum column column, struct stf_dict *dict, enum stf_status *status) {
  if (r->places[column] < 0 || dict == NULL) {
    return STF_NOBODY;
  }
  const struct stf_csv_field *text = &row->fields[r->places[column]];
  if (text->n == 0) {
    return STF_NOBODY;
  }
  uint32_t id = stf_dict_add(dict, text->text, text->n);
  *status = id != STF_DICT_NONE ? *status : STF_ERR_MEMORY;
  return id;
}

static enum stf_status take_ids(const struct reader *r, const struct stf_csv_row *row,
                                struct stf_event *event) {
  enum stf_status status = STF_OK;
  event->contact_id = take_id(r, row, CONTACT, r->in->contacts, &status);
  event->agent = take_id(r, row, AGENT, r->names->agents, &status);
  event->team = take_id(r, row, TEAM, r->names->teams, &status);
  event->class_id = take_id(r, row, CLASS, r->names->classes, &status);
  event->channel = take_id(r, row, CHANNEL, r->names->channels, &status);
  event->priority = take_id(r, row, PRIORITY, r->names->priorities, &status);
  event->detail = field(r, row, DETAIL);
  if (!stf_event_of_agent(event->kind)) {
    const struct stf_csv_field *contact = &row->fields[r->places[CONTACT]];
    event->contact = stf_dict_hash(contact->text, contact->n);
  }
  return status;
}

static enum stf_status take_row(struct reader *r, const struct stf_csv_row *row) {
  r->facts->rows_n++;
  struct stf_event event = STF_EVENT_EMPTY;
  bool good = take_time(r, row, &event);
  good = take_kind(r, row, &event) && check_subject(r, row, event.kind) && good;
  r->wrong = r->wrong || !good;
  if (r->wrong) {
    return STF_OK;
  }
  enum stf_status status = take_ids(r, row, &event);
  return status == STF_OK ? stf_assemble_event(r->assemble, &event) : status;
}

static void tell_bad_row(struct reader *r) {
  const struct stf_csv_problem *problem = stf_csv_problem(r->csv);
  struct stf_where place = stf_csv_where(r->csv, 0);
  place.line = problem->line;
  place.column = problem->column;
  stf_diag_add(r->diags, STF_SEVERITY_ERROR, place, "%s", problem->message);
  r->wrong = true;
}

static enum stf_status read_rows(struct reader *r) {
  struct stf_csv_row row;
  for (;;) {
    enum stf_csv_got got = stf_csv_next(r->csv, &row);
    if (got == STF_CSV_END) {
      return STF_OK;
    }
    if (got == STF_CSV_FAILED) {
      return stf_csv_status(r->csv);
    }
    if (got == STF_CSV_BAD) {
      tell_bad_row(r);
      continue;
    }
    enum stf_status status = take_row(r, &row);
    if (status != STF_OK) {
      return status;
    }
  }
}

static enum stf_status read_file(struct reader *r, size_t i, struct stf_error *error) {
  struct stf_csv_options options = {.delimiter = '\0'};
  enum stf_status status =
      stf_csv_open(r->in->paths[i], &options, r->in->allocator, r->diags, &r->csv, error);
  if (status == STF_OK && take_columns(r)) {
    status = read_rows(r);
  }
  if (status == STF_OK) {
    uint64_t before = r->facts->content_hash;
    r->facts->content_hash = stf_source_hash_fold(before, stf_csv_hash(r->csv), i);
  }
  stf_csv_free(r->csv);
  r->csv = NULL;
  if (status == STF_ERR_INPUT) { /* told; the next file may have mistakes to show, too */
    r->wrong = true;
    return STF_OK;
  }
  return status;
}

static void sum_up(struct reader *r) {
  struct stf_eventlog_facts *facts = r->facts;
  const int64_t *n = facts->events_n;
  facts->has_queue = n[STF_EVENT_QUEUE] + n[STF_EVENT_HANDOFF] > 0;
  facts->has_assign = n[STF_EVENT_ASSIGN] > 0;
  facts->has_work = n[STF_EVENT_WORK_START] > 0 && n[STF_EVENT_WORK_END] > 0;
  facts->has_close = n[STF_EVENT_CLOSE] > 0;
  facts->has_messages = n[STF_EVENT_MSG_IN] + n[STF_EVENT_MSG_AUTO] + n[STF_EVENT_MSG_BOT] +
                            n[STF_EVENT_MSG_AGENT] >
                        0;
  facts->has_presence = n[STF_EVENT_AGENT_ON] + n[STF_EVENT_AGENT_BACK] > 0;
  facts->contacts = stf_assemble_facts(r->assemble);
}

enum stf_status stf_eventlog_read(const struct stf_eventlog_in *in, struct stf_names *names,
                                  const struct stf_sink *sink, struct stf_eventlog_facts *facts,
                                  struct stf_diags *diags, struct stf_error *error) {
  *facts = (struct stf_eventlog_facts){.first_us = STF_NEVER, .last_us = STF_NEVER};
  struct reader r = {.in = in, .names = names, .facts = facts, .diags = diags};
  struct stf_assemble_options options = {.idle_close_us = in->idle_close_us};
  enum stf_status status = stf_assemble_new(&options, sink, in->allocator, &r.assemble);
  for (size_t i = 0; status == STF_OK && i < in->paths_n; i++) {
    status = read_file(&r, i, error);
  }
  if (status == STF_OK && r.wrong) {
    status = STF_ERR_INPUT;
  }
  if (status == STF_OK && facts->rows_n > 0) {
    status = stf_assemble_finish(r.assemble, facts->last_us);
  }
  if (status == STF_OK) {
    sum_up(&r);
  }
  if (status == STF_ERR_MEMORY) {
    (void)stf_status_fail(error, status, 0, "no memory to read the event log");
  }
  stf_assemble_free(r.assemble);
  return status;
}
