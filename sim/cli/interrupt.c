/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

/* The one piece of mutable global state of the program: a signal handler has no parameter
 * through which it could reach anything else. Lock-free, hence allowed in a handler, and unlike
 * sig_atomic_t also in order between threads. */
static atomic_int requested;
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler may only use lock-free atomics");

static void on_interrupt(int signal_number) {
  (void)signal_number;
  atomic_store(&requested, 1);
}

void stf_interrupt_begin(struct sigaction *before) {
  struct sigaction action = {.sa_handler = on_interrupt};
  /* Reset by hand-over: the second Ctrl-C finds the default, which ends the program. */
  action.sa_flags = (int)SA_RESETHAND | SA_RESTART;
  (void)sigaction(SIGINT, &action, before);
}

void stf_interrupt_end(const struct sigaction *before) {
  (void)sigaction(SIGINT, before, NULL);
}

void stf_interrupt_ignore_pipe(void) {
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  (void)sigaction(SIGPIPE, &ignore, NULL);
}

bool stf_interrupt_requested(void) {
  return atomic_load(&requested) != 0;
}
