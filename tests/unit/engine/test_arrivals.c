/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/arrivals.h"
#include "support/near.h"
#include "support/small_desk.h"

#include <math.h>
#include <stdlib.h>

#define SEED 11

enum {
  REPLICATIONS = 400,
  GIVEN = 60
};

static const uint32_t KEYS[] = {202, 303};

static const struct stf_small_desk_plan PLAIN = {.keys = KEYS, .classes_n = 2, .volume = 1};

/* All arrivals of one replication, in the order in which they come. */
struct list {
  struct stf_arrival *items; /* owned */
  size_t n;
  size_t capacity;
};

static void take_all(struct stf_arrivals *arrivals, uint32_t replication, struct list *out) {
  struct stf_stream stream = stf_stream_of(SEED, replication);
  out->n = 0;
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
    out->items =
        stf_mem_grown(NULL, out->items, &out->capacity, out->n + 1, sizeof *out->items);
    assert_non_null(out->items);
    int64_t next_us = stf_arrivals_next_us(arrivals);
    stf_arrivals_take(arrivals, &out->items[out->n++]);
    assert_int_equal(out->items[out->n - 1].queue_us, next_us);
  }
}

static struct list listed(const struct stf_desk *desk) {
  struct list list = {0};
  struct stf_arrivals *arrivals = NULL;
  assert_int_equal(stf_arrivals_new(desk, NULL, &arrivals), STF_OK);
  take_all(arrivals, 0, &list);
  stf_arrivals_free(arrivals);
  return list;
}

static struct list at_volume(double volume) {
  struct stf_small_desk small;
  struct stf_small_desk_plan plan = PLAIN;
  plan.volume = volume;
  stf_small_desk_build(&plan, &small);
  return listed(&small.desk);
}

static bool has(const struct list *list, const struct stf_arrival *like) {
  for (size_t i = 0; i < list->n; i++) {
    const struct stf_arrival *one = &list->items[i];
    if (one->kind == like->kind && one->address == like->address && one->copy == like->copy &&
        one->queue_us == like->queue_us && one->class_index == like->class_index) {
      return true;
    }
  }
  return false;
}

/* The contact's own uniform for the volume. */
static double own_uniform(const struct stf_arrival *arrival) {
  struct stf_stream stream = stf_stream_of(SEED, 0);
  double u[2];
  stf_stream_pair(&stream, arrival->kind, arrival->address, STF_STREAM_VOLUME, arrival->copy,
                  u);
  return u[0];
}

static void test_arrivals_ascend_and_keep_to_the_steps_with_a_rate(void **state) {
  (void)state;
  struct stf_small_desk small;
  stf_small_desk_build(&PLAIN, &small);
  struct list list = listed(&small.desk);
  uint32_t index[2] = {0, 0};
  assert_true(list.n > 100);
  for (size_t i = 0; i < list.n; i++) {
    const struct stf_arrival *one = &list.items[i];
    assert_true(i == 0 || list.items[i - 1].queue_us <= one->queue_us);
    assert_true(one->queue_us >= small.desk.from_us && one->queue_us < small.desk.to_us);
    size_t step = (size_t)((one->queue_us - small.desk.from_us) /
                           (small.edges_us[1] - small.edges_us[0]));
    assert_true(small.rates_per_s[one->class_index][step] > 0);
    assert_int_equal(one->id, index[one->class_index]++);
    assert_true(one->address == ((uint64_t)KEYS[one->class_index] << 32 | one->id));
    assert_null(one->given);
  }
  free(list.items);
}

