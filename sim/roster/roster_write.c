/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/roster_write.h"

#include "report/table_csv.h"
#include "time/zone.h"

const char *stf_roster_write_date(const struct stf_problem *problem, int32_t day,
                                  char out[STF_ROSTER_WRITE_DATE]) {
  struct stf_civil civil;
  stf_zone_day_civil(problem->first_day + day, &civil);
  (void)snprintf(out, STF_ROSTER_WRITE_DATE, "%04u-%02u-%02u", (unsigned)civil.year % 10000U,
                 (unsigned)civil.month % 100U, (unsigned)civil.day % 100U);
  return out;
}

/* Of the day's clock; an end at midnight is 24:00. */
static void write_clock(FILE *file, const struct stf_problem *problem, int32_t step,
                        bool is_end) {
  int32_t of_day = step % problem->day_steps;
  if (is_end && of_day == 0) {
    of_day = problem->day_steps;
  }
  int64_t minutes = (int64_t)of_day * problem->step_s / 60;
  (void)fprintf(file, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

static void write_stretch(FILE *file, const struct stf_problem *problem, int32_t start,
                          int32_t end) {
  write_clock(file, problem, start, false);
  (void)fputc('-', file);
  write_clock(file, problem, end, true);
}

static void write_breaks(FILE *file, const struct stf_problem *problem,
                         const struct stf_problem_shift *shift) {
  for (size_t b = 0; b < shift->breaks_n; b++) {
    (void)fputs(b > 0 ? " " : "", file);
    write_stretch(file, problem, shift->breaks[b].start, shift->breaks[b].end);
    (void)fputs(shift->breaks[b].paid ? " paid" : "", file);
  }
}

/* The fields, each with the comma before it; the team where teams have names. */
static void write_team(FILE *file, const struct stf_problem *problem, uint32_t team) {
  if (problem->has_teams) {
    (void)fputc(',', file);
    stf_table_csv_text(file, problem->teams[team]);
  }
}

static void write_terms(FILE *file, const struct stf_problem *problem,
                        const struct stf_problem_agent *agent) {
  write_team(file, problem, agent->team);
  (void)fputc(',', file);
  stf_table_csv_text(file, problem->contracts[agent->contract].name);
}

void stf_roster_write_long(FILE *file, const struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  (void)fprintf(file, "agent,date,start,end,breaks%s,contract\n",
                problem->has_teams ? ",team" : "");
  for (size_t a = 0; a < roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &roster->agents[a];
    for (int32_t d = problem->open_from; d < problem->open_to; d++) {
      const struct stf_problem_shift *shift =
          stf_schedule_shift(roster->variants, &own->agent, d, own->choices[d]);
      char date[STF_ROSTER_WRITE_DATE];
      if (shift == NULL) {
        continue;
      }
      stf_table_csv_text(file, own->agent.name);
      (void)fprintf(file, ",%s,", stf_roster_write_date(problem, d, date));
      write_clock(file, problem, shift->start, false);
      (void)fputc(',', file);
      write_clock(file, problem, shift->end, true);
      (void)fputc(',', file);
      write_breaks(file, problem, shift);
      write_terms(file, problem, &own->agent);
      (void)fputc('\n', file);
    }
  }
}

/* Stretches of work, with the unpaid breaks between them. */
static void write_cell(FILE *file, const struct stf_problem *problem,
                       const struct stf_problem_shift *shift) {
  int32_t from = shift->start;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    if (!shift->breaks[b].paid) {
      write_stretch(file, problem, from, shift->breaks[b].start);
      (void)fputc(' ', file);
      from = shift->breaks[b].end;
    }
  }
  write_stretch(file, problem, from, shift->end);
}

void stf_roster_write_wide(FILE *file, const struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  char date[STF_ROSTER_WRITE_DATE];
  (void)fprintf(file, "agent%s,contract", problem->has_teams ? ",team" : "");
  for (int32_t d = problem->open_from; d < problem->open_to; d++) {
    (void)fprintf(file, ",%s", stf_roster_write_date(problem, d, date));
  }
  (void)fputc('\n', file);
  for (size_t a = 0; a < roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &roster->agents[a];
    stf_table_csv_text(file, own->agent.name);
    write_terms(file, problem, &own->agent);
    for (int32_t d = problem->open_from; d < problem->open_to; d++) {
      const struct stf_problem_shift *shift =
          stf_schedule_shift(roster->variants, &own->agent, d, own->choices[d]);
      (void)fputc(',', file);
      if (shift != NULL) {
        write_cell(file, problem, shift);
      } else if (own->agent.days[d].code != NULL) {
        stf_table_csv_text(file, own->agent.days[d].code);
      }
    }
    (void)fputc('\n', file);
  }
}

static void write_step(FILE *file, const struct stf_team_roster *roster, uint32_t team,
                       size_t step) {
  const struct stf_problem *problem = roster->problem;
  size_t at = team * stf_problem_steps(problem) + step;
  char date[STF_ROSTER_WRITE_DATE];
  if (problem->need[at] == 0 && roster->cover[at] == 0) {
    return;
  }
  int32_t day = (int32_t)(step / (size_t)problem->day_steps);
  (void)fprintf(file, "%s,", stf_roster_write_date(problem, day, date));
  write_clock(file, problem, (int32_t)(step % (size_t)problem->day_steps), false);
  (void)fprintf(file, ",%d,%d", problem->need[at], roster->cover[at]);
  write_team(file, problem, team);
  (void)fputc('\n', file);
}

void stf_roster_write_cover(FILE *file, const struct stf_team_roster *roster) {
  const struct stf_problem *problem = roster->problem;
  size_t day_steps = (size_t)problem->day_steps;
  (void)fprintf(file, "date,start,agents,planned%s\n", problem->has_teams ? ",team" : "");
  for (uint32_t t = 0; t < problem->teams_n; t++) {
    for (size_t step = (size_t)problem->open_from * day_steps;
         step < (size_t)problem->open_to * day_steps; step++) {
      write_step(file, roster, t, step);
    }
  }
}
