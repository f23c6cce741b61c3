/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law.h"

#include "random/elementary.h"
#include "random/law_gamma.h"
#include "random/law_points.h"

#include <math.h>

/* Places of parameters in the forms. */
enum {
  VALUE = 0,
  MEAN = 0,
  CV = 1,
  GAMMA_SHAPE = 2,
  WEIBULL_SCALE = 1,
  WEIBULL_SHAPE = 2,
  UNIFORM_FROM = 0,
  UNIFORM_TO = 1,
  HYPER_SHARE = 0,
  HYPER_MEAN_1 = 1,
  HYPER_MEAN_2 = 2,
  HYPER_MEAN = 3,
  HYPER_CV = 4
};

/* What a, b and c of struct stf_law hold, by kind:
 *   constant          a value
 *   exponential       a mean
 *   lognormal         a mean, b deviation of the logarithm
 *   gamma             a shape, b scale, c constant of struct stf_law_gamma
 *   weibull           a scale, b shape
 *   uniform           a, b ends
 *   hyperexponential  a share of the first, b, c rates
 *   empirical         a mean, b squared coefficient of variation */

static bool given(double parameter) {
  return !isnan(parameter);
}

/* Takes over the parameters with their fallbacks; false where one is missing or out of range.
 */
static bool take_parameters(const struct stf_law_form *form,
                            const double parameters[STF_LAW_PARAMETERS_MAX],
                            struct stf_law *law, const char **why) {
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    law->parameters[i] = (double)NAN;
  }
  for (size_t i = 0; i < form->parameters_n; i++) {
    const struct stf_law_parameter *parameter = &form->parameters[i];
    double value = given(parameters[i]) ? parameters[i] : parameter->fallback;
    bool low = value < parameter->least || (parameter->open_least && value <= parameter->least);
    bool infinite = given(value) && !isfinite(value);
    if (low || infinite || value > parameter->most || (parameter->required && !given(value))) {
      *why = parameter->rule;
      return false;
    }
    law->parameters[i] = value;
  }
  return true;
}

static bool make_gamma(struct stf_law *law, const char **why) {
  double cv = law->parameters[CV];
  double shape = law->parameters[GAMMA_SHAPE];
  if (given(cv) == given(shape)) {
    *why = "a gamma law has mean and either cv or shape";
    return false;
  }
  struct stf_law_gamma gamma = stf_law_gamma_of(given(shape) ? shape : 1 / (cv * cv));
  law->a = gamma.shape;
  law->b = law->parameters[MEAN] / gamma.shape;
  law->c = gamma.constant;
  return true;
}

static double gamma_of(double x) {
  return stf_elementary_exp(stf_elementary_log_gamma(x));
}

static bool make_weibull(struct stf_law *law, const char **why) {
  double mean = law->parameters[MEAN];
  double scale = law->parameters[WEIBULL_SCALE];
  double shape = law->parameters[WEIBULL_SHAPE];
  if (given(mean) == given(scale)) {
    *why = "a weibull law has shape and either mean or scale";
    return false;
  }
  law->a = given(scale) ? scale : mean / gamma_of(1 + 1 / shape);
  law->b = shape;
  return true;
}

/* Balanced means from mean and cv: share p = (1 + sqrt((c2 - 1) / (c2 + 1))) / 2, rates 2 p / m
 * and 2 (1 - p) / m (Whitt 1982, "Approximating a point process by a renewal process, I"). */
