/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_headline.h"

#include "cli/run_dates.h"
#include "cli/run_promise.h"
#include "replicate/summary.h"
#include "report/number.h"
#include "report/text_label.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Desks for which a line is worth its place. */
enum desk {
  ANY,
  WITH_BOT,
  WITHOUT_BOT,
  WITH_MESSAGES,
  WITHOUT_MESSAGES
};

/* A line: the rows of that KPI whose definition begins so. */
struct headline {
  const char *kpi;
  const char *definition;
  const char *statistic;
  const char *label;
  enum stf_run_headline_format format;
  enum desk desk;
  bool business; /* in the time of the SLA policy's calendar */
};

static const struct headline HEADLINES[] = {
    {"arrivals", "opened", "count", "arrivals", STF_RUN_HEADLINE_COUNT, WITH_BOT, false},
    {"arrivals", "bot", "count", "met by the bot", STF_RUN_HEADLINE_COUNT, WITH_BOT, false},
    {"containment", "loose", "share", "of these: contained by the bot", STF_RUN_HEADLINE_SHARE,
     WITH_BOT, false},
    {"abandonment", "in_bot", "share", "of these: gave up in the bot", STF_RUN_HEADLINE_SHARE,
     WITH_BOT, false},
    {"arrivals", "offered", "count", "contacts offered", STF_RUN_HEADLINE_COUNT, ANY, false},
    {"arrivals", "answered", "count", "contacts answered", STF_RUN_HEADLINE_COUNT, ANY, false},
    {"abandonment", "explicit", "share", "abandoned", STF_RUN_HEADLINE_SHARE, ANY, false},
    {"frt", "human_after_bot", "p50", "first response (FRT) p50", STF_RUN_HEADLINE_SECONDS,
     WITH_MESSAGES, false},
    {"frt", "human_after_bot", "p90", "first response (FRT) p90", STF_RUN_HEADLINE_SECONDS,
     WITH_MESSAGES, false},
    {"frt", "human_after_bot", "p90", "first response p90, SLA hours", STF_RUN_HEADLINE_SECONDS,
     WITH_MESSAGES, true},
    {"wait", "answered", "mean", "wait of the answered, mean", STF_RUN_HEADLINE_SECONDS, ANY,
     false},
    {"wait", "answered", "p50", "wait of the answered, p50", STF_RUN_HEADLINE_SECONDS,
     WITHOUT_MESSAGES, false},
    {"wait", "answered", "p90", "wait of the answered, p90", STF_RUN_HEADLINE_SECONDS, ANY,
     false},
    {"wait", "answered", "p95", "wait of the answered, p95", STF_RUN_HEADLINE_SECONDS,
     WITHOUT_MESSAGES, false},
    {"service_level", "sl3", "share", "answered", STF_RUN_HEADLINE_SHARE, ANY, false},
    {"sla_compliance", "", "share", "", STF_RUN_HEADLINE_SHARE, ANY, false},
    {"escalation_rate", "alerted", "share", "promises in danger, told", STF_RUN_HEADLINE_SHARE,
     ANY, false},
    {"escalation_rate", "escalated", "share", "escalated, of the answered",
     STF_RUN_HEADLINE_SHARE, ANY, false},
    {"aht", "agent_work", "mean", "handling time, mean", STF_RUN_HEADLINE_SECONDS, ANY, false},
    {"utilization", "busy", "share", "utilization", STF_RUN_HEADLINE_SHARE, ANY, false},
    {"utilization", "occupied", "share", "utilization", STF_RUN_HEADLINE_SHARE, ANY, false},
    {"utilization", "slots", "share", "utilization", STF_RUN_HEADLINE_SHARE, ANY, false},
    {"queue_length", "waiting", "mean", "contacts waiting at once, mean",
     STF_RUN_HEADLINE_NUMBER, ANY, false},
    {"backlog", "open", "mean", "contacts open at end of day, mean", STF_RUN_HEADLINE_NUMBER,
     ANY, false},
    {"cost", "labour", "sum", "cost of people", STF_RUN_HEADLINE_MONEY, ANY, false},
    {"cost", "premiums", "sum", "premiums", STF_RUN_HEADLINE_MONEY, ANY, false},
    {"cost", "bot", "sum", "cost of the bot", STF_RUN_HEADLINE_MONEY, WITH_BOT, false},
    {"cost", "fixed", "sum", "fixed cost", STF_RUN_HEADLINE_MONEY, ANY, false},
    {"cost", "penalties", "sum", "penalties of SLA contracts", STF_RUN_HEADLINE_MONEY, ANY,
     false},
    {"cost", "total", "sum", "cost in all", STF_RUN_HEADLINE_MONEY, ANY, false},
    {"cost", "per_served", "mean", "cost per contact served", STF_RUN_HEADLINE_MONEY, ANY,
     false},
};

