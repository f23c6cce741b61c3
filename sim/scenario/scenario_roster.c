/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_roster.h"

#include "scenario/scenario_csv.h"
#include "scenario/scenario_days.h"
#include "scenario/scenario_legend.h"
#include "scenario/scenario_words.h"

#include <stdio.h>
#include <string.h>

enum {
  DAY_S = 86400,
  DAYS_MAX = 7,
  GAPS_SHOWN = 5, /* days without a shift */
  GAPS_TEXT = 80,
  BREAKS_MAX = 2 * STF_SCENARIO_STRETCH_MAX /* gaps of a split shift, and breaks */
};

enum {
  AGENT,
  START,
  END,
  DATE,
  TEAM,
  BREAKS,
  LONG_CONTRACT, /* what plans write of each agent: nothing here depends on it */
  LONG_COLUMNS_N
};
static const char *const LONG_COLUMNS[LONG_COLUMNS_N] = {"agent", "start",  "end",     "date",
                                                         "team",  "breaks", "contract"};

enum {
  WIDE_AGENT,
  WIDE_TEAM,
  WIDE_COLUMNS_N
};
static const char *const WIDE_COLUMNS[WIDE_COLUMNS_N] = {"agent", "team"};

struct roster {
  struct stf_scenario_staff *staff;
  struct stf_scenario_csv table;
  const struct stf_scenario_legend *legend;
  uint32_t team;
  const char *path;
  size_t spans_n;   /* of the team in the file, in the run or not */
  size_t in_run_n;  /* of those, with a part in the run */
  int64_t first_us; /* the first one's start, the last one's end */
  int64_t last_us;
};

static int64_t instant_of(const struct roster *roster, int64_t day, int32_t second) {
  /* Fields out of their ranges carry over. */
  struct stf_civil civil = {.year = 1970, .month = 1, .day = 1, .second = second};
  civil.day += (int)day;
  return stf_zone_to_utc(roster->table.zone, &civil);
}

/* ---- breaks ---- */

struct breaks {
  struct stf_scenario_staff_break items[BREAKS_MAX];
  size_t n;
};

/* Puts a break in its place by time. */
static void insert_break(struct breaks *breaks, struct stf_scenario_staff_break added) {
  size_t at = breaks->n++;
  for (; at > 0 && breaks->items[at - 1].start_us > added.start_us; at--) {
    breaks->items[at] = breaks->items[at - 1];
  }
  breaks->items[at] = added;
}

/* Breaks on the axis of their shift's day. */
static void place_breaks(const struct roster *roster, int64_t day,
                         const struct stf_scenario_stretches *given, struct breaks *out) {
  for (size_t i = 0; i < given->n && out->n < BREAKS_MAX; i++) {
    insert_break(out, (struct stf_scenario_staff_break){
                          .start_us = instant_of(roster, day, given->items[i].from_s),
                          .end_us = instant_of(roster, day, given->items[i].to_s),
                          .paid = given->items[i].paid});
  }
}

/* NULL: they fit. */
static const char *check_breaks(const struct stf_scenario_staff_span *span,
                                const struct breaks *breaks) {
  for (size_t i = 0; i < breaks->n; i++) {
    const struct stf_scenario_staff_break *b = &breaks->items[i];
    if (b->end_us <= b->start_us) {
      return "a break ends when it starts";
    }
    if (b->start_us <= span->start_us || b->end_us >= span->end_us) {
      return "a break is not inside the shift: there must be work before and after it";
    }
    if (i > 0 && b->start_us <= breaks->items[i - 1].end_us) {
      return "two breaks overlap or touch: make them one";
    }
  }
  return NULL;
}

/* ---- one shift ---- */

/* Where a shift stands. */
struct place {
  size_t agent_column; /* of the file */
  size_t column;       /* of the shift */
  size_t breaks_column;
  bool in_cell; /* its column is worth telling */
};

static bool name_agent(struct roster *roster, size_t column, uint32_t *out) {
  const struct stf_csv_field *field = &roster->table.row.fields[column];
  if (field->n == 0) {
    stf_scenario_csv_error_at(&roster->table, column, "'agent' is empty");
    return false;
  }
  *out = stf_dict_add(roster->staff->build->scenario->names.agents, field->text, field->n);
  if (*out == STF_DICT_NONE) {
    stf_scenario_build_fail(roster->staff->build, STF_ERR_MEMORY);
    return false;
  }
  return true;
}

