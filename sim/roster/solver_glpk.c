/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/solver_glpk.h"

#include "roster/program_bound.h"
#include "roster/solver_folder.h"

#include <errno.h>
#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  TALK_MS = 100, /* how often GLPK would print: then it can be stopped */
  COPY_BYTES = 65536
};

#define BOUND_SLACK                                                                            \
  1e-6 /* share of a branch-and-bound bound that its tolerances may have taken */

/* A visit to GLPK. */
struct visit {
  struct stf_solver_question question;
  jmp_buf out;
  bool is_stopped;
  uint32_t nodes_n;
  bool is_full; /* the count of nodes is used up */
  double bound;
};

static void leave(void *info) {
  struct visit *visit = info;
  longjmp(visit->out, 1); /* GLPK asks for it: its error hook must not return */
}

/* Swallows what it would print. */
static int listen(void *info, const char *text) {
  struct visit *visit = info;
  (void)text;
  if (visit->question.stop != NULL && visit->question.stop(visit->question.context)) {
    visit->is_stopped = true;
    leave(info);
  }
  return 1;
}

static void watch(glp_tree *tree, void *info) {
  struct visit *visit = info;
  int best = glp_ios_best_node(tree);
  if (best != 0) {
    visit->bound = glp_ios_node_bound(tree, best);
  }
  if (glp_ios_reason(tree) == GLP_ISELECT && ++visit->nodes_n > visit->question.nodes_most) {
    visit->is_full = true;
    glp_ios_terminate(tree);
  }
}

/* ---- the program in GLPK's terms ---- */

static void load_rows(glp_prob *lp, const struct stf_program *program) {
  for (size_t r = 0; r < program->rows_n; r++) {
    const struct stf_program_row *row = &program->rows[r];
    glp_set_row_name(lp, (int)r + 1, row->name);
    glp_set_row_bnds(lp, (int)r + 1, row->is_equal ? GLP_FX : GLP_UP, row->right, row->right);
  }
}

static bool is_whole(const struct stf_program_column *column, enum stf_solver_kind kind) {
  return column->integer && kind != STF_SOLVER_RELAXED &&
         (kind == STF_SOLVER_WHOLE || column->is_hire);
}

static void load_columns(glp_prob *lp, const struct stf_program *program,
                         enum stf_solver_kind kind) {
  for (size_t c = 0; c < program->columns_n; c++) {
    const struct stf_program_column *column = &program->columns[c];
    glp_set_col_name(lp, (int)c + 1, column->name);
    glp_set_col_bnds(lp, (int)c + 1, column->upper > 0 ? GLP_DB : GLP_FX, 0, column->upper);
    glp_set_obj_coef(lp, (int)c + 1, column->cost);
    glp_set_col_kind(lp, (int)c + 1, is_whole(column, kind) ? GLP_IV : GLP_CV);
  }
}

/* One column's entries at a time: indices from 1 behind an unused place. */
static void load_entries(glp_prob *lp, const struct stf_program *program, int *rows,
                         double *values) {
  size_t i = 0;
  for (size_t c = 0; c < program->columns_n; c++) {
    int n = 0;
    for (; i < program->entries_n && program->entries[i].column == c; i++) {
      n++;
      rows[n] = (int)program->entries[i].row + 1;
      values[n] = program->entries[i].value;
    }
    glp_set_mat_col(lp, (int)c + 1, n, rows, values);
  }
}

static glp_prob *load(const struct stf_program *program, enum stf_solver_kind kind, int *rows,
                      double *values) {
  glp_prob *lp = glp_create_prob();
  glp_set_prob_name(lp, "cover");
  glp_set_obj_name(lp, "cost");
  glp_set_obj_dir(lp, GLP_MIN);
  glp_set_obj_coef(lp, 0, program->constant);
  glp_add_rows(lp, (int)program->rows_n);
  glp_add_cols(lp, (int)program->columns_n);
  load_rows(lp, program);
  load_columns(lp, program, kind);
  load_entries(lp, program, rows, values);
  return lp;
}

/* ---- solving ---- */

