/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweep command's work between its options and its output: keys and their values, the
 * points, each of them run as `run` would run it, replications kept in a journal.
 */
#ifndef STF_SWEEP_JOB_H
#define STF_SWEEP_JOB_H

#include "cli/run_job.h"
#include "sweep/design.h"
#include "sweep/journal.h"
#include "sweep/morris.h"

/* One key that is varied. */
struct stf_sweep_key {
  const char *key;
  const char *column;      /* of the tables: with its unit at the end */
  enum stf_keys_kind kind; /* of its values */
  bool is_number;          /* all values are numbers of that kind */
};

/* One point that has been run. */
struct stf_sweep_point {
  size_t number;          /* of the design, from 0 */
  struct stf_run_job run; /* replicated, its table filled */
  struct stf_arguments *arguments;
  struct stf_vary *changes; /* one for each key that is set */
  struct stf_arena *arena;  /* of both */
};

/* What --plot draws (cli/sweep_plot.h). */
struct stf_sweep_plot_row {
  size_t point;
  double x;     /* of the axis, in base units */
  double value; /* of the primary figure; NAN: it has none there */
  double low;   /* 95 % interval */
  double high;
};

struct stf_sweep_plot {
  const char *folder;              /* with its slash; "": this one */
  const char *name;                /* of the file, without its ending */
  const char *ending;              /* "svg", "png" */
  size_t axis;                     /* key */
  size_t lines;                    /* key; keys_n: a single line */
  struct stf_sweep_plot_row *rows; /* by point; NULL: nothing is drawn */
};

enum stf_sweep_kind {
  STF_SWEEP_TABLE,
  STF_SWEEP_ELASTICITY,
  STF_SWEEP_MORRIS
};

struct stf_sweep_job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_arena *arena;

  struct stf_axis *axes;
  struct stf_sweep_key *keys;
  size_t keys_n;
  enum stf_sweep_kind kind;
  struct stf_design design;
  struct stf_morris morris;             /* of that kind */
  struct stf_sweep_point base;          /* the scenario as it is, not run */
  uint32_t replications_n;              /* of each point; with --precision the most */
  char decides[STF_RUN_PRECISION_NAME]; /* name of the primary figure */
  struct stf_row primary;               /* its labels */
  struct stf_sweep_plot plot;

  const char *journal_path;    /* NULL: none */
  bool journal_is_named;       /* by --journal: it stays when all is done */
  struct stf_journal *journal; /* open from the first point on; NULL: none */

  size_t done_n;   /* points */
  bool is_written; /* the results are in their place */
  bool interrupted;
};

/* Reads options and scenario, makes the points and opens the journal. On any status but STF_OK
 * diags and error say why. The caller clears the job in any case. */
STF_MUST_USE enum stf_status stf_sweep_job_make(struct stf_sweep_job *job);
void stf_sweep_job_clear(struct stf_sweep_job *job);

/* Takes a point that has been run; any status but STF_OK ends the sweep with it. */
struct stf_sweep_taker {
  void *context;
  enum stf_status (*take)(void *context, const struct stf_sweep_point *point);
};

/* Runs the points in their order; what the journal has is not run again. Interrupted:
 * STF_ERR_INTERRUPTED with job->interrupted, and the points before have been taken. */
STF_MUST_USE enum stf_status stf_sweep_job_run(struct stf_sweep_job *job,
                                               const struct stf_sweep_taker *taker);

/* The value of a key at a point, as text; NULL: it is not set. */
const char *stf_sweep_job_text(const struct stf_sweep_job *job, size_t point, size_t key);

/* The same in base units; NAN: no number. */
double stf_sweep_job_value(const struct stf_sweep_job *job, size_t point, size_t key);

#endif
