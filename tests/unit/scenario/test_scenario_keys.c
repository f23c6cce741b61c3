/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/scenario-format.md lists what the tables say, and the tables are sound. */
#include "base/arena.h"
#include "random/law.h"
#include "scenario/scenario_keys.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_docs(void) {
  char path[4096];
  const char *root = getenv("STF_SOURCE_DIR"); /* NOLINT(concurrency-mt-unsafe): one thread */
  assert_non_null(root);
  (void)snprintf(path, sizeof path, "%s/docs/scenario-format.md", root);
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  enum {
    MOST = 1 << 20
  };
  char *text = calloc(MOST, 1);
  assert_non_null(text);
  assert_true(fread(text, 1, MOST - 1, file) > 0);
  (void)fclose(file);
  return text;
}

/* The row must stand behind the one before it. */
static const char *expect(const char *docs, const char *row) {
  const char *found = strstr(docs, row);
  if (found == NULL) {
    print_error("docs/scenario-format.md lacks, or has in another place:\n%s", row);
    fail();
  }
  return found;
}

static void test_docs_list_every_key_in_order(void **state) {
  (void)state;
  char *docs = read_docs();
  for (size_t t = 0; t < STF_SCENARIO_KEYS_N; t++) {
    const struct stf_keys *table = STF_SCENARIO_KEYS_ALL[t];
    const char *at = docs;
    for (size_t i = 0; i < table->keys_n; i++) {
      const struct stf_keys_key *key = &table->keys[i];
      char row[512];
      const char *quote = key->required || key->fallback == NULL ? "" : "`";
      (void)snprintf(row, sizeof row, "| `%s` | %s | %s%s%s | `%s` | %s |\n", key->name,
                     stf_keys_kind_name(key->kind), quote,
                     key->required           ? "required"
                     : key->fallback != NULL ? key->fallback
                                             : "-",
                     quote, key->example, key->help);
      at = expect(at, row) + 1;
    }
  }
  free(docs);
}

static void test_docs_list_every_law(void **state) {
  (void)state;
  char *docs = read_docs();
  const char *laws = expect(docs, "## Laws\n");
  for (size_t i = 0; i < STF_LAW_KINDS_N; i++) {
    char row[128];
    (void)snprintf(row, sizeof row, "| `%s` | ", STF_LAW_FORMS[i].name);
    const char *line = expect(laws, row);
    const char *end = strchr(line, '\n');
    for (size_t p = 0; p < STF_LAW_FORMS[i].parameters_n; p++) {
      (void)snprintf(row, sizeof row, "`%s`", STF_LAW_FORMS[i].parameters[p].name);
      const char *found = strstr(line, row);
      assert_true(found != NULL && found < end);
    }
  }
  free(docs);
}

/* A table's own examples and defaults must be legal values of their keys. */
static void test_examples_and_defaults_are_legal(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  for (size_t t = 0; t < STF_SCENARIO_KEYS_N; t++) {
    const struct stf_keys *table = STF_SCENARIO_KEYS_ALL[t];
    for (size_t i = 0; i < table->keys_n; i++) {
      const struct stf_keys_key *key = &table->keys[i];
      struct stf_diags diags;
      stf_diag_init(&diags, NULL);
      char text[256];
      (void)snprintf(text, sizeof text, "%s: %s\n", key->name, key->example);
      struct stf_node_file *file = NULL;
      assert_int_equal(stf_node_parse(arena, "key", text, strlen(text), &diags, &file), STF_OK);
      const struct stf_node *node = stf_node_get(file->root, key->name);
      bool is_number = key->kind == STF_KEYS_NUMBER || key->kind == STF_KEYS_INTEGER ||
                       key->kind == STF_KEYS_DURATION || key->kind == STF_KEYS_RATE;
      double value = NAN;
      if (is_number && node->kind == STF_NODE_SCALAR) {
        assert_true(stf_keys_scalar(node, key, &value));
      }
      assert_int_equal(diags.errors_n, 0);
      stf_diag_clear(&diags);
    }
  }
  stf_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_docs_list_every_key_in_order),
      cmocka_unit_test(test_docs_list_every_law),
      cmocka_unit_test(test_examples_and_defaults_are_legal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
