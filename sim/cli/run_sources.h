/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the width of a prediction's bands comes from: re-runs of replications in which only the
 * parameters, or the parameters and the demand, are kept (replicate/sources.h). */
#ifndef STF_RUN_SOURCES_H
#define STF_RUN_SOURCES_H

#include "cli/run_job.h"
#include "replicate/sources.h"

#include <stdio.h>

/* Whether parameters are drawn (--parameters): by default where the scenario has draws and no
 * log is replayed on its own days, since that has happened; else the desk forgets its draws.
 * Logged days that stand for others are a prediction: what a contact does not bring along from
 * the log is drawn with the parameters of its replication. */
STF_MUST_USE enum stf_status stf_run_sources_choose(struct stf_run_job *job);

/* Makes the re-runs, at most STF_RUN_SOURCES_MOST of each kind, where the parameters are drawn
 * and results are told in text; else does nothing. */
STF_MUST_USE enum stf_status stf_run_sources_measure(struct stf_run_job *job);

/* Replications whose factors of demand, and chance, are so much further on; 0: the run's own.
 */
struct stf_run_sources_offsets {
  uint32_t demand;
  uint32_t chance;
};

/* The first replications of the run, at most STF_RUN_SOURCES_MOST, once more with a desk and a
 * layout of totals only: these come first, so that a figure has the same row in the job's. */
STF_MUST_USE enum stf_status stf_run_sources_again(const struct stf_run_job *job,
                                                   const struct stf_desk *desk,
                                                   const struct stf_kpi_layout *totals,
                                                   struct stf_run_sources_offsets offsets,
                                                   struct stf_replicate_values *out);

/* Row of a total; beyond the layout's rows: there is none. */
size_t stf_run_sources_total(const struct stf_kpi_layout *layout, const char *kpi,
                             const char *definition, const char *statistic);

/* A line for each figure. */
void stf_run_sources_write(FILE *out, const struct stf_run_job *job);

#endif
