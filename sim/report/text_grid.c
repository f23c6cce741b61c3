/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/text_grid.h"

#include <ctype.h>
#include <string.h>

enum stf_status stf_text_grid_init(struct stf_text_grid *grid, size_t columns_n,
                                   const struct stf_allocator *allocator) {
  STF_ASSERT(columns_n > 0);
  *grid = (struct stf_text_grid){.allocator = allocator, .columns_n = columns_n};
  grid->arena = stf_arena_new(allocator);
  return grid->arena != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_text_grid_clear(struct stf_text_grid *grid) {
  stf_arena_free(grid->arena);
  stf_mem_release(grid->allocator, grid->cells);
  *grid = (struct stf_text_grid){0};
}

const char *stf_text_grid_keep(struct stf_text_grid *grid, const char *text) {
  const char *copy = stf_arena_text(grid->arena, text, strlen(text));
  grid->has_failed |= copy == NULL;
  return copy != NULL ? copy : "";
}

enum stf_status stf_text_grid_add(struct stf_text_grid *grid, const char *const *cells) {
  if (grid->has_failed) {
    return STF_ERR_MEMORY;
  }
  const char **grown = stf_mem_grown(grid->allocator, grid->cells, &grid->capacity,
                                     grid->cells_n + grid->columns_n, sizeof *grown);
  if (grown == NULL) {
    return STF_ERR_MEMORY;
  }
  grid->cells = grown;
  for (size_t i = 0; i < grid->columns_n; i++) {
    grown[grid->cells_n++] = cells[i] != NULL ? cells[i] : "";
  }
  return STF_OK;
}

/* Characters: bytes that do not continue another one. */
static size_t width_of(const char *text) {
  size_t n = 0;
  for (const char *c = text; *c != '\0'; c++) {
    n += ((unsigned char)*c & 0xC0U) != 0x80U;
  }
  return n;
}

static size_t widest(const struct stf_text_grid *grid, size_t column) {
  size_t width = 0;
  for (size_t i = column; i < grid->cells_n; i += grid->columns_n) {
    size_t n = width_of(grid->cells[i]);
    width = n > width ? n : width;
  }
  return width;
}

static void write_blanks(FILE *file, size_t n) {
  for (size_t i = 0; i < n; i++) {
    (void)fputc(' ', file);
  }
}

static void write_clean(FILE *file, const char *text) {
  for (const char *c = text; *c != '\0'; c++) {
    (void)fputc(iscntrl((unsigned char)*c) ? '?' : *c, file);
  }
}

/* One row; blanks are owed until something follows them. */
static void write_row(const struct stf_text_grid *grid, const char *const *cells,
                      const size_t *widths, FILE *file) {
  size_t owed = 0;
  for (size_t c = 0; c < grid->columns_n; c++) {
    size_t fill = widths[c] - width_of(cells[c]);
    owed += c > 0 ? fill + 2 : 0;
    if (cells[c][0] != '\0') {
      write_blanks(file, owed);
      write_clean(file, cells[c]);
      owed = 0;
    }
    owed += c == 0 ? fill : 0;
  }
  (void)fputc('\n', file);
}

void stf_text_grid_write(const struct stf_text_grid *grid, FILE *file) {
  enum {
    COLUMNS_MAX = 64
  };
  size_t widths[COLUMNS_MAX];
  STF_ASSERT(grid->columns_n <= COLUMNS_MAX);
  for (size_t c = 0; c < grid->columns_n; c++) {
    widths[c] = widest(grid, c);
  }
  for (size_t i = 0; i < grid->cells_n; i += grid->columns_n) {
    write_row(grid, grid->cells + i, widths, file);
  }
}
