/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns found again in logs: by marks, by the customers written to, and what is none. */
#include "fit/fit_campaigns.h"
#include "random/stream.h"
#include "support/file.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  TEXT = 1 << 22,
  ROW = 160,
  ROWS = 40000,
  MESSAGES = 20000,
  DAYS = 14
};

#define SHARE   0.06
#define DELAY_S 1500.0
#define FIRST_S (INT64_C(19700) * 86400)

/* Rows of a log, to be sorted by time. */
struct rows {
  char (*items)[ROW];
  size_t n;
};

static int by_text(const void *left, const void *right) {
  return strcmp(left, right);
}

static void add(struct rows *rows, double at_s, const char *rest) {
  assert_true(rows->n < ROWS);
  int n = snprintf(rows->items[rows->n++], ROW, "%.3f,%s", at_s, rest);
  assert_true(n > 0 && n < ROW);
}

/* A contact that is answered a second later and worked on for ten. */
static void add_contact(struct rows *rows, double at_s, const char *id, const char *customer,
                        const char *detail) {
  char rest[ROW];
  (void)snprintf(rest, sizeof rest, "%.40s,open,,chat,%.40s,%.40s", id, customer, detail);
  add(rows, at_s, rest);
  static const struct {
    double after_s;
    const char *event;
    const char *agent;
  } LIFE[] = {{0.1, "queue", ""},
              {1, "assign", "eva"},
              {1.1, "work_start", "eva"},
              {11.1, "work_end", "eva"},
              {11.2, "close", ""}};
  for (size_t i = 0; i < sizeof LIFE / sizeof *LIFE; i++) {
    (void)snprintf(rest, sizeof rest, "%.40s,%s,%s,,,", id, LIFE[i].event, LIFE[i].agent);
    add(rows, at_s + LIFE[i].after_s, rest);
  }
}

/* The fit of a log; the caller clears all three. */
static void fit_rows(struct rows *rows, struct stf_names *names, struct stf_log *log,
                     struct stf_fit *fit) {
  char *text = malloc(TEXT);
  struct stf_support_file file;
  struct stf_diags diags;
  struct stf_error error = {0};
  struct stf_zone *zone = NULL;
  assert_non_null(text);
  qsort(rows->items, rows->n, ROW, by_text);
  size_t n = (size_t)snprintf(text, TEXT, "time,contact,event,agent,class,customer,detail\n");
  for (size_t i = 0; i < rows->n; i++) {
    n += (size_t)snprintf(text + n, TEXT - n, "%s\n", rows->items[i]);
    assert_true(n < TEXT);
  }
  stf_file_write(&file, text, n);
  const char *paths[] = {file.path};
  const struct stf_eventlog_in in = {.paths = paths, .paths_n = 1};
  stf_diag_init(&diags, NULL);
  assert_int_equal(stf_names_init(names, NULL), STF_OK);
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  assert_int_equal(stf_eventlog_load(&in, names, log, &diags, &error), STF_OK);
  const struct stf_fit_in what = {.log = log,
                                  .names = names,
                                  .zone = zone,
                                  .path = "log.csv",
                                  .from_us = FIRST_S * 1000000,
                                  .to_us = (FIRST_S + DAYS * 86400) * 1000000,
                                  .interval_us = INT64_C(3600000000),
                                  .presence_gap_us = INT64_C(300000000)};
  assert_int_equal(stf_fit_desk(&what, fit, &diags), STF_OK);
  stf_diag_clear(&diags);
  stf_zone_free(zone);
  stf_file_remove(&file);
  free(text);
}

static void clear(struct stf_names *names, struct stf_log *log, struct stf_fit *fit) {
  stf_fit_clear(fit);
  stf_eventlog_clear(log);
  stf_names_clear(names);
}

static double uniform(uint64_t entity, uint32_t index) {
  struct stf_stream stream = stf_stream_of(11, 0);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_TEST, entity, STF_STREAM_WORK, index, u);
  return u[0];
}

/* Every hour of every day one contact, which no campaign brought. */
static void add_usual(struct rows *rows) {
  for (int h = 0; h < DAYS * 24; h++) {
    char id[32];
    (void)snprintf(id, sizeof id, "usual%d", h);
    add_contact(rows, (double)FIRST_S + 3600 * h + 7, id, "", "");
  }
}

/* Share and mean delay of exponential replies within 3.5 standard errors; the curve has the
 * other contacts and them alone. */
