/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every reader of logs tells that memory ran out, wherever that happens, and keeps nothing. */
#include "logs/eventlog.h"
#include "logs/import.h"
#include "support/file.h"
#include "support/near.h"
#include "support/ration.h"

#include <string.h>

static const char LOG[] =
    "time,contact,event,agent,class,detail\n1,,agent_on,eva,,\n1,a,open,,x,\n"
    "1,a,msg_in,,,\n2,a,work_start,eva,,\n3,a,work_end,eva,,\n4,a,work_start,eva,,\n"
    "5,a,work_end,eva,,\n6,a,msg_agent,eva,,\n7,a,close,,,\n8,b,open,,y,\n";

static const char MAP[] =
    "format: 1\nrow: event\ncontact: [a, b]\nwhere: a != ''\nevents:\n"
    "  - {event: open, at: t, class: {from: a, map: {x: y}}, detail: 'b={b};'}\n";

/* Everything that keeps something of its own: join, streams, unique rows, picks. */
static const char SHAPES[] = "format: 1\nrow: event\ncontact: a\nunique: t\n"
                             "joins: [{name: other, key: a, on: b}]\n"
                             "conversation: {gap: 1 min, at: t, thread: a}\nevents:\n"
                             "  - {event: open, pick: first, at: t, class: other.b}\n"
                             "  - {event: close, at: t, repeat: b}\n";

static enum stf_status load(const char *path, const struct stf_allocator *allocator) {
  struct stf_diags diags;
  stf_diag_init(&diags, allocator);
  struct stf_names names;
  struct stf_log log;
  enum stf_status status = stf_names_init(&names, allocator);
  if (status == STF_OK) {
    struct stf_eventlog_in in = {.paths = &path, .paths_n = 1, .allocator = allocator};
    status = stf_eventlog_load(&in, &names, &log, &diags, NULL);
    stf_eventlog_clear(&log);
    stf_names_clear(&names);
  }
  stf_diag_clear(&diags);
  return status;
}

static enum stf_status import_by(const char *text, const char *path,
                                 const struct stf_allocator *allocator) {
  struct stf_diags diags;
  stf_diag_init(&diags, allocator);
  struct stf_map map;
  struct stf_import import;
  enum stf_status status = stf_map_parse("map.yaml", text, strlen(text), NULL, &map, &diags);
  if (status == STF_OK) {
    struct stf_import_in in = {
        .map = &map, .paths = &path, .paths_n = 1, .allocator = allocator};
    status = stf_import_read(&in, &import, &diags, NULL);
    stf_import_clear(&import);
  }
  stf_map_clear(&map);
  stf_diag_clear(&diags);
  return status;
}

static enum stf_status import(const char *path, const struct stf_allocator *allocator) {
  return import_by(MAP, path, allocator);
}

static enum stf_status import_shapes(const char *path, const struct stf_allocator *allocator) {
  return import_by(SHAPES, path, allocator);
}

static void check(const char *bytes,
                  enum stf_status (*read)(const char *, const struct stf_allocator *)) {
  struct stf_support_file file;
  stf_file_write(&file, bytes, strlen(bytes));
  enum stf_status status = STF_ERR_MEMORY;
  long requests_n = 0;
  for (; status != STF_OK && requests_n < 500; requests_n++) {
    struct stf_ration ration;
    stf_ration_init(&ration, requests_n);
    status = read(file.path, &ration.allocator);
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    assert_int_equal(ration.alive, 0);
  }
  stf_file_remove(&file);
  assert_int_equal(status, STF_OK);
  assert_true(requests_n > 20);
}

static void test_event_log_without_memory(void **state) {
  (void)state;
  check(LOG, load);
}

static void test_import_without_memory(void **state) {
  (void)state;
  check("a,b,t\nx,1,1700000000\nz,2,1700000001\nz,3,never\n", import);
}

static void test_import_of_shapes_without_memory(void **state) {
  (void)state;
  check("a,b,t\nx,1,1700000000\nz,2,1700000001\n2,3,1700000100\n", import_shapes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_event_log_without_memory),
      cmocka_unit_test(test_import_without_memory),
      cmocka_unit_test(test_import_of_shapes_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
