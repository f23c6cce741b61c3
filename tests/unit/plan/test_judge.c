/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises, stretches and what is missing, counted by hand or anew from the records of the same
 * replications. */
#include "engine/engine.h"
#include "plan/judge.h"
#include "support/near.h"
#include "support/plan_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_US   STF_PLAN_DESK_HOUR_US
#define SECOND_US INT64_C(1000000)

enum {
  RUNS = 60,
  DAYS = 3
};

/* ---- by hand ---- */

static const char BY_HAND[] =
    "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-07, to: 2026-03-08}\ninterval: 1 h\n"
    "classes:\n  - {name: chat, arrivals: 1/h, service: 10 min, sla: fast}\n"
    "sla:\n  - {name: fast, answer: assignment, first_response: {within: 5 min, share: 60 %}}\n"
    "teams:\n  - {name: desk, agents: 1}\n";

/* Contacts that ask at given instants in the place of those that are drawn. */
static void give(struct stf_plan_desk *own, const int *at_s, size_t n,
                 struct stf_given *given) {
  struct stf_desk *desk = &own->scenario->desk;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    memset(own->scenario->rates_per_s[c], 0, desk->rates_n * sizeof(double));
  }
  for (size_t i = 0; i < n; i++) {
    given[i] = (struct stf_given){.address = i + 1,
                                  .open_us = desk->from_us + at_s[i] * SECOND_US,
                                  .queue_us = desk->from_us + at_s[i] * SECOND_US,
                                  .assign_us = STF_NEVER,
                                  .service_us = STF_NEVER,
                                  .patience_us = STF_NEVER,
                                  .outwaited_us = STF_NEVER,
                                  .agent = STF_NOBODY,
                                  .customer = STF_NOBODY};
  }
  desk->given = given;
  desk->given_n = n;
}

static void judge_once(const struct stf_judge_in *in, const struct stf_grid *grid,
                       double wanted, struct stf_judge_figure *figures) {
  struct stf_judge *judge = NULL;
  double levels[DAYS] = {wanted, wanted, wanted};
  assert_int_equal(stf_judge_new(in, grid, NULL, &judge), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, grid, levels, figures, NULL), STF_OK);
  stf_judge_free(judge);
}

/* Saturday: at 8:00, 8:00, 8:01 and 8:02 with one agent: waits of 0, 10, 19 and 28 min. Sunday:
 * one alone, and one that waits 5 min to the second. */
static const int AT_S[] = {28800, 28800, 28860, 28920, 115200, 115500};

/* The first n of them, one agent. */
struct by_hand {
  struct stf_plan_desk own;
  struct stf_given given[STF_COUNT_OF(AT_S)];
  struct stf_grid grid;
  struct stf_judge_in in;
};

static void begin_by_hand(struct by_hand *hand, size_t n) {
  stf_plan_desk_make(&hand->own, BY_HAND, NULL, NULL);
  give(&hand->own, AT_S, n, hand->given);
  hand->grid = stf_plan_desk_grid(&hand->own, HOUR_US, 1);
  hand->in = stf_plan_desk_judge(&hand->own);
}

static void test_figures_when_counted_by_hand_expect_the_same_by_stretch(void **state) {
  (void)state;
  struct by_hand hand;
  struct stf_judge_figure figures[DAYS];
  begin_by_hand(&hand, 6);
  hand.in.replications_n = 4;
  judge_once(&hand.in, &hand.grid, 0.9, figures);
  assert_near(figures[0].contacts, 4, 1e-12);
  assert_near(figures[0].late, 3, 1e-12);
  assert_int_equal(figures[0].known_n, 4);
  assert_int_equal(figures[0].kept_n, 0);
  assert_near(figures[0].excess, 2, 0); /* 60 % of 4 are 3 */
  assert_near(figures[0].margin, 0.25 - 0.6, 1e-12);
  assert_near(figures[1].contacts, 2, 1e-12);
  assert_near(figures[1].late, 0, 0);
  assert_int_equal(figures[1].kept_n, 4);
  assert_near(figures[1].excess, 0, 0); /* 60 % of 2 are 2: none may be late */
  hand.in.stretch = STF_JUDGE_WEEK;
  judge_once(&hand.in, &hand.grid, 0.9, figures);
  assert_near(figures[0].late, 3, 1e-12);
  assert_near(figures[0].excess, 1, 0); /* 4 of 6 */
  hand.in.probability = 0;
  judge_once(&hand.in, &hand.grid, 0.01, figures);
  assert_near(figures[0].excess, 0.61 * 6 - 3, 1e-9);
  assert_near(figures[0].margin, -0.1, 1e-12);
  assert_near(figures[0].margin_error, 0, 1e-12);
  stf_plan_desk_free(&hand.own);
}

