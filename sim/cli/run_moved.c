/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_moved.h"

static enum stf_status take_files(const struct stf_arguments *arguments, const char *option,
                                  struct stf_moved_files *out, struct stf_error *error) {
  const char *text = NULL;
  while ((text = stf_options_text_at(arguments, option, out->n)) != NULL) {
    if (out->n == STF_MOVED_FILES_MAX) {
      return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s: at most %d files", option,
                             STF_MOVED_FILES_MAX);
    }
    out->items[out->n++] = text;
  }
  return STF_OK;
}

enum stf_status stf_run_moved_take(const struct stf_arguments *arguments, struct stf_moved *out,
                                   struct stf_error *error) {
  *out = (struct stf_moved){.period = stf_options_text(arguments, "period"),
                            .legend = stf_options_text(arguments, "legend"),
                            .demand = stf_options_text(arguments, "holiday-demand"),
                            .staff = stf_options_text(arguments, "holiday-staff"),
                            .actuals = stf_options_text(arguments, "actuals")};
  enum stf_status status = take_files(arguments, "roster", &out->rosters, error);
  if (status == STF_OK) {
    status = take_files(arguments, "holidays", &out->holidays, error);
  }
  return status == STF_OK ? take_files(arguments, "staffing", &out->staffings, error) : status;
}
