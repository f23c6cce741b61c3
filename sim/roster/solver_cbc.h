/* SPDX-License-Identifier: GPL-3.0-or-later */
/* COIN-OR's cbc, run as a program on the integer program written as MPS. */
#ifndef STF_SOLVER_CBC_H
#define STF_SOLVER_CBC_H

#include "roster/solver.h"

/* Solves in whole numbers; answer->values are read back by name. Of the bound only a proven
 * optimum tells; prices there are none. `program_path` is looked up as a shell does.
 * STF_ERR_TOOL: it is not there, failed, or wrote what cannot be read. */
STF_MUST_USE enum stf_status stf_solver_cbc_run(const char *program_path,
                                                const struct stf_program *program,
                                                const struct stf_solver_question *question,
                                                struct stf_solver_answer *answer,
                                                struct stf_error *error);

/* Reads a solution as cbc writes it: a line that says how it ended, then number, name, value
 * and reduced cost of each column that is not 0. False: it is not of that form or names a
 * column that the program does not have. */
bool stf_solver_cbc_read(FILE *file, const struct stf_program *program,
                         struct stf_solver_answer *answer);

#endif