static void test_volumes_are_nested(void **state) {
  (void)state;
  const double volumes[] = {0.4, 0.7, 1, 1.3, 1.8, 2.4, 3.1};
  struct list lists[STF_COUNT_OF(volumes)];
  for (size_t v = 0; v < STF_COUNT_OF(volumes); v++) {
    lists[v] = at_volume(volumes[v]);
  }
  for (size_t v = 0; v + 1 < STF_COUNT_OF(volumes); v++) {
    assert_true(lists[v].n < lists[v + 1].n);
    for (size_t i = 0; i < lists[v].n; i++) {
      assert_true(has(&lists[v + 1], &lists[v].items[i]));
    }
  }
  for (size_t v = 0; v < STF_COUNT_OF(volumes); v++) {
    free(lists[v].items);
  }
}

static void test_thinning_goes_by_the_contact_s_own_uniform(void **state) {
  (void)state;
  struct list all = at_volume(1);
  struct list some = at_volume(0.7);
  size_t kept = 0;
  for (size_t i = 0; i < all.n; i++) {
    bool stays = own_uniform(&all.items[i]) < 0.7;
    assert_int_equal(has(&some, &all.items[i]), stays);
    kept += stays;
  }
  assert_int_equal(some.n, kept);
  free(all.items);
  free(some.items);
}

static void test_volume_above_one_adds_contacts_with_addresses_of_their_own(void **state) {
  (void)state;
  struct list all = at_volume(1);
  struct list more = at_volume(1.3);
  size_t added = 0;
  for (size_t i = 0; i < more.n; i++) {
    added += more.items[i].kind == STF_STREAM_CONTACT_EXTRA;
    assert_true(more.items[i].kind == STF_STREAM_CONTACT_EXTRA || has(&all, &more.items[i]));
  }
  assert_int_equal(more.n, all.n + added);
  free(all.items);
  free(more.items);
}

static void test_volume_zero_lets_nobody_come(void **state) {
  (void)state;
  struct list none = at_volume(0);
  assert_int_equal(none.n, 0);
  free(none.items);
}

/* |mean - expected| <= 3.5 standard errors of a Poisson mean over REPLICATIONS. One comparison
 * errs with 5e-4; there are 32 a volume, with a fixed seed. */
static void assert_poisson_mean(double sum, double expected) {
  assert_near(sum / REPLICATIONS, expected, 3.5 * sqrt(expected / REPLICATIONS));
}

static void check_means(double volume) {
  struct stf_small_desk small;
  struct stf_small_desk_plan plan = PLAIN;
  struct stf_arrivals *arrivals = NULL;
  struct list list = {0};
  static double counts[2][STF_SMALL_DESK_STEPS];
  plan.volume = volume;
  stf_small_desk_build(&plan, &small);
  assert_int_equal(stf_arrivals_new(&small.desk, NULL, &arrivals), STF_OK);
  for (size_t i = 0; i < STF_SMALL_DESK_STEPS; i++) {
    counts[0][i] = 0;
    counts[1][i] = 0;
  }
  double length_us = (double)(small.edges_us[1] - small.edges_us[0]);
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    take_all(arrivals, r, &list);
    for (size_t i = 0; i < list.n; i++) {
      double place = (double)(list.items[i].queue_us - small.desk.from_us) / length_us;
      counts[list.items[i].class_index][(size_t)place] += 1;
    }
  }
  for (uint32_t c = 0; c < 2; c++) {
    for (size_t i = 0; i < STF_SMALL_DESK_STEPS; i++) {
      assert_poisson_mean(counts[c][i], volume * small.rates_per_s[c][i] * length_us * 1e-6);
    }
  }
  stf_arrivals_free(arrivals);
  free(list.items);
}

static void test_counts_have_the_means_of_the_rates(void **state) {
  (void)state;
  check_means(1);
  check_means(0.7);
  check_means(1.3);
}

/* Mean of products of deviations from known means, with its standard error. */
struct covariance {
  double sum;
  double square;
};

static void add_product(struct covariance *to, double product) {
  to->sum += product;
  to->square += product * product;
}

