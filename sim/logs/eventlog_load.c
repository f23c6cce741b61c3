/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/eventlog.h"

#include <stdlib.h>
#include <string.h>

struct loading {
  struct stf_log *log;
  size_t contacts_capacity;
  size_t presence_capacity;
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
  if (contact->reply_waits_us != NULL) {
    copy->reply_waits_us =
        kept(log, contact->reply_waits_us, contact->replies_n, sizeof *contact->reply_waits_us);
  }
  if ((contact->works != NULL && copy->works == NULL) ||
      (contact->reply_waits_us != NULL && copy->reply_waits_us == NULL)) {
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
  STF_ASSERT(in->contacts == NULL);
  *log = (struct stf_log){.allocator = in->allocator};
  log->arena = stf_arena_new(in->allocator);
  log->contact_ids = stf_dict_new(in->allocator);
  if (log->arena == NULL || log->contact_ids == NULL) {
    stf_eventlog_clear(log);
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read the event log");
  }
  struct stf_eventlog_in with_ids = *in;
  with_ids.contacts = log->contact_ids;
  struct loading loading = {.log = log};
  struct stf_sink sink = {
      .context = &loading, .contact = keep_contact, .presence = keep_presence};
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
  stf_mem_release(log->allocator, log->contacts);
  stf_mem_release(log->allocator, log->presence);
  stf_dict_free(log->contact_ids);
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
