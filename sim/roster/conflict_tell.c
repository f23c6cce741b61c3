/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/conflict_tell.h"

#include "roster/roster_write.h"
#include "roster/rule_words.h"

#include <stdio.h>

enum {
  ALONE_MOST = 3,  /* agents under one rule who have a line each; more stand in one */
  NAMED_MOST = 3,  /* of whom so many are named */
  CELLS_MOST = 40, /* cells told one by one */
  CLOCK = 8
};

static const char *clock_of(const struct stf_problem *problem, int32_t step, char out[CLOCK]) {
  int32_t of_day = step > problem->day_steps ? step - problem->day_steps : step;
  int32_t minutes = of_day * (problem->step_s / 60);
  (void)snprintf(out, CLOCK, "%02d:%02d", (int)(minutes / 60 % 100), (int)(minutes % 60));
  return out;
}

/* ---- what is wanted ---- */

static struct stf_where where_wanted(const struct stf_conflict_tell *in,
                                     const struct stf_conflict_member *member) {
  struct stf_where where = {.path = in->need_path};
  int64_t day = in->problem->first_day + member->day;
  for (size_t i = 0; i < in->need->cells_n; i++) {
    const struct stf_need_cell *cell = &in->need->cells[i];
    if (cell->team == member->team && cell->day == day &&
        cell->start_s == member->step * in->problem->step_s) {
      where.line = cell->line;
      where.column = cell->column;
    }
  }
  return where;
}

static int32_t wanted(const struct stf_problem *problem,
                      const struct stf_conflict_member *member) {
  size_t at = member->team * stf_problem_steps(problem) +
              (size_t)member->day * (size_t)problem->day_steps + (size_t)member->step;
  return problem->need[at];
}

/* How many members behind the first go on where the one before ends. */
static size_t run_of(const struct stf_conflict_tell *in, const struct stf_conflict *conflict,
                     size_t first) {
  int32_t interval = in->need->interval_s / in->problem->step_s;
  size_t n = 1;
  while (first + n < conflict->n) {
    const struct stf_conflict_member *before = &conflict->members[first + n - 1];
    const struct stf_conflict_member *member = &conflict->members[first + n];
    if (member->kind != STF_CONFLICT_NEED || member->team != before->team ||
        member->day != before->day || member->step != before->step + interval) {
      break;
    }
    n++;
  }
  return n;
}

static void tell_run(const struct stf_conflict_tell *in, const struct stf_conflict *conflict,
                     size_t first, size_t n, struct stf_diags *diags) {
  const struct stf_problem *problem = in->problem;
  const struct stf_conflict_member *member = &conflict->members[first];
  int32_t least = wanted(problem, member);
  int32_t most = least;
  for (size_t i = first; i < first + n; i++) {
    int32_t own = wanted(problem, &conflict->members[i]);
    least = own < least ? own : least;
    most = own > most ? own : most;
  }
  char date[STF_ROSTER_WRITE_DATE];
  char from[CLOCK];
  char to[CLOCK];
  char count[32];
  int32_t end = conflict->members[first + n - 1].step + in->need->interval_s / problem->step_s;
  (void)snprintf(count, sizeof count, least < most ? "%d to %d" : "%d", (int)least, (int)most);
  stf_diag_add(
      diags, STF_SEVERITY_ERROR, where_wanted(in, member), "%s%s, %s to %s%s%s%s: %s wanted%s",
      first > 0 ? "and on " : "", stf_roster_write_date(problem, member->day, date),
      clock_of(problem, member->step, from), clock_of(problem, end, to),
      problem->has_teams ? ", team '" : "",
      problem->has_teams ? problem->teams[member->team] : "", problem->has_teams ? "'" : "",
      count, first > 0 ? "" : ", and no roster by these rules has them:");
}

/* ---- cells ---- */

