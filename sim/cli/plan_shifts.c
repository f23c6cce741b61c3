/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_shifts.h"

#include "cli/as_run.h"
#include "cli/interrupt.h"
#include "cli/plan_cover_text.h"
#include "report/output.h"
#include "roster/roster_write.h"
#include "roster/solver_folder.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  RISES_MOST = 10
};

#define STEP_US (INT64_C(300) * 1000000)

/* ---- the problem ---- */

/* Place on the calendar of a step of the grid. */
static struct stf_cover_span span_of(const struct stf_plan_shifts *shifts, size_t step) {
  const struct stf_plan_job *job = shifts->job;
  const struct stf_grid *grid = &job->found.grid;
  int64_t at_us = grid->from_us + (int64_t)step * grid->step_us;
  struct stf_civil civil;
  stf_zone_to_civil(job->run.scenario->zone, at_us, &civil, NULL);
  int32_t from_s = civil.hour * 3600 + civil.minute * 60 + civil.second;
  return (struct stf_cover_span){.day = stf_zone_day_at(job->run.scenario->zone, at_us),
                                 .from_s = from_s,
                                 .to_s = from_s + (int32_t)(grid->step_us / 1000000)};
}

/* People wanted in a step; where the clock shows its time twice, in the hour that wants more.
 */
static int32_t wanted_in(const struct stf_plan_shifts *shifts, const struct stf_grid *grid,
                         uint32_t team, size_t step) {
  struct stf_cover_span span = span_of(shifts, step);
  size_t around = (size_t)(INT64_C(7200000000) / grid->step_us);
  size_t first = step > around ? step - around : 0;
  int32_t most = 0;
  for (size_t s = first; s < grid->steps_n && s <= step + around; s++) {
    struct stf_cover_span other = span_of(shifts, s);
    int32_t agents = grid->agents[stf_grid_at(grid, team, s)];
    if (other.day == span.day && other.from_s == span.from_s && agents > most) {
      most = agents;
    }
  }
  return most;
}

static const char *team_name(const struct stf_plan_job *job, uint32_t team) {
  return stf_dict_text(job->run.scenario->names.teams, job->run.desk.teams[team].name);
}

static size_t planned_n(const struct stf_plan_job *job) {
  size_t n = 0;
  for (uint32_t t = 0; t < job->found.grid.teams_n; t++) {
    n += job->planned[t];
  }
  return n;
}

/* Index of a planned team in the requirement. */
static uint32_t need_team(const struct stf_plan_job *job, uint32_t team) {
  uint32_t n = 0;
  for (uint32_t t = 0; t < team; t++) {
    n += job->planned[t];
  }
  return n;
}

static enum stf_status add_team(struct stf_plan_shifts *shifts, uint32_t team) {
  const struct stf_plan_job *job = shifts->job;
  const struct stf_grid *grid = &job->found.grid;
  const char *name = team_name(job, team);
  uint32_t id = need_team(job, team);
  enum stf_status status = STF_OK;
  int64_t before_day = STF_NEVER;
  int32_t before_s = -1;
  if (shifts->people.need.has_teams) {
    id = stf_dict_add(shifts->people.need.teams, name, strlen(name));
    status = id != STF_DICT_NONE ? STF_OK : STF_ERR_MEMORY;
  }
  for (size_t s = 0; s < grid->steps_n && status == STF_OK; s++) {
    struct stf_cover_span span = span_of(shifts, s);
    bool again = span.day == before_day && span.from_s <= before_s; /* the clock went back */
    if (grid->open[stf_grid_at(grid, team, s)] && !again) {
      struct stf_need_cell cell = {.day = span.day,
                                   .start_s = span.from_s,
                                   .team = id,
                                   .agents = wanted_in(shifts, grid, team, s)};
      status = stf_need_add(&shifts->people.need, &cell);
    }
    before_s = again ? before_s : span.from_s;
    before_day = span.day;
  }
  return status;
}

