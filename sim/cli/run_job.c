/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_job.h"

#include "base/quantity.h"
#include "cli/interrupt.h"
#include "cli/kpi_options.h"
#include "cli/run_actuals.h"
#include "cli/run_agreement.h"
#include "cli/run_comparable.h"
#include "cli/run_demand.h"
#include "cli/run_difficulty.h"
#include "cli/run_evidence.h"
#include "cli/run_log.h"
#include "cli/run_mapped.h"
#include "cli/run_moved.h"
#include "cli/run_period.h"
#include "cli/run_plan.h"
#include "cli/run_precision.h"
#include "cli/run_sources.h"
#include "cli/run_volume.h"
#include "desk/desk_check.h"
#include "replicate/precision.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

/* ---- options ---- */

static enum stf_status take_given(void *context, const char *word, struct stf_error *error) {
  struct stf_run_job *job = context;
  static const struct {
    const char *name;
    unsigned flag;
  } PARTS[] = {{"arrivals", STF_REPLAY_ARRIVALS},
               {"presence", STF_REPLAY_PRESENCE},
               {"service", STF_REPLAY_SERVICE},
               {"patience", STF_REPLAY_PATIENCE},
               {"bot", STF_REPLAY_BOT}};
  for (size_t i = 0; i < STF_COUNT_OF(PARTS); i++) {
    if (strcmp(PARTS[i].name, word) == 0) {
      job->given |= PARTS[i].flag;
      return STF_OK;
    }
  }
  return stf_status_fail(
      error, STF_ERR_USAGE, 0,
      "--given knows arrivals, bot, presence, service and patience, not '%s'", word);
}

/* Numbers that an option's own range cannot tell. */
static enum stf_status check_numbers(struct stf_run_job *job) {
  const struct stf_arguments *arguments = job->arguments;
  const char *volume = stf_options_text(arguments, "volume");
  if (volume != NULL && !stf_run_volume_read(volume, &job->desk)) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--volume is a factor above 0, at most 1000, such as 1.3 for 30 %% more "
        "contacts; or 1.2..1.4, 1.2..1.25..1.4, or 1.3,cv=0.1; not '%s'",
        volume);
  }
  bool one = stf_options_given(arguments, "events") || stf_options_given(arguments, "trace");
  if (one && stf_options_integer(arguments, "events-of") > job->replications_n) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0, "--events-of %lld: there are only %u replications",
        (long long)stf_options_integer(arguments, "events-of"), job->replications_n);
  }
  return STF_OK;
}

static enum stf_status read_seed(struct stf_run_job *job) {
  job->seed = job->scenario->seed;
  job->replications_n = job->scenario->replications_n;
  const char *text = stf_options_text(job->arguments, "seed");
  int64_t seed = 0;
  if (text != NULL && strcmp(text, "random") == 0) {
    if (getentropy(&job->seed, sizeof job->seed) != 0) {
      return stf_status_fail(&job->error, STF_ERR_IO, 0, "the system has no random numbers");
    }
    job->seed >>= 12; /* short enough to be typed again */
  } else if (text != NULL) {
    if (!stf_quantity_integer(text, &seed) || seed < 0) {
      return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                             "--seed wants a whole number from 0 on, or 'random', not '%s'",
                             text);
    }
    job->seed = (uint64_t)seed;
  }
  if (stf_options_given(job->arguments, "replications")) {
    job->replications_n = (uint32_t)stf_options_integer(job->arguments, "replications");
  }
  return check_numbers(job);
}

unsigned stf_run_job_threads(const struct stf_arguments *arguments) {
  if (stf_options_given(arguments, "threads")) {
    return (unsigned)stf_options_integer(arguments, "threads");
  }
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return cores > 0 ? (unsigned)cores : 1;
}

/* ---- input ---- */

static enum stf_status read_given(struct stf_run_job *job) {
  bool from_options = stf_options_given(job->arguments, "log");
  bool replays = from_options || job->scenario->replay_path != NULL;
  if (stf_options_given(job->arguments, "given") && !replays) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--given takes parts of a log: name it with --log");
  }
  if (!replays) {
    return STF_OK;
  }
  job->mapped = !from_options && (job->scenario->replay_days_n > 0 ||
                                  job->scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_NONE);
  const char *list = stf_options_text(job->arguments, "given");
  if (list == NULL) {
    bool staffed = job->scenario->desk.changes_n > 0 || job->mapped;
    list = from_options || !staffed ? "arrivals,presence" : "arrivals";
  }
  enum stf_status status = stf_kpi_options_each("given", list, job, take_given, &job->error);
  if (status == STF_OK && (job->given & STF_REPLAY_ARRIVALS) == 0) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--given '%s' must hold arrivals: the other parts belong to them",
                           list);
  }
  return status;
}