static void assert_covariance(const struct covariance *of, double expected) {
  double mean = of->sum / REPLICATIONS;
  double variance = of->square / REPLICATIONS - mean * mean;
  assert_near(mean, expected, 3.5 * sqrt(variance / REPLICATIONS));
}

/* Counts of a class on a day less their mean. */
static void count_days(const struct stf_small_desk *small, const struct list *list,
                       double out[2][2]) {
  int64_t middle_us = small->edges_us[STF_SMALL_DESK_STEPS / 2];
  double step_s = (double)(small->edges_us[1] - small->edges_us[0]) * 1e-6;
  for (size_t c = 0; c < 2; c++) {
    for (size_t d = 0; d < 2; d++) {
      out[c][d] = 0;
    }
    for (size_t i = 0; i < STF_SMALL_DESK_STEPS; i++) {
      out[c][i / (STF_SMALL_DESK_STEPS / 2)] -= small->rates_per_s[c][i] * step_s;
    }
  }
  for (size_t i = 0; i < list->n; i++) {
    out[list->items[i].class_index][list->items[i].queue_us >= middle_us] += 1;
  }
}

/* With a factor of variance 1/shape, counts of mean m have the variance m + m^2/shape; those of
 * two classes on one day the covariance m1 m2/shape, and days have nothing to do with each
 * other. */
static void test_day_factor_is_one_for_all_classes_and_new_every_day(void **state) {
  (void)state;
  struct stf_small_desk small;
  struct stf_small_desk_plan plan = PLAIN;
  struct stf_arrivals *arrivals = NULL;
  struct list list = {0};
  struct covariance own = {0};
  struct covariance classes = {0};
  struct covariance days = {0};
  double empty[2][2];
  plan.day_shape = 4;
  stf_small_desk_build(&plan, &small);
  count_days(&small, &list, empty);
  double mean_0 = -empty[0][0];
  double mean_1 = -empty[1][0];
  assert_int_equal(stf_arrivals_new(&small.desk, NULL, &arrivals), STF_OK);
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    double rest[2][2];
    take_all(arrivals, r, &list);
    count_days(&small, &list, rest);
    add_product(&own, rest[0][0] * rest[0][0]);
    add_product(&classes, rest[0][0] * rest[1][0]);
    add_product(&days, rest[0][0] * rest[0][1]);
  }
  assert_covariance(&own, mean_0 + mean_0 * mean_0 / plan.day_shape);
  assert_covariance(&classes, mean_0 * mean_1 / plan.day_shape);
  assert_covariance(&days, 0);
  stf_arrivals_free(arrivals);
  free(list.items);
}

/* A desk without rates, whose contacts are given: one every 30 min 7 s from two hours before
 * the period on, classes in turn. */
static void give(struct stf_small_desk *small, struct stf_given given[GIVEN], double volume) {
  struct stf_small_desk_plan plan = PLAIN;
  plan.volume = volume;
  stf_small_desk_build(&plan, small);
  small->classes[0].rates_per_s = NULL;
  small->classes[1].rates_per_s = NULL;
  for (uint32_t i = 0; i < GIVEN; i++) {
    int64_t at_us = small->desk.from_us + ((int64_t)i - 4) * INT64_C(1807000000);
    given[i] = (struct stf_given){.address = 1000 + 77 * i,
                                  .open_us = at_us - 1000000,
                                  .queue_us = at_us,
                                  .assign_us = STF_NEVER,
                                  .service_us = STF_NEVER,
                                  .patience_us = STF_NEVER,
                                  .outwaited_us = STF_NEVER,
                                  .contact = i,
                                  .class_index = i % 2,
                                  .agent = STF_NOBODY};
  }
  small->desk.given = given;
  small->desk.given_n = GIVEN;
}

