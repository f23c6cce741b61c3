/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/logged_work.h"

#include "contact/load.h"

#include <math.h>

static bool shares(const struct stf_desk *desk) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (desk->teams[t].cap > 1) {
      return true;
    }
  }
  return false;
}

static enum stf_status add_team(const struct stf_desk *desk, const struct stf_team *team,
                                const struct stf_log *log, double *work_us) {
  static const double ALONE[] = {1};
  struct stf_load_turns turns = {0};
  uint32_t name = desk->teams_n > 1 ? team->name : STF_NOBODY;
  enum stf_status status = stf_load_gather(log->contacts, log->contacts_n, name,
                                           log->facts.last_us, log->allocator, &turns);
  if (status == STF_OK) {
    stf_load_work(&turns, team->speeds != NULL ? team->speeds : ALONE,
                  team->cap > 1 ? team->cap : 1, work_us);
  }
  stf_mem_release(log->allocator, turns.items);
  return status;
}

/* Only of named agents it is known who held what at once. */
static bool is_known(const struct stf_contact *contact, double work_us) {
  const struct stf_work *works = stf_contact_works(contact);
  bool known = work_us > 0;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    known = known && works[i].agent != STF_NOBODY;
  }
  return known;
}

enum stf_status stf_logged_work_find(const struct stf_desk *desk, const struct stf_log *log,
                                     struct stf_arena *arena, int64_t **out) {
  bool shared = shares(desk);
  *out = stf_arena_alloc(arena, log->contacts_n + 1, sizeof **out);
  double *work_us = stf_mem_zeroed(log->allocator, log->contacts_n + 1, sizeof *work_us);
  enum stf_status status = *out != NULL && work_us != NULL ? STF_OK : STF_ERR_MEMORY;
  for (uint32_t t = 0; shared && t < desk->teams_n && status == STF_OK; t++) {
    status = add_team(desk, &desk->teams[t], log, work_us);
  }
  for (size_t i = 0; i < log->contacts_n && status == STF_OK; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    (*out)[i] = stf_contact_worked_us(contact);
    if (shared && (*out)[i] != STF_NEVER && is_known(contact, work_us[i])) {
      (*out)[i] = llround(work_us[i]);
    }
  }
  stf_mem_release(log->allocator, work_us);
  return status;
}
