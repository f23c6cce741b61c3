/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_evidence.h"

#include "logs/log_evidence.h"

#include <string.h>

/* The evidence of a log that nothing else is taken from. */
static enum stf_status read_window(struct stf_run_job *job, const char *path) {
  struct stf_names names = {0};
  struct stf_log log = {0};
  const struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  enum stf_status status = stf_names_init(&names, NULL);
  if (status == STF_OK) {
    status = stf_eventlog_load(&in, &names, &log, &job->diags, &job->error);
  }
  if (status == STF_OK) {
    job->evidence = stf_log_evidence_of(&log);
    stf_eventlog_clear(&log);
  }
  stf_names_clear(&names);
  return status;
}

/* Whether anybody writes in this desk: else it does not matter whether messages can be seen. */
static bool speaks(const struct stf_desk *desk) {
  bool any = stf_desk_any_bot(desk);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    any = any || desk->classes[c].acknowledges ||
          desk->classes[c].first_message.kind != STF_LAW_NEVER;
  }
  return any;
}

/* Whether anybody leaves silently or is turned away. */
static bool hides(const struct stf_desk *desk) {
  bool any = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_leaving *leaving = desk->classes[c].leaving;
    any = any || (leaving != NULL && (leaving->silent_share > 0 || leaving->steps_n > 0));
  }
  return any;
}

/* Whether a contact may be escalated. */
static bool escalates(const struct stf_desk *desk) {
  bool any = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    any = any || desk->classes[c].escalation != NULL;
  }
  return any;
}

/* What the log cannot show, but this run does not have either, needs no mask. */
static struct stf_evidence that_matters(const struct stf_run_job *job) {
  struct stf_evidence evidence = job->evidence;
  bool mute = !speaks(&job->desk);
  evidence.messages = evidence.messages || mute;
  evidence.automatic = evidence.automatic || mute;
  evidence.bot = evidence.bot || !stf_desk_any_bot(&job->desk);
  evidence.silent = evidence.silent || !hides(&job->desk);
  bool after = stf_desk_has_after(&job->desk);
  evidence.customers = evidence.customers || !after;
  evidence.solutions = evidence.solutions || !after;
  evidence.surveys = evidence.surveys || !after;
  evidence.escalations = evidence.escalations || !escalates(&job->desk);
  /* Who is there is the log's own, by whatever rule. */
  evidence.presence = evidence.presence || (job->given & STF_REPLAY_PRESENCE) != 0;
  /* What is open when the run stops before the log does was closed later: it is in it. */
  evidence.open_contacts =
      evidence.open_contacts || (job->given != 0 && job->desk.to_us <= job->log.facts.last_us);
  return evidence;
}

enum stf_status stf_run_evidence_choose(struct stf_run_job *job) {
  const char *asked = stf_options_text(job->arguments, "evidence");
  enum stf_status status = STF_OK;
  job->evidence = STF_EVIDENCE_ALL;
  if (asked != NULL && strcmp(asked, "all") != 0) {
    job->evidence_of = asked;
    status = read_window(job, asked);
  } else if (asked == NULL && job->has_log) {
    job->evidence_of = job->log_path;
    job->evidence = stf_log_evidence_of(&job->log);
  }
  job->window = that_matters(job);
  job->masks = !stf_evidence_is_whole(&job->window);
  job->plan.has_queue = job->window.queue || job->window.assignment;
  return status;
}
