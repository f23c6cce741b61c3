/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/replay_demand.h"

enum stf_status stf_replay_demand_keep(const struct stf_replay_in *in, struct stf_arena *arena,
                                       struct stf_desk *out) {
  struct stf_demand *demand = NULL;
  if (in->map.days != NULL && in->desk->demand != NULL) {
    demand = stf_arena_alloc(arena, 1, sizeof *demand);
    if (demand == NULL) {
      return STF_ERR_MEMORY;
    }
    demand->campaigns = in->desk->demand->campaigns;
    demand->campaigns_n = in->desk->demand->campaigns_n;
  }
  out->demand = demand;
  out->rates_n = 0;
  out->season_cv = 0;
  out->week_cv = 0;
  out->day_shape = 0;
  return STF_OK;
}
