/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk in a steady state, for checks against chains solved in the test: Poisson classes of
 * constant rate, one team of named agents who are always there. The caller sets what the check
 * is about, runs it and compares means with 3.5 standard errors (false alarm 5e-4 a measure).
 */
#ifndef STF_STEADY_H
#define STF_STEADY_H

#include "engine/engine.h"
#include "support/estimate.h"

enum {
  STF_STEADY_CLASSES = 3,
  STF_STEADY_AGENTS = 4,
  STF_STEADY_RUNS = 10
};

/* Points into itself: not to be copied. */
struct stf_steady {
  struct stf_desk desk;
  struct stf_class classes[STF_STEADY_CLASSES];
  double rates_per_s[STF_STEADY_CLASSES];
  int64_t edges_us[2];
  int64_t day;
  struct stf_team team;
  bool serves[STF_STEADY_CLASSES];
  struct stf_agent agents[STF_STEADY_AGENTS];
  struct stf_staff_change changes[STF_STEADY_AGENTS];
};

/* What is measured in one replication; sums over contacts that open in the period, and
 * agent-seconds in it. */
struct stf_steady_sums {
  double opened_n[STF_STEADY_CLASSES];
  double left_n[STF_STEADY_CLASSES];
  double reopens_n[STF_STEADY_CLASSES];
  double solved_n[STF_STEADY_CLASSES];  /* at the last close */
  double wait_s[STF_STEADY_CLASSES];    /* to the assignment, or until it left */
  double sojourn_s[STF_STEADY_CLASSES]; /* to the close (the horizon), or until it left */
  double work_s[STF_STEADY_AGENTS];     /* of stretches, cut to the period */
  double time_s[4];                     /* of presence, by kind, cut to the period */
  double works_n;                       /* stretches of work, of all contacts */
  double transfers_n;                   /* the same */
  double length_s;
};

/* classes_n classes of the given rates, exponential service of mean 1 s, nobody leaves; a run
 * of length_s after a warm-up of a twentieth of it. The caller frees it. */
struct stf_steady *stf_steady_new(const double *rates_per_s, uint32_t classes_n,
                                  uint32_t agents_n, double length_s);

/* STF_STEADY_RUNS replications. */
void stf_steady_run(const struct stf_steady *lab, struct stf_steady_sums out[STF_STEADY_RUNS]);

/* stf_estimate_check of the ratio of two sums; the offsets are those of doubles in
 * stf_steady_sums. The standard error is to be at most 3 % of it. */
void stf_steady_check(const struct stf_steady_sums sums[STF_STEADY_RUNS], size_t num,
                      size_t den, double exact, const char *what);

#define STF_STEADY_CHECK(sums, num, den, exact)                                                \
  stf_steady_check((sums), offsetof(struct stf_steady_sums, num),                              \
                   offsetof(struct stf_steady_sums, den), (exact), #num "/" #den)

#endif
