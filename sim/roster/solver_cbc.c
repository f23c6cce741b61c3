/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/solver_cbc.h"

#include "base/dict.h"
#include "roster/solver_folder.h"
#include "roster/solver_glpk.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  LINE_BYTES = 512,
  PATH_BYTES = STF_SOLVER_FOLDER_FILE,
  NOT_THERE = 127, /* exit code of the child that could not become cbc */
  LOOK_MS = 20     /* how often it is looked after */
};

#define BOUND_SLACK 1e-6 /* share of an optimum that cbc's tolerances may have taken */

/* ---- what it writes ---- */

static enum stf_solver_state state_of(const char *line) {
  return strncmp(line, "Optimal", 7) == 0       ? STF_SOLVER_OPTIMAL
         : strncmp(line, "Infeasible", 10) == 0 ? STF_SOLVER_INFEASIBLE
                                                : STF_SOLVER_LIMIT;
}

/* "      0 shift_0_3_12   2   0.5", with ** before it where bounds are not kept. */
static bool read_line(char *line, const struct stf_dict *names, double *values) {
  char *rest = NULL;
  char *word = strtok_r(line, " \t\r\n", &rest);
  if (word != NULL && strcmp(word, "**") == 0) {
    word = strtok_r(NULL, " \t\r\n", &rest);
  }
  const char *name = strtok_r(NULL, " \t\r\n", &rest);
  const char *value = strtok_r(NULL, " \t\r\n", &rest);
  if (word == NULL || name == NULL || value == NULL) {
    return word == NULL;
  }
  char *end = NULL;
  double number = strtod(value, &end);
  uint32_t column = stf_dict_find(names, name, strlen(name));
  if (end == value || *end != '\0' || !isfinite(number) || column == STF_DICT_NONE) {
    return false;
  }
  values[column] = number;
  return true;
}

static bool read_lines(FILE *file, const struct stf_dict *names,
                       struct stf_solver_answer *answer) {
  char line[LINE_BYTES];
  if (fgets(line, sizeof line, file) == NULL) {
    return false;
  }
  answer->state = state_of(line);
  while (fgets(line, sizeof line, file) != NULL) {
    if (!read_line(line, names, answer->values)) {
      return false;
    }
  }
  answer->has_values = answer->state != STF_SOLVER_INFEASIBLE;
  return ferror(file) == 0;
}

bool stf_solver_cbc_read(FILE *file, const struct stf_program *program,
                         struct stf_solver_answer *answer) {
  struct stf_dict *names = stf_dict_new(program->allocator);
  bool good = names != NULL;
  for (size_t c = 0; c < program->columns_n && good; c++) {
    const char *name = program->columns[c].name;
    good = stf_dict_add(names, name, strlen(name)) == c;
    answer->values[c] = 0;
  }
  good = good && read_lines(file, names, answer);
  stf_dict_free(names);
  if (good && answer->state == STF_SOLVER_OPTIMAL) {
    answer->bound = program->constant;
    for (size_t c = 0; c < program->columns_n; c++) {
      answer->bound += program->columns[c].cost * answer->values[c];
    }
    answer->bound -= BOUND_SLACK * (1 + fabs(answer->bound));
  }
  return good;
}

/* ---- running it ---- */

struct files {
  char problem[PATH_BYTES];
  char solution[PATH_BYTES];
};

static pid_t start(const char *path, const struct files *files, int32_t seconds) {
  char limit[16];
  char seconds_word[] = "-seconds";
  char solve_word[] = "-solve";
  char solution_word[] = "-solution";
  char program[4096];
  char problem[PATH_BYTES];
  char solution[PATH_BYTES];
  (void)snprintf(limit, sizeof limit, "%d", (int)seconds);
  (void)snprintf(program, sizeof program, "%s", path);
  (void)snprintf(problem, sizeof problem, "%s", files->problem);
  (void)snprintf(solution, sizeof solution, "%s", files->solution);
  pid_t child = fork();
  if (child == 0) {
    char *const arguments[] = {program,    problem,       seconds_word, limit,
                               solve_word, solution_word, solution,     NULL};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
      (void)dup2(nowhere, STDOUT_FILENO);
      (void)dup2(nowhere, STDERR_FILENO);
    }
    (void)execvp(program, arguments);
    _exit(NOT_THERE);
  }
  return child;
}

/* Waits for it, and ends it where the user asks to stop. Its exit code, or -1. */
static int wait_for(pid_t child, const struct stf_solver_question *question, bool *is_stopped) {
  int state = 0;
  for (;;) {
    pid_t ended = waitpid(child, &state, WNOHANG);
    if (ended < 0) {
      return -1;
    }
    if (ended == child) {
      return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
    }
    if (!*is_stopped && question->stop != NULL && question->stop(question->context)) {
      *is_stopped = true;
      (void)kill(child, SIGTERM);
    }
    struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
    (void)nanosleep(&pause, NULL);
  }
}

static enum stf_status solve(const char *path, const struct stf_program *program,
                             const struct stf_solver_question *question,
                             const struct files *files, struct stf_solver_answer *answer,
                             struct stf_error *error) {
  bool is_stopped = false;
  pid_t child = start(path, files, question->limit_s);
  int code = child < 0 ? -1 : wait_for(child, question, &is_stopped);
  if (is_stopped) {
    answer->state = STF_SOLVER_STOPPED;
    return STF_OK;
  }
  if (code == NOT_THERE) {
    return stf_status_fail(error, STF_ERR_TOOL, 0,
                           "'%s' is not there (Debian: apt install coinor-cbc); without "
                           "--solver GLPK solves, which is built in",
                           path);
  }
  FILE *solution = code == 0 ? fopen(files->solution, "r") : NULL;
  bool good = solution != NULL && stf_solver_cbc_read(solution, program, answer);
  if (solution != NULL) {
    (void)fclose(solution);
  }
  return good ? STF_OK
              : stf_status_fail(error, STF_ERR_TOOL, 0, "'%s' failed or wrote no solution",
                                path);
}

static enum stf_status write_problem(const struct stf_program *program, const char *path,
                                     struct stf_error *error) {
  FILE *file = fopen(path, "w");
  if (file == NULL) {
    return stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path);
  }
  enum stf_status status = stf_solver_glpk_write(program, STF_SOLVER_GLPK_MPS, file, error);
  if (fclose(file) != 0 && status == STF_OK) {
    status = stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path);
  }
  return status;
}

enum stf_status stf_solver_cbc_run(const char *program_path, const struct stf_program *program,
                                   const struct stf_solver_question *question,
                                   struct stf_solver_answer *answer, struct stf_error *error) {
  char folder[STF_SOLVER_FOLDER_PATH];
  struct files files;
  if (stf_solver_folder_make(folder, error) != STF_OK) {
    return STF_ERR_TOOL;
  }
  (void)snprintf(files.problem, sizeof files.problem, "%s/cover.mps", folder);
  (void)snprintf(files.solution, sizeof files.solution, "%s/cover.sol", folder);
  enum stf_status status = write_problem(program, files.problem, error);
  if (status == STF_OK) {
    status = solve(program_path, program, question, &files, answer, error);
  }
  (void)unlink(files.problem);
  (void)unlink(files.solution);
  (void)rmdir(folder);
  return status;
}
