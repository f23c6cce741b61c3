/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/replicate.h"
#include "support/near.h"
#include "support/random_desk.h"
#include "support/ration.h"

#include <string.h>

enum {
  DESK = 3, /* of the random desks: two classes or more, pools and names */
  REPLICATIONS = 9
};

struct bench {
  struct stf_zone *zone;
  struct stf_random_desk random;
  struct stf_kpi_layout *layout;
};

static void prepare(struct bench *bench, unsigned groups,
                    const struct stf_allocator *allocator) {
  assert_int_equal(stf_zone_open("Europe/Rome", &bench->zone), STF_OK);
  stf_random_desk_build(DESK, bench->zone, &bench->random);
  struct stf_kpi_plan plan = {.zone = bench->zone,
                              .names = &bench->random.names,
                              .from_us = bench->random.desk.from_us,
                              .to_us = bench->random.desk.to_us,
                              .interval_us = bench->random.desk.interval_us,
                              .groups = groups,
                              .within_us = {20000000},
                              .within_n = 1,
                              .short_abandon_us = 5000000,
                              .has_queue = true,
                              .quantiles = STF_KPI_QUANTILES_EXACT};
  assert_int_equal(stf_kpi_layout_new(&plan, allocator, &bench->layout), STF_OK);
}

static void clear(struct bench *bench) {
  stf_kpi_layout_free(bench->layout);
  stf_random_desk_clear(&bench->random);
  stf_zone_free(bench->zone);
}

/* The first `n` replications of two results are the same, to the last bit. */
static void assert_same(const struct stf_replicate_values *a,
                        const struct stf_replicate_values *b, uint32_t n) {
  assert_int_equal(a->rows_n, b->rows_n);
  for (size_t i = 0; i < a->rows_n; i++) {
    const double *a_num = &a->num[i * a->replications_n];
    const double *b_num = &b->num[i * b->replications_n];
    const double *a_den = &a->den[i * a->replications_n];
    const double *b_den = &b->den[i * b->replications_n];
    assert_memory_equal(a_num, b_num, n * sizeof *a_num);
    assert_memory_equal(a_den, b_den, n * sizeof *a_den);
  }
}

static void test_run_with_any_number_of_threads_gives_the_same_bytes(void **state) {
  (void)state;
  struct bench bench;
  struct stf_replicate_values one;
  prepare(&bench, STF_KPI_BY_INTERVAL | STF_KPI_BY_CLASS | STF_KPI_BY_AGENT, NULL);
  struct stf_replicate_options options = {
      .seed = 4, .replications_n = REPLICATIONS, .threads_n = 1};
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &one),
                   STF_OK);
  assert_int_equal(one.done_n, REPLICATIONS);
  assert_true(one.account.arrived_n > 0);
  for (unsigned threads_n = 2; threads_n <= REPLICATIONS + 3; threads_n += 5) {
    struct stf_replicate_values more;
    options.threads_n = threads_n;
    assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &more),
                     STF_OK);
    assert_int_equal(more.done_n, REPLICATIONS);
    assert_same(&one, &more, REPLICATIONS);
    assert_memory_equal(&one.balance, &more.balance, sizeof one.balance);
    assert_memory_equal(&one.account, &more.account, sizeof one.account);
    stf_replicate_clear(&more, NULL);
  }
  stf_replicate_clear(&one, NULL);
  clear(&bench);
}

static void test_run_more_replications_begins_with_the_same(void **state) {
  (void)state;
  struct bench bench;
  struct stf_replicate_values few;
  struct stf_replicate_values many;
  struct stf_replicate_values other;
  prepare(&bench, 0, NULL);
  struct stf_replicate_options options = {.seed = 4, .replications_n = 4, .threads_n = 2};
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &few),
                   STF_OK);
  options.replications_n = REPLICATIONS;
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &many),
                   STF_OK);
  assert_same(&few, &many, 4);
  options.seed = 5;
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &other),
                   STF_OK);
  assert_true(many.account.end_us != other.account.end_us);
  stf_replicate_clear(&few, NULL);
  stf_replicate_clear(&many, NULL);
  stf_replicate_clear(&other, NULL);
  clear(&bench);
}

