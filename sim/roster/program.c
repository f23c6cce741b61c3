/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/program.h"

#include "roster/program_parts.h"
#include "roster/program_weeks.h"

#include <string.h>

#define NO_ROW STF_PROGRAM_PARTS_NONE

/* People of one team and contract, there or hired in one way. */
struct group {
  uint32_t team;
  uint32_t contract;
  int32_t hire;                 /* -1: there */
  uint32_t hire_column;         /* of its number */
  struct stf_problem_day *days; /* of one hired; owned */
};

/* A program under construction. */
struct build {
  const struct stf_team_roster *roster;
  struct stf_program *program;
  struct group *groups;
  size_t groups_n;
  uint32_t *cover_rows; /* by team and step */
  struct {
    uint32_t day;
    uint32_t week_days;
    uint32_t week_steps;                         /* hours of the group together, or ... */
    uint32_t lengths[STF_PROGRAM_WEEKS_LENGTHS]; /* ... shifts of each length; else NONE */
    uint32_t pairs[STF_PROBLEM_PAIRS_MAX];
    uint32_t weekends; /* of the weekends that a rule looks at together, this the last */
    uint32_t added;    /* of changes, see add_changes */
    uint32_t left;
  } * places;                               /* rows of the group at hand, by day */
  struct stf_program_weeks_lengths lengths; /* of the group at hand */
  uint32_t changes; /* row: changes of all; NONE: they are not counted */
  bool failed;
};

/* ---- parts ---- */

static uint32_t add_row(struct build *build, const struct stf_program_row *row) {
  return stf_program_parts_row(build->program, row);
}

static uint32_t add_column(struct build *build, const struct stf_program_column *column) {
  return stf_program_parts_column(build->program, column);
}

/* Entry of the last column. */
static void add_entry(struct build *build, uint32_t row, double value) {
  stf_program_parts_entry(build->program, row, (uint32_t)build->program->columns_n - 1, value);
}

static double money(int64_t micro) {
  return (double)micro / STF_PROBLEM_MICRO;
}

/* ---- cover ---- */

static bool is_reached(const struct build *build, int32_t step_of_day) {
  const struct stf_variants *variants = build->roster->variants;
  int32_t day_steps = build->roster->problem->day_steps;
  for (size_t v = 0; v < variants->n; v++) {
    const struct stf_problem_shift *shift = &variants->items[v].shift;
    if ((step_of_day >= shift->start && step_of_day < shift->end) ||
        (step_of_day + day_steps >= shift->start && step_of_day + day_steps < shift->end)) {
      return true;
    }
  }
  return false;
}

static void add_cover(struct build *build, uint32_t team, int32_t day, int32_t step) {
  const struct stf_problem *problem = build->roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  size_t at = team * steps_n + (size_t)day * (size_t)problem->day_steps + (size_t)step;
  int32_t lack = problem->need[at] - build->roster->cover[at];
  if (lack <= 0 && !is_reached(build, step)) {
    build->program->constant += money(-lack * problem->over_price);
    return;
  }
  struct stf_program_row row = {.is_equal = true, .right = lack};
  (void)snprintf(row.name, sizeof row.name, "cover_%u_%d_%d", team, day, step);
  build->cover_rows[at] = add_row(build, &row);
  struct stf_program_column missing = {.upper = lack > 0 && !problem->is_hard ? lack : 0};
  if (!problem->is_hard) {
    missing.cost = money(stf_problem_short_price(problem, at));
  }
  (void)snprintf(missing.name, sizeof missing.name, "short_%u_%d_%d", team, day, step);
  (void)add_column(build, &missing);
  add_entry(build, build->cover_rows[at], 1);
  struct stf_program_column idle = {.cost = money(problem->over_price),
                                    .upper = STF_PROBLEM_AGENTS_MAX};
  (void)snprintf(idle.name, sizeof idle.name, "over_%u_%d_%d", team, day, step);
  (void)add_column(build, &idle);
  add_entry(build, build->cover_rows[at], -1);
}

static void add_covers(struct build *build) {
  const struct stf_problem *problem = build->roster->problem;
  for (uint32_t team = 0; team < problem->teams_n; team++) {
    for (int32_t day = problem->open_from; day < problem->open_to; day++) {
      for (int32_t step = 0; step < problem->day_steps; step++) {
        add_cover(build, team, day, step);
      }
    }
  }
}

