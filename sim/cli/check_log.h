/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a log is and what it can show: the part of `check` about logs. */
#ifndef STF_CHECK_LOG_H
#define STF_CHECK_LOG_H

#include "base/diag.h"
#include "cli/options.h"
#include "time/zone.h"

/* Reads the log and, if it is in order, prints its facts to console->out. Mistakes go to diags.
 */
STF_MUST_USE enum stf_status stf_check_log_read(const struct stf_console *console,
                                                const char *path, const char *zone_name,
                                                struct stf_diags *diags,
                                                struct stf_error *error);

#endif
