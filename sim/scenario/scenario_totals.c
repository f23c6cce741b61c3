/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_totals.h"

#include "scenario/scenario_csv.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_profile.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  CONTACTS,
  DATE,
  WEEK,
  MONTH,
  CLASS,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"contacts", "date", "week", "month", "class"};

/* A row of the file: contacts of the days from first_day, before end_day. */
struct total {
  int64_t first_day;
  int64_t end_day;
  uint32_t class_index; /* 0 where the file does not tell classes apart */
  int line;
  double contacts;
};

struct totals {
  struct stf_scenario_build *build;
  const struct stf_scenario_totals_in *in;
  struct stf_scenario_curve profile;
  const char *path; /* of the file; in the arena */
  struct total *items;
  size_t n;
  size_t capacity;
  bool shared;
};

/* ---- reading ---- */

static bool digits(const char *text, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!isdigit((unsigned char)text[i])) {
      return false;
    }
  }
  return true;
}

static int number_of(const char *text, size_t n) {
  int number = 0;
  for (size_t i = 0; i < n; i++) {
    number = 10 * number + (text[i] - '0');
  }
  return number;
}

/* Monday of ISO week "2026-W52": week 1 holds 4 January (ISO 8601). */
static bool parse_week(const char *text, int64_t *out) {
  if (strlen(text) != 8 || !digits(text, 4) || strncmp(text + 4, "-W", 2) != 0 ||
      !digits(text + 6, 2)) {
    return false;
  }
  struct stf_civil fourth = {.year = number_of(text, 4), .month = 1, .day = 4};
  struct stf_civil next = {.year = fourth.year + 1, .month = 1, .day = 4};
  int64_t first = stf_zone_day_number(&fourth) - stf_zone_weekday(&fourth);
  int64_t end = stf_zone_day_number(&next) - stf_zone_weekday(&next);
  int week = number_of(text + 6, 2);
  *out = first + INT64_C(7) * (week - 1);
  return fourth.year > 0 && week >= 1 && *out < end;
}

static bool parse_month(const char *text, struct total *out) {
  if (strlen(text) != 7 || !digits(text, 4) || text[4] != '-' || !digits(text + 5, 2)) {
    return false;
  }
  struct stf_civil first = {
      .year = number_of(text, 4), .month = number_of(text + 5, 2), .day = 1};
  if (first.year < 1 || first.month < 1 || first.month > 12) {
    return false;
  }
  struct stf_civil next = first;
  next.month = first.month < 12 ? first.month + 1 : 1;
  next.year += first.month == 12;
  out->first_day = stf_zone_day_number(&first);
  out->end_day = stf_zone_day_number(&next);
  return true;
}

static bool read_week(const struct stf_scenario_csv *table, struct total *out) {
  const char *text = NULL;
  struct stf_civil date;
  if (!stf_scenario_csv_text(table, WEEK, &text)) {
    return false;
  }
  bool good = parse_week(text, &out->first_day);
  if (!good && stf_zone_parse_date(text, &date)) {
    out->first_day = stf_zone_day_number(&date);
    good = stf_zone_weekday(&date) == 0;
  }
  if (!good) {
    stf_scenario_csv_error(table, WEEK,
                           "'week' must be an ISO week such as 2026-W52 or its Monday, "
                           "2026-12-21, not '%.60s'",
                           text);
  }
  out->end_day = out->first_day + 7;
  return good;
}

static bool read_span(const struct stf_scenario_csv *table, struct total *out) {
  const char *text = NULL;
  struct stf_civil date;
  if (stf_scenario_csv_has(table, WEEK)) {
    return read_week(table, out);
  }
  if (stf_scenario_csv_has(table, MONTH)) {
    bool good = stf_scenario_csv_text(table, MONTH, &text) && parse_month(text, out);
    if (!good && text != NULL && text[0] != '\0') {
      stf_scenario_csv_error(table, MONTH, "'month' must be like 2026-12, not '%.60s'", text);
    }
    return good;
  }
  if (!stf_scenario_csv_date(table, DATE, &date)) {
    return false;
  }
  out->first_day = stf_zone_day_number(&date);
  out->end_day = out->first_day + 1;
  return true;
}

