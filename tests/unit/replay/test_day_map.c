/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log's contacts on other days, and those who come while the desk is closed: by hand. */
#include "engine/engine.h"
#include "replay/replay.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEED 1

static struct stf_desk_folder folder;

/* Scenario, log and the desk that is run. */
struct replayed {
  struct stf_scenario *scenario;
  struct stf_log log;
  struct stf_desk desk;
  struct stf_replay_facts facts;
  size_t errors_n;
  size_t warnings_n;
};

/* Each line "2025-12-22 09:00 c1" becomes a contact that opens and asks for a human then, local
 * time of Rome with the offset given. */
struct came {
  const char *at; /* RFC 3339 */
  const char *id;
};

static void put_log(const struct came *came, size_t n) {
  char text[4096] = "time,contact,event,agent,team,class,channel,priority,customer,detail\n";
  size_t at = strlen(text);
  for (size_t i = 0; i < n; i++) {
    int length =
        snprintf(text + at, sizeof text - at, "%s,%s,open,,,a,,,,\n%s,%s,queue,,,,,,,\n",
                 came[i].at, came[i].id, came[i].at, came[i].id);
    assert_true(length > 0 && (size_t)length < sizeof text - at);
    at += (size_t)length;
  }
  stf_desk_folder_put(&folder, "log.csv", text);
}

static enum stf_status replay(const char *text, size_t warnings_n, struct replayed *out) {
  char path[256];
  const char *paths[] = {path};
  struct stf_diags diags;
  struct stf_error error = {0};
  *out = (struct replayed){.scenario = stf_desk_folder_read(&folder, text, warnings_n)};
  stf_desk_folder_path(&folder, "log.csv", path);
  stf_diag_init(&diags, NULL);
  struct stf_eventlog_in in = {.paths = paths, .paths_n = 1};
  assert_int_equal(stf_eventlog_load(&in, &out->scenario->names, &out->log, &diags, &error),
                   STF_OK);
  const struct stf_scenario *scenario = out->scenario;
  struct stf_replay_in what = {.desk = &scenario->desk,
                               .log = &out->log,
                               .path = path,
                               .from_us = scenario->desk.from_us,
                               .to_us = scenario->desk.to_us,
                               .warmup_us = scenario->desk.warmup_us,
                               .from_empty = true,
                               .end = STF_EDGE_UNTIL_EMPTY,
                               .given = STF_REPLAY_ARRIVALS};
  if (scenario->replay_days_n > 0) {
    what.map = (struct stf_day_map_in){.log = &out->log,
                                       .log_path = path,
                                       .zone = scenario->zone,
                                       .days = scenario->replay_days,
                                       .days_n = scenario->replay_days_n,
                                       .path = path};
  }
  enum stf_status status =
      stf_replay_make(&what, scenario->arena, &out->desk, &out->facts, &diags);
  out->errors_n = diags.errors_n;
  out->warnings_n = diags.warnings_n;
  stf_diag_clear(&diags);
  return status;
}

static void drop(struct replayed *replayed) {
  stf_eventlog_clear(&replayed->log);
  stf_scenario_free(replayed->scenario);
}

/* The given contacts are these, at these local times and under these names. */
static void assert_given(const struct replayed *replayed, const struct came *expected,
                         size_t n) {
  assert_int_equal(replayed->desk.given_n, n);
  for (size_t i = 0; i < n; i++) {
    const struct stf_given *given = &replayed->desk.given[i];
    const char *id = stf_dict_text(replayed->log.contact_ids, given->contact);
    assert_string_equal(id, expected[i].id);
    assert_true(given->address == stf_dict_hash(id, strlen(id)));
    assert_int_equal(given->queue_us,
                     stf_desk_folder_instant(replayed->scenario, expected[i].at));
    assert_int_equal(given->open_us, given->queue_us);
  }
}

#define HEAD "format: 1\ntimezone: Europe/Rome\n"
#define DESK                                                                                   \
  "classes: [{name: a, service: 10 min}]\n"                                                    \
  "teams: [{name: t, agents: 1}]\n"

static void test_a_shift_keeps_local_times_and_names(void **state) {
  (void)state;
  static const struct came LOG[] = {{"2025-12-22T09:00:00+01:00", "c1"},
                                    {"2025-12-22T23:59:59+01:00", "c2"},
                                    {"2025-12-23T00:00:00+01:00", "c3"},
                                    {"2025-12-24T10:00:00.25+01:00", "c4"}};
  static const struct came EXPECTED[] = {
      {"2026-12-21 09:00", "c1"}, {"2026-12-21 23:59:59", "c2"}, {"2026-12-22 00:00", "c3"}};
  struct replayed replayed;
  put_log(LOG, STF_COUNT_OF(LOG));
  assert_int_equal(replay(HEAD
                          "period: {from: 2026-12-21, to: 2026-12-22}\n"
                          "demand: {replay: log.csv, replay_days: {from: 2025-12-22}}\n" DESK,
                          0, &replayed),
                   STF_OK);
  assert_given(&replayed, EXPECTED, STF_COUNT_OF(EXPECTED));
  drop(&replayed);
}

