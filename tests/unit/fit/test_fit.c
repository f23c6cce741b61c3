/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"
#include "support/file.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

enum {
  CONTACTS = 30,
  FIRST_S = 12 /* the i-th contact's first message comes FIRST_S + i % 3 after the assignment */
};

struct fitted {
  struct stf_support_file file;
  struct stf_diags diags;
  struct stf_names names;
  struct stf_log log;
  struct stf_zone *zone;
  struct stf_fit fit;
  struct stf_write_files files;
};

/* Contacts of class `many`, the last `few` of them of class "few"; without messages if asked.
 */
static void write_log(char *text, size_t size, int few, bool messages) {
  size_t n = (size_t)snprintf(text, size, "time,contact,event,agent,class\n");
  for (int i = 0; i < CONTACTS; i++) {
    long at_s = 1700000000L + i * 600L;
    const char *class = i >= CONTACTS - few ? "few" : "many";
    n += (size_t)snprintf(text + n, size - n,
                          "%ld,c%d,open,,%s\n%ld,c%d,queue,,\n%ld,c%d,assign,eva,\n"
                          "%ld,c%d,work_start,eva,\n",
                          at_s, i, class, at_s, i, at_s + 5, i, at_s + 5, i);
    if (messages) {
      n += (size_t)snprintf(text + n, size - n, "%ld,c%d,msg_agent,eva,\n",
                            at_s + 5 + FIRST_S + i % 3, i);
    }
    n += (size_t)snprintf(text + n, size - n, "%ld,c%d,work_end,eva,\n%ld,c%d,close,,\n",
                          at_s + 60, i, at_s + 60, i);
  }
  assert_true(n < size);
}

static void fit_text(struct fitted *f, const char *text) {
  static const double WITHIN_S[] = {20};
  memset(f, 0, sizeof *f);
  stf_diag_init(&f->diags, NULL);
  assert_int_equal(stf_names_init(&f->names, NULL), STF_OK);
  assert_int_equal(stf_zone_open("UTC", &f->zone), STF_OK);
  stf_file_write(&f->file, text, strlen(text));
  const char *path = f->file.path;
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  assert_int_equal(stf_eventlog_load(&in, &f->names, &f->log, &f->diags, NULL), STF_OK);
  const int64_t day_us = INT64_C(86400) * 1000000;
  struct stf_fit_in fit_in = {.log = &f->log,
                              .names = &f->names,
                              .zone = f->zone,
                              .path = path,
                              .from_us = f->log.facts.first_us / day_us * day_us,
                              .to_us = (f->log.facts.last_us / day_us + 1) * day_us,
                              .interval_us = INT64_C(1800) * 1000000,
                              .presence_gap_us = INT64_C(300) * 1000000,
                              .within_s = WITHIN_S,
                              .within_n = 1};
  assert_int_equal(stf_fit_desk(&fit_in, &f->fit, &f->diags), STF_OK);
  assert_int_equal(stf_write_desk(&f->fit.desk, &f->files), STF_OK);
}

static void fit(struct fitted *f, int few, bool messages) {
  static char text[32768];
  write_log(text, sizeof text, few, messages);
  fit_text(f, text);
}

/* 60 contacts: every other one meets the bot, which has it for 30 s; of those 30 it contains
 * 12, 3 leave inside after 10 s, 15 are handed over. The others get an automatic message after
 * 2 s. */
