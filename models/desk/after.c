/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/after.h"

#include "random/elementary.h"

uint32_t stf_after_category(const struct stf_after_opinion *opinion,
                            const double x[STF_AFTER_COVARIATES], double u) {
  double score = 0;
  for (size_t i = 0; i < STF_AFTER_COVARIATES; i++) {
    score += opinion->slopes[i] * x[i];
  }
  uint32_t category = 0;
  /* P(category <= k) = 1 / (1 + exp(score - cut)) rises with k. */
  while (category < opinion->cuts_n &&
         u >= 1 / (1 + stf_elementary_exp(score - opinion->cuts[category]))) {
    category++;
  }
  return category;
}
