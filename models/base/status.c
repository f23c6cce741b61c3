/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const STATUS_NAMES[] = {"ok", "input", "usage",       "memory",
                                           "io", "tool",  "interrupted", "internal"};
_Static_assert(STF_COUNT_OF(STATUS_NAMES) == STF_ERR_INTERNAL + 1, "one name for each status");

const char *stf_status_name(enum stf_status status) {
  return STATUS_NAMES[status];
}

enum stf_status stf_status_fail(struct stf_error *error, enum stf_status status, int os_errno,
                                const char *format, ...) {
  if (error == NULL) {
    return status;
  }
  error->status = status;
  error->os_errno = os_errno;
  va_list args;
  va_start(args, format);
  int n = vsnprintf(error->message, sizeof error->message, format, args);
  va_end(args);
  if (os_errno != 0 && n >= 0 && (size_t)n + 2 < sizeof error->message) {
    char text[128];
    if (strerror_r(os_errno, text, sizeof text) != 0) {
      (void)snprintf(text, sizeof text, "error %d", os_errno);
    }
    (void)snprintf(error->message + n, sizeof error->message - (size_t)n, ": %s", text);
  }
  return status;
}
