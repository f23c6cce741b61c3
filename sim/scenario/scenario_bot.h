/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bot of a class, and the messages that customers see. */
#ifndef STF_SCENARIO_BOT_H
#define STF_SCENARIO_BOT_H

#include "scenario/scenario_build.h"

/* Reads acknowledge, first_message and bot of a class's mapping. What the mapping does not have
 * is none. */
void stf_scenario_bot_read(struct stf_scenario_build *build, const struct stf_node *node,
                           struct stf_class *class);

#endif
