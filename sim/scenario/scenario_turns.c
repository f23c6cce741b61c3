/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_turns.h"

#include "base/quantity.h"
#include "scenario/scenario_csv.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <math.h>

static const char *const RETURNS[] = {
    [STF_TURNS_SAME_AGENT] = "same_agent", [STF_TURNS_QUEUE] = "queue"};

enum {
  NUMBER,
  WEIGHT,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"turns", "weight"};

/* ---- number ---- */

/* What stf_turns_... said of it. */
static void settle(struct stf_scenario_build *build, const struct stf_node *node,
                   enum stf_status status, const char *why) {
  if (status == STF_ERR_INPUT) {
    stf_node_error(node, "%s", why);
  } else if (status != STF_OK) {
    stf_scenario_build_fail(build, status);
  }
}

static void read_binomial(struct stf_scenario_build *build, const struct stf_node *node,
                          struct stf_turns_number *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_TURNS_BINOMIAL;
  if (!stf_keys_check(node, keys)) {
    return;
  }
  double mean = stf_keys_number(node, keys, "mean");
  double cv = stf_keys_number(node, keys, "cv");
  if (!isnan(mean) && !isnan(cv)) {
    settle(build, node, stf_turns_negative_binomial(build->scenario->arena, mean, cv, out),
           "a negative binomial number varies more than that: mean above 1 and cv above "
           "sqrt(mean - 1) / mean, or 'geometric', or a plain number");
  }
}

/* Counts of each number of turns, in an array that grows. */
struct counts {
  double *weights;
  size_t n;
  size_t capacity;
};

static bool count(const struct stf_scenario_csv *table, struct counts *counts, double turns,
                  double weight) {
  if (!(turns >= 1) || turns > STF_TURNS_MOST || floor(turns) < turns) {
    stf_scenario_csv_error(table, NUMBER, "turns must be whole numbers from 1 to %d",
                           STF_TURNS_MOST);
    return true;
  }
  const struct stf_allocator *allocator = table->build->allocator;
  double *weights = stf_mem_grown(allocator, counts->weights, &counts->capacity, (size_t)turns,
                                  sizeof *weights);
  if (weights == NULL) {
    stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
    return false;
  }
  counts->weights = weights;
  for (; counts->n < (size_t)turns; counts->n++) {
    weights[counts->n] = 0;
  }
  weights[(size_t)turns - 1] += weight;
  return true;
}

static void read_rows(struct stf_scenario_csv *table, struct counts *counts) {
  bool goes_on = true;
  while (goes_on && stf_scenario_csv_next(table)) {
    double turns = 0;
    double weight = 1;
    bool good = stf_scenario_csv_number(table, NUMBER, &turns);
    if (stf_scenario_csv_has(table, WEIGHT)) {
      good = stf_scenario_csv_number(table, WEIGHT, &weight) && good;
    }
    goes_on = !good || count(table, counts, turns, weight);
  }
}

static void read_empirical(struct stf_scenario_build *build, const struct stf_node *node,
                           struct stf_turns_number *out) {
  struct stf_scenario_csv table;
  struct counts counts = {0};
  const struct stf_node *file =
      stf_keys_check(node, &STF_SCENARIO_KEYS_TURNS_FILE) ? stf_node_get(node, "file") : NULL;
  if (!stf_scenario_csv_open(&table, build, file, COLUMNS, COLUMNS_N, 1)) {
    return;
  }
  size_t errors_n = build->diags->errors_n;
  read_rows(&table, &counts);
  stf_scenario_csv_close(&table);
  if (build->diags->errors_n == errors_n && build->status == STF_OK) {
    settle(build, file,
           stf_turns_empirical(build->scenario->arena, counts.weights, counts.n, out),
           "the file has no row with a weight above 0");
  }
  stf_mem_release(build->allocator, counts.weights);
}

static void read_plain(struct stf_scenario_build *build, const struct stf_node *node,
                       struct stf_turns_number *out) {
  double n = 0;
  if (!stf_node_number(node, &n)) {
    return;
  }
  if (!(n >= 1) || n > STF_TURNS_MOST || floor(n) < n) {
    stf_node_error(node, "'number' must be a whole number of turns from 1 to %d, not '%.60s'",
                   STF_TURNS_MOST, node->value);
    return;
  }
  settle(build, node, stf_turns_fixed(build->scenario->arena, (uint32_t)n, out), "");
}

