/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void stf_near_check(double a, double b, double tolerance, const char *file, int line) {
  if (!(fabs(a - b) <= tolerance)) {
    print_error("%.17g is not within %g of %.17g\n", a, tolerance, b);
    _fail(file, line);
  }
}

const char *stf_near_data(const char *relative) {
  static char path[4096];
  const char *root = getenv("STF_TEST_DATA");
  (void)snprintf(path, sizeof path, "%s/%s", root != NULL && *root ? root : "../shared",
                 relative);
  if (access(path, R_OK) != 0) {
    (void)fprintf(stderr, "skipped: no test data '%s' (set STF_TEST_DATA)\n", relative);
    return NULL;
  }
  return path;
}

bool stf_near_slow(void) {
  const char *value = getenv("STF_SLOW");
  return value != NULL && *value != '\0' && strcmp(value, "0") != 0;
}
