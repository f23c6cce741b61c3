/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/trail.h"
#include "logs/eventlog.h"
#include "support/file.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct loaded {
  struct stf_support_file file;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_names names;
  struct stf_log log;
  enum stf_status status;
};

static void load_idle(struct loaded *l, const char *text, int64_t idle_close_us) {
  memset(l, 0, sizeof *l);
  stf_diag_init(&l->diags, NULL);
  assert_int_equal(stf_names_init(&l->names, NULL), STF_OK);
  stf_file_write(&l->file, text, strlen(text));
  const char *path = l->file.path;
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1, .idle_close_us = idle_close_us};
  l->status = stf_eventlog_load(&in, &l->names, &l->log, &l->diags, &l->error);
}

static void load(struct loaded *l, const char *text) {
  load_idle(l, text, 0);
}

static void unload(struct loaded *l) {
  stf_eventlog_clear(&l->log);
  stf_names_clear(&l->names);
  stf_diag_clear(&l->diags);
  stf_file_remove(&l->file);
}

#define SECOND INT64_C(1000000)

static void test_one_contact_from_bot_to_close(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "# by hand\n"
           "time,contact,event,agent,team,class,channel,priority,customer,detail\n"
           "1000,c1,open,,,billing,whatsapp,2,k7,\n"
           "1000,c1,msg_in,,,,,,,chars=12\n"
           "1001,c1,bot_start,,,,,,,\n"
           "1002.5,c1,msg_bot,,,,,,,\n"
           "1010,c1,bot_end,,,,,,,\n"
           "1010,c1,queue,,desk,,,,,\n"
           "1025,c1,assign,eva,desk,,,,,\n"
           "1030,c1,work_start,eva,,,,,,\n"
           "1040,c1,msg_agent,eva,,,,,,\n"
           "1041,c1,work_end,,,,,,,\n"
           "1060,c1,msg_in,,,,,,,\n"
           "1070,c1,msg_in,,,,,,,\n"
           "1080,c1,work_start,eva,,,,,,\n"
           "1090,c1,msg_agent,eva,,orders,,,,\n"
           "1091,c1,work_end,eva,,,,,,\n"
           "1100,c1,close,,,,,,,by=agent\n"
           "1105,c1,wrap_end,eva,,,,,,\n"
           "1200,c1,survey,,,,,,,csat=4\n");
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.contacts_n, 1);
  const struct stf_contact *c = &l.log.contacts[0];
  assert_true(c->open_us == 1000 * SECOND);
  assert_true(c->bot_start_us == 1001 * SECOND);
  assert_true(c->bot_end_us == 1010 * SECOND);
  assert_true(c->queue_us == 1010 * SECOND);
  assert_true(c->assign_us == 1025 * SECOND);
  assert_true(c->first_any_us == 1002500000);
  assert_true(c->first_human_us == 1040 * SECOND);
  assert_true(c->last_message_us == 1090 * SECOND);
  assert_true(c->close_us == 1100 * SECOND);
  assert_true(c->abandon_us == STF_NEVER);
  assert_int_equal(c->outcome, STF_OUTCOME_CLOSED);
  assert_int_equal(c->works_n, 2);
  assert_true(c->works[0].end_us == 1041 * SECOND);
  assert_true(c->works[1].end_us == 1105 * SECOND);
  assert_int_equal(c->replies_n, 2);
  assert_true(stf_contact_reply_wait_us(&c->replies[0]) == 40 * SECOND);
  assert_true(stf_contact_reply_wait_us(&c->replies[1]) == 30 * SECOND);
  assert_string_equal(stf_dict_text(l.names.classes, c->class_id), "orders");
  assert_string_equal(stf_dict_text(l.names.channels, c->channel), "whatsapp");
  assert_string_equal(stf_dict_text(l.names.agents, c->agent), "eva");
  assert_string_equal(stf_dict_text(l.names.teams, c->team), "desk");
  assert_string_equal(stf_dict_text(l.log.contact_ids, c->id), "c1");
  assert_true(c->address == stf_dict_hash("c1", 2));
  const struct stf_eventlog_facts *facts = &l.log.facts;
  assert_int_equal(facts->rows_n, 18);
  assert_true(facts->first_us == 1000 * SECOND && facts->last_us == 1200 * SECOND);
  assert_true(facts->has_queue && facts->has_assign && facts->has_work && facts->has_close);
  assert_true(facts->has_messages && !facts->has_presence);
  assert_int_equal(facts->events_n[STF_EVENT_MSG_IN], 3);
  unload(&l);
}

