/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a sweep that people are told: the promises, the chance to keep them, the
 * service level, waits, load and cost, and the one that was asked for.
 */
#ifndef STF_SWEEP_FIGURES_H
#define STF_SWEEP_FIGURES_H

#include "cli/run_figure.h"
#include "report/text_label.h"

enum {
  STF_SWEEP_FIGURES_MOST = 12,
  STF_SWEEP_FIGURES_TEXT = STF_TEXT_LABEL_TEXT
};

/* A figure as it is told. */
struct stf_sweep_figure {
  size_t order;                   /* the first of all is the one that decides */
  char name[STF_RUN_FIGURE_NAME]; /* kpi.definition.statistic */
  char clock[16];
  char unit[16];                      /* as rows have it */
  char label[STF_SWEEP_FIGURES_TEXT]; /* heading, without the unit */
};

/* The totals of a run that are told; out has STF_SWEEP_FIGURES_MOST places and rows[i] is the
 * row of run->table that out[i] is of. Returns how many, in their order. `decides`: name of the
 * figure that comes first. */
size_t stf_sweep_figures_of(const struct stf_run_job *run, const char *decides,
                            struct stf_sweep_figure *out, size_t *rows);

/* Same figure in another point. */
bool stf_sweep_figures_same(const struct stf_sweep_figure *a, const struct stf_sweep_figure *b);

/* A value in a scale, with "%" behind shares; "-" where there is none. */
void stf_sweep_figures_put(const struct stf_sweep_figure *figure, double value,
                           struct stf_text_scale scale, char out[STF_SWEEP_FIGURES_TEXT]);

#endif