static void test_figures_when_nobody_comes_expect_a_stretch_that_counts_nothing(void **state) {
  (void)state;
  struct by_hand hand;
  struct stf_judge_figure figures[DAYS];
  begin_by_hand(&hand, 4);
  judge_once(&hand.in, &hand.grid, 0.9, figures);
  assert_int_equal(figures[1].known_n, 0);
  assert_true(isnan(figures[1].margin));
  assert_near(figures[1].excess, 0, 0);
  assert_near(stf_judge_probability(&figures[1]), 1, 0);
  stf_plan_desk_free(&hand.own);
}

static void test_stretches_when_named_expect_days_weeks_months(void **state) {
  (void)state;
  static const struct {
    enum stf_judge_stretch stretch;
    size_t n;
    const char *names[4];
  } CASES[] = {{STF_JUDGE_DAY, 4, {"2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02"}},
               {STF_JUDGE_WEEK, 1, {"2026-W14"}},
               {STF_JUDGE_MONTH, 2, {"2026-03", "2026-04"}},
               {STF_JUDGE_PERIOD, 1, {""}}};
  struct stf_plan_desk own;
  stf_plan_desk_make(&own,
                     "format: 1\ntimezone: Europe/Rome\ninterval: 1 h\n"
                     "period: {from: 2026-03-30, to: 2026-04-02}\n"
                     "classes:\n  - {name: chat, arrivals: 9/h, service: 5 min, sla: fast}\n"
                     "sla:\n  - {name: fast, answer: assignment, first_response: {within: 5 "
                     "min, share: 60 %}}\n"
                     "teams:\n  - {name: desk, agents: 1}\n",
                     NULL, NULL);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 2);
  for (size_t k = 0; k < 4; k++) {
    struct stf_judge_in in = stf_plan_desk_judge(&own);
    struct stf_judge *judge = NULL;
    struct stf_judge_figure figures[4];
    const double wanted[4] = {0.9, 0.9, 0.9, 0.9};
    in.stretch = CASES[k].stretch;
    in.replications_n = 2;
    assert_int_equal(stf_judge_new(&in, &grid, NULL, &judge), STF_OK);
    assert_int_equal(stf_judge_stretches_n(judge), CASES[k].n);
    assert_int_equal(stf_judge_staffing(judge, &grid, wanted, figures, NULL), STF_OK);
    for (size_t i = 0; i < CASES[k].n; i++) {
      assert_string_equal(figures[i].name, CASES[k].names[i]);
    }
    assert_int_equal(stf_judge_stretch_of(judge, 47), k == 0 ? 1 : 0);
    assert_int_equal(stf_judge_stretch_of(judge, 48), k == 0 ? 2 : k == 2 ? 1 : 0);
    stf_judge_free(judge);
  }
  stf_plan_desk_free(&own);
}

/* ---- anew ---- */

static const char DRAWN[] =
    "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-04}\ninterval: 1 h\n"
    "demand: {curve: curve.csv}\n"
    "classes:\n"
    "  - {name: chat, service: {exponential: {mean: 6 min}}, sla: fast}\n"
    "  - {name: mail, service: {exponential: {mean: 20 min}}, sla: done}\n"
    "sla:\n"
    "  - {name: fast, answer: assignment, first_response: {within: 4 min, share: 80 %}}\n"
    "  - {name: done, resolution: {within: 40 min, share: 70 %}}\n"
    "teams:\n  - {name: desk, agents: 3}\n";
static const char CURVE[] = "weekday,start,class,arrivals\n"
                            "mon,10:00,chat,14\nmon,10:00,mail,3\nmon,11:00,chat,8\n"
                            "mon,11:00,mail,0\nmon,12:00,chat,0\n"
                            "tue,10:00,mail,1\ntue,11:00,mail,0\nwed,10:00,chat,9\n"
                            "wed,11:00,chat,0\nwed,23:00,mail,2\n";

enum {
  PROMISES = 2
};

/* Of one replication, day and promise. */
struct count {
  int64_t all;
  int64_t kept;
};

