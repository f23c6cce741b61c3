/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contracts of desk/dispatch.h and desk/escalation.h. */
#ifndef STF_DISPATCH_CHECK_H
#define STF_DISPATCH_CHECK_H

#include "desk/desk.h"

/* NULL if the desk keeps them; else what is broken (static text). */
const char *stf_dispatch_check_valid(const struct stf_desk *desk);

#endif
