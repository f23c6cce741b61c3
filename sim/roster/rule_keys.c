/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/rule_keys.h"

#include "base/macros.h"

#define HOURS(n) ((n)*3600.0)

static const struct stf_keys_key ROOT[] = {
    {.name = "format",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .least = 1,
     .most = 1,
     .example = "1",
     .help = "version of the format of rule files"},
    {.name = "title",
     .kind = STF_KEYS_TEXT,
     .example = "Italy",
     .help = "whose rules these are"},
    {.name = "timezone",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "Europe/Rome",
     .help = "of all dates and times; its changes of clocks count in the rest"},
    {.name = "currency",
     .kind = STF_KEYS_TEXT,
     .fallback = "EUR",
     .example = "EUR",
     .help = "of all prices"},
    {.name = "rest", .kind = STF_KEYS_MAPPING, .help = "rest between shifts and days off"},
    {.name = "pause",
     .kind = STF_KEYS_MAPPING,
     .help = "the break that a long shift must have"},
    {.name = "week_most",
     .kind = STF_KEYS_DURATION,
     .least = HOURS(1),
     .most = HOURS(168),
     .fallback = "48 h",
     .help = "most work of a week, overtime included: contracts are held against it"},
    {.name = "part_time",
     .kind = STF_KEYS_MAPPING,
     .help = "bands that contracts below full time must keep"},
    {.name = "not_both",
     .kind = STF_KEYS_LIST,
     .example = "[[2026-12-25, 2027-01-01]]",
     .help = "pairs of dates of which nobody works both"},
    {.name = "holidays",
     .kind = STF_KEYS_ANY,
     .example = "../data/it.ics",
     .help =
         "iCalendar file, CSV date,name, or a list of dates: paid at the holiday's premium"},
    {.name = "premium",
     .kind = STF_KEYS_MAPPING,
     .help = "what is paid beside the hour's price"},
    {.name = "rest_codes",
     .kind = STF_KEYS_LIST,
     .example = "[R]",
     .help = "absence codes of the existing roster that are days off; the others are leave, "
             "which counts as one of the week's days"},
    {.name = "shrinkage",
     .kind = STF_KEYS_SHARE,
     .most = 0.9,
     .fallback = "0",
     .help = "share of rostered agents who are not there: for n wanted n / (1 - share) are "
             "planned"},
    {.name = "cover", .kind = STF_KEYS_MAPPING, .help = "prices of too few and too many"},
    {.name = "shifts", .kind = STF_KEYS_LIST, .required = true, .help = "what may be worked"},
    {.name = "contracts",
     .kind = STF_KEYS_LIST,
     .required = true,
     .help = "who works, and for what"},
};
const struct stf_keys STF_RULE_KEYS_ROOT = STF_KEYS_TABLE("", "a rule file", ROOT);

static const struct stf_keys_key REST[] = {
    {.name = "daily",
     .kind = STF_KEYS_DURATION,
     .most = HOURS(24),
     .fallback = "11 h",
     .help = "least between the shifts of two days in a row"},
    {.name = "day_off",
     .kind = STF_KEYS_DURATION,
     .most = HOURS(48),
     .fallback = "35 h",
     .help = "least between two shifts with a day off between them"},
    {.name = "days_in_row",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 6,
     .fallback = "6",
     .help = "most days of work in a row"},
};
const struct stf_keys STF_RULE_KEYS_REST = STF_KEYS_TABLE("rest", "rest", REST);

static const struct stf_keys_key PAUSE[] = {
    {.name = "over",
     .kind = STF_KEYS_DURATION,
     .most = HOURS(24),
     .fallback = "6 h",
     .help = "a shift with more work than this ..."},
    {.name = "least",
     .kind = STF_KEYS_DURATION,
     .most = HOURS(4),
     .fallback = "10 min",
     .help = "... has a break of at least this"},
};
const struct stf_keys STF_RULE_KEYS_PAUSE = STF_KEYS_TABLE("pause", "the pause", PAUSE);

static const struct stf_keys_key PART_TIME[] = {
    {.name = "below",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .most = HOURS(168),
     .example = "40 h",
     .help = "contracts with fewer hours a week are part time"},
    {.name = "least_week",
     .kind = STF_KEYS_DURATION,
     .most = HOURS(168),
     .fallback = "0",
     .help = "least hours a week of such a contract"},
    {.name = "least_shift",
     .kind = STF_KEYS_DURATION,
     .most = HOURS(24),
     .fallback = "0",
     .help = "least work in a shift of such a contract"},
};
const struct stf_keys STF_RULE_KEYS_PART_TIME =
    STF_KEYS_TABLE("part_time", "part time", PART_TIME);

static const struct stf_keys_key PREMIUM[] = {
    {.name = "sunday",
     .kind = STF_KEYS_SHARE,
     .fallback = "0",
     .help = "on the hours of Sundays, as a share of the hour's price"},
    {.name = "holiday",
     .kind = STF_KEYS_SHARE,
     .fallback = "0",
     .help = "on the hours of holidays, also of those on a Sunday"},
};
const struct stf_keys STF_RULE_KEYS_PREMIUM = STF_KEYS_TABLE("premium", "premiums", PREMIUM);

