/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --holidays says of demand and staff, as values of the scenario format. For moved.c. */
#ifndef STF_MOVED_HOLIDAYS_H
#define STF_MOVED_HOLIDAYS_H

#include "scenario/moved.h"

enum {
  STF_MOVED_HOLIDAYS_EFFECT = 160
};

/* "profile: sun", "closed: true", "multiply: {low: 0.3, likely: 0.4, high: 0.5}": what a text,
 * or without one the fit (root of the scenario), says of holidays; *weekday: the one they are
 * like, -1 closed, 7 neither. False: the text is none of these. */
bool stf_moved_holidays_effect(const char *text, const struct stf_node *root, int *weekday,
                               char out[STF_MOVED_HOLIDAYS_EFFECT]);

/* The weekday of its short name; -1: none. */
int stf_moved_holidays_weekday(const char *text);

#endif
