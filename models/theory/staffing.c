/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/staffing.h"

#include "theory/erlang_b.h"
#include "theory/erlang_c.h"
#include "theory/palm.h"

#include <math.h>
#include <stdbool.h>

/* Erlang C has no abandonment, B no queue: asking for those is a bug of ours. */
static double value_c(const struct stf_load *load, const struct stf_staffing_target *target) {
  switch (target->measure) {
  case STF_STAFFING_SERVICE_LEVEL:
    return stf_erlang_c_within_share(load, target->within_s);
  case STF_STAFFING_WAIT_SHARE:
    return stf_erlang_c_measures(load).wait_share;
  case STF_STAFFING_MEAN_WAIT:
    return stf_erlang_c_measures(load).mean_wait_s;
  case STF_STAFFING_ABANDON_SHARE:
  case STF_STAFFING_BLOCK_SHARE:
    break;
  }
  STF_ASSERT(target->measure <= STF_STAFFING_MEAN_WAIT);
  return NAN;
}

static double value_a(const struct stf_erlang_a *station,
                      const struct stf_staffing_target *target) {
  switch (target->measure) {
  case STF_STAFFING_SERVICE_LEVEL:
    return stf_erlang_a_served_within_share(station, target->within_s);
  case STF_STAFFING_WAIT_SHARE:
    return stf_erlang_a_measures(station).wait_share;
  case STF_STAFFING_MEAN_WAIT:
    return stf_erlang_a_measures(station).mean_wait_s;
  case STF_STAFFING_ABANDON_SHARE:
    return stf_erlang_a_measures(station).abandon_share;
  case STF_STAFFING_BLOCK_SHARE:
    break;
  }
  STF_ASSERT(target->measure != STF_STAFFING_BLOCK_SHARE);
  return NAN;
}

/* An overloaded station whose customers never leave has no steady state: everyone waits. */
static double value_overloaded(const struct stf_staffing_target *target) {
  switch (target->measure) {
  case STF_STAFFING_SERVICE_LEVEL:
    return 0;
  case STF_STAFFING_MEAN_WAIT:
    return INFINITY;
  case STF_STAFFING_WAIT_SHARE:
  case STF_STAFFING_ABANDON_SHARE:
  case STF_STAFFING_BLOCK_SHARE:
    break;
  }
  return 1;
}

enum stf_status stf_staffing_value(const struct stf_staffing *staffing,
                                   const struct stf_staffing_target *target, int64_t agents_n,
                                   const struct stf_allocator *allocator, double *out) {
  const struct stf_load load = {staffing->arrivals_per_s, staffing->handle_s, agents_n};
  if (staffing->model == STF_STAFFING_B) {
    STF_ASSERT(target->measure == STF_STAFFING_BLOCK_SHARE);
    *out = stf_erlang_b_block_share(agents_n, load.arrivals_per_s * load.handle_s);
    return STF_OK;
  }
  if (staffing->model == STF_STAFFING_C) {
    *out = value_c(&load, target);
    return STF_OK;
  }
  struct stf_erlang_a *station = NULL;
  enum stf_status status = stf_erlang_a_new(&load, &staffing->patience, allocator, &station);
  if (status == STF_ERR_INPUT) {
    *out = value_overloaded(target);
    return STF_OK;
  }
  if (status == STF_OK) {
    *out = value_a(station, target);
    stf_erlang_a_free(station);
  }
  return status;
}

struct search {
  const struct stf_staffing *staffing;
  const struct stf_staffing_target *target;
  const struct stf_allocator *allocator;
};

/* Value of a measure by the chain of exponential patience; false: it does not hold it. */
static bool find_quickly(const struct search *search, int64_t agents_n, double *out) {
  const struct stf_staffing *staffing = search->staffing;
  const struct stf_load load = {staffing->arrivals_per_s, staffing->handle_s, agents_n};
  double patience_s = staffing->model == STF_STAFFING_A
                          ? stf_erlang_a_exponential_mean_s(&staffing->patience)
                          : 0;
  struct stf_palm palm;
  if (!(patience_s > 0) || !stf_palm_solve(&load, patience_s, &palm)) {
    return false;
  }
  switch (search->target->measure) {
  case STF_STAFFING_SERVICE_LEVEL:
    return stf_palm_served_within(&palm, search->target->within_s, out);
  case STF_STAFFING_WAIT_SHARE:
    *out = stf_palm_wait_share(&palm);
    return true;
  case STF_STAFFING_MEAN_WAIT:
    *out = stf_palm_mean_wait_s(&palm);
    return true;
  case STF_STAFFING_ABANDON_SHARE:
    *out = stf_palm_abandon_share(&palm);
    return true;
  case STF_STAFFING_BLOCK_SHARE:
    break;
  }
  return false;
}

static enum stf_status is_met(const struct search *search, int64_t agents_n, bool *out) {
  double value = 0;
  enum stf_status status = STF_OK;
  if (!find_quickly(search, agents_n, &value)) {
    status = stf_staffing_value(search->staffing, search->target, agents_n, search->allocator,
                                &value);
  }
  *out = search->target->measure == STF_STAFFING_SERVICE_LEVEL ? value >= search->target->value
                                                               : value <= search->target->value;
  return status;
}

static void set_bound(bool met, int64_t n, int64_t *low, int64_t *high) {
  if (met) {
    *high = n;
  } else {
    *low = n;
  }
}

/* From `start`, steps of 1, 2, 4... up or down until the answer changes: then the target is
 * missed with *low agents and met with *high (*high 0: never met). */
static enum stf_status gallop(const struct search *search, int64_t least, int64_t start,
                              int64_t *low, int64_t *high) {
  bool met = false;
  enum stf_status status = is_met(search, start, &met);
  *low = met ? least - 1 : start;
  *high = met ? start : 0;
  int64_t n = start;
  for (int64_t step = 1; status == STF_OK && met && n > least; step *= 2) {
    n = n - step > least ? n - step : least;
    status = is_met(search, n, &met);
    set_bound(met, n, low, high);
  }
  for (int64_t step = 1; status == STF_OK && *high == 0 && n < STF_STAFFING_AGENTS_MOST;
       step *= 2) {
    n = n + step < STF_STAFFING_AGENTS_MOST ? n + step : STF_STAFFING_AGENTS_MOST;
    status = is_met(search, n, &met);
    set_bound(met, n, low, high);
  }
  return status;
}

enum stf_status stf_staffing_least_agents(const struct stf_staffing *staffing,
                                          const struct stf_staffing_target *target,
                                          const struct stf_allocator *allocator, int64_t *out) {
  const struct search search = {staffing, target, allocator};
  double offered_erlangs = staffing->arrivals_per_s * staffing->handle_s;
  *out = 0;
  if (offered_erlangs + sqrt(offered_erlangs) >= STF_STAFFING_AGENTS_MOST) {
    return STF_OK;
  }
  int64_t least = staffing->model == STF_STAFFING_C ? (int64_t)offered_erlangs + 1 : 1;
  int64_t start = (int64_t)(offered_erlangs + sqrt(offered_erlangs)) + 1;
  int64_t low = 0;
  int64_t high = 0;
  enum stf_status status = gallop(&search, least, start, &low, &high);
  while (status == STF_OK && high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    bool met = false;
    status = is_met(&search, middle, &met);
    set_bound(met, middle, &low, &high);
  }
  if (status == STF_OK) {
    *out = high;
  }
  return status;
}
