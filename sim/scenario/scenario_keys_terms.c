/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of calendars, SLA policies and costs. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key CALENDAR[] = {
    {.name = "timezone",
     .kind = STF_KEYS_TEXT,
     .example = "Europe/Rome",
     .help = "IANA zone of its hours; absent: the scenario's"},
    {.name = "week",
     .kind = STF_KEYS_MAPPING,
     .example = "{mon-fri: \"09:00-13:00, 14:00-18:00\", sat: \"09:00-13:00\"}",
     .help = "hours by day (mon) or days (mon-fri); days that are not named are closed"},
    {.name = "holidays",
     .kind = STF_KEYS_ANY,
     .example = "data/it.ics",
     .help = "file of holidays (.ics, or CSV date[,name]) or a list of such"},
    {.name = "holiday_hours",
     .kind = STF_KEYS_TEXT,
     .fallback = "closed",
     .example = "10:00-12:00",
     .help = "hours on these days"},
    {.name = "dates",
     .kind = STF_KEYS_LIST,
     .example = "[{date: 2026-12-24, hours: \"09:00-13:00\"}]",
     .help = "dates with other hours, stronger than holidays"},
};

static const struct stf_keys_key CALENDAR_DATE[] = {
    {.name = "date",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2026-12-24",
     .help = "the day"},
    {.name = "hours",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "09:00-13:00",
     .help = "its hours, or closed"},
};

static const struct stf_keys_key SLA[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "standard",
     .help = "as the classes name it"},
    {.name = "first_response",
     .kind = STF_KEYS_MAPPING,
     .example = "{within: 10 min, share: 95 %, calendar: office}",
     .help = "promise of an answer"},
    {.name = "resolution",
     .kind = STF_KEYS_MAPPING,
     .example = "{within: 24 h, share: 90 %}",
     .help = "promise of a solution"},
    {.name = "next_response",
     .kind = STF_KEYS_MAPPING,
     .example = "{p90: 30 min, calendar: office}",
     .help = "promise of every later answer, from the customer's oldest unanswered message"},
    {.name = "escalate",
     .kind = STF_KEYS_LIST,
     .example = "[{clock: first_response, at: 80 %, do: alert}]",
     .help = "what happens before a promise is broken, see sla[].escalate[]"},
    {.name = "contract",
     .kind = STF_KEYS_MAPPING,
     .example = "{period: month, penalties: [{below: 95 %, amount: 500}]}",
     .help = "what is due when the promise is not kept, see sla[].contract"},
    {.name = "answer",
     .kind = STF_KEYS_TEXT,
     .fallback = "message",
     .example = "assignment",
     .help = "what stops the clock of a first response: message, the first of a human agent, "
             "or assignment, an agent takes the contact"},
    {.name = "start",
     .kind = STF_KEYS_TEXT,
     .fallback = "handoff",
     .example = "opening",
     .help = "where that clock starts: handoff, a human is asked for, or opening, the bot "
             "included"},
    {.name = "population",
     .kind = STF_KEYS_TEXT,
     .fallback = "all",
     .example = "in_hours",
     .help = "all contacts, or in_hours: those whose clock starts while the calendar is open"},
    {.name = "others",
     .kind = STF_KEYS_FLAG,
     .fallback = "false",
     .example = "true",
     .help = "classes that name no policy fall under this one, those that only a log knows "
             "included"},
};

/* "Within so long for such a share", of a response or a resolution. */
#define PROMISE                                                                                \
  {.name = "within",                                                                           \
   .kind = STF_KEYS_DURATION,                                                                  \
   .open_least = true,                                                                         \
   .most = 3660.0 * 86400,                                                                     \
   .example = "10 min",                                                                        \
   .help = "of the calendar's time"},                                                          \
      {.name = "share",                                                                        \
       .kind = STF_KEYS_SHARE,                                                                 \
       .open_least = true,                                                                     \
       .most = 1,                                                                              \
       .example = "95 %",                                                                      \
       .help = "of the contacts, at least"},                                                   \
      {.name = "p50",                                                                          \
       .kind = STF_KEYS_DURATION,                                                              \
       .open_least = true,                                                                     \
       .most = 3660.0 * 86400,                                                                 \
       .example = "5 min",                                                                     \
       .help = "instead of within and share: half of the contacts within it"},                 \
      {.name = "p80",                                                                          \
       .kind = STF_KEYS_DURATION,                                                              \
       .open_least = true,                                                                     \
       .most = 3660.0 * 86400,                                                                 \
       .example = "8 min",                                                                     \
       .help = "the same for 80 % of the contacts"},                                           \
      {.name = "p90",                                                                          \
       .kind = STF_KEYS_DURATION,                                                              \
       .open_least = true,                                                                     \
       .most = 3660.0 * 86400,                                                                 \
       .example = "10 min",                                                                    \
       .help = "for 90 %"},                                                                    \
      {.name = "p95",                                                                          \
       .kind = STF_KEYS_DURATION,                                                              \
       .open_least = true,                                                                     \
       .most = 3660.0 * 86400,                                                                 \
       .example = "15 min",                                                                    \
       .help = "for 95 %"},                                                                    \
      {.name = "p99",                                                                          \
       .kind = STF_KEYS_DURATION,                                                              \
       .open_least = true,                                                                     \
       .most = 3660.0 * 86400,                                                                 \
       .example = "30 min",                                                                    \
       .help = "for 99 %"},                                                                    \
  {                                                                                            \
    .name = "calendar", .kind = STF_KEYS_TEXT, .example = "office",                            \
    .help = "name of a calendar: the clock runs while it is open; absent: day and night"       \
  }

