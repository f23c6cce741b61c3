/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_text.h"

#include "cli/run_volume.h"
#include "report/number.h"
#include "report/provenance.h"
#include "report/text_label.h"
#include "stats/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum format {
  COUNT,
  SECONDS,
  SHARE,
  NUMBER
};

/* A line of the headline: the first row of that KPI whose definition begins so. */
struct headline {
  const char *kpi;
  const char *definition;
  const char *statistic;
  const char *label;
  enum format format;
};

static const struct headline HEADLINES[] = {
    {"arrivals", "offered", "count", "contacts offered", COUNT},
    {"arrivals", "answered", "count", "contacts answered", COUNT},
    {"abandonment", "explicit", "share", "abandoned", SHARE},
    {"wait", "answered", "mean", "wait of the answered, mean", SECONDS},
    {"wait", "answered", "p50", "wait p50", SECONDS},
    {"wait", "answered", "p90", "wait p90", SECONDS},
    {"wait", "answered", "p95", "wait p95", SECONDS},
    {"service_level", "sl3", "share", "answered", SHARE},
    {"aht", "agent_work", "mean", "handling time, mean", SECONDS},
    {"utilization", "busy", "share", "utilization", SHARE},
    {"queue_length", "waiting", "mean", "contacts waiting, mean", NUMBER},
    {"backlog", "open", "mean", "open at close of day, mean", NUMBER},
};

enum {
  CELL = 32,
  LABEL = 64
};

static bool is_total(const struct stf_row *row) {
  return row->group[0] == '\0' && row->interval_start_us == STF_NEVER;
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
    (void)stf_number_grouped(value / unit, format == NUMBER ? 2 : 1, out);
  }
}

/* "sl3_within_300s" -> "5 min". */
static void limit_of(const char *definition, char out[CELL]) {
  const char *within = strstr(definition, "within_");
  double limit_s = within != NULL ? strtod(within + 7, NULL) : 0;
  if (limit_s >= 3600 && fmod(limit_s, 3600) < 1e-9) {
    (void)snprintf(out, CELL, "%g h", limit_s / 3600);
  } else if (limit_s >= 60 && fmod(limit_s, 60) < 1e-9) {
    (void)snprintf(out, CELL, "%g min", limit_s / 60);
  } else {
    (void)snprintf(out, CELL, "%g s", limit_s);
  }
}

static void label_of(const struct headline *headline, const struct stf_row *row,
                     const char *unit, char out[LABEL]) {
  if (headline->format == SHARE && strcmp(row->kpi, "service_level") == 0) {
    char limit[CELL];
    limit_of(row->definition, limit);
    (void)snprintf(out, LABEL, "answered in %s, of the offered", limit);
  } else if (strcmp(row->kpi, "utilization") == 0) {
    char definition[STF_TEXT_LABEL_TEXT];
    stf_text_label_definition(row->definition, definition);
    (void)snprintf(out, LABEL, "utilization (%.48s)", definition);
  } else if (headline->format == SECONDS) {
    (void)snprintf(out, LABEL, "%s [%s]", headline->label, unit);
  } else {
    (void)snprintf(out, LABEL, "%s", headline->label);
  }
}

static const char *verdict_of(enum stf_inside inside) {
  static const char *const WORDS[] = {"", "given", "below", "inside", "above"};
  return WORDS[inside];
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
  label_of(headline, row, unit_name, label);
  cell_of(row->predicted, headline->format, unit, predicted);
  cell_of(row->band80_lo, headline->format, unit, low);
  cell_of(row->band80_hi, headline->format, unit, high);
  if (isfinite(row->band80_lo)) {
    (void)snprintf(band, sizeof band, "%s .. %s", low, high);
  }
  if (job->has_log) {
    cell_of(row->actual, headline->format, unit, actual);
  }
  const char *verdict = verdict_of(row->inside80);
  (void)fprintf(out, "%-34s %12s %24s", label, predicted, band);
  if (job->has_log) {
    (void)fprintf(out, " %12s%s%s", actual, verdict[0] != '\0' ? "  " : "", verdict);
  }
  (void)fputc('\n', out);
}

static void date_of(const struct stf_zone *zone, int64_t at_us, char out[16]) {
  char text[STF_ZONE_TEXT];
  (void)stf_zone_format(zone, at_us, text);
  (void)snprintf(out, 16, "%.10s", text);
}

static void period_of(const struct stf_run_job *job, int64_t from_us, int64_t to_us,
                      char out[48]) {
  char first[16];
  char last[16];
  date_of(job->scenario->zone, from_us, first);
  date_of(job->scenario->zone, to_us - 1, last);
  if (strcmp(first, last) == 0) {
    (void)snprintf(out, 48, "%s", first);
  } else {
    (void)snprintf(out, 48, "%s to %s", first, last);
  }
}