/* ---- groups ---- */

/* Sums over the people of a group. */
struct room {
  int32_t days;
  int32_t steps;
  int32_t overtime;
  struct stf_program_weeks_class classes[STF_PROGRAM_WEEKS_CLASSES];
  size_t classes_n;
};

static bool is_of(const struct group *group, const struct stf_team_roster_agent *own) {
  return group->hire < 0 && own->hire < 0 && own->agent.team == group->team &&
         own->agent.contract == group->contract;
}

static void add_room(const struct build *build, const struct stf_problem_agent *agent,
                     int32_t first, struct room *sum) {
  struct stf_program_weeks_room own =
      stf_program_weeks_room_of(build->roster->problem, agent, first);
  sum->days += own.days;
  sum->steps += own.steps;
  sum->overtime += own.overtime;
  sum->classes_n = stf_program_weeks_add(sum->classes, sum->classes_n, &own);
}

static struct room week_room(const struct build *build, const struct group *group,
                             int32_t first) {
  struct room sum = {.days = 0};
  if (group->hire >= 0) {
    struct stf_problem_agent agent = {
        .contract = group->contract, .team = group->team, .days = group->days};
    add_room(build, &agent, first, &sum);
  }
  for (size_t a = 0; a < build->roster->agents_n; a++) {
    if (is_of(group, &build->roster->agents[a])) {
      add_room(build, &build->roster->agents[a].agent, first, &sum);
    }
  }
  return sum;
}

static bool is_free(const struct stf_problem_day *day) {
  return day->cell == STF_PROBLEM_FREE || day->cell == STF_PROBLEM_MOVABLE;
}

/* People of the group who may be planned on one of the days (other -1: on the day). */
static int32_t free_n(const struct build *build, const struct group *group, int32_t day,
                      int32_t other) {
  int32_t n = 0;
  for (size_t a = 0; a < build->roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &build->roster->agents[a];
    if (is_of(group, own)) {
      const struct stf_problem_day *days = own->agent.days;
      bool one_fixed = other >= 0 && (days[day].cell == STF_PROBLEM_FIXED ||
                                      days[other].cell == STF_PROBLEM_FIXED);
      n += !one_fixed && (is_free(&days[day]) || (other >= 0 && is_free(&days[other])));
    }
  }
  return n;
}

static int32_t most_of(const struct build *build, const struct group *group) {
  return build->roster->problem->contracts[group->contract].hire_most;
}

/* "sum <= n", or "sum - n h <= 0" where h are hired. */
static uint32_t add_limit(struct build *build, const struct group *group, size_t g,
                          const char *what, int32_t day, int32_t n) {
  struct stf_program_row row = {.right = group->hire < 0 ? n : 0};
  (void)snprintf(row.name, sizeof row.name, "%s_%zu_%d", what, g, day);
  uint32_t at = add_row(build, &row);
  if (group->hire >= 0) {
    stf_program_parts_entry(build->program, at, group->hire_column, -n);
  }
  return at;
}

static void add_overtime(struct build *build, const struct group *group, size_t g,
                         int32_t first, const struct room *room) {
  const struct stf_problem_contract *contract =
      &build->roster->problem->contracts[group->contract];
  int32_t most = group->hire < 0 ? room->overtime : room->overtime * most_of(build, group);
  if (most <= 0) {
    return;
  }
  uint32_t limit = NO_ROW;
  if (group->hire >= 0) {
    limit = add_limit(build, group, g, "overtime", first, room->overtime);
  }
  struct stf_program_column column = {.cost = money(contract->overtime_price), .upper = most};
  (void)snprintf(column.name, sizeof column.name, "extra_%zu_%d", g, first);
  (void)add_column(build, &column);
  add_entry(build, build->places[first].week_steps, -1);
  add_entry(build, limit, 1);
}

