/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv.h"
#include "support/file.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
  struct stf_support_file file;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_csv *csv;
  struct stf_csv_row row;
};

static enum stf_status begin_bytes(struct reading *r, const char *text, size_t n) {
  memset(r, 0, sizeof *r);
  stf_diag_init(&r->diags, NULL);
  stf_file_write(&r->file, text, n);
  struct stf_csv_options options = {0};
  return stf_csv_open(r->file.path, &options, NULL, &r->diags, &r->csv, &r->error);
}

static void begin(struct reading *r, const char *text) {
  assert_int_equal(begin_bytes(r, text, strlen(text)), STF_OK);
}

static void end(struct reading *r) {
  stf_csv_free(r->csv);
  stf_diag_clear(&r->diags);
  stf_file_remove(&r->file);
}

static void expect_row(struct reading *r, const char *first, const char *second) {
  assert_int_equal(stf_csv_next(r->csv, &r->row), STF_CSV_ROW);
  assert_int_equal(r->row.fields_n, 2);
  assert_string_equal(r->row.fields[0].text, first);
  assert_string_equal(r->row.fields[1].text, second);
}

static void expect_bad(struct reading *r, enum stf_csv_reason reason, int line, int column) {
  assert_int_equal(stf_csv_next(r->csv, &r->row), STF_CSV_BAD);
  const struct stf_csv_problem *problem = stf_csv_problem(r->csv);
  assert_int_equal(problem->reason, reason);
  assert_int_equal(problem->line, line);
  assert_int_equal(problem->column, column);
}

static void expect_end(struct reading *r) {
  assert_int_equal(stf_csv_next(r->csv, &r->row), STF_CSV_END);
  assert_int_equal(stf_csv_next(r->csv, &r->row), STF_CSV_END);
}

static void test_rows_with_mark_crlf_and_no_last_newline(void **state) {
  (void)state;
  struct reading r;
  begin(&r, "\xEF\xBB\xBF"
            "a,b\r\n1, 2 \r\n\r\n,x");
  assert_int_equal(stf_csv_find(r.csv, "a"), 0);
  assert_int_equal(stf_csv_find(r.csv, "b"), 1);
  assert_int_equal(stf_csv_find(r.csv, "c"), -1);
  expect_row(&r, "1", "2");
  assert_int_equal(r.row.line, 2);
  expect_row(&r, "", "x");
  assert_int_equal(r.row.line, 4);
  expect_end(&r);
  end(&r);
}

static void test_delimiter_is_found_in_header(void **state) {
  (void)state;
  const char *const texts[] = {"a;b\n1,5;2\n", "a\tb\n1,5\t2\n", "\"a,,\";b\n\"1,5\";2\n"};
  for (size_t i = 0; i < 3; i++) {
    struct reading r;
    begin(&r, texts[i]);
    expect_row(&r, "1,5", "2");
    expect_end(&r);
    end(&r);
  }
}

static void test_tab_keeps_empty_fields(void **state) {
  (void)state;
  struct reading r;
  begin(&r, "a\tb\n\t\n\t2\n");
  expect_row(&r, "", "");
  expect_row(&r, "", "2");
  end(&r);
}

static void test_quoted_newline_keeps_lines_right(void **state) {
  (void)state;
  struct reading r;
  begin(&r, "a,b\n\"x\ny \"\"z\"\"\", 7\n3,4\n");
  expect_row(&r, "x\ny \"z\"", "7");
  assert_int_equal(r.row.line, 2);
  struct stf_where where = stf_csv_where(r.csv, 1);
  assert_int_equal(where.line, 3);
  assert_int_equal(where.column, 11);
  expect_row(&r, "3", "4");
  assert_int_equal(r.row.line, 4);
  expect_end(&r);
  end(&r);
}

static void test_where_counts_bytes_from_one(void **state) {
  (void)state;
  struct reading r;
  begin(&r, "aa,b\nx,\"q,\",\n");
  assert_int_equal(stf_csv_where(r.csv, 1).column, 4);
  expect_bad(&r, STF_CSV_WRONG_COUNT, 2, 8);
  end(&r);
}

static void test_wrong_counts_are_bad_rows_and_reading_goes_on(void **state) {
  (void)state;
  struct reading r;
  begin(&r, "a,b\n1\n1,2,3\n1,2\n");
  expect_bad(&r, STF_CSV_WRONG_COUNT, 2, 0);
  expect_bad(&r, STF_CSV_WRONG_COUNT, 3, 5);
  expect_row(&r, "1", "2");
  expect_end(&r);
  end(&r);
}

