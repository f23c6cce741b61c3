/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/kpi_options.h"
#include "cli/log_zone.h"
#include "cli/run_period.h"
#include "cli/talk.h"
#include "fit/fit.h"
#include "fit/fit_campaigns.h"
#include "logs/overlap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  PATHS_MAX = 256,
  MOST_WEEKS = 104
};

#define WEEK_US (7 * STF_US_PER_DAY)

static const struct stf_option OPTIONS[] = {
    {.letter = 'o',
     .name = "output",
     .kind = STF_OPTION_TEXT,
     .value = "DIR",
     .help = "folder for desk.yaml and its CSV files; made if it is not there",
     .aside = true},
    {.name = "from",
     .kind = STF_OPTION_TEXT,
     .value = "DATE",
     .help = "first day to fit; the log's first"},
    {.name = "to",
     .kind = STF_OPTION_TEXT,
     .value = "DATE",
     .help = "last day to fit; the log's last"},
    {.name = "within",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "service-level thresholds of the desk",
     .fallback = "20s"},
    {.name = "interval",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "of the arrival curve; divides a day",
     .fallback = "30min",
     .least = 1},
    {.name = "presence-gap",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "longest idle gap within an agent's presence, where the log has none",
     .fallback = "300s",
     .least = 1},
    {.name = "horizon",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "how far ahead plans are made, whole weeks: the factors of season and week are "
             "what forecasts of the log's own past missed of so long a time",
     .fallback = "4w",
     .least = 604800},
    {.name = "timezone",
     .kind = STF_OPTION_TEXT,
     .value = "ZONE",
     .help = "of the desk; the log's own, if it says"},
    {.name = "force",
     .kind = STF_OPTION_FLAG,
     .help = "overwrite existing files",
     .aside = true},
};

struct job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_names names;
  struct stf_log log;
  bool has_log;
  struct stf_overlap overlaps;
  struct stf_zone *zone;
  double within_s[STF_KPI_THRESHOLDS_MAX];
  size_t within_n;
  struct stf_run_period window;
  struct stf_fit fit;
};

static enum stf_status read_within(struct job *job) {
  struct stf_kpi_plan plan = {0};
  enum stf_status status =
      stf_kpi_options_within(stf_options_text(job->arguments, "within"), &plan, &job->error);
  for (size_t i = 0; i < plan.within_n; i++) {
    job->within_s[job->within_n++] = (double)plan.within_us[i] / (double)STF_US_PER_S;
  }
  return status;
}

static enum stf_status read_log(struct job *job) {
  const char *paths[PATHS_MAX];
  size_t n = stf_options_operands_n(job->arguments);
  if (n > PATHS_MAX) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0, "at most %d logs at once", PATHS_MAX);
  }
  for (size_t i = 0; i < n; i++) {
    paths[i] = stf_options_operand(job->arguments, i);
  }
  struct stf_eventlog_in in = {.paths = paths, .paths_n = n};
  enum stf_status status = stf_names_init(&job->names, NULL);
  if (status == STF_OK) {
    status = stf_eventlog_load(&in, &job->names, &job->log, &job->diags, &job->error);
  }
  job->has_log = status == STF_OK;
  return status == STF_OK ? stf_overlap_cut(&job->log, &job->overlaps) : status;
}

/* Leaves only the contacts opened in the window. */
static enum stf_status cut_window(struct job *job) {
  const struct stf_eventlog_facts *facts = &job->log.facts;
  if (facts->first_us == STF_NEVER) {
    stf_diag_add(&job->diags, STF_SEVERITY_ERROR,
                 (struct stf_where){.path = stf_options_operand(job->arguments, 0)},
                 "the log has no events");
    return STF_ERR_INPUT;
  }
  job->window = stf_run_period_of(job->zone, facts->first_us, facts->last_us);
  enum stf_status status =
      stf_run_period_read(job->arguments, job->zone, &job->window, &job->error);
  if (status == STF_OK &&
      (stf_zone_day_start(job->zone, job->window.from_us) != job->window.from_us ||
       stf_zone_day_start(job->zone, job->window.to_us) != job->window.to_us)) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--from and --to of 'fit' want days: its curve is made of whole ones");
  }
  size_t kept = 0;
  for (size_t i = 0; status == STF_OK && i < job->log.contacts_n; i++) {
    const struct stf_contact *contact = &job->log.contacts[i];
    if (contact->open_us >= job->window.from_us && contact->open_us < job->window.to_us) {
      job->log.contacts[kept++] = *contact;
    }
  }
  job->log.contacts_n = kept;
  if (status == STF_OK && kept == 0) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "no contact of the log was opened from --from to --to");
  }
  return status;
}

