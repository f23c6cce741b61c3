/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `after` of a class, as scenario_after.h reads it. */
#ifndef STF_WRITE_AFTER_H
#define STF_WRITE_AFTER_H

#include "desk/after.h"

#include <stdio.h>

/* Shares solved and surveyed and what the answers go with; slopes of 0 are not written. Nobody
 * comes back or opens again: `repeat` and `reopen` are not written. note: above it; NULL: none.
 */
void stf_write_after(FILE *yaml, const struct stf_after *after, const char *note);

#endif