static void solve_relaxed(glp_prob *lp, const struct stf_solver_question *question,
                          const struct stf_program *program, struct stf_solver_answer *answer) {
  glp_smcp settings;
  glp_init_smcp(&settings);
  settings.msg_lev = GLP_MSG_ALL;
  settings.out_frq = TALK_MS;
  settings.meth = GLP_DUALP;
  settings.presolve = GLP_ON;
  if (question->limit_s > 0) {
    settings.tm_lim = question->limit_s * 1000;
  }
  int code = glp_simplex(lp, &settings);
  int state = glp_get_status(lp);
  if (code == GLP_ENOPFS || state == GLP_NOFEAS) {
    answer->state = STF_SOLVER_INFEASIBLE;
  }
  if (code != 0 || state != GLP_OPT) {
    return;
  }
  answer->state = STF_SOLVER_OPTIMAL;
  answer->has_values = true;
  for (size_t c = 0; c < program->columns_n; c++) {
    answer->values[c] = glp_get_col_prim(lp, (int)c + 1);
  }
  for (size_t r = 0; r < program->rows_n; r++) {
    answer->prices[r] = glp_get_row_dual(lp, (int)r + 1);
  }
}

static void solve_whole(glp_prob *lp, struct visit *visit, const struct stf_program *program,
                        struct stf_solver_answer *answer) {
  glp_iocp settings;
  glp_init_iocp(&settings);
  settings.msg_lev = GLP_MSG_ALL;
  settings.out_frq = TALK_MS;
  settings.cb_func = watch;
  settings.cb_info = visit;
  settings.mip_gap = visit->question.gap;
  settings.gmi_cuts = GLP_ON;
  settings.mir_cuts = GLP_ON;
  settings.sr_heur = GLP_ON;
  if (visit->question.limit_s > 0) {
    settings.tm_lim = visit->question.limit_s * 1000;
  }
  visit->bound = (double)-INFINITY;
  int code = glp_intopt(lp, &settings);
  int state = glp_mip_status(lp);
  answer->has_values = state == GLP_OPT || state == GLP_FEAS;
  answer->state = state == GLP_OPT && code == 0 && !visit->is_full ? STF_SOLVER_OPTIMAL
                  : state == GLP_NOFEAS                            ? STF_SOLVER_INFEASIBLE
                                                                   : STF_SOLVER_LIMIT;
  double bound = visit->bound;
  if (answer->state == STF_SOLVER_OPTIMAL && visit->question.gap <= 0) {
    bound = glp_mip_obj_val(lp);
  }
  if (isfinite(bound)) {
    answer->bound = bound - BOUND_SLACK * (1 + fabs(bound));
  }
  for (size_t c = 0; c < program->columns_n && answer->has_values; c++) {
    answer->values[c] = glp_mip_col_val(lp, (int)c + 1);
  }
}

static void solve(const struct stf_program *program, struct visit *visit, int *rows,
                  double *values, struct stf_solver_answer *answer) {
  glp_prob *lp = load(program, visit->question.kind, rows, values);
  solve_relaxed(lp, &visit->question, program, answer);
  if (answer->state == STF_SOLVER_OPTIMAL) {
    answer->bound = stf_program_bound_by(program, answer->prices);
    if (visit->question.kind != STF_SOLVER_RELAXED) {
      double relaxed = answer->bound;
      solve_whole(lp, visit, program, answer);
      answer->bound = answer->bound > relaxed ? answer->bound : relaxed;
    }
  }
  glp_delete_prob(lp);
}

static enum stf_status copy_file(const char *path, FILE *out, struct stf_error *error) {
  FILE *in = fopen(path, "rb");
  char *bytes = stf_mem_zeroed(NULL, 1, COPY_BYTES);
  enum stf_status status =
      in != NULL && bytes != NULL
          ? STF_OK
          : stf_status_fail(error, STF_ERR_IO, errno, "cannot read '%s'", path);
  size_t n = 0;
  while (status == STF_OK && (n = fread(bytes, 1, COPY_BYTES, in)) > 0) {
    if (fwrite(bytes, 1, n, out) != n) {
      status = stf_status_fail(error, STF_ERR_IO, errno, "cannot write the program");
    }
  }
  stf_mem_release(NULL, bytes);
  if (in != NULL) {
    (void)fclose(in);
  }
  return status;
}

