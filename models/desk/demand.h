/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the demand of a desk has beside Poisson rates with factors of season, week and day:
 * factors of the intervals of a day, campaigns, and calls that move into messaging. Plain data,
 * owned by the desk's arena.
 */
#ifndef STF_DEMAND_H
#define STF_DEMAND_H

#include "random/law.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A factor C_j on the rates of each interval j of a civil day, for all classes: gamma of mean 1
 * and coefficient of variation cv. C_j = G(Phi(Z_j)), with G the gamma quantile and Z a
 * stationary Gaussian AR(1) along the day, corr(Z_i, Z_j) = correlation^|i - j|; days are
 * independent (Gaussian copula; Oreshkin, Regnard & L'Ecuyer 2016, Operations Research 64(2)).
 * At 0 the intervals are independent, at 1 it is a day factor. */
struct stf_demand_intervals {
  double cv;              /* > 0 */
  double correlation;     /* of neighbouring intervals' normal scores, 0 to 1 */
  const uint32_t *number; /* of the interval in its day, by step of the desk's rate grid; a
                             repeated hour has the numbers of the first one */
};

/* Factors on the rates of some days (holidays whose effect is not known well), each drawn once
 * a replication: triangular on [low, high] with mode likely, over its mean, which the rates
 * hold. */
struct stf_demand_day_factor {
  uint64_t key; /* stable address */
  double low;   /* 0 <= low <= likely <= high, 0 < high */
  double likely;
  double high;
};

struct stf_demand_day_factors {
  const struct stf_demand_day_factor *items;
  size_t n;
  const uint32_t
      *of_step; /* by step of the desk's rate grid: 1 + the index of its factor; 0: none */
};

/* Messages sent to customers at one instant, some of whom reply: each opens a contact of the
 * class with probability reply_share, after a delay of its own. A binomial number of contacts;
 * means of disjoint stretches are messages_n reply_share P(delay in the stretch). Neither the
 * volume nor factors touch them: what is sent is decided. More messages or a higher share only
 * ever add contacts. */
struct stf_demand_campaign {
  const char *name;
  uint32_t key;  /* stable address: upper half of the hash of its name */
  int64_t at_us; /* sent; may lie before the run, then replies that came before are not seen */
  uint32_t messages_n;
  double reply_share;
  struct stf_law delay; /* from sending to the reply */
  uint32_t class_index;
  bool in_frt; /* its contacts count in first response times */
};

/* Customers who so far phone and now write: a Poisson stream with the rates of the calls, of
 * which each contact is there with probability share (a higher share only adds). Factors and
 * volume hold for them as for the class's own. */
struct stf_demand_deflection {
  uint32_t class_index;
  uint32_t key;              /* upper half of the hash of "NAME of the class" and " by phone" */
  double share;              /* of the calls */
  const double *rates_per_s; /* of all calls [1/s], by step of the desk's rate grid */
};

/* A wall clock's time of a day and what leads from there on to UTC. */
struct stf_demand_shift {
  int64_t wall_us;  /* time of day from which it holds; the first is 0 */
  int64_t shift_us; /* added to day x 86400 s + time of day */
};

/* A day of the run and the logged days that it may be. */
struct stf_demand_target {
  int64_t day;             /* civil day number: address of its draw */
  const uint32_t *sources; /* numbers of logged days, each with equal chance */
  uint32_t sources_n;      /* 0: nobody comes */
  const struct stf_demand_shift *shifts;
  uint32_t shifts_n; /* >= 1 */
};

/* Whole logged days drawn anew: each day of the run is one of its sources, with all its
 * contacts at their times of day. At a volume v below 1 a contact stays if its own uniform is
 * below v; above 1 a second day (a third...) is drawn and thinned to the rest. */
struct stf_given;
struct stf_demand_bootstrap {
  const struct stf_given *contacts; /* by logged day */
  const int64_t *walls_us;          /* of each contact: time of day of its coming */
  const size_t *firsts;             /* of each logged day: its first contact; sources_n + 1 */
  uint32_t sources_n;
  const struct stf_demand_target *targets; /* ascending by day */
  size_t targets_n;
};

/* When a contact of a source comes on the target day. */
static inline int64_t stf_demand_at_us(const struct stf_demand_target *target,
                                       int64_t wall_us) {
  uint32_t i = target->shifts_n - 1;
  while (i > 0 && wall_us < target->shifts[i].wall_us) {
    i--;
  }
  return target->day * INT64_C(86400000000) + wall_us + target->shifts[i].shift_us;
}

struct stf_demand {
  const struct stf_demand_bootstrap *bootstrap; /* NULL: none */
  /* By class, of a log that begins after the bot (observed_containment): share that the bot
   * contained of those it reached, below 1; 0: the log has everybody who came; NAN: not said.
   * NULL: of no class. */
  const double *observed;
  struct stf_demand_intervals intervals; /* cv 0: none */
  struct stf_demand_day_factors days;    /* n 0: none */
  const struct stf_demand_campaign *campaigns;
  size_t campaigns_n;
  const struct stf_demand_deflection *deflections; /* one a class at most */
  size_t deflections_n;
};

#endif
