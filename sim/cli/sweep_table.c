/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_table.h"

#include "cli/run_figure.h"
#include "report/table_json.h"

#include <math.h>

static const char *const FIGURE_COLUMNS[] = {
    "kpi",     "definition", "clock",     "statistic", "unit",      "value",          "ci95_lo",
    "ci95_hi", "band80_lo",  "band80_hi", "band95_lo", "band95_hi", "n_replications", "actual"};

enum {
  FIGURE_COLUMNS_N = STF_COUNT_OF(FIGURE_COLUMNS)
};

static enum stf_status provenance_of(struct stf_sweep_job *job, struct stf_provenance *out) {
  struct stf_provenance_input *inputs = stf_arena_alloc(job->arena, 2, sizeof *inputs);
  if (inputs == NULL) {
    return STF_ERR_MEMORY;
  }
  *out = stf_run_job_provenance(&job->base.run, inputs);
  out->line = stf_options_line(job->arguments);
  out->timezone = stf_zone_name(job->base.run.scenario->zone);
  return STF_OK;
}

static enum stf_status write_csv_head(const struct stf_sweep_table *table,
                                      const struct stf_provenance *provenance) {
  size_t lines_n = 0;
  const char *const *lines = stf_provenance_lines(provenance, table->job->arena, &lines_n);
  struct stf_fields_field *fields =
      stf_arena_alloc(table->job->arena, table->columns_n, sizeof *fields);
  if (lines == NULL || fields == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < lines_n; i++) {
    (void)fprintf(table->file, "# %s\n", lines[i]);
  }
  for (size_t c = 0; c < table->columns_n; c++) {
    fields[c] = stf_fields_text(table->columns[c]);
  }
  stf_fields_csv(table->file, fields, table->columns_n);
  return STF_OK;
}

enum stf_status stf_sweep_table_head(struct stf_sweep_table *table) {
  struct stf_provenance provenance;
  if (provenance_of(table->job, &provenance) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  if (!table->is_json) {
    return write_csv_head(table, &provenance);
  }
  (void)fputs("{\"provenance\": ", table->file);
  stf_table_json_provenance(table->file, &provenance, table->job->base.run.scenario->zone);
  (void)fputs(",\n \"rows\": [", table->file);
  return STF_OK;
}

enum stf_status stf_sweep_table_begin(struct stf_sweep_table *table, struct stf_sweep_job *job,
                                      FILE *file, bool is_json) {
  size_t n = 1 + job->keys_n + FIGURE_COLUMNS_N;
  *table =
      (struct stf_sweep_table){.file = file, .job = job, .is_json = is_json, .columns_n = n};
  const char **columns = stf_arena_alloc(job->arena, n, sizeof *columns);
  if (columns == NULL) {
    return STF_ERR_MEMORY;
  }
  columns[0] = "point";
  for (size_t k = 0; k < job->keys_n; k++) {
    columns[1 + k] = job->keys[k].column;
  }
  for (size_t c = 0; c < FIGURE_COLUMNS_N; c++) {
    columns[1 + job->keys_n + c] = FIGURE_COLUMNS[c];
  }
  table->columns = columns;
  return stf_sweep_table_head(table);
}

/* Numbers in base units; what is none as it was given. */
static struct stf_fields_field value_of(const struct stf_sweep_job *job, size_t point,
                                        size_t key) {
  const char *text = stf_sweep_job_text(job, point, key);
  return job->keys[key].is_number || text == NULL
             ? stf_fields_number(stf_sweep_job_value(job, point, key))
             : stf_fields_text(text);
}

static void fill(const struct stf_row *row, struct stf_fields_field out[FIGURE_COLUMNS_N]) {
  const char *const texts[] = {row->kpi, row->definition, row->clock, row->statistic,
                               row->unit};
  const double numbers[] = {
      row->predicted, row->ci95_lo,
      row->ci95_hi,   row->band80_lo,
      row->band80_hi, row->band95_lo,
      row->band95_hi, row->n_replications >= 0 ? (double)row->n_replications : (double)NAN,
      row->actual};
  size_t n = 0;
  for (size_t i = 0; i < STF_COUNT_OF(texts); i++) {
    out[n++] = stf_fields_text(texts[i]);
  }
  for (size_t i = 0; i < STF_COUNT_OF(numbers); i++) {
    out[n++] = stf_fields_number(numbers[i]);
  }
}

void stf_sweep_table_row(struct stf_sweep_table *table, const struct stf_fields_field *fields) {
  if (table->is_json) {
    stf_fields_json(table->file, table->columns, fields, table->columns_n, table->rows_n == 0);
  } else {
    stf_fields_csv(table->file, fields, table->columns_n);
  }
  table->rows_n++;
}

enum stf_status stf_sweep_table_take(void *context, const struct stf_sweep_point *point) {
  struct stf_sweep_table *table = context;
  const struct stf_sweep_job *job = table->job;
  struct stf_fields_field *fields =
      stf_arena_alloc(point->arena, table->columns_n, sizeof *fields);
  if (fields == NULL) {
    return STF_ERR_MEMORY;
  }
  fields[0] = stf_fields_number((double)(point->number + 1));
  for (size_t k = 0; k < job->keys_n; k++) {
    fields[1 + k] = value_of(job, point->number, k);
  }
  for (size_t i = 0; i < point->run.table.rows_n; i++) {
    const struct stf_row *row = &point->run.table.rows[i];
    if (!stf_run_figure_is_total(row)) {
      continue;
    }
    fill(row, &fields[1 + job->keys_n]);
    stf_sweep_table_row(table, fields);
  }
  return STF_OK;
}

void stf_sweep_table_end(struct stf_sweep_table *table) {
  if (table->is_json) {
    (void)fputs("]}\n", table->file);
  }
}
