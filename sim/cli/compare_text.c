/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_text.h"

#include "cli/compare_cells.h"
#include "cli/compare_costs.h"
#include "cli/compare_lever.h"
#include "cli/compare_select.h"
#include "cli/run_dates.h"
#include "cli/run_promise.h"
#include "compare/better.h"
#include "report/text_grid.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
  TEXT = STF_COMPARE_CELLS_TEXT,
  COLUMNS_MOST = 2 * STF_COMPARE_JOB_MOST + 2,
  DAYS = 64
};

static void print_heading(FILE *out, const struct stf_compare_job *job) {
  const struct stf_run_job *a = &job->scenarios[0].run;
  char period[STF_RUN_DATES_TEXT];
  stf_run_dates_iso(a->scenario->zone, a->desk.from_us, a->desk.to_us, period);
  char most[24] = "";
  if (job->selects) {
    (void)snprintf(most, sizeof most, " to %u", stf_compare_select_most(job));
  }
  (void)fprintf(out, "%s\n%s, %s     %u%s replications on the same customers, seed %llu\n\n",
                a->scenario->title, period, stf_zone_name(a->scenario->zone), job->done_n, most,
                (unsigned long long)a->seed);
  for (size_t k = 0; k < job->scenarios_n; k++) {
    bool varied = job->scenarios[job->scenarios_n - 1].change.text != NULL;
    (void)fprintf(out, "%s  %s%s\n", job->scenarios[k].letter,
                  stf_compare_job_name(&job->scenarios[k]),
                  k > 0    ? ""
                  : varied ? " as it is: do nothing"
                           : ", the baseline");
  }
  (void)fputc('\n', out);
}

/* ---- the primary figure ---- */

static double on_average(const struct stf_compare_job *job, const struct stf_paired *paired) {
  double above = stf_paired_above_on_average(paired);
  return stf_compare_job_sign(job) > 0 ? above : 1 - above;
}

static void put_in_a_period(const struct stf_compare_job *job, const struct stf_paired *paired,
                            char out[TEXT]) {
  struct stf_interval above = stf_paired_above_in_a_period(paired);
  bool up = stf_compare_job_sign(job) > 0;
  double share = up ? above.estimate : 1 - above.estimate;
  double low = up ? above.low : 1 - above.high;
  double high = up ? above.high : 1 - above.low;
  (void)snprintf(out, TEXT, "-");
  if (isfinite(share)) {
    (void)snprintf(out, TEXT, "%.1f %% (%.0f .. %.0f)", 100 * share, 100 * low, 100 * high);
  }
}

static enum stf_status add_primary_row(const struct stf_compare_job *job, size_t k,
                                       struct stf_text_grid *grid) {
  const struct stf_compare_figure *figure = stf_compare_job_primary(job);
  const struct stf_compare_cell *cell = &figure->cells[k];
  char texts[5][TEXT] = {"", "", "", "", ""};
  char letter[8];
  (void)snprintf(letter, sizeof letter, "  %s", job->scenarios[k].letter);
  stf_compare_cells_value(figure, cell->row != NULL ? cell->row->predicted : (double)NAN,
                          texts[0]);
  if (k > 0) {
    stf_compare_cells_difference(figure, &cell->paired.difference, texts[1]);
    stf_compare_cells_interval(figure, &cell->paired.difference, texts[2]);
    stf_compare_cells_probability(on_average(job, &cell->paired), texts[3]);
    put_in_a_period(job, &cell->paired, texts[4]);
  }
  const char *cells[6] = {stf_text_grid_keep(grid, letter)};
  for (size_t i = 0; i < STF_COUNT_OF(texts); i++) {
    cells[i + 1] = stf_text_grid_keep(grid, texts[i]);
  }
  return stf_text_grid_add(grid, cells);
}

