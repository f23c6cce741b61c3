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

enum format {
  COUNT,
  SECONDS,
  SHARE,
  NUMBER,
  MONEY
};

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
  enum format format;
  enum desk desk;
};

static const struct headline HEADLINES[] = {
    {"arrivals", "opened", "count", "arrivals", COUNT, WITH_BOT},
    {"containment", "loose", "share", "contained by the bot", SHARE, WITH_BOT},
    {"abandonment", "in_bot", "share", "gave up in the bot", SHARE, WITH_BOT},
    {"arrivals", "offered", "count", "contacts offered", COUNT, ANY},
    {"arrivals", "answered", "count", "contacts answered", COUNT, ANY},
    {"abandonment", "explicit", "share", "abandoned", SHARE, ANY},
    {"frt", "human_after_bot", "p50", "first response (FRT) p50", SECONDS, WITH_MESSAGES},
    {"frt", "human_after_bot", "p90", "first response (FRT) p90", SECONDS, WITH_MESSAGES},
    {"wait", "answered", "mean", "wait of the answered, mean", SECONDS, ANY},
    {"wait", "answered", "p50", "wait p50", SECONDS, WITHOUT_MESSAGES},
    {"wait", "answered", "p90", "wait p90", SECONDS, ANY},
    {"wait", "answered", "p95", "wait p95", SECONDS, WITHOUT_MESSAGES},
    {"service_level", "sl3", "share", "answered", SHARE, ANY},
    {"sla_compliance", "", "share", "", SHARE, ANY},
    {"aht", "agent_work", "mean", "handling time, mean", SECONDS, ANY},
    {"utilization", "busy", "share", "utilization", SHARE, ANY},
    {"utilization", "occupied", "share", "utilization", SHARE, ANY},
    {"utilization", "slots", "share", "utilization", SHARE, ANY},
    {"queue_length", "waiting", "mean", "contacts waiting, mean", NUMBER, ANY},
    {"backlog", "open", "mean", "open at close of day, mean", NUMBER, ANY},
    {"cost", "labour", "sum", "cost of people", MONEY, ANY},
    {"cost", "premiums", "sum", "premiums", MONEY, ANY},
    {"cost", "bot", "sum", "cost of the bot", MONEY, WITH_BOT},
    {"cost", "fixed", "sum", "fixed cost", MONEY, ANY},
    {"cost", "total", "sum", "cost in all", MONEY, ANY},
    {"cost", "per_handled", "mean", "cost per contact answered", MONEY, ANY},
};

enum {
  CELL = 32,
  LABEL = 128,
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
         (strcmp(row->clock, "calendar") == 0 || strcmp(row->kpi, "sla_compliance") == 0) &&
         strncmp(row->definition, headline->definition, strlen(headline->definition)) == 0;
}

static const struct stf_row *row_of(const struct stf_run_job *job, const char *kpi,
                                    const char *definition, const char *statistic) {
  const struct headline wanted = {.kpi = kpi, .definition = definition, .statistic = statistic};
  for (size_t i = 0; i < job->table.rows_n; i++) {
    if (named(&wanted, &job->table.rows[i]) && isfinite(job->table.rows[i].predicted)) {
      return &job->table.rows[i];
    }
  }
  return NULL;
}

static bool fits(const struct stf_run_job *job, enum desk desk) {
  bool bot = stf_run_job_whole(job)->balance.contained_n > 0;
  bool messages = row_of(job, "frt", "human_after_bot", "p50") != NULL;
  switch (desk) {
  case WITH_BOT:
    return bot;
  case WITHOUT_BOT:
    return !bot;
  case WITH_MESSAGES:
    return messages;
  case WITHOUT_MESSAGES:
    return !messages;
  case ANY:
    break;
  }
  return true;
}

/* Seconds up to two minutes, then minutes, then hours: one unit a line, chosen by its largest
 * figure. */
static double unit_of(const struct stf_row *row, const char **name) {
  double most = fabs(row->predicted);
  most = isfinite(row->actual) && row->actual > most ? row->actual : most;
  if (most >= 7200) {
    *name = "h";
    return 3600;
  }
  *name = most >= 120 ? "min" : "s";
  return most >= 120 ? 60 : 1;
}

