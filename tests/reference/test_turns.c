/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations in turns against exact tables: case managers with slots (Campello, Ingolfsson &
 * Shumsky 2017), one agent always full (machine repair), Erlang-R (Yom-Tov & Mandelbaum 2014);
 * what no table has is in test_turns_rules.c. Each measure within 3.5 standard errors (false
 * alarm 5e-4 a measure), 95 % half-width at most 2 % of the value or 0.005 for a probability.
 * Seeds are fixed. Times of the tables are minutes. Heavy rows run with STF_SLOW.
 */
#include "support/near.h"
#include "support/pool.h"
#include "support/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

enum {
  RUNS = 40
};

static const double LIMITS_S[5] = {120, 300, 900, 1e9, 1e9};

struct run {
  struct stf_pool_sums sums[RUNS];
  double measured_s; /* of one replication */
};

/* The first tenth is warm-up, the last hundredth for the replies that are still to come. */
static void simulate(const struct stf_pool *pool, struct run *out) {
  const double edges_s[] = {0.1 * pool->length_s, 0.99 * pool->length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, LIMITS_S};
  stf_pool_run(pool, &whole, 1, RUNS, out->sums);
  out->measured_s = edges_s[1] - edges_s[0];
}

static void check_all(const struct run *run, const char *id,
                      const struct stf_pool_figure *figures, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!isnan(figures[i].exact)) {
      stf_pool_check(run->sums, RUNS, id, &figures[i]);
    }
  }
}

static struct stf_turns exponential_turns(double mu_per_min, double delta_per_min,
                                          double p_end) {
  return (struct stf_turns){.number = stf_turns_geometric(1 / p_end),
                            .work = stf_law_exponential(60 / mu_per_min),
                            .think = stf_law_exponential(60 / delta_per_min),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
}

static struct stf_turns turns_of(const struct stf_table_file *table, size_t row) {
  return exponential_turns(stf_table_number(table, row, "turn_rate_mu_per_min"),
                           stf_table_number(table, row, "think_rate_delta_per_min"),
                           stf_table_number(table, row, "p_end_after_turn"));
}

static void check_slots(const struct stf_table_file *table, size_t row) {
  static struct run run;
  const char *id = stf_table_text(table, row, "id");
  const struct stf_turns turns = turns_of(table, row);
  double lambda = stf_table_number(table, row, "lambda_per_min");
  double theta = stf_table_number(table, row, "theta_per_min");
  double n = stf_table_number(table, row, "n");
  double load = stf_table_number(table, row, "p_wait_for_slot");
  bool heavy = load > 0.5 && !(theta > 0);
  struct stf_pool pool = {.rates_per_s = {lambda / 60},
                          .rates_n = 1,
                          .counts = {(int)n},
                          .counts_n = 1,
                          .length_s = (heavy ? 1.6e7 : 3e6) / lambda * 60 / RUNS,
                          .patience =
                              theta > 0 ? stf_law_exponential(60 / theta) : stf_law_never(),
                          .end = STF_EDGE_HORIZON,
                          .cap = (uint32_t)stf_table_number(table, row, "k"),
                          .routing = STF_ROUTING_LEAST_LOADED_RANDOM,
                          .turns = &turns};
  if (heavy && !stf_near_slow()) {
    return;
  }
  simulate(&pool, &run);
  double agents_s = n * run.measured_s;
#define VALUE(column) stf_table_number(table, row, column)
  const struct stf_pool_figure figures[] = {
      {"p_wait", VALUE("p_wait_for_slot"), true, OFFSET(waited), OFFSET(arrived), 1},
      {"p_abandon", VALUE("p_abandon"), true, OFFSET(abandoned), OFFSET(arrived), 1},
      {"ew_slot", VALUE("ew_slot_all_min"), false, OFFSET(wait_s), OFFSET(arrived), 60},
      {"assignment to reply", VALUE("mean_assignment_to_first_reply_min"), false,
       OFFSET(first_reply_s), OFFSET(first_replies), 60},
      {"frt", VALUE("mean_frt_min"), false, OFFSET(frt_s), OFFSET(first_replies), 60},
      {"later reply", VALUE("mean_later_reply_min"), false, OFFSET(later_reply_s),
       OFFSET(later_replies), 60},
      {"occupancy", VALUE("agent_occupancy"), true, OFFSET(busy_time_s), STF_POOL_NO_FIELD,
       agents_s},
      {"conversations", VALUE("mean_conversations_per_agent"), false, OFFSET(held_time_s),
       STF_POOL_NO_FIELD, agents_s},
      {"duration", VALUE("mean_conversation_duration_min"), false, OFFSET(session_s),
       OFFSET(served), 60},
      {"frt within 2 min", VALUE("p_frt_le_2min_over_offered"), true, OFFSET(frt_within_x[0]),
       OFFSET(arrived), 1},
      {"frt within 5 min", VALUE("p_frt_le_5min_over_offered"), true, OFFSET(frt_within_x[1]),
       OFFSET(arrived), 1},
      {"frt within 15 min", VALUE("p_frt_le_15min_over_offered"), true, OFFSET(frt_within_x[2]),
       OFFSET(arrived), 1}};
  /* A wait that is 0 has no half-width to speak of. */
  for (size_t i = 0; i < STF_COUNT_OF(figures); i++) {
    if (!isnan(figures[i].exact) && figures[i].exact > 0) {
      stf_pool_check(run.sums, RUNS, id, &figures[i]);
    }
  }
}

static void test_slots_expect_the_case_manager_chain(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/conversation_turns.csv");
  if (table == NULL) {
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    check_slots(table, row);
  }
  stf_table_free(table);
}

/* Always full: so many come that there is always one who waits. */
static void test_saturated_agent_expect_machine_repair(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/saturated_agent.csv");
  if (table == NULL) {
    skip();
  }
  static struct run run;
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    const struct stf_turns turns = turns_of(table, row);
    const struct stf_pool pool = {.rates_per_s = {20.0 / 60},
                                  .rates_n = 1,
                                  .counts = {1},
                                  .counts_n = 1,
                                  .length_s = 60 * 15000,
                                  .patience = stf_law_constant(120),
                                  .end = STF_EDGE_HORIZON,
                                  .cap = (uint32_t)VALUE("k"),
                                  .turns = &turns};
    simulate(&pool, &run);
    /* Every reply from the moment in which the agent is needed: the first from the
     * assignment. */
    for (size_t r = 0; r < RUNS; r++) {
      run.sums[r].later_reply_s += run.sums[r].first_reply_s;
      run.sums[r].later_replies += run.sums[r].first_replies;
    }
    const struct stf_pool_figure figures[] = {
        {"occupancy", VALUE("agent_occupancy"), true, OFFSET(busy_time_s), STF_POOL_NO_FIELD,
         run.measured_s},
        {"finished", VALUE("conversations_finished_per_min"), false, OFFSET(served),
         STF_POOL_NO_FIELD, run.measured_s / 60},
        {"duration", VALUE("mean_conversation_duration_min"), false, OFFSET(session_s),
         OFFSET(served), 60},
        {"reply", VALUE("mean_reply_time_min"), false, OFFSET(later_reply_s),
         OFFSET(later_replies), 60},
        {"held", VALUE("k"), false, OFFSET(held_time_s), STF_POOL_NO_FIELD,
         run.measured_s * 0.999999}};
    check_all(&run, stf_table_text(table, row, "id"), figures, STF_COUNT_OF(figures) - 1);
  }
  stf_table_free(table);
}

