/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_need.h"

#include "cli/exit.h"
#include "cli/plan_job.h"
#include "cli/plan_table.h"
#include "cli/plan_text.h"
#include "cli/put.h"
#include "cli/talk.h"
#include "report/output.h"

#include <string.h>

static enum stf_status write_table(void *context, FILE *file) {
  const struct stf_plan_job *job = context;
  return strcmp(stf_options_text(job->arguments, "layout"), "long") == 0
             ? stf_plan_table_long(file, job)
             : stf_plan_table_matrix(file, job);
}

/* The words go to standard output, unless the table does. */
static enum stf_status put_results(struct stf_plan_job *job) {
  const char *path = stf_options_text(job->arguments, "output");
  bool table = path != NULL && job->found.end != STF_REQUIRE_OUT_OF_REACH;
  bool table_is_out = table && strcmp(path, "-") == 0;
  stf_plan_text_write(table_is_out ? job->console->err : job->console->out, job);
  const struct stf_put_writer writer = {.context = job, .write = write_table};
  return table ? stf_put_results(job->console, job->arguments, "output", &writer, &job->error)
               : STF_OK;
}

static int exit_code(const struct stf_plan_job *job, int code) {
  if (code != STF_EXIT_DONE) {
    return code;
  }
  if (job->interrupted) {
    stf_talk_warn(job->console, "stopped: the best found so far, not proven");
    return STF_EXIT_INTERRUPTED;
  }
  bool proven = job->found.end == STF_REQUIRE_PROVEN;
  bool reached = job->found.end != STF_REQUIRE_OUT_OF_REACH;
  return !reached || (!proven && stf_options_given(job->arguments, "check")) ? STF_EXIT_NO
                                                                             : STF_EXIT_DONE;
}

int stf_plan_need_run(const struct stf_console *console, const struct stf_command *command,
                      const struct stf_arguments *arguments) {
  struct stf_plan_job job = {.console = console, .arguments = arguments};
  enum stf_status status = stf_output_check(stf_options_text(arguments, "output"),
                                            stf_options_given(arguments, "force"), &job.error);
  status = status == STF_OK ? stf_plan_job_do(&job) : status;
  status = status == STF_OK ? put_results(&job) : status;
  int code = stf_talk_end(console, command, &job.run.diags, status, &job.error);
  code = exit_code(&job, code);
  stf_plan_job_clear(&job);
  return code;
}
