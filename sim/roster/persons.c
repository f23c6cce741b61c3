/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/persons.h"

#include "roster/persons_rules.h"
#include "roster/program_parts.h"
#include "roster/schedule.h"
#include "roster/solver_glpk.h"

#include <math.h>
#include <string.h>

enum {
  MEMORY_MB = 4096
};

#define SURELY 1e-4 /* so much of an agent is missing: not an error of rounding */

/* ---- people ---- */

static const bool *freed_of(const struct stf_persons *in, size_t person) {
  return in->freed + person * (size_t)in->problem->days_n;
}

static const uint32_t *waived_of(const struct stf_persons *in, size_t person) {
  return in->waived + person * (size_t)in->problem->days_n;
}

static bool are_alike(const struct stf_persons *in, size_t a, size_t b) {
  const struct stf_problem_agent *one = &in->people[a];
  const struct stf_problem_agent *two = &in->people[b];
  bool alike = one->team == two->team && one->contract == two->contract;
  for (int32_t d = 0; d < in->problem->days_n && alike; d++) {
    alike = one->days[d].cell == two->days[d].cell &&
            freed_of(in, a)[d] == freed_of(in, b)[d] &&
            waived_of(in, a)[d] == waived_of(in, b)[d] &&
            (!stf_problem_has_shift(&one->days[d]) ||
             stf_problem_same_shift(&one->days[d].shift, &two->days[d].shift));
  }
  return alike;
}

/* How many are like the person, herself included; 0: an earlier one stands for her. */
static int32_t count_of(const struct stf_persons_build *build, size_t person) {
  int32_t n = 1;
  for (size_t a = 0; a < person && build->together; a++) {
    if (are_alike(build->in, a, person)) {
      return 0;
    }
  }
  for (size_t a = person + 1; a < build->in->people_n && build->together; a++) {
    n += are_alike(build->in, a, person);
  }
  return n;
}

static void take_person(struct stf_persons_build *build, size_t person) {
  const struct stf_problem *problem = build->in->problem;
  const struct stf_problem_agent *own = &build->in->people[person];
  build->person = (uint32_t)person;
  build->agent = *own;
  build->agent.days = build->days;
  memcpy(build->days, own->days, (size_t)problem->days_n * sizeof *build->days);
  for (int32_t d = 0; d < problem->days_n; d++) {
    if (freed_of(build->in, person)[d] || own->days[d].cell == STF_PROBLEM_MOVABLE) {
      bool open = d >= problem->open_from && d < problem->open_to;
      build->days[d].cell = open ? STF_PROBLEM_FREE : STF_PROBLEM_OUT;
    }
  }
}

/* ---- shifts that could matter ---- */

static bool is_at_work(const struct stf_problem_shift *shift, int32_t step) {
  bool at_work = step >= shift->start && step < shift->end;
  for (size_t b = 0; b < shift->breaks_n && at_work; b++) {
    at_work = step < shift->breaks[b].start || step >= shift->breaks[b].end;
  }
  return at_work;
}

static bool is_wanted(const struct stf_persons_build *build, uint32_t team, int32_t day,
                      int32_t step) {
  size_t steps_n = stf_problem_steps(build->in->problem);
  size_t at = (size_t)day * (size_t)build->in->problem->day_steps + (size_t)step;
  return at < steps_n && build->cover_rows[team * steps_n + at] != STF_PROGRAM_PARTS_NONE;
}

static bool covers_any(const struct stf_persons_build *build, uint32_t team, int32_t day,
                       const struct stf_problem_shift *shift) {
  for (int32_t t = shift->start; t < shift->end; t++) {
    if (is_wanted(build, team, day, t) && is_at_work(shift, t)) {
      return true;
    }
  }
  return false;
}

static bool cover_the_same(const struct stf_persons_build *build, int32_t day,
                           const struct stf_problem_shift *a,
                           const struct stf_problem_shift *b) {
  for (int32_t t = a->start; t < a->end; t++) {
    if (is_wanted(build, build->agent.team, day, t) && is_at_work(a, t) != is_at_work(b, t)) {
      return false;
    }
  }
  return true;
}

