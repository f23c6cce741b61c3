/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean arrivals of each step of a day by class: a curve file, by weekday or by date, or rows
 * made from totals. */
#ifndef STF_SCENARIO_CURVE_H
#define STF_SCENARIO_CURVE_H

#include "scenario/scenario_build.h"

/* One step of one day of one class. */
struct stf_scenario_curve_row {
  int64_t day; /* weekday (0 = Monday), or civil day number in dated curves */
  uint32_t class_index;
  int32_t start_s;
  int32_t length_s; /* to the next start of that day, or midnight */
  int line;         /* in the file; 0: none */
  double arrivals;  /* in the whole step */
};

struct stf_scenario_curve {
  struct stf_scenario_curve_row *rows; /* owned; by class, day, start */
  size_t n;
  size_t capacity;
  bool dated;
  bool common; /* without a column 'class': its rows, under class 0, are everybody's */
};

/* What is asked of the file. */
struct stf_scenario_curve_want {
  bool weekdays_only; /* a date column is an error */
  bool may_be_common; /* no class column is no error with several classes, either */
};

/* Reads the file that the node names (NULL: stays empty). What is wrong is told. */
void stf_scenario_curve_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_scenario_curve_want want,
                             struct stf_scenario_curve *out);
void stf_scenario_curve_clear(struct stf_scenario_curve *curve,
                              const struct stf_allocator *allocator);

/* Adds a row; rows are in order again after stf_scenario_curve_sort. Without memory the build
 * fails. */
void stf_scenario_curve_add(struct stf_scenario_build *build, struct stf_scenario_curve *curve,
                            const struct stf_scenario_curve_row *row);
void stf_scenario_curve_sort(struct stf_scenario_curve *curve);

/* The rows of one day of a class, n of them; n 0: it has none. Of a common curve: everybody's.
 */
const struct stf_scenario_curve_row *
stf_scenario_curve_day(const struct stf_scenario_curve *curve, uint32_t class_index,
                       int64_t day, size_t *n);

/* Rate [1/s] of a class at a time of day; 0 where the day has no step then. */
double stf_scenario_curve_rate(const struct stf_scenario_curve *curve, uint32_t class_index,
                               int64_t day, int32_t clock_s);

/* Arrivals of a whole day. */
double stf_scenario_curve_size(const struct stf_scenario_curve *curve, uint32_t class_index,
                               int64_t day);

/* Whether any row is the class's, or any row that day's. */
bool stf_scenario_curve_has_class(const struct stf_scenario_curve *curve, uint32_t class_index);
bool stf_scenario_curve_has_day(const struct stf_scenario_curve *curve, int64_t day);

#endif