/* Sessions that shared an agent are no work for a desk where she takes one at a time. */
static enum stf_status check_service(struct stf_run_job *job) {
  if ((job->given & STF_REPLAY_SERVICE) == 0 || job->overlaps.kept_n == 0 ||
      stf_desk_overlaps(&job->desk)) {
    return STF_OK;
  }
  return stf_status_fail(
      &job->error, STF_ERR_USAGE, 0,
      "--given service: the agents of the log have several contacts in hand, but those "
      "of the desk take one at a time: give the team 'concurrency' and "
      "'speed_by_load' ('staffetta fit' measures them)");
}

/* Classes of the log to leave out. */
static enum stf_status read_ignored(struct stf_run_job *job) {
  const struct stf_dict *classes = job->scenario->names.classes;
  size_t classes_n = stf_dict_count(classes);
  if (!stf_options_given(job->arguments, "ignore-class")) {
    return STF_OK;
  }
  bool *ignored = stf_arena_alloc(job->scenario->arena, classes_n, sizeof *ignored);
  if (ignored == NULL) {
    return STF_ERR_MEMORY;
  }
  const char *name = NULL;
  for (size_t i = 0; (name = stf_options_text_at(job->arguments, "ignore-class", i)) != NULL;
       i++) {
    uint32_t id = stf_dict_find(classes, name, strlen(name));
    if (id == STF_DICT_NONE) {
      return stf_status_fail(
          &job->error, STF_ERR_USAGE, 0,
          "--ignore-class '%s': neither the log nor the desk has such a class", name);
    }
    ignored[id] = true;
  }
  job->ignored = ignored;
  return STF_OK;
}

/* The period of the run, and where the log stands in it. */
static enum stf_status read_periods(struct stf_run_job *job) {
  struct stf_run_period log_days = {STF_NEVER, STF_NEVER};
  if (job->mapped) {
    return stf_run_mapped_period(job);
  }
  if (job->has_log) {
    log_days =
        stf_run_period_of(job->scenario->zone, job->log.facts.first_us, job->log.facts.last_us);
  }
  struct stf_run_period period = {job->desk.from_us, job->desk.to_us};
  bool own_days = stf_options_given(job->arguments, "period");
  if (stf_options_given(job->arguments, "log") && !own_days) {
    period = log_days;
  }
  struct stf_run_period asked = period;
  enum stf_status status =
      stf_run_period_read(job->arguments, job->scenario->zone, &asked, &job->error);
  if (status != STF_OK) {
    return status;
  }
  if (own_days &&
      (stf_options_given(job->arguments, "from") || stf_options_given(job->arguments, "to"))) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--period says the days: leave --from and --to out");
  }
  bool moved = asked.from_us != period.from_us || asked.to_us != period.to_us;
  if (moved && job->given == 0) {
    return stf_status_fail(
        &job->error, STF_ERR_USAGE, 0,
        "--from and --to choose days of a log; without one the period stands in the scenario");
  }
  job->desk.from_us = asked.from_us;
  job->desk.to_us = asked.to_us;
  /* Of a longer log the period's own days. */
  bool within =
      job->has_log && log_days.from_us <= asked.from_us && log_days.to_us >= asked.to_us;
  struct stf_run_period actual = job->given != 0 || within ? asked : log_days;
  job->actual_from_us = actual.from_us;
  job->actual_to_us = actual.to_us;
  if (job->given != 0 && (log_days.from_us >= asked.to_us || log_days.to_us <= asked.from_us)) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "the period has no day of the log '%s'", job->log_path);
  }
  return STF_OK;
}

static enum stf_status drop_pauses(struct stf_run_job *job) {
  struct stf_team *teams =
      stf_arena_alloc(job->scenario->arena, job->desk.teams_n, sizeof *teams);
  if (teams == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t t = 0; t < job->desk.teams_n; t++) {
    teams[t] = job->desk.teams[t];
    teams[t].pause = stf_law_constant(0);
  }
  job->desk.teams = teams;
  return STF_OK;
}

/* With a log the run starts from the log's state and ends at its horizon, unless an option or,
 * for the scenario's own replay, the scenario says otherwise. */
