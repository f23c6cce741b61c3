/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_layout.h"

#include "base/quantity.h"

#include <stdio.h>
#include <string.h>

#define US_PER_DAY (INT64_C(86400) * STF_US_PER_S)

enum {
  KEY_TEXT = 32,
  DEFINITION_TEXT = 64,
  TEMPLATES_MAX = 256
};

static const char *const GROUP_NAMES[STF_KPI_CATALOGUE_KINDS] = {
    [STF_KPI_CATALOGUE_TOTAL] = "",
    [STF_KPI_CATALOGUE_CLASS] = "class",
    [STF_KPI_CATALOGUE_CHANNEL] = "channel",
    [STF_KPI_CATALOGUE_PRIORITY] = "priority",
    [STF_KPI_CATALOGUE_TEAM] = "team",
    [STF_KPI_CATALOGUE_AGENT] = "agent",
    [STF_KPI_CATALOGUE_DAY] = "day",
    [STF_KPI_CATALOGUE_INTERVAL] = "",
    [STF_KPI_CATALOGUE_WEEKDAY_INTERVAL] = "weekday_interval",
    [STF_KPI_CATALOGUE_TIME_OF_DAY] = "time_of_day",
    [STF_KPI_CATALOGUE_CLASS_INTERVAL] = "class",
};

static const unsigned GROUP_FLAGS[STF_KPI_CATALOGUE_KINDS] = {
    [STF_KPI_CATALOGUE_CLASS] = STF_KPI_BY_CLASS,
    [STF_KPI_CATALOGUE_CHANNEL] = STF_KPI_BY_CHANNEL,
    [STF_KPI_CATALOGUE_PRIORITY] = STF_KPI_BY_PRIORITY,
    [STF_KPI_CATALOGUE_TEAM] = STF_KPI_BY_TEAM,
    [STF_KPI_CATALOGUE_AGENT] = STF_KPI_BY_AGENT,
    [STF_KPI_CATALOGUE_DAY] = STF_KPI_BY_DAY,
    [STF_KPI_CATALOGUE_INTERVAL] = STF_KPI_BY_INTERVAL,
    [STF_KPI_CATALOGUE_WEEKDAY_INTERVAL] = STF_KPI_BY_WEEKDAY_INTERVAL,
    [STF_KPI_CATALOGUE_TIME_OF_DAY] = STF_KPI_BY_TIME_OF_DAY,
    [STF_KPI_CATALOGUE_CLASS_INTERVAL] = STF_KPI_BY_CLASS_INTERVAL,
};

static bool is_shown(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  return kind == STF_KPI_CATALOGUE_TOTAL || (layout->plan.groups & GROUP_FLAGS[kind]) != 0;
}

/* Days are always kept: the backlog of the totals is the mean over their ends. Weekdays and
 * times of day take the time of agents from the intervals. */
static bool is_kept(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  const unsigned on_intervals =
      STF_KPI_BY_INTERVAL | STF_KPI_BY_WEEKDAY_INTERVAL | STF_KPI_BY_TIME_OF_DAY;
  return kind == STF_KPI_CATALOGUE_DAY || is_shown(layout, kind) ||
         (kind == STF_KPI_CATALOGUE_INTERVAL && (layout->plan.groups & on_intervals) != 0);
}

/* Names of a kind's cells, or NULL where cells are not named things. */
static const struct stf_dict *names_of(const struct stf_names *names, enum stf_kpi_kind kind) {
  const struct stf_dict *const dicts[STF_KPI_CATALOGUE_KINDS] = {
      [STF_KPI_CATALOGUE_CLASS] = names->classes,
      [STF_KPI_CATALOGUE_CHANNEL] = names->channels,
      [STF_KPI_CATALOGUE_PRIORITY] = names->priorities,
      [STF_KPI_CATALOGUE_TEAM] = names->teams,
      [STF_KPI_CATALOGUE_AGENT] = names->agents,
  };
  return dicts[kind];
}

