/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_block.h"

#include "random/elementary.h"

#include <math.h>

/* Within these the exponential needs no care for overflow. */
#define EXPONENT_LEAST (-708.0)
#define EXPONENT_MOST  709.0

/* Of a lognormal law only the middle is right: 15 % are left to be drawn one by one. */
STF_CLONES_BODY void fill(struct stf_law law, const double *restrict u, size_t n,
                          double *restrict out_s) {
  switch (law.kind) {
  case STF_LAW_EXPONENTIAL:
    for (size_t i = 0; i < n; i++) {
      out_s[i] = -law.a * stf_elementary_log_normal(u[i]);
    }
    break;
  case STF_LAW_LOGNORMAL:
    for (size_t i = 0; i < n; i++) {
      out_s[i] =
          stf_elementary_exp_normal(law.a - law.b * stf_elementary_normal_centre(u[i] - 0.5));
    }
    break;
  case STF_LAW_WEIBULL: {
    double power = 1 / law.b;
    for (size_t i = 0; i < n; i++) {
      double unit = -stf_elementary_log_normal(u[i]);
      out_s[i] = law.a * stf_elementary_exp_normal(power * stf_elementary_log_normal(unit));
    }
    break;
  }
  case STF_LAW_UNIFORM:
    for (size_t i = 0; i < n; i++) {
      out_s[i] = law.b - u[i] * (law.b - law.a);
    }
    break;
  case STF_LAW_CONSTANT:
    for (size_t i = 0; i < n; i++) {
      out_s[i] = law.a;
    }
    break;
  case STF_LAW_NEVER:
    for (size_t i = 0; i < n; i++) {
      out_s[i] = (double)INFINITY;
    }
    break;
  case STF_LAW_GAMMA:
  case STF_LAW_HYPEREXPONENTIAL:
  case STF_LAW_EMPIRICAL:
  case STF_LAW_KINDS_N:
    break;
  }
}

static void fill_base(struct stf_law law, const double *restrict u, size_t n,
                      double *restrict out_s) {
  fill(law, u, n, out_s);
}

STF_CLONES_AVX2 static void fill_avx2(struct stf_law law, const double *restrict u, size_t n,
                                      double *restrict out_s) {
  fill(law, u, n, out_s);
}

STF_CLONES_AVX512 static void fill_avx512(struct stf_law law, const double *restrict u,
                                          size_t n, double *restrict out_s) {
  fill(law, u, n, out_s);
}

static void fill_at(enum stf_clones_level level, struct stf_law law, const double *restrict u,
                    size_t n, double *restrict out_s) {
  switch (level) {
  case STF_CLONES_LEVEL_AVX512:
    fill_avx512(law, u, n, out_s);
    break;
  case STF_CLONES_LEVEL_AVX2:
    fill_avx2(law, u, n, out_s);
    break;
  case STF_CLONES_LEVEL_BASE:
  case STF_CLONES_LEVELS_N:
    fill_base(law, u, n, out_s);
    break;
  }
}

/* True if the loop's exponentials stay clear of overflow: those of the lognormal's middle lie
 * within 1.5 deviations, and the logarithm of a unit exponential within -37 .. 3.7. */
static bool is_safe(const struct stf_law *law) {
  switch (law->kind) {
  case STF_LAW_LOGNORMAL:
    return law->a - 1.5 * law->b >= EXPONENT_LEAST && law->a + 1.5 * law->b <= EXPONENT_MOST;
  case STF_LAW_WEIBULL:
    return -37 / law->b >= EXPONENT_LEAST;
  case STF_LAW_EXPONENTIAL:
  case STF_LAW_UNIFORM:
  case STF_LAW_CONSTANT:
  case STF_LAW_NEVER:
    return true;
  case STF_LAW_GAMMA:
  case STF_LAW_HYPEREXPONENTIAL:
  case STF_LAW_EMPIRICAL:
  case STF_LAW_KINDS_N:
    break;
  }
  return false;
}

void stf_law_block_draw_at(enum stf_clones_level level, const struct stf_law *law,
                           const double *restrict u, size_t n, double *restrict out_s) {
  bool is_whole = is_safe(law);
  if (is_whole) {
    fill_at(level, *law, u, n, out_s);
  }
  for (size_t i = 0; (!is_whole || law->kind == STF_LAW_LOGNORMAL) && i < n; i++) {
    if (!is_whole || !stf_elementary_is_centre(u[i] - 0.5)) {
      out_s[i] = stf_law_draw_s(law, u[i]);
    }
  }
}

void stf_law_block_draw(const struct stf_law *law, const double *restrict u, size_t n,
                        double *restrict out_s) {
  stf_law_block_draw_at(stf_clones_best(), law, u, n, out_s);
}

STF_CLONES_BODY void round_all(const double *restrict seconds, size_t n,
                               int64_t *restrict out_us) {
  for (size_t i = 0; i < n; i++) {
    out_us[i] = stf_law_block_us(seconds[i]);
  }
}

STF_CLONES_AVX512 static void round_avx512(const double *restrict seconds, size_t n,
                                           int64_t *restrict out_us) {
  round_all(seconds, n, out_us);
}

void stf_law_block_to_us(const double *restrict seconds, size_t n, int64_t *restrict out_us) {
  if (stf_clones_best() == STF_CLONES_LEVEL_AVX512) {
    round_avx512(seconds, n, out_us);
  } else {
    round_all(seconds, n, out_us);
  }
}
