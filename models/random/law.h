/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of durations: service, patience, pause. One uniform a draw, by inversion of the survival
 * function, so that a customer's draw moves monotonically when a law changes (common random
 * numbers), and a draw given "longer than t" is exact: draw(u * S(t)). Logarithm and
 * exponential are our own (random/elementary.h): the same bits on every x86-64 machine.
 */
#ifndef STF_LAW_H
#define STF_LAW_H

#include "base/arena.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>

enum stf_law_kind {
  STF_LAW_NEVER = 0, /* infinite: nobody leaves */
  STF_LAW_CONSTANT,
  STF_LAW_EXPONENTIAL,
  STF_LAW_LOGNORMAL,
  STF_LAW_GAMMA,
  STF_LAW_WEIBULL,
  STF_LAW_UNIFORM,
  STF_LAW_HYPEREXPONENTIAL, /* two exponentials */
  STF_LAW_EMPIRICAL,
  STF_LAW_KINDS_N
};

enum {
  STF_LAW_PARAMETERS_MAX = 5
};

/* A parameter as users write it. */
struct stf_law_parameter {
  const char *name; /* "mean", "cv", "shape" */
  const char *unit; /* "s" (a duration), "share", "1", "file" */
  double least;     /* smallest legal value */
  bool open_least;  /* the smallest value itself is not legal */
  double most;      /* INFINITY: none */
  bool required;
  double fallback; /* value when not given; NAN: derived */
  const char *help;
  const char *rule; /* what would be right: "mean must be above 0 s" */
};

/* One kind of law: its name, help and parameters. Reader, help and docs come from this table.
 */
struct stf_law_form {
  enum stf_law_kind kind;
  const char *name; /* "lognormal" */
  const char *help; /* one line */
  struct stf_law_parameter parameters[STF_LAW_PARAMETERS_MAX];
  size_t parameters_n;
};

extern const struct stf_law_form STF_LAW_FORMS[STF_LAW_KINDS_N];

/* Form by name, or NULL. */
const struct stf_law_form *stf_law_form_named(const char *name);

/* A law ready to draw from: a plain value; 'points' of an empirical law are borrowed. */
struct stf_law {
  enum stf_law_kind kind;
  double parameters[STF_LAW_PARAMETERS_MAX]; /* as in the form, NAN where not given */
  double a; /* computed: the numbers that a draw needs, meaning by kind */
  double b;
  double c;
  const struct stf_law_points *points; /* empirical only */
};

/* An empirical law: a step function. values ascending, n >= 1; survival[i] = P(X > values[i]),
 * not increasing, below 1; the last one is the mass beyond the last value, which then is
 * values[n-1] + exponential(tail_mean_s) (0 mass: no tail; else tail_mean_s > 0). Shares and
 * draws are exact steps.
 */
struct stf_law_points {
  const double *values_s;
  const double *survival;
  size_t n;
  double tail_mean_s;
};

/* Makes a law from parameters in the order of its form (NAN = not given). False where they
 * contradict each other or lie out of range; *why then says what would be right (static text).
 * Empirical laws are not made of numbers but of points: always false. */
bool stf_law_make(enum stf_law_kind kind, const double parameters[STF_LAW_PARAMETERS_MAX],
                  struct stf_law *out, const char **why);

/* An empirical law of these points (borrowed). */
struct stf_law stf_law_of_points(const struct stf_law_points *points);

/* Makes an empirical law from a weighted sample in any order (weights may be NULL: 1 each; ties
 * are merged), copied into the arena. STF_ERR_INPUT without a value of positive weight or where
 * a value or weight is negative or not finite. */
STF_MUST_USE enum stf_status stf_law_from_sample(struct stf_arena *arena,
                                                 const double *values_s, const double *weights,
                                                 size_t n, struct stf_law *out);

/* Shorthands. */
struct stf_law stf_law_exponential(double mean_s);
struct stf_law stf_law_constant(double value_s);
struct stf_law stf_law_never(void);

/* The value [s] whose survival is u, 0 < u < 1: a draw when u is uniform. INFINITY for
 * STF_LAW_NEVER. */
double stf_law_draw_s(const struct stf_law *law, double u);

/* P(X > t_s). */
double stf_law_survival(const struct stf_law *law, double t_s);

/* A draw given that the value is above t_s. If the law gives no mass there, t_s itself. */
double stf_law_draw_beyond_s(const struct stf_law *law, double t_s, double u);

double stf_law_mean_s(const struct stf_law *law); /* INFINITY for NEVER */
/* Squared coefficient of variation; 0 for a constant, NAN for NEVER. */
double stf_law_scv(const struct stf_law *law);

/* Mean 1 gamma factor of the given shape (> 0) whose survival is u (busyness; Whitt 1999;
 * Avramidis, Deslauriers & L'Ecuyer 2004). */
double stf_law_gamma_factor(double shape, double u);

#endif
