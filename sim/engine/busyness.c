/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/busyness.h"

#include "desk/demand.h"
#include "desk/volume.h"
#include "random/elementary.h"
#include "random/law.h"
#include "random/law_gamma.h"

#include <math.h>

/* Gamma of mean 1; 1 without a shape, and then nothing is drawn. */
static double factor_of(const struct stf_stream *stream, int64_t entity,
                        enum stf_stream_purpose purpose, double shape) {
  double u[2];
  if (!(shape > 0)) {
    return 1;
  }
  stf_stream_pair(stream, STF_STREAM_DAY, (uint64_t)entity, purpose, 0, u);
  return stf_law_gamma_factor(shape, u[0]);
}

static double shape_of(double cv) {
  return cv > 0 ? 1 / (cv * cv) : 0;
}

/* The normal scores along one day: drawn from its first interval on, wherever the run begins,
 * so that an interval's factor is the same in every period. */
struct chain {
  const struct stf_stream *stream;
  double correlation;
  double rest; /* sqrt(1 - correlation^2) */
  double shape;
  int64_t day;
  uint32_t number; /* of the interval that z and factor belong to */
  double z;
  double factor;
};

static double normal_at(const struct chain *chain, uint32_t number) {
  double u[2];
  stf_stream_pair(chain->stream, STF_STREAM_DAY, (uint64_t)chain->day, STF_STREAM_INTERVAL,
                  number / 2, u);
  return stf_elementary_normal_quantile(u[number % 2]);
}

static void begin_day(struct chain *chain, int64_t day) {
  chain->day = day;
  chain->number = 0;
  chain->z = normal_at(chain, 0);
}

/* A score beyond those of single uniforms counts as the farthest of them. */
static double factor_of_score(const struct chain *chain) {
  double u = stf_law_gamma_normal_survival(chain->z);
  u = u < 0x1p-53 ? 0x1p-53 : u;
  u = u > 1 - 0x1p-53 ? 1 - 0x1p-53 : u;
  return stf_law_gamma_factor(chain->shape, u);
}

static double interval_factor(struct chain *chain, int64_t day, uint32_t number, bool first) {
  if (!first && day == chain->day && number == chain->number) {
    return chain->factor;
  }
  if (first || day != chain->day || number < chain->number) {
    begin_day(chain, day);
  }
  while (chain->number < number) {
    chain->number++;
    chain->z = chain->correlation * chain->z + chain->rest * normal_at(chain, chain->number);
  }
  chain->factor = factor_of_score(chain);
  return chain->factor;
}

static void draw_intervals(const struct stf_desk *desk, const struct stf_stream *stream,
                           double *factors) {
  const struct stf_demand_intervals *intervals = &desk->demand->intervals;
  double correlation = intervals->correlation;
  struct chain chain = {.stream = stream,
                        .correlation = correlation,
                        .rest = sqrt(1 - correlation * correlation),
                        .shape = shape_of(intervals->cv)};
  for (size_t i = 0; i < desk->rates_n; i++) {
    factors[i] *= interval_factor(&chain, desk->rate_days[i], intervals->number[i], i == 0);
  }
}

/* A factor's steps follow each other in days: each is drawn where it begins. */
static void draw_days(const struct stf_desk *desk, const struct stf_stream *stream,
                      double *factors) {
  const struct stf_demand_day_factors *days = &desk->demand->days;
  uint32_t before = 0;
  double drawn = 1;
  for (size_t i = 0; i < desk->rates_n; i++) {
    uint32_t number = days->of_step[i];
    if (number > 0 && number != before) {
      const struct stf_demand_day_factor *f = &days->items[number - 1];
      double u[2];
      stf_stream_pair(stream, STF_STREAM_DAY, f->key, STF_STREAM_DAY_FACTOR, 0, u);
      drawn = stf_volume_triangular(f->low, f->likely, f->high, u[0]) /
              stf_volume_triangular_mean(f->low, f->likely, f->high);
    }
    before = number;
    factors[i] *= number > 0 ? drawn : 1;
  }
}

void stf_busyness_draw(const struct stf_desk *desk, const struct stf_stream *stream,
                       double *factors) {
  double week_shape = shape_of(desk->week_cv);
  double season = factor_of(stream, 0, STF_STREAM_SEASON, shape_of(desk->season_cv));
  double week = 1;
  double day = 1;
  for (size_t i = 0; i < desk->rates_n; i++) {
    if (i == 0 || desk->rate_days[i] != desk->rate_days[i - 1]) {
      day = factor_of(stream, desk->rate_days[i], STF_STREAM_FACTOR, desk->day_shape);
    }
    if (week_shape > 0 && (i == 0 || desk->rate_weeks[i] != desk->rate_weeks[i - 1])) {
      week = factor_of(stream, desk->rate_weeks[i], STF_STREAM_WEEK, week_shape);
    }
    factors[i] = season * week * day;
  }
  if (desk->demand != NULL && desk->demand->intervals.cv > 0) {
    draw_intervals(desk, stream, factors);
  }
  if (desk->demand != NULL && desk->demand->days.n > 0) {
    draw_days(desk, stream, factors);
  }
}
