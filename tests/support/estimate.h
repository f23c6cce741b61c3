/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What replications say of a mean or a ratio, held against an exact figure. */
#ifndef STF_ESTIMATE_H
#define STF_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>

struct stf_estimate {
  double mean;
  double se;
};

/* Where each replication's sums stand: runs_n of them, `step` bytes from one to the next. Their
 * fields are doubles, named by offset. */
struct stf_estimate_runs {
  const void *sums;
  size_t runs_n;
  size_t step;
};

/* Ratio of the sums over all replications of two fields, and its standard error by the delta
 * method. */
struct stf_estimate stf_estimate_ratio(struct stf_estimate_runs runs, size_t num, size_t den);

/* Mean of one field over the replications. */
struct stf_estimate stf_estimate_mean(struct stf_estimate_runs runs, size_t field);

/* Fails unless |mean - exact| <= 3.5 se (false alarm 5e-4) and se <= se_most; says what failed.
 * With STF_VALIDATION=FILE in the environment each check is a line of that file, from which
 * docs/validation.md is made. */
void stf_estimate_check(const char *what, struct stf_estimate estimate, double exact,
                        double se_most);

/* The same with 1.96 se at most 2 % of the value, or 0.005 for a probability. */
void stf_estimate_check_closely(const char *what, struct stf_estimate estimate, double exact,
                                bool probability);

#endif
