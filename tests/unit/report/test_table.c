/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/number.h"
#include "report/table_csv.h"
#include "report/table_json.h"
#include "report/table_read.h"
#include "report/table_text.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct stf_provenance_input INPUT = {"folder/calls.csv", 0xABCDEF};
static const struct stf_provenance PROVENANCE = {.line = "run desk.yaml",
                                                 .has_seed = true,
                                                 .seed = 1,
                                                 .scenario = "A \"desk\", tried",
                                                 .inputs = &INPUT,
                                                 .inputs_n = 1};

static const char CSV_HEAD[] =
    "# staffetta " STF_VERSION "\n"
    "# command: run desk.yaml\n"
    "# seed: 1\n"
    "# scenario: A \"desk\", tried\n"
    "# timezone: Asia/Jerusalem\n"
    "# input: calls.csv 0000000000abcdef\n"
    "scenario,kpi,definition,clock,statistic,unit,group,key,interval_start,interval_end,"
    "n_actual,actual,predicted,ci95_lo,ci95_hi,band80_lo,band80_hi,band95_lo,band95_hi,"
    "inside80,n_replications\n";

static struct stf_row row_of(const char *kpi, const char *definition, const char *statistic,
                             const char *unit, double actual) {
  struct stf_row row = STF_ROW_EMPTY;
  row.kpi = kpi;
  row.definition = definition;
  row.statistic = statistic;
  row.unit = unit;
  row.actual = actual;
  return row;
}

static void fill(struct stf_table *table) {
  assert_int_equal(stf_row_table_init(table, NULL), STF_OK);
  struct stf_row row = row_of("wait", "answered", "mean", "s", 38.6);
  row.scenario = "bank";
  row.n_actual = 53241;
  row.predicted = 0.1 + 0.2;
  row.band80_lo = -0.0;
  row.band80_hi = 1e300;
  row.inside80 = STF_INSIDE_INSIDE;
  row.n_replications = 200;
  assert_int_equal(stf_row_table_add(table, &row), STF_OK);
  row = row_of("service_level", "sl3_within_20s", "share", "share", (double)NAN);
  row.group = "class";
  row.key = "a, \"b\"\n\xff";
  row.interval_start_us = INT64_C(917856000000000);
  row.interval_end_us = INT64_C(917857800000000);
  assert_int_equal(stf_row_table_add(table, &row), STF_OK);
}

/* What a writer writes, in memory of the caller. */
static char *written(enum stf_status (*write)(FILE *file, const struct stf_table *table,
                                              const struct stf_provenance *provenance,
                                              const struct stf_zone *zone),
                     const struct stf_table *table) {
  char *text = NULL;
  size_t n = 0;
  FILE *file = open_memstream(&text, &n);
  assert_non_null(file);
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Asia/Jerusalem", &zone), STF_OK);
  assert_int_equal(write(file, table, &PROVENANCE, zone), STF_OK);
  stf_zone_free(zone);
  assert_int_equal(fclose(file), 0);
  return text;
}

static void test_csv_has_provenance_quotes_and_empty_fields(void **state) {
  (void)state;
  struct stf_table table;
  fill(&table);
  char *text = written(stf_table_csv_write, &table);
  char expected[2048];
  (void)snprintf(expected, sizeof expected, "%s%s", CSV_HEAD,
                 "bank,wait,answered,calendar,mean,s,,,,,53241,38.6,0.30000000000000004,,,0,"
                 "1e+300,,,inside,200\n"
                 ",service_level,sl3_within_20s,calendar,share,share,class,\"a, \"\"b\"\"\n\xff"
                 "\",1999-02-01T10:00:00+02:00,1999-02-01T10:30:00+02:00,,,,,,,,,,,\n");
  assert_string_equal(text, expected);
  free(text);
  stf_row_table_clear(&table);
}