static enum stf_status write_to(const struct stf_program *program,
                                enum stf_solver_glpk_form form, const char *path, int *rows,
                                double *values) {
  glp_prob *lp = load(program, STF_SOLVER_WHOLE, rows, values);
  int code = form == STF_SOLVER_GLPK_LP ? glp_write_lp(lp, NULL, path)
                                        : glp_write_mps(lp, GLP_MPS_FILE, NULL, path);
  glp_delete_prob(lp);
  return code == 0 ? STF_OK : STF_ERR_IO;
}

/* ---- visits ---- */

/* What is done on a visit. */
struct errand {
  const struct stf_program *program;
  struct visit visit;
  struct stf_solver_answer *answer; /* NULL: writes */
  enum stf_solver_glpk_form form;
  const char *path;
  int *rows;
  double *values;
  enum stf_status status;
};

/* GLPK's errors come back here by longjmp; everything it held is freed with its environment. */
static void go(struct errand *errand) {
  if (glp_init_env() > 1) {
    errand->status = STF_ERR_MEMORY;
    return;
  }
  if (setjmp(errand->visit.out) == 0) { // NOLINT(cert-err52-cpp)
    glp_term_hook(listen, &errand->visit);
    glp_error_hook(leave, &errand->visit);
    if (errand->visit.question.memory_mb > 0) {
      glp_mem_limit(errand->visit.question.memory_mb);
    }
    if (errand->answer != NULL) {
      solve(errand->program, &errand->visit, errand->rows, errand->values, errand->answer);
    } else {
      errand->status =
          write_to(errand->program, errand->form, errand->path, errand->rows, errand->values);
    }
  } else if (errand->visit.is_stopped) {
    errand->answer->state = STF_SOLVER_STOPPED;
  } else {
    errand->status = STF_ERR_INTERNAL;
  }
  (void)glp_free_env();
}

static enum stf_status run(struct errand *errand, struct stf_error *error) {
  const struct stf_program *program = errand->program;
  size_t room = program->rows_n + 2;
  errand->rows = stf_mem_zeroed(program->allocator, room, sizeof *errand->rows);
  errand->values = stf_mem_zeroed(program->allocator, room, sizeof *errand->values);
  errand->status = STF_ERR_MEMORY;
  if (errand->rows != NULL && errand->values != NULL) {
    errand->status = STF_OK;
    go(errand);
  }
  stf_mem_release(program->allocator, errand->rows);
  stf_mem_release(program->allocator, errand->values);
  if (errand->status == STF_ERR_INTERNAL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0,
                           "GLPK gave up: most likely for want of memory");
  }
  return errand->status;
}

enum stf_status stf_solver_glpk_run(const struct stf_program *program,
                                    const struct stf_solver_question *question,
                                    struct stf_solver_answer *answer, struct stf_error *error) {
  struct errand errand = {
      .program = program, .visit = {.question = *question}, .answer = answer};
  return run(&errand, error);
}

enum stf_status stf_solver_glpk_write(const struct stf_program *program,
                                      enum stf_solver_glpk_form form, FILE *out,
                                      struct stf_error *error) {
  char folder[STF_SOLVER_FOLDER_PATH];
  char path[STF_SOLVER_FOLDER_FILE];
  if (stf_solver_folder_make(folder, error) != STF_OK) {
    return STF_ERR_TOOL;
  }
  (void)snprintf(path, sizeof path, "%s/program", folder);
  struct errand errand = {.program = program, .form = form, .path = path};
  enum stf_status status = run(&errand, error);
  if (status == STF_ERR_IO) {
    (void)stf_status_fail(error, STF_ERR_IO, errno, "GLPK cannot write '%s'", path);
  }
  status = status == STF_OK ? copy_file(path, out, error) : status;
  (void)unlink(path);
  (void)rmdir(folder);
  return status;
}