static bool starts_empty(const struct stf_run_job *job) {
  const char *start = stf_options_text(job->arguments, "start");
  if (start != NULL) {
    return strcmp(start, "empty") == 0;
  }
  return !stf_options_given(job->arguments, "log") && job->scenario->start_given;
}

static enum stf_edge_end ends_at(const struct stf_run_job *job) {
  const char *end = stf_options_text(job->arguments, "end");
  if (end != NULL) {
    return strcmp(end, "until_empty") == 0 ? STF_EDGE_UNTIL_EMPTY : STF_EDGE_HORIZON;
  }
  bool own = !stf_options_given(job->arguments, "log") && job->scenario->end_given;
  return own ? job->scenario->desk.end : STF_EDGE_HORIZON;
}

/* What was put together from a log must hold what the engine rests on. */
static enum stf_status check_replayed(struct stf_run_job *job) {
  const char *broken = stf_desk_check_valid(&job->desk);
  return broken == NULL ? STF_OK
                        : stf_status_fail(&job->error, STF_ERR_INTERNAL, 0,
                                          "the replayed desk has %s", broken);
}

static enum stf_replay_repeats repeats_of(const struct stf_run_job *job) {
  const char *repeats = stf_options_text(job->arguments, "repeats");
  if (repeats == NULL) {
    return STF_REPLAY_REPEATS_UNDECIDED;
  }
  return strcmp(repeats, "logged") == 0 ? STF_REPLAY_REPEATS_LOGGED
                                        : STF_REPLAY_REPEATS_SIMULATED;
}

static enum stf_status make_desk(struct stf_run_job *job) {
  enum stf_status status = STF_OK;
  bool no_pause = stf_options_given(job->arguments, "without");
  bool own_edges = !stf_options_given(job->arguments, "log") && job->scenario->start_given;
  if (job->given != 0) {
    struct stf_desk base = job->desk;
    struct stf_replay_in in = {
        .desk = &base,
        .log = &job->log,
        .path = job->log_path,
        .from_us = base.from_us,
        .to_us = base.to_us,
        .warmup_us = own_edges ? base.warmup_us : 0,
        .from_empty = job->mapped || starts_empty(job),
        .end = ends_at(job),
        .given = job->given,
        .presence_gap_us = stf_quantity_us(stf_options_number(job->arguments, "presence-gap")),
        .without_pause = no_pause,
        .repeats = repeats_of(job),
        .ignored = job->ignored,
    };
    in.map = stf_run_mapped_days(job);
    job->from_log_state = !in.from_empty;
    status = stf_replay_make(&in, job->scenario->arena, &job->desk, &job->replay, &job->diags);
  } else if (no_pause) {
    status = drop_pauses(job);
  }
  if (job->given == 0 && stf_options_text(job->arguments, "end") != NULL) {
    job->desk.end = ends_at(job);
  }
  if (job->given == 0 && stf_options_text(job->arguments, "start") != NULL) {
    if (!starts_empty(job)) {
      return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                             "--start log needs a log to start from: name it with --log");
    }
    job->desk.warmup_us = 0;
  }
  if (job->given == 0) {
    stf_run_demand_note(&job->desk, job->scenario->path, &job->diags);
  }
  /* The log's own people did the log's own work: nothing to warn of. */
  bool own_staff = (job->given & STF_REPLAY_PRESENCE) == 0;
  if (status == STF_OK && job->given != 0) {
    status = check_replayed(job);
  }
  return status == STF_OK && own_staff
             ? stf_scenario_warn_load(job->scenario, &job->desk, &job->diags)
             : status;
}

/* ---- replications and rows ---- */

/* The rows; with masks also those of what a log without the mask would show. */
static enum stf_status make_layouts(struct stf_run_job *job) {
  enum stf_status status = stf_kpi_layout_new(&job->plan, NULL, &job->layout);
  if (status == STF_OK && job->masks) {
    struct stf_kpi_plan whole = job->plan;
    whole.has_queue = true;
    status = stf_kpi_layout_new(&whole, NULL, &job->whole_layout);
  }
  return status;
}

static bool asked_to_stop(void *context) {
  (void)context;
  return stf_interrupt_requested();
}

static uint32_t goal(void *context) {
  return stf_run_precision_goal(context);
}

