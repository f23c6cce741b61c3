/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one agent has in hand: contacts that share her work, and places in pause.
 *
 * Limited processor sharing (Luo & Zhang 2013; Tezcan & Zhang 2014): with j contacts in hand
 * she works at the total rate speeds[j - 1], each contact at speeds[j - 1] / j. All of them
 * progress alike, so one clock does: the work done on any contact since the hand was empty. A
 * contact is done when that clock has gone on by its work. Who is done next is whoever has the
 * least work left (of equals, whoever was taken first), whatever the rounding of instants to
 * microseconds; the clock itself is not rounded, so roundings do not add up.
 *
 * A place in pause after a contact takes nothing from the others; it only cannot be used.
 *
 * Where agents answer several channels (desk/channels.h) only the contacts of the highest level
 * progress. The clock is theirs; it begins anew when another level is at work. A contact of
 * weight w is done when it has gone on by its work x r(w).
 */
#ifndef STF_HAND_H
#define STF_HAND_H

#include "desk/channels.h"
#include "engine/stretches.h"
#include "engine/waiting.h"

/* What a contact takes of the agent. */
struct stf_hand_claim {
  uint32_t weight;
  uint32_t places; /* of the cap that it takes */
  enum stf_channels_level level;
};

struct stf_hand_contact {
  double due_us; /* by the hand's clock; of one that stands still as if the clock were at 0 */
  int64_t assign_us;
  int64_t work_us;   /* all of it, at speed 1 (engine/skill.h); who.service_us is hers */
  int64_t since_us;  /* worked on since; STF_NEVER: stands still */
  int64_t closed_us; /* after-work since; STF_NEVER: its customer is there */
  struct stf_hand_claim claim;
  struct stf_stretches_list worked; /* before since_us; several channels only */
  uint32_t ticket; /* timers that concern it know it by this (engine/escalate.h); 0: none */
  struct stf_waiting who;
};

struct stf_hand {
  struct stf_hand_contact *contacts; /* borrowed, stf_hand_contacts_most; by level, the last is
                                        done next */
  int64_t *pauses_us;   /* borrowed, `cap` places: ends of pauses, the last ends next */
  const double *speeds; /* borrowed, `cap`: stf_team.speeds */
  struct stf_stretches *stretches; /* borrowed: of those that stood still; NULL: one channel */
  uint32_t cap;
  uint32_t contacts_n;
  uint32_t pauses_n;
  uint32_t places;                         /* that contacts take */
  uint32_t weights[STF_CHANNELS_LEVELS_N]; /* in hand, by level */
  enum stf_channels_level level;           /* at work, where there is any contact */
  double clock_us;                         /* work done on each contact at at_us */
  int64_t at_us;
  int64_t busy_since_us; /* since when there is a contact in hand */
};

/* Contacts that an agent has in hand at most, by her cap. */
static inline uint32_t stf_hand_contacts_most(uint32_t cap, bool several_channels) {
  return several_channels ? 2 * cap + 1 : cap;
}

/* Nothing in hand; the places stay. */
void stf_hand_start(struct stf_hand *hand);

static inline uint32_t stf_hand_used(const struct stf_hand *hand) {
  return hand->places + hand->pauses_n;
}

/* When the next contact is done; INT64_MAX: none. Not before the last change of the hand. */
int64_t stf_hand_done_us(const struct stf_hand *hand);

/* When the next pause ends; INT64_MAX: none. */
static inline int64_t stf_hand_pause_end_us(const struct stf_hand *hand) {
  return hand->pauses_n > 0 ? hand->pauses_us[hand->pauses_n - 1] : INT64_MAX;
}

/* Takes a contact with this much work at now_us; a place must be free. Returns where it is in
 * the hand until the next change of it. */
struct stf_hand_contact *stf_hand_take(struct stf_hand *hand, const struct stf_waiting *who,
                                       int64_t assign_us, int64_t now_us);

/* The same of a contact that takes more or less than one place. What it interrupts stands still
 * from now on. */
struct stf_hand_contact *stf_hand_take_as(struct stf_hand *hand, const struct stf_waiting *who,
                                          struct stf_hand_claim claim, int64_t assign_us,
                                          int64_t now_us);

/* Takes out the contact that is done next. What it points to stays until the next take. */
const struct stf_hand_contact *stf_hand_finish(struct stf_hand *hand, int64_t now_us);

/* The contact that is done next, which is so now, is closed and goes on with its after-work. */
void stf_hand_wrap_up(struct stf_hand *hand, int64_t work_us, int64_t now_us);

/* Takes out the contact in that place of `contacts`, however much work is left (due_us); alike.
 */
const struct stf_hand_contact *stf_hand_remove(struct stf_hand *hand, uint32_t place,
                                               int64_t now_us);

/* The contact in that place turns out to be so much work in all; what is done by now stays
 * done. */
void stf_hand_rework(struct stf_hand *hand, uint32_t place, int64_t service_us, int64_t now_us);

/* Blocks a place until then; one must be free. */
void stf_hand_pause(struct stf_hand *hand, int64_t until_us);

#endif