enum {
  CELL = STF_RUN_HEADLINE_CELL,
  LABEL = STF_RUN_HEADLINE_LABEL,
  LABEL_WIDTH = 34,
  COLUMN_WIDTH = 12,
  BAND_WIDTH = 24
};

static bool is_total(const struct stf_row *row) {
  return row->group[0] == '\0' && row->interval_start_us == STF_NEVER;
}

/* Figures as they are, not as the log would show them: for those that the log cannot show. */
static bool is_unmasked(const struct stf_row *row) {
  size_t n = strlen(row->definition);
  size_t suffix_n = sizeof STF_SUMMARY_UNMASKED - 1;
  return n >= suffix_n && strcmp(row->definition + n - suffix_n, STF_SUMMARY_UNMASKED) == 0;
}

static bool named(const struct headline *headline, const struct stf_row *row) {
  return is_total(row) && strcmp(row->kpi, headline->kpi) == 0 &&
         strcmp(row->statistic, headline->statistic) == 0 &&
         (strcmp(row->clock, headline->business ? "business" : "calendar") == 0 ||
          strcmp(row->kpi, "sla_compliance") == 0) &&
         strncmp(row->definition, headline->definition, strlen(headline->definition)) == 0;
}

static const struct stf_row *row_of(const struct stf_run_job *job, const char *kpi,
                                    const char *definition, const char *statistic) {
  const struct headline wanted = {.kpi = kpi, .definition = definition, .statistic = statistic};
  for (size_t i = 0; i < job->table.rows_n && is_total(&job->table.rows[i]); i++) {
    if (named(&wanted, &job->table.rows[i]) && isfinite(job->table.rows[i].predicted)) {
      return &job->table.rows[i];
    }
  }
  return NULL;
}

/* The lines of the totals come first. */
static size_t totals_n(const struct stf_run_job *job) {
  size_t n = 0;
  while (n < job->table.rows_n && is_total(&job->table.rows[n])) {
    n++;
  }
  return n;
}

static bool fits(const struct stf_run_job *job, enum desk desk) {
  switch (desk) {
  case WITH_BOT:
  case WITHOUT_BOT:
    return (stf_run_job_whole(job)->balance.contained_n > 0) == (desk == WITH_BOT);
  case WITH_MESSAGES:
  case WITHOUT_MESSAGES:
    return (row_of(job, "frt", "human_after_bot", "p50") != NULL) == (desk == WITH_MESSAGES);
  case ANY:
    break;
  }
  return true;
}

/* Seconds up to two minutes, then minutes, then hours: one unit a line, that of the prediction.
 */
static double unit_of(const struct stf_row *row, const char **name) {
  double at = fabs(isfinite(row->predicted) ? row->predicted : row->actual);
  if (at >= 7200) {
    *name = "h";
    return 3600;
  }
  *name = at >= 120 ? "min" : "s";
  return at >= 120 ? 60 : 1;
}

