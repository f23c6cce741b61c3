/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table_text.h"

#include "report/table_group.h"
#include "report/text_grid.h"
#include "report/text_label.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_total(const struct stf_row *row) {
  return row->group[0] == '\0' && row->interval_start_us == INT64_MIN;
}

static bool same_kpi(const struct stf_row *a, const struct stf_row *b) {
  return strcmp(a->kpi, b->kpi) == 0 && strcmp(a->definition, b->definition) == 0 &&
         strcmp(a->clock, b->clock) == 0;
}

/* Rows of the totals that belong to one KPI and definition: they stand together. */
struct block {
  const struct stf_row *rows;
  size_t rows_n;
};

static bool next_block(const struct stf_table *table, struct block *block) {
  size_t at = block->rows == NULL ? 0 : (size_t)(block->rows - table->rows) + block->rows_n;
  while (at < table->rows_n && !is_total(&table->rows[at])) {
    at++;
  }
  size_t end = at;
  while (end < table->rows_n && is_total(&table->rows[end]) &&
         same_kpi(&table->rows[at], &table->rows[end])) {
    end++;
  }
  if (end > at) {
    *block = (struct block){table->rows + at, end - at};
  }
  return end > at;
}

static const struct stf_row *statistic_of(const struct block *block, const char *statistic) {
  for (size_t i = 0; i < block->rows_n; i++) {
    if (strcmp(block->rows[i].statistic, statistic) == 0) {
      return &block->rows[i];
    }
  }
  return NULL;
}

static bool is_distribution(const struct block *block) {
  return statistic_of(block, "p50") != NULL;
}

/* The value of a row as text; NULL where there is none. */
static const char *value_text(struct stf_text_grid *grid, const struct stf_row *row,
                              struct stf_text_scale scale) {
  if (row == NULL || !isfinite(row->actual)) {
    return NULL;
  }
  char text[STF_TEXT_LABEL_TEXT];
  stf_text_label_number(row, row->actual, scale, text);
  return stf_text_grid_keep(grid, text);
}

/* Nobody needs to read that nothing was left out, or kept under a policy that nobody is under.
 */
static bool is_idle(const struct block *block) {
  const struct stf_row *count = statistic_of(block, "count");
  bool tells_rest = strncmp(block->rows[0].definition, "censored", strlen("censored")) == 0 ||
                    strcmp(block->rows[0].kpi, "sla_contacts") == 0;
  return tells_rest && count != NULL && !(count->actual > 0);
}

/* Counts, means and shares of a KPI in one line; of a distribution the share without a value.
 */
static enum stf_status add_figures(struct stf_text_grid *grid, const struct block *block) {
  const struct stf_text_scale plain = stf_text_label_scale("", 1);
  const struct stf_text_scale share = stf_text_label_scale("share", 1);
  char head[STF_TEXT_LABEL_TEXT];
  stf_text_label_subject(&block->rows[0], "", head);
  const char *cells[3] = {NULL, NULL, NULL};
  if (is_distribution(block)) {
    stf_text_label_subject(&block->rows[0], ": without", head);
    cells[2] = value_text(grid, statistic_of(block, "unanswered_share"), share);
  } else {
    const struct stf_row *number = statistic_of(block, "count");
    number = number != NULL ? number : statistic_of(block, "sum");
    if (number == NULL && statistic_of(block, "mean") != NULL) {
      number = statistic_of(block, "mean");
      stf_text_label_subject(&block->rows[0], ": mean", head);
    }
    cells[1] = value_text(grid, number, plain);
    cells[2] = value_text(grid, statistic_of(block, "share"), share);
  }
  if (cells[1] == NULL) {
    cells[1] = cells[2];
    cells[2] = NULL;
  }
  if (cells[1] == NULL || is_idle(block)) {
    return STF_OK;
  }
  cells[0] = stf_text_grid_keep(grid, head);
  return stf_text_grid_add(grid, cells);
}

static const char *const SHAPE[] = {"count", "mean", "p50", "p75", "p90", "p95", "p99", "max"};
enum {
  SHAPE_N = STF_COUNT_OF(SHAPE)
};

static enum stf_status add_distribution(struct stf_text_grid *grid, const struct block *block) {
  const struct stf_row *mean = statistic_of(block, "mean");
  const struct stf_row *median = statistic_of(block, "p50");
  if (median == NULL || mean == NULL || !isfinite(mean->actual)) {
    return STF_OK;
  }
  const struct stf_text_scale plain = stf_text_label_scale("", 1);
  const struct stf_text_scale scale = stf_text_label_scale(mean->unit, median->actual);
  const char *cells[SHAPE_N + 1] = {NULL};
  for (size_t s = 0; s < SHAPE_N; s++) {
    cells[s + 1] = value_text(grid, statistic_of(block, SHAPE[s]), s == 0 ? plain : scale);
  }
  char unit[STF_TEXT_LABEL_TEXT];
  char behind[STF_TEXT_LABEL_TEXT + 16];
  char head[STF_TEXT_LABEL_TEXT];
  stf_text_label_unit(scale, unit);
  (void)snprintf(behind, sizeof behind, "%s%s",
                 strcmp(mean->clock, "business") == 0 ? ", open hours" : "", unit);
  stf_text_label_subject(mean, behind, head);
  cells[0] = stf_text_grid_keep(grid, head);
  return stf_text_grid_add(grid, cells);
}

static enum stf_status write_figures(FILE *file, const struct stf_table *table) {
  struct stf_text_grid grid;
  enum stf_status status = stf_text_grid_init(&grid, 3, table->allocator);
  struct block block = {0};
  while (status == STF_OK && next_block(table, &block)) {
    status = add_figures(&grid, &block);
  }
  stf_text_grid_write(&grid, file);
  stf_text_grid_clear(&grid);
  return status;
}

static enum stf_status write_distributions(FILE *file, const struct stf_table *table) {
  struct stf_text_grid grid;
  enum stf_status status = stf_text_grid_init(&grid, SHAPE_N + 1, table->allocator);
  const char *heads[SHAPE_N + 1] = {NULL, "n"};
  for (size_t s = 1; s < SHAPE_N; s++) {
    heads[s + 1] = SHAPE[s];
  }
  status = status == STF_OK ? stf_text_grid_add(&grid, heads) : status;
  struct block block = {0};
  while (status == STF_OK && next_block(table, &block)) {
    status = add_distribution(&grid, &block);
  }
  if (grid.cells_n > grid.columns_n) {
    (void)fputc('\n', file);
    stf_text_grid_write(&grid, file);
  }
  stf_text_grid_clear(&grid);
  return status;
}

enum stf_status stf_table_text_write(FILE *file, const struct stf_table *table,
                                     const struct stf_zone *zone) {
  enum stf_status status = write_figures(file, table);
  status = status == STF_OK ? write_distributions(file, table) : status;
  return status == STF_OK ? stf_table_group_write(file, table, zone, false) : status;
}
