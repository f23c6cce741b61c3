/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as values. A function that can fail returns enum stf_status and, where there is more
 * to say than the status, takes a struct stf_error as its last parameter (NULL: the caller does
 * not want the words). Mistakes in a user's files are not told here but in base/diag.h; the
 * function that found them returns STF_ERR_INPUT.
 */
#ifndef STF_STATUS_H
#define STF_STATUS_H

#include "base/macros.h"

enum stf_status {
  STF_OK = 0,
  STF_ERR_INPUT,       /* the user's file is wrong; the diagnostics say where */
  STF_ERR_USAGE,       /* the user's options are wrong */
  STF_ERR_MEMORY,      /* no memory */
  STF_ERR_IO,          /* a file or device failed; os_errno says how */
  STF_ERR_TOOL,        /* a program that we start is missing or failed */
  STF_ERR_INTERRUPTED, /* the user stopped the work; what was finished is kept */
  STF_ERR_INTERNAL     /* a check of ours did not hold */
};

struct stf_error {
  enum stf_status status;
  int os_errno; /* 0 where the system has nothing to say */
  char message[512];
};

/* Short name of a status: "input", "memory"... Never NULL. */
const char *stf_status_name(enum stf_status status);

/* Fills *error (may be NULL) and returns `status`, so that callers write
 * `return stf_status_fail(error, STF_ERR_IO, errno, "cannot open '%s'", path);`.
 * With os_errno != 0 the system's text is appended after ": ". */
enum stf_status stf_status_fail(struct stf_error *error, enum stf_status status, int os_errno,
                                const char *format, ...) STF_PRINTF(4, 5);

#endif
