/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/horizon.h"

#include "base/macros.h"
#include "base/search.h"
#include "time/zone.h"

#include <math.h>

enum {
  WEEKDAYS = 7
};

/* Sums over pairs of days of different weekdays: of errors, and of what was forecast. */
struct pairs {
  double errors;
  double means;
};

/* What one origin, or one week of the fit, adds. */
struct origin {
  struct pairs far;  /* of two weeks */
  struct pairs near; /* of one week */
  double error;
  double mean;
  double square; /* of the means */
};

/* Forecasts from the days before an origin. */
struct forecasts {
  double mean[WEEKDAYS];
  double days[WEEKDAYS]; /* behind the mean */
};

/* Sums by week and by weekday, from which those over pairs follow. */
struct sums {
  double total;
  double weekdays[WEEKDAYS];
  double weeks; /* squares of the weeks' sums */
  double days;  /* squares of the days */
};

static int64_t monday_of(int64_t day) {
  return day - stf_zone_day_weekday(day);
}

static struct forecasts forecasts_from(const struct stf_horizon_in *in, size_t from,
                                       size_t to) {
  struct forecasts out = {0};
  for (size_t i = from; i < to; i++) {
    int weekday = stf_zone_day_weekday(in->days[i]);
    out.mean[weekday] += in->totals[i];
    out.days[weekday] += 1;
  }
  for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
    out.mean[weekday] /= out.days[weekday] > 0 ? out.days[weekday] : 1;
  }
  return out;
}

/* Pairs of two weeks: all less those of a week, those of a weekday, and the days themselves,
 * which are in both. */
static double far_of(const struct sums *sums) {
  double weekdays = 0;
  for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
    weekdays += sums->weekdays[weekday] * sums->weekdays[weekday];
  }
  return sums->total * sums->total - sums->weeks - weekdays + sums->days;
}

static void add_day(struct sums *sums, double *week, double value, int weekday) {
  *week += value;
  sums->total += value;
  sums->weekdays[weekday] += value;
  sums->days += value * value;
}

static void end_week(struct sums *sums, double *week) {
  sums->weeks += *week * *week;
  *week = 0;
}

/* Errors of the days [from, to) against the forecasts; days without one are left out. */
static struct origin errors_of(const struct stf_horizon_in *in,
                               const struct forecasts *forecasts, size_t from, size_t to) {
  struct sums errors = {0};
  struct sums means = {0};
  double week_errors = 0;
  double week_means = 0;
  for (size_t i = from; i < to; i++) {
    int weekday = stf_zone_day_weekday(in->days[i]);
    double mean = forecasts->mean[weekday];
    if (i > from && monday_of(in->days[i]) != monday_of(in->days[i - 1])) {
      end_week(&errors, &week_errors);
      end_week(&means, &week_means);
    }
    if (forecasts->days[weekday] > 0) {
      add_day(&errors, &week_errors, in->totals[i] - mean, weekday);
      add_day(&means, &week_means, mean, weekday);
    }
  }
  end_week(&errors, &week_errors);
  end_week(&means, &week_means);
  return (struct origin){.far = {far_of(&errors), far_of(&means)},
                         .near = {errors.weeks - errors.days, means.weeks - means.days},
                         .error = errors.total,
                         .mean = means.total,
                         .square = means.days};
}

/* First day at or after a civil day. */
static size_t first_from(const struct stf_horizon_in *in, int64_t day) {
  return stf_search_below(in->days, in->n, sizeof *in->days, 0, day);
}

static double ratio(const struct pairs *pairs) {
  return pairs->means > 0 ? pairs->errors / pairs->means : 0;
}

/* Sums over the origins without [from, to). */
static void cvs_without(const struct origin *origins, int n, int from, int to, double out[2]) {
  struct pairs far = {0};
  struct pairs near = {0};
  for (int k = 0; k < n; k++) {
    if (k >= from && k < to) {
      continue;
    }
    far.errors += origins[k].far.errors;
    far.means += origins[k].far.means;
    near.errors += origins[k].near.errors;
    near.means += origins[k].near.means;
  }
  /* Within one week there is no pair of two: all that it has in common is the week's. */
  double season = fmax(ratio(&far), 0);
  double week = (1 + ratio(&near)) / (1 + season) - 1;
  out[0] = sqrt(season);
  out[1] = sqrt(fmax(week, 0));
}

