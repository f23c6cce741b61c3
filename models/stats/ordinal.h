/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ordinal logit with proportional odds (McCullagh 1980), by maximum likelihood:
 * P(category > k) = 1 / (1 + exp(cuts[k] - slopes . x)).
 */
#ifndef STF_ORDINAL_H
#define STF_ORDINAL_H

#include <stddef.h>
#include <stdint.h>

enum {
  STF_ORDINAL_MOST = 12 /* parameters */
};

struct stf_ordinal_in {
  const double *x;          /* [item * covariates_n + covariate] */
  const uint32_t *category; /* by item, from 0 to cuts_n */
  size_t n;
  uint32_t covariates_n; /* cuts_n + covariates_n <= STF_ORDINAL_MOST */
  uint32_t cuts_n;       /* >= 1 */
};

enum stf_ordinal_end {
  STF_ORDINAL_FITTED,
  STF_ORDINAL_EMPTY,    /* a category that no item has: its cut is not identified */
  STF_ORDINAL_SEPARATED /* no maximum: a covariate separates the categories, or covariates
                           determine each other */
};

struct stf_ordinal {
  double values[STF_ORDINAL_MOST]; /* the cuts, ascending, then the slopes */
  double errors[STF_ORDINAL_MOST]; /* standard errors, of the expected information */
  double log_likelihood;
};

/* Fisher scoring with halved steps, from the cuts of slopes 0. *out is whole only where
 * fitted. */
enum stf_ordinal_end stf_ordinal_fit(const struct stf_ordinal_in *in, struct stf_ordinal *out);

#endif
