/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_usual.h"

#include "base/quantity.h"
#include "fit/fit_law.h"

#include <math.h>
#include <string.h>

enum {
  WEEKDAYS = 7
};

/* The days of the window, cut into slots. */
struct days {
  int64_t first; /* civil day number */
  size_t n;
  size_t slots_n;    /* of a day */
  int64_t *edges_us; /* day d: slots_n + 1 from d * (slots_n + 1) */
  bool *is_open;     /* somebody was there */
};

static int weekday_of(int64_t day) {
  return (int)(((day + 3) % WEEKDAYS + WEEKDAYS) % WEEKDAYS); /* day 0 was a Thursday */
}

static enum stf_status cut_days(const struct stf_fit_in *in, struct stf_fit *fit,
                                struct days *out) {
  out->first = stf_zone_day_at(in->zone, in->from_us);
  out->n = (size_t)(stf_zone_day_at(in->zone, in->to_us - 1) - out->first + 1);
  out->slots_n = (size_t)(STF_US_PER_DAY / in->interval_us);
  out->edges_us =
      stf_arena_alloc(fit->arena, out->n * (out->slots_n + 1), sizeof *out->edges_us);
  out->is_open = stf_arena_alloc(fit->arena, out->n, sizeof *out->is_open);
  if (out->edges_us == NULL || out->is_open == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t d = 0; d < out->n; d++) {
    for (size_t s = 0; s <= out->slots_n; s++) {
      struct stf_civil at;
      int64_t clock_s = (int64_t)s * (in->interval_us / STF_US_PER_S);
      stf_zone_day_civil(out->first + (int64_t)d, &at);
      at.hour = (int)(clock_s / 3600);
      at.minute = (int)(clock_s / 60 % 60);
      at.second = (int)(clock_s % 60);
      if (s == out->slots_n) {
        stf_zone_day_civil(out->first + (int64_t)d + 1, &at);
      }
      out->edges_us[d * (out->slots_n + 1) + s] = stf_zone_to_utc(in->zone, &at);
    }
  }
  return STF_OK;
}

/* Calls each day that the span touches: index of the day. */
static void days_of(const struct stf_fit_in *in, const struct days *days,
                    const struct stf_write_span *span, size_t *first, size_t *last) {
  int64_t from = stf_zone_day_at(in->zone, span->start_us) - days->first;
  int64_t to = stf_zone_day_at(in->zone, span->end_us - 1) - days->first;
  *first = from > 0 ? (size_t)from : 0;
  *last = (size_t)to < days->n ? (size_t)to : days->n - 1;
}

static void find_open(const struct stf_fit_in *in, const struct stf_write_team *teams,
                      size_t teams_n, struct days *days) {
  for (size_t t = 0; t < teams_n; t++) {
    for (size_t i = 0; i < teams[t].spans_n; i++) {
      size_t first = 0;
      size_t last = 0;
      days_of(in, days, &teams[t].spans[i], &first, &last);
      for (size_t d = first; d <= last; d++) {
        days->is_open[d] = true;
      }
    }
  }
}

/* Time that the span has in each slot of a day, added by weekday and slot. */
static void add_day(const struct days *days, size_t day, const struct stf_write_span *span,
                    double *there_us) {
  const int64_t *edges_us = &days->edges_us[day * (days->slots_n + 1)];
  double *slots_us = &there_us[(size_t)weekday_of(days->first + (int64_t)day) * days->slots_n];
  for (size_t s = 0; s < days->slots_n; s++) {
    int64_t from_us = span->start_us > edges_us[s] ? span->start_us : edges_us[s];
    int64_t to_us = span->end_us < edges_us[s + 1] ? span->end_us : edges_us[s + 1];
    slots_us[s] += to_us > from_us ? (double)(to_us - from_us) : 0;
  }
}

/* Length of each weekday's slots over the days that count. */
static void add_lengths(const struct days *days, double *length_us, int days_n[WEEKDAYS]) {
  memset(days_n, 0, WEEKDAYS * sizeof days_n[0]);
  for (size_t d = 0; d < days->n; d++) {
    const int64_t *edges_us = &days->edges_us[d * (days->slots_n + 1)];
    int weekday = weekday_of(days->first + (int64_t)d);
    days_n[weekday] += days->is_open[d];
    for (size_t s = 0; s < days->slots_n && days->is_open[d]; s++) {
      length_us[(size_t)weekday * days->slots_n + s] += (double)(edges_us[s + 1] - edges_us[s]);
    }
  }
}

static enum stf_status count_team(const struct stf_fit_in *in, struct stf_fit *fit,
                                  const struct days *days, const double *length_us,
                                  struct stf_write_team *team) {
  size_t slots_n = days->slots_n;
  double *there_us = stf_arena_alloc(fit->arena, WEEKDAYS * slots_n, sizeof *there_us);
  struct stf_write_count *counts =
      stf_arena_alloc(fit->arena, WEEKDAYS * slots_n, sizeof *counts);
  if (there_us == NULL || counts == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < team->spans_n; i++) {
    size_t first = 0;
    size_t last = 0;
    days_of(in, days, &team->spans[i], &first, &last);
    for (size_t d = first; d <= last; d++) {
      add_day(days, d, &team->spans[i], there_us);
    }
  }
  int32_t before_n = 0;
  for (size_t k = 0; k < WEEKDAYS * slots_n; k++) {
    double mean = length_us[k] > 0 ? there_us[k] / length_us[k] : 0;
    int32_t agents_n = (int32_t)floor(mean + 0.5);
    before_n = k % slots_n == 0 ? 0 : before_n; /* each day begins with nobody */
    if (agents_n != before_n) {
      counts[team->usual_n++] = (struct stf_write_count){
          .weekday = (int)(k / slots_n),
          .start_s = (int32_t)((int64_t)(k % slots_n) * (in->interval_us / STF_US_PER_S)),
          .agents_n = agents_n};
    }
    before_n = agents_n;
  }
  team->usual = counts;
  return STF_OK;
}

enum stf_status stf_fit_usual_make(const struct stf_fit_in *in, struct stf_fit *fit,
                                   struct stf_write_team *teams, size_t teams_n) {
  struct days days = {0};
  int days_n[WEEKDAYS];
  enum stf_status status = cut_days(in, fit, &days);
  double *length_us =
      status == STF_OK ? stf_arena_alloc(fit->arena, WEEKDAYS * days.slots_n, sizeof *length_us)
                       : NULL;
  if (length_us == NULL) {
    return STF_ERR_MEMORY;
  }
  find_open(in, teams, teams_n, &days);
  add_lengths(&days, length_us, days_n);
  const char *note = stf_fit_law_text(
      fit,
      "Who is usually there, for periods outside these days: mean presence by weekday and "
      "interval, rounded;\ndays behind each weekday, Monday first: %d %d %d %d %d %d %d.",
      days_n[0], days_n[1], days_n[2], days_n[3], days_n[4], days_n[5], days_n[6]);
  status = note != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t t = 0; t < teams_n && status == STF_OK; t++) {
    teams[t].usual_note = note;
    status = teams[t].spans_n > 0 ? count_team(in, fit, &days, length_us, &teams[t]) : STF_OK;
  }
  return status;
}
