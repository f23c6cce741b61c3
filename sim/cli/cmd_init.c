/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/put.h"
#include "cli/run_moved.h"
#include "cli/run_volume.h"
#include "cli/talk.h"
#include "report/output.h"
#include "scenario/scenario.h"
#include "scenario/write_text.h"
#include "scenario/write_tree.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  VOLUME = 128,
  NOTE = 512
};

static const struct stf_option OPTIONS[] = {
    {.name = "from",
     .kind = STF_OPTION_TEXT,
     .value = "DIR",
     .help = "the desk: the folder of a fit, or a scenario file"},
    STF_RUN_MOVED_OPTIONS,
    STF_RUN_MOVED_ACTUALS,
    STF_RUN_MOVED_LEGEND,
    {.name = "volume",
     .kind = STF_OPTION_TEXT,
     .value = "X|LOW..HIGH",
     .help = "factor on the arrivals, as in run"},
    STF_OPTION_OUTPUT("the scenario; '-' is standard output"),
    STF_OPTION_FORCE,
};

struct job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_arena *arena;
  const char *path; /* of the desk */
  struct stf_moved moved;
  struct stf_vary volume;
  struct stf_node_file *file;
  const char *from_folder; /* both real, without a slash at the end */
  const char *to_folder;
};

/* ---- what is wanted ---- */

static enum stf_status find_desk(struct job *job) {
  const char *from = stf_options_text(job->arguments, "from");
  struct stat found;
  if (from == NULL) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "say which desk: --from DIR, the folder that 'staffetta fit' wrote");
  }
  bool is_folder = stat(from, &found) == 0 && S_ISDIR(found.st_mode);
  const char *slash = from[strlen(from) - 1] == '/' ? "" : "/";
  job->path = is_folder ? stf_arena_join(job->arena, from, slash, "desk.yaml") : from;
  return job->path != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* As the scenario has it; the buffer holds any. */
static void put_volume(const struct stf_desk *desk, char out[VOLUME]) {
  const struct {
    const char *name;
    double value;
  } parts[2][3] = {{{"{mean: ", desk->volume}, {", cv: ", desk->volume_cv}, {NULL, 0}},
                   {{"{low: ", desk->volume_low},
                    {", likely: ", desk->volume},
                    {", high: ", desk->volume_high}}};
  FILE *text = fmemopen(out, VOLUME, "w");
  if (text == NULL) {
    out[0] = '\0';
    return;
  }
  (void)fputs("demand.volume=", text);
  if (desk->volume_spread == STF_VOLUME_FIXED) {
    stf_write_text_number(text, desk->volume);
  }
  for (size_t i = 0; desk->volume_spread != STF_VOLUME_FIXED && i < 3; i++) {
    size_t kind = desk->volume_spread == STF_VOLUME_GAMMA ? 0 : 1;
    if (parts[kind][i].name != NULL) {
      (void)fputs(parts[kind][i].name, text);
      stf_write_text_number(text, parts[kind][i].value);
    }
  }
  (void)fputs(desk->volume_spread != STF_VOLUME_FIXED ? "}" : "", text);
  (void)fclose(text);
}

static enum stf_status read_options(struct job *job) {
  const char *volume = stf_options_text(job->arguments, "volume");
  enum stf_status status = stf_run_moved_take(job->arguments, &job->moved, &job->error);
  struct stf_desk desk = {0};
  char text[VOLUME];
  if (status != STF_OK || volume == NULL) {
    return status;
  }
  if (!stf_run_volume_read(volume, &desk)) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--volume is a factor above 0 such as 1.3, 1.2..1.4, or 1.3,cv=0.1; "
                           "not '%s'",
                           volume);
  }
  put_volume(&desk, text);
  job->volume = (struct stf_vary){.option = "--volume",
                                  .text = stf_arena_text(job->arena, text, strlen(text)),
                                  .made = true};
  return job->volume.text != NULL && text[0] != '\0' ? STF_OK : STF_ERR_MEMORY;
}

/* The scenario as `run` would have it must be in order. */
static enum stf_status check_scenario(struct job *job) {
  struct stf_scenario *scenario = NULL;
  const struct stf_scenario_changed in = {.path = job->path,
                                          .moved = &job->moved,
                                          .changes = &job->volume,
                                          .changes_n = job->volume.text != NULL};
  enum stf_status status =
      stf_scenario_read_changed(&in, NULL, &job->diags, &scenario, &job->error);
  stf_scenario_free(scenario);
  return status;
}

static enum stf_status change_tree(struct job *job) {
  struct stf_diags told; /* by the check already */
  uint64_t hash = 0;
  stf_diag_init(&told, NULL);
  enum stf_status status = stf_node_read(job->arena, job->path, &told, &job->file, &job->error);
  if (status == STF_OK) {
    status = stf_moved_apply(&job->moved, job->arena, job->file, &hash);
  }
  if (status == STF_OK && job->volume.text != NULL) {
    status = stf_vary_apply(&job->volume, job->arena, job->file);
  }
  if (job->file != NULL) {
    job->file->diags = &job->diags;
  }
  stf_diag_clear(&told);
  return status;
}