static void show_progress(void *context, uint32_t done_n) {
  const struct stf_run_job *job = context;
  if (job->console->err_is_terminal && !job->console->quiet) {
    const char *of = job->progress_of != NULL ? job->progress_of : "";
    (void)fprintf(job->console->err, "\r%s%u of %u replications%s", of, done_n,
                  job->replications_n, done_n == job->replications_n ? "\r\033[K" : "");
    (void)fflush(job->console->err);
  }
}

static enum stf_status refuse_size(struct stf_run_job *job) {
  return stf_status_fail(&job->error, STF_ERR_MEMORY, 0,
                         "no memory for %zu figures of %u replications: take fewer "
                         "replications or fewer groups (--by)",
                         stf_kpi_layout_rows_n(job->layout), job->replications_n);
}

/* More than the machine has would not fail here but drag everything down. */
static bool fits_memory(const struct stf_run_job *job) {
  double views = job->masks ? 2 : 1;
  double wanted = views * 2 * sizeof(double) * (double)stf_kpi_layout_rows_n(job->layout) *
                  job->replications_n;
  double pages = (double)sysconf(_SC_PHYS_PAGES);
  return !(pages > 0) || wanted < pages * (double)sysconf(_SC_PAGESIZE);
}

/* What the user can do about a failure. */
static enum stf_status tell_failure(struct stf_run_job *job, enum stf_status status) {
  if (status == STF_ERR_MEMORY) {
    return refuse_size(job);
  }
  if (status == STF_ERR_INPUT) {
    return stf_status_fail(&job->error, status, 0,
                           "the contacts' times add up to more than 292,000 years: look for a "
                           "law with a very long mean or tail");
  }
  if (status == STF_ERR_INTERRUPTED) {
    job->interrupted = true;
    return STF_OK;
  }
  return status;
}

enum stf_status stf_run_job_replicate(struct stf_run_job *job, uint32_t from_n,
                                      uint32_t until_n) {
  if (!fits_memory(job)) {
    return refuse_size(job);
  }
  struct stf_replicate_options options = {.seed = job->seed,
                                          .replications_n = job->replications_n,
                                          .threads_n = stf_run_job_threads(job->arguments),
                                          .context = job,
                                          .stop = asked_to_stop,
                                          .goal = job->precision.asked ? goal : NULL,
                                          .first_n = STF_PRECISION_FIRST,
                                          .from_n = from_n,
                                          .until_n = until_n,
                                          .memory = job->memory,
                                          .progress = show_progress};
  struct sigaction before;
  stf_interrupt_begin(&before);
  const struct stf_replicate_mask mask = {
      .evidence = &job->window, .layout = job->layout, .out = &job->values};
  options.mask = job->masks ? &mask : NULL;
  job->options = options;
  enum stf_status status =
      stf_replicate_run(&job->desk, job->masks ? job->whole_layout : job->layout, &options,
                        NULL, job->masks ? &job->whole : &job->values);
  stf_interrupt_end(&before);
  if (job->precision.asked && job->console->err_is_terminal && !job->console->quiet) {
    (void)fputs("\r\033[K", job->console->err);
  }
  return tell_failure(job, status);
}

static enum stf_status replicate(struct stf_run_job *job) {
  return stf_run_job_replicate(job, 0, job->replications_n);
}

/* Rows that are the log's own: not where they are scaled or moved to other days. */
static struct stf_summary_given given_rows(const struct stf_run_job *job) {
  const struct stf_desk *desk = &job->desk;
  bool as_logged = !job->mapped && job->replay.behind_n == 0 &&
                   fabs(desk->volume - 1) <= 1e-12 && desk->volume_spread == STF_VOLUME_FIXED;
  unsigned given = as_logged ? job->given : 0;
  return (struct stf_summary_given){.arrivals = (given & STF_REPLAY_ARRIVALS) != 0,
                                    .presence = (given & STF_REPLAY_PRESENCE) != 0,
                                    .service = (given & STF_REPLAY_SERVICE) != 0,
                                    .openings = job->replay.openings};
}

struct stf_summary_in stf_run_job_summary(const struct stf_run_job *job) {
  return (struct stf_summary_in){
      .layout = job->layout,
      .values = &job->values,
      .actuals = job->actuals,
      .comparable = job->comparable,
      .given = given_rows(job),
      .whole_layout = job->whole_layout,
      .whole = job->masks ? &job->whole : NULL,
      .scenario = job->name,
  };
}

enum stf_status stf_run_job_fill(struct stf_run_job *job) {
  enum stf_status status = stf_row_table_init(&job->table, NULL);
  const struct stf_summary_in in = stf_run_job_summary(job);
  if (status == STF_OK) {
    status = stf_summary_rows(&in, NULL, &job->table);
  }
  return status == STF_OK && job->comparable ? stf_run_agreement_join(job) : status;
}

