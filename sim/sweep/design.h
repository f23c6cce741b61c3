/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points of a sweep: which value each key has at each of them. */
#ifndef STF_DESIGN_H
#define STF_DESIGN_H

#include "sweep/axis.h"

#include <stdint.h>

struct stf_design {
  const struct stf_axis *axes; /* borrowed */
  size_t axes_n;
  size_t points_n;
  const char *const *texts; /* value of axis a at point p: [p * axes_n + a]; NULL: the key stays
                               as it is in the scenario */
};

/* Every combination; the last key changes fastest. Axes without a step are filled.
 * STF_ERR_USAGE with how many they are: more than STF_AXIS_MOST; STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_design_grid(struct stf_axis *axes, size_t axes_n,
                                             struct stf_arena *arena, struct stf_design *out,
                                             struct stf_error *error);

/* A Latin hypercube of points_n points (McKay, Beckman & Conover 1979): each key's range is cut
 * into points_n parts of one size and has one point in each, anywhere in it. Of
 * stf_design_candidates(points_n) such designs that with the largest smallest distance between
 * two points (maximin; Johnson, Moore & Ylvisaker 1990), distances in units of the ranges.
 * Adding a key changes which candidate is taken, but no candidate's places of the other keys.
 */
struct stf_design_latin {
  const struct stf_axis *axes;
  size_t axes_n;
  size_t points_n;
  uint64_t seed;
};
STF_MUST_USE enum stf_status stf_design_latin(const struct stf_design_latin *in,
                                              struct stf_arena *arena, struct stf_design *out,
                                              struct stf_error *error);

/* 100, fewer from 633 points on, 1 from 4,473 on. */
size_t stf_design_candidates(size_t points_n);

#endif
