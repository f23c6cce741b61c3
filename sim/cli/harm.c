/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/harm.h"

#include "base/macros.h"
#include "kpi/kpi.h"
#include "report/number.h"

#include <math.h>
#include <string.h>

struct line {
  const char *kpi;
  const char *definition;
  const char *statistic;
  const char *label;
};

static const struct line LINES[] = {
    {"containment", "no_solution", "share", "of those the bot met: without a solution"},
    {"containment", "false", "share", "of those the bot met: ended, back within 24 h"},
    {"abandonment", "in_bot", "share", "of those the bot met: gave up inside"},
    {"bot_time", "handover_to_human", "p50", "from the bot to a human's message, p50"},
    {"bot_time", "handover_to_human", "p90", "from the bot to a human's message, p90"},
    {"repeat_rate", "within_24h", "share", "wrote again within 24 h of any end"}};

/* One table, and which of its columns. */
struct view {
  const struct stf_table *table;
  bool predicted;
};

static double value_of(const struct view *view, const struct stf_row *row) {
  return view->predicted ? row->predicted : row->actual;
}

static bool is_named(const struct stf_row *row, const struct line *line) {
  return strcmp(row->kpi, line->kpi) == 0 && strcmp(row->definition, line->definition) == 0 &&
         strcmp(row->statistic, line->statistic) == 0 && row->interval_start_us == STF_NEVER &&
         strcmp(row->clock, "calendar") == 0;
}

static const struct stf_row *total_of(const struct view *view, const struct line *line) {
  for (size_t i = 0; i < view->table->rows_n; i++) {
    const struct stf_row *row = &view->table->rows[i];
    if (row->group[0] == '\0' && is_named(row, line)) {
      return isfinite(value_of(view, row)) ? row : NULL;
    }
  }
  return NULL;
}

static void put_value(FILE *out, const struct view *view, const struct stf_row *row,
                      const char *label) {
  char text[STF_NUMBER_TEXT];
  double value = value_of(view, row);
  bool is_share = strcmp(row->unit, "s") != 0;
  (void)stf_number_grouped(is_share ? 100 * value : value, 1, text);
  (void)fprintf(out, "  %-46s %10s %s\n", label, text, is_share ? "%" : "s");
}

static const char SL[] = "sl3_within_";

/* The next row from i on of a service level of the group, of the first threshold that is met
 * (`definition`); NULL: no more. */
static const struct stf_row *next_level(const struct view *view, const char *group, size_t *i,
                                        const char **definition) {
  while (*i < view->table->rows_n) {
    const struct stf_row *row = &view->table->rows[(*i)++];
    if (strcmp(row->group, group) == 0 && row->interval_start_us == STF_NEVER &&
        strcmp(row->kpi, "service_level") == 0 && isfinite(value_of(view, row)) &&
        strncmp(row->definition, SL, strlen(SL)) == 0 &&
        (*definition == NULL || strcmp(row->definition, *definition) == 0)) {
      *definition = row->definition;
      return row;
    }
  }
  return NULL;
}

/* before: in front of a key. */
static void put_group(FILE *out, const struct view *view, const char *group,
                      const char *before) {
  const char *definition = NULL;
  size_t at = 0;
  size_t n = 0;
  while (next_level(view, group, &at, &definition) != NULL) {
    n++;
  }
  at = n > 1 ? 0 : view->table->rows_n;
  for (const struct stf_row *row = next_level(view, group, &at, &definition); row != NULL;
       row = next_level(view, group, &at, &definition)) {
    char label[96];
    (void)snprintf(label, sizeof label, "%s%.40s: who reach people, answered in %.20s", before,
                   row->key, row->definition + strlen(SL));
    put_value(out, view, row, label);
  }
}

unsigned stf_harm_groups(const struct stf_desk *desk) {
  bool several = false;
  for (uint32_t c = 1; c < desk->classes_n; c++) {
    several = several || desk->classes[c].priority != desk->classes[0].priority;
  }
  return several && stf_desk_any_bot(desk) ? STF_KPI_BY_PRIORITY : 0;
}

void stf_harm_write(FILE *out, const struct stf_table *table, bool predicted) {
  static const struct line MET = {"arrivals", "bot", "count", ""};
  const struct view view = {table, predicted};
  const struct stf_row *met = total_of(&view, &MET);
  if (met == NULL || !(value_of(&view, met) > 0)) {
    return;
  }
  (void)fprintf(out, "\nWhat customers meet%s\n", predicted ? ", mean" : "");
  for (size_t i = 0; i < STF_COUNT_OF(LINES); i++) {
    const struct stf_row *row = total_of(&view, &LINES[i]);
    if (row != NULL) {
      put_value(out, &view, row, LINES[i].label);
    }
  }
  put_group(out, &view, "class", "");
  put_group(out, &view, "priority", "priority ");
}
