/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/erlang_c.h"

#include "theory/erlang_b.h"

#include <math.h>

static double offered_erlangs(const struct stf_load *load) {
  return load->arrivals_per_s * load->handle_s;
}

/* Rate at which the queue drains beyond what arrives. */
static double spare_per_s(const struct stf_load *load) {
  return (double)load->agents_n / load->handle_s - load->arrivals_per_s;
}

bool stf_erlang_c_is_stable(const struct stf_load *load) {
  return offered_erlangs(load) < (double)load->agents_n && spare_per_s(load) > 0;
}

static double wait_share(const struct stf_load *load) {
  double lost = stf_erlang_b_block_share(load->agents_n, offered_erlangs(load));
  double occupancy = offered_erlangs(load) / (double)load->agents_n;
  return lost / (1 - occupancy + occupancy * lost);
}

struct stf_erlang_c stf_erlang_c_measures(const struct stf_load *load) {
  if (!stf_erlang_c_is_stable(load)) {
    return (struct stf_erlang_c){1, INFINITY, INFINITY, INFINITY, 1};
  }
  double waits = wait_share(load);
  double spare = spare_per_s(load);
  return (struct stf_erlang_c){
      .wait_share = waits,
      .mean_wait_s = waits / spare,
      .sd_wait_s = sqrt(waits * (2 - waits)) / spare,
      .mean_queue_n = load->arrivals_per_s * waits / spare,
      .occupancy_share = offered_erlangs(load) / (double)load->agents_n,
  };
}

double stf_erlang_c_within_share(const struct stf_load *load, double within_s) {
  if (!stf_erlang_c_is_stable(load)) {
    return 0;
  }
  return 1 - wait_share(load) * exp(-spare_per_s(load) * within_s);
}

double stf_erlang_c_quantile_s(const struct stf_load *load, double p) {
  if (!stf_erlang_c_is_stable(load)) {
    return INFINITY;
  }
  double ratio = wait_share(load) / (1 - p);
  return ratio > 1 ? log(ratio) / spare_per_s(load) : 0;
}
