/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_cover.h"

#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/plan_cover_text.h"
#include "cli/plan_people.h"
#include "cli/talk.h"
#include "report/output.h"
#include "roster/conflict_tell.h"
#include "roster/roster_write.h"
#include "roster/solver_glpk.h"

struct job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_error error;
  struct stf_plan_people people;
  struct stf_cover cover;
  bool is_impossible;
};

enum {
  CONFLICT_COLUMNS = 30000, /* roster/conflict.h */
  CONFLICT_BUDGET = 400000
};

/* Files that are written, by their options: those of the program before it is solved. */
enum {
  LP,
  MPS,
  LONG,
  WIDE,
  COVER_TABLE,
  FILES_N
};
static const char *const FILES[FILES_N] = {"write-lp", "write-mps", "output", "wide",
                                           "cover-table"};

static enum stf_status check_files(struct job *job) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < FILES_N && status == STF_OK; i++) {
    status = stf_output_check(stf_options_text(job->arguments, FILES[i]),
                              stf_options_given(job->arguments, "force"), &job->error);
  }
  return status;
}

static enum stf_status read_files(struct job *job) {
  enum stf_status status = stf_need_read(stf_options_text(job->arguments, "cover"), NULL,
                                         &job->people.diags, &job->people.need, &job->error);
  status = status == STF_OK ? stf_plan_people_read(job->arguments, &job->people, &job->error)
                            : status;
  job->people.problem.is_hard = stf_options_given(job->arguments, "hard");
  return status;
}

/* ---- files that are written ---- */

static enum stf_status put(struct job *job, size_t which, FILE *file) {
  const struct stf_team_roster *roster = &job->cover.roster;
  switch (which) {
  case LP:
    return stf_solver_glpk_write(&job->cover.program, STF_SOLVER_GLPK_LP, file, &job->error);
  case MPS:
    return stf_solver_glpk_write(&job->cover.program, STF_SOLVER_GLPK_MPS, file, &job->error);
  case LONG:
    stf_roster_write_long(file, roster);
    break;
  case WIDE:
    stf_roster_write_wide(file, roster);
    break;
  default:
    stf_roster_write_cover(file, roster);
    break;
  }
  return STF_OK;
}

static enum stf_status write_file(struct job *job, size_t which) {
  struct stf_output output;
  const char *path = stf_options_text(job->arguments, FILES[which]);
  if (path == NULL) {
    return STF_OK;
  }
  enum stf_status status =
      stf_output_open(&output, path, stf_options_given(job->arguments, "force"),
                      job->console->out, NULL, &job->error);
  if (status == STF_OK) {
    status = put(job, which, output.file);
    status = status == STF_OK ? stf_output_commit(&output, &job->error)
                              : stf_output_fail(&output, status, &job->error);
  }
  return status;
}

static enum stf_status write_files(struct job *job, size_t from, size_t to) {
  enum stf_status status = STF_OK;
  for (size_t i = from; i < to && status == STF_OK; i++) {
    status = write_file(job, i);
  }
  return status;
}

/* ---- the plan ---- */

static bool is_stopped(void *context) {
  (void)context;
  return stf_interrupt_requested();
}

static enum stf_status plan_once(struct job *job) {
  const char *solver = stf_options_text(job->arguments, "solver");
  struct stf_cover_options options = {
      .rounds_n = (uint32_t)stf_options_integer(job->arguments, "rounds"),
      .nodes_most = (uint32_t)stf_options_integer(job->arguments, "nodes"),
      .cbc = solver[0] == 'c' ? solver : NULL,
      .cbc_limit_s = (int32_t)stf_options_number(job->arguments, "solver-time"),
      .stop = is_stopped};
  return stf_cover_plan(&job->cover, &options, &job->error);
}

/* Nobody knows whether a roster does it. */
static void tell_unknown(struct job *job) {
  const struct stf_problem *problem = &job->cover.problem;
  struct stf_where where = {.path = stf_options_text(job->arguments, "cover")};
  stf_diag_add(&job->people.diags, STF_SEVERITY_ERROR, where,
               "no roster was found that has all who are wanted: in the best one %.1f agent "
               "hours are missing; that there is none is not proved (more --rounds may find "
               "one)",
               (double)job->cover.cost.missing_steps * problem->step_s / 3600);
}

