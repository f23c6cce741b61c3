/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures and differences of a comparison as they stand in text. */
#ifndef STF_COMPARE_CELLS_H
#define STF_COMPARE_CELLS_H

#include "cli/compare_job.h"

enum {
  STF_COMPARE_CELLS_TEXT = 96
};

/* A figure of one scenario; "-" where it has none. */
void stf_compare_cells_value(const struct stf_compare_figure *figure, double value,
                             char out[STF_COMPARE_CELLS_TEXT]);

/* "+5.2", "-12": with as many decimals as the interval bears. */
void stf_compare_cells_difference(const struct stf_compare_figure *figure,
                                  const struct stf_interval *difference,
                                  char out[STF_COMPARE_CELLS_TEXT]);

/* "+4.8 .. +5.6"; "" where there is no interval, or nothing differs. */
void stf_compare_cells_interval(const struct stf_compare_figure *figure,
                                const struct stf_interval *difference,
                                char out[STF_COMPARE_CELLS_TEXT]);

/* The same with its unit, as in a sentence: "+5.2 points", "-480 EUR". */
void stf_compare_cells_amount(const struct stf_compare_figure *figure,
                              const struct stf_interval *difference,
                              char out[STF_COMPARE_CELLS_TEXT]);

/* "> 99.9 %", "62.5 %". */
void stf_compare_cells_probability(double probability, char out[STF_COMPARE_CELLS_TEXT]);

#endif
