/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the log says of the end: solved, surveyed, answered, and what the answers go with.
 * Internal to this folder.
 */
#ifndef STF_FIT_SURVEY_H
#define STF_FIT_SURVEY_H

#include "fit/fit.h"

/* `after` of every class into `classes`, of its closed contacts: the share solved of those that
 * say, the shares surveyed and answered, and an ordinal logit (stats/ordinal.h) of the marks
 * and of the three groups of NPS. Covariates are those that a run of the fitted desk has: first
 * response (where the class has a first message), solved (where all answers say), bot; one that
 * does not vary is left out. Fewer than STF_FIT_LEAST answers a parameter, a mark that nobody
 * gave or separation: no coefficients, and the note says why. Nothing known: no `after`. To be
 * called when first messages and bots are fitted. */
STF_MUST_USE enum stf_status stf_fit_survey_classes(const struct stf_fit_in *in,
                                                    struct stf_fit *fit,
                                                    struct stf_write_class *classes);

#endif