/* Which day is which: the first of them. */
static void print_map(FILE *out, const struct stf_run_job *job) {
  if (!job->mapped) {
    return;
  }
  const struct stf_scenario_replay_day *day = &job->scenario->replay_days[0];
  struct stf_civil to;
  struct stf_civil from;
  stf_zone_day_civil(day->day, &to);
  stf_zone_day_civil(day->as_day, &from);
  (void)fprintf(out, " of other days (%04d-%02d-%02d as %04d-%02d-%02d%s)", to.year, to.month,
                to.day, from.year, from.month, from.day,
                job->scenario->replay_days_n > 1 ? " and so on" : "");
}

/* What is drawn beside chance, and what stands in for data. */
static void print_demand(FILE *out, const struct stf_run_job *job) {
  char volume[STF_RUN_VOLUME_TEXT];
  if (job->desk.volume_spread != STF_VOLUME_FIXED) {
    stf_run_volume_text(&job->desk, volume);
    (void)fprintf(out, "volume drawn once a replication: %s\n", volume);
  }
  for (size_t i = 0; job->given == 0 && i < job->scenario->assumptions_n; i++) {
    (void)fprintf(out, "%s\n", job->scenario->assumptions[i]);
  }
}

static void print_given(FILE *out, const struct stf_run_job *job) {
  if (job->given == 0) {
    return;
  }
  (void)fprintf(out, "given from %s: arrivals", stf_provenance_name(job->log_path));
  print_map(out, job);
  (void)fprintf(out, "%s%s%s", (job->given & STF_REPLAY_PRESENCE) != 0 ? ", presence" : "",
                (job->given & STF_REPLAY_SERVICE) != 0 ? ", service" : "",
                (job->given & STF_REPLAY_PATIENCE) != 0 ? ", patience" : "");
  if (job->replay.presence_inferred) {
    (void)fprintf(out, " (presence by rule: spans of work with gaps up to %g s)",
                  stf_options_number(job->arguments, "presence-gap"));
  }
  (void)fputc('\n', out);
  if (job->aside_n > 0) {
    char text[CELL];
    (void)stf_number_grouped((double)job->aside_n, 0, text);
    (void)fprintf(out, "left out: %s logged contacts that never asked for a human\n", text);
  }
  if (job->overlaps_n > 0) {
    (void)fprintf(out, "work cut where the same agent's next began: %zu contacts\n",
                  job->overlaps_n);
  }
}

static void print_heading(FILE *out, const struct stf_run_job *job) {
  char period[48];
  period_of(job, job->desk.from_us, job->desk.to_us, period);
  (void)fprintf(out, "%s\n%s, %s     %u replication%s, seed %llu\n", job->scenario->title,
                period, stf_zone_name(job->scenario->zone), job->values.done_n,
                job->values.done_n == 1 ? "" : "s", (unsigned long long)job->seed);
  const char *start = "empty";
  char state[96];
  if (job->desk.warmup_us > 0) {
    (void)snprintf(state, sizeof state, "after a warm-up of %g h from an empty desk",
                   (double)job->desk.warmup_us / 3.6e9);
    start = state;
  }
  if (job->given != 0 && job->desk.warmup_us == 0 && job->replay.initial_n > 0) {
    (void)snprintf(state, sizeof state, "with %zu contacts of the log in hand or waiting",
                   job->replay.initial_n);
    start = state;
  }
  (void)fprintf(out, "starts %s; %s\n", start,
                job->desk.end == STF_EDGE_HORIZON
                    ? "ends at the horizon, what is open then is censored"
                    : "ends when everybody has left");
  print_given(out, job);
  print_demand(out, job);
  (void)fputc('\n', out);
  (void)fprintf(out, "%-34s %12s %24s", "", "predicted", "one such period, 80 %");
  if (job->has_log) {
    (void)fprintf(out, " %12s", job->comparable ? "actual" : "as it was");
  }
  (void)fputc('\n', out);
}