/* A map of each day to itself is the plain replay. */
static void test_days_as_themselves_are_the_plain_replay(void **state) {
  (void)state;
  static const struct came LOG[] = {{"2025-12-21T23:30:00+01:00", "c0"},
                                    {"2025-12-22T09:00:00+01:00", "c1"},
                                    {"2025-12-23T00:00:00+01:00", "c3"}};
  struct replayed mapped;
  struct replayed plain;
  put_log(LOG, STF_COUNT_OF(LOG));
  assert_int_equal(replay(HEAD
                          "period: {from: 2025-12-22, to: 2025-12-23}\n"
                          "edges: {start: {warmup: 1 h}}\n"
                          "demand: {replay: log.csv, replay_days: {from: 2025-12-22}}\n" DESK,
                          0, &mapped),
                   STF_OK);
  assert_int_equal(replay(HEAD "period: {from: 2025-12-22, to: 2025-12-23}\n"
                               "edges: {start: {warmup: 1 h}}\n"
                               "demand: {replay: log.csv}\n" DESK,
                          0, &plain),
                   STF_OK);
  assert_int_equal(plain.desk.given_n, 3);
  assert_int_equal(mapped.desk.given_n, 3);
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(mapped.desk.given[i].queue_us, plain.desk.given[i].queue_us);
    assert_true(mapped.desk.given[i].address == plain.desk.given[i].address);
    assert_int_equal(mapped.desk.given[i].contact, plain.desk.given[i].contact);
  }
  drop(&mapped);
  drop(&plain);
}

/* A source day that is used again has contacts of its own: other names, other draws. */
static void test_a_source_day_used_again_has_the_target_day_in_its_addresses(void **state) {
  (void)state;
  static const struct came LOG[] = {{"2025-12-22T09:00:00+01:00", "c1"}};
  static const struct came EXPECTED[] = {{"2026-12-21 09:00", "c1"},
                                         {"2026-12-22 09:00", "c1@2026-12-22"}};
  struct replayed replayed;
  put_log(LOG, STF_COUNT_OF(LOG));
  assert_int_equal(replay(HEAD "period: {from: 2026-12-21, to: 2026-12-22}\n"
                               "demand:\n  replay: log.csv\n  replay_days:\n"
                               "    - {date: 2026-12-21, as: 2025-12-22}\n"
                               "    - {date: 2026-12-22, as: 2025-12-22}\n" DESK,
                          0, &replayed),
                   STF_OK);
  assert_given(&replayed, EXPECTED, STF_COUNT_OF(EXPECTED));
  drop(&replayed);
}

/* Rome, 29 March 2026 skips 02:00 to 03:00: 02:30 comes at 03:30. 25 October 2026 has 02:00 to
 * 03:00 twice: 02:30 comes in the first. Of 26 October 2025, which had it twice, both 02:30s
 * come at the one 02:30. */
static void test_days_of_a_clock_change_keep_the_clock(void **state) {
  (void)state;
  static const struct came LOG[] = {{"2025-10-26T02:30:00+02:00", "c1"},
                                    {"2025-10-26T02:30:00+01:00", "c2"},
                                    {"2025-10-26T04:00:00+01:00", "c3"}};
  static const struct {
    const char *scenario;
    struct came expected[3];
  } CASES[] = {
      {HEAD "period: {from: 2026-03-29, to: 2026-03-29}\n"
            "demand: {replay: log.csv, replay_days: {from: 2025-10-26}}\n" DESK,
       {{"2026-03-29T03:30:00+02:00", "c1"},
        {"2026-03-29T03:30:00+02:00", "c2"},
        {"2026-03-29T04:00:00+02:00", "c3"}}},
      {HEAD "period: {from: 2026-10-25, to: 2026-10-25}\n"
            "demand: {replay: log.csv, replay_days: {from: 2025-10-26}}\n" DESK,
       {{"2026-10-25T02:30:00+02:00", "c1"},
        {"2026-10-25T02:30:00+02:00", "c2"},
        {"2026-10-25T04:00:00+01:00", "c3"}}},
      {HEAD "period: {from: 2026-10-27, to: 2026-10-27}\n"
            "demand: {replay: log.csv, replay_days: {from: 2025-10-26}}\n" DESK,
       {{"2026-10-27T02:30:00+01:00", "c1"},
        {"2026-10-27T02:30:00+01:00", "c2"},
        {"2026-10-27T04:00:00+01:00", "c3"}}},
  };
  put_log(LOG, STF_COUNT_OF(LOG));
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    struct replayed replayed;
    assert_int_equal(replay(CASES[i].scenario, 0, &replayed), STF_OK);
    assert_given(&replayed, CASES[i].expected, 3);
    drop(&replayed);
  }
}

