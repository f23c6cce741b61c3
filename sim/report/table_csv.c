/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table_csv.h"

#include "report/number.h"
#include "report/table_columns.h"

#include <inttypes.h>
#include <string.h>

void stf_table_csv_text(FILE *file, const char *text) {
  size_t n = strlen(text);
  bool is_plain = strpbrk(text, ",\"\r\n") == NULL && text[0] != '#' && text[0] != ' ' &&
                  (n == 0 || text[n - 1] != ' ');
  if (is_plain) {
    (void)fputs(text, file);
    return;
  }
  (void)fputc('"', file);
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"') {
      (void)fputc('"', file);
    }
    (void)fputc(*c, file);
  }
  (void)fputc('"', file);
}

static void write_field(FILE *file, const struct stf_row *row,
                        const struct stf_table_column *column, const struct stf_zone *zone) {
  switch (column->kind) {
  case STF_TABLE_COLUMNS_TEXT:
  case STF_TABLE_COLUMNS_VERDICT:
    stf_table_csv_text(file, stf_table_columns_text(row, column));
    break;
  case STF_TABLE_COLUMNS_INSTANT: {
    int64_t at_us = stf_table_columns_integer(row, column);
    char text[STF_ZONE_TEXT] = "";
    if (at_us != INT64_MIN) {
      (void)stf_zone_format(zone, at_us, text);
    }
    (void)fputs(text, file);
    break;
  }
  case STF_TABLE_COLUMNS_COUNT: {
    int64_t n = stf_table_columns_integer(row, column);
    if (n >= 0) {
      (void)fprintf(file, "%" PRId64, n);
    }
    break;
  }
  case STF_TABLE_COLUMNS_NUMBER: {
    char text[STF_NUMBER_TEXT];
    (void)stf_number_exact(stf_table_columns_number(row, column), text);
    (void)fputs(text, file);
    break;
  }
  }
}

enum stf_status stf_table_csv_write(FILE *file, const struct stf_table *table,
                                    const struct stf_provenance *provenance,
                                    const struct stf_zone *zone) {
  struct stf_provenance said = *provenance;
  said.timezone = stf_zone_name(zone);
  size_t lines_n = 0;
  const char *const *lines = stf_provenance_lines(&said, table->arena, &lines_n);
  if (lines == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < lines_n; i++) {
    (void)fprintf(file, "# %s\n", lines[i]);
  }
  for (size_t c = 0; c < STF_TABLE_COLUMNS_N; c++) {
    (void)fprintf(file, "%s%s", c > 0 ? "," : "", STF_TABLE_COLUMNS[c].name);
  }
  (void)fputc('\n', file);
  for (size_t i = 0; i < table->rows_n; i++) {
    for (size_t c = 0; c < STF_TABLE_COLUMNS_N; c++) {
      if (c > 0) {
        (void)fputc(',', file);
      }
      write_field(file, &table->rows[i], &STF_TABLE_COLUMNS[c], zone);
    }
    (void)fputc('\n', file);
  }
  return STF_OK;
}
