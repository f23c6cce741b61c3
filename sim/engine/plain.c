/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plain.h"

#include "desk/volume.h"

static bool is_zero(const void *bytes, size_t n) {
  const unsigned char *at = bytes;
  unsigned char any = 0;
  for (size_t i = 0; i < n; i++) {
    any |= at[i];
  }
  return any == 0;
}

/* Clears what every fast path knows of a class. */
static void forget_common(struct stf_class *class) {
  const struct stf_law none = {0};
  class->name = 0;
  class->key = 0;
  class->channel = 0;
  class->priority = 0;
  class->priority_name = 0;
  class->service = none;
  class->patience = none;
  class->patience_hours = NULL;
  class->head_start_us = 0;
  class->dispatch = NULL;
  class->support = NULL; /* what the data have seen is for the reader */
  class->rates_per_s = NULL;
}

bool stf_plain_draws(const struct stf_class *class) {
  const struct stf_bot none = {0};
  struct stf_class rest = *class;
  forget_common(&rest);
  rest.acknowledges = false;
  rest.ack_us = 0;
  rest.first_message = (struct stf_law){0};
  rest.bot = none;
  rest.bot_closed = none;
  rest.bot_hours = NULL;
  rest.after = NULL;
  rest.escalation = NULL;
  return is_zero(&rest, sizeof rest);
}

bool stf_plain_records(const struct stf_class *class) {
  const struct stf_bot none = {0};
  struct stf_class rest = *class;
  if (stf_desk_class_has_bot(class) || class->first_message.kind != STF_LAW_NEVER) {
    return false;
  }
  forget_common(&rest);
  rest.first_message = (struct stf_law){0};
  rest.bot = none;
  rest.bot_closed = none;
  rest.bot_hours = NULL;
  return is_zero(&rest, sizeof rest);
}

static bool is_plain_team(const struct stf_team *team) {
  const struct stf_law none = {0};
  struct stf_team rest = *team;
  bool known = team->serves[0] && team->cap <= 1 && team->pause.kind == STF_LAW_CONSTANT &&
               team->routing == STF_ROUTING_LONGEST_IDLE && !(team->absence_share > 0) &&
               team->late.kind == STF_LAW_NEVER && !team->exchangeable;
  rest.name = 0;
  rest.serves = NULL;
  rest.pool_names = NULL;
  rest.pool_names_n = 0;
  rest.pause = none;
  rest.cap = 0;
  rest.speeds = NULL;
  rest.absence_is_paid = false;
  rest.late = none;
  rest.late_break = STF_LATE_BREAK_KEEPS_LENGTH;
  return known && is_zero(&rest, sizeof rest);
}

/* Factors of intervals are in the rates; who comes otherwise is not. */
static bool is_plain_demand(const struct stf_demand *demand) {
  if (demand == NULL) {
    return true;
  }
  struct stf_demand rest = *demand;
  rest.intervals = (struct stf_demand_intervals){0};
  rest.campaigns = rest.campaigns_n == 0 ? NULL : rest.campaigns;
  rest.deflections = rest.deflections_n == 0 ? NULL : rest.deflections;
  return is_zero(&rest, sizeof rest);
}

/* What a desk may have beside its class and its team: names, times, rates and their factors. */
static bool is_plain_frame(const struct stf_desk *desk) {
  struct stf_desk rest = *desk;
  rest.title = NULL;
  rest.zone_name = NULL;
  rest.names = NULL;
  rest.from_us = 0;
  rest.to_us = 0;
  rest.warmup_us = 0;
  rest.interval_us = 0;
  rest.classes = NULL;
  rest.classes_n = 0;
  rest.teams = NULL;
  rest.teams_n = 0;
  rest.agents = NULL;
  rest.given = NULL;
  rest.shifts = NULL;
  rest.paid = NULL;
  rest.changes = NULL;
  rest.changes_n = 0;
  rest.rate_edges_us = NULL;
  rest.rate_days = NULL;
  rest.rates_n = 0;
  rest.rate_weeks = NULL;
  rest.season_cv = 0;
  rest.week_cv = 0;
  rest.day_shape = 0;
  rest.demand = NULL;
  rest.volume = 0;
  rest.volume_cv = 0;
  rest.volume_low = 0;
  rest.volume_high = 0;
  rest.end = STF_EDGE_UNTIL_EMPTY;
  return is_plain_demand(desk->demand) && is_zero(&rest, sizeof rest);
}

bool stf_plain_pool(const struct stf_desk *desk) {
  bool is_small = desk->classes_n == 1 && desk->teams_n == 1 && desk->agents_n == 0 &&
                  desk->given_n == 0 && desk->shifts_n == 0 && desk->paid_n == 0;
  if (!is_small || !is_plain_frame(desk)) {
    return false;
  }
  bool plain = stf_plain_draws(&desk->classes[0]) && stf_plain_records(&desk->classes[0]) &&
               desk->classes[0].rates_per_s != NULL &&
               desk->classes[0].patience_hours == NULL && desk->classes[0].dispatch == NULL &&
               is_plain_team(&desk->teams[0]) && desk->volume_spread == STF_VOLUME_FIXED &&
               desk->volume == 1;
  for (size_t i = 0; i < desk->changes_n && plain; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    plain =
        change->agent == STF_NOBODY && change->shift == 0 && change->reason == STF_STAFF_SHIFT;
  }
  return plain;
}
