/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_text.h"

#include "cli/harm.h"
#include "cli/run_contract.h"
#include "cli/run_costs.h"
#include "cli/run_dates.h"
#include "cli/run_demand.h"
#include "cli/run_difficulty.h"
#include "cli/run_headline.h"
#include "cli/run_mapped.h"
#include "cli/run_precision.h"
#include "cli/run_promise.h"
#include "cli/run_sources.h"
#include "cli/run_support.h"
#include "cli/run_volume.h"
#include "logs/log_evidence.h"
#include "report/number.h"
#include "report/provenance.h"
#include "stats/rank.h"

#include <math.h>
#include <string.h>

enum {
  CELL = 32,
  STATE = 160
};

static void print_count(FILE *out, const char *before, int64_t n, const char *after) {
  char text[CELL];
  (void)stf_number_grouped((double)n, 0, text);
  (void)fprintf(out, "%s%s%s\n", before, text, after);
}

/* What is drawn beside chance, and what stands in for data. */
static void print_demand(FILE *out, const struct stf_run_job *job) {
  char volume[STF_RUN_VOLUME_TEXT];
  if (job->desk.volume_spread != STF_VOLUME_FIXED) {
    stf_run_volume_text(&job->desk, volume);
    (void)fprintf(out, "volume drawn once a replication: %s\n", volume);
  }
  stf_run_demand_put(out, &job->desk, job->scenario->zone);
  stf_run_demand_put_assumed(out, job->scenario, job->given == 0,
                             (job->given & STF_REPLAY_PRESENCE) == 0);
}

static void print_given(FILE *out, const struct stf_run_job *job) {
  (void)fprintf(out, "given from %s: %s", stf_provenance_name(job->log_path),
                job->replay.openings ? "arrivals, before the bot" : "arrivals");
  stf_run_demand_put_observed(out, &job->desk, job->replay.behind_n);
  if (job->mapped) {
    stf_run_mapped_put(out, job);
  }
  (void)fprintf(out, "%s%s%s%s", (job->given & STF_REPLAY_BOT) != 0 ? ", bot" : "",
                (job->given & STF_REPLAY_PRESENCE) != 0 ? ", presence" : "",
                (job->given & STF_REPLAY_SERVICE) != 0 ? ", service" : "",
                (job->given & STF_REPLAY_PATIENCE) != 0 ? ", patience" : "");
  if (job->replay.presence_inferred) {
    (void)fprintf(out, " (presence by rule: spans of work with gaps up to %g s)",
                  stf_options_number(job->arguments, "presence-gap"));
  }
  (void)fputc('\n', out);
  if (job->replay.repeats_n > 0) {
    (void)fprintf(
        out, "repeats: %zu contacts of the log left out, the desk's own customers come back\n",
        job->replay.repeats_n);
  }
  if (job->replay.overtime_n > 0) {
    (void)fprintf(
        out,
        "overtime: %zu logged stretches of presence ended with work; no new contact in its "
        "second half\n",
        job->replay.overtime_n);
  }
  if (job->overlaps.cut_n > 0) {
    (void)fprintf(out, "work cut where the same agent's next began: %zu contacts\n",
                  job->overlaps.cut_n);
  }
}

/* What the figures of the log leave out. */
static void print_left_out(FILE *out, const struct stf_run_job *job) {
  if (job->aside_n > 0) {
    print_count(out, "left out: ", job->aside_n,
                " logged contacts that never asked for a human");
  }
  if (job->ignored_n > 0) {
    print_count(out, "left out: ", job->ignored_n,
                " logged contacts of the classes of --ignore-class");
  }
}

