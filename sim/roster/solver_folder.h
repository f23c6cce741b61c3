/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of one's own for files that solvers write and read: in TMPDIR, or /tmp. */
#ifndef STF_SOLVER_FOLDER_H
#define STF_SOLVER_FOLDER_H

#include "base/status.h"

enum {
  STF_SOLVER_FOLDER_PATH = 4096,
  STF_SOLVER_FOLDER_FILE = STF_SOLVER_FOLDER_PATH + 16 /* of a file in it: a short name */
};

/* Makes the folder and writes its path; the caller removes it. STF_ERR_TOOL: it cannot be made;
 * told with the place. */
STF_MUST_USE enum stf_status stf_solver_folder_make(char out[STF_SOLVER_FOLDER_PATH],
                                                    struct stf_error *error);

#endif
