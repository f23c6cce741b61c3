/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_whole.h"

#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/plan_text.h"
#include "cli/put.h"
#include "cli/talk.h"
#include "report/output.h"

#include <stdio.h>
#include <string.h>

/* Files that are written, by their options. */
static const struct {
  const char *option;
  enum stf_plan_shifts_text text;
} FILES[] = {{"output", STF_PLAN_SHIFTS_LONG},
             {"wide", STF_PLAN_SHIFTS_WIDE},
             {"cover-table", STF_PLAN_SHIFTS_COVER}};

static enum stf_status check_files(struct stf_plan_whole *whole) {
  const struct stf_arguments *arguments = whole->job.arguments;
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < STF_COUNT_OF(FILES) && status == STF_OK; i++) {
    status = stf_output_check(stf_options_text(arguments, FILES[i].option),
                              stf_options_given(arguments, "force"), &whole->job.error);
  }
  return status;
}

/* ---- rosters ---- */

static void show_progress(const struct stf_plan_whole *whole) {
  const struct stf_console *console = whole->job.console;
  if (console->err_is_terminal && !console->quiet) {
    (void)fprintf(console->err, "\r%u rosters\033[K", whole->rosters_n);
    (void)fflush(console->err);
  }
}

static enum stf_status cover(void *context, const struct stf_loop_ask *ask,
                             struct stf_loop_roster *out) {
  struct stf_plan_whole *whole = context;
  whole->rosters_n++;
  show_progress(whole);
  return stf_plan_shifts_cover(&whole->shifts, ask, out);
}

static void keep(void *context) {
  struct stf_plan_whole *whole = context;
  stf_plan_shifts_keep(&whole->shifts);
}

static void most(void *context, double hires_most, int32_t *people) {
  struct stf_plan_whole *whole = context;
  stf_plan_shifts_most(&whole->shifts, hires_most, people);
}

static enum stf_status close_loop(struct stf_plan_whole *whole) {
  struct stf_plan_job *job = &whole->job;
  job->draft = false;
  job->in.draft = whole->draft;
  job->in.judge.replications_n = stf_plan_job_replications(job);
  job->in.progress = NULL;
  const struct stf_cover *roster = &whole->shifts.cover;
  const struct stf_loop_in in = {
      .require = &job->in,
      .need = job->found.grid.agents,
      .rosters_n = (uint32_t)stf_options_integer(job->arguments, "rosters"),
      .hire_least = stf_cover_hire_least(roster),
      .hires_alike = stf_cover_hire_dearest(roster) <= stf_cover_hire_least(roster),
      .context = whole,
      .cover = cover,
      .keep = keep,
      .most = most};
  struct sigaction before;
  stf_interrupt_begin(&before);
  enum stf_status status = stf_loop_close(&in, NULL, job->arena, &whole->loop);
  if (status == STF_OK) {
    status = stf_plan_price_desk(job, whole->loop.roster.desk, &whole->price);
    status = status == STF_ERR_INTERRUPTED ? STF_OK : status;
  }
  stf_interrupt_end(&before);
  if (job->console->err_is_terminal && !job->console->quiet) {
    (void)fputs("\r\033[K", job->console->err);
  }
  status = status == STF_OK ? whole->shifts.status : status;
  job->found = whole->loop.result;
  if (status == STF_ERR_INTERRUPTED && whole->loop.kept_n > 0) {
    job->interrupted = true;
    return STF_OK;
  }
  return status;
}

/* Rules and people are read before the search, which takes its time. */
static enum stf_status begin(struct stf_plan_whole *whole) {
  struct stf_plan_job *job = &whole->job;
  enum stf_status status = stf_plan_job_prepare(job);
  if (status == STF_OK) {
    status =
        stf_grid_of(&job->run.desk, job->step_us, job->planned, job->arena, &job->found.grid);
  }
  return status == STF_OK ? stf_plan_shifts_begin(job, &whole->shifts) : status;
}

enum stf_status stf_plan_whole_solve(struct stf_plan_whole *whole) {
  struct stf_plan_job *job = &whole->job;
  job->draft = true;
  job->coarse = true;
  job->bare = true;
  enum stf_status status = begin(whole);
  status = status == STF_OK ? stf_plan_job_search(job) : status;
  if (status != STF_OK || job->interrupted) {
    return status == STF_OK ? STF_ERR_INTERRUPTED : status;
  }
  return job->found.end == STF_REQUIRE_OUT_OF_REACH ? STF_OK : close_loop(whole);
}

