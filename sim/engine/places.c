/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/places.h"

#include "engine/channel.h"

static struct stf_live *talk_of(const struct stf_talks *talks, uint32_t talk) {
  return &talks->pool.talks[talk];
}

static struct stf_staff_seat *seat_of(const struct stf_talks *talks, uint32_t agent) {
  return talks->staff->agents[agent].seat;
}

void stf_places_run(struct stf_staff_seat *seat, int64_t now_us) {
  struct stf_staff_desk *own = &seat->talks;
  own->left_us -= (double)(now_us - own->at_us) * stf_places_rate(seat);
  own->at_us = now_us;
}

void stf_places_tell(struct stf_talks *talks, uint32_t agent, int64_t end_us) {
  const struct stf_staff_agent *by = &talks->staff->agents[agent];
  struct stf_work span = {.start_us = by->seat->talks.held_since_us,
                          .end_us = end_us,
                          .agent = by->name,
                          .team = talks->desk->teams[by->team].name};
  if (talks->sink->occupied != NULL && talks->status == STF_OK && span.start_us != end_us) {
    talks->status = talks->sink->occupied(talks->sink->context, &span);
  }
}

void stf_places_hold(struct stf_talks *talks, uint32_t talk, uint32_t agent, int64_t since_us,
                     int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  struct stf_staff_seat *seat = seat_of(talks, agent);
  own->claim = seat->hand.stretches != NULL
                   ? stf_channel_claim(talks->staff, agent, own->arrival.class_index)
                   : (struct stf_hand_claim){1, 1, STF_CHANNELS_ORDINARY};
  STF_ASSERT(stf_staff_used(seat) + own->claim.places <= seat->hand.cap);
  if (seat->talks.current != STF_STAFF_NONE) {
    stf_places_run(seat, now_us);
  }
  if (seat->talks.held_n == 0 || since_us < seat->talks.held_since_us) {
    seat->talks.held_since_us = since_us;
  }
  own->agent = agent;
  own->has_place = true;
  own->held_before = STF_LIVE_NONE;
  own->held_next = seat->talks.held_first;
  if (own->held_next != STF_LIVE_NONE) {
    talk_of(talks, own->held_next)->held_before = talk;
  }
  seat->talks.held_first = talk;
  seat->talks.held_n++;
  seat->talks.level_n[own->claim.level]++;
  seat->talks.used += own->claim.places;
  seat->hand.weights[own->claim.level] += own->claim.weight;
  stf_live_note(&talks->pool, talk, STF_LIVE_TAKE, since_us, agent);
}

void stf_places_release(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  struct stf_staff_seat *seat = seat_of(talks, own->agent);
  if (seat->talks.current != STF_STAFF_NONE) {
    stf_places_run(seat, now_us);
  }
  if (own->held_before == STF_LIVE_NONE) {
    seat->talks.held_first = own->held_next;
  } else {
    talk_of(talks, own->held_before)->held_next = own->held_next;
  }
  if (own->held_next != STF_LIVE_NONE) {
    talk_of(talks, own->held_next)->held_before = own->held_before;
  }
  own->has_place = false;
  seat->talks.held_n--;
  seat->talks.level_n[own->claim.level]--;
  seat->talks.used -= own->claim.places;
  seat->hand.weights[own->claim.level] -= own->claim.weight;
  if (seat->talks.held_n == 0) {
    stf_places_tell(talks, own->agent, now_us);
  }
}
