/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_replications.h"

#include "cli/put.h"
#include "report/number.h"
#include "report/table_csv.h"

#include <math.h>

struct writer {
  FILE *file;
  const struct stf_zone *zone;
  double *values; /* of one line: a place for each replication */
};

static void write_instant(const struct writer *writer, int64_t at_us) {
  char text[STF_ZONE_TEXT] = "";
  if (at_us != STF_NEVER) {
    (void)stf_zone_format(writer->zone, at_us, text);
  }
  (void)fprintf(writer->file, ",%s", text);
}

static void write_number(FILE *file, double value) {
  char text[STF_NUMBER_TEXT];
  (void)stf_number_exact(value, text);
  (void)fprintf(file, ",%s", text);
}

static void write_labels(const struct writer *writer, const struct stf_row *row) {
  const char *const texts[] = {row->scenario,  row->kpi,  row->definition, row->clock,
                               row->statistic, row->unit, row->group,      row->key};
  for (size_t i = 0; i < STF_COUNT_OF(texts); i++) {
    (void)fputs(i > 0 ? "," : "", writer->file);
    stf_table_csv_text(writer->file, texts[i]);
  }
  write_instant(writer, row->interval_start_us);
  write_instant(writer, row->interval_end_us);
}

static bool says_anything(const double *values, uint32_t n) {
  uint32_t r = 0;
  while (r < n && !isfinite(values[r])) {
    r++;
  }
  return r < n;
}

static enum stf_status write_line(void *context, const struct stf_summary_line *line) {
  struct writer *writer = context;
  const struct stf_replicate_values *values = line->values;
  stf_summary_values(values, line->row, writer->values);
  if (!says_anything(writer->values, values->done_n)) {
    return STF_OK;
  }
  for (uint32_t r = 0; r < values->done_n; r++) {
    size_t at = line->row * values->replications_n + r;
    bool ratio = isfinite(values->den[at]);
    write_labels(writer, &line->labels);
    (void)fprintf(writer->file, ",%u", r + 1);
    write_number(writer->file, writer->values[r]);
    write_number(writer->file, ratio ? values->num[at] : (double)NAN);
    write_number(writer->file, values->den[at]);
    (void)fputc('\n', writer->file);
  }
  return ferror(writer->file) != 0 ? STF_ERR_IO : STF_OK;
}

static enum stf_status write_file(void *context, FILE *file) {
  struct stf_run_job *job = context;
  struct stf_provenance_input inputs[2];
  struct stf_provenance provenance = stf_run_job_provenance(job, inputs);
  struct stf_arena *arena = job->scenario->arena;
  struct writer writer = {
      .file = file,
      .zone = job->scenario->zone,
      .values = stf_arena_alloc(arena, job->values.done_n, sizeof *writer.values)};
  provenance.timezone = stf_zone_name(writer.zone);
  size_t lines_n = 0;
  const char *const *lines = stf_provenance_lines(&provenance, arena, &lines_n);
  if (lines == NULL || writer.values == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < lines_n; i++) {
    (void)fprintf(file, "# %s\n", lines[i]);
  }
  (void)fputs("scenario,kpi,definition,clock,statistic,unit,group,key,interval_start,"
              "interval_end,replication,value,num,den\n",
              file);
  const struct stf_summary_in in = stf_run_job_summary(job);
  const struct stf_summary_taker taker = {.context = &writer, .take = write_line};
  return stf_summary_each(&in, job->table.arena, &taker);
}

enum stf_status stf_run_replications_write(struct stf_run_job *job) {
  const struct stf_put_writer writer = {.context = job, .write = write_file};
  return stf_put_results(job->console, job->arguments, "per-replication", &writer, &job->error);
}
