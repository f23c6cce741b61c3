/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_job.h"

#include "base/dict.h"
#include "cli/as_run.h"
#include "cli/interrupt.h"
#include "cli/run_actuals.h"
#include "cli/run_figure.h"
#include "cli/run_precision.h"
#include "cli/run_text.h"
#include "cli/sweep_design.h"
#include "cli/sweep_journal.h"
#include "cli/sweep_plot.h"
#include "scenario/vary.h"
#include "scenario/vary_value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  CHECKED_MOST = 1000, /* points read before the first is run */
  PROGRESS = 48
};

/* ---- keys and points ---- */

static enum stf_status check_twice(struct stf_sweep_job *job, size_t a) {
  for (size_t b = 0; b < a; b++) {
    if (strcmp(job->axes[a].key, job->axes[b].key) == 0) {
      return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                             "--vary %.80s stands twice: give all its values at once",
                             job->axes[a].key);
    }
  }
  return STF_OK;
}

static enum stf_status read_axes(struct stf_sweep_job *job) {
  while (stf_options_text_at(job->arguments, "vary", job->keys_n) != NULL) {
    job->keys_n++;
  }
  if (job->keys_n == 0) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "nothing is varied: name a key and its values, such as --vary "
                           "demand.volume=0.8:1.4:0.1");
  }
  job->axes = stf_arena_alloc(job->arena, job->keys_n, sizeof *job->axes);
  enum stf_status status = job->axes != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t a = 0; a < job->keys_n && status == STF_OK; a++) {
    status = stf_axis_read(stf_options_text_at(job->arguments, "vary", a), job->arena,
                           &job->axes[a], &job->error);
    status = status == STF_OK ? check_twice(job, a) : status;
  }
  return status;
}

const char *stf_sweep_job_text(const struct stf_sweep_job *job, size_t point, size_t key) {
  return job->design.texts[point * job->keys_n + key];
}

double stf_sweep_job_value(const struct stf_sweep_job *job, size_t point, size_t key) {
  const char *text = stf_sweep_job_text(job, point, key);
  double value = 0;
  return text != NULL && stf_vary_value_read(text, job->keys[key].kind, &value) ? value
                                                                                : (double)NAN;
}

static bool are_numbers(const struct stf_sweep_job *job, size_t key) {
  for (size_t p = 0; p < job->design.points_n; p++) {
    if (stf_sweep_job_text(job, p, key) != NULL &&
        !isfinite(stf_sweep_job_value(job, p, key))) {
      return false;
    }
  }
  return true;
}

static enum stf_status name_keys(struct stf_sweep_job *job) {
  static const char *const UNITS[STF_KEYS_KINDS_N] = {
      [STF_KEYS_SHARE] = "_share", [STF_KEYS_DURATION] = "_s", [STF_KEYS_RATE] = "_per_s"};
  job->keys = stf_arena_alloc(job->arena, job->keys_n, sizeof *job->keys);
  if (job->keys == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t k = 0; k < job->keys_n; k++) {
    struct stf_sweep_key *key = &job->keys[k];
    const char *text = stf_sweep_job_text(job, 0, k);
    key->key = job->axes[k].key;
    key->kind = stf_vary_value_kind(key->key, text != NULL ? text : "");
    key->is_number = are_numbers(job, k);
    const char *unit = key->is_number ? UNITS[key->kind] : NULL;
    key->column = stf_arena_join(job->arena, key->key, unit != NULL ? unit : "", "");
    if (key->column == NULL) {
      return STF_ERR_MEMORY;
    }
    if (job->axes[k].misses_end) {
      stf_diag_add(&job->diags, STF_SEVERITY_NOTE, (struct stf_where){.path = "--vary"},
                   "%.80s: the step does not lead to the end of the range: the last value is "
                   "%.60s",
                   key->key, job->axes[k].texts[job->axes[k].texts_n - 1]);
    }
  }
  return STF_OK;
}

/* ---- a point as run would have it ---- */

static enum stf_status parse_point(struct stf_sweep_job *job, struct stf_sweep_point *point) {
  static const char *const PRECISE[] = {"precision", "replications-at-most", NULL};
  bool is_base = point == &job->base;
  const struct stf_as_run_in in = {
      .arguments = job->arguments,
      .path = stf_options_operand(job->arguments, 0),
      .seed = is_base ? NULL : &job->base.run.seed,
      .replications_n = stf_options_given(job->arguments, "replications")
                            ? (uint32_t)stf_options_integer(job->arguments, "replications")
                            : 0,
      .also = stf_options_given(job->arguments, "precision") ? PRECISE : NULL,
      .arena = point->arena};
  return stf_as_run_parse(&in, &job->error, &point->arguments);
}

