/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a roster is made for: who is needed when, by which shifts, contracts and rules of
 * working time it may be met, whom there is already, and what everything costs. Plain data; the
 * files it comes from are read in need.h, rule_file.h and existing.h.
 *
 * Days are numbered from 0, the first of the horizon; times are whole steps of the civil clock,
 * counted from the midnight that begins a day. A night on which the clocks go forward takes its
 * lost time from the rest (lost_steps).
 * Money is int64 millionths of the currency: sums are exact.
 */
#ifndef STF_PROBLEM_H
#define STF_PROBLEM_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_PROBLEM_BREAKS_MAX = 3, /* of a shape */
  STF_PROBLEM_SHAPES_MAX = 64,
  STF_PROBLEM_CONTRACTS_MAX = 32,
  STF_PROBLEM_TEAMS_MAX = 32,
  STF_PROBLEM_PAIRS_MAX = 4,
  STF_PROBLEM_WEEKENDS_MAX = 6, /* that a rule looks at together */
  STF_PROBLEM_DAYS_MAX = 400,
  STF_PROBLEM_AGENTS_MAX = 2000
};

#define STF_PROBLEM_MICRO 1000000 /* money: parts of one unit of the currency */

/* Where the requirement is hard a missing agent has no price. The search takes this one for a
 * step, above what any hire costs; it never is part of a plan that meets the requirement. */
#define STF_PROBLEM_HARD_PRICE (INT64_C(100000) * STF_PROBLEM_MICRO)

/* A break in a window: it begins from after_least to after_most behind the start [steps]. */
struct stf_problem_break {
  int32_t length;
  int32_t after_least;
  int32_t after_most;
  bool paid;
};

/* Shifts of one length: one start each `every` steps. */
struct stf_problem_shape {
  const char *name;
  int32_t first_start; /* of the day */
  int32_t last_start;
  int32_t every;
  int32_t length; /* from start to end, breaks and all */
  struct stf_problem_break breaks[STF_PROBLEM_BREAKS_MAX];
  size_t breaks_n;
  uint32_t contracts; /* bit of each contract that works it */
};

struct stf_problem_contract {
  const char *name;
  int32_t week_steps;     /* paid in a week from Monday to Sunday, worked or not */
  int32_t week_days;      /* most days of work in it, 1..7 */
  int32_t overtime_steps; /* most beyond week_steps in a week */
  int64_t step_price;     /* of a paid step */
  int64_t overtime_price; /* of a step beyond week_steps, premium included */
  /* Hiring; hire_most 0: nobody is hired under it. */
  int32_t hire_most;
  int32_t hire_day;      /* first day on which somebody hired is paid; may lie before day 0 */
  int32_t hire_weeks;    /* least weeks paid */
  int32_t training_days; /* working days (Mon to Fri, no holidays) before the first contact */
  int64_t hire_price;    /* once, for each */
  uint32_t hire_team;
};

enum stf_problem_cell {
  STF_PROBLEM_FREE, /* may be planned */
  STF_PROBLEM_OUT,  /* nothing is planned, nothing counts: rest day, no contract, not in plan */
  STF_PROBLEM_LEAVE,  /* nothing is planned; counts as one of the week's days */
  STF_PROBLEM_FIXED,  /* the shift stands */
  STF_PROBLEM_MOVABLE /* the shift stands unless it is changed: free in all else */
};

/* A stretch of work: one shift with its breaks, on the axis of its day. */
struct stf_problem_shift {
  int32_t start; /* 0 .. a day */
  int32_t end;   /* beyond a day: on the next one */
  struct {
    int32_t start;
    int32_t end;
    bool paid;
  } breaks[STF_PROBLEM_BREAKS_MAX];
  size_t breaks_n;
};

struct stf_problem_day {
  enum stf_problem_cell cell;
  struct stf_problem_shift shift; /* of one that stands */
  bool is_frozen;                 /* OUT because it was to stay empty (--freeze) */
  const char *code; /* as the existing roster had it, of leave and rest days; NULL: none */
  int line;         /* where it stands in the file of the existing roster; 0 */
  int column;
};

struct stf_problem_agent {
  const char *name;
  uint32_t contract;
  uint32_t team;
  struct stf_problem_day *days; /* days_n */
};

/* Two days of which nobody works both. */
struct stf_problem_pair {
  int32_t first; /* days; -1: not in the horizon */
  int32_t second;
};

/* Rules of night shifts: those with at least `counts` paid steps in the hours [from, to) of the
 * day's clock, over midnight if from is not below to. */
struct stf_problem_nights {
  int32_t counts; /* 0: there are no rules of nights */
  int32_t from;
  int32_t to;
  int32_t most;   /* paid steps of a night shift */
  int32_t in_row; /* most days in a row on which a night shift starts */
  int32_t rest;   /* least between a night shift and the next shift, if that is none */
};

