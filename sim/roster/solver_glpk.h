/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLPK: the only file that knows it is solver_glpk.c. It prints nothing, and its errors become
 * ours. One thread at a time may be in it for each program; it keeps its state by thread. */
#ifndef STF_SOLVER_GLPK_H
#define STF_SOLVER_GLPK_H

#include "roster/solver.h"

/* Solves the relaxation and, as asked, goes on to whole numbers. *answer was made by
 * stf_solver_init. STF_ERR_MEMORY: over the limit of memory; STF_ERR_INTERNAL: GLPK failed. */
STF_MUST_USE enum stf_status stf_solver_glpk_run(const struct stf_program *program,
                                                 const struct stf_solver_question *question,
                                                 struct stf_solver_answer *answer,
                                                 struct stf_error *error);

enum stf_solver_glpk_form {
  STF_SOLVER_GLPK_LP, /* CPLEX LP */
  STF_SOLVER_GLPK_MPS /* free MPS */
};

/* Writes the program to the stream. */
STF_MUST_USE enum stf_status stf_solver_glpk_write(const struct stf_program *program,
                                                   enum stf_solver_glpk_form form, FILE *out,
                                                   struct stf_error *error);

#endif
