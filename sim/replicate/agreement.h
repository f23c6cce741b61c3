/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well the predictions of intervals agree with the actuals: the columns of the replay
 * ladder (docs/validation.md). Cells are the intervals of one service level with enough
 * contacts, at the wanted hours of the wanted weekdays; a day is the sum of its cells.
 */
#ifndef STF_AGREEMENT_H
#define STF_AGREEMENT_H

#include "kpi/kpi.h"
#include "replicate/replicate.h"

struct stf_agreement_in {
  const struct stf_kpi_layout *layout;
  const struct stf_replicate_values *values;
  const struct stf_kpi_value *actuals;
  const double
      *rival; /* by row: a point prediction to stand beside, NAN: none; NULL: no rival */
  const struct stf_zone *zone;
  const char *definition; /* of service_level: "sl3_within_20s" */
  bool weekdays[7];       /* 0 = Monday */
  int32_t from_s;         /* of the local day: cells that begin in [from, to) */
  int32_t to_s;
  int64_t least_n; /* contacts that a cell needs, >= 1 */
};

/* Errors are predicted - actual, as shares. Coverage and expected figures are NAN where the
 * replications do not suffice for a band with one of them played as actual (fewer than 10),
 * coverage_se where there are fewer than two days. */
struct stf_agreement {
  size_t cells_n;
  size_t days_n;
  double mae_interval; /* mean over cells of |predicted - actual| */
  double
      floor; /* the same if a replication were the actual: noise that no model can take away */
  double mae_day;
  double mean_error;    /* weighted by contacts */
  double coverage;      /* share of cells inside the 80 % band */
  double coverage_se;   /* by resampling whole days */
  double self_coverage; /* share inside when each replication plays the actual */
  size_t below_n;       /* actual below the band */
  size_t above_n;
  double expected_n;  /* cells outside if the model were true: mean over replications played as
                         actual */
  double expected_lo; /* and their 2.5 % and 97.5 % quantiles */
  double expected_hi;
  double rival_mae_interval; /* the rival's errors on the same cells and days */
  double rival_mae_day;
  double rival_mean_error;
};

/* Some rows held against their actuals together. What is expected if the model were true comes
 * from the replications, each played as actual in all rows: the rows of one replication belong
 * together, so that the range is wider than that of so many independent figures. NAN where a
 * band with one replication played as actual takes more of them (fewer than 10). */
struct stf_agreement_joint {
  size_t cells_n; /* rows with a verdict */
  size_t below_n;
  size_t above_n;
  double expected_n; /* outside their 80 % bands */
  double expected_lo;
  double expected_hi;
};

/* rows: indices of the layout's rows, n of them. */
STF_MUST_USE enum stf_status stf_agreement_join(const struct stf_replicate_values *values,
                                                const struct stf_kpi_value *actuals,
                                                const size_t *rows, size_t n,
                                                const struct stf_allocator *allocator,
                                                struct stf_agreement_joint *out);

STF_MUST_USE enum stf_status stf_agreement_measure(const struct stf_agreement_in *in,
                                                   const struct stf_allocator *allocator,
                                                   struct stf_agreement *out);

#endif