static void tell_cell(const struct stf_conflict_tell *in,
                      const struct stf_conflict_member *member, struct stf_diags *diags) {
  const struct stf_problem *problem = in->problem;
  const struct stf_problem_agent *agent = &problem->agents[member->agent];
  const struct stf_problem_day *day = &agent->days[member->day];
  struct stf_where where = {.path = in->existing->path,
                            .line =
                                day->line > 0 ? day->line : in->existing->lines[member->agent],
                            .column = day->column};
  char date[STF_ROSTER_WRITE_DATE];
  char from[CLOCK];
  char to[CLOCK];
  (void)stf_roster_write_date(problem, member->day, date);
  if (day->cell == STF_PROBLEM_FIXED) {
    stf_diag_add(diags, STF_SEVERITY_NOTE, where, "'%.60s', %s: the shift from %s to %s stands",
                 agent->name, date, clock_of(problem, day->shift.start, from),
                 clock_of(problem, day->shift.end, to));
  } else if (day->is_frozen) {
    stf_diag_add(diags, STF_SEVERITY_NOTE, where, "'%.60s', %s: kept empty by --freeze",
                 agent->name, date);
  } else {
    stf_diag_add(diags, STF_SEVERITY_NOTE, where, "'%.60s', %s: %s (%.30s)", agent->name, date,
                 day->cell == STF_PROBLEM_LEAVE ? "leave" : "day off",
                 day->code != NULL ? day->code : "");
  }
}

static void tell_cells(const struct stf_conflict_tell *in, const struct stf_conflict *conflict,
                       struct stf_diags *diags) {
  size_t n = 0;
  for (size_t i = 0; i < conflict->n; i++) {
    if (conflict->members[i].kind == STF_CONFLICT_CELL && n++ < CELLS_MOST) {
      tell_cell(in, &conflict->members[i], diags);
    }
  }
  if (n > CELLS_MOST) {
    struct stf_where where = {.path = in->existing->path};
    stf_diag_add(diags, STF_SEVERITY_NOTE, where, "and %zu cells more", n - CELLS_MOST);
  }
}

/* ---- rules ---- */

static bool is_weekly(enum stf_legal_rule rule) {
  return rule == STF_LEGAL_WEEK_TIME || rule == STF_LEGAL_WEEK_DAYS;
}

/* Members of one rule, day and contract stand together in words. */
static bool is_same(const struct stf_problem *problem, const struct stf_conflict_member *a,
                    const struct stf_conflict_member *b) {
  return a->kind == STF_CONFLICT_RULE && b->kind == STF_CONFLICT_RULE && a->rule == b->rule &&
         a->day == b->day &&
         problem->agents[a->agent].contract == problem->agents[b->agent].contract;
}

static void tell_rule(const struct stf_conflict_tell *in, const struct stf_conflict *conflict,
                      size_t at, struct stf_diags *diags) {
  const struct stf_conflict_member *member = &conflict->members[at];
  size_t n = 0;
  size_t before = 0;
  for (size_t i = 0; i < conflict->n; i++) {
    bool same = is_same(in->problem, member, &conflict->members[i]);
    n += same;
    before += same && i < at;
  }
  if (n > ALONE_MOST && before >= NAMED_MOST) {
    return;
  }
  char rule[STF_RULE_WORDS];
  char date[STF_ROSTER_WRITE_DATE];
  char others[64] = "";
  const struct stf_problem_agent *agent = &in->problem->agents[member->agent];
  stf_rule_words_put(in->rules, in->problem, agent, member->rule, member->day, rule);
  if (n > ALONE_MOST && before == NAMED_MOST - 1) {
    (void)snprintf(others, sizeof others, "; so have %zu others", n - NAMED_MOST);
  }
  struct stf_where where = {.path = in->existing->path,
                            .line = in->existing->lines[member->agent]};
  stf_diag_add(diags, STF_SEVERITY_NOTE, where, "'%.60s', %s%s: %s%s", agent->name,
               is_weekly(member->rule) ? "week from " : "",
               stf_roster_write_date(in->problem, member->day, date), rule, others);
}

/* ---- the whole ---- */

static bool is_covered(const struct stf_conflict_tell *in,
                       const struct stf_conflict_member *member) {
  int32_t day_steps = in->problem->day_steps;
  for (size_t v = 0; v < in->variants->n; v++) {
    const struct stf_problem_shift *shift = &in->variants->items[v].shift;
    int32_t next = member->step + day_steps;
    if ((member->step >= shift->start && member->step < shift->end) ||
        (next >= shift->start && next < shift->end)) {
      return true;
    }
  }
  return false;
}

