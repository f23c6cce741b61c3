/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is usually there, for periods that a fitted roster does not reach. Internal to this
 * folder. */
#ifndef STF_FIT_USUAL_H
#define STF_FIT_USUAL_H

#include "fit/fit.h"

/* Into team->usual: by weekday and interval of the fit the mean number of agents of the team's
 * spans over the days of that weekday on which anybody of any team was there, rounded (halves
 * up). A day that is cut, and an hour that a change of clocks skips, does not count. Teams
 * without spans have none. Fails only without memory. */
STF_MUST_USE enum stf_status stf_fit_usual_make(const struct stf_fit_in *in,
                                                struct stf_fit *fit,
                                                struct stf_write_team *teams, size_t teams_n);

#endif
