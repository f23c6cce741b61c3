/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/given_work.h"

#include "contact/load.h"

static int64_t logged_work_us(const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  int64_t sum_us = 0;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    if (works[i].end_us == STF_NEVER) {
      return STF_NEVER;
    }
    sum_us += works[i].end_us - works[i].start_us;
  }
  return contact->works_n > 0 ? sum_us : STF_NEVER;
}

/* Takes the sessions of the team out of sums_us and adds what lies in them to work_us. */
static enum stf_status deflate(const struct stf_replay_in *in, const struct stf_team *team,
                               double *work_us, int64_t *sums_us) {
  const struct stf_log *log = in->log;
  struct stf_load_turns turns;
  uint32_t name = in->desk->teams_n > 1 ? team->name : STF_NOBODY;
  enum stf_status status = stf_load_gather(log->contacts, log->contacts_n, name,
                                           log->facts.last_us, log->allocator, &turns);
  if (status != STF_OK) {
    return status;
  }
  stf_load_work(&turns, team->speeds, team->cap, work_us);
  for (size_t i = 0; i < turns.n; i++) {
    int64_t *own_us = &sums_us[turns.items[i].contact];
    *own_us -= *own_us != STF_NEVER ? turns.items[i].end_us - turns.items[i].start_us : 0;
  }
  stf_mem_release(log->allocator, turns.items);
  return STF_OK;
}

enum stf_status stf_given_work_find(const struct stf_replay_in *in, struct stf_arena *arena,
                                    int64_t **out_us) {
  const struct stf_log *log = in->log;
  int64_t *sums_us = stf_arena_alloc(arena, log->contacts_n + 1, sizeof *sums_us);
  double *work_us = stf_arena_alloc(arena, log->contacts_n + 1, sizeof *work_us);
  if (sums_us == NULL || work_us == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    sums_us[i] = logged_work_us(&log->contacts[i]);
  }
  enum stf_status status = STF_OK;
  for (uint32_t t = 0; t < in->desk->teams_n && status == STF_OK; t++) {
    if (in->desk->teams[t].cap > 1) {
      status = deflate(in, &in->desk->teams[t], work_us, sums_us);
    }
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    sums_us[i] += sums_us[i] != STF_NEVER ? (int64_t)(work_us[i] + 0.5) : 0;
  }
  *out_us = sums_us;
  return status;
}
