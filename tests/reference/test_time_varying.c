/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool under a sinusoidal rate, from empty, with patience as long as service (Mt/M/s+M, theta
 * = mu): the number in the system is Poisson with the mean of infinitely many servers (Eick,
 * Massey & Whitt 1993; Feldman, Mandelbaum, Massey & Whitt 2008). Measured over replications at
 * the table's instants: mean number there, all agents at work, mean number waiting.
 *
 * The rate is a staircase of its own means over steps of PERIOD / STEPS: the mean number
 * differs by less than amplitude x (2 pi / STEPS)^2 / 24 < 2e-5. Each measure within 3.5
 * standard errors (false alarm 5e-4 a measure). With STF_SLOW as many replications as it takes
 * for a 95 % half-width of at most 2 % of the value or 0.005 for a probability; without it that
 * is asked of the mean number only. A mean number waiting below 0.05 says how often anybody
 * waits: limit as for a probability. Values below RARE are held against the count of 0 that
 * they make likely.
 */
#include "engine/engine.h"
#include "support/near.h"
#include "support/pool.h"
#include "support/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_US INT64_C(1000000000000000)
#define UNIT_US  1e9 /* microseconds in the table's unit of time */
#define RARE     1e-6

enum {
  STEPS = 4096, /* of a period */
  MOST_STEPS = 4 * STEPS,
  INSTANTS = 7,
  FAST_RUNS = 1500,
  SLOW_RUNS = 300000
};

/* The desk of one case of the table, and where to look. */
struct sway {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_team team;
  bool serves[1];
  struct stf_staff_change change;
  double rates_per_s[MOST_STEPS];
  int64_t edges_us[MOST_STEPS + 1];
  int64_t days[MOST_STEPS];
  int64_t at_us[INSTANTS];
  size_t instants_n;
};

/* Numbers at one instant of one replication. */
struct look {
  double there;
  double all_busy;
  double waiting;
};

struct looks {
  const struct sway *sway;
  struct look *of_run; /* at the instants */
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct looks *looks = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &contacts[i];
    int64_t waits_until_us = stf_contact_wait_end_us(contact);
    for (size_t k = 0; k < looks->sway->instants_n; k++) {
      int64_t at_us = looks->sway->at_us[k];
      bool there = contact->open_us <= at_us &&
                   (contact->close_us == STF_NEVER || contact->close_us > at_us);
      looks->of_run[k].there += there;
      looks->of_run[k].waiting +=
          there && (waits_until_us == STF_NEVER || waits_until_us > at_us);
    }
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static void build(const struct stf_table_file *table, size_t first, size_t instants_n,
                  struct sway *out) {
  double mean = stf_table_number(table, first, "lambda_mean_per_time");
  double amplitude = stf_table_number(table, first, "lambda_amplitude");
  double period = stf_table_number(table, first, "period");
  memset(out, 0, sizeof *out);
  out->instants_n = instants_n;
  for (size_t k = 0; k < instants_n; k++) {
    out->at_us[k] =
        START_US + (int64_t)(stf_table_number(table, first + k, "t") * UNIT_US + 0.5);
  }
  double two_pi = 8 * atan(1);
  out->edges_us[0] = START_US;
  size_t n = 0;
  while (out->edges_us[n] <= out->at_us[instants_n - 1]) {
    assert_true(n < MOST_STEPS);
    double from = two_pi * (double)n / STEPS;
    double to = two_pi * (double)(n + 1) / STEPS;
    double rate = mean + amplitude * (cos(from) - cos(to)) / (to - from);
    out->rates_per_s[n] = rate / UNIT_US * 1e6;
    n++;
    out->edges_us[n] = START_US + (int64_t)(period * (double)n / STEPS * UNIT_US + 0.5);
  }
  out->serves[0] = true;
  out->change =
      (struct stf_staff_change){.at_us = START_US,
                                .agent = STF_NOBODY,
                                .delta = (int32_t)stf_table_number(table, first, "s")};
  out->class = (struct stf_class){
      .key = 777,
      .channel = STF_NOBODY,
      .priority_name = STF_NOBODY,
      .service = stf_law_exponential(UNIT_US * 1e-6 / stf_table_number(table, first, "mu")),
      .patience = stf_law_exponential(UNIT_US * 1e-6 / stf_table_number(table, first, "theta")),
      .rates_per_s = out->rates_per_s};
  out->team = (struct stf_team){.serves = out->serves, .pause = stf_law_constant(0)};
  out->desk = (struct stf_desk){.title = "sway",
                                .from_us = START_US,
                                .to_us = out->edges_us[n],
                                .interval_us = (int64_t)UNIT_US,
                                .classes = &out->class,
                                .classes_n = 1,
                                .teams = &out->team,
                                .teams_n = 1,
                                .changes = &out->change,
                                .changes_n = 1,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = n,
                                .volume = 1,
                                .end = STF_EDGE_HORIZON};
}

/* Sums and sums of squares over replications, of the three numbers at one instant. */
struct moments {
  double sum[3];
  double square[3];
};

static void add_look(struct moments *to, const struct look *look) {
  const double values[] = {look->there, look->all_busy, look->waiting};
  for (size_t i = 0; i < 3; i++) {
    to->sum[i] += values[i];
    to->square[i] += values[i] * values[i];
  }
}

static void simulate(const struct sway *sway, uint32_t runs_n, struct moments *out) {
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&sway->desk, NULL, &engine), STF_OK);
  memset(out, 0, sway->instants_n * sizeof *out);
  for (uint32_t r = 0; r < runs_n; r++) {
    struct look of_run[INSTANTS] = {{0}};
    struct looks looks = {sway, of_run};
    struct stf_engine_sink sink = {
        .context = &looks, .contacts = take_contacts, .presence = take_presence};
    struct stf_stream stream = stf_stream_of(3, r);
    struct stf_engine_account account;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
    for (size_t k = 0; k < sway->instants_n; k++) {
      of_run[k].all_busy = of_run[k].there - of_run[k].waiting >= sway->change.delta;
      add_look(&out[k], &of_run[k]);
    }
  }
  stf_engine_free(engine);
}

