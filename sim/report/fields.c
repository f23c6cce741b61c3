/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/fields.h"

#include "report/number.h"
#include "report/table_csv.h"
#include "report/table_json.h"

#include <math.h>

struct stf_fields_field stf_fields_text(const char *text) {
  return (struct stf_fields_field){text, (double)NAN};
}

struct stf_fields_field stf_fields_number(double number) {
  return (struct stf_fields_field){NULL, number};
}

static void write_csv_field(FILE *file, const struct stf_fields_field *field) {
  char text[STF_NUMBER_TEXT];
  if (field->text != NULL) {
    stf_table_csv_text(file, field->text);
    return;
  }
  (void)stf_number_exact(field->number, text);
  (void)fputs(text, file);
}

void stf_fields_csv(FILE *file, const struct stf_fields_field *fields, size_t n) {
  for (size_t c = 0; c < n; c++) {
    (void)fputs(c > 0 ? "," : "", file);
    write_csv_field(file, &fields[c]);
  }
  (void)fputc('\n', file);
}

static void write_json_field(FILE *file, const struct stf_fields_field *field) {
  char text[STF_NUMBER_TEXT];
  if (field->text != NULL && field->text[0] != '\0') {
    stf_table_json_text(file, field->text);
    return;
  }
  size_t n = field->text == NULL ? stf_number_exact(field->number, text) : 0;
  (void)fputs(n > 0 ? text : "null", file);
}

void stf_fields_json(FILE *file, const char *const *columns,
                     const struct stf_fields_field *fields, size_t n, bool first) {
  (void)fputs(first ? "\n  {" : ",\n  {", file);
  for (size_t c = 0; c < n; c++) {
    (void)fputs(c > 0 ? ", " : "", file);
    stf_table_json_text(file, columns[c]);
    (void)fputs(": ", file);
    write_json_field(file, &fields[c]);
  }
  (void)fputc('}', file);
}
