/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every legal shift of the shapes: each start with each placing of its breaks in their windows.
 * They are written out rather than implied (Aykin 1996; Bechtold & Jacobs 1990 imply them by
 * break variables): a schedule's value then needs no second decision, and a few dozen of a
 * shape are cheap.
 */
#ifndef STF_VARIANTS_H
#define STF_VARIANTS_H

#include "roster/problem.h"

/* One shift; those of one shape and start stand together (they differ in their breaks). */
struct stf_variants_shift {
  struct stf_problem_shift shift;
  int32_t paid; /* steps */
  bool is_night;
  uint32_t shape;
  uint32_t contracts;
};

struct stf_variants {
  struct stf_variants_shift *items;
  size_t n;
  size_t capacity;
};

enum {
  STF_VARIANTS_MAX = 20000 /* of all shapes */
};

/* Fills *out; a shift whose work needs a pause and has none, or is too much for a night,
 * is left out. STF_ERR_INPUT: more
 * than STF_VARIANTS_MAX. The caller clears *out, also after failure. */
STF_MUST_USE enum stf_status stf_variants_make(const struct stf_problem *problem,
                                               const struct stf_allocator *allocator,
                                               struct stf_variants *out);
void stf_variants_clear(struct stf_variants *variants, const struct stf_allocator *allocator);

/* True if the shift has the pause that its work asks for. */
bool stf_variants_has_pause(const struct stf_problem *problem,
                            const struct stf_problem_shift *shift);

#endif
