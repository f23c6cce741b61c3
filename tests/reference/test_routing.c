/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which contact is next, against closed forms and Markov chains solved here: each measure
 * within 3.5 standard errors (false alarm 5e-4 a measure), standard error at most 2 % of the
 * value. Seeds are fixed.
 */
#include "support/lab.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET(name) offsetof(struct stf_lab_sums, name)

static const struct stf_lab_plan PLAN = {
    .length_s = 24000, .warmup_s = 1000, .runs_n = 40, .seed = 5};

/* Erlang C by the recursion of Erlang B. */
static double p_wait(int n, double a) {
  double b = 1;
  for (int k = 1; k <= n; k++) {
    b = a * b / (k + a * b);
  }
  double rho = a / n;
  return b / (1 - rho * (1 - b));
}

/* Cobham 1954, Kella & Yechiali 1985: non-preemptive priorities in M/M/n with one mean service
 * of 1 s: W_c = C / (n (1 - s_(c-1)) (1 - s_c)), s_c the load of classes up to c. */
static void test_priorities_when_nobody_leaves_expect_cobham(void **state) {
  (void)state;
  static const double RATES[] = {0.6, 0.9, 0.9};
  const int n = 3;
  struct stf_lab lab;
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(run);
  stf_lab_init(&lab, 3, 1);
  lab.agents_n[0] = n;
  double a = 0;
  for (uint32_t c = 0; c < 3; c++) {
    lab.rates_per_s[c] = RATES[c];
    lab.classes[c].priority = (int)c;
    a += RATES[c];
  }
  stf_lab_play(&lab, &PLAN, run);
  double before = 0;
  for (uint32_t c = 0; c < 3; c++) {
    double upto = before + RATES[c] / n;
    stf_lab_check(run, "priorities", c, OFFSET(wait_s), OFFSET(arrived),
                  p_wait(n, a) / (n * (1 - before) * (1 - upto)));
    before = upto;
  }
  free(run);
}

/* Kleinrock 1964 (Queueing Systems II, 3.5): priority grows as b_c times the wait, M/M/1 with a
 * mean service of 1 s; classes by rising b:
 * W_p = (W_0 / (1 - rho) - sum_(i<p) rho_i W_i (1 - b_i / b_p)) / (1 - sum_(i>p) rho_i (1 - b_p
 * / b_i)). */
static void delay_dependent(const double *rates, const double *b, int n, double *out) {
  double rho = 0;
  for (int i = 0; i < n; i++) {
    rho += rates[i];
  }
  for (int p = 0; p < n; p++) {
    double above = rho / (1 - rho); /* W_0 = rho for exponential service of mean 1 */
    double below = 1;
    for (int i = 0; i < n; i++) {
      above -= i < p ? rates[i] * out[i] * (1 - b[i] / b[p]) : 0;
      below -= i > p ? rates[i] * (1 - b[p] / b[i]) : 0;
    }
    out[p] = above / below;
  }
}

static void test_longest_weighted_wait_when_one_agent_expect_kleinrock(void **state) {
  (void)state;
  static const double RATES[] = {0.3, 0.25, 0.25};
  static const double WEIGHTS[] = {1, 2, 6};
  struct stf_lab lab;
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(run);
  stf_lab_init(&lab, 3, 1);
  const struct stf_dispatch_team team = {.next = STF_DISPATCH_LONGEST_WEIGHTED_WAIT};
  struct stf_dispatch_class rules[3];
  lab.teams[0].dispatch = &team;
  for (uint32_t c = 0; c < 3; c++) {
    lab.rates_per_s[c] = RATES[c];
    rules[c] = (struct stf_dispatch_class){.weight = WEIGHTS[c], .aging_us = INT64_MAX};
    lab.classes[c].dispatch = &rules[c];
  }
  struct stf_lab_plan plan = PLAN;
  plan.length_s = 60000;
  stf_lab_play(&lab, &plan, run);
  double exact[3];
  delay_dependent(RATES, WEIGHTS, 3, exact);
  for (uint32_t c = 0; c < 3; c++) {
    stf_lab_check(run, "weighted wait", c, OFFSET(wait_s), OFFSET(arrived), exact[c]);
  }
  free(run);
}

