/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/rule_file.h"

#include "roster/rule_keys.h"
#include "roster/variants.h"
#include "scenario/scenario_holidays.h"
#include "scenario/scenario_stretch.h"

#include <math.h>
#include <string.h>

enum {
  GRAIN_S = 300, /* all times are multiples of it */
  DAY_S = 86400
};

struct reader {
  struct stf_reading *reading;
  struct stf_rule_file *rules;
  struct stf_rule_file_span span;
  double week_most_s;
  double part_time_s; /* NAN: no bands */
  double least_week_s;
  double least_shift_s;
};

/* ---- values ---- */

/* Seconds of a duration that must be a multiple of five minutes. */
static int32_t seconds(const struct stf_node *mapping, const struct stf_keys *keys,
                       const char *name) {
  double value = stf_keys_number(mapping, keys, name);
  const struct stf_node *node = stf_node_get(mapping, name);
  if (isnan(value)) {
    return 0;
  }
  int32_t whole = (int32_t)lround(value);
  if (fabs(value - whole) > 1e-6 || whole % GRAIN_S != 0) {
    if (node != NULL) {
      stf_node_error(node, "'%s' must be a multiple of 5 min", name);
    }
    return 0;
  }
  return whole;
}

/* A count; 0 where it is missing (told). */
static int32_t count(const struct stf_node *mapping, const struct stf_keys *keys,
                     const char *name) {
  double value = stf_keys_number(mapping, keys, name);
  return isnan(value) ? 0 : (int32_t)value;
}

static bool flag(const struct stf_node *mapping, const char *name) {
  bool value = false;
  (void)stf_node_flag(stf_node_get(mapping, name), &value);
  return value;
}

static const struct stf_node *items_of(const struct stf_node *list) {
  return list != NULL && stf_node_is(list, STF_NODE_LIST) ? list->first : NULL;
}

/* The mapping under a key, checked; NULL if absent. */
static const struct stf_node *part(const struct stf_node *root, const char *name,
                                   const struct stf_keys *keys) {
  const struct stf_node *node = stf_node_get(root, name);
  return node != NULL && stf_keys_check(node, keys) ? node : NULL;
}

static bool read_date(const struct stf_node *node, int64_t *out) {
  struct stf_civil date;
  if (!stf_node_date(node, &date)) {
    return false;
  }
  *out = stf_zone_day_number(&date);
  return true;
}

/* ---- rules ---- */

/* "22:00-06:00": the hours of a night, over midnight if `to` is not above `from`. */
static void read_hours(const struct stf_node *mapping, const struct stf_keys *keys,
                       const char *name, int32_t *from_s, int32_t *to_s) {
  struct stf_scenario_stretches hours = {.n = 0};
  char why[STF_SCENARIO_STRETCH_TEXT];
  const char *text = stf_keys_text(mapping, keys, name);
  bool good = text != NULL && stf_scenario_stretch_parse(text, &hours, why) && hours.n == 1;
  good = good && hours.items[0].from_s % GRAIN_S == 0 && hours.items[0].to_s % GRAIN_S == 0 &&
         hours.items[0].from_s != hours.items[0].to_s;
  if (good) {
    *from_s = hours.items[0].from_s % DAY_S;
    *to_s = hours.items[0].to_s;
  } else if (mapping != NULL && stf_node_get(mapping, name) != NULL) {
    stf_node_error(stf_node_get(mapping, name),
                   "'%s' must be such as \"22:00-06:00\", on multiples of 5 min", name);
  }
}

static void read_nights(struct stf_rule_file *rules, const struct stf_node *root) {
  const struct stf_keys *keys = &STF_RULE_KEYS_NIGHTS;
  const struct stf_node *nights = part(root, "nights", keys);
  if (nights != NULL) {
    read_hours(nights, keys, "hours", &rules->nights.from, &rules->nights.to);
    rules->nights.counts = seconds(nights, keys, "counts");
    rules->nights.most = seconds(nights, keys, "most");
    rules->nights.in_row = count(nights, keys, "in_row");
    rules->nights.rest = seconds(nights, keys, "rest");
  }
}

static void read_weekends(struct stf_rule_file *rules, const struct stf_node *root) {
  const struct stf_keys *keys = &STF_RULE_KEYS_WEEKENDS;
  const struct stf_node *weekends = part(root, "weekends", keys);
  if (weekends == NULL) {
    return;
  }
  rules->weekends.of = count(weekends, keys, "of");
  rules->weekends.free = count(weekends, keys, "free");
  rules->weekends.sundays = flag(weekends, "sundays");
  if (rules->weekends.free > rules->weekends.of) {
    stf_node_error(stf_node_get(weekends, "free"), "'free' is above 'of': %d of %d weekends",
                   (int)rules->weekends.free, (int)rules->weekends.of);
  }
}

