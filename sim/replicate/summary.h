/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the values of replications to the columns of the results table: prediction, interval of
 * the mean, bands of one real period, verdict.
 *
 * predicted: of a share or mean the ratio of sums over replications; of a count the mean; of a
 * quantile or maximum the median over replications of the period's own quantile. ci95: of that
 * estimate (delta method; t; order statistics). band80, band95: predictive ranks
 * (stats/rank.h). Of an event (a day met its target) predicted is its probability, ci95 the
 * interval of Wilson; it has no band and no verdict.
 */
#ifndef STF_SUMMARY_H
#define STF_SUMMARY_H

#include "kpi/kpi.h"
#include "replicate/replicate.h"

/* Suffix of the definition of a figure that the log's evidence would change: the figure as it
 * is, beside the one that the log would show. */
#define STF_SUMMARY_UNMASKED "_unmasked"

/* What the run took from the log as it is (volume 1, on its own days): a row that is fed in
 * gets "given", no band and no verdict, whether the rest is comparable or not. */
struct stf_summary_given {
  bool arrivals;
  bool presence;
  bool service;
  bool openings; /* given arrivals are openings: the desk's bot decides who asks for a human */
};

struct stf_summary_in {
  const struct stf_kpi_layout *layout;
  const struct stf_replicate_values *values;
  const struct stf_kpi_value *actuals; /* by row; NULL: none */
  /* Where `values` are masked (struct stf_replicate_mask): the same replications as they are. A
   * row that differs stands a second time, without actual and verdict, under its definition +
   * STF_SUMMARY_UNMASKED; so do rows that only this layout has. The rows of `layout` are some
   * of its rows, in the same order. NULL: no mask. */
  const struct stf_kpi_layout *whole_layout;
  const struct stf_replicate_values *whole;
  bool comparable; /* same period, arrivals, volume and staffing: verdicts are given */
  struct stf_summary_given given;
  const char *scenario; /* name in the rows; must outlive the table */
};

/* Appends all rows of the layout that say anything (a value, or an actual) to the table. */
STF_MUST_USE enum stf_status stf_summary_rows(const struct stf_summary_in *in,
                                              const struct stf_allocator *allocator,
                                              struct stf_table *table);

/* One row of the table as the replications know it. */
struct stf_summary_line {
  const struct stf_kpi_layout *layout;
  const struct stf_replicate_values *values;
  size_t row;            /* of that layout, in those values */
  bool unmasked;         /* the figure as it is, beside the one that the log would show */
  struct stf_row labels; /* no figures */
};

struct stf_summary_taker {
  void *context;
  /* Any status but STF_OK ends the walk. */
  enum stf_status (*take)(void *context, const struct stf_summary_line *line);
};

/* Every row in the order of the table, also those that say nothing. Definitions of unmasked
 * figures are put into `texts`. Returns the first status that is not STF_OK. */
STF_MUST_USE enum stf_status stf_summary_each(const struct stf_summary_in *in,
                                              struct stf_arena *texts,
                                              const struct stf_summary_taker *taker);

/* Prediction, interval, bands and verdict of row i of in->layout, where row holds its labels
 * (and actual); sorted has in->values->done_n places. */
void stf_summary_row(const struct stf_summary_in *in, size_t i, double *sorted,
                     struct stf_row *row);

/* True of statistics whose prediction is the median over replications: quantiles, extremes. */
bool stf_summary_is_median(const char *statistic);

/* The finished replications of a row as values (NAN where undefined); out has done_n places. */
void stf_summary_values(const struct stf_replicate_values *values, size_t row, double *out);

/* The same without the undefined ones, ascending; returns how many. */
size_t stf_summary_sorted(const struct stf_replicate_values *values, size_t row, double *out);

#endif
