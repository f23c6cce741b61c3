/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan command's work between its options and its output: the scenario read as `run` would
 * have it, the promise taken from it or from --target, the requirement found and proven, and
 * the staffing by formulas beside it.
 */
#ifndef STF_PLAN_JOB_H
#define STF_PLAN_JOB_H

#include "cli/run_job.h"
#include "plan/customary.h"
#include "plan/require.h"

/* A staffing that a formula gives, and what it would deliver. */
struct stf_plan_formula {
  const char *name;
  bool made; /* false: `why` says why not */
  const char *why;
  int32_t *agents; /* [team * steps_n + step] */
  double people_h;
  const struct stf_judge_figure *figures; /* by stretch, on the proof's customers */
  double enough;   /* least factor, in steps of a 32nd, by which its people must be multiplied
                      (and rounded up) for the promise to hold on those; NAN: not even 8 */
  double enough_h; /* hours of people then */
};

enum {
  STF_PLAN_FORMULAS = 2, /* Erlang C, Erlang A */
  STF_PLAN_JOB_MORE = 32 /* words that stf_plan_job_read takes on top */
};

struct stf_plan_job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_error error;
  struct stf_run_job run;
  struct stf_arguments *run_arguments; /* owned */
  struct stf_arena *arena;             /* owned */
  struct stf_sla_terms terms;
  const bool *planned;
  const double *cost_per_h; /* NULL: the scenario has no costs */
  enum stf_judge_stretch stretch;
  double probability; /* 0: on average */
  int64_t step_us;
  unsigned threads_n;
  const struct stf_vary *changes; /* of the scenario, set by who tries several; NULL: none */
  size_t changes_n;
  double share; /* in the place of every promise's; 0: as promised */
  bool bare;    /* no formulas beside it */
  bool coarse;  /* and who wants no more than a beginning: plan/require.h */
  bool draft;   /* set by who goes on with rosters: plan/require.h */
  struct stf_require_in in;
  struct stf_require found;
  struct stf_plan_formula formulas[STF_PLAN_FORMULAS];
  bool interrupted;
};

/* Reads everything that the search wants. On any status but STF_OK run.diags and error say why.
 * The caller clears the job in any case. */
STF_MUST_USE enum stf_status stf_plan_job_prepare(struct stf_plan_job *job);

/* Then finds the requirement, and the formulas' beside it. Interrupted: STF_OK with
 * job->interrupted, if there is a best so far. */
STF_MUST_USE enum stf_status stf_plan_job_search(struct stf_plan_job *job);

/* Both. */
STF_MUST_USE enum stf_status stf_plan_job_do(struct stf_plan_job *job);

/* Reads the scenario as the options say and as the words `more` (options of `run`) say on top.
 * The caller clears *run and frees *arguments. */
STF_MUST_USE enum stf_status stf_plan_job_read(struct stf_plan_job *job,
                                               const char *const *more, size_t more_n,
                                               struct stf_run_job *run,
                                               struct stf_arguments **arguments);
void stf_plan_job_clear(struct stf_plan_job *job);

/* Of each simulation of the search: those asked for, of a draft half of them. */
uint32_t stf_plan_job_replications(const struct stf_plan_job *job);

/* "day", "week", "month", "period". */
const char *stf_plan_job_stretch(const struct stf_plan_job *job);

#endif
