/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legend of a wide roster: what its codes mean. CSV code,start,end,breaks,absent: times of day
 * of a shift, or absent = 1 (yes, x) and no times. */
#ifndef STF_SCENARIO_LEGEND_H
#define STF_SCENARIO_LEGEND_H

#include "scenario/scenario_build.h"
#include "scenario/scenario_stretch.h"

struct stf_scenario_legend_code {
  const char *code; /* in the scenario's arena */
  struct stf_scenario_stretches shift;
  struct stf_scenario_stretches breaks;
  bool absent;
  int line;
};

struct stf_scenario_legend {
  struct stf_scenario_legend_code *codes;
  size_t codes_n;
  size_t capacity;
};

/* Reads the file into *out; NULL node: empty. What is wrong is told. */
void stf_scenario_legend_read(struct stf_scenario_build *build, const struct stf_node *file,
                              struct stf_scenario_legend *out);
void stf_scenario_legend_clear(struct stf_scenario_legend *legend,
                               const struct stf_allocator *allocator);

/* NULL: no such code. */
const struct stf_scenario_legend_code *
stf_scenario_legend_find(const struct stf_scenario_legend *legend, const char *code);

#endif
