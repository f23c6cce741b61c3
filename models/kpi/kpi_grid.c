/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_grid.h"

#include "base/quantity.h"

#include <stdio.h>
#include <string.h>

enum {
  KEY_TEXT = 40
};

static enum stf_status cut_days(struct stf_kpi_layout *layout) {
  const struct stf_kpi_plan *plan = &layout->plan;
  size_t days_n = (size_t)((plan->to_us - plan->from_us) / (STF_US_PER_DAY / 2)) + 2;
  int64_t *edges_us = stf_arena_alloc(layout->arena, days_n + 1, sizeof *edges_us);
  if (edges_us == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  edges_us[0] = plan->from_us;
  while (edges_us[n] < plan->to_us) {
    STF_ASSERT(n < days_n);
    int64_t next_us = stf_zone_next_day(plan->zone, edges_us[n]);
    edges_us[++n] = next_us < plan->to_us ? next_us : plan->to_us;
  }
  layout->days = (struct stf_kpi_grid){edges_us, n, STF_US_PER_DAY};
  return STF_OK;
}

static enum stf_status cut_intervals(struct stf_kpi_layout *layout) {
  const struct stf_kpi_plan *plan = &layout->plan;
  int64_t span_us = plan->to_us - plan->from_us;
  size_t n = (size_t)((span_us - 1) / plan->interval_us) + 1;
  int64_t *edges_us = stf_arena_alloc(layout->arena, n + 1, sizeof *edges_us);
  if (edges_us == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    edges_us[i] = plan->from_us + (int64_t)i * plan->interval_us;
  }
  edges_us[n] = plan->to_us;
  layout->intervals = (struct stf_kpi_grid){edges_us, n, plan->interval_us};
  return STF_OK;
}

/* Times of day are cut on a grid that restarts at each midnight, so that the keys stay the same
 * across changes of clocks. */
static int64_t slots_per_day(const struct stf_kpi_plan *plan) {
  return (STF_US_PER_DAY - 1) / plan->interval_us + 1;
}

/* Slot of the week of an instant; without weekdays, of the day. */
static size_t slot_of(const struct stf_kpi_plan *plan, int64_t at_us, bool with_weekday) {
  struct stf_civil civil;
  stf_zone_to_civil(plan->zone, at_us, &civil, NULL);
  int32_t second = civil.hour * 3600 + civil.minute * 60 + civil.second;
  int64_t slot = (second * STF_US_PER_S + civil.us) / plan->interval_us;
  return (size_t)(with_weekday ? stf_zone_weekday(&civil) * slots_per_day(plan) + slot : slot);
}

/* "mon 09:30" or, without weekdays, "09:30". */
static const char *slot_text(const struct stf_kpi_layout *layout, size_t slot,
                             bool with_weekday) {
  const struct stf_kpi_plan *plan = &layout->plan;
  size_t per_day = (size_t)slots_per_day(plan);
  int64_t second = (int64_t)(slot % per_day) * plan->interval_us / STF_US_PER_S;
  char text[KEY_TEXT];
  int n = snprintf(text, sizeof text, "%s%s%02d:%02d",
                   with_weekday ? STF_ZONE_WEEKDAYS[slot / per_day] : "",
                   with_weekday ? " " : "", (int)(second / 3600), (int)(second / 60 % 60));
  if (second % 60 != 0) {
    n += snprintf(text + n, sizeof text - (size_t)n, ":%02d", (int)(second % 60));
  }
  return stf_arena_text(layout->arena, text, (size_t)n);
}

/* Maps each interval to its slot of the week or day; numbers only the slots that occur, in
 * order. */
static enum stf_status fold_intervals(struct stf_kpi_layout *layout, enum stf_kpi_kind kind,
                                      const uint32_t **out_cells) {
  const struct stf_kpi_grid *intervals = &layout->intervals;
  bool with_weekday = kind == STF_KPI_CATALOGUE_WEEKDAY_INTERVAL;
  size_t slots_n = (size_t)slots_per_day(&layout->plan) * (with_weekday ? 7 : 1);
  uint32_t *cells = stf_arena_alloc(layout->arena, intervals->cells_n, sizeof *cells);
  uint32_t *number = stf_arena_alloc(layout->arena, slots_n, sizeof *number);
  const char **keys = stf_arena_alloc(layout->arena, slots_n, sizeof *keys);
  if (cells == NULL || number == NULL || keys == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < intervals->cells_n; i++) {
    size_t slot = slot_of(&layout->plan, intervals->edges_us[i], with_weekday);
    cells[i] = (uint32_t)slot;
    number[slot] = 1;
  }
  uint32_t n = 0;
  for (size_t s = 0; s < slots_n; s++) {
    if (number[s] != 0) {
      keys[n] = slot_text(layout, s, with_weekday);
      if (keys[n] == NULL) {
        return STF_ERR_MEMORY;
      }
      number[s] = n++;
    }
  }
  for (size_t i = 0; i < intervals->cells_n; i++) {
    cells[i] = number[cells[i]];
  }
  layout->groups[kind].keys = keys;
  layout->groups[kind].cells_n = n;
  *out_cells = cells;
  return STF_OK;
}

/* "2026-12-24". */
static int day_text(const struct stf_civil *civil, char out[KEY_TEXT]) {
  return snprintf(out, KEY_TEXT, "%04d-%02d-%02d", civil->year, civil->month, civil->day);
}

/* "2026-12". */
static int month_text(const struct stf_civil *civil, char out[KEY_TEXT]) {
  return snprintf(out, KEY_TEXT, "%04d-%02d", civil->year, civil->month);
}

/* "2026-W52": an ISO week belongs to the year of its Thursday (ISO 8601). */
static int week_text(const struct stf_civil *civil, char out[KEY_TEXT]) {
  int64_t monday = stf_zone_day_number(civil) - stf_zone_weekday(civil);
  int year = civil->year + 1;
  int64_t first_monday = 0; /* of that year's weeks: the one of the week with 4 January */
  do {
    const struct stf_civil fourth = {.year = year--, .month = 1, .day = 4};
    first_monday = stf_zone_day_number(&fourth) - stf_zone_weekday(&fourth);
  } while (first_monday > monday);
  return snprintf(out, KEY_TEXT, "%04d-W%02d", year + 1,
                  (int)((monday - first_monday) / 7) + 1);
}

/* Names runs of days with the same text, and maps the days to them. */
static enum stf_status name_days(struct stf_kpi_layout *layout, enum stf_kpi_kind kind,
                                 int (*text_of)(const struct stf_civil *, char[KEY_TEXT]),
                                 const uint32_t **out_cells) {
  const struct stf_kpi_grid *days = &layout->days;
  const char **keys = stf_arena_alloc(layout->arena, days->cells_n, sizeof *keys);
  uint32_t *cells = stf_arena_alloc(layout->arena, days->cells_n, sizeof *cells);
  if (keys == NULL || cells == NULL) {
    return STF_ERR_MEMORY;
  }
  uint32_t n = 0;
  for (size_t i = 0; i < days->cells_n; i++) {
    struct stf_civil civil;
    stf_zone_to_civil(layout->plan.zone, days->edges_us[i], &civil, NULL);
    char text[KEY_TEXT];
    int text_n = text_of(&civil, text);
    if (n == 0 || strcmp(keys[n - 1], text) != 0) {
      keys[n] = stf_arena_text(layout->arena, text, (size_t)text_n);
      if (keys[n++] == NULL) {
        return STF_ERR_MEMORY;
      }
    }
    cells[i] = n - 1;
  }
  layout->groups[kind].keys = keys;
  layout->groups[kind].cells_n = n;
  *out_cells = cells;
  return STF_OK;
}

static enum stf_status name_dates(struct stf_kpi_layout *layout) {
  const uint32_t *same = NULL;
  enum stf_status status = name_days(layout, STF_KPI_CATALOGUE_DAY, day_text, &same);
  if (status == STF_OK) {
    status = name_days(layout, STF_KPI_CATALOGUE_MONTH, month_text, &layout->month_cells);
  }
  if (status == STF_OK && stf_kpi_layout_is_shown(layout, STF_KPI_CATALOGUE_WEEK)) {
    status = name_days(layout, STF_KPI_CATALOGUE_WEEK, week_text, &layout->week_cells);
  }
  return status;
}

enum stf_status stf_kpi_grid_make(struct stf_kpi_layout *layout) {
  enum stf_status status = cut_days(layout);
  status = status == STF_OK ? cut_intervals(layout) : status;
  status = status == STF_OK ? name_dates(layout) : status;
  if (status == STF_OK && stf_kpi_layout_is_shown(layout, STF_KPI_CATALOGUE_WEEKDAY_INTERVAL)) {
    status = fold_intervals(layout, STF_KPI_CATALOGUE_WEEKDAY_INTERVAL, &layout->weekday_cells);
  }
  if (status == STF_OK && stf_kpi_layout_is_shown(layout, STF_KPI_CATALOGUE_TIME_OF_DAY)) {
    status = fold_intervals(layout, STF_KPI_CATALOGUE_TIME_OF_DAY, &layout->time_of_day_cells);
  }
  layout->groups[STF_KPI_CATALOGUE_INTERVAL].cells_n = layout->intervals.cells_n;
  layout->groups[STF_KPI_CATALOGUE_CLASS_INTERVAL].cells_n =
      layout->intervals.cells_n * stf_dict_count(layout->plan.names->classes);
  return status;
}
