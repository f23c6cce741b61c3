/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "desk/desk_balance.h"
#include "desk/desk_check.h"
#include "support/near.h"
#include "time/zone.h"

#include <string.h>

static const int64_t H_US = 3600 * STF_US_PER_S;

/* Two hours, one class at 30/h then 60/h, one team of a pool and a named agent. */
struct sample {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_team team;
  struct stf_agent agent;
  struct stf_staff_change changes[3];
  struct stf_given given;
  bool serves[1];
  double rates_per_s[2];
  int64_t edges_us[3];
  int64_t days[2];
};

static void make_sample(struct sample *sample) {
  *sample = (struct sample){.serves = {true},
                            .rates_per_s = {30.0 / 3600, 60.0 / 3600},
                            .edges_us = {0, H_US, 2 * H_US}};
  sample->class = (struct stf_class){.service = stf_law_exponential(120),
                                     .patience = stf_law_never(),
                                     .rates_per_s = sample->rates_per_s};
  sample->team = (struct stf_team){.serves = sample->serves, .pause = stf_law_constant(30)};
  sample->changes[0] =
      (struct stf_staff_change){.at_us = -H_US, .agent = STF_NOBODY, .delta = 2};
  sample->changes[1] = (struct stf_staff_change){.at_us = H_US, .agent = 0, .delta = 1};
  sample->changes[2] =
      (struct stf_staff_change){.at_us = H_US + H_US / 2, .agent = STF_NOBODY, .delta = -2};
  sample->given = (struct stf_given){.queue_us = H_US + 1, .assign_us = STF_NEVER};
  sample->desk = (struct stf_desk){.to_us = 2 * H_US,
                                   .interval_us = H_US / 2,
                                   .classes = &sample->class,
                                   .classes_n = 1,
                                   .teams = &sample->team,
                                   .teams_n = 1,
                                   .agents = &sample->agent,
                                   .agents_n = 1,
                                   .changes = sample->changes,
                                   .changes_n = 3,
                                   .rate_edges_us = sample->edges_us,
                                   .rate_days = sample->days,
                                   .rates_n = 2,
                                   .volume = 1};
}

static void assert_broken(const struct sample *sample, const char *part) {
  const char *broken = stf_desk_check_valid(&sample->desk);
  if (broken == NULL || strstr(broken, part) == NULL) {
    print_error("'%s' does not speak of '%s'\n", broken != NULL ? broken : "(valid)", part);
    fail();
  }
}

static void test_valid_sound_desk_has_no_finding(void **state) {
  (void)state;
  struct sample sample;
  make_sample(&sample);
  assert_null(stf_desk_check_valid(&sample.desk));
}

static void test_valid_broken_contracts_are_found(void **state) {
  (void)state;
  struct sample s;
  make_sample(&s);
  s.desk.to_us = 0;
  assert_broken(&s, "period");
  make_sample(&s);
  s.desk.volume = 0;
  assert_broken(&s, "volume");
  make_sample(&s);
  s.desk.volume_spread = STF_VOLUME_GAMMA;
  assert_broken(&s, "coefficient of variation");
  make_sample(&s);
  s.desk.season_cv = -1;
  assert_broken(&s, "season, week or day");
  make_sample(&s);
  s.desk.week_cv = 0.1;
  assert_broken(&s, "week factor without weeks");
  make_sample(&s);
  s.serves[0] = false;
  assert_broken(&s, "no team serves");
  make_sample(&s);
  s.class.service = stf_law_never();
  assert_broken(&s, "service that never ends");
  make_sample(&s);
  s.team.pause = stf_law_never();
  assert_broken(&s, "pause that never ends");
  make_sample(&s);
  s.edges_us[1] = 0;
  assert_broken(&s, "does not rise");
  make_sample(&s);
  s.desk.warmup_us = 1;
  assert_broken(&s, "does not cover");
  make_sample(&s);
  s.rates_per_s[1] = -1;
  assert_broken(&s, "negative or not finite");
  make_sample(&s);
  s.agent.team = 1;
  assert_broken(&s, "agent without a team");
  make_sample(&s);
  s.changes[1].agent = 7;
  assert_broken(&s, "does not fit");
  make_sample(&s);
  s.changes[2].at_us = 0;
  assert_broken(&s, "not in order");
  make_sample(&s);
  s.changes[2].at_us = H_US;
  s.changes[2].delta = 1;
  s.changes[1].delta = -1;
  assert_broken(&s, "not in order");
  make_sample(&s);
  s.changes[1].delta = -1;
  assert_broken(&s, "without having come");
  make_sample(&s);
  s.desk.given = &s.given;
  s.desk.given_n = 1;
  s.given.class_index = 1;
  assert_broken(&s, "without a class");
}

