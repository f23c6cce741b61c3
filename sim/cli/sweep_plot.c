/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_plot.h"

#include "cli/run_figure.h"
#include "report/fields.h"
#include "report/gnuplot.h"
#include "report/output.h"
#include "report/text_label.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char STF_SWEEP_GP[];

enum {
  TEXT = 256,
  COLUMNS_MOST = 10,
  CAPTION = 120,  /* what fits below the figure */
  WHOLE_MOST = 20 /* agents and the like: so many each have their tick */
};

static enum stf_status refuse(struct stf_sweep_job *job, const char *text) {
  return stf_status_fail(&job->error, STF_ERR_USAGE, 0, "--plot %s", text);
}

/* ---- what is drawn ---- */

/* FOLDER/NAME.ENDING, the folder with its slash, or "". */
static enum stf_status split_path(struct stf_sweep_job *job, const char *path) {
  struct stf_sweep_plot *plot = &job->plot;
  const char *slash = strrchr(path, '/');
  const char *base = slash != NULL ? slash + 1 : path;
  const char *dot = strrchr(base, '.');
  if (dot == NULL || dot == base || (strcmp(dot, ".svg") != 0 && strcmp(dot, ".png") != 0)) {
    return refuse(job, "wants a file whose name ends in .svg or .png");
  }
  plot->ending = dot + 1;
  plot->folder = stf_arena_text(job->arena, path, (size_t)(base - path));
  plot->name = stf_arena_text(job->arena, base, (size_t)(dot - base));
  return plot->folder != NULL && plot->name != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* The place of FOLDER/NAME.ending; NULL without memory. */
static const char *path_of(struct stf_sweep_job *job, const char *ending) {
  const char *stem = stf_arena_join(job->arena, job->plot.folder, job->plot.name, ".");
  return stem != NULL ? stf_arena_join(job->arena, stem, ending, "") : NULL;
}

/* Data and script are as new as the figure: nothing is overwritten unasked. */
static enum stf_status check_files(struct stf_sweep_job *job) {
  const char *const endings[] = {"csv", "gp", job->plot.ending};
  bool force = stf_options_given(job->arguments, "force");
  const char *output = stf_options_text(job->arguments, "output");
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < STF_COUNT_OF(endings) && status == STF_OK; i++) {
    const char *path = path_of(job, endings[i]);
    if (path != NULL && output != NULL && strcmp(path, output) == 0) {
      return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                             "--plot writes '%s' with the figure, and so does -o: give one of "
                             "them another name",
                             path);
    }
    status = path != NULL ? stf_output_check(path, force, &job->error) : STF_ERR_MEMORY;
  }
  return status;
}

static enum stf_status choose_keys(struct stf_sweep_job *job) {
  struct stf_sweep_plot *plot = &job->plot;
  size_t most = 0;
  bool is_grid = strcmp(stf_options_text(job->arguments, "design"), "grid") == 0;
  if (job->kind != STF_SWEEP_TABLE || !is_grid || job->keys_n > 2) {
    return refuse(job, "draws a grid of one or two keys: for others take --format csv and "
                       "plots/sweep.gp");
  }
  for (size_t k = 0; k < job->keys_n; k++) {
    if (job->keys[k].is_number && job->axes[k].texts_n > most) {
      most = job->axes[k].texts_n;
      plot->axis = k;
    }
  }
  if (most == 0) {
    return refuse(job, "needs a key whose values are numbers");
  }
  plot->lines = job->keys_n == 2 ? 1 - plot->axis : job->keys_n;
  return STF_OK;
}

