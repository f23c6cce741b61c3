/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/program_parts.h"

uint32_t stf_program_parts_row(struct stf_program *program, const struct stf_program_row *row) {
  struct stf_program_row *rows =
      stf_mem_grown(program->allocator, program->rows, &program->rows_capacity,
                    program->rows_n + 1, sizeof *rows);
  if (rows == NULL) {
    program->failed = true;
    return STF_PROGRAM_PARTS_NONE;
  }
  program->rows = rows;
  rows[program->rows_n] = *row;
  return (uint32_t)program->rows_n++;
}

uint32_t stf_program_parts_column(struct stf_program *program,
                                  const struct stf_program_column *column) {
  struct stf_program_column *columns =
      stf_mem_grown(program->allocator, program->columns, &program->columns_capacity,
                    program->columns_n + 1, sizeof *columns);
  if (columns == NULL) {
    program->failed = true;
    return STF_PROGRAM_PARTS_NONE;
  }
  program->columns = columns;
  columns[program->columns_n] = *column;
  return (uint32_t)program->columns_n++;
}

void stf_program_parts_entry(struct stf_program *program, uint32_t row, uint32_t column,
                             double value) {
  if (row == STF_PROGRAM_PARTS_NONE || program->failed) {
    return;
  }
  struct stf_program_entry *entries =
      stf_mem_grown(program->allocator, program->entries, &program->entries_capacity,
                    program->entries_n + 1, sizeof *entries);
  if (entries == NULL) {
    program->failed = true;
    return;
  }
  program->entries = entries;
  entries[program->entries_n++] =
      (struct stf_program_entry){.row = row, .column = column, .value = value};
}

enum stf_status stf_program_parts_sort(struct stf_program *program) {
  size_t *starts = stf_mem_zeroed(program->allocator, program->columns_n + 1, sizeof *starts);
  struct stf_program_entry *sorted =
      stf_mem_zeroed(program->allocator, program->entries_n + 1, sizeof *sorted);
  if (starts != NULL && sorted != NULL) {
    for (size_t i = 0; i < program->entries_n; i++) {
      starts[program->entries[i].column + 1]++;
    }
    for (size_t c = 0; c < program->columns_n; c++) {
      starts[c + 1] += starts[c];
    }
    for (size_t i = 0; i < program->entries_n; i++) {
      sorted[starts[program->entries[i].column]++] = program->entries[i];
    }
    stf_mem_release(program->allocator, program->entries);
    program->entries = sorted;
    program->entries_capacity = program->entries_n + 1;
    stf_mem_release(program->allocator, starts);
    return STF_OK;
  }
  stf_mem_release(program->allocator, starts);
  stf_mem_release(program->allocator, sorted);
  return STF_ERR_MEMORY;
}
