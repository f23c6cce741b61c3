/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/stream.h"
#include "support/kpi_bench.h"

enum {
  N = 400,
  CLASSED = 300 /* contacts that have the only class there is */
};

static const char *const STATISTICS[] = {"wait answered p50", "wait answered p90",
                                         "wait answered max", "aht agent_work p95"};

static struct stf_contact contact_of(const struct bench *bench, size_t i) {
  struct stf_stream stream = stf_stream_of(7, 0);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, 0, u);
  struct stf_contact contact =
      answered(bench->plan.from_us + (int64_t)i * MINUTE, (int64_t)(u[0] * (double)HOUR),
               (int64_t)(u[1] * (double)HOUR));
  contact.class_id = i < CLASSED ? 0 : STF_NOBODY;
  return contact;
}

static struct bench prepared_day(enum stf_kpi_quantiles quantiles) {
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  assert_int_equal(stf_dict_add(bench.names.classes, "orders", 6), 0);
  bench.plan.groups =
      STF_KPI_BY_CLASS | STF_KPI_BY_DAY | STF_KPI_BY_INTERVAL | STF_KPI_BY_TIME_OF_DAY;
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  bench.plan.interval_quantiles = true;
  bench.plan.quantiles = quantiles;
  return bench;
}

static void add_some(struct bench *bench, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    add(bench, contact_of(bench, i));
  }
}

/* The totals have every contact, the class those that are its own: what totals have of a tally
 * that was given those alone. */
static void assert_class_is_apart(struct bench *bench, enum stf_kpi_quantiles quantiles) {
  struct bench alone = prepared_day(quantiles);
  started(&alone);
  add_some(&alone, 0, CLASSED);
  struct bench all = prepared_day(quantiles);
  all.plan.groups = 0;
  started(&all);
  add_some(&all, 0, N);
  stf_kpi_tally_values(bench->tally, bench->values);
  stf_kpi_tally_values(alone.tally, alone.values);
  stf_kpi_tally_values(all.tally, all.values);
  for (size_t s = 0; s < STF_COUNT_OF(STATISTICS); s++) {
    double own = found(&alone, STATISTICS[s], "").value;
    assert_near(found(&alone, STATISTICS[s], "class=orders").value, own, 0);
    assert_near(found(bench, STATISTICS[s], "class=orders").value, own, 0);
    assert_near(found(bench, STATISTICS[s], "").value, found(&all, STATISTICS[s], "").value, 0);
  }
  finished(&alone);
  finished(&all);
}

static const enum stf_kpi_quantiles WAYS[] = {STF_KPI_QUANTILES_EXACT,
                                              STF_KPI_QUANTILES_HISTOGRAM};

static void test_values_when_a_contact_is_of_no_class_go_apart(void **state) {
  (void)state;
  for (size_t w = 0; w < STF_COUNT_OF(WAYS); w++) {
    struct bench bench = prepared_day(WAYS[w]);
    started(&bench);
    for (int round = 0; round < 2; round++) { /* together again after a reset */
      stf_kpi_tally_reset(bench.tally);
      add_some(&bench, 0, N);
      assert_class_is_apart(&bench, WAYS[w]);
    }
    finished(&bench);
  }
}

/* One of the two tallies still has class and totals together, either way; or both have. */
static void test_merge_of_shared_and_parted_tallies_equals_one_tally(void **state) {
  (void)state;
  const size_t splits[] = {CLASSED / 2, CLASSED, CLASSED + 50};
  for (size_t w = 0; w < STF_COUNT_OF(WAYS) * STF_COUNT_OF(splits) * 2; w++) {
    struct bench bench = prepared_day(WAYS[w % 2]);
    size_t split = splits[w / 2 % STF_COUNT_OF(splits)];
    bool is_first_into = w / 2 < STF_COUNT_OF(splits);
    started(&bench);
    struct stf_kpi_tally *other = NULL;
    assert_int_equal(stf_kpi_tally_new(bench.layout, &other), STF_OK);
    for (size_t i = 0; i < N; i++) {
      struct stf_contact contact = contact_of(&bench, i);
      struct stf_kpi_tally *into = (i < split) == is_first_into ? bench.tally : other;
      assert_int_equal(stf_kpi_tally_contacts(into, &contact, 1), STF_OK);
    }
    assert_int_equal(stf_kpi_tally_merge(bench.tally, other), STF_OK);
    assert_class_is_apart(&bench, WAYS[w % 2]);
    stf_kpi_tally_free(other);
    finished(&bench);
  }
}

/* Asked for a human on the next day: the totals know of it, the day does not. */
static void test_day_without_a_late_contact_differs_from_totals(void **state) {
  (void)state;
  struct bench bench = prepared_day(STF_KPI_QUANTILES_EXACT);
  started(&bench);
  add(&bench, answered(bench.plan.from_us, 10 * S, MINUTE));
  struct stf_contact late = answered(bench.plan.to_us + HOUR, 30 * S, MINUTE);
  late.open_us = bench.plan.to_us - HOUR;
  add(&bench, late);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "wait answered max", 30);
  double of_day = 0;
  for (size_t i = 0; i < stf_kpi_layout_rows_n(bench.layout); i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench.layout, i, &row);
    if (strcmp(row.group, "day") == 0 && strcmp(row.kpi, "wait") == 0 &&
        strcmp(row.definition, "answered") == 0 && strcmp(row.statistic, "p90") == 0) {
      of_day = bench.values[i].value;
    }
  }
  assert_near(of_day, 10, 1e-12);
  finished(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values_when_a_contact_is_of_no_class_go_apart),
      cmocka_unit_test(test_merge_of_shared_and_parted_tallies_equals_one_tally),
      cmocka_unit_test(test_day_without_a_late_contact_differs_from_totals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
