/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed forms' rows as lines to read. */
#ifndef STF_ERLANG_TEXT_H
#define STF_ERLANG_TEXT_H

#include "kpi/row.h"

#include <stdio.h>

/* A line a row, in words, with its unit; a dash where there is no value. `line` is the command
 * behind the head. */
void stf_erlang_text_write(FILE *file, const struct stf_table *table, const char *line);

#endif
