/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/calls.h"

#include "engine/customer.h"
#include "engine/reserve.h"

/* The contact waits, and the team may take it: whoever is free takes what is next for her. */
static void call_team(struct stf_calls *calls, uint32_t team, const struct stf_arrival *arrival,
                      int64_t now_us) {
  if (calls->staff->teams[team].idle_n == 0) {
    return;
  }
  if (calls->staff->teams[team].seated) {
    stf_sessions_share_out(calls->sessions, team, now_us);
  } else {
    const struct stf_route_call call = {.class_index = arrival->class_index,
                                        .customer = arrival->customer,
                                        .now_us = now_us,
                                        .u = stf_customer_routing(calls->stream, arrival)};
    stf_singles_hand_out(calls->singles, stf_route_pick(calls->route, team, &call), now_us);
  }
}

bool stf_calls_overflow(struct stf_calls *calls, struct stf_timer timer) {
  if (timer.generation != calls->waiting->slots[timer.slot].generation) {
    return false;
  }
  const struct stf_arrival arrival = calls->waiting->slots[timer.slot].arrival;
  for (uint32_t t = 0; t < calls->desk->teams_n; t++) {
    if (stf_next_helps(calls->desk, t, arrival.class_index)) {
      call_team(calls, t, &arrival, timer.at_us);
    }
  }
  return true;
}

bool stf_calls_escalate(struct stf_calls *calls, struct stf_timer timer) {
  uint32_t team = STF_NOBODY;
  if (!stf_escalate_waiting(calls->escalate, timer, &team)) {
    return false;
  }
  if (team != STF_NOBODY) {
    const struct stf_arrival arrival = calls->waiting->slots[timer.slot].arrival;
    call_team(calls, team, &arrival, timer.at_us);
  }
  return true;
}

bool stf_calls_escalate_hand(struct stf_calls *calls, struct stf_timer timer) {
  const struct stf_hand *hand = &calls->staff->agents[timer.slot].seat->hand;
  uint32_t place = stf_escalate_find(hand, timer);
  if (place == hand->contacts_n) {
    return false;
  }
  struct stf_hand_contact contact;
  struct stf_work work;
  int32_t slot = 0;
  int64_t left_us =
      stf_sessions_take_away(calls->sessions, timer.slot, place, timer.at_us, &contact, &work);
  enum stf_status status =
      stf_escalate_transfer(calls->escalate, timer, &contact, &work, left_us, &slot);
  if (status != STF_OK) {
    calls->status = status;
    return true;
  }
  stf_escalate_watch(calls->escalate, slot, timer.at_us);
  const struct stf_waiting_room *room = calls->waiting;
  uint32_t team = room->queues[room->slots[slot].queue].team;
  stf_sessions_freed(calls->sessions, timer.slot, timer.at_us);
  call_team(calls, team, &contact.who.arrival, timer.at_us);
  return true;
}

static void hand_back_contact(struct stf_calls *calls, uint32_t agent, uint32_t place,
                              int64_t now_us) {
  struct stf_hand_contact contact;
  struct stf_work work;
  int32_t slot = 0;
  int64_t left_us =
      stf_sessions_take_away(calls->sessions, agent, place, now_us, &contact, &work);
  enum stf_status status =
      stf_escalate_hand_back(calls->escalate, &contact, &work, left_us, &slot);
  if (status != STF_OK) {
    calls->status = status;
    return;
  }
  stf_next_watch(calls->sessions->next, slot, now_us);
  stf_escalate_watch(calls->escalate, slot, now_us);
}

void stf_calls_hand_back(struct stf_calls *calls, uint32_t agent, int64_t now_us) {
  const struct stf_staff_agent *by = &calls->staff->agents[agent];
  const struct stf_staff_seat *seat = by->seat;
  if (!calls->desk->teams[by->team].hands_back || !seat->leaves ||
      stf_staff_in_hand(seat) == 0) {
    return;
  }
  stf_talks_hand_back(calls->sessions->talks, agent, now_us);
  for (uint32_t place = seat->hand.contacts_n; place-- > 0;) {
    const struct stf_hand_contact *contact = &seat->hand.contacts[place];
    if (contact->closed_us == STF_NEVER &&
        stf_escalate_may_hand_back(calls->escalate, &contact->who, now_us)) {
      hand_back_contact(calls, agent, place, now_us);
    }
  }
  stf_staff_settle(calls->staff, agent, now_us);
}

bool stf_calls_reopen(struct stf_calls *calls, struct stf_timer timer) {
  uint32_t agent = STF_STAFF_NONE;
  struct stf_waiting who = stf_reopen_take(calls->reopen, timer, &agent);
  uint32_t class_index = who.arrival.class_index;
  const struct stf_staff_agent *last = &calls->staff->agents[agent];
  if (last->idle_list == STF_STAFF_NONE ||
      !calls->desk->teams[last->team].serves[class_index] ||
      !stf_reserve_allows(calls->staff, last->team, class_index, 0)) {
    const struct stf_route_call call = {.class_index = class_index,
                                        .customer = STF_NOBODY,
                                        .now_us = timer.at_us,
                                        .u = stf_customer_routing(calls->stream, &who.arrival)};
    agent = stf_route_find(calls->route, &call);
  }
  if (agent != STF_STAFF_NONE) {
    stf_sessions_take(calls->sessions, &who, agent, timer.at_us, timer.at_us);
    return true;
  }
  int32_t slot = 0;
  enum stf_status status = stf_waiting_push(calls->waiting, &who, &slot);
  if (status != STF_OK) {
    calls->status = status;
    return true;
  }
  stf_next_watch(calls->sessions->next, slot, timer.at_us);
  return true;
}
