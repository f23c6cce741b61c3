/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_PLAN_TEXT_H
#define STF_PLAN_TEXT_H

#include "cli/plan_price.h"
#include "plan/loop.h"

/* What is planned, for when, what is promised and how surely; `what`: "Plan". */
void stf_plan_text_head(FILE *file, const struct stf_plan_job *job, const char *what);

/* The requirement in words: what was promised, people by day, search and proof, the formulas'
 * staffing beside it. */
void stf_plan_text_write(FILE *file, const struct stf_plan_job *job);

/* A plan of shifts, and what it rests on. */
struct stf_plan_text_roster {
  const char *words;    /* cost, hires, cover by day (plan_shifts.h) */
  const char *currency; /* of the rules */
  const struct stf_loop *loop;
  uint32_t most_n; /* rosters that each search may try */
  struct stf_plan_price price;
};

/* In words: what was promised, what the roster costs and whom it hires, how surely the promise
 * holds with it, by how much it may be too dear. job->found: the loop's result. */
void stf_plan_text_whole(FILE *file, const struct stf_plan_job *job,
                         const struct stf_plan_text_roster *roster);

#endif
