/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of what the data behind a class have seen. */
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

const struct stf_keys STF_SCENARIO_KEYS_SUPPORTED = STF_KEYS_TABLE(
    "classes[].supported", "what the data behind the class have seen", SUPPORTED);
