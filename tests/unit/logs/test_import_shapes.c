/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import of files whose rows are no contacts and no messages as they stand: picks, repeats,
 * joins, streams that are cut, and the damage that exports do. */
#include "logs/import.h"
#include "support/file.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

#define SECOND INT64_C(1000000)

struct imported {
  struct stf_support_file file;
  struct stf_support_file other; /* the joined one */
  struct stf_diags diags;
  struct stf_map map;
  struct stf_import import;
  enum stf_status status;
};

/* The map's "OTHER" is the path of the second file; other may be NULL. */
static void import(struct imported *i, const char *map, const char *csv, const char *other) {
  memset(i, 0, sizeof *i);
  stf_diag_init(&i->diags, NULL);
  stf_file_write(&i->file, csv, strlen(csv));
  stf_file_write(&i->other, other != NULL ? other : "", other != NULL ? strlen(other) : 0);
  char text[4096];
  const char *mark = strstr(map, "OTHER");
  int head_n = mark != NULL ? (int)(mark - map) : (int)strlen(map);
  int n = snprintf(text, sizeof text, "%.*s%s%s", head_n, map,
                   mark != NULL ? i->other.path : "", mark != NULL ? mark + 5 : "");
  assert_true(n > 0 && n < (int)sizeof text);
  i->status = stf_map_parse("map.yaml", text, (size_t)n, NULL, &i->map, &i->diags);
  if (i->status == STF_OK) {
    const char *path = i->file.path;
    struct stf_import_in in = {.map = &i->map, .paths = &path, .paths_n = 1};
    i->status = stf_import_read(&in, &i->import, &i->diags, NULL);
  }
}

static void drop(struct imported *i) {
  stf_import_clear(&i->import);
  stf_map_clear(&i->map);
  stf_diag_clear(&i->diags);
  stf_file_remove(&i->file);
  stf_file_remove(&i->other);
}

/* All events as "seconds kind contact; " */
static const char *told(const struct imported *i) {
  static char text[2048];
  size_t n = 0;
  text[0] = '\0';
  for (size_t k = 0; k < i->import.events_n; k++) {
    const struct stf_event *event = &i->import.events[k];
    n += (size_t)snprintf(text + n, sizeof text - n, "%s%lld %s %s", k > 0 ? "; " : "",
                          (long long)(event->at_us / SECOND), STF_EVENT_KINDS[event->kind].name,
                          stf_dict_text(i->import.contacts, event->contact_id));
    assert_true(n < sizeof text);
  }
  return text;
}

static void expect_problem(const char *map, const char *other, int line, int column,
                           const char *words) {
  struct imported i;
  import(&i, map, "id,t,n\na,1,2\n", other);
  assert_int_equal(i.status, STF_ERR_INPUT);
  assert_true(i.diags.items_n > 0);
  if (strstr(i.diags.items[0].message, words) == NULL || i.diags.items[0].line != line ||
      i.diags.items[0].column != column) {
    print_error("%d:%d: %s\n", i.diags.items[0].line, i.diags.items[0].column,
                i.diags.items[0].message);
    fail();
  }
  drop(&i);
}

static const char PICKS[] = "format: 1\nrow: event\ncontact: id\nevents:\n"
                            "  - {event: open, pick: first, at: t}\n"
                            "  - {event: assign, pick: first, when: what == 'take', at: t}\n"
                            "  - {event: reopen, pick: later, when: what == 'solve', at: t}\n"
                            "  - {event: resolve, when: what == 'solve', at: t}\n"
                            "  - {event: close, pick: last, when: what == 'close', at: t}\n";

static void test_pick_expect_first_last_and_later_by_time(void **state) {
  (void)state;
  struct imported i;
  /* Rows out of order: the first is the earliest, not the uppermost. */
  import(&i, PICKS,
         "id,t,what\na,50,take\na,20,take\na,10,note\na,60,solve\na,70,solve\na,90,close\n"
         "a,80,close\nb,30,take\nb,40,note\n",
         NULL);
  assert_int_equal(i.status, STF_OK);
  assert_string_equal(told(&i), "10 open a; 20 assign a; 30 open b; 30 assign b; 60 resolve a; "
                                "70 reopen a; 70 resolve a; 90 close a");
  assert_int_equal(i.import.facts.contacts_n, 2);
  drop(&i);
}

static void test_pick_of_equal_times_expect_first_and_last_read(void **state) {
  (void)state;
  struct imported i;
  import(&i,
         "format: 1\nrow: event\ncontact: id\nevents:\n"
         "  - {event: open, pick: first, at: t, detail: 'n={n}'}\n"
         "  - {event: close, pick: last, at: t, detail: 'n={n}'}\n",
         "id,t,n\na,5,1\na,5,2\na,5,3\n", NULL);
  assert_int_equal(i.import.events_n, 2);
  assert_string_equal(i.import.events[0].detail, "n=1");
  assert_string_equal(i.import.events[1].detail, "n=3");
  drop(&i);
}

