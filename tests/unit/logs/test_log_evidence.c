/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/log_evidence.h"
#include "support/file.h"
#include "support/near.h"

#include <string.h>

#define DAY INT64_C(86400000000)

static struct stf_evidence evidence_of(const char *text) {
  struct stf_support_file file;
  stf_file_write(&file, text, strlen(text));
  const char *path = file.path;
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  struct stf_names names;
  struct stf_log log;
  struct stf_diags diags;
  struct stf_error error = {0};
  stf_diag_init(&diags, NULL);
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, &error), STF_OK);
  struct stf_evidence evidence = stf_log_evidence_of(&log);
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
  stf_diag_clear(&diags);
  stf_file_remove(&file);
  return evidence;
}

static void test_evidence_of_a_message_export_is_messages_to_the_minute(void **state) {
  (void)state;
  struct stf_evidence evidence = evidence_of("time,contact,event,agent\n"
                                             "2026-03-02T09:00:00Z,a,msg_in,\n"
                                             "2026-03-02T09:05:00Z,a,msg_agent,eva\n"
                                             "2026-03-02T09:09:00Z,a,close,\n");
  assert_int_equal(evidence.resolution_us, INT64_C(60000000));
  char text[STF_LOG_EVIDENCE_TEXT];
  stf_log_evidence_describe(&evidence, text);
  assert_string_equal(text, "only closing, messages, open contacts, to the minute");
  evidence = STF_EVIDENCE_ALL;
  evidence.bot = false;
  evidence.resolution_us = 1000000;
  stf_log_evidence_describe(&evidence, text);
  assert_string_equal(text, "all but bot, to the second");
}

static void test_evidence_of_a_full_log_is_everything(void **state) {
  (void)state;
  struct stf_evidence evidence = evidence_of("time,contact,event,agent,customer,detail\n"
                                             "2026-03-02T09:00:00Z,,agent_on,eva,,\n"
                                             "2026-03-02T09:00:00Z,a,bot_start,,k,\n"
                                             "2026-03-02T09:00:00.5Z,a,msg_bot,,,\n"
                                             "2026-03-02T09:01:00Z,a,bot_end,,,\n"
                                             "2026-03-02T09:01:00Z,a,queue,,,\n"
                                             "2026-03-02T09:01:30Z,a,escalate,,,\n"
                                             "2026-03-02T09:02:00.000001Z,a,assign,eva,,\n"
                                             "2026-03-02T09:02:00.000001Z,a,work_start,eva,,\n"
                                             "2026-03-02T09:03:00Z,a,msg_agent,eva,,\n"
                                             "2026-03-02T09:04:00Z,a,work_end,eva,,\n"
                                             "2026-03-02T09:04:00Z,a,close,,,solved=1\n"
                                             "2026-03-02T09:04:00Z,a,survey,,,csat=4\n"
                                             "2026-03-02T09:05:00Z,b,queue,,,\n"
                                             "2026-03-02T09:06:00Z,b,abandon,,,\n");
  assert_false(evidence.silent); /* what nobody saw is in no log but a run's own */
  evidence.silent = true;
  assert_true(stf_evidence_is_whole(&evidence));
}

/* A contact of three hours begins every half hour, for days_n days. */
enum {
  PER_DAY = 48,
  MOST = 10 * PER_DAY
};

static struct stf_evidence of_days(int64_t days_n, bool ended_only) {
  static struct stf_contact contacts[MOST];
  struct stf_log log = {.contacts = contacts};
  log.facts.first_us = 0;
  log.facts.last_us = days_n * DAY;
  for (int64_t i = 0; i < days_n * PER_DAY; i++) {
    struct stf_contact contact = STF_CONTACT_EMPTY;
    contact.open_us = i * (DAY / PER_DAY);
    int64_t close_us = contact.open_us + DAY / 8;
    bool ended = close_us <= log.facts.last_us;
    contact.outcome = ended ? STF_OUTCOME_CLOSED : STF_OUTCOME_OPEN;
    contact.close_us = ended ? close_us : STF_NEVER;
    if (ended || !ended_only) {
      contacts[log.contacts_n++] = contact;
    }
  }
  return stf_log_evidence_of(&log);
}

static void test_export_of_ended_contacts_only_is_recognised(void **state) {
  (void)state;
  assert_true(of_days(3, false).open_contacts);
  assert_false(of_days(3, true).open_contacts);
  assert_false(of_days(9, true).open_contacts);
  /* Of less than a day nobody can say what was usual. */
  struct stf_contact one = STF_CONTACT_EMPTY;
  one.open_us = 0;
  one.close_us = 10;
  one.outcome = STF_OUTCOME_CLOSED;
  struct stf_log log = {.contacts = &one, .contacts_n = 1, .facts = {.last_us = 10}};
  assert_true(stf_log_evidence_of(&log).open_contacts);
}

static void test_desk_that_empties_each_night_still_shows_open_contacts(void **state) {
  (void)state;
  enum {
    DAYS = 5,
    EACH = 20
  };
  static struct stf_contact contacts[DAYS * EACH];
  struct stf_log log = {.contacts = contacts, .contacts_n = (size_t)DAYS * EACH};
  for (int64_t i = 0; i < (int64_t)DAYS * EACH; i++) {
    contacts[i] = STF_CONTACT_EMPTY;
    contacts[i].open_us = i / EACH * DAY + i % EACH * 1000000;
    contacts[i].close_us = contacts[i].open_us + 60000000;
    contacts[i].outcome = STF_OUTCOME_CLOSED;
  }
  log.facts.last_us = contacts[log.contacts_n - 1].close_us;
  assert_true(stf_log_evidence_of(&log).open_contacts);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_evidence_of_a_message_export_is_messages_to_the_minute),
      cmocka_unit_test(test_evidence_of_a_full_log_is_everything),
      cmocka_unit_test(test_export_of_ended_contacts_only_is_recognised),
      cmocka_unit_test(test_desk_that_empties_each_night_still_shows_open_contacts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
