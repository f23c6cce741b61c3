/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of conversations in turns. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key TURNS[] = {
    {.name = "number",
     .kind = STF_KEYS_ANY,
     .required = true,
     .example = "{geometric: {mean: 4}}",
     .help = "turns of an agent in a conversation: a whole number, or one of the laws below"},
    {.name = "work",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 45 s, cv: 1}}",
     .help = "work of an agent on one turn, reading and writing"},
    {.name = "think",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{lognormal: {mean: 3 min, cv: 2}}",
     .help = "from the agent's reply to the customer's next message"},
    {.name = "park_after",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .example = "2 min",
     .help = "of the customer's silence: gives its place back until the next message; 0 s: at "
             "once; absent: never"},
    {.name = "return_to",
     .kind = STF_KEYS_TEXT,
     .fallback = "same_agent",
     .example = "queue",
     .help = "who gets a parked conversation back: same_agent, if she is there with a free "
             "place, else the queue; queue, whoever has a free place, else the queue"},
    {.name = "close_after",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .example = "24 h",
     .help = "of the customer's silence: closed as idle; absent: never"},
    {.name = "reopens",
     .kind = STF_KEYS_FLAG,
     .fallback = "true",
     .example = "false",
     .help = "a message after that opens it again; false: it is lost"},
};

static const struct stf_keys_key NUMBER[] = {
    {.name = "geometric",
     .kind = STF_KEYS_MAPPING,
     .example = "{mean: 4}",
     .help = "after each turn it ends with the same chance, 1 / mean"},
    {.name = "negative_binomial",
     .kind = STF_KEYS_MAPPING,
     .example = "{mean: 4, cv: 1.1}",
     .help = "one turn and a negative binomial number of others"},
    {.name = "empirical",
     .kind = STF_KEYS_MAPPING,
     .example = "{file: data/turns.csv}",
     .help = "CSV turns,weight: as often as seen; without weights each row counts once"},
};

#define MEAN                                                                                   \
  {                                                                                            \
    .name = "mean", .kind = STF_KEYS_NUMBER, .required = true, .least = 1, .most = 1000,       \
    .example = "4", .help = "mean number of turns"                                             \
  }

static const struct stf_keys_key GEOMETRIC[] = {MEAN};

static const struct stf_keys_key NEGATIVE_BINOMIAL[] = {
    MEAN,
    {.name = "cv",
     .kind = STF_KEYS_NUMBER,
     .required = true,
     .open_least = true,
     .most = 20,
     .example = "1.1",
     .help = "coefficient of variation; above sqrt(mean - 1) / mean"},
};

static const struct stf_keys_key NUMBERS[] = {
    {.name = "file",
     .kind = STF_KEYS_FILE,
     .required = true,
     .example = "data/turns.csv",
     .help = "CSV with the columns turns and weight"},
};

static const struct stf_keys_key WINDOW[] = {
    {.name = "length",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .fallback = "24 h",
     .example = "24 h",
     .help = "after the customer's last message; a later reply is a paid template"},
    {.name = "reply_share",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 1,
     .example = "60 %",
     .help = "of templates: the customer answers"},
};

const struct stf_keys STF_SCENARIO_KEYS_TURNS =
    STF_KEYS_TABLE("classes[].turns", "a conversation in turns", TURNS);
const struct stf_keys STF_SCENARIO_KEYS_TURNS_NUMBER = STF_KEYS_TABLE(
    "classes[].turns.number", "law of the number of turns: one of these", NUMBER);
const struct stf_keys STF_SCENARIO_KEYS_TURNS_GEOMETRIC =
    STF_KEYS_TABLE("classes[].turns.number.geometric", "a geometric number", GEOMETRIC);
const struct stf_keys STF_SCENARIO_KEYS_TURNS_BINOMIAL =
    STF_KEYS_TABLE("classes[].turns.number.negative_binomial", "a negative binomial number",
                   NEGATIVE_BINOMIAL);
const struct stf_keys STF_SCENARIO_KEYS_TURNS_FILE =
    STF_KEYS_TABLE("classes[].turns.number.empirical", "a number as observed", NUMBERS);
const struct stf_keys STF_SCENARIO_KEYS_WINDOW =
    STF_KEYS_TABLE("classes[].window", "the channel's window for free replies", WINDOW);