static int line_of(const struct stf_node *mapping, const char *name) {
  const struct stf_node *node = mapping != NULL ? stf_node_get(mapping, name) : NULL;
  return node != NULL ? node->line : 0;
}

static void note_lines(struct stf_rule_file *rules, const struct stf_node *root) {
  const struct stf_node *rest = stf_node_get(root, "rest");
  rules->lines[STF_LEGAL_DAILY_REST] = line_of(rest, "daily");
  rules->lines[STF_LEGAL_DAY_OFF] = line_of(rest, "day_off");
  rules->lines[STF_LEGAL_DAYS_IN_ROW] = line_of(rest, "days_in_row");
  rules->lines[STF_LEGAL_PAUSE] = line_of(root, "pause");
  const struct stf_node *nights = stf_node_get(root, "nights");
  rules->lines[STF_LEGAL_NIGHT_WORK] = line_of(nights, "most");
  rules->lines[STF_LEGAL_NIGHTS_IN_ROW] = line_of(nights, "in_row");
  rules->lines[STF_LEGAL_NIGHT_REST] = line_of(nights, "rest");
  rules->lines[STF_LEGAL_WEEKENDS] = line_of(root, "weekends");
  rules->lines[STF_LEGAL_PAIR] = line_of(root, "not_both");
}

static void read_rules(struct reader *r, const struct stf_node *root) {
  struct stf_rule_file *rules = r->rules;
  const struct stf_node *rest = part(root, "rest", &STF_RULE_KEYS_REST);
  rules->rest_s = seconds(rest, &STF_RULE_KEYS_REST, "daily");
  rules->day_off_s = seconds(rest, &STF_RULE_KEYS_REST, "day_off");
  rules->days_in_row = count(rest, &STF_RULE_KEYS_REST, "days_in_row");
  const struct stf_node *pause = part(root, "pause", &STF_RULE_KEYS_PAUSE);
  rules->pause_over_s = seconds(pause, &STF_RULE_KEYS_PAUSE, "over");
  rules->pause_least_s = seconds(pause, &STF_RULE_KEYS_PAUSE, "least");
  const struct stf_node *premium = part(root, "premium", &STF_RULE_KEYS_PREMIUM);
  rules->sunday_share = stf_keys_number(premium, &STF_RULE_KEYS_PREMIUM, "sunday");
  rules->holiday_share = stf_keys_number(premium, &STF_RULE_KEYS_PREMIUM, "holiday");
  rules->night_share = stf_keys_number(premium, &STF_RULE_KEYS_PREMIUM, "night");
  read_hours(premium, &STF_RULE_KEYS_PREMIUM, "night_hours", &rules->night_from_s,
             &rules->night_to_s);
  read_nights(rules, root);
  read_weekends(rules, root);
  const struct stf_node *cover = part(root, "cover", &STF_RULE_KEYS_COVER);
  rules->short_per_h = stf_keys_number(cover, &STF_RULE_KEYS_COVER, "short");
  rules->over_per_h = stf_keys_number(cover, &STF_RULE_KEYS_COVER, "over");
  rules->shrinkage_share = stf_keys_number(root, &STF_RULE_KEYS_ROOT, "shrinkage");
  r->week_most_s = stf_keys_number(root, &STF_RULE_KEYS_ROOT, "week_most");
  const struct stf_node *part_time = part(root, "part_time", &STF_RULE_KEYS_PART_TIME);
  r->part_time_s = (double)NAN;
  if (part_time != NULL) {
    r->part_time_s = stf_keys_number(part_time, &STF_RULE_KEYS_PART_TIME, "below");
    r->least_week_s = stf_keys_number(part_time, &STF_RULE_KEYS_PART_TIME, "least_week");
    r->least_shift_s = stf_keys_number(part_time, &STF_RULE_KEYS_PART_TIME, "least_shift");
  }
}