/* ---- chains ---- */

/* Steady state of a chain on a grid of states (i, j), by Gauss-Seidel on its balance. rates
 * gives for a state the rates into (i + di, j + dj), di and dj from -1 to 1. */
enum {
  SIDE = 90
};

struct chain {
  double p[SIDE][SIDE];
  int side_i; /* states used: i < side_i, j < side_j */
  int side_j;
  const double *parameters;
  void (*rates)(const double *parameters, int i, int j, double out[3][3]);
};

static double inflow(const struct chain *chain, int i, int j) {
  double sum = 0;
  for (int di = -1; di <= 1; di++) {
    for (int dj = -1; dj <= 1; dj++) {
      int fi = i - di;
      int fj = j - dj;
      if ((di == 0 && dj == 0) || fi < 0 || fj < 0 || fi >= chain->side_i ||
          fj >= chain->side_j) {
        continue;
      }
      double out[3][3] = {{0}};
      chain->rates(chain->parameters, fi, fj, out);
      sum += chain->p[fi][fj] * out[di + 1][dj + 1];
    }
  }
  return sum;
}

static double outflow(const struct chain *chain, int i, int j) {
  double sum = 0;
  double out[3][3] = {{0}};
  chain->rates(chain->parameters, i, j, out);
  for (int di = -1; di <= 1; di++) {
    for (int dj = -1; dj <= 1; dj++) {
      bool inside = i + di >= 0 && j + dj >= 0 && i + di < chain->side_i &&
                    j + dj < chain->side_j && (di != 0 || dj != 0);
      sum += inside ? out[di + 1][dj + 1] : 0;
    }
  }
  return sum;
}

static void solve(struct chain *chain) {
  for (int i = 0; i < chain->side_i; i++) {
    for (int j = 0; j < chain->side_j; j++) {
      chain->p[i][j] = 1;
    }
  }
  for (int sweep = 0; sweep < 20000; sweep++) {
    double sum = 0;
    double change = 0;
    for (int i = 0; i < chain->side_i; i++) {
      for (int j = 0; j < chain->side_j; j++) {
        double leaving = outflow(chain, i, j);
        double next = leaving > 0 ? inflow(chain, i, j) / leaving : 0;
        change += fabs(next - chain->p[i][j]);
        chain->p[i][j] = next;
        sum += next;
      }
    }
    for (int i = 0; i < chain->side_i; i++) {
      for (int j = 0; j < chain->side_j; j++) {
        chain->p[i][j] /= sum;
      }
    }
    if (change < 1e-13 * sum) {
      break;
    }
  }
}

static double mean_of(const struct chain *chain, double (*value)(int i, int j)) {
  double sum = 0;
  for (int i = 0; i < chain->side_i; i++) {
    for (int j = 0; j < chain->side_j; j++) {
      sum += chain->p[i][j] * value(i, j);
    }
  }
  return sum;
}

/* Two classes with abandonment before n agents, class 1 first. State: i in service or, with all
 * busy, n + waiting of class 1; j waiting of class 2. Parameters: n, lambda1, lambda2, theta1,
 * theta2. */
static void priority_rates(const double *p, int i, int j, double out[3][3]) {
  int n = (int)p[0];
  bool full = i >= n;
  out[2][1] = i < n ? p[1] + p[2] : p[1];
  out[1][2] = full ? p[2] : 0;
  if (!full) {
    out[0][1] = i;
    return;
  }
  int first = i - n;
  double end = n;
  out[0][1] = first > 0 ? end + first * p[3] : 0;
  out[1][0] = j * p[4] + (first == 0 && j > 0 ? end : 0);
  if (first == 0 && j == 0) {
    out[0][1] = end;
  }
}

enum {
  ABANDON_AGENTS = 3
};

