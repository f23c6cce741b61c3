/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/names.h"
#include "engine/attendance.h"
#include "support/near.h"
#include "support/ration.h"
#include "support/stage.h"

#include <math.h>
#include <stdlib.h>

enum {
  RUNS = 2000,
  POOL = 10
};

#define DAY_US INT64_C(86400000000)

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct stf_stage *stage = context;
  assert_true(stage->spans_n < STF_STAGE_MANY);
  stage->spans[stage->spans_n++] = *span;
  return STF_OK;
}

/* Draws one replication of the stage's desk; the plan's changes live as long as *attendance. */
static struct stf_staff_plan draw(struct stf_stage *stage, struct stf_attendance *attendance,
                                  uint32_t replication) {
  struct stf_stream stream = stf_stream_of(1, replication);
  struct stf_staff_sink sink = {stage, take_presence};
  struct stf_staff_plan plan;
  stage->spans_n = 0;
  assert_int_equal(stf_attendance_draw(attendance, &stream, &sink, &plan), STF_OK);
  return plan;
}

/* Who of the agents logs in, as bits; `at_us` (may be NULL) gets when. */
static unsigned who_comes(const struct stf_staff_plan *plan, int64_t *at_us) {
  unsigned there = 0;
  for (size_t i = 0; i < plan->changes_n; i++) {
    const struct stf_staff_change *change = &plan->changes[i];
    if (change->delta > 0 && change->reason == STF_STAFF_SHIFT) {
      there |= 1U << change->agent;
      if (at_us != NULL) {
        at_us[change->agent] = change->at_us;
      }
    }
  }
  return there;
}

/* Every agent has a shift from 0 to 1000 s with a paid break 100 .. 150 and an unpaid one 300
 * .. 400. */
static struct stf_stage *shift_stage(double absence_share) {
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].absence_share = absence_share;
  for (uint32_t a = 0; a < STF_STAGE_AGENTS; a++) {
    uint32_t shift = stf_stage_shift(stage, 0, a, 0, 1000);
    stf_stage_break(stage, shift, 100, 150, true);
    stf_stage_break(stage, shift, 300, 400, false);
  }
  return stage;
}

static unsigned run_absence(struct stf_stage *stage, uint32_t replication) {
  struct stf_attendance attendance;
  assert_int_equal(stf_attendance_init(&attendance, &stage->desk, NULL), STF_OK);
  struct stf_staff_plan plan = draw(stage, &attendance, replication);
  unsigned there = who_comes(&plan, NULL);
  stf_attendance_clear(&attendance);
  return there;
}

static void test_draw_when_nobody_is_ever_away_expect_the_desk_s_own_changes(void **state) {
  (void)state;
  struct stf_stage *stage = shift_stage(0);
  struct stf_attendance attendance;
  assert_int_equal(stf_attendance_init(&attendance, &stage->desk, NULL), STF_OK);
  struct stf_staff_plan plan = draw(stage, &attendance, 0);
  assert_ptr_equal(plan.changes, stage->changes);
  assert_int_equal(plan.changes_n, stage->desk.changes_n);
  stf_attendance_clear(&attendance);
  free(stage);
}

/* Number k of n absent agents where they are absent together with correlation r: beta-binomial,
 * P(k) = C(n, k) B(k + a, n - k + b) / B(a, b), a = p (1/r - 1), b = (1 - p)(1/r - 1), of
 * variance n p (1 - p)(1 + (n - 1) r). Each frequency within 3.5 standard errors. */