static void print_evidence(FILE *out, const struct stf_run_job *job) {
  if (job->evidence_of == NULL) {
    return;
  }
  char text[STF_LOG_EVIDENCE_TEXT];
  struct stf_evidence evidence = job->evidence;
  evidence.silent = job->window.silent; /* no log shows them: told only where there are any */
  stf_log_evidence_describe(&evidence, text);
  if (!job->masks && strcmp(text, "everything") == 0) {
    return;
  }
  (void)fprintf(out, "seen as %s shows it: %s%s\n", stf_provenance_name(job->evidence_of), text,
                job->masks ? "" : " (changes nothing here)");
}

/* "12 min": since when the longest has waited. */
static void age_of(int64_t age_us, char out[CELL]) {
  double age_s = (double)age_us * 1e-6;
  if (age_s < 120) {
    (void)snprintf(out, CELL, "%.0f s", age_s);
  } else if (age_s < 7200) {
    (void)snprintf(out, CELL, "%.0f min", age_s / 60);
  } else {
    (void)snprintf(out, CELL, "%.1f h", age_s / 3600);
  }
}

static void state_of_log(const struct stf_run_job *job, char out[STATE]) {
  const struct stf_replay_facts *facts = &job->replay;
  if (facts->waiting_n + facts->in_hand_n + facts->in_bot_n == 0) {
    (void)snprintf(out, STATE, "from the log's state: nobody there");
    return;
  }
  char oldest[CELL] = "";
  char age[CELL];
  if (facts->waiting_n > 0) {
    age_of(job->desk.from_us - facts->oldest_us, age);
    (void)snprintf(oldest, sizeof oldest, " (oldest %.16s)", age);
  }
  char crowded[64] = "";
  if (facts->crowded_n > 0) {
    (void)snprintf(crowded, sizeof crowded, " (%zu beyond what their agent takes at once)",
                   facts->crowded_n);
  }
  (void)snprintf(out, STATE,
                 "from the log's state: %zu waiting%s, %zu in hand%s, %zu in the bot",
                 facts->waiting_n, oldest, facts->in_hand_n, crowded, facts->in_bot_n);
}

static void print_edges(FILE *out, const struct stf_run_job *job) {
  char state[STATE] = "empty";
  if (job->desk.warmup_us > 0) {
    (void)snprintf(state, sizeof state, "after a warm-up of %g h from an empty desk",
                   (double)job->desk.warmup_us / 3.6e9);
  } else if (job->from_log_state) {
    state_of_log(job, state);
  }
  (void)fprintf(out, "starts %s; %s\n", state,
                job->desk.end == STF_EDGE_HORIZON
                    ? "ends at the horizon, what is open then is censored"
                    : "ends when everybody has left");
}

static void print_heading(FILE *out, const struct stf_run_job *job) {
  char period[STF_RUN_DATES_TEXT];
  stf_run_dates_iso(job->scenario->zone, job->desk.from_us, job->desk.to_us, period);
  (void)fprintf(out, "%s\n%s, %s     %u replication%s, seed %llu\n", job->scenario->title,
                period, stf_zone_name(job->scenario->zone), job->values.done_n,
                job->values.done_n == 1 ? "" : "s", (unsigned long long)job->seed);
  print_edges(out, job);
  if (job->given != 0) {
    print_given(out, job);
  }
  print_demand(out, job);
  print_left_out(out, job);
  print_evidence(out, job);
  (void)fputc('\n', out);
}

/* Who was not through when the run stopped is in some figures and not in others. */
static void print_open(FILE *out, double open_n) {
  char text[CELL];
  (void)stf_number_grouped(open_n, 0, text);
  (void)fprintf(out,
                "(still open at the end: %s; they count as offered, in no wait, and as not "
                "answered in time once they are late)\n",
                text);
}