static void count_span(struct roster *roster, const struct stf_scenario_staff_span *span) {
  const struct stf_scenario_build *build = roster->staff->build;
  bool first = roster->spans_n++ == 0;
  roster->first_us =
      first || span->start_us < roster->first_us ? span->start_us : roster->first_us;
  roster->last_us = first || span->end_us > roster->last_us ? span->end_us : roster->last_us;
  roster->in_run_n +=
      span->end_us > build->start_us && span->start_us < build->scenario->desk.to_us;
}

/* Adds the span with its gaps and breaks; start, end and day are filled. */
static void add_shift(struct roster *roster, const struct place *place,
                      struct stf_scenario_staff_span *span, struct breaks *breaks) {
  struct stf_scenario_build *build = roster->staff->build;
  const char *broken = check_breaks(span, breaks);
  if (broken != NULL) {
    stf_scenario_csv_error_at(&roster->table, place->breaks_column, "%s", broken);
    return;
  }
  if (!name_agent(roster, place->agent_column, &span->name)) {
    return;
  }
  span->team = roster->team;
  span->path = roster->path;
  span->line = roster->table.row.line;
  span->column = 0;
  if (place->in_cell) {
    span->column = stf_csv_where(roster->table.csv, place->column).column;
  }
  span->breaks_n = breaks->n;
  span->breaks = breaks->n > 0 ? stf_scenario_build_copy(build, breaks->items, breaks->n,
                                                         sizeof *breaks->items)
                               : NULL;
  count_span(roster, span);
  stf_scenario_staff_add_span(roster->staff, span);
}

/* A shift of times of day: its stretches follow each other, between them are unpaid breaks. */
static void add_day(struct roster *roster, const struct place *place, int64_t day,
                    const struct stf_scenario_stretches *shift,
                    const struct stf_scenario_stretches *given) {
  struct breaks breaks = {.n = 0};
  const struct stf_scenario_stretch *stretches = shift->items;
  struct stf_scenario_staff_span span = {
      .start_us = instant_of(roster, day, stretches[0].from_s),
      .end_us = instant_of(roster, day, stretches[shift->n - 1].to_s),
      .day = day};
  for (size_t i = 1; i < shift->n; i++) {
    if (stretches[i].from_s > stretches[i - 1].to_s) {
      insert_break(&breaks, (struct stf_scenario_staff_break){
                                .start_us = instant_of(roster, day, stretches[i - 1].to_s),
                                .end_us = instant_of(roster, day, stretches[i].from_s)});
    }
  }
  place_breaks(roster, day, given, &breaks);
  if (span.end_us <= span.start_us) {
    stf_scenario_csv_error_at(&roster->table, place->column,
                              "the shift lies in the hour that the change of clocks skips");
    return;
  }
  add_shift(roster, place, &span, &breaks);
}

/* ---- long form ---- */

static bool read_breaks(const struct stf_scenario_csv *table,
                        struct stf_scenario_stretches *out) {
  char why[STF_SCENARIO_STRETCH_TEXT];
  out->n = 0;
  if (!stf_scenario_csv_has(table, BREAKS)) {
    return true;
  }
  if (!stf_scenario_stretch_parse(table->row.fields[table->places[BREAKS]].text, out, why)) {
    stf_scenario_csv_error(table, BREAKS, "'breaks': %s", why);
    return false;
  }
  return true;
}

static bool fit_breaks(const struct stf_scenario_csv *table,
                       const struct stf_scenario_stretches *shift,
                       struct stf_scenario_stretches *given) {
  char why[STF_SCENARIO_STRETCH_TEXT];
  if (!stf_scenario_stretch_fit(shift, given, why)) {
    stf_scenario_csv_error(table, BREAKS, "'breaks': %s", why);
    return false;
  }
  return true;
}

static struct place long_place(const struct stf_scenario_csv *table) {
  bool breaks = stf_scenario_csv_has(table, BREAKS);
  return (struct place){.agent_column = (size_t)table->places[AGENT],
                        .column = (size_t)table->places[END],
                        .breaks_column = (size_t)table->places[breaks ? BREAKS : END]};
}