static void cell_of(double value, enum stf_run_headline_format format, double unit,
                    char out[CELL]) {
  if (!isfinite(value)) {
    (void)snprintf(out, CELL, "-");
  } else if (format == STF_RUN_HEADLINE_SHARE) {
    (void)snprintf(out, CELL, "%.1f %%", 100 * value);
  } else if (format == STF_RUN_HEADLINE_COUNT) {
    (void)stf_number_grouped(value, 0, out);
  } else {
    bool fine = format != STF_RUN_HEADLINE_SECONDS && fabs(value) < 100;
    (void)stf_number_grouped(value / unit,
                             fine                                 ? 2
                             : format == STF_RUN_HEADLINE_SECONDS ? 1
                                                                  : 0,
                             out);
  }
}

/* "sl3_within_300s" -> "5 min". */
static void limit_of(double limit_s, char out[CELL]) {
  if (limit_s >= 3600 && fmod(limit_s, 3600) < 1e-9) {
    (void)snprintf(out, CELL, "%g h", limit_s / 3600);
  } else if (limit_s >= 60 && fmod(limit_s, 60) < 1e-9) {
    (void)snprintf(out, CELL, "%g min", limit_s / 60);
  } else {
    (void)snprintf(out, CELL, "%g s", limit_s);
  }
}

static void label_service_level(const struct stf_row *row, char out[LABEL]) {
  char limit[CELL];
  const char *within = strstr(row->definition, "within_");
  limit_of(within != NULL ? strtod(within + 7, NULL) : 0, limit);
  (void)snprintf(out, LABEL, "answered in %s, of the offered", limit);
}

/* "SLA standard: answered in 10 min of office": the promise that a row of SLA compliance is
 * about.
 */
static void label_promise(const struct stf_run_job *job, const struct stf_row *row,
                          char out[LABEL]) {
  const struct stf_sla_terms *terms = job->plan.terms;
  char definition[STF_TEXT_LABEL_TEXT];
  stf_text_label_definition(row->definition, definition);
  (void)snprintf(out, LABEL, "SLA: %.48s", definition);
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    const struct stf_sla_policy *policy = &terms->policies[p];
    for (int clock = 0; clock < STF_SLA_CLOCKS; clock++) {
      const struct stf_sla_target *target =
          stf_sla_target_of(policy, (enum stf_sla_clock)clock);
      char name[STF_RUN_PROMISE_NAME];
      char limit[CELL];
      stf_run_promise_name(policy, (enum stf_sla_clock)clock, name);
      limit_of((double)target->within_us * 1e-6, limit);
      if (strcmp(name, row->definition) == 0) {
        (void)snprintf(out, LABEL, "SLA %.24s: %s in %s%s%.24s", policy->name,
                       STF_RUN_PROMISE_DEEDS[clock], limit, target->hours != NULL ? " of " : "",
                       target->hours_name);
      }
    }
  }
}

static void label_of(const struct stf_run_job *job, const struct headline *headline,
                     const struct stf_row *row, const char *unit, char out[LABEL]) {
  char definition[STF_TEXT_LABEL_TEXT];
  stf_text_label_definition(row->definition, definition);
  if (strcmp(row->kpi, "service_level") == 0) {
    label_service_level(row, out);
  } else if (strcmp(row->kpi, "sla_compliance") == 0) {
    label_promise(job, row, out);
  } else if (strcmp(row->kpi, "utilization") == 0) {
    (void)snprintf(out, LABEL, "utilization (%.48s)", definition);
  } else if (headline->format == STF_RUN_HEADLINE_SECONDS) {
    (void)snprintf(out, LABEL, "%s [%s]", headline->label, unit);
  } else if (headline->format == STF_RUN_HEADLINE_MONEY) {
    (void)snprintf(out, LABEL, "%s [%.16s]", headline->label, row->unit);
  } else {
    (void)snprintf(out, LABEL, "%s", headline->label);
  }
}

static const char *verdict_of(enum stf_inside inside) {
  static const char *const WORDS[] = {"", "given", "below", "inside", "above"};
  return WORDS[inside];
}

