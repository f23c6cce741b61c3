/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors of the season and the week (desk/desk.h) from the errors of forecasts made at rolling
 * origins, as far ahead as plans are made: what the weekday means of the past miss of the weeks
 * to come, and not how the weeks of a fit scatter around their own mean.
 *
 * An origin is a Monday with STF_HORIZON_TRAINED or more days before it and the whole horizon
 * behind it; the forecast of a day is the mean of all earlier days of its weekday (a day
 * without contacts is no day), e = N - m its error. With S one factor for the horizon (cv a)
 * and W one for each week (cv b), E[e e'] is m m' a^2 for days of two weeks and m m' ((1 +
 * a^2)(1 + b^2) - 1) for two of one week. Both are ratios of sums over origins and pairs of
 * days of different weekdays: what a weekday's own mean is off by (fit/fit_draws.h) and what
 * one day has alone (the day factor, Poisson) are in none of them. Standard errors: jackknife
 * over stretches of origins of the horizon's length, since horizons that overlap are nearly
 * one.
 *
 * The day factor beside them: the scatter v of days around their weekday's mean, measured
 * within the fit, holds what the days of a week have in common there, u (the same sums over the
 * weeks of the fit); without it it is (1 + v) / (1 + u) - 1.
 */
#ifndef STF_HORIZON_H
#define STF_HORIZON_H

#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>

enum {
  STF_HORIZON_TRAINED = 28, /* days from the first day to an origin */
  STF_HORIZON_LEAST = 3     /* horizons that do not overlap */
};

enum stf_horizon_state {
  STF_HORIZON_UNASKED,
  STF_HORIZON_FEW,  /* too few weeks; apart_n says how many horizons there are */
  STF_HORIZON_NONE, /* neither is above nothing */
  STF_HORIZON_FOUND
};

struct stf_horizon {
  enum stf_horizon_state state;
  int weeks_n;      /* of the horizon */
  int origins_n;    /* forecasts made */
  int apart_n;      /* of them: horizons that do not overlap */
  double season_cv; /* 0: none */
  double week_cv;
  double season_cv_se; /* NAN: of one that is 0 */
  double week_cv_se;
  double week_share; /* u, within the fit; >= 0 */
  double bias;       /* mean of (N - M) / M, totals of a horizon */
  double miss;       /* root mean square of (N - M) / sqrt(M + v sum m^2): how many times worse
                        than days that are independent */
};

struct stf_horizon_in {
  const double *totals; /* contacts of the days that count, > 0 */
  const int64_t *days;  /* their civil day numbers, ascending */
  size_t n;
  double day_variance; /* v; 0: none */
  int weeks_n;         /* of the horizon; 0: nothing is asked */
};

/* Fills *out. Fails only without memory. */
STF_MUST_USE enum stf_status stf_horizon_fit(const struct stf_horizon_in *in,
                                             const struct stf_allocator *allocator,
                                             struct stf_horizon *out);

/* Variance of the day factor beside the week's share. */
double stf_horizon_day_variance(const struct stf_horizon *horizon, double day_variance);

#endif