static enum stf_status fit(struct job *job) {
  int64_t interval_us = stf_quantity_us(stf_options_number(job->arguments, "interval"));
  if (STF_US_PER_DAY % interval_us != 0) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--interval must divide a day, such as 15min, 30min or 1h");
  }
  int64_t horizon_us = stf_quantity_us(stf_options_number(job->arguments, "horizon"));
  if (horizon_us % WEEK_US != 0 || horizon_us > MOST_WEEKS * WEEK_US) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--horizon must be whole weeks, at most %d, such as 4w", MOST_WEEKS);
  }
  struct stf_fit_in in = {
      .log = &job->log,
      .names = &job->names,
      .zone = job->zone,
      .path = stf_options_operand(job->arguments, 0),
      .from_us = job->window.from_us,
      .to_us = job->window.to_us,
      .interval_us = interval_us,
      .horizon_weeks = (int)(horizon_us / WEEK_US),
      .presence_gap_us = stf_quantity_us(stf_options_number(job->arguments, "presence-gap")),
      .several = job->overlaps.several,
      .within_s = job->within_s,
      .within_n = job->within_n,
  };
  return stf_fit_desk(&in, &job->fit, &job->diags);
}

static enum stf_status write_desk(struct job *job) {
  struct stf_write_files files = {0};
  enum stf_status status = stf_write_desk(&job->fit.desk, &files);
  if (status == STF_OK) {
    status = stf_write_folder(&files, stf_options_text(job->arguments, "output"),
                              stf_options_given(job->arguments, "force"), &job->error);
  }
  stf_write_clear(&files);
  return status;
}

static void print_class(FILE *out, const struct job *job, const struct stf_fit_class *own) {
  char patience[48] = "never seen leaving";
  if (own->patience.events_n > 0) {
    (void)snprintf(patience, sizeof patience, "%.0f (SE %.0f)%s", own->patience.mean_s,
                   own->patience.mean_error_s, own->patience_pooled ? " all classes" : "");
  }
  char error[24] = "-"; /* of a single contact there is none */
  if (isfinite(own->service_error_s)) {
    (void)snprintf(error, sizeof error, "%.1f", own->service_error_s);
  }
  (void)fprintf(out, "%-16s %9zu %9zu %9zu   %8.1f (SE %s)%-12s %s\n",
                stf_dict_text(job->names.classes, own->name), own->offered_n, own->answered_n,
                own->abandoned_n, own->service_mean_s, error,
                own->service_pooled ? " all classes" : "", patience);
}

static void print_first_messages(FILE *out, const struct job *job) {
  for (size_t c = 0; c < job->fit.classes_n; c++) {
    const struct stf_fit_class *own = &job->fit.classes[c];
    if (own->first_messages_n > 0) {
      (void)fprintf(out, "\nfirst message of '%s' %.1f s after the assignment (n = %zu%s)",
                    stf_dict_text(job->names.classes, own->name), own->first_message_mean_s,
                    own->first_messages_n, own->first_message_pooled ? ", all classes" : "");
    }
  }
}

static void print_bots(FILE *out, const struct job *job) {
  for (size_t c = 0; c < job->fit.classes_n; c++) {
    const struct stf_fit_class *own = &job->fit.classes[c];
    if (own->bot_n > 0) {
      (void)fprintf(out,
                    "\nbot of '%s' reaches %.1f %% (n = %zu), contains %.1f %%, of the others "
                    "%.1f %% leave, mean %.0f s%s",
                    stf_dict_text(job->names.classes, own->name), 100 * own->bot.reach_share,
                    own->bot_n, 100 * own->bot.containment_share, 100 * own->bot.leave_share,
                    own->bot_duration_mean_s, own->bot_pooled ? " (all classes)" : "");
    }
    if (own->acks_n > 0) {
      (void)fprintf(out, "\nautomatic message of '%s' %.1f s after the opening (n = %zu)",
                    stf_dict_text(job->names.classes, own->name),
                    (double)job->fit.desk.classes[c].ack_us * 1e-6, own->acks_n);
    }
  }
}

