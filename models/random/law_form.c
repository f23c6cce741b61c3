/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law.h"

#include <math.h>
#include <string.h>

#define NONE     ((double)INFINITY)
#define NO_VALUE ((double)NAN)

#define MEAN(needed)                                                                           \
  { "mean", "s", 0, true, NONE, (needed), NO_VALUE, "mean duration", "mean must be above 0 s" }

const struct stf_law_form STF_LAW_FORMS[STF_LAW_KINDS_N] = {
    [STF_LAW_NEVER] = {STF_LAW_NEVER, "never", "infinite: it never ends", {{0}}, 0},
    [STF_LAW_CONSTANT] = {STF_LAW_CONSTANT,
                          "constant",
                          "always the same duration",
                          {{"value", "s", 0, false, NONE, true, NO_VALUE, "the duration",
                            "value must be 0 s or more"}},
                          1},
    [STF_LAW_EXPONENTIAL] = {STF_LAW_EXPONENTIAL,
                             "exponential",
                             "memoryless: what remains does not depend on what has passed",
                             {MEAN(true)},
                             1},
    [STF_LAW_LOGNORMAL] = {STF_LAW_LOGNORMAL,
                           "lognormal",
                           "its logarithm is normal: the usual law of handling times",
                           {MEAN(true),
                            {"cv", "1", 0, true, 1000, true, NO_VALUE,
                             "standard deviation divided by the mean",
                             "cv must be above 0 and at most 1000"}},
                           2},
    [STF_LAW_GAMMA] =
        {STF_LAW_GAMMA,
         "gamma",
         "sum of exponential stages where shape is a whole number; give cv or shape",
         {MEAN(true),
          {"cv", "1", 0.01, false, 30, false, NO_VALUE,
           "standard deviation divided by the mean", "cv must be 0.01 to 30"},
          {"shape", "1", 0.001, false, 10000, false, NO_VALUE, "1 / cv^2",
           "shape must be 0.001 to 10000"}},
         3},
    [STF_LAW_WEIBULL] = {STF_LAW_WEIBULL,
                         "weibull",
                         "hazard grows (shape above 1) or falls with time; give mean or scale",
                         {MEAN(false),
                          {"scale", "s", 0, true, NONE, false, NO_VALUE,
                           "duration that 37 % exceed", "scale must be above 0 s"},
                          {"shape", "1", 0.05, false, 1000, true, NO_VALUE,
                           "power of time in the cumulative hazard",
                           "shape must be 0.05 to 1000"}},
                         3},
    [STF_LAW_UNIFORM] =
        {STF_LAW_UNIFORM,
         "uniform",
         "every duration between two ends is equally likely",
         {{"from", "s", 0, false, NONE, false, 0, "lower end", "from must be 0 s or more"},
          {"to", "s", 0, true, NONE, true, NO_VALUE, "upper end", "to must be above 0 s"}},
         2},
    [STF_LAW_HYPEREXPONENTIAL] =
        {STF_LAW_HYPEREXPONENTIAL,
         "hyperexponential",
         "a mix of two exponentials; give share, mean_1 and mean_2, or mean and cv (at least "
         "1)",
         {{"share", "share", 0, true, 1, false, NO_VALUE, "share of the first exponential",
           "share must be above 0 and at most 1"},
          {"mean_1", "s", 0, true, NONE, false, NO_VALUE, "mean of the first exponential",
           "mean_1 must be above 0 s"},
          {"mean_2", "s", 0, true, NONE, false, NO_VALUE, "mean of the second exponential",
           "mean_2 must be above 0 s"},
          MEAN(false),
          {"cv", "1", 1, false, 1000, false, NO_VALUE,
           "standard deviation divided by the mean; both parts carry half of it",
           "cv must be 1 to 1000"}},
         5},
    [STF_LAW_EMPIRICAL] = {STF_LAW_EMPIRICAL,
                           "empirical",
                           "durations drawn from a file of observed ones",
                           {{"file", "file", 0, false, NONE, true, NO_VALUE,
                             "CSV file with one duration a row",
                             "file must name a CSV file with one duration a row"}},
                           1},
};

const struct stf_law_form *stf_law_form_named(const char *name) {
  for (size_t i = 0; i < STF_LAW_KINDS_N; i++) {
    if (strcmp(STF_LAW_FORMS[i].name, name) == 0) {
      return &STF_LAW_FORMS[i];
    }
  }
  return NULL;
}