/* The caller drops the point in any case. */
static enum stf_status begin_point(struct stf_sweep_point *point, size_t number) {
  *point = (struct stf_sweep_point){.number = number, .arena = stf_arena_new(NULL)};
  return point->arena != NULL ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status set_changes(const struct stf_sweep_job *job,
                                   struct stf_sweep_point *point) {
  point->changes = stf_arena_alloc(point->arena, job->keys_n, sizeof *point->changes);
  if (point->changes == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  for (size_t k = 0; k < job->keys_n; k++) {
    const char *value = stf_sweep_job_text(job, point->number, k);
    if (value == NULL) {
      continue;
    }
    const char *text = stf_arena_join(point->arena, job->keys[k].key, "=", value);
    if (text == NULL) {
      return STF_ERR_MEMORY;
    }
    point->changes[n++] = (struct stf_vary){.option = "--vary", .text = text};
  }
  point->run.changes = point->changes;
  point->run.changes_n = n;
  return STF_OK;
}

static enum stf_status ready(struct stf_sweep_job *job, struct stf_sweep_point *point) {
  struct stf_run_job *run = &point->run;
  enum stf_status status = parse_point(job, point);
  if (status != STF_OK) {
    return status;
  }
  run->console = job->console;
  run->arguments = point->arguments;
  run->totals_only = true;
  run->like = point != &job->base ? &job->base.run : NULL;
  status = stf_run_job_ready(run);
  status = status == STF_OK ? stf_run_precision_read(run) : status;
  status = status == STF_OK ? stf_run_actuals_make(run) : status;
  stf_as_run_take(&job->diags, &run->diags, point != &job->base);
  if (status != STF_OK) {
    job->error = run->error;
  }
  return status;
}

static void drop(struct stf_sweep_point *point) {
  if (point->arguments != NULL) {
    stf_run_job_clear(&point->run);
    stf_options_free(point->arguments);
  }
  stf_arena_free(point->arena);
  *point = (struct stf_sweep_point){.arguments = NULL};
}

static enum stf_status read_base(struct stf_sweep_job *job) {
  if (stf_options_given(job->arguments, "precision") &&
      stf_options_given(job->arguments, "replications")) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--precision decides how many replications there are: not with "
                           "--replications, but --replications-at-most");
  }
  enum stf_status status = begin_point(&job->base, 0);
  status = status == STF_OK ? ready(job, &job->base) : status;
  job->replications_n = job->base.run.replications_n;
  return status;
}

static enum stf_status find_primary(struct stf_sweep_job *job) {
  struct stf_run_job *base = &job->base.run;
  size_t row = 0;
  if (stf_run_figure_choose(base, "primary", stf_options_text(job->arguments, "primary"),
                            &row) != STF_OK) {
    job->error = base->error;
    return job->error.status;
  }
  job->primary = STF_ROW_EMPTY;
  stf_kpi_layout_describe(base->layout, row, &job->primary);
  stf_run_figure_name(&job->primary, job->decides);
  return STF_OK;
}

/* ---- the values, before hours are spent on them ---- */

/* Reads the scenario of a point; of the first all is told, of the others what stops them. */
static enum stf_status check_point(struct stf_sweep_job *job, size_t number) {
  struct stf_sweep_point point;
  struct stf_scenario *scenario = NULL;
  struct stf_diags found;
  stf_diag_init(&found, NULL);
  enum stf_status status = begin_point(&point, number);
  status = status == STF_OK ? set_changes(job, &point) : status;
  if (status == STF_OK) {
    const struct stf_scenario_changed in = {.path = stf_options_operand(job->arguments, 0),
                                            .moved = &job->base.run.moved,
                                            .changes = point.run.changes,
                                            .changes_n = point.run.changes_n};
    status = stf_scenario_read_changed(&in, NULL, &found, &scenario, &job->error);
  }
  stf_as_run_take(&job->diags, &found, number > 0);
  stf_scenario_free(scenario);
  stf_diag_clear(&found);
  drop(&point);
  return status;
}

/* Whether a point has a value that none before had. */
static enum stf_status look_at(const struct stf_sweep_job *job, struct stf_dict *seen,
                               size_t point, bool *is_new) {
  *is_new = point == 0;
  for (size_t k = 0; k < job->keys_n; k++) {
    const char *value = stf_sweep_job_text(job, point, k);
    const char *text =
        stf_arena_join(job->arena, job->keys[k].key, "=", value != NULL ? value : "");
    uint32_t before_n = stf_dict_count(seen);
    if (text == NULL || stf_dict_add(seen, text, strlen(text)) == STF_DICT_NONE) {
      return STF_ERR_MEMORY;
    }
    *is_new = *is_new || stf_dict_count(seen) > before_n;
  }
  return STF_OK;
}

/* Whether setting one key changes the value of another: the same value by two paths. */
static enum stf_status check_pair(struct stf_sweep_job *job, struct stf_node_file *file,
                                  size_t setter, size_t other) {
  struct stf_node *root = file->root;
  const char *value = stf_sweep_job_text(job, 0, setter);
  const char *text =
      stf_arena_join(job->arena, job->keys[setter].key, "=", value != NULL ? value : "0");
  const struct stf_vary change = {.option = "--vary", .text = text};
  enum stf_status status =
      text != NULL ? stf_vary_apply(&change, job->arena, file) : STF_ERR_MEMORY;
  const struct stf_node *node = stf_vary_find(file, job->keys[other].key, job->arena);
  file->root = root;
  if (status != STF_OK || node == NULL || strcmp(node->file->path, change.option) != 0) {
    return status == STF_ERR_MEMORY ? status : STF_OK; /* a wrong value is told later */
  }
  return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                         "--vary %.80s and --vary %.80s set the same value",
                         job->keys[other].key, job->keys[setter].key);
}

