/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a compiled desk's people: places, speeds and absence of teams, shifts and breaks.
 */
#ifndef STF_STAFF_CHECK_H
#define STF_STAFF_CHECK_H

#include "desk/desk.h"

/* NULL if teams, shifts, and the changes' shifts and reasons keep the contracts of desk/desk.h;
 * else what is broken (static text). Changes are in order and of teams and agents that exist.
 */
const char *stf_staff_check_valid(const struct stf_desk *desk);

#endif
