/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_job.h"

#include "base/quantity.h"
#include "cli/as_run.h"
#include "cli/compare_figures.h"
#include "cli/compare_lever.h"
#include "cli/compare_select.h"
#include "cli/run_actuals.h"
#include "cli/run_figure.h"
#include "cli/run_moved.h"
#include "cli/run_record.h"
#include "cli/run_text.h"
#include "compare/better.h"
#include "replicate/precision.h"
#include "report/provenance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the scenarios, as run would have them ---- */

/* Those behind the first have the baseline's seed. */
static enum stf_status parse(struct stf_compare_job *job, const char *path,
                             struct stf_compare_scenario *scenario) {
  bool is_first = job->scenarios_n == 1 && job->scenarios[0].run.scenario == NULL;
  const struct stf_as_run_in in = {.arguments = job->arguments,
                                   .path = path,
                                   .seed = is_first ? NULL : &job->scenarios[0].run.seed,
                                   .replications_n = job->most_n,
                                   .arena = job->arena};
  return stf_as_run_parse(&in, &job->error, &scenario->arguments);
}

static void set_changes(struct stf_compare_scenario *scenario) {
  struct stf_run_job *run = &scenario->run;
  run->changes = scenario->changes;
  run->changes_n = 0;
  if (scenario->change.text != NULL) {
    scenario->changes[run->changes_n++] = scenario->change;
  }
  if (scenario->lever.text != NULL) {
    scenario->changes[run->changes_n++] = scenario->lever;
  }
}

static bool find_row(const struct stf_compare_job *job, struct stf_compare_scenario *scenario) {
  const struct stf_kpi_layout *layout = scenario->run.layout;
  size_t rows_n = stf_kpi_layout_rows_n(layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(layout, i, &row);
    if (stf_run_figure_is_total(&row) && stf_row_same(&row, &job->primary)) {
      scenario->primary = i;
      return true;
    }
  }
  return false;
}

static enum stf_status find_primary_row(struct stf_compare_job *job,
                                        struct stf_compare_scenario *scenario) {
  return find_row(job, scenario)
             ? STF_OK
             : stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                               "'%.80s' has no figure %s: name another with --primary",
                               stf_compare_job_name(scenario), job->primary_name);
}

enum stf_status stf_compare_job_read(struct stf_compare_job *job, const char *path,
                                     struct stf_compare_scenario *scenario) {
  enum stf_status status = parse(job, path, scenario);
  if (status != STF_OK) {
    return status;
  }
  struct stf_run_job *run = &scenario->run;
  run->console = job->console;
  run->arguments = scenario->arguments;
  run->totals_only = true;
  run->progress_of = scenario->progress;
  run->like = run != &job->scenarios[0].run ? &job->scenarios[0].run : NULL;
  set_changes(scenario);
  status = stf_run_job_ready(run);
  stf_as_run_take(&job->diags, &run->diags, scenario->lever.text != NULL);
  if (status != STF_OK) {
    job->error = run->error;
    return status;
  }
  return job->primary.kpi != NULL ? find_primary_row(job, scenario) : STF_OK;
}

void stf_compare_job_drop(struct stf_compare_scenario *scenario) {
  if (scenario->arguments == NULL) {
    return;
  }
  stf_run_job_clear(&scenario->run);
  stf_options_free(scenario->arguments);
  stf_mem_release(NULL, scenario->lines);
  *scenario = (struct stf_compare_scenario){.arguments = NULL};
}

static enum stf_status read_one(struct stf_compare_job *job, size_t k, const char *path,
                                const char *change) {
  struct stf_compare_scenario *scenario = &job->scenarios[k];
  scenario->letter[0] = (char)('A' + (int)k);
  (void)snprintf(scenario->progress, sizeof scenario->progress, "%c: ", scenario->letter[0]);
  scenario->change = (struct stf_vary){.option = "--with", .text = change};
  job->scenarios_n = k + 1;
  return stf_compare_job_read(job, path, scenario);
}

static size_t changes_n(const struct stf_arguments *arguments) {
  size_t n = 0;
  while (stf_options_text_at(arguments, "with", n) != NULL) {
    n++;
  }
  return n;
}