static void test_draw_overdispersed_absence_is_beta_binomial(void **state) {
  (void)state;
  const double p = 0.2;
  const double r = 0.3;
  const double a = p * (1 / r - 1);
  const double b = (1 - p) * (1 / r - 1);
  enum {
    N = STF_STAGE_AGENTS
  };
  struct stf_names names;
  struct stf_stage *stage = shift_stage(p);
  struct stf_attendance attendance;
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  (void)stf_dict_add(names.teams, "front", 5);
  stage->desk.names = &names;
  stage->desk.zone_name = "UTC";
  stage->teams[0].overdispersion = r;
  assert_int_equal(stf_attendance_init(&attendance, &stage->desk, NULL), STF_OK);
  double seen[N + 1] = {0};
  double square = 0;
  for (uint32_t i = 0; i < RUNS; i++) {
    struct stf_staff_plan plan = draw(stage, &attendance, i);
    int absent_n = N - __builtin_popcount(who_comes(&plan, NULL));
    seen[absent_n]++;
    square += (absent_n - N * p) * (absent_n - N * p);
  }
  double fourth = 0;
  double variance = N * p * (1 - p) * (1 + (N - 1) * r);
  for (int k = 0; k <= N; k++) {
    double log_share = lgamma(N + 1) - lgamma(k + 1) - lgamma(N - k + 1) + lgamma(k + a) +
                       lgamma(N - k + b) - lgamma(N + a + b) - lgamma(a) - lgamma(b) +
                       lgamma(a + b);
    double share = exp(log_share);
    fourth += share * pow(k - N * p, 4);
    assert_near(seen[k] / RUNS, share, 3.5 * sqrt(share * (1 - share) / RUNS));
  }
  assert_near(square / RUNS, variance, 3.5 * sqrt((fourth - variance * variance) / RUNS));
  stf_attendance_clear(&attendance);
  stf_names_clear(&names);
  free(stage);
}

/* A higher share takes away those whom a lower one takes, and others. */
static void test_draw_overdispersed_absence_is_nested(void **state) {
  (void)state;
  struct stf_names names;
  struct stf_stage *fewer = shift_stage(0.2);
  struct stf_stage *more = shift_stage(0.3);
  struct stf_stage *const both[] = {fewer, more};
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  (void)stf_dict_add(names.teams, "front", 5);
  for (size_t i = 0; i < STF_COUNT_OF(both); i++) {
    both[i]->desk.names = &names;
    both[i]->desk.zone_name = "UTC";
    both[i]->teams[0].overdispersion = 0.1;
  }
  int taken = 0;
  for (uint32_t r = 0; r < 200; r++) {
    unsigned there_fewer = run_absence(fewer, r);
    unsigned there_more = run_absence(more, r);
    assert_int_equal(there_more & ~there_fewer, 0);
    taken += there_more != there_fewer;
  }
  assert_true(taken > 20);
  stf_names_clear(&names);
  free(fewer);
  free(more);
}

/* Number of absent agents: mean n p, and the variance of independent draws; 3.5 standard
 * errors. */
static void test_draw_absent_agents_are_binomial(void **state) {
  (void)state;
  const double share = 0.2;
  struct stf_stage *stage = shift_stage(share);
  struct stf_attendance attendance;
  assert_int_equal(stf_attendance_init(&attendance, &stage->desk, NULL), STF_OK);
  double sum = 0;
  double square = 0;
  for (uint32_t r = 0; r < RUNS; r++) {
    struct stf_staff_plan plan = draw(stage, &attendance, r);
    double absent_n = STF_STAGE_AGENTS - __builtin_popcount(who_comes(&plan, NULL));
    sum += absent_n;
    square += absent_n * absent_n;
    assert_int_equal(plan.changes_n, 6 * (STF_STAGE_AGENTS - (size_t)absent_n));
  }
  double variance = STF_STAGE_AGENTS * share * (1 - share);
  assert_near(sum / RUNS, STF_STAGE_AGENTS * share, 3.5 * sqrt(variance / RUNS));
  /* Excess kurtosis of a binomial: (1 - 6 p q) / (n p q). */
  double kurtosis = (1 - 6 * share * (1 - share)) / variance;
  assert_near(square / RUNS - sum / RUNS * sum / RUNS, variance,
              3.5 * variance * sqrt((2 + kurtosis) / RUNS));
  stf_attendance_clear(&attendance);
  free(stage);
}