static const struct stf_keys_key COVER[] = {
    {.name = "short",
     .kind = STF_KEYS_NUMBER,
     .most = 1e6,
     .fallback = "60",
     .help = "price of an hour with one agent too few"},
    {.name = "over",
     .kind = STF_KEYS_NUMBER,
     .most = 1e6,
     .fallback = "1",
     .help = "price of an hour with one agent too many"},
};
const struct stf_keys STF_RULE_KEYS_COVER =
    STF_KEYS_TABLE("cover", "prices of the cover", COVER);

static const struct stf_keys_key SHIFT[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "day",
     .help = "its name"},
    {.name = "start",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "\"08:00-12:00\"",
     .help = "when it may begin: from the first to the last start, or one time"},
    {.name = "every",
     .kind = STF_KEYS_DURATION,
     .least = 300,
     .most = HOURS(24),
     .fallback = "30 min",
     .help = "distance of the starts"},
    {.name = "length",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .least = 900,
     .most = HOURS(14),
     .example = "8.5 h",
     .help = "from start to end, breaks included"},
    {.name = "breaks", .kind = STF_KEYS_LIST, .help = "breaks in windows, one after the other"},
    {.name = "contracts",
     .kind = STF_KEYS_LIST,
     .example = "[full time]",
     .help = "who works it; absent: all contracts"},
};
const struct stf_keys STF_RULE_KEYS_SHIFT =
    STF_KEYS_TABLE("shifts[]", "a kind of shift", SHIFT);

static const struct stf_keys_key BREAK[] = {
    {.name = "length",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .least = 300,
     .most = HOURS(4),
     .example = "30 min",
     .help = "how long"},
    {.name = "after",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .least = 300,
     .most = HOURS(14),
     .example = "3 h",
     .help = "begins at the earliest so long after the start of the shift"},
    {.name = "latest",
     .kind = STF_KEYS_DURATION,
     .least = 300,
     .most = HOURS(14),
     .example = "5 h",
     .help = "and at the latest; absent: as `after`"},
    {.name = "paid", .kind = STF_KEYS_FLAG, .fallback = "no", .help = "counts as work time"},
};
const struct stf_keys STF_RULE_KEYS_BREAK =
    STF_KEYS_TABLE("shifts[].breaks[]", "a break in its window", BREAK);

static const struct stf_keys_key CONTRACT[] = {
    {.name = "name",
     .kind = STF_KEYS_TEXT,
     .required = true,
     .example = "full time",
     .help = "as in the column contract of the existing roster"},
    {.name = "hours_per_week",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .least = HOURS(1),
     .most = HOURS(168),
     .example = "40 h",
     .help = "paid in each week, worked or not, and the most that is planned without overtime"},
    {.name = "days_per_week",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 6,
     .fallback = "5",
     .help = "most days of work in a week, Monday to Sunday"},
    {.name = "per_h",
     .kind = STF_KEYS_NUMBER,
     .most = 1e5,
     .fallback = "0",
     .example = "18",
     .help = "price of a paid hour"},
    {.name = "overtime", .kind = STF_KEYS_MAPPING, .help = "absent: none"},
    {.name = "hire", .kind = STF_KEYS_MAPPING, .help = "absent: nobody is hired under it"},
};
const struct stf_keys STF_RULE_KEYS_CONTRACT =
    STF_KEYS_TABLE("contracts[]", "a contract", CONTRACT);

static const struct stf_keys_key OVERTIME[] = {
    {.name = "most",
     .kind = STF_KEYS_DURATION,
     .required = true,
     .most = HOURS(60),
     .example = "4 h",
     .help = "most in a week"},
    {.name = "premium",
     .kind = STF_KEYS_SHARE,
     .fallback = "0",
     .example = "15 %",
     .help = "on the hour's price"},
};
const struct stf_keys STF_RULE_KEYS_OVERTIME =
    STF_KEYS_TABLE("contracts[].overtime", "overtime", OVERTIME);

static const struct stf_keys_key HIRE[] = {
    {.name = "most",
     .kind = STF_KEYS_INTEGER,
     .required = true,
     .most = 500,
     .example = "10",
     .help = "most people hired under the contract"},
    {.name = "from",
     .kind = STF_KEYS_DATE,
     .required = true,
     .example = "2026-12-07",
     .help = "first day on which somebody hired now is paid: today and the lead time"},
    {.name = "weeks",
     .kind = STF_KEYS_INTEGER,
     .least = 1,
     .most = 52,
     .fallback = "1",
     .example = "4",
     .help = "least weeks paid, also those beyond the plan's last day"},
    {.name = "training",
     .kind = STF_KEYS_INTEGER,
     .most = 60,
     .fallback = "0",
     .example = "3",
     .help = "paid working days before the first contact"},
    {.name = "each",
     .kind = STF_KEYS_NUMBER,
     .most = 1e6,
     .fallback = "0",
     .example = "400",
     .help = "cost of hiring one, once"},
    {.name = "team",
     .kind = STF_KEYS_TEXT,
     .example = "front",
     .help = "whose team they join; absent: the only one of the requirement"},
};
const struct stf_keys STF_RULE_KEYS_HIRE = STF_KEYS_TABLE("contracts[].hire", "hiring", HIRE);
