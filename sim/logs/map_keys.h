/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of import maps (logs/map.h), as tables for checks, help and docs. */
#ifndef STF_MAP_KEYS_H
#define STF_MAP_KEYS_H

#include "scenario/keys.h"

extern const struct stf_keys STF_MAP_KEYS_ROOT;
extern const struct stf_keys STF_MAP_KEYS_EVENT;
extern const struct stf_keys STF_MAP_KEYS_AT;
extern const struct stf_keys STF_MAP_KEYS_VALUE;
extern const struct stf_keys STF_MAP_KEYS_JOIN;
extern const struct stf_keys STF_MAP_KEYS_CONVERSATION;

#endif
