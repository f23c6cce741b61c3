/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/exit.h"

int stf_exit_of(enum stf_status status) {
  switch (status) {
  case STF_OK:
    return STF_EXIT_DONE;
  case STF_ERR_USAGE:
    return STF_EXIT_USAGE;
  case STF_ERR_INPUT:
    return STF_EXIT_INPUT;
  case STF_ERR_MEMORY:
  case STF_ERR_IO:
  case STF_ERR_TOOL:
    return STF_EXIT_ENVIRONMENT;
  case STF_ERR_INTERRUPTED:
    return STF_EXIT_INTERRUPTED;
  case STF_ERR_INTERNAL:
    break;
  }
  return STF_EXIT_INTERNAL;
}
