/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_table.h"

#include "report/number.h"
#include "report/table_csv.h"

#include <math.h>
#include <string.h>

#define TWINS_US INT64_C(7200000000) /* at most between two times that look alike */

/* ---- both ---- */

static enum stf_status write_head(FILE *file, const struct stf_plan_job *job) {
  struct stf_provenance_input inputs[2];
  struct stf_provenance provenance = stf_run_job_provenance(&job->run, inputs);
  provenance.line = stf_options_line(job->arguments);
  size_t lines_n = 0;
  const char *const *lines = stf_provenance_lines(&provenance, job->arena, &lines_n);
  for (size_t i = 0; lines != NULL && i < lines_n; i++) {
    (void)fprintf(file, "# %s\n", lines[i]);
  }
  return lines != NULL ? STF_OK : STF_ERR_MEMORY;
}

static const char *team_name(const struct stf_plan_job *job, uint32_t team) {
  return stf_dict_text(job->run.scenario->names.teams, job->run.desk.teams[team].name);
}

static struct stf_civil civil_at(const struct stf_plan_job *job, size_t step) {
  const struct stf_grid *grid = &job->found.grid;
  struct stf_civil civil;
  stf_zone_to_civil(job->run.scenario->zone, grid->from_us + (int64_t)step * grid->step_us,
                    &civil, NULL);
  return civil;
}

static void put_date(FILE *file, const struct stf_civil *civil) {
  (void)fprintf(file, "%04d-%02d-%02d", civil->year, civil->month, civil->day);
}

/* ---- matrix ---- */

/* Column of a step: its time of day in steps. */
static size_t column_of(const struct stf_plan_job *job, const struct stf_civil *civil) {
  int64_t of_day_us =
      ((int64_t)civil->hour * 3600 + (int64_t)civil->minute * 60 + civil->second) *
      INT64_C(1000000);
  return (size_t)(of_day_us / job->step_us);
}

static void put_line(FILE *file, const struct stf_plan_job *job, const struct stf_civil *civil,
                     uint32_t team, const int32_t *cells) {
  size_t columns_n = (size_t)(INT64_C(86400000000) / job->step_us);
  put_date(file, civil);
  (void)fputc(',', file);
  stf_table_csv_text(file, team_name(job, team));
  for (size_t i = 0; i < columns_n; i++) {
    (void)fputc(',', file);
    if (cells[i] >= 0) {
      (void)fprintf(file, "%d", (int)cells[i]);
    }
  }
  (void)fputc('\n', file);
}

static void put_header(FILE *file, const struct stf_plan_job *job) {
  (void)fputs("date,team", file);
  for (int64_t at_us = 0; at_us < INT64_C(86400000000); at_us += job->step_us) {
    int64_t minute = at_us / INT64_C(60000000);
    (void)fprintf(file, ",%02d:%02d", (int)(minute / 60), (int)(minute % 60));
  }
  (void)fputc('\n', file);
}

/* Takes in the steps of the date that begins with `step`; returns the next date's. */
static size_t take_date(const struct stf_plan_job *job, uint32_t team, size_t step,
                        int32_t *cells, bool *open) {
  const struct stf_grid *grid = &job->found.grid;
  size_t columns_n = (size_t)(INT64_C(86400000000) / job->step_us);
  struct stf_civil first = civil_at(job, step);
  for (size_t i = 0; i < columns_n; i++) {
    cells[i] = -1;
  }
  *open = false;
  for (; step < grid->steps_n; step++) {
    struct stf_civil civil = civil_at(job, step);
    size_t at = stf_grid_at(grid, team, step);
    size_t column = column_of(job, &civil);
    if (civil.day != first.day) {
      break;
    }
    if (grid->open[at]) {
      cells[column] = cells[column] > grid->agents[at] ? cells[column] : grid->agents[at];
      *open = true;
    }
  }
  return step;
}