static bool columns_fit(const struct stf_scenario_csv *table, const struct totals *totals) {
  int spans = stf_scenario_csv_has(table, DATE) + stf_scenario_csv_has(table, WEEK) +
              stf_scenario_csv_has(table, MONTH);
  struct stf_where where = stf_csv_where(table->csv, 0);
  if (spans != 1) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where,
                 "totals have exactly one of the columns 'date', 'week' and 'month'");
    return false;
  }
  if (totals->shared && isnan(totals->in->shares[0]) && !totals->in->has_shares) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where,
                 "column 'class' is missing: the scenario has more than one class; add it, or "
                 "'share: 70 %%' to each class");
    return false;
  }
  return true;
}

/* The contacts of a row. "1.500" without any other number that says how the file writes them
 * would be one contact and a half; of a whole day it hardly ever is. */
static bool read_contacts(const struct stf_scenario_csv *table, double *out) {
  const char *text = NULL;
  if (!stf_scenario_csv_number(table, CONTACTS, out) ||
      !stf_scenario_csv_text(table, CONTACTS, &text)) {
    return false;
  }
  const char *point = strchr(text, '.');
  if (point == NULL || strlen(point) != 4 || *out >= 1000 || text[0] == '0') {
    return true;
  }
  stf_scenario_csv_error(table, CONTACTS,
                         "'%s' can be %.*s%s (thousands) or a number with decimals: write it "
                         "without the point, or with fewer decimals",
                         text, (int)(point - text), text, point + 1);
  return false;
}

static void read_rows(struct stf_scenario_csv *table, struct totals *totals) {
  struct stf_scenario_build *build = table->build;
  while (build->status == STF_OK && stf_scenario_csv_next(table)) {
    struct total total = {.line = table->row.line};
    bool good = read_span(table, &total);
    good = read_contacts(table, &total.contacts) && good;
    if (!totals->shared) {
      good = stf_scenario_csv_choice(table, CLASS, "class", build->class_names,
                                     build->scenario->desk.classes_n, &total.class_index) &&
             good;
    }
    if (!good) {
      continue;
    }
    struct total *items = stf_mem_grown(build->allocator, totals->items, &totals->capacity,
                                        totals->n + 1, sizeof *items);
    if (items == NULL) {
      stf_scenario_build_fail(build, STF_ERR_MEMORY);
      return;
    }
    totals->items = items;
    items[totals->n++] = total;
  }
}

static int by_place(const void *left, const void *right) {
  const struct total *a = left;
  const struct total *b = right;
  if (a->class_index != b->class_index) {
    return a->class_index < b->class_index ? -1 : 1;
  }
  if (a->first_day != b->first_day) {
    return a->first_day < b->first_day ? -1 : 1;
  }
  return (a->line > b->line) - (a->line < b->line);
}

static void tell_doubles(const struct totals *totals) {
  for (size_t i = 1; i < totals->n; i++) {
    const struct total *before = &totals->items[i - 1];
    const struct total *total = &totals->items[i];
    if (before->class_index == total->class_index && before->first_day == total->first_day) {
      struct stf_where where = {.path = totals->path, .line = total->line};
      stf_diag_add(totals->build->diags, STF_SEVERITY_ERROR, where,
                   "a second total for the same time%s%s%s (the first stands on line %d)",
                   totals->shared ? "" : " and class '",
                   totals->shared ? "" : totals->build->class_names[total->class_index],
                   totals->shared ? "" : "'", before->line);
    }
  }
}

