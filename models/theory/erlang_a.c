/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/erlang_a.h"

#include "theory/offered_wait.h"

#include <math.h>
#include <stdbool.h>

struct stf_erlang_a {
  const struct stf_allocator *allocator;
  struct stf_load load;
  struct stf_offered_wait *wait;
  double weight; /* of all contacts: no wait plus wait */
  double totals[STF_OFFERED_WAIT_MOMENTS_N];
};

static double exponential_survival(const void *mean_s, double t_s) {
  return exp(-t_s / *(const double *)mean_s);
}

static double exponential_gone(const void *mean_s, double t_s) {
  return -expm1(-t_s / *(const double *)mean_s);
}

struct stf_patience stf_erlang_a_exponential(const double *mean_s) {
  return (struct stf_patience){exponential_survival, exponential_gone, mean_s};
}

double stf_erlang_a_exponential_mean_s(const struct stf_patience *patience) {
  bool is_exponential = patience->survival == exponential_survival;
  return is_exponential ? *(const double *)patience->context : 0;
}

static double law_survival(const void *law, double t_s) {
  return stf_law_survival(law, t_s);
}

struct stf_patience stf_erlang_a_law(const struct stf_law *law) {
  return (struct stf_patience){.survival = law_survival, .context = law};
}

enum stf_status stf_erlang_a_new(const struct stf_load *load,
                                 const struct stf_patience *patience,
                                 const struct stf_allocator *allocator,
                                 struct stf_erlang_a **out) {
  struct stf_erlang_a *station = stf_mem_zeroed(allocator, 1, sizeof *station);
  if (station == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = stf_offered_wait_new(load, patience, allocator, &station->wait);
  if (status != STF_OK) {
    stf_mem_release(allocator, station);
    return status;
  }
  station->allocator = allocator;
  station->load = *load;
  stf_offered_wait_until(station->wait, INFINITY, station->totals);
  station->weight =
      stf_offered_wait_none(station->wait) + station->totals[STF_OFFERED_WAIT_ONE];
  *out = station;
  return STF_OK;
}

void stf_erlang_a_free(struct stf_erlang_a *station) {
  if (station != NULL) {
    stf_offered_wait_free(station->wait);
    stf_mem_release(station->allocator, station);
  }
}

struct stf_erlang_a_measures stf_erlang_a_measures(const struct stf_erlang_a *station) {
  const double *totals = station->totals;
  const struct stf_load *load = &station->load;
  double abandon_share = totals[STF_OFFERED_WAIT_GONE] / station->weight;
  double mean_wait_s = totals[STF_OFFERED_WAIT_WAITED] / station->weight;
  double served_share = 1 - abandon_share;
  return (struct stf_erlang_a_measures){
      .wait_share = totals[STF_OFFERED_WAIT_ONE] / station->weight,
      .abandon_share = abandon_share,
      .mean_wait_s = mean_wait_s,
      .mean_wait_served_s =
          totals[STF_OFFERED_WAIT_SERVED_TIME] / station->weight / served_share,
      .mean_wait_abandoned_s =
          totals[STF_OFFERED_WAIT_GONE_TIME] / totals[STF_OFFERED_WAIT_GONE],
      .mean_queue_n = load->arrivals_per_s * mean_wait_s,
      .occupancy_share =
          load->arrivals_per_s * load->handle_s * served_share / (double)load->agents_n,
  };
}

/* P(offered wait > t), given the integrals up to t. */
static double beyond_share(const struct stf_erlang_a *station, const double *until) {
  return (station->totals[STF_OFFERED_WAIT_ONE] - until[STF_OFFERED_WAIT_ONE]) /
         station->weight;
}

double stf_erlang_a_served_within_share(const struct stf_erlang_a *station, double within_s) {
  double until[STF_OFFERED_WAIT_MOMENTS_N];
  stf_offered_wait_until(station->wait, within_s, until);
  double not_served = until[STF_OFFERED_WAIT_GONE] / station->weight;
  return 1 - beyond_share(station, until) - not_served;
}

double stf_erlang_a_abandoned_within_share(const struct stf_erlang_a *station,
                                           double within_s) {
  double until[STF_OFFERED_WAIT_MOMENTS_N];
  stf_offered_wait_until(station->wait, within_s, until);
  return until[STF_OFFERED_WAIT_GONE] / station->weight +
         stf_offered_wait_gone(station->wait, within_s) * beyond_share(station, until);
}

static double all_within_share(const struct stf_erlang_a *station, double t_s) {
  double until[STF_OFFERED_WAIT_MOMENTS_N];
  stf_offered_wait_until(station->wait, t_s, until);
  return 1 - (1 - stf_offered_wait_gone(station->wait, t_s)) * beyond_share(station, until);
}

/* Least t with share(t) >= wanted, by bisection down to neighbouring doubles. */
static double least_s(const struct stf_erlang_a *station, double wanted,
                      double (*share)(const struct stf_erlang_a *, double)) {
  if (share(station, 0) >= wanted) {
    return 0;
  }
  double low = 0;
  double high = stf_offered_wait_end_s(station->wait);
  double middle = high / 2;
  while (middle > low && middle < high) {
    if (share(station, middle) >= wanted) {
      high = middle;
    } else {
      low = middle;
    }
    middle = low + (high - low) / 2;
  }
  return high;
}

double stf_erlang_a_served_quantile_s(const struct stf_erlang_a *station, double p) {
  double served_share = stf_erlang_a_served_within_share(station, INFINITY);
  return least_s(station, p * served_share, stf_erlang_a_served_within_share);
}

double stf_erlang_a_quantile_s(const struct stf_erlang_a *station, double p) {
  return least_s(station, p, all_within_share);
}
