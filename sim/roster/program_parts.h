/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a program together, part by part. What fails for want of memory sets program->failed,
 * and the rest does nothing: the caller asks once, at the end. */
#ifndef STF_PROGRAM_PARTS_H
#define STF_PROGRAM_PARTS_H

#include "roster/program.h"

#define STF_PROGRAM_PARTS_NONE UINT32_MAX /* no row: entries in it are left out */

/* Index of the new one; NONE without memory. */
uint32_t stf_program_parts_row(struct stf_program *program, const struct stf_program_row *row);
uint32_t stf_program_parts_column(struct stf_program *program,
                                  const struct stf_program_column *column);
void stf_program_parts_entry(struct stf_program *program, uint32_t row, uint32_t column,
                             double value);

/* Entries by column, those of a column in the order they came: what solvers want. */
STF_MUST_USE enum stf_status stf_program_parts_sort(struct stf_program *program);

#endif
