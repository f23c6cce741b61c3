/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/program_bound.h"

#include <math.h>

double stf_program_bound_by(const struct stf_program *program, const double *prices) {
  double *reduced = stf_mem_zeroed(program->allocator, program->columns_n + 1, sizeof *reduced);
  if (reduced == NULL) {
    return (double)NAN;
  }
  double bound = program->constant;
  for (size_t c = 0; c < program->columns_n; c++) {
    reduced[c] = program->columns[c].cost;
  }
  /* A price of the wrong sign is no price: such a row binds from one side only. */
  for (size_t i = 0; i < program->entries_n; i++) {
    const struct stf_program_entry *entry = &program->entries[i];
    double price = prices[entry->row];
    price = program->rows[entry->row].is_equal || price < 0 ? price : 0;
    reduced[entry->column] -= price * entry->value;
  }
  for (size_t r = 0; r < program->rows_n; r++) {
    double price = prices[r];
    bound += (program->rows[r].is_equal || price < 0 ? price : 0) * program->rows[r].right;
  }
  for (size_t c = 0; c < program->columns_n; c++) {
    bound += reduced[c] < 0 ? reduced[c] * program->columns[c].upper : 0;
  }
  stf_mem_release(program->allocator, reduced);
  return bound;
}