static double first_waiting(int i, int j) {
  (void)j;
  return i > ABANDON_AGENTS ? i - ABANDON_AGENTS : 0;
}

static double second_waiting(int i, int j) {
  (void)i;
  return j;
}

/* M/M/n+M with two non-preemptive priorities: mean numbers waiting of the truncated chain, by
 * Little's law; leaving is theta times the wait. */
static void test_priorities_when_customers_leave_expect_chain(void **state) {
  (void)state;
  static const double PARAMETERS[] = {ABANDON_AGENTS, 1.2, 2.4, 0.4, 0.8};
  struct chain *chain = calloc(1, sizeof *chain);
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(chain);
  assert_non_null(run);
  chain->side_i = 40;
  chain->side_j = 40;
  chain->parameters = PARAMETERS;
  chain->rates = priority_rates;
  solve(chain);
  struct stf_lab lab;
  stf_lab_init(&lab, 2, 1);
  lab.agents_n[0] = ABANDON_AGENTS;
  for (uint32_t c = 0; c < 2; c++) {
    lab.rates_per_s[c] = PARAMETERS[1 + c];
    lab.classes[c].priority = (int)c;
    lab.classes[c].patience = stf_law_exponential(1 / PARAMETERS[3 + c]);
  }
  stf_lab_play(&lab, &PLAN, run);
  double waiting[] = {mean_of(chain, first_waiting), mean_of(chain, second_waiting)};
  for (uint32_t c = 0; c < 2; c++) {
    stf_lab_check(run, "wait", c, OFFSET(wait_s), OFFSET(arrived),
                  waiting[c] / PARAMETERS[1 + c]);
    stf_lab_check(run, "left", c, OFFSET(abandoned), OFFSET(arrived),
                  waiting[c] * PARAMETERS[3 + c] / PARAMETERS[1 + c]);
  }
  free(run);
  free(chain);
}

/* Trunk reservation: n agents, the last r free ones only for class 1. State: i at work, or n
 * plus waiting of class 1; j waiting of class 2. Parameters: n, r, lambda1, lambda2. */
static void reserved_rates(const double *p, int i, int j, double out[3][3]) {
  int n = (int)p[0];
  int free_n = i < n ? n - i : 0;
  bool second_may = free_n > (int)p[1];
  double end = i < n ? i : n;
  out[2][1] = p[2] + (second_may ? p[3] : 0);
  out[1][2] = second_may ? 0 : p[3];
  bool second_next = i > 0 && n - (i - 1) > (int)p[1] && i <= n && j > 0;
  out[1][0] = second_next ? end : 0;
  out[0][1] = second_next ? 0 : end;
}

enum {
  RESERVE_AGENTS = 5
};

static double beyond_agents(int i, int j) {
  (void)j;
  return i > RESERVE_AGENTS ? i - RESERVE_AGENTS : 0;
}

static void test_reserved_when_two_classes_expect_chain(void **state) {
  (void)state;
  static const double PARAMETERS[] = {RESERVE_AGENTS, 2, 1.5, 1.2};
  struct chain *chain = calloc(1, sizeof *chain);
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(chain);
  assert_non_null(run);
  chain->side_i = 60;
  chain->side_j = SIDE;
  chain->parameters = PARAMETERS;
  chain->rates = reserved_rates;
  solve(chain);
  double first = mean_of(chain, beyond_agents) / PARAMETERS[2];
  double second = mean_of(chain, second_waiting) / PARAMETERS[3];
  for (uint32_t cap = 1; cap <= RESERVE_AGENTS; cap += RESERVE_AGENTS - 1) {
    static const double SPEEDS[] = {1, 2, 3, 4, 5};
    static const struct stf_dispatch_reserve KEPT = {.class_index = 0, .places_n = 2};
    static const struct stf_dispatch_team RULES = {.reserved = &KEPT, .reserved_n = 1};
    struct stf_lab lab;
    stf_lab_init(&lab, 2, 1);
    /* Five agents, or one with five places and no slowdown: the same chain. */
    lab.agents_n[0] = RESERVE_AGENTS / (int)cap;
    lab.teams[0].cap = cap;
    lab.teams[0].speeds = cap > 1 ? SPEEDS : NULL;
    lab.teams[0].dispatch = &RULES;
    for (uint32_t c = 0; c < 2; c++) {
      lab.rates_per_s[c] = PARAMETERS[2 + c];
      lab.classes[c].priority = (int)c;
    }
    struct stf_lab_plan plan = PLAN;
    plan.length_s = 40000;
    stf_lab_play(&lab, &plan, run);
    stf_lab_check(run, "reserved, its class", 0, OFFSET(wait_s), OFFSET(arrived), first);
    stf_lab_check(run, "reserved, the other", 1, OFFSET(wait_s), OFFSET(arrived), second);
  }
  free(run);
  free(chain);
}

