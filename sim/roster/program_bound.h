/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bound of a program from prices of its rows, whoever found them. */
#ifndef STF_PROGRAM_BOUND_H
#define STF_PROGRAM_BOUND_H

#include "roster/program.h"

/* A lower bound of the program's optimum from any prices of its rows (those of the relaxation's
 * optimum give the best): by weak duality each column adds the least that it can under them, so
 * that no tolerance of a solver can spoil it (Neumaier & Shcherbina 2004). A row's price times
 * its sum is taken from the cost. NAN without memory. */
double stf_program_bound_by(const struct stf_program *program, const double *prices);

#endif
