/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_hours.h"

#include <string.h>

enum {
  DAY_S = 86400,
  CLOCK_MAX = 16
};

/* Adds a stretch, united with those that it touches; false if there are too many. */
static bool unite(struct stf_calendar_hours *hours, struct stf_calendar_span span) {
  struct stf_calendar_hours all = {.spans_n = 0};
  for (uint32_t i = 0; i < hours->spans_n; i++) {
    struct stf_calendar_span old = hours->spans[i];
    if (old.from_s <= span.to_s && span.from_s <= old.to_s) {
      span.from_s = old.from_s < span.from_s ? old.from_s : span.from_s;
      span.to_s = old.to_s > span.to_s ? old.to_s : span.to_s;
    } else {
      all.spans[all.spans_n++] = old;
    }
  }
  if (all.spans_n == STF_CALENDAR_SPANS_MAX) {
    return false;
  }
  uint32_t at = all.spans_n++;
  for (; at > 0 && all.spans[at - 1].from_s > span.from_s; at--) {
    all.spans[at] = all.spans[at - 1];
  }
  all.spans[at] = span;
  *hours = all;
  return true;
}

static bool overlaps(const struct stf_calendar_hours *hours, int32_t from_s, int32_t to_s) {
  bool found = false;
  for (uint32_t i = 0; i < hours->spans_n; i++) {
    found = found || (hours->spans[i].from_s < to_s && from_s < hours->spans[i].to_s);
  }
  return found;
}

/* "09:00" of n bytes with blanks around. */
static bool read_clock(const char *text, size_t n, int32_t *out_s) {
  char clock[CLOCK_MAX];
  while (n > 0 && *text == ' ') {
    text++;
    n--;
  }
  while (n > 0 && text[n - 1] == ' ') {
    n--;
  }
  if (n >= CLOCK_MAX) {
    return false;
  }
  memcpy(clock, text, n);
  clock[n] = '\0';
  return stf_zone_parse_clock(clock, out_s);
}

/* "09:00-13:00" of n bytes. */
static bool read_span(const char *text, size_t n, struct stf_calendar_span *out) {
  const char *dash = memchr(text, '-', n);
  return dash != NULL && read_clock(text, (size_t)(dash - text), &out->from_s) &&
         read_clock(dash + 1, n - (size_t)(dash + 1 - text), &out->to_s) &&
         out->from_s < DAY_S && out->from_s != out->to_s;
}

/* One stretch; those before it in the same text are in `own`. */
static bool add_span(const struct stf_node *node, struct stf_calendar_span span,
                     struct stf_calendar_hours *own, struct stf_calendar_hours *day,
                     struct stf_calendar_hours *next) {
  bool over = span.to_s < span.from_s;
  int32_t end_s = over ? DAY_S : span.to_s;
  if (over && next == NULL) {
    stf_node_error(node, "the hours of a date end by 24:00: give the next date its own");
    return false;
  }
  if (overlaps(own, span.from_s, end_s)) {
    stf_node_error(node, "two of the stretches '%.60s' overlap", node->value);
    return false;
  }
  bool fits =
      unite(own, (struct stf_calendar_span){span.from_s, end_s}) &&
      unite(day, (struct stf_calendar_span){span.from_s, end_s}) &&
      (!over || span.to_s == 0 || unite(next, (struct stf_calendar_span){0, span.to_s}));
  if (!fits) {
    stf_node_error(node, "more than %d stretches in one day", STF_CALENDAR_SPANS_MAX);
  }
  return fits;
}

bool stf_scenario_hours_read(const struct stf_node *node, struct stf_calendar_hours *day,
                             struct stf_calendar_hours *next) {
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return false;
  }
  if (strcmp(text, "closed") == 0) {
    return true;
  }
  struct stf_calendar_hours own = {.spans_n = 0};
  for (;;) {
    size_t n = strcspn(text, ",");
    struct stf_calendar_span span;
    if (!read_span(text, n, &span)) {
      stf_node_error(node,
                     "hours must be such as \"09:00-13:00, 14:00-18:00\" or closed, not "
                     "'%.60s'",
                     node->value);
      return false;
    }
    if (!add_span(node, span, &own, day, next)) {
      return false;
    }
    if (text[n] == '\0') {
      return true;
    }
    text += n + 1;
  }
}

/* "fri" of n bytes -> 4; -1 if it is no day. */
static int day_named(const char *text, size_t n) {
  for (int day = 0; day < 7; day++) {
    if (n == 3 && strncmp(STF_ZONE_WEEKDAYS[day], text, 3) == 0) {
      return day;
    }
  }
  return -1;
}

/* "mon-fri", "sat": the first day and how many; false if it is neither. */
static bool read_days(const char *text, int *first, int *days_n) {
  size_t n = strcspn(text, "-");
  *first = day_named(text, n);
  int last = text[n] == '-' ? day_named(text + n + 1, strlen(text + n + 1)) : *first;
  *days_n = (last - *first + 7) % 7 + 1;
  return *first >= 0 && last >= 0;
}

static void read_value(const struct stf_node *value, bool given[7],
                       struct stf_calendar_hours week[7]) {
  int first = 0;
  int days_n = 0;
  if (!read_days(value->name, &first, &days_n)) {
    char hint[STF_NODE_HINT];
    stf_diag_add(value->file->diags, STF_SEVERITY_ERROR, stf_node_key_where(value),
                 "'%.60s' is no day (mon) and no days (mon-fri)%s", value->name,
                 stf_node_hint(value->name, STF_ZONE_WEEKDAYS, 7, hint));
    return;
  }
  for (int i = 0; i < days_n; i++) {
    int day = (first + i) % 7;
    if (given[day]) {
      stf_diag_add(value->file->diags, STF_SEVERITY_ERROR, stf_node_key_where(value),
                   "the hours of %s a second time", STF_ZONE_WEEKDAYS[day]);
      return;
    }
    given[day] = true;
    if (!stf_scenario_hours_read(value, &week[day], &week[(day + 1) % 7])) {
      return;
    }
  }
}

void stf_scenario_hours_week(const struct stf_node *node, struct stf_calendar_hours week[7]) {
  bool given[7] = {false};
  if (!stf_node_is(node, STF_NODE_MAPPING)) {
    return;
  }
  for (const struct stf_node *value = node->first; value != NULL; value = value->next) {
    read_value(value, given, week);
  }
}