static void print_headlines(FILE *out, const struct stf_run_job *job) {
  for (size_t h = 0; h < STF_COUNT_OF(HEADLINES); h++) {
    const struct headline *headline = &HEADLINES[h];
    for (size_t i = 0; i < job->table.rows_n; i++) {
      const struct stf_row *row = &job->table.rows[i];
      if (is_total(row) && strcmp(row->kpi, headline->kpi) == 0 &&
          strcmp(row->statistic, headline->statistic) == 0 &&
          strncmp(row->definition, headline->definition, strlen(headline->definition)) == 0) {
        print_row(out, job, headline, row);
      }
    }
  }
  if (job->has_log && !job->comparable) {
    char own[48];
    period_of(job, job->actual_from_us, job->actual_to_us, own);
    (void)fprintf(out, "(as it was: the log from %s; not comparable: %s)\n", own, job->why_not);
  }
  if (job->values.done_n < STF_RANK_LEAST_80) {
    (void)fprintf(out, "(no bands: they need at least %d replications)\n", STF_RANK_LEAST_80);
  }
}

/* Share of cells inside the band, where there are enough replications to say. */
static void print_coverage(FILE *out, const struct stf_agreement *a) {
  if (!isfinite(a->coverage)) {
    (void)fprintf(out, "  outside the 80 %% band    takes at least 10 replications to say\n");
    return;
  }
  (void)fprintf(out,
                "  outside the 80 %% band    %zu of %zu: %zu below, %zu above; if the model "
                "were true %.0f (%.0f to %.0f)\n"
                "  band covers              %.3f",
                a->below_n + a->above_n, a->cells_n, a->below_n, a->above_n, a->expected_n,
                a->expected_lo, a->expected_hi, a->coverage);
  if (isfinite(a->coverage_se)) {
    (void)fprintf(out, " (SE %.3f by days)", a->coverage_se);
  }
  (void)fprintf(out, "; in the model's own hands %.3f\n", a->self_coverage);
}

static void print_agreement(FILE *out, const struct stf_run_job *job) {
  const struct stf_agreement *a = &job->agreement;
  if (!job->has_agreement) {
    return;
  }
  (void)fprintf(out,
                "\nBy interval: %s, %s %s, %zu interval%s of %zu day%s with at least %lld "
                "contact%s\n",
                job->agreement_of, stf_options_text(job->arguments, "score-days"),
                stf_options_text(job->arguments, "score-hours"), a->cells_n,
                a->cells_n == 1 ? "" : "s", a->days_n, a->days_n == 1 ? "" : "s",
                (long long)stf_options_integer(job->arguments, "score-least"),
                stf_options_integer(job->arguments, "score-least") == 1 ? "" : "s");
  print_coverage(out, a);
  (void)fprintf(out,
                "  error, interval          mean absolute %.3f, of which noise alone %.3f\n"
                "  error, day               mean absolute %.3f\n"
                "  mean error               %+.3f (predicted - actual, weighted by contacts)\n",
                a->mae_interval, a->floor, a->mae_day, a->mean_error);
  if (isfinite(a->rival_mae_interval)) {
    (void)fprintf(
        out,
        "  Erlang A by interval     mean absolute %.3f, by day %.3f; mean error %+.3f (the "
        "interval's agents and arrivals)\n",
        a->rival_mae_interval, a->rival_mae_day, a->rival_mean_error);
  }
}

static double per_run(const struct stf_run_job *job, int64_t sum) {
  return (double)sum / job->values.done_n;
}

static void print_balance(FILE *out, const struct stf_run_job *job) {
  const struct stf_kpi_balance *balance = &job->values.balance;
  char cells[4][CELL];
  (void)stf_number_grouped(per_run(job, balance->opened_n), 1, cells[0]);
  (void)stf_number_grouped(per_run(job, balance->closed_n), 1, cells[1]);
  (void)stf_number_grouped(per_run(job, balance->abandoned_n), 1, cells[2]);
  (void)stf_number_grouped(per_run(job, balance->open_n), 1, cells[3]);
  (void)fprintf(out,
                "\nChecked: arrivals %s = closed by agents %s + left %s + open %s (means of %u "
                "replication%s)\n",
                cells[0], cells[1], cells[2], cells[3], job->values.done_n,
                job->values.done_n == 1 ? "" : "s");
}

bool stf_run_text_balanced(const struct stf_run_job *job) {
  const struct stf_kpi_balance *balance = &job->values.balance;
  const struct stf_engine_account *account = &job->values.account;
  const struct stf_kpi_balance *actual = &job->actual_balance;
  return balance->opened_n == account->counted_n &&
         balance->opened_n == balance->contained_n + balance->closed_n + balance->abandoned_n +
                                  balance->open_n &&
         account->arrived_n == account->assigned_n + account->left_n + account->waiting_n &&
         actual->opened_n ==
             actual->contained_n + actual->closed_n + actual->abandoned_n + actual->open_n;
}

void stf_run_text_write(FILE *out, const struct stf_run_job *job) {
  print_heading(out, job);
  print_headlines(out, job);
  print_agreement(out, job);
  print_balance(out, job);
}