static void test_broken_quotes_tell_where_the_quote_began(void **state) {
  (void)state;
  struct reading r;
  begin(&r, "a,b\n1,x\"y\n1,\"ab\"c\n1,2\n3,\"open\n4,5\n");
  expect_bad(&r, STF_CSV_BROKEN_QUOTE, 2, 4);
  expect_bad(&r, STF_CSV_BROKEN_QUOTE, 3, 3);
  expect_row(&r, "1", "2");
  expect_bad(&r, STF_CSV_BROKEN_QUOTE, 5, 3);
  expect_row(&r, "4", "5");
  expect_end(&r);
  end(&r);
}

static void test_nul_and_lone_return_are_no_text(void **state) {
  (void)state;
  struct reading r;
  static const char TEXT[] = "a,b\n1,\0\n1,2\r3,4\n5,6\n";
  assert_int_equal(begin_bytes(&r, TEXT, sizeof TEXT - 1), STF_OK);
  expect_bad(&r, STF_CSV_NOT_A_TEXT, 2, 0);
  expect_bad(&r, STF_CSV_NOT_A_TEXT, 3, 0);
  expect_row(&r, "5", "6");
  end(&r);
}

struct comments {
  char text[256];
  size_t n;
};

static void take_comment(void *context, const char *text, size_t n) {
  struct comments *comments = context;
  int more = snprintf(comments->text + comments->n, sizeof comments->text - comments->n,
                      "%.*s|", (int)n, text);
  assert_true(more > 0);
  comments->n += (size_t)more;
}

static void test_comments_before_header_are_handed_over(void **state) {
  (void)state;
  struct stf_support_file file;
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  const char *text = "# one\r\n\n#two\na,b\n#3,4\n";
  stf_file_write(&file, text, strlen(text));
  struct comments comments = {.n = 0};
  struct stf_csv_options options = {.comment = take_comment, .context = &comments};
  struct stf_csv *csv = NULL;
  assert_int_equal(stf_csv_open(file.path, &options, NULL, &diags, &csv, NULL), STF_OK);
  assert_string_equal(comments.text, " one|two|");
  struct stf_csv_row row;
  assert_int_equal(stf_csv_next(csv, &row), STF_CSV_ROW);
  assert_string_equal(row.fields[0].text, "#3");
  assert_int_equal(row.line, 5);
  stf_csv_free(csv);
  stf_diag_clear(&diags);
  stf_file_remove(&file);
}

static void test_no_header_is_told(void **state) {
  (void)state;
  struct reading r;
  assert_int_equal(begin_bytes(&r, "# only\n", 7), STF_ERR_INPUT);
  assert_int_equal(r.diags.errors_n, 1);
  end(&r);
}

static void test_rows_across_blocks_are_whole(void **state) {
  (void)state;
  enum {
    ROWS = 60000
  };
  char *text = malloc((size_t)ROWS * 32);
  assert_non_null(text);
  size_t n = (size_t)sprintf(text, "a,b\n");
  for (int i = 0; i < ROWS; i++) {
    n += (size_t)sprintf(text + n, "%d,\"row %d\"\n", i, i);
  }
  struct reading r;
  assert_int_equal(begin_bytes(&r, text, n), STF_OK);
  for (int i = 0; i < ROWS; i++) {
    char first[16];
    char second[24];
    (void)snprintf(first, sizeof first, "%d", i);
    (void)snprintf(second, sizeof second, "row %d", i);
    expect_row(&r, first, second);
    assert_int_equal(r.row.line, i + 2);
  }
  expect_end(&r);
  end(&r);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_with_mark_crlf_and_no_last_newline),
      cmocka_unit_test(test_delimiter_is_found_in_header),
      cmocka_unit_test(test_tab_keeps_empty_fields),
      cmocka_unit_test(test_quoted_newline_keeps_lines_right),
      cmocka_unit_test(test_where_counts_bytes_from_one),
      cmocka_unit_test(test_wrong_counts_are_bad_rows_and_reading_goes_on),
      cmocka_unit_test(test_broken_quotes_tell_where_the_quote_began),
      cmocka_unit_test(test_nul_and_lone_return_are_no_text),
      cmocka_unit_test(test_comments_before_header_are_handed_over),
      cmocka_unit_test(test_no_header_is_told),
      cmocka_unit_test(test_rows_across_blocks_are_whole),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