static enum stf_status check_pairs(struct stf_sweep_job *job) {
  struct stf_node_file *file = NULL;
  struct stf_diags unheard;
  stf_diag_init(&unheard, NULL);
  enum stf_status status = stf_node_read(job->arena, stf_options_operand(job->arguments, 0),
                                         &unheard, &file, &job->error);
  for (size_t i = 0; i < job->keys_n && status == STF_OK; i++) {
    for (size_t k = 0; k < job->keys_n && status == STF_OK; k++) {
      status = i != k ? check_pair(job, file, i, k) : STF_OK;
    }
  }
  stf_diag_clear(&unheard);
  return status;
}

/* Each value once, in the first point that has it. */
static enum stf_status check_values(struct stf_sweep_job *job) {
  struct stf_dict *seen = stf_dict_new(NULL);
  enum stf_status status = seen != NULL ? STF_OK : STF_ERR_MEMORY;
  size_t checked_n = 0;
  for (size_t p = 0; p < job->design.points_n && checked_n < CHECKED_MOST && status == STF_OK;
       p++) {
    bool is_new = false;
    status = look_at(job, seen, p, &is_new);
    if (status == STF_OK && is_new) {
      status = check_point(job, p);
      checked_n++;
    }
  }
  stf_dict_free(seen);
  return status;
}

enum stf_status stf_sweep_job_make(struct stf_sweep_job *job) {
  static enum stf_status (*const STEPS[])(struct stf_sweep_job *) = {
      read_axes,   read_base,    find_primary,          stf_sweep_design_make, name_keys,
      check_pairs, check_values, stf_sweep_plot_choose, stf_sweep_journal_open};
  stf_diag_init(&job->diags, NULL);
  job->arena = stf_arena_new(NULL);
  enum stf_status status = job->arena != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < STF_COUNT_OF(STEPS) && status == STF_OK; i++) {
    status = STEPS[i](job);
  }
  return status;
}

void stf_sweep_job_clear(struct stf_sweep_job *job) {
  drop(&job->base);
  stf_journal_close(job->journal);
  stf_arena_free(job->arena);
  stf_diag_clear(&job->diags);
}

/* ---- points ---- */

/* Only what a customer meets can be the same: the days must be. */
static enum stf_status check_period(struct stf_sweep_job *job,
                                    const struct stf_sweep_point *point) {
  const struct stf_desk *a = &job->base.run.desk;
  const struct stf_desk *b = &point->run.desk;
  return a->from_us == b->from_us && a->to_us == b->to_us
             ? STF_OK
             : stf_status_fail(
                   &job->error, STF_ERR_USAGE, 0,
                   "point %zu is of another period than the scenario: a sweep is of "
                   "the same days",
                   point->number + 1);
}

static enum stf_status replicate(struct stf_sweep_job *job, struct stf_sweep_point *point) {
  struct stf_run_job *run = &point->run;
  char progress[PROGRESS];
  (void)snprintf(progress, sizeof progress, "point %zu of %zu: ", point->number + 1,
                 job->design.points_n);
  run->progress_of = progress;
  enum stf_status status = stf_sweep_journal_replicate(job, point);
  run->progress_of = NULL;
  if (status != STF_OK) {
    job->error = run->error;
    return status;
  }
  if (run->interrupted) {
    job->interrupted = true;
    return STF_ERR_INTERRUPTED;
  }
  if (!stf_run_text_balanced(run)) {
    return stf_status_fail(&job->error, STF_ERR_INTERNAL, 0,
                           "contacts of point %zu are not conserved: do not use these results",
                           point->number + 1);
  }
  return stf_run_job_fill(run);
}

static enum stf_status run_point(struct stf_sweep_job *job, size_t number,
                                 const struct stf_sweep_taker *taker) {
  struct stf_sweep_point point;
  enum stf_status status = begin_point(&point, number);
  status = status == STF_OK ? set_changes(job, &point) : status;
  status = status == STF_OK ? ready(job, &point) : status;
  status = status == STF_OK ? check_period(job, &point) : status;
  status = status == STF_OK ? replicate(job, &point) : status;
  status = status == STF_OK ? taker->take(taker->context, &point) : status;
  if (status == STF_OK) {
    stf_sweep_plot_take(job, &point);
  }
  drop(&point);
  return status;
}

enum stf_status stf_sweep_job_run(struct stf_sweep_job *job,
                                  const struct stf_sweep_taker *taker) {
  struct sigaction before;
  enum stf_status status = STF_OK;
  stf_interrupt_begin(&before);
  while (job->done_n < job->design.points_n && status == STF_OK) {
    if (stf_interrupt_requested()) {
      job->interrupted = true;
      status = STF_ERR_INTERRUPTED;
    } else {
      status = run_point(job, job->done_n, taker);
      job->done_n += status == STF_OK;
    }
  }
  stf_interrupt_end(&before);
  return status;
}
