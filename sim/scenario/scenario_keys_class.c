/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of classes. */
#include "scenario/scenario_keys.h"

static const struct stf_keys_key CLASS[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "orders",
     .help = "as in the curve, the teams and the log"},
    {.name = "priority",
     .kind = STF_KEYS_INTEGER,
     .least = -1000000,
     .most = 1000000,
     .fallback = "1",
     .example = "2",
     .help = "lower numbers are served first; within one priority the longest wait"},
    {.name = "channel",
     .kind = STF_KEYS_TEXT,
     .example = "whatsapp",
     .help = "label for the tables by channel"},
    {.name = "arrivals",
     .kind = STF_KEYS_RATE,
     .open_least = true,
     .most = 1e6,
     .example = "95/min",
     .help = "constant rate day and night, instead of rows in the curve"},
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .most = 1,
     .example = "70 %",
     .help = "part of a curve or of totals without a column 'class'"},
    {.name = "service",
     .kind = STF_KEYS_LAW,
     .example = "{lognormal: {mean: 5 min, cv: 1.2}}",
     .help = "work of an agent on one contact, all of it at once; required without turns"},
    {.name = "turns",
     .kind = STF_KEYS_MAPPING,
     .example = "{number: {geometric: {mean: 4}}, work: 1 min, think: 3 min}",
     .help = "the conversation in turns of agent and customer, instead of service"},
    {.name = "window",
     .kind = STF_KEYS_MAPPING,
     .example = "{length: 24 h, reply_share: 60 %}",
     .help = "WhatsApp: later than that after the customer's last message a reply is a paid "
             "template; needs turns"},
    {.name = "wrap_up",
     .kind = STF_KEYS_MAPPING,
     .example = "{time: {exponential: {mean: 40 s}}}",
     .help = "after-work in the place of the contact, the customer gone"},
    {.name = "patience",
     .kind = STF_KEYS_LAW,
     .fallback = "never",
     .example = "{exponential: {mean: 2 min}}",
     .help = "wait after which a customer leaves; never: nobody leaves"},
    {.name = "patience_hours",
     .kind = STF_KEYS_TEXT,
     .example = "office",
     .help = "name of a calendar: patience runs while it is open; absent: always"},
    {.name = "patience_until",
     .kind = STF_KEYS_TEXT,
     .fallback = "assignment",
     .example = "first_reply",
     .help = "assignment: who is taken stays; first_reply: leaves out of the agent's hands if "
             "no message comes before patience ends"},
    {.name = "silent",
     .kind = STF_KEYS_MAPPING,
     .example = "{share: 40 %, ghost: 2 min}",
     .help = "of those whose patience ends some tell nobody: an agent still takes them"},
    {.name = "balk",
     .kind = STF_KEYS_ANY,
     .example = "{queue: 20, share: 50 %}",
     .help = "who must wait turns away at once: 10 %, or from a length of the queue on, or a "
             "list of such steps"},
    {.name = "acknowledge",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .example = "2 s",
     .help = "an automatic message goes out so long after the opening; absent: none"},
    {.name = "first_message",
     .kind = STF_KEYS_LAW,
     .example = "{lognormal: {mean: 40 s, cv: 1}}",
     .help = "from the assignment to the first human message; absent: not known"},
    {.name = "head_start",
     .kind = STF_KEYS_DURATION,
     .most = 366.0 * 86400,
     .fallback = "0 s",
     .example = "90 s",
     .help = "taken as if it had waited so much longer, within one priority"},
    {.name = "weight",
     .kind = STF_KEYS_NUMBER,
     .open_least = true,
     .most = 1e6,
     .fallback = "1",
     .example = "4",
     .help = "each minute waited counts so many times, in teams with 'next: "
             "longest_weighted_wait'"},
    {.name = "aging",
     .kind = STF_KEYS_DURATION,
     .open_least = true,
     .most = 366.0 * 86400,
     .example = "10 min",
     .help = "one priority better for each so much waited, in teams with 'next: priority'; "
             "absent: never"},
    {.name = "sla",
     .kind = STF_KEYS_ANY,
     .example = "standard",
     .help = "name of a policy, or policies by priority: {default: standard, 2: vip}"},
    {.name = "bot",
     .kind = STF_KEYS_MAPPING,
     .example = "{containment: 45 %, duration: 1 min}",
     .help = "the bot in front of the agents"},
    {.name = "after",
     .kind = STF_KEYS_MAPPING,
     .example = "{solved: 80 %, repeat: {unsolved: {share: 40 %, delay: 4 h}}}",
     .help = "what comes after a contact: solved or not, customers who come back"},
    {.name = "supported",
     .kind = STF_KEYS_MAPPING,
     .example = "{wait: 12 min}",
     .help = "what the data behind it have seen: a run says how much of it lies beyond"},
};

