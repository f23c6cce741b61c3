/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rule of working time in words, with its place in the rule file. */
#ifndef STF_RULE_WORDS_H
#define STF_RULE_WORDS_H

#include "roster/rule_file.h"

enum {
  STF_RULE_WORDS = 256
};

/* "'rest.daily', 11 h (rules.yaml:4)": as it binds the agent where roster/legal.h tells its
 * breach on the day. Of what is no rule of the file, NOT_FREE and SHAPE, only what is wrong. */
void stf_rule_words_put(const struct stf_rule_file *rules, const struct stf_problem *problem,
                        const struct stf_problem_agent *agent, enum stf_legal_rule rule,
                        int32_t day, char out[STF_RULE_WORDS]);

#endif