/* Only what a customer meets can be the same: the days must be. */
static enum stf_status check_period(struct stf_compare_job *job, size_t k) {
  const struct stf_desk *a = &job->scenarios[0].run.desk;
  const struct stf_desk *b = &job->scenarios[k].run.desk;
  return a->from_us == b->from_us && a->to_us == b->to_us
             ? STF_OK
             : stf_status_fail(
                   &job->error, STF_ERR_USAGE, 0,
                   "'%.80s' is of another period than '%.80s': compare takes scenarios "
                   "of the same days",
                   stf_compare_job_name(&job->scenarios[k]),
                   stf_compare_job_name(&job->scenarios[0]));
}

static enum stf_status read_scenarios(struct stf_compare_job *job) {
  size_t files_n = stf_options_operands_n(job->arguments);
  size_t with_n = changes_n(job->arguments);
  size_t wanted_n = with_n > 0 ? with_n + 1 : files_n;
  if (with_n > 0 && files_n > 1) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--with changes one scenario: name a single file, or several without "
        "--with");
  }
  if (wanted_n < 2) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "there is nothing to compare '%s' with: name a second scenario, or a "
        "change with --with KEY=VALUE",
        stf_options_operand(job->arguments, 0));
  }
  if (wanted_n > STF_COMPARE_JOB_MOST) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0, "at most %d scenarios at once",
                           STF_COMPARE_JOB_MOST);
  }
  job->scenarios = stf_arena_alloc(job->arena, wanted_n, sizeof *job->scenarios);
  enum stf_status status = job->scenarios != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t k = 0; k < wanted_n && status == STF_OK; k++) {
    const char *change =
        with_n > 0 && k > 0 ? stf_options_text_at(job->arguments, "with", k - 1) : NULL;
    status = read_one(job, k, stf_options_operand(job->arguments, with_n > 0 ? 0 : k), change);
    if (k == 0 && status == STF_OK) {
      job->most_n = job->scenarios[0].run.replications_n;
    }
    status = status == STF_OK ? check_period(job, k) : status;
  }
  return status;
}

const char *stf_compare_job_path(const struct stf_compare_job *job, size_t k) {
  return stf_options_operand(job->scenarios[k].arguments, 0);
}

int stf_compare_job_sign(const struct stf_compare_job *job) {
  int sign = stf_better_sign(&job->primary);
  return sign != 0 ? sign : 1;
}

const char *stf_compare_job_name(const struct stf_compare_scenario *scenario) {
  return scenario->change.text != NULL
             ? scenario->change.text
             : stf_provenance_name(stf_options_operand(scenario->arguments, 0));
}

/* ---- the primary figure and how well it shall be known ---- */

static void take_primary(struct stf_compare_job *job, size_t row) {
  job->primary = STF_ROW_EMPTY;
  stf_kpi_layout_describe(job->scenarios[0].run.layout, row, &job->primary);
  stf_run_figure_name(&job->primary, job->primary_name);
}

static enum stf_status find_primary(struct stf_compare_job *job) {
  struct stf_run_job *baseline = &job->scenarios[0].run;
  const char *text = stf_options_text(job->arguments, "primary");
  size_t row = 0;
  job->primary_chosen = text != NULL;
  if (stf_run_figure_choose(baseline, "primary", text, &row) != STF_OK) {
    job->error = baseline->error;
    return job->error.status;
  }
  take_primary(job, row);
  return STF_OK;
}

/* The primary figure's row in each layout. */
static enum stf_status find_primary_rows(struct stf_compare_job *job) {
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    status = find_primary_row(job, &job->scenarios[k]);
  }
  return status;
}

static bool read_width(const char *text, const char *unit, double *out) {
  bool known = strcmp(unit, "share") == 0 ? stf_quantity_share(text, out)
               : strcmp(unit, "s") == 0   ? stf_quantity_duration(text, out)
                                          : stf_quantity_number(text, out);
  return known && *out > 0;
}