static void test_json_has_nulls_and_escapes(void **state) {
  (void)state;
  struct stf_table table;
  fill(&table);
  char *text = written(stf_table_json_write, &table);
  static const char *const PARTS[] = {
      ("{\"provenance\": {\"program\": \"staffetta\", \"version\": \"" STF_VERSION "\""),
      ("\"seed\": 1, \"scenario\": \"A \\\"desk\\\", tried\", \"timezone\": "
       "\"Asia/Jerusalem\", "
       "\"inputs\": [{\"name\": \"calls.csv\", \"hash\": \"0000000000abcdef\"}]}"),
      "\"group\": null, \"key\": null, \"interval_start\": null",
      "\"n_actual\": 53241, \"actual\": 38.6, \"predicted\": 0.30000000000000004",
      "\"key\": \"a, \\\"b\\\"\\u000a\\ufffd\"",
      "\"interval_start\": \"1999-02-01T10:00:00+02:00\"",
      "\"inside80\": null, \"n_replications\": null}]}\n"};
  for (size_t i = 0; i < STF_COUNT_OF(PARTS); i++) {
    assert_non_null(strstr(text, PARTS[i]));
  }
  free(text);
  stf_row_table_clear(&table);
}

/* Writes a text into a file and reads it as a table. */
static enum stf_status reread(const char *text, struct stf_table *table,
                              struct stf_table_read_facts *facts, struct stf_diags *diags) {
  char path[] = "/tmp/stf-table-XXXXXX";
  int descriptor = mkstemp(path);
  assert_true(descriptor >= 0);
  assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
  (void)close(descriptor);
  struct stf_error error;
  stf_diag_init(diags, NULL);
  enum stf_status status = stf_table_read_file(path, table, facts, diags, &error);
  (void)unlink(path);
  return status;
}

static void test_csv_reads_back_as_it_was(void **state) {
  (void)state;
  struct stf_table table;
  struct stf_table back;
  struct stf_table_read_facts facts;
  struct stf_diags diags;
  fill(&table);
  char *text = written(stf_table_csv_write, &table);
  assert_int_equal(reread(text, &back, &facts, &diags), STF_OK);
  assert_string_equal(facts.timezone, "Asia/Jerusalem");
  assert_string_equal(facts.line, "staffetta " STF_VERSION ", run desk.yaml");
  char *again = written(stf_table_csv_write, &back);
  assert_string_equal(again, text);
  free(again);
  free(text);
  stf_diag_clear(&diags);
  stf_row_table_clear(&table);
  stf_row_table_clear(&back);
}

static void assert_finding(const struct stf_diags *diags, size_t i, int line, int column,
                           const char *part) {
  assert_true(i < diags->items_n);
  assert_int_equal(diags->items[i].line, line);
  assert_int_equal(diags->items[i].column, column);
  assert_non_null(strstr(diags->items[i].message, part));
}

static void test_bad_fields_are_told_with_line_and_column(void **state) {
  (void)state;
  struct stf_table table;
  struct stf_table_read_facts facts;
  struct stf_diags diags;
  assert_int_equal(reread("kpi,definition,statistic,actual,inside80,interval_start\n"
                          "wait,answered,mean,12x,,\n"
                          "wait,answered,mean,12,outside,\n"
                          "wait,answered,mean,12,,noon\n"
                          "wait,answered,mean,12,above,1999-02-01T10:00:00+02:00\n",
                          &table, &facts, &diags),
                   STF_ERR_INPUT);
  assert_int_equal(diags.errors_n, 3);
  assert_finding(&diags, 0, 2, 20, "number");
  assert_finding(&diags, 1, 3, 23, "outside");
  assert_finding(&diags, 2, 4, 24, "noon");
  stf_diag_clear(&diags);
  stf_row_table_clear(&table);
}

static void test_bad_headers_are_told(void **state) {
  (void)state;
  struct stf_table table;
  struct stf_table_read_facts facts;
  struct stf_diags diags;
  assert_int_equal(reread("kpi,definition,statistc,kpi\na,b,c,d\n", &table, &facts, &diags),
                   STF_ERR_INPUT);
  assert_int_equal(diags.errors_n, 3);
  assert_finding(&diags, 0, 1, 16, "did you mean 'statistic'?");
  assert_finding(&diags, 1, 1, 25, "twice");
  stf_diag_clear(&diags);
  stf_row_table_clear(&table);
}

