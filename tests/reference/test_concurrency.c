/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents with several contacts in hand, against exact Markov chains (the model of Luo & Zhang
 * 2013 and Tezcan & Zhang 2014): each measure within 3.5 standard errors (false alarm 5e-4 a
 * measure), 95 % half-width at most 2 % of the value or 0.005 for a probability. Seeds are
 * fixed. Times of the tables are minutes. Heavy rows run with STF_SLOW.
 */
#include "support/near.h"
#include "support/pool.h"
#include "support/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

/* The first part of each replication is warm-up. */
#define WARMUP_SHARE 0.1

enum {
  RUNS = 40
};

struct run {
  struct stf_pool_sums sums[RUNS];
  double agents_s; /* agents' time measured in one replication */
};

static void simulate(const struct stf_pool *pool, struct run *out) {
  const double edges_s[] = {WARMUP_SHARE * pool->length_s, pool->length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, NULL};
  stf_pool_run(pool, &whole, 1, RUNS, out->sums);
  out->agents_s = pool->counts[0] * (1 - WARMUP_SHARE) * pool->length_s;
}

static size_t read_numbers(const char *text, double *out, size_t most) {
  size_t n = 0;
  for (const char *p = text; *p != '\0';) {
    char *end = NULL;
    assert_true(n < most);
    out[n++] = strtod(p, &end);
    p = *end == ' ' ? end + 1 : end;
  }
  return n;
}

static struct stf_pool chat_pool(struct stf_table_file *table, size_t row, double contacts_n) {
  double lambda = stf_table_number(table, row, "lambda_per_min");
  double theta = stf_table_number(table, row, "theta_per_min");
  bool most = strcmp(stf_table_text(table, row, "routing"), "most") == 0;
  struct stf_pool pool = {.rates_per_s = {lambda / 60},
                          .rates_n = 1,
                          .counts = {(int)stf_table_number(table, row, "n")},
                          .counts_n = 1,
                          .length_s = contacts_n / lambda * 60 / RUNS,
                          .within_s = 60 * stf_table_number(table, row, "T_min"),
                          .end = STF_EDGE_HORIZON,
                          .cap = (uint32_t)stf_table_number(table, row, "k"),
                          .routing = most ? STF_ROUTING_MOST_LOADED : STF_ROUTING_LEAST_LOADED,
                          .patience =
                              theta > 0 ? stf_law_exponential(60 / theta) : stf_law_never()};
  size_t n = read_numbers(stf_table_text(table, row, "agent_total_rate_by_load_per_min"),
                          pool.speeds, STF_POOL_CAP);
  assert_int_equal(n, pool.cap);
  pool.service = stf_law_exponential(60 / pool.speeds[0]);
  for (size_t j = n; j > 0; j--) {
    pool.speeds[j - 1] /= pool.speeds[0];
  }
  return pool;
}

static void check_shares(struct stf_table_file *table, size_t row, const struct run *run) {
  double shares[STF_POOL_CAP + 1];
  size_t n = read_numbers(stf_table_text(table, row, "frac_agents_with_0_to_k_chats"), shares,
                          STF_POOL_CAP + 1);
  assert_true((double)n == stf_table_number(table, row, "k") + 1);
  for (size_t j = 0; j < n; j++) {
    struct stf_pool_figure share = {
        "share at a load", shares[j],    true, OFFSET(load_time_s) + j * sizeof(double),
        STF_POOL_NO_FIELD, run->agents_s};
    stf_pool_check(run->sums, RUNS, stf_table_text(table, row, "id"), &share);
  }
}