/* Paid lengths of shifts that the group may be planned for. */
static void find_lengths(struct build *build, const struct group *group) {
  const struct stf_team_roster *roster = build->roster;
  build->lengths.n = 0;
  for (size_t v = 0; v < roster->variants->n; v++) {
    if ((roster->variants->items[v].contracts >> group->contract & 1) != 0) {
      stf_program_weeks_learn(&build->lengths, roster->variants->items[v].paid);
    }
  }
  for (size_t a = 0; a < roster->agents_n; a++) {
    const struct stf_problem_day *days = roster->agents[a].agent.days;
    for (int32_t d = 0; d < roster->problem->days_n && is_of(group, &roster->agents[a]); d++) {
      if (days[d].cell == STF_PROBLEM_MOVABLE) {
        stf_program_weeks_learn(&build->lengths, stf_problem_paid(&days[d].shift));
      }
    }
  }
}

/* Patterns of people with one room: how many have each. */
static void add_patterns(struct build *build, const struct group *group, size_t g,
                         int32_t first, size_t c,
                         const struct stf_program_weeks_class *people) {
  struct stf_program_weeks_pattern patterns[STF_PROGRAM_WEEKS_PATTERNS];
  int64_t price = build->roster->problem->contracts[group->contract].overtime_price;
  size_t n = stf_program_weeks_find(&build->lengths, &people->room, patterns);
  char what[24];
  (void)snprintf(what, sizeof what, "weeks_%zu", c);
  uint32_t all = add_limit(build, group, g, what, first, people->people_n);
  for (size_t i = 0; i < n; i++) {
    struct stf_program_column column = {.cost = money(price * patterns[i].overtime),
                                        .upper = group->hire < 0 ? people->people_n
                                                                 : most_of(build, group)};
    (void)snprintf(column.name, sizeof column.name, "week_%zu_%zu_%d_%zu", c, g, first, i);
    (void)add_column(build, &column);
    add_entry(build, all, 1);
    for (size_t k = 0; k < build->lengths.n; k++) {
      if (patterns[i].counts[k] > 0) {
        add_entry(build, build->places[first].lengths[k], -patterns[i].counts[k]);
      }
    }
  }
}

/* The group's week in shifts of each length as its people's patterns hold them; where there are
 * too many lengths, in hours all together. */
static void add_week(struct build *build, const struct group *group, size_t g, int32_t first) {
  struct room room = week_room(build, group, first);
  build->places[first].week_days = add_limit(build, group, g, "days", first, room.days);
  build->places[first].week_steps = NO_ROW;
  for (size_t k = 0; k < STF_PROGRAM_WEEKS_LENGTHS; k++) {
    build->places[first].lengths[k] = NO_ROW;
  }
  if (build->lengths.n > STF_PROGRAM_WEEKS_LENGTHS) {
    build->places[first].week_steps = add_limit(build, group, g, "time", first, room.steps);
    add_overtime(build, group, g, first, &room);
    return;
  }
  for (size_t k = 0; k < build->lengths.n; k++) {
    struct stf_program_row row = {.right = 0};
    (void)snprintf(row.name, sizeof row.name, "length_%zu_%d_%zu", g, first, k);
    build->places[first].lengths[k] = add_row(build, &row);
  }
  for (size_t c = 0; c < room.classes_n; c++) {
    add_patterns(build, group, g, first, c, &room.classes[c]);
  }
}

/* Cells of the day that are otherwise than they stand are at least as many as shifts planned
 * anew, and as shifts that stand and are not kept. Their sum over all days is limited. */
static void add_changes(struct build *build, const struct group *group, size_t g, int32_t day,
                        int32_t n) {
  const struct stf_problem *problem = build->roster->problem;
  int32_t stand = 0;
  build->places[day].added = NO_ROW;
  build->places[day].left = NO_ROW;
  if (build->changes == NO_ROW || group->hire >= 0 || n == 0 || day < problem->open_from ||
      day >= problem->open_to) {
    return;
  }
  for (size_t a = 0; a < build->roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &build->roster->agents[a];
    stand += is_of(group, own) && own->agent.days[day].cell == STF_PROBLEM_MOVABLE;
  }
  build->places[day].added = add_limit(build, group, g, "added", day, 0);
  build->places[day].left = add_limit(build, group, g, "left", day, -stand);
  struct stf_program_column column = {.upper = n};
  (void)snprintf(column.name, sizeof column.name, "changed_%zu_%d", g, day);
  (void)add_column(build, &column);
  add_entry(build, build->places[day].added, -1);
  add_entry(build, build->places[day].left, -1);
  add_entry(build, build->changes, 1);
}

