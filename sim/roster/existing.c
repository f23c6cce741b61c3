/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/existing.h"

#include "scenario/scenario_csv.h"
#include "scenario/scenario_legend.h"

#include <string.h>

enum {
  AROUND_DAYS = 14,
  WEEK_DAYS = 7,
  DAY_S = 86400
};

enum {
  AGENT,
  TEAM,
  CONTRACT,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"agent", "team", "contract"};

/* Of the long form; the first three as above. */
enum {
  LONG_START = COLUMNS_N,
  LONG_END,
  LONG_DATE,
  LONG_BREAKS,
  LONG_COLUMNS_N
};
static const char *const LONG_COLUMNS[LONG_COLUMNS_N] = {"agent", "team", "contract", "start",
                                                         "end",   "date", "breaks"};

/* A shift of the long form. */
struct row {
  size_t agent;
  int64_t day; /* civil day number */
  struct stf_problem_day cell;
};

struct reader {
  const struct stf_existing_in *in;
  struct stf_reading *reading;
  struct stf_existing *out;
  struct stf_scenario_csv table;
  struct stf_scenario_legend legend;
  int64_t *days; /* by column of the file: civil day number, or INT64_MIN: none that is used */
  size_t agents_capacity;
  size_t lines_capacity;
  struct row *rows; /* of the long form; owned */
  size_t rows_n;
  size_t rows_capacity;
};

/* Whether a rule may look at the day. */
static bool is_used(const struct stf_existing_in *in, int64_t day) {
  int64_t around = (int64_t)WEEK_DAYS * in->rules->weekends.of;
  around = around > AROUND_DAYS ? around : AROUND_DAYS;
  return day >= in->need->first_day - around && day <= in->need->last_day + around;
}

/* ---- head ---- */

static bool read_days(struct reader *r) {
  size_t n = stf_csv_columns_n(r->table.csv);
  r->days = stf_scenario_build_alloc(&r->reading->build, n, sizeof *r->days);
  for (size_t i = 0; i < n && r->days != NULL; i++) {
    struct stf_civil date;
    r->days[i] = INT64_MIN;
    if (!stf_scenario_csv_head_date(&r->table, i, &date)) {
      continue;
    }
    int64_t day = stf_zone_day_number(&date);
    for (size_t other = 0; other < i; other++) {
      if (r->days[other] == day) {
        stf_scenario_csv_error_at(&r->table, i, "a second column for the date %s",
                                  stf_csv_column(r->table.csv, i));
      }
    }
    if (is_used(r->in, day)) {
      r->days[i] = day;
      r->out->first_day = day < r->out->first_day ? day : r->out->first_day;
      r->out->last_day = day > r->out->last_day ? day : r->out->last_day;
    }
  }
  return r->days != NULL;
}

/* ---- cells ---- */

static bool add_breaks(struct stf_problem_shift *shift,
                       const struct stf_scenario_stretches *breaks) {
  for (size_t i = 0; i < breaks->n; i++) {
    if (shift->breaks_n == STF_PROBLEM_BREAKS_MAX) {
      return false;
    }
    shift->breaks[shift->breaks_n].start = breaks->items[i].from_s;
    shift->breaks[shift->breaks_n].end = breaks->items[i].to_s;
    shift->breaks[shift->breaks_n++].paid = breaks->items[i].paid;
  }
  return true;
}

/* Stretches of one shift: between them are unpaid breaks. */
static bool make_shift(const struct stf_scenario_stretches *stretches,
                       const struct stf_scenario_stretches *breaks,
                       struct stf_problem_shift *out) {
  struct stf_scenario_stretches gaps = {.n = 0};
  for (size_t i = 1; i < stretches->n; i++) {
    if (stretches->items[i].from_s > stretches->items[i - 1].to_s) {
      gaps.items[gaps.n++] = (struct stf_scenario_stretch){
          .from_s = stretches->items[i - 1].to_s, .to_s = stretches->items[i].from_s};
    }
  }
  *out = (struct stf_problem_shift){.start = stretches->items[0].from_s,
                                    .end = stretches->items[stretches->n - 1].to_s};
  return add_breaks(out, &gaps) && add_breaks(out, breaks);
}

