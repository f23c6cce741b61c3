/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/record.h"

#include "base/dict.h"
#include "base/quantity.h"
#include "input/csv.h"
#include "report/number.h"
#include "report/table_csv.h"
#include "time/zone.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

enum column {
  DESK,
  FROM,
  TO,
  LOG,
  GIVEN,
  KPI,
  DEFINITION,
  CLOCK,
  STATISTIC,
  UNIT,
  PREDICTED,
  ACTUAL,
  REPLICATIONS,
  COLUMNS_N
};

static const char *const NAMES[COLUMNS_N] = {
    "desk",  "from",      "to",   "log",       "given",  "kpi",         "definition",
    "clock", "statistic", "unit", "predicted", "actual", "replications"};

/* ---- writing ---- */

static void write_texts(FILE *file, const char *const *texts, size_t n) {
  for (size_t i = 0; i < n; i++) {
    stf_table_csv_text(file, texts[i]);
    (void)fputc(',', file);
  }
}

static void write_number(FILE *file, double value, const char *behind) {
  char text[STF_NUMBER_TEXT];
  (void)stf_number_exact(value, text);
  (void)fprintf(file, "%s%s", text, behind);
}

static bool says(const struct stf_row *row) {
  return row->group[0] == '\0' && row->interval_start_us == INT64_MIN &&
         isfinite(row->predicted) && isfinite(row->actual) && row->inside80 != STF_INSIDE_GIVEN;
}

static void write_row(FILE *file, const struct stf_record_replay *replay,
                      const struct stf_row *row) {
  const char *const texts[] = {replay->desk,   replay->from, replay->to,      replay->log,
                               replay->given,  row->kpi,     row->definition, row->clock,
                               row->statistic, row->unit};
  write_texts(file, texts, STF_COUNT_OF(texts));
  write_number(file, row->predicted, ",");
  write_number(file, row->actual, ",");
  write_number(file, (double)row->n_replications, "\n");
}

static void write_header(FILE *file) {
  for (size_t c = 0; c < COLUMNS_N; c++) {
    (void)fprintf(file, "%s%s", c > 0 ? "," : "", NAMES[c]);
  }
  (void)fputc('\n', file);
}

enum stf_status stf_record_append(const char *path, const struct stf_record_replay *replay,
                                  const struct stf_table *table, size_t *n,
                                  struct stf_error *error) {
  bool is_new = access(path, F_OK) != 0;
  *n = 0;
  FILE *file = fopen(path, "a");
  if (file == NULL) {
    return stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path);
  }
  if (is_new) {
    write_header(file);
  }
  for (size_t i = 0; i < table->rows_n; i++) {
    if (says(&table->rows[i])) {
      write_row(file, replay, &table->rows[i]);
      ++*n;
    }
  }
  bool failed = ferror(file) != 0;
  failed = fclose(file) != 0 || failed;
  return failed ? stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path) : STF_OK;
}

/* ---- reading ---- */

/* A replay of the figure. */
struct entry {
  uint64_t replay; /* hash of days, log and given parts */
  int64_t days_n;
  double error;
};

struct reader {
  const struct stf_record_query *query;
  struct stf_diags *diags;
  struct stf_csv *csv;
  int columns[COLUMNS_N];
  struct entry *entries;
  size_t n;
  size_t capacity;
  struct stf_record *out;
};

static enum stf_status find_columns(struct reader *reader, const char *path) {
  for (size_t c = 0; c < COLUMNS_N; c++) {
    reader->columns[c] = stf_csv_find(reader->csv, NAMES[c]);
    if (reader->columns[c] < 0) {
      stf_diag_add(reader->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = path},
                   "no record of past errors: it has no column '%s'", NAMES[c]);
      return STF_ERR_INPUT;
    }
  }
  return STF_OK;
}

static const char *text_of(const struct reader *reader, const struct stf_csv_row *row,
                           enum column column) {
  return row->fields[reader->columns[column]].text;
}

static bool is_wanted(const struct reader *reader, const struct stf_csv_row *row) {
  const struct stf_row *labels = reader->query->labels;
  return strcmp(text_of(reader, row, DESK), reader->query->desk) == 0 &&
         strcmp(text_of(reader, row, KPI), labels->kpi) == 0 &&
         strcmp(text_of(reader, row, DEFINITION), labels->definition) == 0 &&
         strcmp(text_of(reader, row, CLOCK), labels->clock) == 0 &&
         strcmp(text_of(reader, row, STATISTIC), labels->statistic) == 0;
}

static uint64_t replay_of(const struct reader *reader, const struct stf_csv_row *row) {
  static const enum column KEYS[] = {FROM, TO, LOG, GIVEN};
  uint64_t hash = 0;
  for (size_t i = 0; i < STF_COUNT_OF(KEYS); i++) {
    const char *text = text_of(reader, row, KEYS[i]);
    hash = hash * UINT64_C(0x9E3779B97F4A7C15) + stf_dict_hash(text, strlen(text));
  }
  return hash;
}

static void widen(struct stf_record *record, const char *from, const char *to) {
  if (record->from[0] == '\0' || strcmp(from, record->from) < 0) {
    (void)snprintf(record->from, sizeof record->from, "%s", from);
  }
  if (strcmp(to, record->to) > 0) {
    (void)snprintf(record->to, sizeof record->to, "%s", to);
  }
}

