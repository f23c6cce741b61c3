/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/pause.h"
#include "support/near.h"
#include "support/ration.h"

#define S INT64_C(1000000)

enum {
  ANNA = 7,
  BEA = 8
};

/* Asked at queue_s, taken by the agent at start_s, done at end_s. */
static struct stf_contact served(int64_t queue_s, uint32_t agent, int64_t start_s,
                                 int64_t end_s) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = queue_s * S;
  contact.queue_us = queue_s * S;
  contact.assign_us = start_s * S;
  contact.close_us = end_s * S;
  contact.work = (struct stf_work){start_s * S, end_s * S, agent, 0};
  contact.works_n = 1;
  contact.outcome = STF_OUTCOME_CLOSED;
  return contact;
}

static struct stf_contact left(int64_t queue_s, int64_t abandon_s) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = queue_s * S;
  contact.queue_us = queue_s * S;
  contact.abandon_us = abandon_s * S;
  contact.outcome = STF_OUTCOME_ABANDONED;
  return contact;
}

static void assert_gaps(const struct stf_contact *contacts, size_t n, const double *wanted_s,
                        size_t wanted_n) {
  struct stf_pause_gaps gaps;
  assert_int_equal(stf_pause_measure(contacts, n, 300 * S, 10000 * S, NULL, &gaps), STF_OK);
  assert_int_equal(gaps.n, wanted_n);
  for (size_t i = 0; i < wanted_n; i++) {
    assert_near(gaps.values_s[i], wanted_s[i], 1e-9);
  }
  stf_pause_clear(&gaps, NULL);
}

#define ASSERT_GAPS(contacts, ...)                                                             \
  assert_gaps((contacts), STF_COUNT_OF(contacts), (const double[]){__VA_ARGS__},               \
              STF_COUNT_OF(((const double[]){__VA_ARGS__})))

static void test_gap_counts_while_somebody_waited_all_the_time(void **state) {
  (void)state;
  /* 20 s between the first and the second, who waited since 90; 10 s between the second and the
   * third, who came only 5 s before: idle for a while, so no pause. */
  const struct stf_contact contacts[] = {served(0, ANNA, 0, 100), served(90, ANNA, 120, 200),
                                         served(205, ANNA, 210, 250)};
  ASSERT_GAPS(contacts, 20);
}

static void test_gap_counts_when_several_waits_touch(void **state) {
  (void)state;
  /* From 100 to 130 somebody waits: first who leaves at 110, then who comes at 110. */
  const struct stf_contact touching[] = {served(0, ANNA, 0, 100), left(95, 110),
                                         served(110, ANNA, 130, 150)};
  ASSERT_GAPS(touching, 30);
  const struct stf_contact apart[] = {served(0, ANNA, 0, 100), left(95, 109),
                                      served(110, ANNA, 130, 150)};
  assert_gaps(apart, 3, NULL, 0);
}

static void test_gap_counts_for_each_agent_on_her_own(void **state) {
  (void)state;
  /* Agents come in the order of their numbers, whatever the order of the contacts. */
  const struct stf_contact contacts[] = {served(0, BEA, 0, 50), served(10, BEA, 55, 400),
                                         served(20, ANNA, 20, 60), served(30, ANNA, 67, 80),
                                         left(0, 1000)};
  ASSERT_GAPS(contacts, 7, 5);
}

static void test_gap_beyond_the_limit_is_absence(void **state) {
  (void)state;
  const struct stf_contact contacts[] = {served(0, ANNA, 0, 100), served(50, ANNA, 400, 500),
                                         served(60, ANNA, 801, 900)};
  ASSERT_GAPS(contacts, 300); /* the limit itself is in, 301 s are not */
}

static void test_overlapping_work_gives_no_gap(void **state) {
  (void)state;
  /* The second begins within the first and ends before it: the next gap is from 100 on. */
  const struct stf_contact contacts[] = {served(0, ANNA, 0, 100), served(0, ANNA, 20, 40),
                                         served(0, ANNA, 104, 110), left(0, 1000)};
  ASSERT_GAPS(contacts, 4);
}

static void test_open_contact_waits_until_the_horizon(void **state) {
  (void)state;
  struct stf_contact open = left(50, 0);
  open.abandon_us = STF_NEVER;
  open.outcome = STF_OUTCOME_OPEN;
  const struct stf_contact contacts[] = {open, served(0, ANNA, 0, 100),
                                         served(109, ANNA, 109, 120)};
  ASSERT_GAPS(contacts, 9);
}

static void test_unfinished_work_ends_nothing(void **state) {
  (void)state;
  struct stf_contact unfinished = served(0, ANNA, 0, 100);
  unfinished.work.end_us = STF_NEVER;
  const struct stf_contact contacts[] = {unfinished, served(0, ANNA, 130, 150), left(0, 1000)};
  assert_gaps(contacts, 3, NULL, 0);
  assert_gaps(contacts, 0, NULL, 0);
}

static void test_measure_without_memory_leaves_nothing_behind(void **state) {
  (void)state;
  const struct stf_contact contacts[] = {served(0, ANNA, 0, 100), served(90, ANNA, 120, 200)};
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK; calls++) {
    struct stf_ration ration;
    struct stf_pause_gaps gaps;
    stf_ration_init(&ration, calls);
    status = stf_pause_measure(contacts, 2, 300 * S, 1000 * S, &ration.allocator, &gaps);
    stf_pause_clear(&gaps, &ration.allocator);
    assert_int_equal(ration.alive, 0);
  }
  assert_int_equal(calls, 5); /* four blocks */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_gap_counts_while_somebody_waited_all_the_time),
      cmocka_unit_test(test_gap_counts_when_several_waits_touch),
      cmocka_unit_test(test_gap_counts_for_each_agent_on_her_own),
      cmocka_unit_test(test_gap_beyond_the_limit_is_absence),
      cmocka_unit_test(test_overlapping_work_gives_no_gap),
      cmocka_unit_test(test_open_contact_waits_until_the_horizon),
      cmocka_unit_test(test_unfinished_work_ends_nothing),
      cmocka_unit_test(test_measure_without_memory_leaves_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
