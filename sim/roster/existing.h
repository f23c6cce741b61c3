/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roster that there is, in both forms of teams[].roster of a scenario: agents in rows and
 * dates in columns, or a row for each shift (agent,date,start,end[,breaks] or agent,start,end).
 * Empty cells and dates without a row are free to be planned; shifts are fixed; codes of
 * absence are leave or days off. Columns team and contract say whose agent she is and what she
 * may work.
 */
#ifndef STF_EXISTING_H
#define STF_EXISTING_H

#include "roster/need.h"
#include "roster/rule_file.h"

struct stf_existing {
  int64_t first_day; /* civil day numbers of the first and last column that is used */
  int64_t last_day;
  struct stf_problem_agent *agents; /* in the reading's arena; days from first_day on, times in
                                       seconds; days without a column are free */
  size_t agents_n;
  int *lines; /* by agent */
  const char *path;
  uint64_t hash;
};

/* What the roster is read against. */
struct stf_existing_in {
  const char *path;   /* NULL: nobody is there */
  const char *legend; /* of its codes; NULL: none */
  const struct stf_need *need;
  const struct stf_rule_file *rules;
};

/* Columns further than two weeks (or the weeks that the rule of weekends looks at) before or
 * behind the days of the requirement are not used. */
STF_MUST_USE enum stf_status stf_existing_read(const struct stf_existing_in *in,
                                               struct stf_reading *reading,
                                               struct stf_existing *out,
                                               struct stf_error *error);

#endif