static void test_marked_replies_expect_share_and_delay_again(void **state) {
  (void)state;
  struct rows rows = {.items = malloc((size_t)ROWS * ROW)};
  assert_non_null(rows.items);
  add_usual(&rows);
  double at_s = (double)FIRST_S + 3 * 86400 + 36000;
  double sum_s = 0;
  int n = 0;
  add(&rows, at_s, ",campaign,,chat,,name=sale;messages=20000");
  for (uint64_t i = 0; i < MESSAGES; i++) {
    double delay_s = -DELAY_S * log(uniform(i, 1));
    char id[32];
    (void)snprintf(id, sizeof id, "reply%d", (int)i);
    if (uniform(i, 0) < SHARE) {
      add_contact(&rows, at_s + delay_s, id, "", "campaign=1;frt=0");
      sum_s += delay_s;
      n++;
    }
  }
  struct stf_names names;
  struct stf_log log;
  struct stf_fit fit;
  fit_rows(&rows, &names, &log, &fit);
  assert_int_equal(fit.campaigns_n, 1);
  const struct stf_fit_campaign *own = &fit.campaigns[0];
  assert_string_equal(own->name, "sale");
  assert_int_equal(own->replies_n, n);
  assert_near(own->reply_share, SHARE, 3.5 * own->reply_share_se);
  assert_near(own->delay_mean_s, sum_s / n, 1e-3);
  assert_near(own->delay_mean_s, DELAY_S, 3.5 * DELAY_S / sqrt(n));
  assert_false(fit.write_campaigns[0].in_frt);
  assert_near(stf_law_mean_s(&fit.write_campaigns[0].delay), own->delay_mean_s, 1e-3);
  assert_int_equal(fit.curve.contacts_n, DAYS * 24);
  assert_int_equal(fit.strays_n, 0);
  clear(&names, &log, &fit);
  free(rows.items);
}

/* Thirty customers are written to, a minute apart, and again two hours later; single messages
 * to others are no campaign. */
static void test_customers_written_to_expect_their_next_contact_as_the_reply(void **state) {
  (void)state;
  struct rows rows = {.items = malloc((size_t)ROWS * ROW)};
  assert_non_null(rows.items);
  add_usual(&rows);
  double at_s = (double)FIRST_S + 86400 + 36000;
  for (int i = 0; i < 60; i++) {
    char rest[ROW];
    (void)snprintf(rest, sizeof rest, ",campaign,,,k%d,name=news", i % 30);
    add(&rows, at_s + 60 * i + (i < 30 ? 0 : 7200), rest);
  }
  add(&rows, at_s + 20000, ",campaign,,,k40,name=receipt");
  add_contact(&rows, at_s + 600, "a", "k0", "");    /* replies 10 min after the first */
  add_contact(&rows, at_s + 700, "b", "k0", "");    /* again, to nothing */
  add_contact(&rows, at_s + 500, "c", "k9", "");    /* is written to 40 s later */
  add_contact(&rows, at_s + 9060, "d", "k1", "");   /* to the second campaign */
  add_contact(&rows, at_s + 20100, "e", "k40", ""); /* to a single message */
  add_contact(&rows, at_s + 400000, "f", "k3", ""); /* days later */
  struct stf_names names;
  struct stf_log log;
  struct stf_fit fit;
  fit_rows(&rows, &names, &log, &fit);
  assert_int_equal(fit.campaigns_n, 2);
  assert_int_equal(fit.bursts_n, 2);
  assert_int_equal(fit.few_n, 1);
  assert_int_equal(fit.strays_n, 0);
  assert_string_equal(fit.campaigns[0].name, "news");
  assert_string_equal(fit.campaigns[1].name, "news 2");
  assert_int_equal(fit.campaigns[0].messages_n, 30);
  assert_int_equal(fit.campaigns[0].replies_n, 1);
  assert_int_equal(fit.campaigns[1].replies_n, 1);
  assert_true(fit.campaigns[0].delay_pooled);
  assert_near(fit.campaigns[0].delay_mean_s, (600 + (9060 - 9000)) / 2.0, 1e-3);
  assert_true(fit.write_campaigns[0].in_frt);
  assert_int_equal(fit.curve.contacts_n, DAYS * 24 + 4);
  clear(&names, &log, &fit);
  free(rows.items);
}

/* A reply to a campaign of which the log knows nothing is no arrival either. */
static void test_replies_without_their_campaign_expect_them_left_out(void **state) {
  (void)state;
  struct rows rows = {.items = malloc((size_t)ROWS * ROW)};
  assert_non_null(rows.items);
  add_usual(&rows);
  add_contact(&rows, (double)FIRST_S + 100, "a", "", "campaign=old");
  struct stf_names names;
  struct stf_log log;
  struct stf_fit fit;
  fit_rows(&rows, &names, &log, &fit);
  assert_int_equal(fit.campaigns_n, 0);
  assert_int_equal(fit.strays_n, 1);
  assert_int_equal(fit.curve.contacts_n, DAYS * 24);
  clear(&names, &log, &fit);
  free(rows.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_marked_replies_expect_share_and_delay_again),
      cmocka_unit_test(test_customers_written_to_expect_their_next_contact_as_the_reply),
      cmocka_unit_test(test_replies_without_their_campaign_expect_them_left_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
