/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_days.h"

#include "base/search.h"
#include "desk/demand.h"
#include "desk/volume.h"
#include "scenario/scenario_grid.h"
#include "scenario/scenario_holidays.h"
#include "scenario/scenario_keys.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  TOTALS_REACH = 31 /* days of the longest total */
};

static const uint64_t SPECIAL_KEY = UINT64_C(1) << 32; /* behind all lists of holidays */

const char *stf_scenario_days_text(int64_t day, char out[STF_SCENARIO_DAYS_TEXT]) {
  struct stf_civil civil;
  stf_zone_day_civil(day, &civil);
  (void)snprintf(out, STF_SCENARIO_DAYS_TEXT, "%04u-%02u-%02u", (unsigned)civil.year % 10000,
                 (unsigned)civil.month % 100, (unsigned)civil.day % 100);
  return out;
}

struct stf_scenario_days_span stf_scenario_days_run(const struct stf_scenario_build *build) {
  const struct stf_zone *zone = build->scenario->zone;
  return (struct stf_scenario_days_span){
      stf_zone_day_at(zone, build->start_us),
      stf_zone_day_at(zone, build->scenario->desk.to_us - 1)};
}

/* ---- one rule ---- */

/* Which classes a rule is for; NULL: told, or no memory. */
static const bool *read_classes(struct stf_scenario_build *build, const struct stf_node *node) {
  uint32_t n = build->scenario->desk.classes_n;
  bool *chosen = stf_scenario_build_alloc(build, n, sizeof *chosen);
  if (chosen == NULL) {
    return NULL;
  }
  for (uint32_t c = 0; c < n; c++) {
    chosen[c] = node == NULL;
  }
  if (node == NULL) {
    return chosen;
  }
  if (!stf_node_is(node, STF_NODE_LIST)) {
    return NULL;
  }
  for (const struct stf_node *item = node->first; item != NULL; item = item->next) {
    size_t index = 0;
    if (stf_node_choice(item, "class", build->class_names, n, &index)) {
      chosen[index] = true;
    }
  }
  if (node->items_n == 0) {
    stf_node_error(node, "'classes' is empty: name at least one, or leave it out for all");
  }
  return chosen;
}

/* Effects that do not go together. */
static bool effects_fit(const struct stf_node *node, const struct stf_scenario_days_rule *rule,
                        bool says_something) {
  bool shaped = rule->profile >= 0 || rule->as_day != STF_NEVER;
  if (!says_something) {
    stf_node_error(node, "this does not say what happens: add closed: true, multiply: 0.6 or "
                         "profile: sun");
  } else if (rule->closed && (shaped || stf_node_get(node, "multiply") != NULL)) {
    stf_node_error(node, "on a closed day nobody comes: keep 'closed' or the other keys");
  } else if (rule->profile >= 0 && rule->as_day != STF_NEVER) {
    stf_node_error(node, "'profile' and 'as' both say what the day is like: keep one of them");
  } else {
    return true;
  }
  return false;
}

/* A number, or a range that is drawn from. */
static void read_factor(const struct stf_node *node, const struct stf_keys *keys,
                        struct stf_scenario_days_rule *out) {
  const struct stf_keys *range = &STF_SCENARIO_KEYS_MULTIPLY;
  const struct stf_node *factor = stf_node_get(node, "multiply");
  out->multiply = 1;
  if (factor == NULL || factor->kind != STF_NODE_MAPPING) {
    out->multiply = stf_keys_number(node, keys, "multiply");
    return;
  }
  if (!stf_keys_check(factor, range)) {
    return;
  }
  double low = stf_keys_number(factor, range, "low");
  double likely = stf_keys_number(factor, range, "likely");
  double high = stf_keys_number(factor, range, "high");
  if (!(low <= likely && likely <= high && high > 0)) {
    stf_node_error(factor, "low, likely and high must ascend to above 0, such as {low: 0.3, "
                           "likely: 0.4, high: 0.6}");
    return;
  }
  if (stf_node_get(node, "classes") != NULL) {
    stf_node_error(factor, "a range holds for all classes: leave 'classes' out, or give one "
                           "number");
  }
  out->is_drawn = true;
  out->low = low;
  out->likely = likely;
  out->high = high;
  out->multiply = stf_volume_triangular_mean(low, likely, high);
}