static void cell_of(double value, enum format format, double unit, char out[CELL]) {
  if (!isfinite(value)) {
    (void)snprintf(out, CELL, "-");
  } else if (format == SHARE) {
    (void)snprintf(out, CELL, "%.1f %%", 100 * value);
  } else if (format == COUNT) {
    (void)stf_number_grouped(value, 0, out);
  } else {
    bool fine = format == NUMBER || (format == MONEY && fabs(value) < 100);
    (void)stf_number_grouped(value / unit, fine ? 2 : format == MONEY ? 0 : 1, out);
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

/* "answered in 10 min (standard, office)": the promise that a row of SLA compliance is about.
 */
static void label_promise(const struct stf_run_job *job, const struct stf_row *row,
                          char out[LABEL]) {
  const struct stf_sla_terms *terms = job->plan.terms;
  char definition[STF_TEXT_LABEL_TEXT];
  stf_text_label_definition(row->definition, definition);
  (void)snprintf(out, LABEL, "SLA: %.48s", definition);
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    const struct stf_sla_policy *policy = &terms->policies[p];
    const struct stf_sla_target *targets[] = {&policy->response, &policy->resolution};
    for (int kind = 0; kind < 2; kind++) {
      char name[STF_RUN_PROMISE_NAME];
      char limit[CELL];
      stf_run_promise_name(policy, kind == 0, name);
      limit_of((double)targets[kind]->within_us * 1e-6, limit);
      if (strcmp(name, row->definition) == 0) {
        (void)snprintf(out, LABEL, "%s in %s (%.16s%s%.16s)",
                       kind == 0 ? "answered" : "resolved", limit, policy->name,
                       targets[kind]->hours != NULL ? ", " : "", targets[kind]->hours_name);
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
  } else if (headline->format == SECONDS) {
    (void)snprintf(out, LABEL, "%s [%s]", headline->label, unit);
  } else if (headline->format == MONEY) {
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

static void print_row(FILE *out, const struct stf_run_job *job, const struct headline *headline,
                      const struct stf_row *row) {
  const char *unit_name = "";
  double unit = headline->format == SECONDS ? unit_of(row, &unit_name) : 1;
  char label[LABEL];
  char predicted[CELL];
  char low[CELL];
  char high[CELL];
  char band[2 * CELL + 4] = "-";
  char actual[CELL] = "";
  label_of(job, headline, row, unit_name, label);
  if (is_unmasked(row) && strstr(label, "unmasked") == NULL) {
    size_t n = strlen(label);
    (void)snprintf(label + n, sizeof label - n, ", unmasked");
  }
  cell_of(row->predicted, headline->format, unit, predicted);
  cell_of(row->band80_lo, headline->format, unit, low);
  cell_of(row->band80_hi, headline->format, unit, high);
  if (isfinite(row->band80_lo)) {
    (void)snprintf(band, sizeof band, "%s .. %s", low, high);
  }
  (void)fprintf(out, "%-*s %*s %*s", LABEL_WIDTH, label, COLUMN_WIDTH, predicted, BAND_WIDTH,
                band);
  if (job->has_log) {
    const char *verdict = verdict_of(row->inside80);
    cell_of(row->actual, headline->format, unit, actual);
    (void)fprintf(out, " %*s%s%s", column_width(job), actual, verdict[0] != '\0' ? "  " : "",
                  verdict);
  }
  (void)fputc('\n', out);
}

/* Whether a row's line is printed: a figure as the log shows it; and as it is where the log
 * does not show it at all (no prediction is left of it) or changes it by more than a tenth. */
static bool is_shown(const struct stf_run_job *job, size_t i) {
  const struct stf_row *row = &job->table.rows[i];
  if (!isfinite(row->predicted)) {
    return isfinite(row->actual);
  }
  bool free = strcmp(row->kpi, "cost") == 0 && row->predicted == 0;
  if (free) {
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
    if (named(&HEADLINES[h], row) && fits(job, HEADLINES[h].desk) && !is_unmasked(row)) {
      return true;
    }
  }
  return false;
}

void stf_run_headline_write(FILE *out, const struct stf_run_job *job) {
  (void)fprintf(out, "%-*s %*s %*s", LABEL_WIDTH, "", COLUMN_WIDTH, "predicted", BAND_WIDTH,
                "one such period, 80 %");
  if (job->has_log) {
    char heading[LABEL];
    heading_of(job, heading);
    (void)fprintf(out, " %*s", column_width(job), heading);
  }
  (void)fputc('\n', out);
  for (size_t h = 0; h < STF_COUNT_OF(HEADLINES); h++) {
    const struct headline *headline = &HEADLINES[h];
    for (size_t i = 0; i < job->table.rows_n && fits(job, headline->desk); i++) {
      if (named(headline, &job->table.rows[i]) && is_shown(job, i)) {
        print_row(out, job, headline, &job->table.rows[i]);
      }
    }
  }
  if (job->plan.overlaps) {
    (void)fputs(
        "(with several contacts in hand, busy is the time with any, like occupied: hold "
        "slots against 85-90 %)\n",
        out);
  }
}
