/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a CSV file with a header row, over input/source.h.
 *
 * The delimiter is given or found in the header line (the most frequent of comma, semicolon,
 * tab, bar). A byte order mark is skipped, lines end with LF or CRLF, empty lines are skipped,
 * quoted fields may hold line ends, blanks around unquoted fields are not part of them. Lines
 * that begin with '#' before the header are provenance. A bad row (wrong number of fields,
 * broken quote) is handed to the caller as such, and reading goes on at the next line.
 */
#ifndef STF_CSV_H
#define STF_CSV_H

#include "base/diag.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_csv;

struct stf_csv_field {
  const char *text; /* NUL-terminated */
  size_t n;
};

/* Borrowed until the next call of stf_csv_next. */
struct stf_csv_row {
  const struct stf_csv_field *fields; /* as many as the header has */
  size_t fields_n;
  size_t given_n; /* how many of them the file has: less only where ragged rows are allowed */
  int line;       /* where the row begins */
};

enum stf_csv_got {
  STF_CSV_ROW,   /* *row is filled */
  STF_CSV_BAD,   /* a bad row was skipped: stf_csv_problem tells */
  STF_CSV_END,   /* no more rows */
  STF_CSV_FAILED /* the file cannot be read on: stf_csv_status tells */
};

/* Reasons for a bad row; STF_CSV_REASONS has a text for each. */
enum stf_csv_reason {
  STF_CSV_WRONG_COUNT,  /* too many or too few fields */
  STF_CSV_BROKEN_QUOTE, /* a quote inside or behind a field, or never closed */
  STF_CSV_NOT_A_TEXT,   /* a NUL byte or a lone carriage return */
  STF_CSV_REASONS_N
};
extern const char *const STF_CSV_REASONS[STF_CSV_REASONS_N];

struct stf_csv_problem {
  enum stf_csv_reason reason;
  int line;
  int column;
  char message[256];
};

struct stf_csv_options {
  char delimiter; /* 0: found in the header */
  /* Takes each provenance line, without '#' and line end; NULL: skipped. */
  void (*comment)(void *context, const char *text, size_t n);
  void *context;
  /* The file's text, where somebody has it already (input/decode.h): borrowed until
   * stf_csv_free, and the file itself is not opened. NULL: read from the file. */
  const char *text;
  size_t text_n;
  /* As spreadsheets save tables: missing fields at the end of a row are empty, empty ones
   * beyond the header are dropped. */
  bool ragged;
};

enum {
  STF_CSV_ROW_BYTES = 1024 * 1024 /* a longer row means an unclosed quote */
};

/* Opens the file (errors as stf_source_open) and reads its header. STF_ERR_INPUT with a
 * diagnostic if it has none. path, diags and error are borrowed until stf_csv_free. */
STF_MUST_USE enum stf_status stf_csv_open(const char *path,
                                          const struct stf_csv_options *options,
                                          const struct stf_allocator *allocator,
                                          struct stf_diags *diags, struct stf_csv **out,
                                          struct stf_error *error);
void stf_csv_free(struct stf_csv *csv);

/* Names of the columns. */
size_t stf_csv_columns_n(const struct stf_csv *csv);
const char *stf_csv_column(const struct stf_csv *csv, size_t i);
char stf_csv_delimiter(const struct stf_csv *csv);

/* Index of the first column of that name, or -1. */
int stf_csv_find(const struct stf_csv *csv, const char *name);

enum stf_csv_got stf_csv_next(struct stf_csv *csv, struct stf_csv_row *row);
const struct stf_csv_problem *stf_csv_problem(const struct stf_csv *csv);
enum stf_status stf_csv_status(const struct stf_csv *csv);

/* Where field i of the last row begins; before the first row, of the header. */
struct stf_where stf_csv_where(const struct stf_csv *csv, size_t i);

/* stf_source_hash of the file; asserted: it was opened. */
uint64_t stf_csv_hash(const struct stf_csv *csv);

#endif
