/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stretches of time of a plan: days, weeks, months, intervals, slots of the week and of the
 * day. Internal to this folder. */
#ifndef STF_KPI_GRID_H
#define STF_KPI_GRID_H

#include "kpi/kpi_layout.h"

/* Cuts the period, names the cells of the time groups and maps days to weeks and months,
 * intervals to slots. */
STF_MUST_USE enum stf_status stf_kpi_grid_make(struct stf_kpi_layout *layout);

#endif