static void read_file(struct totals *totals) {
  struct stf_scenario_csv table;
  struct stf_scenario_build *build = totals->build;
  const struct stf_node *node = stf_node_get(totals->in->node, "file");
  if (!stf_scenario_csv_open(&table, build, node, COLUMNS, COLUMNS_N, 1)) {
    return;
  }
  const char *path = stf_csv_where(table.csv, 0).path;
  totals->path = stf_scenario_build_copy(build, path, strlen(path) + 1, 1);
  totals->shared = !stf_scenario_csv_has(&table, CLASS);
  if (totals->path != NULL && columns_fit(&table, totals)) {
    read_rows(&table, totals);
    if (totals->n > 0) {
      qsort(totals->items, totals->n, sizeof *totals->items, by_place);
    }
    tell_doubles(totals);
  }
  stf_scenario_csv_close(&table);
}

static void read_profile(struct totals *totals) {
  const struct stf_node *node = stf_node_get(totals->in->node, "profile");
  if (node == NULL) {
    stf_scenario_profile_default(totals->build, &totals->profile);
    stf_scenario_build_assume(totals->build, false, "%s", STF_SCENARIO_PROFILE_NOTE);
    return;
  }
  struct stf_scenario_curve_want want = {.weekdays_only = true, .may_be_common = true};
  stf_scenario_curve_read(totals->build, node, want, &totals->profile);
}

/* ---- spreading ---- */

/* What a day is like for a class. */
struct likeness {
  int weekday;
  double weight;
};

static struct likeness likeness_of(const struct totals *totals, uint32_t class_index,
                                   int64_t day) {
  const struct stf_scenario_days_rule *rule =
      stf_scenario_days_at(totals->in->days, class_index, day);
  struct likeness like = {.weekday = stf_zone_day_weekday(day), .weight = 1};
  if (rule != NULL) {
    like.weekday = rule->profile >= 0 ? rule->profile : like.weekday;
    like.weight = rule->closed ? 0 : rule->multiply;
  }
  like.weight *= stf_scenario_curve_size(&totals->profile, class_index, like.weekday);
  return like;
}

/* The part of one day, in the steps of the weekday that it is like. */
static void spread_day(const struct totals *totals, const struct total *total, double contacts,
                       int64_t day, struct stf_scenario_curve *out) {
  size_t n = 0;
  struct likeness like = likeness_of(totals, total->class_index, day);
  const struct stf_scenario_curve_row *rows =
      stf_scenario_curve_day(&totals->profile, total->class_index, like.weekday, &n);
  double size = stf_scenario_curve_size(&totals->profile, total->class_index, like.weekday);
  for (size_t i = 0; i < n; i++) {
    struct stf_scenario_curve_row row = rows[i];
    row.day = day;
    row.class_index = total->class_index;
    row.line = total->line;
    row.arrivals = size > 0 ? contacts * rows[i].arrivals / size : 0;
    stf_scenario_curve_add(totals->build, out, &row);
  }
}

static void tell_nowhere(const struct totals *totals, const struct total *total) {
  char day[STF_SCENARIO_DAYS_TEXT];
  struct stf_where where = {.path = totals->path, .line = total->line};
  stf_diag_add(
      totals->build->diags, STF_SEVERITY_ERROR, where,
      "%g contacts of '%s' from %s on have no day to come on: all are closed, or empty "
      "in the profile",
      total->contacts, totals->build->class_names[total->class_index],
      stf_scenario_days_text(total->first_day, day));
}

/* One class's total over its days; only days of the run are kept. */
static void spread(const struct totals *totals, const struct total *total,
                   struct stf_scenario_curve *out) {
  struct stf_scenario_days_span run = stf_scenario_days_run(totals->build);
  double sum = 0;
  for (int64_t day = total->first_day; day < total->end_day; day++) {
    sum += likeness_of(totals, total->class_index, day).weight;
  }
  if (!(sum > 0) && total->contacts > 0) {
    tell_nowhere(totals, total);
  }
  for (int64_t day = total->first_day; day < total->end_day; day++) {
    if (day >= run.first_day && day <= run.last_day) {
      double weight = likeness_of(totals, total->class_index, day).weight;
      spread_day(totals, total, sum > 0 ? total->contacts * weight / sum : 0, day, out);
    }
  }
}

static bool in_run(const struct stf_scenario_days_span *run, const struct total *total) {
  return total->end_day > run->first_day && total->first_day <= run->last_day;
}

