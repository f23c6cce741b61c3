/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and numbers of the results table for people: "service level in 20 s (sl3)", "1.9 min".
 */
#ifndef STF_TEXT_LABEL_H
#define STF_TEXT_LABEL_H

#include "kpi/row.h"

#include <stdbool.h>
#include <stddef.h>

enum {
  STF_TEXT_LABEL_TEXT = 96 /* bytes that hold any label or number */
};

/* A unit in which values are shown: value / divisor, with decimals by size. */
struct stf_text_scale {
  const char *name; /* "s", "min", "%", "" for plain numbers */
  double divisor;
};

/* The scale for values of a unit ("s", "share", "contacts"...) whose typical size is given:
 * seconds below 120 s, minutes below 120 min, hours below 48 h, else days. */
struct stf_text_scale stf_text_label_scale(const char *unit, double typical);

/* The number in that scale, without its name; "" if not finite. Counts (statistic "count") have
 * no decimals. */
void stf_text_label_number(const struct stf_row *row, double value, struct stf_text_scale scale,
                           char out[STF_TEXT_LABEL_TEXT]);

/* What a row is about, without its statistic, and what is put behind it: "wait, answered [s]".
 */
void stf_text_label_subject(const struct stf_row *row, const char *behind,
                            char out[STF_TEXT_LABEL_TEXT]);

/* The limit in "sl3_within_604800s" as "7 d"; "" if there is none. */
void stf_text_label_limit(const struct stf_row *row, char out[STF_TEXT_LABEL_TEXT]);

/* " [min]", or "" for plain numbers and shares (whose numbers carry their own sign). */
void stf_text_label_unit(struct stf_text_scale scale, char out[STF_TEXT_LABEL_TEXT]);

/* A definition in words: "busy_inferred_spans_300s" -> "busy, by rule 300s"; '_' becomes ' '.
 */
void stf_text_label_definition(const char *definition, char out[STF_TEXT_LABEL_TEXT]);

#endif