static void read_pairs(struct reader *r, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "not_both");
  for (const struct stf_node *item = items_of(list); item != NULL; item = item->next) {
    int64_t days[2];
    if (item->kind != STF_NODE_LIST || item->items_n != 2) {
      stf_node_error(item, "a pair of dates looks like [2026-12-25, 2027-01-01]");
    } else if (r->rules->pairs_n == STF_PROBLEM_PAIRS_MAX) {
      stf_node_error(item, "more than %d pairs of dates", STF_PROBLEM_PAIRS_MAX);
    } else if (read_date(item->first, &days[0]) && read_date(item->first->next, &days[1])) {
      if (days[0] == days[1]) {
        stf_node_error(item, "the pair is one date");
        continue;
      }
      bool turned = days[0] > days[1];
      r->rules->pairs[r->rules->pairs_n][0] = days[turned];
      r->rules->pairs[r->rules->pairs_n++][1] = days[!turned];
    }
  }
}

static bool is_dated(const struct stf_node *node) {
  struct stf_civil date;
  return node != NULL && node->kind == STF_NODE_SCALAR &&
         stf_zone_parse_date(node->value, &date);
}

static void add_holiday(int64_t *days, size_t *n, int64_t day) {
  size_t at = *n;
  while (at > 0 && days[at - 1] > day) {
    days[at] = days[at - 1];
    at--;
  }
  days[at] = day;
  (*n)++;
}

/* A file, a list of files, or a list of dates. */
static void read_holidays(struct reader *r, const struct stf_node *root) {
  const struct stf_node *node = stf_node_get(root, "holidays");
  struct stf_scenario_build *build = &r->reading->build;
  int64_t *days = NULL;
  if (node == NULL) {
    return;
  }
  if (node->kind != STF_NODE_LIST || !is_dated(node->first)) {
    (void)stf_scenario_holidays_read(build, node, r->span.first_day, r->span.last_day, &days,
                                     &r->rules->holidays_n);
    r->rules->holidays = days;
    return;
  }
  days = stf_scenario_build_alloc(build, node->items_n + 1, sizeof *days);
  for (const struct stf_node *item = node->first; item != NULL && days != NULL;
       item = item->next) {
    int64_t day = 0;
    if (read_date(item, &day)) {
      add_holiday(days, &r->rules->holidays_n, day);
    }
  }
  r->rules->holidays = days;
}

static void read_codes(struct reader *r, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "rest_codes");
  const struct stf_node *item = items_of(list);
  const char **codes = stf_scenario_build_alloc(
      &r->reading->build, item != NULL ? list->items_n : 1, sizeof *codes);
  for (; item != NULL && codes != NULL; item = item->next) {
    if (stf_node_text(item, &codes[r->rules->rest_codes_n])) {
      r->rules->rest_codes_n++;
    }
  }
  r->rules->rest_codes = codes;
}

/* ---- contracts ---- */

size_t stf_rule_file_contract(const struct stf_rule_file *rules, const char *name) {
  size_t c = 0;
  while (c < rules->contracts_n && strcmp(rules->contracts[c].terms.name, name) != 0) {
    c++;
  }
  return c;
}

static void check_contract(const struct reader *r, const struct stf_node *node,
                           const struct stf_rule_file_contract *contract) {
  const struct stf_node *hours = stf_node_get(node, "hours_per_week");
  double week_s = contract->terms.week_steps;
  if (week_s + contract->terms.overtime_steps > r->week_most_s) {
    stf_node_error(hours, "%g h a week with overtime: 'week_most' allows %g h",
                   (week_s + contract->terms.overtime_steps) / 3600, r->week_most_s / 3600);
  }
  if (week_s < r->part_time_s && week_s < r->least_week_s) {
    stf_node_error(hours, "%g h a week: 'part_time' wants at least %g h", week_s / 3600,
                   r->least_week_s / 3600);
  }
}

static void read_hire(struct reader *r, const struct stf_node *node,
                      struct stf_rule_file_contract *out) {
  const struct stf_keys *keys = &STF_RULE_KEYS_HIRE;
  (void)r;
  out->hire_node = node;
  out->terms.hire_most = count(node, keys, "most");
  out->terms.hire_weeks = count(node, keys, "weeks");
  out->terms.training_days = count(node, keys, "training");
  out->each = stf_keys_number(node, keys, "each");
  out->hire_team = stf_keys_text(node, keys, "team");
  if (!read_date(stf_node_get(node, "from"), &out->hire_from)) {
    out->terms.hire_most = 0;
  }
}

