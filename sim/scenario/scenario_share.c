/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_share.h"

#include "scenario/scenario_keys.h"

#include <math.h>

static const struct stf_node *first_class(const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "classes");
  return list != NULL ? list->first : NULL;
}

static const struct stf_node *first_share(const struct stf_node *root) {
  for (const struct stf_node *node = first_class(root); node != NULL; node = node->next) {
    if (stf_node_get(node, "share") != NULL) {
      return stf_node_get(node, "share");
    }
  }
  return NULL;
}

void stf_scenario_share_refuse(const struct stf_node *root) {
  stf_node_error(first_share(root),
                 "'share' splits a curve or totals without a column 'class': "
                 "there is none here, so leave it out");
}

/* One class's share; NAN: told. */
static double share_of(const struct stf_node *node) {
  const struct stf_node *share = stf_node_get(node, "share");
  bool own = stf_node_get(node, "arrivals") != NULL;
  if (own && share != NULL) {
    stf_node_error(share, "a class with 'arrivals' of its own has no share of the curve: keep "
                          "one of them");
    return (double)NAN;
  }
  if (!own && share == NULL) {
    stf_node_error(node, "'share' is missing: other classes have one, so add 'share: 30 %%'");
    return (double)NAN;
  }
  return own ? 0 : stf_keys_number(node, &STF_SCENARIO_KEYS_CLASS, "share");
}

static void read_shares(const struct stf_node *root, double *shares, uint32_t n) {
  const struct stf_node *node = first_class(root);
  double sum = 0;
  for (uint32_t c = 0; c < n && node != NULL; c++, node = node->next) {
    shares[c] = share_of(node);
    sum += shares[c];
  }
  if (!isnan(sum) && fabs(sum - 1) > 1e-6) {
    stf_node_error(first_share(root),
                   "the shares of the classes must add to 100 %%: these add "
                   "to %.6g %%",
                   100 * sum);
  }
  for (uint32_t c = 0; c < n; c++) {
    shares[c] /= sum; /* thirds written as 33.3333 % */
  }
}

const double *stf_scenario_share_read(struct stf_scenario_build *build,
                                      const struct stf_node *root, bool *given) {
  uint32_t n = build->scenario->desk.classes_n;
  double *shares = stf_scenario_build_alloc(build, n, sizeof *shares);
  *given = first_share(root) != NULL;
  if (shares == NULL) {
    return NULL;
  }
  for (uint32_t c = 0; c < n; c++) {
    shares[c] = n == 1 ? 1 : (double)NAN;
  }
  if (*given) {
    read_shares(root, shares, n);
  }
  return shares;
}
