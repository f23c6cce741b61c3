/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file that a scenario names: columns by name, cells with their place in the file. Tables
 * are read as spreadsheets save them (input/decode.h, input/dialect.h): what had to be inferred
 * is told in one note per file; rows of totals, repeated headers and empty rows are left out.
 */
#ifndef STF_SCENARIO_CSV_H
#define STF_SCENARIO_CSV_H

#include "input/csv.h"
#include "input/decode.h"
#include "input/dialect.h"
#include "scenario/scenario_build.h"

enum {
  STF_SCENARIO_CSV_COLUMNS = 8 /* most columns of a kind of file */
};

struct stf_scenario_csv {
  struct stf_scenario_build *build;
  struct stf_csv *csv;
  struct stf_csv_row row;
  struct stf_error error;               /* of the reader, which borrows it */
  const char *const *names;             /* of the known columns */
  const struct stf_node *node;          /* that names the file */
  int places[STF_SCENARIO_CSV_COLUMNS]; /* by known column: index in the file, or -1 */
  const struct stf_zone
      *zone; /* of local times: the scenario's, unless the caller changes it */
  struct stf_decode_text text;
  struct stf_dialect dialect;
  size_t names_n;
  bool has_figures; /* set by the caller before `columns`: columns headed by a date or a time of
                       day are known, and hold numbers */
};

/* Opens the file that the node names; the table must stay where it is until closed. Known
 * columns are n names; the first required_n of them must be there. Unknown ones are told as a
 * warning. False: told, nothing to close. NULL node: false. */
bool stf_scenario_csv_open(struct stf_scenario_csv *table, struct stf_scenario_build *build,
                           const struct stf_node *node, const char *const *names, size_t n,
                           size_t required_n);
void stf_scenario_csv_close(struct stf_scenario_csv *table);

/* The same in two steps, for files that may have one column for each date ("wide"): load reads
 * the header, then columns does the rest; it closes the table if it returns false. In a wide
 * file unknown columns must be dates, or such as contract and hours that are known not to
 * matter. */
bool stf_scenario_csv_load(struct stf_scenario_csv *table, struct stf_scenario_build *build,
                           const struct stf_node *node);
bool stf_scenario_csv_is_wide(const struct stf_scenario_csv *table);
bool stf_scenario_csv_columns(struct stf_scenario_csv *table, const char *const *names,
                              size_t n, size_t required_n);

/* Date at the head of column i of the file; false if it is none. */
bool stf_scenario_csv_head_date(const struct stf_scenario_csv *table, size_t i,
                                struct stf_civil *out);

/* Time of day at the head of column i, 0 .. 86400; false if it is none. */
bool stf_scenario_csv_head_clock(const struct stf_scenario_csv *table, size_t i,
                                 int32_t *out_s);

/* Moves to the next good row; bad ones are told. */
bool stf_scenario_csv_next(struct stf_scenario_csv *table);

bool stf_scenario_csv_has(const struct stf_scenario_csv *table, size_t column);

/* Cells of the row; column is the number of the known column. What is not of that form is
 * told, and false returned. */
bool stf_scenario_csv_text(const struct stf_scenario_csv *table, size_t column,
                           const char **out); /* not empty; borrowed until the next row */
bool stf_scenario_csv_number(const struct stf_scenario_csv *table, size_t column,
                             double *out); /* finite, >= 0 */
bool stf_scenario_csv_clock(const struct stf_scenario_csv *table, size_t column,
                            int32_t *out_s); /* 0 .. 86400 */
bool stf_scenario_csv_date(const struct stf_scenario_csv *table, size_t column,
                           struct stf_civil *out);
bool stf_scenario_csv_instant(const struct stf_scenario_csv *table, size_t column,
                              int64_t *out_us); /* local, or with offset */
bool stf_scenario_csv_weekday(const struct stf_scenario_csv *table, size_t column, int *out);

/* Index of the cell among n names; `what` is the noun. */
bool stf_scenario_csv_choice(const struct stf_scenario_csv *table, size_t column,
                             const char *what, const char *const *names, size_t n,
                             uint32_t *out);

/* Whether the row is the team's: it names it, or the file has no column for teams. A team that
 * does not exist is told. */
bool stf_scenario_csv_is_team(const struct stf_scenario_csv *table, size_t column,
                              uint32_t team);

/* Tells an error about a cell of the row (once, if the file is read again for another team);
 * place is the index of the column in the file. */
void stf_scenario_csv_error_at(const struct stf_scenario_csv *table, size_t place,
                               const char *format, ...) STF_PRINTF(3, 4);

/* The same by the number of the known column. */
void stf_scenario_csv_error(const struct stf_scenario_csv *table, size_t column,
                            const char *format, ...) STF_PRINTF(3, 4);

#endif
