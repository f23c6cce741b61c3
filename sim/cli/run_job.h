/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run command's work between its options and its output: scenario and log read, desk and
 * KPI plan made, replications run, rows filled.
 */
#ifndef STF_RUN_JOB_H
#define STF_RUN_JOB_H

#include "cli/options.h"
#include "logs/eventlog.h"
#include "replay/replay.h"
#include "replicate/agreement.h"
#include "replicate/replicate.h"
#include "report/provenance.h"
#include "scenario/scenario.h"

struct stf_run_job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;

  struct stf_scenario *scenario;
  struct stf_desk desk; /* what is run: the scenario's, or with a log's parts put in */
  struct stf_log log;
  bool has_log;
  const char *log_path; /* first file of the log */
  unsigned given;       /* STF_REPLAY_...; 0: nothing is replayed */
  bool mapped;          /* the log's contacts come on other days (demand.replay_days) */
  struct stf_replay_facts replay;
  bool comparable;        /* verdicts are given */
  const char *why_not;    /* else: what differs; "" without a log */
  int64_t actual_from_us; /* period of the actuals */
  int64_t actual_to_us;
  size_t
      overlaps_n;  /* stretches of logged work that ran into the same agent's next: cut there */
  int64_t aside_n; /* logged contacts of the period that never asked for a human: left out */

  struct stf_kpi_plan plan;
  struct stf_kpi_layout *layout;
  struct stf_kpi_value *actuals; /* by row of the layout; NULL: none */
  struct stf_replicate_values values;
  struct stf_kpi_balance actual_balance;
  struct stf_table table;
  char presence_rule[32];
  char name[64]; /* scenario's name in the rows */

  uint64_t seed;
  uint32_t replications_n;
  bool interrupted;

  bool has_agreement;
  struct stf_agreement agreement;
  char agreement_of[64]; /* definition of the service level */
};

/* Does everything up to the filled table. On any status but STF_OK (or STF_ERR_INTERRUPTED with
 * job->interrupted and at least one replication done, which is turned into STF_OK) diags and
 * error say why. The caller clears the job in any case. */
STF_MUST_USE enum stf_status stf_run_job_do(struct stf_run_job *job);
/* What made the results: inputs has 2 places, borrowed by the result. */
struct stf_provenance stf_run_job_provenance(const struct stf_run_job *job,
                                             struct stf_provenance_input inputs[2]);

void stf_run_job_clear(struct stf_run_job *job);

#endif