static void place_shift(struct reader *r, size_t column,
                        const struct stf_scenario_stretches *stretches,
                        const struct stf_scenario_stretches *breaks,
                        struct stf_problem_day *out) {
  out->cell = STF_PROBLEM_FIXED;
  if (!make_shift(stretches, breaks, &out->shift)) {
    stf_scenario_csv_error_at(&r->table, column, "a shift has at most %d breaks",
                              STF_PROBLEM_BREAKS_MAX);
  }
}

static bool is_rest(const struct reader *r, const char *code) {
  for (size_t i = 0; i < r->in->rules->rest_codes_n; i++) {
    if (strcmp(r->in->rules->rest_codes[i], code) == 0) {
      return true;
    }
  }
  return false;
}

static void read_text(struct reader *r, size_t column, const char *text,
                      struct stf_problem_day *out) {
  static const struct stf_scenario_stretches NONE = {.n = 0};
  struct stf_scenario_stretches shift;
  char why[STF_SCENARIO_STRETCH_TEXT];
  if (text[0] < '0' || text[0] > '9') {
    stf_scenario_csv_error_at(&r->table, column,
                              "'%.60s' is neither a shift such as 9-13 14-18 nor a code of the "
                              "legend%s",
                              text, r->in->legend == NULL ? " (--legend codes.csv)" : "");
  } else if (!stf_scenario_stretch_parse(text, &shift, why) ||
             !stf_scenario_stretch_follow(&shift, why)) {
    stf_scenario_csv_error_at(&r->table, column, "the shift '%.60s' is wrong: %s", text, why);
  } else {
    place_shift(r, column, &shift, &NONE, out);
  }
}

static void read_cell(struct reader *r, size_t column, struct stf_problem_day *out) {
  const char *text = r->table.row.fields[column].text;
  const struct stf_scenario_legend_code *code = stf_scenario_legend_find(&r->legend, text);
  struct stf_where where = stf_csv_where(r->table.csv, column);
  out->line = where.line;
  out->column = where.column;
  if (code == NULL) {
    read_text(r, column, text, out);
  } else if (code->absent) {
    out->cell = is_rest(r, text) ? STF_PROBLEM_OUT : STF_PROBLEM_LEAVE;
    out->code = code->code;
  } else {
    place_shift(r, column, &code->shift, &code->breaks, out);
  }
}

/* ---- rows ---- */

static bool read_contract(struct reader *r, uint32_t *out) {
  const struct stf_rule_file *rules = r->in->rules;
  const char *names[STF_PROBLEM_CONTRACTS_MAX];
  for (size_t c = 0; c < rules->contracts_n; c++) {
    names[c] = rules->contracts[c].terms.name;
  }
  *out = 0;
  if (stf_scenario_csv_has(&r->table, CONTRACT)) {
    return stf_scenario_csv_choice(&r->table, CONTRACT, "contract", names, rules->contracts_n,
                                   out);
  }
  if (rules->contracts_n > 1) {
    stf_scenario_csv_error_at(&r->table, 0,
                              "which contract? The rules have %zu: add a column 'contract'",
                              rules->contracts_n);
    return false;
  }
  return true;
}

static bool read_team(struct reader *r, uint32_t *out) {
  const struct stf_dict *teams = r->in->need->teams;
  uint32_t n = stf_dict_count(teams);
  const char *names[STF_PROBLEM_TEAMS_MAX];
  for (uint32_t t = 0; t < n; t++) {
    names[t] = stf_dict_text(teams, t);
  }
  *out = 0;
  if (!r->in->need->has_teams) {
    return true; /* such a requirement is everybody's */
  }
  if (stf_scenario_csv_has(&r->table, TEAM)) {
    return stf_scenario_csv_choice(&r->table, TEAM, "team", names, n, out);
  }
  if (n > 1) {
    stf_scenario_csv_error_at(&r->table, 0,
                              "which team? The requirement has %u: add a column 'team'", n);
    return false;
  }
  return true;
}

/* Index of the agent, or agents_n. */
static size_t find_agent(const struct reader *r, const char *name) {
  size_t a = 0;
  while (a < r->out->agents_n && strcmp(r->out->agents[a].name, name) != 0) {
    a++;
  }
  return a;
}