static void print_surveys(FILE *out, const struct job *job) {
  static const char *const NAMES[STF_FIT_ASKED] = {"CSAT", "NPS"};
  for (size_t c = 0; c < job->fit.classes_n; c++) {
    const struct stf_after *after = job->fit.desk.classes[c].after;
    for (int asked = 0; after != NULL && asked < STF_FIT_ASKED; asked++) {
      size_t n = job->fit.classes[c].marks_n[asked];
      bool is_fitted = (asked == STF_FIT_CSAT ? after->csat : after->nps) != NULL;
      if (n > 0) {
        (void)fprintf(out, "\n%s of '%s' %s (n = %zu)", NAMES[asked],
                      stf_dict_text(job->names.classes, job->fit.classes[c].name),
                      is_fitted ? "by ordinal logit: an association, not a cause"
                                : "not fitted: the comment in desk.yaml says why",
                      n);
      }
    }
  }
}

static void print_campaigns(FILE *out, const struct job *job) {
  const struct stf_fit *f = &job->fit;
  for (size_t i = 0; i < f->campaigns_n; i++) {
    const struct stf_fit_campaign *own = &f->campaigns[i];
    (void)fprintf(out,
                  "\ncampaign   '%s': %lld of %lld messages replied to as '%s' (%.2f %%, SE "
                  "%.2f), after %.1f min on average%s",
                  own->name, (long long)own->replies_n, (long long)own->messages_n,
                  stf_dict_text(job->names.classes, f->classes[own->class_index].name),
                  100 * own->reply_share, 100 * own->reply_share_se, own->delay_mean_s / 60,
                  own->delay_pooled ? " (all campaigns)" : "");
  }
  if (job->log.sendings_n > 0) {
    (void)fprintf(out, "\ncampaigns  %lld sent; replies %s, and no arrivals of the curve",
                  (long long)f->bursts_n,
                  f->replies_marked ? "as the log marks them" : "by the customers written to");
  }
  if (f->few_n > 0) {
    (void)fprintf(out, "; %lld messages of fewer than %d at once are none", (long long)f->few_n,
                  STF_FIT_CAMPAIGNS_LEAST);
  }
  if (f->strays_n > 0) {
    (void)fprintf(out, "\nreplies    %zu to campaigns that the log does not have: left out",
                  f->strays_n);
  }
}

/* Which agents have several contacts in hand, and how fast they work. */
static void print_hands(FILE *out, const struct job *job) {
  if (job->overlaps.kept_n > 0) {
    (void)fprintf(out,
                  "overlaps   kept of agents who have several contacts in hand: %zu stretches "
                  "of work\n",
                  job->overlaps.kept_n);
  }
  for (size_t t = 0; t < job->fit.hands_n; t++) {
    const struct stf_fit_hands *hands = &job->fit.hands[t];
    if (hands->cap <= 1) {
      continue;
    }
    (void)fprintf(out, "at once    %u contacts, %s; total rate", (unsigned)hands->cap,
                  hands->cap_logged ? "as logged" : "by rule: the most seen");
    for (uint32_t j = 0; j < hands->cap; j++) {
      (void)fprintf(out, "%s %.3g", j > 0 ? "," : "", hands->speed.speeds[j]);
      if (!hands->speed.measured[j]) {
        (void)fprintf(out, " (assumed)");
      } else if (j > 0) {
        (void)fprintf(out, " (SE %.2g)", hands->speed.errors[j]);
      }
    }
    (void)fprintf(out, "\n");
  }
}

