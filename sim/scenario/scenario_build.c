/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_build.h"

#include <stdio.h>
#include <string.h>

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

const char *stf_scenario_build_path(struct stf_scenario_build *build, const char *path) {
  const char *slash = strrchr(build->path, '/');
  size_t folder_n = path[0] == '/' || slash == NULL ? 0 : (size_t)(slash - build->path) + 1;
  size_t room = folder_n + strlen(path) + 1;
  char *joined = stf_scenario_build_alloc(build, room, 1);
  if (joined != NULL) {
    (void)snprintf(joined, room, "%.*s%s", (int)folder_n, build->path, path);
  }
  return joined;
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

void stf_scenario_build_hash(struct stf_scenario_build *build, uint64_t hash) {
  uint64_t both[2] = {build->scenario->content_hash, hash};
  char bytes[sizeof both];
  for (size_t i = 0; i < sizeof both; i++) {
    bytes[i] = (char)(unsigned char)(both[i / 8] >> (i % 8 * 8));
  }
  build->scenario->content_hash = stf_dict_hash(bytes, sizeof bytes);
  build->scenario->files_n++;
}