/* Parked at once and taken up by anybody, one at a time: the agents see M/M/n at
 * lambda / p_end. */
static void test_parked_at_once_expect_erlang_r(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/erlang_r.csv");
  if (table == NULL) {
    skip();
  }
  static struct run run;
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    double lambda = VALUE("lambda_per_min");
    double n = VALUE("n");
    bool heavy = VALUE("occupancy") > 0.9;
    if (heavy && !stf_near_slow()) {
      continue;
    }
    struct stf_turns turns = turns_of(table, row);
    turns.park_after_us = 0;
    turns.return_to = STF_TURNS_QUEUE;
    const struct stf_pool pool = {.rates_per_s = {lambda / 60},
                                  .rates_n = 1,
                                  .counts = {(int)n},
                                  .counts_n = 1,
                                  .length_s = (heavy ? 2.2e7 : 2e6) * (n > 5 ? 2 : 1) / lambda *
                                              60 / RUNS,
                                  .within_s = 60 * VALUE("T_min"),
                                  .patience = stf_law_never(),
                                  .end = STF_EDGE_HORIZON,
                                  .cap = 1,
                                  .turns = &turns};
    simulate(&pool, &run);
    /* By contact: all its turns; the conversation from its opening. */
    for (size_t r = 0; r < RUNS; r++) {
      struct stf_pool_sums *sums = &run.sums[r];
      sums->later_reply_s += sums->frt_s;
      sums->later_replies += sums->first_replies;
      sums->session_s += sums->wait_s;
    }
    const struct stf_pool_figure figures[] = {
        {"turns", VALUE("turns_per_min"), false, OFFSET(later_replies), STF_POOL_NO_FIELD,
         run.measured_s / 60},
        {"occupancy", VALUE("occupancy"), true, OFFSET(busy_time_s), STF_POOL_NO_FIELD,
         n * run.measured_s},
        {"p_turn_waits", VALUE("p_turn_waits"), true, OFFSET(turns_waited),
         OFFSET(later_replies), 1},
        {"ew_turn", VALUE("ew_turn_min"), false, OFFSET(turn_wait_s), OFFSET(later_replies),
         60},
        {"reply", VALUE("mean_reply_min"), false, OFFSET(later_reply_s), OFFSET(later_replies),
         60},
        {"in time", VALUE("p_turn_wait_le_T"), true, OFFSET(turns_in_time),
         OFFSET(later_replies), 1},
        {"needing", VALUE("mean_needing_agent"), false, OFFSET(later_reply_s),
         STF_POOL_NO_FIELD, run.measured_s},
        {"thinking", VALUE("mean_thinking"), false, OFFSET(parked_time_s), STF_POOL_NO_FIELD,
         run.measured_s},
        {"duration", VALUE("mean_conversation_duration_min"), false, OFFSET(session_s),
         OFFSET(served), 60}};
    check_all(&run, stf_table_text(table, row, "id"), figures, STF_COUNT_OF(figures));
  }
  stf_table_free(table);
}

int main(void) {
  if (stf_near_data("reference/conversation_turns.csv") == NULL) {
    return STF_NEAR_SKIPPED;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_slots_expect_the_case_manager_chain),
      cmocka_unit_test(test_saturated_agent_expect_machine_repair),
      cmocka_unit_test(test_parked_at_once_expect_erlang_r),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
