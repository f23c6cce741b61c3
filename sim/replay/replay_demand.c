/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/replay_demand.h"

#include "base/quantity.h"

bool stf_replay_demand_behind(const struct stf_replay_in *in, uint32_t class_index) {
  const struct stf_demand *demand = in->desk->demand;
  return (in->given & STF_REPLAY_BOT) == 0 && demand != NULL && demand->observed != NULL &&
         demand->observed[class_index] > 0;
}

enum stf_status stf_replay_demand_keep(const struct stf_replay_in *in, struct stf_arena *arena,
                                       struct stf_desk *out) {
  const struct stf_demand *own = in->desk->demand;
  struct stf_demand *demand = NULL;
  if (own != NULL && (in->map.days != NULL || own->observed != NULL)) {
    demand = stf_arena_alloc(arena, 1, sizeof *demand);
    if (demand == NULL) {
      return STF_ERR_MEMORY;
    }
    demand->observed = own->observed;
    demand->campaigns = in->map.days != NULL ? own->campaigns : NULL;
    demand->campaigns_n = in->map.days != NULL ? own->campaigns_n : 0;
  }
  out->demand = demand;
  out->rates_n = 0;
  out->season_cv = 0;
  out->week_cv = 0;
  out->day_shape = 0;
  return STF_OK;
}

enum {
  QUARTERS = 96, /* of an hour in a day: clocks change at whole quarters */
  WEEKDAYS = 7
};

#define QUARTER_US (STF_US_PER_DAY / QUARTERS)

/* Monday 0; 1970-01-01 was a Thursday. */
static int64_t weekday_of(int64_t day) {
  return ((day + 3) % WEEKDAYS + WEEKDAYS) % WEEKDAYS;
}

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

/* Logged days by number; those of each weekday, or all. */
struct sources {
  uint32_t *numbers[WEEKDAYS];
  uint32_t n[WEEKDAYS];
};

static enum stf_status list_sources(const struct stf_day_map_in *map, struct stf_arena *arena,
                                    struct sources *out) {
  *out = (struct sources){0};
  for (int64_t w = 0; w < WEEKDAYS; w++) {
    out->numbers[w] = stf_arena_alloc(arena, map->days_n + 1, sizeof **out->numbers);
    if (out->numbers[w] == NULL) {
      return STF_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < map->days_n; i++) {
      if (map->bootstrap == STF_SCENARIO_BOOTSTRAP_ANY || weekday_of(map->days[i].day) == w) {
        out->numbers[w][out->n[w]++] = i;
      }
    }
  }
  return STF_OK;
}

static enum stf_status list_targets(const struct stf_replay_in *in, struct stf_arena *arena,
                                    const struct sources *sources,
                                    struct stf_demand_bootstrap *out) {
  int64_t first = stf_zone_day_at(in->map.zone, in->from_us - in->warmup_us);
  int64_t last = stf_zone_day_at(in->map.zone, in->to_us - 1);
  out->targets_n = (size_t)(last - first + 1);
  struct stf_demand_target *targets = stf_arena_alloc(arena, out->targets_n, sizeof *targets);
  enum stf_status status = targets != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t t = 0; t < out->targets_n && status == STF_OK; t++) {
    int64_t day = first + (int64_t)t;
    int64_t weekday = weekday_of(day);
    targets[t] = (struct stf_demand_target){
        .day = day, .sources = sources->numbers[weekday], .sources_n = sources->n[weekday]};
    status = list_shifts(in->map.zone, arena, &targets[t]);
  }
  out->targets = targets;
  return status;
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

enum stf_status stf_replay_demand_resample(const struct stf_replay_in *in,
                                           struct stf_arena *arena, struct stf_desk *out) {
  if (in->map.days == NULL || in->map.bootstrap == STF_SCENARIO_BOOTSTRAP_NONE) {
    return STF_OK;
  }
  struct stf_demand *demand = stf_arena_alloc(arena, 1, sizeof *demand);
  struct stf_demand_bootstrap *bootstrap = stf_arena_alloc(arena, 1, sizeof *bootstrap);
  struct sources sources;
  if (demand == NULL || bootstrap == NULL ||
      list_sources(&in->map, arena, &sources) != STF_OK ||
      list_targets(in, arena, &sources, bootstrap) != STF_OK ||
      list_contacts(in, arena, out, bootstrap) != STF_OK) {
    return STF_ERR_MEMORY;
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
