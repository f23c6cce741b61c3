/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers who come back, against theory. Each measure within 3.5 standard errors (false alarm
 * 5e-4 a measure), 95 % half-width at most 2 % of the value or 0.005 for a probability. Seeds
 * are fixed.
 *
 *  - Slow returns: the superposition of many customers on their way back is Poisson in the
 *    limit, so Erlang A holds at the total rate L = l + r_a P_ab(L) L + r_s (1 - P_ab(L)) L
 * (Ding, Remerova, van der Mei & Zwart 2015).
 *  - Fast ones: M/M/1/1 with retrials. The cuts of its chain (busy or not, n in orbit) give
 *    p0(n) (l + n v) = m p1(n) and l p1(n) = (n + 1) v p0(n + 1): solved here.
 *  - First contact resolution: 1 - (1 - s) r F(7 days), outcomes being independent.
 */
#include "kpi/kpi.h"
#include "support/near.h"
#include "support/pool.h"
#include "theory/erlang_a.h"
#include "time/zone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

enum {
  RUNS = 12,
  ORBIT = 400, /* places of the chain: beyond it the probability is below 1e-15 */
  DAYS = 70
};

/* ---- slow returns ---- */

static double abandon_share(double rate_per_s, double handle_s, int64_t agents_n,
                            double patience_s, struct stf_erlang_a_measures *out) {
  const struct stf_load load = {
      .arrivals_per_s = rate_per_s, .handle_s = handle_s, .agents_n = agents_n};
  const struct stf_patience patience = stf_erlang_a_exponential(&patience_s);
  struct stf_erlang_a *station = NULL;
  assert_int_equal(stf_erlang_a_new(&load, &patience, NULL, &station), STF_OK);
  *out = stf_erlang_a_measures(station);
  stf_erlang_a_free(station);
  return out->abandon_share;
}

static void test_slow_returns_expect_erlang_a_at_the_total_rate(void **state) {
  (void)state;
  const double fresh_per_s = 50.0 / 3600;
  const double retry = 0.6;
  const double unsolved = 0.25;
  const double again = 0.5;
  struct stf_erlang_a_measures exact;
  double total_per_s = fresh_per_s;
  for (int i = 0; i < 200; i++) {
    double left = abandon_share(total_per_s, 300, 5, 240, &exact);
    total_per_s = fresh_per_s + total_per_s * (retry * left + unsolved * again * (1 - left));
  }
  struct stf_after after = {.solved_share = 1 - unsolved};
  const struct stf_law delay = stf_law_exponential(6 * 3600);
  after.repeat[STF_AFTER_ABANDONED] = (struct stf_after_return){.share = retry, .delay = delay};
  after.repeat[STF_AFTER_UNSOLVED] = (struct stf_after_return){.share = again, .delay = delay};
  const struct stf_pool pool = {.rates_per_s = {fresh_per_s},
                                .rates_n = 1,
                                .counts = {5},
                                .counts_n = 1,
                                .service = stf_law_exponential(300),
                                .patience = stf_law_exponential(240),
                                .after = &after,
                                .length_s = 2000 * 3600.0,
                                .within_s = 60,
                                .end = STF_EDGE_HORIZON};
  struct stf_pool_sums sums[RUNS];
  const double edges_s[] = {100 * 3600.0, 1999 * 3600.0};
  const struct stf_pool_stretches settled = {edges_s, 1, NULL};
  stf_pool_run(&pool, &settled, 3, RUNS, sums);
  struct stf_estimate rate = stf_pool_mean(sums, RUNS, 1, OFFSET(arrived));
  rate.mean /= edges_s[1] - edges_s[0];
  rate.se /= edges_s[1] - edges_s[0];
  stf_estimate_check_closely("total rate", rate, total_per_s, false);
  stf_estimate_check_closely("left",
                             stf_pool_ratio(sums, RUNS, 1, OFFSET(abandoned), OFFSET(arrived)),
                             exact.abandon_share, true);
  stf_estimate_check_closely("waited",
                             stf_pool_ratio(sums, RUNS, 1, OFFSET(waited), OFFSET(arrived)),
                             exact.wait_share, true);
  stf_estimate_check_closely("mean wait",
                             stf_pool_ratio(sums, RUNS, 1, OFFSET(wait_s), OFFSET(arrived)),
                             exact.mean_wait_s, false);
}

/* ---- retrials ---- */

/* Mean number in orbit of M/M/1/1 with retrials: arrivals at l, service at m, each in orbit
 * tries at v. */
static double mean_orbit(double l, double m, double v) {
  double free_p = 1; /* p0(n), not normed */
  double sum = 0;
  double orbit = 0;
  for (int n = 0; n < ORBIT; n++) {
    double busy_p = free_p * (l + n * v) / m;
    sum += free_p + busy_p;
    orbit += n * (free_p + busy_p);
    free_p = l * busy_p / ((n + 1) * v);
  }
  return orbit / sum;
}

