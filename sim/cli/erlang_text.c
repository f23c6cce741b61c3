/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/erlang_text.h"

#include "report/text_label.h"

#include <math.h>
#include <string.h>

enum {
  LABEL = 128
};

/* Definition "" fits any. */
static const struct {
  const char *kpi;
  const char *definition;
  const char *before;
  const char *behind;
} WORDS[] = {
    {"p_wait", "", "have to wait (p_wait)", ""},
    {"p_block", "", "find nobody free, are lost (p_block)", ""},
    {"wait", "all", "wait of all, ", ""},
    {"wait", "answered", "wait of the answered, ", ""},
    {"wait", "abandoned", "wait of those who leave, ", ""},
    {"queue_length", "", "contacts waiting, ", ""},
    {"service_level", "sl3", "answered in ", ", of the offered (sl3)"},
    {"service_level", "sl4", "answered in ", ", without those who left in it (sl4)"},
    {"service_level", "sl1", "answered or left in ", ", of the offered (sl1)"},
    {"service_level", "sl2", "answered in ", ", of the answered (sl2)"},
    {"abandonment", "", "leave unanswered (abandonment)", ""},
    {"utilization", "", "utilization", ""},
    {"agents_required", "", "agents that the target needs", ""},
};

/* What stands between the words: a limit, or which statistic. */
static void middle_of(const struct stf_row *row, char out[STF_TEXT_LABEL_TEXT]) {
  stf_text_label_limit(row, out);
  bool is_statistic = strcmp(row->unit, "share") != 0 && strcmp(row->statistic, "count") != 0;
  if (out[0] == '\0' && is_statistic) {
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%s",
                   strcmp(row->statistic, "sd") == 0 ? "standard deviation" : row->statistic);
  }
}

static void label_of(const struct stf_row *row, char out[LABEL]) {
  char middle[STF_TEXT_LABEL_TEXT];
  middle_of(row, middle);
  (void)snprintf(out, LABEL, "%.40s %.40s", row->kpi, row->definition);
  for (size_t i = 0; i < STF_COUNT_OF(WORDS); i++) {
    if (strcmp(WORDS[i].kpi, row->kpi) == 0 &&
        strncmp(WORDS[i].definition, row->definition, strlen(WORDS[i].definition)) == 0) {
      (void)snprintf(out, LABEL, "%.40s%.20s%.40s", WORDS[i].before, middle, WORDS[i].behind);
      return;
    }
  }
}

void stf_erlang_text_write(FILE *file, const struct stf_table *table, const char *line) {
  (void)fprintf(file, "staffetta " STF_VERSION ", %s\n\n", line);
  for (size_t i = 0; i < table->rows_n; i++) {
    const struct stf_row *row = &table->rows[i];
    bool is_share = strcmp(row->unit, "share") == 0;
    bool is_time = strcmp(row->unit, "s") == 0;
    char label[LABEL];
    label_of(row, label);
    if (isnan(row->predicted)) {
      (void)fprintf(file, "%-52s %12s\n", label, "-");
    } else {
      (void)fprintf(file, "%-52s %12.6g%s\n", label, row->predicted * (is_share ? 100 : 1),
                    is_share ? " %" : (is_time ? " s" : ""));
    }
  }
}
