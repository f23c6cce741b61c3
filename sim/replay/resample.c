/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/resample.h"

#include "base/quantity.h"
#include "scenario/scenario_days.h"
#include "time/day_kind.h"

enum {
  QUARTERS = 96, /* of an hour in a day: clocks change at whole quarters */
  GROUPS = 7     /* of days that stand for each other: weekdays, or kinds of day */
};
_Static_assert((int)STF_DAY_KIND_N <= (int)GROUPS, "a group for each kind of day");

#define QUARTER_US (STF_US_PER_DAY / QUARTERS)

static int64_t shift_at(const struct stf_zone *zone, int64_t day, int64_t wall_us) {
  struct stf_civil civil;
  stf_zone_day_civil(day, &civil);
  civil.minute = (int)(wall_us / (60 * STF_US_PER_S));
  return stf_zone_to_utc(zone, &civil) - day * STF_US_PER_DAY - wall_us;
}

static enum stf_status list_shifts(const struct stf_zone *zone, struct stf_arena *arena,
                                   struct stf_demand_target *out) {
  struct stf_demand_shift *shifts = stf_arena_alloc(arena, QUARTERS, sizeof *shifts);
  if (shifts == NULL) {
    return STF_ERR_MEMORY;
  }
  for (int64_t q = 0; q < QUARTERS; q++) {
    int64_t shift_us = shift_at(zone, out->day, q * QUARTER_US);
    if (q == 0 || shift_us != shifts[out->shifts_n - 1].shift_us) {
      shifts[out->shifts_n++] = (struct stf_demand_shift){q * QUARTER_US, shift_us};
    }
  }
  out->shifts = shifts;
  return STF_OK;
}

/* ---- which logged days ---- */

/* The days that stand for each other with this one. */
static size_t group_of(const struct stf_day_map_in *map, int64_t day) {
  switch (map->bootstrap) {
  case STF_SCENARIO_BOOTSTRAP_WEEKDAY:
    return (size_t)stf_zone_day_weekday(day);
  case STF_SCENARIO_BOOTSTRAP_KIND:
    return stf_day_kind_of(day, map->holidays, map->holidays_n);
  case STF_SCENARIO_BOOTSTRAP_ANY:
  case STF_SCENARIO_BOOTSTRAP_NONE:
    break;
  }
  return 0;
}

static const char *group_name(const struct stf_day_map_in *map, size_t group) {
  return map->bootstrap == STF_SCENARIO_BOOTSTRAP_KIND ? STF_DAY_KIND_NAMES[group]
                                                       : STF_ZONE_WEEKDAY_NAMES[group];
}

/* Logged days by number, of each group. */
struct sources {
  uint32_t *numbers[GROUPS];
  uint32_t n[GROUPS];
  bool told[GROUPS]; /* that a group has none of its own */
};

