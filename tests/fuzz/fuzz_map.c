/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import maps and, behind a line "----", a file to be read through them. */
#include "fuzz/fuzz.h"
#include "logs/import.h"

#include <string.h>

static const uint8_t *find_divider(const uint8_t *data, size_t n) {
  for (size_t i = 0; i + 6 <= n; i++) {
    if (memcmp(data + i, "\n----\n", 6) == 0) {
      return data + i + 1;
    }
  }
  return NULL;
}

static void import(const struct stf_map *map, const char *path, struct stf_diags *diags) {
  struct stf_import_in in = {.map = map, .paths = &path, .paths_n = 1};
  struct stf_import import;
  size_t errors_before = diags->errors_n;
  enum stf_status status = stf_import_read(&in, &import, diags, NULL);
  if (status == STF_OK) {
    for (size_t i = 1; i < import.events_n; i++) {
      STF_ASSERT(import.events[i - 1].at_us <= import.events[i].at_us);
    }
  } else {
    /* A joined file may not be there: that is not the input's fault. */
    STF_ASSERT(status == STF_ERR_IO || diags->errors_n > errors_before);
  }
  stf_import_clear(&import);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  const uint8_t *divider = find_divider(data, n);
  size_t map_n = divider != NULL ? (size_t)(divider - data) : n;
  struct stf_map map;
  if (stf_map_parse("map.yaml", (const char *)data, map_n, NULL, &map, &diags) == STF_OK) {
    if (divider != NULL) {
      import(&map, stf_fuzz_file(divider + 5, n - map_n - 5), &diags);
    }
  } else {
    STF_ASSERT(diags.errors_n > 0);
  }
  stf_map_clear(&map);
  stf_diag_clear(&diags);
  return 0;
}
