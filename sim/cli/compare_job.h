/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compare command's work between its options and its output: scenarios read, each as `run`
 * would run it, replicated on the same customers, their figures paired with the baseline's.
 */
#ifndef STF_COMPARE_JOB_H
#define STF_COMPARE_JOB_H

#include "cli/run_headline.h"
#include "cli/run_job.h"
#include "compare/paired.h"
#include "compare/record.h"
#include "compare/root.h"

enum {
  STF_COMPARE_JOB_MOST = 26, /* scenarios: they are called A to Z */
  STF_COMPARE_JOB_NAME = 192,
  STF_COMPARE_JOB_PIECE = 50 /* replications of one scenario before it is the next one's turn */
};

struct stf_compare_scenario {
  struct stf_run_job run;
  struct stf_arguments *arguments; /* of `run`; owned */
  struct stf_vary change;          /* text NULL: as it stands in its file */
  struct stf_vary lever;           /* on top of it; text NULL: none */
  struct stf_vary changes[2];      /* those that are not NULL */
  char letter[2];
  char progress[8];
  struct stf_summary_line *lines; /* owned: the totals, when all is done */
  size_t lines_n;
  size_t lines_capacity;
  size_t primary;    /* row of run.layout */
  size_t dropped_at; /* with --select: replications after which it was no more; 0: it stayed */
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

/* A value that a user may move: a key and its range. */
struct stf_compare_lever {
  const char *key;
  double low;
  double high;
  enum stf_keys_kind
      kind; /* share, duration, rate, integer or number: how values are written */
};

/* Where the better one of two scenarios changes as a lever moves. */
struct stf_compare_crossing {
  struct stf_compare_lever lever;
  bool is_flip;    /* the lever moves in both; else in b alone (a break-even) */
  size_t a;        /* scenarios: for a flip point the best one now */
  size_t b;        /* and the one that is best behind it */
  double now;      /* of a flip point: where the lever stands */
  double nearness; /* of a flip point: its distance from there, in ranges; INFINITY: there is
                      none */
  struct stf_root root; /* of how much better b is than a */
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
  bool selects;    /* the best is looked for, the others are dropped on the way */
  double delta;    /* with it: a smaller difference is none */
  size_t selected; /* the best */
  bool is_sure;    /* the procedure came to its end */
  char primary_name[STF_RUN_PRECISION_NAME];
  struct stf_row primary; /* its labels */
  bool primary_chosen;    /* by the user */

  struct stf_record record; /* of the baseline's past errors in the primary figure */

  struct stf_compare_figure *figures; /* headline figures in their order, then all others */
  size_t figures_n;
  size_t primary_index;
  struct stf_compare_crossing *crossings; /* break-evens, then flip points, nearest first */
  size_t crossings_n;
  size_t simultaneous_n; /* differences that hold together */
};

/* Reads the scenario of scenario->change and scenario->lever in `path` as `run` would run it,
 * up to its layout, and finds the primary figure there once that is known. Findings go to the
 * job. The caller clears the scenario in any case. */
STF_MUST_USE enum stf_status stf_compare_job_read(struct stf_compare_job *job, const char *path,
                                                  struct stf_compare_scenario *scenario);
void stf_compare_job_drop(struct stf_compare_scenario *scenario);

/* 1 where more of the primary figure is better, or nothing is said; else -1. */
int stf_compare_job_sign(const struct stf_compare_job *job);

/* Does everything up to the paired figures. On any status but STF_OK diags and error say why.
 * Interrupted with replications done: STF_OK and job->interrupted. The caller clears the job in
 * any case. */
STF_MUST_USE enum stf_status stf_compare_job_do(struct stf_compare_job *job);
void stf_compare_job_clear(struct stf_compare_job *job);

/* The file that scenario k is read from. */
const char *stf_compare_job_path(const struct stf_compare_job *job, size_t k);

/* A scenario in words: its changes, else its file. */
const char *stf_compare_job_name(const struct stf_compare_scenario *scenario);

/* The primary figure. */
const struct stf_compare_figure *stf_compare_job_primary(const struct stf_compare_job *job);

#endif