static enum stf_status make_need(struct stf_plan_shifts *shifts) {
  const struct stf_plan_job *job = shifts->job;
  if (planned_n(job) > STF_PROBLEM_TEAMS_MAX) {
    return stf_status_fail(&shifts->job->error, STF_ERR_USAGE, 0,
                           "shifts are planned for at most %d teams at once: name them with "
                           "--team",
                           STF_PROBLEM_TEAMS_MAX);
  }
  if (job->step_us % STEP_US != 0) {
    return stf_status_fail(&shifts->job->error, STF_ERR_USAGE, 0,
                           "shifts begin at multiples of 5 min, and so must --step (else the "
                           "scenario's interval): 15 min, 30 min, 1 h");
  }
  enum stf_status status = stf_need_begin(NULL, &shifts->people.need);
  shifts->people.need.has_teams = planned_n(job) > 1;
  if (status == STF_OK && !shifts->people.need.has_teams) {
    uint32_t id = stf_dict_add(shifts->people.need.teams, "agents", strlen("agents"));
    status = id != STF_DICT_NONE ? STF_OK : STF_ERR_MEMORY;
  }
  for (uint32_t t = 0; t < job->found.grid.teams_n && status == STF_OK; t++) {
    status = job->planned[t] ? add_team(shifts, t) : STF_OK;
  }
  if (status == STF_OK) {
    struct stf_need *need = &shifts->people.need;
    const struct stf_desk *desk = &job->run.desk;
    stf_need_settle(need);
    /* Closed days of the period are in the plan: people are paid for them. */
    need->first_day = stf_zone_day_at(job->run.scenario->zone, desk->from_us);
    need->last_day = stf_zone_day_at(job->run.scenario->zone, desk->to_us - 1);
  }
  return status;
}

/* Times of shifts are the scenario's clock. */
static enum stf_status check_zone(struct stf_plan_shifts *shifts) {
  const char *rules = stf_zone_name(shifts->people.rules.zone);
  const char *scenario = stf_zone_name(shifts->job->run.scenario->zone);
  return strcmp(rules, scenario) == 0
             ? STF_OK
             : stf_status_fail(&shifts->job->error, STF_ERR_INPUT, 0,
                               "the rules have the time zone %s, the scenario %s: their times "
                               "must be of one clock",
                               rules, scenario);
}

enum stf_status stf_plan_shifts_begin(struct stf_plan_job *job, struct stf_plan_shifts *out) {
  *out = (struct stf_plan_shifts){.job = job};
  enum stf_status status = stf_plan_people_begin(&out->people);
  status = status == STF_OK ? make_need(out) : status;
  status = status == STF_OK ? stf_plan_people_read(job->arguments, &out->people, &job->error)
                            : status;
  status = status == STF_OK ? check_zone(out) : status;
  return status == STF_OK
             ? stf_cover_begin(&out->people.problem, NULL, &out->cover, &job->error)
             : status;
}

/* ---- a roster ---- */

static bool is_stopped(void *context) {
  (void)context;
  return stf_interrupt_requested();
}

static enum stf_status plan_cover(struct stf_plan_shifts *shifts,
                                  const struct stf_loop_ask *ask, double rise) {
  const struct stf_grid *want = ask->want;
  const struct stf_plan_job *job = shifts->job;
  for (uint32_t t = 0; t < want->teams_n; t++) {
    for (size_t s = 0; job->planned[t] && s < want->steps_n; s++) {
      struct stf_cover_span span = span_of(shifts, s);
      span.team = need_team(job, t);
      if (want->open[stf_grid_at(want, t, s)]) {
        (void)stf_cover_want(&shifts->cover, &span, wanted_in(shifts, want, t, s));
        (void)stf_cover_price(&shifts->cover, &span,
                              rise * ask->urgency[stf_grid_at(want, t, s)] *
                                  shifts->people.rules.short_per_h);
      }
    }
  }
  const char *solver = stf_options_text(job->arguments, "solver");
  struct stf_cover_options options = {
      .rounds_n = (uint32_t)stf_options_integer(job->arguments, "rounds"),
      .nodes_most = (uint32_t)stf_options_integer(job->arguments, "nodes"),
      .cbc = solver[0] == 'c' ? solver : NULL,
      .cbc_limit_s = (int32_t)stf_options_number(job->arguments, "solver-time"),
      .stop = is_stopped};
  enum stf_status status = stf_cover_plan(&shifts->cover, &options, &shifts->job->error);
  return status == STF_OK && shifts->cover.is_stopped ? STF_ERR_INTERRUPTED : status;
}