static void read_contract(struct reader *r, const struct stf_node *node,
                          struct stf_rule_file_contract *out) {
  const struct stf_keys *keys = &STF_RULE_KEYS_CONTRACT;
  out->terms.name = stf_keys_text(node, keys, "name");
  out->terms.week_steps = seconds(node, keys, "hours_per_week");
  out->terms.week_days = count(node, keys, "days_per_week");
  out->per_h = stf_keys_number(node, keys, "per_h");
  out->hours_node = stf_node_get(node, "hours_per_week");
  out->hours_line = line_of(node, "hours_per_week");
  out->days_line = line_of(node, "days_per_week");
  const struct stf_node *overtime = part(node, "overtime", &STF_RULE_KEYS_OVERTIME);
  out->overtime_node = overtime;
  if (overtime != NULL) {
    out->terms.overtime_steps = seconds(overtime, &STF_RULE_KEYS_OVERTIME, "most");
    out->overtime_share = stf_keys_number(overtime, &STF_RULE_KEYS_OVERTIME, "premium");
  }
  const struct stf_node *hire = part(node, "hire", &STF_RULE_KEYS_HIRE);
  if (hire != NULL) {
    read_hire(r, hire, out);
  }
  if (out->terms.name == NULL) {
    out->terms.name = "";
  } else if (stf_rule_file_contract(r->rules, out->terms.name) < r->rules->contracts_n) {
    stf_node_error(stf_node_get(node, "name"), "a second contract '%.60s'", out->terms.name);
  }
  check_contract(r, node, out);
}

static void read_contracts(struct reader *r, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "contracts");
  const struct stf_node *item = items_of(list);
  if (item == NULL || list->items_n > STF_PROBLEM_CONTRACTS_MAX) {
    if (list != NULL) {
      stf_node_error(list, "there must be from 1 to %d contracts", STF_PROBLEM_CONTRACTS_MAX);
    }
    return;
  }
  struct stf_rule_file_contract *contracts =
      stf_scenario_build_alloc(&r->reading->build, list->items_n, sizeof *contracts);
  r->rules->contracts = contracts;
  for (; item != NULL && contracts != NULL; item = item->next) {
    if (stf_keys_check(item, &STF_RULE_KEYS_CONTRACT)) {
      read_contract(r, item, &contracts[r->rules->contracts_n]);
      r->rules->contracts_n++;
    }
  }
}

/* ---- shifts ---- */

/* "08:00-12:00" or "08:00". */
static void read_start(const struct stf_node *node, struct stf_problem_shape *out) {
  const char *text = NULL;
  struct stf_scenario_stretches window = {.n = 0};
  char why[STF_SCENARIO_STRETCH_TEXT];
  int32_t at_s = 0;
  if (!stf_node_text(node, &text)) {
    return;
  }
  if (stf_zone_parse_clock(text, &at_s) && at_s < DAY_S) {
    window.items[0].from_s = at_s;
    window.items[0].to_s = at_s;
  } else if (!stf_scenario_stretch_parse(text, &window, why) || window.n != 1 ||
             window.items[0].to_s <= window.items[0].from_s || window.items[0].to_s >= DAY_S) {
    stf_node_error(node, "'start' must be such as \"08:00-12:00\" or \"08:00\", within a day");
    return;
  }
  out->first_start = window.items[0].from_s;
  out->last_start = window.items[0].to_s;
  if (out->first_start % GRAIN_S != 0 || out->last_start % GRAIN_S != 0) {
    stf_node_error(node, "'start' must be a multiple of 5 min");
  }
}

static void read_breaks(const struct stf_node *list, struct stf_problem_shape *out) {
  const struct stf_keys *keys = &STF_RULE_KEYS_BREAK;
  for (const struct stf_node *item = items_of(list); item != NULL; item = item->next) {
    if (out->breaks_n == STF_PROBLEM_BREAKS_MAX) {
      stf_node_error(item, "more than %d breaks", STF_PROBLEM_BREAKS_MAX);
      return;
    }
    if (!stf_keys_check(item, keys)) {
      continue;
    }
    struct stf_problem_break *rest = &out->breaks[out->breaks_n++];
    rest->length = seconds(item, keys, "length");
    rest->after_least = seconds(item, keys, "after");
    rest->after_most = stf_node_get(item, "latest") != NULL ? seconds(item, keys, "latest")
                                                            : rest->after_least;
    rest->paid = flag(item, "paid");
    if (rest->after_most < rest->after_least) {
      stf_node_error(stf_node_get(item, "latest"), "'latest' lies before 'after'");
    } else if (rest->after_most + rest->length >= out->length) {
      stf_node_error(item, "the break can run to the end of the shift: there must be work "
                           "behind it");
    }
  }
}

