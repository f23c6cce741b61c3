/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where results go. A regular file is written beside its place and renamed when it is complete,
 * so that nobody ever finds half a file; what exists and is no regular file (a device, a pipe)
 * is written directly; "-" is the stream that the caller calls standard output.
 */
#ifndef STF_OUTPUT_H
#define STF_OUTPUT_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdio.h>

struct stf_output {
  FILE *file; /* write here, between open and commit */
  const struct stf_allocator *allocator;
  const char *shown; /* borrowed: path as given */
  char *path;        /* owned; NULL: nothing to rename */
  char *beside;      /* owned: what is written and renamed to path */
  bool is_standard;
};

/* Whether results may go to the path, asked before the work is done; STF_OK for NULL and "-".
 * STF_ERR_USAGE: the file exists and `force` is not set, or its name ends in ".gz" (what is
 * written is plain); STF_ERR_IO: it is a directory, or its folder is not there. */
STF_MUST_USE enum stf_status stf_output_check(const char *path, bool force,
                                              struct stf_error *error);

/* path NULL or "-": `standard`. An existing regular file needs `force`. The caller ends with
 * stf_output_commit or stf_output_abort; path is borrowed until then. Fails as
 * stf_output_check does, and with STF_ERR_IO if the file cannot be created. */
STF_MUST_USE enum stf_status stf_output_open(struct stf_output *output, const char *path,
                                             bool force, FILE *standard,
                                             const struct stf_allocator *allocator,
                                             struct stf_error *error);

/* Writes what is still in the file's buffer. False, with the reason in errno, if that or any
 * write before failed. */
bool stf_output_flush(FILE *file);

/* Flushes, closes and renames; STF_ERR_IO if anything of that or a write before failed, and
 * then the incomplete file is gone. *output is empty afterwards. */
STF_MUST_USE enum stf_status stf_output_commit(struct stf_output *output,
                                               struct stf_error *error);

/* Closes and removes what was written. Does nothing to an empty *output. */
void stf_output_abort(struct stf_output *output);

/* The same after writing failed with `status`: STF_ERR_IO is told with the file's name, any
 * other status leaves *error as it is. Returns `status`. */
enum stf_status stf_output_fail(struct stf_output *output, enum stf_status status,
                                struct stf_error *error);

#endif
