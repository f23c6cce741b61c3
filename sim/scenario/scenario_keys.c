/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_keys.h"

#include <math.h>

#define MOST ((double)INFINITY)

static const struct stf_keys_key ROOT[] = {
    {.name = "format",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .example = "1",
     .help = "version of this format; must be 1"},
    {.name = "title",
     .kind = STF_KEYS_TEXT,
     .fallback = "untitled",
     .example = "Christmas week",
     .help = "heads every report"},
    {.name = "timezone",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "Europe/Rome",
     .help =
         "IANA zone in which all dates and times of the scenario and its CSV files are read"},
    {.name = "period",
     .kind = STF_KEYS_MAPPING,
     .required = true,
     .example = "{from: 2026-12-21, to: 2026-12-27}",
     .help = "the days that are simulated and count"},
    {.name = "fitted",
     .kind = STF_KEYS_MAPPING,
     .example = "{from: 2026-09-01, to: 2026-11-15}",
     .help = "the days that the desk was fitted to, as fit writes them: for another period the "
             "head of a run says what is carried over"},
    {.name = "interval",
     .kind = STF_KEYS_DURATION,
     .least = 60,
     .most = 86400,
     .fallback = "30 min",
     .example = "15 min",
     .help = "length of the intervals of the tables; divides a day"},
    {.name = "edges",
     .kind = STF_KEYS_MAPPING,
     .example = "{start: {warmup: 2 h}, end: horizon}",
     .help = "in which state the period begins and how the run ends"},
    {.name = "service_level",
     .kind = STF_KEYS_MAPPING,
     .example = "{within: [20 s, 60 s]}",
     .help = "what counts as answered in time"},
    {.name = "log",
     .kind = STF_KEYS_FILE,
     .example = "data/december.csv",
     .help = "event log whose actuals stand beside the predictions"},
    {.name = "seed",
     .kind = STF_KEYS_INTEGER,
     .most = 9e15,
     .fallback = "1",
     .example = "7",
     .help = "of the random numbers, unless the command line gives one"},
    {.name = "replications",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 10000000,
     .fallback = "200",
     .example = "1000",
     .help = "independent repetitions of the period, unless the command line gives them"},
    {.name = "calendars",
     .kind = STF_KEYS_MAPPING,
     .example = "{office: {week: {mon-fri: \"09:00-18:00\"}}}",
     .help = "opening hours by name, see calendars.NAME"},
    {.name = "demand",
     .kind = STF_KEYS_MAPPING,
     .example = "{curve: data/curve.csv}",
     .help = "who comes, and when; not needed where every class has constant arrivals"},
    {.name = "classes",
     .kind = STF_KEYS_LIST,
     .required = true,
     .example = "[{name: orders, service: 5 min}]",
     .help = "the kinds of contacts, see classes[]"},
    {.name = "teams",
     .kind = STF_KEYS_LIST,
     .required = true,
     .example = "[{name: front, agents: 12}]",
     .help = "the people who answer, see teams[]"},
    {.name = "sla",
     .kind = STF_KEYS_LIST,
     .example = "[{name: standard, first_response: {p90: 10 min}}]",
     .help = "what was promised to whom, see sla[]"},
    {.name = "draws",
     .kind = STF_KEYS_FILE,
     .example = "draws.csv",
     .help = "how uncertain the parameters are: CSV draw,class,parameter,value[,team], as fit "
             "writes it"},
    {.name = "costs",
     .kind = STF_KEYS_MAPPING,
     .example = "{currency: EUR}",
     .help = "what the desk costs beside teams[].cost_per_h"},
};

static const struct stf_keys_key PERIOD[] = {
    {.name = "from",
     .kind = STF_KEYS_INSTANT,
     .required = true,
     .example = "2026-12-21",
     .help = "first day, or local date and time at which the period begins"},
    {.name = "to",
     .kind = STF_KEYS_INSTANT,
     .required = true,
     .example = "2026-12-27",
     .help = "last day (it belongs to the period), or local date and time at which the period "
             "ends"},
};

static const struct stf_keys_key FITTED[] = {
    {.name = "from",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2026-09-01",
     .help = "first of these days"},
    {.name = "to",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2026-11-15",
     .help = "last of them"},
    {.name = "horizon",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 3660.0 * 86400,
     .example = "4 w",
     .help = "how far ahead the factors of season and week were measured; absent: there are "
             "none"},
};

static const struct stf_keys_key EDGES[] = {
    {.name = "start",
     .kind = STF_KEYS_ANY,
     .fallback = "empty",
     .example = "{warmup: 2 h}",
     .help = "empty, or a warm-up before the period that is run but does not count"},
    {.name = "end",
     .kind = STF_KEYS_TEXT,
     .fallback = "until_empty",
     .example = "horizon",
     .help =
         "until_empty: runs on until everybody is served or gone; horizon: stops at the end, "
         "who is still there counts as open"},
};

static const struct stf_keys_key START[] = {
    {.name = "warmup",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .most = 366.0 * 86400,
     .example = "2 h",
     .help = "the run begins this long before the period, from an empty desk"},
};

static const struct stf_keys_key SERVICE_LEVEL[] = {
    {.name = "within",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .fallback = "20 s",
     .example = "[20 s, 60 s]",
     .help = "answered in time means within this wait; one duration or a list of up to 16"},
    {.name = "short_abandon",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .fallback = "5 s",
     .example = "5 s",
     .help = "who leaves within this wait is forgiven in service level SL5"},
};

static const struct stf_keys_key EMPIRICAL[] = {
    {.name = "file",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/service.csv",
     .help = "CSV value_s,weight or value_s,survival (share of durations above value_s)"},
    {.name = "tail_mean",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 1e9,
     .example = "300 s",
     .help = "mean of the exponential tail beyond the last value, where survival does not end "
             "at 0"},
};

