/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivities as a table and for people. */
#ifndef STF_SWEEP_EFFECTS_WRITE_H
#define STF_SWEEP_EFFECTS_WRITE_H

#include "cli/sweep_effects.h"

#include <stdio.h>

/* A row for each key and figure, the largest effect of a figure first; provenance as in the
 * table of points. Fails only without memory. */
STF_MUST_USE enum stf_status
stf_sweep_effects_write_table(const struct stf_sweep_effects *effects, FILE *file,
                              bool is_json);

/* For people: the figures that are told, each with its keys. Fails only without memory. */
STF_MUST_USE enum stf_status
stf_sweep_effects_write_text(const struct stf_sweep_effects *effects, FILE *file);

#endif
