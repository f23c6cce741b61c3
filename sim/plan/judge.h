/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A staffing put to the test: how sure are the promises kept on each day (week, month, or over
 * the period), and where would a person more or fewer make a difference. By simulation, with
 * the run's own KPIs; the same customers for every staffing (random/stream.h).
 */
#ifndef STF_JUDGE_H
#define STF_JUDGE_H

#include "plan/grid.h"
#include "replicate/replicate.h"
#include "terms/sla.h"

/* What a promise must hold for, each by itself. */
enum stf_judge_stretch {
  STF_JUDGE_DAY,
  STF_JUDGE_WEEK,
  STF_JUDGE_MONTH,
  STF_JUDGE_PERIOD
};

struct stf_judge_in {
  const struct stf_desk *desk;
  const struct stf_zone *zone;
  const struct stf_names *names;
  const struct stf_sla_terms *terms; /* every promise of theirs that wants a share counts; one
                                        at least does */
  double probability; /* with which each stretch must reach the share; 0: all of its customers
                         together must, on average */
  enum stf_judge_stretch stretch;
  uint64_t seed;
  uint32_t replications_n;
  unsigned threads_n;
  void *context; /* of stop */
  bool (*stop)(void *context);
};

/* One stretch. Of the replications those count in which anybody came whom a promise is for; it
 * is kept if every promise that was for somebody is. */
struct stf_judge_figure {
  const char *name; /* "2026-12-21", "2026-W52", "2026-12", "" for the period; the judge's */
  double contacts;  /* mean, of those that promises are for: of two promises twice */
  double late;      /* mean of them for whom it was not kept */
  double margin;    /* of the promise for which it is least: share kept, of all customers of all
                       replications, less the share wanted; NAN: nobody came */
  double margin_error; /* standard error of that share (delta method); of several promises the
                          largest, so that a limit from it is below each one's */
  uint32_t kept_n;     /* replications in which every share was reached */
  uint32_t known_n;    /* replications that count */
  double excess;       /* contacts late beyond what the share allows: by so many fewer would the
                          promise be kept as surely as `wanted` says; <= 0: it is */
};

/* What a person more or fewer would do, [team * steps_n + step], as in plan/marginal.h but per
 * replication: of those replications in which the promises of the stretch are about to be kept
 * or broken. */
struct stf_judge_places {
  double *gain; /* NULL: nobody asks */
  double *loss;
};

struct stf_judge; /* what is the same for every staffing */

/* The caller owns *out; everything in `in` is borrowed until stf_judge_free. */
STF_MUST_USE enum stf_status stf_judge_new(const struct stf_judge_in *in,
                                           const struct stf_grid *grid,
                                           const struct stf_allocator *allocator,
                                           struct stf_judge **out);
void stf_judge_free(struct stf_judge *judge);

size_t stf_judge_stretches_n(const struct stf_judge *judge);

/* Stretch in which a step begins. */
size_t stf_judge_stretch_of(const struct stf_judge *judge, size_t step);

/* Simulates the grid's staffing. wanted, by stretch: probability (on average: margin) to which
 * figures[].excess refers. Which replications places->gain and loss look at is known from the
 * simulation before; in the first one they look at all. STF_ERR_INTERRUPTED: stopped, nothing
 * is filled. */
STF_MUST_USE enum stf_status
stf_judge_staffing(struct stf_judge *judge, const struct stf_grid *grid, const double *wanted,
                   struct stf_judge_figure *figures, const struct stf_judge_places *places);

/* A desk with people of its own, and how many of them are there in each step. */
struct stf_judge_try {
  const struct stf_desk *desk;   /* the judge's, with other teams and changes of staff; the same
                                    teams in the same order */
  const struct stf_grid *people; /* of the planned teams */
};

/* The same for a desk as it stands. */
STF_MUST_USE enum stf_status
stf_judge_desk(struct stf_judge *judge, const struct stf_judge_try *try, const double *wanted,
               struct stf_judge_figure *figures, const struct stf_judge_places *places);

/* From now on with other customers, and so many replications. */
STF_MUST_USE enum stf_status stf_judge_renew(struct stf_judge *judge, uint64_t seed,
                                             uint32_t replications_n);

/* Probability that a stretch is kept; 1 where nobody ever comes. */
static inline double stf_judge_probability(const struct stf_judge_figure *figure) {
  return figure->known_n > 0 ? (double)figure->kept_n / figure->known_n : 1;
}

#endif
