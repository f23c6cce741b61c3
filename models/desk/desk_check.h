/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a compiled desk: the contracts that the engine relies on. */
#ifndef STF_DESK_CHECK_H
#define STF_DESK_CHECK_H

#include "desk/desk.h"

/* NULL if the desk keeps the contracts of desk/desk.h; else what is broken (static text). */
const char *stf_desk_check_valid(const struct stf_desk *desk);

#endif