/* Heading of the log's column: its own dates, unless they are the run's. */
static void heading_of(const struct stf_run_job *job, char out[LABEL]) {
  char period[STF_RUN_DATES_TEXT];
  stf_run_dates_of(job->scenario->zone, job->actual_from_us, job->actual_to_us, period);
  if (job->comparable) {
    (void)snprintf(out, LABEL, "actual");
  } else {
    (void)snprintf(out, LABEL, "%.40s, as it was", period);
  }
}

static int column_width(const struct stf_run_job *job) {
  char heading[LABEL];
  heading_of(job, heading);
  int n = (int)strlen(heading);
  return n > COLUMN_WIDTH ? n + 2 : COLUMN_WIDTH;
}

/* What stands before the figures of a row; returns the figure that is 1 of its unit. */
static double put_label(const struct stf_run_job *job, const struct headline *headline,
                        const struct stf_row *row, char label[LABEL]) {
  const char *unit_name = "";
  double unit = headline->format == STF_RUN_HEADLINE_SECONDS ? unit_of(row, &unit_name) : 1;
  label_of(job, headline, row, unit_name, label);
  if (is_unmasked(row) && strstr(label, "unmasked") == NULL) {
    size_t n = strlen(label);
    (void)snprintf(label + n, LABEL - n, ", unmasked");
  }
  return unit;
}

static void print_row(FILE *out, const struct stf_run_job *job, const struct headline *headline,
                      const struct stf_row *row, int label_width) {
  char label[LABEL];
  char predicted[CELL];
  char low[CELL];
  char high[CELL];
  char band[2 * CELL + 4] = "-";
  char actual[CELL] = "";
  double unit = put_label(job, headline, row, label);
  cell_of(row->predicted, headline->format, unit, predicted);
  cell_of(row->band80_lo, headline->format, unit, low);
  cell_of(row->band80_hi, headline->format, unit, high);
  if (isfinite(row->band80_lo)) {
    (void)snprintf(band, sizeof band, "%s .. %s", low, high);
  }
  (void)fprintf(out, "%-*s %*s %*s", label_width, label, COLUMN_WIDTH, predicted, BAND_WIDTH,
                band);
  if (job->has_log) {
    const char *verdict = verdict_of(row->inside80);
    cell_of(row->actual, headline->format, unit, actual);
    (void)fprintf(out, " %*s%s%s", column_width(job), actual, verdict[0] != '\0' ? "  " : "",
                  verdict);
  }
  (void)fputc('\n', out);
}

static bool is_same(double a, double b) {
  return fabs(a - b) < 5e-4 || (!isfinite(a) && !isfinite(b));
}

/* The time with a contact in hand where it is the working time: wherever a run alone says it.
 */
static bool is_busy_again(const struct stf_run_job *job, const struct stf_row *row) {
  if (strcmp(row->kpi, "utilization") != 0 || strncmp(row->definition, "occupied", 8) != 0) {
    return false;
  }
  const struct stf_row *busy = row_of(job, "utilization", "busy", "share");
  return busy != NULL && is_same(busy->predicted, row->predicted) &&
         is_same(busy->actual, row->actual);
}

/* Whether a row's line is printed: a figure as the log shows it; and as it is where the log
 * does not show it at all (no prediction is left of it) or changes it by more than a tenth. */
static bool is_shown(const struct stf_run_job *job, size_t i) {
  const struct stf_row *row = &job->table.rows[i];
  if (!isfinite(row->predicted)) {
    return isfinite(row->actual);
  }
  bool free = strcmp(row->kpi, "cost") == 0 && row->predicted == 0;
  if (free || is_busy_again(job, row)) {
    return false;
  }
  if (!is_unmasked(row)) {
    return true;
  }
  const struct stf_row *before = i > 0 ? &job->table.rows[i - 1] : NULL;
  size_t n = strlen(row->definition) - (sizeof STF_SUMMARY_UNMASKED - 1);
  bool twin = before != NULL && is_total(before) && strcmp(before->kpi, row->kpi) == 0 &&
              strcmp(before->statistic, row->statistic) == 0 &&
              strlen(before->definition) == n &&
              strncmp(before->definition, row->definition, n) == 0;
  return !twin || !isfinite(before->predicted) ||
         fabs(before->predicted - row->predicted) > 0.1 * fabs(row->predicted);
}

