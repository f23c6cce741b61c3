/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rosters for the closing of the loop (plan/loop.h): the need of a grid as a problem of shifts,
 * covered again and again, each roster read back into a desk by the scenario's own reader, as
 * `run` would have it.
 */
#ifndef STF_PLAN_SHIFTS_H
#define STF_PLAN_SHIFTS_H

#include "cli/plan_job.h"
#include "cli/plan_people.h"
#include "plan/loop.h"
#include "roster/cover.h"

/* A scenario with a roster of ours. */
struct stf_plan_shifts_slot {
  struct stf_run_job run;
  struct stf_arguments *arguments;
  bool used;
};

/* What a command can write of a roster, by its options. */
enum stf_plan_shifts_text {
  STF_PLAN_SHIFTS_LONG,
  STF_PLAN_SHIFTS_WIDE,
  STF_PLAN_SHIFTS_COVER,
  STF_PLAN_SHIFTS_WORDS, /* cost, hires, cover by day */
  STF_PLAN_SHIFTS_TEXTS
};

struct stf_plan_shifts {
  struct stf_plan_job *job;
  struct stf_plan_people people;
  struct stf_cover cover;
  struct stf_plan_shifts_slot slots[2]; /* the last roster and the one that is kept */
  int last;                             /* index of the former */
  char *texts[STF_PLAN_SHIFTS_TEXTS];   /* of the one that is kept; owned; NULL: none yet */
  enum stf_status status;               /* of a keep that failed */
};

/* Reads rules and roster and makes the problem for the open steps of job->found.grid, whatever
 * its people: those are wanted later. *out must stay where it is; the caller clears it in any
 * case. */
STF_MUST_USE enum stf_status stf_plan_shifts_begin(struct stf_plan_job *job,
                                                   struct stf_plan_shifts *out);

/* The functions of struct stf_loop_in; context: the shifts. */
enum stf_status stf_plan_shifts_cover(void *context, const struct stf_loop_ask *ask,
                                      struct stf_loop_roster *out);
void stf_plan_shifts_keep(void *context);
void stf_plan_shifts_most(void *context, double hires_most, int32_t *people);

void stf_plan_shifts_clear(struct stf_plan_shifts *shifts);

#endif