static void test_replay_at_volume_one_is_the_log(void **state) {
  (void)state;
  struct stf_small_desk small;
  struct stf_given given[GIVEN];
  give(&small, given, 1);
  struct list list = listed(&small.desk);
  assert_int_equal(list.n, GIVEN);
  for (size_t i = 0; i < list.n; i++) {
    assert_ptr_equal(list.items[i].given, &given[i]);
    assert_int_equal(list.items[i].open_us, given[i].open_us);
    assert_int_equal(list.items[i].kind, STF_STREAM_LOGGED);
    assert_true(list.items[i].address == given[i].address);
  }
  free(list.items);
}

static void test_replay_below_one_thins_by_own_uniform_but_not_the_initial_state(void **state) {
  (void)state;
  struct stf_small_desk small;
  struct stf_given given[GIVEN];
  give(&small, given, 1);
  struct list all = listed(&small.desk);
  give(&small, given, 0.5);
  struct list some = listed(&small.desk);
  size_t kept = 0;
  for (size_t i = 0; i < all.n; i++) {
    bool stays = all.items[i].queue_us < small.desk.from_us || own_uniform(&all.items[i]) < 0.5;
    assert_int_equal(has(&some, &all.items[i]), stays);
    kept += stays;
  }
  assert_int_equal(some.n, kept);
  assert_true(kept < GIVEN);
  free(all.items);
  free(some.items);
}

static const struct stf_given *original_of(const struct stf_given given[GIVEN],
                                           const struct stf_arrival *clone) {
  size_t i = 0;
  while (i + 1 < GIVEN && given[i].address != clone->address) {
    i++;
  }
  assert_true(given[i].address == clone->address);
  return &given[i];
}

static void test_clones_keep_class_and_interval_of_their_originals(void **state) {
  (void)state;
  struct stf_small_desk small;
  struct stf_given given[GIVEN];
  give(&small, given, 1);
  struct list log = listed(&small.desk);
  give(&small, given, 2.5);
  struct list list = listed(&small.desk);
  size_t clones[2] = {0, 0};
  for (size_t i = 0; i < list.n; i++) {
    const struct stf_arrival *one = &list.items[i];
    assert_true(i == 0 || list.items[i - 1].queue_us <= one->queue_us);
    if (one->kind == STF_STREAM_LOGGED) {
      assert_true(has(&log, one));
      continue;
    }
    const struct stf_given *original = original_of(given, one);
    assert_int_equal(one->kind, STF_STREAM_LOGGED_EXTRA);
    assert_null(one->given); /* its work and patience are drawn */
    assert_int_equal(one->class_index, original->class_index);
    assert_int_equal(one->id, original->contact);
    assert_int_equal((one->queue_us - small.desk.from_us) / small.desk.interval_us,
                     (original->queue_us - small.desk.from_us) / small.desk.interval_us);
    assert_true(one->copy == 0 || own_uniform(one) < 0.5);
    clones[one->copy]++;
  }
  assert_int_equal(clones[0], GIVEN - 4); /* not of those before the period */
  assert_int_equal(list.n, GIVEN + clones[0] + clones[1]);
  /* Half of them on average: 28, standard deviation 3.7, 3.5 of them. */
  assert_near((double)clones[1], 28, 13);
  free(log.items);
  free(list.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_arrivals_ascend_and_keep_to_the_steps_with_a_rate),
      cmocka_unit_test(test_volumes_are_nested),
      cmocka_unit_test(test_thinning_goes_by_the_contact_s_own_uniform),
      cmocka_unit_test(test_volume_above_one_adds_contacts_with_addresses_of_their_own),
      cmocka_unit_test(test_volume_zero_lets_nobody_come),
      cmocka_unit_test(test_counts_have_the_means_of_the_rates),
      cmocka_unit_test(test_day_factor_is_one_for_all_classes_and_new_every_day),
      cmocka_unit_test(test_replay_at_volume_one_is_the_log),
      cmocka_unit_test(test_replay_below_one_thins_by_own_uniform_but_not_the_initial_state),
      cmocka_unit_test(test_clones_keep_class_and_interval_of_their_originals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