bool stf_run_headline_has(const struct stf_run_job *job, const struct stf_row *row) {
  for (size_t h = 0; h < STF_COUNT_OF(HEADLINES); h++) {
    if (named(&HEADLINES[h], row) && fits(job, HEADLINES[h].desk) && !is_unmasked(row) &&
        !is_busy_again(job, row)) {
      return true;
    }
  }
  return false;
}

static bool is_line(const struct stf_run_job *job, const struct headline *headline, size_t i) {
  return named(headline, &job->table.rows[i]) && is_shown(job, i);
}

const size_t STF_RUN_HEADLINE_N = STF_COUNT_OF(HEADLINES);

bool stf_run_headline_line(const struct stf_run_job *job, size_t h, size_t i,
                           struct stf_run_headline_line *out) {
  if (!fits(job, HEADLINES[h].desk) || !is_total(&job->table.rows[i]) ||
      !is_line(job, &HEADLINES[h], i)) {
    return false;
  }
  out->format = HEADLINES[h].format;
  out->unit = put_label(job, &HEADLINES[h], &job->table.rows[i], out->label);
  return true;
}

void stf_run_headline_cell(const struct stf_run_headline_line *line, double value,
                           char out[CELL]) {
  cell_of(value, line->format, line->unit, out);
}

void stf_run_headline_actuals(const struct stf_run_job *job, char out[LABEL]) {
  heading_of(job, out);
}

/* As wide as the longest label. */
static int label_width_of(const struct stf_run_job *job, size_t rows_n) {
  size_t most = LABEL_WIDTH;
  for (size_t h = 0; h < STF_COUNT_OF(HEADLINES); h++) {
    size_t n = fits(job, HEADLINES[h].desk) ? rows_n : 0;
    for (size_t i = 0; i < n; i++) {
      char label[LABEL];
      if (is_line(job, &HEADLINES[h], i)) {
        (void)put_label(job, &HEADLINES[h], &job->table.rows[i], label);
        most = strlen(label) > most ? strlen(label) : most;
      }
    }
  }
  return (int)most;
}

static bool has_turns(const struct stf_desk *desk) {
  uint32_t i = 0;
  while (i < desk->classes_n && desk->classes[i].turns == NULL) {
    i++;
  }
  return i < desk->classes_n;
}

/* What 'busy' is, and is not, where agents have several contacts in hand. */
static void print_slots_remark(FILE *out, const struct stf_run_job *job) {
  if (job->plan.overlaps) {
    (void)fprintf(
        out, "(busy: %s; slots: places for contacts that are taken; an agent can be %s)\n",
        has_turns(&job->desk) ? "at work on a turn" : "with at least one contact in hand",
        has_turns(&job->desk) ? "idle with every place taken" : "busy and still take more");
  }
}

void stf_run_headline_write(FILE *out, const struct stf_run_job *job) {
  size_t rows_n = totals_n(job);
  int label_width = label_width_of(job, rows_n);
  (void)fprintf(out, "%-*s %*s %*s", label_width, "", COLUMN_WIDTH, "predicted", BAND_WIDTH,
                "one such period, 80 %");
  if (job->has_log) {
    char heading[LABEL];
    heading_of(job, heading);
    (void)fprintf(out, " %*s", column_width(job), heading);
  }
  (void)fputc('\n', out);
  for (size_t h = 0; h < STF_COUNT_OF(HEADLINES); h++) {
    size_t n = fits(job, HEADLINES[h].desk) ? rows_n : 0;
    for (size_t i = 0; i < n; i++) {
      if (is_line(job, &HEADLINES[h], i)) {
        print_row(out, job, &HEADLINES[h], &job->table.rows[i], label_width);
      }
    }
  }
  print_slots_remark(out, job);
}
