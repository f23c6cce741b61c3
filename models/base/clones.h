/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same loop compiled for several instruction sets, the best of which the processor at hand
 * has is taken at run time. All give the same bits: there is no fused multiply-add
 * (-ffp-contract=off) and no reordering of sums.
 *
 * A loop stands in a function marked STF_CLONES_BODY; one function each, marked
 * STF_CLONES_AVX2 and STF_CLONES_AVX512, calls it, and so does one with no mark.
 */
#ifndef STF_CLONES_H
#define STF_CLONES_H

enum stf_clones_level {
  STF_CLONES_LEVEL_BASE, /* any x86-64, or any other processor */
  STF_CLONES_LEVEL_AVX2,
  STF_CLONES_LEVEL_AVX512,
  STF_CLONES_LEVELS_N
};

#define STF_CLONES_BODY static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define STF_CLONES_AVX2   __attribute__((target("avx2")))
#define STF_CLONES_AVX512 __attribute__((target("avx512f,avx512dq,avx512vl")))
#else
#define STF_CLONES_AVX2
#define STF_CLONES_AVX512
#endif

/* The highest level that this processor has. */
static inline enum stf_clones_level stf_clones_best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    return STF_CLONES_LEVEL_AVX512;
  }
  return __builtin_cpu_supports("avx2") ? STF_CLONES_LEVEL_AVX2 : STF_CLONES_LEVEL_BASE;
#else
  return STF_CLONES_LEVEL_BASE;
#endif
}

#endif
