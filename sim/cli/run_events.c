/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_events.h"

#include "contact/trail.h"
#include "desk/staffing.h"
#include "report/output.h"
#include "report/provenance.h"

#include <stdio.h>
#include <string.h>

/* Events of one replication. */
struct gathered {
  struct stf_run_job *job;
  struct stf_event *events;
  size_t events_n;
  size_t capacity;
  struct stf_dict *ids; /* texts of the contacts */
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

/* Text of a contact: the log's own id, or class and number. Clones, whose address is not that
 * of the log's id, and contacts that a volume above 1 added get a number behind '+'. */
static uint32_t id_of(struct gathered *gathered, const struct stf_contact *contact) {
  const struct stf_run_job *job = gathered->job;
  const char *class_name = stf_dict_text(job->scenario->names.classes, contact->class_id);
  char text[512];
  if (job->given != 0) {
    (void)snprintf(text, sizeof text, "%s", stf_dict_text(job->log.contact_ids, contact->id));
  } else {
    (void)snprintf(text, sizeof text, "%s-%u", class_name, contact->id);
  }
  bool original = job->given == 0 || contact->address == stf_dict_hash(text, strlen(text));
  uint32_t before = stf_dict_count(gathered->ids);
  uint32_t id = original ? stf_dict_add(gathered->ids, text, strlen(text)) : 0;
  bool taken = !original || id < before;
  for (unsigned copy = 1; id != STF_DICT_NONE && taken; copy++) {
    char more[560];
    (void)snprintf(more, sizeof more, "%s+%u", text, copy);
    id = stf_dict_add(gathered->ids, more, strlen(more));
    taken = id < before;
  }
  return id;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct gathered *gathered = context;
  for (size_t i = 0; i < n; i++) {
    struct stf_contact contact = contacts[i];
    contact.id = id_of(gathered, &contacts[i]);
    if (contact.id == STF_DICT_NONE ||
        make_room(gathered, stf_trail_contact_most(&contact)) != STF_OK) {
      return STF_ERR_MEMORY;
    }
    gathered->events_n += stf_trail_contact(&contact, gathered->events + gathered->events_n);
  }
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

/* Agents of pools get names, so that their work and presence can be told apart in the log. */
static enum stf_status name_pools(struct stf_run_job *job, struct stf_desk *desk) {
  struct stf_arena *arena = job->scenario->arena;
  struct stf_team *teams = stf_arena_alloc(arena, desk->teams_n, sizeof *teams);
  if (teams == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    uint32_t peak = stf_staffing_peak(desk, t);
    uint32_t *names = stf_arena_alloc(arena, (size_t)peak + 1, sizeof *names);
    if (names == NULL) {
      return STF_ERR_MEMORY;
    }
    for (uint32_t a = 0; a < peak; a++) {
      char text[512];
      (void)snprintf(text, sizeof text, "%s#%u",
                     stf_dict_text(job->scenario->names.teams, desk->teams[t].name), a + 1);
      names[a] = stf_dict_add(job->scenario->names.agents, text, strlen(text));
      if (names[a] == STF_DICT_NONE) {
        return STF_ERR_MEMORY;
      }
    }
    teams[t] = desk->teams[t];
    teams[t].pool_names = names;
    teams[t].pool_names_n = peak;
  }
  desk->teams = teams;
  return STF_OK;
}

static enum stf_status simulate(struct gathered *gathered) {
  struct stf_run_job *job = gathered->job;
  struct stf_desk desk = job->desk;
  struct stf_engine *engine = NULL;
  enum stf_status status = name_pools(job, &desk);
  if (status == STF_OK) {
    status = stf_engine_new(&desk, NULL, &engine);
  }
  if (status == STF_OK) {
    uint32_t replication = (uint32_t)stf_options_integer(job->arguments, "events-of") - 1;
    struct stf_stream stream = stf_stream_of(job->seed, replication);
    struct stf_engine_sink sink = {
        .context = gathered, .contacts = take_contacts, .presence = take_presence};
    struct stf_engine_account account;
    status = stf_engine_run(engine, &stream, &sink, &account);
  }
  stf_engine_free(engine);
  return status == STF_OK ? stf_event_sort(gathered->events, gathered->events_n, NULL) : status;
}

static enum stf_status write_events(struct gathered *gathered, FILE *file) {
  struct stf_run_job *job = gathered->job;
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
                                 .contacts = gathered->ids};
  enum stf_status status = stf_eventlog_begin(&out, lines, lines_n, &job->error);
  return status == STF_OK
             ? stf_eventlog_write(&out, gathered->events, gathered->events_n, &job->error)
             : status;
}

enum stf_status stf_run_events_write(struct stf_run_job *job) {
  struct gathered gathered = {.job = job, .ids = stf_dict_new(NULL)};
  struct stf_output output;
  enum stf_status status = gathered.ids != NULL ? simulate(&gathered) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    status = stf_output_open(&output, stf_options_text(job->arguments, "events"),
                             stf_options_given(job->arguments, "force"), job->console->out,
                             NULL, &job->error);
    if (status == STF_OK) {
      status = write_events(&gathered, output.file);
      status = status == STF_OK ? stf_output_commit(&output, &job->error)
                                : stf_output_fail(&output, status, &job->error);
    }
  }
  stf_mem_release(NULL, gathered.events);
  stf_dict_free(gathered.ids);
  return status;
}