/* date,start,end: times of day. */
static void read_dated(struct roster *roster, struct stf_scenario_stretches *given) {
  const struct stf_scenario_csv *table = &roster->table;
  struct stf_civil civil;
  struct stf_scenario_stretches shift = {.n = 1};
  struct place place = long_place(table);
  char why[STF_SCENARIO_STRETCH_TEXT];
  bool good = stf_scenario_csv_date(table, DATE, &civil);
  good = stf_scenario_csv_clock(table, START, &shift.items[0].from_s) && good;
  good = stf_scenario_csv_clock(table, END, &shift.items[0].to_s) && good;
  if (good && !stf_scenario_stretch_follow(&shift, why)) {
    stf_scenario_csv_error(table, END, "the shift is wrong: %s", why);
  } else if (good && fit_breaks(table, &shift, given)) {
    add_day(roster, &place, stf_zone_day_number(&civil), &shift, given);
  }
}

/* start,end: dates and times. */
static void read_instants(struct roster *roster, struct stf_scenario_stretches *given) {
  const struct stf_scenario_csv *table = &roster->table;
  struct stf_scenario_staff_span span = {0};
  bool good = stf_scenario_csv_instant(table, START, &span.start_us);
  if (!stf_scenario_csv_instant(table, END, &span.end_us) || !good) {
    return;
  }
  if (span.end_us <= span.start_us) {
    stf_scenario_csv_error(table, END, "the shift ends before it starts");
    return;
  }
  struct stf_civil civil;
  struct breaks breaks = {.n = 0};
  struct place place = long_place(table);
  stf_zone_to_civil(table->zone, span.start_us, &civil, NULL);
  span.day = stf_zone_day_number(&civil);
  struct stf_scenario_stretches shift = {.n = 1};
  shift.items[0].from_s = civil.hour * 3600 + civil.minute * 60 + civil.second;
  stf_zone_to_civil(table->zone, span.end_us, &civil, NULL);
  /* Breaks lie in the first two days: how much longer the shift is does not matter. */
  int64_t days = stf_zone_day_number(&civil) - span.day;
  shift.items[0].to_s = (int32_t)(days < DAYS_MAX ? days : DAYS_MAX) * DAY_S +
                        civil.hour * 3600 + civil.minute * 60 + civil.second;
  if (fit_breaks(table, &shift, given)) {
    place_breaks(roster, span.day, given, &breaks);
    add_shift(roster, &place, &span, &breaks);
  }
}

/* Neither form of a roster: what is missing is one of them. */
static bool is_formless(const struct stf_scenario_csv *table) {
  for (size_t i = 0; i < stf_csv_columns_n(table->csv); i++) {
    const char *name = stf_csv_column(table->csv, i);
    if (stf_scenario_words_same(name, LONG_COLUMNS[START]) ||
        stf_scenario_words_same(name, LONG_COLUMNS[END])) {
      return false;
    }
  }
  return true;
}

static void read_long(struct roster *roster) {
  struct stf_scenario_csv *table = &roster->table;
  if (is_formless(table)) {
    stf_scenario_csv_error_at(
        table, 0,
        "a roster has the columns agent, start and end, or agent and one column for "
        "each date, headed such as 2026-12-21: here is none of these");
    stf_scenario_csv_close(table);
    return;
  }
  if (!stf_scenario_csv_columns(table, LONG_COLUMNS, LONG_COLUMNS_N, 3)) {
    return;
  }
  bool common = stf_scenario_staff_is_common(roster->staff, roster->team, table->node,
                                             stf_scenario_csv_has(table, TEAM));
  while (!common && stf_scenario_csv_next(table)) {
    struct stf_scenario_stretches given;
    if (!stf_scenario_csv_is_team(table, TEAM, roster->team)) {
      continue;
    }
    if (!read_breaks(table, &given)) {
      given.n = 0;
    }
    if (stf_scenario_csv_has(table, DATE)) {
      read_dated(roster, &given);
    } else {
      read_instants(roster, &given);
    }
  }
  stf_scenario_csv_close(table);
}

/* ---- wide form ---- */