static bool make_hyperexponential(struct stf_law *law, const char **why) {
  const double *of = law->parameters;
  bool parts = given(of[HYPER_SHARE]) && given(of[HYPER_MEAN_1]) && given(of[HYPER_MEAN_2]);
  bool any_part = given(of[HYPER_SHARE]) || given(of[HYPER_MEAN_1]) || given(of[HYPER_MEAN_2]);
  bool moments = given(of[HYPER_MEAN]) && given(of[HYPER_CV]);
  bool any_moment = given(of[HYPER_MEAN]) || given(of[HYPER_CV]);
  if (parts && !any_moment) {
    law->a = of[HYPER_SHARE];
    law->b = 1 / of[HYPER_MEAN_1];
    law->c = 1 / of[HYPER_MEAN_2];
    return true;
  }
  if (moments && !any_part) {
    double scv = of[HYPER_CV] * of[HYPER_CV];
    law->a = (1 + sqrt((scv - 1) / (scv + 1))) / 2;
    law->b = 2 * law->a / of[HYPER_MEAN];
    law->c = 2 * (1 - law->a) / of[HYPER_MEAN];
    return true;
  }
  *why = "a hyperexponential law has either share, mean_1 and mean_2, or mean and cv";
  return false;
}

static void make_lognormal(struct stf_law *law) {
  double mean = law->parameters[MEAN];
  double cv = law->parameters[CV];
  double variance = stf_elementary_log(1 + cv * cv);
  law->a = stf_elementary_log(mean) - variance / 2;
  law->b = sqrt(variance);
}

static bool make_uniform(struct stf_law *law, const char **why) {
  law->a = law->parameters[UNIFORM_FROM];
  law->b = law->parameters[UNIFORM_TO];
  if (law->a >= law->b) {
    *why = "to must be above from";
    return false;
  }
  return true;
}

bool stf_law_make(enum stf_law_kind kind, const double parameters[STF_LAW_PARAMETERS_MAX],
                  struct stf_law *out, const char **why) {
  struct stf_law law = {.kind = kind};
  if (kind >= STF_LAW_KINDS_N || kind == STF_LAW_EMPIRICAL) {
    *why = "an empirical law is read from a file of durations";
    return false;
  }
  if (!take_parameters(&STF_LAW_FORMS[kind], parameters, &law, why)) {
    return false;
  }
  bool made = true;
  switch (kind) {
  case STF_LAW_CONSTANT:
  case STF_LAW_EXPONENTIAL:
    law.a = law.parameters[VALUE];
    break;
  case STF_LAW_LOGNORMAL:
    make_lognormal(&law);
    break;
  case STF_LAW_GAMMA:
    made = make_gamma(&law, why);
    break;
  case STF_LAW_WEIBULL:
    made = make_weibull(&law, why);
    break;
  case STF_LAW_UNIFORM:
    made = make_uniform(&law, why);
    break;
  case STF_LAW_HYPEREXPONENTIAL:
    made = make_hyperexponential(&law, why);
    break;
  case STF_LAW_NEVER:
  case STF_LAW_EMPIRICAL:
  case STF_LAW_KINDS_N:
    break;
  }
  if (made) {
    *out = law;
  }
  return made;
}

struct stf_law stf_law_of_points(const struct stf_law_points *points) {
  struct stf_law law = {.kind = STF_LAW_EMPIRICAL, .points = points};
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    law.parameters[i] = (double)NAN;
  }
  stf_law_points_moments(points, &law.a, &law.b);
  return law;
}

enum stf_status stf_law_from_sample(struct stf_arena *arena, const double *values_s,
                                    const double *weights, size_t n, struct stf_law *out) {
  struct stf_law_points *points = NULL;
  enum stf_status status = stf_law_points_from_sample(arena, values_s, weights, n, &points);
  if (status == STF_OK) {
    *out = stf_law_of_points(points);
  }
  return status;
}

static struct stf_law of_one_number(enum stf_law_kind kind, double a) {
  struct stf_law law = {.kind = kind, .a = a};
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    law.parameters[i] = i < STF_LAW_FORMS[kind].parameters_n ? a : (double)NAN;
  }
  return law;
}

struct stf_law stf_law_exponential(double mean_s) {
  return of_one_number(STF_LAW_EXPONENTIAL, mean_s);
}

