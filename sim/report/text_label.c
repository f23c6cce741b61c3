/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/text_label.h"

#include "report/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char WITHIN[] = "_within_";

struct stf_text_scale stf_text_label_scale(const char *unit, double typical) {
  static const struct {
    double below_s;
    struct stf_text_scale scale;
  } TIMES[] = {
      {120, {"s", 1}},
      {7200, {"min", 60}},
      {48 * 3600, {"h", 3600}},
  };
  if (strcmp(unit, "share") == 0) {
    return (struct stf_text_scale){"%", 0.01};
  }
  if (strcmp(unit, "s") != 0) {
    return (struct stf_text_scale){"", 1};
  }
  for (size_t i = 0; i < STF_COUNT_OF(TIMES); i++) {
    if (!(fabs(typical) >= TIMES[i].below_s)) {
      return TIMES[i].scale;
    }
  }
  return (struct stf_text_scale){"d", 86400};
}

void stf_text_label_number(const struct stf_row *row, double value, struct stf_text_scale scale,
                           char out[STF_TEXT_LABEL_TEXT]) {
  char number[STF_NUMBER_TEXT];
  double shown = value / scale.divisor;
  bool is_whole = strcmp(row->statistic, "count") == 0 && fmod(shown, 1) == 0;
  bool is_share = strcmp(scale.name, "%") == 0;
  int decimals = is_whole || (fabs(shown) >= 1000 && !is_share) ? 0 : 1;
  decimals = scale.name[0] == '\0' && !is_whole && fabs(shown) < 10 ? 2 : decimals;
  (void)stf_number_grouped(shown, decimals, number);
  (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%s%s", number,
                 is_share && number[0] != '\0' ? " %" : "");
}

static const char *plain_name(const char *kpi) {
  static const struct {
    const char *slug;
    const char *name;
  } NAMES[] = {
      {"frt", "first response"},
      {"aht", "handling time"},
      {"abandonment", "abandoned"},
      {"queue_length", "queue length"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(NAMES); i++) {
    if (strcmp(NAMES[i].slug, kpi) == 0) {
      return NAMES[i].name;
    }
  }
  return kpi;
}

void stf_text_label_limit(const struct stf_row *row, char out[STF_TEXT_LABEL_TEXT]) {
  static const struct {
    const char *name;
    double seconds;
    double least_n; /* "24 h" and "60 s" read better than "1 d" and "1 min" */
  } UNITS[] = {{"d", 86400, 2}, {"h", 3600, 1}, {"min", 60, 2}};
  const char *at = strstr(row->definition, WITHIN);
  out[0] = '\0';
  if (at == NULL) {
    return;
  }
  double seconds = strtod(at + strlen(WITHIN), NULL);
  for (size_t i = 0; i < STF_COUNT_OF(UNITS); i++) {
    if (seconds >= UNITS[i].least_n * UNITS[i].seconds &&
        fmod(seconds, UNITS[i].seconds) == 0) {
      (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%g %s", seconds / UNITS[i].seconds,
                     UNITS[i].name);
      return;
    }
  }
  (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%g s", seconds);
}

void stf_text_label_definition(const char *definition, char out[STF_TEXT_LABEL_TEXT]) {
  static const char RULE[] = "_inferred_spans_";
  const char *rule = strstr(definition, RULE);
  if (rule != NULL) {
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%.*s, by rule %.20s", (int)(rule - definition),
                   definition, rule + strlen(RULE));
  } else {
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%.60s", definition);
  }
  for (char *c = out; *c != '\0'; c++) {
    if (*c == '_') {
      *c = ' ';
    }
  }
}

void stf_text_label_subject(const struct stf_row *row, const char *behind,
                            char out[STF_TEXT_LABEL_TEXT]) {
  char limit[STF_TEXT_LABEL_TEXT];
  stf_text_label_limit(row, limit);
  if (limit[0] != '\0') {
    int n = (int)(strstr(row->definition, WITHIN) - row->definition);
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%.40s in %.20s (%.*s)%.20s", plain_name(row->kpi),
                   limit, n < 10 ? n : 10, row->definition, behind);
  } else {
    char definition[STF_TEXT_LABEL_TEXT];
    stf_text_label_definition(row->definition, definition);
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%.30s, %.40s%.20s", plain_name(row->kpi),
                   definition, behind);
  }
  for (char *c = out; *c != '\0'; c++) {
    if (*c == '_') {
      *c = ' ';
    }
  }
}

void stf_text_label_unit(struct stf_text_scale scale, char out[STF_TEXT_LABEL_TEXT]) {
  bool is_bare = scale.name[0] == '\0' || strcmp(scale.name, "%") == 0;
  (void)snprintf(out, STF_TEXT_LABEL_TEXT, is_bare ? "%s" : " [%s]", is_bare ? "" : scale.name);
}
