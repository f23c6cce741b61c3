/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fitted factors of season, week, day and interval, for the desk that is written. Internal
 * to this folder. */
#ifndef STF_FIT_BUSYNESS_H
#define STF_FIT_BUSYNESS_H

#include "fit/fit.h"

/* Fills them from fit->curve, with notes; false: no memory. */
bool stf_fit_busyness_describe(struct stf_fit *fit);

#endif