static void print_busyness(FILE *out, const struct stf_curve *curve) {
  const struct stf_intervals *intervals = &curve->intervals;
  if (curve->day_shape > 0) {
    (void)fprintf(out,
                  "\nday factor gamma, shape %.1f (SE %.1f): days scatter by %.1f %% around "
                  "their weekday",
                  curve->day_shape, curve->day_shape_se, 100 / sqrt(curve->day_shape));
  } else {
    (void)fprintf(out,
                  "\nday factor none: days scatter no more than Poisson, or too few weeks");
  }
  if (intervals->state == STF_INTERVALS_FOUND) {
    (void)fprintf(out,
                  "\nintervals  factors of cv %.3f (SE %.3f), correlation of neighbours %.2f "
                  "(SE %.2f); the day factor beside them has the variance %.4f (SE %.4f)",
                  intervals->cv, intervals->cv_se, intervals->correlation,
                  intervals->correlation_se, intervals->day_variance,
                  intervals->day_variance_se);
  } else if (intervals->state == STF_INTERVALS_NONE) {
    (void)fprintf(out, "\nintervals  no factors that can be told from Poisson and day factor");
  } else {
    (void)fprintf(out, "\nintervals  no factors: they take %d days, here are %zu",
                  STF_INTERVALS_LEAST_DAYS, intervals->days_n);
  }
}

static void print_horizon(FILE *out, const struct stf_horizon *horizon) {
  if (horizon->state == STF_HORIZON_FEW) {
    (void)fprintf(
        out,
        "\nseason     none: %d %s of %d weeks can be forecast from the log's own past, "
        "it takes %d (%d weeks in all);\n           bands of whole weeks are too "
        "narrow: give busyness a season_cv of your own",
        horizon->apart_n, horizon->apart_n == 1 ? "period" : "periods", horizon->weeks_n,
        STF_HORIZON_LEAST, STF_HORIZON_TRAINED / 7 + STF_HORIZON_LEAST * horizon->weeks_n);
    return;
  }
  (void)fprintf(out, "\nseason     forecasts at %d Mondays, %d periods of %d weeks apart: ",
                horizon->origins_n, horizon->apart_n, horizon->weeks_n);
  if (horizon->state == STF_HORIZON_NONE) {
    (void)fprintf(out, "no factors of season or week");
  } else {
    (void)fprintf(out, "factors of cv %.3f", horizon->season_cv);
    if (horizon->season_cv > 0) {
      (void)fprintf(out, " (SE %.3f)", horizon->season_cv_se);
    }
    (void)fprintf(out, ", of weeks %.3f", horizon->week_cv);
    if (horizon->week_cv > 0) {
      (void)fprintf(out, " (SE %.3f)", horizon->week_cv_se);
    }
  }
  (void)fprintf(out,
                ";\n           totals missed by %.1f times what independent days imply, on "
                "average by %+.1f %%",
                horizon->miss, 100 * horizon->bias);
}