/* 30/h for an hour of 120 s + 30 s each at a volume of 2 on average; 3 agents from 1:00 on, 1
 * from 1:30 on. */
static void test_balance_adds_work_and_presence_by_interval(void **state) {
  (void)state;
  struct sample sample;
  make_sample(&sample);
  sample.desk.volume = 1.5;
  sample.desk.volume_spread = STF_VOLUME_TRIANGULAR;
  sample.desk.volume_low = 1.5;
  sample.desk.volume_high = 3;
  sample.desk.given = &sample.given;
  sample.desk.given_n = 1;
  struct stf_desk_balance load;
  assert_int_equal(stf_desk_balance_make(&sample.desk, NULL, &load), STF_OK);
  assert_int_equal(load.intervals_n, 4);
  static const double OFFERED_S[] = {15 * 150 * 2, 15 * 150 * 2, 31 * 150 * 2, 30 * 150 * 2};
  static const double STAFFED_S[] = {2 * 1800, 2 * 1800, 3 * 1800, 1 * 1800};
  for (size_t i = 0; i < 4; i++) {
    assert_near(load.offered_s[i], OFFERED_S[i], 1e-6);
    assert_near(load.staffed_s[i], STAFFED_S[i], 1e-6);
  }
  assert_near(load.offered_total_s, 91 * 300, 1e-6);
  assert_near(load.staffed_total_s, 8 * 1800, 1e-6);
  assert_int_equal(load.empty_n, 0);
  stf_desk_balance_clear(&load, NULL);
}

static void test_balance_counts_intervals_without_anybody(void **state) {
  (void)state;
  struct sample sample;
  make_sample(&sample);
  sample.changes[0].at_us = H_US / 2;
  struct stf_desk_balance load;
  assert_int_equal(stf_desk_balance_make(&sample.desk, NULL, &load), STF_OK);
  assert_int_equal(load.empty_n, 1);
  assert_int_equal(load.empty_first_us, 0);
  stf_desk_balance_clear(&load, NULL);
}

/* Open from `from_s` to midnight, over the sample's day. */
static struct stf_calendar *opening_at(int32_t from_s) {
  struct stf_calendar_rules rules = {0};
  struct stf_zone *zone = NULL;
  struct stf_calendar *calendar = NULL;
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  rules.zone = zone;
  for (size_t day = 0; day < 7; day++) {
    rules.week[day] = (struct stf_calendar_hours){.spans = {{from_s, 86400}}, .spans_n = 1};
  }
  assert_int_equal(stf_calendar_new(&rules, 0, 24 * H_US, NULL, &calendar), STF_OK);
  stf_zone_free(zone);
  return calendar;
}

/* Nobody before 0:30: it counts only if patience runs for a part of that half hour. */
static void test_balance_leaves_out_intervals_closed_to_patience(void **state) {
  (void)state;
  static const struct {
    int32_t from_s;
    size_t empty_n;
  } CASES[] = {{1800, 0}, {1799, 1}};
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    struct sample sample;
    make_sample(&sample);
    sample.changes[0].at_us = H_US / 2;
    struct stf_calendar *calendar = opening_at(CASES[i].from_s);
    sample.class.patience_hours = calendar;
    struct stf_desk_balance load;
    assert_int_equal(stf_desk_balance_make(&sample.desk, NULL, &load), STF_OK);
    assert_int_equal(load.empty_n, CASES[i].empty_n);
    stf_desk_balance_clear(&load, NULL);
    stf_calendar_free(calendar);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_valid_sound_desk_has_no_finding),
      cmocka_unit_test(test_valid_broken_contracts_are_found),
      cmocka_unit_test(test_balance_adds_work_and_presence_by_interval),
      cmocka_unit_test(test_balance_counts_intervals_without_anybody),
      cmocka_unit_test(test_balance_leaves_out_intervals_closed_to_patience),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
