/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_points.h"

double stf_plan_points_worth(const struct stf_plan_points *points,
                             const struct stf_plan_point *point) {
  return points->currency != NULL ? point->total : point->people_h;
}

struct stf_plan_point *stf_plan_points_cheapest(const struct stf_plan_points *points,
                                                size_t share) {
  struct stf_plan_point *best = NULL;
  for (size_t c = 0; c < stf_plan_points_combinations(points); c++) {
    struct stf_plan_point *point =
        &points->items[share * stf_plan_points_combinations(points) + c];
    if (point->end != STF_REQUIRE_OUT_OF_REACH &&
        (best == NULL ||
         stf_plan_points_worth(points, point) < stf_plan_points_worth(points, best))) {
      best = point;
    }
  }
  return best;
}
