/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_people.h"

#include "scenario/scenario_counts.h"
#include "scenario/scenario_holidays.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_roster.h"
#include "scenario/scenario_skill.h"
#include "scenario/scenario_team.h"
#include "scenario/scenario_unlogged.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Zone and staff holidays of a team's files. */
static void read_places(struct stf_scenario_staff *staff, const struct stf_node *node,
                        uint32_t t) {
  struct stf_scenario_build *build = staff->build;
  struct stf_scenario_staff_team *team = &staff->teams[t];
  const struct stf_node *holidays = stf_node_get(node, "staff_holidays");
  team->zone = stf_scenario_build_zone(build, stf_node_get(node, "timezone"));
  team->holidays_like = -1;
  if (holidays != NULL && holidays->kind == STF_NODE_MAPPING) {
    size_t weekday = 0;
    bool known = stf_keys_check(holidays, &STF_SCENARIO_KEYS_STAFF_HOLIDAYS) &&
                 stf_node_choice(stf_node_get(holidays, "like"), "weekday", STF_ZONE_WEEKDAYS,
                                 7, &weekday);
    team->holidays_like = known ? (int)weekday : -1;
    holidays = stf_node_get(holidays, "file");
  }
  bool by_roster = stf_node_get(node, "roster") != NULL && stf_node_get(node, "usual") == NULL;
  if (holidays != NULL && by_roster) {
    stf_node_error(holidays,
                   "the roster of team '%s' says itself who is there on holidays: leave "
                   "staff_holidays out",
                   build->team_names[t]);
    return;
  }
  const struct stf_zone *zone = stf_scenario_staff_zone(staff, t);
  int64_t *days = NULL;
  if (holidays != NULL &&
      stf_scenario_holidays_read(build, holidays, stf_zone_day_at(zone, build->start_us),
                                 stf_zone_day_at(zone, build->scenario->desk.to_us), &days,
                                 &team->holidays_n)) {
    team->holidays = days;
  }
}

/* Whether an option gave the file to this team and the next. */
static bool shares_file(const struct stf_node *file, const struct stf_node *next_team,
                        const char *key) {
  const struct stf_node *other = next_team != NULL ? stf_node_get(next_team, key) : NULL;
  return file != NULL && other != NULL && file->file->of_option && file->value != NULL &&
         other->value != NULL && strcmp(file->value, other->value) == 0;
}

static void assume_usual(struct stf_scenario_staff *staff, uint32_t t) {
  const struct stf_scenario_staff_team *team = &staff->teams[t];
  char holidays[40] = "";
  if (team->holidays_n > 0 && team->holidays_like >= 0) {
    (void)snprintf(holidays, sizeof holidays, ", on holidays as on a %s",
                   STF_ZONE_WEEKDAY_NAMES[team->holidays_like]);
  } else if (team->holidays_n > 0) {
    (void)snprintf(holidays, sizeof holidays, ", on holidays nobody");
  }
  stf_scenario_build_assume(
      staff->build, true,
      "assumed: of team '%s' as many are there as usually on the roster's "
      "days, by weekday%s (the roster has no day of this period)",
      staff->build->team_names[t], holidays);
}

/* A roster that an option gives begins with the days it was made for, and the warm-up before
 * them has nobody then. */
static void assume_warmup(struct stf_scenario_build *build, const struct stf_node *node,
                          uint32_t t) {
  const struct stf_desk *desk = &build->scenario->desk;
  const struct stf_node *roster = stf_node_get(node, "roster");
  bool anybody = desk->warmup_us == 0 || roster == NULL || !roster->file->of_option;
  for (size_t i = 0; i < desk->changes_n && !anybody; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    anybody = change->team == t && change->delta > 0 && change->at_us < desk->from_us;
  }
  if (!anybody) {
    stf_scenario_build_assume(
        build, true,
        "assumed: nobody of team '%s' works in the %g h before the period "
        "(its roster has nobody there): who writes then waits for its first "
        "shift",
        build->team_names[t], (double)desk->warmup_us / 3600e6);
  }
}

/* Exactly one way to say who is there; none where a replayed log says it. */
static void read_staff(struct stf_scenario_staff *staff, const struct stf_node *node,
                       uint32_t t) {
  static const char *const WAYS[] = {"agents", "staffing", "roster"};
  const struct stf_node *given[STF_COUNT_OF(WAYS)];
  size_t given_n = 0;
  for (size_t i = 0; i < STF_COUNT_OF(WAYS); i++) {
    given[i] = stf_node_get(node, WAYS[i]);
    given_n += given[i] != NULL;
  }
  if (given_n > 1) {
    stf_node_error(node, "team '%s' has more than one of agents, staffing and roster: keep one",
                   staff->build->team_names[t]);
  } else if (given_n == 0 && staff->build->scenario->replay_path == NULL) {
    stf_node_error(node,
                   "team '%s' has nobody in it: add 'agents: 3', 'staffing: FILE' or "
                   "'roster: FILE'",
                   staff->build->team_names[t]);
  }
  double agents_n = stf_keys_number(node, &STF_SCENARIO_KEYS_TEAM, "agents");
  const struct stf_node *legend = stf_node_get(node, "legend");
  const struct stf_node *usual = stf_node_get(node, "usual");
  if (legend != NULL && given[2] == NULL) {
    stf_node_error(legend, "a legend belongs to a roster, and team '%s' has none",
                   staff->build->team_names[t]);
  }
  if (usual != NULL && given[2] == NULL) {
    stf_node_error(usual,
                   "the usual staff stands in where a roster does not reach, and team '%s' has "
                   "none: call it 'staffing'",
                   staff->build->team_names[t]);
  }
  staff->teams[t].shares_file = shares_file(given[1], node->next, "staffing") ||
                                shares_file(given[2], node->next, "roster");
  read_places(staff, node, t);
  if (!isnan(agents_n)) {
    stf_scenario_counts_constant(staff, t, given[0], (int32_t)agents_n);
  }
  stf_scenario_counts_read(staff, t, given[1]);
  bool reaches = stf_scenario_roster_read(
      staff, t,
      (struct stf_scenario_roster_files){
          .file = given[2], .legend = legend, .may_miss = usual != NULL});
  if (!reaches && given[2] != NULL && usual != NULL) {
    stf_scenario_counts_read(staff, t, usual);
    assume_usual(staff, t);
  }
}