/* ---- results ---- */

struct text {
  const char *text;
};

static enum stf_status write_text(void *context, FILE *file) {
  const struct text *text = context;
  (void)fputs(text->text, file);
  return STF_OK;
}

/* Whether one of the files is standard output: the words then go elsewhere. */
static bool data_is_out(const struct stf_plan_job *job) {
  bool is_out = false;
  for (size_t i = 0; i < STF_COUNT_OF(FILES); i++) {
    const char *path = stf_options_text(job->arguments, FILES[i].option);
    is_out = is_out || (path != NULL && strcmp(path, "-") == 0);
  }
  return is_out;
}

static enum stf_status put_results(struct stf_plan_whole *whole) {
  struct stf_plan_job *job = &whole->job;
  if (job->found.end == STF_REQUIRE_OUT_OF_REACH && whole->loop.kept_n == 0) {
    stf_plan_text_write(job->console->out, job);
    return STF_OK;
  }
  const struct stf_plan_text_roster roster = {
      .words = whole->shifts.texts[STF_PLAN_SHIFTS_WORDS],
      .scenario = whole->shifts.slots[1 - whole->shifts.last].run.scenario,
      .currency = whole->shifts.people.rules.currency,
      .loop = &whole->loop,
      .most_n = (uint32_t)stf_options_integer(job->arguments, "rosters"),
      .price = whole->price};
  stf_plan_text_whole(data_is_out(job) ? job->console->err : job->console->out, job, &roster);
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < STF_COUNT_OF(FILES) && status == STF_OK; i++) {
    struct text text = {.text = whole->shifts.texts[FILES[i].text]};
    const struct stf_put_writer writer = {.context = &text, .write = write_text};
    if (stf_options_given(job->arguments, FILES[i].option)) {
      status =
          stf_put_results(job->console, job->arguments, FILES[i].option, &writer, &job->error);
    }
  }
  return status;
}

static int end(struct stf_plan_whole *whole, const struct stf_command *command,
               enum stf_status status) {
  struct stf_plan_job *job = &whole->job;
  if (status == STF_ERR_INTERRUPTED) {
    stf_talk_warn(job->console, "stopped before the first roster");
    return STF_EXIT_INTERRUPTED;
  }
  int code = STF_EXIT_DONE;
  if (whole->shifts.job != NULL) {
    code = stf_talk_diags(job->console, &whole->shifts.people.diags);
  }
  if (code == STF_EXIT_DONE) {
    code = stf_talk_end(job->console, command, &job->run.diags, status, &job->error);
  }
  if (code == STF_EXIT_DONE && job->interrupted) {
    stf_talk_warn(job->console, "stopped: the best roster so far, not proven");
    return STF_EXIT_INTERRUPTED;
  }
  if (whole->shifts.people.misfits && code == STF_EXIT_INPUT) {
    return STF_EXIT_NO;
  }
  bool asked = stf_options_given(job->arguments, "check");
  bool proven = job->found.end == STF_REQUIRE_PROVEN;
  bool reached = job->found.end != STF_REQUIRE_OUT_OF_REACH;
  return code == STF_EXIT_DONE && (!reached || (asked && !proven)) ? STF_EXIT_NO : code;
}

void stf_plan_whole_clear(struct stf_plan_whole *whole) {
  if (whole->shifts.job != NULL) {
    stf_plan_shifts_clear(&whole->shifts);
  }
  stf_plan_job_clear(&whole->job);
}

int stf_plan_whole_run(const struct stf_console *console, const struct stf_command *command,
                       const struct stf_arguments *arguments) {
  struct stf_plan_whole whole = {.job = {.console = console, .arguments = arguments}};
  enum stf_status status = check_files(&whole);
  status = status == STF_OK ? stf_plan_whole_solve(&whole) : status;
  status = status == STF_OK ? put_results(&whole) : status;
  int code = end(&whole, command, status);
  stf_plan_whole_clear(&whole);
  return code;
}
