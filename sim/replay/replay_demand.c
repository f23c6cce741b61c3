/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/replay_demand.h"

#include "base/quantity.h"

bool stf_replay_demand_behind(const struct stf_replay_in *in, uint32_t class_index) {
  const struct stf_demand *demand = in->desk->demand;
  return (in->given & STF_REPLAY_BOT) == 0 && demand != NULL && demand->observed != NULL &&
         demand->observed[class_index] > 0;
}

enum stf_status stf_replay_demand_keep(const struct stf_replay_in *in, struct stf_arena *arena,
                                       struct stf_desk *out) {
  const struct stf_demand *own = in->desk->demand;
  struct stf_demand *demand = NULL;
  if (own != NULL && (in->map.days != NULL || own->observed != NULL)) {
    demand = stf_arena_alloc(arena, 1, sizeof *demand);
    if (demand == NULL) {
      return STF_ERR_MEMORY;
    }
    demand->observed = own->observed;
    demand->campaigns = in->map.days != NULL ? own->campaigns : NULL;
    demand->campaigns_n = in->map.days != NULL ? own->campaigns_n : 0;
  }
  out->demand = demand;
  out->rates_n = 0;
  out->season_cv = 0;
  out->week_cv = 0;
  out->day_shape = 0;
  return STF_OK;
}
