/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_table.h"

#include "compare/better.h"
#include "report/fields.h"
#include "report/table_csv.h"
#include "report/table_json.h"

#include <inttypes.h>
#include <math.h>

enum {
  COLUMNS_N = 28
};

static const char *const COLUMNS[COLUMNS_N] = {"scenario",
                                               "change",
                                               "kpi",
                                               "definition",
                                               "clock",
                                               "statistic",
                                               "unit",
                                               "role",
                                               "better",
                                               "value",
                                               "ci95_lo",
                                               "ci95_hi",
                                               "band80_lo",
                                               "band80_hi",
                                               "baseline",
                                               "difference",
                                               "difference_lo",
                                               "difference_hi",
                                               "level",
                                               "difference_se",
                                               "independent_se",
                                               "better_on_average",
                                               "better_in_a_period",
                                               "better_in_a_period_lo",
                                               "better_in_a_period_hi",
                                               "pairs",
                                               "n_replications",
                                               "actual"};

static const char *const ROLES[] = {"primary", "simultaneous", "descriptive"};

/* The two probabilities, for whom lower is better the other way round. */
static void put_odds(const struct stf_paired *paired, int sign, struct stf_fields_field *out) {
  struct stf_interval period = stf_paired_above_in_a_period(paired);
  double average = stf_paired_above_on_average(paired);
  bool up = sign > 0;
  out[0] = stf_fields_number(sign == 0 ? (double)NAN : up ? average : 1 - average);
  out[1] = stf_fields_number(sign == 0 ? (double)NAN
                             : up      ? period.estimate
                                       : 1 - period.estimate);
  out[2] = stf_fields_number(sign == 0 ? (double)NAN : up ? period.low : 1 - period.high);
  out[3] = stf_fields_number(sign == 0 ? (double)NAN : up ? period.high : 1 - period.low);
}

static void put_difference(const struct stf_compare_figure *figure,
                           const struct stf_compare_cell *cell, struct stf_fields_field *out) {
  const struct stf_paired *paired = &cell->paired;
  const double numbers[] = {paired->a,
                            paired->difference.estimate,
                            paired->difference.low,
                            paired->difference.high,
                            figure->level,
                            paired->se,
                            paired->independent_se};
  for (size_t i = 0; i < STF_COUNT_OF(numbers); i++) {
    out[i] = stf_fields_number(numbers[i]);
  }
  put_odds(paired, stf_better_sign(&figure->labels), &out[STF_COUNT_OF(numbers)]);
  out[STF_COUNT_OF(numbers) + 4] = stf_fields_number((double)paired->n);
}

static void fill(const struct stf_compare_job *job, const struct stf_compare_figure *figure,
                 size_t k, struct stf_fields_field out[COLUMNS_N]) {
  const struct stf_row *labels = &figure->labels;
  const struct stf_compare_cell *cell = &figure->cells[k];
  const struct stf_row *row = cell->row != NULL ? cell->row : &STF_ROW_EMPTY;
  const char *change = job->scenarios[k].change.text;
  int sign = stf_better_sign(labels);
  const char *const texts[] = {job->scenarios[k].letter,
                               change != NULL ? change
                                              : stf_compare_job_name(&job->scenarios[k]),
                               labels->kpi,
                               labels->definition,
                               labels->clock,
                               labels->statistic,
                               labels->unit,
                               ROLES[figure->role],
                               sign > 0   ? "higher"
                               : sign < 0 ? "lower"
                                          : ""};
  size_t n = 0;
  for (; n < STF_COUNT_OF(texts); n++) {
    out[n] = stf_fields_text(texts[n]);
  }
  const double numbers[] = {row->predicted, row->ci95_lo, row->ci95_hi, row->band80_lo,
                            row->band80_hi};
  for (size_t i = 0; i < STF_COUNT_OF(numbers); i++) {
    out[n++] = stf_fields_number(numbers[i]);
  }
  for (size_t i = n; i < COLUMNS_N; i++) {
    out[i] = stf_fields_number((double)NAN);
  }
  if (cell->paired.n > 0) {
    put_difference(figure, cell, &out[n]);
  }
  out[COLUMNS_N - 2] =
      stf_fields_number(row->n_replications >= 0 ? (double)row->n_replications : (double)NAN);
  out[COLUMNS_N - 1] = stf_fields_number(row->actual);
}