/* First day on which somebody hired under the contract can be at work; -1: none. */
static int32_t first_at_work(const struct stf_problem *problem, uint32_t contract) {
  struct stf_problem_day days[STF_PROBLEM_DAYS_MAX];
  struct stf_team_roster_hire hire = {.contract = contract,
                                      .first = problem->contracts[contract].hire_day,
                                      .weeks = problem->contracts[contract].hire_weeks +
                                               STF_PROBLEM_DAYS_MAX};
  stf_team_roster_days(problem, &hire, days);
  for (int32_t d = 0; d < problem->days_n; d++) {
    if (days[d].cell == STF_PROBLEM_FREE) {
      return d;
    }
  }
  return -1;
}

static void tell_hire(const struct stf_conflict_tell *in, uint32_t contract,
                      struct stf_diags *diags) {
  const struct stf_problem_contract *terms = &in->problem->contracts[contract];
  const struct stf_node *node = in->rules->contracts[contract].hire_node;
  struct stf_where where = {.path = in->rules->path, .line = node != NULL ? node->line : 0};
  int32_t first = first_at_work(in->problem, contract);
  char date[STF_ROSTER_WRITE_DATE];
  if (first >= 0) {
    stf_diag_add(diags, STF_SEVERITY_NOTE, where,
                 "%d may be hired under '%.40s', at work from %s: they are counted",
                 (int)terms->hire_most, in->rules->contracts[contract].terms.name,
                 stf_roster_write_date(in->problem, first, date));
  } else {
    stf_diag_add(
        diags, STF_SEVERITY_NOTE, where,
        "%d may be hired under '%.40s' from %s, with %d working days of training: none "
        "is at work in time",
        (int)terms->hire_most, in->rules->contracts[contract].terms.name,
        stf_roster_write_date(in->problem, terms->hire_day, date), (int)terms->training_days);
  }
}

/* What is taken to hold whatever is dropped, and what the set is. */
static void tell_people(const struct stf_conflict_tell *in, const struct stf_conflict *conflict,
                        struct stf_diags *diags) {
  const struct stf_problem *problem = in->problem;
  uint32_t team = conflict->members[0].team;
  struct stf_where where = {.path = in->existing->path != NULL ? in->existing->path
                                                               : in->rules->path};
  size_t there = 0;
  for (size_t a = 0; a < problem->agents_n; a++) {
    there += problem->agents[a].team == team;
  }
  for (uint32_t c = 0; c < problem->contracts_n; c++) {
    if (problem->contracts[c].hire_most > 0 && problem->contracts[c].hire_team == team) {
      tell_hire(in, c, diags);
    }
  }
  stf_diag_add(diags, STF_SEVERITY_NOTE, where, "%zu %s there%s", there,
               there == 1 ? "agent is" : "agents are",
               conflict->n == 1 && !is_covered(in, &conflict->members[0])
                   ? "; the rules have no shift at that time"
               : conflict->n == 1 ? "; no rule and no leave has a part in it"
               : conflict->is_least
                   ? "; without any one of what is named here there is a roster for the rest"
                   : "; the search for the least reason was cut short: not all that is named "
                     "here need be to blame");
}

void stf_conflict_tell_why(const struct stf_conflict_tell *in,
                           const struct stf_conflict *conflict, struct stf_diags *diags) {
  for (size_t i = 0; i < conflict->n && conflict->members[i].kind == STF_CONFLICT_NEED;) {
    size_t n = run_of(in, conflict, i);
    tell_run(in, conflict, i, n, diags);
    i += n;
  }
  tell_cells(in, conflict, diags);
  for (size_t i = 0; i < conflict->n; i++) {
    if (conflict->members[i].kind == STF_CONFLICT_RULE) {
      tell_rule(in, conflict, i, diags);
    }
  }
  if (conflict->n > 0) {
    tell_people(in, conflict, diags);
  }
}
