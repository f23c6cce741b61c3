/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/put.h"

#include "report/output.h"

enum stf_status stf_put_results(const struct stf_console *console,
                                const struct stf_arguments *arguments, const char *option,
                                const struct stf_put_writer *writer, struct stf_error *error) {
  struct stf_output output;
  enum stf_status status =
      stf_output_open(&output, stf_options_text(arguments, option),
                      stf_options_given(arguments, "force"), console->out, NULL, error);
  if (status != STF_OK) {
    return status;
  }
  status = writer->write(writer->context, output.file);
  if (status != STF_OK && error->message[0] == '\0') {
    (void)stf_status_fail(error, status, 0, "cannot make the results: %s",
                          stf_status_name(status));
  }
  return status == STF_OK ? stf_output_commit(&output, error)
                          : stf_output_fail(&output, status, error);
}
