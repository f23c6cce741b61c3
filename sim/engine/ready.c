/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ready.h"

#include "engine/customer.h"
#include "engine/places.h"
#include "engine/staff.h"
#include "engine/turn.h"

static struct stf_live *talk_of(const struct stf_talks *talks, uint32_t talk) {
  return &talks->pool.talks[talk];
}

static const struct stf_class *class_of(const struct stf_talks *talks,
                                        const struct stf_live *talk) {
  return &talks->desk->classes[talk->arrival.class_index];
}

static struct stf_staff_seat *seat_of(const struct stf_talks *talks, uint32_t agent) {
  return talks->staff->agents[agent].seat;
}

/* True if it is answered before one that comes now. */
static bool is_before(const struct stf_live *talk, const struct stf_live *next) {
  return talk->claim.level != next->claim.level ? talk->claim.level > next->claim.level
                                                : talk->order_us <= next->order_us;
}

/* Into its agent's list, by level and order. */
static void put(struct stf_talks *talks, uint32_t talk) {
  struct stf_live *own = talk_of(talks, talk);
  struct stf_staff_desk *desk = &seat_of(talks, own->agent)->talks;
  uint32_t before = desk->ready_last;
  if (before != STF_LIVE_NONE && !is_before(talk_of(talks, before), own)) {
    before = STF_LIVE_NONE;
    for (uint32_t t = desk->ready_first; is_before(talk_of(talks, t), own);
         t = talk_of(talks, t)->ready_next) {
      before = t;
    }
  }
  uint32_t *from =
      before == STF_LIVE_NONE ? &desk->ready_first : &talk_of(talks, before)->ready_next;
  own->ready_next = *from;
  *from = talk;
  if (own->ready_next == STF_LIVE_NONE) {
    desk->ready_last = talk;
  }
}

void stf_ready_add(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  uint32_t team = talks->staff->agents[own->agent].team;
  own->order_us =
      stf_turn_order(class_of(talks, own), own, talks->desk->teams[team].turn_order, now_us);
  put(talks, talk);
}

void stf_ready_take_out(struct stf_talks *talks, uint32_t talk, int64_t now_us) {
  struct stf_live *own = talk_of(talks, talk);
  struct stf_staff_desk *desk = &seat_of(talks, own->agent)->talks;
  if (desk->current == talk) {
    stf_live_note(&talks->pool, talk, STF_LIVE_STOP, now_us, own->agent);
    desk->current = STF_STAFF_NONE;
    return;
  }
  uint32_t before = STF_LIVE_NONE;
  for (uint32_t t = desk->ready_first; t != talk; t = talk_of(talks, t)->ready_next) {
    before = t;
  }
  *(before == STF_LIVE_NONE ? &desk->ready_first : &talk_of(talks, before)->ready_next) =
      own->ready_next;
  desk->ready_last = desk->ready_last == talk ? before : desk->ready_last;
}

/* Her turn stands still for one of a higher level: it is the first of its own. */
static void put_aside(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  uint32_t talk = seat_of(talks, agent)->talks.current;
  stf_ready_stop(talks, agent, now_us);
  talk_of(talks, talk)->order_us = INT64_MIN;
  put(talks, talk);
}

void stf_ready_go_on(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  const struct stf_staff_agent *by = &talks->staff->agents[agent];
  struct stf_staff_desk *desk = &by->seat->talks;
  uint32_t talk = desk->ready_first;
  if (talk == STF_LIVE_NONE || by->on_since_us == STF_NEVER) {
    return;
  }
  struct stf_live *own = talk_of(talks, talk);
  if (desk->current != STF_STAFF_NONE) {
    if (own->claim.level <= desk->level) {
      return;
    }
    put_aside(talks, agent, now_us);
  }
  desk->ready_first = own->ready_next;
  if (desk->ready_first == STF_LIVE_NONE) {
    desk->ready_last = STF_LIVE_NONE;
  }
  if (own->left_us < 0) {
    own->left_us =
        stf_turn_work(class_of(talks, own), talks->stream, talks->skill, own, now_us);
  }
  desk->left_us = own->left_us;
  if (desk->before != talk && desk->before != STF_STAFF_NONE) {
    desk->left_us += (double)talks->desk->teams[by->team].switching_us;
  }
  desk->current = talk;
  desk->level = own->claim.level;
  desk->before = talk;
  desk->at_us = now_us;
  stf_live_note(&talks->pool, talk, STF_LIVE_START, now_us, agent);
}

int64_t stf_ready_done_us(const struct stf_talks *talks, uint32_t agent) {
  const struct stf_staff_seat *seat = seat_of(talks, agent);
  if (seat->talks.current == STF_STAFF_NONE) {
    return INT64_MAX;
  }
  double rate = stf_places_rate(seat);
  double time_us = seat->talks.left_us;
  if (rate < 1 || rate > 1) { /* a division is most of what this costs */
    time_us /= rate;
  }
  if (!(time_us < 9e18)) {
    return INT64_MAX;
  }
  return time_us > 0 ? stf_customer_later(seat->talks.at_us, (int64_t)(time_us + 0.5))
                     : seat->talks.at_us;
}

void stf_ready_answer(struct stf_talks *talks, uint32_t talk, int64_t now_us, bool is_done) {
  struct stf_live *own = talk_of(talks, talk);
  int64_t begun_us = talks->pool.marks[own->last_mark].at_us;
  int64_t first_us = stf_customer_first_message_us(class_of(talks, own), talks->stream,
                                                   &own->arrival, begun_us - own->spent_us);
  if (first_us == STF_NEVER || own->is_answered || (first_us > now_us && !is_done)) {
    return;
  }
  own->is_answered = true;
  stf_live_note(&talks->pool, talk, STF_LIVE_ANSWER, first_us < now_us ? first_us : now_us,
                own->agent);
}

void stf_ready_stop(struct stf_talks *talks, uint32_t agent, int64_t now_us) {
  struct stf_staff_seat *seat = seat_of(talks, agent);
  uint32_t talk = seat->talks.current;
  if (talk == STF_STAFF_NONE) {
    return;
  }
  struct stf_live *own = talk_of(talks, talk);
  stf_places_run(seat, now_us);
  own->left_us = seat->talks.left_us > 0 ? seat->talks.left_us : 0;
  if (class_of(talks, own)->turns == NULL) {
    int64_t begun_us = talks->pool.marks[own->last_mark].at_us;
    stf_ready_answer(talks, talk, now_us, false);
    own->spent_us += now_us - begun_us;
  }
  stf_live_note(&talks->pool, talk, STF_LIVE_STOP, now_us, own->agent);
  seat->talks.current = STF_STAFF_NONE;
}
