/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/elementary.h"
#include "random/stream.h"
#include "support/near.h"

#include <Random123/philox.h>

static void assert_words(const double pair[2], const uint32_t words[4]) {
  for (size_t i = 0; i < 2; i++) {
    uint64_t whole = (uint64_t)words[2 * i + 1] << 32 | words[2 * i];
    assert_near(pair[i], ((double)(whole >> 12) + 0.5) * 0x1p-52, 0);
  }
}

/* The three published answers of Random123 for philox4x32-10, reached through the address. */
static void test_pair_matches_known_answers(void **state) {
  (void)state;
  double pair[2];
  struct stf_stream zero = stf_stream_of(0, 0);
  stf_stream_pair(&zero, (enum stf_stream_kind)0, 0, (enum stf_stream_purpose)0, 0, pair);
  assert_words(pair, (const uint32_t[]){0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});

  struct stf_stream ones = stf_stream_of(UINT64_MAX, UINT32_MAX);
  stf_stream_pair(&ones, (enum stf_stream_kind)15, UINT64_MAX, (enum stf_stream_purpose)255,
                  0xfffff, pair);
  assert_words(pair, (const uint32_t[]){0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});

  struct stf_stream pi = stf_stream_of(UINT64_C(0x299f31d0a4093822), 0x03707344);
  stf_stream_pair(&pi, (enum stf_stream_kind)2, UINT64_C(0x13198a2e85a308d3),
                  (enum stf_stream_purpose)0x43, 0xf6a88, pair);
  assert_words(pair, (const uint32_t[]){0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

static void test_pair_matches_random123(void **state) {
  (void)state;
  for (uint32_t i = 0; i < 10000; i++) {
    uint64_t entity = i * UINT64_C(0x9e3779b97f4a7c15);
    struct stf_stream stream = stf_stream_of(entity ^ 77, i % 200);
    double pair[2];
    stf_stream_pair(&stream, STF_STREAM_LOGGED, entity, STF_STREAM_AFTER, i, pair);
    philox4x32_ctr_t counter = {{UINT32_C(3) << 28 | UINT32_C(2) << 20 | i, (uint32_t)entity,
                                 (uint32_t)(entity >> 32), i % 200}};
    philox4x32_key_t key = {{stream.key[0], stream.key[1]}};
    assert_words(pair, philox4x32(counter, key).v);
  }
}

static void test_pair_bits_stay(void **state) {
  (void)state;
  struct stf_stream stream = stf_stream_of(1, 0);
  double pair[2];
  stf_stream_pair(&stream, STF_STREAM_CONTACT, 42, STF_STREAM_WORK, 0, pair);
  assert_int_equal(stf_elementary_bits(pair[0]), UINT64_C(0x3feca58faec39f0f));
  assert_int_equal(stf_elementary_bits(pair[1]), UINT64_C(0x3fe028618f71c7d5));
  assert_near(1 - (1 - pair[0]), pair[0], 0);
}

static void test_pairs_equal_single_pairs(void **state) {
  (void)state;
  enum {
    N = 37
  };
  struct stf_stream stream = stf_stream_of(12345, 6);
  /* Crosses the border between the two words of the entity. */
  struct stf_stream_address first = {STF_STREAM_CLASS, STF_STREAM_ARRIVAL, 9, 0xfffffff0u};
  double u0[N];
  double u1[N];
  for (int level = 0; level <= (int)stf_clones_best(); level++) {
    stf_stream_pairs_at((enum stf_clones_level)level, &stream, first, N, u0, u1);
    for (size_t i = 0; i < N; i++) {
      double pair[2];
      stf_stream_pair(&stream, first.kind, first.entity + i, first.purpose, first.index, pair);
      assert_near(u0[i], pair[0], 0);
      assert_near(u1[i], pair[1], 0);
      assert_true(u0[i] > 0 && u0[i] < 1 && u1[i] > 0 && u1[i] < 1);
    }
  }
}

static void test_series_equal_single_pairs(void **state) {
  (void)state;
  enum {
    N = 37
  };
  struct stf_stream stream = stf_stream_of(12345, 6);
  double u0[N];
  double u1[N];
  for (int level = 0; level <= (int)stf_clones_best(); level++) {
    for (size_t n = 0; n <= N; n++) {
      /* Ends with the last index that there is. */
      struct stf_stream_address first = {STF_STREAM_CONTACT, STF_STREAM_TURN,
                                         (uint32_t)(0x100000 - n - (n == 0)),
                                         UINT64_C(0x123456789abcdef)};
      stf_stream_series_at((enum stf_clones_level)level, &stream, first, n, u0, u1);
      for (size_t i = 0; i < n; i++) {
        double pair[2];
        stf_stream_pair(&stream, first.kind, first.entity, first.purpose,
                        first.index + (uint32_t)i, pair);
        assert_near(u0[i], pair[0], 0);
        assert_near(u1[i], pair[1], 0);
      }
    }
  }
}

/* 1e6 uniforms: mean 1/2, variance 1/12, 3.5 standard errors. */
static void test_pairs_are_uniform(void **state) {
  (void)state;
  enum {
    N = 500000
  };
  static double u[2][N];
  struct stf_stream stream = stf_stream_of(2024, 1);
  struct stf_stream_address first = {STF_STREAM_TEST, STF_STREAM_WORK, 0, 0};
  stf_stream_pairs(&stream, first, N, u[0], u[1]);
  double sum = 0;
  double square = 0;
  double product = 0;
  for (size_t i = 0; i < N; i++) {
    double a = u[0][i] - 0.5;
    double b = u[1][i] - 0.5;
    sum += a + b;
    square += a * a + b * b;
    product += a * b;
  }
  double n = 2.0 * N;
  assert_near(sum / n, 0, 3.5 * 0.288675 / 1000);
  assert_near(square / n, 1.0 / 12, 3.5 * 0.0745356 / 1000);
  assert_near(product / N, 0, 3.5 / 12 / 707.1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pair_matches_known_answers),
      cmocka_unit_test(test_pair_matches_random123),
      cmocka_unit_test(test_pair_bits_stay),
      cmocka_unit_test(test_pairs_equal_single_pairs),
      cmocka_unit_test(test_series_equal_single_pairs),
      cmocka_unit_test(test_pairs_are_uniform),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
