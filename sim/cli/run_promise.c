/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_promise.h"

#include "base/quantity.h"
#include "cli/run_dates.h"

#include <math.h>
#include <string.h>

enum {
  NAME = STF_RUN_PROMISE_NAME,
  DURATION = 32
};

/* The figure of a kind in the totals; NAN if there is none. */
static double total_of(const struct stf_run_job *job, const char *kpi, const char *definition) {
  for (size_t i = 0; i < job->table.rows_n; i++) {
    const struct stf_row *row = &job->table.rows[i];
    if (row->group[0] == '\0' && row->interval_start_us == STF_NEVER &&
        strcmp(row->kpi, kpi) == 0 && strcmp(row->definition, definition) == 0) {
      return row->predicted;
    }
  }
  return (double)NAN;
}

/* ---- the weak spot ---- */

/* Predicted share of an interval and the contacts behind it, one replication's. */
struct cell {
  int64_t start_us;
  int64_t end_us;
  double share;
  double contacts;
};

static bool is_cell(const struct stf_row *row, const char *kpi, const char *definition) {
  return row->interval_start_us != STF_NEVER && row->group[0] == '\0' &&
         strcmp(row->kpi, kpi) == 0 && strcmp(row->definition, definition) == 0 &&
         strcmp(row->statistic, "share") == 0;
}

static struct cell cell_at(const struct stf_run_job *job, size_t row,
                           const struct stf_row *described) {
  const struct stf_replicate_values *values = &job->values;
  double num = 0;
  double den = 0;
  for (uint32_t r = 0; r < values->done_n; r++) {
    size_t at = row * values->replications_n + r;
    bool known = isfinite(values->num[at]) && isfinite(values->den[at]);
    num += known ? values->num[at] : 0;
    den += known ? values->den[at] : 0;
  }
  return (struct cell){.start_us = described->interval_start_us,
                       .end_us = described->interval_end_us,
                       .share = den > 0 ? num / den : (double)NAN,
                       .contacts = den / values->done_n};
}

/* Intervals of one share in the order of time. */
static size_t list_cells(const struct stf_run_job *job, const char *kpi, const char *definition,
                         struct cell *out) {
  size_t n = 0;
  size_t rows_n = stf_kpi_layout_rows_n(job->layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(job->layout, i, &row);
    if (is_cell(&row, kpi, definition)) {
      out[n++] = cell_at(job, i, &row);
    }
  }
  return n;
}

static bool counts(const struct stf_run_job *job, const struct cell *cell) {
  return cell->contacts >= (double)stf_options_integer(job->arguments, "score-least") &&
         isfinite(cell->share);
}

/* The interval with the least share, and those around it on the same day that also miss the
 * target. wanted: NAN without a target. */
static bool find_weak_spot(const struct stf_run_job *job, const struct cell *cells, size_t n,
                           double wanted, struct cell *out) {
  size_t worst = n;
  for (size_t i = 0; i < n; i++) {
    if (counts(job, &cells[i]) && (worst == n || cells[i].share < cells[worst].share)) {
      worst = i;
    }
  }
  if (worst == n) {
    return false;
  }
  int64_t day_us = stf_zone_day_start(job->scenario->zone, cells[worst].start_us);
  int64_t next_us = stf_zone_next_day(job->scenario->zone, cells[worst].start_us);
  size_t first = worst;
  size_t last = worst;
  while (first > 0 && cells[first - 1].start_us >= day_us && cells[first - 1].share < wanted &&
         counts(job, &cells[first - 1])) {
    first--;
  }
  while (last + 1 < n && cells[last + 1].start_us < next_us && cells[last + 1].share < wanted &&
         counts(job, &cells[last + 1])) {
    last++;
  }
  *out = cells[worst];
  out->start_us = cells[first].start_us;
  out->end_us = cells[last].end_us;
  return true;
}