/* Whether anybody of the team works. */
static bool has_shifts(const struct stf_plan_shifts *shifts, uint32_t team) {
  const struct stf_team_roster *roster = &shifts->cover.roster;
  size_t steps_n = stf_problem_steps(&shifts->people.problem);
  bool has = false;
  for (size_t s = 0; s < steps_n && !has; s++) {
    has = roster->cover[team * steps_n + s] > 0;
  }
  return has;
}

/* A scenario needs somebody in each team: where the prices would have nobody, they rise. */
static enum stf_status plan_people(struct stf_plan_shifts *shifts,
                                   const struct stf_loop_ask *ask) {
  const struct stf_grid *want = ask->want;
  double rise = 1;
  const struct stf_plan_job *job = shifts->job;
  for (int k = 0; k < RISES_MOST; k++) {
    bool all = true;
    enum stf_status status = plan_cover(shifts, ask, rise);
    rise *= 4;
    for (uint32_t t = 0; t < want->teams_n; t++) {
      all = all && (!job->planned[t] || has_shifts(shifts, need_team(job, t)));
    }
    if (status != STF_OK || all) {
      return status;
    }
  }
  return stf_status_fail(&shifts->job->error, STF_ERR_INPUT, 0,
                         "by these rules some team has nobody at all: nobody is there, and "
                         "nobody may be hired in time or fits a shift");
}

static enum stf_status write_roster(struct stf_plan_shifts *shifts, const char *path) {
  FILE *file = fopen(path, "we");
  bool written = file != NULL;
  if (written) {
    stf_roster_write_long(file, &shifts->cover.roster);
    written = stf_output_flush(file);
    written = fclose(file) == 0 && written;
  }
  return written ? STF_OK
                 : stf_status_fail(&shifts->job->error, STF_ERR_IO, errno,
                                   "cannot write the roster to be simulated, '%s'", path);
}

/* The scenario with the roster instead of its teams' own people. */
static enum stf_status read_desk(struct stf_plan_shifts *shifts, const char *path,
                                 struct stf_plan_shifts_slot *slot) {
  struct stf_plan_job *job = shifts->job;
  const char *words[STF_PROBLEM_TEAMS_MAX];
  size_t n = 0;
  for (uint32_t t = 0; t < job->found.grid.teams_n; t++) {
    if (job->planned[t]) {
      const char *option = stf_arena_join(job->arena, "--roster=", team_name(job, t), "=");
      words[n] = option != NULL ? stf_arena_join(job->arena, option, path, "") : NULL;
      if (words[n++] == NULL) {
        return STF_ERR_MEMORY;
      }
    }
  }
  slot->used = true;
  enum stf_status status = stf_plan_job_read(job, words, n, &slot->run, &slot->arguments);
  if (status != STF_OK) {
    stf_as_run_take(&shifts->people.diags, &slot->run.diags, true);
  }
  return status;
}

static void clear_slot(struct stf_plan_shifts_slot *slot) {
  if (slot->used) {
    stf_run_job_clear(&slot->run);
    stf_options_free(slot->arguments);
    *slot = (struct stf_plan_shifts_slot){.used = false};
  }
}

static double price_of(const struct stf_team_roster_cost *cost) {
  return (double)(stf_team_roster_sum(cost) - cost->missing - cost->idle) / STF_PROBLEM_MICRO;
}