/* What a bot does, in its hours or out of them. */
#define EFFECTS                                                                                \
  {.name = "reach",                                                                            \
   .kind = STF_KEYS_SHARE,                                                                     \
   .most = 1,                                                                                  \
   .fallback = "100 %",                                                                        \
   .example = "90 %",                                                                          \
   .help = "of the contacts of the class"},                                                    \
      {.name = "containment",                                                                  \
       .kind = STF_KEYS_SHARE,                                                                 \
       .most = 1,                                                                              \
       .example = "45 %",                                                                      \
       .help = "of those that it reaches: no agent is needed; required with a reach above 0"}, \
      {.name = "leave",                                                                        \
       .kind = STF_KEYS_SHARE,                                                                 \
       .most = 1,                                                                              \
       .fallback = "0 %",                                                                      \
       .example = "5 %",                                                                       \
       .help = "of those not contained: leave inside the bot"},                                \
      {.name = "duration",                                                                     \
       .kind = STF_KEYS_LAW,                                                                   \
       .example = "1 min",                                                                     \
       .help =                                                                                 \
           "from the opening to the end of the bot's part; required with a reach above 0"},    \
      {.name = "reading",                                                                      \
       .kind = STF_KEYS_LAW,                                                                   \
       .example = "15 s",                                                                      \
       .help = "an agent's reading of the bot's part, added to the work of a contact handed "  \
               "over; absent: none"},                                                          \
  {                                                                                            \
    .name = "difficulty", .kind = STF_KEYS_NUMBER, .most = 1, .fallback = "0",                 \
    .example = "0.5",                                                                          \
    .help = "rank correlation, 0 to 1, of work with not being contained: the bot ends the "    \
            "easy ones"                                                                        \
  }

static const struct stf_keys_key BOT[] = {
    EFFECTS,
    {.name = "hours",
     .kind = STF_KEYS_TEXT,
     .example = "office",
     .help = "name of a calendar: this bot serves while it is open; absent: always"},
    {.name = "out_of_hours",
     .kind = STF_KEYS_MAPPING,
     .example = "{containment: 30 %, duration: 1 min}",
     .help = "the bot while `hours` is closed; absent: none"},
};

static const struct stf_keys_key BOT_CLOSED[] = {
    EFFECTS,
};

static const struct stf_keys_key WRAP_UP[] = {
    {.name = "time",
     .kind = STF_KEYS_LAW,
     .required = true,
     .example = "{exponential: {mean: 40 s}}",
     .help = "how long it takes"},
    {.name = "holds",
     .kind = STF_KEYS_TEXT,
     .fallback = "agent",
     .example = "place",
     .help = "agent: it is work of hers, in the contact's place; place: only that place stays "
             "taken, while she works on others"},
};

static const struct stf_keys_key SILENT[] = {
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 1,
     .example = "40 %",
     .help = "of those whose patience ends"},
    {.name = "ghost",
     .kind = STF_KEYS_LAW,
     .example = "{lognormal: {mean: 2 min, cv: 1}}",
     .help = "an agent's time on a customer who is gone; required, but in turns"},
};

static const struct stf_keys_key BALK[] = {
    {.name = "queue",
     .kind = STF_KEYS_INTEGER,
     .most = 1000000,
     .fallback = "0",
     .example = "20",
     .help = "from so many waiting contacts of the class on; 0: whoever must wait"},
    {.name = "share",
     .kind = STF_KEYS_SHARE,
     .required = true,
     .most = 1,
     .example = "50 %",
     .help = "of those who come then: turn away at once"},
};

const struct stf_keys STF_SCENARIO_KEYS_SILENT =
    STF_KEYS_TABLE("classes[].silent", "customers who leave without telling anybody", SILENT);
const struct stf_keys STF_SCENARIO_KEYS_BALK =
    STF_KEYS_TABLE("classes[].balk", "turning away from a queue; one step, or a list", BALK);
const struct stf_keys STF_SCENARIO_KEYS_CLASS =
    STF_KEYS_TABLE("classes[]", "a kind of contact", CLASS);
const struct stf_keys STF_SCENARIO_KEYS_BOT =
    STF_KEYS_TABLE("classes[].bot", "the bot in front of the agents", BOT);
const struct stf_keys STF_SCENARIO_KEYS_BOT_CLOSED = STF_KEYS_TABLE(
    "classes[].bot.out_of_hours", "the bot while its `hours` are closed", BOT_CLOSED);
const struct stf_keys STF_SCENARIO_KEYS_WRAP_UP =
    STF_KEYS_TABLE("classes[].wrap_up", "what is left to do after a contact", WRAP_UP);
