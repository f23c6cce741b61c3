/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/table.h"

#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  COLUMNS_MOST = 64,
  ROWS_MOST = 1024
};

struct stf_table_file {
  char *text; /* the file, cut into fields in place */
  const char *names[COLUMNS_MOST];
  size_t columns_n;
  const char *(*rows)[COLUMNS_MOST];
  size_t rows_n;
};

static char *read_all(const char *path) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  long bytes = ftell(file);
  assert_true(bytes > 0);
  assert_int_equal(fseek(file, 0, SEEK_SET), 0);
  char *text = malloc((size_t)bytes + 1);
  assert_non_null(text);
  assert_int_equal(fread(text, 1, (size_t)bytes, file), bytes);
  text[bytes] = '\0';
  assert_int_equal(fclose(file), 0);
  return text;
}

/* Takes the quotes off, in place; returns what follows the field. */
static char *unquote(char *field) {
  char *to = field;
  char *from = field + 1;
  while (*from != '\0' && (*from != '"' || from[1] == '"')) {
    from += *from == '"';
    *to++ = *from++;
  }
  assert_int_equal(*from, '"');
  *to = '\0';
  return from + 1;
}

/* Cuts one line into fields; returns the start of the next line. */
static char *cut_line(char *p, const char **fields, size_t *fields_n) {
  *fields_n = 0;
  for (;;) {
    assert_true(*fields_n < COLUMNS_MOST);
    fields[(*fields_n)++] = p;
    char *end = *p == '"' ? unquote(p) : p + strcspn(p, ",\r\n");
    char mark = *end;
    *end = '\0';
    p = end + (mark != '\0');
    if (mark != ',') {
      p += strspn(p, "\r\n");
      return p;
    }
  }
}

struct stf_table_file *stf_table_read(const char *relative) {
  const char *path = stf_near_data(relative);
  if (path == NULL) {
    return NULL;
  }
  struct stf_table_file *table = calloc(1, sizeof *table);
  assert_non_null(table);
  table->text = read_all(path);
  table->rows = calloc(ROWS_MOST, sizeof *table->rows);
  assert_non_null(table->rows);
  char *p = cut_line(table->text, table->names, &table->columns_n);
  while (*p != '\0') {
    assert_true(table->rows_n < ROWS_MOST);
    size_t fields_n = 0;
    p = cut_line(p, table->rows[table->rows_n++], &fields_n);
    assert_int_equal(fields_n, table->columns_n);
  }
  return table;
}

void stf_table_free(struct stf_table_file *table) {
  if (table != NULL) {
    free(table->rows);
    free(table->text);
    free(table);
  }
}

size_t stf_table_rows_n(const struct stf_table_file *table) {
  return table->rows_n;
}

const char *stf_table_text(const struct stf_table_file *table, size_t row, const char *column) {
  assert_true(row < table->rows_n);
  for (size_t i = 0; i < table->columns_n; i++) {
    if (strcmp(table->names[i], column) == 0) {
      return table->rows[row][i];
    }
  }
  fail_msg("no column '%s'", column);
  return "";
}

double stf_table_number(const struct stf_table_file *table, size_t row, const char *column) {
  const char *text = stf_table_text(table, row, column);
  if (*text == '\0') {
    return NAN;
  }
  char *end = NULL;
  double value = strtod(text, &end);
  if (*end != '\0') {
    fail_msg("column '%s', row %zu: '%s' is not a number", column, row, text);
  }
  return value;
}
