/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aligned columns of text: the first one to the left, the others to the right, widths counted
 * in characters (UTF-8), not bytes. */
#ifndef STF_TEXT_GRID_H
#define STF_TEXT_GRID_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdio.h>

struct stf_text_grid {
  const struct stf_allocator *allocator;
  struct stf_arena *arena; /* owned: kept texts */
  size_t columns_n;
  const char **cells; /* owned: rows of columns_n */
  size_t cells_n;
  size_t capacity;
  bool has_failed; /* a text could not be kept */
};

STF_MUST_USE enum stf_status stf_text_grid_init(struct stf_text_grid *grid, size_t columns_n,
                                                const struct stf_allocator *allocator);
void stf_text_grid_clear(struct stf_text_grid *grid);

/* A copy of the text that lives as long as the grid. Without memory "", and the next add fails.
 */
const char *stf_text_grid_keep(struct stf_text_grid *grid, const char *text);

/* Adds a row of columns_n texts, NULL for an empty one; they must outlive the grid. */
STF_MUST_USE enum stf_status stf_text_grid_add(struct stf_text_grid *grid,
                                               const char *const *cells);

/* Two blanks between columns, none at the end of a line; control characters as '?'. */
void stf_text_grid_write(const struct stf_text_grid *grid, FILE *file);

#endif