static void test_retrials_expect_the_chain_of_one_server_and_an_orbit(void **state) {
  (void)state;
  const double l = 1.0 / 500;
  const double m = 1.0 / 300;
  const double v = 1.0 / 200;
  double rho = l / m;
  double orbit = mean_orbit(l, m, v);
  /* Its closed form (Falin & Templeton 1997, 1.2). */
  assert_near_relative(orbit, rho * (l + v * rho) / (v * (1 - rho)), 1e-9);
  struct stf_after after = {.solved_share = 1};
  after.repeat[STF_AFTER_ABANDONED] =
      (struct stf_after_return){.share = 1, .delay = stf_law_exponential(1 / v)};
  const struct stf_pool pool = {.rates_per_s = {l},
                                .rates_n = 1,
                                .counts = {1},
                                .counts_n = 1,
                                .service = stf_law_exponential(1 / m),
                                .patience = stf_law_constant(0),
                                .after = &after,
                                .length_s = 2e7,
                                .within_s = 60,
                                .end = STF_EDGE_HORIZON};
  struct stf_pool_sums sums[RUNS];
  const double edges_s[] = {1e5, 1.99e7};
  const struct stf_pool_stretches settled = {edges_s, 1, NULL};
  stf_pool_run(&pool, &settled, 4, RUNS, sums);
  double tries_per_s = l + v * orbit;
  struct stf_estimate rate = stf_pool_mean(sums, RUNS, 1, OFFSET(arrived));
  rate.mean /= edges_s[1] - edges_s[0];
  rate.se /= edges_s[1] - edges_s[0];
  stf_estimate_check_closely("tries", rate, tries_per_s, false);
  stf_estimate_check_closely("turned away",
                             stf_pool_ratio(sums, RUNS, 1, OFFSET(abandoned), OFFSET(arrived)),
                             1 - l / tries_per_s, true);
  struct stf_estimate busy = stf_pool_mean(sums, RUNS, 1, OFFSET(busy_time_s));
  busy.mean /= edges_s[1] - edges_s[0];
  busy.se /= edges_s[1] - edges_s[0];
  stf_estimate_check_closely("busy", busy, rho, true);
}

/* ---- first contact resolution ---- */

static enum stf_status take(void *context, const struct stf_contact *contacts, size_t n) {
  return stf_kpi_tally_contacts(context, contacts, n);
}

static enum stf_status ignore(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

/* The strict first contact resolution of one run. */
static struct stf_kpi_value resolution_of_run(const struct stf_desk *desk,
                                              const struct stf_kpi_plan *plan) {
  struct stf_kpi_layout *layout = NULL;
  struct stf_kpi_tally *tally = NULL;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_kpi_layout_new(plan, NULL, &layout), STF_OK);
  assert_int_equal(stf_kpi_tally_new(layout, &tally), STF_OK);
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  const struct stf_engine_sink sink = {.context = tally, .contacts = take, .presence = ignore};
  struct stf_engine_account account;
  const struct stf_stream stream = stf_stream_of(9, 0);
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  size_t rows_n = stf_kpi_layout_rows_n(layout);
  struct stf_kpi_value *values = calloc(rows_n, sizeof *values);
  assert_non_null(values);
  stf_kpi_tally_values(tally, values);
  struct stf_kpi_value found = {.den = 0};
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(layout, i, &row);
    if (strcmp(row.kpi, "fcr") == 0 && strcmp(row.definition, "no_repeat_7d") == 0) {
      found = values[i];
    }
  }
  free(values);
  stf_engine_free(engine);
  stf_kpi_tally_free(tally);
  stf_kpi_layout_free(layout);
  return found;
}

/* Ample agents, ten weeks: who comes back does so for reasons of her own. */
static struct stf_kpi_value first_contact_resolution(const struct stf_after *after) {
  const int64_t day_us = INT64_C(86400000000);
  const int64_t from_us = INT64_C(1772409600000000); /* 2026-03-02, UTC */
  const bool serves[] = {true};
  const double rates_per_s[] = {0.005};
  const int64_t edges_us[] = {from_us, from_us + DAYS * day_us};
  const int64_t days[] = {0};
  const struct stf_class class = {.channel = STF_NOBODY,
                                  .key = 5,
                                  .service = stf_law_constant(60),
                                  .patience = stf_law_never(),
                                  .first_message = stf_law_never(),
                                  .rates_per_s = rates_per_s,
                                  .after = after};
  const struct stf_team team = {
      .serves = serves, .pause = stf_law_constant(0), .late = stf_law_never()};
  const struct stf_staff_change change = {.at_us = from_us, .agent = STF_NOBODY, .delta = 1000};
  struct stf_names names;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  const struct stf_desk desk = {.title = "ample",
                                .names = &names,
                                .from_us = from_us,
                                .to_us = edges_us[1],
                                .interval_us = day_us,
                                .classes = &class,
                                .classes_n = 1,
                                .teams = &team,
                                .teams_n = 1,
                                .changes = &change,
                                .changes_n = 1,
                                .rate_edges_us = edges_us,
                                .rate_days = days,
                                .rates_n = 1,
                                .volume = 1,
                                .end = STF_EDGE_HORIZON};
  const struct stf_kpi_plan plan = {.zone = zone,
                                    .names = &names,
                                    .from_us = from_us,
                                    .to_us = edges_us[1],
                                    .interval_us = day_us,
                                    .has_queue = true};
  struct stf_kpi_value found = resolution_of_run(&desk, &plan);
  stf_zone_free(zone);
  stf_names_clear(&names);
  return found;
}

static void test_first_contact_resolution_in_closed_form(void **state) {
  (void)state;
  const double solved = 0.7;
  const double again = 0.6;
  const double delay_days = 4;
  struct stf_after after = {.solved_share = solved};
  after.repeat[STF_AFTER_UNSOLVED] = (struct stf_after_return){
      .share = again, .delay = stf_law_exponential(delay_days * 86400)};
  struct stf_kpi_value fcr = first_contact_resolution(&after);
  double exact = 1 - (1 - solved) * again * (1 - exp(-7 / delay_days));
  assert_true(fcr.den > 20000);
  stf_estimate_check_closely(
      "first contact resolution",
      (struct stf_estimate){fcr.num / fcr.den, sqrt(exact * (1 - exact) / fcr.den)}, exact,
      true);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_slow_returns_expect_erlang_a_at_the_total_rate),
      cmocka_unit_test(test_retrials_expect_the_chain_of_one_server_and_an_orbit),
      cmocka_unit_test(test_first_contact_resolution_in_closed_form)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
