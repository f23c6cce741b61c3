/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_staff.h"

#include "base/quantity.h"
#include "desk/staffing.h"
#include "scenario/scenario_csv.h"
#include "scenario/scenario_grid.h"

#include <stdlib.h>
#include <string.h>

enum {
  AGENTS_MAX = 100000
};

static void add_change(struct stf_scenario_staff *staff, struct stf_staff_change change) {
  if (change.delta == 0) {
    return;
  }
  struct stf_staff_change *changes =
      stf_mem_grown(staff->build->allocator, staff->changes, &staff->changes_capacity,
                    staff->changes_n + 1, sizeof *changes);
  if (changes == NULL) {
    stf_scenario_build_fail(staff->build, STF_ERR_MEMORY);
    return;
  }
  staff->changes = changes;
  changes[staff->changes_n++] = change;
}

void stf_scenario_staff_constant(struct stf_scenario_staff *staff, uint32_t team,
                                 int32_t agents_n) {
  add_change(staff, (struct stf_staff_change){.at_us = staff->build->start_us,
                                              .team = team,
                                              .agent = STF_NOBODY,
                                              .delta = agents_n});
}

/* ---- counts ---- */

enum {
  COUNT_START,
  COUNT_AGENTS,
  COUNT_WEEKDAY,
  COUNT_TEAM,
  COUNT_COLUMNS_N
};
static const char *const COUNT_COLUMNS[COUNT_COLUMNS_N] = {"start", "agents", "weekday",
                                                           "team"};

struct count {
  int64_t at; /* instant [us], or weekday * 86400 + second of the day */
  int32_t agents_n;
  int line;
};

struct counts {
  struct count *items;
  size_t n;
  size_t capacity;
  bool weekly;
};

static int by_at(const void *left, const void *right) {
  const struct count *a = left;
  const struct count *b = right;
  return (a->at > b->at) - (a->at < b->at);
}

/* False if the row is another team's, or names a team that does not exist. */
static bool is_of_team(const struct stf_scenario_csv *table, size_t column, uint32_t team) {
  const struct stf_scenario_build *build = table->build;
  uint32_t named = team;
  return !stf_scenario_csv_has(table, column) ||
         (stf_scenario_csv_choice(table, column, "team", build->team_names,
                                  build->scenario->desk.teams_n, &named) &&
          named == team);
}

static bool read_count(const struct stf_scenario_csv *table, bool weekly, struct count *out) {
  double agents_n = 0;
  bool good = stf_scenario_csv_number(table, COUNT_AGENTS, &agents_n);
  if (good && (agents_n > AGENTS_MAX || agents_n != (double)(int32_t)agents_n)) {
    stf_scenario_csv_error(table, COUNT_AGENTS, "'agents' must be a whole number up to %d",
                           AGENTS_MAX);
    good = false;
  }
  out->agents_n = good ? (int32_t)agents_n : 0;
  out->line = table->row.line;
  if (!weekly) {
    return stf_scenario_csv_instant(table, COUNT_START, &out->at) && good;
  }
  int weekday = 0;
  int32_t start_s = 0;
  good = stf_scenario_csv_weekday(table, COUNT_WEEKDAY, &weekday) && good;
  good = stf_scenario_csv_clock(table, COUNT_START, &start_s) && good;
  out->at = (int64_t)weekday * 86400 + start_s;
  if (good && start_s >= 86400) {
    stf_scenario_csv_error(table, COUNT_START, "a step must start before 24:00");
    good = false;
  }
  return good;
}

static void read_counts(struct stf_scenario_csv *table, uint32_t team, struct counts *counts) {
  while (stf_scenario_csv_next(table)) {
    struct count count = {0};
    if (!is_of_team(table, COUNT_TEAM, team) || !read_count(table, counts->weekly, &count)) {
      continue;
    }
    struct count *items = stf_mem_grown(table->build->allocator, counts->items,
                                        &counts->capacity, counts->n + 1, sizeof *items);
    if (items == NULL) {
      stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
      return;
    }
    counts->items = items;
    items[counts->n++] = count;
  }
}