/* Days of the columns, -1 where there is none; NULL: told. The caller releases. */
static int64_t *read_days(const struct roster *roster) {
  const struct stf_scenario_csv *table = &roster->table;
  struct stf_scenario_build *build = roster->staff->build;
  size_t n = stf_csv_columns_n(table->csv);
  int64_t *days = stf_mem_zeroed(build->allocator, n, sizeof *days);
  if (days == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return NULL;
  }
  for (size_t i = 0; i < n; i++) {
    struct stf_civil civil;
    days[i] =
        stf_scenario_csv_head_date(table, i, &civil) ? stf_zone_day_number(&civil) : INT64_MIN;
    for (size_t other = 0; other < i && days[i] != INT64_MIN; other++) {
      if (days[other] == days[i]) {
        stf_scenario_csv_error_at(table, i, "a second column for the date %s",
                                  stf_csv_column(table->csv, i));
        stf_mem_release(build->allocator, days);
        return NULL;
      }
    }
  }
  return days;
}

static void tell_code(const struct roster *roster, size_t column, const char *text) {
  const struct stf_scenario_legend *legend = roster->legend;
  if (legend->codes_n == 0) {
    stf_scenario_csv_error_at(&roster->table, column,
                              "'%.60s' is no shift such as 9-13 14-18; if it is a code, give "
                              "the codes in a file: legend: codes.csv (code,start,end,absent)",
                              text);
    return;
  }
  enum {
    KNOWN_MAX = 64
  };
  const char *known[KNOWN_MAX];
  size_t n = legend->codes_n < KNOWN_MAX ? legend->codes_n : KNOWN_MAX;
  for (size_t i = 0; i < n; i++) {
    known[i] = legend->codes[i].code;
  }
  char hint[STF_NODE_HINT];
  stf_scenario_csv_error_at(&roster->table, column,
                            "'%.60s' is neither a shift such as 9-13 14-18 nor a code of the "
                            "legend%s",
                            text, stf_node_hint(text, known, n, hint));
}

static bool is_marked(const struct stf_scenario_stretches *shift) {
  bool marked = false;
  for (size_t i = 0; i < shift->n; i++) {
    marked = marked || shift->items[i].marked;
  }
  return marked;
}

static void read_cell(struct roster *roster, size_t agent_column, size_t column, int64_t day) {
  static const struct stf_scenario_stretches NONE = {.n = 0};
  const char *text = roster->table.row.fields[column].text;
  struct place place = {
      .agent_column = agent_column, .column = column, .breaks_column = column, .in_cell = true};
  const struct stf_scenario_legend_code *code = stf_scenario_legend_find(roster->legend, text);
  if (code != NULL) {
    if (!code->absent) {
      add_day(roster, &place, day, &code->shift, &code->breaks);
    }
    return;
  }
  struct stf_scenario_stretches shift;
  char why[STF_SCENARIO_STRETCH_TEXT];
  if (text[0] < '0' || text[0] > '9') {
    tell_code(roster, column, text);
  } else if (!stf_scenario_stretch_parse(text, &shift, why)) {
    stf_scenario_csv_error_at(&roster->table, column, "%s", why);
  } else if (!stf_scenario_stretch_follow(&shift, why)) {
    stf_scenario_csv_error_at(&roster->table, column, "the shift '%.60s' is wrong: %s", text,
                              why);
  } else if (is_marked(&shift)) {
    stf_scenario_csv_error_at(&roster->table, column,
                              "only breaks are paid or unpaid: give them in the legend");
  } else {
    add_day(roster, &place, day, &shift, &NONE);
  }
}

static void read_wide(struct roster *roster) {
  struct stf_scenario_csv *table = &roster->table;
  if (!stf_scenario_csv_columns(table, WIDE_COLUMNS, WIDE_COLUMNS_N, 1)) {
    return;
  }
  int64_t *days = read_days(roster);
  bool common = stf_scenario_staff_is_common(roster->staff, roster->team, table->node,
                                             stf_scenario_csv_has(table, WIDE_TEAM));
  while (days != NULL && !common && stf_scenario_csv_next(table)) {
    if (!stf_scenario_csv_is_team(table, WIDE_TEAM, roster->team)) {
      continue;
    }
    for (size_t i = 0; i < table->row.fields_n; i++) {
      if (days[i] != INT64_MIN && table->row.fields[i].n > 0) {
        read_cell(roster, (size_t)table->places[WIDE_AGENT], i, days[i]);
      }
    }
  }
  stf_mem_release(roster->staff->build->allocator, days);
  stf_scenario_csv_close(table);
}

/* ---- */