static void add_agent(struct reader *r, const struct stf_problem_agent *agent) {
  struct stf_existing *out = r->out;
  const struct stf_allocator *allocator = r->reading->build.allocator;
  struct stf_problem_agent *agents = stf_mem_grown(allocator, out->agents, &r->agents_capacity,
                                                   out->agents_n + 1, sizeof *agents);
  out->agents = agents != NULL ? agents : out->agents;
  int *lines = stf_mem_grown(allocator, out->lines, &r->lines_capacity, out->agents_n + 1,
                             sizeof *lines);
  out->lines = lines != NULL ? lines : out->lines;
  if (agents == NULL || lines == NULL) {
    stf_scenario_build_fail(&r->reading->build, STF_ERR_MEMORY);
    return;
  }
  lines[out->agents_n] = r->table.row.line;
  agents[out->agents_n++] = *agent;
}

static bool has_room(struct reader *r) {
  if (r->out->agents_n == STF_PROBLEM_AGENTS_MAX / 2) {
    stf_scenario_csv_error(&r->table, AGENT, "more than %d agents", STF_PROBLEM_AGENTS_MAX / 2);
    return false;
  }
  return true;
}

static void read_row(struct reader *r) {
  const char *name = NULL;
  struct stf_problem_agent agent = {0};
  bool good = stf_scenario_csv_text(&r->table, AGENT, &name);
  good = read_contract(r, &agent.contract) && good;
  good = read_team(r, &agent.team) && good;
  if (good && find_agent(r, name) < r->out->agents_n) {
    stf_scenario_csv_error(&r->table, AGENT, "a second row for agent '%.60s'", name);
    good = false;
  }
  good = good && has_room(r);
  size_t days_n = (size_t)(r->out->last_day - r->out->first_day + 1);
  agent.days = stf_scenario_build_alloc(&r->reading->build, days_n, sizeof *agent.days);
  agent.name = good ? stf_arena_text(r->reading->scenario.arena, name, strlen(name)) : NULL;
  for (size_t i = 0; i < r->table.row.fields_n && agent.days != NULL; i++) {
    if (r->days[i] != INT64_MIN && r->table.row.fields[i].n > 0) {
      read_cell(r, i, &agent.days[r->days[i] - r->out->first_day]);
    }
  }
  if (good && agent.days != NULL && agent.name != NULL) {
    add_agent(r, &agent);
  }
}

/* ---- a row for each shift ---- */

/* Index of the row's agent; false: told. */
static bool read_agent(struct reader *r, size_t *out) {
  const char *name = NULL;
  struct stf_problem_agent agent = {0};
  if (!stf_scenario_csv_text(&r->table, AGENT, &name) || !read_contract(r, &agent.contract) ||
      !read_team(r, &agent.team)) {
    return false;
  }
  *out = find_agent(r, name);
  if (*out == r->out->agents_n) {
    agent.name = stf_arena_text(r->reading->scenario.arena, name, strlen(name));
    if (!has_room(r) || agent.name == NULL) {
      return false;
    }
    add_agent(r, &agent);
  }
  const struct stf_problem_agent *own = *out < r->out->agents_n ? &r->out->agents[*out] : NULL;
  if (own != NULL && (own->contract != agent.contract || own->team != agent.team)) {
    stf_scenario_csv_error(&r->table, AGENT,
                           "'%.60s' has another contract or team on line %d: she has one for "
                           "all dates here",
                           name, r->out->lines[*out]);
    return false;
  }
  return own != NULL;
}

