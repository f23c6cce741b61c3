/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/eventlog.h"
#include "logs/import.h"
#include "support/file.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECOND INT64_C(1000000)

struct imported {
  struct stf_support_file file;
  struct stf_diags diags;
  struct stf_map map;
  struct stf_import import;
  enum stf_status status;
};

static void import_as(struct imported *i, const char *map, const char *csv, bool strict) {
  memset(i, 0, sizeof *i);
  stf_diag_init(&i->diags, NULL);
  stf_file_write(&i->file, csv, strlen(csv));
  i->status = stf_map_parse("map.yaml", map, strlen(map), NULL, &i->map, &i->diags);
  for (size_t k = 0; k < i->diags.items_n; k++) {
    print_error("%d:%d: %s\n", i->diags.items[k].line, i->diags.items[k].column,
                i->diags.items[k].message);
  }
  assert_int_equal(i->status, STF_OK);
  const char *path = i->file.path;
  struct stf_import_in in = {.map = &i->map, .paths = &path, .paths_n = 1, .strict = strict};
  i->status = stf_import_read(&in, &i->import, &i->diags, NULL);
}

static void drop(struct imported *i) {
  stf_import_clear(&i->import);
  stf_map_clear(&i->map);
  stf_diag_clear(&i->diags);
  stf_file_remove(&i->file);
}

/* The i-th event as "seconds-since-first kind contact". */
static void expect_event(const struct imported *i, size_t k, int64_t at_s, const char *kind,
                         const char *contact) {
  assert_true(k < i->import.events_n);
  const struct stf_event *event = &i->import.events[k];
  assert_string_equal(STF_EVENT_KINDS[event->kind].name, kind);
  assert_int_equal(event->at_us / SECOND, at_s);
  assert_string_equal(stf_dict_text(i->import.contacts, event->contact_id), contact);
}

static const char CLOCK_MAP[] =
    "format: 1\ntimezone: UTC\nrow: contact\ncontact: [line, id]\n"
    "events:\n"
    "  - {event: open, at: {date: date, seconds: in_s}}\n"
    "  - {event: bot_end, at: {date: date, seconds: out_s, near: open}}\n"
    "  - {event: assign, at: {after: bot_end, plus: wait, unit: min}, when: wait >= 0,\n"
    "     agent: {from: who, map: {x: '', y: yvonne}}}\n";

static void test_clock_rolls_over_midnight_but_not_for_a_step_back(void **state) {
  (void)state;
  struct imported i;
  import_as(&i, CLOCK_MAP,
            "line,id,date,in_s,out_s,wait,who\n"
            "A,1,1970-01-02,86340,15,,x\n"
            "A,2,1970-01-02,100,99,2,y\n"
            "B,2,1970-01-02,0,86399,0.5,z\n",
            false);
  assert_int_equal(i.status, STF_OK);
  assert_int_equal(i.import.facts.bad_n, 0);
  expect_event(&i, 0, 86399, "bot_end", "B-2");
  expect_event(&i, 1, 86400, "open", "B-2");
  expect_event(&i, 2, 86400 + 29, "assign", "B-2");
  expect_event(&i, 3, 86400 + 99, "bot_end", "A-2");
  expect_event(&i, 4, 86400 + 100, "open", "A-2");
  expect_event(&i, 5, 86400 + 219, "assign", "A-2");
  expect_event(&i, 6, 86400 + 86340, "open", "A-1");
  expect_event(&i, 7, 2 * 86400 + 15, "bot_end", "A-1");
  assert_int_equal(i.import.events_n, 8);
  assert_int_equal(i.import.facts.contacts_n, 3);
  assert_int_equal(i.import.facts.back_n, 2);
  assert_string_equal(stf_dict_text(i.import.names.agents, i.import.events[5].agent), "yvonne");
  assert_string_equal(stf_dict_text(i.import.names.agents, i.import.events[2].agent), "z");
  drop(&i);
}