/* Weekends off in turn: of so many in a row so many at least are without a shift that starts
 * on them. Before and behind the horizon all are free. */
struct stf_problem_weekends {
  int32_t of; /* 0: there is no such rule; at most STF_PROBLEM_WEEKENDS_MAX */
  int32_t free;
  bool sundays; /* only the Sunday counts */
};

struct stf_problem {
  int64_t first_day; /* civil day number of day 0 */
  int32_t days_n;
  int32_t open_from; /* days that are planned and paid here: [open_from, open_to) */
  int32_t open_to;
  int32_t step_s;
  int32_t day_steps;

  const char *const *teams;
  uint32_t teams_n;
  bool has_teams;      /* the requirement names them; else there is one, called "agents" */
  const int32_t *need; /* by team, then step of the horizon: agents wanted */

  const struct stf_problem_shape *shapes;
  size_t shapes_n;
  const struct stf_problem_contract *contracts;
  size_t contracts_n;
  const struct stf_problem_agent *agents; /* whom there is */
  size_t agents_n;

  int32_t rest_steps;    /* least between two shifts that start on days in a row */
  int32_t day_off_steps; /* least between two shifts with a day (or more) without one */
  int32_t days_in_row;   /* most days in a row on which a shift starts */
  int32_t pause_over;    /* a shift with more work than this has a break ... */
  int32_t pause_least;   /* ... of at least this */
  struct stf_problem_nights nights;
  struct stf_problem_weekends weekends;
  const struct stf_problem_pair *pairs;
  size_t pairs_n;
  const bool *holidays;      /* by day */
  const int32_t *lost_steps; /* by day: the clocks go forward by so much on it */

  int32_t sunday_permille;  /* on the price of paid steps of a Sunday */
  int32_t holiday_permille; /* of a holiday, in its place */
  int32_t night_permille; /* beside those, of paid steps in [night_from, night_to) of the day's
                             clock, over midnight if from is not below to; 0: none */
  int32_t night_from;
  int32_t night_to;
  int64_t short_price;         /* of a step with one agent too few */
  int64_t over_price;          /* with one too many */
  const int64_t *short_prices; /* by team and step as need, in the place of short_price; NULL */
  bool is_hard;                /* nobody may be missing at any price */
  bool limits_changes;         /* of those who are there ... */
  int32_t changes_most; /* ... at most so many cells are planned otherwise than they stand:
                           another shift or none, or one where none was */
  bool limits_hires;    /* hiring ... */
  int64_t hires_most;   /* ... costs no more than this, pay of all their weeks and all */
};

/* Whether a shift stands in the cell, fixed or movable. */
bool stf_problem_has_shift(const struct stf_problem_day *day);

/* What one agent too few costs at an index of need. */
int64_t stf_problem_short_price(const struct stf_problem *problem, size_t at);

/* Steps of the horizon. */
size_t stf_problem_steps(const struct stf_problem *problem);

/* 0 = Monday. */
int stf_problem_weekday(const struct stf_problem *problem, int32_t day);

/* First day of the week of `day` that lies in the horizon, and the one after its last. */
int32_t stf_problem_week_first(const struct stf_problem *problem, int32_t day);
int32_t stf_problem_week_end(const struct stf_problem *problem, int32_t day);

/* How much an agent may work in the week of `day`: of a week that is cut by the horizon's ends
 * its part, rounded up to whole days; days of leave are taken off. */
struct stf_problem_limit {
  int32_t days;
  int32_t steps;    /* at the contract's price */
  int32_t overtime; /* beyond them */
};
struct stf_problem_limit stf_problem_limit_of(const struct stf_problem *problem,
                                              const struct stf_problem_agent *agent,
                                              int32_t day);

/* True if both begin, end and break at the same times. */
bool stf_problem_same_shift(const struct stf_problem_shift *a,
                            const struct stf_problem_shift *b);

/* Of a shift: its time without unpaid breaks. */
int32_t stf_problem_paid(const struct stf_problem_shift *shift);

/* Whether it is a night shift (struct stf_problem_nights). */
bool stf_problem_is_night(const struct stf_problem *problem,
                          const struct stf_problem_shift *shift);

/* Whether work on the day takes the weekend's freedom (struct stf_problem_weekends). */
bool stf_problem_is_weekend(const struct stf_problem *problem, int32_t day);

/* What a paid step of the day costs beyond the contract's price, of a Sunday or holiday. */
int64_t stf_problem_premium(const struct stf_problem *problem,
                            const struct stf_problem_contract *contract, int32_t day);

/* Those of a shift that starts on the day, its part after midnight at the next day's price, and
 * of its hours at night. */
int64_t stf_problem_premiums(const struct stf_problem *problem,
                             const struct stf_problem_contract *contract, int32_t day,
                             const struct stf_problem_shift *shift);

#endif
