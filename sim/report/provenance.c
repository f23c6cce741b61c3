/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/provenance.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
  LINE_MAX_N = 4096
};

const char *stf_provenance_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? slash + 1 : path;
}

/* Keeps a line in the arena, cut at LINE_MAX_N. */
static const char *kept(struct stf_arena *arena, char *text) {
  for (char *c = text; *c != '\0'; c++) {
    if (iscntrl((unsigned char)*c)) {
      *c = '?';
    }
  }
  return stf_arena_text(arena, text, strlen(text));
}

const char *const *stf_provenance_lines(const struct stf_provenance *provenance,
                                        struct stf_arena *arena, size_t *n) {
  const char **lines = stf_arena_alloc(arena, 5 + provenance->inputs_n, sizeof *lines);
  if (lines == NULL) {
    return NULL;
  }
  char text[LINE_MAX_N];
  size_t count = 0;
  (void)snprintf(text, sizeof text, "staffetta %s", STF_VERSION);
  lines[count++] = kept(arena, text);
  (void)snprintf(text, sizeof text, "command: %s", provenance->line);
  lines[count++] = kept(arena, text);
  if (provenance->has_seed) {
    (void)snprintf(text, sizeof text, "seed: %" PRIu64, provenance->seed);
    lines[count++] = kept(arena, text);
  }
  if (provenance->scenario != NULL) {
    (void)snprintf(text, sizeof text, "scenario: %s", provenance->scenario);
    lines[count++] = kept(arena, text);
  }
  if (provenance->timezone != NULL) {
    (void)snprintf(text, sizeof text, "timezone: %s", provenance->timezone);
    lines[count++] = kept(arena, text);
  }
  for (size_t i = 0; i < provenance->inputs_n; i++) {
    (void)snprintf(text, sizeof text, "input: %s %016" PRIx64,
                   stf_provenance_name(provenance->inputs[i].path), provenance->inputs[i].hash);
    lines[count++] = kept(arena, text);
  }
  for (size_t i = 0; i < count; i++) {
    if (lines[i] == NULL) {
      return NULL;
    }
  }
  *n = count;
  return lines;
}
