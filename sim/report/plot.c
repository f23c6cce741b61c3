/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/plot.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern const char STF_BAND_GP[];

const struct stf_plot_figure STF_PLOT_FIGURES[] = {
    {"wait", "wait", "answered", "p90", "Wait of the answered, 90 % waited less", "s", false},
    {"service_level", "service_level", "sl3", "share", "Service level", "answered in time",
     true},
    {"utilization", "utilization", "", "share", "Utilization", "busy share of staffed time",
     true},
};
const size_t STF_PLOT_FIGURES_N = STF_COUNT_OF(STF_PLOT_FIGURES);

enum {
  PATH_BYTES = 4096
};

struct seen {
  int last_min; /* of the day, of the point before; -1: none */
  int step_min; /* smallest distance of two points */
  size_t points_n;
  bool actual;
  bool band;
};

static bool fits(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                 const struct stf_row *row, const char *definition) {
  if (strcmp(row->kpi, figure->kpi) != 0 || strcmp(row->statistic, figure->statistic) != 0) {
    return false;
  }
  if (definition != NULL
          ? strcmp(row->definition, definition) != 0
          : strncmp(row->definition, figure->definition, strlen(figure->definition)) != 0) {
    return false;
  }
  if (in->day == NULL) {
    return strcmp(row->group, "time_of_day") == 0;
  }
  if (row->group[0] != '\0' || row->interval_start_us == INT64_MIN) {
    return false;
  }
  char text[STF_ZONE_TEXT];
  (void)stf_zone_format(in->zone, row->interval_start_us, text);
  return strncmp(text, in->day, 10) == 0;
}

/* The definition to show: of several thresholds or variants the first in the table. */
static const char *definition_of(const struct stf_plot_in *in,
                                 const struct stf_plot_figure *figure) {
  for (size_t i = 0; i < in->table->rows_n; i++) {
    if (fits(in, figure, &in->table->rows[i], NULL)) {
      return in->table->rows[i].definition;
    }
  }
  return NULL;
}

static void clock_of(const struct stf_plot_in *in, const struct stf_row *row, char out[6]) {
  if (in->day == NULL) {
    (void)snprintf(out, 6, "%.5s", row->key);
    return;
  }
  char text[STF_ZONE_TEXT];
  (void)stf_zone_format(in->zone, row->interval_start_us, text);
  (void)snprintf(out, 6, "%.5s", text + 11);
}

static bool is_point(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                     const struct stf_row *row, const char *definition) {
  return fits(in, figure, row, definition) &&
         (isfinite(row->actual) || isfinite(row->predicted));
}

static int minute_of(const char clock[6]) {
  return ((clock[0] - '0') * 10 + clock[1] - '0') * 60 + (clock[3] - '0') * 10 + clock[4] - '0';
}

/* Smallest distance of neighbouring points [min]; a day if there is but one. */
static int step_of(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                   const char *definition) {
  int step_min = 1440;
  int last_min = -1;
  for (size_t i = 0; i < in->table->rows_n; i++) {
    if (is_point(in, figure, &in->table->rows[i], definition)) {
      char clock[6];
      clock_of(in, &in->table->rows[i], clock);
      int now_min = minute_of(clock);
      if (last_min >= 0 && now_min > last_min && now_min - last_min < step_min) {
        step_min = now_min - last_min;
      }
      last_min = now_min;
    }
  }
  return step_min;
}

static void print_cell(FILE *file, double value) {
  if (isfinite(value)) {
    (void)fprintf(file, ",%.17g", value);
  } else {
    (void)fputc(',', file);
  }
}

static void write_points(FILE *file, const struct stf_plot_in *in,
                         const struct stf_plot_figure *figure, const char *definition,
                         struct seen *seen) {
  (void)fputs("time,actual,predicted,band80_lo,band80_hi,band95_lo,band95_hi\n", file);
  for (size_t i = 0; i < in->table->rows_n; i++) {
    const struct stf_row *row = &in->table->rows[i];
    if (!is_point(in, figure, row, definition)) {
      continue;
    }
    char clock[6];
    clock_of(in, row, clock);
    if (seen->last_min >= 0 && minute_of(clock) - seen->last_min > seen->step_min) {
      (void)fputc('\n', file); /* a closed stretch: lines and bands do not run through it */
    }
    seen->last_min = minute_of(clock);
    (void)fputs(clock, file);
    const double cells[] = {row->actual,    row->predicted, row->band80_lo,
                            row->band80_hi, row->band95_lo, row->band95_hi};
    for (size_t c = 0; c < STF_COUNT_OF(cells); c++) {
      print_cell(file, cells[c]);
    }
    (void)fputc('\n', file);
    seen->points_n++;
    seen->actual = seen->actual || isfinite(row->actual);
    seen->band = seen->band || isfinite(row->band80_lo);
  }
}

