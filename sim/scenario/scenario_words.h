/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of tables as planners write them, in the languages of the spreadsheets that come:
 * English, Italian, German, Spanish, French. Columns and weekdays only: values stay as they
 * are.
 */
#ifndef STF_SCENARIO_WORDS_H
#define STF_SCENARIO_WORDS_H

#include <stdbool.h>

/* True if `word` (any case) is `name` or one of its translations: "agente" is "agent". */
bool stf_scenario_words_same(const char *word, const char *name);

/* 0 = Monday for "mon", "Monday", "lun", "lunedì", "Mo", "lundi"...; -1: no weekday. */
int stf_scenario_words_weekday(const char *word);

#endif