/* ---- paths ---- */

static enum stf_status real_folder(struct job *job, const char *path, const char **out) {
  const char *slash = path != NULL ? strrchr(path, '/') : NULL;
  const char *folder = slash == NULL ? "."
                       : slash == path
                           ? "/"
                           : stf_arena_text(job->arena, path, (size_t)(slash - path));
  char *real = folder != NULL ? realpath(folder, NULL) : NULL;
  if (real == NULL) {
    return stf_status_fail(&job->error, STF_ERR_IO, 0, "there is no folder '%s'",
                           folder != NULL ? folder : "");
  }
  *out = stf_arena_text(job->arena, real, strlen(real));
  free(real);
  return *out != NULL ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status find_folders(struct job *job) {
  const char *output = stf_options_text(job->arguments, "output");
  enum stf_status status = real_folder(job, job->path, &job->from_folder);
  return status == STF_OK
             ? real_folder(job, strcmp(output, "-") == 0 ? NULL : output, &job->to_folder)
             : status;
}

/* From one folder to a file, both real. */
static const char *relative(const struct job *job, const char *folder, const char *file) {
  size_t common = 0; /* up to a slash of both */
  size_t i = 0;
  for (; folder[i] != '\0' && folder[i] == file[i]; i++) {
    common = file[i] == '/' ? i + 1 : common;
  }
  if (folder[i] == '\0' && file[i] == '/') {
    return file + i + 1;
  }
  const char *up = "";
  for (const char *at = folder + common; up != NULL && *at != '\0';) {
    up = stf_arena_join(job->arena, up, "../", "");
    at += strcspn(at, "/");
    at += *at == '/';
  }
  return up != NULL ? stf_arena_join(job->arena, up, file + common, "") : NULL;
}

static const char *path_of(void *context, const struct stf_node *node) {
  const struct job *job = context;
  bool same = strcmp(job->from_folder, job->to_folder) == 0;
  if (node->value[0] == '/' || (same && !node->file->of_option)) {
    return node->value;
  }
  const char *path = node->file->of_option
                         ? node->value
                         : stf_arena_join(job->arena, job->from_folder, "/", node->value);
  char *real = path != NULL ? realpath(path, NULL) : NULL;
  const char *kept = real != NULL ? stf_arena_text(job->arena, real, strlen(real)) : path;
  free(real);
  return kept != NULL && kept[0] == '/' ? relative(job, job->to_folder, kept) : kept;
}

/* ---- the file ---- */

static enum stf_status write_tree(void *context, FILE *out) {
  struct job *job = context;
  char note[NOTE];
  (void)snprintf(note, sizeof note, "Written by 'staffetta %.400s'.",
                 stf_options_line(job->arguments));
  const struct stf_write_tree in = {
      .file = job->file, .note = note, .context = job, .path = path_of};
  return stf_write_tree_put(out, &in);
}

static enum stf_status put(struct job *job) {
  const struct stf_put_writer writer = {.context = job, .write = write_tree};
  return stf_put_results(job->console, job->arguments, "output", &writer, &job->error);
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  static enum stf_status (*const STEPS[])(struct job *) = {
      find_desk, read_options, check_scenario, change_tree, find_folders, put};
  struct job job = {.console = console, .arguments = arguments, .arena = stf_arena_new(NULL)};
  stf_diag_init(&job.diags, NULL);
  enum stf_status status =
      job.arena != NULL ? stf_output_check(stf_options_text(arguments, "output"),
                                           stf_options_given(arguments, "force"), &job.error)
                        : STF_ERR_MEMORY;
  for (size_t i = 0; i < STF_COUNT_OF(STEPS) && status == STF_OK; i++) {
    status = STEPS[i](&job);
  }
  int code = stf_talk_end(console, command, &job.diags, status, &job.error);
  const char *output = stf_options_text(arguments, "output");
  if (status == STF_OK && strcmp(output, "-") != 0 && !console->quiet) {
    (void)fprintf(console->err, "Written: %s\nNext: staffetta run %s\n", output, output);
  }
  stf_arena_free(job.arena);
  stf_diag_clear(&job.diags);
  return code;
}

const struct stf_command STF_COMMAND_INIT = {
    .name = "init",
    .summary = "a commented scenario from a fitted desk, for another period and roster",
    .usage = "staffetta init --from DIR [OPTIONS] [-o FILE]",
    .example =
        "staffetta init --from scenarios/front-desk.yaml --period 2026-12-07..2026-12-12 "
        "--staffing scenarios/data/sla-95-in-10-staffing.csv",
    .group = "simulate",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .details =
        "The options are those of run, written into the file: 'run FILE' then gives what "
        "'run DIR/desk.yaml' gives with them.",
    .run = run,
};
