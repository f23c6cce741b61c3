/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws of a fitted desk, class by class. Internal to this folder. */
#ifndef STF_FIT_LAW_H
#define STF_FIT_LAW_H

#include "fit/fit.h"

/* Service and patience of every class into fit->classes and `classes` (classes_n of the fit).
 */
STF_MUST_USE enum stf_status stf_fit_law_classes(const struct stf_fit_in *in,
                                                 struct stf_fit *fit,
                                                 struct stf_write_class *classes);

/* Pause of everybody into fit and *law (constant 0 where too little was seen), with its note.
 */
STF_MUST_USE enum stf_status stf_fit_law_pause(const struct stf_fit_in *in, struct stf_fit *fit,
                                               struct stf_law *law, const char **note);

/* A text in the fit's arena; NULL without memory. */
const char *stf_fit_law_text(struct stf_fit *fit, const char *format, ...) STF_PRINTF(2, 3);

#endif
