/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds a schedule against every rule, shift by shift. Knows nothing of how schedules are made:
 * what the search gives must pass here, and so must the fixed shifts of a roster before it. */
#ifndef STF_LEGAL_H
#define STF_LEGAL_H

#include "roster/variants.h"

enum stf_legal_rule {
  STF_LEGAL_DAILY_REST, /* too little rest between shifts that start on days in a row [steps] */
  STF_LEGAL_DAY_OFF,    /* or with days without a shift between them [steps] */
  STF_LEGAL_DAYS_IN_ROW,   /* too many days in a row [days] */
  STF_LEGAL_WEEK_TIME,     /* too much work in a week [steps] */
  STF_LEGAL_WEEK_DAYS,     /* on too many days of a week [days] */
  STF_LEGAL_PAUSE,         /* a long shift has no pause [steps of work] */
  STF_LEGAL_NIGHT_WORK,    /* too much work in a night shift [steps] */
  STF_LEGAL_NIGHTS_IN_ROW, /* night shifts on too many days in a row [days] */
  STF_LEGAL_NIGHT_REST, /* too little rest between a night shift and one that is none [steps] */
  STF_LEGAL_WEEKENDS, /* too many worked of the weekends that a rule looks at, up to one that is
                         worked [weekends] */
  STF_LEGAL_PAIR,     /* both days of a pair that allows one */
  STF_LEGAL_NOT_FREE, /* a shift planned on leave or on a day that is not to be planned, or a
                         fixed one gone */
  STF_LEGAL_SHAPE,    /* a planned shift that the contract does not have */
  STF_LEGAL_RULES_N
};

struct stf_legal_breach {
  enum stf_legal_rule rule;
  int32_t day;   /* of the later shift, the first day of the week, or the last of the weekend */
  int32_t other; /* of the earlier one, or of the first shift that counts; else -1 */
  int32_t is;    /* what there is, in the rule's unit */
  int32_t limit; /* what would be right */
};

/* Who hears of each breach. */
struct stf_legal_taker {
  void (*take)(void *context, const struct stf_legal_breach *breach); /* NULL: only counted */
  void *context;
};

/* Checks the agent's choices (roster/schedule.h); returns how many breaches there are. */
size_t stf_legal_check(const struct stf_problem *problem, const struct stf_variants *variants,
                       const struct stf_problem_agent *agent, const int32_t *choices,
                       struct stf_legal_taker taker);

#endif