static enum stf_status print_primary(FILE *out, const struct stf_compare_job *job) {
  const struct stf_compare_figure *figure = stf_compare_job_primary(job);
  int sign = stf_better_sign(&job->primary);
  const char *why = job->primary_chosen                               ? ""
                    : strcmp(job->primary.kpi, "sla_compliance") == 0 ? " (the target)"
                                                                      : " (the service level)";
  (void)fprintf(out, "Primary figure%s: %s%s%s%s\n", why,
                figure->is_headline ? figure->headline.label : "",
                figure->is_headline ? ", " : "", job->primary_name,
                sign > 0   ? "; higher is better"
                : sign < 0 ? "; lower is better"
                           : "");
  struct stf_text_grid grid;
  enum stf_status status = stf_text_grid_init(&grid, 6, NULL);
  const char *const heads[] = {"",
                               "figure",
                               "minus A",
                               "95 % interval",
                               sign != 0 ? "better on average" : "higher on average",
                               sign != 0 ? "better in such a period"
                                         : "higher in such a period"};
  status = status == STF_OK ? stf_text_grid_add(&grid, heads) : status;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    status = add_primary_row(job, k, &grid);
  }
  if (status == STF_OK) {
    stf_text_grid_write(&grid, out);
    (void)fprintf(
        out,
        "(%s on average: how sure it is that the mean of many such periods is; in such "
        "a period: in how many single ones, 95 %% interval)\n",
        sign != 0 ? "better" : "higher");
  }
  stf_text_grid_clear(&grid);
  return status;
}

/* Less than what replays of the desk's own log missed by: the desk cannot tell it. */
static bool is_below_record(const struct stf_compare_job *job, size_t k) {
  double difference = stf_compare_job_primary(job)->cells[k].paired.difference.estimate;
  return job->record.n > 0 && fabs(difference) <= job->record.error;
}

static bool is_of_this_length(const struct stf_record *record) {
  return record->days_least == record->days_n && record->days_most == record->days_n;
}

int stf_compare_text_verdict(const struct stf_compare_job *job, size_t k) {
  const struct stf_interval *difference =
      &stf_compare_job_primary(job)->cells[k].paired.difference;
  int above = difference->low > 0 ? 1 : difference->high < 0 ? -1 : 0;
  return is_below_record(job, k) ? 0 : above * stf_better_sign(&job->primary);
}

/* An error of the record, as differences are written but without a sign. */
static void put_error(const struct stf_compare_job *job, double error, char out[TEXT]) {
  const struct stf_compare_figure *figure = stf_compare_job_primary(job);
  const struct stf_interval one = {error, error * 0.9, error * 1.1};
  char text[TEXT];
  stf_compare_cells_amount(figure, &one, text);
  (void)snprintf(out, TEXT, "%s", text + (text[0] == '+'));
}

/* What the interval alone says. */
static void print_by_interval(FILE *out, const struct stf_compare_job *job, size_t k,
                              const char *text) {
  const struct stf_interval *difference =
      &stf_compare_job_primary(job)->cells[k].paired.difference;
  const char *letter = job->scenarios[k].letter;
  int verdict = stf_compare_text_verdict(job, k);
  if (!isfinite(difference->low)) {
    (void)fprintf(out, "%s: no winner: too few replications for an interval.\n", letter);
  } else if (difference->low > 0 || difference->high < 0) {
    (void)fprintf(out, "%s is %s than A on average: %s.\n", letter,
                  verdict > 0           ? "better"
                  : verdict < 0         ? "worse"
                  : difference->low > 0 ? "higher"
                                        : "lower",
                  text);
  } else if (difference->low >= 0 && difference->high <= 0) {
    (void)fprintf(out, "%s: no winner: the two do not differ.\n", letter);
  } else {
    (void)fprintf(
        out, "%s: no winner: %s, and the interval holds 0 (more replications narrow it).\n",
        letter, text);
  }
}

