/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/waiting.h"

enum {
  NO_SLOT = -1
};

/* Adds a queue, where there is not one like it yet. */
static void add_queue(struct stf_waiting_room *room, struct stf_waiting_queue queue) {
  for (uint32_t q = 0; q < room->queues_n; q++) {
    const struct stf_waiting_queue *other = &room->queues[q];
    if (other->class_index == queue.class_index && other->bumps_n == queue.bumps_n &&
        other->team == queue.team) {
      return;
    }
  }
  room->queues[room->queues_n++] = queue;
}

/* Queues of every number of priorities raised by, and of every team. */
static void add_escalated(struct stf_waiting_room *room, uint32_t class_index,
                          const struct stf_escalation *escalation) {
  uint32_t bumps_n = 0;
  for (uint32_t r = 0; r < escalation->rules_n; r++) {
    bumps_n += escalation->rules[r].deed == STF_ESCALATION_BUMP;
  }
  for (uint32_t b = 0; b <= bumps_n; b++) {
    add_queue(room, (struct stf_waiting_queue){
                        .class_index = class_index, .bumps_n = b, .team = STF_NOBODY});
    for (uint32_t r = 0; r < escalation->rules_n; r++) {
      if (escalation->rules[r].deed == STF_ESCALATION_TRANSFER) {
        add_queue(room, (struct stf_waiting_queue){.class_index = class_index,
                                                   .bumps_n = b,
                                                   .team = escalation->rules[r].team});
      }
    }
  }
}

/* Most queues that a class's contacts can stand in. */
static size_t queues_of(const struct stf_escalation *escalation) {
  size_t rules_n = escalation != NULL ? escalation->rules_n : 0;
  return (rules_n + 1) * (rules_n + 1);
}

enum stf_status stf_waiting_init(struct stf_waiting_room *room, const struct stf_desk *desk,
                                 struct stf_record_block *records,
                                 const struct stf_allocator *allocator) {
  *room = (struct stf_waiting_room){.desk = desk, .allocator = allocator, .records = records};
  size_t most = 0;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    most += queues_of(desk->classes[c].escalation);
  }
  room->queues = stf_mem_zeroed(allocator, most, sizeof *room->queues);
  if (room->queues == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    add_queue(room, (struct stf_waiting_queue){.class_index = c, .team = STF_NOBODY});
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (desk->classes[c].escalation != NULL) {
      add_escalated(room, c, desk->classes[c].escalation);
    }
  }
  return STF_OK;
}

uint32_t stf_waiting_queue_of(const struct stf_waiting_room *room,
                              const struct stf_waiting_queue *like) {
  uint32_t q = 0;
  while (room->queues[q].class_index != like->class_index ||
         room->queues[q].bumps_n != like->bumps_n || room->queues[q].team != like->team) {
    q++;
    STF_ASSERT(q < room->queues_n);
  }
  return q;
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
    room->queues[q].first = NO_SLOT;
    room->queues[q].last = NO_SLOT;
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

/* Puts the slot into its queue, behind everybody who waits as long or longer. */
static void link_in(struct stf_waiting_room *room, int32_t slot) {
  const struct stf_waiting *who = &room->slots[slot];
  int32_t before = room->queues[who->queue].last;
  while (before != NO_SLOT && room->slots[before].since_us > who->since_us) {
    before = room->slots[before].before;
  }
  link_behind(room, before, slot);
}

static void unlink(struct stf_waiting_room *room, int32_t slot) {
  const struct stf_waiting *who = &room->slots[slot];
  struct stf_waiting_queue *queue = &room->queues[who->queue];
  *(who->before == NO_SLOT ? &queue->first : &room->slots[who->before].next) = who->next;
  *(who->next == NO_SLOT ? &queue->last : &room->slots[who->next].before) = who->before;
}

void stf_waiting_move(struct stf_waiting_room *room, int32_t slot, uint32_t queue) {
  unlink(room, slot);
  room->slots[slot].queue = queue;
  link_in(room, slot);
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
  link_in(room, own);
  room->n++;
  if (slot != NULL) {
    *slot = own;
  }
  return STF_OK;
}

const struct stf_waiting *stf_waiting_remove(struct stf_waiting_room *room, int32_t slot) {
  struct stf_waiting *who = &room->slots[slot];
  unlink(room, slot);
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

/* Those of a queue who still wait at now_us, counted up to `most`. */
static uint32_t count_waiting(struct stf_waiting_room *room, uint32_t queue, uint32_t most,
                              int64_t now_us) {
  uint32_t n = 0;
  int32_t slot = room->queues[queue].first;
  while (slot != NO_SLOT && n < most) {
    int32_t next = room->slots[slot].next;
    if (room->slots[slot].deadline_us > now_us) {
      n++;
    } else {
      leave(room, slot);
    }
    slot = next;
  }
  return n;
}

bool stf_waiting_more(struct stf_waiting_room *room, uint32_t class_index, uint32_t above_n,
                      int64_t now_us) {
  uint32_t n = 0;
  for (uint32_t q = 0; q < room->queues_n && above_n < room->n && n <= above_n; q++) {
    if (room->queues[q].class_index == class_index && room->queues[q].team == STF_NOBODY) {
      n += count_waiting(room, q, above_n + 1 - n, now_us);
    }
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