static void spread_all(const struct totals *totals, struct stf_scenario_curve *out) {
  struct stf_scenario_days_span run = stf_scenario_days_run(totals->build);
  uint32_t classes_n = totals->build->scenario->desk.classes_n;
  for (size_t i = 0; i < totals->n; i++) {
    struct total total = totals->items[i];
    if (!in_run(&run, &total)) {
      continue;
    }
    if (!totals->shared) {
      spread(totals, &total, out);
      continue;
    }
    for (uint32_t c = 0; c < classes_n; c++) {
      total.class_index = c;
      total.contacts = totals->items[i].contacts * totals->in->shares[c];
      if (total.contacts > 0) {
        spread(totals, &total, out);
      }
    }
  }
  stf_scenario_curve_sort(out);
}

/* The last of the class's totals that begins by a day; NULL: none. */
static const struct total *begun_by(const struct totals *totals, uint32_t class_index,
                                    int64_t day) {
  struct total wanted = {.class_index = class_index, .first_day = day, .line = INT32_MAX};
  size_t low = 0;
  size_t high = totals->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (by_place(&totals->items[middle], &wanted) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  bool found = low > 0 && totals->items[low - 1].class_index == class_index;
  return found ? &totals->items[low - 1] : NULL;
}

/* A class that has totals has them for every day of the run, or a row may be missing. */
static void warn_gaps(const struct totals *totals, const struct total *first) {
  struct stf_scenario_build *build = totals->build;
  struct stf_scenario_days_span run = stf_scenario_days_run(build);
  int64_t missing_day = 0;
  int64_t missing_n = 0;
  for (int64_t day = run.first_day; day <= run.last_day; day++) {
    const struct total *total = begun_by(totals, first->class_index, day);
    if (total == NULL || total->end_day <= day) {
      missing_day = missing_n++ == 0 ? day : missing_day;
    }
  }
  if (missing_n > 0) {
    char day[STF_SCENARIO_DAYS_TEXT];
    struct stf_where where = {.path = totals->path, .line = first->line};
    stf_diag_add(build->diags, STF_SEVERITY_WARNING, where,
                 "no total for %s (%lld such day%s of the run)%s%s%s: nobody comes then",
                 stf_scenario_days_text(missing_day, day), (long long)missing_n,
                 missing_n == 1 ? "" : "s", totals->shared ? "" : " and class '",
                 totals->shared ? "" : build->class_names[first->class_index],
                 totals->shared ? "" : "'");
  }
}

static void warn_all_gaps(const struct totals *totals) {
  for (size_t i = 0; i < totals->n; i++) {
    if (i == 0 || totals->items[i].class_index != totals->items[i - 1].class_index) {
      warn_gaps(totals, &totals->items[i]);
    }
  }
}

static void refuse_analogues(const struct totals *totals) {
  const struct stf_scenario_days *days = totals->in->days;
  for (size_t i = 0; i < days->special_n; i++) {
    if (days->special[i].as_day != STF_NEVER) {
      stf_node_error(
          stf_node_get(days->special[i].node, "as"),
          "'as' takes the size of another day, but the totals say how many come: give "
          "the date a total of its own and use 'profile'");
    }
  }
}

void stf_scenario_totals_read(struct stf_scenario_build *build,
                              const struct stf_scenario_totals_in *in,
                              struct stf_scenario_curve *out, bool *shared) {
  struct totals totals = {.build = build, .in = in};
  size_t errors_n = build->diags->errors_n;
  *out = (struct stf_scenario_curve){.dated = true};
  if (stf_keys_check(in->node, &STF_SCENARIO_KEYS_TOTALS)) {
    refuse_analogues(&totals);
    read_file(&totals);
    read_profile(&totals);
    if (build->status == STF_OK && build->diags->errors_n == errors_n) {
      spread_all(&totals, out);
      warn_all_gaps(&totals);
    }
  }
  *shared = totals.shared;
  stf_scenario_curve_clear(&totals.profile, build->allocator);
  stf_mem_release(build->allocator, totals.items);
}
