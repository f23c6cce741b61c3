/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit codes of every command. */
#ifndef STF_EXIT_H
#define STF_EXIT_H

#include "base/status.h"

enum stf_exit {
  STF_EXIT_DONE = 0,        /* done, whatever the answer */
  STF_EXIT_NO = 1,          /* the answer is "no": with --check, or there is no such plan */
  STF_EXIT_USAGE = 2,       /* wrong options */
  STF_EXIT_INPUT = 3,       /* a bad input file */
  STF_EXIT_ENVIRONMENT = 4, /* file, memory, gnuplot */
  STF_EXIT_INTERNAL = 5,    /* a check of ours failed */
  STF_EXIT_INTERRUPTED = 130
};

/* The exit code that goes with a status. */
int stf_exit_of(enum stf_status status);

#endif
