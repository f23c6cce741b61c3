/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/output.h"
#include "support/near.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/stf-output-XXXXXX";
static char path[128];

static int make_folder(void **state) {
  (void)state;
  if (mkdtemp(folder) == NULL) {
    return -1;
  }
  (void)snprintf(path, sizeof path, "%s/result.csv", folder);
  return 0;
}

static int files_n(void) {
  DIR *dir = opendir(folder);
  assert_non_null(dir);
  int n = 0;
  const struct dirent *entry = NULL;
  while ((entry = readdir(dir)) != NULL) { /* NOLINT(concurrency-mt-unsafe): one thread */
    n += entry->d_name[0] != '.';
  }
  (void)closedir(dir);
  return n;
}

static int clean_folder(void **state) {
  (void)state;
  (void)unlink(path);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  return rmdir(folder);
}

static void write_result(const char *text, bool force) {
  struct stf_output output;
  struct stf_error error;
  assert_int_equal(stf_output_open(&output, path, force, stdout, NULL, &error), STF_OK);
  assert_true(fputs(text, output.file) >= 0);
  assert_int_equal(stf_output_commit(&output, &error), STF_OK);
}

static void assert_content(const char *expected) {
  char text[64] = "";
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  size_t n = fread(text, 1, sizeof text - 1, file);
  text[n] = '\0';
  (void)fclose(file);
  assert_string_equal(text, expected);
}

static void test_file_appears_only_at_commit(void **state) {
  (void)state;
  struct stf_output output;
  struct stf_error error;
  assert_int_equal(stf_output_open(&output, path, false, stdout, NULL, &error), STF_OK);
  assert_true(fputs("half", output.file) >= 0);
  assert_int_not_equal(access(path, F_OK), 0);
  stf_output_abort(&output);
  assert_int_equal(files_n(), 0);
  write_result("whole", false);
  assert_content("whole");
  assert_int_equal(files_n(), 1);
}

static void test_existing_file_is_kept_without_force(void **state) {
  (void)state;
  write_result("old", false);
  struct stf_output output;
  struct stf_error error;
  assert_int_equal(stf_output_open(&output, path, false, stdout, NULL, &error), STF_ERR_USAGE);
  assert_non_null(strstr(error.message, "--force"));
  assert_content("old");
  assert_int_equal(chmod(path, S_IRUSR | S_IWUSR), 0);
  write_result("new", true);
  assert_content("new");
  struct stat now;
  assert_int_equal(stat(path, &now), 0);
  assert_int_equal(now.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO), S_IRUSR | S_IWUSR);
}

static void test_aborted_overwriting_keeps_the_old_file(void **state) {
  (void)state;
  write_result("old", false);
  struct stf_output output;
  struct stf_error error;
  assert_int_equal(stf_output_open(&output, path, true, stdout, NULL, &error), STF_OK);
  stf_output_abort(&output);
  assert_content("old");
  assert_int_equal(files_n(), 1);
}

static void test_a_link_stays_a_link(void **state) {
  (void)state;
  char link[256];
  (void)snprintf(link, sizeof link, "%s/link.csv", folder);
  write_result("old", false);
  assert_int_equal(symlink("result.csv", link), 0);
  struct stf_output output;
  struct stf_error error;
  assert_int_equal(stf_output_open(&output, link, true, stdout, NULL, &error), STF_OK);
  assert_true(fputs("new", output.file) >= 0);
  assert_int_equal(stf_output_commit(&output, &error), STF_OK);
  assert_content("new");
  struct stat now;
  assert_int_equal(lstat(link, &now), 0);
  assert_true(S_ISLNK(now.st_mode));
  assert_int_equal(unlink(link), 0);
}

static void test_full_device_and_bad_places_are_told(void **state) {
  (void)state;
  struct stf_output output;
  struct stf_error error;
  if (access("/dev/full", W_OK) == 0) {
    assert_int_equal(stf_output_open(&output, "/dev/full", false, stdout, NULL, &error),
                     STF_OK);
    assert_true(fputs("lost", output.file) >= 0);
    assert_int_equal(stf_output_commit(&output, &error), STF_ERR_IO);
    assert_non_null(strstr(error.message, "/dev/full"));
  }
  assert_int_equal(stf_output_open(&output, folder, true, stdout, NULL, &error), STF_ERR_IO);
  assert_non_null(strstr(error.message, "directory"));
  assert_int_equal(stf_output_open(&output, "/nowhere/at/all.csv", true, stdout, NULL, &error),
                   STF_ERR_IO);
}

static void test_standard_output_stays_open(void **state) {
  (void)state;
  FILE *standard = tmpfile();
  assert_non_null(standard);
  struct stf_output output;
  struct stf_error error;
  assert_int_equal(stf_output_open(&output, "-", false, standard, NULL, &error), STF_OK);
  assert_ptr_equal(output.file, standard);
  assert_int_equal(stf_output_commit(&output, &error), STF_OK);
  assert_true(fputs("more", standard) >= 0);
  assert_int_equal(fclose(standard), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(test_file_appears_only_at_commit, clean_folder),
      cmocka_unit_test_teardown(test_existing_file_is_kept_without_force, clean_folder),
      cmocka_unit_test_teardown(test_aborted_overwriting_keeps_the_old_file, clean_folder),
      cmocka_unit_test_teardown(test_a_link_stays_a_link, clean_folder),
      cmocka_unit_test(test_full_device_and_bad_places_are_told),
      cmocka_unit_test(test_standard_output_stays_open),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