static void read_number(struct stf_scenario_build *build, const struct stf_node *node,
                        struct stf_turns_number *out) {
  *out = stf_turns_geometric(1);
  if (node == NULL) {
    return;
  }
  if (node->kind == STF_NODE_SCALAR) {
    read_plain(build, node, out);
    return;
  }
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_TURNS_NUMBER)) {
    return;
  }
  if (node->items_n != 1) {
    stf_node_error(node, "'number' must be one law, such as {geometric: {mean: 4}}");
    return;
  }
  const struct stf_node *geometric = stf_node_get(node, "geometric");
  if (geometric != NULL && stf_keys_check(geometric, &STF_SCENARIO_KEYS_TURNS_GEOMETRIC)) {
    double mean = stf_keys_number(geometric, &STF_SCENARIO_KEYS_TURNS_GEOMETRIC, "mean");
    *out = stf_turns_geometric(isnan(mean) ? 1 : mean);
  }
  const struct stf_node *binomial = stf_node_get(node, "negative_binomial");
  if (binomial != NULL) {
    read_binomial(build, binomial, out);
  }
  const struct stf_node *empirical = stf_node_get(node, "empirical");
  if (empirical != NULL) {
    read_empirical(build, empirical, out);
  }
}

/* ---- the rest ---- */

static void read_law(struct stf_scenario_build *build, const struct stf_node *node,
                     struct stf_law *out) {
  *out = stf_law_constant(0);
  stf_scenario_law_read(build, node, out);
  if (out->kind == STF_LAW_NEVER) {
    stf_node_error(node, "'%s' must end: give a duration or a law", node->name);
  }
}

static int64_t read_silence(const struct stf_node *node, const char *name) {
  double value_s = stf_keys_number(node, &STF_SCENARIO_KEYS_TURNS, name);
  return isnan(value_s) ? STF_NEVER : stf_quantity_us(value_s);
}

static void read_turns(struct stf_scenario_build *build, const struct stf_node *node,
                       struct stf_turns *turns) {
  size_t back = STF_TURNS_SAME_AGENT;
  read_number(build, stf_node_get(node, "number"), &turns->number);
  read_law(build, stf_node_get(node, "work"), &turns->work);
  read_law(build, stf_node_get(node, "think"), &turns->think);
  turns->park_after_us = read_silence(node, "park_after");
  turns->close_after_us = read_silence(node, "close_after");
  turns->reopens = true;
  (void)stf_node_flag(stf_node_get(node, "reopens"), &turns->reopens);
  (void)stf_node_choice(stf_node_get(node, "return_to"), "return_to", RETURNS,
                        STF_COUNT_OF(RETURNS), &back);
  turns->return_to = (enum stf_turns_return)back;
  if (stf_node_get(node, "reopens") != NULL && stf_node_get(node, "close_after") == NULL) {
    stf_node_error(stf_node_get(node, "reopens"),
                   "'reopens' needs 'close_after': after what silence is it closed?");
  }
  if (stf_node_get(node, "return_to") != NULL && stf_node_get(node, "park_after") == NULL) {
    stf_node_error(stf_node_get(node, "return_to"),
                   "'return_to' needs 'park_after': nothing is parked");
  }
}

static void read_window(const struct stf_node *node, struct stf_turns *turns) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_WINDOW;
  if (!stf_keys_check(node, keys)) {
    return;
  }
  double share = stf_keys_number(node, keys, "reply_share");
  double length_s = stf_keys_number(node, keys, "length");
  turns->window =
      (struct stf_turns_window){.length_us = isnan(length_s) ? 0 : stf_quantity_us(length_s),
                                .reply_share = isnan(share) ? 0 : share};
}

void stf_scenario_turns_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_class *class) {
  const struct stf_node *own = stf_node_get(node, "turns");
  const struct stf_node *service = stf_node_get(node, "service");
  const struct stf_node *window = stf_node_get(node, "window");
  if (own == NULL && service == NULL) {
    stf_node_error(node, "classes[]: 'service' is missing: add 'service: {lognormal: {mean: 5 "
                         "min, cv: 1.2}}', or 'turns'");
  }
  if (own == NULL) {
    if (window != NULL) {
      stf_node_error(window, "'window' needs 'turns': a session has no later replies");
    }
    return;
  }
  if (service != NULL) {
    stf_node_error(service, "a class in turns has no 'service': its work is 'turns.work'");
  }
  if (stf_node_get(node, "first_message") != NULL) {
    stf_node_error(stf_node_get(node, "first_message"),
                   "a class in turns has no 'first_message': the first turn ends with it");
  }
  struct stf_turns *turns = stf_scenario_build_alloc(build, 1, sizeof *turns);
  if (turns == NULL || !stf_keys_check(own, &STF_SCENARIO_KEYS_TURNS)) {
    return;
  }
  read_turns(build, own, turns);
  read_window(window, turns);
  class->turns = turns;
}