static const struct stf_keys_key SLA_RESPONSE[] = {
    PROMISE,
};

static const struct stf_keys_key SLA_RESOLUTION[] = {
    PROMISE,
    {.name = "pauses",
     .kind = STF_KEYS_FLAG,
     .fallback = "true",
     .example = "false",
     .help = "the clock stands while the contact waits for the customer"},
};

static const struct stf_keys_key SLA_NEXT[] = {
    PROMISE,
};

static const struct stf_keys_key SLA_CONTRACT[] = {
    {.name = "period",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "month",
     .help = "what is judged one by one: day, week (ISO, from Monday) or month"},
    {.name = "clock",
     .kind = STF_KEYS_TEXT,
     .example = "first_response",
     .help = "which promise, where the policy has several: first_response, next_response or "
             "resolution"},
    {.name = "population",
     .kind = STF_KEYS_TEXT,
     .example = "in_hours",
     .help = "who counts: all, or in_hours; absent: as in the policy"},
    {.name = "exclude",
     .kind = STF_KEYS_MAPPING,
     .example = "{volume_above: 110 %, dates: [2026-12-24]}",
     .help = "what does not count, see sla[].contract.exclude"},
    {.name = "penalties",
     .kind = STF_KEYS_LIST,
     .required = true,
     .example = "[{below: 95 %, amount: 500}, {below: 90 %, amount: 2000}]",
     .help = "what is due for a share below, from the highest to the lowest; the lowest that "
             "applies, alone"},
};

static const struct stf_keys_key SLA_EXCLUDE[] = {
    {.name = "volume_above",
     .kind = STF_KEYS_SHARE,
     .open_least = true,
     .most = 100,
     .example = "110 %",
     .help =
         "a period with more contacts of the policy than so much of the scenario's expected "
         "volume does not count"},
    {.name = "dates",
     .kind = STF_KEYS_ANY,
     .example = "[2026-12-24]",
     .help = "days whose contacts do not count: a list, or a file (.ics, or CSV date[,name])"},
};

static const struct stf_keys_key SLA_PENALTY[] = {
    {.name = "below",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .open_least = true,
     .most = 1,
     .example = "95 %",
     .help = "the period's share is below this"},
    {.name = "amount",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .most = 1e12,
     .example = "500",
     .help = "due for the period, in the currency of 'costs'"},
};

static const struct stf_keys_key COSTS[] = {
    {.name = "currency",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "EUR",
     .help = "of all amounts"},
    {.name = "premiums",
     .kind = STF_KEYS_LIST,
     .example = "[{name: sundays, calendar: sundays, plus: 30 %}]",
     .help = "paid on top of the hourly rate while a calendar is open; premiums add up"},
    {.name = "bot",
     .kind = STF_KEYS_MAPPING,
     .example = "{per_conversation: 0.08}",
     .help = "fees of the bot"},
    {.name = "templates",
     .kind = STF_KEYS_NUMBER,
     .most = 1e9,
     .fallback = "0",
     .example = "0.07",
     .help = "for each paid template: a reply behind the channel's window"},
    {.name = "other_per_month",
     .kind = STF_KEYS_NUMBER,
     .most = 1e12,
     .fallback = "0",
     .example = "400",
     .help = "seats, platform: 1/28 to 1/31 for each day of the period"},
    {.name = "one_off",
     .kind = STF_KEYS_LIST,
     .example = "[{name: bot set-up, amount: 3000, months: 12}]",
     .help = "single investments, spread over months"},
    {.name = "hires",
     .kind = STF_KEYS_LIST,
     .example =
         "[{name: December, agents: 5, each: 400, training: 16 h, per_h: 18, months: 12}]",
     .help = "hiring and training, spread over months"},
};

