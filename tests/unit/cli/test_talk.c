/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/exit.h"
#include "cli/talk.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>

/* A console whose talk ends up in a text. */
struct talk {
  struct stf_console console;
  char *text;
  size_t text_n;
};

static void start(struct talk *talk) {
  *talk = (struct talk){.text = NULL};
  talk->console.err = open_memstream(&talk->text, &talk->text_n);
  assert_non_null(talk->console.err);
}

static void assert_said(struct talk *talk, const char *expected) {
  assert_int_equal(fclose(talk->console.err), 0);
  assert_string_equal(talk->text, expected);
  free(talk->text);
}

static void test_findings_show_place_and_what_is_missing(void **state) {
  (void)state;
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  stf_diag_add(&diags, STF_SEVERITY_ERROR, (struct stf_where){"a.yaml", 3, 7}, "wrong");
  stf_diag_add(&diags, STF_SEVERITY_WARNING, (struct stf_where){"a.yaml", 4, 0}, "odd");
  stf_diag_add(&diags, STF_SEVERITY_NOTE, (struct stf_where){"-", 0, 0}, "known");
  for (int i = 0; i < STF_DIAGS_KEPT; i++) {
    stf_diag_add(&diags, STF_SEVERITY_NOTE, (struct stf_where){"b", 1, 1}, "filler");
  }
  stf_diag_add(&diags, STF_SEVERITY_ERROR, (struct stf_where){"c", 1, 1}, "not kept");
  stf_diag_add(&diags, STF_SEVERITY_WARNING, (struct stf_where){"c", 1, 1}, "not kept");
  stf_diag_add(&diags, STF_SEVERITY_WARNING, (struct stf_where){"c", 1, 1}, "not kept");
  struct talk talk;
  start(&talk);
  talk.console.quiet = true;
  assert_int_equal(stf_talk_diags(&talk.console, &diags), STF_EXIT_INPUT);
  assert_said(&talk, "a.yaml:3:7: error: wrong\n"
                     "a.yaml:4: warning: odd\n"
                     "not shown: 1 more error, 2 more warnings\n");
  stf_diag_clear(&diags);
}

static void test_notes_alone_are_no_failure(void **state) {
  (void)state;
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  stf_diag_add(&diags, STF_SEVERITY_NOTE, (struct stf_where){"-", 0, 0}, "known");
  struct talk talk;
  start(&talk);
  assert_int_equal(stf_talk_diags(&talk.console, &diags), STF_EXIT_DONE);
  assert_said(&talk, "-: note: known\n");
  stf_diag_clear(&diags);
}

static void test_control_characters_do_not_reach_the_terminal(void **state) {
  (void)state;
  struct stf_error error;
  (void)stf_status_fail(&error, STF_ERR_IO, 0, "cannot read '%s'", "x\033[2J\n\ty\x7f");
  struct talk talk;
  start(&talk);
  assert_int_equal(stf_talk_fail(&talk.console, &error), STF_EXIT_ENVIRONMENT);
  assert_said(&talk, "staffetta: error: cannot read 'x?[2J?\ty?'\n");
}

static void test_color_only_where_asked_for(void **state) {
  (void)state;
  struct talk talk;
  start(&talk);
  talk.console.err_in_color = true;
  stf_talk_warn(&talk.console, "%d %s", 2, "things");
  assert_said(&talk, "staffetta: \033[1;33mwarning:\033[0m 2 things\n");
}

static void test_quiet_silences_notes_only(void **state) {
  (void)state;
  struct talk talk;
  start(&talk);
  stf_talk_note(&talk.console, "heard");
  talk.console.quiet = true;
  stf_talk_note(&talk.console, "unheard");
  stf_talk_warn(&talk.console, "loud");
  assert_int_equal(stf_talk_usage(&talk.console, NULL, "bad"), STF_EXIT_USAGE);
  assert_said(&talk, "staffetta: note: heard\n"
                     "staffetta: warning: loud\n"
                     "staffetta: error: bad\n"
                     "try 'staffetta help'\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_findings_show_place_and_what_is_missing),
      cmocka_unit_test(test_notes_alone_are_no_failure),
      cmocka_unit_test(test_control_characters_do_not_reach_the_terminal),
      cmocka_unit_test(test_color_only_where_asked_for),
      cmocka_unit_test(test_quiet_silences_notes_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
