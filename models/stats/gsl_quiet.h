/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSL aborts the program at its first error unless told not to. */
#ifndef STF_GSL_QUIET_H
#define STF_GSL_QUIET_H

/* Turns GSL's aborting handler off, for the whole process; call once at the start of main and
 * of test programs. Statuses are checked where GSL is called. */
void stf_gsl_quiet_install(void);

#endif
