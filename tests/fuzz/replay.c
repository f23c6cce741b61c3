/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz entry point over files, without a fuzzer: replay FILE... */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  INPUT_MOST = 1 << 20
};

static int replay(const char *path) {
  FILE *file = fopen(path, "rb");
  uint8_t *data = malloc(INPUT_MOST);
  int code = 1;
  if (file != NULL && data != NULL) {
    size_t n = fread(data, 1, INPUT_MOST, file);
    code = LLVMFuzzerTestOneInput(data, n);
  } else {
    (void)fprintf(stderr, "cannot read '%s'\n", path);
  }
  free(data);
  if (file != NULL) {
    (void)fclose(file);
  }
  return code;
}

int main(int argc, char **argv) {
  int failed = argc < 2;
  for (int i = 1; i < argc; i++) {
    failed |= replay(argv[i]) != 0;
  }
  (void)printf("%d inputs\n", argc - 1);
  return failed;
}
