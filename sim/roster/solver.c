/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/solver.h"

#include <math.h>

enum stf_status stf_solver_init(const struct stf_program *program,
                                struct stf_solver_answer *out) {
  *out = (struct stf_solver_answer){.state = STF_SOLVER_LIMIT, .bound = (double)-INFINITY};
  out->values = stf_mem_zeroed(program->allocator, program->columns_n + 1, sizeof *out->values);
  out->prices = stf_mem_zeroed(program->allocator, program->rows_n + 1, sizeof *out->prices);
  return out->values != NULL && out->prices != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_solver_clear(const struct stf_program *program, struct stf_solver_answer *answer) {
  stf_mem_release(program->allocator, answer->values);
  stf_mem_release(program->allocator, answer->prices);
  *answer = (struct stf_solver_answer){0};
}