static void test_pauses_moves_and_verdict_of_a_ticket(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contact,event,agent,team,customer,detail\n"
           "10,a,open,,,k7,\n"
           "10,a,assign,eva,desk,,\n"
           "20,a,assign,eva,desk,,\n"   /* the same again: no transfer */
           "30,a,assign,tom,desk,,\n"   /* a transfer */
           "40,a,transfer,,second,,\n"  /* a transfer, */
           "41,a,assign,ida,second,,\n" /* not counted again */
           "50,a,escalate,,,,sla=met\n"
           "60,a,pending,,,,\n"
           "70,a,pending,,,,\n" /* within a pause */
           "75,a,msg_agent,ida,,,\n"
           "80,a,msg_in,,,,\n" /* 20 s */
           "90,a,resume,,,,\n" /* ends nothing */
           "100,a,pending,,,,\n"
           "105,a,resolve,,,,\n" /* 5 s */
           "110,a,close,,,,\n"
           "120,a,reopen,,,,sla=missed\n"
           "125,a,resolve,,,,\n"
           "130,a,close,,,,\n"
           "131,a,pending,,,,\n" /* never ends */
           "140,b,open,,,,\n");
  assert_int_equal(l.status, STF_OK);
  const struct stf_contact *c = &l.log.contacts[0];
  assert_true(c->paused_us == 25 * SECOND);
  assert_true(c->first_resolve_us == 105 * SECOND && c->resolve_us == 125 * SECOND);
  assert_true(c->first_close_us == 110 * SECOND && c->close_us == 130 * SECOND);
  assert_int_equal(c->transfers_n, 2);
  assert_int_equal(c->escalations_n, 1);
  assert_int_equal(c->reopens_n, 1);
  assert_int_equal(c->logged_sla, STF_LOGGED_SLA_MISSED);
  assert_string_equal(stf_dict_text(l.log.customer_ids, c->customer), "k7");
  assert_string_equal(stf_dict_text(l.names.agents, c->agent), "ida");
  assert_int_equal(l.log.contacts[1].customer, STF_NOBODY);
  assert_int_equal(l.log.contacts[1].logged_sla, STF_LOGGED_SLA_UNKNOWN);
  assert_true(l.log.facts.has_customer && l.log.facts.has_sla);
  unload(&l);
}

static void test_columns_in_any_order_and_outcomes(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "event;contact;time\n"
           "open;left;10\nopen;open;10\nopen;bot;10\nbot_start;bot;10\n"
           "queue;left;20\nabandon;left;50\nclose;bot;60\nqueue;open;70\n");
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.contacts_n, 3);
  assert_int_equal(l.log.contacts[0].outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(l.log.contacts[1].outcome, STF_OUTCOME_OPEN);
  assert_int_equal(l.log.contacts[2].outcome, STF_OUTCOME_CONTAINED);
  unload(&l);
}

static void test_log_without_closes_closes_by_last_message(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contact,event\n10,a,open\n10,a,msg_in\n20,b,open\n30,a,msg_agent\n");
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.contacts[0].outcome, STF_OUTCOME_CLOSED);
  assert_true(l.log.contacts[0].close_us == STF_NEVER);
  assert_int_equal(l.log.contacts[1].outcome, STF_OUTCOME_OPEN);
  unload(&l);
}

static void test_reopened_contact_stays_one_record(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contact,event\n10,a,open\n20,a,close\n86400,a,reopen\n86500,a,close\n");
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.contacts_n, 1);
  assert_int_equal(l.log.contacts[0].reopens_n, 1);
  assert_true(l.log.contacts[0].close_us == 86500 * SECOND);
  unload(&l);
}

static void test_event_long_after_the_close_is_counted_and_left_out(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contact,event\n10,a,open\n20,a,close\n700000,a,reopen\n700010,a,open\n");
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.contacts_n, 2);
  assert_int_equal(l.log.contacts[0].reopens_n, 0);
  assert_true(l.log.contacts[1].open_us == 700010 * SECOND);
  assert_true(l.log.contacts[1].address != l.log.contacts[0].address);
  assert_int_equal(l.log.contacts[1].id, l.log.contacts[0].id);
  assert_int_equal(l.log.facts.contacts.late_n, 1);
  unload(&l);
}