struct stf_law stf_law_constant(double value_s) {
  return of_one_number(STF_LAW_CONSTANT, value_s);
}

struct stf_law stf_law_never(void) {
  return of_one_number(STF_LAW_NEVER, 0);
}

static struct stf_law_gamma gamma_part(const struct stf_law *law) {
  return (struct stf_law_gamma){law->a, law->c};
}

static double hyperexponential_survival(const struct stf_law *law, double t_s) {
  return law->a * stf_elementary_exp(-law->b * t_s) +
         (1 - law->a) * stf_elementary_exp(-law->c * t_s);
}

/* The root of log S(t) = log u by Halley's iteration. log S is convex and falling, so that
 * Newton's part of a step never passes the root from below and comes back below from above; the
 * start is a lower bound: either part alone, or Jensen's inequality for the mixed rate. */
static double hyperexponential_draw(const struct stf_law *law, double u) {
  double goal = stf_elementary_log(u);
  double t_s = -goal / (law->a * law->b + (1 - law->a) * law->c);
  double part_1 = (stf_elementary_log(law->a) - goal) / law->b;
  double part_2 = (stf_elementary_log(1 - law->a) - goal) / law->c;
  t_s = part_1 > t_s ? part_1 : t_s;
  t_s = part_2 > t_s ? part_2 : t_s;
  for (int i = 0; i < 100; i++) {
    double first = law->a * stf_elementary_exp(-law->b * t_s);
    double second = (1 - law->a) * stf_elementary_exp(-law->c * t_s);
    double survival = first + second;
    double hazard = (law->b * first + law->c * second) / survival;
    double newton = (stf_elementary_log(survival) - goal) / hazard;
    /* The second derivative of log S is the variance of the rate among survivors. */
    double spread = (law->b - law->c) / survival;
    double curvature = spread * spread * first * second;
    double correction = 1 - 0.5 * newton * curvature / hazard;
    double step = newton / (correction < 0.5 ? 0.5 : correction);
    t_s += step;
    if (!(fabs(step) > 1e-6 * t_s)) {
      break; /* the next would be near its third power */
    }
  }
  return t_s;
}

double stf_law_draw_s(const struct stf_law *law, double u) {
  switch (law->kind) {
  case STF_LAW_CONSTANT:
    return law->a;
  case STF_LAW_EXPONENTIAL:
    return -law->a * stf_elementary_log_normal(u);
  case STF_LAW_LOGNORMAL:
    return stf_elementary_exp(law->a - law->b * stf_elementary_normal_quantile(u));
  case STF_LAW_GAMMA: {
    struct stf_law_gamma gamma = gamma_part(law);
    return law->b * stf_law_gamma_quantile(&gamma, u);
  }
  case STF_LAW_WEIBULL:
    return law->a * stf_elementary_power(-stf_elementary_log_normal(u), 1 / law->b);
  case STF_LAW_UNIFORM:
    return law->b - u * (law->b - law->a);
  case STF_LAW_HYPEREXPONENTIAL:
    return hyperexponential_draw(law, u);
  case STF_LAW_EMPIRICAL:
    return stf_law_points_quantile_s(law->points, u);
  case STF_LAW_NEVER:
  case STF_LAW_KINDS_N:
    break;
  }
  return (double)INFINITY;
}

static double lognormal_survival(const struct stf_law *law, double t_s) {
  return stf_law_gamma_normal_survival((stf_elementary_log(t_s) - law->a) / law->b);
}

static double gamma_survival(const struct stf_law *law, double t_s) {
  struct stf_law_gamma gamma = gamma_part(law);
  return stf_law_gamma_survival(&gamma, t_s / law->b);
}

static double uniform_survival(const struct stf_law *law, double t_s) {
  double share = (law->b - t_s) / (law->b - law->a);
  return share < 0 ? 0 : (share > 1 ? 1 : share);
}

