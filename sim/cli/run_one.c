/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_one.h"

#include "desk/staffing.h"
#include "replicate/drawn.h"

#include <stdio.h>
#include <string.h>

/* Text of a contact: the log's own id, or class and number (of a campaign's message). Clones,
 * whose address is not that of the log's id, and contacts that a volume above 1 added get a
 * number behind '+'. */
static uint32_t id_of(struct stf_run_one *one, const struct stf_contact *contact) {
  const struct stf_run_job *job = one->job;
  const char *class_name = stf_dict_text(job->scenario->names.classes, contact->class_id);
  char text[512];
  bool from_log = job->given != 0 && contact->campaign == STF_CAMPAIGN_NONE;
  if (contact->campaign != STF_CAMPAIGN_NONE) {
    (void)snprintf(text, sizeof text, "%s-campaign-%u", class_name, contact->id);
  } else if (from_log) {
    (void)snprintf(text, sizeof text, "%s", stf_dict_text(job->log.contact_ids, contact->id));
  } else {
    (void)snprintf(text, sizeof text, "%s-%u", class_name, contact->id);
  }
  bool original = !from_log || contact->address == stf_dict_hash(text, strlen(text));
  uint32_t before = stf_dict_count(one->ids);
  uint32_t id = original ? stf_dict_add(one->ids, text, strlen(text)) : 0;
  bool taken = !original || id < before;
  for (unsigned copy = 1; id != STF_DICT_NONE && taken; copy++) {
    char more[560];
    (void)snprintf(more, sizeof more, "%s+%u", text, copy);
    id = stf_dict_add(one->ids, more, strlen(more));
    taken = id < before;
  }
  return id;
}

/* Text of a customer: the log's own (those of clones with a number behind '+'), or a number. */
static uint32_t customer_of(struct stf_run_one *one, uint32_t customer) {
  const struct stf_run_job *job = one->job;
  uint32_t logged_n = job->desk.customers_n;
  char text[560];
  if (logged_n == 0) {
    (void)snprintf(text, sizeof text, "customer-%u", customer + 1);
  } else if (customer < logged_n) {
    (void)snprintf(text, sizeof text, "%s", stf_dict_text(job->log.customer_ids, customer));
  } else {
    (void)snprintf(text, sizeof text, "%s+%u",
                   stf_dict_text(job->log.customer_ids, customer % logged_n),
                   customer / logged_n);
  }
  return stf_dict_add(one->customers, text, strlen(text));
}

static enum stf_status pass_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct stf_run_one *one = context;
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    struct stf_contact contact = contacts[i];
    contact.id = id_of(one, &contacts[i]);
    bool is_known = contact.customer != STF_NOBODY;
    contact.customer = is_known ? customer_of(one, contact.customer) : STF_NOBODY;
    bool ok = contact.id != STF_DICT_NONE && (!is_known || contact.customer != STF_DICT_NONE);
    status = ok ? one->taker.contact(one->taker.context, &contact) : STF_ERR_MEMORY;
  }
  return status;
}

static enum stf_status pass_presence(void *context, const struct stf_presence *span) {
  const struct stf_run_one *one = context;
  return one->taker.presence != NULL ? one->taker.presence(one->taker.context, span) : STF_OK;
}

static enum stf_status pass_asked(void *context, const struct stf_engine_asked *asked) {
  const struct stf_run_one *one = context;
  return one->taker.asked(one->taker.context, asked);
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

uint32_t stf_run_one_number(const struct stf_run_job *job) {
  return (uint32_t)stf_options_integer(job->arguments, "events-of") - 1;
}

enum stf_status stf_run_one_simulate(struct stf_run_one *one) {
  struct stf_run_job *job = one->job;
  struct stf_desk desk = job->desk;
  struct stf_engine *engine = NULL;
  struct stf_drawn *drawn = NULL;
  one->ids = stf_dict_new(NULL);
  one->customers = stf_dict_new(NULL);
  bool has_dicts = one->ids != NULL && one->customers != NULL;
  enum stf_status status = has_dicts ? name_pools(job, &desk) : STF_ERR_MEMORY;
  struct stf_stream stream = stf_stream_of(job->seed, stf_run_one_number(job));
  const struct stf_desk *own = &desk;
  if (status == STF_OK && desk.draws != NULL) {
    status = stf_drawn_new(&desk, NULL, &drawn);
    own = status == STF_OK ? stf_drawn_desk(drawn, &stream) : &desk;
  }
  if (status == STF_OK) {
    status = stf_engine_new(own, NULL, &engine);
  }
  if (status == STF_OK) {
    struct stf_engine_sink sink = {.context = one,
                                   .contacts = pass_contacts,
                                   .presence = pass_presence,
                                   .asked = one->taker.asked != NULL ? pass_asked : NULL};
    struct stf_engine_account account;
    status = stf_engine_run(engine, &stream, &sink, &account);
  }
  stf_engine_free(engine);
  stf_drawn_free(drawn);
  return status;
}

void stf_run_one_clear(struct stf_run_one *one) {
  stf_dict_free(one->ids);
  stf_dict_free(one->customers);
  one->ids = NULL;
  one->customers = NULL;
}
