/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days that a desk was fitted to. */
#ifndef STF_SCENARIO_FITTED_H
#define STF_SCENARIO_FITTED_H

#include "scenario/scenario_days.h"

/* Reads 'fitted', after the demand: where the period is not within these days, what is carried
 * over to it and how far joins the scenario's assumptions. */
void stf_scenario_fitted_read(struct stf_scenario_build *build, const struct stf_node *root);

/* What the holidays of a fitted desk do in the run, and what that rests on, joins them too. */
void stf_scenario_fitted_tell_days(struct stf_scenario_build *build,
                                   const struct stf_node *root,
                                   const struct stf_scenario_days *days);

#endif
