/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk costs: paid hours of people with premiums, bot fees, single investments, hiring.
 *
 * Labour is paid time x rate: the whole shift, idle time, paid breaks, paid absence and
 * overtime included. A premium adds its share of the rate while its calendar is open; premiums
 * that overlap add up. Monthly fees and instalments count by the days of the period: 1/28 to
 * 1/31 of a month's amount for each of its days.
 */
#ifndef STF_COSTS_H
#define STF_COSTS_H

#include "time/calendar.h"

#include <stdbool.h>
#include <stdint.h>

struct stf_costs_premium {
  const char *name;
  const struct stf_calendar *hours;
  double share; /* of the hourly rate: 0.25 is a quarter more; >= 0 */
};

struct stf_costs_one_off {
  const char *name;
  double amount;    /* >= 0 */
  int32_t months_n; /* spread evenly over so many months, >= 1 */
  int64_t from_us;  /* the instalments begin here; STF_NEVER: they cover the period */
  bool is_hiring;   /* finding and training people */
};

struct stf_costs {
  const char *currency;     /* "EUR" */
  const double *team_per_h; /* by team id of contact/names.h; teams_n; ids beyond: unpaid */
  uint32_t teams_n;
  const struct stf_costs_premium *premiums;
  uint32_t premiums_n;
  double bot_per_conversation; /* each contact that the bot met */
  double bot_per_month;
  double per_template;    /* each paid template of an agent */
  double other_per_month; /* seats, platform */
  const struct stf_costs_one_off *one_offs;
  uint32_t one_offs_n;
};

#endif
