/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/seats.h"

#include "desk/staffing.h"
#include "engine/escalate.h"

static const double ALONE[1] = {1}; /* speeds of those who have one contact at a time */

bool stf_seats_needed(const struct stf_desk *desk, uint32_t team) {
  bool seated = stf_desk_team_overlaps(desk, team) ||
                stf_people_go_away(desk->teams[team].people) ||
                stf_escalate_takes_away(desk, team) || stf_desk_meets_hand_backs(desk, team) ||
                stf_desk_meets_reopens(desk, team);
  for (size_t i = 0; i < desk->changes_n && !seated; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    seated = change->team == team && change->agent != STF_NOBODY &&
             change->reason != STF_STAFF_SHIFT;
  }
  return seated;
}

void stf_seats_size_pools(struct stf_staff *staff) {
  const struct stf_desk *desk = staff->desk;
  uint32_t first = desk->agents_n;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    staff->pool_first[t] = first;
    first += stf_staffing_peak(desk, t);
  }
  staff->pool_first[desk->teams_n] = first;
  staff->agents_n = first;
}

void stf_seats_put_in_teams(struct stf_staff *staff) {
  for (uint32_t a = 0; a < staff->desk->agents_n; a++) {
    staff->agents[a].team = staff->desk->agents[a].team;
  }
  for (uint32_t t = 0; t < staff->desk->teams_n; t++) {
    for (uint32_t a = staff->pool_first[t]; a < staff->pool_first[t + 1]; a++) {
      staff->agents[a].team = t;
    }
  }
}

enum stf_status stf_seats_init(struct stf_staff *staff) {
  const struct stf_desk *desk = staff->desk;
  size_t seats_n = 0;
  size_t places_n = 0;
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    uint32_t team = staff->agents[a].team;
    seats_n += staff->teams[team].seated;
    bool has_channels = desk->teams[team].channels != NULL;
    places_n += staff->teams[team].seated
                    ? stf_hand_contacts_most(stf_staff_cap(desk, team), has_channels)
                    : 0;
  }
  staff->seats = stf_mem_zeroed(staff->allocator, seats_n, sizeof *staff->seats);
  staff->contacts = stf_mem_zeroed(staff->allocator, places_n, sizeof *staff->contacts);
  staff->pauses_us = stf_mem_zeroed(staff->allocator, places_n, sizeof *staff->pauses_us);
  if (staff->seats == NULL || staff->contacts == NULL || staff->pauses_us == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t seat = 0;
  size_t place = 0;
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    uint32_t team = staff->agents[a].team;
    if (staff->teams[team].seated) {
      const double *speeds = desk->teams[team].speeds;
      bool has_channels = desk->teams[team].channels != NULL;
      staff->agents[a].seat = &staff->seats[seat++];
      staff->agents[a].seat->in_turns = stf_desk_team_in_turns(desk, team);
      staff->agents[a].seat->hand =
          (struct stf_hand){.contacts = staff->contacts + place,
                            .pauses_us = staff->pauses_us + place,
                            .speeds = stf_staff_cap(desk, team) > 1 ? speeds : ALONE,
                            .stretches = has_channels ? &staff->stretches : NULL,
                            .cap = stf_staff_cap(desk, team)};
      place += stf_hand_contacts_most(stf_staff_cap(desk, team), has_channels);
    }
  }
  return STF_OK;
}

/* True if a goes rather than b when there is one too many. */
static bool goes_before(const struct stf_staff_seat *a, const struct stf_staff_seat *b) {
  uint32_t a_n = stf_staff_in_hand(a);
  uint32_t b_n = stf_staff_in_hand(b);
  return a_n != b_n ? a_n < b_n : stf_hand_done_us(&a->hand) < stf_hand_done_us(&b->hand);
}

uint32_t stf_seats_first_to_go(const struct stf_staff *staff, uint32_t team, bool stays) {
  uint32_t best = STF_STAFF_NONE;
  const struct stf_staff_seat *best_seat = NULL;
  for (uint32_t a = staff->pool_first[team]; a < staff->pool_first[team + 1]; a++) {
    const struct stf_staff_agent *who = &staff->agents[a];
    bool on = who->on_since_us != STF_NEVER || stf_breaks_on(&who->seat->breaks);
    if (!on || who->seat->leaves != stays) {
      continue;
    }
    const struct stf_staff_seat *seat = who->seat;
    if (best_seat == NULL ||
        (stays ? goes_before(best_seat, seat) : goes_before(seat, best_seat))) {
      best = a;
      best_seat = seat;
    }
  }
  return best;
}
