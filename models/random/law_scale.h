/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws stretched by a factor: X becomes factor x X, so that the mean is factor times as long
 * and the form stays. */
#ifndef STF_LAW_SCALE_H
#define STF_LAW_SCALE_H

#include "base/mem.h"
#include "random/law.h"

/* Room for the stretched points of an empirical law. */
struct stf_law_scale {
  const struct stf_law *law; /* borrowed: what is stretched */
  struct stf_law_points points;
  double *values_s; /* owned; NULL: the law is not empirical */
};

STF_MUST_USE enum stf_status stf_law_scale_init(struct stf_law_scale *scale,
                                                const struct stf_law *law,
                                                const struct stf_allocator *allocator);
void stf_law_scale_clear(struct stf_law_scale *scale, const struct stf_allocator *allocator);

/* The law times the factor (> 0, finite); points of an empirical one are those of *scale until
 * the next call. A law that never ends stays as it is; one that would leave the range of its
 * form does, too. */
struct stf_law stf_law_scale_by(struct stf_law_scale *scale, double factor);

#endif