/* ---- limits, contact by contact ---- */

static void assert_same_waits(const struct stf_lab_contacts *a,
                              const struct stf_lab_contacts *b) {
  assert_int_equal(a->n, b->n);
  assert_true(a->n > 1000);
  for (size_t i = 0; i < a->n; i++) {
    assert_true(a->items[i].address == b->items[i].address);
    assert_true(a->items[i].assign_us == b->items[i].assign_us);
  }
}

static const struct stf_lab_plan SHORT = {.length_s = 3000, .runs_n = 1, .seed = 6};

static void busy_lab(struct stf_lab *lab, int second_priority) {
  stf_lab_init(lab, 2, 1);
  lab->agents_n[0] = 2;
  lab->rates_per_s[0] = 0.8;
  lab->rates_per_s[1] = 1;
  lab->classes[1].priority = second_priority;
}

/* Equal weights are first come first served; aging at once is too, aging never is strict
 * priority; one promise for all is first come first served. */
static void test_next_at_its_limits_expect_plain_rules(void **state) {
  (void)state;
  static const struct stf_dispatch_team WEIGHTED = {.next = STF_DISPATCH_LONGEST_WEIGHTED_WAIT};
  static const struct stf_dispatch_team DEADLINE = {.next = STF_DISPATCH_EARLIEST_DEADLINE};
  static const struct stf_dispatch_class SAME = {
      .weight = 3, .aging_us = INT64_MAX, .response = {.within_us = 5000000}};
  static const struct stf_dispatch_class FAST = {.weight = 1, .aging_us = 1};
  static const struct stf_dispatch_class NEVER = {.weight = 1, .aging_us = INT64_MAX};
  const struct {
    const struct stf_dispatch_team *team;
    const struct stf_dispatch_class *rules;
    int like; /* priority of the second class in the plain desk */
  } cases[] = {
      {&WEIGHTED, &SAME, 1}, {&DEADLINE, &SAME, 1}, {NULL, &FAST, 1}, {NULL, &NEVER, 2}};
  for (size_t i = 0; i < STF_COUNT_OF(cases); i++) {
    struct stf_lab lab;
    struct stf_lab_contacts plain;
    struct stf_lab_contacts ruled;
    busy_lab(&lab, cases[i].like);
    stf_lab_contacts(&lab, &SHORT, &plain);
    busy_lab(&lab, 2);
    lab.teams[0].dispatch = cases[i].team;
    lab.classes[0].dispatch = cases[i].rules;
    lab.classes[1].dispatch = cases[i].rules;
    stf_lab_contacts(&lab, &SHORT, &ruled);
    assert_same_waits(&plain, &ruled);
    free(plain.items);
    free(ruled.items);
  }
}

/* Two teams of one agent; the second serves a class that never comes and helps out with the
 * first one's. */
static void overflow_lab(struct stf_lab *lab, double rate_per_s) {
  stf_lab_init(lab, 2, 2);
  lab->agents_n[0] = 1;
  lab->agents_n[1] = 1;
  lab->rates_per_s[0] = rate_per_s;
  lab->serves[0][1] = false;
  lab->serves[1][1] = true;
}

