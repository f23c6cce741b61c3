/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/kpi_options.h"

#include "base/quantity.h"
#include "kpi/kpi_catalogue.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum {
  WORD_MAX_N = 127,
  GROUPS_N = 13
};

enum stf_status stf_kpi_options_each(const char *option, const char *list, void *context,
                                     enum stf_status (*take)(void *context, const char *word,
                                                             struct stf_error *error),
                                     struct stf_error *error) {
  const char *at = list;
  for (;;) {
    char word[WORD_MAX_N + 1];
    at += strspn(at, " ");
    size_t field_n = strcspn(at, ",");
    size_t n = field_n;
    while (n > 0 && isspace((unsigned char)at[n - 1])) {
      n--;
    }
    if (n == 0 || n > WORD_MAX_N) {
      return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s: cannot read the list '%s'", option,
                             list);
    }
    memcpy(word, at, n);
    word[n] = '\0';
    enum stf_status status = take(context, word, error);
    if (status != STF_OK || at[field_n] == '\0') {
      return status;
    }
    at += field_n + 1;
  }
}

static const char *const GROUP_NAMES[GROUPS_N] = {
    "interval",    "day",   "week",          "month",    "weekday_interval",
    "time_of_day", "class", "channel",       "priority", "class-priority",
    "team",        "agent", "class_interval"};

static const unsigned GROUP_FLAGS[GROUPS_N] = {STF_KPI_BY_INTERVAL,
                                               STF_KPI_BY_DAY,
                                               STF_KPI_BY_WEEK,
                                               STF_KPI_BY_MONTH,
                                               STF_KPI_BY_WEEKDAY_INTERVAL,
                                               STF_KPI_BY_TIME_OF_DAY,
                                               STF_KPI_BY_CLASS,
                                               STF_KPI_BY_CHANNEL,
                                               STF_KPI_BY_PRIORITY,
                                               STF_KPI_BY_CLASS_PRIORITY,
                                               STF_KPI_BY_TEAM,
                                               STF_KPI_BY_AGENT,
                                               STF_KPI_BY_CLASS_INTERVAL};

static enum stf_status take_group(void *context, const char *word, struct stf_error *error) {
  struct stf_kpi_plan *plan = context;
  for (size_t i = 0; i < GROUPS_N; i++) {
    if (strcmp(GROUP_NAMES[i], word) == 0) {
      plan->groups |= GROUP_FLAGS[i];
      return STF_OK;
    }
  }
  const char *nearest = strcmp(word, "weekday") == 0
                            ? "weekday_interval"
                            : stf_quantity_nearest(word, GROUP_NAMES, GROUPS_N);
  if (nearest != NULL) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--by has no group '%s'; did you mean '%s'?", word, nearest);
  }
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "--by has no group '%s'; it has " STF_KPI_OPTIONS_GROUPS, word);
}

enum stf_status stf_kpi_options_groups(const char *list, struct stf_kpi_plan *plan,
                                       struct stf_error *error) {
  plan->groups = 0;
  return stf_kpi_options_each("by", list, plan, take_group, error);
}

static enum stf_status take_within(void *context, const char *word, struct stf_error *error) {
  struct stf_kpi_plan *plan = context;
  double within_s = 0;
  if (!stf_quantity_duration(word, &within_s) || !(within_s >= 1e-6) || within_s > 1e12) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--within wants durations such as 20s or 10min, not '%s'", word);
  }
  if (plan->within_n == STF_KPI_THRESHOLDS_MAX) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--within takes at most %d durations",
                           (int)STF_KPI_THRESHOLDS_MAX);
  }
  int64_t within_us = stf_quantity_us(within_s);
  size_t at = plan->within_n;
  while (at > 0 && plan->within_us[at - 1] > within_us) {
    plan->within_us[at] = plan->within_us[at - 1];
    at--;
  }
  if (at > 0 && plan->within_us[at - 1] == within_us) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--within has '%s' twice", word);
  }
  plan->within_us[at] = within_us;
  plan->within_n++;
  return STF_OK;
}

enum stf_status stf_kpi_options_within(const char *list, struct stf_kpi_plan *plan,
                                       struct stf_error *error) {
  plan->within_n = 0;
  return stf_kpi_options_each("within", list, plan, take_within, error);
}

enum stf_status stf_kpi_options_interval(double interval_s, struct stf_kpi_plan *plan,
                                         struct stf_error *error) {
  bool divides = interval_s >= 1 && interval_s <= 86400 && fmod(interval_s, 1) == 0 &&
                 fmod(86400, interval_s) == 0;
  if (!divides) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--interval must divide a day, such as 15min, 30min or 1h");
  }
  plan->interval_us = (int64_t)interval_s * STF_US_PER_S;
  return STF_OK;
}

/* True if the word names the row: "sl4", "frt" or "frt.any". */
static bool names_row(const char *word, const struct stf_kpi_descriptor *row) {
  const char *dot = strchr(word, '.');
  if (dot == NULL) {
    return strcmp(word, row->definition) == 0 || strcmp(word, row->kpi) == 0;
  }
  return strncmp(word, row->kpi, (size_t)(dot - word)) == 0 && row->kpi[dot - word] == '\0' &&
         strcmp(dot + 1, row->definition) == 0;
}

static enum stf_status take_definition(void *context, const char *word,
                                       struct stf_error *error) {
  struct stf_kpi_plan *plan = context;
  const char *names[STF_KPI_CATALOGUE_ROWS_MAX];
  size_t names_n = 0;
  bool found = strcmp(word, "default") == 0;
  if (strcmp(word, "all") == 0) {
    plan->definitions = STF_KPI_CHOICE_ALL;
    return STF_OK;
  }
  for (size_t i = 0; i < STF_KPI_CATALOGUE_N; i++) {
    names[names_n++] = STF_KPI_CATALOGUE[i].definition;
    if (names_row(word, &STF_KPI_CATALOGUE[i])) {
      stf_kpi_choice_add(&plan->definitions, i);
      found = true;
    }
  }
  if (found) {
    return STF_OK;
  }
  const char *nearest = stf_quantity_nearest(word, names, names_n);
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "--definitions: no KPI has a definition '%s'%s%s%s", word,
                         nearest != NULL ? "; did you mean '" : " (docs/kpis.md lists them)",
                         nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
}

enum stf_status stf_kpi_options_definitions(const char *list, struct stf_kpi_plan *plan,
                                            struct stf_error *error) {
  plan->definitions = (struct stf_kpi_choice){{0}};
  return stf_kpi_options_each("definitions", list, plan, take_definition, error);
}
