/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the totals by the names that users give them: "sl3", "wait", "wait.answered.p90",
 * "sl3 within 10 min". */
#ifndef STF_RUN_FIGURE_H
#define STF_RUN_FIGURE_H

#include "cli/run_job.h"

enum {
  STF_RUN_FIGURE_NAME = STF_RUN_PRECISION_NAME
};

/* A name as results have it, of n characters of a text: "sl3 within 10 min" ->
 * "sl3_within_600s". */
void stf_run_figure_normalise(const char *text, size_t n, char out[STF_RUN_FIGURE_NAME]);

/* kpi.definition.statistic. */
void stf_run_figure_name(const struct stf_row *row, char out[STF_RUN_FIGURE_NAME]);

bool stf_run_figure_is_total(const struct stf_row *row);

/* The first total of that (normalised) name, one that is no count before one that is; the
 * number of rows: none. */
size_t stf_run_figure_find(const struct stf_kpi_layout *layout, const char *text);

/* Row of the totals of job->layout that the verdict is about: the first target of the SLA, else
 * the first limit of the service level; the number of its rows: none. */
size_t stf_run_figure_verdict(const struct stf_run_job *job);

/* Says that there is no such figure, and which was likely meant. Returns STF_ERR_USAGE. */
enum stf_status stf_run_figure_refuse(struct stf_run_job *job, const char *option,
                                      const char *text);

/* Row of the totals of job->layout that decides: the one of that name ("cost" is that in all,
 * "sla_compliance" the first target), with text NULL that of the verdict. STF_ERR_USAGE, with
 * job->error: there is none. */
STF_MUST_USE enum stf_status stf_run_figure_choose(struct stf_run_job *job, const char *option,
                                                   const char *text, size_t *row);

#endif