static const char MESSAGE_MAP[] =
    "format: 1\ntimezone: Europe/Rome\nrow: event\ncontact: 't{id}'\n"
    "where: kind != 'note'\n"
    "drop_row: spam == 1\n"
    "drop_contact: seq == 0 and spam == 1\n"
    "events:\n"
    "  - {event: open, when: seq == 0, at: {column: t, format: '%d/%m/%Y %H:%M'}, "
    "class: {value: forum}}\n"
    "  - event: {from: kind, map: {c: msg_in, a: msg_agent}}\n"
    "    at: {column: t, format: '%d/%m/%Y %H:%M'}\n"
    "    detail: seq={seq};by={kind}\n";

static void test_rows_of_events_with_filters_and_dropped_contacts(void **state) {
  (void)state;
  struct imported i;
  import_as(&i, MESSAGE_MAP,
            "id;seq;kind;t;spam\n"
            "1;0;c;01/07/2024 09:30;0\n"
            "1;1;note;01/07/2024 09:31;0\n"
            "2;0;c;01/07/2024 09:32;1\n"
            "2;1;a;01/07/2024 09:33;0\n"
            "1;2;a;01/07/2024 09:30;0\n"
            "1;3;a;01/07/2024 09:40;1\n",
            false);
  assert_int_equal(i.status, STF_OK);
  assert_int_equal(i.import.events_n, 3);
  expect_event(&i, 0, 1719819000, "open", "t1");
  expect_event(&i, 1, 1719819000, "msg_in", "t1");
  expect_event(&i, 2, 1719819000, "msg_agent", "t1");
  assert_string_equal(i.import.events[2].detail, "seq=2;by=a");
  assert_string_equal(stf_dict_text(i.import.names.classes, i.import.events[0].class_id),
                      "forum");
  const struct stf_import_facts *facts = &i.import.facts;
  assert_int_equal(facts->rows_n, 6);
  assert_int_equal(facts->filtered_n, 3);
  assert_int_equal(facts->contacts_n, 1);
  assert_int_equal(facts->dropped_n, 1);
  assert_int_equal(facts->events_n[STF_EVENT_MSG_AGENT], 1);
  drop(&i);
}

static const char BAD_CSV[] = "line,id,date,in_s,out_s,wait,who\n"
                              "A,1,1970-01-02,1,2,3,x\n"
                              "A,1,1970-01-02,1,2,3,x\n"
                              "A,3,1970-02-30,1,2,3,x\n"
                              "A,4,1970-01-02,one,2,3,x\n"
                              "A,5,1970-01-02,1,2,3\n"
                              "A,6,1970-02-31,1,2,,x\n"
                              "A,7,,1,2,,x\n";

static void test_bad_rows_are_counted_by_reason(void **state) {
  (void)state;
  struct imported i;
  import_as(&i, CLOCK_MAP, BAD_CSV, false);
  assert_int_equal(i.status, STF_OK);
  assert_int_equal(i.import.facts.rows_n, 7);
  assert_int_equal(i.import.facts.bad_n, 5);
  assert_int_equal(i.import.facts.silent_n, 1);
  assert_int_equal(i.import.facts.contacts_n, 1);
  assert_int_equal(i.import.reasons_n, 4);
  assert_non_null(strstr(i.import.reasons[0].text, "row above"));
  assert_int_equal(i.import.reasons[0].line, 3);
  assert_string_equal(i.import.reasons[1].text, "'date' is no date");
  assert_int_equal(i.import.reasons[1].rows_n, 2);
  assert_int_equal(i.import.reasons[1].line, 4);
  assert_int_equal(i.diags.errors_n, 0);
  drop(&i);
}

static void test_strict_makes_bad_rows_errors(void **state) {
  (void)state;
  struct imported i;
  import_as(&i, CLOCK_MAP, BAD_CSV, true);
  assert_int_equal(i.status, STF_ERR_INPUT);
  assert_int_equal(i.diags.errors_n, 5);
  assert_int_equal(i.diags.items[1].line, 4);
  assert_int_equal(i.diags.items[1].column, 5);
  assert_string_equal(i.diags.items[1].message, "'date' is no date: '1970-02-30'");
  drop(&i);
}

