/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/assemble.h"

#include "contact/assemble_record.h"
#include "contact/duty.h"
#include "contact/seen.h"

#define NO_SLOT   UINT32_MAX
#define PASSED_ON UINT32_MAX /* value in `seen` of a contact whose record has left */

/* Slots by the time of their last event: the first is the longest silent. */
struct queue {
  uint32_t first;
  uint32_t last;
};

struct stf_assemble {
  const struct stf_allocator *allocator;
  struct stf_assemble_options options;
  struct stf_sink sink;
  struct stf_seen seen;
  struct stf_assemble_record *slots;
  size_t slots_n;
  size_t slots_capacity;
  uint32_t free_slot;     /* first of the slots not in use, chained by `behind` */
  struct queue queues[2]; /* [ended] */
  int64_t held_n;
  struct stf_duty duty;
  int64_t last_us;
  int64_t closes_n;
  struct stf_assemble_record_store store;
  struct stf_assemble_facts facts;
};

enum stf_status stf_assemble_new(const struct stf_assemble_options *options,
                                 const struct stf_sink *sink,
                                 const struct stf_allocator *allocator,
                                 struct stf_assemble **out) {
  *out = stf_mem_zeroed(allocator, 1, sizeof **out);
  if (*out == NULL) {
    return STF_ERR_MEMORY;
  }
  struct stf_assemble *a = *out;
  a->allocator = allocator;
  a->store.allocator = allocator;
  a->options = *options;
  if (a->options.linger_us == 0) {
    a->options.linger_us =
        options->idle_close_us > 0 ? options->idle_close_us : STF_ASSEMBLE_LINGER_US;
  }
  a->sink = *sink;
  a->duty = (struct stf_duty){
      .allocator = allocator, .presence = sink->presence, .context = sink->context};
  a->free_slot = NO_SLOT;
  a->queues[0] = (struct queue){NO_SLOT, NO_SLOT};
  a->queues[1] = (struct queue){NO_SLOT, NO_SLOT};
  a->last_us = STF_NEVER;
  stf_seen_init(&a->seen, allocator);
  return STF_OK;
}

void stf_assemble_free(struct stf_assemble *assemble) {
  if (assemble == NULL) {
    return;
  }
  for (size_t i = 0; i < assemble->slots_n; i++) {
    stf_mem_release(assemble->allocator, assemble->slots[i].works);
    stf_mem_release(assemble->allocator, assemble->slots[i].replies);
    stf_mem_release(assemble->allocator, assemble->slots[i].holds);
  }
  stf_mem_release(assemble->allocator, assemble->slots);
  stf_duty_clear(&assemble->duty);
  stf_seen_clear(&assemble->seen);
  stf_mem_release(assemble->allocator, assemble);
}

struct stf_assemble_facts stf_assemble_facts(const struct stf_assemble *assemble) {
  struct stf_assemble_facts facts = assemble->facts;
  facts.unmatched_n += assemble->store.unmatched_n + assemble->duty.unmatched_n;
  return facts;
}

/* --- Slots and their queues --- */

static void leave_queue(struct stf_assemble *a, uint32_t index) {
  struct stf_assemble_record *slot = &a->slots[index];
  struct queue *queue = &a->queues[slot->ended];
  if (slot->before != NO_SLOT) {
    a->slots[slot->before].behind = slot->behind;
  } else {
    queue->first = slot->behind;
  }
  if (slot->behind != NO_SLOT) {
    a->slots[slot->behind].before = slot->before;
  } else {
    queue->last = slot->before;
  }
}

static void join_queue(struct stf_assemble *a, uint32_t index) {
  struct stf_assemble_record *slot = &a->slots[index];
  struct queue *queue = &a->queues[slot->ended];
  slot->before = queue->last;
  slot->behind = NO_SLOT;
  if (queue->last != NO_SLOT) {
    a->slots[queue->last].behind = index;
  } else {
    queue->first = index;
  }
  queue->last = index;
}

