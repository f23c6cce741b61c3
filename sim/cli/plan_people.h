/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of people that `plan --cover` and the whole plan read alike: rules, the roster that
 * there is, and what may change of it, made a problem for a requirement.
 */
#ifndef STF_PLAN_PEOPLE_H
#define STF_PLAN_PEOPLE_H

#include "cli/options.h"
#include "roster/existing.h"

struct stf_plan_people {
  struct stf_diags diags; /* of all files */
  struct stf_reading reading;
  struct stf_need need; /* the caller's, read or made before the rest; cleared here */
  struct stf_rule_file rules;
  struct stf_existing existing;
  struct stf_problem problem;
  bool misfits; /* fixed shifts are against the rules: told */
};

/* Nothing is read yet. *out must stay where it is; the caller clears it in any case. */
STF_MUST_USE enum stf_status stf_plan_people_begin(struct stf_plan_people *out);
void stf_plan_people_clear(struct stf_plan_people *people);

/* Reads what --rules, --existing, --legend, --at-most and --freeze say, for people->need.
 * STF_ERR_INPUT: something is wrong in the files, or fixed shifts are against the rules. */
STF_MUST_USE enum stf_status stf_plan_people_read(const struct stf_arguments *arguments,
                                                  struct stf_plan_people *people,
                                                  struct stf_error *error);

#endif
