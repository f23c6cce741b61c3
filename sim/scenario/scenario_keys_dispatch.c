/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of which contact a team takes next. */
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

const struct stf_keys STF_SCENARIO_KEYS_OVERFLOW =
    STF_KEYS_TABLE("teams[].overflow[]", "a class that the team helps out with", OVERFLOW);
const struct stf_keys STF_SCENARIO_KEYS_RESERVED =
    STF_KEYS_TABLE("teams[].reserved[]", "places kept free for a class", RESERVED);