static void test_idle_rule_closes_and_splits(void **state) {
  (void)state;
  struct loaded l;
  load_idle(&l,
            "time,contact,event\n100,a,msg_in\n110,a,msg_agent\n170,a,msg_agent\n"
            "231,a,msg_in\n240,b,open\n",
            60 * SECOND);
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.contacts_n, 3);
  assert_true(l.log.contacts[0].close_us == 230 * SECOND);
  assert_int_equal(l.log.contacts[0].outcome, STF_OUTCOME_CLOSED);
  assert_true(l.log.contacts[1].open_us == 231 * SECOND);
  assert_int_equal(l.log.contacts[1].outcome, STF_OUTCOME_OPEN);
  assert_int_equal(l.log.facts.contacts.idle_closed_n, 1);
  unload(&l);
}

static void test_presence_runs_to_off_away_and_horizon(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contact,event,agent,team\n"
           "10,,agent_on,eva,desk\n20,,agent_away,eva,\n25,,agent_on,ben,\n"
           "30,,agent_back,eva,\n40,,agent_off,eva,\n50,c,open,,\n");
  assert_int_equal(l.status, STF_OK);
  assert_int_equal(l.log.presence_n, 3);
  const int64_t spans_s[3][2] = {{10, 20}, {25, 50}, {30, 40}};
  for (size_t i = 0; i < 3; i++) {
    assert_true(l.log.presence[i].start_us == spans_s[i][0] * SECOND);
    assert_true(l.log.presence[i].end_us == spans_s[i][1] * SECOND);
  }
  assert_string_equal(stf_dict_text(l.names.teams, l.log.presence[2].team), "desk");
  assert_true(l.log.facts.has_presence);
  unload(&l);
}

static void expect_diag(const struct loaded *l, size_t i, int line, int column,
                        const char *part) {
  assert_true(i < l->diags.items_n);
  const struct stf_diag *diag = &l->diags.items[i];
  if (diag->line != line || diag->column != column || strstr(diag->message, part) == NULL) {
    print_error("%d:%d: %s\n", diag->line, diag->column, diag->message);
  }
  assert_int_equal(diag->line, line);
  assert_int_equal(diag->column, column);
  assert_non_null(strstr(diag->message, part));
}

static void test_mistakes_are_told_with_line_and_column_and_reading_goes_on(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contact,event,agent\n"
           "10,a,open,\n"
           "yesterday,a,queue,\n"
           "20,a,asign,eva\n"
           "15,a,close,\n"
           "30,,close,\n"
           "30,a,agent_on,eva\n"
           "30,,agent_on,\n"
           "30,a\n"
           "40,a,\"cl\"ose,\n");
  assert_int_equal(l.status, STF_ERR_INPUT);
  assert_int_equal(l.log.contacts_n, 0);
  assert_int_equal(l.diags.errors_n, 8);
  expect_diag(&l, 0, 3, 1, "'yesterday' is no time");
  expect_diag(&l, 1, 4, 6, "did you mean 'assign'?");
  expect_diag(&l, 2, 5, 1, "a step back in time: 15 after 20");
  expect_diag(&l, 3, 6, 4, "'close' needs a contact");
  expect_diag(&l, 4, 7, 4, "the contact must be empty");
  expect_diag(&l, 5, 8, 14, "'agent_on' needs an agent");
  expect_diag(&l, 6, 9, 0, "2 fields where the header has 4");
  expect_diag(&l, 7, 10, 6, "broken quote");
  unload(&l);
}

static void test_wrong_columns_are_told(void **state) {
  (void)state;
  struct loaded l;
  load(&l, "time,contcat,team,team,colour\n10,a,,,\n");
  assert_int_equal(l.status, STF_ERR_INPUT);
  expect_diag(&l, 0, 1, 6, "did you mean 'contact'?");
  expect_diag(&l, 1, 1, 19, "stands twice");
  expect_diag(&l, 2, 1, 24, "unknown column 'colour'");
  expect_diag(&l, 3, 1, 0, "'contact' is missing");
  expect_diag(&l, 4, 1, 0, "'event' is missing");
  unload(&l);
}