enum stf_status stf_plan_shifts_cover(void *context, const struct stf_loop_ask *ask,
                                      struct stf_loop_roster *out) {
  struct stf_plan_shifts *shifts = context;
  char folder[STF_SOLVER_FOLDER_PATH];
  char path[STF_SOLVER_FOLDER_FILE];
  struct stf_plan_shifts_slot *slot = &shifts->slots[shifts->last];
  clear_slot(slot);
  enum stf_status status = shifts->status;
  stf_cover_limit_hires(&shifts->cover, ask->hires_most);
  status = status == STF_OK ? plan_people(shifts, ask) : status;
  status = status == STF_OK ? stf_solver_folder_make(folder, &shifts->job->error) : status;
  if (status != STF_OK) {
    return status;
  }
  (void)snprintf(path, sizeof path, "%s/roster.csv", folder);
  status = write_roster(shifts, path);
  status = status == STF_OK ? read_desk(shifts, path, slot) : status;
  (void)unlink(path);
  (void)rmdir(folder);
  out->desk = &slot->run.desk;
  const struct stf_team_roster_cost *cost = &shifts->cover.cost;
  out->cost = price_of(cost);
  out->hires = stf_cover_hires_cost(&shifts->cover);
  out->extra = (double)(cost->overtime + cost->premium) / STF_PROBLEM_MICRO;
  return status;
}

void stf_plan_shifts_most(void *context, double hires_most, int32_t *people) {
  const struct stf_plan_shifts *shifts = context;
  const struct stf_plan_job *job = shifts->job;
  const struct stf_grid *grid = &job->found.grid;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; job->planned[t] && s < grid->steps_n; s++) {
      struct stf_cover_span span = span_of(shifts, s);
      span.team = need_team(job, t);
      if (grid->open[stf_grid_at(grid, t, s)]) {
        people[stf_grid_at(grid, t, s)] = stf_cover_most(&shifts->cover, &span, hires_most);
      }
    }
  }
}

/* ---- what is kept ---- */

static void put(const struct stf_plan_shifts *shifts, enum stf_plan_shifts_text which,
                FILE *file) {
  switch (which) {
  case STF_PLAN_SHIFTS_LONG:
    stf_roster_write_long(file, &shifts->cover.roster);
    break;
  case STF_PLAN_SHIFTS_WIDE:
    stf_roster_write_wide(file, &shifts->cover.roster);
    break;
  case STF_PLAN_SHIFTS_COVER:
    stf_roster_write_cover(file, &shifts->cover.roster);
    break;
  case STF_PLAN_SHIFTS_WORDS:
  case STF_PLAN_SHIFTS_TEXTS:
    stf_plan_cover_text_roster(file, &shifts->cover, &shifts->people.rules);
    break;
  }
}

static enum stf_status keep_text(struct stf_plan_shifts *shifts,
                                 enum stf_plan_shifts_text which) {
  char *text = NULL;
  size_t n = 0;
  FILE *file = open_memstream(&text, &n);
  if (file == NULL) {
    return STF_ERR_MEMORY;
  }
  put(shifts, which, file);
  bool whole = stf_output_flush(file);
  whole = fclose(file) == 0 && whole;
  free(shifts->texts[which]);
  shifts->texts[which] = text;
  return whole ? STF_OK : STF_ERR_MEMORY;
}

void stf_plan_shifts_keep(void *context) {
  struct stf_plan_shifts *shifts = context;
  for (int k = 0; k < STF_PLAN_SHIFTS_TEXTS && shifts->status == STF_OK; k++) {
    shifts->status = keep_text(shifts, (enum stf_plan_shifts_text)k);
  }
  shifts->last = 1 - shifts->last;
}

void stf_plan_shifts_clear(struct stf_plan_shifts *shifts) {
  for (size_t k = 0; k < STF_COUNT_OF(shifts->slots); k++) {
    clear_slot(&shifts->slots[k]);
  }
  for (size_t k = 0; k < STF_PLAN_SHIFTS_TEXTS; k++) {
    free(shifts->texts[k]);
  }
  stf_cover_clear(&shifts->cover);
  stf_plan_people_clear(&shifts->people);
}