static void test_run_in_pieces_gives_the_same_bytes_as_at_once(void **state) {
  (void)state;
  struct bench bench;
  struct stf_replicate_values whole;
  struct stf_replicate_values pieces;
  struct stf_replicate_values seen;
  prepare(&bench, 0, NULL);
  struct stf_replicate_options options = {
      .seed = 4, .replications_n = REPLICATIONS, .threads_n = 2};
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &whole),
                   STF_OK);
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  const struct stf_replicate_mask mask = {
      .evidence = &evidence, .layout = bench.layout, .out = &seen};
  static const uint32_t ENDS[] = {2, 3, REPLICATIONS};
  options.mask = &mask;
  for (size_t i = 0; i < STF_COUNT_OF(ENDS); i++) {
    options.from_n = i > 0 ? ENDS[i - 1] : 0;
    options.until_n = ENDS[i];
    assert_int_equal(
        stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &pieces), STF_OK);
    assert_int_equal(pieces.done_n, ENDS[i]);
    assert_int_equal(seen.done_n, ENDS[i]);
  }
  assert_same(&whole, &pieces, REPLICATIONS);
  assert_same(&whole, &seen, REPLICATIONS);
  assert_memory_equal(&whole.balance, &pieces.balance, sizeof whole.balance);
  assert_memory_equal(&whole.account, &pieces.account, sizeof whole.account);
  stf_replicate_clear(&whole, NULL);
  stf_replicate_clear(&pieces, NULL);
  stf_replicate_clear(&seen, NULL);
  clear(&bench);
}

/* Wants 3, then 5, then no more; and sees what it decides on. */
struct goals {
  const struct stf_replicate_values *values;
  uint32_t asked_n;
};

static uint32_t next_goal(void *context) {
  struct goals *goals = context;
  static const uint32_t GOALS[] = {5, 5};
  assert_int_equal(goals->values->done_n, goals->asked_n == 0 ? 3 : 5);
  assert_true(goals->asked_n < 2);
  return GOALS[goals->asked_n++];
}

static void test_run_with_a_goal_when_it_is_reached_expect_the_same_as_so_many(void **state) {
  (void)state;
  struct bench bench;
  struct stf_replicate_values whole;
  prepare(&bench, 0, NULL);
  struct stf_replicate_options options = {.seed = 4, .replications_n = 5, .threads_n = 2};
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &whole),
                   STF_OK);
  for (unsigned threads_n = 1; threads_n <= 4; threads_n += 3) {
    struct stf_replicate_values steps;
    struct goals goals = {.values = &steps};
    options = (struct stf_replicate_options){.seed = 4,
                                             .replications_n = REPLICATIONS,
                                             .threads_n = threads_n,
                                             .context = &goals,
                                             .goal = next_goal,
                                             .first_n = 3};
    assert_int_equal(
        stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &steps), STF_OK);
    assert_int_equal(steps.done_n, 5);
    assert_int_equal(goals.asked_n, 2);
    assert_same(&whole, &steps, 5);
    assert_memory_equal(&whole.balance, &steps.balance, sizeof whole.balance);
    stf_replicate_clear(&steps, NULL);
  }
  stf_replicate_clear(&whole, NULL);
  clear(&bench);
}

/* Lets `left` replications begin beside the first, of which it is not asked. */
struct brake {
  uint32_t left;
  uint32_t told_n; /* by the progress */
  bool skipped;    /* it did not count one by one */
};

static bool stops(void *context) {
  struct brake *brake = context;
  return brake->left-- == 0;
}

static void count(void *context, uint32_t done_n) {
  struct brake *brake = context;
  brake->skipped = brake->skipped || done_n != brake->told_n + 1;
  brake->told_n = done_n;
}

