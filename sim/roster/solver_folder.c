/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/solver_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum stf_status stf_solver_folder_make(char out[STF_SOLVER_FOLDER_PATH],
                                       struct stf_error *error) {
  const char *parent = getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nobody sets it
  parent = parent != NULL && parent[0] != '\0' ? parent : "/tmp";
  int n = snprintf(out, STF_SOLVER_FOLDER_PATH, "%s/staffetta-XXXXXX", parent);
  if (n < 0 || n >= STF_SOLVER_FOLDER_PATH) {
    return stf_status_fail(error, STF_ERR_TOOL, 0, "the path in TMPDIR is too long");
  }
  if (mkdtemp(out) == NULL) {
    return stf_status_fail(error, STF_ERR_TOOL, errno,
                           "cannot make a folder in '%.200s' (TMPDIR says where)", parent);
  }
  return STF_OK;
}