/* What a person may still work on this weekday in the weekends up to the day, beside fixed
 * shifts. */
static int32_t weekend_room(const struct stf_problem *problem,
                            const struct stf_problem_agent *agent, int32_t day) {
  int32_t room = problem->weekends.of - problem->weekends.free;
  for (int32_t k = 0; k < problem->weekends.of && day >= k * 7; k++) {
    room -= agent->days[day - k * 7].cell == STF_PROBLEM_FIXED;
  }
  return room > 0 ? room : 0;
}

/* Saturdays among themselves and Sundays among themselves: each at most as the rule allows. */
static uint32_t add_weekends(struct build *build, const struct group *group, size_t g,
                             int32_t day) {
  const struct stf_problem *problem = build->roster->problem;
  int32_t most = problem->weekends.of - problem->weekends.free;
  int32_t n = group->hire >= 0 ? most : 0;
  if (!stf_problem_is_weekend(problem, day) || day < most * 7) {
    return NO_ROW;
  }
  for (size_t a = 0; a < build->roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &build->roster->agents[a];
    n += is_of(group, own) ? weekend_room(problem, &own->agent, day) : 0;
  }
  return add_limit(build, group, g, "weekends", day, n);
}

static void add_group_rows(struct build *build, const struct group *group, size_t g) {
  const struct stf_problem *problem = build->roster->problem;
  find_lengths(build, group);
  for (int32_t d = 0; d < problem->days_n; d++) {
    int32_t first = stf_problem_week_first(problem, d);
    if (first == d) {
      add_week(build, group, g, d);
    } else {
      build->places[d] = build->places[first];
    }
    int32_t n =
        group->hire < 0 ? free_n(build, group, d, -1) : group->days[d].cell == STF_PROBLEM_FREE;
    build->places[d].day = n > 0 ? add_limit(build, group, g, "day", d, n) : NO_ROW;
    build->places[d].weekends = add_weekends(build, group, g, d);
    add_changes(build, group, g, d, n);
    for (size_t p = 0; p < STF_PROBLEM_PAIRS_MAX; p++) {
      build->places[d].pairs[p] = NO_ROW;
    }
  }
  for (size_t p = 0; p < problem->pairs_n; p++) {
    const struct stf_problem_pair *pair = &problem->pairs[p];
    if (pair->first >= 0 && pair->second >= 0) {
      int32_t n = group->hire < 0 ? free_n(build, group, pair->first, pair->second) : 1;
      uint32_t row = add_limit(build, group, g, "pair", pair->first, n);
      build->places[pair->first].pairs[p] = row;
      build->places[pair->second].pairs[p] = row;
    }
  }
}

/* ---- shifts ---- */

static void add_shift_cover(struct build *build, uint32_t team, int32_t day,
                            const struct stf_problem_shift *shift) {
  const struct stf_problem *problem = build->roster->problem;
  size_t steps_n = stf_problem_steps(problem);
  size_t midnight = (size_t)day * (size_t)problem->day_steps;
  int32_t from = shift->start;
  for (size_t b = 0; b <= shift->breaks_n; b++) {
    int32_t to = b < shift->breaks_n ? shift->breaks[b].start : shift->end;
    for (int32_t t = from; t < to && midnight + (size_t)t < steps_n; t++) {
      add_entry(build, build->cover_rows[team * steps_n + midnight + (size_t)t], 1);
    }
    from = b < shift->breaks_n ? shift->breaks[b].end : to;
  }
}

/* Entries of a shift in the rows of its group. */
static void add_shift_rules(struct build *build, int32_t day, int32_t paid) {
  add_entry(build, build->places[day].day, 1);
  add_entry(build, build->places[day].week_days, 1);
  add_entry(build, build->places[day].week_steps, paid);
  for (size_t k = 0; k < build->lengths.n && k < STF_PROGRAM_WEEKS_LENGTHS; k++) {
    if (build->lengths.items[k] == paid) {
      add_entry(build, build->places[day].lengths[k], 1);
    }
  }
  const struct stf_problem *problem = build->roster->problem;
  for (size_t p = 0; p < problem->pairs_n; p++) {
    add_entry(build, build->places[day].pairs[p], 1);
  }
  for (int32_t k = 0; k < problem->weekends.of && day + k * 7 < problem->days_n; k++) {
    add_entry(build, build->places[day + k * 7].weekends, 1);
  }
}