/* A cleared slot; the arrays of its last use stay with it. NO_SLOT without memory. */
static uint32_t take_slot(struct stf_assemble *a) {
  uint32_t index = a->free_slot;
  if (index != NO_SLOT) {
    a->free_slot = a->slots[index].behind;
  } else {
    struct stf_assemble_record *slots = stf_mem_grown(
        a->allocator, a->slots, &a->slots_capacity, a->slots_n + 1, sizeof *slots);
    if (slots == NULL || a->slots_n >= NO_SLOT) {
      a->slots = slots != NULL ? slots : a->slots;
      return NO_SLOT;
    }
    a->slots = slots;
    index = (uint32_t)a->slots_n++;
    a->slots[index] = (struct stf_assemble_record){0};
  }
  struct stf_assemble_record *slot = &a->slots[index];
  *slot = (struct stf_assemble_record){.works = slot->works,
                                       .works_capacity = slot->works_capacity,
                                       .replies = slot->replies,
                                       .replies_capacity = slot->replies_capacity,
                                       .holds = slot->holds,
                                       .holds_capacity = slot->holds_capacity,
                                       .record = STF_CONTACT_EMPTY,
                                       .last_us = STF_NEVER,
                                       .waiting_us = STF_NEVER,
                                       .pending_us = STF_NEVER,
                                       .assigned_agent = STF_NOBODY,
                                       .assigned_team = STF_NOBODY};
  a->held_n++;
  if (a->held_n > a->facts.open_at_once_n) {
    a->facts.open_at_once_n = a->held_n;
  }
  return index;
}

/* Later records of one contact id need an address of their own that depends on nothing but the
 * log: the finaliser of splitmix64 over hash and opening. */
static uint64_t later_address(uint64_t hash, int64_t open_us) {
  uint64_t mixed = hash ^ ((uint64_t)open_us * UINT64_C(0x9e3779b97f4a7c15));
  mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
  return mixed ^ mixed >> 31;
}

/* --- Outcome and passing on --- */

static bool work_is_done(const struct stf_assemble_record *slot) {
  for (uint32_t i = 0; i < slot->record.works_n; i++) {
    if (slot->works[i].end_us == STF_NEVER) {
      return false;
    }
  }
  return slot->record.works_n > 0;
}

/* In a log without a single close: whether what is known looks like an end. */
static bool is_settled(const struct stf_assemble *a, const struct stf_assemble_record *slot,
                       bool human) {
  if (a->closes_n > 0 || a->options.idle_close_us > 0) {
    return false;
  }
  bool done = human ? work_is_done(slot) : slot->record.bot_end_us != STF_NEVER;
  return done || slot->record.last_message_us != STF_NEVER;
}

static enum stf_outcome outcome_of(const struct stf_assemble *a,
                                   const struct stf_assemble_record *slot) {
  const struct stf_contact *record = &slot->record;
  bool human =
      stf_contact_offered(record) || record->first_human_us != STF_NEVER || record->works_n > 0;
  bool bot = slot->bot_seen || slot->closed_by_bot;
  if (record->abandon_us != STF_NEVER && (human || !bot)) {
    return STF_OUTCOME_ABANDONED;
  }
  if (record->close_us == STF_NEVER && record->abandon_us == STF_NEVER &&
      !is_settled(a, slot, human)) {
    return STF_OUTCOME_OPEN;
  }
  return bot && !human ? STF_OUTCOME_CONTAINED : STF_OUTCOME_CLOSED;
}

static enum stf_status pass_on(struct stf_assemble *a, uint32_t index) {
  struct stf_assemble_record *slot = &a->slots[index];
  struct stf_contact *record = &slot->record;
  record->outcome = (uint8_t)outcome_of(a, slot);
  if (record->works_n > 0) {
    record->work = slot->works[0];
  }
  record->works = record->works_n > 1 ? slot->works : NULL;
  record->replies = record->replies_n > 0 ? slot->replies : NULL;
  record->unanswered_us = slot->waiting_us;
  record->holds_n = slot->parks_n > 0 ? record->holds_n : 0;
  record->holds = record->holds_n > 0 ? slot->holds : NULL;
  leave_queue(a, index);
  *stf_seen_find(&a->seen, slot->hash) = PASSED_ON;
  slot->behind = a->free_slot;
  a->free_slot = index;
  a->held_n--;
  return a->sink.contact != NULL ? a->sink.contact(a->sink.context, record) : STF_OK;
}

static void close_idle(struct stf_assemble *a, uint32_t index) {
  struct stf_assemble_record *slot = &a->slots[index];
  stf_assemble_record_close(slot, slot->last_us + a->options.idle_close_us);
  a->facts.idle_closed_n++;
}