/* The effects of an item of either list. */
static bool read_effects(struct stf_scenario_build *build, const struct stf_keys *keys,
                         const struct stf_node *node, struct stf_scenario_days_rule *out) {
  size_t errors_n = build->diags->errors_n;
  const struct stf_node *closed = stf_node_get(node, "closed");
  const struct stf_node *profile = stf_node_get(node, "profile");
  const struct stf_node *as = stf_node_get(node, "as");
  size_t weekday = 0;
  struct stf_civil date;
  *out = (struct stf_scenario_days_rule){.profile = -1, .as_day = STF_NEVER, .node = node};
  (void)stf_node_flag(closed, &out->closed);
  read_factor(node, keys, out);
  double past_n = stf_keys_number(node, keys, "past");
  out->past_n = past_n > 0 ? (size_t)past_n : 0;
  if (stf_node_choice(profile, "weekday", STF_ZONE_WEEKDAYS, 7, &weekday)) {
    out->profile = (int)weekday;
  }
  if (stf_node_date(as, &date)) {
    out->as_day = stf_zone_day_number(&date);
  }
  bool says =
      closed != NULL || profile != NULL || as != NULL || stf_node_get(node, "multiply") != NULL;
  out->classes = read_classes(build, stf_node_get(node, "classes"));
  return effects_fit(node, out, says) && out->classes != NULL &&
         build->diags->errors_n == errors_n;
}

static void add_rule(struct stf_scenario_build *build,
                     const struct stf_scenario_days_rule *rule,
                     struct stf_scenario_days_rule **rules, size_t *n, size_t *capacity) {
  struct stf_scenario_days_rule *grown =
      stf_mem_grown(build->allocator, *rules, capacity, *n + 1, sizeof *grown);
  if (grown == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return;
  }
  *rules = grown;
  grown[(*n)++] = *rule;
}

/* ---- the lists ---- */

static void read_special(struct stf_scenario_build *build, const struct stf_node *list,
                         struct stf_scenario_days *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SPECIAL_DAYS;
  if (!stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  uint64_t number = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    struct stf_scenario_days_rule rule;
    struct stf_civil date;
    number++;
    if (stf_keys_check(node, keys) && read_effects(build, keys, node, &rule) &&
        stf_node_date(stf_node_get(node, "date"), &date)) {
      rule.day = stf_zone_day_number(&date);
      rule.key = SPECIAL_KEY + number;
      add_rule(build, &rule, &out->special, &out->special_n, &out->special_capacity);
    }
  }
}

static void read_holidays(struct stf_scenario_build *build, const struct stf_node *list,
                          struct stf_scenario_days *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_HOLIDAYS;
  if (!stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  struct stf_scenario_days_span span = stf_scenario_days_run(build);
  uint64_t number = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    struct stf_scenario_days_rule rule;
    int64_t *days = NULL;
    size_t n = 0;
    number++;
    if (!stf_keys_check(node, keys) || !read_effects(build, keys, node, &rule) ||
        !stf_scenario_holidays_read(build, stf_node_get(node, "file"),
                                    span.first_day - TOTALS_REACH, span.last_day + TOTALS_REACH,
                                    &days, &n)) {
      continue;
    }
    for (size_t i = 0; i < n; i++) {
      rule.day = days[i];
      rule.key = number;
      add_rule(build, &rule, &out->holidays, &out->holidays_n, &out->holidays_capacity);
    }
  }
}

static int by_day(const void *left, const void *right) {
  const struct stf_scenario_days_rule *a = left;
  const struct stf_scenario_days_rule *b = right;
  if (a->day != b->day) {
    return a->day < b->day ? -1 : 1;
  }
  return a->node->line != b->node->line
             ? (a->node->line < b->node->line ? -1 : 1)
             : (a->node->column > b->node->column) - (a->node->column < b->node->column);
}

static bool special_on(const struct stf_scenario_days *days, uint32_t class_index,
                       int64_t day) {
  for (size_t i = 0; i < days->special_n; i++) {
    if (days->special[i].day == day && days->special[i].classes[class_index]) {
      return true;
    }
  }
  return false;
}

/* The first class for which two rules of one day both hold, no special day being stronger than
 * they are; classes_n: none. */
static uint32_t common_class(const struct stf_scenario_build *build,
                             const struct stf_scenario_days *stronger,
                             const struct stf_scenario_days_rule *a,
                             const struct stf_scenario_days_rule *b) {
  uint32_t n = build->scenario->desk.classes_n;
  uint32_t c = 0;
  while (c < n && !(a->classes[c] && b->classes[c] &&
                    (stronger == NULL || !special_on(stronger, c, a->day)))) {
    c++;
  }
  return c;
}

/* Two rules of one list for the same day and class. */
static void tell_doubles(struct stf_scenario_build *build,
                         const struct stf_scenario_days *stronger,
                         const struct stf_scenario_days_rule *rules, size_t n) {
  for (size_t i = 1; i < n; i++) {
    for (size_t k = i; k > 0 && rules[k - 1].day == rules[i].day; k--) {
      const struct stf_scenario_days_rule *first = &rules[k - 1];
      uint32_t c = common_class(build, stronger, first, &rules[i]);
      bool agree = stronger != NULL && first->closed && rules[i].closed;
      if (c < build->scenario->desk.classes_n && !agree) {
        char day[STF_SCENARIO_DAYS_TEXT];
        stf_node_error(rules[i].node,
                       "a second rule for %s and class '%s' (the first stands on "
                       "line %d)%s",
                       stf_scenario_days_text(rules[i].day, day), build->class_names[c],
                       first->node->line,
                       stronger != NULL ? "; say in special_days what holds" : "");
        break;
      }
    }
  }
}

