/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/turns.h"

#include "random/elementary.h"

#define TAIL 1e-12 /* of a negative binomial law, left out */

uint32_t stf_turns_draw(const struct stf_turns_number *number, double u) {
  if (number->survival == NULL) {
    if (!(number->mean > 1)) {
      return 1;
    }
    double n = stf_elementary_log(u) / stf_elementary_log(1 - 1 / number->mean);
    return n < STF_TURNS_MOST ? 1 + (uint32_t)n : STF_TURNS_MOST;
  }
  uint32_t n = 0;
  while (u < number->survival[n]) {
    n++;
  }
  return n + 1;
}

struct stf_turns_number stf_turns_geometric(double mean) {
  return (struct stf_turns_number){.mean = mean};
}

/* The table of so many probabilities, in any scale. */
static enum stf_status from_weights(struct stf_arena *arena, const double *weights, size_t n,
                                    struct stf_turns_number *out) {
  double *survival = stf_arena_alloc(arena, n, sizeof *survival);
  if (survival == NULL) {
    return STF_ERR_MEMORY;
  }
  double sum = 0;
  for (size_t i = n; i > 0; i--) {
    survival[i - 1] = sum;
    sum += weights[i - 1];
  }
  double mean = 1;
  for (size_t i = 0; i < n; i++) {
    survival[i] /= sum;
    mean += survival[i];
  }
  *out = (struct stf_turns_number){.mean = mean, .survival = survival, .survival_n = n};
  return STF_OK;
}

enum stf_status stf_turns_empirical(struct stf_arena *arena, const double *weights, size_t n,
                                    struct stf_turns_number *out) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    if (!(weights[i] >= 0)) {
      return STF_ERR_INPUT;
    }
    sum += weights[i];
  }
  return sum > 0 ? from_weights(arena, weights, n, out) : STF_ERR_INPUT;
}

enum stf_status stf_turns_fixed(struct stf_arena *arena, uint32_t n,
                                struct stf_turns_number *out) {
  double *weights = stf_arena_alloc(arena, n, sizeof *weights);
  if (weights == NULL) {
    return STF_ERR_MEMORY;
  }
  weights[n - 1] = 1;
  return from_weights(arena, weights, n, out);
}

/* With M = N - 1 of mean m and variance v > m: r = m^2 / (v - m), P(0) = (r / (r + m))^r,
 * P(k + 1) = P(k) (k + r) / (k + 1) m / (r + m) (Johnson, Kemp & Kotz 2005, ch. 5). */
enum stf_status stf_turns_negative_binomial(struct stf_arena *arena, double mean, double cv,
                                            struct stf_turns_number *out) {
  double m = mean - 1;
  double v = cv * mean * cv * mean;
  if (!(m > 0) || !(v > m)) {
    return STF_ERR_INPUT;
  }
  double r = m * m / (v - m);
  double step = m / (r + m);
  double first = stf_elementary_exp(r * stf_elementary_log(r / (r + m)));
  double left = 1 - first;
  size_t n = 1;
  for (double p = first; left > TAIL && n < STF_TURNS_MOST; n++) {
    p *= ((double)(n - 1) + r) / (double)n * step;
    left -= p;
  }
  double *weights = stf_arena_alloc(arena, n, sizeof *weights);
  if (weights == NULL) {
    return STF_ERR_MEMORY;
  }
  weights[0] = first;
  for (size_t k = 1; k < n; k++) {
    weights[k] = weights[k - 1] * ((double)(k - 1) + r) / (double)k * step;
  }
  return from_weights(arena, weights, n, out);
}

/* Mean of min(X, c): the integral of the survival function, by steps. */
static double mean_up_to_s(const struct stf_law *law, double cut_s) {
  enum {
    STEPS = 2000
  };
  double sum_s = 0;
  for (int i = 0; i < STEPS; i++) {
    sum_s += stf_law_survival(law, cut_s * (i + 0.5) / STEPS);
  }
  return sum_s * cut_s / STEPS;
}

double stf_turns_held_s(const struct stf_turns *turns) {
  int64_t cut_us = turns->park_after_us;
  if (turns->close_after_us != STF_NEVER &&
      (cut_us == STF_NEVER || turns->close_after_us < cut_us)) {
    cut_us = turns->close_after_us;
  }
  double think_s = cut_us != STF_NEVER ? mean_up_to_s(&turns->think, (double)cut_us * 1e-6)
                                       : stf_law_mean_s(&turns->think);
  return turns->number.mean * stf_law_mean_s(&turns->work) + (turns->number.mean - 1) * think_s;
}
