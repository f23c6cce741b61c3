/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"
#include "support/near.h"

#include <stdlib.h>
#include <string.h>

static const struct stf_option OPTIONS[] = {
    {.letter = 'n',
     .name = "replications",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "runs",
     .fallback = "200",
     .least = 1,
     .most = 1000},
    {.name = "volume", .kind = STF_OPTION_NUMBER, .value = "X", .help = "factor", .least = 0},
    {.name = "within",
     .kind = STF_OPTION_DURATION,
     .value = "DURATION",
     .help = "limit",
     .repeats = true},
    {.name = "arrivals", .kind = STF_OPTION_RATE, .value = "RATE", .help = "arrivals"},
    {.name = "log", .kind = STF_OPTION_TEXT, .value = "FILE", .help = "log"},
    {.letter = 'v', .name = "verbose", .kind = STF_OPTION_FLAG, .help = "more", .aside = true},
    STF_OPTIONS_OUTPUT,
};

static const struct stf_command COMMAND = {
    .name = "try",
    .usage = "staffetta try FILE...",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_most = 2,
};

#define PARSE(words, error, out)                                                               \
  stf_options_parse(&COMMAND, (int)STF_COUNT_OF(words), (words), NULL, (error), (out))

static void assert_refused(const char *const *words, size_t n, const char *message) {
  struct stf_error error = {0};
  struct stf_arguments *arguments = NULL;
  assert_int_equal(stf_options_parse(&COMMAND, (int)n, words, NULL, &error, &arguments),
                   STF_ERR_USAGE);
  assert_null(arguments);
  assert_string_equal(error.message, message);
}

#define REFUSED(message, ...)                                                                  \
  assert_refused((const char *[]){__VA_ARGS__}, STF_COUNT_OF(((const char *[]){__VA_ARGS__})), \
                 (message))

static void test_parse_all_forms_of_a_value(void **state) {
  (void)state;
  const char *words[] = {"-n5",   "--volume=1.3", "--within", "20 s",       "--within=1min",
                         "-vqo-", "--arrivals",   "95/min",   "--log=a/b.c"};
  struct stf_arguments *arguments = NULL;
  assert_int_equal(PARSE(words, NULL, &arguments), STF_OK);
  assert_int_equal(stf_options_integer(arguments, "replications"), 5);
  assert_near(stf_options_number(arguments, "volume"), 1.3, 0);
  assert_near(stf_options_number(arguments, "arrivals"), 95.0 / 60, 1e-15);
  assert_string_equal(stf_options_text_at(arguments, "within", 0), "20 s");
  assert_string_equal(stf_options_text_at(arguments, "within", 1), "1min");
  assert_null(stf_options_text_at(arguments, "within", 2));
  assert_near(stf_options_number(arguments, "within"), 60, 0);
  assert_true(stf_options_given(arguments, "verbose"));
  assert_true(stf_options_given(arguments, "quiet"));
  assert_string_equal(stf_options_text(arguments, "output"), "-");
  stf_options_free(arguments);
}

static void test_defaults_stand_in_for_options_not_given(void **state) {
  (void)state;
  struct stf_arguments *arguments = NULL;
  assert_int_equal(stf_options_parse(&COMMAND, 0, NULL, NULL, NULL, &arguments), STF_OK);
  assert_int_equal(stf_options_integer(arguments, "replications"), 200);
  assert_false(stf_options_given(arguments, "replications"));
  assert_null(stf_options_text(arguments, "log"));
  assert_string_equal(stf_options_text(arguments, "format"), "text");
  assert_string_equal(stf_options_line(arguments), "try");
  stf_options_free(arguments);
}

static void test_operands_dash_and_end_of_options(void **state) {
  (void)state;
  const char *words[] = {"-", "-v", "--", "--log"};
  struct stf_arguments *arguments = NULL;
  assert_int_equal(PARSE(words, NULL, &arguments), STF_OK);
  assert_int_equal(stf_options_operands_n(arguments), 2);
  assert_string_equal(stf_options_operand(arguments, 0), "-");
  assert_string_equal(stf_options_operand(arguments, 1), "--log");
  stf_options_free(arguments);
}