void stf_scenario_days_read(struct stf_scenario_build *build, const struct stf_node *demand,
                            struct stf_scenario_days *out) {
  *out = (struct stf_scenario_days){0};
  read_special(build, stf_node_get(demand, "special_days"), out);
  read_holidays(build, stf_node_get(demand, "holidays"), out);
  if (out->special_n > 0) {
    qsort(out->special, out->special_n, sizeof *out->special, by_day);
    tell_doubles(build, NULL, out->special, out->special_n);
  }
  if (out->holidays_n > 0) {
    qsort(out->holidays, out->holidays_n, sizeof *out->holidays, by_day);
    tell_doubles(build, out, out->holidays, out->holidays_n);
  }
}

void stf_scenario_days_clear(struct stf_scenario_days *days,
                             const struct stf_allocator *allocator) {
  stf_mem_release(allocator, days->special);
  stf_mem_release(allocator, days->holidays);
  *days = (struct stf_scenario_days){0};
}

static const struct stf_scenario_days_rule *find(const struct stf_scenario_days_rule *rules,
                                                 size_t n, uint32_t class_index, int64_t day) {
  size_t low = stf_search_below(rules, n, sizeof *rules,
                                offsetof(struct stf_scenario_days_rule, day), day);
  while (low < n && rules[low].day == day && !rules[low].classes[class_index]) {
    low++;
  }
  return low < n && rules[low].day == day ? &rules[low] : NULL;
}

const struct stf_scenario_days_rule *stf_scenario_days_at(const struct stf_scenario_days *days,
                                                          uint32_t class_index, int64_t day) {
  const struct stf_scenario_days_rule *special =
      find(days->special, days->special_n, class_index, day);
  return special != NULL ? special : find(days->holidays, days->holidays_n, class_index, day);
}

/* ---- drawn factors ---- */

/* The drawn rule of a day, which then holds for all classes; NULL: none, or told. */
static const struct stf_scenario_days_rule *
drawn_at(struct stf_scenario_build *build, const struct stf_scenario_days *days, int64_t day) {
  const struct stf_scenario_days_rule *drawn = NULL;
  uint32_t others_n = 0;
  uint32_t n = build->scenario->desk.classes_n;
  for (uint32_t c = 0; c < n; c++) {
    const struct stf_scenario_days_rule *rule = stf_scenario_days_at(days, c, day);
    drawn = rule != NULL && rule->is_drawn ? rule : drawn;
  }
  for (uint32_t c = 0; drawn != NULL && c < n; c++) {
    others_n += stf_scenario_days_at(days, c, day) != drawn;
  }
  if (others_n > 0) {
    char text[STF_SCENARIO_DAYS_TEXT];
    stf_node_error(stf_node_get(drawn->node, "multiply"),
                   "a range holds for all classes, but on %s some have a rule of their own: "
                   "give one number",
                   stf_scenario_days_text(day, text));
    return NULL;
  }
  return drawn;
}

/* 1 + the index of the rule's factor, which is added if it is new. */
static uint32_t number_of(struct stf_demand_day_factor *items, size_t *n,
                          const struct stf_scenario_days_rule *rule) {
  size_t k = 0;
  while (k < *n && items[k].key != rule->key) {
    k++;
  }
  if (k == *n) {
    items[(*n)++] = (struct stf_demand_day_factor){
        .key = rule->key, .low = rule->low, .likely = rule->likely, .high = rule->high};
  }
  return (uint32_t)k + 1;
}

void stf_scenario_days_compile(struct stf_scenario_build *build,
                               const struct stf_scenario_days *days,
                               const struct stf_scenario_grid *grid) {
  size_t drawn_n = 0;
  for (size_t i = 0; i < days->special_n; i++) {
    drawn_n += days->special[i].is_drawn;
  }
  for (size_t i = 0; i < days->holidays_n; i++) {
    drawn_n += days->holidays[i].is_drawn;
  }
  if (drawn_n == 0) {
    return;
  }
  struct stf_demand_day_factor *items = stf_scenario_build_alloc(build, drawn_n, sizeof *items);
  uint32_t *of_step = stf_scenario_build_alloc(build, grid->n, sizeof *of_step);
  size_t errors_n = build->diags->errors_n;
  size_t n = 0;
  for (size_t i = 0; items != NULL && of_step != NULL && i < grid->n; i++) {
    bool same_day = i > 0 && grid->steps[i].day == grid->steps[i - 1].day;
    const struct stf_scenario_days_rule *rule =
        same_day ? NULL : drawn_at(build, days, grid->steps[i].day);
    of_step[i] = same_day ? of_step[i - 1] : rule != NULL ? number_of(items, &n, rule) : 0;
  }
  if (n > 0 && build->diags->errors_n == errors_n) {
    build->demand->days =
        (struct stf_demand_day_factors){.items = items, .n = n, .of_step = of_step};
  }
}
