/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_RUN_VOLUME_H
#define STF_RUN_VOLUME_H

#include "desk/desk.h"

enum {
  STF_RUN_VOLUME_TEXT = 96
};

/* Reads --volume into the desk: "1.3"; "1.3,cv=0.1" (gamma); "1.2..1.4" or "1.2..1.3..1.4"
 * (triangular; without a mode the middle is it). False, and the desk untouched, if the text is
 * none of these or a number is not in (0, 1000]. */
bool stf_run_volume_read(const char *text, struct stf_desk *desk);

/* "1.3 on average, gamma with cv 0.1"; for the head of a run whose volume is drawn. */
void stf_run_volume_text(const struct stf_desk *desk, char out[STF_RUN_VOLUME_TEXT]);

#endif