static enum stf_status keep(struct reader *reader, const struct entry *entry) {
  for (size_t i = 0; i < reader->n; i++) {
    if (reader->entries[i].replay == entry->replay) {
      reader->entries[i] = *entry;
      return STF_OK;
    }
  }
  struct entry *entries =
      stf_mem_grown(NULL, reader->entries, &reader->capacity, reader->n + 1, sizeof *entries);
  if (entries == NULL) {
    return STF_ERR_MEMORY;
  }
  reader->entries = entries;
  entries[reader->n++] = *entry;
  return STF_OK;
}

static enum stf_status refuse(const struct reader *reader, enum column column,
                              const char *why) {
  stf_diag_add(reader->diags, STF_SEVERITY_ERROR,
               stf_csv_where(reader->csv, (size_t)reader->columns[column]), "%s", why);
  return STF_ERR_INPUT;
}

/* Days of a row, first and last included; 0: they are no days. */
static int64_t days_of(const struct reader *reader, const struct stf_csv_row *row) {
  struct stf_civil from;
  struct stf_civil to;
  if (!stf_zone_parse_date(text_of(reader, row, FROM), &from) ||
      !stf_zone_parse_date(text_of(reader, row, TO), &to)) {
    return 0;
  }
  int64_t days_n = stf_zone_day_number(&to) - stf_zone_day_number(&from) + 1;
  return days_n > 0 ? days_n : 0;
}

static enum stf_status take_row(struct reader *reader, const struct stf_csv_row *row) {
  double predicted = 0;
  double actual = 0;
  if (!is_wanted(reader, row)) {
    return STF_OK;
  }
  if (!stf_quantity_number(text_of(reader, row, PREDICTED), &predicted) ||
      !stf_quantity_number(text_of(reader, row, ACTUAL), &actual)) {
    return refuse(reader, PREDICTED, "'predicted' and 'actual' must be numbers");
  }
  const struct entry entry = {.replay = replay_of(reader, row),
                              .days_n = days_of(reader, row),
                              .error = fabs(predicted - actual)};
  if (entry.days_n == 0) {
    return refuse(reader, FROM, "'from' and 'to' must be days such as 2026-12-21, in order");
  }
  widen(reader->out, text_of(reader, row, FROM), text_of(reader, row, TO));
  return keep(reader, &entry);
}

static enum stf_status read_rows(struct reader *reader, const char *path) {
  struct stf_csv_row row;
  enum stf_status status = STF_OK;
  while (status == STF_OK) {
    switch (stf_csv_next(reader->csv, &row)) {
    case STF_CSV_ROW:
      status = take_row(reader, &row);
      break;
    case STF_CSV_BAD: {
      const struct stf_csv_problem *problem = stf_csv_problem(reader->csv);
      stf_diag_add(reader->diags, STF_SEVERITY_ERROR,
                   (struct stf_where){path, problem->line, problem->column}, "%s",
                   problem->message);
      return STF_ERR_INPUT;
    }
    case STF_CSV_END:
      return STF_OK;
    case STF_CSV_FAILED:
      return stf_csv_status(reader->csv);
    }
  }
  return status;
}

double stf_record_factor(int64_t from, int64_t to, bool adds_up) {
  double ratio = (double)to / (double)from;
  if (ratio >= 1) {
    return adds_up ? ratio : 1;
  }
  return adds_up ? sqrt(ratio) : sqrt(1 / ratio);
}

static void sum_up(const struct reader *reader, struct stf_record *out) {
  const char *statistic = reader->query->labels->statistic;
  bool adds_up = strcmp(statistic, "count") == 0 || strcmp(statistic, "sum") == 0;
  out->n = reader->n;
  out->days_n = reader->query->days_n;
  for (size_t i = 0; i < reader->n; i++) {
    const struct entry *entry = &reader->entries[i];
    double factor = stf_record_factor(entry->days_n, reader->query->days_n, adds_up);
    out->mean_error += entry->error / (double)reader->n;
    out->error += factor * entry->error / (double)reader->n;
    out->largest_error = entry->error > out->largest_error ? entry->error : out->largest_error;
    out->days_least =
        i == 0 || entry->days_n < out->days_least ? entry->days_n : out->days_least;
    out->days_most = entry->days_n > out->days_most ? entry->days_n : out->days_most;
  }
}

enum stf_status stf_record_read(const char *path, const struct stf_record_query *query,
                                struct stf_diags *diags, struct stf_record *out,
                                struct stf_error *error) {
  *out = (struct stf_record){0};
  if (access(path, F_OK) != 0) {
    return STF_OK;
  }
  struct reader reader = {.query = query, .diags = diags, .out = out};
  const struct stf_csv_options options = {.delimiter = ','};
  enum stf_status status = stf_csv_open(path, &options, NULL, diags, &reader.csv, error);
  status = status == STF_OK ? find_columns(&reader, path) : status;
  status = status == STF_OK ? read_rows(&reader, path) : status;
  if (status == STF_OK) {
    sum_up(&reader, out);
  }
  stf_csv_free(reader.csv);
  stf_mem_release(NULL, reader.entries);
  return status;
}
