/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of what the format itself defines in an event's detail (docs/log-formats.md): other
 * keys are the user's own.
 */
#ifndef STF_DETAIL_H
#define STF_DETAIL_H

#include "contact/event.h"

enum {
  STF_DETAIL_WHY = 160
};

/* NULL if the event's detail is fine, empty values included (they say nothing); else `why`,
 * filled with what is wrong. */
const char *stf_detail_wrong(const struct stf_event *event, char why[STF_DETAIL_WHY]);

#endif
