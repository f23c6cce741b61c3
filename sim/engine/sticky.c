/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sticky.h"

#include "engine/channel.h"
#include "engine/reserve.h"

static int64_t within_us(const struct stf_desk *desk, uint32_t team) {
  const struct stf_dispatch_team *rules = desk->teams[team].dispatch;
  return rules != NULL ? rules->sticky_within_us : 0;
}

void stf_sticky_init(struct stf_sticky *sticky, const struct stf_desk *desk,
                     const struct stf_allocator *allocator) {
  *sticky = (struct stf_sticky){.desk = desk, .allocator = allocator};
  bool wanted = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    wanted = wanted || within_us(desk, t) > 0;
  }
  sticky->on = wanted && (desk->customers_n > 0 || stf_desk_has_after(desk));
}

void stf_sticky_clear(struct stf_sticky *sticky) {
  stf_mem_release(sticky->allocator, sticky->memories);
  sticky->memories = NULL;
}

void stf_sticky_start(struct stf_sticky *sticky) {
  sticky->n = 0;
  sticky->status = STF_OK;
}

void stf_sticky_note(struct stf_sticky *sticky, uint32_t customer, uint32_t agent,
                     int64_t at_us) {
  if (!sticky->on || customer == STF_NOBODY) {
    return;
  }
  if (customer >= sticky->n) {
    struct stf_sticky_memory *memories =
        stf_mem_grown(sticky->allocator, sticky->memories, &sticky->capacity,
                      (size_t)customer + 1, sizeof *memories);
    if (memories == NULL) {
      sticky->status = STF_ERR_MEMORY;
      return;
    }
    sticky->memories = memories;
    while (sticky->n <= customer) {
      memories[sticky->n++] = (struct stf_sticky_memory){.agent = STF_STAFF_NONE};
    }
  }
  sticky->memories[customer] = (struct stf_sticky_memory){.at_us = at_us, .agent = agent};
}

uint32_t stf_sticky_find(const struct stf_sticky *sticky, const struct stf_staff *staff,
                         uint32_t customer, uint32_t class_index, int64_t now_us) {
  if (!sticky->on || customer >= sticky->n) {
    return STF_STAFF_NONE;
  }
  const struct stf_sticky_memory *memory = &sticky->memories[customer];
  if (memory->agent == STF_STAFF_NONE ||
      staff->agents[memory->agent].idle_list == STF_STAFF_NONE ||
      !stf_channel_has_room(staff, memory->agent, class_index)) {
    return STF_STAFF_NONE;
  }
  uint32_t team = staff->agents[memory->agent].team;
  bool wanted = within_us(sticky->desk, team) > 0 &&
                now_us - memory->at_us <= within_us(sticky->desk, team);
  return wanted && sticky->desk->teams[team].serves[class_index] &&
                 stf_reserve_allows(staff, team, class_index, 0)
             ? memory->agent
             : STF_STAFF_NONE;
}
