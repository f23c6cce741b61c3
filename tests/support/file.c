/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/file.h"

#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

static int make(struct stf_support_file *file) {
  (void)snprintf(file->path, sizeof file->path, "staffetta-test-XXXXXX");
  int fd = mkstemp(file->path);
  assert_true(fd >= 0);
  return fd;
}

void stf_file_write(struct stf_support_file *file, const char *bytes, size_t n) {
  FILE *stream = fdopen(make(file), "wb");
  assert_non_null(stream);
  assert_int_equal(fwrite(bytes, 1, n, stream), n);
  assert_int_equal(fclose(stream), 0);
}

void stf_file_write_gzip(struct stf_support_file *file, const char *bytes, size_t n) {
  gzFile stream = gzdopen(make(file), "wb");
  assert_non_null(stream);
  assert_int_equal(gzwrite(stream, bytes, (unsigned)n), n);
  assert_int_equal(gzclose(stream), Z_OK);
}

void stf_file_cut(const struct stf_support_file *file, size_t n) {
  assert_int_equal(truncate(file->path, (off_t)n), 0);
}

void stf_file_remove(const struct stf_support_file *file) {
  (void)unlink(file->path);
}