static void write_bot_log(char *text, size_t size) {
  size_t n = (size_t)snprintf(text, size, "time,contact,event,agent,class\n");
  for (int i = 0; i < 60; i++) {
    long at_s = 1700000000L + i * 600L;
    bool bot = i % 2 == 0;
    n += (size_t)snprintf(text + n, size - n, "%ld,c%d,open,,chat\n", at_s, i);
    if (bot) {
      n += (size_t)snprintf(text + n, size - n, "%ld,c%d,bot_start,,\n", at_s, i);
    }
    if (bot && i < 30) {
      long end_s = at_s + (i < 24 ? 30 : 10);
      n += (size_t)snprintf(text + n, size - n, "%ld,c%d,bot_end,,\n%ld,c%d,%s,,\n", end_s, i,
                            end_s, i, i < 24 ? "close" : "abandon");
      continue;
    }
    if (!bot) {
      n += (size_t)snprintf(text + n, size - n, "%ld,c%d,msg_auto,,\n", at_s + 2, i);
    }
    at_s += bot ? 30 : 5;
    if (bot) {
      n += (size_t)snprintf(text + n, size - n, "%ld,c%d,bot_end,,\n", at_s, i);
    }
    n += (size_t)snprintf(text + n, size - n,
                          "%ld,c%d,queue,,\n%ld,c%d,assign,eva,\n%ld,c%d,work_start,eva,\n"
                          "%ld,c%d,work_end,eva,\n%ld,c%d,close,,\n",
                          at_s, i, at_s, i, at_s, i, at_s + 60, i, at_s + 60, i);
  }
  assert_true(n < size);
}

/* 300 contacts, every other one surveyed, the first `answers` of those with an answer: marks
 * from 1 to 5 in turn, one more for who was solved (which are two of three). */
static void write_survey_log(char *text, size_t size, int answers) {
  size_t n = (size_t)snprintf(text, size, "time,contact,event,agent,class,detail\n");
  for (int i = 0; i < 300; i++) {
    long at_s = 1700000000L + i * 600L;
    bool solved = i % 3 != 0;
    int mark = i / 2 % 5 + 1 + (solved && i / 2 % 5 < 4);
    n += (size_t)snprintf(text + n, size - n,
                          "%ld,c%d,open,,chat,\n%ld,c%d,queue,,,\n%ld,c%d,assign,eva,,\n"
                          "%ld,c%d,work_start,eva,,\n%ld,c%d,work_end,eva,,\n"
                          "%ld,c%d,close,,,solved=%d\n",
                          at_s, i, at_s, i, at_s, i, at_s, i, at_s + 60, i, at_s + 60, i,
                          solved);
    if (i % 2 == 0) {
      char detail[16] = "";
      if (i / 2 < answers) {
        (void)snprintf(detail, sizeof detail, "csat=%d", mark);
      }
      n += (size_t)snprintf(text + n, size - n, "%ld,c%d,survey,,,%s\n", at_s + 70, i, detail);
    }
  }
  assert_true(n < size);
}

static void drop(struct fitted *f) {
  stf_write_clear(&f->files);
  stf_fit_clear(&f->fit);
  stf_eventlog_clear(&f->log);
  stf_names_clear(&f->names);
  stf_zone_free(f->zone);
  stf_diag_clear(&f->diags);
  stf_file_remove(&f->file);
}

static bool writes(const struct fitted *f, const char *text) {
  return strstr(f->files.items[0].bytes, text) != NULL;
}

static void test_first_message_when_logged_expect_its_law_with_n_and_mean(void **state) {
  (void)state;
  struct fitted f;
  fit(&f, 0, true);
  assert_int_equal(f.fit.classes_n, 1);
  assert_int_equal(f.fit.classes[0].first_messages_n, CONTACTS);
  assert_near(f.fit.classes[0].first_message_mean_s, FIRST_S + 1, 1e-9);
  const struct stf_law *law = &f.fit.desk.classes[0].first_message;
  assert_int_equal(law->kind, STF_LAW_EMPIRICAL);
  assert_near(stf_law_mean_s(law), FIRST_S + 1, 1e-9);
  assert_true(writes(&f, "first_message: {empirical: {file: first_message-many.csv}}"));
  assert_true(writes(&f, "as observed: n = 30, mean 13.0 s"));
  drop(&f);
}

static void test_first_message_of_a_rare_class_expect_all_classes_together(void **state) {
  (void)state;
  struct fitted f;
  fit(&f, 4, true);
  assert_int_equal(f.fit.classes_n, 2);
  assert_false(f.fit.classes[0].first_message_pooled);
  assert_int_equal(f.fit.classes[0].first_messages_n, CONTACTS - 4);
  assert_true(f.fit.classes[1].first_message_pooled);
  assert_int_equal(f.fit.classes[1].first_messages_n, CONTACTS);
  assert_true(writes(&f, "first_message: {empirical: {file: first_message-few.csv}}"));
  drop(&f);
}

