/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole logged days drawn anew: the distribution of counts by enumeration of the days, what a
 * day keeps together, volumes, and addresses. */
#include "engine/arrivals.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

#define SEED    37
#define HOUR_US INT64_C(3600000000)
#define DAY_US  (24 * HOUR_US)

enum {
  SOURCES = 3,
  TARGETS = 400,
  FIRST_DAY = 20514,
  REPLICATIONS = 12,
  DAYS = TARGETS * REPLICATIONS,
  MOST = 60000
};

/* Contacts in the morning and in the evening of each logged day. */
static const int MORNING[SOURCES] = {2, 12, 20};
static const int EVENING[SOURCES] = {30, 6, 10};

/* Points into itself: not to be copied. */
struct days {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_demand demand;
  struct stf_demand_bootstrap bootstrap;
  struct stf_given contacts[128];
  int64_t walls_us[128];
  size_t firsts[SOURCES + 1];
  struct stf_demand_target targets[TARGETS];
};

static const uint32_t ALL[SOURCES] = {0, 1, 2};
static const struct stf_demand_shift UTC = {0, 0};

static void add_contacts(struct days *days, size_t *n, int count, int64_t wall_us) {
  for (int i = 0; i < count; i++) {
    days->walls_us[*n] = wall_us + i * INT64_C(1000000);
    days->contacts[*n] = (struct stf_given){.address = 1000 + *n,
                                            .queue_us = 0,
                                            .assign_us = STF_NEVER,
                                            .service_us = (int64_t)*n,
                                            .contact = (uint32_t)*n};
    (*n)++;
  }
}

static void build(double volume, struct days *out) {
  *out = (struct days){0};
  size_t n = 0;
  for (size_t s = 0; s < SOURCES; s++) {
    out->firsts[s] = n;
    add_contacts(out, &n, MORNING[s], 9 * HOUR_US);
    add_contacts(out, &n, EVENING[s], 18 * HOUR_US);
  }
  out->firsts[SOURCES] = n;
  for (size_t t = 0; t < TARGETS; t++) {
    out->targets[t] = (struct stf_demand_target){.day = FIRST_DAY + (int64_t)t,
                                                 .sources = ALL,
                                                 .sources_n = SOURCES,
                                                 .shifts = &UTC,
                                                 .shifts_n = 1};
  }
  out->bootstrap = (struct stf_demand_bootstrap){.contacts = out->contacts,
                                                 .walls_us = out->walls_us,
                                                 .firsts = out->firsts,
                                                 .sources_n = SOURCES,
                                                 .targets = out->targets,
                                                 .targets_n = TARGETS};
  out->demand.bootstrap = &out->bootstrap;
  out->desk = (struct stf_desk){.from_us = FIRST_DAY * DAY_US,
                                .to_us = (FIRST_DAY + TARGETS) * DAY_US,
                                .interval_us = HOUR_US,
                                .classes = &out->class,
                                .classes_n = 1,
                                .demand = &out->demand,
                                .volume = volume};
}

struct seen {
  struct stf_arrival items[MOST];
  size_t n;
};

static void arrive(const struct days *days, uint32_t replication, struct seen *out) {
  struct stf_arrivals *arrivals = NULL;
  struct stf_stream stream = stf_stream_of(SEED, replication);
  assert_int_equal(stf_arrivals_new(&days->desk, NULL, &arrivals), STF_OK);
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  out->n = 0;
  while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
    assert_true(out->n < MOST);
    stf_arrivals_take(arrivals, &out->items[out->n++]);
  }
  stf_arrivals_free(arrivals);
}

/* Contacts of the morning and the evening of each day. */
static void count(const struct days *days, uint32_t replication, int out[TARGETS][2]) {
  static struct seen seen;
  arrive(days, replication, &seen);
  for (size_t i = 0; i < seen.n; i++) {
    int64_t at_us = seen.items[i].queue_us - days->desk.from_us;
    out[at_us / DAY_US][at_us % DAY_US >= DAY_US / 2]++;
  }
}

/* Every day is one of the logged days, whole, each equally often: chi-square with two degrees
 * of freedom, 15.2 is its 0.0005 quantile. */
