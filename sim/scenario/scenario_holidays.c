/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_holidays.h"

#include "input/decode.h"
#include "scenario/scenario_csv.h"
#include "time/holidays.h"

#include <string.h>
#include <strings.h>

enum {
  DATE,
  NAME,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"date", "name"};

/* The days asked for. */
struct marks {
  int64_t from_day;
  int64_t to_day;
  bool *are_holidays; /* from from_day on */
};

/* True if the day is one of those asked for. */
static bool mark(struct marks *marks, int64_t day) {
  bool inside = day >= marks->from_day && day <= marks->to_day;
  if (inside) {
    marks->are_holidays[day - marks->from_day] = true;
  }
  return inside;
}

static size_t mark_csv(struct stf_scenario_build *build, const struct stf_node *node,
                       struct marks *marks) {
  struct stf_scenario_csv table;
  size_t marked_n = 0;
  if (!stf_scenario_csv_open(&table, build, node, COLUMNS, COLUMNS_N, 1)) {
    return 0;
  }
  while (stf_scenario_csv_next(&table)) {
    struct stf_civil date;
    if (stf_scenario_csv_date(&table, DATE, &date)) {
      marked_n += mark(marks, stf_zone_day_number(&date));
    }
  }
  stf_scenario_csv_close(&table);
  return marked_n;
}

static size_t mark_ical(struct stf_scenario_build *build, const struct stf_node *node,
                        struct marks *marks) {
  const char *path = stf_scenario_build_path(build, node);
  if (path == NULL) {
    return 0;
  }
  struct stf_decode_text text = {0};
  struct stf_error error = {0};
  struct stf_holiday *holidays = NULL;
  size_t holidays_n = 0;
  enum stf_status status = stf_decode_file(path, build->allocator, build->diags, &text, &error);
  if (status == STF_OK) {
    const struct stf_holidays_text asked = {.path = path,
                                            .bytes = text.bytes,
                                            .n = text.n,
                                            .from_day = marks->from_day,
                                            .to_day = marks->to_day};
    stf_scenario_build_hash(build, text.hash);
    status = stf_holidays_parse(&asked, build->scenario->arena, build->diags, &holidays,
                                &holidays_n);
  }
  stf_decode_clear(&text, build->allocator);
  for (size_t i = 0; i < holidays_n; i++) {
    (void)mark(marks, holidays[i].day);
  }
  if (status != STF_OK && status != STF_ERR_INPUT) {
    stf_scenario_build_unread(build, node, status, error.message);
  }
  return holidays_n;
}

static bool is_ical(const char *path) {
  const char *dot = strrchr(path, '.');
  return dot != NULL && (strcasecmp(dot, ".ics") == 0 || strcasecmp(dot, ".ical") == 0);
}

static void mark_file(struct stf_scenario_build *build, const struct stf_node *node,
                      struct marks *marks) {
  const char *path = NULL;
  size_t errors_n = build->diags->errors_n;
  if (!stf_node_text(node, &path)) {
    return;
  }
  size_t marked_n = (is_ical(path) ? mark_ical : mark_csv)(build, node, marks);
  if (marked_n == 0 && build->diags->errors_n == errors_n && build->status == STF_OK) {
    struct stf_civil from;
    struct stf_civil to;
    stf_zone_day_civil(marks->from_day, &from);
    stf_zone_day_civil(marks->to_day, &to);
    stf_node_warn(node, "'%.200s' has no holiday between %04d-%02d-%02d and %04d-%02d-%02d",
                  path, from.year, from.month, from.day, to.year, to.month, to.day);
  }
}

static bool collect(struct stf_scenario_build *build, const struct marks *marks, int64_t **days,
                    size_t *days_n) {
  size_t range_n = (size_t)(marks->to_day - marks->from_day + 1);
  size_t n = 0;
  for (size_t i = 0; i < range_n; i++) {
    n += marks->are_holidays[i];
  }
  int64_t *items = stf_scenario_build_alloc(build, n + 1, sizeof *items);
  if (items == NULL) {
    return false;
  }
  *days = items;
  *days_n = n;
  for (size_t i = 0; i < range_n; i++) {
    if (marks->are_holidays[i]) {
      *items++ = marks->from_day + (int64_t)i;
    }
  }
  return true;
}

bool stf_scenario_holidays_read(struct stf_scenario_build *build, const struct stf_node *node,
                                int64_t from_day, int64_t to_day, int64_t **days,
                                size_t *days_n) {
  *days = NULL;
  *days_n = 0;
  if (node == NULL) {
    return false;
  }
  size_t errors_n = build->diags->errors_n;
  struct marks marks = {.from_day = from_day, .to_day = to_day};
  marks.are_holidays = stf_scenario_build_alloc(build, (size_t)(to_day - from_day + 1),
                                                sizeof *marks.are_holidays);
  if (marks.are_holidays == NULL) {
    return false;
  }
  if (node->kind == STF_NODE_LIST) {
    for (const struct stf_node *item = node->first; item != NULL; item = item->next) {
      mark_file(build, item, &marks);
    }
    if (node->items_n == 0) {
      stf_node_error(node, "'%s' is empty: name a file, such as data/it.ics", node->name);
    }
  } else {
    mark_file(build, node, &marks);
  }
  return build->diags->errors_n == errors_n && build->status == STF_OK &&
         collect(build, &marks, days, days_n);
}