static void test_text_shows_totals_and_groups(void **state) {
  (void)state;
  struct stf_table table;
  assert_int_equal(stf_row_table_init(&table, NULL), STF_OK);
  struct stf_row rows[] = {
      row_of("arrivals", "offered", "count", "contacts", 60261),
      row_of("abandonment", "explicit", "count", "contacts", 7012),
      row_of("abandonment", "explicit", "share", "share", 0.11636),
      row_of("wait", "answered", "count", "contacts", 2),
      row_of("wait", "answered", "mean", "s", 200.25),
      row_of("wait", "answered", "p50", "s", 150),
      row_of("frt", "human", "mean", "s", (double)NAN),
      row_of("service_level", "censored_within_20s", "count", "contacts", 0),
      row_of("service_level", "sl3_within_20s", "share", "share", 0.525),
      row_of("arrivals", "offered", "count", "contacts", 5),
      row_of("wait", "answered", "mean", "s", 30),
      row_of("arrivals", "offered", "count", "contacts", 1234),
      row_of("wait", "answered", "mean", "s", (double)NAN),
  };
  for (size_t i = 0; i < STF_COUNT_OF(rows); i++) {
    if (i >= 9) {
      rows[i].group = "class";
      rows[i].key = i < 11 ? "caff\xc3\xa8" : "orders";
    }
    assert_int_equal(stf_row_table_add(&table, &rows[i]), STF_OK);
  }
  char *text = NULL;
  size_t n = 0;
  FILE *file = open_memstream(&text, &n);
  assert_non_null(file);
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  assert_int_equal(stf_table_text_write(file, &table, zone), STF_OK);
  assert_int_equal(fclose(file), 0);
  assert_string_equal(text, "arrivals, offered            60,261\n"
                            "abandoned, explicit           7,012  11.6 %\n"
                            "service level in 20 s (sl3)  52.5 %\n"
                            "\n"
                            "                      n  mean  p50  p75  p90  p95  p99  max\n"
                            "wait, answered [min]  2   3.3  2.5\n"
                            "\n"
                            "by class  offered      wait\n"
                            "                   mean [s]\n"
                            "caff\xc3\xa8           5      30.0\n"
                            "orders      1,234\n");
  free(text);
  stf_zone_free(zone);
  stf_row_table_clear(&table);
}

static void test_numbers_are_exact_or_grouped(void **state) {
  (void)state;
  char text[STF_NUMBER_TEXT];
  assert_int_equal(stf_number_exact(0.1, text), 3);
  assert_string_equal(text, "0.1");
  (void)stf_number_exact(329.8900000000003, text);
  assert_string_equal(text, "329.8900000000003");
  (void)stf_number_exact(-1.7976931348623157e308, text);
  assert_string_equal(text, "-1.7976931348623157e+308");
  assert_int_equal(stf_number_exact((double)INFINITY, text), 0);
  (void)stf_number_grouped(1234567.25, 1, text);
  assert_string_equal(text, "1,234,567.2");
  (void)stf_number_grouped(999.96, 1, text);
  assert_string_equal(text, "1,000.0");
  (void)stf_number_grouped(-0.01, 1, text);
  assert_string_equal(text, "0.0");
  (void)stf_number_grouped(-1234, 0, text);
  assert_string_equal(text, "-1,234");
  (void)stf_number_grouped(-999999999999999, 6, text);
  assert_string_equal(text, "-999,999,999,999,999.000000");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_csv_has_provenance_quotes_and_empty_fields),
      cmocka_unit_test(test_json_has_nulls_and_escapes),
      cmocka_unit_test(test_csv_reads_back_as_it_was),
      cmocka_unit_test(test_bad_fields_are_told_with_line_and_column),
      cmocka_unit_test(test_bad_headers_are_told),
      cmocka_unit_test(test_text_shows_totals_and_groups),
      cmocka_unit_test(test_numbers_are_exact_or_grouped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
