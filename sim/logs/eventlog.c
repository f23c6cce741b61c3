/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/eventlog.h"

#include "base/quantity.h"
#include "contact/evidence.h"
#include "input/csv.h"
#include "input/source.h"
#include "logs/detail.h"
#include "logs/eventlog_row.h"

#include <stdlib.h>
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
  const struct stf_sink *sink;
  struct stf_dict *customers; /* the caller's, or own_customers */
  struct stf_dict *own_customers;
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
    /* A campaign may go out long before the desk's own events begin. */
    bool begins = r->facts->first_us == STF_NEVER && event->kind != STF_EVENT_CAMPAIGN;
    r->facts->first_us = begins ? event->at_us : r->facts->first_us;
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

/* Contact events have a contact; agent events have an agent and no contact; others neither. */
static bool check_subject(struct reader *r, const struct stf_csv_row *row,
                          enum stf_event_kind kind) {
  bool in_agent = false;
  const char *wrong = stf_eventlog_row_subject(kind, *field(r, row, CONTACT) != '\0',
                                               *field(r, row, AGENT) != '\0', &in_agent);
  if (wrong == NULL) {
    return true;
  }
  enum column column = !in_agent ? CONTACT : r->places[AGENT] >= 0 ? AGENT : EVENT;
  stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, column), "'%s' %s",
               STF_EVENT_KINDS[kind].name, wrong);
  return false;
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
  event->customer = take_id(r, row, CUSTOMER, r->customers, &status);
  event->detail = field(r, row, DETAIL);
  stf_eventlog_row_facts(event, r->facts);
  if (stf_event_of_contact(event->kind)) {
    stf_evidence_resolve(event->at_us, &r->facts->resolution_us);
    const struct stf_csv_field *contact = &row->fields[r->places[CONTACT]];
    event->contact = stf_dict_hash(contact->text, contact->n);
  }
  return status;
}

static bool check_detail(struct reader *r, const struct stf_csv_row *row,
                         const struct stf_event *event) {
  struct stf_event read = *event;
  char why[STF_DETAIL_WHY];
  read.detail = field(r, row, DETAIL);
  if (stf_detail_wrong(&read, why) == NULL) {
    return true;
  }
  stf_diag_add(r->diags, STF_SEVERITY_ERROR, where(r, DETAIL), "%s", why);
  return false;
}