/* Jackknife over stretches of origins of a horizon's length. */
static void measure_errors(const struct origin *origins, struct stf_horizon *out) {
  double sums[2] = {0};
  double squares[2] = {0};
  int blocks_n = 0;
  for (int from = 0; from < out->origins_n; from += out->weeks_n) {
    double cvs[2];
    cvs_without(origins, out->origins_n, from, from + out->weeks_n, cvs);
    for (int i = 0; i < 2; i++) {
      sums[i] += cvs[i];
      squares[i] += cvs[i] * cvs[i];
    }
    blocks_n++;
  }
  double *const errors[] = {&out->season_cv_se, &out->week_cv_se};
  const double cvs[] = {out->season_cv, out->week_cv};
  for (int i = 0; i < 2; i++) {
    double mean = sums[i] / blocks_n;
    double variance = fmax(squares[i] / blocks_n - mean * mean, 0) * (blocks_n - 1);
    *errors[i] = cvs[i] > 0 ? sqrt(variance) : (double)NAN;
  }
}

static void measure_totals(const struct origin *origins, double day_variance,
                           struct stf_horizon *out) {
  double biases = 0;
  double misses = 0;
  for (int k = 0; k < out->origins_n; k++) {
    const struct origin *origin = &origins[k];
    double variance = origin->mean + day_variance * origin->square;
    biases += origin->mean > 0 ? origin->error / origin->mean : 0;
    misses += variance > 0 ? origin->error * origin->error / variance : 0;
  }
  out->bias = biases / out->origins_n;
  out->miss = sqrt(misses / out->origins_n);
}

/* What the days of a week have in common within the fit; the means are of the same days, which
 * takes 1 / weeks of it away. */
static double share_of_weeks(const struct stf_horizon_in *in) {
  struct forecasts means = forecasts_from(in, 0, in->n);
  struct origin all = errors_of(in, &means, 0, in->n);
  double weeks =
      (double)(monday_of(in->days[in->n - 1]) - monday_of(in->days[0])) / WEEKDAYS + 1;
  return weeks > 1 ? fmax(ratio(&all.near) * weeks / (weeks - 1), 0) : 0;
}

static enum stf_status measure(const struct stf_horizon_in *in, int64_t first, int64_t last,
                               const struct stf_allocator *allocator, struct stf_horizon *out) {
  struct origin *origins =
      stf_mem_zeroed(allocator, (size_t)((last - first) / WEEKDAYS + 1), sizeof *origins);
  if (origins == NULL) {
    return STF_ERR_MEMORY;
  }
  for (int64_t monday = first; monday <= last; monday += WEEKDAYS) {
    size_t from = first_from(in, monday);
    size_t to = first_from(in, monday + (int64_t)WEEKDAYS * in->weeks_n);
    struct forecasts forecasts = forecasts_from(in, 0, from);
    origins[out->origins_n++] = errors_of(in, &forecasts, from, to);
  }
  double cvs[2];
  cvs_without(origins, out->origins_n, 0, 0, cvs);
  out->season_cv = cvs[0];
  out->week_cv = cvs[1];
  measure_errors(origins, out);
  measure_totals(origins, in->day_variance, out);
  out->week_share = share_of_weeks(in);
  out->state = cvs[0] > 0 || cvs[1] > 0 ? STF_HORIZON_FOUND : STF_HORIZON_NONE;
  stf_mem_release(allocator, origins);
  return STF_OK;
}

enum stf_status stf_horizon_fit(const struct stf_horizon_in *in,
                                const struct stf_allocator *allocator,
                                struct stf_horizon *out) {
  *out = (struct stf_horizon){.weeks_n = in->weeks_n};
  if (in->weeks_n <= 0) {
    return STF_OK;
  }
  out->state = STF_HORIZON_FEW;
  if (in->n == 0) {
    return STF_OK;
  }
  int64_t first = monday_of(in->days[0] + STF_HORIZON_TRAINED + WEEKDAYS - 1);
  int64_t last = monday_of(in->days[in->n - 1] + 1) - (int64_t)WEEKDAYS * in->weeks_n;
  out->apart_n = last < first ? 0 : (int)((last - first) / WEEKDAYS / in->weeks_n) + 1;
  return out->apart_n < STF_HORIZON_LEAST ? STF_OK : measure(in, first, last, allocator, out);
}

double stf_horizon_day_variance(const struct stf_horizon *horizon, double day_variance) {
  return horizon->state == STF_HORIZON_FOUND
             ? fmax((1 + day_variance) / (1 + horizon->week_share) - 1, 0)
             : day_variance;
}
