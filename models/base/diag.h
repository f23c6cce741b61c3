/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Diagnostics: everything we have to tell users about their input.
 *
 * A reader reports and goes on, so that one run shows all mistakes in a file. Nothing here
 * prints; the command line decides how diagnostics look. Message rule: what is wrong, where,
 * what would be right, in the user's words; no function names.
 */
#ifndef STF_DIAG_H
#define STF_DIAG_H

#include "base/mem.h"

#include <stddef.h>

enum stf_severity {
  STF_SEVERITY_ERROR,
  STF_SEVERITY_WARNING,
  STF_SEVERITY_NOTE
};

struct stf_where {
  const char *path; /* as the user typed it, or "-" for standard input; borrowed until the call
                       returns */
  int line;         /* from 1; 0 means the file as a whole */
  int column;       /* from 1, in bytes; 0 means the whole line */
};

struct stf_diag {
  enum stf_severity severity;
  char *path;
  int line;
  int column;
  char *message;
};

struct stf_diags {
  const struct stf_allocator *allocator;
  struct stf_diag *items; /* owned; at most STF_DIAGS_KEPT */
  size_t items_n;
  size_t capacity;
  size_t errors_n;   /* all, kept or not */
  size_t warnings_n; /* all, kept or not */
};

enum {
  STF_DIAGS_KEPT = 20
}; /* findings beyond are counted, not kept */

void stf_diag_init(struct stf_diags *diags, const struct stf_allocator *allocator);
void stf_diag_clear(struct stf_diags *diags);

/* Records one finding; path and text are copied. Past the limit findings are counted but not
 * kept. Never fails: without memory it keeps only the count. */
void stf_diag_add(struct stf_diags *diags, enum stf_severity severity, struct stf_where where,
                  const char *format, ...) STF_PRINTF(4, 5);

#endif
