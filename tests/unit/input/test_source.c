/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/source.h"
#include "support/file.h"
#include "support/near.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct result {
  enum stf_status status;
  size_t bytes_n;
  uint64_t hash;
  size_t errors_n;
  int line;
  char message[256];
  int os_errno;
};

static struct result read_all(const char *path) {
  struct result result = {0};
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_error error = {0};
  struct stf_source *source = NULL;
  result.status = stf_source_open(path, NULL, &diags, &source, &error);
  size_t n = 1;
  while (result.status == STF_OK && n > 0) {
    const char *bytes = NULL;
    result.status = stf_source_block(source, &bytes, &n, &error);
    result.bytes_n += n;
  }
  if (result.status == STF_OK) {
    result.hash = stf_source_hash(source);
  }
  result.errors_n = diags.errors_n;
  result.os_errno = error.os_errno;
  if (diags.items_n > 0) {
    result.line = diags.items[0].line;
    (void)snprintf(result.message, sizeof result.message, "%s", diags.items[0].message);
  }
  stf_source_free(source);
  stf_diag_clear(&diags);
  return result;
}

enum {
  LINES = 40000
};

static char *many_lines(size_t *n) {
  char *text = malloc((size_t)LINES * 24);
  assert_non_null(text);
  *n = 0;
  unsigned noise = 1;
  for (int i = 0; i < LINES; i++) {
    noise = noise * 1103515245U + 12345U; /* does not pack well, so a cut falls midway */
    *n += (size_t)sprintf(text + *n, "%d,%u\n", i, noise);
  }
  return text;
}

static void test_plain_and_gzip_have_one_hash(void **state) {
  (void)state;
  size_t n = 0;
  char *text = many_lines(&n);
  struct stf_support_file file;
  stf_file_write(&file, text, n);
  struct result plain = read_all(file.path);
  stf_file_remove(&file);
  stf_file_write_gzip(&file, text, n);
  struct result packed = read_all(file.path);
  stf_file_remove(&file);
  text[n / 2] ^= 1;
  stf_file_write(&file, text, n);
  struct result changed = read_all(file.path);
  stf_file_remove(&file);
  free(text);
  assert_int_equal(plain.status, STF_OK);
  assert_int_equal(plain.bytes_n, n);
  assert_int_equal(packed.status, STF_OK);
  assert_int_equal(packed.bytes_n, n);
  assert_true(packed.hash == plain.hash);
  assert_true(changed.hash != plain.hash);
}

static void test_hash_is_the_same_on_every_machine(void **state) {
  (void)state;
  struct stf_support_file file;
  stf_file_write(&file, "time,contact,event\n", 19);
  struct result result = read_all(file.path);
  stf_file_remove(&file);
  assert_true(result.hash == UINT64_C(0x6bfeca4e840592a4));
}

static void test_truncated_gzip_is_told_with_its_line(void **state) {
  (void)state;
  size_t n = 0;
  char *text = many_lines(&n);
  struct stf_support_file file;
  stf_file_write_gzip(&file, text, n);
  free(text);
  stf_file_cut(&file, n / 8);
  struct result result = read_all(file.path);
  stf_file_remove(&file);
  assert_int_equal(result.status, STF_ERR_INPUT);
  assert_int_equal(result.errors_n, 1);
  assert_non_null(strstr(result.message, "truncated gzip file"));
  assert_true(result.line > 1000);
  assert_true(result.line < LINES);
}

static void test_damaged_gzip_is_told(void **state) {
  (void)state;
  struct stf_support_file file;
  stf_file_write(&file, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 not deflated at all", 30);
  struct result result = read_all(file.path);
  stf_file_remove(&file);
  assert_int_equal(result.status, STF_ERR_INPUT);
  assert_non_null(strstr(result.message, "damaged gzip file"));
}

static void test_empty_file_is_told(void **state) {
  (void)state;
  struct stf_support_file file;
  stf_file_write(&file, "", 0);
  struct result result = read_all(file.path);
  stf_file_remove(&file);
  assert_int_equal(result.status, STF_ERR_INPUT);
  assert_non_null(strstr(result.message, "empty"));
}

static void test_missing_file_and_directory_are_the_environments(void **state) {
  (void)state;
  struct result missing = read_all("no-such-file.csv");
  assert_int_equal(missing.status, STF_ERR_IO);
  assert_int_equal(missing.os_errno, ENOENT);
  struct result directory = read_all(".");
  assert_int_equal(directory.status, STF_ERR_IO);
  assert_int_equal(directory.os_errno, EISDIR);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plain_and_gzip_have_one_hash),
      cmocka_unit_test(test_hash_is_the_same_on_every_machine),
      cmocka_unit_test(test_truncated_gzip_is_told_with_its_line),
      cmocka_unit_test(test_damaged_gzip_is_told),
      cmocka_unit_test(test_empty_file_is_told),
      cmocka_unit_test(test_missing_file_and_directory_are_the_environments),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