static void sort_counts(struct stf_scenario_build *build, const char *path,
                        struct counts *counts) {
  if (counts->n == 0) {
    return;
  }
  qsort(counts->items, counts->n, sizeof *counts->items, by_at);
  for (size_t i = 1; i < counts->n; i++) {
    if (counts->items[i].at == counts->items[i - 1].at) {
      struct stf_where where = {.path = path, .line = counts->items[i].line};
      stf_diag_add(build->diags, STF_SEVERITY_ERROR, where,
                   "a second count for the same start (the other stands on line %d)",
                   counts->items[i - 1].line);
    }
  }
}

/* Count in force at a step of a week: that of the last start of its day, 0 before the first. */
static int32_t count_at(const struct counts *counts,
                        const struct stf_scenario_grid_step *step) {
  int64_t midnight = (int64_t)step->weekday * 86400;
  size_t low = 0;
  size_t high = counts->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (counts->items[middle].at <= midnight + step->clock_s) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && counts->items[low - 1].at >= midnight ? counts->items[low - 1].agents_n : 0;
}

static void add_weekly(struct stf_scenario_staff *staff, uint32_t team,
                       const struct stf_node *file, const struct counts *counts) {
  struct stf_scenario_build *build = staff->build;
  int32_t *marks_s = stf_mem_zeroed(build->allocator, counts->n, sizeof *marks_s);
  if (marks_s == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return;
  }
  for (size_t i = 0; i < counts->n; i++) {
    marks_s[i] = (int32_t)(counts->items[i].at % 86400);
  }
  struct stf_scenario_grid grid;
  bool made = stf_scenario_grid_make(build, file, marks_s, counts->n, &grid);
  stf_mem_release(build->allocator, marks_s);
  int32_t before_n = 0;
  for (size_t i = 0; made && i < grid.n; i++) {
    int32_t now_n = count_at(counts, &grid.steps[i]);
    add_change(staff, (struct stf_staff_change){.at_us = grid.edges_us[i],
                                                .team = team,
                                                .agent = STF_NOBODY,
                                                .delta = now_n - before_n});
    before_n = now_n;
  }
}

static void add_dated(struct stf_scenario_staff *staff, uint32_t team,
                      const struct counts *counts) {
  int64_t start_us = staff->build->start_us;
  int64_t to_us = staff->build->scenario->desk.to_us;
  int32_t before_n = 0;
  for (size_t i = 0; i < counts->n && counts->items[i].at < to_us; i++) {
    bool is_over = i + 1 < counts->n && counts->items[i + 1].at <= start_us;
    int64_t at_us = counts->items[i].at;
    if (!is_over) {
      add_change(staff,
                 (struct stf_staff_change){.at_us = at_us > start_us ? at_us : start_us,
                                           .team = team,
                                           .agent = STF_NOBODY,
                                           .delta = counts->items[i].agents_n - before_n});
      before_n = counts->items[i].agents_n;
    }
  }
}

void stf_scenario_staff_counts(struct stf_scenario_staff *staff, uint32_t team,
                               const struct stf_node *file) {
  struct stf_scenario_csv table;
  struct stf_scenario_build *build = staff->build;
  if (!stf_scenario_csv_open(&table, build, file, COUNT_COLUMNS, COUNT_COLUMNS_N, 2)) {
    return;
  }
  struct counts counts = {.weekly = stf_scenario_csv_has(&table, COUNT_WEEKDAY)};
  read_counts(&table, team, &counts);
  sort_counts(build, stf_csv_where(table.csv, 0).path, &counts);
  stf_scenario_csv_close(&table);
  if (stf_scenario_build_clean(build) && counts.n == 0) {
    stf_node_error(file, "the file has no counts for team '%s'", build->team_names[team]);
  } else if (stf_scenario_build_clean(build) && counts.weekly) {
    add_weekly(staff, team, file, &counts);
  } else if (stf_scenario_build_clean(build)) {
    add_dated(staff, team, &counts);
  }
  stf_mem_release(build->allocator, counts.items);
}

/* ---- rosters ---- */

enum {
  SPAN_AGENT,
  SPAN_START,
  SPAN_END,
  SPAN_DATE,
  SPAN_TEAM,
  SPAN_COLUMNS_N
};
static const char *const SPAN_COLUMNS[SPAN_COLUMNS_N] = {"agent", "start", "end", "date",
                                                         "team"};

