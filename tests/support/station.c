/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/station.h"

#include "support/desk_folder.h"
#include "support/near.h"

#include <string.h>

static struct stf_desk_folder folder;

int stf_station_open(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  return 0;
}

int stf_station_close(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

void stf_station_run(const char *text, uint64_t seed, uint32_t replications_n,
                     struct stf_station *out) {
  *out = (struct stf_station){.scenario = stf_desk_folder_read(&folder, text, 0)};
  const struct stf_desk *desk = &out->scenario->desk;
  const struct stf_kpi_plan plan = {.zone = out->scenario->zone,
                                    .names = &out->scenario->names,
                                    .from_us = desk->from_us,
                                    .to_us = desk->to_us,
                                    .interval_us = desk->interval_us,
                                    .within_us = {20000000},
                                    .within_n = 1,
                                    .short_abandon_us = 5000000,
                                    .has_queue = true,
                                    .quantiles = STF_KPI_QUANTILES_NONE};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &out->layout), STF_OK);
  const struct stf_replicate_options options = {
      .seed = seed, .replications_n = replications_n, .threads_n = 2};
  assert_int_equal(stf_replicate_run(desk, out->layout, &options, NULL, &out->values), STF_OK);
}

void stf_station_clear(struct stf_station *station) {
  stf_replicate_clear(&station->values, NULL);
  stf_kpi_layout_free(station->layout);
  stf_scenario_free(station->scenario);
}

static size_t row_of(const struct stf_station *station, const char *kpi, const char *definition,
                     const char *statistic) {
  size_t rows_n = stf_kpi_layout_rows_n(station->layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(station->layout, i, &row);
    if (strcmp(row.kpi, kpi) == 0 && strcmp(row.definition, definition) == 0 &&
        strcmp(row.statistic, statistic) == 0) {
      return i;
    }
  }
  fail_msg("no row %s.%s.%s", kpi, definition, statistic);
  return 0;
}

struct stf_paired_side stf_station_values(const struct stf_station *station, const char *kpi,
                                          const char *definition, const char *statistic,
                                          uint32_t from) {
  size_t row = row_of(station, kpi, definition, statistic);
  size_t at = row * station->values.replications_n + from;
  return (struct stf_paired_side){&station->values.num[at], &station->values.den[at]};
}
