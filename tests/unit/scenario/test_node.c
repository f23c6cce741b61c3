/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"
#include "scenario/keys.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
  struct stf_arena *arena;
  struct stf_diags diags;
  struct stf_node_file *file;
  enum stf_status status;
};

static void read_bytes(const char *bytes, size_t n, struct reading *out) {
  *out = (struct reading){.arena = stf_arena_new(NULL)};
  stf_diag_init(&out->diags, NULL);
  out->status = stf_node_parse(out->arena, "f.yaml", bytes, n, &out->diags, &out->file);
}

static void clear(struct reading *reading) {
  stf_diag_clear(&reading->diags);
  stf_arena_free(reading->arena);
}

static void assert_finding(const struct stf_diags *diags, size_t i, const char *wanted) {
  char text[1400];
  assert_true(i < diags->items_n);
  const struct stf_diag *diag = &diags->items[i];
  (void)snprintf(text, sizeof text, "%d:%d: %s", diag->line, diag->column, diag->message);
  assert_string_equal(text, wanted);
}

static void test_parse_broken_file_tells_line_and_column(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    const char *finding;
  } CASES[] = {
      {"a: 1\n\tb: 2\n", "2:1: a tab where YAML wants blanks: indent with blanks only"},
      {"\xC3\xA0: \"x\nb: 2\n", "1:5: the quote that begins here is never closed"},
      {"a: 'x\n", "1:4: the quote that begins here is never closed"},
      {"a: \xff\n",
       "1:4: invalid leading UTF-8 octet (0xFF): save the file as plain UTF-8 text"},
      {"a: x\nb: \x01\n",
       "2:4: control characters are not allowed (0x01): save the file as plain UTF-8 text"},
      {"a: b: c\n",
       "1:5: cannot read this as YAML: mapping values are not allowed in this context"},
      {"a: [1, 2\n", "2:1: cannot read this as YAML: did not find expected ',' or ']' (while "
                     "parsing a flow sequence that begins on line 1)"},
      {"a: &x 1\n",
       "1:4: anchors ('&x') are not supported: write the values where they are used"},
      {"b: *x\n", "1:4: aliases ('*x') are not supported: write the value out here"},
      {"b: !x y\n", "1:4: tags such as '!x' are not used here: remove it"},
      {"? [a]\n: 1\n", "1:3: a key must be a plain word, not a list or mapping"},
      {"# nothing\n", "1:1: the file is empty"},
      {"a: 1\n---\nb: 2\n", "2:1: a second document begins here: one file holds one"},
      {"a: \"x\\0y\"\n", "1:4: a NUL character in a text"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    struct reading reading;
    read_bytes(CASES[i].bytes, strlen(CASES[i].bytes), &reading);
    assert_int_equal(reading.status, STF_ERR_INPUT);
    assert_finding(&reading.diags, 0, CASES[i].finding);
    clear(&reading);
  }
}

static void test_parse_places_are_bytes_of_the_line(void **state) {
  (void)state;
  const char text[] =
      "\xEF\xBB\xBF\xC3\xA0: 1\r\nb: [x, \xC3\xB6, {\xC3\xB6: \xC3\xA9, k: v}]\r\n";
  struct reading reading;
  read_bytes(text, strlen(text), &reading);
  assert_int_equal(reading.status, STF_OK);
  const struct stf_node *list = stf_node_get(reading.file->root, "b");
  assert_int_equal(list->items_n, 3);
  const struct stf_node *last = list->first->next->next;
  const struct stf_node *value = stf_node_get(last, "k");
  assert_string_equal(value->value, "v");
  assert_int_equal(value->line, 2);
  assert_int_equal(value->column, 24);
  assert_int_equal(value->key_column, 21);
  clear(&reading);
}

static void test_parse_repeated_key_keeps_the_first(void **state) {
  (void)state;
  const char text[] = "a: 1\nb: {c: {d: 1}, c: {d: 2, e: 3}}\na: [2, 3]\n";
  struct reading reading;
  read_bytes(text, strlen(text), &reading);
  assert_int_equal(reading.status, STF_OK);
  assert_finding(&reading.diags, 0,
                 "2:16: 'c' is given twice (the first stands on line 2): remove one");
  assert_finding(&reading.diags, 1,
                 "3:1: 'a' is given twice (the first stands on line 1): remove one");
  assert_string_equal(stf_node_get(reading.file->root, "a")->value, "1");
  const struct stf_node *b = stf_node_get(reading.file->root, "b");
  assert_int_equal(b->items_n, 1);
  assert_string_equal(stf_node_get(b->first, "d")->value, "1");
  clear(&reading);
}

