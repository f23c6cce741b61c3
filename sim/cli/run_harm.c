/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_harm.h"

#include "base/macros.h"
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

static bool is_named(const struct stf_row *row, const struct line *line) {
  return strcmp(row->kpi, line->kpi) == 0 && strcmp(row->definition, line->definition) == 0 &&
         strcmp(row->statistic, line->statistic) == 0 && row->interval_start_us == STF_NEVER &&
         strcmp(row->clock, "calendar") == 0;
}

static const struct stf_row *total_of(const struct stf_run_job *job, const struct line *line) {
  for (size_t i = 0; i < job->table.rows_n; i++) {
    const struct stf_row *row = &job->table.rows[i];
    if (row->group[0] == '\0' && is_named(row, line)) {
      return isfinite(row->predicted) ? row : NULL;
    }
  }
  return NULL;
}

static void put_value(FILE *out, const struct stf_row *row, const char *label) {
  char text[STF_NUMBER_TEXT];
  bool is_share = strcmp(row->unit, "s") != 0;
  (void)stf_number_grouped(is_share ? 100 * row->predicted : row->predicted, 1, text);
  (void)fprintf(out, "  %-46s %10s %s\n", label, text, is_share ? "%" : "s");
}

static bool is_of_class(const struct stf_row *row) {
  return strcmp(row->group, "class") == 0 && row->interval_start_us == STF_NEVER &&
         strcmp(row->kpi, "service_level") == 0 && isfinite(row->predicted) &&
         strncmp(row->definition, "sl3_within_", strlen("sl3_within_")) == 0;
}

/* Of the first threshold. */
static void put_classes(FILE *out, const struct stf_run_job *job) {
  const char *definition = NULL;
  for (size_t i = 0; i < job->table.rows_n && job->desk.classes_n > 1; i++) {
    const struct stf_row *row = &job->table.rows[i];
    if (!is_of_class(row) || (definition != NULL && strcmp(row->definition, definition) != 0)) {
      continue;
    }
    char label[96];
    definition = row->definition;
    (void)snprintf(label, sizeof label, "%.40s: who reach people, answered in %.20s", row->key,
                   definition + strlen("sl3_within_"));
    put_value(out, row, label);
  }
}

void stf_run_harm_write(FILE *out, const struct stf_run_job *job) {
  static const struct line MET = {"arrivals", "bot", "count", ""};
  const struct stf_row *met = total_of(job, &MET);
  if (met == NULL || !(met->predicted > 0)) {
    return;
  }
  (void)fputs("\nWhat customers meet, mean\n", out);
  for (size_t i = 0; i < STF_COUNT_OF(LINES); i++) {
    const struct stf_row *row = total_of(job, &LINES[i]);
    if (row != NULL) {
      put_value(out, row, LINES[i].label);
    }
  }
  put_classes(out, job);
}