enum stf_status stf_sweep_plot_choose(struct stf_sweep_job *job) {
  const char *path = stf_options_text(job->arguments, "plot");
  if (path == NULL) {
    return STF_OK;
  }
  enum stf_status status = split_path(job, path);
  status = status == STF_OK ? choose_keys(job) : status;
  status = status == STF_OK ? check_files(job) : status;
  if (status == STF_OK) {
    job->plot.rows = stf_arena_alloc(job->arena, job->design.points_n, sizeof *job->plot.rows);
    status = job->plot.rows != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  return status;
}

void stf_sweep_plot_take(struct stf_sweep_job *job, const struct stf_sweep_point *point) {
  if (job->plot.rows == NULL) {
    return;
  }
  struct stf_sweep_plot_row *out = &job->plot.rows[point->number];
  *out =
      (struct stf_sweep_plot_row){.point = point->number,
                                  .x = stf_sweep_job_value(job, point->number, job->plot.axis),
                                  .value = (double)NAN};
  for (size_t i = 0; i < point->run.table.rows_n; i++) {
    const struct stf_row *row = &point->run.table.rows[i];
    char name[STF_RUN_FIGURE_NAME];
    stf_run_figure_name(row, name);
    if (stf_run_figure_is_total(row) && strcmp(name, job->decides) == 0) {
      out->value = row->predicted;
      out->low = row->ci95_lo;
      out->high = row->ci95_hi;
      return;
    }
  }
}

/* ---- data ---- */

static int by_x(const void *left, const void *right) {
  const struct stf_sweep_plot_row *a = left;
  const struct stf_sweep_plot_row *b = right;
  return a->x < b->x ? -1 : a->x > b->x ? 1 : (a->point > b->point) - (a->point < b->point);
}

/* Values of the second key as they were given, but for what gnuplot takes apart: at blanks (not
 * at those that do not break a line), and within quotes at commas. */
static const char *line_of(struct stf_sweep_job *job, size_t point) {
  const char *text = stf_sweep_job_text(job, point, job->plot.lines);
  char out[TEXT] = "";
  size_t n = 0;
  for (; text != NULL && *text != '\0' && n + 3 < sizeof out; text++) {
    char letter = *text;
    if (letter == ' ') {
      out[n++] = (char)0xC2;
      letter = (char)0xA0;
    } else if (letter == ',') {
      letter = ';';
    }
    out[n++] = letter;
  }
  return stf_arena_text(job->arena, out, n);
}

static void write_head(FILE *file, const struct stf_sweep_job *job) {
  /* gnuplot takes no empty field at the end of a line. */
  static const char *const BEHIND[] = {"kpi",  "definition", "clock",   "statistic",
                                       "unit", "ci95_lo",    "ci95_hi", "value"};
  struct stf_fields_field fields[COLUMNS_MOST];
  size_t n = 0;
  fields[n++] = stf_fields_text(job->keys[job->plot.axis].column);
  if (job->plot.lines < job->keys_n) {
    fields[n++] = stf_fields_text(job->keys[job->plot.lines].key);
  }
  for (size_t i = 0; i < STF_COUNT_OF(BEHIND); i++) {
    fields[n++] = stf_fields_text(BEHIND[i]);
  }
  stf_fields_csv(file, fields, n);
}

static enum stf_status write_row(FILE *file, struct stf_sweep_job *job,
                                 const struct stf_sweep_plot_row *row) {
  const struct stf_row *labels = &job->primary;
  const char *const texts[] = {labels->kpi, labels->definition, labels->clock,
                               labels->statistic, labels->unit};
  const double numbers[] = {row->low, row->high, row->value};
  struct stf_fields_field fields[COLUMNS_MOST];
  size_t n = 0;
  fields[n++] = stf_fields_number(row->x);
  if (job->plot.lines < job->keys_n) {
    const char *line = line_of(job, row->point);
    if (line == NULL) {
      return STF_ERR_MEMORY;
    }
    fields[n++] = stf_fields_text(line);
  }
  for (size_t i = 0; i < STF_COUNT_OF(texts); i++) {
    fields[n++] = stf_fields_text(texts[i]);
  }
  for (size_t i = 0; i < STF_COUNT_OF(numbers); i++) {
    fields[n++] = stf_fields_number(numbers[i]);
  }
  stf_fields_csv(file, fields, n);
  return STF_OK;
}

static enum stf_status write_data(FILE *file, struct stf_sweep_job *job) {
  enum stf_status status = STF_OK;
  qsort(job->plot.rows, job->design.points_n, sizeof *job->plot.rows, by_x);
  write_head(file, job);
  for (size_t p = 0; p < job->design.points_n && status == STF_OK; p++) {
    status =
        isfinite(job->plot.rows[p].value) ? write_row(file, job, &job->plot.rows[p]) : STF_OK;
  }
  return status;
}

/* ---- script ---- */

static double largest(const struct stf_sweep_job *job) {
  double most = 0;
  for (size_t p = 0; p < job->design.points_n; p++) {
    double value = fabs(job->plot.rows[p].value);
    most = value > most ? value : most;
  }
  return most;
}

/* How the key's values are shown: shares in per cent, rates by the hour, times in their size.
 */
static struct stf_text_scale axis_scale(const struct stf_sweep_job *job) {
  double most = fabs(job->plot.rows[job->design.points_n - 1].x); /* they are sorted */
  enum stf_keys_kind kind = job->keys[job->plot.axis].kind;
  if (kind == STF_KEYS_DURATION) {
    return stf_text_label_scale("s", most);
  }
  return kind == STF_KEYS_SHARE  ? (struct stf_text_scale){"%", 0.01}
         : kind == STF_KEYS_RATE ? (struct stf_text_scale){"per h", 1.0 / 3600}
                                 : (struct stf_text_scale){"", 1};
}

static void put_named(FILE *file, const char *variable, const char *what,
                      struct stf_text_scale scale) {
  char text[TEXT];
  (void)snprintf(text, sizeof text, "%.200s%s%s%s", what, scale.name[0] != '\0' ? " [" : "",
                 scale.name, scale.name[0] != '\0' ? "]" : "");
  stf_gnuplot_put_text(file, variable, text);
}

static enum stf_status write_script(FILE *file, struct stf_sweep_job *job) {
  const struct stf_sweep_plot *plot = &job->plot;
  const struct stf_row *labels = &job->primary;
  struct stf_text_scale x = axis_scale(job);
  bool is_share = strcmp(labels->unit, "share") == 0;
  struct stf_text_scale y = {"", 1};
  char subject[STF_TEXT_LABEL_TEXT];
  char text[TEXT];
  if (!is_share) {
    y = stf_text_label_scale(labels->unit, largest(job) / 2);
  }
  (void)snprintf(text, sizeof text, "%.200s.csv", plot->name);
  stf_gnuplot_put_text(file, "data", text);
  (void)snprintf(text, sizeof text, "%.200s.%s", plot->name, plot->ending);
  (void)fputs("if (!exists(\"out\")) ", file);
  stf_gnuplot_put_text(file, "out", text);
  (void)fprintf(file, "png = %d\n", strcmp(plot->ending, "png") == 0);
  stf_gnuplot_put_text(file, "key", job->keys[plot->axis].column);
  stf_gnuplot_put_text(file, "by", plot->lines < job->keys_n ? job->keys[plot->lines].key : "");
  stf_gnuplot_put_text(file, "kpi", labels->kpi);
  stf_gnuplot_put_text(file, "definition", labels->definition);
  stf_gnuplot_put_text(file, "clock", labels->clock);
  stf_gnuplot_put_text(file, "statistic", labels->statistic);
  (void)fprintf(file, "percent = %d\nunit = %.17g\nxunit = %.17g\n", is_share, y.divisor,
                x.divisor);
  if (job->keys[plot->axis].kind == STF_KEYS_INTEGER &&
      plot->rows[job->design.points_n - 1].x - plot->rows[0].x <= WHOLE_MOST) {
    (void)fputs("xstep = 1\n", file);
  }
  put_named(file, "xlabel", job->keys[plot->axis].key, x);
  put_named(file, "label", is_share ? "" : labels->statistic, y);
  stf_text_label_subject(labels, "", subject);
  (void)snprintf(text, sizeof text, "%.120s: %s", job->base.run.scenario->title, subject);
  stf_gnuplot_put_text(file, "heading", text);
  const char *line = stf_options_line(job->arguments);
  (void)snprintf(text, sizeof text, "%.*s%s", CAPTION, line,
                 strlen(line) > CAPTION ? "..." : "");
  stf_gnuplot_put_text(file, "caption", text);
  (void)fputs(STF_SWEEP_GP, file);
  return STF_OK;
}

static enum stf_status write_file(struct stf_sweep_job *job, const char *ending,
                                  enum stf_status (*write)(FILE *file,
                                                           struct stf_sweep_job *job),
                                  struct stf_error *error) {
  struct stf_output output = {0};
  const char *path = path_of(job, ending);
  enum stf_status status =
      path != NULL ? stf_output_open(&output, path, true, NULL, NULL, error) : STF_ERR_MEMORY;
  if (status != STF_OK) {
    return status;
  }
  status = write(output.file, job);
  return status == STF_OK ? stf_output_commit(&output, error)
                          : stf_output_fail(&output, status, error);
}

enum stf_status stf_sweep_plot_write(struct stf_sweep_job *job, struct stf_error *error) {
  if (job->plot.rows == NULL) {
    return STF_OK;
  }
  enum stf_status status = write_file(job, "csv", write_data, error);
  status = status == STF_OK ? write_file(job, "gp", write_script, error) : status;
  const struct stf_gnuplot_in gnuplot = {
      .program = "gnuplot",
      .folder = job->plot.folder[0] != '\0' ? job->plot.folder : ".",
      .name = job->plot.name,
      .ending = job->plot.ending};
  return status == STF_OK ? stf_gnuplot_draw(&gnuplot, error) : status;
}