static void print_remarks(FILE *out, const struct stf_run_job *job) {
  if (job->has_log && !job->comparable) {
    (void)fprintf(out, "(not comparable: %s)\n", job->why_not);
  }
  double open_n = (double)stf_run_job_whole(job)->balance.open_n / job->values.done_n;
  if (open_n >= 1) {
    print_open(out, open_n);
  }
  if (job->values.done_n < STF_RANK_LEAST_80) {
    (void)fprintf(out, "(no bands: they need at least %d replications)\n", STF_RANK_LEAST_80);
  }
  stf_run_precision_write(out, job);
  stf_run_support_write(out, job);
  stf_run_sources_write(out, job);
  stf_run_difficulty_write(out, job);
  const struct stf_agreement_joint *joint = &job->joint;
  if (joint->cells_n > 1 && isfinite(joint->expected_n)) {
    (void)fprintf(out,
                  "Of these %zu figures %zu lie outside their 80 %% bands (%zu below, %zu "
                  "above); if the model were true %.1f (%.0f to %.0f).\n",
                  joint->cells_n, joint->below_n + joint->above_n, joint->below_n,
                  joint->above_n, joint->expected_n, joint->expected_lo, joint->expected_hi);
  }
}

/* Share of cells inside the band, where there are enough replications to say. */
static void print_coverage(FILE *out, const struct stf_agreement *a) {
  if (!isfinite(a->coverage)) {
    (void)fprintf(out, "  outside the 80 %% band    takes at least 10 replications to say\n");
    return;
  }
  double cells = (double)a->cells_n;
  (void)fprintf(out,
                "  outside the 80 %% band    %zu of %zu: %zu below (%.1f %%), %zu above (%.1f "
                "%%); if the model were true %.0f (%.0f to %.0f)\n"
                "  band covers              %.3f",
                a->below_n + a->above_n, a->cells_n, a->below_n,
                100 * (double)a->below_n / cells, a->above_n, 100 * (double)a->above_n / cells,
                a->expected_n, a->expected_lo, a->expected_hi, a->coverage);
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

static void mean_of(const struct stf_run_job *job, int64_t sum, char out[CELL]) {
  (void)stf_number_grouped((double)sum / job->values.done_n, 1, out);
}

static void print_balance(FILE *out, const struct stf_run_job *job) {
  const struct stf_kpi_balance *balance = &stf_run_job_whole(job)->balance;
  char cells[5][CELL];
  char bot[CELL + 16] = "";
  mean_of(job, balance->opened_n, cells[0]);
  mean_of(job, balance->closed_n, cells[1]);
  mean_of(job, balance->abandoned_n, cells[2]);
  mean_of(job, balance->open_n, cells[3]);
  mean_of(job, balance->contained_n, cells[4]);
  if (balance->contained_n > 0) {
    (void)snprintf(bot, sizeof bot, "bot %s + ", cells[4]);
  }
  (void)fprintf(
      out,
      "\nChecked: arrivals %s = %sclosed by agents %s + left %s + open %s (means of %u "
      "replication%s)\n",
      cells[0], bot, cells[1], cells[2], cells[3], job->values.done_n,
      job->values.done_n == 1 ? "" : "s");
}

static bool adds_up(const struct stf_kpi_balance *balance) {
  return balance->opened_n ==
         balance->contained_n + balance->closed_n + balance->abandoned_n + balance->open_n;
}

bool stf_run_text_balanced(const struct stf_run_job *job) {
  const struct stf_replicate_values *whole = stf_run_job_whole(job);
  const struct stf_engine_account *account = &whole->account;
  return whole->balance.opened_n == account->counted_n && adds_up(&whole->balance) &&
         adds_up(&job->values.balance) && adds_up(&job->actual_balance) &&
         account->arrived_n == account->contained_n + account->gave_up_n + account->assigned_n +
                                   account->left_n + account->waiting_n + account->in_bot_n;
}

void stf_run_text_write(FILE *out, const struct stf_run_job *job) {
  print_heading(out, job);
  stf_run_headline_write(out, job);
  print_remarks(out, job);
  stf_harm_write(out, &job->table, true);
  stf_run_costs_write(out, job);
  stf_run_promise_write(out, job);
  stf_run_contract_write(out, job);
  print_agreement(out, job);
  print_balance(out, job);
}
