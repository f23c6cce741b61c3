/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key DEMAND[] = {
    {.name = "curve",
     .kind = STF_KEYS_FILE,
     .example = "data/curve.csv",
     .help =
         "CSV weekday,start,class,arrivals (or date,...): mean arrivals of each step of a day"},
    {.name = "totals",
     .kind = STF_KEYS_MAPPING,
     .example = "{file: data/totals.csv, profile: data/curve.csv}",
     .help = "contacts of whole days, weeks or months, instead of a curve"},
    {.name = "replay",
     .kind = STF_KEYS_FILE,
     .example = "data/december.csv",
     .help = "event log whose own arrivals are the demand, instead of a curve"},
    {.name = "replay_days",
     .kind = STF_KEYS_ANY,
     .example = "{from: 2025-12-22}",
     .help = "which logged day each day of the period is: the period's first day is that one, "
             "and so on; or a list of {date: 2026-12-21, as: 2025-12-22}"},
    {.name = "bootstrap",
     .kind = STF_KEYS_MAPPING,
     .example = "{log: data/2025.csv, days: weekday}",
     .help =
         "each day of the run is a whole logged day, drawn anew in each replication, instead "
         "of a curve"},
    {.name = "volume",
     .kind = STF_KEYS_ANY,
     .open_least = true,
     .most = STF_SCENARIO_KEYS_VOLUME_MOST,
     .fallback = "1",
     .example = "1.3",
     .help = "factor on all arrivals; a number, or drawn once a replication: {mean: 1.3, cv: "
             "0.1} or {low: 1.2, likely: 1.3, high: 1.4}"},
    {.name = "busyness",
     .kind = STF_KEYS_MAPPING,
     .example = "{season_cv: 0.04, week_cv: 0.06, day_shape: 30}",
     .help = "how much seasons, weeks, days and intervals differ beyond chance"},
    {.name = "campaigns",
     .kind = STF_KEYS_LIST,
     .example = "[{name: sale, at: 2026-12-10 10:00, messages: 20000, reply_share: 6 %, "
                "reply_delay: {exponential: {mean: 20 min}}, class: orders}]",
     .help = "messages sent to customers, some of whom reply; beside the other arrivals"},
    {.name = "deflection",
     .kind = STF_KEYS_LIST,
     .example = "[{class: orders, from: data/phone-curve.csv, share: 20 %}]",
     .help = "calls that move into messaging; beside the other arrivals"},
    {.name = "observed_containment",
     .kind = STF_KEYS_MAPPING,
     .example = "{orders: 40 %}",
     .help = "of logs that begin after the bot, by class: the share that the bot contained of "
             "those it reached; who ended in it is rebuilt. 0 %: the log has everybody"},
    {.name = "holidays",
     .kind = STF_KEYS_LIST,
     .example = "[{file: data/it.ics, profile: sun, multiply: 0.5}]",
     .help = "customers' holidays and what they do to the demand"},
    {.name = "special_days",
     .kind = STF_KEYS_LIST,
     .example = "[{date: 2026-12-24, profile: sat, multiply: 0.6}]",
     .help = "single days that are not like the others; stronger than holidays"},
};

static const struct stf_keys_key TOTALS[] = {
    {.name = "file",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/totals.csv",
     .help = "CSV with one of date (2026-12-21), week (2026-W52, or its Monday) and month "
             "(2026-12), class unless shares say it, contacts"},
    {.name = "profile",
     .kind = STF_KEYS_FILE,
     .example = "data/curve.csv",
     .help = "curve by weekday whose relative sizes spread the totals; absent: the default "
             "profile, an assumption"},
};

static const struct stf_keys_key VOLUME[] = {
    {.name = "mean",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = STF_SCENARIO_KEYS_VOLUME_MOST,
     .example = "1.3",
     .help = "of a gamma law"},
    {.name = "cv",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = STF_SCENARIO_KEYS_CV_MOST,
     .example = "0.1",
     .help = "coefficient of variation of the gamma law"},
    {.name = "low",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = STF_SCENARIO_KEYS_VOLUME_MOST,
     .example = "1.2",
     .help = "smallest value of a triangular law"},
    {.name = "likely",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = STF_SCENARIO_KEYS_VOLUME_MOST,
     .example = "1.3",
     .help = "its most likely value"},
    {.name = "high",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = STF_SCENARIO_KEYS_VOLUME_MOST,
     .example = "1.4",
     .help = "its largest value"},
};