static void test_each_day_is_a_whole_logged_day_with_equal_chance(void **state) {
  (void)state;
  static struct days days;
  int often[SOURCES] = {0};
  build(1, &days);
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    int counts[TARGETS][2] = {0};
    count(&days, r, counts);
    for (size_t t = 0; t < TARGETS; t++) {
      size_t s = 0;
      while (s < SOURCES && (counts[t][0] != MORNING[s] || counts[t][1] != EVENING[s])) {
        s++;
      }
      assert_true(s < SOURCES);
      often[s]++;
    }
  }
  double chi = 0;
  for (size_t s = 0; s < SOURCES; s++) {
    double expected = (double)DAYS / SOURCES;
    chi += (often[s] - expected) * (often[s] - expected) / expected;
  }
  assert_true(chi < 15.2);
}

/* Total of a day at volume v = whole + rest: with n the logged day's total, mean v E(n), and
 * variance whole Var(n) + Var(binomial(n, rest)) = whole Var n + rest^2 Var n + rest (1 - rest)
 * E n, over the enumerated days. 3.5 standard errors, of the variance with the sample's own
 * fourth moment. */
static void check_volume(double volume) {
  static struct days days;
  double mean = 0;
  double square = 0;
  for (size_t s = 0; s < SOURCES; s++) {
    double n = MORNING[s] + EVENING[s];
    mean += n / SOURCES;
    square += n * n / SOURCES;
  }
  double whole = floor(volume);
  double rest = volume - whole;
  double variance = (whole + rest * rest) * (square - mean * mean) + rest * (1 - rest) * mean;
  double sums[3] = {0};
  build(volume, &days);
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    int counts[TARGETS][2] = {0};
    count(&days, r, counts);
    for (size_t t = 0; t < TARGETS; t++) {
      double off = counts[t][0] + counts[t][1] - volume * mean;
      sums[0] += off / DAYS;
      sums[1] += off * off / DAYS;
      sums[2] += off * off * off * off / DAYS;
    }
  }
  assert_near(sums[0], 0, 3.5 * sqrt(variance / DAYS));
  assert_near(sums[1], variance, 3.5 * sqrt((sums[2] - variance * variance) / DAYS));
}

static void test_totals_scatter_as_the_enumerated_days_say(void **state) {
  (void)state;
  check_volume(1);
  check_volume(0.6);
  check_volume(1.4);
  check_volume(2.3);
}

/* A higher volume keeps everybody, with her address; no contact has the address of another. */
static void test_volume_steps_are_nested_and_addresses_differ(void **state) {
  (void)state;
  static struct days few;
  static struct days many;
  static struct seen before;
  static struct seen after;
  build(0.7, &few);
  build(1.5, &many);
  arrive(&few, 1, &before);
  arrive(&many, 1, &after);
  size_t at = 0;
  for (size_t i = 0; i < before.n; i++) {
    while (at < after.n && (after.items[at].queue_us < before.items[i].queue_us ||
                            after.items[at].address != before.items[i].address)) {
      at++;
    }
    assert_true(at < after.n);
  }
  for (size_t i = 0; i < 400; i++) {
    for (size_t k = 0; k < i; k++) {
      assert_true(after.items[i].address != after.items[k].address);
    }
    assert_int_equal(after.items[i].given->service_us, after.items[i].id);
  }
}

/* A day of 23 hours: what comes behind the skipped hour is an hour nearer. */
static void test_times_of_day_follow_the_shifts_of_the_day(void **state) {
  (void)state;
  static struct days days;
  static struct seen seen;
  static const struct stf_demand_shift SPRING[] = {{0, -HOUR_US}, {12 * HOUR_US, -2 * HOUR_US}};
  static const uint32_t ONE[] = {1};
  build(1, &days);
  days.bootstrap.targets_n = 2;
  days.targets[1].sources = ONE;
  days.targets[1].sources_n = 1;
  days.targets[1].shifts = SPRING;
  days.targets[1].shifts_n = 2;
  arrive(&days, 0, &seen);
  size_t n = 0;
  for (size_t i = 0; i < seen.n; i++) {
    int64_t at_us = seen.items[i].queue_us - (FIRST_DAY + 1) * DAY_US;
    if (at_us >= 0) {
      int64_t wanted_us = n < 12 ? 8 * HOUR_US + (int64_t)n * 1000000
                                 : 16 * HOUR_US + (int64_t)(n - 12) * 1000000;
      assert_int_equal(at_us, wanted_us);
      n++;
    }
  }
  assert_int_equal(n, MORNING[1] + EVENING[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_each_day_is_a_whole_logged_day_with_equal_chance),
      cmocka_unit_test(test_totals_scatter_as_the_enumerated_days_say),
      cmocka_unit_test(test_volume_steps_are_nested_and_addresses_differ),
      cmocka_unit_test(test_times_of_day_follow_the_shifts_of_the_day),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
