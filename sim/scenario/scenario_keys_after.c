/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of what comes after a contact. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key AFTER[] = {
    {.name = "solved",
     .kind = STF_KEYS_ANY,
     .fallback = "100 %",
     .example = "80 %",
     .help = "share solved of the contacts that an agent was done with, or a mapping"},
    {.name = "repeat",
     .kind = STF_KEYS_MAPPING,
     .example = "{unsolved: {share: 40 %, delay: 4 h}}",
     .help = "customers who come back with a new contact, by how the last one ended"},
};

static const struct stf_keys_key SOLVED[] = {
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .required = true,
     .example = "80 %",
     .help = "of contacts that an agent was done with"},
    {.name = "transferred",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .example = "60 %",
     .help = "of those that were transferred; absent: as `share`"},
    {.name = "escalated",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .example = "70 %",
     .help = "of those that were escalated; absent: as `share`"},
};

static const struct stf_keys_key REPEAT[] = {
    {.name = "unsolved",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 40 %, delay: 4 h}",
     .help = "an agent was done with it, and it was not solved"},
    {.name = "solved",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 5 %, delay: 3 days}",
     .help = "an agent was done with it, and it was solved"},
    {.name = "abandoned",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 30 %, delay: 20 min}",
     .help = "left while waiting: a retry"},
    {.name = "gave_up",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 50 %, delay: 10 min, past_bot: true}",
     .help = "left inside the bot"},
};

static const struct stf_keys_key RETURN[] = {
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .required = true,
     .example = "40 %",
     .help = "of the customers whose contact ended so"},
    {.name = "delay",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 4 h, cv: 1.5}}",
     .help = "from the end of the contact to the next one"},
    {.name = "past_bot",
     .kind = STF_KEYS_FLAG,
     .fallback = "false",
     .example = "true",
     .help = "asks for a human at once; false: meets the bot as anybody"},
};

const struct stf_keys STF_SCENARIO_KEYS_AFTER =
    STF_KEYS_TABLE("classes[].after", "what comes after a contact", AFTER);
const struct stf_keys STF_SCENARIO_KEYS_SOLVED =
    STF_KEYS_TABLE("classes[].after.solved", "how many contacts are solved", SOLVED);
const struct stf_keys STF_SCENARIO_KEYS_REPEAT =
    STF_KEYS_TABLE("classes[].after.repeat", "who comes back", REPEAT);
const struct stf_keys STF_SCENARIO_KEYS_RETURN =
    STF_KEYS_TABLE("classes[].after.repeat.OUTCOME", "how many come back, and when", RETURN);
