/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivities: what the points of --sensitivity say of each key's effect on each figure. */
#ifndef STF_SWEEP_EFFECTS_H
#define STF_SWEEP_EFFECTS_H

#include "cli/sweep_figures.h"
#include "cli/sweep_job.h"
#include "sweep/elasticity.h"

/* One key's effect on one figure; which of the two is there, job->kind says. */
struct stf_sweep_effect {
  size_t key;
  struct stf_elasticity elasticity;
  struct stf_morris_effect morris;
};

/* A total of the base, or of the first trajectory's beginning. */
struct stf_sweep_effects_figure {
  struct stf_row labels;        /* texts in the job's arena */
  bool is_told;                 /* among those for people */
  struct stf_sweep_figure told; /* how it is told */
  enum stf_paired_kind kind;
  double *values;                        /* Morris: by point; NAN: none */
  double *columns[STF_ELASTICITY_SIDES]; /* else: num, then den, of the replications */
  bool has_side[STF_ELASTICITY_SIDES];   /* of the key in hand; the base stays */
  struct stf_sweep_effect *effects;      /* by key; when done, the largest first */
};

struct stf_sweep_effects {
  struct stf_sweep_job *job;
  struct stf_sweep_effects_figure *figures; /* in the job's arena, as are their parts */
  size_t figures_n;
};

/* Takes the points in their order (struct stf_sweep_taker; context: the effects, zeroed but for
 * the job). */
STF_MUST_USE enum stf_status stf_sweep_effects_take(void *context,
                                                    const struct stf_sweep_point *point);

/* When all points have been taken: effects of every figure, the largest first. */
STF_MUST_USE enum stf_status stf_sweep_effects_finish(struct stf_sweep_effects *effects);

#endif
