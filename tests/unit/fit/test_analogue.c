/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/analogue.h"
#include "support/desk_folder.h"
#include "support/near.h"

#define HEAD                                                                                   \
  "format: 1\ntimezone: Europe/Rome\ninterval: 1 h\nlog: log.csv\n"                            \
  "period: {from: 2026-12-21, to: 2026-12-23}\n"

static struct stf_desk_folder folder;

/* On 22 December 2025: class a twice from 9:00, once from 10:00; b once just before midnight.
 * On the 23rd: b only. */
static void put_files(void) {
  stf_desk_folder_put(&folder, "curve.csv",
                      "weekday,class,start,arrivals\nmon,a,00:00,24\nmon,b,00:00,48\n");
  stf_desk_folder_put(&folder, "log.csv",
                      "time,contact,event,agent,team,class,channel,priority,customer,detail\n"
                      "2025-12-22T09:00:00+01:00,c1,open,,,a,,,,\n"
                      "2025-12-22T09:59:59+01:00,c2,open,,,a,,,,\n"
                      "2025-12-22T10:00:00+01:00,c3,open,,,a,,,,\n"
                      "2025-12-22T23:59:59+01:00,c4,open,,,b,,,,\n"
                      "2025-12-23T12:00:00+01:00,c5,open,,,b,,,,\n");
}

static enum stf_status fill(struct stf_scenario *scenario, struct stf_diags *diags) {
  char path[256];
  const char *paths[] = {path};
  struct stf_log log;
  struct stf_error error = {0};
  stf_desk_folder_path(&folder, "log.csv", path);
  struct stf_eventlog_in in = {.paths = paths, .paths_n = 1};
  stf_diag_init(diags, NULL);
  assert_int_equal(stf_eventlog_load(&in, &scenario->names, &log, diags, &error), STF_OK);
  enum stf_status status = stf_analogue_fill(scenario, &log, path, NULL, diags);
  stf_eventlog_clear(&log);
  return status;
}

static void test_fill_gives_the_logged_day_s_counts_by_step(void **state) {
  (void)state;
  put_files();
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "demand:\n  curve: curve.csv\n  special_days:\n"
           "    - {date: 2026-12-22, as: 2025-12-22, multiply: 2}\n"
           "    - {date: 2026-12-23, as: 2025-12-23, classes: [a]}\n"
           "classes: [{name: a, service: 1 min}, {name: b, service: 1 min}]\n"
           "teams: [{name: t, agents: 9}]\n",
      0);
  struct stf_diags diags;
  assert_int_equal(fill(scenario, &diags), STF_OK);
  assert_int_equal(diags.warnings_n, 0);
  static const struct {
    uint32_t class_index;
    const char *from;
    const char *to;
    double expected;
  } CASES[] = {{0, "2026-12-21", "2026-12-22", 24},
               {0, "2026-12-22 09:00", "2026-12-22 10:00", 4},
               {0, "2026-12-22 10:00", "2026-12-22 11:00", 2},
               {0, "2026-12-22", "2026-12-23", 6},
               {1, "2026-12-22 23:00", "2026-12-23 00:00", 2},
               {1, "2026-12-22", "2026-12-23", 2},
               {0, "2026-12-23", "2026-12-24", 0},
               {1, "2026-12-23", "2026-12-24", 0}};
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    assert_near(
        stf_desk_folder_arrivals(scenario, CASES[i].class_index, CASES[i].from, CASES[i].to),
        CASES[i].expected, 1e-9);
  }
  stf_diag_clear(&diags);
  stf_scenario_free(scenario);
}

static void test_fill_refuses_a_date_without_contacts_once(void **state) {
  (void)state;
  put_files();
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "demand:\n  curve: curve.csv\n"
           "  special_days: [{date: 2026-12-22, as: 2025-12-24}]\n"
           "classes: [{name: a, service: 1 min}, {name: b, service: 1 min}]\n"
           "teams: [{name: t, agents: 9}]\n",
      0);
  struct stf_diags diags;
  assert_int_equal(fill(scenario, &diags), STF_ERR_INPUT);
  assert_int_equal(diags.errors_n, 1);
  assert_int_equal(diags.items[0].line, 8);
  stf_diag_clear(&diags);
  stf_scenario_free(scenario);
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
      cmocka_unit_test(test_fill_gives_the_logged_day_s_counts_by_step),
      cmocka_unit_test(test_fill_refuses_a_date_without_contacts_once),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
