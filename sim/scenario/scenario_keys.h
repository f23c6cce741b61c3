/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the scenario format, one table for each kind of mapping: reading, defaults,
 * `help scenario` and the key list of docs/scenario-format.md come from them. */
#ifndef STF_SCENARIO_KEYS_H
#define STF_SCENARIO_KEYS_H

#include "scenario/keys.h"

extern const struct stf_keys STF_SCENARIO_KEYS_ROOT;
extern const struct stf_keys STF_SCENARIO_KEYS_PERIOD;
extern const struct stf_keys STF_SCENARIO_KEYS_FITTED;
extern const struct stf_keys STF_SCENARIO_KEYS_FITTED_HOLIDAYS;
extern const struct stf_keys STF_SCENARIO_KEYS_EDGES;
extern const struct stf_keys STF_SCENARIO_KEYS_START;
extern const struct stf_keys STF_SCENARIO_KEYS_SERVICE_LEVEL;
extern const struct stf_keys STF_SCENARIO_KEYS_CALENDAR;
extern const struct stf_keys STF_SCENARIO_KEYS_CALENDAR_DATE;
extern const struct stf_keys STF_SCENARIO_KEYS_DEMAND;
extern const struct stf_keys STF_SCENARIO_KEYS_TOTALS;
extern const struct stf_keys STF_SCENARIO_KEYS_REPLAY_DAYS; /* of a mapping */
extern const struct stf_keys STF_SCENARIO_KEYS_REPLAY_DAY;  /* of an item of a list */
extern const struct stf_keys STF_SCENARIO_KEYS_VOLUME;
extern const struct stf_keys STF_SCENARIO_KEYS_MULTIPLY;
extern const struct stf_keys STF_SCENARIO_KEYS_STAFF_HOLIDAYS;
extern const struct stf_keys STF_SCENARIO_KEYS_BUSYNESS;
extern const struct stf_keys STF_SCENARIO_KEYS_BOOTSTRAP;
extern const struct stf_keys STF_SCENARIO_KEYS_CAMPAIGN;
extern const struct stf_keys STF_SCENARIO_KEYS_DEFLECTION;
extern const struct stf_keys STF_SCENARIO_KEYS_HOLIDAYS;
extern const struct stf_keys STF_SCENARIO_KEYS_SPECIAL_DAYS;
extern const struct stf_keys STF_SCENARIO_KEYS_CLASS;
extern const struct stf_keys STF_SCENARIO_KEYS_SILENT;
extern const struct stf_keys STF_SCENARIO_KEYS_BALK;
extern const struct stf_keys STF_SCENARIO_KEYS_BOT;
extern const struct stf_keys STF_SCENARIO_KEYS_BOT_CLOSED;
extern const struct stf_keys STF_SCENARIO_KEYS_TURNS;
extern const struct stf_keys STF_SCENARIO_KEYS_TURNS_NUMBER;
extern const struct stf_keys STF_SCENARIO_KEYS_TURNS_GEOMETRIC;
extern const struct stf_keys STF_SCENARIO_KEYS_TURNS_BINOMIAL;
extern const struct stf_keys STF_SCENARIO_KEYS_TURNS_FILE;
extern const struct stf_keys STF_SCENARIO_KEYS_WINDOW;
extern const struct stf_keys STF_SCENARIO_KEYS_AFTER;
extern const struct stf_keys STF_SCENARIO_KEYS_SOLVED;
extern const struct stf_keys STF_SCENARIO_KEYS_REPEAT;
extern const struct stf_keys STF_SCENARIO_KEYS_REOPEN;
extern const struct stf_keys STF_SCENARIO_KEYS_REOPEN_BY; /* in its place */
extern const struct stf_keys STF_SCENARIO_KEYS_RETURN;    /* of each outcome */
extern const struct stf_keys STF_SCENARIO_KEYS_SURVEY;
extern const struct stf_keys STF_SCENARIO_KEYS_OPINION; /* csat and nps */
extern const struct stf_keys STF_SCENARIO_KEYS_SUPPORTED;
extern const struct stf_keys STF_SCENARIO_KEYS_SUPPORTED_TEAM;
extern const struct stf_keys STF_SCENARIO_KEYS_TEAM;
extern const struct stf_keys STF_SCENARIO_KEYS_SLOWDOWN;
extern const struct stf_keys STF_SCENARIO_KEYS_ABSENCE;
extern const struct stf_keys STF_SCENARIO_KEYS_LEARNING;
extern const struct stf_keys STF_SCENARIO_KEYS_UNAVAILABLE;
extern const struct stf_keys STF_SCENARIO_KEYS_UNLOGGED;
extern const struct stf_keys STF_SCENARIO_KEYS_SHIFT_END;
extern const struct stf_keys STF_SCENARIO_KEYS_CHANNEL;
extern const struct stf_keys STF_SCENARIO_KEYS_WRAP_UP;
extern const struct stf_keys STF_SCENARIO_KEYS_OVERFLOW;
extern const struct stf_keys STF_SCENARIO_KEYS_RESERVED;
extern const struct stf_keys STF_SCENARIO_KEYS_STICKY;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA_RESPONSE;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA_RESOLUTION;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA_NEXT;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA_CONTRACT;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA_EXCLUDE;
extern const struct stf_keys STF_SCENARIO_KEYS_SLA_PENALTY;
extern const struct stf_keys STF_SCENARIO_KEYS_ESCALATE;
extern const struct stf_keys STF_SCENARIO_KEYS_COSTS;
extern const struct stf_keys STF_SCENARIO_KEYS_COSTS_PREMIUM;
extern const struct stf_keys STF_SCENARIO_KEYS_COSTS_BOT;
extern const struct stf_keys STF_SCENARIO_KEYS_COSTS_ONE_OFF;
extern const struct stf_keys STF_SCENARIO_KEYS_COSTS_HIRES;
extern const struct stf_keys STF_SCENARIO_KEYS_EMPIRICAL;

enum {
  STF_SCENARIO_KEYS_VOLUME_MOST = 1000,
  STF_SCENARIO_KEYS_CV_MOST = 10 /* of volume and busyness */
};

/* All of them, in the order of the docs. */
extern const struct stf_keys *const STF_SCENARIO_KEYS_ALL[];
extern const size_t STF_SCENARIO_KEYS_N;

#endif
