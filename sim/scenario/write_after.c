/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write_after.h"

#include "scenario/write_text.h"

#include <math.h>

static void write_key(FILE *yaml, const char *key, double value) {
  (void)fprintf(yaml, ", %s: ", key);
  stf_write_text_number(yaml, value);
}

static void write_opinion(FILE *yaml, const char *key,
                          const struct stf_after_opinion *opinion) {
  static const char *const SLOPES[STF_AFTER_COVARIATES] = {[STF_AFTER_FRT] = "log1p_frt_min",
                                                           [STF_AFTER_GAP] = "log1p_gap_min",
                                                           [STF_AFTER_SETTLED] = "solved",
                                                           [STF_AFTER_TRANSFERRED] =
                                                               "transferred",
                                                           [STF_AFTER_BOT] = "bot"};
  if (opinion == NULL) {
    return;
  }
  (void)fprintf(yaml, "      %s: {cuts: ", key);
  for (uint32_t k = 0; k < opinion->cuts_n; k++) {
    (void)fputs(k == 0 ? "[" : ", ", yaml);
    stf_write_text_number(yaml, opinion->cuts[k]);
  }
  (void)fputc(']', yaml);
  for (size_t j = 0; j < STF_AFTER_COVARIATES; j++) {
    if (opinion->slopes[j] != 0) {
      write_key(yaml, SLOPES[j], opinion->slopes[j]);
    }
  }
  if (isfinite(opinion->frt_most_s)) {
    (void)fputs(", frt_most: ", yaml);
    stf_write_text_duration(yaml, opinion->frt_most_s);
  }
  if (isfinite(opinion->gap_most_s)) {
    (void)fputs(", gap_most: ", yaml);
    stf_write_text_duration(yaml, opinion->gap_most_s);
  }
  (void)fputs("}\n", yaml);
}

void stf_write_after(FILE *yaml, const struct stf_after *after, const char *note) {
  stf_write_text_note(yaml, "    ", note);
  (void)fputs("    after:\n      solved: ", yaml);
  stf_write_text_number(yaml, after->solved_share);
  (void)fputc('\n', yaml);
  if (after->survey_share > 0) {
    (void)fputs("      survey: {sent: ", yaml);
    stf_write_text_number(yaml, after->survey_share);
    write_key(yaml, "answered", after->survey_answered_share);
    (void)fputs("}\n", yaml);
  }
  write_opinion(yaml, "csat", after->csat);
  write_opinion(yaml, "nps", after->nps);
}
