/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of teams. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key TEAM[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "front",
     .help = "as in the log and the tables"},
    {.name = "classes",
     .kind = STF_KEYS_LIST,
     .example = "[orders, billing]",
     .help = "classes that the team serves; absent: all"},
    {.name = "agents",
     .kind = STF_KEYS_INTEGER,
     .most = 100000,
     .example = "12",
     .help = "this many agents all the time"},
    {.name = "staffing",
     .kind = STF_KEYS_FILE,
     .example = "data/staffing.csv",
     .help = "CSV start,agents, weekday,start,agents or date,start,agents, or one column for "
             "each date: agents from each start on"},
    {.name = "roster",
     .kind = STF_KEYS_FILE,
     .example = "data/roster.csv",
     .help = "CSV agent,start,end or agent,date,start,end, or one column for each date: shifts "
             "of named agents"},
    {.name = "usual",
     .kind = STF_KEYS_FILE,
     .example = "data/usual.csv",
     .help = "counts as 'staffing' for a period that lies outside the roster's days, as fit "
             "writes them"},
    {.name = "legend",
     .kind = STF_KEYS_FILE,
     .example = "data/codes.csv",
     .help = "CSV code,start,end,breaks,absent: what the codes of a roster with one column for "
             "each date mean"},
    {.name = "timezone",
     .kind = STF_KEYS_TEXT,
     .example = "Africa/Tunis",
     .help = "IANA zone in which the team's roster, staffing and staff holidays are read; "
             "absent: the scenario's"},
    {.name = "staff_holidays",
     .kind = STF_KEYS_ANY,
     .example = "data/tn.ics",
     .help = "iCalendar file or CSV date,name, or a list of them: on these days nobody of "
             "agents or staffing is there; or {file: data/tn.ics, like: sun}"},
    {.name = "roster_is",
     .kind = STF_KEYS_TEXT,
     .fallback = "net",
     .example = "gross",
     .help = "net: who is ill or away is already out of the plan; gross: absence comes on top"},
    {.name = "absence",
     .kind = STF_KEYS_ANY,
     .example = "{share: 6 %, paid: true}",
     .help = "share of agents and days that do not come, or a mapping with paid; only where "
             "roster_is is gross"},
    {.name = "proficiency",
     .kind = STF_KEYS_ANY,
     .example = "{orders: 1.2, billing: 0.8}",
     .help = "speed by class, 1 where nothing is said: a contact takes its `service` / speed; "
             "or CSV agent,class,speed"},
    {.name = "learning",
     .kind = STF_KEYS_MAPPING,
     .example = "{start: 60 %, contacts: 200}",
     .help = "how beginners become as fast as the others"},
    {.name = "unavailable",
     .kind = STF_KEYS_MAPPING,
     .example = "{every: 2 h, lasts: 10 min}",
     .help = "episodes in the shift in which an agent is away from the desk, paid for"},
    {.name = "unlogged",
     .kind = STF_KEYS_MAPPING,
     .example = "{curve: data/phone.csv, lasts: 4 min}",
     .help = "time lost to channels that no log knows"},
    {.name = "late",
     .kind = STF_KEYS_LAW,
     .example = "{exponential: {mean: 2 min}}",
     .help = "a shift of the roster begins so much later"},
    {.name = "late_break",
     .kind = STF_KEYS_TEXT,
     .fallback = "keeps_length",
     .example = "keeps_end",
     .help =
         "a break that a contact in hand delays: keeps_length ends as much later, keeps_end "
         "ends as planned"},
    {.name = "shift_end",
     .kind = STF_KEYS_ANY,
     .fallback = "finish",
     .example = "{drain: 15 min}",
     .help =
         "finish: contacts are taken up to the end of the shift, those in hand are "
         "finished after it; drain: none are taken any more in the last stretch; hand_back: "
         "those in hand go back to the queue"},
    {.name = "concurrency",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 64,
     .fallback = "1",
     .example = "3",
     .help = "contacts that an agent has in hand at once"},
    {.name = "speed_by_load",
     .kind = STF_KEYS_ANY,
     .example = "[1, 1.57, 1.86]",
     .help = "total rate of work with 1, 2, 3 contacts in hand as a multiple of the rate with "
             "one, or {slowdown: 0.25}; required where concurrency is above 1. In turns: speed "
             "of the turn at work with so many conversations open; absent: always 1"},
    {.name = "channels",
     .kind = STF_KEYS_MAPPING,
     .example = "{phone: {weight: all, interrupts: true}, email: {background: true}}",
     .help =
         "what a contact of a channel takes of an agent, see teams[].channels.NAME; absent, "
         "and of other channels: one place"},
    {.name = "turn_order",
     .kind = STF_KEYS_TEXT,
     .fallback = "fifo",
     .example = "new_first",
     .help =
         "in turns: which of her conversations an agent answers next: fifo, oldest_waiting, "
         "new_first or deadline"},
    {.name = "switching",
     .kind = STF_KEYS_DURATION,
     .most = 86400,
     .fallback = "0 s",
     .example = "5 s",
     .help = "in turns: work added when the next turn is of another conversation"},
    {.name = "routing",
     .kind = STF_KEYS_TEXT,
     .fallback = "longest_idle",
     .example = "least_loaded",
     .help =
         "which agent with a free place takes the next contact: longest_idle, random, "
         "least_loaded (of equals who is free longest), least_loaded_random (of equals any), "
         "most_loaded or best_proficiency (fastest at the class)"},
    {.name = "sticky",
     .kind = STF_KEYS_MAPPING,
     .example = "{within: 24 h}",
     .help = "who comes back goes to the agent who had her last, see teams[].sticky"},
    {.name = "next",
     .kind = STF_KEYS_TEXT,
     .fallback = "priority",
     .example = "earliest_deadline",
     .help = "which contact is next: priority, then the longest wait; longest_weighted_wait, "
             "the greatest wait times classes[].weight; earliest_deadline, by the policy's "
             "first_response"},
    {.name = "overflow",
     .kind = STF_KEYS_LIST,
     .example = "[{class: orders, after: 5 min}]",
     .help = "classes that the team helps out with, see teams[].overflow[]"},
    {.name = "reserved",
     .kind = STF_KEYS_LIST,
     .example = "[{class: vip, agents: 2}]",
     .help = "places kept free for a class, see teams[].reserved[]"},
    {.name = "leaving",
     .kind = STF_KEYS_TEXT,
     .fallback = "own_shift",
     .example = "first_free",
     .help = "at the end of a roster's shift: own_shift, the agent goes after the contact in "
             "hand; first_free, whoever is free first goes"},
    {.name = "pause",
     .kind = STF_KEYS_LAW,
     .fallback = "0 s",
     .example = "{exponential: {mean: 12 s}}",
     .help = "after each contact, before the agent can take the next"},
    {.name = "cost_per_h",
     .kind = STF_KEYS_NUMBER,
     .most = 1e6,
     .example = "18",
     .help = "cost of an hour that is paid to an agent, in the currency of costs"},
    {.name = "supported",
     .kind = STF_KEYS_MAPPING,
     .example = "{load: 3}",
     .help = "what the data behind it have seen: a run says how much of it lies beyond"},
};

