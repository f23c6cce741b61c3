/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of what the data behind a class or a team have seen. */
#include "contact/contact.h"
#include "scenario/scenario_keys.h"

static const struct stf_keys_key SUPPORTED[] = {
    {.name = "wait",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .example = "12 min",
     .help = "longest wait in the data, of anybody: patience beyond it is extrapolated"},
    {.name = "age",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 10 * 366.0 * 86400,
     .example = "3 h",
     .help = "longest time from an opening to its close"},
    {.name = "service",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .example = "45 min",
     .help = "longest work on a contact, all its stretches together"},
    {.name = "first_message",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .example = "4 min",
     .help = "longest time from an assignment to the first human message"},
    {.name = "bot",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .example = "5 min",
     .help = "longest time from an opening to the end of the bot"},
    {.name = "per_interval",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 1e9,
     .example = "60",
     .help = "most contacts opened in one interval of the scenario"},
    {.name = "per_day",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 1e9,
     .example = "900",
     .help = "most contacts opened on one day"},
};

static const struct stf_keys_key LOAD[] = {
    {.name = "load",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = STF_CONTACT_CAP_MAX,
     .example = "3",
     .help = "most contacts that an agent was at work on at once: speeds beyond it are "
             "extrapolated"},
};

const struct stf_keys STF_SCENARIO_KEYS_SUPPORTED = STF_KEYS_TABLE(
    "classes[].supported", "what the data behind the class have seen", SUPPORTED);
const struct stf_keys STF_SCENARIO_KEYS_SUPPORTED_TEAM =
    STF_KEYS_TABLE("teams[].supported", "what the data behind the team have seen", LOAD);
