/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/gnuplot.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  PATH_BYTES = 4096
};

void stf_gnuplot_put_text(FILE *file, const char *name, const char *text) {
  (void)fprintf(file, "%s = '", name); /* '' stands for a quote */
  for (; *text != '\0'; text++) {
    if (*text == '\'') {
      (void)fputc('\'', file);
    }
    (void)fputc(*text == '\n' ? ' ' : *text, file);
  }
  (void)fputs("'\n", file);
}

enum {
  NOT_THERE = 127 /* exit code of the child that could not become gnuplot */
};

/* Runs gnuplot in the folder, its talk on our stderr; returns its exit code or -1. */
static int run_gnuplot(const struct stf_gnuplot_in *in, const char *script,
                       const char *figure) {
  char program[PATH_BYTES];
  char option[] = "-e";
  char setting[PATH_BYTES + 8];
  char file[PATH_BYTES];
  (void)snprintf(program, sizeof program, "%s", in->program);
  (void)snprintf(setting, sizeof setting, "out='%s'", figure);
  (void)snprintf(file, sizeof file, "%s", script);
  pid_t child = fork();
  if (child == 0) {
    char *const words[] = {program, option, setting, file, NULL};
    if (chdir(in->folder) == 0) {
      (void)execvp(program, words);
    }
    _exit(NOT_THERE);
  }
  int state = 0;
  if (child < 0 || waitpid(child, &state, 0) != child || !WIFEXITED(state)) {
    return -1;
  }
  return WEXITSTATUS(state);
}

/* Draws under another name first: nobody finds half a figure. */
enum stf_status stf_gnuplot_draw(const struct stf_gnuplot_in *in, struct stf_error *error) {
  char script[PATH_BYTES];
  char part[PATH_BYTES];
  (void)snprintf(script, sizeof script, "%s.gp", in->name);
  (void)snprintf(part, sizeof part, "%s.%s.tmp-%ld", in->name, in->ending, (long)getpid());
  int code = run_gnuplot(in, script, part);
  char from[2 * PATH_BYTES];
  char to[2 * PATH_BYTES];
  (void)snprintf(from, sizeof from, "%s/%s", in->folder, part);
  (void)snprintf(to, sizeof to, "%s/%s.%s", in->folder, in->name, in->ending);
  if (code == 0) {
    return rename(from, to) == 0
               ? STF_OK
               : stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", to);
  }
  (void)unlink(from);
  return code == NOT_THERE
             ? stf_status_fail(error, STF_ERR_TOOL, 0,
                               "'%s' is not there (Debian: apt install gnuplot-nox); data and "
                               "scripts are in '%s': later, cd there and run 'gnuplot %s'",
                               in->program, in->folder, script)
             : stf_status_fail(error, STF_ERR_TOOL, 0, "'%s' failed on '%s/%s'", in->program,
                               in->folder, script);
}
