/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --plot FILE.svg or FILE.png: the primary figure of a sweep over one key, with its intervals,
 * a line for each value of a second one. FILE.csv (those rows) and FILE.gp (plots/sweep.gp with
 * its variables set) stand beside it, so that it can be drawn again by hand.
 */
#ifndef STF_SWEEP_PLOT_H
#define STF_SWEEP_PLOT_H

#include "cli/sweep_job.h"

/* Reads the option, once keys and points are there: which key is the axis (the one with most
 * values that are numbers). Nothing without the option. STF_ERR_USAGE: another ending, points
 * that are no grid of one or two keys, a file that is there already; STF_ERR_IO: no such
 * folder. */
STF_MUST_USE enum stf_status stf_sweep_plot_choose(struct stf_sweep_job *job);

/* Keeps the figure of a point that has been run. */
void stf_sweep_plot_take(struct stf_sweep_job *job, const struct stf_sweep_point *point);

/* Writes data and script and draws, after all points. STF_ERR_TOOL: gnuplot is missing or
 * failed, data and script are there; STF_ERR_IO. */
STF_MUST_USE enum stf_status stf_sweep_plot_write(struct stf_sweep_job *job,
                                                  struct stf_error *error);

#endif
