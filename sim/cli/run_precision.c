/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_precision.h"

#include "base/quantity.h"
#include "cli/run_figure.h"
#include "replicate/precision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  NAME = STF_RUN_PRECISION_NAME,
  WIDTH = 48
};

/* ---- how narrow ---- */

static bool read_width(const char *text, const char *unit, struct stf_run_precision *out) {
  double value = 0;
  size_t n = strlen(text);
  bool percent = n > 0 && strchr(text, '%') != NULL;
  bool is_share = strcmp(unit, "share") == 0;
  out->relative = percent && !is_share;
  bool known = percent || is_share      ? stf_quantity_share(text, &value)
               : strcmp(unit, "s") == 0 ? stf_quantity_duration(text, &value)
                                        : stf_quantity_number(text, &value);
  out->wanted = value;
  return known && value > 0;
}

static enum stf_status read_option(struct stf_run_job *job, const char *text) {
  const char *equals = strrchr(text, '=');
  char name[NAME] = "";
  if (equals != NULL) {
    size_t n = (size_t)(equals - text);
    while (n > 0 && text[n - 1] == ' ') {
      n--;
    }
    stf_run_figure_normalise(text, n, name);
  }
  job->precision.row =
      equals != NULL ? stf_run_figure_find(job->layout, name) : stf_run_figure_verdict(job);
  if (job->precision.row == stf_kpi_layout_rows_n(job->layout)) {
    return equals != NULL
               ? stf_run_figure_refuse(job, "precision", name)
               : stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                                 "--precision: the run has no target: name a figure, "
                                 "such as wait.answered.mean=1s");
  }
  struct stf_row row = STF_ROW_EMPTY;
  stf_kpi_layout_describe(job->layout, job->precision.row, &row);
  stf_run_figure_name(&row, job->precision.name);
  (void)snprintf(job->precision.unit, sizeof job->precision.unit, "%.15s", row.unit);
  const char *width = equals != NULL ? equals + 1 : text;
  if (!read_width(width, row.unit, &job->precision)) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--precision: the half width of the 95 %% interval of %s is %s, not '%.40s'",
        job->precision.name,
        strcmp(row.unit, "share") == 0 ? "a share above 0 such as 1% or 0.01"
        : strcmp(row.unit, "s") == 0   ? "a duration such as 2s, or a share of it such as 5%"
                                       : "a number above 0, or a share of it such as 5%",
        width);
  }
  return STF_OK;
}

enum stf_status stf_run_precision_read(struct stf_run_job *job) {
  const char *text = stf_options_text(job->arguments, "precision");
  if (text == NULL) {
    return STF_OK;
  }
  job->replications_n = (uint32_t)stf_options_integer(job->arguments, "replications-at-most");
  if (stf_options_given(job->arguments, "replications")) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--precision decides how many replications there are: not with "
                           "--replications, but --replications-at-most");
  }
  enum stf_status status = read_option(job, text);
  job->precision.asked = status == STF_OK;
  return status;
}

/* ---- stopping ---- */

/* Half width of the figure's 95 % interval, as `wanted` counts it; NAN: not known. */
static double half_width(const struct stf_run_job *job) {
  struct stf_summary_in in = stf_run_job_summary(job);
  double *sorted = stf_mem_zeroed(NULL, job->values.done_n, sizeof *sorted);
  if (sorted == NULL) {
    return (double)NAN;
  }
  struct stf_row row = STF_ROW_EMPTY;
  stf_kpi_layout_describe(job->layout, job->precision.row, &row);
  stf_summary_row(&in, job->precision.row, sorted, &row);
  stf_mem_release(NULL, sorted);
  double half = (row.ci95_hi - row.ci95_lo) / 2;
  return job->precision.relative ? half / fabs(row.predicted) : half;
}

uint32_t stf_run_precision_goal(const struct stf_run_job *job) {
  return stf_precision_next(job->values.done_n, half_width(job), job->precision.wanted,
                            job->replications_n);
}

static void put_width(const struct stf_run_precision *precision, double width,
                      char out[WIDTH]) {
  if (precision->relative || strcmp(precision->unit, "share") == 0) {
    (void)snprintf(out, WIDTH, "%.3g %%%s", 100 * width, precision->relative ? " of it" : "");
  } else {
    (void)snprintf(out, WIDTH, "%.3g %s", width, precision->unit);
  }
}

void stf_run_precision_write(FILE *out, const struct stf_run_job *job) {
  if (!job->precision.asked) {
    return;
  }
  char wanted[WIDTH];
  char reached[WIDTH] = "unknown";
  double half = half_width(job);
  put_width(&job->precision, job->precision.wanted, wanted);
  if (isfinite(half)) {
    put_width(&job->precision, half, reached);
  }
  if (half <= job->precision.wanted) {
    (void)fprintf(out,
                  "Stopped after %u replications: %s known to %s (wanted %s; 95 %% intervals "
                  "after stopping are slightly optimistic)\n",
                  job->values.done_n, job->precision.name, reached, wanted);
  } else {
    (void)fprintf(out,
                  "Not reached after %u replications: %s known to %s (wanted %s; "
                  "--replications-at-most)\n",
                  job->values.done_n, job->precision.name, reached, wanted);
  }
}