/* Break-evens and flip points: the key stands for the definition, its value for the figure. */
static void fill_crossing(const struct stf_compare_job *job,
                          const struct stf_compare_crossing *crossing,
                          struct stf_fields_field out[COLUMNS_N]) {
  static const char *const UNITS[STF_KEYS_KINDS_N] = {
      [STF_KEYS_SHARE] = "share", [STF_KEYS_DURATION] = "s", [STF_KEYS_RATE] = "per_s"};
  const char *unit = UNITS[crossing->lever.kind];
  const char *const texts[] = {job->scenarios[crossing->b].letter,
                               job->scenarios[crossing->a].letter,
                               crossing->is_flip ? "flip" : "break_even",
                               crossing->lever.key,
                               "",
                               "root",
                               unit != NULL ? unit : "1",
                               "",
                               ""};
  size_t n = 0;
  for (; n < STF_COUNT_OF(texts); n++) {
    out[n] = stf_fields_text(texts[n]);
  }
  for (size_t i = n; i < COLUMNS_N; i++) {
    out[i] = stf_fields_number((double)NAN);
  }
  out[n] = stf_fields_number(crossing->root.x);
  out[n + 1] = stf_fields_number(crossing->root.x_low);
  out[n + 2] = stf_fields_number(crossing->root.x_high);
}

/* A row that says nothing of any scenario is left out. */
static bool says(const struct stf_compare_job *job, const struct stf_compare_figure *figure) {
  size_t k = 0;
  while (k < job->scenarios_n && figure->cells[k].row == NULL) {
    k++;
  }
  return k < job->scenarios_n;
}

static enum stf_status provenance_of(struct stf_compare_job *job, struct stf_provenance *out) {
  struct stf_provenance_input *inputs =
      stf_arena_alloc(job->arena, 2 * job->scenarios_n, sizeof *inputs);
  if (inputs == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  const struct stf_run_job *first = &job->scenarios[0].run;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    const struct stf_scenario *scenario = job->scenarios[k].run.scenario;
    inputs[n++] =
        (struct stf_provenance_input){.path = scenario->path, .hash = scenario->content_hash};
  }
  if (first->has_log) {
    inputs[n++] = (struct stf_provenance_input){.path = first->log_path,
                                                .hash = first->log.facts.content_hash};
  }
  *out = (struct stf_provenance){.line = stf_options_line(job->arguments),
                                 .has_seed = true,
                                 .seed = first->seed,
                                 .scenario = first->scenario->title,
                                 .timezone = stf_zone_name(first->scenario->zone),
                                 .inputs = inputs,
                                 .inputs_n = n};
  return STF_OK;
}

/* ---- CSV ---- */

enum stf_status stf_compare_table_csv(FILE *file, struct stf_compare_job *job) {
  struct stf_provenance provenance;
  size_t lines_n = 0;
  if (provenance_of(job, &provenance) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  const char *const *lines = stf_provenance_lines(&provenance, job->arena, &lines_n);
  if (lines == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < lines_n; i++) {
    (void)fprintf(file, "# %s\n", lines[i]);
  }
  struct stf_fields_field fields[COLUMNS_N];
  for (size_t c = 0; c < COLUMNS_N; c++) {
    fields[c] = stf_fields_text(COLUMNS[c]);
  }
  stf_fields_csv(file, fields, COLUMNS_N);
  for (size_t i = 0; i < job->figures_n; i++) {
    for (size_t k = 0; k < job->scenarios_n && says(job, &job->figures[i]); k++) {
      fill(job, &job->figures[i], k, fields);
      stf_fields_csv(file, fields, COLUMNS_N);
    }
  }
  for (size_t i = 0; i < job->crossings_n; i++) {
    fill_crossing(job, &job->crossings[i], fields);
    stf_fields_csv(file, fields, COLUMNS_N);
  }
  return STF_OK;
}

/* ---- JSON ---- */

enum stf_status stf_compare_table_json(FILE *file, struct stf_compare_job *job) {
  struct stf_provenance provenance;
  struct stf_fields_field fields[COLUMNS_N];
  bool first = true;
  if (provenance_of(job, &provenance) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  (void)fputs("{\"provenance\": ", file);
  stf_table_json_provenance(file, &provenance, job->scenarios[0].run.scenario->zone);
  (void)fputs(",\n \"primary\": ", file);
  stf_table_json_text(file, job->primary_name);
  (void)fputs(",\n \"rows\": [", file);
  for (size_t i = 0; i < job->figures_n; i++) {
    for (size_t k = 0; k < job->scenarios_n && says(job, &job->figures[i]); k++) {
      fill(job, &job->figures[i], k, fields);
      stf_fields_json(file, COLUMNS, fields, COLUMNS_N, first);
      first = false;
    }
  }
  (void)fputs("],\n \"crossings\": [", file);
  for (size_t i = 0; i < job->crossings_n; i++) {
    fill_crossing(job, &job->crossings[i], fields);
    stf_fields_json(file, COLUMNS, fields, COLUMNS_N, i == 0);
  }
  (void)fputs("]}\n", file);
  return STF_OK;
}