static void check_served(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *classes = stf_node_get(root, "classes");
  const struct stf_node *node = classes != NULL ? classes->first : NULL;
  uint32_t teams_n = build->scenario->desk.teams_n;
  for (uint32_t c = 0; c < build->scenario->desk.classes_n && node != NULL;
       c++, node = node->next) {
    bool served = false;
    for (uint32_t t = 0; t < teams_n && !served; t++) {
      served = build->teams[t].serves == NULL || build->teams[t].serves[c];
    }
    if (!served) {
      stf_node_error(node, "no team serves class '%s': add it to a team's 'classes'",
                     build->class_names[c]);
    }
  }
}

/* Time that a team loses; NULL: none. */
struct lost {
  const struct stf_people_unlogged *unlogged;
};

void stf_scenario_people_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "teams");
  if (!stf_node_is(list, STF_NODE_LIST)) {
    return;
  }
  if (list->items_n == 0) {
    stf_node_error(list, "'teams' is empty: at least one team must answer");
    return;
  }
  struct stf_desk *desk = &build->scenario->desk;
  build->teams = stf_scenario_build_alloc(build, list->items_n, sizeof *build->teams);
  build->team_names = stf_scenario_build_alloc(build, list->items_n, sizeof *build->team_names);
  build->team_per_h = stf_scenario_build_alloc(build, list->items_n, sizeof *build->team_per_h);
  if (build->teams == NULL || build->team_names == NULL || build->team_per_h == NULL) {
    return;
  }
  desk->teams = build->teams;
  desk->teams_n = list->items_n;
  uint32_t t = 0;
  size_t errors_n = build->diags->errors_n;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    stf_scenario_team_read(build, node, t++);
  }
  if (build->diags->errors_n == errors_n) {
    check_served(build, root);
  }
  struct stf_scenario_staff staff = {
      .build = build,
      .teams = stf_mem_zeroed(build->allocator, list->items_n, sizeof *staff.teams)};
  struct lost *lost = stf_scenario_build_alloc(build, list->items_n, sizeof *lost);
  if (staff.teams == NULL || lost == NULL) {
    stf_mem_release(build->allocator, staff.teams);
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return;
  }
  t = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next, t++) {
    if (node->kind == STF_NODE_MAPPING) {
      read_staff(&staff, node, t);
      lost[t].unlogged =
          stf_scenario_unlogged_read(build, node, stf_scenario_staff_zone(&staff, t));
    }
  }
  stf_scenario_staff_finish(&staff);
  t = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next, t++) {
    stf_scenario_skill_read(build, node, t, lost[t].unlogged);
    if (build->diags->errors_n == errors_n) {
      assume_warmup(build, node, t);
    }
  }
}

void stf_scenario_people_check(const struct stf_scenario_build *build,
                               const struct stf_node *root) {
  const struct stf_desk *desk = &build->scenario->desk;
  const struct stf_node *list = stf_node_get(root, "teams");
  const struct stf_node *node = list != NULL ? list->first : NULL;
  for (uint32_t t = 0; t < desk->teams_n && node != NULL; t++, node = node->next) {
    const struct stf_node *end = stf_node_get(node, "shift_end");
    if (desk->teams[t].channels != NULL && stf_desk_meets_hand_backs(desk, t)) {
      stf_node_error(stf_node_get(node, "channels"),
                     "'channels' does not go together with 'shift_end: hand_back', which "
                     "contacts of team '%s' may come from",
                     build->team_names[t]);
    }
    bool mixes = false;
    bool leaves = false;
    bool in_turns = stf_desk_team_in_turns(desk, t);
    for (uint32_t c = 0; c < desk->classes_n && desk->teams[t].hands_back; c++) {
      const struct stf_leaving *leaving = desk->classes[c].leaving;
      bool takes = stf_desk_takes(desk, t, c);
      leaves = leaves || (takes && !in_turns && leaving != NULL && leaving->until_reply);
      for (uint32_t other = 0; other < desk->teams_n; other++) {
        mixes = mixes || (takes && stf_desk_takes(desk, other, c) &&
                          stf_desk_team_in_turns(desk, other) != in_turns);
      }
    }
    if (mixes) {
      stf_node_error(end,
                     "what team '%s' hands back a team that works in turns and one that "
                     "does not would both take: keep their classes apart",
                     build->team_names[t]);
    }
    if (leaves) {
      stf_node_error(end,
                     "team '%s' cannot hand back contacts of a class with 'patience_until: "
                     "first_reply': only a team that works in turns can",
                     build->team_names[t]);
    }
  }
}