static void read_workers(struct reader *r, const struct stf_node *list,
                         struct stf_problem_shape *out) {
  const char *names[STF_PROBLEM_CONTRACTS_MAX];
  size_t n = r->rules->contracts_n;
  for (size_t c = 0; c < n; c++) {
    names[c] = r->rules->contracts[c].terms.name;
    out->contracts |= list == NULL ? 1U << c : 0;
  }
  for (const struct stf_node *item = items_of(list); item != NULL && n > 0; item = item->next) {
    size_t c = 0;
    if (stf_node_choice(item, "contract", names, n, &c)) {
      out->contracts |= 1U << c;
    }
  }
}

/* The work of one placing: all have the same. */
static int32_t work_of(const struct stf_problem_shape *shape) {
  int32_t work = shape->length;
  for (size_t b = 0; b < shape->breaks_n; b++) {
    work -= shape->breaks[b].length;
  }
  return work;
}

static void check_shift(const struct reader *r, const struct stf_node *node,
                        const struct stf_problem_shape *shape) {
  const struct stf_rule_file *rules = r->rules;
  int32_t longest = 0;
  for (size_t b = 0; b < shape->breaks_n; b++) {
    longest = shape->breaks[b].length > longest ? shape->breaks[b].length : longest;
  }
  int32_t work = work_of(shape);
  if (work > rules->pause_over_s && longest < rules->pause_least_s) {
    stf_node_error(node, "%g h of work without a break of %d min: 'pause' wants one over %g h",
                   work / 3600.0, (int)(rules->pause_least_s / 60),
                   rules->pause_over_s / 3600.0);
  }
  for (size_t c = 0; c < rules->contracts_n; c++) {
    const struct stf_problem_contract *terms = &rules->contracts[c].terms;
    if ((shape->contracts >> c & 1) != 0 && terms->week_steps < r->part_time_s &&
        work < r->least_shift_s) {
      stf_node_error(node,
                     "%g h of work in a shift of '%.60s': 'part_time' wants at least %g h",
                     work / 3600.0, terms->name, r->least_shift_s / 3600);
    }
  }
}

/* The first start at which the shift, its breaks at their earliest, is too much work for a
 * night. */
static void check_night(const struct reader *r, const struct stf_node *node,
                        const struct stf_problem_shape *shape) {
  struct stf_problem grid = {.day_steps = DAY_S / GRAIN_S, .nights = r->rules->nights};
  grid.nights.counts /= GRAIN_S;
  grid.nights.from /= GRAIN_S;
  grid.nights.to = grid.nights.to / GRAIN_S % grid.day_steps;
  for (int32_t start_s = shape->first_start; start_s <= shape->last_start && shape->every > 0;
       start_s += shape->every) {
    struct stf_problem_shift shift = {.start = start_s / GRAIN_S,
                                      .end = (start_s + shape->length) / GRAIN_S,
                                      .breaks_n = shape->breaks_n};
    for (size_t b = 0; b < shape->breaks_n; b++) {
      shift.breaks[b].start = (start_s + shape->breaks[b].after_least) / GRAIN_S;
      shift.breaks[b].end = shift.breaks[b].start + shape->breaks[b].length / GRAIN_S;
      shift.breaks[b].paid = shape->breaks[b].paid;
    }
    int32_t paid_s = stf_problem_paid(&shift) * GRAIN_S;
    if (stf_problem_is_night(&grid, &shift) && paid_s > r->rules->nights.most) {
      stf_node_error(node,
                     "%g h of work in a night shift, from %02d:%02d: 'nights.most' allows %g h",
                     paid_s / 3600.0, (int)(start_s / 3600), (int)(start_s / 60 % 60),
                     r->rules->nights.most / 3600.0);
      return;
    }
  }
}

static void read_shift(struct reader *r, const struct stf_node *node,
                       struct stf_problem_shape *out) {
  const struct stf_keys *keys = &STF_RULE_KEYS_SHIFT;
  out->name = stf_keys_text(node, keys, "name");
  out->every = seconds(node, keys, "every");
  out->length = seconds(node, keys, "length");
  read_start(stf_node_get(node, "start"), out);
  read_breaks(stf_node_get(node, "breaks"), out);
  read_workers(r, stf_node_get(node, "contracts"), out);
  check_shift(r, node, out);
  check_night(r, node, out);
}

