/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/paired.h"

#include "stats/quantile.h"

#include <math.h>

/* What a calculation works on: replications that count. */
struct pairs {
  double *a_num;
  double *a_den;
  double *b_num;
  double *b_den;
  double *differences;
  size_t n;
};

static double value_of(const struct stf_paired_side *side, enum stf_paired_kind kind,
                       size_t r) {
  if (kind != STF_PAIRED_RATIO) {
    return side->num[r];
  }
  return side->den[r] > 0 ? side->num[r] / side->den[r] : (double)NAN;
}

/* How many replications are above and equal, of those with both values. */
static void count_order(const struct stf_paired_in *in, struct stf_paired *out) {
  for (size_t r = 0; r < in->n; r++) {
    double a = value_of(&in->a, in->kind, r);
    double b = value_of(&in->b, in->kind, r);
    if (isfinite(a) && isfinite(b)) {
      out->both_n++;
      out->above_n += b > a;
      out->equal_n += !(b > a) && !(b < a);
    }
  }
}

/* Sums of ratios count wherever they are known; values where both are. */
static bool counts(const struct stf_paired_in *in, size_t r) {
  bool known = isfinite(in->a.num[r]) && isfinite(in->b.num[r]);
  return in->kind == STF_PAIRED_RATIO
             ? known && isfinite(in->a.den[r]) && isfinite(in->b.den[r])
             : known;
}

static void gather(const struct stf_paired_in *in, struct pairs *pairs) {
  bool ratio = in->kind == STF_PAIRED_RATIO;
  for (size_t r = 0; r < in->n; r++) {
    if (counts(in, r)) {
      pairs->a_num[pairs->n] = in->a.num[r];
      pairs->b_num[pairs->n] = in->b.num[r];
      pairs->a_den[pairs->n] = ratio ? in->a.den[r] : 1;
      pairs->b_den[pairs->n] = ratio ? in->b.den[r] : 1;
      pairs->n++;
    }
  }
}

double stf_paired_linearise(double *num, const double *den, size_t n) {
  double mean = stf_interval_mean(den, n);
  if (!(mean > 0)) {
    return (double)NAN;
  }
  double ratio = stf_interval_mean(num, n) / mean;
  for (size_t r = 0; r < n; r++) {
    num[r] = (num[r] - ratio * den[r]) / mean;
  }
  return ratio;
}

static void compare_means(const struct pairs *pairs, double level, struct stf_paired *out) {
  size_t n = pairs->n;
  out->a = stf_paired_linearise(pairs->a_num, pairs->a_den, n);
  out->b = stf_paired_linearise(pairs->b_num, pairs->b_den, n);
  out->difference.estimate = out->b - out->a;
  out->mean = out->difference.estimate;
  if (n < 2 || !isfinite(out->difference.estimate)) {
    return;
  }
  double root = sqrt((double)n);
  for (size_t r = 0; r < n; r++) {
    pairs->differences[r] = pairs->b_num[r] - pairs->a_num[r];
  }
  out->se = stf_interval_sd(pairs->differences, n) / root;
  out->independent_se =
      hypot(stf_interval_sd(pairs->a_num, n), stf_interval_sd(pairs->b_num, n)) / root;
  double half = stf_interval_t_quantile(level, n - 1) * out->se;
  out->difference.low = out->difference.estimate - half;
  out->difference.high = out->difference.estimate + half;
}

static void compare_medians(const struct pairs *pairs, double level, struct stf_paired *out) {
  size_t n = pairs->n;
  for (size_t r = 0; r < n; r++) {
    pairs->differences[r] = pairs->b_num[r] - pairs->a_num[r];
  }
  out->mean = stf_interval_mean(pairs->differences, n);
  if (n >= 2) {
    double root = sqrt((double)n);
    out->se = stf_interval_sd(pairs->differences, n) / root;
    out->independent_se =
        hypot(stf_interval_sd(pairs->a_num, n), stf_interval_sd(pairs->b_num, n)) / root;
  }
  stf_quantile_sort(pairs->a_num, n);
  stf_quantile_sort(pairs->b_num, n);
  stf_quantile_sort(pairs->differences, n);
  out->a = stf_quantile_of(pairs->a_num, n, 0.5);
  out->b = stf_quantile_of(pairs->b_num, n, 0.5);
  out->difference.estimate = stf_quantile_of(pairs->differences, n, 0.5);
  struct stf_interval_ranks ranks = stf_interval_quantile_ranks(n, 0.5, level);
  if (ranks.low >= 1 && ranks.high <= n) {
    out->difference.low = pairs->differences[ranks.low - 1];
    out->difference.high = pairs->differences[ranks.high - 1];
  }
}

enum stf_status stf_paired_of(const struct stf_paired_in *in,
                              const struct stf_allocator *allocator, struct stf_paired *out) {
  const struct stf_interval unknown = {(double)NAN, (double)NAN, (double)NAN};
  *out = (struct stf_paired){.a = (double)NAN,
                             .b = (double)NAN,
                             .difference = unknown,
                             .mean = (double)NAN,
                             .se = (double)NAN,
                             .independent_se = (double)NAN};
  count_order(in, out);
  if (out->both_n == 0) {
    return STF_OK;
  }
  double *room = stf_mem_zeroed(allocator, 5 * in->n, sizeof *room);
  if (room == NULL) {
    return STF_ERR_MEMORY;
  }
  struct pairs pairs = {
      room, room + in->n, room + 2 * in->n, room + 3 * in->n, room + 4 * in->n, 0};
  gather(in, &pairs);
  out->n = pairs.n;
  if (in->kind == STF_PAIRED_MEDIAN) {
    compare_medians(&pairs, in->level, out);
  } else {
    compare_means(&pairs, in->level, out);
  }
  stf_mem_release(allocator, room);
  return STF_OK;
}

double stf_paired_above_on_average(const struct stf_paired *paired) {
  if (!isfinite(paired->se) || !isfinite(paired->mean)) {
    return (double)NAN;
  }
  if (paired->se > 0) {
    return stf_interval_t_probability(paired->mean / paired->se, paired->n - 1);
  }
  return paired->mean > 0 ? 1 : paired->mean < 0 ? 0 : 0.5;
}

struct stf_interval stf_paired_above_in_a_period(const struct stf_paired *paired) {
  size_t above_n = paired->above_n + paired->equal_n / 2;
  struct stf_interval share = stf_interval_wilson(above_n, paired->both_n, 0.95);
  if (paired->equal_n % 2 == 1) {
    share.estimate += 0.5 / (double)paired->both_n;
  }
  return share;
}

double stf_paired_simultaneous(double level, size_t m) {
  return 1 - (1 - level) / (double)m;
}

enum stf_paired_kind stf_paired_kind_of(const struct stf_summary_line *line) {
  if (!isnan(line->values->den[line->row * line->values->replications_n])) {
    return STF_PAIRED_RATIO;
  }
  return stf_summary_is_median(line->labels.statistic) ? STF_PAIRED_MEDIAN : STF_PAIRED_MEAN;
}

struct stf_paired_side stf_paired_side_of(const struct stf_summary_line *line) {
  size_t at = line->row * line->values->replications_n;
  return (struct stf_paired_side){&line->values->num[at], &line->values->den[at]};
}