static void check(const char *name, const struct moments *moments, size_t which,
                  uint32_t runs_n, double exact) {
  double n = runs_n;
  double mean = moments->sum[which] / n;
  if (exact < RARE) {
    assert_true(n * exact < 0.05);
    assert_true(mean <= 0);
    return;
  }
  double variance = (moments->square[which] - n * mean * mean) / (n - 1);
  struct stf_estimate estimate = {mean, sqrt(variance / n)};
  if (which == 0 || stf_near_slow()) {
    stf_estimate_check_closely(name, estimate, exact, which == 1 || exact < 0.05);
  } else {
    assert_near(mean, exact, 3.5 * estimate.se);
  }
}

static void check_case(const struct stf_table_file *table, size_t first, size_t instants_n) {
  static const char *const COLUMNS[] = {"mean_in_system", "p_delay_at_t", "mean_queue_at_t"};
  struct sway *sway = malloc(sizeof *sway);
  assert_non_null(sway);
  build(table, first, instants_n, sway);
  struct moments moments[INSTANTS];
  uint32_t runs_n = stf_near_slow() ? SLOW_RUNS : FAST_RUNS;
  simulate(sway, runs_n, moments);
  for (size_t k = 0; k < instants_n; k++) {
    for (size_t i = 0; i < STF_COUNT_OF(COLUMNS); i++) {
      char name[96];
      (void)snprintf(name, sizeof name, "%s t = %s %s", stf_table_text(table, first, "id"),
                     stf_table_text(table, first + k, "t"), COLUMNS[i]);
      check(name, &moments[k], i, runs_n, stf_table_number(table, first + k, COLUMNS[i]));
    }
  }
  free(sway);
}

static void test_sinusoidal_rate_with_patience_as_service_is_poisson(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/mt_m_s_m_theta_eq_mu.csv");
  if (table == NULL) {
    skip();
  }
  size_t rows_n = stf_table_rows_n(table);
  size_t cases_n = 0;
  for (size_t first = 0; first < rows_n;) {
    const char *id = stf_table_text(table, first, "id");
    size_t n = 1;
    while (first + n < rows_n && strcmp(stf_table_text(table, first + n, "id"), id) == 0) {
      n++;
    }
    assert_true(n <= INSTANTS);
    check_case(table, first, n);
    cases_n++;
    first += n;
  }
  assert_true(cases_n >= 2);
  stf_table_free(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sinusoidal_rate_with_patience_as_service_is_poisson)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
