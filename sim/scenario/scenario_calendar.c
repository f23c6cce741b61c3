/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_calendar.h"

#include "base/quantity.h"
#include "scenario/scenario_holidays.h"
#include "scenario/scenario_hours.h"
#include "scenario/scenario_keys.h"

#include <stdlib.h>
#include <string.h>

#define AROUND_US (INT64_C(5) * 366 * 86400 * STF_US_PER_S) /* five years */

/* One calendar while it is read. */
struct draft {
  const struct stf_node *node;
  const struct stf_zone *zone;
  int64_t from_us; /* what is compiled */
  int64_t to_us;
  struct stf_calendar_hours week[7];
  struct stf_calendar_hours on_holidays;
  int64_t *holidays; /* ascending */
  size_t holidays_n;
  struct stf_calendar_date *dates; /* ascending */
  size_t dates_n;
};

static int by_day(const void *left, const void *right) {
  int64_t a = ((const struct stf_calendar_date *)left)->day;
  int64_t b = ((const struct stf_calendar_date *)right)->day;
  return (a > b) - (a < b);
}

static void read_date(struct draft *draft, const struct stf_node *node) {
  struct stf_civil civil;
  struct stf_calendar_date date = {.day = 0};
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_CALENDAR_DATE) ||
      !stf_node_date(stf_node_get(node, "date"), &civil) ||
      !stf_scenario_hours_read(stf_node_get(node, "hours"), &date.hours, NULL)) {
    return;
  }
  date.day = stf_zone_day_number(&civil);
  for (size_t i = 0; i < draft->dates_n; i++) {
    if (draft->dates[i].day == date.day) {
      stf_node_error(stf_node_get(node, "date"), "the same date a second time");
      return;
    }
  }
  draft->dates[draft->dates_n++] = date;
}

static bool read_dates(struct stf_scenario_build *build, struct draft *draft) {
  const struct stf_node *list = stf_node_get(draft->node, "dates");
  size_t n = list != NULL && stf_node_is(list, STF_NODE_LIST) ? list->items_n : 0;
  draft->dates = stf_scenario_build_alloc(build, n + 1, sizeof *draft->dates);
  if (draft->dates == NULL) {
    return false;
  }
  for (const struct stf_node *item = n > 0 ? list->first : NULL; item != NULL;
       item = item->next) {
    read_date(draft, item);
  }
  qsort(draft->dates, draft->dates_n, sizeof *draft->dates, by_day);
  return true;
}

static void read_holidays(struct stf_scenario_build *build, struct draft *draft) {
  const struct stf_node *hours = stf_node_get(draft->node, "holiday_hours");
  const struct stf_node *files = stf_node_get(draft->node, "holidays");
  if (hours != NULL && files == NULL) {
    stf_node_error(hours, "'holiday_hours' needs 'holidays': which days are they?");
  }
  (void)stf_scenario_hours_read(hours, &draft->on_holidays, NULL);
  (void)stf_scenario_holidays_read(build, files, stf_zone_day_at(draft->zone, draft->from_us),
                                   stf_zone_day_at(draft->zone, draft->to_us), &draft->holidays,
                                   &draft->holidays_n);
}

/* Puts the holidays that have no hours of their own among the dates. */
static bool join_holidays(struct stf_scenario_build *build, struct draft *draft) {
  struct stf_calendar_date *all =
      stf_scenario_build_alloc(build, draft->dates_n + draft->holidays_n + 1, sizeof *all);
  if (all == NULL) {
    return false;
  }
  size_t n = 0;
  size_t d = 0;
  for (size_t h = 0; h < draft->holidays_n; h++) {
    for (; d < draft->dates_n && draft->dates[d].day < draft->holidays[h]; d++) {
      all[n++] = draft->dates[d];
    }
    if (d == draft->dates_n || draft->dates[d].day != draft->holidays[h]) {
      all[n++] =
          (struct stf_calendar_date){.day = draft->holidays[h], .hours = draft->on_holidays};
    }
  }
  for (; d < draft->dates_n; d++) {
    all[n++] = draft->dates[d];
  }
  draft->dates = all;
  draft->dates_n = n;
  return true;
}

static struct stf_calendar *compile(struct stf_scenario_build *build,
                                    const struct draft *draft) {
  struct stf_calendar_rules rules = {
      .zone = draft->zone, .dates = draft->dates, .dates_n = draft->dates_n};
  memcpy(rules.week, draft->week, sizeof rules.week);
  struct stf_calendar *calendar = NULL;
  enum stf_status status =
      stf_calendar_new(&rules, draft->from_us, draft->to_us, build->allocator, &calendar);
  if (status != STF_OK) {
    stf_scenario_build_fail(
        build, stf_status_fail(build->error, status, 0, "no memory to read '%s'", build->path));
  } else if (stf_calendar_opening_us(calendar, draft->from_us) == INT64_MAX) {
    stf_diag_add(build->diags, STF_SEVERITY_ERROR, stf_node_key_where(draft->node),
                 "calendar '%.60s' is never open: add 'week: {mon-fri: \"09:00-18:00\"}'",
                 draft->node->name);
  }
  return calendar;
}

/* A calendar with mistakes is NULL (always open), so that reading can go on. */
static struct stf_calendar *read_calendar(struct stf_scenario_build *build,
                                          const struct stf_node *node) {
  const struct stf_desk *desk = &build->scenario->desk;
  struct draft draft = {.node = node,
                        .zone = build->scenario->zone,
                        .from_us = build->start_us - AROUND_US,
                        .to_us = desk->to_us + AROUND_US};
  size_t errors_n = build->diags->errors_n;
  struct stf_calendar *calendar = NULL;
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_CALENDAR)) {
    return NULL;
  }
  struct stf_zone *zone = stf_scenario_build_zone(build, stf_node_get(node, "timezone"));
  draft.zone = zone != NULL ? zone : draft.zone;
  stf_scenario_hours_week(stf_node_get(node, "week"), draft.week);
  read_holidays(build, &draft);
  if (read_dates(build, &draft) && join_holidays(build, &draft) &&
      build->diags->errors_n == errors_n) {
    calendar = compile(build, &draft);
  }
  stf_zone_free(zone);
  return calendar;
}

void stf_scenario_calendar_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "calendars");
  struct stf_scenario *scenario = build->scenario;
  if (!stf_node_is(list, STF_NODE_MAPPING)) {
    return;
  }
  scenario->calendars =
      stf_scenario_build_alloc(build, (size_t)list->items_n + 1, sizeof(struct stf_calendar *));
  build->calendar_names =
      stf_scenario_build_alloc(build, (size_t)list->items_n + 1, sizeof(const char *));
  if (scenario->calendars == NULL || build->calendar_names == NULL) {
    return;
  }
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    build->calendar_names[scenario->calendars_n] = node->name;
    scenario->calendars[scenario->calendars_n++] = read_calendar(build, node);
  }
}

bool stf_scenario_calendar_find(struct stf_scenario_build *build, const struct stf_node *node,
                                const struct stf_calendar **out) {
  size_t i = 0;
  const char *name = NULL;
  if (!stf_node_text(node, &name)) {
    return false;
  }
  if (build->scenario->calendars_n == 0) {
    stf_node_error(node, "unknown calendar '%.60s': describe it under 'calendars'", name);
    return false;
  }
  if (!stf_node_choice(node, "calendar", build->calendar_names, build->scenario->calendars_n,
                       &i)) {
    return false;
  }
  *out = build->scenario->calendars[i];
  return true;
}