static void tell_nobody(const struct roster *roster, const struct stf_node *file) {
  const struct stf_scenario_build *build = roster->staff->build;
  const char *team = build->team_names[roster->team];
  if (roster->spans_n == 0) {
    stf_node_error(file, "the file has no shifts for team '%s'", team);
    return;
  }
  char first[STF_ZONE_TEXT];
  char last[STF_ZONE_TEXT];
  (void)stf_zone_format(stf_scenario_staff_zone(roster->staff, roster->team), roster->first_us,
                        first);
  (void)stf_zone_format(stf_scenario_staff_zone(roster->staff, roster->team), roster->last_us,
                        last);
  stf_node_error(
      file, "no shift of team '%s' lies in the period: the roster goes from %.10s to %.10s",
      team, first, last);
}

/* Days of the run on which a shift of the team begins, by index. */
static void mark_days(const struct roster *roster, int64_t first_day, size_t days_n,
                      bool *worked) {
  const struct stf_scenario_staff *staff = roster->staff;
  for (size_t i = 0; i < staff->spans_n; i++) {
    int64_t day = staff->spans[i].day - first_day;
    if (staff->spans[i].team == roster->team && day >= 0 && (size_t)day < days_n) {
      worked[day] = true;
    }
  }
}

/* A roster brought to a period may have been made for another one. */
static void tell_gaps(const struct roster *roster, const struct stf_node *file) {
  struct stf_scenario_build *build = roster->staff->build;
  const struct stf_zone *zone = roster->table.zone;
  int64_t first_day = stf_zone_day_at(zone, build->start_us);
  size_t days_n =
      (size_t)(stf_zone_day_at(zone, build->scenario->desk.to_us - 1) - first_day + 1);
  bool *worked = stf_mem_zeroed(build->allocator, days_n, sizeof *worked);
  char days[GAPS_TEXT] = "";
  size_t gaps_n = 0;
  if (worked == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return;
  }
  mark_days(roster, first_day, days_n, worked);
  for (size_t d = 0; d < days_n; d++) {
    if (!worked[d] && gaps_n++ < GAPS_SHOWN) {
      size_t n = strlen(days);
      char day[STF_SCENARIO_DAYS_TEXT];
      (void)snprintf(days + n, sizeof days - n, "%s%s", n > 0 ? ", " : "",
                     stf_scenario_days_text(first_day + (int64_t)d, day));
    }
  }
  if (gaps_n > 0) {
    stf_node_warn(file, "no shift of team '%s' begins on %zu of the run's %zu days: %s%s",
                  build->team_names[roster->team], gaps_n, days_n, days,
                  gaps_n > GAPS_SHOWN ? "..." : "");
  }
  stf_mem_release(build->allocator, worked);
}

bool stf_scenario_roster_read(struct stf_scenario_staff *staff, uint32_t team,
                              struct stf_scenario_roster_files files) {
  const struct stf_node *file = files.file;
  const struct stf_node *legend = files.legend;
  struct stf_scenario_build *build = staff->build;
  size_t errors_n = build->diags->errors_n;
  struct stf_scenario_legend codes;
  struct roster roster = {.staff = staff, .legend = &codes, .team = team};
  if (file == NULL || !stf_scenario_csv_load(&roster.table, build, file)) {
    return false;
  }
  roster.table.zone = stf_scenario_staff_zone(staff, team);
  roster.path = stf_csv_where(roster.table.csv, 0).path;
  stf_scenario_legend_read(build, legend, &codes);
  bool wide = stf_scenario_csv_is_wide(&roster.table);
  if (legend != NULL && !wide) {
    stf_node_error(legend,
                   "a legend belongs to a roster with one column for each date, and "
                   "'%s' has none",
                   file->value);
  }
  if (build->diags->errors_n != errors_n) {
    /* What the codes mean is not known: each cell would be told. */
    stf_scenario_csv_close(&roster.table);
  } else if (wide) {
    read_wide(&roster);
  } else {
    read_long(&roster);
  }
  stf_scenario_legend_clear(&codes, build->allocator);
  bool clean = build->status == STF_OK && build->diags->errors_n == errors_n;
  if (clean && roster.in_run_n == 0 && !files.may_miss) {
    tell_nobody(&roster, file);
  }
  if (clean && roster.in_run_n > 0 && file->file->of_option) {
    tell_gaps(&roster, file);
  }
  return !clean || roster.in_run_n > 0;
}
