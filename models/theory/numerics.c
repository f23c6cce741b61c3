/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/numerics.h"

#include <gsl/gsl_errno.h>

void stf_numerics_return_errors(void) {
  (void)gsl_set_error_handler_off();
}
