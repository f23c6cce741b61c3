/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compare command's work between its options and its output: scenarios read, each as `run`
 * would run it, replicated on the same customers, their figures paired with the baseline's.
 */
#ifndef STF_COMPARE_JOB_H
#define STF_COMPARE_JOB_H

#include "cli/run_headline.h"
#include "cli/run_job.h"
#include "compare/paired.h"

enum {
  STF_COMPARE_JOB_MOST = 26, /* scenarios: they are called A to Z */
  STF_COMPARE_JOB_NAME = 192,
  STF_COMPARE_JOB_PIECE = 50 /* replications of one scenario before it is the next one's turn */
};

struct stf_compare_scenario {
  struct stf_run_job run;
  struct stf_arguments *arguments; /* of `run`; owned */
  struct stf_vary change;          /* text NULL: as it stands in its file */
  char letter[2];
  char progress[8];
  struct stf_summary_line *lines; /* owned: the totals, when all is done */
  size_t lines_n;
  size_t lines_capacity;
  size_t primary; /* row of run.layout */
};

/* What a figure's intervals are. */
enum stf_compare_role {
  STF_COMPARE_PRIMARY,      /* each difference has its own 95 % interval */
  STF_COMPARE_SIMULTANEOUS, /* those of all such figures and scenarios hold together at 95 % */
  STF_COMPARE_DESCRIPTIVE   /* each at 95 %, one in twenty misleads */
};

/* One scenario's part of a figure. */
struct stf_compare_cell {
  const struct stf_summary_line *line; /* NULL: it has no such figure */
  const struct stf_row *row;           /* of its table; NULL: it says nothing */
  struct stf_paired paired;            /* beside the baseline's; n 0: there is no pair */
};

struct stf_compare_figure {
  struct stf_row labels;
  enum stf_compare_role role;
  bool is_headline;
  struct stf_run_headline_line headline;
  double level;                   /* of the differences' intervals */
  struct stf_compare_cell *cells; /* by scenario */
};

struct stf_compare_job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_arena *arena;

  struct stf_compare_scenario *scenarios; /* the first is the baseline */
  size_t scenarios_n;
  uint32_t done_n; /* replications that all of them have */
  uint32_t most_n; /* with --precision, else that many */
  double wanted;   /* half width of the primary differences; 0: none wanted */
  double reached;  /* the widest of them */
  bool interrupted;
  char primary_name[STF_RUN_PRECISION_NAME];
  struct stf_row primary; /* its labels */
  bool primary_chosen;    /* by the user */

  struct stf_compare_figure *figures; /* headline figures in their order, then all others */
  size_t figures_n;
  size_t primary_index;
  size_t simultaneous_n; /* differences that hold together */
};

/* Does everything up to the paired figures. On any status but STF_OK diags and error say why.
 * Interrupted with replications done: STF_OK and job->interrupted. The caller clears the job in
 * any case. */
STF_MUST_USE enum stf_status stf_compare_job_do(struct stf_compare_job *job);
void stf_compare_job_clear(struct stf_compare_job *job);

/* A scenario in words: its changes, else its file. */
const char *stf_compare_job_name(const struct stf_compare_scenario *scenario);

/* The primary figure. */
const struct stf_compare_figure *stf_compare_job_primary(const struct stf_compare_job *job);

#endif
