/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a table of its own columns, as CSV and as JSON objects. */
#ifndef STF_FIELDS_H
#define STF_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One field: a text, or a number where the text is NULL. Borrowed. */
struct stf_fields_field {
  const char *text;
  double number; /* NAN: empty */
};

struct stf_fields_field stf_fields_text(const char *text);
struct stf_fields_field stf_fields_number(double number);

/* A line of n fields; numbers read back as the same double, empty where there is none. */
void stf_fields_csv(FILE *file, const struct stf_fields_field *fields, size_t n);

/* The same as an object, on a line of its own, a comma before it unless it is the first; null
 * where there is nothing, or an empty text. */
void stf_fields_json(FILE *file, const char *const *columns,
                     const struct stf_fields_field *fields, size_t n, bool first);

#endif
