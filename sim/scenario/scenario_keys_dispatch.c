/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of which contact a team takes next, and of escalations. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key OVERFLOW[] = {
    {.name = "class",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "orders",
     .help = "a class that the team does not serve"},
    {.name = "after",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .example = "5 min",
     .help = "takes those who have waited so long"},
    {.name = "above",
     .kind = STF_KEYS_INTEGER,
     .most = 1000000,
     .example = "20",
     .help = "takes whoever is first while more than so many of the class wait"},
};

static const struct stf_keys_key RESERVED[] = {
    {.name = "class",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "vip",
     .help = "for whom the places are kept"},
    {.name = "agents",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = 100000,
     .example = "2",
     .help = "no other class may take the team's last so many free places"},
};

static const struct stf_keys_key STICKY[] = {
    {.name = "within",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .open_least = true,
     .most = 3660.0 * 86400,
     .example = "24 h",
     .help = "of the end of the contact before; if that agent is on duty with a free place, "
             "else whoever takes it by the routing"},
};

static const struct stf_keys_key ESCALATE[] = {
    {.name = "clock",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "first_response",
     .help = "of which promise: first_response, next_response or resolution"},
    {.name = "at",
     .kind = STF_KEYS_SHARE,
     .open_least = true,
     .most = 100,
     .example = "80 %",
     .help = "of the promised time, on its calendar"},
    {.name = "after",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 3660.0 * 86400,
     .example = "20 min",
     .help = "instead of at: so long after the clock's start"},
    {.name = "do",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "transfer",
     .help =
         "alert, somebody is told; bump, one priority better; transfer, to a team: who waits "
         "waits for it alone, and by the resolution's clock also who is in hand"},
    {.name = "to",
     .kind = STF_KEYS_TEXT,
     .example = "specialists",
     .help = "team of a transfer"},
    {.name = "notice",
     .kind = STF_KEYS_FLAG,
     .fallback = "false",
     .example = "true",
     .help = "the customer is told by an automatic message"},
    {.name = "work",
     .kind = STF_KEYS_TEXT,
     .fallback = "rest",
     .example = "afresh",
     .help = "of one taken out of an agent's hand: the team does the rest of the work, or "
             "begins afresh"},
};

const struct stf_keys STF_SCENARIO_KEYS_ESCALATE =
    STF_KEYS_TABLE("sla[].escalate[]", "what happens when a promise is in danger", ESCALATE);
const struct stf_keys STF_SCENARIO_KEYS_OVERFLOW =
    STF_KEYS_TABLE("teams[].overflow[]", "a class that the team helps out with", OVERFLOW);
const struct stf_keys STF_SCENARIO_KEYS_STICKY =
    STF_KEYS_TABLE("teams[].sticky", "customers who come back find their agent again", STICKY);
const struct stf_keys STF_SCENARIO_KEYS_RESERVED =
    STF_KEYS_TABLE("teams[].reserved[]", "places kept free for a class", RESERVED);