static void test_stop_after_k_keeps_exactly_the_first_k(void **state) {
  (void)state;
  struct bench bench;
  struct stf_replicate_values all;
  prepare(&bench, STF_KPI_BY_CLASS, NULL);
  struct stf_replicate_options options = {
      .seed = 4, .replications_n = REPLICATIONS, .threads_n = 2};
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &all),
                   STF_OK);
  for (uint32_t k = 1; k < REPLICATIONS; k += 4) {
    for (unsigned threads_n = 1; threads_n <= 3; threads_n += 2) {
      struct brake brake = {.left = k - 1};
      struct stf_replicate_values some;
      options.threads_n = threads_n;
      options.context = &brake;
      options.stop = stops;
      options.progress = count;
      assert_int_equal(
          stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &some),
          STF_ERR_INTERRUPTED);
      assert_int_equal(some.done_n, k);
      assert_int_equal(brake.told_n, k);
      assert_false(brake.skipped);
      assert_same(&all, &some, k);
      stf_replicate_clear(&some, NULL);
    }
  }
  stf_replicate_clear(&all, NULL);
  clear(&bench);
}

/* Lets the n-th allocation fail, n upwards until all succeed. */
static void starve(unsigned threads_n) {
  struct bench bench;
  struct stf_ration ration;
  stf_ration_init(&ration, 1000000);
  prepare(&bench, 0, &ration.allocator);
  long standing = ration.alive; /* the layout's */
  struct stf_replicate_options options = {
      .seed = 4, .replications_n = 3, .threads_n = threads_n};
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK; calls++) {
    struct stf_replicate_values values;
    atomic_store(&ration.left, calls);
    status = stf_replicate_run(&bench.random.desk, bench.layout, &options, &ration.allocator,
                               &values);
    if (status == STF_OK) {
      assert_int_equal(values.done_n, 3);
    } else {
      assert_int_equal(status, STF_ERR_MEMORY);
    }
    stf_replicate_clear(&values, &ration.allocator);
    assert_int_equal(ration.alive, standing);
  }
  assert_true(calls > 20);
  clear(&bench);
  assert_int_equal(ration.alive, 0);
}

static void test_run_without_memory_fails_cleanly(void **state) {
  (void)state;
  starve(1);
  starve(3);
}

static void test_run_masked_is_counted_beside_and_changes_nothing(void **state) {
  (void)state;
  struct bench bench;
  struct stf_replicate_values alone;
  struct stf_replicate_values beside;
  struct stf_replicate_values seen;
  prepare(&bench, STF_KPI_BY_DAY, NULL);
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  struct stf_replicate_mask mask = {
      .evidence = &evidence, .layout = bench.layout, .out = &seen};
  struct stf_replicate_options options = {.seed = 4, .replications_n = 4, .threads_n = 2};
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &alone),
                   STF_OK);
  options.mask = &mask;
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &beside),
                   STF_OK);
  assert_same(&alone, &beside, 4);
  assert_same(&alone, &seen, 4); /* through a window that hides nothing */
  assert_memory_equal(&alone.balance, &seen.balance, sizeof seen.balance);
  assert_int_equal(seen.done_n, 4);
  stf_replicate_clear(&beside, NULL);
  stf_replicate_clear(&seen, NULL);

  evidence.presence = false; /* then utilization is unknown, and all else as before */
  assert_int_equal(stf_replicate_run(&bench.random.desk, bench.layout, &options, NULL, &beside),
                   STF_OK);
  assert_same(&alone, &beside, 4);
  size_t changed_n = 0;
  for (size_t i = 0; i < alone.rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench.layout, i, &row);
    bool changed = false;
    for (size_t at = i * 4; at < i * 4 + 4; at++) {
      changed = changed || alone.den[at] < seen.den[at] || alone.den[at] > seen.den[at];
    }
    assert_true(!changed || strcmp(row.kpi, "utilization") == 0);
    changed_n += changed;
  }
  assert_true(changed_n > 0);
  stf_replicate_clear(&beside, NULL);
  stf_replicate_clear(&seen, NULL);
  stf_replicate_clear(&alone, NULL);
  clear(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_run_with_any_number_of_threads_gives_the_same_bytes),
      cmocka_unit_test(test_run_more_replications_begins_with_the_same),
      cmocka_unit_test(test_run_in_pieces_gives_the_same_bytes_as_at_once),
      cmocka_unit_test(test_run_with_a_goal_when_it_is_reached_expect_the_same_as_so_many),
      cmocka_unit_test(test_run_masked_is_counted_beside_and_changes_nothing),
      cmocka_unit_test(test_stop_after_k_keeps_exactly_the_first_k),
      cmocka_unit_test(test_run_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
