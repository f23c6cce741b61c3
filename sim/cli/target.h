/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A target as users write it: "service_level>=0.8", "abandonment <= 5 %", "wait<=30s". */
#ifndef STF_TARGET_H
#define STF_TARGET_H

#include "theory/staffing.h"

/* Reads a target for a model of the closed forms; a service level is meant at within_s.
 * STF_ERR_USAGE with what would be right: unknown KPI, one that the model does not have, the
 * wrong side (>=, <=), a value that no number of agents reaches (a share of 0 or 1). */
STF_MUST_USE enum stf_status stf_target_parse(const char *text, enum stf_staffing_model model,
                                              double within_s, struct stf_error *error,
                                              struct stf_staffing_target *out);

#endif