/* The movable shift of one agent, kept. */
static void add_kept(struct build *build, const struct group *group, size_t a, int32_t day) {
  const struct stf_problem *problem = build->roster->problem;
  const struct stf_problem_shift *shift = &build->roster->agents[a].agent.days[day].shift;
  struct stf_program_column column = {
      .cost = money(
          stf_problem_premiums(problem, &problem->contracts[group->contract], day, shift)),
      .upper = 1,
      .integer = true};
  (void)snprintf(column.name, sizeof column.name, "kept_%zu_%d", a, day);
  (void)add_column(build, &column);
  add_shift_cover(build, group->team, day, shift);
  add_shift_rules(build, day, stf_problem_paid(shift));
  add_entry(build, build->places[day].left, -1);
}

static void add_all_kept(struct build *build, const struct group *group) {
  for (size_t a = 0; a < build->roster->agents_n; a++) {
    const struct stf_team_roster_agent *own = &build->roster->agents[a];
    for (int32_t d = 0; d < build->roster->problem->days_n && is_of(group, own); d++) {
      if (own->agent.days[d].cell == STF_PROBLEM_MOVABLE) {
        add_kept(build, group, a, d);
      }
    }
  }
}

static void add_shift(struct build *build, const struct group *group, size_t g, int32_t day,
                      size_t v) {
  const struct stf_problem *problem = build->roster->problem;
  const struct stf_variants_shift *item = &build->roster->variants->items[v];
  struct stf_program_column column = {
      .cost = money(stf_problem_premiums(problem, &problem->contracts[group->contract], day,
                                         &item->shift)),
      .upper = group->hire < 0 ? free_n(build, group, day, -1) : most_of(build, group),
      .integer = true};
  (void)snprintf(column.name, sizeof column.name, "shift_%zu_%d_%zu", g, day, v);
  (void)add_column(build, &column);
  add_shift_cover(build, group->team, day, &item->shift);
  add_shift_rules(build, day, item->paid);
  add_entry(build, build->places[day].added, 1);
}

static void add_shifts(struct build *build, const struct group *group, size_t g) {
  const struct stf_variants *variants = build->roster->variants;
  for (int32_t day = 0; day < build->roster->problem->days_n; day++) {
    for (size_t v = 0; v < variants->n && build->places[day].day != NO_ROW; v++) {
      if ((variants->items[v].contracts >> group->contract & 1) != 0) {
        add_shift(build, group, g, day, v);
      }
    }
  }
}

/* ---- hiring ---- */

static void add_hires(struct build *build) {
  const struct stf_team_roster *roster = build->roster;
  build->program->hires_first = (uint32_t)build->program->columns_n;
  for (size_t h = 0; h < roster->hires_n; h++) {
    const struct stf_team_roster_hire *hire = &roster->hires[h];
    struct stf_program_column column = {
        .cost = money(hire->pay + hire->once),
        .upper = roster->problem->contracts[hire->contract].hire_most,
        .integer = true,
        .is_hire = true};
    (void)snprintf(column.name, sizeof column.name, "hire_%zu", h);
    (void)add_column(build, &column);
  }
}

/* At most so many under each contract. */
static void add_most(struct build *build) {
  const struct stf_team_roster *roster = build->roster;
  for (uint32_t c = 0; c < roster->problem->contracts_n; c++) {
    struct stf_program_row row = {.right = roster->problem->contracts[c].hire_most};
    (void)snprintf(row.name, sizeof row.name, "most_%u", c);
    uint32_t at = row.right > 0 ? add_row(build, &row) : NO_ROW;
    for (size_t h = 0; h < roster->hires_n; h++) {
      if (roster->hires[h].contract == c) {
        stf_program_parts_entry(build->program, at, build->program->hires_first + (uint32_t)h,
                                1);
      }
    }
  }
}

