/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/curve.h"

#include "base/quantity.h"

#include <math.h>
#include <string.h>

/* One civil day of the window. */
struct day {
  int weekday;
  int64_t contacts_n;
};

struct window {
  const struct stf_curve_in *in;
  int64_t first_day; /* civil day number */
  struct day *days;
  size_t days_n;
  double *counts; /* by day and interval */
};

static int64_t arrival_us(const struct stf_curve_in *in, const struct stf_contact *contact) {
  return in->has_queue ? contact->queue_us : contact->open_us;
}

static int64_t day_number_at(const struct stf_zone *zone, int64_t at_us,
                             struct stf_civil *civil) {
  stf_zone_to_civil(zone, at_us, civil, NULL);
  return stf_zone_day_number(civil);
}

static size_t slot_of(const struct stf_civil *civil, int64_t interval_us) {
  int64_t second = ((int64_t)civil->hour * 60 + civil->minute) * 60 + civil->second;
  return (size_t)(second * 1000000 / interval_us);
}

static void count_contacts(struct window *window, struct stf_curve *out) {
  const struct stf_curve_in *in = window->in;
  for (size_t i = 0; i < in->contacts_n; i++) {
    int64_t at_us = arrival_us(in, &in->contacts[i]);
    if (at_us == STF_NEVER || at_us < in->from_us || at_us >= in->to_us ||
        in->contacts[i].class_id >= in->classes_n) {
      continue;
    }
    struct stf_civil civil;
    size_t day = (size_t)(day_number_at(in->zone, at_us, &civil) - window->first_day);
    size_t cell =
        (size_t)window->days[day].weekday * out->slots_n + slot_of(&civil, in->interval_us);
    out->mean_arrivals[cell * out->classes_n + in->contacts[i].class_id] += 1;
    window->days[day].contacts_n++;
    window->counts[day * out->slots_n + slot_of(&civil, in->interval_us)] += 1;
    out->contacts_n++;
  }
}

/* Which days count, and means instead of sums. */
static void make_means(const struct window *window, struct stf_curve *out) {
  int empty_n[STF_CURVE_DAYS] = {0};
  for (size_t d = 0; d < window->days_n; d++) {
    if (window->days[d].contacts_n > 0) {
      out->days_n[window->days[d].weekday]++;
    } else {
      empty_n[window->days[d].weekday]++;
    }
  }
  for (int weekday = 0; weekday < STF_CURVE_DAYS; weekday++) {
    if (out->days_n[weekday] == 0) {
      out->days_n[weekday] = empty_n[weekday]; /* a weekday without contacts: closed */
    } else {
      out->missing_days_n += empty_n[weekday];
    }
    size_t cells = out->slots_n * out->classes_n;
    for (size_t i = 0; i < cells && out->days_n[weekday] > 0; i++) {
      out->mean_arrivals[(size_t)weekday * cells + i] /= out->days_n[weekday];
    }
  }
}

/* Weighted sums of the moment estimator, one weekday. */
struct spread {
  double over;   /* (n - 1)(s2 - m) */
  double square; /* (n - 1) m^2 */
  double freedom;
};

static struct spread weekday_spread(const double *totals, const int *weekdays, size_t n,
                                    int weekday) {
  double sum = 0;
  double days = 0;
  for (size_t i = 0; i < n; i++) {
    if (weekdays[i] == weekday) {
      sum += totals[i];
      days += 1;
    }
  }
  if (days < 2) {
    return (struct spread){0};
  }
  double mean = sum / days;
  double squares = 0;
  for (size_t i = 0; i < n; i++) {
    if (weekdays[i] == weekday) {
      squares += (totals[i] - mean) * (totals[i] - mean);
    }
  }
  return (struct spread){.over = squares - (days - 1) * mean,
                         .square = (days - 1) * mean * mean,
                         .freedom = days - 1};
}

double stf_curve_day_shape(const double *totals, const int *weekdays, size_t n, double *se) {
  double over = 0;
  double square = 0;
  double noise = 0;
  for (int weekday = 0; weekday < STF_CURVE_DAYS; weekday++) {
    struct spread own = weekday_spread(totals, weekdays, n, weekday);
    over += own.over;
    square += own.square;
    if (own.freedom > 0) {
      /* Variance of (n-1) s2 of a near-normal total: 2 (n-1) sigma^4. */
      double variance = own.over / own.freedom + sqrt(own.square / own.freedom);
      noise += 2 * own.freedom * variance * variance;
    }
  }
  if (se != NULL) {
    *se = (double)NAN;
  }
  if (!(square > 0) || !(over > 0)) {
    return (double)NAN;
  }
  double shape = square / over;
  if (se != NULL) {
    *se = shape * shape * sqrt(noise) / square;
  }
  return shape;
}

