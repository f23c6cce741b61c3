/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One figure of two desks on the same customers: replication r of both has the same random
 * numbers, so that differences are taken within replications and most of the chance goes out of
 * them (common random numbers; Law 2015, section 11.2).
 *
 * The figures are those that `run` prints (replicate/summary.h), and so is their difference:
 *   shares and means, ratios of sums: R_b - R_a with the standard error of the mean over
 *     replications of (num_b - R_b den_b) / mean den_b - (num_a - R_a den_a) / mean den_a
 * (delta method on paired replications; Cochran 1977, chapter 6), t with n - 1; counts, sums,
 * events (1 or 0): mean of the differences, t with n - 1; quantiles and extremes: median of the
 * differences of the replications' own values, interval by order statistics (Conover 1999,
 * section 3.2). A replication counts where both figures are defined; of ratios it counts with
 * its sums in any case.
 */
#ifndef STF_PAIRED_H
#define STF_PAIRED_H

#include "base/mem.h"
#include "replicate/summary.h"
#include "stats/interval.h"

#include <stdbool.h>
#include <stdint.h>

enum stf_paired_kind {
  STF_PAIRED_RATIO,
  STF_PAIRED_MEAN,
  STF_PAIRED_MEDIAN
};

/* Values of replications: a ratio is num / den (den 0: undefined), anything else num (NAN:
 * undefined; den is not looked at). */
struct stf_paired_side {
  const double *num;
  const double *den;
};

struct stf_paired_in {
  struct stf_paired_side a; /* the baseline */
  struct stf_paired_side b;
  size_t n;
  enum stf_paired_kind kind;
  double level; /* of the interval of the difference */
};

struct stf_paired {
  double a; /* figures on the replications that count */
  double b;
  struct stf_interval difference; /* b - a */
  double mean;                    /* mean difference: the same but for medians */
  double se;                      /* of it; NAN for fewer than two */
  double independent_se; /* the same if the two had different customers: what it would be
                            without common random numbers */
  size_t n;              /* replications that count */
  size_t both_n;         /* of them: both figures are defined */
  /* In how many of those b is above, or equal to, a: of one period. */
  size_t above_n;
  size_t equal_n;
};

/* Fails only without memory. */
STF_MUST_USE enum stf_status stf_paired_of(const struct stf_paired_in *in,
                                           const struct stf_allocator *allocator,
                                           struct stf_paired *out);

/* How a row's values are figured, and where they stand. */
enum stf_paired_kind stf_paired_kind_of(const struct stf_summary_line *line);
struct stf_paired_side stf_paired_side_of(const struct stf_summary_line *line);

/* sum num / sum den of n replications; num becomes what each adds to its error, (num - ratio
 * den) / mean den. NAN, and num as it was, where sum den is not positive. */
double stf_paired_linearise(double *num, const double *den, size_t n);

/* Probability that b is above a on average, as the data have it: of Student's t at
 * mean / se (the mean difference's posterior with a flat prior). 0 or 1 where nothing
 * varies, 0.5 where nothing differs, NAN for fewer than two replications. */
double stf_paired_above_on_average(const struct stf_paired *paired);

/* How often b is above a in a single period: share of the replications, ties by halves, with
 * the interval of Wilson 1927 at 95 % (an odd tie counts in none of its ends). */
struct stf_interval stf_paired_above_in_a_period(const struct stf_paired *paired);

/* The level of each of m intervals that hold together with `level` (Bonferroni). m >= 1. */
double stf_paired_simultaneous(double level, size_t m);

#endif
