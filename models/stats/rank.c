/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/rank.h"

#include <math.h>

/* Levels such as 0.1 are not binary fractions: 0.1 (R + 1) may miss a whole rank by this. */
static const double ROUNDING = 1e-9;

double stf_rank_quantile(const double *sorted, size_t n, double p) {
  double place = p * (double)(n + 1);
  if (n == 0 || !(place >= 1 - ROUNDING) || !(place <= (double)n + ROUNDING)) {
    return (double)NAN;
  }
  double whole = floor(place + ROUNDING);
  double share = place - whole;
  const double *low = sorted + (size_t)whole - 1;
  return share > ROUNDING ? low[0] + share * (low[1] - low[0]) : low[0];
}

/* Whether n replications have a central band of this level. */
static bool has_band(size_t n, double level) {
  return (1 - level) / 2 * (double)(n + 1) >= 1 - ROUNDING;
}

struct stf_rank_band stf_rank_band_of(const double *sorted, size_t n, double level) {
  return (struct stf_rank_band){stf_rank_quantile(sorted, n, (1 - level) / 2),
                                stf_rank_quantile(sorted, n, (1 + level) / 2)};
}

/* Number of values below the limit, or at most equal to it. */
static size_t count_below(const double *sorted, size_t n, double limit, bool or_equal) {
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (sorted[middle] < limit || (or_equal && sorted[middle] <= limit)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

struct stf_rank stf_rank_of(const double *sorted, size_t n, double actual) {
  size_t less = count_below(sorted, n, actual, false);
  size_t at_most = count_below(sorted, n, actual, true);
  return (struct stf_rank){less, at_most - less, n};
}

double stf_rank_middle(const struct stf_rank *rank) {
  return ((double)rank->less_n + 0.5 * (double)rank->equal_n + 0.5) / (double)(rank->n + 1);
}

enum stf_rank_verdict stf_rank_verdict_of(const struct stf_rank *rank, double level) {
  if (!has_band(rank->n, level)) {
    return STF_RANK_UNKNOWN;
  }
  double middle = stf_rank_middle(rank);
  if (middle < (1 - level) / 2 - ROUNDING) {
    return STF_RANK_BELOW;
  }
  return middle > (1 + level) / 2 + ROUNDING ? STF_RANK_ABOVE : STF_RANK_INSIDE;
}

double stf_rank_inside_share(const struct stf_rank *rank, double level) {
  if (!has_band(rank->n, level)) {
    return (double)NAN;
  }
  double from = (double)rank->less_n;
  double to = from + (double)rank->equal_n + 1;
  double low = (1 - level) / 2 * (double)(rank->n + 1);
  double high = (1 + level) / 2 * (double)(rank->n + 1);
  double within = fmin(to, high) - fmax(from, low);
  return within > 0 ? within / (to - from) : 0;
}

double stf_rank_self_coverage(const double *values, const double *sorted, size_t n,
                              double level, bool *inside) {
  size_t inside_n = 0;
  for (size_t i = 0; i < n; i++) {
    struct stf_rank rank = stf_rank_of(sorted, n, values[i]);
    rank.equal_n -= 1;
    rank.n -= 1;
    bool is_inside = stf_rank_verdict_of(&rank, level) == STF_RANK_INSIDE;
    inside_n += is_inside;
    if (inside != NULL) {
      inside[i] = is_inside;
    }
  }
  return n > 0 && has_band(n - 1, level) ? (double)inside_n / (double)n : (double)NAN;
}
