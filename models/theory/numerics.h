/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numerical library under random, stats and theory. */
#ifndef STF_NUMERICS_H
#define STF_NUMERICS_H

/* Lets GSL report errors as values instead of aborting. GSL keeps this in one global place, so
 * it is called once, before any thread starts: first thing in main and in test programs that
 * use the formulas. */
void stf_numerics_return_errors(void);

#endif