static void test_repeat_expect_as_many_events_as_the_column_says(void **state) {
  (void)state;
  struct imported i;
  import(&i,
         "format: 1\nrow: contact\ncontact: id\nevents:\n  - {event: open, at: t}\n"
         "  - {event: transfer, at: t, repeat: n}\n",
         "id,t,n\na,1,2\nb,2,0\nc,3,\nd,4,-1\ne,5,1.5\nf,6,65536\n", NULL);
  assert_int_equal(i.status, STF_OK);
  assert_string_equal(told(&i), "1 open a; 1 transfer a; 1 transfer a; 2 open b; 3 open c");
  assert_int_equal(i.import.facts.bad_n, 3);
  assert_string_equal(i.import.reasons[0].text, "'n' is no count");
  assert_int_equal(i.import.reasons[0].line, 5);
  drop(&i);
}

static const char JOIN[] =
    "format: 1\nrow: event\ncontact: id\njoins:\n"
    "  - {name: ticket, key: number, on: id, file: 'OTHER'}\n"
    "events:\n"
    "  - {event: open, pick: first, at: ticket.came, class: ticket.kind}\n"
    "  - {event: msg_agent, at: t, when: ticket.kind != 'spam'}\n";

static void test_join_expect_the_columns_of_the_other_file(void **state) {
  (void)state;
  struct imported i;
  import(&i, JOIN, "id,t\na,10\na,20\nb,30\nx,40\n",
         "kind,number,came\nbilling,a,1\nspam,b,2\nlate,a,3\nno,,4\n");
  assert_int_equal(i.status, STF_OK);
  assert_string_equal(told(&i), "1 open a; 2 open b; 10 msg_agent a; 20 msg_agent a; "
                                "40 msg_agent x");
  assert_string_equal(stf_dict_text(i.import.names.classes, i.import.events[0].class_id),
                      "billing");
  const struct stf_import_join *join = &i.import.joins[0];
  assert_int_equal(join->facts.rows_n, 4);
  assert_int_equal(join->facts.repeated_n, 1);
  assert_int_equal(join->unmatched_n, 1);
  assert_true(join->facts.content_hash != 0);
  drop(&i);
}

static void test_join_with_itself_expect_the_parent_message(void **state) {
  (void)state;
  struct imported i;
  import(&i,
         "format: 1\nrow: event\ncontact: id\nwhere: parent.who == 'c'\n"
         "joins: [{name: parent, key: id, on: to}]\n"
         "events:\n  - {event: open, at: parent.t}\n  - {event: msg_agent, at: t}\n",
         "id,to,who,t\n1,,c,10\n2,1,a,25\n3,2,a,30\n4,9,a,40\n", NULL);
  assert_int_equal(i.status, STF_OK);
  assert_string_equal(told(&i), "10 open 2; 25 msg_agent 2");
  assert_int_equal(i.import.joins[0].unmatched_n, 1);
  assert_null(i.import.joins[0].path);
  drop(&i);
}

static void test_mistakes_of_joins_and_counts_expect_line_and_column(void **state) {
  (void)state;
  const char *other = "kind,number\nx,a\n";
  expect_problem(JOIN, "kind,nummer,came\nx,a,1\n", 5, 25, "no column 'number'");
  expect_problem(JOIN, other, 7, 36, "no column 'came'");
  expect_problem("format: 1\nrow: event\ncontact: id\n"
                 "joins: [{name: a, key: id, on: id}, {name: a, key: id, on: id}]\n"
                 "events: [{event: open, at: t}]\n",
                 NULL, 4, 44, "two joins are called 'a'");
  expect_problem("format: 1\nrow: event\ncontact: id\njoins: [{name: a, on: id}]\n"
                 "events: [{event: open, at: t}]\n",
                 NULL, 4, 9, "'key' is missing");
  expect_problem("format: 1\nrow: event\ncontact: id\n"
                 "events: [{event: open, at: t, pick: fist}]\n",
                 NULL, 4, 37, "did you mean 'first'?");
  expect_problem("format: 1\nrow: contact\ncontact: id\nconversation: {gap: 4 h, at: t}\n"
                 "events: [{event: open, at: t}]\n",
                 NULL, 4, 15, "only for 'row: event'");
  expect_problem("format: 1\nrow: event\ncontact: id\nconversation: {gap: 0 s, at: t}\n"
                 "events: [{event: open, at: t}]\n",
                 NULL, 4, 21, "gap");
}

