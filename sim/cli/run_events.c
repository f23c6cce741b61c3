/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_events.h"

#include "cli/put.h"
#include "cli/run_one.h"
#include "contact/trail.h"
#include "report/provenance.h"

#include <stdio.h>
#include <string.h>

/* Events of one replication. */
struct gathered {
  struct stf_run_one one;
  struct stf_event *events;
  size_t events_n;
  size_t capacity;
};

static enum stf_status make_room(struct gathered *gathered, size_t more) {
  struct stf_event *events = stf_mem_grown(NULL, gathered->events, &gathered->capacity,
                                           gathered->events_n + more, sizeof *events);
  if (events == NULL) {
    return STF_ERR_MEMORY;
  }
  gathered->events = events;
  return STF_OK;
}

static enum stf_status take_contact(void *context, const struct stf_contact *contact) {
  struct gathered *gathered = context;
  if (make_room(gathered, stf_trail_contact_most(contact)) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  gathered->events_n += stf_trail_contact(contact, gathered->events + gathered->events_n);
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct gathered *gathered = context;
  if (make_room(gathered, 2) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  gathered->events_n += stf_trail_presence(span, gathered->events + gathered->events_n);
  return STF_OK;
}

/* "name=sale;messages=20000". A ';' would end the name. */
static const char *sending_detail(struct stf_arena *arena,
                                  const struct stf_demand_campaign *campaign) {
  char messages[32];
  (void)snprintf(messages, sizeof messages, ";messages=%lu",
                 (unsigned long)campaign->messages_n);
  char *name = stf_arena_text(arena, campaign->name, strlen(campaign->name));
  for (char *p = name; p != NULL && *p != '\0'; p++) {
    if (*p == ';') {
      *p = ',';
    }
  }
  return name != NULL ? stf_arena_join(arena, "name=", name, messages) : NULL;
}

/* The campaigns that go out before the run ends, also those from before it, whose replies may
 * still come. */
static enum stf_status take_sendings(struct gathered *gathered) {
  const struct stf_run_job *job = gathered->one.job;
  const struct stf_demand *demand = job->desk.demand;
  size_t n = demand != NULL ? demand->campaigns_n : 0;
  if (make_room(gathered, n + 1) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    const struct stf_demand_campaign *campaign = &demand->campaigns[i];
    struct stf_event *event = &gathered->events[gathered->events_n++];
    *event = STF_EVENT_EMPTY;
    event->kind = STF_EVENT_CAMPAIGN;
    event->at_us = campaign->at_us;
    event->class_id = job->desk.classes[campaign->class_index].name;
    event->channel = job->desk.classes[campaign->class_index].channel;
    event->detail = sending_detail(job->scenario->arena, campaign);
    if (event->detail == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

static enum stf_status simulate(struct gathered *gathered) {
  enum stf_status status = stf_run_one_simulate(&gathered->one);
  if (status == STF_OK) {
    status = take_sendings(gathered);
  }
  return status == STF_OK ? stf_event_sort(gathered->events, gathered->events_n, NULL) : status;
}

static enum stf_status write_events(void *context, FILE *file) {
  struct gathered *gathered = context;
  struct stf_run_job *job = gathered->one.job;
  struct stf_provenance_input inputs[2];
  struct stf_provenance provenance = stf_run_job_provenance(job, inputs);
  size_t lines_n = 0;
  const char *const *lines = stf_provenance_lines(&provenance, job->scenario->arena, &lines_n);
  if (lines == NULL) {
    return STF_ERR_MEMORY;
  }
  struct stf_eventlog_out out = {.file = file,
                                 .zone = job->scenario->zone,
                                 .names = &job->scenario->names,
                                 .contacts = gathered->one.ids,
                                 .customers = gathered->one.customers};
  enum stf_status status = stf_eventlog_begin(&out, lines, lines_n, &job->error);
  return status == STF_OK
             ? stf_eventlog_write(&out, gathered->events, gathered->events_n, &job->error)
             : status;
}

enum stf_status stf_run_events_write(struct stf_run_job *job) {
  struct gathered gathered = {.one.job = job};
  gathered.one.taker = (struct stf_run_one_taker){
      .context = &gathered, .contact = take_contact, .presence = take_presence};
  enum stf_status status = simulate(&gathered);
  if (status == STF_OK) {
    const struct stf_put_writer writer = {.context = &gathered, .write = write_events};
    status = stf_put_results(job->console, job->arguments, "events", &writer, &job->error);
  }
  stf_mem_release(NULL, gathered.events);
  stf_run_one_clear(&gathered.one);
  return status;
}
