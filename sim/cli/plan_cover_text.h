/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What 'plan --cover' says about its plan. */
#ifndef STF_PLAN_COVER_TEXT_H
#define STF_PLAN_COVER_TEXT_H

#include "roster/cover.h"
#include "roster/rule_file.h"

/* Cost in parts with the bound, whom to hire, and the cover by day. */
void stf_plan_cover_text_write(FILE *out, const struct stf_cover *cover,
                               const struct stf_rule_file *rules);

/* The same of a roster that was made for its simulation: what is paid, without prices of people
 * missing and too many, and without the bound, which is of the cover alone. */
void stf_plan_cover_text_roster(FILE *out, const struct stf_cover *cover,
                                const struct stf_rule_file *rules);

#endif