/* date,start,end: times of day. */
static bool read_dated_span(const struct stf_scenario_csv *table,
                            struct stf_scenario_staff_span *out) {
  struct stf_civil civil;
  int32_t start_s = 0;
  int32_t end_s = 0;
  bool good = stf_scenario_csv_date(table, SPAN_DATE, &civil);
  good = stf_scenario_csv_clock(table, SPAN_START, &start_s) && good;
  good = stf_scenario_csv_clock(table, SPAN_END, &end_s) && good;
  if (good && end_s <= start_s) {
    stf_scenario_csv_error(table, SPAN_END,
                           "the shift ends before it starts; over midnight: give start and end "
                           "as date and time, without a column 'date'");
    return false;
  }
  if (!good) {
    return false;
  }
  const struct stf_zone *zone = table->build->scenario->zone;
  civil.second = start_s;
  out->start_us = stf_zone_to_utc(zone, &civil);
  civil.second = end_s;
  out->end_us = stf_zone_to_utc(zone, &civil);
  return true;
}

static bool read_span(const struct stf_scenario_csv *table,
                      struct stf_scenario_staff_span *out) {
  const char *agent = NULL;
  bool named = stf_scenario_csv_text(table, SPAN_AGENT, &agent);
  out->line = table->row.line;
  if (stf_scenario_csv_has(table, SPAN_DATE)) {
    if (!read_dated_span(table, out)) {
      return false;
    }
  } else {
    bool good = stf_scenario_csv_instant(table, SPAN_START, &out->start_us);
    if (!stf_scenario_csv_instant(table, SPAN_END, &out->end_us) || !good) {
      return false;
    }
    if (out->end_us <= out->start_us) {
      stf_scenario_csv_error(table, SPAN_END, "the shift ends before it starts");
      return false;
    }
  }
  if (named) {
    out->name = stf_dict_add(table->build->scenario->names.agents, agent, strlen(agent));
    named = out->name != STF_DICT_NONE;
    if (!named) {
      stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
    }
  }
  return named;
}

void stf_scenario_staff_roster(struct stf_scenario_staff *staff, uint32_t team,
                               const struct stf_node *file) {
  struct stf_scenario_csv table;
  struct stf_scenario_build *build = staff->build;
  if (!stf_scenario_csv_open(&table, build, file, SPAN_COLUMNS, SPAN_COLUMNS_N, 3)) {
    return;
  }
  const char *path = stf_csv_where(table.csv, 0).path;
  size_t before_n = staff->spans_n;
  while (stf_scenario_csv_next(&table)) {
    struct stf_scenario_staff_span span = {.team = team, .path = path};
    if (!is_of_team(&table, SPAN_TEAM, team) || !read_span(&table, &span)) {
      continue;
    }
    struct stf_scenario_staff_span *spans =
        stf_mem_grown(build->allocator, staff->spans, &staff->spans_capacity,
                      staff->spans_n + 1, sizeof *spans);
    if (spans == NULL) {
      stf_scenario_build_fail(build, STF_ERR_MEMORY);
      break;
    }
    staff->spans = spans;
    spans[staff->spans_n++] = span;
  }
  stf_scenario_csv_close(&table);
  if (stf_scenario_build_clean(build) && staff->spans_n == before_n) {
    stf_node_error(file, "the file has no shifts for team '%s'", build->team_names[team]);
  }
}

/* ---- putting in order ---- */

static int by_agent(const void *left, const void *right) {
  const struct stf_scenario_staff_span *a = left;
  const struct stf_scenario_staff_span *b = right;
  if (a->name != b->name) {
    return a->name < b->name ? -1 : 1;
  }
  if (a->start_us != b->start_us) {
    return a->start_us < b->start_us ? -1 : 1;
  }
  return (a->end_us > b->end_us) - (a->end_us < b->end_us);
}