static const struct stf_keys_key MULTIPLY[] = {
    {.name = "low",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .most = 1000,
     .example = "0.3",
     .help = "smallest value"},
    {.name = "likely",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .most = 1000,
     .example = "0.4",
     .help = "most likely value"},
    {.name = "high",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .open_least = true,
     .most = 1000,
     .example = "0.6",
     .help = "largest value"},
};

static const struct stf_keys_key BUSYNESS[] = {
    {.name = "season_cv",
     .kind = STF_KEYS_NUMBER,
     .most = STF_SCENARIO_KEYS_CV_MOST,
     .fallback = "0",
     .example = "0.04",
     .help =
         "coefficient of variation of a gamma factor with mean 1 on all arrivals of the run"},
    {.name = "week_cv",
     .kind = STF_KEYS_NUMBER,
     .most = STF_SCENARIO_KEYS_CV_MOST,
     .fallback = "0",
     .example = "0.06",
     .help = "the same, one factor for each week from Monday on"},
    {.name = "day_shape",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = 1e9,
     .example = "30",
     .help = "shape of a gamma factor with mean 1 on all arrivals of a day; its coefficient of "
             "variation is 1/sqrt(shape); absent: no factor"},
    {.name = "interval_cv",
     .kind = STF_KEYS_NUMBER,
     .most = STF_SCENARIO_KEYS_CV_MOST,
     .fallback = "0",
     .example = "0.25",
     .help = "coefficient of variation of a gamma factor with mean 1 for each interval (root "
             "key 'interval') of a day"},
    {.name = "interval_correlation",
     .kind = STF_KEYS_NUMBER,
     .most = 1,
     .fallback = "0",
     .example = "0.6",
     .help = "between the normal scores of the factors of neighbouring intervals; at k "
             "intervals apart its k-th power"},
};

#define EFFECTS                                                                                \
  {.name = "closed", .kind = STF_KEYS_FLAG, .example = "true", .help = "nobody comes"},        \
      {.name = "multiply",                                                                     \
       .kind = STF_KEYS_ANY,                                                                   \
       .most = 1000,                                                                           \
       .fallback = "1",                                                                        \
       .example = "0.6",                                                                       \
       .help = "factor on the day's arrivals; a number, or drawn once a replication: {low: "   \
               "0.3, likely: 0.4, high: 0.6}"},                                                \
      {.name = "profile",                                                                      \
       .kind = STF_KEYS_TEXT,                                                                  \
       .example = "sun",                                                                       \
       .help = "the day is like this weekday"},                                                \
      {.name = "past",                                                                         \
       .kind = STF_KEYS_INTEGER,                                                               \
       .most = 10000,                                                                          \
       .fallback = "0",                                                                        \
       .example = "4",                                                                         \
       .help = "days behind it; below 2 it is an assumption"},                                 \
  {                                                                                            \
    .name = "classes", .kind = STF_KEYS_LIST, .example = "[orders]",                           \
    .help = "for these classes; absent: all"                                                   \
  }

static const struct stf_keys_key HOLIDAYS[] = {
    {.name = "file",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/it.ics",
     .help = "iCalendar file, or CSV date[,name]"},
    EFFECTS,
};

static const struct stf_keys_key SPECIAL_DAYS[] = {
    {.name = "date",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2026-12-24",
     .help = "the day"},
    EFFECTS,
    {.name = "as",
     .kind = STF_KEYS_DATE,
     .example = "2025-12-22",
     .help = "the day is like this date: its rows in a curve with dates, else its contacts in "
             "the scenario's log"},
};

static const struct stf_keys_key REPLAY_DAYS[] = {
    {.name = "from",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2025-12-22",
     .help = "the logged day that the period's first day is; the others follow"},
};

static const struct stf_keys_key REPLAY_DAY[] = {
    {.name = "date",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2026-12-21",
     .help = "a day of the run"},
    {.name = "as",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2025-12-22",
     .help = "the logged day whose contacts come on it"},
};

