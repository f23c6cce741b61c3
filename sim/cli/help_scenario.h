/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `staffetta help scenario`: the keys of the scenario format and the laws, from their tables.
 */
#ifndef STF_HELP_SCENARIO_H
#define STF_HELP_SCENARIO_H

#include "cli/options.h"

void stf_help_scenario_put(const struct stf_console *console);

#endif
