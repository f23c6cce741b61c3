/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep for people: a line for each point, a column for each of the figures that are told. */
#ifndef STF_SWEEP_TEXT_H
#define STF_SWEEP_TEXT_H

#include "cli/sweep_figures.h"
#include "cli/sweep_job.h"

#include <stdio.h>

struct stf_sweep_cell {
  double value; /* NAN: none */
  double half;  /* half width of its 95 % interval */
};

struct stf_sweep_text {
  struct stf_sweep_job *job;
  struct stf_sweep_figure columns[STF_SWEEP_FIGURES_MOST];
  size_t columns_n;
  struct stf_sweep_cell (*cells)[STF_SWEEP_FIGURES_MOST]; /* by point; in the job's arena */
};

/* Room for the points; fails only without memory. */
STF_MUST_USE enum stf_status stf_sweep_text_begin(struct stf_sweep_text *text,
                                                  struct stf_sweep_job *job);

/* Keeps the figures of a point (struct stf_sweep_taker; context: the text). */
STF_MUST_USE enum stf_status stf_sweep_text_take(void *context,
                                                 const struct stf_sweep_point *point);

/* Title, period, replications; what was varied. */
void stf_sweep_text_heading(FILE *out, const struct stf_sweep_job *job);

/* The points that have been taken. Fails only without memory. */
STF_MUST_USE enum stf_status stf_sweep_text_write(FILE *out, const struct stf_sweep_text *text);

#endif
