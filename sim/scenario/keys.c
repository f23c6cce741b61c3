/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/keys.h"

#include "base/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const KIND_NAMES[] = {"text",
                                         "number",
                                         "integer",
                                         "duration",
                                         "rate",
                                         "share",
                                         "true or false",
                                         "date",
                                         "date or date and time",
                                         "file",
                                         "law",
                                         "list",
                                         "mapping",
                                         "word or mapping"};
_Static_assert(STF_COUNT_OF(KIND_NAMES) == STF_KEYS_KINDS_N, "one name for each kind");

const char *stf_keys_kind_name(enum stf_keys_kind kind) {
  return KIND_NAMES[kind];
}

const struct stf_keys_key *stf_keys_find(const struct stf_keys *table, const char *name) {
  for (size_t i = 0; i < table->keys_n; i++) {
    if (strcmp(table->keys[i].name, name) == 0) {
      return &table->keys[i];
    }
  }
  return NULL;
}

enum {
  NAMES_MAX = 64
}; /* of one table */

static void tell_unknown(const struct stf_node *value, const struct stf_keys *table) {
  const char *names[NAMES_MAX];
  size_t n = 0;
  for (; n < table->keys_n && n < NAMES_MAX; n++) {
    names[n] = table->keys[n].name;
  }
  char hint[STF_NODE_HINT];
  stf_diag_add(value->file->diags, STF_SEVERITY_ERROR, stf_node_key_where(value),
               "unknown key '%.60s'%s%s%s", value->name, table->path[0] != '\0' ? " in " : "",
               table->path, stf_node_hint(value->name, names, n, hint));
}

bool stf_keys_check(const struct stf_node *mapping, const struct stf_keys *table) {
  if (!stf_node_is(mapping, STF_NODE_MAPPING)) {
    return false;
  }
  for (const struct stf_node *value = mapping->first; value != NULL; value = value->next) {
    if (stf_keys_find(table, value->name) == NULL) {
      tell_unknown(value, table);
    }
  }
  for (size_t i = 0; i < table->keys_n; i++) {
    const struct stf_keys_key *key = &table->keys[i];
    if (key->required && stf_node_get(mapping, key->name) == NULL) {
      stf_node_error(mapping, "%s%s'%s' is missing: add '%s: %s'", table->path,
                     table->path[0] != '\0' ? ": " : "", key->name, key->name, key->example);
    }
  }
  return true;
}

static bool parse_text(enum stf_keys_kind kind, const char *text, double *out) {
  return kind == STF_KEYS_DURATION ? stf_quantity_duration(text, out)
         : kind == STF_KEYS_RATE   ? stf_quantity_rate(text, out)
         : kind == STF_KEYS_SHARE  ? stf_quantity_share(text, out)
                                   : stf_quantity_number(text, out);
}

static bool read_node(enum stf_keys_kind kind, const struct stf_node *node, double *out) {
  if (kind == STF_KEYS_INTEGER) {
    int64_t whole = 0;
    bool read = stf_node_integer(node, &whole);
    *out = (double)whole;
    return read;
  }
  return kind == STF_KEYS_DURATION ? stf_node_duration(node, out)
         : kind == STF_KEYS_RATE   ? stf_node_rate(node, out)
         : kind == STF_KEYS_SHARE  ? stf_node_share(node, out)
                                   : stf_node_number(node, out);
}

static bool in_range(const struct stf_node *node, const struct stf_keys_key *key,
                     double value) {
  static const char *const UNITS[STF_KEYS_KINDS_N] = {
      [STF_KEYS_DURATION] = " s", [STF_KEYS_RATE] = "/s"};
  if (!(key->least < key->most)) {
    return true;
  }
  bool low = key->open_least ? value <= key->least : value < key->least;
  if (!low && value <= key->most) {
    return true;
  }
  const char *unit = UNITS[key->kind] != NULL ? UNITS[key->kind] : "";
  const char *side = low ? (key->open_least ? "above" : "at least") : "at most";
  stf_node_error(node, "'%s' must be %s %.10g%s, not '%.60s'", key->name, side,
                 low ? key->least : key->most, unit, node->value);
  return false;
}

bool stf_keys_scalar(const struct stf_node *node, const struct stf_keys_key *key, double *out) {
  double value = NAN;
  if (!read_node(key->kind, node, &value) || !in_range(node, key, value)) {
    return false;
  }
  *out = value;
  return true;
}

double stf_keys_number(const struct stf_node *mapping, const struct stf_keys *table,
                       const char *name) {
  const struct stf_keys_key *key = stf_keys_find(table, name);
  STF_ASSERT(key != NULL);
  double value = NAN;
  const struct stf_node *node = stf_node_get(mapping, name);
  if (stf_keys_scalar(node, key, &value)) {
    return value;
  }
  if (key->fallback != NULL) {
    STF_ASSERT(parse_text(key->kind, key->fallback, &value));
  }
  return value;
}

const char *stf_keys_text(const struct stf_node *mapping, const struct stf_keys *table,
                          const char *name) {
  const struct stf_keys_key *key = stf_keys_find(table, name);
  STF_ASSERT(key != NULL);
  const char *text = key->fallback;
  (void)stf_node_text(stf_node_get(mapping, name), &text);
  return text;
}
