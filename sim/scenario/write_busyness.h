/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key demand.busyness of a scenario that is written: factors of seasons, weeks, days and
 * intervals. */
#ifndef STF_WRITE_BUSYNESS_H
#define STF_WRITE_BUSYNESS_H

#include "scenario/write.h"

#include <stdio.h>

/* With the notes on them; nothing if the desk has no such factors. */
void stf_write_busyness_put(FILE *yaml, const struct stf_write_desk *desk);

#endif