static enum stf_status list_sources(const struct stf_day_map_in *map, struct stf_arena *arena,
                                    struct sources *out) {
  *out = (struct sources){0};
  for (size_t g = 0; g < GROUPS; g++) {
    out->numbers[g] = stf_arena_alloc(arena, map->days_n + 1, sizeof **out->numbers);
    if (out->numbers[g] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  for (uint32_t i = 0; i < map->days_n; i++) {
    size_t group = group_of(map, map->days[i].day);
    out->numbers[group][out->n[group]++] = i;
  }
  return STF_OK;
}

/* Once for each group. */
static void tell_lack(const struct stf_day_map_in *map, struct sources *sources, int64_t day,
                      size_t group, size_t wider, struct stf_diags *diags) {
  char date[STF_SCENARIO_DAYS_TEXT];
  bool found = sources->n[wider] > 0;
  if (sources->told[group]) {
    return;
  }
  sources->told[group] = true;
  (void)stf_scenario_days_text(day, date);
  stf_diag_add(
      diags, found ? STF_SEVERITY_WARNING : STF_SEVERITY_ERROR,
      (struct stf_where){map->path, map->line, map->column},
      found ? "%s is of a kind, %s, of which the log '%s' has no whole day: drawn "
              "from its %u of the kind %s"
            : "%s is of a kind, %s, of which the log '%s' has no whole day to be drawn",
      date, group_name(map, group), map->log_path, sources->n[wider], group_name(map, wider));
}

/* The group from which a day is drawn: its own, or the next wider one that has any. */
static size_t source_group(const struct stf_day_map_in *map, struct sources *sources,
                           int64_t day, struct stf_diags *diags) {
  size_t group = group_of(map, day);
  size_t wider = group;
  if (map->bootstrap == STF_SCENARIO_BOOTSTRAP_KIND && sources->n[group] == 0) {
    wider = stf_day_kind_wider((enum stf_day_kind)group);
  }
  if (sources->n[group] == 0) {
    tell_lack(map, sources, day, group, wider, diags);
  }
  return wider;
}

static enum stf_status list_targets(const struct stf_replay_in *in, struct stf_arena *arena,
                                    struct sources *sources, struct stf_demand_bootstrap *out,
                                    struct stf_diags *diags) {
  int64_t first = stf_zone_day_at(in->map.zone, in->from_us - in->warmup_us);
  int64_t last = stf_zone_day_at(in->map.zone, in->to_us - 1);
  out->targets_n = (size_t)(last - first + 1);
  struct stf_demand_target *targets = stf_arena_alloc(arena, out->targets_n, sizeof *targets);
  enum stf_status status = targets != NULL ? STF_OK : STF_ERR_MEMORY;
  bool lacks = false;
  for (size_t t = 0; t < out->targets_n && status == STF_OK; t++) {
    int64_t day = first + (int64_t)t;
    size_t group = source_group(&in->map, sources, day, diags);
    lacks = lacks || sources->n[group] == 0;
    targets[t] = (struct stf_demand_target){
        .day = day, .sources = sources->numbers[group], .sources_n = sources->n[group]};
    status = list_shifts(in->map.zone, arena, &targets[t]);
  }
  out->targets = targets;
  return status == STF_OK && lacks ? STF_ERR_INPUT : status;
}

/* Times of day, and where each logged day begins. The contacts are in the order of time. */
static enum stf_status list_contacts(const struct stf_replay_in *in, struct stf_arena *arena,
                                     const struct stf_desk *desk,
                                     struct stf_demand_bootstrap *out) {
  int64_t *walls_us = stf_arena_alloc(arena, desk->given_n + 1, sizeof *walls_us);
  size_t *firsts = stf_arena_alloc(arena, in->map.days_n + 1, sizeof *firsts);
  if (walls_us == NULL || firsts == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t at = 0;
  for (size_t d = 0; d < in->map.days_n; d++) {
    firsts[d] = at;
    for (; at < desk->given_n; at++) {
      struct stf_civil civil;
      stf_zone_to_civil(in->map.zone, stf_desk_given_us(&desk->given[at]), &civil, NULL);
      if (stf_zone_day_number(&civil) != in->map.days[d].day) {
        break;
      }
      walls_us[at] =
          (((int64_t)civil.hour * 60 + civil.minute) * 60 + civil.second) * STF_US_PER_S +
          civil.us;
    }
  }
  firsts[in->map.days_n] = at;
  STF_ASSERT(at == desk->given_n);
  out->contacts = desk->given;
  out->walls_us = walls_us;
  out->firsts = firsts;
  out->sources_n = (uint32_t)in->map.days_n;
  return STF_OK;
}

enum stf_status stf_resample_give(const struct stf_replay_in *in, struct stf_arena *arena,
                                  struct stf_desk *out, struct stf_diags *diags) {
  if (in->map.days == NULL || in->map.bootstrap == STF_SCENARIO_BOOTSTRAP_NONE) {
    return STF_OK;
  }
  struct stf_demand *demand = stf_arena_alloc(arena, 1, sizeof *demand);
  struct stf_demand_bootstrap *bootstrap = stf_arena_alloc(arena, 1, sizeof *bootstrap);
  struct sources sources;
  if (demand == NULL || bootstrap == NULL ||
      list_sources(&in->map, arena, &sources) != STF_OK ||
      list_contacts(in, arena, out, bootstrap) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = list_targets(in, arena, &sources, bootstrap, diags);
  if (status != STF_OK) {
    return status;
  }
  if (out->demand != NULL) {
    *demand = *out->demand;
  }
  demand->bootstrap = bootstrap;
  out->demand = demand;
  out->given = NULL;
  out->given_n = 0;
  return STF_OK;
}

/* ---- the scenario's side ---- */

enum stf_status stf_resample_list(struct stf_scenario *scenario, const struct stf_log *log,
                                  const char *log_path, struct stf_diags *diags) {
  int64_t first = stf_zone_day_at(scenario->zone, log->facts.first_us) + 1;
  int64_t last = stf_zone_day_at(scenario->zone, log->facts.last_us) - 1;
  if (scenario->bootstrap == STF_SCENARIO_BOOTSTRAP_NONE) {
    return STF_OK;
  }
  if (last < first) {
    struct stf_where where = {scenario->path, scenario->bootstrap_line,
                              scenario->bootstrap_column};
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the log '%s' has no whole day between its first and its last", log_path);
    return STF_ERR_INPUT;
  }
  size_t n = (size_t)(last - first + 1);
  struct stf_scenario_replay_day *days = stf_arena_alloc(scenario->arena, n, sizeof *days);
  if (days == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    days[i] = (struct stf_scenario_replay_day){.day = first + (int64_t)i,
                                               .as_day = first + (int64_t)i,
                                               .line = scenario->bootstrap_line,
                                               .column = scenario->bootstrap_column};
  }
  scenario->replay_days = days;
  scenario->replay_days_n = n;
  return STF_OK;
}

struct stf_day_map_in stf_resample_map(const struct stf_scenario *scenario,
                                       const struct stf_log *log, const char *log_path) {
  return (struct stf_day_map_in){.log = log,
                                 .log_path = log_path,
                                 .zone = scenario->zone,
                                 .days = scenario->replay_days,
                                 .days_n = scenario->replay_days_n,
                                 .bootstrap = scenario->bootstrap,
                                 .holidays = scenario->bootstrap_holidays,
                                 .holidays_n = scenario->bootstrap_holidays_n,
                                 .path = scenario->path,
                                 .line = scenario->bootstrap_line,
                                 .column = scenario->bootstrap_column};
}
