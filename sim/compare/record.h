/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of a desk's past errors: what replays of logs through it missed by, a line for
 * each figure of each replay, in `track-record.csv` beside the desk. A difference between two
 * scenarios that is smaller than that is none that the desk could tell.
 *
 * Columns: desk,from,to,log,given,kpi,definition,clock,statistic,unit,predicted,actual,
 * replications; `from` and `to` say over how many days the error was made. A replay that is
 * recorded again (same desk, days, log and given parts) replaces what stood of it before.
 */
#ifndef STF_COMPARE_RECORD_H
#define STF_COMPARE_RECORD_H

#include "base/diag.h"
#include "base/status.h"
#include "kpi/row.h"

#include <stdbool.h>
#include <stdint.h>

#define STF_RECORD_FILE "track-record.csv"

/* One replay. Texts are borrowed. */
struct stf_record_replay {
  const char *desk;  /* the scenario's file name */
  const char *from;  /* first day, as text */
  const char *to;    /* last day */
  const char *log;   /* its file name */
  const char *given; /* parts that were fed in: "arrivals,presence" */
};

/* Appends the rows that have both a prediction and an actual and were not fed in; makes the
 * file if it is not there. *n: how many. STF_ERR_IO: it cannot be written. */
STF_MUST_USE enum stf_status stf_record_append(const char *path,
                                               const struct stf_record_replay *replay,
                                               const struct stf_table *table, size_t *n,
                                               struct stf_error *error);

enum {
  STF_RECORD_DATE = 32
};

/* What is asked of the record. */
struct stf_record_query {
  const char *desk;             /* the scenario's file name */
  const struct stf_row *labels; /* of the figure */
  int64_t days_n;               /* of the period that the error is wanted for */
};

/* What the record says of one figure. */
struct stf_record {
  size_t n;          /* replays; 0: there is none */
  double mean_error; /* mean of |predicted - actual| over the periods replayed */
  double largest_error;
  int64_t days_least; /* of the shortest and longest period replayed */
  int64_t days_most;
  int64_t days_n;             /* of the query */
  double error;               /* mean, each taken over to those days */
  char from[STF_RECORD_DATE]; /* of the first and last days replayed */
  char to[STF_RECORD_DATE];
};

/* What an error over `from` days is taken as over `to` days, as a factor, for a figure whose
 * parts add up (contacts, money), or a mean, share or quantile. The parts of a period are taken
 * to miss in the way that weighs most, of two: of a longer period all to the same side (a mean
 * keeps its error, a sum has to / from as much), of a shorter one each by itself (a mean has
 * sqrt(from / to) as much, a sum sqrt(to / from)). Errors that make up for each other, as more
 * on Monday and less on Tuesday, would weigh more still over a shorter period. */
double stf_record_factor(int64_t from, int64_t to, bool adds_up);

/* Of the figure in the replays of that desk; a file that is not there is no error.
 * STF_ERR_INPUT: the file is no such record, diags say why; STF_ERR_MEMORY, STF_ERR_IO. */
STF_MUST_USE enum stf_status stf_record_read(const char *path,
                                             const struct stf_record_query *query,
                                             struct stf_diags *diags, struct stf_record *out,
                                             struct stf_error *error);

#endif
