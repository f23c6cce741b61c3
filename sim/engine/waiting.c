/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/waiting.h"

enum {
  NO_SLOT = -1
};

enum stf_status stf_waiting_init(struct stf_waiting_room *room, const struct stf_desk *desk,
                                 struct stf_record_block *records,
                                 const struct stf_allocator *allocator) {
  *room = (struct stf_waiting_room){.desk = desk, .allocator = allocator, .records = records};
  room->queues_n = desk->classes_n;
  room->queues = stf_mem_zeroed(allocator, room->queues_n, sizeof *room->queues);
  return room->queues != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_waiting_clear(struct stf_waiting_room *room) {
  stf_mem_release(room->allocator, room->queues);
  stf_mem_release(room->allocator, room->slots);
  room->queues = NULL;
  room->slots = NULL;
}

void stf_waiting_start(struct stf_waiting_room *room) {
  room->slots_n = 0;
  room->free_slot = NO_SLOT;
  room->n = 0;
  for (uint32_t q = 0; q < room->queues_n; q++) {
    room->queues[q] = (struct stf_waiting_queue){NO_SLOT, NO_SLOT};
  }
}

/* A slot to use; NO_SLOT without memory. */
static int32_t take_slot(struct stf_waiting_room *room) {
  int32_t slot = room->free_slot;
  if (slot != NO_SLOT) {
    room->free_slot = room->slots[slot].next;
    return slot;
  }
  if (room->slots_n >= INT32_MAX) {
    return NO_SLOT;
  }
  struct stf_waiting *slots = stf_mem_grown(room->allocator, room->slots, &room->slots_capacity,
                                            room->slots_n + 1, sizeof *slots);
  if (slots == NULL) {
    return NO_SLOT;
  }
  room->slots = slots;
  room->slots[room->slots_n].generation = 0;
  return (int32_t)room->slots_n++;
}

/* Links the slot into its queue behind `before`; NO_SLOT: at the head. */
static void link_behind(struct stf_waiting_room *room, int32_t before, int32_t slot) {
  struct stf_waiting *who = &room->slots[slot];
  struct stf_waiting_queue *queue = &room->queues[who->queue];
  int32_t *from = before == NO_SLOT ? &queue->first : &room->slots[before].next;
  who->before = before;
  who->next = *from;
  *from = slot;
  if (who->next == NO_SLOT) {
    queue->last = slot;
  } else {
    room->slots[who->next].before = slot;
  }
}

enum stf_status stf_waiting_push(struct stf_waiting_room *room, const struct stf_waiting *who,
                                 int32_t *slot) {
  int32_t own = take_slot(room);
  if (own == NO_SLOT) {
    return STF_ERR_MEMORY;
  }
  uint32_t generation = room->slots[own].generation;
  room->slots[own] = *who;
  room->slots[own].generation = generation;
  int32_t before = room->queues[who->queue].last;
  while (before != NO_SLOT && room->slots[before].since_us > who->since_us) {
    before = room->slots[before].before;
  }
  link_behind(room, before, own);
  room->n++;
  if (slot != NULL) {
    *slot = own;
  }
  return STF_OK;
}

const struct stf_waiting *stf_waiting_remove(struct stf_waiting_room *room, int32_t slot) {
  struct stf_waiting *who = &room->slots[slot];
  struct stf_waiting_queue *queue = &room->queues[who->queue];
  *(who->before == NO_SLOT ? &queue->first : &room->slots[who->before].next) = who->next;
  *(who->next == NO_SLOT ? &queue->last : &room->slots[who->next].before) = who->before;
  who->next = room->free_slot;
  who->generation++;
  room->free_slot = slot;
  room->n--;
  return who;
}

const struct stf_waiting *stf_waiting_pop(struct stf_waiting_room *room, uint32_t class_index) {
  return stf_waiting_remove(room, room->queues[class_index].first);
}

static void leave(struct stf_waiting_room *room, int32_t slot) {
  const struct stf_waiting *gone = stf_waiting_remove(room, slot);
  stf_record_waited(room->records, &gone->arrival, gone->deadline_us);
}

const struct stf_waiting *stf_waiting_head(struct stf_waiting_room *room, uint32_t queue,
                                           int64_t now_us) {
  const struct stf_waiting_queue *own = &room->queues[queue];
  while (own->first != NO_SLOT && room->slots[own->first].deadline_us <= now_us) {
    leave(room, own->first);
  }
  return own->first != NO_SLOT ? &room->slots[own->first] : NULL;
}

bool stf_waiting_more(struct stf_waiting_room *room, uint32_t class_index, uint32_t above_n,
                      int64_t now_us) {
  uint32_t n = 0;
  if (above_n >= room->n) {
    return false;
  }
  int32_t slot = room->queues[class_index].first;
  while (slot != NO_SLOT && n <= above_n) {
    int32_t next = room->slots[slot].next;
    if (room->slots[slot].deadline_us > now_us) {
      n++;
    } else {
      leave(room, slot);
    }
    slot = next;
  }
  return n > above_n;
}

uint32_t stf_waiting_class(struct stf_waiting_room *room, uint32_t team, int64_t now_us) {
  const struct stf_desk *desk = room->desk;
  uint32_t best = desk->classes_n;
  int64_t best_since_us = 0;
  if (room->n == 0) {
    return best;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (!desk->teams[team].serves[c]) {
      continue;
    }
    const struct stf_waiting *head = stf_waiting_head(room, c, now_us);
    if (head == NULL) {
      continue;
    }
    int order = best == desk->classes_n
                    ? -1
                    : (desk->classes[c].priority > desk->classes[best].priority) -
                          (desk->classes[c].priority < desk->classes[best].priority);
    int64_t since_us = head->since_us - desk->classes[c].head_start_us;
    if (order < 0 || (order == 0 && since_us < best_since_us)) {
      best = c;
      best_since_us = since_us;
    }
  }
  return best;
}

uint32_t stf_waiting_length(struct stf_waiting_room *room, uint32_t class_index, int64_t now_us,
                            uint32_t most) {
  uint32_t n = 0;
  int32_t slot = room->queues[class_index].first;
  while (slot != NO_SLOT && n < most) {
    int32_t behind = room->slots[slot].next;
    if (room->slots[slot].deadline_us > now_us) {
      n++;
    } else {
      const struct stf_waiting *gone = stf_waiting_remove(room, slot);
      stf_record_waited(room->records, &gone->arrival, gone->deadline_us);
    }
    slot = behind;
  }
  return n;
}

void stf_waiting_end(struct stf_waiting_room *room, int64_t last_us) {
  for (uint32_t q = 0; q < room->queues_n; q++) {
    while (room->queues[q].first != NO_SLOT) {
      const struct stf_waiting *who = stf_waiting_pop(room, q);
      if (who->live != STF_WAITING_NONE) {
        continue;
      }
      if (who->gone_us <= last_us) {
        stf_record_ghost(room->records, &who->arrival, who->gone_us);
        continue;
      }
      stf_record_waited(room->records, &who->arrival,
                        who->deadline_us <= last_us ? who->deadline_us : STF_NEVER);
    }
  }
}