enum stf_status stf_plan_table_matrix(FILE *file, const struct stf_plan_job *job) {
  const struct stf_grid *grid = &job->found.grid;
  size_t columns_n = (size_t)(INT64_C(86400000000) / job->step_us);
  int32_t *cells = stf_arena_alloc(job->arena, columns_n, sizeof *cells);
  enum stf_status status = cells != NULL ? write_head(file, job) : STF_ERR_MEMORY;
  if (status != STF_OK) {
    return status;
  }
  put_header(file, job);
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; job->planned[t] && s < grid->steps_n;) {
      struct stf_civil civil = civil_at(job, s);
      bool open = false;
      s = take_date(job, t, s, cells, &open);
      if (open) {
        put_line(file, job, &civil, t, cells);
      }
    }
  }
  return STF_OK;
}

/* ---- long ---- */

static void put_number(FILE *file, double value) {
  char text[STF_NUMBER_TEXT];
  (void)stf_number_exact(value, text);
  (void)fprintf(file, ",%s", text);
}

/* Of the classes that the step's cheapest team serves. */
static double load_of(const struct stf_plan_job *job, uint32_t team, size_t step,
                      const double *load) {
  const struct stf_grid *grid = &job->found.grid;
  double sum = 0;
  for (uint32_t c = 0; c < job->run.desk.classes_n; c++) {
    if (stf_grid_cheapest(&job->run.desk, grid, job->cost_per_h, c, step) == team) {
      sum += load[c * grid->steps_n + step];
    }
  }
  return sum;
}

static void put_step(FILE *file, const struct stf_plan_job *job, uint32_t team, size_t step) {
  size_t at = stf_grid_at(&job->found.grid, team, step);
  struct stf_civil civil = civil_at(job, step);
  put_date(file, &civil);
  (void)fprintf(file, ",%02d:%02d,", civil.hour, civil.minute);
  stf_table_csv_text(file, team_name(job, team));
  (void)fprintf(file, ",%d", (int)job->found.grid.agents[at]);
  for (size_t f = 0; f < STF_PLAN_FORMULAS; f++) {
    (void)fputc(',', file);
    if (job->formulas[f].made) {
      (void)fprintf(file, "%d", (int)job->formulas[f].agents[at]);
    }
  }
  put_number(file, load_of(job, team, step, job->found.offered.asks));
  put_number(file, load_of(job, team, step, job->found.offered.work));
  (void)fputc('\n', file);
}

/* The other step at which the clock shows the same; the step itself: there is none. */
static size_t twin_of(const struct stf_plan_job *job, size_t step) {
  const struct stf_grid *grid = &job->found.grid;
  size_t around = (size_t)(TWINS_US / grid->step_us);
  struct stf_civil here = civil_at(job, step);
  size_t twin = step;
  for (size_t s = step > around ? step - around : 0; s < grid->steps_n && s <= step + around;
       s++) {
    struct stf_civil there = civil_at(job, s);
    bool same = there.day == here.day && there.hour == here.hour && there.minute == here.minute;
    twin = same && s != step ? s : twin;
  }
  return twin;
}

/* Of two steps at which the clock shows the same the one that wants more people is told. */
static bool is_told(const struct stf_plan_job *job, uint32_t team, size_t step) {
  const struct stf_grid *grid = &job->found.grid;
  size_t twin = twin_of(job, step);
  int32_t here = grid->agents[stf_grid_at(grid, team, step)];
  int32_t there = grid->agents[stf_grid_at(grid, team, twin)];
  bool open = grid->open[stf_grid_at(grid, team, twin)];
  return twin == step || !open || here > there || (here == there && step < twin);
}

enum stf_status stf_plan_table_long(FILE *file, const struct stf_plan_job *job) {
  const struct stf_grid *grid = &job->found.grid;
  enum stf_status status = write_head(file, job);
  (void)fputs("date,start,team,agents,erlang_c,erlang_a,asking,offered_load\n", file);
  for (uint32_t t = 0; t < grid->teams_n && status == STF_OK; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      if (grid->open[stf_grid_at(grid, t, s)] && is_told(job, t, s)) {
        put_step(file, job, t, s);
      }
    }
  }
  return status;
}
