/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write_busyness.h"

#include "scenario/write_text.h"

void stf_write_busyness_put(FILE *yaml, const struct stf_write_desk *desk) {
  if (!(desk->day_shape > 0) && !(desk->interval_cv > 0)) {
    return;
  }
  if (desk->day_shape > 0) {
    stf_write_text_note(yaml, "  ", desk->day_shape_note);
  }
  if (desk->interval_cv > 0) {
    stf_write_text_note(yaml, "  ", desk->intervals_note);
  }
  (void)fputs("  busyness: {", yaml);
  if (desk->day_shape > 0) {
    (void)fputs("day_shape: ", yaml);
    stf_write_text_number(yaml, desk->day_shape);
  }
  if (desk->interval_cv > 0) {
    (void)fputs(desk->day_shape > 0 ? ", interval_cv: " : "interval_cv: ", yaml);
    stf_write_text_number(yaml, desk->interval_cv);
    (void)fputs(", interval_correlation: ", yaml);
    stf_write_text_number(yaml, desk->interval_correlation);
  }
  (void)fputs("}\n", yaml);
}