static void test_first_message_without_messages_expect_no_key(void **state) {
  (void)state;
  struct fitted f;
  fit(&f, 0, false);
  assert_int_equal(f.fit.classes[0].first_messages_n, 0);
  assert_int_equal(f.fit.desk.classes[0].first_message.kind, STF_LAW_NEVER);
  assert_false(writes(&f, "first_message"));
  drop(&f);
}

static void test_bot_when_logged_expect_its_shares_and_arrivals_at_the_opening(void **state) {
  (void)state;
  static char text[32768];
  struct fitted f;
  write_bot_log(text, sizeof text);
  fit_text(&f, text);
  const struct stf_write_class *class = &f.fit.desk.classes[0];
  assert_int_equal(f.fit.curve.contacts_n, 60);
  assert_near(class->bot.reach_share, 0.5, 1e-12);
  assert_near(class->bot.containment_share, 12.0 / 30, 1e-12);
  assert_near(class->bot.leave_share, 3.0 / 18, 1e-12);
  assert_near(stf_law_mean_s(&class->bot.duration), 30, 1e-9);
  assert_int_equal(class->bot.reading.kind, STF_LAW_NEVER);
  assert_true(class->acknowledges);
  assert_int_equal(class->ack_us, 2000000);
  assert_true(writes(&f, "duration: {empirical: {file: bot-chat.csv}}"));
  assert_true(writes(&f, "acknowledge: 2 s"));
  drop(&f);
}

static void test_survey_when_logged_expect_shares_and_what_the_marks_go_with(void **state) {
  (void)state;
  static char text[131072];
  struct fitted f;
  write_survey_log(text, sizeof text, 120);
  fit_text(&f, text);
  const struct stf_after *after = f.fit.desk.classes[0].after;
  assert_non_null(after);
  assert_near(after->solved_share, 2.0 / 3, 1e-12);
  assert_near(after->survey_share, 0.5, 1e-12);
  assert_near(after->survey_answered_share, 0.8, 1e-12);
  assert_int_equal(f.fit.classes[0].marks_n[STF_FIT_CSAT], 120);
  assert_non_null(after->csat);
  assert_null(after->nps);
  assert_true(after->csat->slopes[STF_AFTER_SETTLED] > 0);
  assert_near(after->csat->slopes[STF_AFTER_FRT], 0, 0); /* no first message in the log */
  assert_true(writes(&f, "      survey: {sent: 0.5, answered: 0.8}\n      csat: {cuts: ["));
  assert_true(writes(&f, "An association in this log, not a cause"));
  drop(&f);
}

static void test_survey_with_few_answers_expect_shares_alone_and_why(void **state) {
  (void)state;
  static char text[131072];
  struct fitted f;
  write_survey_log(text, sizeof text, 30);
  fit_text(&f, text);
  assert_non_null(f.fit.desk.classes[0].after);
  assert_null(f.fit.desk.classes[0].after->csat);
  assert_true(writes(&f, "      survey: {sent: 0.5, answered: 0.2}\n"));
  assert_true(writes(&f, "CSAT not fitted: only 30 answers, 20 a parameter are needed."));
  drop(&f);
}

static void test_survey_without_any_expect_no_key(void **state) {
  (void)state;
  struct fitted f;
  fit(&f, 0, true);
  assert_null(f.fit.desk.classes[0].after);
  assert_false(writes(&f, "after:"));
  drop(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_first_message_when_logged_expect_its_law_with_n_and_mean),
      cmocka_unit_test(test_first_message_of_a_rare_class_expect_all_classes_together),
      cmocka_unit_test(test_first_message_without_messages_expect_no_key),
      cmocka_unit_test(test_bot_when_logged_expect_its_shares_and_arrivals_at_the_opening),
      cmocka_unit_test(test_survey_when_logged_expect_shares_and_what_the_marks_go_with),
      cmocka_unit_test(test_survey_with_few_answers_expect_shares_alone_and_why),
      cmocka_unit_test(test_survey_without_any_expect_no_key),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
