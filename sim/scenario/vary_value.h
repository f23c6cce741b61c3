/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that stand at a key of a scenario and are varied: how they are read and written. */
#ifndef STF_VARY_VALUE_H
#define STF_VARY_VALUE_H

#include "scenario/keys.h"

#include <stdbool.h>

enum {
  STF_VARY_VALUE_TEXT = 64
};

/* Share, duration, rate, integer or number: as the table of the key at the path says, else as
 * the text reads. */
enum stf_keys_kind stf_vary_value_kind(const char *path, const char *text);

/* In base units (a share 0..1, s, 1/s). False: no such text; *out is then untouched. */
bool stf_vary_value_read(const char *text, enum stf_keys_kind kind, double *out);

/* As a scenario has it, with nine decimals. */
void stf_vary_value_put(enum stf_keys_kind kind, double value, char out[STF_VARY_VALUE_TEXT]);

/* For people: "52.1 %", "12.5 min", "1.32"; "?" for what is not finite. */
void stf_vary_value_show(enum stf_keys_kind kind, double value, char out[STF_VARY_VALUE_TEXT]);

#endif
