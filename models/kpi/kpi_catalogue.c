/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_catalogue.h"

#include "base/macros.h"

#define STATISTIC(name) (1U << STF_KPI_CATALOGUE_##name)
#define KIND(name)      (1U << STF_KPI_CATALOGUE_##name)

enum {
  COUNT = STATISTIC(COUNT),
  MEAN = STATISTIC(MEAN),
  SHARE = STATISTIC(SHARE),
  QUANTILES =
      STATISTIC(P50) | STATISTIC(P75) | STATISTIC(P90) | STATISTIC(P95) | STATISTIC(P99),
  DISTRIBUTION = COUNT | MEAN | QUANTILES | STATISTIC(MAX),
  GRID_WAIT = MEAN | STATISTIC(P50) | STATISTIC(P90), /* quantiles only if the plan asks */
  UNANSWERED = STATISTIC(UNANSWERED_SHARE),
  SUM = STATISTIC(SUM),
  SUMS = STATISTIC(SUM) | STATISTIC(PER_MONTH) | STATISTIC(PER_YEAR),
  MAX = STATISTIC(MAX),

  ATTRIBUTES =
      KIND(TOTAL) | KIND(CLASS) | KIND(CHANNEL) | KIND(PRIORITY) | KIND(CLASS_PRIORITY),
  ANSWERERS = KIND(TEAM) | KIND(AGENT), /* only contacts that were answered have one for sure */
  DATES = KIND(DAY) | KIND(WEEK) | KIND(MONTH),
  TIMES = DATES | KIND(INTERVAL) | KIND(WEEKDAY_INTERVAL) | KIND(TIME_OF_DAY),
  GRID = TIMES | KIND(CLASS_INTERVAL),

  QUEUE = STF_KPI_CATALOGUE_QUEUE,
  TERMS = STF_KPI_CATALOGUE_TERMS,
  HOURS = STF_KPI_CATALOGUE_HOURS,
  COSTS = STF_KPI_CATALOGUE_COSTS,
  OVERLAPS = STF_KPI_CATALOGUE_OVERLAPS,
  SINGLE = STF_KPI_CATALOGUE_SINGLE,
  CONTRACTS = STF_KPI_CATALOGUE_CONTRACTS
};

