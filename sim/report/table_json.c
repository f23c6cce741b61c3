/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table_json.h"

#include "report/number.h"
#include "report/table_columns.h"

#include <inttypes.h>
#include <string.h>

/* Length of the UTF-8 sequence that begins the text, 0 if there is none (RFC 3629: no overlong
 * forms, no surrogates, nothing above U+10FFFF). */
static size_t sequence_n(const unsigned char *text) {
  static const struct {
    unsigned char first_least;
    unsigned char first_most;
    unsigned char second_least;
    unsigned char second_most;
    size_t n;
  } FORMS[] = {
      {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
      {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
      {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
  };
  if (text[0] < 0x80) {
    return 1;
  }
  for (size_t i = 0; i < STF_COUNT_OF(FORMS); i++) {
    if (text[0] < FORMS[i].first_least || text[0] > FORMS[i].first_most) {
      continue;
    }
    if (text[1] < FORMS[i].second_least || text[1] > FORMS[i].second_most) {
      return 0;
    }
    for (size_t k = 2; k < FORMS[i].n; k++) {
      if ((text[k] & 0xC0U) != 0x80U) {
        return 0;
      }
    }
    return FORMS[i].n;
  }
  return 0;
}

void stf_table_json_text(FILE *file, const char *text) {
  (void)fputc('"', file);
  const unsigned char *at = (const unsigned char *)text;
  while (*at != '\0') {
    size_t n = sequence_n(at);
    if (*at == '"' || *at == '\\') {
      (void)fprintf(file, "\\%c", *at);
    } else if (*at < 0x20 || *at == 0x7F) {
      (void)fprintf(file, "\\u%04x", (unsigned)*at);
    } else if (n == 0) {
      (void)fputs("\\ufffd", file);
    } else {
      (void)fwrite(at, 1, n, file);
    }
    at += n > 0 ? n : 1;
  }
  (void)fputc('"', file);
}

static void write_text_or_null(FILE *file, const char *text) {
  if (text == NULL || text[0] == '\0') {
    (void)fputs("null", file);
  } else {
    stf_table_json_text(file, text);
  }
}

static void write_field(FILE *file, const struct stf_row *row,
                        const struct stf_table_column *column, const struct stf_zone *zone) {
  switch (column->kind) {
  case STF_TABLE_COLUMNS_TEXT:
  case STF_TABLE_COLUMNS_VERDICT:
    write_text_or_null(file, stf_table_columns_text(row, column));
    break;
  case STF_TABLE_COLUMNS_INSTANT: {
    int64_t at_us = stf_table_columns_integer(row, column);
    char text[STF_ZONE_TEXT] = "";
    if (at_us != INT64_MIN) {
      (void)stf_zone_format(zone, at_us, text);
    }
    write_text_or_null(file, text);
    break;
  }
  case STF_TABLE_COLUMNS_COUNT: {
    int64_t n = stf_table_columns_integer(row, column);
    if (n >= 0) {
      (void)fprintf(file, "%" PRId64, n);
    } else {
      (void)fputs("null", file);
    }
    break;
  }
  case STF_TABLE_COLUMNS_NUMBER: {
    char text[STF_NUMBER_TEXT];
    size_t n = stf_number_exact(stf_table_columns_number(row, column), text);
    (void)fputs(n > 0 ? text : "null", file);
    break;
  }
  }
}

void stf_table_json_provenance(FILE *file, const struct stf_provenance *provenance,
                               const struct stf_zone *zone) {
  (void)fputs("{\"program\": \"staffetta\", \"version\": \"" STF_VERSION "\", \"command\": ",
              file);
  stf_table_json_text(file, provenance->line);
  (void)fputs(", \"seed\": ", file);
  if (provenance->has_seed) {
    (void)fprintf(file, "%" PRIu64, provenance->seed);
  } else {
    (void)fputs("null", file);
  }
  (void)fputs(", \"scenario\": ", file);
  write_text_or_null(file, provenance->scenario);
  (void)fputs(", \"timezone\": ", file);
  stf_table_json_text(file, stf_zone_name(zone));
  (void)fputs(", \"inputs\": [", file);
  for (size_t i = 0; i < provenance->inputs_n; i++) {
    (void)fprintf(file, "%s{\"name\": ", i > 0 ? ", " : "");
    stf_table_json_text(file, stf_provenance_name(provenance->inputs[i].path));
    (void)fprintf(file, ", \"hash\": \"%016" PRIx64 "\"}", provenance->inputs[i].hash);
  }
  (void)fputs("]}", file);
}

enum stf_status stf_table_json_write(FILE *file, const struct stf_table *table,
                                     const struct stf_provenance *provenance,
                                     const struct stf_zone *zone) {
  (void)fputs("{\"provenance\": ", file);
  stf_table_json_provenance(file, provenance, zone);
  (void)fputs(",\n \"rows\": [", file);
  for (size_t i = 0; i < table->rows_n; i++) {
    (void)fputs(i > 0 ? ",\n  {" : "\n  {", file);
    for (size_t c = 0; c < STF_TABLE_COLUMNS_N; c++) {
      (void)fprintf(file, "%s\"%s\": ", c > 0 ? ", " : "", STF_TABLE_COLUMNS[c].name);
      write_field(file, &table->rows[i], &STF_TABLE_COLUMNS[c], zone);
    }
    (void)fputc('}', file);
  }
  (void)fputs("]}\n", file);
  return STF_OK;
}
