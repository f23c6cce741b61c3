/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrival curve of a log: mean contacts per weekday and interval by class, and how much the
 * days scatter around it.
 *
 * A day counts for its weekday if it lies wholly in the window and the log has any contact on
 * it: a day without one, on a weekday that otherwise has contacts, is taken for a hole in the
 * log, not for a quiet day, and told (missing_days_n).
 */
#ifndef STF_CURVE_H
#define STF_CURVE_H

#include "base/mem.h"
#include "contact/contact.h"
#include "fit/horizon.h"
#include "fit/intervals.h"
#include "time/zone.h"

#include <stddef.h>

enum {
  STF_CURVE_DAYS = 7
};

struct stf_curve {
  double *mean_arrivals; /* owned; [(weekday * slots_n + slot) * classes_n + class], contacts
                            per interval */
  size_t slots_n;        /* intervals of a day */
  size_t classes_n;
  int64_t interval_us;
  int days_n[STF_CURVE_DAYS]; /* days behind each weekday's means */
  int missing_days_n;
  int64_t contacts_n;
  /* Gamma day factor with mean 1: shape by moments, NAN where the days scatter no more than
   * Poisson or fewer than two weeks are there. */
  double day_shape;
  double day_shape_se;            /* by the delta method, days taken as independent */
  struct stf_intervals intervals; /* factors of the intervals and the day factor beside them */
  struct stf_horizon horizon;     /* factors of season and week; the day's beside them */
};

/* Counts the contacts for which a human was asked (or all that opened, where the log has no
 * queue: has_queue false) in [from_us, to_us), whole civil days of the zone. interval_us
 * divides a day. The caller owns *out. */
struct stf_curve_in {
  const struct stf_contact *contacts;
  size_t contacts_n;
  bool has_queue;
  const struct stf_zone *zone;
  int64_t from_us;
  int64_t to_us;
  int64_t interval_us;
  size_t classes_n;
  int horizon_weeks; /* 0: factors of season and week are not asked for */
};
STF_MUST_USE enum stf_status stf_curve_measure(const struct stf_curve_in *in,
                                               const struct stf_allocator *allocator,
                                               struct stf_curve *out);
void stf_curve_clear(struct stf_curve *curve, const struct stf_allocator *allocator);

/* Variance of the day factor: the one beside the factors of intervals where there are such; 0:
 * none. What the days of a week have in common is in it (fit/horizon.h). */
double stf_curve_day_variance(const struct stf_curve *curve);

/* Shape of a gamma factor with mean 1 from day totals by weekday: 1/a = sum_w (n_w - 1)(s2_w -
 * m_w) / sum_w (n_w - 1) m_w^2, the moment estimator of Avramidis, Deslauriers & L'Ecuyer
 * (2004) with each weekday's mean taken out of its degrees of freedom. totals: n days, weekday
 * 0..6 each. NAN if the estimate is not positive. *se may be NULL. */
double stf_curve_day_shape(const double *totals, const int *weekdays, size_t n, double *se);

#endif
