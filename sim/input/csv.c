/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv.h"

#include "base/arena.h"
#include "input/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <csv.h>

const char *const STF_CSV_REASONS[STF_CSV_REASONS_N] = {
    "wrong number of fields",
    "broken quote",
    "not a text line",
};

struct stf_csv {
  const struct stf_allocator *allocator;
  struct stf_diags *diags;
  struct stf_error *error;
  const char *path;
  struct stf_source *source; /* NULL: the text is in memory, still to be taken */
  const char *memory;
  size_t memory_n;
  bool ragged;
  struct csv_parser parser;
  char delimiter;

  /* Unread bytes. The row in hand begins at row_at; the next physical line at scan_at. */
  char *data;
  size_t data_n;
  size_t data_capacity;
  size_t row_at;
  size_t scan_at;
  int row_line;
  int scan_line;
  bool source_ended;

  /* The row in hand, unquoted. A row takes at most as many bytes as its raw text, since each
   * field's NUL replaces a delimiter or line end. */
  char *text;
  size_t text_n;
  struct stf_csv_field *fields;
  size_t fields_n;
  size_t fields_capacity;
  bool row_done;
  bool lone_return;
  bool no_memory;

  struct stf_arena *arena; /* owns the columns */
  const char **columns;
  size_t columns_n;
  struct stf_csv_problem problem;
  enum stf_status status;
};

struct line {
  const char *bytes;
  size_t n; /* with its LF, if it has one */
};

static void take_field(void *bytes, size_t n, void *context) {
  struct stf_csv *csv = context;
  if (csv->row_done) {
    csv->lone_return = true;
    return;
  }
  struct stf_csv_field *fields = stf_mem_grown(
      csv->allocator, csv->fields, &csv->fields_capacity, csv->fields_n + 1, sizeof *fields);
  if (fields == NULL) {
    csv->no_memory = true;
    return;
  }
  csv->fields = fields;
  char *text = csv->text + csv->text_n;
  memcpy(text, bytes, n);
  text[n] = '\0';
  csv->text_n += n + 1;
  fields[csv->fields_n++] = (struct stf_csv_field){.text = text, .n = n};
}

static void take_row_end(int character, void *context) {
  (void)character;
  struct stf_csv *csv = context;
  csv->row_done = true;
}

static enum stf_status start_parser(struct stf_csv *csv) {
  if (csv_init(&csv->parser, CSV_STRICT) != 0) {
    return STF_ERR_MEMORY;
  }
  csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
  return STF_OK;
}

static enum stf_status next_block(struct stf_csv *csv, const char **block, size_t *n) {
  if (csv->source != NULL) {
    return stf_source_block(csv->source, block, n, csv->error);
  }
  *block = csv->memory;
  *n = csv->memory_n;
  csv->memory_n = 0;
  return STF_OK;
}

/* Appends one block to the unread bytes, dropping what lies before the row in hand. */
static enum stf_status fill(struct stf_csv *csv) {
  const char *block = NULL;
  size_t n = 0;
  enum stf_status status = next_block(csv, &block, &n);
  if (status != STF_OK) {
    return status;
  }
  csv->source_ended = n == 0;
  if (csv->row_at > 0) {
    memmove(csv->data, csv->data + csv->row_at, csv->data_n - csv->row_at);
    csv->data_n -= csv->row_at;
    csv->scan_at -= csv->row_at;
    csv->row_at = 0;
  }
  char *data =
      stf_mem_grown(csv->allocator, csv->data, &csv->data_capacity, csv->data_n + n + 1, 1);
  if (data == NULL) {
    return stf_status_fail(csv->error, STF_ERR_MEMORY, 0, "no memory to read '%s'", csv->path);
  }
  csv->data = data;
  memcpy(data + csv->data_n, block, n);
  csv->data_n += n;
  return STF_OK;
}

