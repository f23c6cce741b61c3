/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/reading.h"

#include <string.h>

enum stf_status stf_reading_init(struct stf_reading *reading,
                                 const struct stf_allocator *allocator,
                                 struct stf_diags *diags) {
  *reading = (struct stf_reading){0};
  reading->scenario.path = "";
  reading->scenario.title = "";
  reading->scenario.arena = stf_arena_new(allocator);
  reading->build = (struct stf_scenario_build){.scenario = &reading->scenario,
                                               .allocator = allocator,
                                               .diags = diags,
                                               .error = &reading->error,
                                               .path = "",
                                               .errors_before_n = diags->errors_n};
  if (reading->scenario.arena == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_zone_open("UTC", &reading->scenario.zone);
}

void stf_reading_clear(struct stf_reading *reading) {
  stf_zone_free(reading->scenario.zone);
  stf_arena_free(reading->scenario.arena);
  *reading = (struct stf_reading){0};
}

const struct stf_node *stf_reading_named(struct stf_reading *reading, const char *path) {
  struct stf_node_file *file = stf_scenario_build_alloc(&reading->build, 1, sizeof *file);
  struct stf_node *node = stf_scenario_build_alloc(&reading->build, 1, sizeof *node);
  char *copy = stf_arena_text(reading->scenario.arena, path, strlen(path));
  if (file == NULL || node == NULL || copy == NULL) {
    stf_scenario_build_fail(&reading->build, STF_ERR_MEMORY);
    return NULL;
  }
  *file = (struct stf_node_file){.path = copy, .diags = reading->build.diags, .root = node};
  *node = (struct stf_node){.file = file, .name = "", .value = copy, .kind = STF_NODE_SCALAR};
  return node;
}

enum stf_status stf_reading_end(struct stf_reading *reading, struct stf_error *error) {
  if (reading->build.status != STF_OK) {
    return stf_status_fail(error, reading->build.status, 0, "%s",
                           reading->error.message[0] != '\0' ? reading->error.message
                                                             : "no memory");
  }
  return stf_scenario_build_clean(&reading->build) ? STF_OK : STF_ERR_INPUT;
}

enum stf_status stf_reading_unopened(struct stf_reading *reading, const struct stf_error *table,
                                     struct stf_error *error) {
  if (reading->build.status == STF_OK || table->message[0] == '\0') {
    return stf_reading_end(reading, error);
  }
  return stf_status_fail(error, reading->build.status, 0, "%s", table->message);
}