/* Help at once, by wait or by length, is one pool; help never is the first team alone. */
static void test_overflow_at_its_limits_expect_pool_and_apart(void **state) {
  (void)state;
  static const struct stf_dispatch_overflow RULES[] = {
      {.class_index = 0, .after_us = 0, .above_n = UINT32_MAX},
      {.class_index = 0, .after_us = INT64_MAX, .above_n = 0},
      {.class_index = 0, .after_us = INT64_MAX, .above_n = UINT32_MAX - 1},
      {.class_index = 0, .after_us = INT64_C(86400000000), .above_n = UINT32_MAX}};
  for (size_t i = 0; i < STF_COUNT_OF(RULES); i++) {
    const struct stf_dispatch_team rules = {.overflow = &RULES[i], .overflow_n = 1};
    struct stf_lab lab;
    struct stf_lab_contacts plain;
    struct stf_lab_contacts ruled;
    overflow_lab(&lab, 0.9);
    lab.serves[1][0] = i < 2;
    stf_lab_contacts(&lab, &SHORT, &plain);
    overflow_lab(&lab, 0.9);
    lab.teams[1].dispatch = &rules;
    stf_lab_contacts(&lab, &SHORT, &ruled);
    assert_same_waits(&plain, &ruled);
    free(plain.items);
    free(ruled.items);
  }
}

enum {
  ABOVE = 2
};

/* State: i in the hands of the first team's agent or waiting for her, j at work with the
 * helper, who takes the first of more than ABOVE. Parameter: lambda. */
static void overflow_rates(const double *p, int i, int j, double out[3][3]) {
  int waiting = i > 0 ? i - 1 : 0;
  bool calls = i > 0 && j == 0 && waiting + 1 > ABOVE;
  out[calls ? 1 : 2][calls ? 2 : 1] = p[0];
  out[0][1] += i > 0 ? 1 : 0;
  if (j == 1 && waiting > ABOVE) {
    out[0][1] += 1;
  } else if (j == 1) {
    out[1][0] = 1;
  }
}

static double behind_one(int i, int j) {
  (void)j;
  return i > 1 ? i - 1 : 0;
}

static double helper(int i, int j) {
  (void)i;
  return j;
}

static void test_overflow_above_a_length_expect_chain(void **state) {
  (void)state;
  static const double RATE[] = {1.4};
  struct chain *chain = calloc(1, sizeof *chain);
  struct stf_lab_run *run = malloc(sizeof *run);
  assert_non_null(chain);
  assert_non_null(run);
  chain->side_i = SIDE;
  chain->side_j = 2;
  chain->parameters = RATE;
  chain->rates = overflow_rates;
  solve(chain);
  assert_true(mean_of(chain, helper) > 0.4);
  const struct stf_dispatch_overflow rule = {
      .class_index = 0, .after_us = INT64_MAX, .above_n = ABOVE};
  const struct stf_dispatch_team rules = {.overflow = &rule, .overflow_n = 1};
  struct stf_lab lab;
  overflow_lab(&lab, RATE[0]);
  lab.teams[1].dispatch = &rules;
  stf_lab_play(&lab, &PLAN, run);
  stf_lab_check(run, "overflow", 0, OFFSET(wait_s), OFFSET(arrived),
                mean_of(chain, behind_one) / RATE[0]);
  free(run);
  free(chain);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_priorities_when_nobody_leaves_expect_cobham),
      cmocka_unit_test(test_longest_weighted_wait_when_one_agent_expect_kleinrock),
      cmocka_unit_test(test_priorities_when_customers_leave_expect_chain),
      cmocka_unit_test(test_reserved_when_two_classes_expect_chain),
      cmocka_unit_test(test_next_at_its_limits_expect_plain_rules),
      cmocka_unit_test(test_overflow_above_a_length_expect_chain),
      cmocka_unit_test(test_overflow_at_its_limits_expect_pool_and_apart)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
