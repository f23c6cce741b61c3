/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rule file (docs/plan.md): rules of working time, kinds of shifts, contracts, prices. */
#ifndef STF_RULE_FILE_H
#define STF_RULE_FILE_H

#include "roster/legal.h"
#include "roster/problem.h"
#include "roster/reading.h"

/* The days that a plan may come to speak of. */
struct stf_rule_file_span {
  int64_t first_day; /* civil day numbers */
  int64_t last_day;
};

struct stf_rule_file_contract {
  /* Times in seconds; prices not set, hire_day and hire_team neither. */
  struct stf_problem_contract terms;
  double per_h;
  double overtime_share; /* premium */
  double each;
  int64_t hire_from;     /* civil day number */
  const char *hire_team; /* NULL: the only one */
  const struct stf_node *hire_node;
  const struct stf_node *hours_node;
  const struct stf_node *overtime_node; /* NULL: none */
  int hours_line;                       /* where they stand; 0: the default holds */
  int days_line;
};

struct stf_rule_file {
  const char *title; /* never NULL */
  const char *currency;
  struct stf_zone *zone; /* owned */
  int32_t rest_s;
  int32_t day_off_s;
  int32_t days_in_row;
  int32_t pause_over_s;
  int32_t pause_least_s;
  struct stf_problem_nights nights; /* times in seconds */
  struct stf_problem_weekends weekends;
  double sunday_share;
  double holiday_share;
  double night_share;
  int32_t night_from_s; /* of the day; to_s not above it: over midnight */
  int32_t night_to_s;
  double shrinkage_share;
  double short_per_h;
  double over_per_h;
  const struct stf_problem_shape *shapes; /* times in seconds */
  size_t shapes_n;
  const struct stf_rule_file_contract *contracts;
  size_t contracts_n;
  int64_t pairs[STF_PROBLEM_PAIRS_MAX][2]; /* civil day numbers */
  size_t pairs_n;
  const int64_t *holidays; /* civil day numbers, ascending */
  size_t holidays_n;
  const char *const *rest_codes;
  size_t rest_codes_n;
  uint64_t hash;
  const char *path;
  int lines[STF_LEGAL_RULES_N]; /* where each rule stands, of those that are no contract's; 0:
                                   the default holds */
};

/* Reads the file; everything but the zone stays in the reading's arena. */
STF_MUST_USE enum stf_status stf_rule_file_read(const char *path,
                                                struct stf_rule_file_span span,
                                                struct stf_reading *reading,
                                                struct stf_rule_file *out,
                                                struct stf_error *error);
void stf_rule_file_clear(struct stf_rule_file *rules);

/* Index of the contract of that name, or contracts_n. */
size_t stf_rule_file_contract(const struct stf_rule_file *rules, const char *name);

#endif
