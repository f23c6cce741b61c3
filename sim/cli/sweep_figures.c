/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_figures.h"

#include "replicate/summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  TEXT = STF_SWEEP_FIGURES_TEXT,
  MOST = STF_SWEEP_FIGURES_MOST
};

/* Rows of that KPI whose definition begins and ends so. */
struct told {
  const char *kpi;
  const char *begins;
  const char *ends;
  const char *statistic;
  const char *label;
};

static const struct told TOLD[] = {
    {"sla_compliance", "", "", "share", "SLA"},
    {"sla_target_met", "", "_period", "share", "P(target)"},
    {"service_level", "sl3", "", "share", "in"},
    {"frt", "human_after_bot", "", "p90", "FRT p90"},
    {"wait", "answered", "", "p90", "wait p90"},
    {"abandonment", "explicit", "", "share", "abandoned"},
    {"utilization", "busy", "", "share", "utilization"},
    {"cost", "total", "", "sum", "cost"},
};

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text);
  size_t end_n = strlen(end);
  return n >= end_n && strcmp(text + n - end_n, end) == 0;
}

/* Place among the figures told; how many there are: none. */
static size_t place_of(const struct stf_row *row) {
  size_t i = 0;
  while (i < STF_COUNT_OF(TOLD) &&
         !(strcmp(row->kpi, TOLD[i].kpi) == 0 &&
           strcmp(row->statistic, TOLD[i].statistic) == 0 &&
           strncmp(row->definition, TOLD[i].begins, strlen(TOLD[i].begins)) == 0 &&
           ends_with(row->definition, TOLD[i].ends))) {
    i++;
  }
  return i;
}

static bool is_business(const struct stf_row *row) {
  return strcmp(row->clock, "business") == 0;
}

/* How many promises the run has: their columns are told apart by name. */
static size_t promises_n(const struct stf_run_job *run) {
  size_t n = 0;
  for (size_t i = 0; i < run->table.rows_n; i++) {
    const struct stf_row *row = &run->table.rows[i];
    n += stf_run_figure_is_total(row) && place_of(row) == 0;
  }
  return n;
}

static void put_label(const struct stf_run_job *run, const struct stf_row *row, size_t place,
                      char out[TEXT]) {
  char limit[STF_TEXT_LABEL_TEXT];
  bool promise = place < 2;
  stf_text_label_limit(row, limit);
  if (place == STF_COUNT_OF(TOLD)) {
    (void)snprintf(out, TEXT, "%.20s %.40s %.20s", row->kpi, row->definition, row->statistic);
  } else if (strcmp(TOLD[place].kpi, "service_level") == 0) {
    (void)snprintf(out, TEXT, "%s %.40s", TOLD[place].label, limit);
  } else if (strcmp(TOLD[place].kpi, "cost") == 0) {
    (void)snprintf(out, TEXT, "%s [%.16s]", TOLD[place].label, row->unit);
  } else if (promise && promises_n(run) > 1) {
    size_t n = strlen(row->definition) - strlen(TOLD[place].ends);
    (void)snprintf(out, TEXT, "%s %.*s", TOLD[place].label, (int)(n < 60 ? n : 60),
                   row->definition);
  } else {
    (void)snprintf(out, TEXT, "%s%s", TOLD[place].label,
                   !promise && is_business(row) ? ", SLA hours" : "");
  }
}

/* Whether a row is told. */
static bool take(const struct stf_run_job *run, const struct stf_row *row, const char *decides,
                 struct stf_sweep_figure *out) {
  size_t place = place_of(row);
  if (!stf_run_figure_is_total(row)) {
    return false;
  }
  stf_run_figure_name(row, out->name);
  bool is_first = strcmp(out->name, decides) == 0;
  bool is_known =
      place < STF_COUNT_OF(TOLD) && !ends_with(row->definition, STF_SUMMARY_UNMASKED);
  if (!is_known && !is_first) {
    return false;
  }
  out->order = is_first ? 0 : 1 + 2 * place + is_business(row);
  (void)snprintf(out->clock, sizeof out->clock, "%.15s", row->clock);
  (void)snprintf(out->unit, sizeof out->unit, "%.15s", row->unit);
  put_label(run, row, place, out->label);
  return true;
}

size_t stf_sweep_figures_of(const struct stf_run_job *run, const char *decides,
                            struct stf_sweep_figure *out, size_t *rows) {
  size_t n = 0;
  for (size_t i = 0; i < run->table.rows_n; i++) {
    struct stf_sweep_figure figure;
    if (!take(run, &run->table.rows[i], decides, &figure)) {
      continue;
    }
    size_t at = n < MOST ? n : MOST - 1;
    if (n == MOST && out[at].order <= figure.order) {
      continue;
    }
    n += n < MOST;
    for (; at > 0 && out[at - 1].order > figure.order; at--) {
      out[at] = out[at - 1];
      rows[at] = rows[at - 1];
    }
    out[at] = figure;
    rows[at] = i;
  }
  return n;
}

bool stf_sweep_figures_same(const struct stf_sweep_figure *a,
                            const struct stf_sweep_figure *b) {
  return strcmp(a->name, b->name) == 0 && strcmp(a->clock, b->clock) == 0;
}

void stf_sweep_figures_put(const struct stf_sweep_figure *figure, double value,
                           struct stf_text_scale scale, char out[TEXT]) {
  const struct stf_row row = {.statistic = "", .unit = figure->unit};
  if (!isfinite(value)) {
    (void)snprintf(out, TEXT, "-");
    return;
  }
  stf_text_label_number(&row, value, scale, out);
}
