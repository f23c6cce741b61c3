/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/hand.h"

#include "engine/customer.h"

/* Beyond this a double is no whole microsecond any more, nor is it a time. */
#define FAR_US 9e18

void stf_hand_start(struct stf_hand *hand) {
  hand->contacts_n = 0;
  hand->pauses_n = 0;
  hand->places = 0;
  for (size_t i = 0; i < STF_CHANNELS_LEVELS_N; i++) {
    hand->weights[i] = 0;
  }
  hand->level = STF_CHANNELS_ORDINARY;
  hand->clock_us = 0;
  hand->at_us = STF_NEVER;
}

/* Work on each contact in a unit of time, with so many places at work. */
static double share(const struct stf_hand *hand, uint32_t n) {
  return hand->speeds[n - 1] / n;
}

static double rate(const struct stf_hand *hand) {
  return share(hand, hand->weights[hand->level]);
}

int64_t stf_hand_done_us(const struct stf_hand *hand) {
  if (hand->contacts_n == 0) {
    return INT64_MAX;
  }
  double left_us = hand->contacts[hand->contacts_n - 1].due_us - hand->clock_us;
  double time_us = left_us / rate(hand);
  if (!(time_us < FAR_US)) {
    return INT64_MAX;
  }
  return time_us > 0 ? stf_customer_later(hand->at_us, (int64_t)(time_us + 0.5)) : hand->at_us;
}

static void run_clock(struct stf_hand *hand, int64_t now_us) {
  if (hand->contacts_n > 0) {
    hand->clock_us += (double)(now_us - hand->at_us) * rate(hand);
  } else {
    hand->clock_us = 0;
  }
  hand->at_us = now_us;
}

static bool is_behind(const struct stf_hand_contact *a, const struct stf_hand_contact *b) {
  return a->claim.level != b->claim.level ? a->claim.level < b->claim.level
                                          : a->due_us >= b->due_us;
}

static struct stf_hand_contact *put(struct stf_hand *hand, struct stf_hand_contact contact) {
  uint32_t place = hand->contacts_n++;
  while (place > 0 && is_behind(&contact, &hand->contacts[place - 1])) {
    hand->contacts[place] = hand->contacts[place - 1];
    place--;
  }
  hand->contacts[place] = contact;
  return &hand->contacts[place];
}

/* ---- levels ---- */

/* Those at work stand still from now on. */
static void put_aside(struct stf_hand *hand, int64_t now_us) {
  for (uint32_t i = hand->contacts_n;
       i-- > 0 && hand->contacts[i].claim.level == hand->level;) {
    struct stf_hand_contact *contact = &hand->contacts[i];
    contact->due_us -= hand->clock_us;
    stf_stretches_add(hand->stretches, &contact->worked, contact->since_us, now_us);
    contact->since_us = STF_NEVER;
  }
  hand->clock_us = 0;
}

/* The highest level in hand goes on from now on, if it stood still. */
static void resume(struct stf_hand *hand, int64_t now_us) {
  enum stf_channels_level level = hand->contacts[hand->contacts_n - 1].claim.level;
  if (level == hand->level) {
    return;
  }
  hand->level = level;
  hand->clock_us = 0;
  for (uint32_t i = hand->contacts_n; i-- > 0 && hand->contacts[i].claim.level == level;) {
    hand->contacts[i].since_us = now_us;
  }
}

/* ---- taking and ending ---- */

struct stf_hand_contact *stf_hand_take_as(struct stf_hand *hand, const struct stf_waiting *who,
                                          struct stf_hand_claim claim, int64_t assign_us,
                                          int64_t now_us) {
  STF_ASSERT(stf_hand_used(hand) + claim.places <= hand->cap);
  run_clock(hand, now_us);
  if (hand->contacts_n == 0 || assign_us < hand->busy_since_us) {
    hand->busy_since_us = assign_us;
  }
  if (hand->contacts_n == 0) {
    hand->level = claim.level;
  } else if (claim.level > hand->level) {
    put_aside(hand, now_us);
    hand->level = claim.level;
  }
  bool is_at_work = claim.level == hand->level;
  double work_us = (double)who->service_us * share(hand, claim.weight);
  hand->places += claim.places;
  hand->weights[claim.level] += claim.weight;
  return put(
      hand, (struct stf_hand_contact){.due_us = is_at_work ? hand->clock_us + work_us : work_us,
                                      .assign_us = assign_us,
                                      .since_us = is_at_work ? assign_us : STF_NEVER,
                                      .closed_us = STF_NEVER,
                                      .claim = claim,
                                      .worked = STF_STRETCHES_EMPTY,
                                      .who = *who});
}

struct stf_hand_contact *stf_hand_take(struct stf_hand *hand, const struct stf_waiting *who,
                                       int64_t assign_us, int64_t now_us) {
  return stf_hand_take_as(hand, who, (struct stf_hand_claim){1, 1, STF_CHANNELS_ORDINARY},
                          assign_us, now_us);
}

const struct stf_hand_contact *stf_hand_remove(struct stf_hand *hand, uint32_t place,
                                               int64_t now_us) {
  STF_ASSERT(place < hand->contacts_n);
  run_clock(hand, now_us);
  struct stf_hand_contact contact = hand->contacts[place];
  for (uint32_t i = place; i + 1 < hand->contacts_n; i++) {
    hand->contacts[i] = hand->contacts[i + 1];
  }
  hand->contacts_n--;
  hand->places -= contact.claim.places;
  hand->weights[contact.claim.level] -= contact.claim.weight;
  contact.due_us -= contact.claim.level == hand->level ? hand->clock_us : 0;
  if (hand->contacts_n > 0) {
    resume(hand, now_us);
  }
  hand->contacts[hand->contacts_n] = contact;
  return &hand->contacts[hand->contacts_n];
}

void stf_hand_rework(struct stf_hand *hand, uint32_t place, int64_t service_us,
                     int64_t now_us) {
  STF_ASSERT(hand->stretches == NULL);
  struct stf_hand_contact contact = hand->contacts[place];
  (void)stf_hand_remove(hand, place, now_us);
  double due_us = contact.due_us + (double)(service_us - contact.who.service_us);
  contact.due_us = due_us > hand->clock_us ? due_us : hand->clock_us;
  contact.who.service_us = service_us;
  hand->places += contact.claim.places;
  hand->weights[contact.claim.level] += contact.claim.weight;
  (void)put(hand, contact);
}

const struct stf_hand_contact *stf_hand_finish(struct stf_hand *hand, int64_t now_us) {
  STF_ASSERT(hand->contacts_n > 0);
  return stf_hand_remove(hand, hand->contacts_n - 1, now_us);
}

void stf_hand_wrap_up(struct stf_hand *hand, int64_t work_us, int64_t now_us) {
  run_clock(hand, now_us);
  struct stf_hand_contact contact = hand->contacts[--hand->contacts_n];
  contact.due_us += (double)work_us * share(hand, contact.claim.weight);
  contact.closed_us = now_us;
  contact.ticket = 0;
  (void)put(hand, contact);
}

void stf_hand_pause(struct stf_hand *hand, int64_t until_us) {
  STF_ASSERT(stf_hand_used(hand) < hand->cap);
  uint32_t place = hand->pauses_n++;
  while (place > 0 && hand->pauses_us[place - 1] < until_us) {
    hand->pauses_us[place] = hand->pauses_us[place - 1];
    place--;
  }
  hand->pauses_us[place] = until_us;
}
