/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_log.h"

#include "logs/overlap.h"

#include <string.h>

enum {
  LOGS_MOST = 256
};

/* ---- which ---- */

struct paths {
  const char *items[LOGS_MOST];
  size_t n;
};

/* False: there are more than that. */
static bool find_paths(const struct stf_run_job *job, struct paths *out) {
  const char *path = NULL;
  out->n = 0;
  while ((path = stf_options_text_at(job->arguments, "log", out->n)) != NULL) {
    if (out->n == LOGS_MOST) {
      return false;
    }
    out->items[out->n++] = path;
  }
  if (out->n == 0 && job->scenario->replay_path != NULL) {
    out->items[out->n++] = job->scenario->replay_path;
  } else if (out->n == 0 && job->scenario->log_path != NULL) {
    out->items[out->n++] = job->scenario->log_path;
  }
  return true;
}

/* ---- the log of another run ---- */

static void list_names(const struct stf_names *names, struct stf_dict *out[STF_RUN_LOG_NAMES]) {
  struct stf_dict *all[STF_RUN_LOG_NAMES] = {names->classes, names->channels, names->priorities,
                                             names->teams, names->agents};
  memcpy(out, all, sizeof all);
}

static void count_names(struct stf_run_job *job) {
  struct stf_dict *dicts[STF_RUN_LOG_NAMES];
  list_names(&job->scenario->names, dicts);
  for (size_t i = 0; i < STF_RUN_LOG_NAMES; i++) {
    job->own_names_n[i] = stf_dict_count(dicts[i]);
  }
}

static bool begins_with(const struct stf_dict *dict, const struct stf_dict *beginning) {
  uint32_t n = stf_dict_count(beginning);
  uint32_t i = 0;
  while (i < n && strcmp(stf_dict_text(dict, i), stf_dict_text(beginning, i)) == 0) {
    i++;
  }
  return i == n;
}

static bool has_same_names(const struct stf_run_job *job) {
  struct stf_dict *mine[STF_RUN_LOG_NAMES];
  struct stf_dict *theirs[STF_RUN_LOG_NAMES];
  size_t i = 0;
  list_names(&job->scenario->names, mine);
  list_names(&job->like->scenario->names, theirs);
  while (i < STF_RUN_LOG_NAMES && job->own_names_n[i] == job->like->own_names_n[i] &&
         begins_with(theirs[i], mine[i])) {
    i++;
  }
  return i == STF_RUN_LOG_NAMES;
}

/* Days put together from a log give its contacts new names. */
static bool is_mapped(const struct stf_scenario *scenario) {
  return scenario->replay_days_n > 0 || scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_NONE;
}

static bool has_same_log(const struct stf_run_job *job, const struct paths *paths) {
  const struct stf_run_job *like = job->like;
  struct paths theirs;
  if (like == NULL || !like->has_log || is_mapped(like->scenario) || is_mapped(job->scenario) ||
      stf_desk_overlaps(&like->scenario->desk) != stf_desk_overlaps(&job->scenario->desk) ||
      !find_paths(like, &theirs) || theirs.n != paths->n) {
    return false;
  }
  size_t i = 0;
  while (i < paths->n && strcmp(theirs.items[i], paths->items[i]) == 0) {
    i++;
  }
  return i == paths->n && has_same_names(job);
}

static enum stf_status take_names(struct stf_run_job *job) {
  struct stf_dict *mine[STF_RUN_LOG_NAMES];
  struct stf_dict *theirs[STF_RUN_LOG_NAMES];
  list_names(&job->scenario->names, mine);
  list_names(&job->like->scenario->names, theirs);
  for (size_t i = 0; i < STF_RUN_LOG_NAMES; i++) {
    for (uint32_t id = stf_dict_count(mine[i]); id < stf_dict_count(theirs[i]); id++) {
      const char *text = stf_dict_text(theirs[i], id);
      if (stf_dict_add(mine[i], text, strlen(text)) != id) {
        return STF_ERR_MEMORY;
      }
    }
  }
  return STF_OK;
}

static enum stf_status borrow(struct stf_run_job *job) {
  enum stf_status status = take_names(job);
  if (status == STF_OK) {
    job->log = job->like->log;
    job->overlaps = job->like->overlaps;
    job->log_is_borrowed = true;
    job->has_log = true;
  }
  return status;
}

/* ---- reading ---- */

static enum stf_status load(struct stf_run_job *job, const struct paths *paths) {
  const struct stf_eventlog_in in = {.paths = paths->items, .paths_n = paths->n};
  enum stf_status status =
      stf_eventlog_load(&in, &job->scenario->names, &job->log, &job->diags, &job->error);
  job->has_log = status == STF_OK;
  if (status == STF_OK && job->log.facts.first_us == STF_NEVER) {
    stf_diag_add(&job->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = job->log_path},
                 "the log has no events");
    return STF_ERR_INPUT;
  }
  /* Where agents have several contacts in hand, work at once is no slip of the log. */
  return status == STF_OK && !stf_desk_overlaps(&job->desk)
             ? stf_overlap_cut(&job->log, &job->overlaps)
             : status;
}

enum stf_status stf_run_log_read(struct stf_run_job *job) {
  struct paths paths;
  if (!find_paths(job, &paths)) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0, "at most %d logs at once", LOGS_MOST);
  }
  if (paths.n == 0) {
    return STF_OK;
  }
  job->log_path = paths.items[0];
  count_names(job);
  return has_same_log(job, &paths) ? borrow(job) : load(job, &paths);
}

void stf_run_log_clear(struct stf_run_job *job) {
  if (job->has_log && !job->log_is_borrowed) {
    stf_eventlog_clear(&job->log);
  }
}