/* What there is to say of scenario k beside the baseline. */
static void print_verdict(FILE *out, const struct stf_compare_job *job, size_t k) {
  const struct stf_compare_figure *figure = stf_compare_job_primary(job);
  const struct stf_interval *difference = &figure->cells[k].paired.difference;
  char text[TEXT];
  stf_compare_cells_amount(figure, difference, text);
  if (isfinite(difference->low) && is_below_record(job, k)) {
    char missed[TEXT];
    put_error(job, job->record.error, missed);
    (void)fprintf(out, "%s: no winner: %s, while the desk's error on your data %s %s.\n",
                  job->scenarios[k].letter, text,
                  is_of_this_length(&job->record) ? "was" : "is taken as", missed);
  } else {
    print_by_interval(out, job, k, text);
  }
}

static void put_days(int64_t least, int64_t most, char out[DAYS]) {
  if (least == most) {
    (void)snprintf(out, DAYS, "%" PRId64 " day%s", least, least == 1 ? "" : "s");
  } else {
    (void)snprintf(out, DAYS, "%" PRId64 " to %" PRId64 " days", least, most);
  }
}

static void print_record(FILE *out, const struct stf_compare_job *job) {
  const struct stf_record *record = &job->record;
  if (record->n == 0) {
    (void)fprintf(out, "Track record: never validated on this desk (run --log LOG --record "
                       "keeps what a replay missed by)\n");
    return;
  }
  char mean[TEXT];
  char largest[TEXT];
  char days[DAYS];
  put_error(job, record->mean_error, mean);
  put_error(job, record->largest_error, largest);
  put_days(record->days_least, record->days_most, days);
  (void)fprintf(
      out, "Track record: missed by %s over %s, mean of %zu replay%s (%s to %s; largest %s)",
      mean, days, record->n, record->n == 1 ? "" : "s", record->from, record->to, largest);
  if (!is_of_this_length(record)) {
    char taken[TEXT];
    put_error(job, record->error, taken);
    put_days(record->days_n, record->days_n, days);
    (void)fprintf(out, ",\ntaken as %s over the %s of this comparison", taken, days);
  }
  (void)fputs("; differences up to that have no winner\n", out);
}

/* Better is not yet good: how each scenario holds the target that decides. */
static void print_target(FILE *out, const struct stf_compare_job *job) {
  const char *definition = job->primary.definition;
  if (strcmp(job->primary.kpi, "sla_compliance") != 0 ||
      !stf_run_promise_head(out, &job->scenarios[0].run, definition)) {
    return;
  }
  for (size_t k = 0; k < job->scenarios_n; k++) {
    (void)fprintf(out, "  %s  ", job->scenarios[k].letter);
    stf_run_promise_held(out, &job->scenarios[k].run, definition);
    (void)fputc('\n', out);
  }
}

static void print_precision(FILE *out, const struct stf_compare_job *job) {
  if (!(job->wanted > 0)) {
    return;
  }
  bool is_share = strcmp(job->primary.unit, "share") == 0;
  double scale = is_share ? 100 : 1;
  const char *unit = is_share ? "points" : job->primary.unit;
  bool done = job->reached <= job->wanted;
  (void)fprintf(out, "%s %u replications: differences known to %.3g %s (wanted %.3g%s)\n",
                done ? "Stopped after" : "Not reached after", job->done_n, scale * job->reached,
                unit, scale * job->wanted,
                done ? "; intervals after stopping are slightly optimistic"
                     : "; --replications-at-most");
}

/* ---- all headline figures ---- */

static enum stf_status add_heads(const struct stf_compare_job *job, struct stf_text_grid *grid,
                                 bool with_actuals) {
  const char *cells[COLUMNS_MOST] = {""};
  size_t n = 1;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    char minus[16];
    (void)snprintf(minus, sizeof minus, "%s - A", job->scenarios[k].letter);
    cells[n++] = job->scenarios[k].letter;
    if (k > 0) {
      cells[n++] = stf_text_grid_keep(grid, minus);
    }
  }
  if (with_actuals) {
    char heading[STF_RUN_HEADLINE_LABEL];
    stf_run_headline_actuals(&job->scenarios[0].run, heading);
    cells[n++] = stf_text_grid_keep(grid, heading);
  }
  return stf_text_grid_add(grid, cells);
}