double stf_curve_day_variance(const struct stf_curve *curve) {
  if (curve->intervals.state == STF_INTERVALS_FOUND) {
    return curve->intervals.day_variance;
  }
  return curve->day_shape > 0 ? 1 / curve->day_shape : 0;
}

/* The counts of days without contacts are dropped. */
static enum stf_status measure_scatter(struct window *window,
                                       const struct stf_allocator *allocator,
                                       struct stf_curve *out) {
  double *totals = stf_mem_zeroed(allocator, window->days_n, sizeof *totals);
  int *weekdays = stf_mem_zeroed(allocator, window->days_n, sizeof *weekdays);
  int64_t *days = stf_mem_zeroed(allocator, window->days_n, sizeof *days);
  enum stf_status status =
      totals != NULL && weekdays != NULL && days != NULL ? STF_OK : STF_ERR_MEMORY;
  if (status == STF_OK) {
    size_t n = 0;
    for (size_t d = 0; d < window->days_n; d++) {
      if (window->days[d].contacts_n > 0) {
        totals[n] = (double)window->days[d].contacts_n;
        memmove(window->counts + n * out->slots_n, window->counts + d * out->slots_n,
                out->slots_n * sizeof *window->counts);
        days[n] = window->first_day + (int64_t)d;
        weekdays[n++] = window->days[d].weekday;
      }
    }
    out->day_shape = stf_curve_day_shape(totals, weekdays, n, &out->day_shape_se);
    const struct stf_intervals_in intervals = {
        .counts = window->counts, .weekdays = weekdays, .days_n = n, .slots_n = out->slots_n};
    status = stf_intervals_fit(&intervals, allocator, &out->intervals);
    const struct stf_horizon_in horizon = {.totals = totals,
                                           .days = days,
                                           .n = n,
                                           .day_variance = stf_curve_day_variance(out),
                                           .weeks_n = window->in->horizon_weeks};
    status = status == STF_OK ? stf_horizon_fit(&horizon, allocator, &out->horizon) : status;
  }
  stf_mem_release(allocator, days);
  stf_mem_release(allocator, totals);
  stf_mem_release(allocator, weekdays);
  return status;
}

enum stf_status stf_curve_measure(const struct stf_curve_in *in,
                                  const struct stf_allocator *allocator,
                                  struct stf_curve *out) {
  *out = (struct stf_curve){.slots_n = (size_t)(STF_US_PER_DAY / in->interval_us),
                            .classes_n = in->classes_n,
                            .interval_us = in->interval_us};
  struct stf_civil civil;
  struct window window = {.in = in, .first_day = day_number_at(in->zone, in->from_us, &civil)};
  window.days_n =
      (size_t)(day_number_at(in->zone, in->to_us - 1, &civil) - window.first_day) + 1;
  window.days = stf_mem_zeroed(allocator, window.days_n, sizeof *window.days);
  window.counts =
      stf_mem_zeroed(allocator, window.days_n * out->slots_n, sizeof *window.counts);
  out->mean_arrivals = stf_mem_zeroed(allocator, STF_CURVE_DAYS * out->slots_n * out->classes_n,
                                      sizeof *out->mean_arrivals);
  enum stf_status status = STF_ERR_MEMORY;
  if (window.days != NULL && window.counts != NULL && out->mean_arrivals != NULL) {
    for (size_t d = 0; d < window.days_n; d++) {
      /* 1970-01-01 was a Thursday. */
      window.days[d].weekday = (int)(((window.first_day + (int64_t)d + 3) % 7 + 7) % 7);
    }
    count_contacts(&window, out);
    make_means(&window, out);
    status = measure_scatter(&window, allocator, out);
  }
  stf_mem_release(allocator, window.days);
  stf_mem_release(allocator, window.counts);
  if (status != STF_OK) {
    stf_curve_clear(out, allocator);
  }
  return status;
}

void stf_curve_clear(struct stf_curve *curve, const struct stf_allocator *allocator) {
  stf_mem_release(allocator, curve->mean_arrivals);
  *curve = (struct stf_curve){0};
}