static void test_draw_when_the_share_grows_expect_a_superset_absent(void **state) {
  (void)state;
  struct stf_stage *less = shift_stage(0.1);
  struct stf_stage *more = shift_stage(0.4);
  unsigned both_n = 0;
  for (uint32_t r = 0; r < 200; r++) {
    unsigned there = run_absence(less, r);
    unsigned there_still = run_absence(more, r);
    assert_int_equal(there_still & ~there, 0);
    both_n += there != there_still;
  }
  assert_true(both_n > 50);
  free(less);
  free(more);
}

static void test_draw_when_an_agent_is_added_expect_nobody_else_moved(void **state) {
  (void)state;
  struct stf_stage *all = shift_stage(0.3);
  struct stf_stage *fewer = stf_stage_new(60);
  fewer->teams[0].absence_share = 0.3;
  for (uint32_t a = 1; a < STF_STAGE_AGENTS; a++) {
    (void)stf_stage_shift(fewer, 0, a, 0, 1000);
  }
  for (uint32_t r = 0; r < 200; r++) {
    assert_int_equal(run_absence(all, r) & ~1U, run_absence(fewer, r));
  }
  free(all);
  free(fewer);
}

static void assert_span(const struct stf_stage *stage, size_t i, int64_t from_s, int64_t to_s) {
  assert_true(i < stage->spans_n);
  assert_true(stage->spans[i].start_us == STF_STAGE_START_US + from_s * STF_STAGE_SECOND_US);
  assert_true(stage->spans[i].end_us == STF_STAGE_START_US + to_s * STF_STAGE_SECOND_US);
  assert_int_equal(stage->spans[i].kind, STF_PRESENCE_PAID_AWAY);
}

static void
test_draw_when_absence_is_paid_expect_the_shift_without_unpaid_breaks(void **state) {
  (void)state;
  struct stf_stage *stage = shift_stage(1);
  assert_int_equal(run_absence(stage, 0), 0);
  assert_int_equal(stage->spans_n, 0);
  stage->teams[0].absence_is_paid = true;
  assert_int_equal(run_absence(stage, 0), 0);
  assert_int_equal(stage->spans_n, 2 * STF_STAGE_AGENTS);
  assert_span(stage, 0, 0, 300);
  assert_span(stage, STF_STAGE_AGENTS, 400, 1000);
  free(stage);
}

/* Late by `late_s`: who logs in when, and which of the four changes of breaks are left. */
static void assert_late(double late_s, int64_t login_s, size_t changes_n, size_t paid_n) {
  struct stf_stage *stage = stf_stage_new(60);
  struct stf_attendance attendance;
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 1000);
  stf_stage_break(stage, shift, 100, 150, true);
  stf_stage_break(stage, shift, 300, 400, false);
  stage->teams[0].late = stf_law_constant(late_s);
  assert_int_equal(stf_attendance_init(&attendance, &stage->desk, NULL), STF_OK);
  struct stf_staff_plan plan = draw(stage, &attendance, 0);
  int64_t at_us[STF_STAGE_AGENTS] = {0};
  assert_int_equal(who_comes(&plan, at_us), 1);
  assert_true(at_us[0] == STF_STAGE_START_US + login_s * STF_STAGE_SECOND_US);
  assert_int_equal(plan.changes_n, changes_n);
  assert_int_equal(stage->spans_n, paid_n);
  assert_span(stage, 0, 0, login_s < 300 ? login_s : 300);
  stf_attendance_clear(&attendance);
  free(stage);
}

static void test_draw_when_late_expect_log_in_moved_and_passed_breaks_dropped(void **state) {
  (void)state;
  assert_late(60, 60, 6, 1);
  assert_late(100, 100, 6, 1); /* just in time for the break */
  assert_late(120, 150, 4, 1); /* within the first break: at its end */
  assert_late(200, 200, 4, 1);
  assert_late(350, 400, 2, 1); /* the unpaid break is not paid */
  assert_late(500, 500, 2, 2);
}

