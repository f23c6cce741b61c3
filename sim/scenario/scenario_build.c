/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
  ASSUMPTION = 400 /* bytes of one */
};

bool stf_scenario_build_clean(const struct stf_scenario_build *build) {
  return build->status == STF_OK && build->diags->errors_n == build->errors_before_n;
}

void stf_scenario_build_fail(struct stf_scenario_build *build, enum stf_status status) {
  if (build->status == STF_OK) {
    build->status = status;
  }
}

void *stf_scenario_build_alloc(struct stf_scenario_build *build, size_t n, size_t size) {
  void *memory = stf_arena_alloc(build->scenario->arena, n, size);
  if (memory == NULL && build->status == STF_OK) {
    build->status =
        stf_status_fail(build->error, STF_ERR_MEMORY, 0, "no memory to read '%s'", build->path);
  }
  return memory;
}

void *stf_scenario_build_copy(struct stf_scenario_build *build, const void *items, size_t n,
                              size_t size) {
  void *copy = stf_scenario_build_alloc(build, n, size);
  if (copy != NULL && n > 0) {
    memcpy(copy, items, n * size);
  }
  return copy;
}

const char *stf_scenario_build_path(struct stf_scenario_build *build,
                                    const struct stf_node *node) {
  const char *path = node->value;
  const char *slash = strrchr(build->path, '/');
  bool joins = path[0] != '/' && slash != NULL && !node->file->of_option;
  size_t folder_n = joins ? (size_t)(slash - build->path) + 1 : 0;
  size_t room = folder_n + strlen(path) + 1;
  char *joined = stf_scenario_build_alloc(build, room, 1);
  if (joined != NULL) {
    (void)snprintf(joined, room, "%.*s%s", (int)folder_n, build->path, path);
  }
  return joined;
}

void stf_scenario_build_unread(struct stf_scenario_build *build, const struct stf_node *node,
                               enum stf_status status, const char *why) {
  const struct stf_where where = stf_node_where(node);
  char place[48] = "";
  if (build->status != STF_OK) {
    return;
  }
  if (where.line > 0) {
    (void)snprintf(place, sizeof place, ":%d:%d", where.line, where.column);
  }
  build->status = stf_status_fail(build->error, status, 0, "%s%s: %s", where.path, place,
                                  status == STF_ERR_MEMORY ? "no memory" : why);
}

struct stf_zone *stf_scenario_build_zone(struct stf_scenario_build *build,
                                         const struct stf_node *node) {
  const char *name = NULL;
  struct stf_zone *zone = NULL;
  if (!stf_node_text(node, &name)) {
    return NULL;
  }
  enum stf_status status = stf_zone_open(name, &zone);
  if (status == STF_ERR_INPUT) {
    char nearest[64];
    const char *near = stf_zone_nearest(name, nearest, sizeof nearest);
    stf_node_error(node, "unknown time zone '%.60s'%s%s%s", name,
                   near != NULL ? "; did you mean '" : " (an IANA name, such as Europe/Rome)",
                   near != NULL ? near : "", near != NULL ? "'?" : "");
  } else if (status != STF_OK) {
    stf_scenario_build_fail(build, status);
  }
  return status == STF_OK ? zone : NULL;
}

void stf_scenario_build_assume(struct stf_scenario_build *build, bool of_staff,
                               const char *format, ...) {
  struct stf_scenario *scenario = build->scenario;
  char text[ASSUMPTION];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (scenario->assumptions_n == STF_SCENARIO_ASSUMPTIONS_MAX) {
    stf_diag_add(build->diags, STF_SEVERITY_NOTE, (struct stf_where){.path = build->path}, "%s",
                 text);
    return;
  }
  const char *kept = stf_scenario_build_copy(build, text, strlen(text) + 1, 1);
  if (kept != NULL) {
    scenario->assumptions[scenario->assumptions_n++] =
        (struct stf_scenario_assumption){.text = kept, .of_staff = of_staff};
  }
}

void stf_scenario_build_hash(struct stf_scenario_build *build, uint64_t hash) {
  uint64_t both[2] = {build->scenario->content_hash, hash};
  char bytes[sizeof both];
  for (size_t i = 0; i < sizeof both; i++) {
    bytes[i] = (char)(unsigned char)(both[i / 8] >> (i % 8 * 8));
  }
  build->scenario->content_hash = stf_dict_hash(bytes, sizeof bytes);
  build->scenario->files_n++;
}
