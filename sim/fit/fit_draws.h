/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How uncertain the fitted parameters are: draws of them by resampling whole days
 * (desk/parameters.h). Internal to this folder.
 *
 * Of each of FIT_DRAWS_N resamples, for each day of the fit one day is drawn, with replacement,
 * from all days of weekdays that the log has twice or more. A drawn day brings along the work,
 * waits and bot contacts that began on it (means of service and exponential patience, odds of
 * containment: ratios of sums over the drawn days), and its arrivals as Pearson residuals,
 * (N - m) / sqrt(m + v m^2) sqrt(k / (k - 1)), of the mean m of the k days of its weekday, v
 * being the variance of the day factor; they are put on the weekday whose day is drawn for.
 * Residuals and not days, since two Mondays resampled among themselves show half their spread.
 */
#ifndef STF_FIT_DRAWS_H
#define STF_FIT_DRAWS_H

#include "fit/fit.h"

enum {
  STF_FIT_DRAWS_N = 200
};

/* Makes fit->desk.draws and its note after everything else was fitted; leaves it NULL where
 * fewer than 4 days are of weekdays seen twice, and says so in fit->draws_days_n. */
STF_MUST_USE enum stf_status stf_fit_draws_make(const struct stf_fit_in *in,
                                                struct stf_fit *fit);

#endif
