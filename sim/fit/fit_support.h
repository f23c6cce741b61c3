/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the log has seen of each class (desk/support.h). Internal to this folder. */
#ifndef STF_FIT_SUPPORT_H
#define STF_FIT_SUPPORT_H

#include "fit/fit.h"

/* Longest wait, age, work, time to the first message and in the bot, most contacts opened in an
 * interval and on a day of the window, into `classes` (classes_n of the fit). Who still waits
 * or is open at the log's end has until then.
 */
STF_MUST_USE enum stf_status stf_fit_support_classes(const struct stf_fit_in *in,
                                                     struct stf_fit *fit,
                                                     struct stf_write_class *classes);

#endif
