/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_staff.h"

#include "desk/staffing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct stf_zone *stf_scenario_staff_zone(const struct stf_scenario_staff *staff,
                                               uint32_t team) {
  const struct stf_zone *own = staff->teams[team].zone;
  return own != NULL ? own : staff->build->scenario->zone;
}

bool stf_scenario_staff_is_common(const struct stf_scenario_staff *staff, uint32_t team,
                                  const struct stf_node *file, bool has_team) {
  if (!staff->teams[team].shares_file || has_team) {
    return false;
  }
  stf_node_error(
      file,
      "the desk has %u teams, and '%.200s' has no column 'team': say whose it is, as "
      "in %.60s=FILE",
      (unsigned)staff->build->scenario->desk.teams_n, file->value,
      staff->build->team_names[team]);
  return true;
}

void stf_scenario_staff_add_change(struct stf_scenario_staff *staff,
                                   struct stf_staff_change change) {
  if (change.delta == 0 && change.reason != STF_STAFF_DRAIN) {
    return;
  }
  struct stf_staff_change *changes =
      stf_mem_grown(staff->build->allocator, staff->changes, &staff->changes_capacity,
                    staff->changes_n + 1, sizeof *changes);
  if (changes == NULL) {
    stf_scenario_build_fail(staff->build, STF_ERR_MEMORY);
    return;
  }
  staff->changes = changes;
  changes[staff->changes_n++] = change;
}

void stf_scenario_staff_add_span(struct stf_scenario_staff *staff,
                                 const struct stf_scenario_staff_span *span) {
  struct stf_scenario_staff_span *spans =
      stf_mem_grown(staff->build->allocator, staff->spans, &staff->spans_capacity,
                    staff->spans_n + 1, sizeof *spans);
  if (spans == NULL) {
    stf_scenario_build_fail(staff->build, STF_ERR_MEMORY);
    return;
  }
  staff->spans = spans;
  spans[staff->spans_n++] = *span;
}

static int by_agent(const void *left, const void *right) {
  const struct stf_scenario_staff_span *a = left;
  const struct stf_scenario_staff_span *b = right;
  if (a->name != b->name) {
    return a->name < b->name ? -1 : 1;
  }
  if (a->start_us != b->start_us) {
    return a->start_us < b->start_us ? -1 : 1;
  }
  return (a->end_us > b->end_us) - (a->end_us < b->end_us);
}

static void tell_overlap(const struct stf_scenario_build *build,
                         const struct stf_scenario_staff_span *a,
                         const struct stf_scenario_staff_span *b) {
  bool turned = a->path == b->path && b->line < a->line;
  const struct stf_scenario_staff_span *later = turned ? a : b;
  const struct stf_scenario_staff_span *earlier = turned ? b : a;
  bool one_file = earlier->path == later->path;
  struct stf_where where = {.path = later->path, .line = later->line, .column = later->column};
  char place[32];
  (void)snprintf(place, sizeof place, earlier->column > 0 ? "%d:%d" : "%d", earlier->line,
                 earlier->column);
  stf_diag_add(build->diags, STF_SEVERITY_ERROR, where,
               "this shift of '%s' overlaps the one on line %s%s%s: an agent can be on one "
               "shift at a time",
               stf_dict_text(build->scenario->names.agents, later->name), place,
               one_file ? "" : " of ", one_file ? "" : earlier->path);
}

static void find_overlaps(const struct stf_scenario_staff *staff) {
  const struct stf_scenario_staff_span *longest = &staff->spans[0];
  for (size_t i = 1; i < staff->spans_n; i++) {
    const struct stf_scenario_staff_span *span = &staff->spans[i];
    bool same = span->name == longest->name;
    if (same && span->start_us < longest->end_us) {
      tell_overlap(staff->build, longest, span);
    }
    if (!same || span->end_us > longest->end_us) {
      longest = span;
    }
  }
}