static const struct stf_keys_key SLOWDOWN[] = {
    {.name = "slowdown",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .most = 100,
     .example = "0.25",
     .help = "a in the total rate j / (1 + a (j - 1)) with j contacts in hand; 0: nobody slows "
             "down"},
};

static const struct stf_keys_key ABSENCE[] = {
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 1,
     .example = "6 %",
     .help = "of agents and days: does not come at all"},
    {.name = "paid",
     .kind = STF_KEYS_FLAG,
     .fallback = "true",
     .example = "false",
     .help = "whether the shift is paid all the same"},
    {.name = "overdispersion",
     .kind = STF_KEYS_NUMBER,
     .most = 0.99,
     .fallback = "0",
     .example = "0.02",
     .help = "correlation of the absence of two agents of the team on one day: the share is "
             "drawn once a day for all of them"},
};

static const struct stf_keys_key UNAVAILABLE[] = {
    {.name = "every",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{exponential: {mean: 2 h}}",
     .help = "available so long before the next episode"},
    {.name = "lasts",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 10 min, cv: 0.8}}",
     .help = "away so long, from the end of the contact in hand on"},
};

static const struct stf_keys_key UNLOGGED[] = {
    {.name = "curve",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/phone.csv",
     .help = "CSV start,share, weekday,start,share or date,start,share: from each start on so "
             "much of agents' time"},
    {.name = "lasts",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 4 min, cv: 1}}",
     .help = "one such piece of work, from the end of the contact in hand on"},
};

static const struct stf_keys_key SHIFT_END[] = {
    {.name = "drain",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .open_least = true,
     .most = 14.0 * 3600,
     .example = "15 min",
     .help = "before the end of each shift of the roster: no contact is taken any more"},
};

static const struct stf_keys_key STAFF_HOLIDAYS[] = {
    {.name = "file",
     .kind = STF_KEYS_ANY,
     .required = true,
     .example = "data/tn.ics",
     .help = "iCalendar file or CSV date,name, or a list of them"},
    {.name = "like",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "sun",
     .help = "on these days as many of the staffing by weekday are there as on this one"},
};

static const struct stf_keys_key LEARNING[] = {
    {.name = "start",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .open_least = true,
     .most = 1,
     .example = "60 %",
     .help = "speed at the first contact"},
    {.name = "contacts",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = 1e6,
     .example = "200",
     .help = "taken until the speed is full; or days"},
    {.name = "days",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = 10000,
     .example = "10",
     .help = "at work until the speed is full; or contacts"},
    {.name = "experience",
     .kind = STF_KEYS_ANY,
     .fallback = "0",
     .example = "data/temps.csv",
     .help = "contacts (or days) behind everybody when the run begins, or CSV "
             "agent,experience: who is not in it has learnt everything"},
};

const struct stf_keys STF_SCENARIO_KEYS_STAFF_HOLIDAYS =
    STF_KEYS_TABLE("teams[].staff_holidays", "holidays of the staff", STAFF_HOLIDAYS);
const struct stf_keys STF_SCENARIO_KEYS_TEAM =
    STF_KEYS_TABLE("teams[]", "people who answer", TEAM);
const struct stf_keys STF_SCENARIO_KEYS_SLOWDOWN =
    STF_KEYS_TABLE("teams[].speed_by_load", "how work slows down with load", SLOWDOWN);
const struct stf_keys STF_SCENARIO_KEYS_ABSENCE =
    STF_KEYS_TABLE("teams[].absence", "who does not come", ABSENCE);
const struct stf_keys STF_SCENARIO_KEYS_LEARNING =
    STF_KEYS_TABLE("teams[].learning", "the learning curve of a team", LEARNING);
const struct stf_keys STF_SCENARIO_KEYS_UNAVAILABLE =
    STF_KEYS_TABLE("teams[].unavailable", "when people are away in the shift", UNAVAILABLE);
const struct stf_keys STF_SCENARIO_KEYS_UNLOGGED =
    STF_KEYS_TABLE("teams[].unlogged", "time lost to channels that no log knows", UNLOGGED);
const struct stf_keys STF_SCENARIO_KEYS_SHIFT_END =
    STF_KEYS_TABLE("teams[].shift_end", "how a shift ends", SHIFT_END);