static void read_shifts(struct reader *r, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "shifts");
  const struct stf_node *item = items_of(list);
  if (item == NULL || list->items_n > STF_PROBLEM_SHAPES_MAX) {
    if (list != NULL) {
      stf_node_error(list, "there must be from 1 to %d kinds of shifts",
                     STF_PROBLEM_SHAPES_MAX);
    }
    return;
  }
  struct stf_problem_shape *shapes =
      stf_scenario_build_alloc(&r->reading->build, list->items_n, sizeof *shapes);
  for (; item != NULL && shapes != NULL; item = item->next) {
    if (stf_keys_check(item, &STF_RULE_KEYS_SHIFT)) {
      read_shift(r, item, &shapes[r->rules->shapes_n++]);
    }
  }
  r->rules->shapes = shapes;
}

/* Paid time of a shift, which is the same for all placings of its breaks. */
static int32_t paid_of(const struct stf_problem_shape *shape) {
  int32_t paid_s = shape->length;
  for (size_t b = 0; b < shape->breaks_n; b++) {
    paid_s -= shape->breaks[b].paid ? 0 : shape->breaks[b].length;
  }
  return paid_s;
}

/* Whether the contract has a shift that it can work, and one for its overtime. */
static void check_worker(const struct stf_rule_file *rules, size_t c) {
  const struct stf_rule_file_contract *contract = &rules->contracts[c];
  const struct stf_problem_contract *terms = &contract->terms;
  int32_t most_s = terms->week_steps + terms->overtime_steps;
  int32_t shortest_s = INT32_MAX;
  int32_t longest_s = 0;
  for (size_t s = 0; s < rules->shapes_n; s++) {
    if ((rules->shapes[s].contracts >> c & 1) != 0) {
      int32_t paid_s = paid_of(&rules->shapes[s]);
      shortest_s = paid_s < shortest_s ? paid_s : shortest_s;
      longest_s = paid_s > longest_s ? paid_s : longest_s;
    }
  }
  if (longest_s == 0) {
    stf_node_warn(contract->hours_node, "no kind of shift is worked by '%.60s'", terms->name);
  } else if (shortest_s > most_s && most_s > 0) {
    stf_node_error(contract->hours_node,
                   "the shortest shift of '%.60s' has %g h, more than its week of %g h",
                   terms->name, shortest_s / 3600.0, most_s / 3600.0);
  } else if (terms->overtime_steps > 0 && contract->overtime_node != NULL &&
             (int64_t)terms->week_days * longest_s <= terms->week_steps) {
    stf_node_warn(
        contract->overtime_node,
        "overtime of '%.60s' has no shift: %d days with the longest one, %g h, are no "
        "more than the week of %g h",
        terms->name, (int)terms->week_days, longest_s / 3600.0, terms->week_steps / 3600.0);
  }
}

/* ---- the file ---- */

static void read_root(struct reader *r, const struct stf_node *root) {
  if (!stf_keys_check(root, &STF_RULE_KEYS_ROOT)) {
    return;
  }
  (void)stf_keys_number(root, &STF_RULE_KEYS_ROOT, "format");
  const char *title = stf_keys_text(root, &STF_RULE_KEYS_ROOT, "title");
  r->rules->title = title != NULL ? title : "";
  r->rules->currency = stf_keys_text(root, &STF_RULE_KEYS_ROOT, "currency");
  r->rules->zone = stf_scenario_build_zone(&r->reading->build, stf_node_get(root, "timezone"));
  read_rules(r, root);
  note_lines(r->rules, root);
  read_pairs(r, root);
  read_holidays(r, root);
  read_codes(r, root);
  read_contracts(r, root);
  read_shifts(r, root);
  for (size_t c = 0; c < r->rules->contracts_n && r->rules->shapes_n > 0; c++) {
    check_worker(r->rules, c);
  }
}

enum stf_status stf_rule_file_read(const char *path, struct stf_rule_file_span span,
                                   struct stf_reading *reading, struct stf_rule_file *out,
                                   struct stf_error *error) {
  struct stf_node_file *file = NULL;
  struct reader reader = {.reading = reading, .rules = out, .span = span};
  *out = (struct stf_rule_file){.title = ""};
  enum stf_status status =
      stf_node_read(reading->scenario.arena, path, reading->build.diags, &file, error);
  if (status != STF_OK) {
    return status;
  }
  reading->build.path = file->path;
  out->path = file->path;
  out->hash = stf_dict_hash(file->bytes, file->bytes_n);
  read_root(&reader, file->root);
  return stf_reading_end(reading, error);
}

void stf_rule_file_clear(struct stf_rule_file *rules) {
  stf_zone_free(rules->zone);
  *rules = (struct stf_rule_file){0};
}
