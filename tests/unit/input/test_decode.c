/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/decode.h"
#include "input/source.h"
#include "support/file.h"
#include "support/near.h"

#include <string.h>

static void expect(const char *bytes, size_t n, enum stf_decode_encoding encoding,
                   const char *wanted) {
  struct stf_decode_text text;
  enum stf_status status = STF_ERR_INTERNAL;
  assert_null(stf_decode_bytes(bytes, n, NULL, &text, &status));
  assert_int_equal(status, STF_OK);
  assert_int_equal(text.encoding, encoding);
  assert_int_equal(text.n, strlen(wanted));
  assert_string_equal(text.bytes, wanted);
  stf_decode_clear(&text, NULL);
}

#define EXPECT(bytes, encoding, wanted)                                                        \
  expect((bytes), sizeof(bytes) - 1, STF_DECODE_##encoding, (wanted))

static void expect_wrong(const char *bytes, size_t n) {
  struct stf_decode_text text;
  enum stf_status status = STF_OK;
  assert_non_null(stf_decode_bytes(bytes, n, NULL, &text, &status));
  assert_null(text.bytes);
}

static void test_utf8_stays_and_loses_its_mark(void **state) {
  (void)state;
  EXPECT("a;\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", UTF8,
         "a;\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT("\xef\xbb\xbf"
         "a;b",
         UTF8, "a;b");
}

static void test_utf16_with_mark_of_either_order(void **state) {
  (void)state;
  EXPECT("\xff\xfe"
         "a\0\xe9\0\xac\x20\x3d\xd8\x00\xde",
         UTF16LE, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT("\xfe\xff\0a\0\xe9\x20\xac", UTF16BE, "a\xc3\xa9\xe2\x82\xac");
}

static void test_utf16_that_is_cut_is_refused(void **state) {
  (void)state;
  static const char *const WRONG[] = {"\xff\xfe\x61", "\xff\xfe\x3d\xd8",
                                      "\xff\xfe\x00\xde\x00\xde"};
  static const size_t SIZES[] = {3, 4, 6};
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    expect_wrong(WRONG[i], SIZES[i]);
  }
}

/* What is not UTF-8: a lone high byte, an overlong form, a surrogate, a sequence cut short. */
static void test_windows_1252_is_what_is_not_utf8(void **state) {
  (void)state;
  EXPECT("b\xfcro \x80 \x93x\x94", WINDOWS_1252,
         "b\xc3\xbcro \xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d");
  EXPECT("\xc0\xaf", WINDOWS_1252, "\xc3\x80\xc2\xaf");
  EXPECT("\xed\xa0\x80", WINDOWS_1252, "\xc3\xad\xc2\xa0\xe2\x82\xac");
  EXPECT("caf\xc3", WINDOWS_1252, "caf\xc3\x83");
}

static void test_bytes_of_neither_are_refused(void **state) {
  (void)state;
  expect_wrong("a\x81"
               "b",
               3);
}

static void test_file_has_the_hash_of_its_bytes(void **state) {
  (void)state;
  static const char BYTES[] = "\xff\xfe"
                              "a\0;\0b\0\n\0";
  struct stf_support_file file;
  struct stf_diags diags;
  struct stf_decode_text text;
  struct stf_source *source = NULL;
  const char *block = NULL;
  size_t n = 1;
  stf_diag_init(&diags, NULL);
  stf_file_write(&file, BYTES, sizeof BYTES - 1);
  assert_int_equal(stf_decode_file(file.path, NULL, &diags, &text, NULL), STF_OK);
  assert_string_equal(text.bytes, "a;b\n");
  assert_int_equal(stf_source_open(file.path, NULL, &diags, &source, NULL), STF_OK);
  while (n > 0) {
    assert_int_equal(stf_source_block(source, &block, &n, NULL), STF_OK);
  }
  assert_true(text.hash == stf_source_hash(source));
  stf_source_free(source);
  stf_decode_clear(&text, NULL);
  stf_file_remove(&file);
  stf_diag_clear(&diags);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_utf8_stays_and_loses_its_mark),
      cmocka_unit_test(test_utf16_with_mark_of_either_order),
      cmocka_unit_test(test_utf16_that_is_cut_is_refused),
      cmocka_unit_test(test_windows_1252_is_what_is_not_utf8),
      cmocka_unit_test(test_bytes_of_neither_are_refused),
      cmocka_unit_test(test_file_has_the_hash_of_its_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