const struct stf_keys STF_SCENARIO_KEYS_ROOT = STF_KEYS_TABLE("", "the file", ROOT);
const struct stf_keys STF_SCENARIO_KEYS_PERIOD =
    STF_KEYS_TABLE("period", "the days that are simulated and count", PERIOD);
const struct stf_keys STF_SCENARIO_KEYS_FITTED =
    STF_KEYS_TABLE("fitted", "the days that the desk was fitted to", FITTED);
const struct stf_keys STF_SCENARIO_KEYS_EDGES =
    STF_KEYS_TABLE("edges", "in which state the period begins and how the run ends", EDGES);
const struct stf_keys STF_SCENARIO_KEYS_START =
    STF_KEYS_TABLE("edges.start", "where the run does not begin empty", START);
const struct stf_keys STF_SCENARIO_KEYS_SERVICE_LEVEL =
    STF_KEYS_TABLE("service_level", "what counts as answered in time", SERVICE_LEVEL);
const struct stf_keys STF_SCENARIO_KEYS_EMPIRICAL =
    STF_KEYS_TABLE("empirical", "a law drawn from a file", EMPIRICAL);

/* One a line: each part of the format adds its own. */
/* clang-format off */
const struct stf_keys *const STF_SCENARIO_KEYS_ALL[] = {
    &STF_SCENARIO_KEYS_ROOT,
    &STF_SCENARIO_KEYS_PERIOD,
    &STF_SCENARIO_KEYS_FITTED,
    &STF_SCENARIO_KEYS_EDGES,
    &STF_SCENARIO_KEYS_START,
    &STF_SCENARIO_KEYS_SERVICE_LEVEL,
    &STF_SCENARIO_KEYS_CALENDAR,
    &STF_SCENARIO_KEYS_CALENDAR_DATE,
    &STF_SCENARIO_KEYS_DEMAND,
    &STF_SCENARIO_KEYS_TOTALS,
    &STF_SCENARIO_KEYS_REPLAY_DAYS,
    &STF_SCENARIO_KEYS_REPLAY_DAY,
    &STF_SCENARIO_KEYS_VOLUME,
    &STF_SCENARIO_KEYS_BUSYNESS,
    &STF_SCENARIO_KEYS_HOLIDAYS,
    &STF_SCENARIO_KEYS_SPECIAL_DAYS,
    &STF_SCENARIO_KEYS_CLASS,
    &STF_SCENARIO_KEYS_SILENT,
    &STF_SCENARIO_KEYS_BALK,
    &STF_SCENARIO_KEYS_WRAP_UP,
    &STF_SCENARIO_KEYS_BOT,
    &STF_SCENARIO_KEYS_BOT_CLOSED,
    &STF_SCENARIO_KEYS_TURNS,
    &STF_SCENARIO_KEYS_TURNS_NUMBER,
    &STF_SCENARIO_KEYS_TURNS_GEOMETRIC,
    &STF_SCENARIO_KEYS_TURNS_BINOMIAL,
    &STF_SCENARIO_KEYS_TURNS_FILE,
    &STF_SCENARIO_KEYS_WINDOW,
    &STF_SCENARIO_KEYS_AFTER,
    &STF_SCENARIO_KEYS_SOLVED,
    &STF_SCENARIO_KEYS_REPEAT,
    &STF_SCENARIO_KEYS_RETURN,
    &STF_SCENARIO_KEYS_REOPEN,
    &STF_SCENARIO_KEYS_REOPEN_BY,
    &STF_SCENARIO_KEYS_SURVEY,
    &STF_SCENARIO_KEYS_OPINION,
    &STF_SCENARIO_KEYS_TEAM,
    &STF_SCENARIO_KEYS_SLOWDOWN,
    &STF_SCENARIO_KEYS_ABSENCE,
    &STF_SCENARIO_KEYS_LEARNING,
    &STF_SCENARIO_KEYS_UNAVAILABLE,
    &STF_SCENARIO_KEYS_UNLOGGED,
    &STF_SCENARIO_KEYS_SHIFT_END,
    &STF_SCENARIO_KEYS_SUPPORTED_TEAM,
    &STF_SCENARIO_KEYS_CHANNEL,
    &STF_SCENARIO_KEYS_OVERFLOW,
    &STF_SCENARIO_KEYS_RESERVED,
    &STF_SCENARIO_KEYS_STICKY,
    &STF_SCENARIO_KEYS_SLA,
    &STF_SCENARIO_KEYS_SLA_RESPONSE,
    &STF_SCENARIO_KEYS_SLA_NEXT,
    &STF_SCENARIO_KEYS_SLA_CONTRACT,
    &STF_SCENARIO_KEYS_SLA_EXCLUDE,
    &STF_SCENARIO_KEYS_SLA_PENALTY,
    &STF_SCENARIO_KEYS_SLA_RESOLUTION,
    &STF_SCENARIO_KEYS_ESCALATE,
    &STF_SCENARIO_KEYS_COSTS,
    &STF_SCENARIO_KEYS_COSTS_PREMIUM,
    &STF_SCENARIO_KEYS_COSTS_BOT,
    &STF_SCENARIO_KEYS_COSTS_ONE_OFF,
    &STF_SCENARIO_KEYS_COSTS_HIRES,
    &STF_SCENARIO_KEYS_EMPIRICAL,
    &STF_SCENARIO_KEYS_SUPPORTED,
    &STF_SCENARIO_KEYS_BOOTSTRAP,
    &STF_SCENARIO_KEYS_CAMPAIGN,
    &STF_SCENARIO_KEYS_DEFLECTION,
};

const size_t STF_SCENARIO_KEYS_N = STF_COUNT_OF(STF_SCENARIO_KEYS_ALL);
