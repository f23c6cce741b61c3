/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The volume that a scenario expects. */
#ifndef STF_FORECAST_H
#define STF_FORECAST_H

#include "desk/desk.h"

/* Contacts of the class that the desk's demand makes one expect to open in [from_us, to_us):
 * the integral of its rates and of its share of deflected calls and the mean of the days that
 * each day may be (demand.bootstrap), all times the volume's mean; and the expected replies to
 * campaigns. Factors of season, week, day and interval have mean 1 and change nothing.
 * Customers who come back (desk/after.h) are not in it, nor are given contacts: those of a
 * replay are what happened and no forecast. NAN where [from_us, to_us) is not within the desk's
 * period. */
double stf_forecast_contacts(const struct stf_desk *desk, uint32_t class_index, int64_t from_us,
                             int64_t to_us);

#endif