/* clang-format off */
const struct stf_kpi_descriptor STF_KPI_CATALOGUE[] = {
  {.kpi = "arrivals", .definition = "opened", .unit = "contacts",
   .help = "contacts opened in the period",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_OPENED, .kinds = ATTRIBUTES | GRID,
   .statistics = COUNT, .grid_statistics = COUNT, .is_default = true},
  {.kpi = "arrivals", .definition = "offered", .unit = "contacts",
   .help = "of them asked for a human: N",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES |
   KIND(TEAM) | GRID, .statistics = COUNT, .grid_statistics = COUNT, .is_default = true, .needs
   = QUEUE},
  {.kpi = "arrivals", .definition = "answered", .unit = "contacts",
   .help = "of them taken by an agent (without a queue: got a human message): A",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES |
   ANSWERERS | GRID, .statistics = COUNT, .grid_statistics = COUNT, .is_default = true},
  {.kpi = "arrivals", .definition = "bot", .unit = "contacts",
   .help = "of the opened those that the bot met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_MET, .kinds = ATTRIBUTES,
   .statistics = COUNT, .shown_by = STF_KPI_CELL_BOT_MET, .is_default = true},
  {.kpi = "arrivals", .definition = "campaign", .unit = "contacts",
   .help = "of the opened those that a reply to a campaign opened; share of the opened",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_CAMPAIGN, .over =
   STF_KPI_CELL_OPENED, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_CAMPAIGN, .is_default = true},
  {.kpi = "arrivals", .definition = "fresh", .unit = "contacts",
   .help = "opened, customer known: no contact of customer and class open or in the 7 days before",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_FRESH, .kinds = ATTRIBUTES,
   .statistics = COUNT, .shown_by = STF_KPI_CELL_CUSTOMER_KNOWN, .is_default = true},
  {.kpi = "arrivals", .definition = "repeat", .unit = "contacts",
   .help = "opened, customer known: all others; share of both",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_REPEATED, .over =
   STF_KPI_CELL_CUSTOMER_KNOWN, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_CUSTOMER_KNOWN, .is_default = true},
  {.kpi = "abandonment", .definition = "explicit", .unit = "contacts",
   .help = "left while waiting, and said so: B; share B/N",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_ABANDONED, .over =
   STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES | KIND(TEAM) | GRID, .statistics = COUNT | SHARE,
   .grid_statistics = SHARE, .is_default = true},
  {.kpi = "abandonment", .definition = "silent", .unit = "contacts",
   .help = "left before a first answer and told nobody; share of the offered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_LEFT_SILENTLY, .over =
   STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES | KIND(TEAM), .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_LEFT_SILENTLY, .is_default = true, .needs = QUEUE},
  {.kpi = "abandonment", .definition = "in_hand", .unit = "contacts",
   .help = "left after an agent took it; share of the answered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_LEFT_IN_HAND, .over =
   STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_LEFT_IN_HAND, .is_default = true, .needs = QUEUE},
  {.kpi = "abandonment", .definition = "balked", .unit = "contacts",
   .help = "of those who left while waiting: turned away at once; share of the offered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BALKED, .over =
   STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_BALKED, .is_default = true, .needs = QUEUE},
  {.kpi = "abandonment", .definition = "in_bot", .unit = "contacts",
   .help = "gave up inside the bot; share of those that it met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_GAVE_UP, .over =
   STF_KPI_CELL_BOT_MET, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_BOT_MET, .is_default = true},
  {.kpi = "containment", .definition = "loose", .unit = "contacts",
   .help = "ended by the bot; share of those that it met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_CONTAINED, .over =
   STF_KPI_CELL_BOT_MET, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_BOT_MET, .is_default = true},
  {.kpi = "containment", .definition = "human_takeover", .unit = "contacts",
   .help = "handed over by the bot; share of those that it met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_HANDED, .over =
   STF_KPI_CELL_BOT_MET, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_BOT_MET, .is_default = true},
  {.kpi = "containment", .definition = "strict", .unit = "contacts",
   .help = "ended by the bot, and no other contact of the customer within 24 h; share of those that it met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_STRICT, .over =
   STF_KPI_CELL_BOT_DUE, .kinds = ATTRIBUTES, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_BOT_DUE, .is_default = true},
  {.kpi = "containment", .definition = "false", .unit = "contacts",
   .help = "ended by the bot, and the customer is back within 24 h; share of those that it met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_FALSE, .over =
   STF_KPI_CELL_BOT_DUE, .kinds = ATTRIBUTES, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_BOT_DUE, .is_default = true},
  {.kpi = "containment", .definition = "no_solution", .unit = "contacts",
   .help = "false, or gave up inside the bot; share of those that it met",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BOT_HARMED, .over =
   STF_KPI_CELL_BOT_DUE, .kinds = ATTRIBUTES, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_BOT_DUE, .is_default = true},
  {.kpi = "bot_time", .definition = "to_handover", .unit = "s",
   .help = "handed over: from the start of the bot to the hand-over",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BOT_TO_HANDOVER, .kinds =
   ATTRIBUTES, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_BOT_MET, .is_default =
   true},
  {.kpi = "bot_time", .definition = "handover_to_human", .unit = "s",
   .help = "handed over: from the hand-over to the first human message",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_HANDOVER_TO_HUMAN, .kinds =
   ATTRIBUTES, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_BOT_MET, .is_default =
   true},
  {.kpi = "wait", .definition = "answered", .unit = "s",
   .help = "answered: from asking for a human to the assignment",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_WAIT_ANSWERED, .kinds =
   ATTRIBUTES | ANSWERERS | GRID, .statistics = DISTRIBUTION, .grid_statistics = GRID_WAIT,
   .is_default = true, .needs = QUEUE},
  {.kpi = "wait", .definition = "abandoned", .unit = "s",
   .help = "abandoned: from asking for a human to leaving",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_WAIT_ABANDONED, .kinds =
   ATTRIBUTES | KIND(TEAM), .statistics = DISTRIBUTION, .is_default = true, .needs = QUEUE},
  {.kpi = "wait", .definition = "all", .unit = "s",
   .help = "answered and abandoned together",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_WAIT_ALL, .kinds = ATTRIBUTES |
   KIND(TEAM), .statistics = DISTRIBUTION, .is_default = true, .needs = QUEUE},
  {.kpi = "frt", .definition = "human", .unit = "s",
   .help = "offered: from the opening to the first message of a human agent",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FRT_HUMAN, .over =
   STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES | ANSWERERS | GRID, .statistics = DISTRIBUTION |
   UNANSWERED, .grid_statistics = GRID_WAIT, .is_default = true},
  {.kpi = "frt", .definition = "human_after_bot", .unit = "s",
   .help = "offered: from the hand-over (opening without a bot) to the first human message",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FRT_AFTER_BOT, .over =
   STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION |
   UNANSWERED, .is_default = true},
  {.kpi = "frt", .definition = "human_after_bot", .unit = "s",
   .help = "the same in the business time of the contact's SLA policy",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BUSINESS_FRT, .kinds =
   KIND(TOTAL) | KIND(CLASS), .statistics = DISTRIBUTION, .needs = HOURS, .is_default = true,
   .is_business = true},
  {.kpi = "frt", .definition = "any", .unit = "s",
   .help = "opened: from the opening to the first outgoing message, automatic ones included",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FRT_ANY, .over =
   STF_KPI_CELL_OPENED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION |
   UNANSWERED},
  {.kpi = "frt", .definition = "assigned", .unit = "s",
   .help = "answered: from the assignment to the first human message; 0 if that came before",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FRT_ASSIGNED, .over =
   STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION |
   UNANSWERED, .needs = QUEUE},
  {.kpi = "frt", .definition = "human_of_day", .unit = "s",
   .help = "first human reply of each civil day: from the oldest customer message it answers",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FRT_OF_DAY, .kinds = ATTRIBUTES |
   ANSWERERS, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_REPLIED},
  {.kpi = "response_time", .definition = "oldest_unanswered", .unit = "s",
   .help = "each human reply: from the oldest customer message it answers",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_RESPONSE, .kinds = ATTRIBUTES |
   ANSWERERS, .statistics = DISTRIBUTION, .is_default = true},
  {.kpi = "response_time", .definition = "mean_per_conversation", .unit = "s",
   .help = "contacts with a reply: mean of their response times",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_RESPONSE_MEAN, .kinds =
   ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION},
  {.kpi = "response_time", .definition = "median_per_conversation", .unit = "s",
   .help = "contacts with a reply: median of their response times",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_RESPONSE_MEDIAN, .kinds =
   ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION},
  {.kpi = "unanswered", .definition = "at_end", .unit = "s",
   .help = "open at the end, the customer's message not answered: time since the oldest such one",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_UNANSWERED_FOR, .kinds =
   ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_UNANSWERED},
  {.kpi = "window_missed", .definition = "24h", .unit = "replies",
   .help = "replies more than 24 h after the customer's last message; share of the replies",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_LATE_REPLIES, .over =
   STF_KPI_CELL_REPLIES, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE, .shown_by
   = STF_KPI_CELL_LATE_REPLIES},
  {.kpi = "window_missed", .definition = "templates", .unit = "replies",
   .help = "paid templates; share of the replies",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_TEMPLATES, .over =
   STF_KPI_CELL_REPLIES, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE, .shown_by
   = STF_KPI_CELL_TEMPLATES, .is_default = true},
  {.kpi = "parked", .definition = "contacts", .unit = "contacts",
   .help = "parked at least once: waited for the customer without a place; share of the answered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_PARKED, .over =
   STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_PARKED, .is_default = true},
  {.kpi = "parked", .definition = "time", .unit = "s",
   .help = "of them: time parked until the customer wrote again, in all",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_PARKED_TIME, .kinds = ATTRIBUTES
   | ANSWERERS, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_PARKED},
  {.kpi = "closing_time", .definition = "open_to_close", .unit = "s",
   .help = "closed after service: from the opening to the last close",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_CLOSE, .kinds = ATTRIBUTES |
   ANSWERERS, .statistics = DISTRIBUTION, .is_default = true},
  {.kpi = "closing_time", .definition = "open_to_last_message", .unit = "s",
   .help = "contacts with a message: from the opening to the last message of anybody",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_LAST_MESSAGE, .kinds = ATTRIBUTES
   | ANSWERERS, .statistics = DISTRIBUTION, .is_default = true},
  {.kpi = "resolution_time", .definition = "last_resolve", .unit = "s",
   .help = "from the opening to the last resolve",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_LAST_RESOLVE, .kinds = ATTRIBUTES
   | ANSWERERS, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_RESOLVED, .is_default =
   true},
  {.kpi = "resolution_time", .definition = "first_resolve", .unit = "s",
   .help = "from the opening to the first resolve",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FIRST_RESOLVE, .kinds =
   ATTRIBUTES | ANSWERERS, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_RESOLVED},
  {.kpi = "resolution_time", .definition = "last_close", .unit = "s",
   .help = "closed after service: from the opening to the last close",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_LAST_CLOSE, .kinds = ATTRIBUTES |
   ANSWERERS, .statistics = DISTRIBUTION},
  {.kpi = "resolution_time", .definition = "first_close", .unit = "s",
   .help = "closed after service: from the opening to the first close",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_FIRST_CLOSE, .kinds = ATTRIBUTES
   | ANSWERERS, .statistics = DISTRIBUTION},
  {.kpi = "resolution_time", .definition = "pausable", .unit = "s",
   .help = "to the last resolve, else last close, less the time of waiting for the customer",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_PAUSABLE, .kinds = ATTRIBUTES |
   ANSWERERS, .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_PAUSED},
  {.kpi = "resolution_time", .definition = "last_resolve", .unit = "s",
   .help = "the five above in the business time of the contact's SLA policy",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BUSINESS_LAST_RESOLVE, .kinds =
   KIND(TOTAL) | KIND(CLASS), .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_RESOLVED,
   .is_default = true, .needs = HOURS, .is_business = true},
  {.kpi = "resolution_time", .definition = "first_resolve", .unit = "s",
   .help = "in business time",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BUSINESS_FIRST_RESOLVE, .kinds =
   KIND(TOTAL) | KIND(CLASS), .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_RESOLVED,
   .needs = HOURS, .is_business = true},
  {.kpi = "resolution_time", .definition = "last_close", .unit = "s",
   .help = "in business time",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BUSINESS_LAST_CLOSE, .kinds =
   KIND(TOTAL) | KIND(CLASS), .statistics = DISTRIBUTION, .is_default = true, .needs = HOURS,
   .is_business = true},
  {.kpi = "resolution_time", .definition = "first_close", .unit = "s",
   .help = "in business time",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BUSINESS_FIRST_CLOSE, .kinds =
   KIND(TOTAL) | KIND(CLASS), .statistics = DISTRIBUTION, .needs = HOURS, .is_business = true},
  {.kpi = "resolution_time", .definition = "pausable", .unit = "s",
   .help = "in business time",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_BUSINESS_PAUSABLE, .kinds =
   KIND(TOTAL) | KIND(CLASS), .statistics = DISTRIBUTION, .shown_by = STF_KPI_CELL_PAUSED,
   .needs = HOURS, .is_business = true},
  {.kpi = "aht", .definition = "session", .unit = "s",
   .help = "answered: from the assignment to the last close, else from start to end of work",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_AHT_SESSION, .kinds = ATTRIBUTES
   | ANSWERERS | GRID, .statistics = DISTRIBUTION, .grid_statistics = MEAN, .is_default = true},
  {.kpi = "aht", .definition = "agent_work", .unit = "s",
   .help = "answered, work finished: the agents' own working time",
   .source = STF_KPI_CATALOGUE_DURATION, .field = STF_KPI_CELL_AHT_WORK, .kinds = ATTRIBUTES |
   ANSWERERS | GRID, .statistics = DISTRIBUTION, .grid_statistics = MEAN, .is_default = true},
  {.kpi = "service_level", .definition = "sl3", .unit = "share",
   .help = "S/N: answered in time / offered",
   .source = STF_KPI_CATALOGUE_SERVICE, .field = STF_KPI_CATALOGUE_SL3, .kinds = ATTRIBUTES |
   KIND(TEAM) | GRID, .statistics = SHARE, .grid_statistics = SHARE, .is_default = true},
  {.kpi = "service_level", .definition = "sl1", .unit = "share",
   .help = "(S+b)/N: abandoned in time count as well served",
   .source = STF_KPI_CATALOGUE_SERVICE, .field = STF_KPI_CATALOGUE_SL1, .kinds = ATTRIBUTES |
   KIND(TEAM), .statistics = SHARE},
  {.kpi = "service_level", .definition = "sl2", .unit = "share",
   .help = "S/A: of the answered only",
   .source = STF_KPI_CATALOGUE_SERVICE, .field = STF_KPI_CATALOGUE_SL2, .kinds = ATTRIBUTES |
   KIND(TEAM), .statistics = SHARE},
  {.kpi = "service_level", .definition = "sl4", .unit = "share",
   .help = "S/(N-b): abandoned in time left out",
   .source = STF_KPI_CATALOGUE_SERVICE, .field = STF_KPI_CATALOGUE_SL4, .kinds = ATTRIBUTES |
   KIND(TEAM), .statistics = SHARE},
  {.kpi = "service_level", .definition = "sl5", .unit = "share",
   .help = "(S + abandoned within the short limit)/N",
   .source = STF_KPI_CATALOGUE_SERVICE, .field = STF_KPI_CATALOGUE_SL5, .kinds = ATTRIBUTES |
   KIND(TEAM), .statistics = SHARE},
  {.kpi = "service_level", .definition = "censored", .unit = "contacts",
   .help = "open, not answered and not yet too late at the horizon: left out of N",
   .source = STF_KPI_CATALOGUE_SERVICE, .field = STF_KPI_CATALOGUE_NOT_YET, .kinds = ATTRIBUTES
   | KIND(TEAM), .statistics = COUNT, .is_default = true},
  {.kpi = "fcr", .definition = "no_transfer", .unit = "contacts",
   .help = "closed after service by one agent, never transferred or escalated; share of the closed",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_ONE_HAND, .over =
   STF_KPI_CELL_SERVED_OUT, .kinds = ATTRIBUTES | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_MOVED, .is_default = true},
  {.kpi = "fcr", .definition = "one_touch", .unit = "contacts",
   .help = "of them those with one reply at most, never reopened; share of the closed",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_ONE_TOUCH, .over =
   STF_KPI_CELL_SERVED_OUT, .kinds = ATTRIBUTES | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_REPLIED},
  {.kpi = "fcr", .definition = "no_repeat_7d", .unit = "contacts",
   .help = "closed after service and no contact of customer and class in the 7 days after; share of the closed",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_WEEK_KEPT, .over =
   STF_KPI_CELL_WEEK_DUE, .kinds = ATTRIBUTES | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_CUSTOMER_KNOWN, .is_default = true},
  {.kpi = "fcr", .definition = "solved", .unit = "contacts",
   .help = "closed after service and solved; share of those of which it is known",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_SOLVED, .over =
   STF_KPI_CELL_SOLVED_KNOWN, .kinds = ATTRIBUTES | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_SOLVED_KNOWN, .is_default = true},
  {.kpi = "escalation_rate", .definition = "escalated", .unit = "contacts",
   .help = "escalated; share of the answered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_ESCALATED, .over =
   STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_ESCALATED, .is_default = true},
  {.kpi = "escalation_rate", .definition = "alerted", .unit = "contacts",
   .help = "offered: somebody was told that a promise was in danger; share of the offered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_ALERTED, .over =
   STF_KPI_CELL_OFFERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE, .shown_by
   = STF_KPI_CELL_ALERTED, .is_default = true},
  {.kpi = "transfer_rate", .definition = "transferred", .unit = "contacts",
   .help = "passed on to another agent or team; share of the answered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_TRANSFERRED, .over =
   STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_TRANSFERRED, .is_default = true},
  {.kpi = "hand_back", .definition = "handed_back", .unit = "contacts",
   .help = "given back to the queue, at least once, as an agent's shift was over; share of the answered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_HANDED_BACK, .over =
   STF_KPI_CELL_ANSWERED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_HANDED_BACK, .is_default = true},
  {.kpi = "reopen_rate", .definition = "reopened", .unit = "contacts",
   .help = "closed after service and reopened; share of the closed",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_REOPENED, .over =
   STF_KPI_CELL_SERVED_OUT, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_REOPENED, .is_default = true},
  {.kpi = "repeat_rate", .definition = "within_24h", .unit = "contacts",
   .help = "ended, and another contact of the customer within 24 h; share of the ended",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_DAY_BACK, .over =
   STF_KPI_CELL_DAY_DUE, .kinds = ATTRIBUTES, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_CUSTOMER_KNOWN, .is_default = true},
  {.kpi = "csat", .definition = "mark", .unit = "1",
   .help = "answers to the survey: mean of the marks from 1 to 5",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_CSAT_POINTS, .over =
   STF_KPI_CELL_CSAT_KNOWN, .kinds = ATTRIBUTES | ANSWERERS, .statistics = MEAN, .shown_by =
   STF_KPI_CELL_CSAT_KNOWN, .is_default = true},
  {.kpi = "csat", .definition = "satisfied", .unit = "contacts",
   .help = "of them 4 or 5",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_CSAT_GOOD, .over =
   STF_KPI_CELL_CSAT_KNOWN, .kinds = ATTRIBUTES | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_CSAT_KNOWN, .is_default = true},
  {.kpi = "csat", .definition = "response_rate", .unit = "contacts",
   .help = "surveys answered; share of those sent",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_SURVEY_ANSWERED, .over =
   STF_KPI_CELL_SURVEYED, .kinds = ATTRIBUTES | ANSWERERS, .statistics = COUNT | SHARE,
   .shown_by = STF_KPI_CELL_SURVEYED, .is_default = true},
  {.kpi = "csat", .definition = "no_score", .unit = "contacts",
   .help = "answered without a score: in a run, waits beyond what the data have seen; share of the answered",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_UNSCORED, .over =
   STF_KPI_CELL_SURVEY_ANSWERED, .kinds = ATTRIBUTES, .statistics = COUNT | SHARE, .shown_by =
   STF_KPI_CELL_UNSCORED, .is_default = true},
  {.kpi = "nps", .definition = "net", .unit = "1",
   .help = "(promoters, 9 or 10, less detractors, 0 to 6) / answers, from -1 to 1",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_NPS_POINTS, .over =
   STF_KPI_CELL_NPS_KNOWN, .kinds = ATTRIBUTES | ANSWERERS, .statistics = MEAN, .shown_by =
   STF_KPI_CELL_NPS_KNOWN, .is_default = true},
  {.kpi = "utilization", .definition = "busy", .unit = "share",
   .help = "working time / presence, both cut to the period",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_BUSY_US, .over =
   STF_KPI_CELL_PRESENT_US, .kinds = KIND(TOTAL) | ANSWERERS | TIMES, .statistics = SHARE,
   .grid_statistics = SHARE, .is_default = true},
  {.kpi = "utilization", .definition = "occupied", .unit = "share",
   .help = "time with at least one contact in hand / presence",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_OCCUPIED_US, .over =
   STF_KPI_CELL_PRESENT_US, .kinds = KIND(TOTAL) | ANSWERERS | TIMES, .statistics = SHARE,
   .grid_statistics = SHARE, .needs = OVERLAPS, .is_default = true},
  {.kpi = "utilization", .definition = "slots", .unit = "share",
   .help = "time of all contacts in hand, by places / (presence x contacts that an agent takes at once)",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_PLACES_US, .over =
   STF_KPI_CELL_SLOTS_US, .kinds = KIND(TOTAL) | ANSWERERS | TIMES, .statistics = SHARE,
   .grid_statistics = SHARE, .needs = OVERLAPS, .is_default = true},
  {.kpi = "utilization", .definition = "busy_of_paid", .unit = "share",
   .help = "working time / paid time: presence, paid breaks and absence, episodes away",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_BUSY_US, .over =
   STF_KPI_CELL_PAID_US, .kinds = KIND(TOTAL) | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_BESIDE_US},
  {.kpi = "utilization", .definition = "shrinkage", .unit = "share",
   .help = "paid time in which agents are not there for customers / paid time",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_BESIDE_US, .over =
   STF_KPI_CELL_PAID_US, .kinds = KIND(TOTAL) | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_BESIDE_US},
  {.kpi = "utilization", .definition = "ghosts", .unit = "share",
   .help = "work on customers who had left silently / all work, cut to the period",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_GHOST_US, .over =
   STF_KPI_CELL_BUSY_US, .kinds = KIND(TOTAL) | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_LEFT_SILENTLY, .needs = SINGLE, .is_default = true},
  {.kpi = "utilization", .definition = "ghosts", .unit = "share",
   .help = "with several contacts in hand: time in hand of the gone / of all contacts",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_GHOST_US, .over =
   STF_KPI_CELL_HELD_US, .kinds = KIND(TOTAL) | ANSWERERS, .statistics = SHARE, .shown_by =
   STF_KPI_CELL_LEFT_SILENTLY, .needs = OVERLAPS, .is_default = true},
  {.kpi = "concurrency", .definition = "in_hand", .unit = "contacts",
   .help = "contacts in hand at once, mean over the time with at least one",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_HELD_US, .over =
   STF_KPI_CELL_OCCUPIED_US, .kinds = KIND(TOTAL) | ANSWERERS | TIMES, .statistics = MEAN,
   .grid_statistics = MEAN, .needs = OVERLAPS, .is_default = true},
  {.kpi = "concurrency", .definition = "most_in_hand", .unit = "contacts",
   .help = "most contacts that one agent with a name has in hand at once",
   .source = STF_KPI_CATALOGUE_MOST, .kinds = KIND(TOTAL) | KIND(AGENT), .statistics = MAX,
   .needs = OVERLAPS},
  {.kpi = "agents_online", .definition = "staffed", .unit = "agents",
   .help = "agents there for customers, mean over time",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_PRESENT_US, .over =
   STF_KPI_CELL_LENGTH_US, .kinds = KIND(TOTAL) | TIMES, .statistics = MEAN, .grid_statistics =
   MEAN},
  {.kpi = "closed_per_agent", .definition = "per_day", .unit = "contacts",
   .help = "closed after service / agents with a name times days on which they were there",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_SERVED_OUT, .over =
   STF_KPI_CELL_AGENT_DAYS, .kinds = KIND(TOTAL) | KIND(AGENT), .statistics = MEAN, .shown_by =
   STF_KPI_CELL_AGENT_DAYS},
  {.kpi = "queue_length", .definition = "waiting", .unit = "contacts",
   .help = "mean over time of the contacts that have asked for a human and have none yet",
   .source = STF_KPI_CATALOGUE_TIME, .field = STF_KPI_CELL_WAITING_US, .over =
   STF_KPI_CELL_LENGTH_US, .kinds = KIND(TOTAL) | TIMES, .statistics = MEAN, .grid_statistics =
   MEAN, .is_default = true},
  {.kpi = "backlog", .definition = "open", .unit = "contacts",
   .help = "contacts open at the end of the day, week, month or interval; totals: mean over ends of days",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BACKLOG_OPEN, .over =
   STF_KPI_CELL_ENDS, .kinds = KIND(TOTAL) | DATES | KIND(INTERVAL), .statistics = MEAN,
   .grid_statistics = COUNT, .is_default = true, .is_state = true},
  {.kpi = "backlog", .definition = "waiting", .unit = "contacts",
   .help = "of them those that have asked for a human and have none yet",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_BACKLOG_WAITING, .over =
   STF_KPI_CELL_ENDS, .kinds = KIND(TOTAL) | DATES | KIND(INTERVAL), .statistics = MEAN,
   .grid_statistics = COUNT, .is_default = true, .is_state = true},
  {.kpi = "sla_compliance", .definition = "as_logged", .unit = "share",
   .help = "met by the verdict of the platform's own clock / contacts with a verdict",
   .source = STF_KPI_CATALOGUE_FIELD, .field = STF_KPI_CELL_LOGGED_MET, .over =
   STF_KPI_CELL_LOGGED_KNOWN, .kinds = ATTRIBUTES | KIND(TEAM), .statistics = SHARE, .shown_by =
   STF_KPI_CELL_LOGGED_KNOWN, .is_default = true},
  {.kpi = "sla_compliance", .definition = "", .unit = "share",
   .help = "kept / (kept + breached), of the contacts that the promise is for",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_KEPT, .kinds = ATTRIBUTES |
   KIND(TEAM) | TIMES, .statistics = SHARE, .grid_statistics = SHARE, .needs = TERMS,
   .is_default = true},
  {.kpi = "sla_contacts", .definition = "_met", .unit = "contacts",
   .help = "the promise was kept",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_MET, .kinds = ATTRIBUTES |
   KIND(TEAM) | DATES, .statistics = COUNT, .grid_statistics = COUNT, .needs = TERMS,
   .is_default = true},
  {.kpi = "sla_contacts", .definition = "_breached", .unit = "contacts",
   .help = "it was not, or the contact is open and past it",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_BREACHED, .kinds = ATTRIBUTES |
   KIND(TEAM) | DATES, .statistics = COUNT, .grid_statistics = COUNT, .needs = TERMS,
   .is_default = true},
  {.kpi = "sla_contacts", .definition = "_breached_open", .unit = "contacts",
   .help = "of the breached those still open at the horizon",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_OPEN, .kinds = ATTRIBUTES |
   KIND(TEAM) | DATES, .statistics = COUNT, .grid_statistics = COUNT, .needs = TERMS,
   .is_default = true},
  {.kpi = "sla_contacts", .definition = "_censored", .unit = "contacts",
   .help = "open at the horizon and not yet past the promise: in no share",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_UNDECIDED, .kinds = ATTRIBUTES |
   KIND(TEAM) | DATES, .statistics = COUNT, .grid_statistics = COUNT, .needs = TERMS,
   .is_default = true},
  {.kpi = "sla_target_met", .definition = "", .unit = "share",
   .help = "1 if the compliance of the day, week or month reaches the target share, else 0",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_REACHED, .kinds = DATES,
   .statistics = SHARE, .grid_statistics = SHARE, .needs = TERMS, .is_default = true},
  {.kpi = "sla_target_met", .definition = "_period", .unit = "share",
   .help = "the same of the whole period",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_REACHED, .kinds = ATTRIBUTES,
   .statistics = SHARE, .needs = TERMS, .is_default = true},
  {.kpi = "sla_target_met", .definition = "_days", .unit = "share",
   .help = "share of the period's days that reached it",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_DAYS, .kinds = KIND(TOTAL),
   .statistics = SHARE, .needs = TERMS, .is_default = true},
  {.kpi = "sla_target_met", .definition = "_months", .unit = "share",
   .help = "share of the period's months that reached it",
   .source = STF_KPI_CATALOGUE_SLA, .field = STF_KPI_CATALOGUE_MONTHS, .kinds = KIND(TOTAL),
   .statistics = SHARE, .needs = TERMS, .is_default = true},
  {.kpi = "sla_contract", .definition = "_share", .unit = "share",
   .help = "kept / (kept + breached) of the contract's promise and population, without excluded dates and stretches",
   .source = STF_KPI_CATALOGUE_CONTRACT, .field = STF_KPI_CATALOGUE_CONTRACT_SHARE, .kinds =
   KIND(TOTAL) | DATES, .statistics = SHARE, .grid_statistics = SHARE, .needs = TERMS |
   CONTRACTS, .is_default = true},
  {.kpi = "sla_contract", .definition = "", .unit = "share",
   .help = "1 if that tier is due for the contract's day, week or month, else 0; totals: share of them",
   .source = STF_KPI_CATALOGUE_CONTRACT, .field = STF_KPI_CATALOGUE_CONTRACT_TIER, .kinds =
   KIND(TOTAL) | DATES, .statistics = SHARE, .grid_statistics = SHARE, .needs = TERMS |
   CONTRACTS, .is_default = true},
  {.kpi = "sla_contract", .definition = "_no_penalty", .unit = "share",
   .help = "the same of no tier",
   .source = STF_KPI_CATALOGUE_CONTRACT, .field = STF_KPI_CATALOGUE_CONTRACT_NONE, .kinds =
   KIND(TOTAL) | DATES, .statistics = SHARE, .grid_statistics = SHARE, .needs = TERMS |
   CONTRACTS, .is_default = true},
  {.kpi = "sla_contract", .definition = "_excluded", .unit = "share",
   .help = "the same of stretches that do not count for their volume",
   .source = STF_KPI_CATALOGUE_CONTRACT, .field = STF_KPI_CATALOGUE_CONTRACT_EXCLUDED, .kinds =
   KIND(TOTAL) | DATES, .statistics = SHARE, .grid_statistics = SHARE, .needs = TERMS |
   CONTRACTS, .is_default = true},
  {.kpi = "sla_contract", .definition = "_penalty",
   .help = "amount of the tier that is due; totals: the sum",
   .source = STF_KPI_CATALOGUE_CONTRACT, .field = STF_KPI_CATALOGUE_CONTRACT_PENALTY, .kinds =
   KIND(TOTAL) | DATES, .statistics = SUM, .grid_statistics = SUM, .needs = TERMS | CONTRACTS |
   COSTS, .is_default = true},
  {.kpi = "cost", .definition = "labour",
   .help = "paid time x rate of the team: presence, paid breaks, paid absence",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_LABOUR, .kinds = KIND(TOTAL) |
   KIND(TEAM) | DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default =
   true},
  {.kpi = "cost", .definition = "idle",
   .help = "of labour: what is paid while nobody is worked on, breaks and absence included",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_IDLE, .kinds = KIND(TOTAL) |
   KIND(TEAM), .statistics = SUMS, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "premiums",
   .help = "what paid time costs more while the premiums' calendars are open",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_PREMIUMS, .kinds = KIND(TOTAL)
   | KIND(TEAM) | DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default
   = true},
  {.kpi = "cost", .definition = "bot",
   .help = "fee of each contact opened in the period that the bot met",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_BOT, .kinds = KIND(TOTAL) |
   DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "templates",
   .help = "fee of each paid template to a contact opened in the period",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_TEMPLATES, .kinds = KIND(TOTAL)
   | DATES, .statistics = SUMS, .grid_statistics = SUM, .shown_by = STF_KPI_CELL_TEMPLATES,
   .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "fees", .help = "monthly fees, by the days of their months",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_MONTHLY, .kinds = KIND(TOTAL) |
   DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "one_off", .help = "instalments of single investments, by the days of their months",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_ONE_OFFS, .kinds = KIND(TOTAL)
   | DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "hiring", .help = "the same of hiring and training",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_HIRING, .kinds = KIND(TOTAL) |
   DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "fixed",
   .help = "the three above",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_FIXED, .kinds = KIND(TOTAL) |
   DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "penalties",
   .help = "penalties of SLA contracts, on the last day of each of their stretches",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_PENALTIES, .kinds = KIND(TOTAL)
   | DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS | CONTRACTS, .is_default
   = true},
  {.kpi = "cost", .definition = "total",
   .help = "labour, premiums, bot, templates, fixed and penalties",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_ALL, .kinds = KIND(TOTAL) |
   DATES, .statistics = SUMS, .grid_statistics = SUM, .needs = COSTS, .is_default = true},
  {.kpi = "cost", .definition = "per_contact",
   .help = "total / opened",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_PER_CONTACT, .kinds =
   KIND(TOTAL) | DATES, .statistics = MEAN, .grid_statistics = MEAN, .needs = COSTS, .is_default
   = true},
  {.kpi = "cost", .definition = "per_handled",
   .help = "total / answered",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_PER_HANDLED, .kinds =
   KIND(TOTAL) | DATES, .statistics = MEAN, .grid_statistics = MEAN, .needs = COSTS, .is_default
   = true},
  {.kpi = "cost", .definition = "per_served",
   .help = "total / (answered + ended by the bot)",
   .source = STF_KPI_CATALOGUE_MONEY, .field = STF_KPI_CATALOGUE_PER_SERVED, .kinds =
   KIND(TOTAL), .statistics = MEAN, .needs = COSTS, .is_default = true},
};
/* clang-format on */

