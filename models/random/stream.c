/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/stream.h"

#include "base/clones.h"
#include "base/macros.h"
#include "random/elementary.h"

enum {
  ROUNDS = 10,
  INDEX_BITS = 20,
  KIND_SHIFT = 28
};

struct words {
  uint32_t at[4];
};

/* Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011). Written out here, in plain scalars, because
 * the compiler then vectorises a loop over counters; the test holds it against Random123. */
static inline struct words philox(struct words counter, uint32_t key_0, uint32_t key_1) {
  uint32_t x0 = counter.at[0];
  uint32_t x1 = counter.at[1];
  uint32_t x2 = counter.at[2];
  uint32_t x3 = counter.at[3];
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t product_0 = UINT64_C(0xD2511F53) * x0;
    uint64_t product_2 = UINT64_C(0xCD9E8D57) * x2;
    uint32_t y0 = (uint32_t)(product_2 >> 32) ^ x1 ^ key_0;
    uint32_t y2 = (uint32_t)(product_0 >> 32) ^ x3 ^ key_1;
    x1 = (uint32_t)product_2;
    x3 = (uint32_t)product_0;
    x0 = y0;
    x2 = y2;
    key_0 += UINT32_C(0x9E3779B9);
    key_1 += UINT32_C(0xBB67AE85);
  }
  return (struct words){{x0, x1, x2, x3}};
}

/* (k + 1/2) 2^-52 of the upper 52 bits k, exactly: k becomes the mantissa of a number in [1,
 * 2).
 */
static inline double uniform_of(uint64_t low, uint64_t high) {
  uint64_t bits = high << 32 | low;
  return stf_elementary_from_bits(UINT64_C(0x3ff0000000000000) | bits >> 12) - (1 - 0x1p-53);
}

struct stf_stream stf_stream_of(uint64_t seed, uint32_t replication) {
  return (struct stf_stream){
      {(uint32_t)seed, (uint32_t)(seed >> 32)}, replication, replication};
}

static uint32_t place_of(enum stf_stream_kind kind, enum stf_stream_purpose purpose,
                         uint32_t index) {
  STF_ASSERT(index >> INDEX_BITS == 0);
  return (uint32_t)kind << KIND_SHIFT | (uint32_t)purpose << INDEX_BITS | index;
}

void stf_stream_pair(const struct stf_stream *stream, enum stf_stream_kind kind,
                     uint64_t entity, enum stf_stream_purpose purpose, uint32_t index,
                     double out[2]) {
  struct words counter = {{place_of(kind, purpose, index), (uint32_t)entity,
                           (uint32_t)(entity >> 32), stream->replication}};
  struct words random = philox(counter, stream->key[0], stream->key[1]);
  out[0] = uniform_of(random.at[0], random.at[1]);
  out[1] = uniform_of(random.at[2], random.at[3]);
}

/* A block of addresses: its first, and by how much the next one is further. */
struct block {
  uint64_t entity;
  uint32_t entity_step;
  uint32_t place;
  uint32_t place_step;
  uint32_t replication;
  uint32_t key_0;
  uint32_t key_1;
};

/* The generator once more, a loop over addresses. Words are kept in 64 bits each: a lane of a
 * vector then holds both factors and the product, and nothing moves between lanes. */
STF_CLONES_BODY void fill(struct block block, size_t n, double *restrict u0,
                          double *restrict u1) {
  for (size_t i = 0; i < n; i++) {
    uint64_t entity = block.entity + i * block.entity_step;
    uint64_t x0 = block.place + i * block.place_step;
    uint64_t x1 = (uint32_t)entity;
    uint64_t x2 = entity >> 32;
    uint64_t x3 = block.replication;
    uint32_t key_0 = block.key_0;
    uint32_t key_1 = block.key_1;
    for (int round = 0; round < ROUNDS; round++) {
      uint64_t product_0 = UINT64_C(0xD2511F53) * (uint32_t)x0;
      uint64_t product_2 = UINT64_C(0xCD9E8D57) * (uint32_t)x2;
      uint64_t y0 = (product_2 >> 32) ^ x1 ^ key_0;
      uint64_t y2 = (product_0 >> 32) ^ x3 ^ key_1;
      x1 = (uint32_t)product_2;
      x3 = (uint32_t)product_0;
      x0 = y0;
      x2 = y2;
      key_0 += UINT32_C(0x9E3779B9);
      key_1 += UINT32_C(0xBB67AE85);
    }
    u0[i] = uniform_of(x0, x1);
    u1[i] = uniform_of(x2, x3);
  }
}

static void fill_base(struct block block, size_t n, double *restrict u0, double *restrict u1) {
  fill(block, n, u0, u1);
}

STF_CLONES_AVX2 static void fill_avx2(struct block block, size_t n, double *restrict u0,
                                      double *restrict u1) {
  fill(block, n, u0, u1);
}

STF_CLONES_AVX512 static void fill_avx512(struct block block, size_t n, double *restrict u0,
                                          double *restrict u1) {
  fill(block, n, u0, u1);
}

static void fill_at(enum stf_clones_level level, struct block block, size_t n,
                    double *restrict u0, double *restrict u1) {
  switch (level) {
  case STF_CLONES_LEVEL_AVX512:
    fill_avx512(block, n, u0, u1);
    break;
  case STF_CLONES_LEVEL_AVX2:
    fill_avx2(block, n, u0, u1);
    break;
  case STF_CLONES_LEVEL_BASE:
  case STF_CLONES_LEVELS_N:
    fill_base(block, n, u0, u1);
    break;
  }
}

/* The first address alone. */
static struct block block_of(const struct stf_stream *stream, struct stf_stream_address first) {
  return (struct block){.entity = first.entity,
                        .place = place_of(first.kind, first.purpose, first.index),
                        .replication = stream->replication,
                        .key_0 = stream->key[0],
                        .key_1 = stream->key[1]};
}

void stf_stream_pairs_at(enum stf_clones_level level, const struct stf_stream *stream,
                         struct stf_stream_address first, size_t n, double *restrict u0,
                         double *restrict u1) {
  struct block block = block_of(stream, first);
  block.entity_step = 1;
  fill_at(level, block, n, u0, u1);
}

void stf_stream_pairs(const struct stf_stream *stream, struct stf_stream_address first,
                      size_t n, double *restrict u0, double *restrict u1) {
  stf_stream_pairs_at(stf_clones_best(), stream, first, n, u0, u1);
}

void stf_stream_series_at(enum stf_clones_level level, const struct stf_stream *stream,
                          struct stf_stream_address first, size_t n, double *restrict u0,
                          double *restrict u1) {
  struct block block = block_of(stream, first);
  STF_ASSERT(first.index + n <= UINT32_C(1) << INDEX_BITS);
  block.place_step = 1;
  fill_at(level, block, n, u0, u1);
}

void stf_stream_series(const struct stf_stream *stream, struct stf_stream_address first,
                       size_t n, double *restrict u0, double *restrict u1) {
  stf_stream_series_at(stf_clones_best(), stream, first, n, u0, u1);
}