/* Takes the next shift, which touches, into this one. */
static void join_span(struct stf_scenario_build *build, struct stf_scenario_staff_span *span,
                      const struct stf_scenario_staff_span *next) {
  span->end_us = next->end_us;
  if (next->breaks_n == 0) {
    return;
  }
  size_t n = span->breaks_n + next->breaks_n;
  struct stf_scenario_staff_break *breaks = stf_scenario_build_alloc(build, n, sizeof *breaks);
  if (breaks == NULL) {
    return;
  }
  if (span->breaks_n > 0) {
    memcpy(breaks, span->breaks, span->breaks_n * sizeof *breaks);
  }
  memcpy(breaks + span->breaks_n, next->breaks, next->breaks_n * sizeof *breaks);
  span->breaks = breaks;
  span->breaks_n = n;
}

/* Joins shifts of one agent and team that touch, and drops those outside the run. */
static void join_spans(struct stf_scenario_staff *staff) {
  int64_t start_us = staff->build->start_us;
  int64_t to_us = staff->build->scenario->desk.to_us;
  size_t n = 0;
  for (size_t i = 0; i < staff->spans_n; i++) {
    const struct stf_scenario_staff_span *span = &staff->spans[i];
    struct stf_scenario_staff_span *last = n > 0 ? &staff->spans[n - 1] : NULL;
    if (last != NULL && last->name == span->name && last->team == span->team &&
        last->end_us == span->start_us) {
      join_span(staff->build, last, span);
    } else if (span->end_us > start_us && span->start_us < to_us) {
      staff->spans[n++] = *span;
    }
  }
  staff->spans_n = n;
}

/* Spans come sorted by name: an agent of two teams has one entry for each. */
static uint32_t agent_of(const struct stf_dict *dict, struct stf_agent *agents,
                         uint32_t *agents_n, const struct stf_scenario_staff_span *span) {
  for (uint32_t a = *agents_n; a > 0 && agents[a - 1].name == span->name; a--) {
    if (agents[a - 1].team == span->team) {
      return a - 1;
    }
  }
  const char *name = stf_dict_text(dict, span->name);
  agents[*agents_n] = (struct stf_agent){
      .name = span->name, .team = span->team, .key = stf_dict_hash(name, strlen(name))};
  return (*agents_n)++;
}

/* `change` has team, agent and shift; she is there from came_us on. */
static void add_drain(struct stf_scenario_staff *staff,
                      const struct stf_scenario_staff_span *span,
                      struct stf_staff_change change, int64_t came_us) {
  int64_t drain_us = staff->build->teams[span->team].drain_us;
  if (drain_us == 0 || change.agent == STF_NOBODY) {
    return;
  }
  if (drain_us >= span->end_us - span->start_us) {
    struct stf_where where = {.path = span->path, .line = span->line, .column = span->column};
    stf_diag_add(staff->build->diags, STF_SEVERITY_ERROR, where,
                 "this shift of '%s' is not longer than the drain of its team: nothing would "
                 "be taken in it",
                 stf_dict_text(staff->build->scenario->names.agents, span->name));
    return;
  }
  change.reason = STF_STAFF_DRAIN;
  change.at_us = span->end_us - drain_us > came_us ? span->end_us - drain_us : came_us;
  change.delta = 0;
  stf_scenario_staff_add_change(staff, change);
}

