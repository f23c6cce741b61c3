/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of what belongs to agents: the 80 % range of the drawn pause and time to the first
 * message covers the truth as often as it says, over synthetic logs of two weeks. */
#include "fit/fit_draws.h"
#include "random/stream.h"
#include "stats/quantile.h"
#include "support/file.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  DAYS = 14,
  A_DAY = 40,
  EXPERIMENTS = 100,
  TEXT = 1 << 20
};

#define PAUSE_S   30.0
#define MESSAGE_S 20.0
#define WORK_S    60.0
#define FIRST_S   (INT64_C(19700) * 86400)

static double exponential(const struct stf_stream *stream, uint64_t entity, uint32_t index,
                          double mean_s) {
  double u[2];
  stf_stream_pair(stream, STF_STREAM_TEST, entity, STF_STREAM_WORK, index, u);
  return -mean_s * log(u[0]);
}

/* One row behind the others. */
static void put(char *text, size_t *n, double at_s, int day, int i, const char *rest) {
  int length = day >= 0 ? snprintf(text + *n, TEXT - *n, "%.3f,c%d_%d,%s\n", at_s, day, i, rest)
                        : snprintf(text + *n, TEXT - *n, "%s\n", rest);
  assert_true(length > 0 && (size_t)length < TEXT - *n);
  *n += (size_t)length;
}

/* Everybody of a day asks at once; one agent works on one after the other. */
static size_t write_log(const struct stf_stream *stream, char *text) {
  size_t n = 0;
  put(text, &n, 0, -1, 0, "time,contact,event,agent,class");
  for (int d = 0; d < DAYS; d++) {
    double at_s = (double)(FIRST_S + d * 86400 + 3600);
    for (int i = 0; i < A_DAY; i++) {
      put(text, &n, at_s, d, i, "open,,chat");
      put(text, &n, at_s, d, i, "queue,,");
    }
    for (int i = 0; i < A_DAY; i++) {
      uint64_t entity = (uint64_t)d * A_DAY + (uint64_t)i;
      double message_s = fmin(exponential(stream, entity, 0, MESSAGE_S), 10 * MESSAGE_S);
      put(text, &n, at_s, d, i, "assign,eva,");
      put(text, &n, at_s, d, i, "work_start,eva,");
      put(text, &n, at_s + message_s, d, i, "msg_agent,eva,");
      at_s += message_s + WORK_S;
      put(text, &n, at_s, d, i, "work_end,eva,");
      put(text, &n, at_s, d, i, "close,,");
      at_s += fmin(exponential(stream, entity, 1, PAUSE_S), 290);
    }
  }
  return n;
}

/* Whether the middle 80 % of the drawn values hold the truth. */
static bool covers(double drawn[STF_FIT_DRAWS_N], double fitted, double truth) {
  stf_quantile_sort(drawn, STF_FIT_DRAWS_N);
  return fitted * stf_quantile_of(drawn, STF_FIT_DRAWS_N, 0.1) <= truth &&
         fitted * stf_quantile_of(drawn, STF_FIT_DRAWS_N, 0.9) >= truth;
}

static void experiment(uint32_t number, char *text, int *pauses_n, int *messages_n) {
  struct stf_stream stream = stf_stream_of(21, number);
  struct stf_support_file file;
  struct stf_names names;
  struct stf_log log;
  struct stf_fit fit;
  struct stf_zone *zone = NULL;
  struct stf_diags diags;
  struct stf_error error = {0};
  stf_file_write(&file, text, write_log(&stream, text));
  const char *paths[] = {file.path};
  const struct stf_eventlog_in in = {.paths = paths, .paths_n = 1};
  stf_diag_init(&diags, NULL);
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, &error), STF_OK);
  const struct stf_fit_in what = {.log = &log,
                                  .names = &names,
                                  .zone = zone,
                                  .path = "log.csv",
                                  .from_us = FIRST_S * 1000000,
                                  .to_us = (FIRST_S + DAYS * 86400) * 1000000,
                                  .interval_us = INT64_C(3600000000),
                                  .presence_gap_us = INT64_C(300000000)};
  assert_int_equal(stf_fit_desk(&what, &fit, &diags), STF_OK);
  const struct stf_parameters *draws = fit.desk.draws;
  assert_non_null(draws);
  double pauses[STF_FIT_DRAWS_N];
  double messages[STF_FIT_DRAWS_N];
  for (size_t d = 0; d < STF_FIT_DRAWS_N; d++) {
    pauses[d] = draws->teams[d * fit.desk.teams_n].pause;
    messages[d] = draws->classes[d * fit.classes_n].first_message;
    assert_null(draws->teams[d * fit.desk.teams_n].speeds);
  }
  *pauses_n += covers(pauses, fit.pause.mean_s, PAUSE_S);
  *messages_n += covers(messages, fit.classes[0].first_message_mean_s, MESSAGE_S);
  stf_fit_clear(&fit);
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
  stf_zone_free(zone);
  stf_diag_clear(&diags);
  stf_file_remove(&file);
}

/* 3.5 standard errors of 100 experiments at 0.8 are 0.14; cut tails move the means by less than
 * 0.1 %. */
static void test_drawn_pauses_and_messages_expect_the_truth_covered(void **state) {
  (void)state;
  char *text = malloc(TEXT);
  int pauses_n = 0;
  int messages_n = 0;
  assert_non_null(text);
  for (uint32_t e = 0; e < EXPERIMENTS; e++) {
    experiment(e, text, &pauses_n, &messages_n);
  }
  free(text);
  print_message("80 %% ranges cover: pause %d, first message %d of %d\n", pauses_n, messages_n,
                EXPERIMENTS);
  assert_true(pauses_n > EXPERIMENTS * (0.80 - 0.14));
  assert_true(pauses_n < EXPERIMENTS * (0.80 + 0.14));
  assert_true(messages_n > EXPERIMENTS * (0.80 - 0.14));
  assert_true(messages_n < EXPERIMENTS * (0.80 + 0.14));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_drawn_pauses_and_messages_expect_the_truth_covered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