/* What hiring may cost in all. */
static void add_hires_limit(struct build *build) {
  const struct stf_team_roster *roster = build->roster;
  if (!roster->problem->limits_hires) {
    return;
  }
  struct stf_program_row row = {.name = "hires", .right = money(roster->problem->hires_most)};
  uint32_t at = add_row(build, &row);
  for (size_t h = 0; h < roster->hires_n; h++) {
    const struct stf_team_roster_hire *hire = &roster->hires[h];
    stf_program_parts_entry(build->program, at, build->program->hires_first + (uint32_t)h,
                            money(hire->pay + hire->once));
  }
}

static enum stf_status find_groups(struct build *build) {
  const struct stf_team_roster *roster = build->roster;
  const struct stf_allocator *allocator = roster->allocator;
  build->groups =
      stf_mem_zeroed(allocator, roster->agents_n + roster->hires_n + 1, sizeof *build->groups);
  if (build->groups == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t a = 0; a < roster->agents_n; a++) {
    size_t g = 0;
    while (g < build->groups_n && !is_of(&build->groups[g], &roster->agents[a])) {
      g++;
    }
    if (g == build->groups_n) {
      build->groups[build->groups_n++] =
          (struct group){.team = roster->agents[a].agent.team,
                         .contract = roster->agents[a].agent.contract,
                         .hire = -1};
    }
  }
  for (size_t h = 0; h < roster->hires_n; h++) {
    uint32_t contract = roster->hires[h].contract;
    struct stf_problem_day *days =
        stf_mem_zeroed(allocator, (size_t)roster->problem->days_n, sizeof *days);
    if (days == NULL) {
      return STF_ERR_MEMORY;
    }
    stf_team_roster_days(roster->problem, &roster->hires[h], days);
    build->groups[build->groups_n++] =
        (struct group){.team = roster->problem->contracts[contract].hire_team,
                       .contract = contract,
                       .hire = (int32_t)h,
                       .hire_column = build->program->hires_first + (uint32_t)h,
                       .days = days};
  }
  return STF_OK;
}

static void add_all(struct build *build) {
  add_covers(build);
  add_hires(build);
  add_most(build);
  add_hires_limit(build);
  build->changes = NO_ROW;
  if (build->roster->problem->limits_changes) {
    build->changes =
        add_row(build, &(struct stf_program_row){
                           .name = "changes", .right = build->roster->problem->changes_most});
  }
  if (find_groups(build) != STF_OK) {
    build->failed = true;
  }
  for (size_t g = 0; g < build->groups_n && !build->failed; g++) {
    add_group_rows(build, &build->groups[g], g);
    add_shifts(build, &build->groups[g], g);
    add_all_kept(build, &build->groups[g]);
  }
}

enum stf_status stf_program_make(const struct stf_team_roster *roster,
                                 struct stf_program *out) {
  const struct stf_problem *problem = roster->problem;
  struct stf_team_roster_cost cost = stf_team_roster_price(roster);
  *out = (struct stf_program){.allocator = roster->allocator,
                              .constant = money(cost.staff + cost.overtime + cost.premium)};
  struct build build = {.roster = roster, .program = out};
  size_t cells_n = problem->teams_n * stf_problem_steps(problem);
  build.cover_rows = stf_mem_zeroed(roster->allocator, cells_n, sizeof *build.cover_rows);
  build.places =
      stf_mem_zeroed(roster->allocator, (size_t)problem->days_n, sizeof *build.places);
  build.failed = build.cover_rows == NULL || build.places == NULL;
  for (size_t i = 0; i < cells_n && !build.failed; i++) {
    build.cover_rows[i] = NO_ROW;
  }
  if (!build.failed) {
    add_all(&build);
  }
  for (size_t g = 0; g < build.groups_n; g++) {
    stf_mem_release(roster->allocator, build.groups[g].days);
  }
  stf_mem_release(roster->allocator, build.groups);
  stf_mem_release(roster->allocator, build.cover_rows);
  stf_mem_release(roster->allocator, build.places);
  return build.failed || out->failed ? STF_ERR_MEMORY : stf_program_parts_sort(out);
}

void stf_program_clear(struct stf_program *program) {
  stf_mem_release(program->allocator, program->columns);
  stf_mem_release(program->allocator, program->rows);
  stf_mem_release(program->allocator, program->entries);
  *program = (struct stf_program){0};
}