static const struct stf_keys_key BOOTSTRAP[] = {
    {.name = "log",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/2025.csv",
     .help = "event log whose days are drawn, each with equal chance; its first and last day "
             "are left out, they may be cut"},
    {.name = "days",
     .kind = STF_KEYS_TEXT,
     .fallback = "weekday",
     .example = "any",
     .help = "weekday: a Monday is one of the logged Mondays; kind: a holiday is one of the "
             "logged holidays, and so on, by demand.holidays; any: a day is any of them"},
};

static const struct stf_keys_key CAMPAIGN[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "sale",
     .help = "its name; its replies are drawn by it"},
    {.name = "at",
     .kind = STF_KEYS_INSTANT,
     .required = true,
     .example = "2026-12-10 10:00",
     .help = "when it is sent; before the run, its replies of that time are not seen"},
    {.name = "messages",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = 100000000,
     .example = "20000",
     .help = "how many customers get it"},
    {.name = "reply_share",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 1,
     .example = "6 %",
     .help = "of them who reply, each by chance"},
    {.name = "reply_delay",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 40 min, cv: 2}}",
     .help = "from sending to the reply"},
    {.name = "class",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "orders",
     .help = "of the contacts that replies open"},
    {.name = "in_frt",
     .kind = STF_KEYS_FLAG,
     .fallback = "true",
     .example = "false",
     .help = "whether these contacts count in first response times"},
};

static const struct stf_keys_key DEFLECTION[] = {
    {.name = "class",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "orders",
     .help = "in which they write; once in the list"},
    {.name = "from",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/phone-curve.csv",
     .help =
         "mean calls of each step of a day: a CSV file as 'curve', without a column 'class'"},
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 1,
     .example = "20 %",
     .help = "of the calls that move"},
};

const struct stf_keys STF_SCENARIO_KEYS_BOOTSTRAP =
    STF_KEYS_TABLE("demand.bootstrap", "whole logged days drawn anew", BOOTSTRAP);
const struct stf_keys STF_SCENARIO_KEYS_CAMPAIGN =
    STF_KEYS_TABLE("demand.campaigns[]", "messages sent to customers at one instant", CAMPAIGN);
const struct stf_keys STF_SCENARIO_KEYS_DEFLECTION =
    STF_KEYS_TABLE("demand.deflection[]", "calls that move into messaging", DEFLECTION);
const struct stf_keys STF_SCENARIO_KEYS_DEMAND =
    STF_KEYS_TABLE("demand", "who comes, and when", DEMAND);
const struct stf_keys STF_SCENARIO_KEYS_TOTALS =
    STF_KEYS_TABLE("demand.totals", "contacts of whole days, weeks or months", TOTALS);
const struct stf_keys STF_SCENARIO_KEYS_REPLAY_DAYS =
    STF_KEYS_TABLE("demand.replay_days", "the logged days, in their order", REPLAY_DAYS);
const struct stf_keys STF_SCENARIO_KEYS_REPLAY_DAY =
    STF_KEYS_TABLE("demand.replay_days[]", "a day and the logged day that it is", REPLAY_DAY);
const struct stf_keys STF_SCENARIO_KEYS_MULTIPLY =
    STF_KEYS_TABLE("demand.holidays[].multiply", "a factor that is not known well", MULTIPLY);
const struct stf_keys STF_SCENARIO_KEYS_VOLUME =
    STF_KEYS_TABLE("demand.volume", "a volume drawn once a replication", VOLUME);
const struct stf_keys STF_SCENARIO_KEYS_BUSYNESS = STF_KEYS_TABLE(
    "demand.busyness", "how much seasons, weeks, days and intervals differ beyond chance",
    BUSYNESS);
const struct stf_keys STF_SCENARIO_KEYS_HOLIDAYS =
    STF_KEYS_TABLE("demand.holidays[]", "a list of holidays and what they do", HOLIDAYS);
const struct stf_keys STF_SCENARIO_KEYS_SPECIAL_DAYS =
    STF_KEYS_TABLE("demand.special_days[]", "a day that is not like the others", SPECIAL_DAYS);
