/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `supported` of a class and of a team, as scenario_support.h reads them. */
#ifndef STF_WRITE_SUPPORT_H
#define STF_WRITE_SUPPORT_H

#include "desk/support.h"

#include <stdio.h>

/* What is not known (0) is not written. */
void stf_write_support_class(FILE *yaml, const struct stf_support *support);
void stf_write_support_team(FILE *yaml, uint32_t load_seen);

#endif
