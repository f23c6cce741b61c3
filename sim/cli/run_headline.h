/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headline figures of a run: one line each, in the unit that fits. */
#ifndef STF_RUN_HEADLINE_H
#define STF_RUN_HEADLINE_H

#include "cli/run_job.h"

#include <stdio.h>

enum stf_run_headline_format {
  STF_RUN_HEADLINE_COUNT,
  STF_RUN_HEADLINE_SECONDS,
  STF_RUN_HEADLINE_SHARE,
  STF_RUN_HEADLINE_NUMBER,
  STF_RUN_HEADLINE_MONEY
};

enum {
  STF_RUN_HEADLINE_CELL = 32,
  STF_RUN_HEADLINE_LABEL = 128
};

/* How a row stands in its line. */
struct stf_run_headline_line {
  char label[STF_RUN_HEADLINE_LABEL]; /* with the unit */
  enum stf_run_headline_format format;
  double unit; /* what is 1 in it: 60 for minutes */
};

/* Kinds of lines, in their order. */
extern const size_t STF_RUN_HEADLINE_N;

/* Whether row i of job->table is a line of kind h, and how it stands there. */
bool stf_run_headline_line(const struct stf_run_job *job, size_t h, size_t i,
                           struct stf_run_headline_line *out);

/* A value as the line writes it; "-" where there is none. */
void stf_run_headline_cell(const struct stf_run_headline_line *line, double value,
                           char out[STF_RUN_HEADLINE_CELL]);

/* Heading of the actuals: "actual", or their own dates, "Dec 2025, as it was". */
void stf_run_headline_actuals(const struct stf_run_job *job, char out[STF_RUN_HEADLINE_LABEL]);

/* The lines with their column headings. */
void stf_run_headline_write(FILE *out, const struct stf_run_job *job);

/* Whether the line of a row is among them: those that are counted together when the run is held
 * against a log. */
bool stf_run_headline_has(const struct stf_run_job *job, const struct stf_row *row);

#endif