static void test_source_days_without_contacts_are_told(void **state) {
  (void)state;
  static const struct came LOG[] = {{"2025-12-22T09:00:00+01:00", "c1"},
                                    {"2025-12-24T09:00:00+01:00", "c2"}};
  struct replayed replayed;
  put_log(LOG, STF_COUNT_OF(LOG));
  assert_int_equal(replay(HEAD
                          "period: {from: 2026-12-21, to: 2026-12-23}\n"
                          "demand: {replay: log.csv, replay_days: {from: 2025-12-22}}\n" DESK,
                          0, &replayed),
                   STF_OK);
  assert_int_equal(replayed.warnings_n, 1);
  drop(&replayed);
  assert_int_equal(replay(HEAD
                          "period: {from: 2026-12-21, to: 2026-12-24}\n"
                          "demand: {replay: log.csv, replay_days: {from: 2025-12-22}}\n" DESK,
                          0, &replayed),
                   STF_ERR_INPUT);
  assert_int_equal(replayed.errors_n, 1);
  drop(&replayed);
}

/* ---- closed hours ---- */

struct seen {
  struct stf_contact items[8];
  size_t n;
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct seen *seen = context;
  for (size_t i = 0; i < n; i++) {
    assert_true(seen->n < STF_COUNT_OF(seen->items));
    seen->items[seen->n++] = contacts[i];
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static void run(const struct stf_desk *desk, struct seen *out) {
  struct stf_engine *engine = NULL;
  struct stf_engine_account account;
  struct stf_stream stream = stf_stream_of(SEED, 0);
  struct stf_engine_sink sink = {
      .context = out, .contacts = take_contacts, .presence = take_presence};
  out->n = 0;
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  stf_engine_free(engine);
}

/* One agent on Fridays from 16:00 to 17:00 and on Mondays from 9:00 to 12:00, work of 20 min.
 * Five on Friday from 16:00 on: three are served by 17:00, the third one finished; the others
 * wait over the closed weekend, before those of Sunday, who come while nobody is there. */
static void test_closed_hours_hold_those_who_come_for_the_next_opening(void **state) {
  (void)state;
  static const struct came LOG[] = {
      {"2026-12-18T16:00:00+01:00", "f1"}, {"2026-12-18T16:01:00+01:00", "f2"},
      {"2026-12-18T16:02:00+01:00", "f3"}, {"2026-12-18T16:03:00+01:00", "f4"},
      {"2026-12-18T16:04:00+01:00", "f5"}, {"2026-12-20T15:00:00+01:00", "s1"},
      {"2026-12-20T03:00:00+01:00", "s0"}};
  static const struct came EXPECTED[] = {{"2026-12-18 16:00", "f1"}, {"2026-12-18 16:20", "f2"},
                                         {"2026-12-18 16:40", "f3"}, {"2026-12-21 09:00", "f4"},
                                         {"2026-12-21 09:20", "f5"}, {"2026-12-21 09:40", "s0"},
                                         {"2026-12-21 10:00", "s1"}};
  struct came sorted[7];
  struct replayed replayed;
  struct seen seen;
  memcpy(sorted, LOG, sizeof sorted);
  sorted[5] = LOG[6];
  sorted[6] = LOG[5];
  put_log(sorted, STF_COUNT_OF(sorted));
  stf_desk_folder_put(&folder, "staffing.csv",
                      "weekday,start,agents\nfri,16:00,1\nfri,17:00,0\nmon,09:00,1\n"
                      "mon,12:00,0\n");
  assert_int_equal(replay(HEAD "period: {from: 2026-12-18, to: 2026-12-21}\n"
                               "demand: {replay: log.csv}\n"
                               "classes: [{name: a, service: 20 min}]\n"
                               "teams: [{name: t, staffing: staffing.csv}]\n",
                          0, &replayed),
                   STF_OK);
  run(&replayed.desk, &seen);
  assert_int_equal(seen.n, STF_COUNT_OF(EXPECTED));
  for (size_t i = 0; i < seen.n; i++) {
    const struct stf_contact *contact = &seen.items[i];
    size_t which = 0;
    while (strcmp(stf_dict_text(replayed.log.contact_ids, contact->id), EXPECTED[which].id) !=
           0) {
      which++;
      assert_true(which < STF_COUNT_OF(EXPECTED));
    }
    assert_int_equal(contact->assign_us,
                     stf_desk_folder_instant(replayed.scenario, EXPECTED[which].at));
    assert_int_equal(contact->outcome, STF_OUTCOME_CLOSED);
  }
  drop(&replayed);
}

static int make_folder(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  return 0;
}

static int drop_folder(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_shift_keeps_local_times_and_names),
      cmocka_unit_test(test_days_as_themselves_are_the_plain_replay),
      cmocka_unit_test(test_a_source_day_used_again_has_the_target_day_in_its_addresses),
      cmocka_unit_test(test_days_of_a_clock_change_keep_the_clock),
      cmocka_unit_test(test_source_days_without_contacts_are_told),
      cmocka_unit_test(test_closed_hours_hold_those_who_come_for_the_next_opening),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