static enum stf_status take_row(struct reader *r, const struct stf_csv_row *row) {
  r->facts->rows_n++;
  struct stf_event event = STF_EVENT_EMPTY;
  bool good = take_time(r, row, &event);
  good = take_kind(r, row, &event) && check_subject(r, row, event.kind) &&
         check_detail(r, row, &event) && good;
  r->wrong = r->wrong || !good;
  if (r->wrong) {
    return STF_OK;
  }
  enum stf_status status = take_ids(r, row, &event);
  if (status == STF_OK && event.kind == STF_EVENT_CAMPAIGN) {
    status = stf_eventlog_row_sending(&event, r->sink);
  }
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

/* Provenance tells the zone in which the log was written. */
static void take_comment(void *context, const char *text, size_t n) {
  static const char KEY[] = " timezone: ";
  struct stf_eventlog_facts *facts = context;
  size_t key_n = sizeof KEY - 1;
  if (facts->timezone[0] == '\0' && n > key_n && n - key_n < sizeof facts->timezone &&
      memcmp(text, KEY, key_n) == 0) {
    memcpy(facts->timezone, text + key_n, n - key_n);
    facts->timezone[n - key_n] = '\0';
  }
}

static enum stf_status read_file(struct reader *r, size_t i, struct stf_error *error) {
  struct stf_csv_options options = {.comment = take_comment, .context = r->facts};
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
  *facts = (struct stf_eventlog_facts){.first_us = STF_NEVER,
                                       .last_us = STF_NEVER,
                                       .resolution_us = STF_EVIDENCE_RESOLUTION_MOST_US};
  struct reader r = {.in = in, .names = names, .facts = facts, .diags = diags, .sink = sink};
  struct stf_assemble_options options = {.idle_close_us = in->idle_close_us};
  enum stf_status status = stf_assemble_new(&options, sink, in->allocator, &r.assemble);
  r.own_customers = in->customers == NULL ? stf_dict_new(in->allocator) : NULL;
  r.customers = in->customers == NULL ? r.own_customers : in->customers;
  if (r.customers == NULL) {
    status = STF_ERR_MEMORY;
  }
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
  stf_dict_free(r.own_customers);
  return status;
}

/* --- A whole log in memory --- */

struct loading {
  struct stf_log *log;
  size_t contacts_capacity;
  size_t presence_capacity;
  size_t sendings_capacity;
};

/* Copies n elements into the log's arena. */
static const void *kept(struct stf_log *log, const void *items, size_t n, size_t size) {
  void *copy = stf_arena_alloc(log->arena, n, size);
  if (copy != NULL && n > 0) {
    memcpy(copy, items, n * size);
  }
  return copy;
}

static enum stf_status keep_contact(void *context, const struct stf_contact *contact) {
  struct loading *loading = context;
  struct stf_log *log = loading->log;
  struct stf_contact *contacts =
      stf_mem_grown(log->allocator, log->contacts, &loading->contacts_capacity,
                    log->contacts_n + 1, sizeof *contacts);
  if (contacts == NULL) {
    return STF_ERR_MEMORY;
  }
  log->contacts = contacts;
  struct stf_contact *copy = &contacts[log->contacts_n];
  *copy = *contact;
  if (contact->works != NULL) {
    copy->works = kept(log, contact->works, contact->works_n, sizeof *contact->works);
  }
  if (contact->replies != NULL) {
    copy->replies = kept(log, contact->replies, contact->replies_n, sizeof *contact->replies);
  }
  if (contact->holds != NULL) {
    copy->holds = kept(log, contact->holds, contact->holds_n, sizeof *contact->holds);
  }
  if ((contact->works != NULL && copy->works == NULL) ||
      (contact->replies != NULL && copy->replies == NULL) ||
      (contact->holds != NULL && copy->holds == NULL)) {
    return STF_ERR_MEMORY;
  }
  log->contacts_n++;
  return STF_OK;
}

static enum stf_status keep_presence(void *context, const struct stf_presence *span) {
  struct loading *loading = context;
  struct stf_log *log = loading->log;
  struct stf_presence *presence =
      stf_mem_grown(log->allocator, log->presence, &loading->presence_capacity,
                    log->presence_n + 1, sizeof *presence);
  if (presence == NULL) {
    return STF_ERR_MEMORY;
  }
  log->presence = presence;
  presence[log->presence_n++] = *span;
  return STF_OK;
}

static enum stf_status keep_sending(void *context, const struct stf_sending *sending) {
  struct loading *loading = context;
  struct stf_log *log = loading->log;
  struct stf_sending *sendings =
      stf_mem_grown(log->allocator, log->sendings, &loading->sendings_capacity,
                    log->sendings_n + 1, sizeof *sendings);
  const char *name = stf_arena_text(log->arena, sending->name, strlen(sending->name));
  log->sendings = sendings != NULL ? sendings : log->sendings;
  if (sendings == NULL || name == NULL) {
    return STF_ERR_MEMORY;
  }
  sendings[log->sendings_n] = *sending;
  sendings[log->sendings_n++].name = name;
  return STF_OK;
}

static int by_opening(const void *a, const void *b) {
  const struct stf_contact *left = a;
  const struct stf_contact *right = b;
  if (left->open_us != right->open_us) {
    return left->open_us < right->open_us ? -1 : 1;
  }
  if (left->id != right->id) {
    return left->id < right->id ? -1 : 1;
  }
  return left->address < right->address ? -1 : left->address > right->address;
}

static int by_start(const void *a, const void *b) {
  const struct stf_presence *left = a;
  const struct stf_presence *right = b;
  if (left->start_us != right->start_us) {
    return left->start_us < right->start_us ? -1 : 1;
  }
  return left->agent < right->agent ? -1 : left->agent > right->agent;
}

enum stf_status stf_eventlog_load(const struct stf_eventlog_in *in, struct stf_names *names,
                                  struct stf_log *log, struct stf_diags *diags,
                                  struct stf_error *error) {
  STF_ASSERT(in->contacts == NULL && in->customers == NULL);
  *log = (struct stf_log){.allocator = in->allocator};
  log->arena = stf_arena_new(in->allocator);
  log->contact_ids = stf_dict_new(in->allocator);
  log->customer_ids = stf_dict_new(in->allocator);
  if (log->arena == NULL || log->contact_ids == NULL || log->customer_ids == NULL) {
    stf_eventlog_clear(log);
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read the event log");
  }
  struct stf_eventlog_in with_ids = *in;
  with_ids.contacts = log->contact_ids;
  with_ids.customers = log->customer_ids;
  struct loading loading = {.log = log};
  struct stf_sink sink = {.context = &loading,
                          .contact = keep_contact,
                          .presence = keep_presence,
                          .sending = keep_sending};
  enum stf_status status =
      stf_eventlog_read(&with_ids, names, &sink, &log->facts, diags, error);
  if (status != STF_OK) {
    stf_eventlog_clear(log);
    return status;
  }
  if (log->contacts_n > 0) {
    qsort(log->contacts, log->contacts_n, sizeof *log->contacts, by_opening);
  }
  if (log->presence_n > 0) {
    qsort(log->presence, log->presence_n, sizeof *log->presence, by_start);
  }
  return STF_OK;
}

void stf_eventlog_clear(struct stf_log *log) {
  stf_mem_release(log->allocator, log->sendings);
  stf_mem_release(log->allocator, log->contacts);
  stf_mem_release(log->allocator, log->presence);
  stf_dict_free(log->contact_ids);
  stf_dict_free(log->customer_ids);
  stf_arena_free(log->arena);
  *log = (struct stf_log){.allocator = log->allocator};
}

enum stf_status stf_eventlog_works(const struct stf_log *log, struct stf_work **works,
                                   size_t *works_n) {
  size_t n = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    n += log->contacts[i].works_n;
  }
  *works = stf_mem_zeroed(log->allocator, n, sizeof **works);
  *works_n = 0;
  if (*works == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    const struct stf_work *from = contact->works != NULL ? contact->works : &contact->work;
    for (uint32_t k = 0; k < contact->works_n; k++) {
      (*works)[(*works_n)++] = from[k];
    }
  }
  return STF_OK;
}