_Static_assert(STF_COUNT_OF(STF_KPI_CATALOGUE) <= STF_KPI_CATALOGUE_ROWS_MAX,
               "rows of a choice");
const size_t STF_KPI_CATALOGUE_N = STF_COUNT_OF(STF_KPI_CATALOGUE);

const char *const STF_KPI_CATALOGUE_STATISTIC_NAMES[STF_KPI_CATALOGUE_STATISTICS] = {
    [STF_KPI_CATALOGUE_COUNT] = "count",
    [STF_KPI_CATALOGUE_MEAN] = "mean",
    [STF_KPI_CATALOGUE_P50] = "p50",
    [STF_KPI_CATALOGUE_P75] = "p75",
    [STF_KPI_CATALOGUE_P90] = "p90",
    [STF_KPI_CATALOGUE_P95] = "p95",
    [STF_KPI_CATALOGUE_P99] = "p99",
    [STF_KPI_CATALOGUE_MAX] = "max",
    [STF_KPI_CATALOGUE_SHARE] = "share",
    [STF_KPI_CATALOGUE_UNANSWERED_SHARE] = "unanswered_share",
    [STF_KPI_CATALOGUE_SUM] = "sum",
    [STF_KPI_CATALOGUE_PER_MONTH] = "per_month",
    [STF_KPI_CATALOGUE_PER_YEAR] = "per_year",
};

double stf_kpi_catalogue_probability(enum stf_kpi_statistic statistic) {
  static const double PROBABILITIES[STF_KPI_CATALOGUE_STATISTICS] = {
      [STF_KPI_CATALOGUE_P50] = 0.5,  [STF_KPI_CATALOGUE_P75] = 0.75,
      [STF_KPI_CATALOGUE_P90] = 0.9,  [STF_KPI_CATALOGUE_P95] = 0.95,
      [STF_KPI_CATALOGUE_P99] = 0.99,
  };
  return PROBABILITIES[statistic];
}