static void check_chat_row(struct stf_table_file *table, size_t row,
                           const struct stf_pool *pool) {
  static const struct {
    const char *column;
    bool probability;
    size_t num;
    size_t den;
    double unit; /* 0: the agents' time; below 0: the time of the run */
  } COLUMNS[] = {
      {"p_wait", true, OFFSET(waited), OFFSET(arrived), 1},
      {"p_abandon", true, OFFSET(abandoned), OFFSET(arrived), 1},
      {"sl_served_in_T_over_offered", true, OFFSET(in_time), OFFSET(arrived), 1},
      {"ew_all_min", false, OFFSET(wait_s), OFFSET(arrived), 60},
      {"mean_time_from_assignment_to_end_min", false, OFFSET(session_s), OFFSET(served), 60},
      {"mean_queue", false, OFFSET(queue_time_s), STF_POOL_NO_FIELD, -1},
      {"mean_chats_per_agent", false, OFFSET(busy_time_s), STF_POOL_NO_FIELD, 0},
      {"frac_time_agent_has_a_chat", true, OFFSET(has_contact_s), STF_POOL_NO_FIELD, 0},
      {"mean_chats_given_busy", false, OFFSET(busy_time_s), OFFSET(has_contact_s), 1},
  };
  static struct run run;
  simulate(pool, &run);
  for (size_t i = 0; i < STF_COUNT_OF(COLUMNS); i++) {
    struct stf_pool_figure figure = {
        COLUMNS[i].column,      stf_table_number(table, row, COLUMNS[i].column),
        COLUMNS[i].probability, COLUMNS[i].num,
        COLUMNS[i].den,         COLUMNS[i].unit};
    if (!(figure.unit > 0)) {
      figure.unit = run.agents_s / (figure.unit < 0 ? pool->counts[0] : 1);
    }
    stf_pool_check(run.sums, RUNS, stf_table_text(table, row, "id"), &figure);
  }
  check_shares(table, row, &run);
}

static void test_chat_slots_all_measures(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/chat_slots.csv");
  if (table == NULL) {
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    bool patient = !(stf_table_number(table, row, "theta_per_min") > 0);
    double load = stf_table_number(table, row, "mean_chats_per_agent") /
                  stf_table_number(table, row, "k");
    bool heavy = patient && load > 0.8;
    if (heavy && !stf_near_slow()) {
      continue;
    }
    struct stf_pool pool = chat_pool(table, row, heavy ? 2e7 : patient ? 2.4e6 : 2.2e6);
    check_chat_row(table, row, &pool);
  }
  stf_table_free(table);
}

/* With total rates 1, 2, ... k times that of one, an agent with k places is k agents: n agents
 * are Erlang A with n k. */
static void test_linear_speeds_are_so_many_agents(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/erlang_a.csv");
  if (table == NULL) {
    skip();
  }
  static struct run run;
  size_t rows_n = 0;
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    int places_n = (int)stf_table_number(table, row, "n");
    int cap = places_n % 5 == 0 ? 5 : 2;
    if (places_n < 4 || places_n > 40 || places_n % cap != 0) {
      continue;
    }
    double lambda = stf_table_number(table, row, "lambda_per_min");
    struct stf_pool pool = {
        .rates_per_s = {lambda / 60},
        .rates_n = 1,
        .counts = {places_n / cap},
        .counts_n = 1,
        .length_s = 2e6 / lambda * 60 / RUNS,
        .within_s = 60 * stf_table_number(table, row, "T_min"),
        .end = STF_EDGE_HORIZON,
        .service = stf_law_exponential(60 / stf_table_number(table, row, "mu_per_min")),
        .patience = stf_law_exponential(60 / stf_table_number(table, row, "theta_per_min")),
        .cap = (uint32_t)cap,
        .speeds = {1, 2, 3, 4, 5},
        .routing = rows_n % 2 == 0 ? STF_ROUTING_LONGEST_IDLE : STF_ROUTING_RANDOM};
    simulate(&pool, &run);
    const struct stf_pool_figure figures[] = {
        {"p_wait", stf_table_number(table, row, "p_wait"), true, OFFSET(waited),
         OFFSET(arrived), 1},
        {"p_abandon", stf_table_number(table, row, "p_abandon"), true, OFFSET(abandoned),
         OFFSET(arrived), 1},
        {"sl", stf_table_number(table, row, "sl_served_in_T_over_offered"), true,
         OFFSET(in_time), OFFSET(arrived), 1}};
    for (size_t i = 0; i < STF_COUNT_OF(figures); i++) {
      stf_pool_check(run.sums, RUNS, stf_table_text(table, row, "id"), &figures[i]);
    }
    rows_n++;
  }
  stf_table_free(table);
  assert_true(rows_n >= 3);
}

int main(void) {
  if (stf_near_data("reference/chat_slots.csv") == NULL) {
    return STF_NEAR_SKIPPED;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_chat_slots_all_measures),
      cmocka_unit_test(test_linear_speeds_are_so_many_agents),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