/* Name of the scenario in the rows: its file without folder and ending; a fitted desk's folder.
 */
static void name_scenario(struct stf_run_job *job) {
  const char *path = job->scenario->path;
  const char *base = strrchr(path, '/');
  size_t folder_n = base != NULL ? (size_t)(base - path) : 0;
  base = base != NULL ? base + 1 : path;
  if (strcmp(base, "desk.yaml") == 0 && folder_n > 0) {
    size_t start = folder_n;
    while (start > 0 && path[start - 1] != '/') {
      start--;
    }
    (void)snprintf(job->name, sizeof job->name, "%.*s", (int)(folder_n - start), path + start);
    return;
  }
  const char *dot = strrchr(base, '.');
  (void)snprintf(job->name, sizeof job->name, "%.*s",
                 dot != NULL && dot > base ? (int)(dot - base) : (int)strlen(base), base);
}

enum stf_status stf_run_job_prepare(struct stf_run_job *job) {
  static enum stf_status (*const STEPS[])(struct stf_run_job *) = {
      read_seed,     stf_run_log_read,  read_ignored,           read_given,
      check_service, read_periods,      stf_run_mapped_fill,    stf_run_sources_choose,
      make_desk,     stf_run_plan_make, stf_run_evidence_choose};
  stf_diag_init(&job->diags, NULL);
  enum stf_status status = stf_run_moved_take(job->arguments, &job->moved, &job->error);
  if (status != STF_OK) {
    return status;
  }
  const struct stf_scenario_changed in = {.path = stf_options_operand(job->arguments, 0),
                                          .moved = &job->moved,
                                          .changes = job->changes,
                                          .changes_n = job->changes_n};
  status = stf_scenario_read_changed(&in, NULL, &job->diags, &job->scenario, &job->error);
  if (status != STF_OK) {
    return status;
  }
  job->desk = job->scenario->desk;
  name_scenario(job);
  for (size_t i = 0; i < STF_COUNT_OF(STEPS) && status == STF_OK; i++) {
    status = STEPS[i](job);
  }
  return status;
}

enum stf_status stf_run_job_ready(struct stf_run_job *job) {
  enum stf_status status = stf_run_job_prepare(job);
  if (status == STF_OK) {
    stf_run_comparable_decide(job);
    job->plan.groups = job->totals_only ? 0 : job->plan.groups;
    status = make_layouts(job);
  }
  return status;
}

enum stf_status stf_run_job_do(struct stf_run_job *job) {
  enum stf_status status = stf_run_job_ready(job);
  static enum stf_status (*const LATE_STEPS[])(struct stf_run_job *) = {
      stf_run_precision_read,    stf_run_actuals_make,    replicate,
      stf_run_agreement_measure, stf_run_sources_measure, stf_run_difficulty_measure,
      stf_run_job_fill};
  for (size_t i = 0; i < STF_COUNT_OF(LATE_STEPS) && status == STF_OK; i++) {
    status = LATE_STEPS[i](job);
  }
  return status;
}

struct stf_provenance stf_run_job_provenance(const struct stf_run_job *job,
                                             struct stf_provenance_input inputs[2]) {
  inputs[0] = (struct stf_provenance_input){.path = job->scenario->path,
                                            .hash = job->scenario->content_hash};
  inputs[1] =
      (struct stf_provenance_input){.path = job->log_path, .hash = job->log.facts.content_hash};
  return (struct stf_provenance){.line = stf_options_line(job->arguments),
                                 .has_seed = true,
                                 .seed = job->seed,
                                 .scenario = job->scenario->title,
                                 .inputs = inputs,
                                 .inputs_n = job->has_log ? 2 : 1};
}

const struct stf_replicate_values *stf_run_job_whole(const struct stf_run_job *job) {
  return job->masks ? &job->whole : &job->values;
}

void stf_run_job_clear(struct stf_run_job *job) {
  stf_row_table_clear(&job->table);
  stf_replicate_clear(&job->values, NULL);
  stf_replicate_clear(&job->whole, NULL);
  stf_mem_release(NULL, job->actuals);
  stf_kpi_layout_free(job->layout);
  stf_kpi_layout_free(job->whole_layout);
  stf_run_log_clear(job);
  stf_scenario_free(job->scenario);
  stf_diag_clear(&job->diags);
}