static const char *keep_difference(const struct stf_compare_figure *figure,
                                   const struct stf_paired *paired,
                                   struct stf_text_grid *grid) {
  char difference[TEXT];
  char interval[TEXT];
  char both[2 * TEXT + 4];
  if (paired->n == 0) {
    return "";
  }
  stf_compare_cells_difference(figure, &paired->difference, difference);
  stf_compare_cells_interval(figure, &paired->difference, interval);
  (void)snprintf(both, sizeof both, "%s (%s)", difference, interval);
  return stf_text_grid_keep(grid, interval[0] != '\0' ? both : difference);
}

static enum stf_status add_figure(const struct stf_compare_job *job,
                                  const struct stf_compare_figure *figure,
                                  struct stf_text_grid *grid, bool with_actuals) {
  const char *cells[COLUMNS_MOST] = {figure->headline.label};
  size_t n = 1;
  char text[TEXT];
  for (size_t k = 0; k < job->scenarios_n; k++) {
    const struct stf_compare_cell *cell = &figure->cells[k];
    stf_compare_cells_value(figure, cell->row != NULL ? cell->row->predicted : (double)NAN,
                            text);
    cells[n++] = stf_text_grid_keep(grid, text);
    if (k > 0) {
      cells[n++] = keep_difference(figure, &cell->paired, grid);
    }
  }
  if (with_actuals) {
    const struct stf_row *row = figure->cells[0].row;
    stf_compare_cells_value(figure, row != NULL ? row->actual : (double)NAN, text);
    cells[n++] = stf_text_grid_keep(grid, text);
  }
  return stf_text_grid_add(grid, cells);
}

static enum stf_status print_figures(FILE *out, const struct stf_compare_job *job) {
  bool with_actuals = job->scenarios[0].run.has_log;
  struct stf_text_grid grid;
  (void)fprintf(
      out,
      "\nThe others: intervals of the %zu differences hold together at 95 %% "
      "(Bonferroni: each at %.2f %%); shares in points, of p50 to p99 the middle difference\n",
      job->simultaneous_n,
      100 * stf_paired_simultaneous(0.95, job->simultaneous_n > 0 ? job->simultaneous_n : 1));
  enum stf_status status =
      stf_text_grid_init(&grid, 2 * job->scenarios_n + (with_actuals ? 1U : 0U), NULL);
  status = status == STF_OK ? add_heads(job, &grid, with_actuals) : status;
  for (size_t i = 0; i < job->figures_n && status == STF_OK; i++) {
    const struct stf_compare_figure *figure = &job->figures[i];
    bool here = figure->is_headline && figure->role == STF_COMPARE_SIMULTANEOUS;
    status = here ? add_figure(job, figure, &grid, with_actuals) : status;
  }
  if (status == STF_OK) {
    stf_text_grid_write(&grid, out);
  }
  stf_text_grid_clear(&grid);
  return status;
}

enum stf_status stf_compare_text_write(FILE *out, const struct stf_compare_job *job) {
  print_heading(out, job);
  enum stf_status status = print_primary(out, job);
  stf_compare_select_write(out, job);
  for (size_t k = 1; k < job->scenarios_n && status == STF_OK; k++) {
    print_verdict(out, job, k);
  }
  print_target(out, job);
  print_record(out, job);
  print_precision(out, job);
  stf_compare_lever_write(out, job);
  status = status == STF_OK ? print_figures(out, job) : status;
  return status == STF_OK ? stf_compare_costs_write(out, job) : status;
}
