/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_legend.h"

#include "scenario/scenario_csv.h"

#include <string.h>
#include <strings.h>

enum {
  CODE,
  START,
  END,
  BREAKS,
  ABSENT,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"code", "start", "end", "breaks", "absent"};

static bool has_text(const struct stf_scenario_csv *table, size_t column) {
  return stf_scenario_csv_has(table, column) && table->row.fields[table->places[column]].n > 0;
}

/* False: told. */
static bool read_absent(const struct stf_scenario_csv *table, bool *out) {
  static const char *const YES[] = {"1", "yes", "x", "true"};
  static const char *const NO[] = {"0", "no", "false"};
  const char *text = NULL;
  *out = false;
  if (!has_text(table, ABSENT) || !stf_scenario_csv_text(table, ABSENT, &text)) {
    return true;
  }
  for (size_t i = 0; i < STF_COUNT_OF(YES); i++) {
    *out = *out || strcasecmp(text, YES[i]) == 0;
  }
  bool known = *out;
  for (size_t i = 0; i < STF_COUNT_OF(NO); i++) {
    known = known || strcasecmp(text, NO[i]) == 0;
  }
  if (!known) {
    stf_scenario_csv_error(table, ABSENT, "'absent' must be 1 or 0, not '%.60s'", text);
  }
  return known;
}

static bool read_shift(const struct stf_scenario_csv *table,
                       struct stf_scenario_legend_code *out) {
  char why[STF_SCENARIO_STRETCH_TEXT];
  struct stf_scenario_stretch *shift = &out->shift.items[0];
  bool good = stf_scenario_csv_has(table, START) && stf_scenario_csv_has(table, END);
  if (!good) {
    stf_scenario_csv_error(table, CODE, "'%.60s' needs columns start and end, or absent",
                           out->code);
    return false;
  }
  good = stf_scenario_csv_clock(table, START, &shift->from_s);
  good = stf_scenario_csv_clock(table, END, &shift->to_s) && good;
  out->shift.n = 1;
  if (good && !stf_scenario_stretch_follow(&out->shift, why)) {
    stf_scenario_csv_error(table, END, "the shift is wrong: %s", why);
    return false;
  }
  const char *text = NULL;
  if (good && has_text(table, BREAKS) && stf_scenario_csv_text(table, BREAKS, &text) &&
      !(stf_scenario_stretch_parse(text, &out->breaks, why) &&
        stf_scenario_stretch_fit(&out->shift, &out->breaks, why))) {
    stf_scenario_csv_error(table, BREAKS, "'breaks': %s", why);
    return false;
  }
  return good;
}

static bool read_code(const struct stf_scenario_csv *table,
                      const struct stf_scenario_legend *legend,
                      struct stf_scenario_legend_code *out) {
  const char *code = NULL;
  if (!stf_scenario_csv_text(table, CODE, &code) || !read_absent(table, &out->absent)) {
    return false;
  }
  out->line = table->row.line;
  out->code = stf_scenario_build_copy(table->build, code, strlen(code) + 1, 1);
  const struct stf_scenario_legend_code *same = stf_scenario_legend_find(legend, code);
  if (same != NULL) {
    stf_scenario_csv_error(table, CODE,
                           "a second row for the code '%.60s' (the first is on "
                           "line %d)",
                           code, same->line);
    return false;
  }
  if (out->code == NULL) {
    return false;
  }
  if (!out->absent) {
    return read_shift(table, out);
  }
  if (has_text(table, START) || has_text(table, END)) {
    stf_scenario_csv_error(table, ABSENT, "'%.60s' is absent and has times: keep one of them",
                           code);
    return false;
  }
  return true;
}

void stf_scenario_legend_read(struct stf_scenario_build *build, const struct stf_node *file,
                              struct stf_scenario_legend *out) {
  struct stf_scenario_csv table;
  *out = (struct stf_scenario_legend){0};
  if (file == NULL || !stf_scenario_csv_open(&table, build, file, COLUMNS, COLUMNS_N, 1)) {
    return;
  }
  while (stf_scenario_csv_next(&table)) {
    struct stf_scenario_legend_code code = {0};
    if (!read_code(&table, out, &code)) {
      continue;
    }
    struct stf_scenario_legend_code *codes = stf_mem_grown(
        build->allocator, out->codes, &out->capacity, out->codes_n + 1, sizeof *codes);
    if (codes == NULL) {
      stf_scenario_build_fail(build, STF_ERR_MEMORY);
      break;
    }
    out->codes = codes;
    codes[out->codes_n++] = code;
  }
  stf_scenario_csv_close(&table);
}

void stf_scenario_legend_clear(struct stf_scenario_legend *legend,
                               const struct stf_allocator *allocator) {
  stf_mem_release(allocator, legend->codes);
  *legend = (struct stf_scenario_legend){0};
}

const struct stf_scenario_legend_code *
stf_scenario_legend_find(const struct stf_scenario_legend *legend, const char *code) {
  for (size_t i = 0; i < legend->codes_n; i++) {
    if (strcmp(legend->codes[i].code, code) == 0) {
      return &legend->codes[i];
    }
  }
  return NULL;
}