static enum stf_status cut_days(struct stf_kpi_layout *layout) {
  const struct stf_kpi_plan *plan = &layout->plan;
  size_t days_n = (size_t)((plan->to_us - plan->from_us) / (US_PER_DAY / 2)) + 2;
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
  layout->days = (struct stf_kpi_grid){edges_us, n, US_PER_DAY};
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
  return (US_PER_DAY - 1) / plan->interval_us + 1;
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

static enum stf_status name_days(struct stf_kpi_layout *layout) {
  const struct stf_kpi_grid *days = &layout->days;
  const char **keys = stf_arena_alloc(layout->arena, days->cells_n, sizeof *keys);
  if (keys == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < days->cells_n; i++) {
    struct stf_civil civil;
    stf_zone_to_civil(layout->plan.zone, days->edges_us[i], &civil, NULL);
    char text[KEY_TEXT];
    int n = snprintf(text, sizeof text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    keys[i] = stf_arena_text(layout->arena, text, (size_t)n);
    if (keys[i] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  layout->groups[STF_KPI_CATALOGUE_DAY].keys = keys;
  layout->groups[STF_KPI_CATALOGUE_DAY].cells_n = days->cells_n;
  return STF_OK;
}

/* Cells of a kind whose cells are named things. */
static enum stf_status name_attributes(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  const struct stf_dict *dict = names_of(layout->plan.names, kind);
  size_t n = stf_dict_count(dict);
  const char **keys = stf_arena_alloc(layout->arena, n, sizeof *keys);
  if (keys == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t i = 0; i < n; i++) {
    keys[i] = stf_dict_text(dict, i);
  }
  layout->groups[kind].keys = keys;
  layout->groups[kind].cells_n = n;
  return STF_OK;
}

static enum stf_status make_cells(struct stf_kpi_layout *layout) {
  enum stf_status status = cut_days(layout);
  status = status == STF_OK ? cut_intervals(layout) : status;
  status = status == STF_OK ? name_days(layout) : status;
  for (int kind = STF_KPI_CATALOGUE_CLASS; kind <= STF_KPI_CATALOGUE_AGENT; kind++) {
    if (status == STF_OK && is_shown(layout, (enum stf_kpi_kind)kind)) {
      status = name_attributes(layout, (enum stf_kpi_kind)kind);
    }
  }
  if (status == STF_OK && is_shown(layout, STF_KPI_CATALOGUE_WEEKDAY_INTERVAL)) {
    status = fold_intervals(layout, STF_KPI_CATALOGUE_WEEKDAY_INTERVAL, &layout->weekday_cells);
  }
  if (status == STF_OK && is_shown(layout, STF_KPI_CATALOGUE_TIME_OF_DAY)) {
    status = fold_intervals(layout, STF_KPI_CATALOGUE_TIME_OF_DAY, &layout->time_of_day_cells);
  }
  layout->groups[STF_KPI_CATALOGUE_TOTAL].cells_n = 1;
  layout->groups[STF_KPI_CATALOGUE_INTERVAL].cells_n = layout->intervals.cells_n;
  layout->groups[STF_KPI_CATALOGUE_CLASS_INTERVAL].cells_n =
      layout->intervals.cells_n * stf_dict_count(layout->plan.names->classes);
  return status;
}

static bool is_wanted(const struct stf_kpi_plan *plan,
                      const struct stf_kpi_descriptor *descriptor, enum stf_kpi_kind kind) {
  return (descriptor->kinds & 1U << kind) != 0 &&
         (descriptor->is_default ||
          (plan->definitions >> (descriptor - STF_KPI_CATALOGUE) & 1) != 0) &&
         (!descriptor->needs_queue || plan->has_queue);
}

/* Statistics that a descriptor prints in cells of a kind. */
static unsigned statistics_of(const struct stf_kpi_plan *plan,
                              const struct stf_kpi_descriptor *descriptor,
                              enum stf_kpi_kind kind) {
  if (!is_wanted(plan, descriptor, kind)) {
    return 0;
  }
  if (!stf_kpi_catalogue_is_grid(kind)) {
    return descriptor->statistics;
  }
  unsigned statistics = descriptor->grid_statistics;
  if (descriptor->source == STF_KPI_CATALOGUE_DURATION &&
      (!plan->interval_quantiles || kind == STF_KPI_CATALOGUE_CLASS_INTERVAL)) {
    statistics &= 1U << STF_KPI_CATALOGUE_MEAN;
  }
  return statistics;
}

/* "sl3" and a limit -> "sl3_within_20s"; "busy" and a presence rule -> what was inferred. */
static const char *definition_of(const struct stf_kpi_layout *layout,
                                 const struct stf_kpi_descriptor *descriptor,
                                 size_t threshold) {
  const struct stf_kpi_plan *plan = &layout->plan;
  char text[DEFINITION_TEXT];
  int n = 0;
  if (descriptor->source == STF_KPI_CATALOGUE_SERVICE) {
    n = snprintf(text, sizeof text, "%s_within_%.15gs", descriptor->definition,
                 (double)plan->within_us[threshold] / (double)STF_US_PER_S);
  } else if (descriptor->over == STF_KPI_CELL_PRESENT_US && plan->presence_inferred) {
    n = snprintf(text, sizeof text, "%s_inferred_%s", descriptor->definition,
                 plan->presence_rule != NULL ? plan->presence_rule : "presence");
  } else {
    return descriptor->definition;
  }
  size_t length = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
  return stf_arena_text(layout->arena, text, length);
}

/* Appends a descriptor's templates; false without memory. */
static bool add_templates(const struct stf_kpi_layout *layout, struct stf_kpi_template *list,
                          size_t *n, struct stf_kpi_template model, unsigned statistics) {
  model.definition = definition_of(layout, model.descriptor, model.threshold);
  for (int s = 0; s < STF_KPI_CATALOGUE_STATISTICS; s++) {
    if ((statistics & 1U << s) != 0) {
      STF_ASSERT(*n < TEMPLATES_MAX);
      model.statistic = (enum stf_kpi_statistic)s;
      list[(*n)++] = model;
    }
  }
  return model.definition != NULL;
}

static enum stf_status list_templates(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  struct stf_kpi_group *group = &layout->groups[kind];
  struct stf_kpi_template list[TEMPLATES_MAX];
  size_t n = 0;
  bool ok = true;
  for (size_t d = 0; d < STF_KPI_CATALOGUE_N; d++) {
    struct stf_kpi_template model = {.descriptor = &STF_KPI_CATALOGUE[d]};
    unsigned statistics = statistics_of(&layout->plan, model.descriptor, kind);
    bool is_service = model.descriptor->source == STF_KPI_CATALOGUE_SERVICE;
    size_t times = is_service ? layout->plan.within_n : 1;
    for (size_t t = 0; ok && statistics != 0 && t < times; t++) {
      model.threshold = t;
      ok = add_templates(layout, list, &n, model, statistics);
    }
  }
  struct stf_kpi_template *templates =
      ok ? stf_arena_alloc(layout->arena, n, sizeof *templates) : NULL;
  if (templates == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(templates, list, n * sizeof *templates);
  group->templates = templates;
  group->templates_n = n;
  group->rows_at = layout->rows_n;
  layout->rows_n += n * group->cells_n;
  return STF_OK;
}

/* Durations whose values a kind's cells must keep one by one. */
static void list_series(const struct stf_kpi_layout *layout, struct stf_kpi_group *group,
                        enum stf_kpi_kind kind) {
  const unsigned plain = 1U << STF_KPI_CATALOGUE_COUNT | 1U << STF_KPI_CATALOGUE_MEAN |
                         1U << STF_KPI_CATALOGUE_UNANSWERED_SHARE;
  memset(group->series_of, STF_KPI_LAYOUT_NO_SERIES, sizeof group->series_of);
  for (size_t d = 0; d < STF_KPI_CATALOGUE_N; d++) {
    const struct stf_kpi_descriptor *descriptor = &STF_KPI_CATALOGUE[d];
    if (descriptor->source == STF_KPI_CATALOGUE_DURATION &&
        (statistics_of(&layout->plan, descriptor, kind) & ~plain) != 0) {
      group->series_of[descriptor->field] = (uint8_t)group->series_n++;
    }
  }
}

static void place_cells(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  struct stf_kpi_group *group = &layout->groups[kind];
  size_t durations_n =
      stf_kpi_catalogue_is_grid(kind) ? STF_KPI_CELL_GRID_DURATIONS : STF_KPI_CELL_DURATIONS;
  group->stride = stf_kpi_cell_duration_at(layout->plan.within_n, durations_n);
  group->is_kept = is_kept(layout, kind);
  list_series(layout, group, kind);
  if (group->is_kept) {
    group->sums_at = layout->sums_n;
    group->series_at = layout->series_n;
    layout->sums_n += group->cells_n * group->stride;
    layout->series_n += group->cells_n * group->series_n;
  }
}

static enum stf_status compile(struct stf_kpi_layout *layout) {
  layout->arena = stf_arena_new(layout->allocator);
  if (layout->arena == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = make_cells(layout);
  for (int kind = 0; kind < STF_KPI_CATALOGUE_KINDS && status == STF_OK; kind++) {
    place_cells(layout, (enum stf_kpi_kind)kind);
    if (is_shown(layout, (enum stf_kpi_kind)kind)) {
      status = list_templates(layout, (enum stf_kpi_kind)kind);
    }
  }
  return status;
}

enum stf_status stf_kpi_layout_new(const struct stf_kpi_plan *plan,
                                   const struct stf_allocator *allocator,
                                   struct stf_kpi_layout **out) {
  STF_ASSERT(plan->from_us < plan->to_us);
  STF_ASSERT(plan->interval_us > 0);
  STF_ASSERT(plan->within_n <= STF_KPI_THRESHOLDS_MAX);
  *out = NULL;
  struct stf_kpi_layout *layout = stf_mem_zeroed(allocator, 1, sizeof *layout);
  if (layout == NULL) {
    return STF_ERR_MEMORY;
  }
  layout->plan = *plan;
  layout->allocator = allocator;
  enum stf_status status = compile(layout);
  if (status != STF_OK) {
    stf_kpi_layout_free(layout);
    return status;
  }
  *out = layout;
  return STF_OK;
}

void stf_kpi_layout_free(struct stf_kpi_layout *layout) {
  if (layout != NULL) {
    stf_arena_free(layout->arena);
    stf_mem_release(layout->allocator, layout);
  }
}

size_t stf_kpi_layout_rows_n(const struct stf_kpi_layout *layout) {
  return layout->rows_n;
}

static const char *unit_of(const struct stf_kpi_template *template) {
  switch (template->statistic) {
  case STF_KPI_CATALOGUE_COUNT:
    return "contacts";
  case STF_KPI_CATALOGUE_SHARE:
  case STF_KPI_CATALOGUE_UNANSWERED_SHARE:
    return "share";
  case STF_KPI_CATALOGUE_MEAN:
  case STF_KPI_CATALOGUE_P50:
  case STF_KPI_CATALOGUE_P75:
  case STF_KPI_CATALOGUE_P90:
  case STF_KPI_CATALOGUE_P95:
  case STF_KPI_CATALOGUE_P99:
  case STF_KPI_CATALOGUE_MAX:
  case STF_KPI_CATALOGUE_STATISTICS:
    break;
  }
  return template->descriptor->unit;
}

void stf_kpi_layout_describe(const struct stf_kpi_layout *layout, size_t i,
                             struct stf_row *out) {
  STF_ASSERT(i < layout->rows_n);
  int kind = STF_KPI_CATALOGUE_KINDS - 1;
  while (layout->groups[kind].templates_n == 0 || i < layout->groups[kind].rows_at) {
    kind--;
  }
  const struct stf_kpi_group *group = &layout->groups[kind];
  size_t cell = (i - group->rows_at) / group->templates_n;
  const struct stf_kpi_template *template =
      &group->templates[(i - group->rows_at) % group->templates_n];
  *out = STF_ROW_EMPTY;
  out->kpi = template->descriptor->kpi;
  out->definition = template->definition;
  out->statistic = STF_KPI_CATALOGUE_STATISTIC_NAMES[template->statistic];
  out->unit = unit_of(template);
  out->group = GROUP_NAMES[kind];
  size_t interval = cell % layout->intervals.cells_n;
  if (kind == STF_KPI_CATALOGUE_INTERVAL || kind == STF_KPI_CATALOGUE_CLASS_INTERVAL) {
    out->interval_start_us = layout->intervals.edges_us[interval];
    out->interval_end_us = layout->intervals.edges_us[interval + 1];
  }
  if (kind == STF_KPI_CATALOGUE_CLASS_INTERVAL) {
    uint32_t class_id = (uint32_t)(cell / layout->intervals.cells_n);
    out->key = stf_dict_text(layout->plan.names->classes, class_id);
  } else if (group->keys != NULL) {
    out->key = group->keys[cell];
  }
}
