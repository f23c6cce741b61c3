/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was planned at each combination of knobs and shares. */
#ifndef STF_PLAN_POINTS_H
#define STF_PLAN_POINTS_H

#include "plan/require.h"
#include "sweep/design.h"

enum {
  STF_PLAN_POINTS_SHARES = 20,
  STF_PLAN_POINTS_KEYS = 8
};

struct stf_plan_point {
  size_t combination; /* of the knobs */
  double share;       /* 0: as promised */
  enum stf_require_end end;
  bool proven;     /* searched to the end and put to the proof */
  double people_h; /* on duty */
  double kept;     /* the worst stretch: probability, or on average margin; proven: its lower
                      limit */
  double people;   /* what people cost, in the currency, mean of a period; NAN without costs */
  double hires;    /* of it, for those who are hired; NAN: shifts are not planned */
  double penalties;
  double total;
};

struct stf_plan_points {
  struct stf_axis axes[STF_PLAN_POINTS_KEYS];
  struct stf_design design; /* of the knobs; without any: one combination */
  double shares[STF_PLAN_POINTS_SHARES];
  size_t shares_n;
  struct stf_plan_point *items; /* [share * combinations + combination] */
  size_t n;
  const char *currency;     /* NULL: neither scenario nor rules have costs */
  const char *head;         /* what was planned, lines of text; of the first combination */
  const char *const *lines; /* provenance, the same way */
  size_t lines_n;
  bool on_average;
  bool has_shifts;
};

static inline size_t stf_plan_points_combinations(const struct stf_plan_points *points) {
  return points->design.points_n > 0 ? points->design.points_n : 1;
}

/* By which the points are compared: cost in all, without costs hours of people. */
double stf_plan_points_worth(const struct stf_plan_points *points,
                             const struct stf_plan_point *point);

/* The cheapest of a share; NULL: none does it. */
struct stf_plan_point *stf_plan_points_cheapest(const struct stf_plan_points *points,
                                                size_t share);

#endif
