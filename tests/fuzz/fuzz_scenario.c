/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole scenario file, after a line "%%" a table that it may name as TABLE. Either it is
 * refused with a reason, or its desk keeps the engine's contracts, and two replications of it,
 * where they are short enough, balance. */
#include "desk/desk_check.h"
#include "fuzz/fuzz.h"
#include "replicate/replicate.h"
#include "scenario/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  CONTACTS_MOST = 2000,
  STEPS_MOST = 5000, /* of rates, of staff, of the tables */
  AGENTS_MOST = 2000
};

/* The scenario with TABLE replaced. The caller frees it. */
static char *written(const char *text, size_t n, const char *table) {
  size_t table_n = strlen(table);
  char *out = malloc(n * (table_n + 1) + 1);
  STF_ASSERT(out != NULL);
  char *to = out;
  for (size_t i = 0; i < n;) {
    if (n - i >= 5 && memcmp(text + i, "TABLE", 5) == 0) {
      memcpy(to, table, table_n);
      to += table_n;
      i += 5;
    } else {
      *to++ = text[i++];
    }
  }
  *to = '\0';
  return out;
}

static enum stf_status read_bytes(const char *bytes, size_t n, struct stf_diags *diags,
                                  struct stf_scenario **out) {
  size_t head_n = 0;
  while (head_n < n && !(n - head_n >= 4 && memcmp(bytes + head_n, "\n%%\n", 4) == 0)) {
    head_n++;
  }
  const char *table = bytes + (head_n < n ? head_n + 4 : n);
  const char *path = stf_fuzz_file((const uint8_t *)table, (size_t)(bytes + n - table));
  char *text = written(bytes, head_n, path);
  struct stf_error error = {0};
  enum stf_status status = stf_scenario_parse(
      &(struct stf_scenario_text){"desk.yaml", text, strlen(text)}, NULL, diags, out, &error);
  free(text);
  return status;
}

static double contacts_of(const struct stf_desk *desk) {
  double sum = 0;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    for (size_t i = 0; i < desk->rates_n; i++) {
      double seconds = (double)(desk->rate_edges_us[i + 1] - desk->rate_edges_us[i]) / 1e6;
      sum += desk->classes[c].rates_per_s[i] * seconds;
    }
  }
  for (size_t i = 0; i < desk->demand->campaigns_n; i++) {
    sum += desk->demand->campaigns[i].messages_n;
  }
  for (size_t i = 0; i < desk->demand->deflections_n; i++) {
    for (size_t k = 0; k < desk->rates_n; k++) {
      double seconds = (double)(desk->rate_edges_us[k + 1] - desk->rate_edges_us[k]) / 1e6;
      sum += desk->demand->deflections[i].rates_per_s[k] * seconds;
    }
  }
  return sum * fmax(desk->volume, desk->volume_high);
}

static bool is_short(const struct stf_desk *desk) {
  int64_t people = 0;
  for (size_t i = 0; i < desk->changes_n; i++) {
    people += abs(desk->changes[i].delta);
  }
  bool drawn_wide = desk->volume_cv > 1 || desk->week_cv > 1 || desk->season_cv > 1 ||
                    (desk->day_shape > 0 && desk->day_shape < 1) ||
                    desk->demand->intervals.cv > 1;
  return desk->rates_n <= STEPS_MOST && desk->changes_n <= STEPS_MOST &&
         people <= AGENTS_MOST &&
         (desk->to_us - desk->from_us) / desk->interval_us <= STEPS_MOST && !drawn_wide &&
         contacts_of(desk) <= CONTACTS_MOST;
}

static void check_balance(const struct stf_engine_account *account,
                          const struct stf_kpi_balance *balance) {
  STF_ASSERT(account->arrived_n == account->contained_n + account->gave_up_n +
                                       account->assigned_n + account->left_n +
                                       account->waiting_n + account->in_bot_n);
  STF_ASSERT(balance->opened_n == account->counted_n);
  STF_ASSERT(balance->opened_n ==
             balance->contained_n + balance->closed_n + balance->abandoned_n + balance->open_n);
}

static void run(const struct stf_scenario *scenario) {
  const struct stf_desk *desk = &scenario->desk;
  struct stf_kpi_plan plan = {
      .zone = scenario->zone,
      .names = &scenario->names,
      .from_us = desk->from_us,
      .to_us = desk->to_us,
      .interval_us = desk->interval_us,
      .groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY | STF_KPI_BY_CLASS | STF_KPI_BY_AGENT,
      .within_us = {20000000},
      .within_n = 1,
      .has_queue = true,
      .overlaps = stf_desk_overlaps(desk),
      .quantiles = STF_KPI_QUANTILES_HISTOGRAM,
      .definitions = STF_KPI_CHOICE_ALL,
      .terms = scenario->terms,
      .costs = scenario->costs,
  };
  struct stf_kpi_layout *layout = NULL;
  struct stf_replicate_values values = {0};
  STF_ASSERT(stf_kpi_layout_new(&plan, NULL, &layout) == STF_OK);
  struct stf_replicate_options options = {
      .seed = scenario->seed, .replications_n = 2, .threads_n = 1};
  STF_ASSERT(stf_replicate_run(desk, layout, &options, NULL, &values) == STF_OK);
  check_balance(&values.account, &values.balance);
  stf_replicate_clear(&values, NULL);
  stf_kpi_layout_free(layout);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_scenario *scenario = NULL;
  enum stf_status status = read_bytes((const char *)data, n, &diags, &scenario);
  if (status == STF_OK) {
    bool waits_for_log = scenario->replay_path != NULL;
    STF_ASSERT(waits_for_log || stf_desk_check_valid(&scenario->desk) == NULL);
    if (!waits_for_log && is_short(&scenario->desk)) {
      run(scenario);
    }
  } else {
    /* A file that it names may be missing. */
    STF_ASSERT(status == STF_ERR_IO || (status == STF_ERR_INPUT && diags.errors_n > 0));
  }
  stf_scenario_free(scenario);
  stf_diag_clear(&diags);
  return 0;
}
