/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check_days.h"

#include "logs/eventlog.h"
#include "replay/resample.h"

/* The scenario's desk with the log's contacts on its days. */
static enum stf_status make_desk(struct stf_scenario *scenario, struct stf_log *log,
                                 struct stf_desk *out, struct stf_diags *diags) {
  enum stf_status status = stf_resample_list(scenario, log, scenario->replay_path, diags);
  if (status != STF_OK) {
    return status;
  }
  struct stf_replay_in in = {.desk = &scenario->desk,
                             .log = log,
                             .path = scenario->replay_path,
                             .from_us = scenario->desk.from_us,
                             .to_us = scenario->desk.to_us,
                             .warmup_us = scenario->desk.warmup_us,
                             .from_empty = true,
                             .end = scenario->desk.end,
                             .given = STF_REPLAY_ARRIVALS,
                             .repeats = STF_REPLAY_REPEATS_LOGGED};
  in.map = stf_resample_map(scenario, log, scenario->replay_path);
  struct stf_replay_facts facts;
  return stf_replay_make(&in, scenario->arena, out, &facts, diags);
}

enum stf_status stf_check_days_warn(struct stf_scenario *scenario, struct stf_diags *diags,
                                    struct stf_error *error) {
  if (scenario->bootstrap == STF_SCENARIO_BOOTSTRAP_NONE) {
    return STF_OK;
  }
  struct stf_log log;
  struct stf_desk desk;
  struct stf_eventlog_in in = {.paths = &scenario->replay_path, .paths_n = 1};
  enum stf_status status = stf_eventlog_load(&in, &scenario->names, &log, diags, error);
  if (status != STF_OK) {
    return status;
  }
  status = make_desk(scenario, &log, &desk, diags);
  if (status == STF_OK) {
    status = stf_scenario_warn_load(scenario, &desk, diags);
  }
  stf_eventlog_clear(&log);
  return status;
}
