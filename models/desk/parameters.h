/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How uncertain the parameters of a desk are: draws of them, made by resampling whole days of
 * the data behind it (fit/fit_draws.h). Each draw is a set of factors on what the desk says, so
 * that a desk that was changed by hand stays what it is in the middle. A replication takes one
 * draw, chosen by STF_STREAM_PARAMETERS (replicate/drawn.h).
 */
#ifndef STF_PARAMETERS_H
#define STF_PARAMETERS_H

#include <stddef.h>
#include <stdint.h>

/* Factors of one draw on one class, all > 0. */
struct stf_parameters_class {
  double arrivals[7];   /* on the rates, by weekday from Monday on */
  double service;       /* on the durations of the work */
  double patience;      /* on the durations of patience */
  double containment;   /* on the odds of containment */
  double first_message; /* on the time from the assignment to the first human message */
};

/* Factors of one draw on one team, all > 0. */
struct stf_parameters_team {
  double pause;         /* on its durations */
  const double *speeds; /* on the total rates by load, team.cap of them, the first 1; NULL: as
                           they are */
};

struct stf_parameters {
  size_t n;                                   /* >= 1 */
  const struct stf_parameters_class *classes; /* [draw * classes_n + class of the desk] */
  const struct stf_parameters_team *teams;    /* [draw * teams_n + team of the desk]; NULL: as
                                                 they are */
  const double *day_variances; /* by draw: factor >= 0 on the variance of the day factor */
};

#endif
