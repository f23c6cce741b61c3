/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"

#include <stdio.h>
#include <stdlib.h>

void stf_macros_fail(const char *condition, const char *file, int line) {
  (void)fprintf(stderr, "staffetta: internal error: %s (%s:%d)\n", condition, file, line);
  abort();
}
