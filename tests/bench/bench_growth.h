/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the cost of a contact grows with the desk: agents, classes, intervals, replications. */
#ifndef STF_BENCH_GROWTH_H
#define STF_BENCH_GROWTH_H

#include <stdbool.h>

/* Prints the table; false, with the reason told on standard error: a desk cannot be read. */
bool stf_bench_growth_print(void);

#endif
