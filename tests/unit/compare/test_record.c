/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/record.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <math.h>
#include <string.h>

static struct stf_desk_folder folder;
static char path[256];

static struct stf_row labels_of(const char *kpi, double predicted, double actual) {
  struct stf_row row = STF_ROW_EMPTY;
  row.kpi = kpi;
  row.definition = "sl3_within_20s";
  row.clock = "calendar";
  row.statistic = "share";
  row.unit = "share";
  row.predicted = predicted;
  row.actual = actual;
  row.n_replications = 50;
  return row;
}

static void record(const char *desk, const char *from, const char *to, double predicted,
                   double actual) {
  struct stf_table table;
  struct stf_error error;
  size_t n = 0;
  struct stf_row given = labels_of("arrivals", 5, 5);
  struct stf_row unknown = labels_of("wait", 5, (double)NAN);
  given.inside80 = STF_INSIDE_GIVEN;
  assert_int_equal(stf_row_table_init(&table, NULL), STF_OK);
  struct stf_row known = labels_of("service_level", predicted, actual);
  assert_int_equal(stf_row_table_add(&table, &given), STF_OK);
  assert_int_equal(stf_row_table_add(&table, &known), STF_OK);
  assert_int_equal(stf_row_table_add(&table, &unknown), STF_OK);
  const struct stf_record_replay replay = {desk, from, to, "log, of May.csv",
                                           "arrivals,presence"};
  assert_int_equal(stf_record_append(path, &replay, &table, &n, &error), STF_OK);
  assert_int_equal(n, 1);
  stf_row_table_clear(&table);
}

static enum stf_status look_over(int64_t days_n, const char *desk, const struct stf_row *labels,
                                 struct stf_record *out) {
  struct stf_diags diags;
  struct stf_error error;
  const struct stf_record_query query = {.desk = desk, .labels = labels, .days_n = days_n};
  stf_diag_init(&diags, NULL);
  enum stf_status status = stf_record_read(path, &query, &diags, out, &error);
  assert_int_equal(diags.errors_n > 0, status == STF_ERR_INPUT);
  stf_diag_clear(&diags);
  return status;
}

/* Over 31 days. */
static enum stf_status look(const char *desk, const char *kpi, struct stf_record *out) {
  struct stf_row labels = labels_of(kpi, 0, 0);
  return look_over(31, desk, &labels, out);
}

static void test_read_absent_file_has_no_replays(void **state) {
  (void)state;
  struct stf_record out;
  assert_int_equal(look("desk.yaml", "service_level", &out), STF_OK);
  assert_int_equal(out.n, 0);
}

static void test_append_then_read_gives_the_errors_of_that_desk(void **state) {
  (void)state;
  struct stf_record out;
  record("desk.yaml", "2026-05-01", "2026-05-31", 0.80, 0.84);
  record("desk.yaml", "2026-06-01", "2026-06-30", 0.90, 0.88);
  record("other.yaml", "2026-04-01", "2026-06-30", 0.90, 0.10);
  assert_int_equal(look("desk.yaml", "service_level", &out), STF_OK);
  assert_int_equal(out.n, 2);
  assert_near(out.mean_error, 0.03, 1e-12);
  assert_near(out.largest_error, 0.04, 1e-12);
  assert_int_equal(out.days_least, 30);
  assert_int_equal(out.days_most, 31);
  assert_near(out.error, 0.03, 1e-12);
  assert_string_equal(out.from, "2026-05-01");
  assert_string_equal(out.to, "2026-06-30");
  assert_int_equal(look("desk.yaml", "arrivals", &out), STF_OK);
  assert_int_equal(out.n, 0);
}

static void test_append_same_replay_again_replaces_it(void **state) {
  (void)state;
  struct stf_record out;
  record("desk.yaml", "2026-05-01", "2026-05-31", 0.80, 0.84);
  record("desk.yaml", "2026-05-01", "2026-05-31", 0.83, 0.84);
  assert_int_equal(look("desk.yaml", "service_level", &out), STF_OK);
  assert_int_equal(out.n, 1);
  assert_near(out.mean_error, 0.01, 1e-12);
}

/* Of 28 days: over a quarter of them twice the error of a share and half that of a sum (parts
 * that miss each by itself), over twice as many the same and twice (all to one side). */
static void test_read_for_another_length_takes_the_error_over(void **state) {
  (void)state;
  struct stf_record out;
  struct stf_row share = labels_of("service_level", 0, 0);
  record("desk.yaml", "2026-02-01", "2026-02-28", 0.80, 0.84);
  assert_int_equal(look_over(28, "desk.yaml", &share, &out), STF_OK);
  assert_near(out.error, 0.04, 1e-12);
  assert_int_equal(look_over(7, "desk.yaml", &share, &out), STF_OK);
  assert_near(out.error, 0.08, 1e-12);
  assert_near(out.mean_error, 0.04, 1e-12);
  assert_int_equal(out.days_n, 7);
  assert_int_equal(look_over(56, "desk.yaml", &share, &out), STF_OK);
  assert_near(out.error, 0.04, 1e-12);
  assert_near(stf_record_factor(28, 7, true), 0.5, 1e-12);
  assert_near(stf_record_factor(28, 56, true), 2, 1e-12);
}

static void test_read_days_that_are_none_is_refused(void **state) {
  (void)state;
  struct stf_record out;
  record("desk.yaml", "2026-02-03", "2026-02-01", 0.80, 0.84);
  assert_int_equal(look("desk.yaml", "service_level", &out), STF_ERR_INPUT);
}

static void test_read_another_table_is_refused(void **state) {
  (void)state;
  struct stf_record out;
  stf_desk_folder_put(&folder, STF_RECORD_FILE, "a,b\n1,2\n");
  assert_int_equal(look("desk.yaml", "service_level", &out), STF_ERR_INPUT);
}

static int make_folder(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  stf_desk_folder_path(&folder, STF_RECORD_FILE, path);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_read_absent_file_has_no_replays, make_folder,
                                      remove_folder),
      cmocka_unit_test_setup_teardown(test_append_then_read_gives_the_errors_of_that_desk,
                                      make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_append_same_replay_again_replaces_it, make_folder,
                                      remove_folder),
      cmocka_unit_test_setup_teardown(test_read_for_another_length_takes_the_error_over,
                                      make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_read_days_that_are_none_is_refused, make_folder,
                                      remove_folder),
      cmocka_unit_test_setup_teardown(test_read_another_table_is_refused, make_folder,
                                      remove_folder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
