/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/load.h"

#include <stdlib.h>

static int turn_order(const void *left, const void *right) {
  const struct stf_load_turn *a = left;
  const struct stf_load_turn *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->start_us != b->start_us) {
    return a->start_us < b->start_us ? -1 : 1;
  }
  if (a->end_us != b->end_us) {
    return a->end_us < b->end_us ? -1 : 1;
  }
  return a->contact < b->contact ? -1 : a->contact > b->contact;
}

/* Whether the contact has work that has not ended. */
static bool goes_on(const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t w = 0; w < contact->works_n; w++) {
    if (works[w].end_us == STF_NEVER) {
      return true;
    }
  }
  return false;
}

static void add_turns(const struct stf_contact *contact, uint32_t index, uint32_t team,
                      int64_t horizon_us, struct stf_load_turns *out) {
  const struct stf_work *works = stf_contact_works(contact);
  bool open = goes_on(contact);
  for (uint32_t w = 0; w < contact->works_n; w++) {
    int64_t end_us = works[w].end_us != STF_NEVER ? works[w].end_us : horizon_us;
    bool counts = works[w].agent != STF_NOBODY && end_us > works[w].start_us &&
                  (team == STF_NOBODY || works[w].team == team);
    if (counts) {
      out->items[out->n++] =
          (struct stf_load_turn){.start_us = works[w].start_us,
                                 .end_us = end_us,
                                 .agent = works[w].agent,
                                 .contact = index,
                                 .finishes = !open && w + 1 == contact->works_n};
    }
  }
}

enum stf_status stf_load_gather(const struct stf_contact *contacts, size_t n, uint32_t team,
                                int64_t horizon_us, const struct stf_allocator *allocator,
                                struct stf_load_turns *out) {
  size_t all_n = 0;
  for (size_t i = 0; i < n; i++) {
    all_n += contacts[i].works_n;
  }
  *out = (struct stf_load_turns){.items =
                                     stf_mem_zeroed(allocator, all_n + 1, sizeof *out->items)};
  if (out->items == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    add_turns(&contacts[i], (uint32_t)i, team, horizon_us, out);
  }
  qsort(out->items, out->n, sizeof *out->items, turn_order);
  return STF_OK;
}

/* What one agent has in hand during the walk. */
struct hand {
  uint32_t turns[STF_CONTACT_CAP_MAX];
  uint32_t n;
  int64_t since_us;
};

static int64_t first_end_us(const struct stf_load_turns *turns, const struct hand *hand) {
  int64_t end_us = INT64_MAX;
  for (uint32_t h = 0; h < hand->n; h++) {
    int64_t own_us = turns->items[hand->turns[h]].end_us;
    end_us = own_us < end_us ? own_us : end_us;
  }
  return end_us;
}

static void put_away(const struct stf_load_turns *turns, struct hand *hand, int64_t at_us) {
  uint32_t kept = 0;
  for (uint32_t h = 0; h < hand->n; h++) {
    if (turns->items[hand->turns[h]].end_us > at_us) {
      hand->turns[kept++] = hand->turns[h];
    }
  }
  hand->n = kept;
}

void stf_load_walk(const struct stf_load_turns *turns,
                   void (*step)(void *context, const struct stf_load_step *step),
                   void *context) {
  struct hand hand = {.n = 0};
  size_t next = 0;
  while (next < turns->n || hand.n > 0) {
    bool same = next < turns->n &&
                (hand.n == 0 || turns->items[next].agent == turns->items[hand.turns[0]].agent);
    int64_t end_us = first_end_us(turns, &hand);
    bool starts = same && turns->items[next].start_us < end_us;
    int64_t at_us = starts ? turns->items[next].start_us : end_us;
    if (hand.n > 0 && at_us > hand.since_us) {
      const struct stf_load_step told = {hand.since_us, at_us, hand.turns, hand.n};
      step(context, &told);
    }
    hand.since_us = at_us;
    if (!starts) {
      put_away(turns, &hand, at_us);
      continue;
    }
    if (hand.n < STF_CONTACT_CAP_MAX) {
      hand.turns[hand.n++] = (uint32_t)next;
    }
    next++;
  }
}

struct deflation {
  const struct stf_load_turns *turns;
  const double *speeds;
  uint32_t cap;
  double *work_us;
};

static void deflate(void *context, const struct stf_load_step *step) {
  const struct deflation *own = context;
  double rate = stf_load_speed(own->speeds, own->cap, step->hand_n) / step->hand_n;
  for (uint32_t h = 0; h < step->hand_n; h++) {
    own->work_us[own->turns->items[step->hand[h]].contact] +=
        (double)(step->to_us - step->from_us) * rate;
  }
}

void stf_load_work(const struct stf_load_turns *turns, const double *speeds, uint32_t cap,
                   double *work_us) {
  struct deflation own = {.turns = turns, .speeds = speeds, .cap = cap};
  own.work_us = work_us;
  stf_load_walk(turns, deflate, &own);
}
