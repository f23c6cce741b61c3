/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C: the first one asks the running command to finish what is in flight and to report what
 * is done; the second one ends the program at once.
 */
#ifndef STF_INTERRUPT_H
#define STF_INTERRUPT_H

#include <stdbool.h>

/* Takes over SIGINT, and ignores SIGPIPE so that a reader gone away is a write error (exit 4)
 * like a full disk. Called once, by main. */
void stf_interrupt_install(void);

/* Whether the user asked to stop. May be called from any thread, cheaply. */
bool stf_interrupt_requested(void);

#endif
