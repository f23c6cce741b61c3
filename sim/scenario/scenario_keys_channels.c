/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the channels of a team. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key CHANNEL[] = {
    {.name = "weight",
     .kind = STF_KEYS_ANY,
     .fallback = "1",
     .example = "all",
     .help = "places of the agent's concurrency that a contact takes, or all of them"},
    {.name = "interrupts",
     .kind = STF_KEYS_FLAG,
     .fallback = "false",
     .example = "true",
     .help =
         "an agent with other contacts in hand is given it too: they stand still meanwhile"},
    {.name = "background",
     .kind = STF_KEYS_FLAG,
     .fallback = "false",
     .example = "true",
     .help = "taken by who has nothing in hand, put aside while another contact is there"},
};

const struct stf_keys STF_SCENARIO_KEYS_CHANNEL =
    STF_KEYS_TABLE("teams[].channels.NAME", "what a contact of a channel takes", CHANNEL);