struct recount {
  struct count counts[RUNS][DAYS][PROMISES];
  const struct stf_desk *desk;
  uint32_t replication;
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct recount *recount = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &contacts[i];
    int64_t day = (contact->open_us - recount->desk->from_us) / (24 * HOUR_US);
    bool mail = contact->class_id == recount->desk->classes[1].name;
    int64_t took_us =
        mail ? contact->work.end_us - contact->open_us : contact->assign_us - contact->queue_us;
    struct count *count = &recount->counts[recount->replication][day][mail];
    count->all++;
    count->kept += took_us <= (mail ? 2400 : 240) * SECOND_US;
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static void count_anew(const struct stf_plan_desk *own, const struct stf_grid *grid,
                       struct recount *recount) {
  struct stf_desk desk;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_grid_desk(&own->scenario->desk, grid, own->arena, &desk), STF_OK);
  *recount = (struct recount){.desk = &desk};
  const struct stf_engine_sink sink = {
      .context = recount, .contacts = take_contacts, .presence = take_presence};
  assert_int_equal(stf_engine_new(&desk, NULL, &engine), STF_OK);
  for (uint32_t r = 0; r < RUNS; r++) {
    struct stf_engine_account account;
    struct stf_stream stream = stf_stream_of(1, r);
    recount->replication = r;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  }
  stf_engine_free(engine);
}

static const int64_t SHARES_PERCENT[PROMISES] = {80, 70};

/* So many are missing in a replication; INT64_MIN: nobody came. */
static int64_t missing(const struct recount *recount, uint32_t r, size_t day) {
  int64_t most = INT64_MIN;
  for (size_t p = 0; p < PROMISES; p++) {
    const struct count *count = &recount->counts[r][day][p];
    int64_t least = (count->all * SHARES_PERCENT[p] + 99) / 100;
    most = count->all > 0 && least - count->kept > most ? least - count->kept : most;
  }
  return most;
}

static void check_day(const struct recount *recount, size_t day, double wanted,
                      const struct stf_judge_figure *figure) {
  uint32_t known_n = 0;
  uint32_t kept_n = 0;
  uint32_t within_n = 0; /* as many miss by no more than the excess, */
  uint32_t below_n = 0;  /* and by less */
  double late = 0;
  for (uint32_t r = 0; r < RUNS; r++) {
    int64_t few = missing(recount, r, day);
    known_n += few != INT64_MIN;
    kept_n += few != INT64_MIN && few <= 0;
    within_n += few != INT64_MIN && (double)few <= figure->excess;
    below_n += few != INT64_MIN && (double)few < figure->excess;
    for (size_t p = 0; p < PROMISES; p++) {
      late += (double)(recount->counts[r][day][p].all - recount->counts[r][day][p].kept);
    }
  }
  assert_int_equal(figure->known_n, known_n);
  assert_int_equal(figure->kept_n, kept_n);
  assert_near(figure->late, late / RUNS, 1e-9);
  assert_true((double)within_n >= wanted * known_n && (double)below_n < wanted * known_n);
  assert_true((stf_judge_probability(figure) >= wanted) == (figure->excess <= 0));
}

static void test_figures_when_drawn_expect_what_the_records_say(void **state) {
  (void)state;
  static const double WANTED[] = {0.5, 0.9, 1};
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, DRAWN, CURVE, NULL);
  struct recount *recount = malloc(sizeof *recount);
  assert_non_null(recount);
  uint32_t known_n = 0;
  for (int32_t agents_n = 2; agents_n <= 4; agents_n++) {
    struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, agents_n);
    struct stf_judge_in in = stf_plan_desk_judge(&own);
    struct stf_judge_figure figures[DAYS];
    in.replications_n = RUNS;
    count_anew(&own, &grid, recount);
    for (size_t k = 0; k < 3; k++) {
      judge_once(&in, &grid, WANTED[k], figures);
      for (size_t day = 0; day < DAYS; day++) {
        check_day(recount, day, WANTED[k], &figures[day]);
      }
    }
    known_n = figures[1].known_n;
  }
  assert_in_range(known_n, 20, RUNS - 5); /* on Tuesdays often nobody comes */
  free(recount);
  stf_plan_desk_free(&own);
}