static const struct stf_keys_key COSTS_PREMIUM[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "sundays",
     .help = "as the tables show it"},
    {.name = "calendar",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "sundays",
     .help = "name of a calendar: paid while it is open"},
    {.name = "plus",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 100,
     .example = "30 %",
     .help = "of the hourly rate"},
};

static const struct stf_keys_key COSTS_BOT[] = {
    {.name = "per_conversation",
     .kind = STF_KEYS_NUMBER,
     .most = 1e9,
     .fallback = "0",
     .example = "0.08",
     .help = "for each contact that the bot met"},
    {.name = "per_month",
     .kind = STF_KEYS_NUMBER,
     .most = 1e12,
     .fallback = "0",
     .example = "250",
     .help = "1/28 to 1/31 for each day of the period"},
};

static const struct stf_keys_key COSTS_ONE_OFF[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "bot set-up",
     .help = "as the tables show it"},
    {.name = "amount",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .most = 1e12,
     .example = "3000",
     .help = "in the currency"},
    {.name = "months",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = 1200,
     .example = "12",
     .help = "spread evenly over so many"},
    {.name = "from",
     .kind = STF_KEYS_DATE,
     .example = "2026-11-01",
     .help = "first day of the instalments; absent: they cover the period"},
};

static const struct stf_keys_key COSTS_HIRES[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "December",
     .help = "as messages name it"},
    {.name = "agents",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = 1e6,
     .example = "5",
     .help = "how many are hired"},
    {.name = "each",
     .kind = STF_KEYS_NUMBER,
     .most = 1e9,
     .fallback = "0",
     .example = "400",
     .help = "to find one"},
    {.name = "training",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .fallback = "0 s",
     .example = "16 h",
     .help = "paid time of each before the first contact; the roster does not hold it"},
    {.name = "per_h",
     .kind = STF_KEYS_NUMBER,
     .most = 1e6,
     .fallback = "0",
     .example = "18",
     .help = "cost of an hour of training"},
    {.name = "months",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = 1200,
     .example = "12",
     .help = "spread evenly over so many"},
    {.name = "from",
     .kind = STF_KEYS_DATE,
     .example = "2026-11-01",
     .help = "first day of the instalments; absent: they cover the period"},
};

const struct stf_keys STF_SCENARIO_KEYS_CALENDAR =
    STF_KEYS_TABLE("calendars.NAME", "opening hours", CALENDAR);
const struct stf_keys STF_SCENARIO_KEYS_CALENDAR_DATE =
    STF_KEYS_TABLE("calendars.NAME.dates[]", "a date with other hours", CALENDAR_DATE);
const struct stf_keys STF_SCENARIO_KEYS_SLA = STF_KEYS_TABLE("sla[]", "a policy", SLA);
const struct stf_keys STF_SCENARIO_KEYS_SLA_RESPONSE =
    STF_KEYS_TABLE("sla[].first_response", "promise of an answer", SLA_RESPONSE);
const struct stf_keys STF_SCENARIO_KEYS_SLA_NEXT =
    STF_KEYS_TABLE("sla[].next_response", "promise of every later answer", SLA_NEXT);
const struct stf_keys STF_SCENARIO_KEYS_SLA_CONTRACT = STF_KEYS_TABLE(
    "sla[].contract", "penalties for a promise, judged by days, weeks or months", SLA_CONTRACT);
const struct stf_keys STF_SCENARIO_KEYS_SLA_EXCLUDE =
    STF_KEYS_TABLE("sla[].contract.exclude", "what a contract leaves out", SLA_EXCLUDE);
const struct stf_keys STF_SCENARIO_KEYS_SLA_PENALTY =
    STF_KEYS_TABLE("sla[].contract.penalties[]", "one tier of penalties", SLA_PENALTY);
const struct stf_keys STF_SCENARIO_KEYS_SLA_RESOLUTION =
    STF_KEYS_TABLE("sla[].resolution", "promise of a solution", SLA_RESOLUTION);
const struct stf_keys STF_SCENARIO_KEYS_COSTS =
    STF_KEYS_TABLE("costs", "what the desk costs", COSTS);
const struct stf_keys STF_SCENARIO_KEYS_COSTS_PREMIUM =
    STF_KEYS_TABLE("costs.premiums[]", "paid on top of the hourly rate", COSTS_PREMIUM);
const struct stf_keys STF_SCENARIO_KEYS_COSTS_BOT =
    STF_KEYS_TABLE("costs.bot", "fees of the bot", COSTS_BOT);
const struct stf_keys STF_SCENARIO_KEYS_COSTS_ONE_OFF =
    STF_KEYS_TABLE("costs.one_off[]", "a single investment", COSTS_ONE_OFF);
const struct stf_keys STF_SCENARIO_KEYS_COSTS_HIRES =
    STF_KEYS_TABLE("costs.hires[]", "people who are hired", COSTS_HIRES);
