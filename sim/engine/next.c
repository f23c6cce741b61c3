/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/next.h"

#include "engine/channel.h"
#include "engine/customer.h"
#include "engine/reserve.h"

/* Place of a queue's head among those of the others: what is less comes first, the first
 * difference decides. */
struct rank {
  int64_t level;
  double order;
  int64_t since_us;
};

/* Of the background: behind every priority. */
#define BEHIND (INT64_C(1) << 40)

static const struct stf_dispatch_class PLAIN_CLASS = {.weight = 1, .aging_us = INT64_MAX};

bool stf_next_needed(const struct stf_desk *desk) {
  bool needed = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    needed = needed || desk->classes[c].dispatch != NULL || desk->classes[c].escalation != NULL;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    needed = needed || desk->teams[t].dispatch != NULL || desk->teams[t].channels != NULL;
  }
  return needed;
}

static const struct stf_dispatch_overflow *overflow_of(const struct stf_desk *desk,
                                                       uint32_t team, uint32_t class_index) {
  const struct stf_dispatch_team *rules = desk->teams[team].dispatch;
  for (uint32_t i = 0; rules != NULL && i < rules->overflow_n; i++) {
    if (rules->overflow[i].class_index == class_index) {
      return &rules->overflow[i];
    }
  }
  return NULL;
}

bool stf_next_helps(const struct stf_desk *desk, uint32_t team, uint32_t class_index) {
  return overflow_of(desk, team, class_index) != NULL;
}

static int64_t due_us(const struct stf_dispatch_class *rules, const struct stf_waiting *head) {
  const struct stf_dispatch_promise *promise =
      head->live != STF_WAITING_NONE ? &rules->next_response : &rules->response;
  return promise->within_us > 0
             ? stf_calendar_after_us(promise->hours, head->since_us, promise->within_us)
             : INT64_MAX;
}

static struct rank rank_of(const struct stf_next *next, uint32_t team,
                           const struct stf_waiting *head, int64_t now_us) {
  const struct stf_class *class = &next->desk->classes[head->arrival.class_index];
  const struct stf_dispatch_class *rules =
      class->dispatch != NULL ? class->dispatch : &PLAIN_CLASS;
  const struct stf_dispatch_team *own = next->desk->teams[team].dispatch;
  struct rank rank = {.level = -(int64_t)next->waiting->queues[head->queue].bumps_n,
                      .since_us = head->since_us - class->head_start_us};
  int64_t waited_us = now_us - rank.since_us;
  const struct stf_channels *channels = next->desk->teams[team].channels;
  if (channels != NULL &&
      channels->rules[head->arrival.class_index].level == STF_CHANNELS_BACKGROUND) {
    rank.level += BEHIND;
  }
  switch (own != NULL ? own->next : STF_DISPATCH_PRIORITY) {
  case STF_DISPATCH_PRIORITY:
    rank.level += class->priority - waited_us / rules->aging_us;
    break;
  case STF_DISPATCH_LONGEST_WEIGHTED_WAIT:
    rank.order = -rules->weight * (double)waited_us;
    break;
  case STF_DISPATCH_EARLIEST_DEADLINE:
    rank.order = (double)due_us(rules, head);
    break;
  }
  return rank;
}

static bool is_before(const struct rank *a, const struct rank *b) {
  if (a->level != b->level) {
    return a->level < b->level;
  }
  if (a->order < b->order || a->order > b->order) {
    return a->order < b->order;
  }
  return a->since_us < b->since_us;
}

/* True if the team takes the queue's head, of what it serves or helps out with and somebody has
 * room for. */
static bool is_open_to(const struct stf_next *next, uint32_t team,
                       const struct stf_waiting *head, int64_t now_us) {
  uint32_t class_index = head->arrival.class_index;
  if (next->desk->teams[team].channels != NULL &&
      stf_channel_find(next->staff, team, class_index, 0) == STF_STAFF_NONE) {
    return false;
  }
  uint32_t meant_for = next->waiting->queues[head->queue].team;
  if (meant_for != STF_NOBODY || next->desk->teams[team].serves[class_index]) {
    return meant_for == STF_NOBODY || meant_for == team;
  }
  const struct stf_dispatch_overflow *rule = overflow_of(next->desk, team, class_index);
  return rule != NULL && (now_us - head->since_us >= rule->after_us ||
                          stf_waiting_more(next->waiting, class_index, rule->above_n, now_us));
}

uint32_t stf_next_queue(const struct stf_next *next, uint32_t team, uint32_t more_n,
                        int64_t now_us) {
  struct stf_waiting_room *room = next->waiting;
  if (!next->has_rules) {
    return stf_waiting_class(room, team, now_us);
  }
  uint32_t best = room->queues_n;
  struct rank first = {0};
  for (uint32_t q = 0; q < room->queues_n && room->n > 0; q++) {
    const struct stf_waiting *head = stf_waiting_head(room, q, now_us);
    if (head == NULL || !is_open_to(next, team, head, now_us) ||
        !stf_reserve_allows(next->staff, team, head->arrival.class_index, more_n)) {
      continue;
    }
    struct rank rank = rank_of(next, team, head, now_us);
    if (best == room->queues_n || is_before(&rank, &first)) {
      best = q;
      first = rank;
    }
  }
  return best;
}

static void call_at(const struct stf_next *next, int32_t slot, int64_t at_us, int64_t now_us) {
  stf_due_set(next->due, (struct stf_timer){.at_us = at_us > now_us ? at_us : now_us,
                                            .slot = (uint32_t)slot,
                                            .generation = next->waiting->slots[slot].generation,
                                            .kind = STF_DUE_OVERFLOW});
}

void stf_next_watch(const struct stf_next *next, int32_t slot, int64_t now_us) {
  if (!next->has_rules) {
    return;
  }
  const struct stf_waiting *who = &next->waiting->slots[slot];
  uint32_t class_index = who->arrival.class_index;
  for (uint32_t t = 0; t < next->desk->teams_n; t++) {
    const struct stf_dispatch_overflow *rule = overflow_of(next->desk, t, class_index);
    if (rule == NULL) {
      continue;
    }
    call_at(next, slot, stf_customer_later(who->since_us, rule->after_us), now_us);
    if (next->staff->teams[t].idle_n > 0 &&
        stf_waiting_more(next->waiting, class_index, rule->above_n, now_us)) {
      call_at(next, slot, now_us, now_us);
    }
  }
}
