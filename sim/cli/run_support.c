/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_support.h"

#include "report/number.h"

#include <string.h>

enum {
  LIMIT = 48
};

/* "47.3 s", "12.5 min", "3.1 h". */
static void put_time(int64_t us, char out[LIMIT]) {
  double s = (double)us * 1e-6;
  if (s < 120) {
    (void)snprintf(out, LIMIT, "%.3g s", s);
  } else if (s < 7200) {
    (void)snprintf(out, LIMIT, "%.3g min", s / 60);
  } else {
    (void)snprintf(out, LIMIT, "%.3g h", s / 3600);
  }
}

static void put_count(int64_t n, const char *what, char out[LIMIT]) {
  char number[STF_NUMBER_TEXT];
  (void)stf_number_grouped((double)n, 0, number);
  (void)snprintf(out, LIMIT, "%.20s %s", number, what);
}

static void limit_of(const struct stf_support *support, enum stf_support_kind kind,
                     char out[LIMIT]) {
  switch (kind) {
  case STF_SUPPORT_WAIT:
    put_time(support->wait_us, out);
    break;
  case STF_SUPPORT_AGE:
    put_time(support->age_us, out);
    break;
  case STF_SUPPORT_SERVICE:
    put_time(support->service_us, out);
    break;
  case STF_SUPPORT_FIRST:
    put_time(support->first_us, out);
    break;
  case STF_SUPPORT_BOT:
    put_time(support->bot_us, out);
    break;
  case STF_SUPPORT_INTERVAL:
    put_count(support->per_interval, "contacts", out);
    break;
  case STF_SUPPORT_DAY:
  case STF_SUPPORT_KINDS:
    put_count(support->per_day, "contacts", out);
    break;
  }
}

/* Shares that are small need their digits. */
static void put_share(const struct stf_support_share *share, char out[LIMIT]) {
  double percent = 100 * (double)share->outside_n / (double)share->n;
  (void)snprintf(out, LIMIT, percent >= 10 ? "%.0f %%" : "%.2g %%", percent);
}

static void put_line(FILE *out, const char *class_name, const struct stf_support *support,
                     const struct stf_support_counts *counts, enum stf_support_kind kind) {
  static const struct {
    const char *what;
    const char *then;
  } WORDS[STF_SUPPORT_KINDS] = {
      [STF_SUPPORT_WAIT] = {"waits over", "patience there is extrapolated"},
      [STF_SUPPORT_AGE] = {"contacts open for more than", "their laws there are extrapolated"},
      [STF_SUPPORT_SERVICE] = {"work over", "service there is extrapolated"},
      [STF_SUPPORT_FIRST] = {"first messages after more than",
                             "their law there is extrapolated"},
      [STF_SUPPORT_BOT] = {"bot parts over", "the bot's law there is extrapolated"},
      [STF_SUPPORT_INTERVAL] = {"intervals with more than",
                                "how people work under such a load is extrapolated"},
      [STF_SUPPORT_DAY] = {"days with more than",
                           "how people work under such a volume is extrapolated"}};
  char limit[LIMIT];
  char share[LIMIT];
  if (counts->of[kind].outside_n == 0) {
    return;
  }
  limit_of(support, kind, limit);
  put_share(&counts->of[kind], share);
  (void)fprintf(out, "Not in the data: %s, %s %s never occurred; %s here do: %s\n", class_name,
                WORDS[kind].what, limit, share, WORDS[kind].then);
}

static void put_load(FILE *out, const char *team_name, const struct stf_team *team,
                     const struct stf_support_share *load) {
  char share[LIMIT];
  if (load->outside_n > 0) {
    put_share(load, share);
    (void)fprintf(out,
                  "Not in the data: %s, agents at work on more than %u at once never occurred; "
                  "%s of the work here begins so: their speed there is extrapolated\n",
                  team_name, (unsigned)team->load_seen, share);
  }
}

void stf_run_support_write(FILE *out, const struct stf_run_job *job) {
  const struct stf_support_counts *counts = stf_run_job_whole(job)->support;
  const struct stf_support_share *loads = stf_run_job_whole(job)->loads;
  for (uint32_t c = 0; counts != NULL && c < job->desk.classes_n; c++) {
    const struct stf_class *class = &job->desk.classes[c];
    for (int kind = 0; class->support != NULL && kind < STF_SUPPORT_KINDS; kind++) {
      put_line(out, stf_dict_text(job->scenario->names.classes, class->name), class->support,
               &counts[c], (enum stf_support_kind)kind);
    }
  }
  for (uint32_t t = 0; loads != NULL && t < job->desk.teams_n; t++) {
    const struct stf_team *team = &job->desk.teams[t];
    put_load(out, stf_dict_text(job->scenario->names.teams, team->name), team, &loads[t]);
  }
}
