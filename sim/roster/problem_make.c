/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/problem_make.h"

#include <math.h>
#include <string.h>

enum {
  DAY_S = 86400,
  HOUR_S = 3600
};

struct maker {
  const struct stf_need *need;
  const struct stf_rule_file *rules;
  const struct stf_existing *existing;
  struct stf_scenario_build *build;
  struct stf_problem *out;
};

/* ---- the grid ---- */

static int32_t common(int32_t a, int32_t b) {
  while (b != 0) {
    int32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* The longest step that intervals, starts, lengths, breaks and hours of contracts are multiples
 * of. */
static int32_t step_of(const struct maker *m) {
  int32_t step = m->need->interval_s;
  for (size_t s = 0; s < m->rules->shapes_n; s++) {
    const struct stf_problem_shape *shape = &m->rules->shapes[s];
    step = common(step, shape->first_start);
    step = shape->last_start > shape->first_start ? common(step, shape->every) : step;
    step = common(step, shape->length);
    for (size_t b = 0; b < shape->breaks_n; b++) {
      step = common(step, shape->breaks[b].length);
      step = common(step, shape->breaks[b].after_least);
    }
  }
  if (m->rules->night_share > 0) {
    step = common(common(step, m->rules->night_from_s), m->rules->night_to_s);
  }
  if (m->rules->nights.counts > 0) {
    step = common(common(step, m->rules->nights.from), m->rules->nights.to);
    step = common(step, m->rules->nights.counts);
  }
  for (size_t c = 0; c < m->rules->contracts_n; c++) {
    step = common(step, m->rules->contracts[c].terms.week_steps);
    step = common(step, m->rules->contracts[c].terms.overtime_steps);
  }
  return step;
}

static int32_t up(int32_t seconds, int32_t step_s) {
  return (seconds + step_s - 1) / step_s;
}

static int64_t price(double per_h, int32_t step_s) {
  return (int64_t)llround(per_h * STF_PROBLEM_MICRO * step_s / HOUR_S);
}

/* ---- parts ---- */

static void make_rules(struct maker *m) {
  const struct stf_rule_file *rules = m->rules;
  struct stf_problem *out = m->out;
  int32_t step = out->step_s;
  out->rest_steps = up(rules->rest_s, step);
  out->day_off_steps = up(rules->day_off_s, step);
  out->days_in_row = rules->days_in_row;
  out->pause_over = rules->pause_over_s / step;
  out->pause_least = up(rules->pause_least_s, step);
  out->nights = rules->nights;
  out->nights.counts /= step;
  out->nights.from /= step;
  out->nights.to = out->nights.to / step % out->day_steps;
  out->nights.most /= step;
  out->nights.rest = up(rules->nights.rest, step);
  out->weekends = rules->weekends;
  out->sunday_permille = (int32_t)lround(rules->sunday_share * 1000);
  out->holiday_permille = (int32_t)lround(rules->holiday_share * 1000);
  out->night_permille = (int32_t)lround(rules->night_share * 1000);
  out->night_from = rules->night_from_s / step;
  out->night_to = rules->night_to_s / step;
  out->short_price = price(rules->short_per_h, step);
  out->over_price = price(rules->over_per_h, step);
}

static void make_pairs(struct maker *m) {
  struct stf_problem_pair *pairs =
      stf_scenario_build_alloc(m->build, STF_PROBLEM_PAIRS_MAX, sizeof *pairs);
  m->out->pairs = pairs;
  for (size_t p = 0; p < m->rules->pairs_n && pairs != NULL; p++) {
    int64_t first = m->rules->pairs[p][0] - m->out->first_day;
    int64_t second = m->rules->pairs[p][1] - m->out->first_day;
    if (first >= 0 && second < m->out->days_n) {
      pairs[m->out->pairs_n++] =
          (struct stf_problem_pair){.first = (int32_t)first, .second = (int32_t)second};
    }
  }
}

/* Holidays, and days on which the clocks go forward. */
static void make_days(struct maker *m) {
  struct stf_problem *out = m->out;
  bool *holidays =
      stf_scenario_build_alloc(m->build, (size_t)out->days_n + 2, sizeof *holidays);
  int32_t *lost = stf_scenario_build_alloc(m->build, (size_t)out->days_n + 2, sizeof *lost);
  if (holidays == NULL || lost == NULL) {
    return;
  }
  for (size_t h = 0; h < m->rules->holidays_n; h++) {
    int64_t day = m->rules->holidays[h] - out->first_day;
    if (day >= 0 && day < out->days_n) {
      holidays[day] = true;
    }
  }
  for (int32_t d = 0; d < out->days_n; d++) {
    struct stf_civil civil;
    stf_zone_day_civil(out->first_day + d, &civil);
    int64_t midnight = stf_zone_to_utc(m->rules->zone, &civil);
    int64_t length_s = (stf_zone_next_day(m->rules->zone, midnight) - midnight) / 1000000;
    lost[d] = length_s < DAY_S ? up((int32_t)(DAY_S - length_s), out->step_s) : 0;
  }
  out->holidays = holidays;
  out->lost_steps = lost;
}

static void make_shapes(struct maker *m) {
  int32_t step = m->out->step_s;
  struct stf_problem_shape *shapes =
      stf_scenario_build_copy(m->build, m->rules->shapes, m->rules->shapes_n, sizeof *shapes);
  for (size_t s = 0; s < m->rules->shapes_n && shapes != NULL; s++) {
    struct stf_problem_shape *shape = &shapes[s];
    shape->first_start /= step;
    shape->last_start /= step;
    shape->every = up(shape->every, step);
    shape->length /= step;
    for (size_t b = 0; b < shape->breaks_n; b++) {
      shape->breaks[b].length /= step;
      shape->breaks[b].after_least /= step;
      shape->breaks[b].after_most /= step;
    }
  }
  m->out->shapes = shapes;
  m->out->shapes_n = m->rules->shapes_n;
}

/* ---- contracts ---- */

static uint32_t hire_team(struct maker *m, const struct stf_rule_file_contract *contract) {
  uint32_t n = stf_dict_count(m->need->teams);
  const char *name = contract->hire_team;
  uint32_t team = name != NULL ? stf_dict_find(m->need->teams, name, strlen(name))
                  : n == 1     ? 0
                               : STF_DICT_NONE;
  if (team != STF_DICT_NONE) {
    return team;
  }
  const char *names[STF_PROBLEM_TEAMS_MAX];
  char hint[STF_NODE_HINT];
  for (uint32_t t = 0; t < n; t++) {
    names[t] = stf_dict_text(m->need->teams, t);
  }
  (void)stf_node_hint(name != NULL ? name : "", names, n, hint);
  if (name == NULL) {
    stf_node_error(contract->hire_node, "whose team do the hired of '%.60s' join? Add 'team'%s",
                   contract->terms.name, hint);
  } else if (m->need->has_teams) {
    stf_node_error(contract->hire_node, "the requirement has no team '%.60s'%s", name, hint);
  }
  return 0;
}

static void make_contracts(struct maker *m) {
  int32_t step = m->out->step_s;
  size_t n = m->rules->contracts_n;
  struct stf_problem_contract *contracts =
      stf_scenario_build_alloc(m->build, n, sizeof *contracts);
  for (size_t c = 0; c < n && contracts != NULL; c++) {
    const struct stf_rule_file_contract *from = &m->rules->contracts[c];
    contracts[c] = from->terms;
    contracts[c].week_steps /= step;
    contracts[c].overtime_steps /= step;
    contracts[c].step_price = price(from->per_h, step);
    contracts[c].overtime_price = price(from->per_h * (1 + from->overtime_share), step);
    contracts[c].hire_price = (int64_t)llround(from->each * STF_PROBLEM_MICRO);
    if (from->terms.hire_most > 0) {
      contracts[c].hire_day = (int32_t)(from->hire_from - m->out->first_day);
      contracts[c].hire_team = hire_team(m, from);
    }
  }
  m->out->contracts = contracts;
  m->out->contracts_n = n;
}

/* ---- agents ---- */

static bool fits(int32_t seconds, int32_t step) {
  return seconds % step == 0;
}

static void make_fixed(const struct maker *m, struct stf_problem_day *day) {
  int32_t step = m->out->step_s;
  struct stf_problem_shift *shift = &day->shift;
  bool good = fits(shift->start, step) && fits(shift->end, step);
  shift->start /= step;
  shift->end /= step;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    good = good && fits(shift->breaks[b].start, step) && fits(shift->breaks[b].end, step);
    shift->breaks[b].start /= step;
    shift->breaks[b].end /= step;
  }
  if (!good) {
    struct stf_where where = {
        .path = m->existing->path, .line = day->line, .column = day->column};
    stf_diag_add(m->build->diags, STF_SEVERITY_ERROR, where,
                 "times of fixed shifts must be multiples of %d min here: that is the grid of "
                 "the requirement and the rules",
                 (int)(step / 60));
  }
}

static void make_agents(struct maker *m) {
  struct stf_problem *out = m->out;
  size_t n = m->existing->agents_n;
  out->agents = m->existing->agents;
  out->agents_n = n;
  for (size_t a = 0; a < n; a++) {
    struct stf_problem_day *days = m->existing->agents[a].days;
    for (int32_t d = 0; d < out->days_n; d++) {
      bool open = d >= out->open_from && d < out->open_to;
      if (days[d].cell == STF_PROBLEM_FIXED) {
        make_fixed(m, &days[d]);
      } else if (days[d].cell == STF_PROBLEM_FREE && !open) {
        days[d].cell = STF_PROBLEM_OUT;
      }
    }
  }
}

/* ---- need ---- */

static void make_need(struct maker *m) {
  struct stf_problem *out = m->out;
  size_t steps_n = stf_problem_steps(out);
  const char **teams = stf_scenario_build_alloc(m->build, out->teams_n, sizeof *teams);
  int32_t *need = stf_scenario_build_alloc(m->build, out->teams_n * steps_n, sizeof *need);
  if (teams == NULL || need == NULL) {
    return;
  }
  for (uint32_t t = 0; t < out->teams_n; t++) {
    teams[t] = stf_dict_text(m->need->teams, t);
  }
  for (size_t i = 0; i < m->need->cells_n; i++) {
    const struct stf_need_cell *cell = &m->need->cells[i];
    int32_t wanted = (int32_t)ceil(cell->agents / (1 - m->rules->shrinkage_share) - 1e-9);
    size_t at = cell->team * steps_n +
                (size_t)(cell->day - out->first_day) * (size_t)out->day_steps +
                (size_t)(cell->start_s / out->step_s);
    for (int32_t k = 0; k < m->need->interval_s / out->step_s; k++) {
      need[at + (size_t)k] = wanted;
    }
  }
  out->teams = teams;
  out->need = need;
}

enum stf_status stf_problem_make(const struct stf_need *need, const struct stf_rule_file *rules,
                                 const struct stf_existing *existing,
                                 struct stf_reading *reading, struct stf_problem *out,
                                 struct stf_error *error) {
  struct maker maker = {
      .need = need, .rules = rules, .existing = existing, .build = &reading->build, .out = out};
  *out = (struct stf_problem){.first_day = existing->first_day,
                              .days_n = (int32_t)(existing->last_day - existing->first_day + 1),
                              .open_from = (int32_t)(need->first_day - existing->first_day),
                              .open_to = (int32_t)(need->last_day - existing->first_day + 1),
                              .teams_n = stf_dict_count(need->teams),
                              .has_teams = need->has_teams};
  out->step_s = step_of(&maker);
  out->day_steps = DAY_S / out->step_s;
  make_rules(&maker);
  make_pairs(&maker);
  make_days(&maker);
  make_shapes(&maker);
  make_contracts(&maker);
  make_agents(&maker);
  make_need(&maker);
  return stf_reading_end(reading, error);
}