static void test_missing_column_is_told_in_the_map(void **state) {
  (void)state;
  struct imported i;
  import_as(&i, CLOCK_MAP, "line,id,day,in_s,outs,wait,who\nA,1,1970-01-02,1,2,3,x\n", false);
  assert_int_equal(i.status, STF_ERR_INPUT);
  assert_int_equal(i.diags.errors_n, 2);
  assert_int_equal(i.diags.items[0].line, 6);
  assert_int_equal(i.diags.items[0].column, 30);
  assert_int_equal(i.diags.items[1].line, 7);
  assert_non_null(strstr(i.diags.items[1].message, "did you mean 'outs'?"));
  drop(&i);
}

/* --- Real logs --- */

static void write_and_load(const struct stf_import *import, struct stf_names *names,
                           struct stf_log *log) {
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Asia/Jerusalem", &zone), STF_OK);
  struct stf_support_file file;
  stf_file_write(&file, "", 0);
  struct stf_eventlog_out out = {.file = fopen(file.path, "w"),
                                 .zone = zone,
                                 .names = &import->names,
                                 .contacts = import->contacts,
                                 .customers = import->customers};
  assert_non_null(out.file);
  assert_int_equal(stf_eventlog_begin(&out, NULL, 0, NULL), STF_OK);
  assert_int_equal(stf_eventlog_write(&out, import->events, import->events_n, NULL), STF_OK);
  assert_int_equal(fclose(out.file), 0);
  stf_zone_free(zone);

  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  const char *path = file.path;
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  assert_int_equal(stf_names_init(names, NULL), STF_OK);
  assert_int_equal(stf_eventlog_load(&in, names, log, &diags, NULL), STF_OK);
  stf_diag_clear(&diags);
  stf_file_remove(&file);
}

/* Imports data files through a shipped map; false if they are absent. */
static bool import_data(const char *map_name, const char *const *files, size_t files_n,
                        struct stf_names *names, struct stf_log *log) {
  char paths[4][512];
  const char *pointers[4];
  for (size_t i = 0; i < files_n; i++) {
    const char *path = stf_near_data(files[i]);
    if (path == NULL) {
      return false;
    }
    (void)snprintf(paths[i], sizeof paths[i], "%s", path);
    pointers[i] = paths[i];
  }
  const char *source = getenv("STF_SOURCE_DIR");
  char map_path[512];
  (void)snprintf(map_path, sizeof map_path, "%s/scenarios/maps/%s",
                 source != NULL ? source : ".", map_name);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_map map;
  assert_int_equal(stf_map_read(map_path, NULL, &map, &diags, NULL), STF_OK);
  struct stf_import_in in = {
      .map = &map, .paths = pointers, .paths_n = files_n, .strict = true};
  struct stf_import import;
  assert_int_equal(stf_import_read(&in, &import, &diags, NULL), STF_OK);
  write_and_load(&import, names, log);
  stf_import_clear(&import);
  stf_map_clear(&map);
  stf_diag_clear(&diags);
  return true;
}

struct sums {
  int64_t offered_n;
  int64_t answered_n;
  int64_t abandoned_n;
  int64_t within_20s_n;
  int64_t wait_answered_us;
  int64_t wait_abandoned_us;
  int64_t longest_wait_us;
  int64_t service_us;
  int64_t contained_n;
};

static struct sums sum_up(const struct stf_log *log) {
  struct sums sums = {0};
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *c = &log->contacts[i];
    sums.contained_n += c->outcome == STF_OUTCOME_CONTAINED;
    sums.offered_n += stf_contact_offered(c);
    if (stf_contact_answered(c)) {
      int64_t wait_us = c->assign_us - c->queue_us;
      sums.answered_n++;
      sums.within_20s_n += wait_us <= 20 * SECOND;
      sums.wait_answered_us += wait_us;
      sums.longest_wait_us = wait_us > sums.longest_wait_us ? wait_us : sums.longest_wait_us;
      assert_int_equal(c->works_n, 1);
      sums.service_us += c->work.end_us - c->work.start_us;
    }
    if (c->outcome == STF_OUTCOME_ABANDONED) {
      sums.abandoned_n++;
      sums.wait_abandoned_us += c->abandon_us - c->queue_us;
    }
  }
  return sums;
}