/* n times the text. */
static char *repeated(const char *text, size_t n) {
  size_t bytes = strlen(text);
  char *all = malloc(n * bytes + 1);
  assert_non_null(all);
  for (size_t i = 0; i < n; i++) {
    memcpy(all + i * bytes, text, bytes);
  }
  all[n * bytes] = '\0';
  return all;
}

static void test_parse_hostile_file_meets_a_limit(void **state) {
  (void)state;
  static const struct {
    const char *piece;
    size_t n;
    const char *finding;
  } CASES[] = {
      {"[", 100000, "1:33: nested more than 32 levels deep"},
      {"- ", 100000, "1:65: nested more than 32 levels deep"},
      {"- 1\n", 300000, "200000:3: more than 200000 values in one file"},
      {"x", STF_NODE_BYTES_MAX + 1, "0:0: larger than 4 MiB: is this the right file?"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    char *text = repeated(CASES[i].piece, CASES[i].n);
    struct reading reading;
    read_bytes(text, strlen(text), &reading);
    assert_int_equal(reading.status, STF_ERR_INPUT);
    assert_finding(&reading.diags, 0, CASES[i].finding);
    clear(&reading);
    free(text);
  }
}

static void test_parse_too_many_keys_is_refused(void **state) {
  (void)state;
  char text[16 * 300];
  size_t n = 0;
  for (int i = 0; i < 300; i++) {
    n += (size_t)snprintf(text + n, sizeof text - n, "key%d: 1\n", i);
  }
  struct reading reading;
  read_bytes(text, n, &reading);
  assert_int_equal(reading.status, STF_ERR_INPUT);
  assert_finding(&reading.diags, 0, "257:1: more than 256 keys in one mapping");
  clear(&reading);
}

static const struct stf_keys_key KEYS[] = {
    {.name = "volume",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = 10,
     .fallback = "1",
     .example = "1.3",
     .help = "h"},
    {.name = "warmup", .kind = STF_KEYS_DURATION, .most = 86400, .example = "1 h", .help = "h"},
    {.name = "name", .kind = STF_KEYS_TEXT, .required = true, .example = "x", .help = "h"},
    {.name = "count",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 9,
     .example = "3",
     .help = "h"},
    {.name = "share", .kind = STF_KEYS_SHARE, .fallback = "80 %", .example = "1", .help = "h"},
};
static const struct stf_keys TABLE = {
    .path = "demand", .help = "h", .keys = KEYS, .keys_n = STF_COUNT_OF(KEYS)};

static void test_keys_good_values_and_defaults(void **state) {
  (void)state;
  const char text[] = "volume: 1.5\nwarmup: 90 min\nname: x\n";
  struct reading reading;
  read_bytes(text, strlen(text), &reading);
  const struct stf_node *root = reading.file->root;
  assert_true(stf_keys_check(root, &TABLE));
  assert_near(stf_keys_number(root, &TABLE, "volume"), 1.5, 0);
  assert_near(stf_keys_number(root, &TABLE, "warmup"), 5400, 0);
  assert_near(stf_keys_number(root, &TABLE, "share"), 0.8, 0);
  assert_true(isnan(stf_keys_number(root, &TABLE, "count")));
  assert_string_equal(stf_keys_text(root, &TABLE, "name"), "x");
  assert_int_equal(reading.diags.errors_n, 0);
  clear(&reading);
}

static void test_keys_wrong_values_are_told_and_defaulted(void **state) {
  (void)state;
  const char text[] = "volum: 1\nvolume: 0\nwarmup: 25 h\ncount: 1.5\nshare: x\nzzzzzz: 1\n";
  struct reading reading;
  read_bytes(text, strlen(text), &reading);
  const struct stf_node *root = reading.file->root;
  assert_true(stf_keys_check(root, &TABLE));
  assert_near(stf_keys_number(root, &TABLE, "volume"), 1, 0);
  assert_true(isnan(stf_keys_number(root, &TABLE, "warmup")));
  assert_true(isnan(stf_keys_number(root, &TABLE, "count")));
  assert_near(stf_keys_number(root, &TABLE, "share"), 0.8, 0);
  static const char *const FINDINGS[] = {
      "1:1: unknown key 'volum' in demand; did you mean 'volume'?",
      "6:1: unknown key 'zzzzzz' in demand (known: volume, warmup, name, count, share)",
      "1:1: demand: 'name' is missing: add 'name: x'",
      "2:9: 'volume' must be above 0, not '0'",
      "3:9: 'warmup' must be at most 86400 s, not '25 h'",
      "4:8: 'count' must be a whole number, not '1.5'",
      "5:8: 'share' must be a share such as 0.8 or '80 %', not 'x'",
  };
  for (size_t i = 0; i < STF_COUNT_OF(FINDINGS); i++) {
    assert_finding(&reading.diags, i, FINDINGS[i]);
  }
  assert_int_equal(reading.diags.errors_n, STF_COUNT_OF(FINDINGS));
  clear(&reading);
}

static void test_node_values_of_other_forms_are_told(void **state) {
  (void)state;
  const char text[] = "a: {b: 1}\nc: [1]\nd: maybe\ne: 2026-02-30\nf:\ng: 2026-03-29 02:30\n";
  struct reading reading;
  read_bytes(text, strlen(text), &reading);
  const struct stf_node *root = reading.file->root;
  double number = 7;
  bool flag = true;
  struct stf_civil date;
  int64_t at_us = 0;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  assert_false(stf_node_number(stf_node_get(root, "a"), &number));
  assert_false(stf_node_rate(stf_node_get(root, "c"), &number));
  assert_false(stf_node_flag(stf_node_get(root, "d"), &flag));
  assert_false(stf_node_date(stf_node_get(root, "e"), &date));
  assert_false(stf_node_duration(stf_node_get(root, "f"), &number));
  assert_false(stf_node_is(stf_node_get(root, "d"), STF_NODE_LIST));
  assert_false(stf_node_number(stf_node_get(root, "missing"), &number));
  assert_near(number, 7, 0);
  assert_true(stf_node_instant(stf_node_get(root, "g"), zone, &at_us));
  assert_int_equal(at_us, INT64_C(1774747800) * 1000000); /* 01:30 UTC: moved past the gap */
  static const char *const FINDINGS[] = {
      "1:4: 'a' must be a single value",
      "2:4: 'c' must be a single value",
      "3:4: 'd' must be true or false, not 'maybe'",
      "4:4: 'e' must be a date such as 2026-12-21, not '2026-02-30'",
      "5:3: 'f' has no value: give one or remove the key",
      "3:4: 'd' must be a list, such as [a, b]",
  };
  for (size_t i = 0; i < STF_COUNT_OF(FINDINGS); i++) {
    assert_finding(&reading.diags, i, FINDINGS[i]);
  }
  assert_int_equal(reading.diags.errors_n, STF_COUNT_OF(FINDINGS));
  stf_zone_free(zone);
  clear(&reading);
}

static void test_read_missing_file_is_the_environment(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_node_file *file = NULL;
  struct stf_error error = {0};
  assert_int_equal(stf_node_read(arena, "no/such/file.yaml", &diags, &file, &error),
                   STF_ERR_IO);
  assert_non_null(strstr(error.message, "no/such/file.yaml"));
  assert_int_equal(diags.errors_n, 0);
  stf_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parse_broken_file_tells_line_and_column),
      cmocka_unit_test(test_parse_places_are_bytes_of_the_line),
      cmocka_unit_test(test_parse_repeated_key_keeps_the_first),
      cmocka_unit_test(test_parse_hostile_file_meets_a_limit),
      cmocka_unit_test(test_parse_too_many_keys_is_refused),
      cmocka_unit_test(test_keys_good_values_and_defaults),
      cmocka_unit_test(test_keys_wrong_values_are_told_and_defaulted),
      cmocka_unit_test(test_node_values_of_other_forms_are_told),
      cmocka_unit_test(test_read_missing_file_is_the_environment),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