/* The next physical line, not yet taken; n == 0 at the end of the file. */
static enum stf_status peek_line(struct stf_csv *csv, struct line *out) {
  size_t searched = 0;
  for (;;) {
    const char *begin = csv->data + csv->scan_at;
    size_t n = csv->data_n - csv->scan_at;
    const char *end = n > searched ? memchr(begin + searched, '\n', n - searched) : NULL;
    if (end != NULL || csv->source_ended) {
      *out = (struct line){begin, end != NULL ? (size_t)(end - begin) + 1 : n};
      break;
    }
    if (n > STF_CSV_ROW_BYTES) {
      *out = (struct line){begin, n};
      break;
    }
    searched = n;
    enum stf_status status = fill(csv);
    if (status != STF_OK) {
      return status;
    }
  }
  if (out->n > STF_CSV_ROW_BYTES) {
    stf_diag_add(csv->diags, STF_SEVERITY_ERROR,
                 (struct stf_where){.path = csv->path, .line = csv->scan_line},
                 "this line is longer than %d bytes: not a CSV file", STF_CSV_ROW_BYTES);
    return STF_ERR_INPUT;
  }
  return STF_OK;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool line_is_blank(const struct line *line, char delimiter) {
  for (size_t i = 0; i < line->n; i++) {
    if (!is_blank(line->bytes[i]) || line->bytes[i] == delimiter) {
      return false;
    }
  }
  return true;
}

/* --- Positions in the raw text of the row in hand --- */

struct cursor {
  const char *bytes;
  size_t n;
  size_t at;
  int line;
  int column;
};

static struct cursor cursor_of_row(const struct stf_csv *csv) {
  return (struct cursor){.bytes = csv->data + csv->row_at,
                         .n = csv->scan_at - csv->row_at,
                         .line = csv->row_line,
                         .column = 1};
}

static char look(const struct cursor *cursor) {
  if (cursor->at < cursor->n) {
    return cursor->bytes[cursor->at];
  }
  return '\n';
}

static void step(struct cursor *cursor) {
  if (look(cursor) == '\n') {
    cursor->line++;
    cursor->column = 0;
  }
  cursor->at++;
  cursor->column++;
}

static void skip_spaces(struct cursor *cursor, char delimiter) {
  while (cursor->at < cursor->n && (look(cursor) == ' ' || look(cursor) == '\t') &&
         look(cursor) != delimiter) {
    step(cursor);
  }
}

static bool at_field_end(const struct cursor *cursor, char delimiter) {
  char c = look(cursor);
  return c == delimiter || c == '\n' || c == '\r';
}

/* Moves behind one field, to its delimiter or line end. False if its quotes are broken: *quote
 * is then where the offending quote is. */
static bool skip_field(struct cursor *cursor, char delimiter, struct cursor *quote) {
  skip_spaces(cursor, delimiter);
  *quote = *cursor;
  if (look(cursor) != '"') {
    while (!at_field_end(cursor, delimiter)) {
      if (look(cursor) == '"') {
        *quote = *cursor;
        return false;
      }
      step(cursor);
    }
    return true;
  }
  for (step(cursor); cursor->at < cursor->n; step(cursor)) {
    if (look(cursor) != '"') {
      continue;
    }
    step(cursor);
    if (cursor->at >= cursor->n || look(cursor) != '"') {
      skip_spaces(cursor, delimiter);
      return at_field_end(cursor, delimiter);
    }
  }
  return false;
}

struct stf_where stf_csv_where(const struct stf_csv *csv, size_t i) {
  struct cursor cursor = cursor_of_row(csv);
  struct cursor quote = cursor;
  for (size_t field = 0; field < i && skip_field(&cursor, csv->delimiter, &quote) &&
                         look(&cursor) == csv->delimiter;
       field++) {
    step(&cursor);
  }
  skip_spaces(&cursor, csv->delimiter);
  return (struct stf_where){.path = csv->path, .line = cursor.line, .column = cursor.column};
}

/* --- Bad rows --- */

static enum stf_csv_got fail(struct stf_csv *csv, enum stf_status status) {
  csv->status = status;
  return STF_CSV_FAILED;
}

/* Fills the problem and makes the parser ready for a new row. */
STF_PRINTF(4, 5)
static enum stf_csv_got bad(struct stf_csv *csv, enum stf_csv_reason reason,
                            struct stf_where where, const char *format, ...) {
  csv->problem =
      (struct stf_csv_problem){.reason = reason, .line = where.line, .column = where.column};
  va_list args;
  va_start(args, format);
  (void)vsnprintf(csv->problem.message, sizeof csv->problem.message, format, args);
  va_end(args);
  csv_free(&csv->parser);
  return start_parser(csv) == STF_OK ? STF_CSV_BAD : fail(csv, STF_ERR_MEMORY);
}

/* A quote is broken somewhere between row_at and scan_at: tells where and goes on at the line
 * below that. */
static enum stf_csv_got bad_quote(struct stf_csv *csv) {
  struct cursor cursor = cursor_of_row(csv);
  struct cursor quote = cursor;
  while (skip_field(&cursor, csv->delimiter, &quote) && cursor.at < cursor.n) {
    step(&cursor);
  }
  const char *newline = memchr(quote.bytes + quote.at, '\n', quote.n - quote.at);
  if (newline != NULL) {
    csv->scan_at = csv->row_at + (size_t)(newline - quote.bytes) + 1;
    csv->scan_line = quote.line + 1;
  }
  struct stf_where where = {.line = quote.line, .column = quote.column};
  return bad(
      csv, STF_CSV_BROKEN_QUOTE, where,
      "broken quote: the quote that begins here is not closed before a delimiter or line "
      "end (a quote inside a quoted field is doubled: \"\")");
}

static bool feed(struct stf_csv *csv, const struct line *line) {
  size_t taken = csv_parse(&csv->parser, line->bytes, line->n, take_field, take_row_end, csv);
  if (taken == line->n && !csv->row_done && line->bytes[line->n - 1] != '\n') {
    return csv_parse(&csv->parser, "\n", 1, take_field, take_row_end, csv) == 1;
  }
  return taken == line->n;
}

/* Takes the next physical line into the row in hand. */
static enum stf_csv_got add_line(struct stf_csv *csv) {
  struct line line;
  enum stf_status status = peek_line(csv, &line);
  if (status != STF_OK) {
    return fail(csv, status);
  }
  bool first = csv->scan_at == csv->row_at;
  if (line.n == 0) {
    return first ? STF_CSV_END : bad_quote(csv);
  }
  if (csv->scan_at + line.n - csv->row_at > STF_CSV_ROW_BYTES) {
    return bad_quote(csv);
  }
  csv->scan_at += line.n;
  csv->scan_line++;
  if (memchr(line.bytes, '\0', line.n) != NULL) {
    struct stf_where where = {.line = csv->scan_line - 1};
    return bad(csv, STF_CSV_NOT_A_TEXT, where,
               "a NUL byte: the file must be UTF-8 text (not UTF-16 or binary)");
  }
  if (!feed(csv, &line)) {
    return csv_error(&csv->parser) == CSV_EPARSE ? bad_quote(csv) : fail(csv, STF_ERR_MEMORY);
  }
  if (first && !csv->row_done && line_is_blank(&line, csv->delimiter)) {
    csv->row_at = csv->scan_at;
    csv->row_line = csv->scan_line;
  }
  return csv->no_memory ? fail(csv, STF_ERR_MEMORY) : STF_CSV_ROW;
}

static enum stf_csv_got read_row(struct stf_csv *csv) {
  csv->row_at = csv->scan_at;
  csv->row_line = csv->scan_line;
  csv->text_n = 0;
  csv->fields_n = 0;
  csv->row_done = false;
  csv->lone_return = false;
  while (!csv->row_done) {
    enum stf_csv_got got = add_line(csv);
    if (got != STF_CSV_ROW) {
      return got;
    }
  }
  if (csv->lone_return) {
    struct stf_where where = {.line = csv->row_line};
    return bad(csv, STF_CSV_NOT_A_TEXT, where,
               "a carriage return inside the line: lines must end with LF or CRLF");
  }
  return STF_CSV_ROW;
}

/* Gives the row as many fields as the header has, if only empty ones are missing or too many.
 * False without memory. */
static bool even_out(struct stf_csv *csv) {
  while (csv->fields_n > csv->columns_n && csv->fields[csv->fields_n - 1].n == 0) {
    csv->fields_n--;
  }
  if (csv->fields_n >= csv->columns_n) {
    return true;
  }
  struct stf_csv_field *fields = stf_mem_grown(
      csv->allocator, csv->fields, &csv->fields_capacity, csv->columns_n, sizeof *fields);
  if (fields == NULL) {
    return false;
  }
  csv->fields = fields;
  while (csv->fields_n < csv->columns_n) {
    fields[csv->fields_n++] = (struct stf_csv_field){.text = "", .n = 0};
  }
  return true;
}

enum stf_csv_got stf_csv_next(struct stf_csv *csv, struct stf_csv_row *row) {
  enum stf_csv_got got = read_row(csv);
  if (got != STF_CSV_ROW) {
    return got;
  }
  size_t given_n = csv->fields_n;
  if (csv->ragged && !even_out(csv)) {
    return fail(csv, STF_ERR_MEMORY);
  }
  if (csv->fields_n != csv->columns_n) {
    bool more = csv->fields_n > csv->columns_n;
    struct stf_where where = {.line = csv->row_line};
    if (more) {
      where = stf_csv_where(csv, csv->columns_n);
    }
    return bad(csv, STF_CSV_WRONG_COUNT, where, "%zu fields where the header has %zu%s",
               csv->fields_n, csv->columns_n,
               more ? " (a field with the delimiter in it must be quoted)" : "");
  }
  *row = (struct stf_csv_row){.fields = csv->fields,
                              .fields_n = csv->fields_n,
                              .given_n = given_n < csv->fields_n ? given_n : csv->fields_n,
                              .line = csv->row_line};
  return STF_CSV_ROW;
}

/* --- The header --- */

static char find_delimiter(const struct line *line) {
  static const char CANDIDATES[] = {',', ';', '\t', '|'};
  size_t counts[sizeof CANDIDATES] = {0};
  bool quoted = false;
  for (size_t i = 0; i < line->n; i++) {
    quoted ^= line->bytes[i] == '"';
    for (size_t k = 0; k < sizeof CANDIDATES && !quoted; k++) {
      counts[k] += line->bytes[i] == CANDIDATES[k];
    }
  }
  size_t best = 0;
  for (size_t k = 1; k < sizeof CANDIDATES; k++) {
    if (counts[k] > counts[best]) {
      best = k;
    }
  }
  return CANDIDATES[best];
}

static void skip_byte_order_mark(struct stf_csv *csv) {
  if (csv->data_n >= 3 && memcmp(csv->data, "\xEF\xBB\xBF", 3) == 0) {
    csv->scan_at = 3;
  }
}

/* Hands over the provenance lines; *header is the line behind them. */
static enum stf_status take_comments(struct stf_csv *csv, const struct stf_csv_options *options,
                                     struct line *header) {
  for (;;) {
    enum stf_status status = peek_line(csv, header);
    if (status != STF_OK) {
      return status;
    }
    bool comment = header->n > 0 && header->bytes[0] == '#';
    if (!comment && (header->n == 0 || !line_is_blank(header, ','))) {
      return STF_OK;
    }
    size_t n = header->n;
    while (n > 0 && (header->bytes[n - 1] == '\n' || header->bytes[n - 1] == '\r')) {
      n--;
    }
    if (comment && options->comment != NULL) {
      options->comment(options->context, header->bytes + 1, n - 1);
    }
    csv->scan_at += header->n;
    csv->scan_line++;
  }
}

static enum stf_status keep_columns(struct stf_csv *csv) {
  csv->columns = stf_arena_alloc(csv->arena, csv->fields_n, sizeof *csv->columns);
  for (size_t i = 0; csv->columns != NULL && i < csv->fields_n; i++) {
    csv->columns[i] = stf_arena_text(csv->arena, csv->fields[i].text, csv->fields[i].n);
    if (csv->columns[i] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  csv->columns_n = csv->fields_n;
  return csv->columns != NULL ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status read_header(struct stf_csv *csv, const struct stf_csv_options *options) {
  enum stf_status status = fill(csv);
  if (status != STF_OK) {
    return status;
  }
  skip_byte_order_mark(csv);
  struct line header;
  status = take_comments(csv, options, &header);
  if (status != STF_OK) {
    return status;
  }
  csv->delimiter = options->delimiter;
  if (csv->delimiter == '\0') {
    csv->delimiter = find_delimiter(&header);
  }
  status = start_parser(csv);
  if (status != STF_OK) {
    return status;
  }
  enum stf_csv_got got = read_row(csv);
  if (got == STF_CSV_FAILED) {
    return csv->status;
  }
  if (got != STF_CSV_ROW) {
    struct stf_where where = {.path = csv->path, .line = csv->scan_line};
    stf_diag_add(csv->diags, STF_SEVERITY_ERROR, where, "no header row: %s",
                 got == STF_CSV_BAD ? csv->problem.message
                                    : "the first line must name the columns");
    return STF_ERR_INPUT;
  }
  return keep_columns(csv);
}

enum stf_status stf_csv_open(const char *path, const struct stf_csv_options *options,
                             const struct stf_allocator *allocator, struct stf_diags *diags,
                             struct stf_csv **out, struct stf_error *error) {
  *out = NULL;
  struct stf_csv *csv = stf_mem_zeroed(allocator, 1, sizeof *csv);
  if (csv == NULL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read '%s'", path);
  }
  csv->allocator = allocator;
  csv->diags = diags;
  csv->error = error;
  csv->path = path;
  csv->scan_line = 1;
  csv->delimiter = ',';
  csv->arena = stf_arena_new(allocator);
  csv->text = stf_mem_resize(allocator, NULL, STF_CSV_ROW_BYTES + 2);
  enum stf_status status = csv->arena != NULL && csv->text != NULL ? STF_OK : STF_ERR_MEMORY;
  csv->memory = options->text;
  csv->memory_n = options->text_n;
  csv->ragged = options->ragged;
  if (status == STF_OK && options->text == NULL) {
    status = stf_source_open(path, allocator, diags, &csv->source, error);
  }
  if (status == STF_OK) {
    status = read_header(csv, options);
  }
  if (status == STF_ERR_MEMORY) {
    (void)stf_status_fail(error, status, 0, "no memory to read '%s'", path);
  }
  if (status != STF_OK) {
    stf_csv_free(csv);
    return status;
  }
  *out = csv;
  return STF_OK;
}

void stf_csv_free(struct stf_csv *csv) {
  if (csv == NULL) {
    return;
  }
  csv_free(&csv->parser);
  stf_source_free(csv->source);
  stf_arena_free(csv->arena);
  stf_mem_release(csv->allocator, csv->data);
  stf_mem_release(csv->allocator, csv->text);
  stf_mem_release(csv->allocator, csv->fields);
  stf_mem_release(csv->allocator, csv);
}

size_t stf_csv_columns_n(const struct stf_csv *csv) {
  return csv->columns_n;
}

const char *stf_csv_column(const struct stf_csv *csv, size_t i) {
  STF_ASSERT(i < csv->columns_n);
  return csv->columns[i];
}

char stf_csv_delimiter(const struct stf_csv *csv) {
  return csv->delimiter;
}

int stf_csv_find(const struct stf_csv *csv, const char *name) {
  for (size_t i = 0; i < csv->columns_n; i++) {
    if (strcmp(csv->columns[i], name) == 0) {
      return (int)i;
    }
  }
  return -1;
}

const struct stf_csv_problem *stf_csv_problem(const struct stf_csv *csv) {
  return &csv->problem;
}

enum stf_status stf_csv_status(const struct stf_csv *csv) {
  return csv->status;
}

uint64_t stf_csv_hash(const struct stf_csv *csv) {
  STF_ASSERT(csv->source != NULL);
  return stf_source_hash(csv->source);
}