/* Passes on what has been silent for long enough. */
static enum stf_status expire(struct stf_assemble *a, int64_t now_us) {
  for (int ended = 0; ended <= 1; ended++) {
    int64_t patience_us = ended ? a->options.linger_us : a->options.idle_close_us;
    for (;;) {
      uint32_t index = a->queues[ended].first;
      if (patience_us == 0 || index == NO_SLOT ||
          now_us - a->slots[index].last_us <= patience_us) {
        break;
      }
      if (!ended) {
        close_idle(a, index);
      }
      enum stf_status status = pass_on(a, index);
      if (status != STF_OK) {
        return status;
      }
    }
  }
  return STF_OK;
}

/* --- Which record an event belongs to --- */

/* Begins a record; `entry` is the contact's value in `seen`, NULL for a new contact. */
static enum stf_status begin(struct stf_assemble *a, const struct stf_event *event,
                             uint32_t *entry, uint32_t *index) {
  *index = take_slot(a);
  if (*index == NO_SLOT) {
    return STF_ERR_MEMORY;
  }
  struct stf_assemble_record *slot = &a->slots[*index];
  slot->hash = event->contact;
  slot->record.open_us = event->at_us;
  slot->record.id =
      event->contact_id != STF_NOBODY ? event->contact_id : (uint32_t)a->facts.contacts_n;
  slot->record.address = entry == NULL ? slot->hash : later_address(slot->hash, event->at_us);
  join_queue(a, *index);
  a->facts.contacts_n++;
  if (entry != NULL) {
    *entry = *index;
    return STF_OK;
  }
  return stf_seen_put(&a->seen, event->contact, *index);
}

/* NO_SLOT in *index: the event came too late and is left out. */
static enum stf_status find_record(struct stf_assemble *a, const struct stf_event *event,
                                   uint32_t *index) {
  uint32_t *entry = stf_seen_find(&a->seen, event->contact);
  if (entry == NULL) {
    return begin(a, event, NULL, index);
  }
  *index = *entry;
  if (*index != PASSED_ON && a->slots[*index].ended && event->kind == STF_EVENT_OPEN) {
    enum stf_status status = pass_on(a, *index);
    return status == STF_OK ? begin(a, event, entry, index) : status;
  }
  if (*index != PASSED_ON) {
    return STF_OK;
  }
  if (event->kind == STF_EVENT_OPEN ||
      (event->kind == STF_EVENT_MSG_IN && a->options.idle_close_us > 0)) {
    return begin(a, event, entry, index);
  }
  a->facts.late_n++;
  *index = NO_SLOT;
  return STF_OK;
}

static enum stf_status take_contact_event(struct stf_assemble *a,
                                          const struct stf_event *event) {
  uint32_t index = NO_SLOT;
  enum stf_status status = find_record(a, event, &index);
  if (status != STF_OK || index == NO_SLOT) {
    return status;
  }
  leave_queue(a, index);
  struct stf_assemble_record *slot = &a->slots[index];
  status = stf_assemble_record_apply(&a->store, slot, event);
  a->closes_n += event->kind == STF_EVENT_CLOSE;
  slot->last_us = event->at_us;
  join_queue(a, index);
  return status;
}

/* --- The stream --- */

enum stf_status stf_assemble_event(struct stf_assemble *assemble,
                                   const struct stf_event *event) {
  STF_ASSERT(event->at_us >= assemble->last_us);
  assemble->last_us = event->at_us;
  enum stf_status status = expire(assemble, event->at_us);
  if (status != STF_OK) {
    return status;
  }
  if (stf_event_of_contact(event->kind)) {
    return take_contact_event(assemble, event);
  }
  return stf_event_of_agent(event->kind) ? stf_duty_event(&assemble->duty, event) : STF_OK;
}

enum stf_status stf_assemble_finish(struct stf_assemble *assemble, int64_t horizon_us) {
  enum stf_status status = expire(assemble, horizon_us);
  for (int ended = 0; ended <= 1; ended++) {
    while (status == STF_OK && assemble->queues[ended].first != NO_SLOT) {
      status = pass_on(assemble, assemble->queues[ended].first);
    }
  }
  return status == STF_OK ? stf_duty_end(&assemble->duty, horizon_us) : status;
}
