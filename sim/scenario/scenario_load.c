/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_load.h"
#include "scenario/scenario.h"

#include <stdio.h>

enum {
  NAMES = 160
};

/* "'front'", "'front' and 'back'", "'a', 'b', 'c', 'd' and 2 more". */
static void put_names(const struct stf_dict *dict, const uint32_t *ids, uint32_t n,
                      char out[NAMES]) {
  uint32_t shown_n = n < STF_DESK_FLOW_NAMED ? n : STF_DESK_FLOW_NAMED;
  size_t at = 0;
  out[0] = '\0';
  for (uint32_t i = 0; i < shown_n; i++) {
    const char *before = i == 0 ? "" : i + 1 == n ? " and " : ", ";
    int more = snprintf(out + at, NAMES - at, "%s'%.24s'", before, stf_dict_text(dict, ids[i]));
    at += more > 0 ? (size_t)more : 0;
  }
  if (n > shown_n) {
    (void)snprintf(out + at, NAMES - at, " and %u more", n - shown_n);
  }
}

static void put_teams(const struct stf_desk *desk, const struct stf_desk_flow_cut *cut,
                      char out[NAMES]) {
  uint32_t ids[STF_DESK_FLOW_NAMED] = {0};
  for (uint32_t i = 0; i < cut->teams_n && i < STF_DESK_FLOW_NAMED; i++) {
    ids[i] = desk->teams[cut->teams[i]].name;
  }
  put_names(desk->names->teams, ids, cut->teams_n, out);
}

static void put_classes(const struct stf_desk *desk, const struct stf_desk_flow_cut *cut,
                        char out[NAMES]) {
  uint32_t ids[STF_DESK_FLOW_NAMED] = {0};
  for (uint32_t i = 0; i < cut->classes_n && i < STF_DESK_FLOW_NAMED; i++) {
    ids[i] = desk->classes[cut->classes[i]].name;
  }
  put_names(desk->names->classes, ids, cut->classes_n, out);
}

/* Where teams in turns have less than is needed: how often, and the worst interval. */
static void warn_need(const struct stf_scenario *scenario, const struct stf_desk *desk,
                      const struct stf_desk_load_need *need, bool is_places,
                      struct stf_diags *diags) {
  struct stf_where where = {scenario->path, scenario->teams_line, scenario->teams_column};
  struct stf_civil at;
  char teams[NAMES];
  if (need->over_n == 0) {
    return;
  }
  put_teams(desk, &need->cut, teams);
  stf_zone_to_civil(scenario->zone, need->most_us, &at, NULL);
  stf_diag_add(diags, STF_SEVERITY_WARNING, where,
               "team%s %s in turns: in %zu of %zu intervals the conversations that come need "
               "more %s than there are, most on %04d-%02d-%02d at %02d:%02d, %.1f of %.1f%s",
               need->cut.teams_n > 1 ? "s" : "", teams, need->over_n, need->open_n,
               is_places ? "places" : "agents at work", at.year, at.month, at.day, at.hour,
               at.minute, need->cut.needed, need->cut.there,
               is_places ? ": they queue; 'park_after' or 'close_after' frees places of silent "
                           "customers, 'concurrency' gives more"
                         : ": they queue, or people leave");
}

/* Of teams in turns, those together that share classes. */
static enum stf_status warn_turns(const struct stf_scenario *scenario,
                                  const struct stf_desk *desk, struct stf_diags *diags) {
  enum stf_status status = STF_OK;
  for (uint32_t t = 0; t < desk->teams_n && status == STF_OK; t++) {
    struct stf_desk_load_turns load;
    if (stf_desk_team_in_turns(desk, t)) {
      status = stf_desk_load_turns(desk, t, NULL, &load);
      if (status == STF_OK && load.first_team == t) {
        warn_need(scenario, desk, &load.places, true, diags);
        warn_need(scenario, desk, &load.agents, false, diags);
      }
    }
  }
  return status;
}

/* Work that nobody has time for: of all classes, or of some, whichever team may take them. */
static void warn_work(const struct stf_scenario *scenario, const struct stf_desk *desk,
                      const struct stf_desk_balance *load, struct stf_diags *diags) {
  struct stf_where where = {scenario->path, scenario->teams_line, scenario->teams_column};
  const struct stf_desk_flow_cut *cut = &load->cut;
  char classes[NAMES];
  char teams[NAMES];
  if (load->offered_total_s > load->staffed_total_s) {
    stf_diag_add(
        diags, STF_SEVERITY_WARNING, where,
        "the work that comes is %.0f %% of the time that the agents are there (%.1f of "
        "%.1f hours): queues grow, or people leave",
        load->offered_total_s / load->staffed_total_s * 100, load->offered_total_s / 3600,
        load->staffed_total_s / 3600);
    return;
  }
  put_classes(desk, cut, classes);
  put_teams(desk, cut, teams);
  stf_diag_add(diags, STF_SEVERITY_WARNING, where,
               "the work of %s is %.0f %% of the time of the agents who may take it, of team%s "
               "%s (%.1f of %.1f hours): queues grow, or people leave",
               classes, cut->needed / cut->there * 100, cut->teams_n > 1 ? "s" : "", teams,
               cut->needed / 3600, cut->there / 3600);
}

enum stf_status stf_scenario_warn_load(const struct stf_scenario *scenario,
                                       const struct stf_desk *desk, struct stf_diags *diags) {
  struct stf_desk_balance load;
  enum stf_status status = stf_desk_balance_make(desk, NULL, &load);
  if (status != STF_OK) {
    return status;
  }
  struct stf_where where = {scenario->path, scenario->teams_line, scenario->teams_column};
  bool too_much = load.staffed_total_s > 0 && load.offered_total_s > load.staffed_total_s;
  if (too_much || (load.cut.classes_n > 0 && load.cut.there > 0)) {
    warn_work(scenario, desk, &load, diags);
  } else if (load.empty_n > 0) {
    struct stf_civil at;
    stf_zone_to_civil(scenario->zone, load.empty_first_us, &at, NULL);
    stf_diag_add(diags, STF_SEVERITY_WARNING, where,
                 "nobody is there in %zu of the intervals in which people come, first on "
                 "%04d-%02d-%02d at %02d:%02d; where the desk is closed then, give its classes "
                 "'patience_hours'",
                 load.empty_n, at.year, at.month, at.day, at.hour, at.minute);
  }
  stf_desk_balance_clear(&load, NULL);
  return warn_turns(scenario, desk, diags);
}
