/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/reserve.h"

uint32_t stf_reserve_spare(const struct stf_staff *staff, uint32_t team) {
  const struct stf_staff_team *own = &staff->teams[team];
  if (!own->seated) {
    return own->idle_n;
  }
  uint32_t spare_n = 0;
  for (uint32_t i = 0; i < own->lists_n; i++) {
    uint32_t agent = own->lists[i].first;
    while (agent != STF_STAFF_NONE) {
      const struct stf_staff_agent *who = &staff->agents[agent];
      spare_n += who->seat != NULL ? who->seat->hand.cap - stf_staff_used(who->seat) : 1;
      agent = who->idle_next;
    }
  }
  return spare_n;
}

bool stf_reserve_allows(const struct stf_staff *staff, uint32_t team, uint32_t class_index,
                        uint32_t more_n) {
  const struct stf_dispatch_team *dispatch = staff->desk->teams[team].dispatch;
  if (dispatch == NULL || dispatch->reserved_n == 0) {
    return true;
  }
  uint32_t kept_n = 0;
  for (uint32_t i = 0; i < dispatch->reserved_n; i++) {
    bool is_own = dispatch->reserved[i].class_index == class_index;
    kept_n += is_own ? 0 : dispatch->reserved[i].places_n;
  }
  return stf_reserve_spare(staff, team) + more_n > kept_n;
}
