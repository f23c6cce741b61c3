/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/gsl_quiet.h"

#include <gsl/gsl_errno.h>

void stf_gsl_quiet_install(void) {
  (void)gsl_set_error_handler_off();
}
