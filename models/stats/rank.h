/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictive ranks: where one more value of the same kind should fall among R replications. If
 * the model is true, the actual and the R replications are exchangeable, so that the k-th of R
 * sorted replications is the k / (R + 1) quantile of what is to come.
 *
 * Ties. The actual occupies the stretch [less, less + equal + 1] / (R + 1) of the unit
 * interval; broken at random, ties would put it anywhere in it with equal chance. From the
 * stretch follow
 *   - the verdict: by the middle of the stretch, (less + equal / 2 + 1/2) / (R + 1) (mid-p), so
 *     that an actual equal to most replications is inside and one that ties with few at the
 * edge is not always outside. Inside means low end <= middle <= high end;
 *   - the inside share: the part of the stretch within the band. Its expectation under a true
 *     model is the band's level exactly, for every R and however many ties; count coverage with
 *     it, or hold the count of verdicts against the self-coverage, the same count with each
 *     replication in the actual's place.
 * Arrays ascend and hold no NAN.
 */
#ifndef STF_RANK_H
#define STF_RANK_H

#include <stdbool.h>
#include <stddef.h>

enum {
  STF_RANK_LEAST_80 = 9 /* replications that a central 80 % band needs */
};

/* Quantile of level p of the predictive ranks, linear between ranks. NAN where the level needs
 * a rank outside 1..n: a central 80 % band needs n >= 9, a 95 % band n >= 39. */
double stf_rank_quantile(const double *sorted, size_t n, double p);

/* Central band of a level; both ends NAN where n is too small. */
struct stf_rank_band {
  double low;
  double high;
};
struct stf_rank_band stf_rank_band_of(const double *sorted, size_t n, double level);

/* Place of an actual among n replications. */
struct stf_rank {
  size_t less_n;  /* replications below the actual */
  size_t equal_n; /* replications equal to it */
  size_t n;
};
struct stf_rank stf_rank_of(const double *sorted, size_t n, double actual);

enum stf_rank_verdict {
  STF_RANK_UNKNOWN = 0, /* too few replications for the band */
  STF_RANK_BELOW,
  STF_RANK_INSIDE,
  STF_RANK_ABOVE
};

double stf_rank_middle(const struct stf_rank *rank); /* in (0, 1) */
enum stf_rank_verdict stf_rank_verdict_of(const struct stf_rank *rank, double level);
double stf_rank_inside_share(const struct stf_rank *rank, double level); /* NAN: too few */

/* Each of n replications in the actual's place: inside[i] says whether values[i] lies inside
 * the band of the other n - 1; `sorted` holds the same values in order. Returns the share
 * inside (the self-coverage); NAN and all false where n - 1 is too small. O(n log n). inside
 * may be NULL. */
double stf_rank_self_coverage(const double *values, const double *sorted, size_t n,
                              double level, bool *inside);

#endif
