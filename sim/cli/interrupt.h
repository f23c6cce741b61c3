/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C: the first one asks the running command to finish what is in flight and to report what
 * is done; the second one ends the program at once.
 */
#ifndef STF_INTERRUPT_H
#define STF_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* Listens for SIGINT from here on; *before keeps who did it until now. Outside of begin and end
 * the first Ctrl-C ends the program: there is nothing yet to report. */
void stf_interrupt_begin(struct sigaction *before);
void stf_interrupt_end(const struct sigaction *before);

/* A reader gone away then is a write error (exit 4) like a full disk. */
void stf_interrupt_ignore_pipe(void);

/* Whether the user asked to stop. May be called from any thread, cheaply. */
bool stf_interrupt_requested(void);

#endif