static void test_missing_file_is_the_environments(void **state) {
  (void)state;
  struct stf_names names;
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_error error = {0};
  const char *path = "no-such-log.csv";
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  struct stf_log log;
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, &error), STF_ERR_IO);
  assert_non_null(strstr(error.message, "no-such-log.csv"));
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
}

static void test_files_are_read_in_order(void **state) {
  (void)state;
  struct stf_support_file files[2];
  const char *texts[2] = {"time,contact,event\n10,a,open\n",
                          "contact,event,time\na,close,20\n"};
  const char *paths[2];
  for (size_t i = 0; i < 2; i++) {
    stf_file_write_gzip(&files[i], texts[i], strlen(texts[i]));
    paths[i] = files[i].path;
  }
  struct stf_names names;
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_eventlog_in in = {.paths = paths, .paths_n = 2};
  struct stf_log log;
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, NULL), STF_OK);
  assert_int_equal(log.contacts_n, 1);
  assert_true(log.contacts[0].close_us == 20 * SECOND);
  uint64_t hash = log.facts.content_hash;
  stf_eventlog_clear(&log);
  const char *swapped[2] = {paths[1], paths[0]};
  in.paths = swapped;
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, NULL), STF_ERR_INPUT);
  in.paths_n = 1;
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, NULL), STF_OK);
  assert_true(log.facts.content_hash != hash);
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
  stf_diag_clear(&diags);
  stf_file_remove(&files[0]);
  stf_file_remove(&files[1]);
}

static void test_written_log_reads_back(void **state) {
  (void)state;
  struct stf_names names;
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  struct stf_dict *contacts = stf_dict_new(NULL);
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.id = stf_dict_add(contacts, "a \"b\", c", 8);
  contact.address = stf_dict_hash("a \"b\", c", 8);
  contact.class_id = stf_dict_add(names.classes, " billing", 8);
  contact.open_us = INT64_C(1700000000123456);
  contact.queue_us = contact.open_us + 1;
  contact.abandon_us = contact.open_us + 7;
  contact.outcome = STF_OUTCOME_ABANDONED;
  struct stf_event events[32];
  size_t n = stf_trail_contact(&contact, events);
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Asia/Kolkata", &zone), STF_OK);
  struct stf_support_file file;
  stf_file_write(&file, "", 0);
  struct stf_eventlog_out out = {
      .file = fopen(file.path, "w"), .zone = zone, .names = &names, .contacts = contacts};
  assert_non_null(out.file);
  const char *provenance[] = {"first", "second"};
  assert_int_equal(stf_eventlog_begin(&out, provenance, 2, NULL), STF_OK);
  assert_int_equal(stf_eventlog_write(&out, events, n, NULL), STF_OK);
  assert_int_equal(fclose(out.file), 0);

  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  const char *path = file.path;
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  struct stf_log log;
  assert_int_equal(stf_eventlog_load(&in, &names, &log, &diags, NULL), STF_OK);
  assert_int_equal(log.contacts_n, 1);
  assert_true(log.contacts[0].open_us == contact.open_us);
  assert_true(log.contacts[0].abandon_us == contact.abandon_us);
  assert_true(log.contacts[0].address == contact.address);
  assert_int_equal(log.contacts[0].class_id, contact.class_id);
  stf_eventlog_clear(&log);
  stf_zone_free(zone);
  stf_dict_free(contacts);
  stf_names_clear(&names);
  stf_diag_clear(&diags);
  stf_file_remove(&file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_contact_from_bot_to_close),
      cmocka_unit_test(test_pauses_moves_and_verdict_of_a_ticket),
      cmocka_unit_test(test_columns_in_any_order_and_outcomes),
      cmocka_unit_test(test_log_without_closes_closes_by_last_message),
      cmocka_unit_test(test_reopened_contact_stays_one_record),
      cmocka_unit_test(test_event_long_after_the_close_is_counted_and_left_out),
      cmocka_unit_test(test_idle_rule_closes_and_splits),
      cmocka_unit_test(test_presence_runs_to_off_away_and_horizon),
      cmocka_unit_test(test_mistakes_are_told_with_line_and_column_and_reading_goes_on),
      cmocka_unit_test(test_wrong_columns_are_told),
      cmocka_unit_test(test_missing_file_is_the_environments),
      cmocka_unit_test(test_files_are_read_in_order),
      cmocka_unit_test(test_written_log_reads_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
