/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several classes and up to two teams in a steady state, built by hand, simulated and measured
 * by code of the tests' own: for checks of rules against closed forms and Markov chains. Times
 * are seconds.
 */
#ifndef STF_LAB_H
#define STF_LAB_H

#include "desk/desk.h"
#include "engine/engine.h"

enum {
  STF_LAB_CLASSES = 4,
  STF_LAB_TEAMS = 2,
  STF_LAB_RUNS_MAX = 64
};

/* To be filled by stf_lab_init and then changed. Points into itself: not to be copied. */
struct stf_lab {
  struct stf_desk desk;
  struct stf_class classes[STF_LAB_CLASSES];
  double rates_per_s[STF_LAB_CLASSES]; /* by class */
  struct stf_team teams[STF_LAB_TEAMS];
  bool serves[STF_LAB_TEAMS][STF_LAB_CLASSES];
  int agents_n[STF_LAB_TEAMS]; /* pools, there all the time */
  struct stf_staff_change changes[STF_LAB_TEAMS];
  int64_t edges_us[2];
  int64_t days[1];
};

/* What one replication shows of one class: of those who opened in the measured part. */
struct stf_lab_sums {
  double arrived;
  double waited; /* wait > 0 */
  double answered;
  double abandoned;
  double wait_s; /* of all, those who leave counted until then */
  double escalated;
  double alerted;
  double transferred;
  double work_s;
  double between_s; /* from the end of one stretch of work to the start of the next */
  double beyond[4]; /* waits above lab.x_s[i] */
};

struct stf_lab_run {
  struct stf_lab_sums sums[STF_LAB_RUNS_MAX][STF_LAB_CLASSES];
  uint32_t runs_n;
};

struct stf_lab_plan {
  double length_s;
  double warmup_s; /* the first part of each replication, not measured */
  uint32_t runs_n;
  uint64_t seed;
  double x_s[4];
};

/* Exponential service of mean 1 s in every class, nobody leaves, priority 1; team 0 serves all
 * classes; one agent in it. */
void stf_lab_init(struct stf_lab *lab, uint32_t classes_n, uint32_t teams_n);

/* Runs it. Asserts on failure. */
void stf_lab_play(struct stf_lab *lab, const struct stf_lab_plan *plan,
                  struct stf_lab_run *out);

/* Ratio of sums over replications of two fields of a class (offsets in struct stf_lab_sums),
 * within 3.5 standard errors of the exact value, with a standard error of at most 2 % of it.
 * Prints what failed. */
void stf_lab_check(const struct stf_lab_run *run, const char *what, uint32_t class_index,
                   size_t numerator, size_t denominator, double exact);

/* The contacts of one replication, in order of address; the caller frees. */
struct stf_lab_contacts {
  struct stf_contact *items;
  size_t n;
  size_t capacity;
};
void stf_lab_contacts(struct stf_lab *lab, const struct stf_lab_plan *plan,
                      struct stf_lab_contacts *out);

#endif
