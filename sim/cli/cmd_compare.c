/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/as_run.h"
#include "cli/commands.h"
#include "cli/compare_job.h"
#include "cli/compare_table.h"
#include "cli/compare_text.h"
#include "cli/exit.h"
#include "cli/put.h"
#include "cli/run_moved.h"
#include "cli/talk.h"
#include "report/output.h"

#include <string.h>

static const struct stf_option OPTIONS[] = {
    {.letter = 'w',
     .name = "with",
     .kind = STF_OPTION_TEXT,
     .value = "KEY=VALUE[; ...]",
     .help = "one more scenario: the file with these values, such as 'bot.containment=60 %'; "
             "the file itself is then the baseline",
     .repeats = true},
    {.letter = 'p',
     .name = "primary",
     .kind = STF_OPTION_TEXT,
     .value = "KPI",
     .help = "the figure that decides, such as sl3, wait.answered.p90 or cost; the first "
             "target, else the service level"},
    STF_OPTION_REPLICATIONS(2, "independent runs of each scenario; the baseline's, else 200"),
    STF_OPTION_PRECISION(
        "HALFWIDTH",
        "replications until the 95 % intervals of the primary differences are no wider "
        "than +- HALFWIDTH: 1% (a point), 2s"),
    STF_OPTION_AT_MOST("with --precision and --select"),
    {.name = "select",
     .kind = STF_OPTION_FLAG,
     .help = "find the best with 95 % confidence: scenarios that clearly are not drop out, the "
             "others go on (procedure KN); with --delta"},
    {.name = "delta",
     .kind = STF_OPTION_TEXT,
     .value = "DIFFERENCE",
     .help = "with --select: a difference in the primary figure that does not matter: 1%, 2s"},
    STF_OPTION_SEED("of the random numbers of all scenarios; the baseline's, else 1"),
    STF_OPTION_THREADS,
    STF_OPTIONS_AS_RUN,
    {.name = "break-even",
     .kind = STF_OPTION_TEXT,
     .value = "KEY[=LOW..HIGH]",
     .help = "from which value of the key on each scenario is better than the baseline, which "
             "stays as it is; shares need no range",
     .repeats = true},
    {.name = "flip",
     .kind = STF_OPTION_TEXT,
     .value = "KEY=LOW..HIGH",
     .help = "an assumption of all scenarios: the value at which another one becomes the best",
     .repeats = true},
    {.name = "check",
     .kind = STF_OPTION_FLAG,
     .help = "exit 1 unless some scenario is better than the baseline",
     .aside = true},
    STF_OPTIONS_OUTPUT,
};

static enum stf_status write_results(void *context, FILE *file) {
  struct stf_compare_job *job = context;
  const char *format = stf_options_text(job->arguments, "format");
  if (strcmp(format, "csv") == 0) {
    return stf_compare_table_csv(file, job);
  }
  return strcmp(format, "json") == 0 ? stf_compare_table_json(file, job)
                                     : stf_compare_text_write(file, job);
}

static bool any_better(const struct stf_compare_job *job) {
  for (size_t k = 1; k < job->scenarios_n; k++) {
    if (stf_compare_text_verdict(job, k) > 0) {
      return true;
    }
  }
  return false;
}

static int conclude(struct stf_compare_job *job, enum stf_status status) {
  int code = stf_talk_end(job->console, &STF_COMMAND_COMPARE, &job->diags, status, &job->error);
  if (status != STF_OK || code != STF_EXIT_DONE) {
    return code;
  }
  if (job->interrupted) {
    stf_talk_warn(job->console, "stopped: the results are those of %u replications done",
                  job->done_n);
    return STF_EXIT_INTERRUPTED;
  }
  bool no = stf_options_given(job->arguments, "check") && !any_better(job);
  return no ? STF_EXIT_NO : STF_EXIT_DONE;
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  (void)command;
  struct stf_compare_job job = {.console = console, .arguments = arguments};
  enum stf_status status = stf_output_check(stf_options_text(arguments, "output"),
                                            stf_options_given(arguments, "force"), &job.error);
  if (status == STF_OK) {
    status = stf_compare_job_do(&job);
  }
  if (status == STF_OK) {
    const struct stf_put_writer writer = {.context = &job, .write = write_results};
    status = stf_put_results(console, arguments, "output", &writer, &job.error);
  }
  int code = conclude(&job, status);
  stf_compare_job_clear(&job);
  return code;
}

const struct stf_command STF_COMMAND_COMPARE = {
    .name = "compare",
    .summary = "scenarios on the same customers: paired differences",
    .usage = "staffetta compare SCENARIO SCENARIO... [OPTIONS]\n"
             "       staffetta compare SCENARIO --with KEY=VALUE [OPTIONS]",
    .example = "staffetta compare scenarios/erlang-a.yaml --with 'teams.front.agents=95'",
    .group = "plan",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .details =
        "The first scenario is the baseline. All of them meet the same customers: the same "
        "arrivals, work and patience in\n"
        "each replication, so that most of the chance goes out of the differences. One figure "
        "decides (--primary), with an\n"
        "interval of its own for each scenario; the intervals of the others hold together. Two "
        "probabilities: that a scenario\n"
        "is better on average, and that it comes out better in a single such period.\n"
        "A key is a path through the scenario file: classes.orders.bot.containment, "
        "teams.night.agents, demand.volume;\n"
        "bot.containment alone is that of every class that has it.",
    .run = run,
};
