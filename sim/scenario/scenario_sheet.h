/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times of day as spreadsheets keep them, and save them when the cells are not
 * formatted as such: a number of days since 1899-12-30, its fraction the time of day. They are
 * told, never read: 46377 may as well be a count.
 */
#ifndef STF_SCENARIO_SHEET_H
#define STF_SCENARIO_SHEET_H

#include <stdbool.h>

enum {
  STF_SCENARIO_SHEET_HINT = 160
};

/* True if the text is the number of a day from 1970 to 2099. */
bool stf_scenario_sheet_is_day(const char *text);

/* True if the text is such a number, of a day or a time of day; *out then says of which, and
 * what to do. */
bool stf_scenario_sheet_hint(const char *text, char out[STF_SCENARIO_SHEET_HINT]);

/* True if the text is what spreadsheets make of a shift such as 9-7: a date ("09-Jul"). */
bool stf_scenario_sheet_is_spoilt(const char *text);

#endif
