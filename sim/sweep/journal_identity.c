/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep/journal_identity.h"

#include <stdio.h>
#include <string.h>

enum {
  TEXT = STF_JOURNAL_IDENTITY_TEXT
};

/* One line: a name and its value. */
struct line {
  const char *name;
  int name_n;
  const char *value;
  int value_n;
};

static const char *next_line(const char *at, struct line *out) {
  size_t n = strcspn(at, "\n");
  const char *colon = memchr(at, ':', n);
  size_t name_n = colon != NULL ? (size_t)(colon - at) : n;
  size_t value_at = colon != NULL && name_n + 2 <= n ? name_n + 2 : n;
  *out = (struct line){at, (int)name_n, at + value_at, (int)(n - value_at)};
  return at + n + (at[n] == '\n');
}

static bool find(const char *identity, const struct line *wanted, struct line *out) {
  while (*identity != '\0') {
    identity = next_line(identity, out);
    if (out->name_n == wanted->name_n &&
        memcmp(out->name, wanted->name, (size_t)wanted->name_n) == 0) {
      return true;
    }
  }
  return false;
}

static void add(char out[TEXT], const struct line *line, const struct line *there,
                const struct line *here) {
  enum {
    MOST = 60
  };
  size_t n = strlen(out);
  char sides[2][MOST + 1];
  const struct line *const both[2] = {there, here};
  for (int i = 0; i < 2; i++) {
    bool none = both[i] == NULL || both[i]->value_n == 0;
    int value_n = none ? 0 : both[i]->value_n < MOST ? both[i]->value_n : MOST;
    (void)snprintf(sides[i], sizeof sides[i], "%.*s", none ? 7 : value_n,
                   none ? "nothing" : both[i]->value);
  }
  (void)snprintf(out + n, TEXT - n, "%s%.*s is %s there, %s here", n > 0 ? "; " : "",
                 line->name_n < 40 ? line->name_n : 40, line->name, sides[0], sides[1]);
}

static bool is_same(const struct line *a, const struct line *b) {
  return a->value_n == b->value_n && memcmp(a->value, b->value, (size_t)a->value_n) == 0;
}

bool stf_journal_identity_same(const char *there, const char *here, char out[TEXT]) {
  struct line line;
  struct line other;
  bool same = strcmp(there, here) == 0;
  out[0] = '\0';
  for (const char *at = there; *at != '\0';) {
    at = next_line(at, &line);
    bool has = find(here, &line, &other);
    if (!has || !is_same(&line, &other)) {
      add(out, &line, &line, has ? &other : NULL);
    }
  }
  for (const char *at = here; *at != '\0';) {
    at = next_line(at, &line);
    if (!find(there, &line, &other)) {
      add(out, &line, NULL, &line);
    }
  }
  return same;
}