/* How narrow the differences shall be known, or how small one does not matter. */
static enum stf_status read_precision(struct stf_compare_job *job) {
  const char *option = job->selects ? "delta" : "precision";
  const char *text = stf_options_text(job->arguments, option);
  const char *unit = job->primary.unit;
  if (text == NULL || read_width(text, unit, job->selects ? &job->delta : &job->wanted)) {
    return STF_OK;
  }
  return stf_status_fail(
      &job->error, STF_ERR_USAGE, 0, "--%s: %s %s is %s, not '%.40s'", option,
      job->selects ? "a difference that does not matter in"
                   : "the half width of the 95 % interval of a difference in",
      job->primary_name,
      strcmp(unit, "share") == 0 ? "a share above 0, such as 1% for one point"
      : strcmp(unit, "s") == 0   ? "a duration above 0, such as 2s"
                                 : "a number above 0",
      text);
}

/* Before anything is read: what stands in the options alone. */
static enum stf_status read_most(struct stf_compare_job *job) {
  const struct stf_arguments *arguments = job->arguments;
  bool precise = stf_options_given(arguments, "precision");
  bool counted = stf_options_given(arguments, "replications");
  job->selects = stf_options_given(arguments, "select");
  if (job->selects != stf_options_given(arguments, "delta")) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--select and --delta go together: the best is found up to a difference "
        "that does not matter, such as --delta 1%%");
  }
  if (precise && job->selects) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--precision wants all differences known, --select only the best found: "
        "take one of them");
  }
  if ((precise || job->selects) && counted) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--%s decides how many replications there are: not with "
                           "--replications, but --replications-at-most",
                           precise ? "precision" : "select");
  }
  if (precise || job->selects) {
    job->most_n = (uint32_t)stf_options_integer(arguments, "replications-at-most");
  } else if (counted) {
    job->most_n = (uint32_t)stf_options_integer(arguments, "replications");
  }
  return STF_OK;
}

/* ---- replications ---- */

/* The widest half width of the primary differences; NAN: not known. */
static double widest(struct stf_compare_job *job, enum stf_status *status) {
  double most = 0;
  for (size_t k = 1; k < job->scenarios_n && *status == STF_OK; k++) {
    struct stf_paired paired;
    *status = stf_compare_figures_primary(job, k, &paired);
    double half = (paired.difference.high - paired.difference.low) / 2;
    most = half <= most ? most : half;
  }
  return most;
}

static uint32_t next_goal(struct stf_compare_job *job, enum stf_status *status) {
  if (!(job->wanted > 0) || *status != STF_OK || job->interrupted) {
    return job->done_n;
  }
  job->reached = widest(job, status);
  return stf_precision_next(job->done_n, job->reached, job->wanted, job->most_n);
}

static enum stf_status is_primary_known(struct stf_compare_job *job, bool *known) {
  struct stf_paired paired;
  enum stf_status status = stf_compare_figures_primary(job, 1, &paired);
  *known = paired.both_n > 0;
  return status;
}

/* A target that no contact of these runs decides gives way to the service level. */
static enum stf_status settle_primary(struct stf_compare_job *job) {
  bool known = false;
  enum stf_status status = is_primary_known(job, &known);
  const struct stf_kpi_layout *layout = job->scenarios[0].run.layout;
  size_t row = stf_run_figure_find(layout, "sl3");
  if (status == STF_OK && !known && !job->primary_chosen &&
      row < stf_kpi_layout_rows_n(layout)) {
    take_primary(job, row);
    status = find_primary_rows(job);
    status = status == STF_OK ? is_primary_known(job, &known) : status;
  }
  return status != STF_OK || known
             ? status
             : stf_status_fail(
                   &job->error, STF_ERR_USAGE, 0,
                   "%s has no value in these runs: name another figure with --primary",
                   job->primary_name);
}

/* All scenarios from done_n to until_n, piece by piece: stopped in between, all have about as
 * many. */
static enum stf_status run_until(struct stf_compare_job *job, uint32_t until_n) {
  enum stf_status status = STF_OK;
  while (job->done_n < until_n && status == STF_OK && !job->interrupted) {
    uint32_t left_n = until_n - job->done_n;
    uint32_t end_n =
        job->done_n + (left_n < STF_COMPARE_JOB_PIECE ? left_n : STF_COMPARE_JOB_PIECE);
    uint32_t least_n = end_n;
    for (size_t k = 0; k < job->scenarios_n && status == STF_OK && !job->interrupted; k++) {
      struct stf_run_job *run = &job->scenarios[k].run;
      status = stf_run_job_replicate(run, job->done_n, end_n);
      job->interrupted = run->interrupted;
      job->error = status != STF_OK ? run->error : job->error;
    }
    for (size_t k = 0; k < job->scenarios_n; k++) {
      uint32_t done_n = job->scenarios[k].run.values.done_n;
      least_n = done_n < least_n ? done_n : least_n;
    }
    job->done_n = least_n;
  }
  return status;
}

