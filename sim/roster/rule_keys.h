/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of rule files (docs/plan.md). */
#ifndef STF_RULE_KEYS_H
#define STF_RULE_KEYS_H

#include "scenario/keys.h"

extern const struct stf_keys STF_RULE_KEYS_ROOT;
extern const struct stf_keys STF_RULE_KEYS_REST;
extern const struct stf_keys STF_RULE_KEYS_PAUSE;
extern const struct stf_keys STF_RULE_KEYS_NIGHTS;
extern const struct stf_keys STF_RULE_KEYS_WEEKENDS;
extern const struct stf_keys STF_RULE_KEYS_PART_TIME;
extern const struct stf_keys STF_RULE_KEYS_PREMIUM;
extern const struct stf_keys STF_RULE_KEYS_COVER;
extern const struct stf_keys STF_RULE_KEYS_SHIFT;
extern const struct stf_keys STF_RULE_KEYS_BREAK;
extern const struct stf_keys STF_RULE_KEYS_CONTRACT;
extern const struct stf_keys STF_RULE_KEYS_OVERTIME;
extern const struct stf_keys STF_RULE_KEYS_HIRE;

#endif