static void tell_why(struct job *job, const struct stf_conflict *conflict) {
  struct stf_conflict_tell in = {.problem = &job->cover.problem,
                                 .variants = &job->cover.variants,
                                 .need = &job->people.need,
                                 .need_path = stf_options_text(job->arguments, "cover"),
                                 .rules = &job->people.rules,
                                 .existing = &job->people.existing};
  stf_conflict_tell_why(&in, conflict, &job->people.diags);
}

/* The requirement must be met and is not: whether it can be, and if not, why. */
static enum stf_status settle(struct job *job) {
  struct stf_conflict conflict;
  struct stf_conflict_options options = {
      .interval_steps = job->people.need.interval_s / job->people.problem.step_s,
      .nodes_most = (uint32_t)stf_options_integer(job->arguments, "nodes"),
      .columns_most = CONFLICT_COLUMNS,
      .columns_budget = CONFLICT_BUDGET,
      .stop = is_stopped};
  enum stf_status status = stf_conflict_find(&job->cover, &options, &conflict, &job->error);
  if (status == STF_OK && conflict.answer == STF_PERSONS_IMPOSSIBLE) {
    tell_why(job, &conflict);
  } else if (status == STF_OK && conflict.answer == STF_PERSONS_UNKNOWN) {
    tell_unknown(job);
  }
  job->is_impossible = status == STF_OK && conflict.answer != STF_PERSONS_POSSIBLE;
  stf_conflict_clear(&conflict);
  if (status == STF_ERR_INTERRUPTED) {
    job->cover.is_stopped = true;
    return STF_OK;
  }
  /* The roster that was found is where the search goes on. */
  status = status == STF_OK && !job->is_impossible ? plan_once(job) : status;
  return job->is_impossible && status == STF_OK ? STF_ERR_INPUT : status;
}

static enum stf_status plan(struct job *job) {
  struct sigaction before;
  stf_interrupt_begin(&before);
  enum stf_status status = plan_once(job);
  if (status == STF_OK && job->cover.state != STF_COVER_PLANNED && !job->cover.is_stopped) {
    status = settle(job);
  }
  stf_interrupt_end(&before);
  return status;
}

static enum stf_status work(struct job *job) {
  enum stf_status status = check_files(job);
  status = status == STF_OK ? read_files(job) : status;
  job->is_impossible = job->people.misfits;
  status = status == STF_OK
               ? stf_cover_begin(&job->people.problem, NULL, &job->cover, &job->error)
               : status;
  /* The program stands before anything is planned, and may be what is wanted of a large one. */
  status = status == STF_OK ? write_files(job, LP, LONG) : status;
  status = status == STF_OK ? plan(job) : status;
  if (status == STF_OK) {
    stf_plan_cover_text_write(job->console->out, &job->cover, &job->people.rules);
    status = write_files(job, LONG, FILES_N);
  }
  if (status == STF_OK && job->cover.is_stopped) {
    stf_talk_warn(job->console, "stopped: this is the best roster so far");
    return STF_ERR_INTERRUPTED;
  }
  return status;
}

int stf_plan_cover_run(const struct stf_console *console, const struct stf_command *command,
                       const struct stf_arguments *arguments) {
  struct job job = {.console = console, .arguments = arguments};
  enum stf_status status = stf_plan_people_begin(&job.people);
  status = status == STF_OK ? work(&job) : status;
  int code = STF_EXIT_INTERRUPTED;
  if (status != STF_ERR_INTERRUPTED) {
    code = stf_talk_end(console, command, &job.people.diags, status, &job.error);
  }
  code = job.is_impossible && code == STF_EXIT_INPUT ? STF_EXIT_NO : code;
  stf_cover_clear(&job.cover);
  stf_plan_people_clear(&job.people);
  return code;
}
