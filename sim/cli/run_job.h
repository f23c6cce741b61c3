/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run command's work between its options and its output: scenario and log read, desk and
 * KPI plan made, replications run, rows filled.
 */
#ifndef STF_RUN_JOB_H
#define STF_RUN_JOB_H

#include "cli/options.h"
#include "logs/eventlog.h"
#include "logs/overlap.h"
#include "replay/replay.h"
#include "replicate/agreement.h"
#include "replicate/replicate.h"
#include "replicate/sources.h"
#include "replicate/summary.h"
#include "report/provenance.h"
#include "scenario/scenario.h"

enum {
  STF_RUN_PRECISION_NAME = 192
};

/* How well which figure shall be known (cli/run_precision.h). */
struct stf_run_precision {
  bool asked;
  bool relative;                     /* `wanted` is a share of the figure */
  double wanted;                     /* half width of the 95 % interval, > 0 */
  size_t row;                        /* of the layout */
  char name[STF_RUN_PRECISION_NAME]; /* kpi.definition.statistic */
  char unit[16];
};

enum {
  STF_RUN_LOG_NAMES = 5 /* dictionaries of struct stf_names */
};

enum {
  STF_RUN_SOURCES_FIGURES = 4,
  STF_RUN_SOURCES_MOST = 200 /* re-runs of a kind */
};

/* Where the spread of a figure comes from (cli/run_sources.h). */
struct stf_run_source {
  struct stf_sources sources;
  char name[112]; /* kpi and definition */
};

enum {
  STF_RUN_DIFFICULTY_LEVELS = 3,
  STF_RUN_DIFFICULTY_FIGURES = 4
};

/* A figure at several levels of difficulty (cli/run_difficulty.h). */
struct stf_run_difficulty {
  double means[STF_RUN_DIFFICULTY_LEVELS];
  char unit[16];
  char name[112]; /* kpi, definition and statistic */
};

/* What contracts take for the forecast (cli/run_contract.h). */
struct stf_run_forecast {
  const struct stf_scenario *scenario;
  const struct stf_desk *desk; /* the scenario's, with a bootstrap that with its days */
};

struct stf_run_job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_moved moved;         /* by the options */
  const struct stf_vary *changes; /* of the scenario; NULL: none */
  size_t changes_n;
  const struct stf_run_job *like; /* another of the same options, ready before and cleared after
                                     this one: its log may serve (cli/run_log.h); NULL: none */
  bool totals_only;               /* no groups in the table, whatever --by says */
  const char *progress_of; /* what stands before the count of replications; NULL: nothing */
  const struct stf_replicate_memory *memory; /* of the replications; NULL: none */
  struct stf_diags diags;
  struct stf_error error;

  struct stf_scenario *scenario;
  struct stf_desk desk; /* what is run: the scenario's, or with a log's parts put in */
  struct stf_log log;
  bool has_log;
  bool log_is_borrowed;                    /* of `like` */
  uint32_t own_names_n[STF_RUN_LOG_NAMES]; /* of the scenario, before the log's */
  const char *log_path;                    /* first file of the log */
  unsigned given;                          /* STF_REPLAY_...; 0: nothing is replayed */
  bool mapped; /* the log's contacts come on other days (demand.replay_days) */
  struct stf_replay_facts replay;
  const bool *ignored;    /* by class id: left out of the log; NULL: none */
  bool from_log_state;    /* the run begins with the log's contacts of that moment */
  bool comparable;        /* verdicts are given */
  char why_not[160];      /* else: what differs; "" without a log */
  int64_t actual_from_us; /* period of the actuals */
  int64_t actual_to_us;
  struct stf_overlap overlaps;  /* logged work that ran into the same agent's next */
  struct stf_evidence evidence; /* what the log shows that the run is seen through */
  struct stf_evidence window;   /* the same, without what this run does not have anyway */
  const char *evidence_of;      /* its path; NULL: everything is seen */
  bool masks;                   /* the window is not whole */
  int64_t ignored_n;            /* contacts of classes that were left out, in the period */
  int64_t aside_n; /* logged contacts of the period that never asked for a human: left out */

  struct stf_run_forecast forecast;
  struct stf_kpi_plan plan;
  struct stf_kpi_layout *layout;
  struct stf_kpi_value *actuals;       /* by row of the layout; NULL: none */
  struct stf_replicate_values values;  /* seen through the window */
  struct stf_kpi_layout *whole_layout; /* with masks: rows and values as they are */
  struct stf_replicate_values whole;
  struct stf_kpi_balance actual_balance;
  struct stf_table table;
  char presence_rule[32];
  char name[64]; /* scenario's name in the rows */

  uint64_t seed;
  uint32_t replications_n;
  bool interrupted;
  struct stf_run_precision precision;
  struct stf_replicate_options options; /* of the replications */
  struct stf_run_source sources[STF_RUN_SOURCES_FIGURES];
  size_t sources_n;
  struct stf_run_difficulty difficulty[STF_RUN_DIFFICULTY_FIGURES];
  size_t difficulty_n;

  struct stf_agreement_joint joint; /* of the headline figures with a verdict */
  bool has_agreement;
  struct stf_agreement agreement;
  char agreement_of[64]; /* definition of the service level */
};

/* Steps of stf_run_job_do, for commands that run several scenarios; each fails as that does.
 *
 * Reads what is asked for and makes desk and KPI plan. */
STF_MUST_USE enum stf_status stf_run_job_prepare(struct stf_run_job *job);

/* That, and everything before the replications: job->layout, job->replications_n. */
STF_MUST_USE enum stf_status stf_run_job_ready(struct stf_run_job *job);

/* Runs replications until there are until_n, at most job->replications_n; from_n are done
 * already. Interrupted: STF_OK with job->interrupted. */
STF_MUST_USE enum stf_status stf_run_job_replicate(struct stf_run_job *job, uint32_t from_n,
                                                   uint32_t until_n);

/* The rows of job->table from the replications that are done. */
STF_MUST_USE enum stf_status stf_run_job_fill(struct stf_run_job *job);

/* Does everything up to the filled table. On any status but STF_OK (or STF_ERR_INTERRUPTED with
 * job->interrupted and at least one replication done, which is turned into STF_OK) diags and
 * error say why. The caller clears the job in any case. */
STF_MUST_USE enum stf_status stf_run_job_do(struct stf_run_job *job);
/* What the table is made from, to walk over its rows again (replicate/summary.h). */
struct stf_summary_in stf_run_job_summary(const struct stf_run_job *job);

/* --threads, or as many as there are processors. */
unsigned stf_run_job_threads(const struct stf_arguments *arguments);

/* What made the results: inputs has 2 places, borrowed by the result. */
struct stf_provenance stf_run_job_provenance(const struct stf_run_job *job,
                                             struct stf_provenance_input inputs[2]);

/* The replications as they are, whatever a log would show of them. */
const struct stf_replicate_values *stf_run_job_whole(const struct stf_run_job *job);

void stf_run_job_clear(struct stf_run_job *job);

#endif
