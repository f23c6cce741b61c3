/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/desk_folder.h"

#include "support/near.h"
#include "support/ration.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void stf_desk_folder_make(struct stf_desk_folder *folder) {
  (void)snprintf(folder->path, sizeof folder->path, "/tmp/staffetta-desk-XXXXXX");
  assert_non_null(mkdtemp(folder->path));
}

void stf_desk_folder_path(const struct stf_desk_folder *folder, const char *name,
                          char out[256]) {
  (void)snprintf(out, 256, "%s/%s", folder->path, name);
}

void stf_desk_folder_remove(const struct stf_desk_folder *folder) {
  DIR *files = opendir(folder->path);
  assert_non_null(files);
  for (const struct dirent *file = NULL;
       (file = readdir(files)) != NULL;) { /* NOLINT(concurrency-mt-unsafe): one thread */
    char path[384];
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, file->d_name);
    if (file->d_name[0] != '.') {
      (void)unlink(path);
    }
  }
  (void)closedir(files);
  assert_int_equal(rmdir(folder->path), 0);
}

void stf_desk_folder_put(const struct stf_desk_folder *folder, const char *name,
                         const char *text) {
  char path[256];
  stf_desk_folder_path(folder, name, path);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

struct stf_scenario *stf_desk_folder_read(const struct stf_desk_folder *folder,
                                          const char *text, size_t warnings_n) {
  char path[256];
  struct stf_diags diags;
  struct stf_scenario *scenario = NULL;
  struct stf_error error = {0};
  stf_desk_folder_path(folder, "desk.yaml", path);
  stf_diag_init(&diags, NULL);
  enum stf_status status = stf_scenario_parse(
      &(struct stf_scenario_text){path, text, strlen(text)}, NULL, &diags, &scenario, &error);
  for (size_t i = 0; i < diags.items_n && (status != STF_OK || diags.warnings_n != warnings_n);
       i++) {
    print_error("%d:%d: %s\n", diags.items[i].line, diags.items[i].column,
                diags.items[i].message);
  }
  assert_int_equal(status, STF_OK);
  assert_int_equal(diags.warnings_n, warnings_n);
  stf_diag_clear(&diags);
  return scenario;
}

void stf_desk_folder_starve(const struct stf_desk_folder *folder, const char *text) {
  char path[256];
  stf_desk_folder_path(folder, "desk.yaml", path);
  size_t successes_n = 0;
  for (long n = 0; successes_n == 0 && n < 1000; n++) {
    struct stf_ration ration;
    stf_ration_init(&ration, n);
    struct stf_diags diags;
    stf_diag_init(&diags, NULL);
    struct stf_scenario *scenario = NULL;
    struct stf_error error = {0};
    enum stf_status status =
        stf_scenario_parse(&(struct stf_scenario_text){path, text, strlen(text)},
                           &ration.allocator, &diags, &scenario, &error);
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    successes_n += status == STF_OK;
    stf_scenario_free(scenario);
    stf_diag_clear(&diags);
    assert_int_equal(ration.alive, 0);
  }
  assert_int_equal(successes_n, 1);
}

int64_t stf_desk_folder_instant(const struct stf_scenario *scenario, const char *text) {
  int64_t at_us = 0;
  assert_true(stf_zone_parse_instant(text, strlen(text), &at_us) ||
              stf_zone_parse_local(scenario->zone, text, &at_us));
  return at_us;
}

double stf_desk_folder_arrivals(const struct stf_scenario *scenario, uint32_t class_index,
                                const char *from, const char *to) {
  const struct stf_desk *desk = &scenario->desk;
  int64_t from_us = stf_desk_folder_instant(scenario, from);
  int64_t to_us = stf_desk_folder_instant(scenario, to);
  double arrivals = 0;
  for (size_t i = 0; i < desk->rates_n; i++) {
    int64_t start_us = desk->rate_edges_us[i] > from_us ? desk->rate_edges_us[i] : from_us;
    int64_t end_us = desk->rate_edges_us[i + 1] < to_us ? desk->rate_edges_us[i + 1] : to_us;
    if (end_us > start_us) {
      arrivals +=
          desk->classes[class_index].rates_per_s[i] * (double)(end_us - start_us) * 1e-6;
    }
  }
  return arrivals;
}
