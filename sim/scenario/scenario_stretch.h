/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of a day as planners write them: "9-13 14-18", "22:00-06:00", "10:15-10:30 paid
 * 12:00-12:30". Between two stretches stand blanks, or one of , ; + / and blanks. */
#ifndef STF_SCENARIO_STRETCH_H
#define STF_SCENARIO_STRETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_SCENARIO_STRETCH_MAX = 8,             /* in one text */
  STF_SCENARIO_STRETCH_NIGHT_S = 14 * 3600, /* no longer over midnight: more is a slip */
  STF_SCENARIO_STRETCH_TEXT = 192           /* bytes that hold any message */
};

struct stf_scenario_stretch {
  int32_t from_s; /* of the day's clock */
  int32_t to_s;   /* after `follow` above from_s: beyond 86400 is the next day */
  bool paid;
  bool marked; /* the word paid or unpaid stood there */
};

struct stf_scenario_stretches {
  struct stf_scenario_stretch items[STF_SCENARIO_STRETCH_MAX];
  size_t n;
};

/* Reads the text ("" gives none). False: `why` is what is wrong. */
bool stf_scenario_stretch_parse(const char *text, struct stf_scenario_stretches *out,
                                char why[STF_SCENARIO_STRETCH_TEXT]);

/* Puts the stretches of one shift on one axis from the midnight that begins its day: each ends
 * after it begins (an end not above its start is on the next day) and begins at or after the
 * end of the one before. False: `why`. */
bool stf_scenario_stretch_follow(struct stf_scenario_stretches *stretches,
                                 char why[STF_SCENARIO_STRETCH_TEXT]);

/* Puts breaks, read as times of day, on the axis of a shift that `follow` has placed: one
 * before the start of the shift is on the next day. False (`why`): one does not lie inside. */
bool stf_scenario_stretch_fit(const struct stf_scenario_stretches *shift,
                              struct stf_scenario_stretches *breaks,
                              char why[STF_SCENARIO_STRETCH_TEXT]);

#endif