static void test_on_average_when_two_promises_expect_the_worse_one(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, DRAWN, CURVE, NULL);
  struct recount *recount = malloc(sizeof *recount);
  assert_non_null(recount);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 3);
  struct stf_judge_in in = stf_plan_desk_judge(&own);
  struct stf_judge_figure figures[DAYS];
  in.replications_n = RUNS;
  in.probability = 0;
  judge_once(&in, &grid, 0.02, figures);
  count_anew(&own, &grid, recount);
  for (size_t day = 0; day < DAYS; day++) {
    double margin = HUGE_VAL;
    double excess = -HUGE_VAL;
    for (size_t p = 0; p < PROMISES; p++) {
      double all = 0;
      double kept = 0;
      for (uint32_t r = 0; r < RUNS; r++) {
        all += (double)recount->counts[r][day][p].all;
        kept += (double)recount->counts[r][day][p].kept;
      }
      double share = (double)SHARES_PERCENT[p] / 100;
      margin = all > 0 ? fmin(margin, kept / all - share) : margin;
      excess = all > 0 ? fmax(excess, ((share + 0.02) * all - kept) / RUNS) : excess;
    }
    assert_near(figures[day].margin, margin, 1e-9);
    assert_near(figures[day].excess, excess, 1e-9);
  }
  free(recount);
  stf_plan_desk_free(&own);
}

/* ---- replications that decide ---- */

/* One person more is worth something only in replications next to the one that decides: held to
 * half of them where all but few are kept, nobody's lateness matters any more. */
static void test_places_when_held_to_little_expect_gain_of_those_near_alone(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, DRAWN, CURVE, NULL);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 3);
  struct stf_judge_in in = stf_plan_desk_judge(&own);
  double sums[2] = {0, 0};
  for (size_t k = 0; k < 2; k++) {
    struct stf_judge *judge = NULL;
    struct stf_judge_figure figures[DAYS];
    double gain[24 * DAYS];
    double loss[24 * DAYS];
    const struct stf_judge_places places = {gain, loss};
    const double level = k == 0 ? 0.05 : 0.98;
    const double wanted[DAYS] = {level, level, level};
    in.replications_n = 200;
    assert_int_equal(stf_judge_new(&in, &grid, NULL, &judge), STF_OK);
    for (int i = 0; i < 2; i++) { /* the first simulation says which */
      assert_int_equal(stf_judge_staffing(judge, &grid, wanted, figures, &places), STF_OK);
    }
    for (size_t s = 0; s < 24; s++) {
      sums[k] += gain[s];
    }
    stf_judge_free(judge);
  }
  assert_true(sums[0] < 0.3 * sums[1]);
  stf_plan_desk_free(&own);
}

static bool stop_at_once(void *context) {
  int *calls_n = context;
  return ++*calls_n > 3;
}

static void test_staffing_when_stopped_or_renewed_expect_status_and_others(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, DRAWN, CURVE, NULL);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 3);
  struct stf_judge_in in = stf_plan_desk_judge(&own);
  struct stf_judge_figure figures[DAYS];
  struct stf_judge_figure again[DAYS];
  struct stf_judge *judge = NULL;
  const double wanted[DAYS] = {0.9, 0.9, 0.9};
  int calls_n = 0;
  in.context = &calls_n;
  in.stop = stop_at_once;
  assert_int_equal(stf_judge_new(&in, &grid, NULL, &judge), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, &grid, wanted, figures, NULL),
                   STF_ERR_INTERRUPTED);
  stf_judge_free(judge);
  in.stop = NULL;
  assert_int_equal(stf_judge_new(&in, &grid, NULL, &judge), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, &grid, wanted, figures, NULL), STF_OK);
  assert_int_equal(stf_judge_renew(judge, 2, 80), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, &grid, wanted, again, NULL), STF_OK);
  assert_true(figures[0].known_n == 50 && again[0].known_n == 80);
  assert_int_equal(stf_judge_renew(judge, 1, 50), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, &grid, wanted, again, NULL), STF_OK);
  assert_near(figures[0].late, again[0].late, 0);
  stf_judge_free(judge);
  stf_plan_desk_free(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_figures_when_counted_by_hand_expect_the_same_by_stretch),
      cmocka_unit_test(test_figures_when_nobody_comes_expect_a_stretch_that_counts_nothing),
      cmocka_unit_test(test_stretches_when_named_expect_days_weeks_months),
      cmocka_unit_test(test_figures_when_drawn_expect_what_the_records_say),
      cmocka_unit_test(test_on_average_when_two_promises_expect_the_worse_one),
      cmocka_unit_test(test_places_when_held_to_little_expect_gain_of_those_near_alone),
      cmocka_unit_test(test_staffing_when_stopped_or_renewed_expect_status_and_others)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