static bool is_hers(const struct stf_persons_build *build,
                    const struct stf_variants_shift *item) {
  return (item->contracts >> build->agent.contract & 1) != 0;
}

static bool has_fixed(const struct stf_persons_build *build, int32_t day) {
  return stf_problem_has_shift(&build->in->people[build->person].days[day]);
}

/* Whether she may have reason to work on the day: somebody is wanted, or a shift stands. */
static bool has_reason(const struct stf_persons_build *build, int32_t day) {
  bool any = has_fixed(build, day);
  const bool *useful = build->useful + (size_t)day * build->in->variants->n;
  for (size_t v = 0; v < build->in->variants->n && !any; v++) {
    any = useful[v] && build->days[day].cell == STF_PROBLEM_FREE &&
          is_hers(build, &build->in->variants->items[v]);
  }
  return any;
}

/* Work between two days of work that are near each other may make a day off of one night. */
static bool may_bridge(const struct stf_persons_build *build, const bool *reasons,
                       int32_t day) {
  for (int32_t before = 1; before < STF_PERSONS_RULES_GAPS; before++) {
    for (int32_t behind = 1; before + behind <= STF_PERSONS_RULES_GAPS; behind++) {
      if (day >= before && day + behind < build->in->problem->days_n && reasons[day - before] &&
          reasons[day + behind]) {
        return true;
      }
    }
  }
  return false;
}

static void add_place(struct stf_persons_build *build, int32_t day, int32_t choice,
                      const struct stf_problem_shift *shift) {
  struct stf_program *program = &build->program;
  struct stf_persons_place *places =
      stf_mem_grown(build->allocator, build->places, &build->places_capacity,
                    build->places_n + 1, sizeof *places);
  if (places == NULL) {
    build->failed = true;
    return;
  }
  build->places = places;
  struct stf_program_column column = {.upper = build->count, .integer = true};
  (void)snprintf(column.name, sizeof column.name, "work_%u_%d_%d", build->person, day, choice);
  struct stf_persons_place place = {.column = stf_program_parts_column(program, &column),
                                    .person = build->person,
                                    .day = day,
                                    .choice = choice,
                                    .start = shift->start,
                                    .end = shift->end,
                                    .paid = stf_problem_paid(shift),
                                    .is_night =
                                        stf_problem_is_night(build->in->problem, shift)};
  places[build->places_n++] = place;
  size_t steps_n = stf_problem_steps(build->in->problem);
  size_t midnight =
      build->agent.team * steps_n + (size_t)day * (size_t)build->in->problem->day_steps;
  for (int32_t t = shift->start; t < shift->end; t++) {
    if (is_wanted(build, build->agent.team, day, t) && is_at_work(shift, t)) {
      stf_program_parts_entry(program, build->cover_rows[midnight + (size_t)t], place.column,
                              -1);
    }
  }
}

static const struct stf_problem_shift *shift_of(const struct stf_persons_build *build,
                                                const struct stf_persons_place *place) {
  return place->choice == STF_SCHEDULE_FIXED
             ? &build->in->people[place->person].days[place->day].shift
             : &build->in->variants->items[place->choice].shift;
}

/* Of shifts with one start and end that cover the same of what is wanted, one. */
static bool is_new(const struct stf_persons_build *build, int32_t day,
                   const struct stf_variants_shift *item) {
  for (size_t i = build->places_n; i > build->starts[day]; i--) {
    const struct stf_persons_place *other = &build->places[i - 1];
    if (other->start == item->shift.start && other->end == item->shift.end &&
        other->paid == item->paid && other->is_night == item->is_night &&
        other->choice != STF_SCHEDULE_FIXED &&
        cover_the_same(build, day, &item->shift, shift_of(build, other))) {
      return false;
    }
  }
  return true;
}