/* What some have and others have not stays out. */
static void cut(struct stf_compare_job *job) {
  for (size_t k = 0; k < job->scenarios_n; k++) {
    struct stf_run_job *run = &job->scenarios[k].run;
    run->values.done_n = job->done_n;
    run->whole.done_n = run->masks ? job->done_n : 0;
  }
}

static enum stf_status replicate(struct stf_compare_job *job) {
  uint32_t first_n = job->most_n < STF_PRECISION_FIRST ? job->most_n : STF_PRECISION_FIRST;
  enum stf_status status = run_until(job, first_n);
  if (status == STF_OK && job->done_n == 0) {
    return stf_status_fail(&job->error, STF_ERR_INTERRUPTED, 0,
                           "stopped before all scenarios had a replication");
  }
  status = status == STF_OK ? settle_primary(job) : status;
  if (job->selects) {
    return status == STF_OK ? stf_compare_select_best(job) : status;
  }
  uint32_t goal_n = job->wanted > 0 ? next_goal(job, &status) : job->most_n;
  while (status == STF_OK && !job->interrupted && goal_n > job->done_n) {
    status = run_until(job, goal_n);
    goal_n = next_goal(job, &status);
  }
  cut(job);
  return status;
}

static enum stf_status check_balance(struct stf_compare_job *job) {
  for (size_t k = 0; k < job->scenarios_n; k++) {
    if (!stf_run_text_balanced(&job->scenarios[k].run)) {
      return stf_status_fail(&job->error, STF_ERR_INTERNAL, 0,
                             "contacts of '%.80s' are not conserved: do not use these results",
                             stf_compare_job_name(&job->scenarios[k]));
    }
  }
  return STF_OK;
}

static enum stf_status read_record(struct stf_compare_job *job) {
  struct stf_run_job *baseline = &job->scenarios[0].run;
  enum stf_status status = stf_run_record_read(baseline, &job->primary, &job->record);
  if (status != STF_OK) {
    stf_as_run_take(&job->diags, &baseline->diags, true);
    job->error = baseline->error;
  }
  return status;
}

static enum stf_status fill(struct stf_compare_job *job) {
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    status = stf_run_job_fill(&job->scenarios[k].run);
  }
  return status;
}

static enum stf_status make_actuals(struct stf_compare_job *job) {
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    status = stf_run_actuals_make(&job->scenarios[k].run);
  }
  return status;
}

enum stf_status stf_compare_job_do(struct stf_compare_job *job) {
  static enum stf_status (*const STEPS[])(struct stf_compare_job *) = {read_most,
                                                                       read_scenarios,
                                                                       find_primary,
                                                                       find_primary_rows,
                                                                       read_precision,
                                                                       stf_compare_lever_read,
                                                                       make_actuals,
                                                                       replicate,
                                                                       read_record,
                                                                       fill,
                                                                       stf_compare_figures_make,
                                                                       check_balance,
                                                                       stf_compare_lever_find};
  stf_diag_init(&job->diags, NULL);
  job->arena = stf_arena_new(NULL);
  enum stf_status status = job->arena != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < STF_COUNT_OF(STEPS) && status == STF_OK; i++) {
    status = STEPS[i](job);
  }
  return status;
}

void stf_compare_job_clear(struct stf_compare_job *job) {
  for (size_t k = job->scenarios_n; k > 0; k--) {
    stf_compare_job_drop(&job->scenarios[k - 1]); /* the first lends its log */
  }
  stf_arena_free(job->arena);
  stf_diag_clear(&job->diags);
}

const struct stf_compare_figure *stf_compare_job_primary(const struct stf_compare_job *job) {
  return &job->figures[job->primary_index];
}
