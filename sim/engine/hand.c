/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/hand.h"

#include "engine/customer.h"

/* Beyond this a double is no whole microsecond any more, nor is it a time. */
#define FAR_US 9e18

void stf_hand_start(struct stf_hand *hand) {
  hand->contacts_n = 0;
  hand->pauses_n = 0;
  hand->clock_us = 0;
  hand->at_us = STF_NEVER;
  hand->wrap_end_us = STF_NEVER;
}

/* Work on each contact in a unit of time. */
static double rate(const struct stf_hand *hand) {
  return hand->speeds[hand->contacts_n - 1] / hand->contacts_n;
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

static struct stf_hand_contact *put(struct stf_hand *hand, struct stf_hand_contact contact) {
  uint32_t place = hand->contacts_n++;
  while (place > 0 && hand->contacts[place - 1].due_us <= contact.due_us) {
    hand->contacts[place] = hand->contacts[place - 1];
    place--;
  }
  hand->contacts[place] = contact;
  return &hand->contacts[place];
}

struct stf_hand_contact *stf_hand_take(struct stf_hand *hand, const struct stf_waiting *who,
                                       int64_t assign_us, int64_t now_us) {
  STF_ASSERT(stf_hand_used(hand) < hand->cap);
  run_clock(hand, now_us);
  if (hand->contacts_n == 0 || assign_us < hand->busy_since_us) {
    hand->busy_since_us = assign_us;
  }
  double due_us = hand->clock_us + (double)who->service_us;
  return put(hand,
             (struct stf_hand_contact){.due_us = due_us, .assign_us = assign_us, .who = *who});
}

const struct stf_hand_contact *stf_hand_remove(struct stf_hand *hand, uint32_t place,
                                               int64_t now_us) {
  STF_ASSERT(place < hand->contacts_n);
  run_clock(hand, now_us);
  struct stf_hand_contact contact = hand->contacts[place];
  for (uint32_t i = place; i + 1 < hand->contacts_n; i++) {
    hand->contacts[i] = hand->contacts[i + 1];
  }
  hand->contacts[--hand->contacts_n] = contact;
  return &hand->contacts[hand->contacts_n];
}

void stf_hand_rework(struct stf_hand *hand, uint32_t place, int64_t service_us,
                     int64_t now_us) {
  struct stf_hand_contact contact = *stf_hand_remove(hand, place, now_us);
  double due_us = contact.due_us + (double)(service_us - contact.who.service_us);
  contact.due_us = due_us > hand->clock_us ? due_us : hand->clock_us;
  contact.who.service_us = service_us;
  (void)put(hand, contact);
}

const struct stf_hand_contact *stf_hand_finish(struct stf_hand *hand, int64_t now_us) {
  STF_ASSERT(hand->contacts_n > 0);
  run_clock(hand, now_us);
  return &hand->contacts[--hand->contacts_n];
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