static void add_day(struct stf_persons_build *build, int32_t day, const bool *reasons) {
  const struct stf_variants *variants = build->in->variants;
  if (has_fixed(build, day)) {
    add_place(build, day, STF_SCHEDULE_FIXED,
              &build->in->people[build->person].days[day].shift);
  }
  bool bridges = may_bridge(build, reasons, day);
  if (build->days[day].cell != STF_PROBLEM_FREE || (!reasons[day] && !bridges)) {
    return;
  }
  const bool *useful = build->useful + (size_t)day * variants->n;
  for (size_t v = 0; v < variants->n && !build->failed; v++) {
    const struct stf_variants_shift *item = &variants->items[v];
    if (is_hers(build, item) && (useful[v] || bridges) && is_new(build, day, item)) {
      add_place(build, day, (int32_t)v, &item->shift);
    }
  }
}

static void add_days(struct stf_persons_build *build) {
  bool reasons[STF_PROBLEM_DAYS_MAX];
  int32_t days_n = build->in->problem->days_n;
  for (int32_t d = 0; d < days_n; d++) {
    reasons[d] = has_reason(build, d);
  }
  for (int32_t d = 0; d < days_n && !build->failed; d++) {
    build->starts[d] = build->places_n;
    add_day(build, d, reasons);
  }
  build->starts[days_n] = build->places_n;
}

static void add_person(struct stf_persons_build *build, size_t person) {
  take_person(build, person);
  add_days(build);
  if (!build->failed) {
    stf_persons_rules_add(build);
  }
}

/* ---- the whole ---- */

static void add_cover(struct stf_persons_build *build, size_t at) {
  const struct stf_problem *problem = build->in->problem;
  struct stf_program_row row = {.right = -problem->need[at]};
  struct stf_program_column missing = {.cost = 1, .upper = problem->need[at]};
  build->cover_rows[at] = STF_PROGRAM_PARTS_NONE;
  if (!build->in->needs[at] || problem->need[at] <= 0) {
    return;
  }
  (void)snprintf(row.name, sizeof row.name, "cover_%zu", at);
  (void)snprintf(missing.name, sizeof missing.name, "short_%zu", at);
  build->cover_rows[at] = stf_program_parts_row(&build->program, &row);
  uint32_t column = stf_program_parts_column(&build->program, &missing);
  stf_program_parts_entry(&build->program, build->cover_rows[at], column, -1);
}

static void find_useful(struct stf_persons_build *build, uint32_t team) {
  const struct stf_variants *variants = build->in->variants;
  for (int32_t d = 0; d < build->in->problem->days_n; d++) {
    for (size_t v = 0; v < variants->n; v++) {
      build->useful[(size_t)d * variants->n + v] =
          covers_any(build, team, d, &variants->items[v].shift);
    }
  }
}

static enum stf_status make(struct stf_persons_build *build) {
  const struct stf_persons *in = build->in;
  size_t cells_n = in->problem->teams_n * stf_problem_steps(in->problem);
  size_t days_n = (size_t)in->problem->days_n;
  build->cover_rows = stf_mem_zeroed(build->allocator, cells_n + 1, sizeof *build->cover_rows);
  build->useful =
      stf_mem_zeroed(build->allocator, days_n * (in->variants->n + 1), sizeof *build->useful);
  build->days = stf_mem_zeroed(build->allocator, days_n + 1, sizeof *build->days);
  build->failed = build->cover_rows == NULL || build->useful == NULL || build->days == NULL;
  for (size_t i = 0; i < cells_n && !build->failed; i++) {
    add_cover(build, i);
  }
  for (uint32_t team = 0; team < in->problem->teams_n && !build->failed; team++) {
    find_useful(build, team);
    for (size_t a = 0; a < in->people_n && !build->failed; a++) {
      build->count = in->people[a].team == team ? count_of(build, a) : 0;
      if (build->count > 0 && build->program.columns_n <= in->columns_most) {
        add_person(build, a);
      }
    }
  }
  return build->failed || build->program.failed ? STF_ERR_MEMORY
                                                : stf_program_parts_sort(&build->program);
}

static void clear(struct stf_persons_build *build) {
  stf_mem_release(build->allocator, build->cover_rows);
  stf_mem_release(build->allocator, build->useful);
  stf_mem_release(build->allocator, build->days);
  stf_mem_release(build->allocator, build->places);
  stf_program_clear(&build->program);
}

