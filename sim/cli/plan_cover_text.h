/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What 'plan --cover' says about its plan. */
#ifndef STF_PLAN_COVER_TEXT_H
#define STF_PLAN_COVER_TEXT_H

#include "roster/cover.h"
#include "roster/rule_file.h"

/* Cost in parts with the bound, whom to hire, and the cover by day. */
void stf_plan_cover_text_write(FILE *out, const struct stf_cover *cover,
                               const struct stf_rule_file *rules);

#endif
