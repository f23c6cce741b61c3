/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/image.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>
#include <string.h>

enum {
  DESK = 3,
  REPLICATIONS = 7
};

/* Images of replications as a memory has them; NULL: not there. */
struct memory {
  unsigned char *images[REPLICATIONS];
  size_t kept_n;
  enum stf_status answer;
};

static bool recall(void *context, uint32_t replication, struct stf_image *image) {
  const struct memory *memory = context;
  if (memory->images[replication] == NULL) {
    return false;
  }
  stf_image_read(memory->images[replication], replication, image);
  return true;
}

static enum stf_status keep(void *context, uint32_t replication,
                            const struct stf_image *image) {
  struct memory *memory = context;
  assert_null(memory->images[replication]);
  memory->images[replication] = malloc(stf_image_size(image));
  assert_non_null(memory->images[replication]);
  stf_image_write(image, replication, memory->images[replication]);
  memory->kept_n++;
  return memory->answer;
}

struct bench {
  struct stf_zone *zone;
  struct stf_random_desk random;
  struct stf_kpi_layout *layout;
  struct stf_evidence evidence;
  struct memory memory;
};

static int setup(void **state) {
  static struct bench bench;
  bench = (struct bench){.memory = {.answer = STF_OK}};
  assert_int_equal(stf_zone_open("Europe/Rome", &bench.zone), STF_OK);
  stf_random_desk_build(DESK, bench.zone, &bench.random);
  struct stf_kpi_plan plan = {.zone = bench.zone,
                              .names = &bench.random.names,
                              .from_us = bench.random.desk.from_us,
                              .to_us = bench.random.desk.to_us,
                              .interval_us = bench.random.desk.interval_us,
                              .groups = STF_KPI_BY_CLASS,
                              .within_us = {20000000},
                              .within_n = 1,
                              .short_abandon_us = 5000000,
                              .has_queue = true,
                              .quantiles = STF_KPI_QUANTILES_EXACT};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &bench.layout), STF_OK);
  bench.evidence = STF_EVIDENCE_ALL;
  bench.evidence.presence = false;
  *state = &bench;
  return 0;
}

static int teardown(void **state) {
  struct bench *bench = *state;
  for (size_t r = 0; r < REPLICATIONS; r++) {
    free(bench->memory.images[r]);
  }
  stf_kpi_layout_free(bench->layout);
  stf_random_desk_clear(&bench->random);
  stf_zone_free(bench->zone);
  return 0;
}

struct results {
  struct stf_replicate_values plain;
  struct stf_replicate_values masked;
};

static enum stf_status run(struct bench *bench, unsigned threads_n, bool remembers,
                           struct results *out) {
  const struct stf_replicate_mask mask = {
      .evidence = &bench->evidence, .layout = bench->layout, .out = &out->masked};
  const struct stf_replicate_memory memory = {
      .context = &bench->memory, .recall = recall, .keep = keep};
  const struct stf_replicate_options options = {.seed = 4,
                                                .replications_n = REPLICATIONS,
                                                .threads_n = threads_n,
                                                .mask = &mask,
                                                .memory = remembers ? &memory : NULL};
  return stf_replicate_run(&bench->random.desk, bench->layout, &options, NULL, &out->plain);
}

static void clear(struct results *results) {
  stf_replicate_clear(&results->plain, NULL);
  stf_replicate_clear(&results->masked, NULL);
}

static void assert_same_values(const struct stf_replicate_values *a,
                               const struct stf_replicate_values *b) {
  size_t n = a->rows_n * REPLICATIONS * sizeof *a->num;
  assert_int_equal(a->done_n, b->done_n);
  assert_memory_equal(a->num, b->num, n);
  assert_memory_equal(a->den, b->den, n);
  assert_memory_equal(&a->balance, &b->balance, sizeof a->balance);
  assert_memory_equal(&a->account, &b->account, sizeof a->account);
}

static void assert_same(const struct results *a, const struct results *b) {
  assert_same_values(&a->plain, &b->plain);
  assert_same_values(&a->masked, &b->masked);
}

static void forget(struct bench *bench, size_t replication) {
  free(bench->memory.images[replication]);
  bench->memory.images[replication] = NULL;
}

/* None, some and all of them from the memory: nothing differs to the last bit. */
static void test_replications_that_are_recalled_give_the_same_bytes(void **state) {
  static const size_t NEW_N[] = {REPLICATIONS, 3, 0};
  struct bench *bench = *state;
  struct results wanted;
  assert_int_equal(run(bench, 1, false, &wanted), STF_OK);
  assert_true(wanted.plain.account.arrived_n > 0);
  for (size_t i = 0; i < STF_COUNT_OF(NEW_N); i++) {
    struct results got;
    bench->memory.kept_n = 0;
    assert_int_equal(run(bench, (unsigned)i + 1, true, &got), STF_OK);
    assert_same(&wanted, &got);
    assert_int_equal(bench->memory.kept_n, NEW_N[i]);
    clear(&got);
    if (i == 0) {
      forget(bench, 0);
      forget(bench, 2);
      forget(bench, REPLICATIONS - 1);
    }
  }
  clear(&wanted);
}

/* As when a disk is full. */
static void test_memory_that_fails_ends_the_run_with_its_status(void **state) {
  struct bench *bench = *state;
  struct results got;
  bench->memory.answer = STF_ERR_IO;
  assert_int_equal(run(bench, 2, true, &got), STF_ERR_IO);
  assert_true(bench->memory.kept_n <= 2);
  clear(&got);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_replications_that_are_recalled_give_the_same_bytes,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(test_memory_that_fails_ends_the_run_with_its_status,
                                      setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
