/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/customary.h"

#include <math.h>

/* What comes to one team in one step. */
struct mix {
  double asks;
  double held;       /* contacts in hand at once */
  double impatience; /* sum of 1 / mean patience over the asks; 0: nobody leaves */
};

static struct mix mix_of(const struct stf_customary_in *in, uint32_t team, size_t step) {
  struct mix mix = {0};
  for (uint32_t c = 0; c < in->desk->classes_n; c++) {
    size_t at = c * in->grid->steps_n + step;
    if (stf_grid_cheapest(in->desk, in->grid, in->cost_per_h, c, step) == team) {
      double patience_s = stf_law_mean_s(&in->desk->classes[c].patience);
      mix.asks += in->offered->asks[at];
      mix.held += in->offered->held[at];
      mix.impatience += in->offered->asks[at] / patience_s;
    }
  }
  return mix;
}

static enum stf_status least_of(const struct stf_customary_in *in, uint32_t team,
                                const struct mix *mix, const struct stf_allocator *allocator,
                                int32_t *out) {
  double step_s = (double)in->grid->step_us * 1e-6;
  double cap = in->desk->teams[team].cap > 1 ? in->desk->teams[team].cap : 1;
  double patience_s = mix->asks / mix->impatience;
  const struct stf_staffing staffing = {.model = in->model,
                                        .arrivals_per_s = mix->asks / step_s,
                                        .handle_s = mix->held * step_s / mix->asks / cap,
                                        .patience = stf_erlang_a_exponential(&patience_s)};
  const struct stf_staffing_target target = {
      .measure = STF_STAFFING_SERVICE_LEVEL, .value = in->share, .within_s = in->within_s};
  int64_t agents_n = 0;
  enum stf_status status = stf_staffing_least_agents(&staffing, &target, allocator, &agents_n);
  *out = (int32_t)agents_n;
  return status;
}

enum stf_status stf_customary_agents(const struct stf_customary_in *in,
                                     const struct stf_allocator *allocator, int32_t *agents) {
  const struct stf_grid *grid = in->grid;
  enum stf_status status = STF_OK;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n && status == STF_OK; s++) {
      size_t at = stf_grid_at(grid, t, s);
      agents[at] = 0;
      if (!grid->open[at]) {
        continue;
      }
      struct mix mix = mix_of(in, t, s);
      if (in->model == STF_STAFFING_A && mix.asks > 0 && !(mix.impatience > 0)) {
        return STF_ERR_USAGE;
      }
      /* Nobody in the simulated days: nobody to answer. */
      if (mix.asks > 0 && mix.held > 0) {
        status = least_of(in, t, &mix, allocator, &agents[at]);
      }
      agents[at] = agents[at] > in->least_n ? agents[at] : in->least_n;
    }
  }
  return status;
}