/* How many agents are missing in a solution. */
static double missing_of(const struct stf_persons_build *build, const double *values) {
  double missing = 0;
  for (size_t c = 0; c < build->program.columns_n; c++) {
    missing += build->program.columns[c].cost * values[c];
  }
  return missing;
}

/* Nothing but what stands. */
static void start_choices(const struct stf_persons *in, int32_t *choices) {
  size_t days_n = (size_t)in->problem->days_n;
  for (size_t i = 0; i < in->people_n * days_n; i++) {
    bool fixed = in->people[i / days_n].days[i % days_n].cell == STF_PROBLEM_FIXED;
    choices[i] = fixed ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
  }
}

static void write_choices(const struct stf_persons_build *build, const double *values,
                          int32_t *choices) {
  size_t days_n = (size_t)build->in->problem->days_n;
  start_choices(build->in, choices);
  for (size_t i = 0; i < build->places_n; i++) {
    const struct stf_persons_place *place = &build->places[i];
    if (values[place->column] > 0.5) {
      choices[place->person * days_n + (size_t)place->day] = place->choice;
    }
  }
}

static enum stf_persons_answer judge(const struct stf_persons_build *build,
                                     const struct stf_solver_answer *solved) {
  if (solved->bound > SURELY) {
    return STF_PERSONS_IMPOSSIBLE;
  }
  bool is_whole = !build->together && solved->has_values;
  if (is_whole && missing_of(build, solved->values) < 0.5) {
    return STF_PERSONS_POSSIBLE;
  }
  return is_whole && solved->state == STF_SOLVER_OPTIMAL ? STF_PERSONS_IMPOSSIBLE
                                                         : STF_PERSONS_UNKNOWN;
}

static enum stf_status ask(const struct stf_persons *in, bool together,
                           enum stf_persons_answer *answer, int32_t *choices, size_t *columns_n,
                           struct stf_error *error) {
  struct stf_persons_build build = {.in = in, .together = together};
  struct stf_solver_answer solved = {.state = STF_SOLVER_LIMIT};
  struct stf_solver_question question = {.kind =
                                             together ? STF_SOLVER_RELAXED : STF_SOLVER_WHOLE,
                                         .nodes_most = in->nodes_most,
                                         .memory_mb = MEMORY_MB,
                                         .stop = in->stop,
                                         .context = in->context};
  enum stf_status status = make(&build);
  *answer = STF_PERSONS_UNKNOWN;
  if (status == STF_OK && build.program.columns_n <= in->columns_most) {
    *columns_n += build.program.columns_n;
    status = stf_solver_init(&build.program, &solved);
    status = status == STF_OK ? stf_solver_glpk_run(&build.program, &question, &solved, error)
                              : status;
    if (status == STF_OK && solved.state == STF_SOLVER_STOPPED) {
      status = STF_ERR_INTERRUPTED;
    }
    *answer = status == STF_OK ? judge(&build, &solved) : STF_PERSONS_UNKNOWN;
    if (*answer == STF_PERSONS_POSSIBLE && choices != NULL) {
      write_choices(&build, solved.values, choices);
    }
    stf_solver_clear(&build.program, &solved);
  }
  clear(&build);
  return status;
}

static bool wants_anybody(const struct stf_persons *in) {
  bool any = false;
  for (size_t i = 0; i < in->problem->teams_n * stf_problem_steps(in->problem) && !any; i++) {
    any = in->needs[i] && in->problem->need[i] > 0;
  }
  return any;
}

enum stf_status stf_persons_ask(const struct stf_persons *in, enum stf_persons_answer *answer,
                                int32_t *choices, size_t *columns_n, struct stf_error *error) {
  if (!wants_anybody(in)) {
    *answer = STF_PERSONS_POSSIBLE;
    if (choices != NULL) {
      start_choices(in, choices);
    }
    return STF_OK;
  }
  enum stf_status status = ask(in, true, answer, choices, columns_n, error);
  if (status == STF_OK && *answer == STF_PERSONS_UNKNOWN) {
    status = ask(in, false, answer, choices, columns_n, error);
  }
  return status;
}
