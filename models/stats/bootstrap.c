/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/bootstrap.h"

#include "random/stream.h"

#include <math.h>

static size_t block_of(double u, size_t blocks_n) {
  size_t block = (size_t)(u * (double)blocks_n);
  return block < blocks_n ? block : blocks_n - 1;
}

/* The ratio of one resample. */
static double resampled_ratio(const struct stf_stream *stream, uint64_t resample,
                              const double *num, const double *den, size_t blocks_n) {
  double num_sum = 0;
  double den_sum = 0;
  double pair[2] = {0, 0};
  for (size_t i = 0; i < blocks_n; i++) {
    if (i % 2 == 0) {
      stf_stream_pair(stream, STF_STREAM_RESAMPLE, resample, STF_STREAM_BLOCK,
                      (uint32_t)(i / 2), pair);
    }
    size_t block = block_of(pair[i % 2], blocks_n);
    num_sum += num[block];
    den_sum += den[block];
  }
  return den_sum > 0 ? num_sum / den_sum : (double)NAN;
}

double stf_bootstrap_ratio_error(const double *num, const double *den, size_t blocks_n,
                                 size_t resamples_n, uint64_t seed) {
  if (blocks_n < 2) {
    return (double)NAN;
  }
  struct stf_stream stream = stf_stream_of(seed, 0);
  size_t used_n = 0;
  double mean = 0;
  double square = 0; /* around the running mean (Welford 1962) */
  for (uint64_t b = 0; b < resamples_n; b++) {
    double ratio = resampled_ratio(&stream, b, num, den, blocks_n);
    if (!isnan(ratio)) {
      used_n++;
      double away = ratio - mean;
      mean += away / (double)used_n;
      square += away * (ratio - mean);
    }
  }
  return used_n < 2 ? (double)NAN : sqrt(square / (double)(used_n - 1));
}