double stf_law_survival(const struct stf_law *law, double t_s) {
  if (t_s < 0) {
    return 1;
  }
  switch (law->kind) {
  case STF_LAW_CONSTANT:
    return t_s < law->a ? 1 : 0;
  case STF_LAW_EXPONENTIAL:
    return stf_elementary_exp(-t_s / law->a);
  case STF_LAW_LOGNORMAL:
    return lognormal_survival(law, t_s);
  case STF_LAW_GAMMA:
    return gamma_survival(law, t_s);
  case STF_LAW_WEIBULL:
    return stf_elementary_exp(-stf_elementary_power(t_s / law->a, law->b));
  case STF_LAW_UNIFORM:
    return uniform_survival(law, t_s);
  case STF_LAW_HYPEREXPONENTIAL:
    return hyperexponential_survival(law, t_s);
  case STF_LAW_EMPIRICAL:
    return stf_law_points_survival(law->points, t_s);
  case STF_LAW_NEVER:
  case STF_LAW_KINDS_N:
    break;
  }
  return 1;
}

double stf_law_draw_beyond_s(const struct stf_law *law, double t_s, double u) {
  if (law->kind == STF_LAW_EXPONENTIAL && t_s > 0) {
    return t_s + stf_law_draw_s(law, u); /* the same, for every t */
  }
  double conditional = u * stf_law_survival(law, t_s);
  if (conditional < 0x1p-1022) {
    return t_s;
  }
  double value_s = stf_law_draw_s(law, conditional);
  return value_s > t_s ? value_s : t_s;
}

double stf_law_mean_s(const struct stf_law *law) {
  switch (law->kind) {
  case STF_LAW_CONSTANT:
  case STF_LAW_EXPONENTIAL:
  case STF_LAW_EMPIRICAL:
    return law->a;
  case STF_LAW_LOGNORMAL:
    return stf_elementary_exp(law->a + law->b * law->b / 2);
  case STF_LAW_GAMMA:
    return law->a * law->b;
  case STF_LAW_WEIBULL:
    return law->a * gamma_of(1 + 1 / law->b);
  case STF_LAW_UNIFORM:
    return (law->a + law->b) / 2;
  case STF_LAW_HYPEREXPONENTIAL:
    return law->a / law->b + (1 - law->a) / law->c;
  case STF_LAW_NEVER:
  case STF_LAW_KINDS_N:
    break;
  }
  return (double)INFINITY;
}

static double uniform_scv(const struct stf_law *law) {
  double ratio = (law->b - law->a) / (law->b + law->a);
  return ratio * ratio / 3;
}

static double weibull_scv(const struct stf_law *law) {
  double log_mean = stf_elementary_log_gamma(1 + 1 / law->b);
  return stf_elementary_exp(stf_elementary_log_gamma(1 + 2 / law->b) - 2 * log_mean) - 1;
}

static double hyperexponential_scv(const struct stf_law *law) {
  double mean = stf_law_mean_s(law);
  double square = 2 * (law->a / (law->b * law->b) + (1 - law->a) / (law->c * law->c));
  return square / (mean * mean) - 1;
}

double stf_law_scv(const struct stf_law *law) {
  switch (law->kind) {
  case STF_LAW_CONSTANT:
    return 0;
  case STF_LAW_EXPONENTIAL:
    return 1;
  case STF_LAW_LOGNORMAL:
    return stf_elementary_exp(law->b * law->b) - 1;
  case STF_LAW_GAMMA:
    return 1 / law->a;
  case STF_LAW_WEIBULL:
    return weibull_scv(law);
  case STF_LAW_UNIFORM:
    return uniform_scv(law);
  case STF_LAW_HYPEREXPONENTIAL:
    return hyperexponential_scv(law);
  case STF_LAW_EMPIRICAL:
    return law->b;
  case STF_LAW_NEVER:
  case STF_LAW_KINDS_N:
    break;
  }
  return (double)NAN;
}
