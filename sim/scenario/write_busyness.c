/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write_busyness.h"

#include "base/macros.h"
#include "scenario/write_text.h"

struct factor {
  const char *key;
  double value;
  bool is_there;
  const char *note; /* NULL: none */
};

void stf_write_busyness_put(FILE *yaml, const struct stf_write_desk *desk) {
  const bool intervals = desk->interval_cv > 0;
  const struct factor factors[] = {
      {"season_cv", desk->season_cv, desk->season_cv > 0, desk->season_note},
      {"week_cv", desk->week_cv, desk->week_cv > 0,
       desk->season_cv > 0 ? NULL : desk->season_note},
      {"day_shape", desk->day_shape, desk->day_shape > 0, desk->day_shape_note},
      {"interval_cv", desk->interval_cv, intervals, desk->intervals_note},
      {"interval_correlation", desk->interval_correlation, intervals, NULL}};
  const char *before = "  busyness: {";
  for (size_t i = 0; i < STF_COUNT_OF(factors); i++) {
    if (factors[i].is_there && factors[i].note != NULL) {
      stf_write_text_note(yaml, "  ", factors[i].note);
    }
  }
  for (size_t i = 0; i < STF_COUNT_OF(factors); i++) {
    if (factors[i].is_there) {
      (void)fprintf(yaml, "%s%s: ", before, factors[i].key);
      stf_write_text_number(yaml, factors[i].value);
      before = ", ";
    }
  }
  if (before[0] == ',') {
    (void)fputs("}\n", yaml);
  }
}
