/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders for results. */
#ifndef STF_FOLDER_H
#define STF_FOLDER_H

#include "base/status.h"

/* Makes the folder and those above it that are missing, as 'mkdir -p' does. STF_ERR_IO if one
 * cannot be made or something else stands in its place. */
STF_MUST_USE enum stf_status stf_folder_make(const char *folder, struct stf_error *error);

#endif