/* Day and stretch of the row's shift: times of day of a date, or two instants. */
static bool read_times(struct reader *r, int64_t *day, struct stf_scenario_stretch *out) {
  struct stf_civil civil;
  int64_t from_us = 0;
  int64_t to_us = 0;
  if (stf_scenario_csv_has(&r->table, LONG_DATE)) {
    bool good = stf_scenario_csv_date(&r->table, LONG_DATE, &civil);
    good = stf_scenario_csv_clock(&r->table, LONG_START, &out->from_s) && good;
    *day = good ? stf_zone_day_number(&civil) : 0;
    return stf_scenario_csv_clock(&r->table, LONG_END, &out->to_s) && good;
  }
  bool good = stf_scenario_csv_instant(&r->table, LONG_START, &from_us);
  if (!stf_scenario_csv_instant(&r->table, LONG_END, &to_us) || !good) {
    return false;
  }
  stf_zone_to_civil(r->table.zone, from_us, &civil, NULL);
  *day = stf_zone_day_number(&civil);
  out->from_s = civil.hour * 3600 + civil.minute * 60 + civil.second;
  stf_zone_to_civil(r->table.zone, to_us, &civil, NULL);
  int64_t days = stf_zone_day_number(&civil) - *day;
  out->to_s = civil.hour * 3600 + civil.minute * 60 + civil.second;
  good = days == 0 ? out->to_s > out->from_s : days == 1 && out->to_s <= out->from_s;
  if (!good) {
    stf_scenario_csv_error(&r->table, LONG_END, "a shift lasts less than a day");
  }
  return good;
}

static bool read_shift(struct reader *r, int64_t *day, struct stf_problem_day *out) {
  struct stf_scenario_stretches shift = {.n = 1};
  struct stf_scenario_stretches breaks = {.n = 0};
  char why[STF_SCENARIO_STRETCH_TEXT];
  bool has_breaks = stf_scenario_csv_has(&r->table, LONG_BREAKS);
  size_t end = (size_t)r->table.places[LONG_END];
  if (!read_times(r, day, &shift.items[0])) {
    return false;
  }
  if (!stf_scenario_stretch_follow(&shift, why)) {
    stf_scenario_csv_error(&r->table, LONG_END, "the shift is wrong: %s", why);
    return false;
  }
  if (has_breaks &&
      (!stf_scenario_stretch_parse(r->table.row.fields[r->table.places[LONG_BREAKS]].text,
                                   &breaks, why) ||
       !stf_scenario_stretch_fit(&shift, &breaks, why))) {
    stf_scenario_csv_error(&r->table, LONG_BREAKS, "'breaks': %s", why);
    return false;
  }
  struct stf_where where = stf_csv_where(r->table.csv, (size_t)r->table.places[LONG_START]);
  *out = (struct stf_problem_day){.line = where.line, .column = where.column};
  place_shift(r, end, &shift, &breaks, out);
  return true;
}

static void read_long_row(struct reader *r) {
  struct row row = {.agent = 0};
  bool good = read_shift(r, &row.day, &row.cell);
  if (!read_agent(r, &row.agent) || !good || !is_used(r->in, row.day)) {
    return;
  }
  for (size_t i = 0; i < r->rows_n; i++) {
    if (r->rows[i].agent == row.agent && r->rows[i].day == row.day) {
      stf_scenario_csv_error(
          &r->table, LONG_START,
          "a second shift of '%.60s' on that date, beside line %d: one shift "
          "with the time between as a break in 'breaks' is what this reads",
          r->out->agents[row.agent].name, r->rows[i].cell.line);
      return;
    }
  }
  struct row *rows = stf_mem_grown(r->reading->build.allocator, r->rows, &r->rows_capacity,
                                   r->rows_n + 1, sizeof *rows);
  if (rows == NULL) {
    stf_scenario_build_fail(&r->reading->build, STF_ERR_MEMORY);
    return;
  }
  r->rows = rows;
  rows[r->rows_n++] = row;
  r->out->first_day = row.day < r->out->first_day ? row.day : r->out->first_day;
  r->out->last_day = row.day > r->out->last_day ? row.day : r->out->last_day;
}

/* Now that the first and the last day are known. */
static void place_rows(struct reader *r) {
  size_t days_n = (size_t)(r->out->last_day - r->out->first_day + 1);
  for (size_t a = 0; a < r->out->agents_n; a++) {
    struct stf_problem_day *days =
        stf_scenario_build_alloc(&r->reading->build, days_n, sizeof *days);
    if (days == NULL) {
      r->out->agents_n = 0;
      return;
    }
    r->out->agents[a].days = days;
  }
  for (size_t i = 0; i < r->rows_n; i++) {
    const struct row *row = &r->rows[i];
    r->out->agents[row->agent].days[row->day - r->out->first_day] = row->cell;
  }
}

/* ---- the file ---- */

