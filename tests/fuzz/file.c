/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "staffetta-fuzz-XXXXXX";
static int descriptor = -1;

static void forget(void) {
  (void)unlink(path);
}

const char *stf_fuzz_file(const uint8_t *data, size_t n) {
  if (descriptor < 0) {
    descriptor = mkstemp(path);
    if (descriptor < 0 || atexit(forget) != 0) {
      abort();
    }
  }
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, data, n, 0) != (ssize_t)n) {
    abort();
  }
  return path;
}
