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
    {.name = "reopen",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 10 %, delay: 30 min}",
     .help = "contacts opened again by a later message: the same contact; or by outcome, such "
             "as {unsolved: {share: 30 %, delay: 20 min}}; not in turns"},
    {.name = "survey",
     .kind = STF_KEYS_MAPPING,
     .example = "{sent: 50 %, answered: 20 %}",
     .help = "the survey after contacts that an agent was done with; absent: none"},
    {.name = "csat",
     .kind = STF_KEYS_MAPPING,
     .example = "{cuts: [-3, -2, -1, 0.5], log1p_frt_min: -0.3, solved: 1.5}",
     .help = "what the marks from 1 to 5 go with, in your data: four cuts"},
    {.name = "nps",
     .kind = STF_KEYS_MAPPING,
     .example = "{cuts: [-0.5, 0.8], log1p_frt_min: -0.2, solved: 1.2}",
     .help = "the same of detractors, passives and promoters: two cuts"},
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
    {.name = "contained",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 15 %, delay: 3 h, past_bot: true}",
     .help = "ended by the bot: false containment"},
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

static const struct stf_keys_key REOPEN[] = {
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .required = true,
     .example = "10 %",
     .help = "of contacts that an agent was done with, each time anew"},
    {.name = "delay",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 30 min, cv: 1.5}}",
     .help = "from the close to the message; of more than 7 days: none comes"},
};

static const struct stf_keys_key REOPEN_BY[] = {
    {.name = "unsolved",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 30 %, delay: 20 min}",
     .help = "an agent was done with it, and it was not solved"},
    {.name = "solved",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 5 %, delay: 1 day}",
     .help = "an agent was done with it, and it was solved"},
};

static const struct stf_keys_key SURVEY[] = {
    {.name = "sent",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .fallback = "100 %",
     .example = "50 %",
     .help = "of contacts that an agent was done with"},
    {.name = "answered",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .required = true,
     .example = "20 %",
     .help = "of those sent"},
};

static const struct stf_keys_key OPINION[] = {
    {.name = "cuts",
     .kind = STF_KEYS_LIST,
     .required = true,
     .example = "[-3, -2, -1, 0.5]",
     .help = "between the categories, ascending"},
    {.name = "log1p_frt_min",
     .kind = STF_KEYS_NUMBER,
     .least = -100,
     .most = 100,
     .fallback = "0",
     .example = "-0.3",
     .help = "slope on log(1 + minutes to the first human message)"},
    {.name = "log1p_gap_min",
     .kind = STF_KEYS_NUMBER,
     .least = -100,
     .most = 100,
     .fallback = "0",
     .example = "-0.3",
     .help = "slope on log(1 + minutes of the longest wait for a reply)"},
    {.name = "solved",
     .kind = STF_KEYS_NUMBER,
     .least = -100,
     .most = 100,
     .fallback = "0",
     .example = "1.5",
     .help = "slope: the contact was solved"},
    {.name = "transferred",
     .kind = STF_KEYS_NUMBER,
     .least = -100,
     .most = 100,
     .fallback = "0",
     .example = "-0.4",
     .help = "slope: it was transferred or escalated"},
    {.name = "bot",
     .kind = STF_KEYS_NUMBER,
     .least = -100,
     .most = 100,
     .fallback = "0",
     .example = "-0.2",
     .help = "slope: the bot had it first"},
    {.name = "frt_most",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .example = "12 min",
     .help = "longest first response in the data behind it: beyond it nothing is said; absent: "
             "any"},
    {.name = "gap_most",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .example = "20 min",
     .help = "the same of the longest wait for a reply"},
};

const struct stf_keys STF_SCENARIO_KEYS_AFTER =
    STF_KEYS_TABLE("classes[].after", "what comes after a contact", AFTER);
const struct stf_keys STF_SCENARIO_KEYS_SOLVED =
    STF_KEYS_TABLE("classes[].after.solved", "how many contacts are solved", SOLVED);
const struct stf_keys STF_SCENARIO_KEYS_REPEAT =
    STF_KEYS_TABLE("classes[].after.repeat", "who comes back", REPEAT);
const struct stf_keys STF_SCENARIO_KEYS_RETURN =
    STF_KEYS_TABLE("classes[].after.repeat.OUTCOME", "how many come back, and when", RETURN);
const struct stf_keys STF_SCENARIO_KEYS_REOPEN =
    STF_KEYS_TABLE("classes[].after.reopen", "how many are opened again, and when", REOPEN);
const struct stf_keys STF_SCENARIO_KEYS_REOPEN_BY =
    STF_KEYS_TABLE("classes[].after.reopen by outcome", "the same by how it closed", REOPEN_BY);
const struct stf_keys STF_SCENARIO_KEYS_SURVEY =
    STF_KEYS_TABLE("classes[].after.survey", "who is asked, and who answers", SURVEY);
const struct stf_keys STF_SCENARIO_KEYS_OPINION =
    STF_KEYS_TABLE("classes[].after.csat", "what customers say; nps alike", OPINION);
