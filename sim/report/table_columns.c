/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table_columns.h"

#include <string.h>

#define COLUMN(field, its_kind)                                                                \
  { .name = #field, .kind = (its_kind), .offset = offsetof(struct stf_row, field) }

const struct stf_table_column STF_TABLE_COLUMNS[STF_TABLE_COLUMNS_N] = {
    COLUMN(scenario, STF_TABLE_COLUMNS_TEXT),
    COLUMN(kpi, STF_TABLE_COLUMNS_TEXT),
    COLUMN(definition, STF_TABLE_COLUMNS_TEXT),
    COLUMN(clock, STF_TABLE_COLUMNS_TEXT),
    COLUMN(statistic, STF_TABLE_COLUMNS_TEXT),
    COLUMN(unit, STF_TABLE_COLUMNS_TEXT),
    COLUMN(group, STF_TABLE_COLUMNS_TEXT),
    COLUMN(key, STF_TABLE_COLUMNS_TEXT),
    {"interval_start", STF_TABLE_COLUMNS_INSTANT, offsetof(struct stf_row, interval_start_us)},
    {"interval_end", STF_TABLE_COLUMNS_INSTANT, offsetof(struct stf_row, interval_end_us)},
    COLUMN(n_actual, STF_TABLE_COLUMNS_COUNT),
    COLUMN(actual, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(predicted, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(ci95_lo, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(ci95_hi, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(band80_lo, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(band80_hi, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(band95_lo, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(band95_hi, STF_TABLE_COLUMNS_NUMBER),
    COLUMN(inside80, STF_TABLE_COLUMNS_VERDICT),
    COLUMN(n_replications, STF_TABLE_COLUMNS_COUNT),
};

const char *const STF_TABLE_COLUMNS_VERDICTS[STF_TABLE_COLUMNS_VERDICTS_N] = {
    [STF_INSIDE_NONE] = "",         [STF_INSIDE_GIVEN] = "given", [STF_INSIDE_BELOW] = "below",
    [STF_INSIDE_INSIDE] = "inside", [STF_INSIDE_ABOVE] = "above",
};

const char *stf_table_columns_text(const struct stf_row *row,
                                   const struct stf_table_column *column) {
  if (column->kind == STF_TABLE_COLUMNS_VERDICT) {
    return STF_TABLE_COLUMNS_VERDICTS[row->inside80];
  }
  const char *text = NULL;
  memcpy(&text, (const char *)row + column->offset, sizeof text);
  return text;
}

int64_t stf_table_columns_integer(const struct stf_row *row,
                                  const struct stf_table_column *column) {
  int64_t value = 0;
  memcpy(&value, (const char *)row + column->offset, sizeof value);
  return value;
}

double stf_table_columns_number(const struct stf_row *row,
                                const struct stf_table_column *column) {
  double value = 0;
  memcpy(&value, (const char *)row + column->offset, sizeof value);
  return value;
}
