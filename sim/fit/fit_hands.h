/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many contacts agents of each team take at once and how fast, and the work that lies in
 * each contact then. Internal to this folder. */
#ifndef STF_FIT_HANDS_H
#define STF_FIT_HANDS_H

#include "fit/fit.h"

/* Fills fit->hands (one for each of teams_n teams) and fit->work_s (one for each contact). */
STF_MUST_USE enum stf_status stf_fit_hands_measure(const struct stf_fit_in *in,
                                                   struct stf_fit *fit, size_t teams_n);

/* Cap, speeds, routing and their notes for the team as it is written. */
STF_MUST_USE enum stf_status stf_fit_hands_describe(struct stf_fit *fit,
                                                    const struct stf_fit_hands *hands,
                                                    struct stf_write_team *team);

#endif
