/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plain.h"

#include "desk/volume.h"

/* An element that comes to the desk changes a size: who adds it says below what the fast paths
 * make of it, and only then the new size here. (Bytes cannot be compared instead: the padding
 * of a structure may hold anything.) */
#define KNOWN_AS(type, bytes)                                                                  \
  _Static_assert(sizeof(void *) != 8 || sizeof(type) == (bytes),                               \
                 "say in plain.c what the fast paths make of the new element")

KNOWN_AS(struct stf_class, 752);
KNOWN_AS(struct stf_team, 312);
KNOWN_AS(struct stf_desk, 296);
KNOWN_AS(struct stf_demand, 96);
KNOWN_AS(struct stf_staff_change, 32);

bool stf_plain_draws(const struct stf_class *class) {
  return class->wrap_up == NULL && class->turns == NULL && class->leaving == NULL;
}

bool stf_plain_records(const struct stf_class *class) {
  return stf_plain_draws(class) && !stf_desk_class_has_bot(class) &&
         class->first_message.kind == STF_LAW_NEVER && !class->acknowledges &&
         class->escalation == NULL && class->after == NULL;
}

/* load_seen changes nothing in a run: it is told beside it (replicate/agent_load.h). */
static bool is_plain_team(const struct stf_team *team) {
  return team->serves[0] && team->cap <= 1 && team->pause.kind == STF_LAW_CONSTANT &&
         team->routing == STF_ROUTING_LONGEST_IDLE && team->dispatch == NULL &&
         team->people == NULL && team->channels == NULL && !(team->absence_share > 0) &&
         team->late.kind == STF_LAW_NEVER && !team->exchangeable && !team->hands_back;
}

/* Factors of intervals and days are in the rates; who comes otherwise is not. Observed
 * containment is of given contacts, of whom a plain desk has none. */
static bool is_plain_demand(const struct stf_demand *demand) {
  return demand == NULL ||
         (demand->bootstrap == NULL && demand->campaigns_n == 0 && demand->deflections_n == 0);
}

static bool is_plain_staffing(const struct stf_desk *desk) {
  bool plain = desk->agents_n == 0 && desk->shifts_n == 0 && desk->paid_n == 0;
  for (size_t i = 0; i < desk->changes_n && plain; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    plain =
        change->agent == STF_NOBODY && change->shift == 0 && change->reason == STF_STAFF_SHIFT;
  }
  return plain;
}

bool stf_plain_pool(const struct stf_desk *desk) {
  return desk->classes_n == 1 && desk->teams_n == 1 && desk->given_n == 0 &&
         desk->volume_spread == STF_VOLUME_FIXED && desk->volume == 1 &&
         desk->classes[0].rates_per_s != NULL && desk->classes[0].patience_hours == NULL &&
         desk->classes[0].dispatch == NULL && stf_plain_records(&desk->classes[0]) &&
         is_plain_team(&desk->teams[0]) && is_plain_demand(desk->demand) &&
         is_plain_staffing(desk);
}
