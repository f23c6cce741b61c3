/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_journal.h"

#include "cli/commands.h"
#include "cli/talk.h"
#include "replicate/image.h"
#include "report/output.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what it is of ---- */

/* More replications of the same points go on from the same journal. */
static bool counts(const struct stf_option *option) {
  static const char *const NOT[] = {"replications", "precision", "replications-at-most",
                                    "primary"};
  for (size_t i = 0; i < STF_COUNT_OF(NOT); i++) {
    if (strcmp(option->name, NOT[i]) == 0) {
      return false;
    }
  }
  return !option->aside;
}

static void put_option(const struct stf_sweep_job *job, const struct stf_option *option,
                       FILE *file) {
  const char *value = stf_options_text_at(job->arguments, option->name, 0);
  if (value == NULL) {
    return;
  }
  (void)fprintf(file, "--%s: ", option->name);
  for (size_t i = 0; value != NULL; i++) {
    (void)fprintf(file, "%s%s", i > 0 ? " and " : "", value);
    value = stf_options_text_at(job->arguments, option->name, i + 1);
  }
  (void)fputc('\n', file);
}

static void put_identity(const struct stf_sweep_job *job, FILE *file) {
  const struct stf_run_job *base = &job->base.run;
  (void)fprintf(file, "program: staffetta %s\n", STF_VERSION);
  (void)fprintf(file, "scenario: %s %016" PRIx64 "\n",
                stf_provenance_name(base->scenario->path), base->scenario->content_hash);
  if (base->has_log) {
    (void)fprintf(file, "log: %s %016" PRIx64 "\n", stf_provenance_name(base->log_path),
                  base->log.facts.content_hash);
  }
  (void)fprintf(file, "seed: %" PRIu64 "\n", base->seed);
  for (size_t i = 0; i < STF_COMMAND_SWEEP.options_n; i++) {
    const struct stf_option *option = &STF_COMMAND_SWEEP.options[i];
    if (counts(option) && strcmp(option->name, "seed") != 0) {
      put_option(job, option, file);
    }
  }
}

/* The caller frees *out. */
static enum stf_status make_identity(const struct stf_sweep_job *job, char **out) {
  size_t n = 0;
  FILE *file = open_memstream(out, &n);
  if (file == NULL) {
    return STF_ERR_MEMORY;
  }
  put_identity(job, file);
  bool whole = stf_output_flush(file);
  whole = fclose(file) == 0 && whole;
  return whole ? STF_OK : STF_ERR_MEMORY;
}

/* ---- opening ---- */

static enum stf_status find_path(struct stf_sweep_job *job) {
  const char *named = stf_options_text(job->arguments, "journal");
  const char *output = stf_options_text(job->arguments, "output");
  job->journal_is_named = named != NULL;
  job->journal_path = named;
  if (named == NULL && strcmp(output, "-") != 0) {
    job->journal_path = stf_arena_join(job->arena, output, ".journal", "");
    return job->journal_path != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  return STF_OK;
}

static void tell_found(const struct stf_sweep_job *job) {
  size_t found_n = stf_journal_found_n(job->journal);
  uint64_t cut_n = stf_journal_cut_n(job->journal);
  if (cut_n > 0) {
    stf_talk_warn(job->console,
                  "the journal '%s' is torn or damaged: its last %" PRIu64
                  " bytes are cut off, what stood there is run again",
                  job->journal_path, cut_n);
  }
  if (found_n > 0) {
    stf_talk_note(job->console, "goes on from the journal '%s': %zu replications are done",
                  job->journal_path, found_n);
  }
}

enum stf_status stf_sweep_journal_open(struct stf_sweep_job *job) {
  enum stf_status status = find_path(job);
  if (status != STF_OK || job->journal_path == NULL) {
    return status;
  }
  char *identity = NULL;
  status = make_identity(job, &identity);
  if (status == STF_OK) {
    const struct stf_journal_in in = {.path = job->journal_path, .identity = identity};
    status = stf_journal_open(&in, NULL, &job->journal, &job->error);
  }
  free(identity);
  if (status == STF_OK) {
    tell_found(job);
  }
  return status;
}

void stf_sweep_journal_finish(struct stf_sweep_job *job) {
  if (job->journal != NULL && !job->journal_is_named) {
    (void)unlink(job->journal_path);
  }
}

/* ---- replications ---- */

struct memory {
  struct stf_sweep_job *job;
  struct stf_sweep_point *point;
  unsigned char *room; /* for a record that is added */
};

static bool recall(void *context, uint32_t replication, struct stf_image *image) {
  const struct memory *memory = context;
  size_t n = stf_image_size(image);
  unsigned char *room = stf_mem_zeroed(NULL, n, 1);
  bool found =
      room != NULL && stf_journal_find(memory->job->journal, (uint32_t)memory->point->number,
                                       replication, room, n);
  if (found) {
    stf_image_read(room, replication, image);
  }
  stf_mem_release(NULL, room);
  return found;
}

static enum stf_status keep(void *context, uint32_t replication,
                            const struct stf_image *image) {
  struct memory *memory = context;
  size_t n = stf_image_size(image);
  if (memory->room == NULL) {
    memory->room = stf_mem_zeroed(NULL, n, 1);
  }
  if (memory->room == NULL) {
    return STF_ERR_MEMORY;
  }
  stf_image_write(image, replication, memory->room);
  return stf_journal_add(memory->job->journal, (uint32_t)memory->point->number, replication,
                         memory->room, n, &memory->point->run.error);
}

enum stf_status stf_sweep_journal_replicate(struct stf_sweep_job *job,
                                            struct stf_sweep_point *point) {
  struct stf_run_job *run = &point->run;
  struct memory memory = {.job = job, .point = point};
  const struct stf_replicate_memory hooks = {
      .context = &memory, .recall = recall, .keep = keep};
  run->memory = job->journal != NULL ? &hooks : NULL;
  enum stf_status status = stf_run_job_replicate(run, 0, run->replications_n);
  run->memory = NULL;
  stf_mem_release(NULL, memory.room);
  return status;
}
