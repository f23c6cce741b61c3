/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which way a figure is better. */
#ifndef STF_BETTER_H
#define STF_BETTER_H

#include "kpi/row.h"

/* 1: higher is better (service level, CSAT), -1: lower is better (waits, costs), 0: neither is
 * said (arrivals, utilization, containment: a bot that ends more contacts may end them badly).
 */
int stf_better_sign(const struct stf_row *row);

#endif
