/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies to campaigns and calls that move into messaging: counts of intervals in closed form,
 * nesting, and no other draw moved. */
#include "engine/arrivals.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

#define SEED    31
#define KEY     606
#define PHONE   707
#define START   INT64_C(1772409600000000)
#define HOUR_US INT64_C(3600000000)

enum {
  HOURS = 8,
  SENT_H = 2, /* after the start */
  REPLICATIONS = 400,
  MOST = 20000
};

/* Points into itself: not to be copied. */
struct day {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_demand demand;
  struct stf_demand_campaign campaign;
  struct stf_demand_deflection deflection;
  double rates_per_s[HOURS];
  double calls_per_s[HOURS];
  int64_t edges_us[HOURS + 1];
  int64_t days[HOURS];
};

static void build(struct day *out) {
  *out = (struct day){0};
  for (int64_t h = 0; h <= HOURS; h++) {
    out->edges_us[h] = START + h * HOUR_US;
  }
  for (int64_t h = 0; h < HOURS; h++) {
    out->days[h] = START / (24 * HOUR_US);
    out->rates_per_s[h] = 20.0 / 3600;
    out->calls_per_s[h] = (double)(10 * h) / 3600;
  }
  out->class = (struct stf_class){.key = KEY, .rates_per_s = out->rates_per_s};
  out->campaign = (struct stf_demand_campaign){.name = "sale",
                                               .key = 9,
                                               .at_us = START + SENT_H * HOUR_US,
                                               .messages_n = 3000,
                                               .reply_share = 0.06,
                                               .delay = stf_law_exponential(2400),
                                               .in_frt = true};
  out->deflection = (struct stf_demand_deflection){
      .key = PHONE, .share = 0.2, .rates_per_s = out->calls_per_s};
  out->demand.campaigns = &out->campaign;
  out->demand.deflections = &out->deflection;
  out->desk = (struct stf_desk){.from_us = START,
                                .to_us = out->edges_us[HOURS],
                                .interval_us = HOUR_US,
                                .classes = &out->class,
                                .classes_n = 1,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = HOURS,
                                .demand = &out->demand,
                                .volume = 1};
}

struct seen {
  struct stf_arrival items[MOST];
  size_t n;
};

static void arrive(const struct day *day, uint32_t replication, struct seen *out) {
  struct stf_arrivals *arrivals = NULL;
  struct stf_stream stream = stf_stream_of(SEED, replication);
  assert_int_equal(stf_arrivals_new(&day->desk, NULL, &arrivals), STF_OK);
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  out->n = 0;
  int64_t before_us = START;
  while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
    assert_true(out->n < MOST);
    stf_arrivals_take(arrivals, &out->items[out->n]);
    assert_true(out->items[out->n].open_us >= before_us);
    before_us = out->items[out->n++].open_us;
  }
  stf_arrivals_free(arrivals);
}

static bool of_campaign(const struct stf_arrival *arrival) {
  return arrival->kind == STF_STREAM_CAMPAIGN;
}

static bool by_phone(const struct stf_arrival *arrival) {
  return !of_campaign(arrival) && arrival->address >> 32 == PHONE;
}

/* Means and variances of the counts of each hour. */
struct counts {
  double mean[HOURS];
  double square[HOURS];
};

static void count(const struct day *day, bool (*wanted)(const struct stf_arrival *),
                  struct counts *out) {
  static struct seen seen;
  *out = (struct counts){0};
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    double n[HOURS] = {0};
    arrive(day, r, &seen);
    for (size_t i = 0; i < seen.n; i++) {
      n[(seen.items[i].open_us - START) / HOUR_US] += wanted(&seen.items[i]);
    }
    for (size_t h = 0; h < HOURS; h++) {
      out->mean[h] += n[h] / REPLICATIONS;
      out->square[h] += n[h] * n[h] / REPLICATIONS;
    }
  }
}

/* 3.5 standard errors: a false alarm in 2000 comparisons, with a fixed seed; of a variance by
 * that of a near-normal count. */
static void assert_moments(const struct counts *counts, size_t hour, double mean,
                           double variance) {
  double seen = counts->square[hour] - counts->mean[hour] * counts->mean[hour];
  assert_near(counts->mean[hour], mean, 3.5 * sqrt(variance / REPLICATIONS));
  assert_near(seen, variance, 3.5 * variance * sqrt(2.0 / REPLICATIONS) + 1e-9);
}

/* Each message replies in an hour with probability p = share x (S(a) - S(b)) on its own: the
 * hour's count is binomial(messages, p), with the wall right behind the sending. */