static const char CUT[] =
    "format: 1\nrow: event\nconversation: {gap: 10 s, at: t, opens: who == 'c',"
    " thread: room}\ncontact: id\nwhere: who != 'x'\nevents:\n"
    "  - {event: {from: who, map: {c: msg_in, a: msg_agent}}, at: t}\n";

static void test_conversation_expect_cut_where_somebody_opens_after_silence(void **state) {
  (void)state;
  struct imported i;
  import(&i, CUT,
         "id,t,who,room\n"
         "1,1,a,r\n"   /* before the first question: of no contact */
         "2,10,c,r\n"  /* opens 2 */
         "3,20,a,r\n"  /* 10 s are no longer silence */
         "4,40,a,r\n"  /* silence, but an answer opens nothing */
         "5,51,x,r\n"  /* left out: does not break the silence */
         "6,52,c,r\n"  /* opens 6 */
         "7,53,c,s\n"  /* another room */
         "8,60,c,r\n", /* goes on */
         NULL);
  assert_int_equal(i.status, STF_OK);
  assert_string_equal(told(&i), "10 msg_in 2; 20 msg_agent 2; 40 msg_agent 2; 52 msg_in 6; "
                                "53 msg_in 7; 60 msg_in 6");
  assert_int_equal(i.import.facts.filtered_n, 2);
  assert_int_equal(i.import.facts.contacts_n, 3);
  drop(&i);
}

static void test_unique_expect_overlapping_rows_counted_and_left_out(void **state) {
  (void)state;
  struct imported i;
  import(&i,
         "format: 1\nrow: event\ncontact: id\nunique: m\nevents:\n"
         "  - {event: msg_in, at: t}\n",
         "id,t,m\na,1,x\na,2,y\na,1,x\nb,3,\nb,4,\n", NULL);
  assert_int_equal(i.status, STF_OK);
  assert_string_equal(told(&i), "1 msg_in a; 2 msg_in a; 3 msg_in b; 4 msg_in b");
  assert_int_equal(i.import.facts.repeated_n, 1);
  drop(&i);
}

static void test_ids_in_scientific_notation_expect_their_rows_counted(void **state) {
  (void)state;
  struct imported i;
  import(&i,
         "format: 1\nrow: event\ncontact: id\nevents:\n"
         "  - {event: msg_in, at: t, customer: who}\n",
         "id;t;who\n3.93E+11;1;k\nb;2;3,9E+11\nc;3;4E+10\n"
         "1e5;4;k\n3.93E11;5;E+1\n12.5E+3;6;1E+x\n",
         NULL);
  assert_int_equal(i.status, STF_OK);
  assert_int_equal(i.import.facts.rounded_n, 3);
  drop(&i);
}

static void expect_only_closed(bool expected, int contacts, int open, int duration_s) {
  char csv[4096] = "id,came,took\n";
  size_t n = strlen(csv);
  for (int k = 0; k < contacts; k++) {
    n += (size_t)snprintf(csv + n, sizeof csv - n, k < open ? "%d,%d,\n" : "%d,%d,%d\n", k, k,
                          duration_s);
  }
  assert_true(n < sizeof csv);
  struct imported i;
  import(&i,
         "format: 1\nrow: contact\ncontact: id\nevents:\n  - {event: open, at: came}\n"
         "  - {event: close, at: {after: open, plus: took}}\n",
         csv, NULL);
  assert_int_equal(i.status, STF_OK);
  assert_int_equal(i.import.facts.only_closed, expected);
  drop(&i);
}

static void test_export_of_closed_contacts_only_expect_it_told(void **state) {
  (void)state;
  expect_only_closed(true, 50, 0, 90000);
  expect_only_closed(false, 50, 1, 90000); /* one is open: the export has such, too */
  expect_only_closed(false, 50, 0, 600);   /* all may well be done by the end */
  expect_only_closed(false, 10, 0, 90000); /* too few to tell */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pick_expect_first_last_and_later_by_time),
      cmocka_unit_test(test_pick_of_equal_times_expect_first_and_last_read),
      cmocka_unit_test(test_repeat_expect_as_many_events_as_the_column_says),
      cmocka_unit_test(test_join_expect_the_columns_of_the_other_file),
      cmocka_unit_test(test_join_with_itself_expect_the_parent_message),
      cmocka_unit_test(test_mistakes_of_joins_and_counts_expect_line_and_column),
      cmocka_unit_test(test_conversation_expect_cut_where_somebody_opens_after_silence),
      cmocka_unit_test(test_unique_expect_overlapping_rows_counted_and_left_out),
      cmocka_unit_test(test_ids_in_scientific_notation_expect_their_rows_counted),
      cmocka_unit_test(test_export_of_closed_contacts_only_expect_it_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