static void tell_overlap(const struct stf_scenario_build *build,
                         const struct stf_scenario_staff_span *a,
                         const struct stf_scenario_staff_span *b) {
  bool turned = a->path == b->path && b->line < a->line;
  const struct stf_scenario_staff_span *later = turned ? a : b;
  const struct stf_scenario_staff_span *earlier = turned ? b : a;
  bool one_file = earlier->path == later->path;
  struct stf_where where = {.path = later->path, .line = later->line};
  stf_diag_add(build->diags, STF_SEVERITY_ERROR, where,
               "this shift of '%s' overlaps the one on line %d%s%s: an agent can be on one "
               "shift at a time",
               stf_dict_text(build->scenario->names.agents, later->name), earlier->line,
               one_file ? "" : " of ", one_file ? "" : earlier->path);
}

static void find_overlaps(const struct stf_scenario_staff *staff) {
  const struct stf_scenario_staff_span *longest = &staff->spans[0];
  for (size_t i = 1; i < staff->spans_n; i++) {
    const struct stf_scenario_staff_span *span = &staff->spans[i];
    bool same = span->name == longest->name;
    if (same && span->start_us < longest->end_us) {
      tell_overlap(staff->build, longest, span);
    }
    if (!same || span->end_us > longest->end_us) {
      longest = span;
    }
  }
}

/* Joins shifts of one agent and team that touch, and drops those outside the run. */
static void join_spans(struct stf_scenario_staff *staff) {
  int64_t start_us = staff->build->start_us;
  int64_t to_us = staff->build->scenario->desk.to_us;
  size_t n = 0;
  for (size_t i = 0; i < staff->spans_n; i++) {
    struct stf_scenario_staff_span span = staff->spans[i];
    struct stf_scenario_staff_span *last = n > 0 ? &staff->spans[n - 1] : NULL;
    if (last != NULL && last->name == span.name && last->team == span.team &&
        last->end_us == span.start_us) {
      last->end_us = span.end_us;
    } else if (span.end_us > start_us && span.start_us < to_us) {
      span.start_us = span.start_us > start_us ? span.start_us : start_us;
      staff->spans[n++] = span;
    }
  }
  staff->spans_n = n;
}

/* Spans come sorted by name: an agent of two teams has one entry for each. */
static uint32_t agent_of(struct stf_agent *agents, uint32_t *agents_n,
                         const struct stf_scenario_staff_span *span) {
  for (uint32_t a = *agents_n; a > 0 && agents[a - 1].name == span->name; a--) {
    if (agents[a - 1].team == span->team) {
      return a - 1;
    }
  }
  agents[*agents_n] = (struct stf_agent){.name = span->name, .team = span->team};
  return (*agents_n)++;
}

static void compile_spans(struct stf_scenario_staff *staff) {
  struct stf_desk *desk = &staff->build->scenario->desk;
  struct stf_agent *agents =
      stf_scenario_build_alloc(staff->build, staff->spans_n, sizeof *agents);
  uint32_t agents_n = 0;
  for (size_t i = 0; agents != NULL && i < staff->spans_n; i++) {
    const struct stf_scenario_staff_span *span = &staff->spans[i];
    uint32_t agent = staff->build->teams[span->team].exchangeable
                         ? STF_NOBODY
                         : agent_of(agents, &agents_n, span);
    struct stf_staff_change change = {
        .at_us = span->start_us, .team = span->team, .agent = agent, .delta = 1};
    add_change(staff, change);
    change.at_us = span->end_us;
    change.delta = -1;
    add_change(staff, change);
  }
  desk->agents = agents;
  desk->agents_n = agents_n;
}

void stf_scenario_staff_finish(struct stf_scenario_staff *staff) {
  struct stf_scenario_build *build = staff->build;
  struct stf_desk *desk = &build->scenario->desk;
  if (staff->spans_n > 0) {
    qsort(staff->spans, staff->spans_n, sizeof *staff->spans, by_agent);
    find_overlaps(staff);
    join_spans(staff);
    compile_spans(staff);
  }
  if (staff->changes_n > 0) {
    staff->changes_n = stf_staffing_order(staff->changes, staff->changes_n);
    desk->changes = stf_scenario_build_copy(build, staff->changes, staff->changes_n,
                                            sizeof *staff->changes);
    desk->changes_n = desk->changes != NULL ? staff->changes_n : 0;
  }
  stf_mem_release(build->allocator, staff->spans);
  stf_mem_release(build->allocator, staff->changes);
}
