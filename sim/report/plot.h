/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures by gnuplot: for each KPI a CSV, a gnuplot script (plots/band.gp with its variables
 * set) and the SVG, side by side in one folder, so that the figure can be made again by hand.
 */
#ifndef STF_PLOT_H
#define STF_PLOT_H

#include "kpi/row.h"
#include "time/zone.h"

#include <stdbool.h>

/* What the points of a figure are. */
enum stf_plot_axis {
  STF_PLOT_CLOCK,  /* times of day over the whole period, or the intervals of one day */
  STF_PLOT_PERIOD, /* every interval of the period */
  STF_PLOT_DAYS    /* days */
};

/* One figure: a statistic of a KPI over time. */
struct stf_plot_figure {
  const char *name; /* of the files: "wait" */
  const char *kpi;  /* slug */
  const char
      *definition; /* prefix of the definition ("sl3_within_20s"); "": any, the first found */
  const char *statistic;
  const char *heading;
  const char *label; /* of the axis */
  bool percent;      /* a share, 0..1 */
  enum stf_plot_axis axis;
};

/* The figures of the command, and their number: through the day wait p90, service level and
 * utilization; over the period contacts waiting and the SLA, the SLA by day. */
extern const struct stf_plot_figure STF_PLOT_FIGURES[];
extern const size_t STF_PLOT_FIGURES_N;

struct stf_plot_in {
  const struct stf_table *table;
  const struct stf_zone *zone; /* of the table; local times on the axis */
  const char *folder;          /* exists */
  const char *day;     /* "1999-02-03": the intervals of that day, and no figures of the period;
                          NULL: the whole period */
  const char *caption; /* provenance, small print; may be "" */
  const char *gnuplot; /* program to start */
};

/* STF_ERR_USAGE if a file that the figure would write is there already. */
STF_MUST_USE enum stf_status stf_plot_check(const struct stf_plot_in *in,
                                            const struct stf_plot_figure *figure,
                                            struct stf_error *error);

/* Writes one figure, over files that are there. *points_n tells how many intervals it shows; 0:
 * nothing was written because the table has no such rows. STF_ERR_IO: a file; STF_ERR_TOOL:
 * gnuplot is missing or failed, CSV and script are there. */
STF_MUST_USE enum stf_status stf_plot_write(const struct stf_plot_in *in,
                                            const struct stf_plot_figure *figure,
                                            size_t *points_n, struct stf_error *error);

#endif
