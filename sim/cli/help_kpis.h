/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `staffetta help kpis`: every KPI and its definitions, from the catalogue. */
#ifndef STF_HELP_KPIS_H
#define STF_HELP_KPIS_H

#include "cli/options.h"

void stf_help_kpis_put(const struct stf_console *console);

#endif