static void test_line_leaves_out_folders_and_what_changes_no_result(void **state) {
  (void)state;
  const char *words[] = {
      "-v",     "-n",      "7",  "--log",       "some/folder/log.csv", "--within",
      "10 min", "--force", "-o", "out/x's.csv", "scenarios/it's.yaml"};
  struct stf_arguments *arguments = NULL;
  assert_int_equal(PARSE(words, NULL, &arguments), STF_OK);
  assert_string_equal(stf_options_line(arguments),
                      "try --replications 7 --log log.csv --within '10 min' 'it'\\''s.yaml'");
  stf_options_free(arguments);
}

static void test_mistakes_say_what_would_be_right(void **state) {
  (void)state;
  REFUSED("unknown option '--replicatons' (did you mean '--replications'?)", "--replicatons=3");
  REFUSED("unknown option '--colour'", "--colour", "x");
  REFUSED("unknown option '-x'", "-vx");
  REFUSED("--replications: '2.5' is not a whole number", "-n2.5");
  REFUSED("--replications: '0' is too small (least: 1)", "-n", "0");
  REFUSED("--replications: '4294967296' is too large (most: 1000)", "-n", "4294967296");
  REFUSED("--within: '20' is not a duration such as '90 s' or '10 min'", "--within", "20");
  REFUSED("--within: '-20 s' is too small (least: 0 s)", "--within", "-20 s");
  REFUSED("--arrivals: '95' is not a rate such as '95/min' or '20/h'", "--arrivals=95");
  REFUSED("--volume: 'inf' is not a number", "--volume", "inf");
  REFUSED("--format: 'xml' is not one of text|csv|json", "--format", "xml");
  REFUSED("--log needs a value: --log FILE", "--log");
  REFUSED("--log needs a value: --log FILE", "--log", "--force");
  REFUSED("--verbose takes no value", "--verbose=2");
  REFUSED("--log may be given only once", "--log", "a", "--log", "b");
  REFUSED("unexpected 'c': usage is 'staffetta try FILE...'", "a", "b", "c");
}

static void test_choice_must_match_a_whole_word(void **state) {
  (void)state;
  REFUSED("--format: 'tex' is not one of text|csv|json", "--format=tex");
  REFUSED("--format: '' is not one of text|csv|json", "--format=");
  const char *words[] = {"--format=json"};
  struct stf_arguments *arguments = NULL;
  assert_int_equal(PARSE(words, NULL, &arguments), STF_OK);
  assert_string_equal(stf_options_text(arguments, "format"), "json");
  stf_options_free(arguments);
}

static void test_help_wins_over_later_mistakes(void **state) {
  (void)state;
  const char *words[] = {"--help", "--nonsense"};
  struct stf_arguments *arguments = NULL;
  assert_int_equal(PARSE(words, NULL, &arguments), STF_OK);
  assert_true(stf_options_given(arguments, "help"));
  stf_options_free(arguments);
}

/* Fails the allocation that makes *left zero. */
static void *failing_resize(void *context, void *old, size_t bytes) {
  int *left = context;
  return --*left == 0 ? NULL : realloc(old, bytes);
}

static void release(void *context, void *old) {
  (void)context;
  free(old);
}

static void test_parse_without_memory_fails_cleanly(void **state) {
  (void)state;
  const char *words[] = {"-n", "7", "file"};
  for (int fail_at = 1; fail_at <= 4; fail_at++) {
    int left = fail_at;
    const struct stf_allocator allocator = {failing_resize, release, &left};
    struct stf_arguments *arguments = NULL;
    assert_int_equal(stf_options_parse(&COMMAND, 3, words, &allocator, NULL, &arguments),
                     STF_ERR_MEMORY);
    assert_null(arguments);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parse_all_forms_of_a_value),
      cmocka_unit_test(test_defaults_stand_in_for_options_not_given),
      cmocka_unit_test(test_operands_dash_and_end_of_options),
      cmocka_unit_test(test_line_leaves_out_folders_and_what_changes_no_result),
      cmocka_unit_test(test_mistakes_say_what_would_be_right),
      cmocka_unit_test(test_choice_must_match_a_whole_word),
      cmocka_unit_test(test_help_wins_over_later_mistakes),
      cmocka_unit_test(test_parse_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
