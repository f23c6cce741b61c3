/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/bound.h"

#include "stats/interval.h"

#include <math.h>

#define DOUBT 0.05 /* shared by the stretches */

enum {
  SEED_APART = 500 /* from the search's seed; proofs have the first ones behind it */
};

/* Highest probability (on average: margin) with which the stretch may be kept. */
static double high_of(const struct stf_seek *seek, size_t stretch) {
  const struct stf_judge_figure *figure = &seek->figures[stretch];
  double level = 1 - 2 * DOUBT / (double)seek->stretches_n;
  if (seek->in->judge.probability > 0) {
    return stf_interval_wilson(figure->kept_n, figure->known_n, level).high;
  }
  double t = stf_interval_t_quantile(level, figure->known_n > 1 ? figure->known_n - 1 : 1);
  return figure->margin + t * figure->margin_error;
}

/* Whether the promises cannot hold with so much spent on hiring. */
static enum stf_status refute(struct stf_seek *seek, const struct stf_loop_in *in,
                              double hires_most, bool *refuted) {
  double level = seek->in->judge.probability > 0 ? seek->in->judge.probability : 0;
  in->most(in->context, hires_most, seek->grid.agents);
  enum stf_status status = stf_seek_judge(seek, seek->figures, NULL);
  *refuted = false;
  for (size_t i = 0; i < seek->stretches_n && status == STF_OK; i++) {
    *refuted = *refuted || (seek->figures[i].known_n > 0 && high_of(seek, i) < level);
  }
  return status;
}

/* Of the numbers of people below `found`, the largest that is refuted; one rules out all below
 * it. */
static enum stf_status bisect(struct stf_seek *seek, const struct stf_loop_in *in, double found,
                              double *out) {
  double low = -1; /* refuted */
  double high = ceil(found / in->hire_least - 1e-9);
  enum stf_status status = STF_OK;
  while (status == STF_OK && high - low > 1) {
    double middle = low < 0 ? 0 : floor((low + high) / 2);
    bool refuted = false;
    status = refute(seek, in, middle * in->hire_least, &refuted);
    low = refuted ? middle : low;
    high = refuted ? high : middle;
  }
  /* More than `low` people cost: one more, or as many who are dearer. */
  double more = low < 1 || in->hires_alike ? low + 1 : low;
  *out = fmin(more * in->hire_least, found);
  return status;
}

enum stf_status stf_bound_hires(struct stf_seek *seek, const struct stf_loop_in *in,
                                double found, double *out) {
  bool refuted = false;
  *out = 0;
  enum stf_status status = stf_judge_renew(seek->judge, seek->in->judge.seed + SEED_APART,
                                           seek->in->judge.replications_n);
  seek->desk = NULL;
  if (status == STF_OK && isfinite(found)) {
    status = found > 0 ? bisect(seek, in, found, out) : STF_OK;
  } else if (status == STF_OK) {
    status = refute(seek, in, (double)INFINITY, &refuted);
    *out = refuted ? (double)INFINITY : 0;
  }
  return status;
}