static void test_draw_when_later_than_the_shift_expect_absent(void **state) {
  (void)state;
  struct stf_stage *stage = shift_stage(0);
  stage->teams[0].late = stf_law_constant(1000);
  assert_int_equal(run_absence(stage, 0), 0);
  assert_int_equal(stage->spans_n, 0); /* as absence, which is not paid here */
  free(stage);
}

/* ---- pools ---- */

/* A count of ten all the time, three days, looked at anew at each midnight. */
static void test_draw_pool_is_binomial_by_day(void **state) {
  (void)state;
  const double share = 0.25;
  struct stf_names names;
  struct stf_attendance attendance;
  struct stf_stage *stage = stf_stage_new(60);
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  stage->teams[0].name = stf_dict_add(names.teams, "front", 5);
  stage->teams[0].absence_share = share;
  stage->teams[0].absence_is_paid = true;
  stage->desk.names = &names;
  stage->desk.zone_name = "UTC";
  stage->desk.to_us = 3 * DAY_US;
  stage->desk.from_us = 0;
  stage->changes[0] = (struct stf_staff_change){.agent = STF_NOBODY, .delta = POOL};
  stage->desk.changes_n = 1;
  assert_int_equal(stf_attendance_init(&attendance, &stage->desk, NULL), STF_OK);
  double sum = 0;
  double product = 0;
  for (uint32_t r = 0; r < RUNS; r++) {
    struct stf_staff_plan plan = draw(stage, &attendance, r);
    double there[3] = {0};
    for (size_t i = 0; i < plan.changes_n; i++) {
      for (int64_t day = plan.changes[i].at_us / DAY_US; day < 3; day++) {
        there[day] += plan.changes[i].delta;
      }
    }
    assert_int_equal(stage->spans_n, 3 * POOL - (size_t)(there[0] + there[1] + there[2]));
    sum += there[0];
    product += (there[0] - POOL * (1 - share)) * (there[2] - POOL * (1 - share));
  }
  double variance = POOL * share * (1 - share);
  assert_near(sum / RUNS, POOL * (1 - share), 3.5 * sqrt(variance / RUNS));
  assert_near(product / RUNS, 0, 3.5 * variance / sqrt(RUNS)); /* another day, another draw */
  stf_attendance_clear(&attendance);
  stf_names_clear(&names);
  free(stage);
}

static void test_init_without_memory_leaves_nothing_behind(void **state) {
  (void)state;
  struct stf_stage *stage = shift_stage(0.5);
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK; calls++) {
    struct stf_ration ration;
    struct stf_attendance attendance;
    stf_ration_init(&ration, calls);
    status = stf_attendance_init(&attendance, &stage->desk, &ration.allocator);
    if (status == STF_OK) {
      stf_attendance_clear(&attendance);
    }
    assert_int_equal(ration.alive, 0);
  }
  assert_true(calls > 2);
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_draw_when_nobody_is_ever_away_expect_the_desk_s_own_changes),
      cmocka_unit_test(test_draw_absent_agents_are_binomial),
      cmocka_unit_test(test_draw_overdispersed_absence_is_beta_binomial),
      cmocka_unit_test(test_draw_overdispersed_absence_is_nested),
      cmocka_unit_test(test_draw_when_the_share_grows_expect_a_superset_absent),
      cmocka_unit_test(test_draw_when_an_agent_is_added_expect_nobody_else_moved),
      cmocka_unit_test(test_draw_when_absence_is_paid_expect_the_shift_without_unpaid_breaks),
      cmocka_unit_test(test_draw_when_late_expect_log_in_moved_and_passed_breaks_dropped),
      cmocka_unit_test(test_draw_when_later_than_the_shift_expect_absent),
      cmocka_unit_test(test_draw_pool_is_binomial_by_day),
      cmocka_unit_test(test_init_without_memory_leaves_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