/* what: of the share, "answered in 10 min of office". */
static void print_weak_spot(FILE *out, const struct stf_run_job *job, const char *kpi,
                            const char *definition, double wanted, const char *what) {
  struct cell *cells = stf_mem_zeroed(NULL, stf_kpi_layout_rows_n(job->layout), sizeof *cells);
  struct cell spot;
  if (cells != NULL &&
      find_weak_spot(job, cells, list_cells(job, kpi, definition, cells), wanted, &spot)) {
    char when[STF_RUN_DATES_TEXT];
    stf_run_dates_stretch(job->scenario->zone, spot.start_us, spot.end_us, when);
    (void)fprintf(out, "Weak spot: %s, down to %.1f %% %s\n", when, 100 * spot.share, what);
  }
  stf_mem_release(NULL, cells);
}

/* ---- targets ---- */

/* "4 or 5 of 10", "9 of 10", "none of 10". */
static void days_of(double share, char out[DURATION]) {
  double tenths = 10 * share;
  double near = round(tenths);
  if (fabs(tenths - near) > 0.1) {
    (void)snprintf(out, DURATION, "%.0f or %.0f of 10", floor(tenths), ceil(tenths));
  } else if (near < 1) {
    (void)snprintf(out, DURATION, "none of 10");
  } else {
    (void)snprintf(out, DURATION, "%.0f of 10", near);
  }
}

const char *const STF_RUN_PROMISE_DEEDS[STF_SLA_CLOCKS] = {
    [STF_SLA_CLOCK_FIRST_RESPONSE] = "answered",
    [STF_SLA_CLOCK_NEXT_RESPONSE] = "later messages answered",
    [STF_SLA_CLOCK_RESOLUTION] = "resolved",
};

void stf_run_promise_name(const struct stf_sla_policy *policy, enum stf_sla_clock clock,
                          char out[STF_RUN_PROMISE_NAME]) {
  static const char *const NAMES[STF_SLA_CLOCKS] = {
      [STF_SLA_CLOCK_FIRST_RESPONSE] = "first_response",
      [STF_SLA_CLOCK_NEXT_RESPONSE] = "next_response",
      [STF_SLA_CLOCK_RESOLUTION] = "resolution",
  };
  char within[DURATION];
  stf_quantity_put_duration(stf_sla_target_of(policy, clock)->within_us, within, sizeof within);
  (void)snprintf(out, NAME, "%.48s_%s_%s", policy->name, NAMES[clock], within);
}

/* "10min" -> "10 min". */
static void words_of(int64_t us, char out[DURATION]) {
  char text[DURATION];
  stf_quantity_put_duration(us, text, sizeof text);
  size_t digits = strspn(text, "0123456789.");
  (void)snprintf(out, DURATION, "%.*s %.8s", (int)(digits < 20 ? digits : 20), text,
                 text + digits);
}

/* " of office", "": the calendar's time in which a promise is counted. */
static void hours_of(const struct stf_sla_target *target, char out[DURATION]) {
  (void)snprintf(out, DURATION, "%s%.24s", target->hours != NULL ? " of " : "",
                 target->hours_name);
}

void stf_run_promise_deed(const struct stf_sla_target *target, enum stf_sla_clock clock,
                          char out[STF_RUN_PROMISE_NAME]) {
  char within[DURATION];
  char hours[DURATION];
  words_of(target->within_us, within);
  hours_of(target, hours);
  (void)snprintf(out, NAME, "%s in %s%s", STF_RUN_PROMISE_DEEDS[clock], within, hours);
}

/* How sure it is, and on how many days: of such days, with `those` behind them, and of such
 * periods. */
static bool print_odds(FILE *out, const struct stf_run_job *job, const char *name,
                       const char *before, const char *those) {
  char member[NAME + 8];
  (void)snprintf(member, sizeof member, "%s_period", name);
  double period = total_of(job, "sla_target_met", member);
  (void)snprintf(member, sizeof member, "%s_days", name);
  double days = total_of(job, "sla_target_met", member);
  if (isfinite(period) && isfinite(days)) {
    char words[DURATION];
    days_of(days, words);
    (void)fprintf(out, "%sof such days %s meet it%s, of such periods %.0f of 100", before,
                  words, those, 100 * period);
    return true;
  }
  return false;
}

/* Which contacts count, where a calendar makes a difference. */
static void print_population(FILE *out, const struct stf_sla_policy *policy,
                             const struct stf_sla_target *target) {
  if (target->hours == NULL) {
    return;
  }
  if (policy->population == STF_SLA_POPULATION_IN_HOURS) {
    (void)fprintf(out,
                  "  counts those who come while %s is open; while it is closed the clock "
                  "stands\n",
                  target->hours_name);
  } else {
    (void)fprintf(out, "  counts everybody; while %s is closed the clock stands\n",
                  target->hours_name);
  }
}