/* The shift's changes, from the start of the run on. `change` has team, agent and shift. */
static void add_presence(struct stf_scenario_staff *staff,
                         const struct stf_scenario_staff_span *span,
                         struct stf_staff_change change) {
  size_t i = 0;
  change.at_us =
      span->start_us > staff->build->start_us ? span->start_us : staff->build->start_us;
  for (; i < span->breaks_n && span->breaks[i].start_us <= change.at_us; i++) {
    change.at_us =
        span->breaks[i].end_us > change.at_us ? span->breaks[i].end_us : change.at_us;
  }
  change.delta = 1;
  stf_scenario_staff_add_change(staff, change);
  int64_t came_us = change.at_us;
  for (; i < span->breaks_n; i++) {
    uint8_t reason = span->breaks[i].paid ? STF_STAFF_PAID_BREAK : STF_STAFF_UNPAID_BREAK;
    change.reason = change.shift > 0 ? reason : STF_STAFF_SHIFT;
    change.at_us = span->breaks[i].start_us;
    change.delta = -1;
    stf_scenario_staff_add_change(staff, change);
    change.at_us = span->breaks[i].end_us;
    change.delta = 1;
    stf_scenario_staff_add_change(staff, change);
  }
  add_drain(staff, span, change, came_us);
  change.reason = STF_STAFF_SHIFT;
  change.at_us = span->end_us;
  change.delta = -1;
  stf_scenario_staff_add_change(staff, change);
}

static bool has_paid_break(const struct stf_scenario_staff_span *span) {
  bool paid = false;
  for (size_t i = 0; i < span->breaks_n && !paid; i++) {
    paid = span->breaks[i].paid;
  }
  return paid;
}

/* Which exchangeable teams cannot be plain counts. */
static void find_by_shift(struct stf_scenario_staff *staff) {
  for (size_t i = 0; i < staff->spans_n; i++) {
    const struct stf_scenario_staff_span *span = &staff->spans[i];
    const struct stf_team *team = &staff->build->teams[span->team];
    if (team->absence_share > 0 || team->late.kind != STF_LAW_NEVER || has_paid_break(span)) {
      staff->teams[span->team].by_shift = true;
    }
  }
}

static void compile_spans(struct stf_scenario_staff *staff) {
  struct stf_desk *desk = &staff->build->scenario->desk;
  const struct stf_dict *names = staff->build->scenario->names.agents;
  size_t n = staff->spans_n;
  struct stf_agent *agents = stf_scenario_build_alloc(staff->build, n, sizeof *agents);
  struct stf_shift *shifts = stf_scenario_build_alloc(staff->build, n, sizeof *shifts);
  if (agents == NULL || shifts == NULL) {
    return;
  }
  for (size_t i = 0; i < n; i++) {
    const struct stf_scenario_staff_span *span = &staff->spans[i];
    struct stf_staff_change change = {.team = span->team, .agent = STF_NOBODY};
    bool exchangeable = staff->build->teams[span->team].exchangeable;
    if (!exchangeable || staff->teams[span->team].by_shift) {
      uint32_t agent = agent_of(names, agents, &desk->agents_n, span);
      shifts[desk->shifts_n++] = (struct stf_shift){
          .start_us = span->start_us, .end_us = span->end_us, .day = span->day, .agent = agent};
      change.shift = (uint32_t)desk->shifts_n;
      change.agent = exchangeable ? STF_NOBODY : agent;
    }
    add_presence(staff, span, change);
  }
  desk->agents = agents;
  desk->shifts = shifts;
}

void stf_scenario_staff_finish(struct stf_scenario_staff *staff) {
  struct stf_scenario_build *build = staff->build;
  struct stf_desk *desk = &build->scenario->desk;
  if (staff->spans_n > 0) {
    qsort(staff->spans, staff->spans_n, sizeof *staff->spans, by_agent);
    find_overlaps(staff);
    join_spans(staff);
    find_by_shift(staff);
    compile_spans(staff);
  }
  if (staff->changes_n > 0) {
    staff->changes_n = stf_staffing_order(staff->changes, staff->changes_n);
    desk->changes = stf_scenario_build_copy(build, staff->changes, staff->changes_n,
                                            sizeof *staff->changes);
    desk->changes_n = desk->changes != NULL ? staff->changes_n : 0;
  }
  stf_mem_release(build->allocator, staff->spans);
  stf_mem_release(build->allocator, staff->changes);
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    stf_zone_free(staff->teams[t].zone);
  }
  stf_mem_release(build->allocator, staff->teams);
}