static void test_bank_calls_come_out_as_published(void **state) {
  (void)state;
  const char *const files[] = {"data/bank-calls-1999/calls-1999-01.csv.gz",
                               "data/bank-calls-1999/calls-1999-02.csv.gz"};
  struct stf_names names = {0};
  struct stf_log log = {0};
  if (!import_data("bank-calls.yaml", files, 2, &names, &log)) {
    skip();
  }
  struct sums sums = sum_up(&log);
  assert_int_equal(log.contacts_n, 64943 - 518);
  assert_int_equal(sums.offered_n, 60261);
  assert_int_equal(sums.answered_n, 53241);
  assert_int_equal(sums.abandoned_n, 7012);
  assert_int_equal(sums.contained_n, 64943 - 518 - 60261);
  assert_near((double)sums.wait_answered_us / 53241e6, 38.59610074942244, 1e-9);
  assert_near((double)sums.wait_abandoned_us / 7012e6, 63.8904734740445, 1e-9);
  assert_near((double)sums.service_us / 53241e6, 182.6643939820815, 1e-9);
  assert_near((double)sums.within_20s_n / 60261, 0.5249995851379831, 1e-12);
  assert_int_equal(sums.longest_wait_us, 1500 * SECOND);
  assert_int_equal(stf_dict_count(names.agents), 29);
  assert_int_equal(log.facts.contacts.unmatched_n, 0);
  assert_int_equal(log.facts.contacts.late_n, 0);
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
}

static void test_thunderbird_comes_out_as_published(void **state) {
  (void)state;
  const char *const files[] = {"data/sumo-thunderbird-messages/messages.csv.gz"};
  struct stf_names names = {0};
  struct stf_log log = {0};
  if (!import_data("thunderbird.yaml", files, 1, &names, &log)) {
    skip();
  }
  const int64_t from_us = INT64_C(1672617600) * SECOND; /* 2023-01-02 */
  int64_t opened_n = 0;
  int64_t answered_n = 0;
  int64_t replies_n = 0;
  double frt_s = 0;
  double replies_s = 0;
  double closing_s = 0;
  for (size_t i = 0; i < log.contacts_n; i++) {
    const struct stf_contact *c = &log.contacts[i];
    if (c->open_us < from_us) {
      continue;
    }
    opened_n++;
    closing_s += (double)(c->last_message_us - c->open_us) / 1e6;
    assert_int_equal(c->outcome, STF_OUTCOME_CLOSED);
    if (c->first_human_us != STF_NEVER) {
      answered_n++;
      frt_s += (double)(c->first_human_us - c->open_us) / 1e6;
    }
    replies_n += c->replies_n;
    for (uint32_t k = 0; k < c->replies_n; k++) {
      replies_s += (double)stf_contact_reply_wait_us(&c->replies[k]) / 1e6;
    }
  }
  assert_int_equal(opened_n, 31781);
  assert_int_equal(answered_n, 23231);
  assert_near_relative(frt_s / 23231, 120930.22237527442, 1e-12);
  assert_int_equal(replies_n, 37008);
  assert_near_relative(replies_s / 37008, 197088.1966331604, 1e-12);
  assert_near_relative(closing_s / 31781, 612799.8941191278, 1e-12);
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clock_rolls_over_midnight_but_not_for_a_step_back),
      cmocka_unit_test(test_rows_of_events_with_filters_and_dropped_contacts),
      cmocka_unit_test(test_bad_rows_are_counted_by_reason),
      cmocka_unit_test(test_strict_makes_bad_rows_errors),
      cmocka_unit_test(test_missing_column_is_told_in_the_map),
      cmocka_unit_test(test_bank_calls_come_out_as_published),
      cmocka_unit_test(test_thunderbird_comes_out_as_published),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
