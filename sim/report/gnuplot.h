/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gnuplot as a program beside ours: a script and its data lie in a folder, so that the figure
 * can be made again by hand; what is drawn stands there whole or not at all.
 */
#ifndef STF_GNUPLOT_H
#define STF_GNUPLOT_H

#include "base/status.h"

#include <stdio.h>

struct stf_gnuplot_in {
  const char *program; /* to start: "gnuplot" */
  const char *folder;  /* of script, data and figure; exists */
  const char *name;    /* the script is NAME.gp */
  const char *ending;  /* the figure is NAME.ENDING: "svg", "png" */
};

/* Runs the script in the folder, its variable `out` set to the figure's file, over a figure
 * that is there. STF_ERR_TOOL: gnuplot is missing (the message says how to draw later) or
 * failed; STF_ERR_IO: the figure cannot get its name. */
STF_MUST_USE enum stf_status stf_gnuplot_draw(const struct stf_gnuplot_in *in,
                                              struct stf_error *error);

/* A line of a script that sets a variable to a text: NAME = '...'. */
void stf_gnuplot_put_text(FILE *file, const char *name, const char *text);

#endif