static void print_fit(FILE *out, const struct job *job) {
  const struct stf_fit *f = &job->fit;
  (void)fprintf(out, "%s, %s\n\n%-16s %9s %9s %9s   %-29s %s\n", f->desk.title,
                stf_zone_name(job->zone), "class", "offered", "answered", "left",
                "mean work [s]", "mean patience, exponential [s]");
  for (size_t c = 0; c < f->classes_n; c++) {
    print_class(out, job, &f->classes[c]);
  }
  for (size_t c = 0; c < f->classes_n; c++) {
    if (f->classes[c].unanswered) {
      (void)fprintf(out, "no team was seen answering '%s': all of them serve it\n",
                    stf_dict_text(job->names.classes, f->classes[c].name));
    }
  }
  (void)fprintf(out, "\narrivals   %lld contacts on %d days by weekday and interval",
                (long long)f->curve.contacts_n,
                f->curve.days_n[0] + f->curve.days_n[1] + f->curve.days_n[2] +
                    f->curve.days_n[3] + f->curve.days_n[4] + f->curve.days_n[5] +
                    f->curve.days_n[6]);
  if (f->curve.missing_days_n > 0) {
    (void)fprintf(out, "; %d %s without any contact taken for %s in the log",
                  f->curve.missing_days_n, f->curve.missing_days_n == 1 ? "day" : "days",
                  f->curve.missing_days_n == 1 ? "a hole" : "holes");
  }
  print_busyness(out, &f->curve);
  print_horizon(out, &f->curve.horizon);
  print_first_messages(out, job);
  print_bots(out, job);
  print_surveys(out, job);
  print_campaigns(out, job);
  (void)fprintf(out, "\npresence   %zu spans of %zu agents, %s", f->spans_n, f->agents_n,
                f->presence_inferred ? "by rule from their work" : "as logged");
  if (f->concurrent) {
    (void)fprintf(out, "\npause      none: not measured where agents have several in hand\n");
  } else if (f->pause_n >= STF_FIT_LEAST) {
    (void)fprintf(out,
                  "\npause      mean %.1f s, p50 %.0f s, p90 %.0f s (n = %zu, seen while "
                  "somebody waited)\n",
                  f->pause.mean_s, f->pause_p50_s, f->pause_p90_s, f->pause_n);
  } else {
    (void)fprintf(out, "\npause      none: only %zu were seen while somebody waited\n",
                  f->pause_n);
  }
  if (job->overlaps.cut_n > 0) {
    (void)fprintf(
        out, "overlaps   the work of %zu contacts ran into the same agent's next: cut there\n",
        job->overlaps.cut_n);
  }
  print_hands(out, job);
  if (f->desk.draws != NULL) {
    (void)fprintf(out,
                  "draws      %zu of these figures by resampling %zu days: each replication of "
                  "a prediction takes one\n",
                  f->desk.draws->n, f->draws_days_n);
  } else {
    (void)fprintf(out,
                  "draws      none: of only %zu days the weekday is there twice or more; "
                  "predictions take these figures as certain\n",
                  f->draws_days_n);
  }
  if (f->attended.patience_by_hours) {
    (void)fprintf(out,
                  "patience   is NOT right: %zu of %zu who left did so while nobody was there, "
                  "but %.0f %% of the waiting lies there;\n"
                  "           these laws count the nights: give the classes patience_hours and "
                  "laws of your own\n",
                  f->attended.left_alone_n, f->attended.left_n, 100 * f->attended.alone_share);
  }
  (void)fprintf(
      out, "\nWritten: %s/desk.yaml\nNext: staffetta run %s/desk.yaml --log ANOTHER.csv\n",
      stf_options_text(job->arguments, "output"), stf_options_text(job->arguments, "output"));
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  if (stf_options_text(arguments, "output") == NULL) {
    return stf_talk_usage(console, command, "fit wants a folder for the desk: -o DIR");
  }
  struct job job = {.console = console, .arguments = arguments};
  stf_diag_init(&job.diags, NULL);
  enum stf_status status = read_within(&job);
  if (status == STF_OK) {
    status = read_log(&job);
  }
  if (status == STF_OK) {
    status = stf_log_zone_open(stf_options_text(arguments, "timezone"), &job.log.facts,
                               &job.zone, &job.error);
  }
  if (status == STF_OK) {
    status = cut_window(&job);
  }
  if (status == STF_OK) {
    status = fit(&job);
  }
  if (status == STF_OK) {
    status = write_desk(&job);
  }
  if (status == STF_OK) {
    print_fit(console->out, &job);
  }
  int code = stf_talk_end(console, command, &job.diags, status, &job.error);
  if (job.has_log && job.fit.arena != NULL) {
    stf_fit_clear(&job.fit);
  }
  if (job.has_log) {
    stf_eventlog_clear(&job.log);
  }
  stf_zone_free(job.zone);
  stf_names_clear(&job.names);
  stf_diag_clear(&job.diags);
  return code;
}

const struct stf_command STF_COMMAND_FIT = {
    .name = "fit",
    .summary = "fit a desk from a log: arrivals, service, patience, presence, pause",
    .usage = "staffetta fit LOG... -o DIR [OPTIONS]",
    .example = "staffetta fit scenarios/data/front-desk.csv.gz -o desk",
    .group = "logs",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .details = "Writes DIR/desk.yaml and the CSV files it names; 'run' takes it as it is. The "
               "comments in it say what each\n"
               "figure rests on.",
    .run = run,
};
