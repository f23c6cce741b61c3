/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What solvers of the integer program are asked and answer, whichever they are. */
#ifndef STF_SOLVER_H
#define STF_SOLVER_H

#include "roster/program.h"

enum stf_solver_kind {
  STF_SOLVER_RELAXED,     /* no column must be whole */
  STF_SOLVER_HIRES_WHOLE, /* only numbers of people hired */
  STF_SOLVER_WHOLE
};

struct stf_solver_question {
  enum stf_solver_kind kind;
  uint32_t
      nodes_most;  /* of branch and bound: a count, so that the answer is the same anywhere */
  int32_t limit_s; /* 0: no limit */
  double gap;      /* a solution so near to the bound is good enough, as a share */
  int memory_mb;   /* most; 0: no limit */
  bool (*stop)(void *context); /* NULL: never */
  void *context;
};

enum stf_solver_state {
  STF_SOLVER_OPTIMAL,
  STF_SOLVER_LIMIT, /* a limit ended it */
  STF_SOLVER_STOPPED,
  STF_SOLVER_INFEASIBLE
};

struct stf_solver_answer {
  enum stf_solver_state state;
  bool has_values;
  double *values; /* by column; owned */
  double *prices; /* by row, of the relaxation; owned */
  double bound;   /* of the optimum from below; -INFINITY: none */
};

/* Empty answer with room for the program. */
STF_MUST_USE enum stf_status stf_solver_init(const struct stf_program *program,
                                             struct stf_solver_answer *out);
void stf_solver_clear(const struct stf_program *program, struct stf_solver_answer *answer);

#endif