static void read_long(struct reader *r) {
  if (!stf_scenario_csv_columns(&r->table, LONG_COLUMNS, LONG_COLUMNS_N, 1)) {
    return;
  }
  if (!stf_scenario_csv_has(&r->table, LONG_START) ||
      !stf_scenario_csv_has(&r->table, LONG_END)) {
    stf_scenario_csv_error_at(
        &r->table, 0,
        "the roster that there is has a row for each agent and one column "
        "for each date, headed such as 2026-12-21, or a row for each "
        "shift with agent, date, start and end: here is neither");
    return;
  }
  while (stf_scenario_csv_next(&r->table)) {
    read_long_row(r);
  }
  place_rows(r);
}

/* A table of another year has nobody's shifts in the plan. */
static void warn_of_dates(struct reader *r) {
  size_t n = stf_csv_columns_n(r->table.csv);
  size_t dates_n = 0;
  size_t planned_n = 0;
  for (size_t i = 0; i < n; i++) {
    struct stf_civil date;
    bool is_date = stf_scenario_csv_head_date(&r->table, i, &date);
    int64_t day = is_date ? stf_zone_day_number(&date) : 0;
    dates_n += is_date;
    planned_n += is_date && day >= r->in->need->first_day && day <= r->in->need->last_day;
  }
  if (dates_n > 0 && planned_n == 0) {
    struct stf_where where = {.path = r->in->path, .line = 1};
    stf_diag_add(r->reading->build.diags, STF_SEVERITY_WARNING, where,
                 "none of its %zu dates lies in the days of the plan: everybody is free there",
                 dates_n);
  }
}

static void read_wide(struct reader *r) {
  if (stf_scenario_csv_columns(&r->table, COLUMNS, COLUMNS_N, 1)) {
    bool good = read_days(r);
    warn_of_dates(r);
    while (good && stf_scenario_csv_next(&r->table)) {
      read_row(r);
    }
  }
}

static enum stf_status read_rows(struct reader *r, struct stf_error *error) {
  if (stf_scenario_csv_is_wide(&r->table)) {
    read_wide(r);
  } else {
    read_long(r);
  }
  stf_scenario_csv_close(&r->table);
  return stf_reading_end(r->reading, error);
}

static enum stf_status keep_agents(struct reader *r) {
  struct stf_existing *out = r->out;
  struct stf_problem_agent *agents =
      stf_scenario_build_copy(&r->reading->build, out->agents, out->agents_n, sizeof *agents);
  int *lines =
      stf_scenario_build_copy(&r->reading->build, out->lines, out->agents_n, sizeof *lines);
  stf_mem_release(r->reading->build.allocator, out->agents);
  stf_mem_release(r->reading->build.allocator, out->lines);
  out->agents = agents;
  out->lines = lines;
  return agents != NULL && lines != NULL ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_existing_read(const struct stf_existing_in *in, struct stf_reading *reading,
                                  struct stf_existing *out, struct stf_error *error) {
  *out = (struct stf_existing){
      .first_day = in->need->first_day, .last_day = in->need->last_day, .path = in->path};
  struct reader reader = {.in = in, .reading = reading, .out = out};
  if (in->path == NULL) {
    return STF_OK;
  }
  reading->build.path = "";
  reading->scenario.desk.from_us = in->need->first_day * DAY_S * INT64_C(1000000);
  reading->scenario.desk.to_us = (in->need->last_day + 1) * DAY_S * INT64_C(1000000);
  const struct stf_node *legend =
      in->legend != NULL ? stf_reading_named(reading, in->legend) : NULL;
  const struct stf_node *node = stf_reading_named(reading, in->path);
  stf_scenario_legend_read(&reading->build, legend, &reader.legend);
  enum stf_status status = stf_reading_end(reading, error);
  if (status == STF_OK) {
    if (stf_scenario_csv_load(&reader.table, &reading->build, node)) {
      reader.table.zone = in->rules->zone;
      out->hash = reader.table.text.hash;
      status = read_rows(&reader, error);
    } else {
      status = stf_reading_unopened(reading, &reader.table.error, error);
    }
  }
  enum stf_status kept = keep_agents(&reader);
  stf_mem_release(reading->build.allocator, reader.rows);
  stf_scenario_legend_clear(&reader.legend, reading->build.allocator);
  return status == STF_OK ? kept : status;
}