static void test_replies_of_an_hour_are_binomial(void **state) {
  (void)state;
  static struct day day;
  struct counts counts;
  build(&day);
  day.demand.campaigns_n = 1;
  count(&day, of_campaign, &counts);
  for (size_t h = 0; h < HOURS; h++) {
    double from_s = ((double)h - SENT_H) * 3600;
    double mass = h < SENT_H ? 0 : exp(-from_s / 2400) - exp(-(from_s + 3600) / 2400);
    double p = 0.06 * mass;
    assert_moments(&counts, h, 3000 * p, 3000 * p * (1 - p));
  }
}

static void test_replies_to_what_was_sent_before_the_run_come_late(void **state) {
  (void)state;
  static struct day day;
  struct counts counts;
  build(&day);
  day.demand.campaigns_n = 1;
  day.campaign.at_us = START - HOUR_US;
  count(&day, of_campaign, &counts);
  double p = 0.06 * (exp(-3600.0 / 2400) - exp(-7200.0 / 2400));
  assert_moments(&counts, 0, 3000 * p, 3000 * p * (1 - p));
}

/* A thinned Poisson stream is Poisson: mean and variance share x calls; those of a volume v are
 * v times as many. */
static void test_calls_that_move_are_poisson(void **state) {
  (void)state;
  static struct day day;
  static const double VOLUMES[] = {1, 0.6, 1.5};
  build(&day);
  day.demand.deflections_n = 1;
  for (size_t v = 0; v < STF_COUNT_OF(VOLUMES); v++) {
    struct counts counts;
    day.desk.volume = VOLUMES[v];
    count(&day, by_phone, &counts);
    for (size_t h = 0; h < HOURS; h++) {
      double mean = 0.2 * 10 * (double)h * VOLUMES[v];
      /* The variance of a Poisson count's variance is (2 m^2 + m) / n. */
      double seen = counts.square[h] - counts.mean[h] * counts.mean[h];
      assert_near(counts.mean[h], mean, 3.5 * sqrt(mean / REPLICATIONS) + 1e-12);
      assert_near(seen, mean, 3.5 * sqrt((2 * mean * mean + mean) / REPLICATIONS) + 1e-9);
    }
  }
}

/* How many of `few` are in `many`, with the same instant and address. */
static size_t found(const struct seen *few, const struct seen *many) {
  size_t n = 0;
  size_t at = 0;
  for (size_t i = 0; i < few->n; i++) {
    while (at < many->n && (many->items[at].open_us != few->items[i].open_us ||
                            many->items[at].address != few->items[i].address ||
                            many->items[at].kind != few->items[i].kind)) {
      at++;
    }
    n += at < many->n;
  }
  return n;
}

/* More messages, a higher share of replies or of calls, another campaign, a volume step: those
 * who came still come, at the same instants under the same addresses. */
static void test_more_of_anything_only_adds_contacts(void **state) {
  (void)state;
  static struct day day;
  static struct seen before;
  static struct seen after;
  static struct stf_demand_campaign two[2];
  for (int step = 0; step < 6; step++) {
    build(&day);
    day.demand.campaigns_n = step > 0;
    day.demand.deflections_n = step > 0;
    arrive(&day, 1, &before);
    day.demand.campaigns_n = 1;
    day.demand.deflections_n = 1;
    day.campaign.messages_n += step == 1 ? 1000 : 0;
    day.campaign.reply_share += step == 2 ? 0.05 : 0;
    day.deflection.share += step == 3 ? 0.3 : 0;
    day.desk.volume = step == 4 ? 1.4 : 1;
    if (step == 5) {
      two[0] = day.campaign;
      two[0].key = 10;
      two[1] = day.campaign;
      day.demand.campaigns = two;
      day.demand.campaigns_n = 2;
    }
    arrive(&day, 1, &after);
    assert_int_equal(found(&before, &after), before.n);
    assert_true(after.n > before.n + 20);
  }
}

static void test_volume_does_not_touch_what_is_sent(void **state) {
  (void)state;
  static struct day day;
  static struct seen before;
  static struct seen after;
  build(&day);
  day.demand.campaigns_n = 1;
  day.class.rates_per_s = NULL;
  arrive(&day, 2, &before);
  day.desk.volume = 0.5;
  arrive(&day, 2, &after);
  assert_int_equal(before.n, after.n);
  assert_int_equal(found(&before, &after), before.n);
  assert_int_equal(before.items[0].campaign, STF_CAMPAIGN_REPLY);
  day.campaign.in_frt = false;
  arrive(&day, 2, &after);
  assert_int_equal(after.items[0].campaign, STF_CAMPAIGN_APART);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_replies_of_an_hour_are_binomial),
      cmocka_unit_test(test_replies_to_what_was_sent_before_the_run_come_late),
      cmocka_unit_test(test_calls_that_move_are_poisson),
      cmocka_unit_test(test_more_of_anything_only_adds_contacts),
      cmocka_unit_test(test_volume_does_not_touch_what_is_sent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