/* A text inside single quotes of gnuplot, where '' stands for a quote. */
static void print_quoted(FILE *file, const char *name, const char *text) {
  (void)fprintf(file, "%s = '", name);
  for (; *text != '\0'; text++) {
    if (*text == '\'') {
      (void)fputc('\'', file);
    }
    (void)fputc(*text == '\n' ? ' ' : *text, file);
  }
  (void)fputs("'\n", file);
}

static void write_script(FILE *file, const struct stf_plot_in *in,
                         const struct stf_plot_figure *figure, const char *definition,
                         const struct seen *seen) {
  char text[256];
  (void)snprintf(text, sizeof text, "%s.csv", figure->name);
  print_quoted(file, "data", text);
  (void)snprintf(text, sizeof text, "%s.svg", figure->name);
  print_quoted(file, "out", text);
  (void)snprintf(text, sizeof text, "%s (%s)%s%s", figure->heading, definition,
                 in->day != NULL ? ", " : ", through the day", in->day != NULL ? in->day : "");
  print_quoted(file, "heading", text);
  print_quoted(file, "label", figure->label);
  print_quoted(file, "caption", in->caption);
  (void)fprintf(file, "percent = %d\nhas_actual = %d\nhas_band = %d\n", figure->percent,
                seen->actual, seen->band);
  (void)fputs(STF_BAND_GP, file);
}

static FILE *open_file(const struct stf_plot_in *in, const char *name, const char *ending,
                       struct stf_error *error) {
  char path[PATH_BYTES];
  (void)snprintf(path, sizeof path, "%s/%s.%s", in->folder, name, ending);
  FILE *file = fopen(path, "w");
  if (file == NULL) {
    (void)stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path);
  }
  return file;
}

static enum stf_status close_file(FILE *file, const struct stf_plot_in *in, const char *name,
                                  struct stf_error *error) {
  int failed = ferror(file);
  if (fclose(file) != 0 || failed != 0) {
    return stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s' in '%s'", name,
                           in->folder);
  }
  return STF_OK;
}

/* Runs gnuplot in the folder, its talk on our stderr. */
static enum stf_status run_gnuplot(const struct stf_plot_in *in, const char *name,
                                   struct stf_error *error) {
  char script[PATH_BYTES];
  (void)snprintf(script, sizeof script, "%s.gp", name);
  char program[PATH_BYTES];
  (void)snprintf(program, sizeof program, "%s", in->gnuplot);
  pid_t child = fork();
  if (child == 0) {
    char *const words[] = {program, script, NULL};
    if (chdir(in->folder) == 0) {
      (void)execvp(program, words);
    }
    _exit(127);
  }
  int state = 0;
  if (child < 0 || waitpid(child, &state, 0) != child) {
    return stf_status_fail(error, STF_ERR_TOOL, errno, "cannot start '%s'", program);
  }
  if (WIFEXITED(state) && WEXITSTATUS(state) == 0) {
    return STF_OK;
  }
  if (WIFEXITED(state) && WEXITSTATUS(state) == 127) {
    return stf_status_fail(
        error, STF_ERR_TOOL, 0,
        "'%s' is not there (Debian: apt install gnuplot-nox); data and script are in '%s': "
        "cd there and run 'gnuplot %s'",
        program, in->folder, script);
  }
  return stf_status_fail(error, STF_ERR_TOOL, 0, "'%s' failed on '%s/%s'", program, in->folder,
                         script);
}

enum stf_status stf_plot_write(const struct stf_plot_in *in,
                               const struct stf_plot_figure *figure, size_t *points_n,
                               struct stf_error *error) {
  *points_n = 0;
  const char *definition = definition_of(in, figure);
  if (definition == NULL) {
    return STF_OK;
  }
  struct seen seen = {.last_min = -1, .step_min = step_of(in, figure, definition)};
  FILE *data = open_file(in, figure->name, "csv", error);
  if (data == NULL) {
    return STF_ERR_IO;
  }
  write_points(data, in, figure, definition, &seen);
  enum stf_status status = close_file(data, in, figure->name, error);
  if (status != STF_OK) {
    return status;
  }
  FILE *script = open_file(in, figure->name, "gp", error);
  if (script == NULL) {
    return STF_ERR_IO;
  }
  write_script(script, in, figure, definition, &seen);
  status = close_file(script, in, figure->name, error);
  *points_n = seen.points_n;
  return status == STF_OK && seen.points_n > 0 ? run_gnuplot(in, figure->name, error) : status;
}