/* One target; false where the run has no figure of it. */
static bool print_target(FILE *out, const struct stf_run_job *job,
                         const struct stf_sla_policy *policy, enum stf_sla_clock clock,
                         char name[NAME]) {
  const struct stf_sla_target *target = stf_sla_target_of(policy, clock);
  stf_run_promise_name(policy, clock, name);
  double share = total_of(job, "sla_compliance", name);
  if (target->within_us == 0 || !isfinite(share)) {
    return false;
  }
  char deed[NAME];
  stf_run_promise_deed(target, clock, deed);
  (void)fprintf(out, "Target %s: %g %% %s: %s, %.1f %%\n", policy->name, 100 * target->share,
                deed, share >= target->share ? "met" : "not met", 100 * share);
  print_population(out, policy, target);
  if (print_odds(out, job, name, "  ", " (of those with contacts that count)")) {
    (void)fputc('\n', out);
  }
  return true;
}

/* ---- one target of several runs ---- */

struct promise {
  const struct stf_sla_policy *policy;
  const struct stf_sla_target *target;
  enum stf_sla_clock clock;
};

/* The promise of that definition. */
static bool find_promise(const struct stf_run_job *job, const char *definition,
                         struct promise *out) {
  const struct stf_sla_terms *terms = job->plan.terms;
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    for (int c = 0; c < STF_SLA_CLOCKS; c++) {
      const struct stf_sla_policy *policy = &terms->policies[p];
      enum stf_sla_clock clock = (enum stf_sla_clock)c;
      char name[NAME];
      stf_run_promise_name(policy, clock, name);
      if (strcmp(name, definition) == 0) {
        *out = (struct promise){policy, stf_sla_target_of(policy, clock), clock};
        return true;
      }
    }
  }
  return false;
}

bool stf_run_promise_head(FILE *out, const struct stf_run_job *job, const char *definition) {
  struct promise promise;
  char deed[NAME];
  if (!find_promise(job, definition, &promise)) {
    return false;
  }
  stf_run_promise_deed(promise.target, promise.clock, deed);
  (void)fprintf(out, "Target %s: %g %% %s\n", promise.policy->name, 100 * promise.target->share,
                deed);
  return true;
}

void stf_run_promise_held(FILE *out, const struct stf_run_job *job, const char *definition) {
  struct promise promise;
  double share = total_of(job, "sla_compliance", definition);
  if (!find_promise(job, definition, &promise) || !isfinite(share)) {
    (void)fputs("has no such target", out);
    return;
  }
  (void)fprintf(out, "%s, %.1f %%", share >= promise.target->share ? "met" : "not met",
                100 * share);
  (void)print_odds(out, job, definition, "; ", "");
}

void stf_run_promise_write(FILE *out, const struct stf_run_job *job) {
  const struct stf_sla_terms *terms = job->plan.terms;
  bool weak_told = false;
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    const struct stf_sla_policy *policy = &terms->policies[p];
    for (int clock = 0; clock < STF_SLA_CLOCKS; clock++) {
      char name[NAME];
      if (print_target(out, job, policy, (enum stf_sla_clock)clock, name) && !weak_told) {
        weak_told = true;
        const struct stf_sla_target *target =
            stf_sla_target_of(policy, (enum stf_sla_clock)clock);
        char deed[NAME];
        stf_run_promise_deed(target, (enum stf_sla_clock)clock, deed);
        print_weak_spot(out, job, "sla_compliance", name, target->share, deed);
      }
    }
  }
  if (!weak_told && job->plan.within_n > 0) {
    char name[NAME];
    char within[DURATION];
    char deed[NAME];
    (void)snprintf(name, sizeof name, "sl3_within_%.15gs",
                   (double)job->plan.within_us[0] * 1e-6);
    words_of(job->plan.within_us[0], within);
    (void)snprintf(deed, sizeof deed, "answered in %s", within);
    print_weak_spot(out, job, "service_level", name, (double)NAN, deed);
  }
}
