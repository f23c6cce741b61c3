/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_busyness.h"

#include "fit/fit_law.h"

#include <math.h>
#include <stdio.h>

enum {
  CV_TEXT = 48
};

#define LEAST_VARIANCE 1e-4 /* days of 1 % are as good as alike */

static void put_cv(double cv, double error, char out[CV_TEXT]) {
  if (cv > 0) {
    (void)snprintf(out, CV_TEXT, "cv %.3f (SE %.3f)", cv, error);
  } else {
    (void)snprintf(out, CV_TEXT, "none");
  }
}

static bool describe_season(struct stf_fit *fit) {
  const struct stf_horizon *horizon = &fit->curve.horizon;
  struct stf_write_desk *desk = &fit->desk;
  char season[CV_TEXT];
  char week[CV_TEXT];
  if (horizon->state != STF_HORIZON_FOUND) {
    return true;
  }
  desk->season_cv = horizon->season_cv;
  desk->week_cv = horizon->week_cv;
  put_cv(horizon->season_cv, horizon->season_cv_se, season);
  put_cv(horizon->week_cv, horizon->week_cv_se, week);
  desk->season_note = stf_fit_law_text(
      fit,
      "Factors of the run (%s) and of its weeks (%s), from forecasts made at %d\n"
      "Mondays for the %d weeks to come, %d such periods apart. Totals of %d weeks missed by "
      "%.1f "
      "times what\nindependent days imply, on average by %+.1f %%.",
      season, week, horizon->origins_n, horizon->weeks_n, horizon->apart_n, horizon->weeks_n,
      horizon->miss, 100 * horizon->bias);
  return desk->season_note != NULL;
}

static bool describe_day(struct stf_fit *fit) {
  const struct stf_curve *curve = &fit->curve;
  const struct stf_intervals *intervals = &curve->intervals;
  struct stf_write_desk *desk = &fit->desk;
  double variance = stf_horizon_day_variance(&curve->horizon, stf_curve_day_variance(curve));
  const char *beside = curve->horizon.state == STF_HORIZON_FOUND
                           ? "\nWithout what the days of a week have in common: variance"
                           : "";
  char rest[32] = "";
  if (!(variance > LEAST_VARIANCE)) {
    return true;
  }
  desk->day_shape = 1 / variance;
  if (beside[0] != '\0') {
    (void)snprintf(rest, sizeof rest, " %.4f.", variance);
  }
  desk->day_shape_note =
      intervals->state == STF_INTERVALS_FOUND
          ? stf_fit_law_text(fit,
                             "Day factor beside those of the intervals: variance %.4f (SE "
                             "%.4f), shape 1 over it.%s%s",
                             intervals->day_variance, intervals->day_variance_se, beside, rest)
          : stf_fit_law_text(fit,
                             "Days scatter around their weekday's mean by %.1f %% (gamma shape "
                             "%.1f, SE %.1f).%s%s",
                             100 / sqrt(curve->day_shape), curve->day_shape,
                             curve->day_shape_se, beside, rest);
  return desk->day_shape_note != NULL;
}

static bool describe_intervals(struct stf_fit *fit) {
  const struct stf_intervals *intervals = &fit->curve.intervals;
  struct stf_write_desk *desk = &fit->desk;
  if (intervals->state != STF_INTERVALS_FOUND) {
    return true;
  }
  desk->interval_cv = intervals->cv;
  desk->interval_correlation = intervals->correlation;
  desk->intervals_note = stf_fit_law_text(
      fit,
      "Intervals scatter by a factor of their own: cv %.3f (SE %.3f), correlation of "
      "neighbours %.2f (SE %.2f), from %zu days.",
      intervals->cv, intervals->cv_se, intervals->correlation, intervals->correlation_se,
      intervals->days_n);
  return desk->intervals_note != NULL;
}

bool stf_fit_busyness_describe(struct stf_fit *fit) {
  return describe_season(fit) && describe_day(fit) && describe_intervals(fit);
}
