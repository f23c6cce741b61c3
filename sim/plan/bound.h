/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be spent on hiring at least, whatever the roster: with everybody at work whom the
 * rules let work at all, in every step, does the promise hold? If it does not with so many
 * hired, it does with no roster of as many or fewer, since no roster has more people in any
 * step (taken that more people never make it worse). By simulation on customers of its own;
 * one-sided 95 %, shared by the stretches. Internal to this folder.
 */
#ifndef STF_BOUND_H
#define STF_BOUND_H

#include "plan/loop.h"
#include "plan/seek.h"

/* found: what was spent by a roster with which the promises hold; INFINITY: none was found.
 * *out: no roster holds for which less than this is spent on hiring; 0: not known of any;
 * INFINITY: no roster holds at all. The seek's judge has other customers afterwards. */
STF_MUST_USE enum stf_status
stf_bound_hires(struct stf_seek *seek, const struct stf_loop_in *in, double found, double *out);

#endif
