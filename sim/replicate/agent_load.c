/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/agent_load.h"

#include "base/mem.h"

#include <stdlib.h>

/* A stretch of work begins or ends. */
struct step {
  int64_t at_us;
  uint32_t agent;
  uint32_t team; /* index into desk.teams */
  int32_t delta;
};

struct stf_agent_load {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct step *steps;
  size_t steps_n;
  size_t capacity;
};

enum stf_status stf_agent_load_new(const struct stf_desk *desk,
                                   const struct stf_allocator *allocator,
                                   struct stf_agent_load **out) {
  *out = stf_mem_zeroed(allocator, 1, sizeof **out);
  if (*out == NULL) {
    return STF_ERR_MEMORY;
  }
  **out = (struct stf_agent_load){.desk = desk, .allocator = allocator};
  return STF_OK;
}

void stf_agent_load_free(struct stf_agent_load *load) {
  if (load != NULL) {
    stf_mem_release(load->allocator, load->steps);
    stf_mem_release(load->allocator, load);
  }
}

void stf_agent_load_reset(struct stf_agent_load *load) {
  load->steps_n = 0;
}

/* Index of the team of that name whose agents can have more than was seen; STF_NOBODY: none. */
static uint32_t team_of(const struct stf_desk *desk, uint32_t name) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    const struct stf_team *team = &desk->teams[t];
    if (team->name == name) {
      bool can = team->cap > team->load_seen || team->channels != NULL;
      return team->load_seen > 0 && can ? t : STF_NOBODY;
    }
  }
  return STF_NOBODY;
}

enum stf_status stf_agent_load_take(struct stf_agent_load *load,
                                    const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->works_n; i++) {
    uint32_t team = team_of(load->desk, works[i].team);
    if (team == STF_NOBODY || works[i].agent == STF_NOBODY) {
      continue;
    }
    struct step *grown = stf_mem_grown(load->allocator, load->steps, &load->capacity,
                                       load->steps_n + 2, sizeof *load->steps);
    if (grown == NULL) {
      return STF_ERR_MEMORY;
    }
    load->steps = grown;
    load->steps[load->steps_n++] = (struct step){works[i].start_us, works[i].agent, team, 1};
    int64_t end_us = works[i].end_us != STF_NEVER ? works[i].end_us : INT64_MAX;
    load->steps[load->steps_n++] = (struct step){end_us, works[i].agent, team, -1};
  }
  return STF_OK;
}

static int compare_numbers(int64_t a, int64_t b) {
  return (a > b) - (a < b);
}

/* By team, agent and time; what ends at an instant makes room for what begins then. */
static int compare_steps(const void *left, const void *right) {
  const struct step *a = left;
  const struct step *b = right;
  int order = compare_numbers(a->team, b->team);
  order = order != 0 ? order : compare_numbers(a->agent, b->agent);
  order = order != 0 ? order : compare_numbers(a->at_us, b->at_us);
  return order != 0 ? order : compare_numbers(a->delta, b->delta);
}

void stf_agent_load_add(struct stf_agent_load *load, struct stf_support_share *loads) {
  const struct stf_desk *desk = load->desk;
  int64_t in_hand = 0;
  if (load->steps_n > 0) {
    qsort(load->steps, load->steps_n, sizeof *load->steps, compare_steps);
  }
  for (size_t i = 0; i < load->steps_n; i++) {
    const struct step *step = &load->steps[i];
    in_hand += step->delta; /* back at 0 with each agent's last */
    if (step->delta > 0 && step->at_us >= desk->from_us && step->at_us < desk->to_us) {
      loads[step->team].n++;
      loads[step->team].outside_n += in_hand > desk->teams[step->team].load_seen;
    }
  }
}
