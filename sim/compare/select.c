/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/select.h"

#include "base/macros.h"

#include <math.h>

struct stf_select {
  const struct stf_allocator *allocator;
  struct stf_select_in in;
  double h2;
  double *variances;  /* k x k; of the first replications */
  size_t *dropped_at; /* 0: left */
  bool *drops;        /* in the screen at hand */
  size_t left_n;
  bool is_begun;
};

double stf_select_eta(size_t scenarios_n, size_t first_n, double confidence) {
  double share = 2 * (1 - confidence) / (double)(scenarios_n - 1);
  return 0.5 * (pow(share, -2 / (double)(first_n - 1)) - 1);
}

double stf_select_h2(size_t scenarios_n, size_t first_n, double confidence) {
  return 2 * stf_select_eta(scenarios_n, first_n, confidence) * (double)(first_n - 1);
}

enum stf_status stf_select_new(const struct stf_select_in *in,
                               const struct stf_allocator *allocator, struct stf_select **out) {
  STF_ASSERT(in->scenarios_n >= 2 && in->first_n >= 2 && in->delta > 0);
  struct stf_select *select = stf_mem_zeroed(allocator, 1, sizeof *select);
  if (select == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t k = in->scenarios_n;
  *select = (struct stf_select){
      .allocator = allocator,
      .in = *in,
      .h2 = stf_select_h2(k, in->first_n, in->confidence),
      .variances = stf_mem_zeroed(allocator, k * k, sizeof *select->variances),
      .dropped_at = stf_mem_zeroed(allocator, k, sizeof *select->dropped_at),
      .drops = stf_mem_zeroed(allocator, k, sizeof *select->drops),
      .left_n = k};
  if (select->variances == NULL || select->dropped_at == NULL || select->drops == NULL) {
    stf_select_free(select);
    return STF_ERR_MEMORY;
  }
  *out = select;
  return STF_OK;
}

void stf_select_free(struct stf_select *select) {
  if (select == NULL) {
    return;
  }
  stf_mem_release(select->allocator, select->variances);
  stf_mem_release(select->allocator, select->dropped_at);
  stf_mem_release(select->allocator, select->drops);
  stf_mem_release(select->allocator, select);
}

/* Mean of a - b over the n replications where both are known; *counted: how many those are. */
static double mean_difference(const double *a, const double *b, size_t n, size_t *counted) {
  double sum = 0;
  *counted = 0;
  for (size_t r = 0; r < n; r++) {
    double difference = a[r] - b[r];
    if (isfinite(difference)) {
      sum += difference;
      ++*counted;
    }
  }
  return *counted > 0 ? sum / (double)*counted : 0;
}

static double variance_of(const double *a, const double *b, size_t n) {
  size_t counted = 0;
  double mean = mean_difference(a, b, n, &counted);
  double square = 0;
  for (size_t r = 0; r < n; r++) {
    double rest = a[r] - b[r] - mean;
    square += isfinite(rest) ? rest * rest : 0;
  }
  return counted > 1 ? square / (double)(counted - 1) : (double)INFINITY;
}

static void begin(struct stf_select *select, const double *const *values) {
  size_t k = select->in.scenarios_n;
  for (size_t i = 0; i < k; i++) {
    for (size_t l = 0; l < k; l++) {
      select->variances[i * k + l] =
          i == l ? 0 : variance_of(values[i], values[l], select->in.first_n);
    }
  }
  select->is_begun = true;
}

/* Whether l shows that i is not the best. */
static bool beats(const struct stf_select *select, const double *const *values, size_t i,
                  size_t l, size_t n) {
  size_t counted = 0;
  double gain = select->in.sign * mean_difference(values[l], values[i], n, &counted);
  double variance = select->variances[i * select->in.scenarios_n + l];
  double delta = select->in.delta;
  double r = (double)counted;
  if (counted < select->in.first_n) {
    return false;
  }
  double slack = delta / (2 * r) * (select->h2 * variance / (delta * delta) - r);
  return gain > (slack > 0 ? slack : 0);
}

size_t stf_select_screen(struct stf_select *select, const double *const *values, size_t n) {
  size_t k = select->in.scenarios_n;
  STF_ASSERT(n >= select->in.first_n);
  if (!select->is_begun) {
    begin(select, values);
  }
  for (size_t i = 0; i < k; i++) {
    select->drops[i] = false;
    for (size_t l = 0; l < k && select->dropped_at[i] == 0 && !select->drops[i]; l++) {
      bool other = l != i && select->dropped_at[l] == 0;
      select->drops[i] = other && beats(select, values, i, l, n);
    }
  }
  for (size_t i = 0; i < k; i++) {
    if (select->drops[i] && select->left_n > 1) {
      select->dropped_at[i] = n;
      select->left_n--;
    }
  }
  return select->left_n;
}

bool stf_select_is_left(const struct stf_select *select, size_t i) {
  return select->dropped_at[i] == 0;
}

size_t stf_select_dropped_at(const struct stf_select *select, size_t i) {
  return select->dropped_at[i];
}

double stf_select_most(const struct stf_select *select) {
  size_t k = select->in.scenarios_n;
  double most = 0;
  for (size_t i = 0; i < k * k; i++) {
    most = select->variances[i] > most ? select->variances[i] : most;
  }
  return floor(select->h2 * most / (select->in.delta * select->in.delta)) + 1;
}
