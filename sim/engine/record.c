/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/record.h"

#include "engine/customer.h"
#include "engine/returns.h"

#include <string.h>

enum {
  BLOCK_N = 128
};

enum stf_status stf_record_init(struct stf_record_block *block, const struct stf_desk *desk,
                                const struct stf_allocator *allocator) {
  *block = (struct stf_record_block){.desk = desk, .allocator = allocator};
  block->items = stf_mem_zeroed(allocator, BLOCK_N, sizeof *block->items);
  block->replies = stf_mem_zeroed(allocator, BLOCK_N, sizeof *block->replies);
  if (block->items == NULL || block->replies == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_briefs_init(&block->briefs, desk, allocator);
}

void stf_record_clear(struct stf_record_block *block) {
  stf_mem_release(block->allocator, block->items);
  stf_mem_release(block->allocator, block->replies);
  stf_contact_room_clear(&block->room, block->allocator);
  block->items = NULL;
  block->replies = NULL;
  stf_briefs_clear(&block->briefs);
}

void stf_record_start(struct stf_record_block *block, const struct stf_engine_sink *sink) {
  block->sink = sink;
  block->account = (struct stf_engine_account){.end_us = block->desk->from_us};
  block->n = 0;
  block->status = STF_OK;
  stf_briefs_start(&block->briefs, sink);
}

static void pass_records(struct stf_record_block *block) {
  if (block->n > 0 && block->status == STF_OK) {
    block->status = block->sink->contacts(block->sink->context, block->items, block->n);
  }
  block->n = 0;
  block->used = (struct stf_record_needs){0};
}

void stf_record_flush(struct stf_record_block *block) {
  pass_records(block);
  stf_briefs_flush(&block->briefs);
  block->status = block->status == STF_OK ? block->briefs.status : block->status;
}

/* Contacts of other kinds than a class's own and a log's own share their entity with one of
 * those, or may do so: theirs is mixed (finaliser of splitmix64). */
uint64_t stf_record_address(const struct stf_arrival *arrival) {
  const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
  if (arrival->kind == STF_STREAM_RETURN) {
    return arrival->address ^ arrival->copy * golden;
  }
  if (arrival->kind == STF_STREAM_CONTACT || arrival->kind == STF_STREAM_LOGGED) {
    return arrival->address;
  }
  uint64_t mixed =
      arrival->address ^ ((uint64_t)arrival->kind << 32 | (arrival->copy + 1)) * golden;
  mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
  return mixed ^ mixed >> 31;
}

static struct stf_contact *add(struct stf_record_block *block,
                               const struct stf_arrival *arrival) {
  if (block->n == BLOCK_N) {
    pass_records(block);
  }
  const struct stf_class *class = &block->desk->classes[arrival->class_index];
  struct stf_contact *contact = &block->items[block->n++];
  *contact = STF_CONTACT_EMPTY;
  contact->address = stf_record_address(arrival);
  contact->id = arrival->id;
  contact->open_us = arrival->open_us;
  contact->queue_us = arrival->queue_us;
  contact->class_id = class->name;
  contact->channel = class->channel;
  contact->priority = class->priority_name;
  contact->customer = arrival->customer;
  contact->campaign = arrival->campaign;
  contact->again = arrival->kind == STF_STREAM_RETURN;
  if (arrival->handed_over) {
    contact->bot_start_us = arrival->open_us;
    contact->bot_end_us = arrival->queue_us;
  }
  return contact;
}

/* Escalations of a contact whose record is complete, and what comes after it. */
static void follow(const struct stf_record_block *block, const struct stf_arrival *arrival,
                   struct stf_contact *contact) {
  const struct stf_desk *desk = block->desk;
  const struct stf_escalation *escalation = desk->classes[arrival->class_index].escalation;
  if (escalation != NULL) {
    stf_escalation_tell(escalation, desk->end == STF_EDGE_HORIZON ? desk->to_us : INT64_MAX,
                        contact);
  }
  if (block->returns != NULL) {
    stf_returns_ended(block->returns, arrival, contact);
  }
}

/* True if what happens at that instant happens within the run. */
static bool happens(const struct stf_record_block *block, int64_t at_us) {
  const struct stf_desk *desk = block->desk;
  return desk->end == STF_EDGE_UNTIL_EMPTY || at_us <= desk->to_us;
}

static void say(const struct stf_record_block *block, struct stf_contact *contact,
                int64_t at_us) {
  if (!happens(block, at_us)) {
    return;
  }
  if (contact->first_any_us == STF_NEVER || at_us < contact->first_any_us) {
    contact->first_any_us = at_us;
  }
  if (at_us > contact->last_message_us) {
    contact->last_message_us = at_us;
  }
}

/* The customer's first message, and what was said without a human. */
static void greet(const struct stf_record_block *block, const struct stf_class *class,
                  struct stf_contact *contact) {
  bool met_bot = contact->bot_start_us != STF_NEVER;
  if (!class->acknowledges && !met_bot && class->turns == NULL &&
      class->first_message.kind == STF_LAW_NEVER) {
    return;
  }
  contact->last_message_us = contact->open_us;
  contact->unanswered_us = contact->open_us;
  if (class->acknowledges) {
    say(block, contact, contact->open_us + class->ack_us);
  }
  if (met_bot) {
    say(block, contact, contact->bot_start_us);
  }
}

/* The agent's first message, at most at the end of the work, and the last one. */
static void answer(struct stf_record_block *block, struct stf_contact *contact,
                   const struct stf_record_work *work) {
  int64_t first_us =
      work->first_message_us < work->end_us ? work->first_message_us : work->end_us;
  if (work->first_message_us == STF_NEVER || !happens(block, first_us)) {
    return;
  }
  contact->first_human_us = first_us;
  struct stf_reply *reply = &block->replies[contact - block->items];
  *reply = (struct stf_reply){.asked_us = contact->open_us,
                              .last_us = contact->open_us,
                              .at_us = first_us,
                              .agent = work->agent};
  contact->replies = reply;
  contact->replies_n = 1;
  contact->unanswered_us = STF_NEVER;
  say(block, contact, first_us);
  if (work->end_us != INT64_MAX) {
    say(block, contact, work->end_us);
  }
}

void stf_record_arrived(struct stf_record_block *block, const struct stf_arrival *arrival) {
  const struct stf_desk *desk = block->desk;
  block->account.arrived_n++;
  block->account.counted_n +=
      arrival->open_us >= desk->from_us && arrival->open_us < desk->to_us;
  block->account.returned_n += arrival->kind == STF_STREAM_RETURN;
}

void stf_record_arrived_run(struct stf_record_block *block, const int64_t *open_us, size_t n) {
  const struct stf_desk *desk = block->desk;
  block->account.arrived_n += (int64_t)n;
  for (size_t i = 0; i < n; i++) {
    block->account.counted_n += open_us[i] >= desk->from_us && open_us[i] < desk->to_us;
  }
}

void stf_record_waited(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t left_us) {
  bool left = left_us != STF_NEVER;
  if (left && stf_briefs_takes(&block->briefs, arrival)) {
    stf_record_brief(
        block,
        (struct stf_brief){arrival->open_us, STF_NEVER, left_us,
                           stf_briefs_kind(&block->briefs, arrival->class_index, STF_NOBODY)});
    return;
  }
  if (left) {
    block->account.left_n++;
  } else {
    block->account.waiting_n++;
  }
  struct stf_contact *contact = add(block, arrival);
  greet(block, &block->desk->classes[arrival->class_index], contact);
  contact->outcome = left ? STF_OUTCOME_ABANDONED : STF_OUTCOME_OPEN;
  contact->abandon_us = left_us;
  contact->first_close_us = left_us;
  contact->close_us = left_us;
  follow(block, arrival, contact);
}

/* Who has it in hand, and since when. */
static void put_work(const struct stf_record_block *block, struct stf_contact *contact,
                     const struct stf_record_work *work) {
  int64_t done_us = stf_customer_later(work->end_us, work->wrap_up_us);
  contact->assign_us = work->start_us;
  if (work->team == STF_NOBODY) {
    return;
  }
  contact->agent = work->agent;
  contact->team = block->desk->teams[work->team].name;
  contact->works_n = 1;
  contact->work = (struct stf_work){.start_us = work->start_us,
                                    .end_us = happens(block, done_us) ? done_us : STF_NEVER,
                                    .agent = contact->agent,
                                    .team = contact->team};
}

static void put_end(struct stf_contact *contact, int64_t end_us) {
  contact->outcome = end_us != STF_NEVER ? STF_OUTCOME_CLOSED : STF_OUTCOME_OPEN;
  contact->first_close_us = end_us;
  contact->close_us = end_us;
}

/* Room for what a record borrows of a contact that was transferred or handed back. */
struct stretches {
  struct stf_work works[STF_RECORD_PAST_MAX + 1];
  struct stf_hold holds[STF_RECORD_PAST_MAX + 1];
  struct stf_reply replies[STF_RECORD_PAST_MAX + 1];
};

/* Puts the stretches of before in front of the one there is, if any. Between two of them the
 * contact took nobody's place. */
static void put_past(struct stf_contact *contact, const struct stf_record_past *past,
                     struct stretches *room) {
  uint32_t n = past->works_n;
  struct stf_work *works = room->works;
  memcpy(works, past->works, n * sizeof *works);
  bool has_last = contact->works_n > 0;
  if (has_last) {
    works[n++] = contact->work;
  }
  STF_ASSERT(n > 0);
  for (uint32_t i = 0; i < n; i++) {
    bool is_last = has_last && i + 1 == n;
    bool closed = (past->closed >> i & 1) != 0;
    int64_t next_us = i + 1 < n ? works[i + 1].start_us : STF_NEVER;
    room->holds[i] = (struct stf_hold){.start_us = works[i].start_us,
                                       .end_us = is_last ? STF_NEVER : works[i].end_us,
                                       .back_us = closed ? past->reopened_us[i] : next_us,
                                       .agent = works[i].agent,
                                       .team = works[i].team,
                                       .handed_back = (past->handed_back >> i & 1) != 0,
                                       .closed = closed};
  }
  contact->holds = room->holds;
  contact->holds_n = n;
  contact->work = works[0];
  contact->works = n > 1 ? works : NULL;
  contact->works_n = n;
  contact->assign_us = works[0].start_us;
  contact->agent = works[n - 1].agent;
  contact->team = works[n - 1].team;
}

/* The customer opens it again, and is answered in the work behind that, at most at its end. */
static void answer_again(const struct stf_record_block *block, struct stf_contact *contact,
                         const struct stf_record_work *last, struct stretches *room) {
  const struct stf_record_past *past = last->past;
  for (uint32_t i = 0; i < past->works_n && contact->replies_n > 0; i++) {
    bool is_last = i + 1 == past->works_n;
    int64_t start_us = is_last ? last->start_us : past->works[i + 1].start_us;
    int64_t end_us = is_last ? last->end_us : past->works[i + 1].end_us;
    if ((past->closed >> i & 1) == 0 || past->reply_us[i] == STF_NEVER) {
      continue;
    }
    int64_t asked_us = past->reopened_us[i];
    int64_t at_us =
        start_us != STF_NEVER ? stf_customer_later(start_us, past->reply_us[i]) : INT64_MAX;
    at_us = at_us < end_us ? at_us : end_us;
    say(block, contact, asked_us);
    if (start_us == STF_NEVER || at_us == INT64_MAX || !happens(block, at_us)) {
      contact->unanswered_us = asked_us;
      return;
    }
    room->replies[0] = contact->replies[0];
    room->replies[contact->replies_n] =
        (struct stf_reply){.asked_us = asked_us,
                           .last_us = asked_us,
                           .at_us = at_us,
                           .agent = is_last ? last->agent : past->works[i + 1].agent};
    contact->replies = room->replies;
    contact->replies_n++;
    say(block, contact, at_us);
    if (end_us != INT64_MAX) {
      say(block, contact, end_us);
    }
  }
}

/* The closes before the last one. Who is open again at the end counts as closed then, as a log
 * that is read has it. */
static void put_closes(struct stf_contact *contact, const struct stf_record_past *past) {
  int64_t last_us = STF_NEVER;
  for (uint32_t i = 0; i < past->works_n; i++) {
    if ((past->closed >> i & 1) != 0) {
      contact->first_close_us =
          contact->reopens_n++ == 0 ? past->works[i].end_us : contact->first_close_us;
      last_us = past->works[i].end_us;
    }
  }
  if (contact->close_us == STF_NEVER && last_us != STF_NEVER) {
    contact->outcome = STF_OUTCOME_CLOSED;
    contact->close_us = last_us;
  }
}

/* Who wrote first, and when: in the first stretch that lasted long enough, else in this one. */
static struct stf_record_work writer_of(const struct stf_record_work *work) {
  struct stf_record_work writer = *work;
  const struct stf_record_past *past = work->past;
  if (past == NULL || work->first_message_us == STF_NEVER) {
    return writer;
  }
  if (past->closed != 0) { /* answered before it was closed */
    writer.agent = past->works[0].agent;
    writer.end_us = past->works[0].end_us;
    return writer;
  }
  int64_t delay_us = work->first_message_us - past->works[0].start_us;
  for (uint32_t w = 0; w < past->works_n; w++) {
    writer.first_message_us = past->works[w].start_us + delay_us;
    writer.agent = past->works[w].agent;
    if (writer.first_message_us <= past->works[w].end_us) {
      return writer;
    }
  }
  writer.agent = work->agent;
  writer.first_message_us = work->start_us != STF_NEVER ? work->start_us + delay_us : STF_NEVER;
  return writer;
}

void stf_record_balked(struct stf_record_block *block, const struct stf_arrival *arrival) {
  stf_record_waited(block, arrival, arrival->queue_us);
  block->items[block->n - 1].balked = true;
}

void stf_record_ghost(struct stf_record_block *block, const struct stf_arrival *arrival,
                      int64_t gone_us) {
  stf_record_waited(block, arrival, STF_NEVER);
  struct stf_contact *contact = &block->items[block->n - 1];
  contact->outcome = STF_OUTCOME_ABANDONED;
  contact->abandon_us = gone_us;
  contact->silent = true;
  block->account.gone_n++;
}

void stf_record_silent(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t gone_us) {
  if (block->returns != NULL) {
    stf_returns_silent(block->returns, arrival, gone_us);
  }
}

void stf_record_left(struct stf_record_block *block, struct stf_contact *contact,
                     int64_t left_us, bool silent) {
  if (happens(block, left_us)) {
    contact->outcome = STF_OUTCOME_ABANDONED;
    contact->abandon_us = left_us;
    contact->silent = silent;
    block->account.gone_n++;
  }
}

/* True if there is room for what one more record points to. */
static bool fits(const struct stf_record_block *block, const struct stf_record_needs *needs) {
  const struct stf_contact_room *room = &block->room;
  return block->n < BLOCK_N &&
         (size_t)block->used.works_n + needs->works_n <= room->works_capacity &&
         (size_t)block->used.replies_n + needs->replies_n <= room->replies_capacity &&
         (size_t)block->used.holds_n + needs->holds_n <= room->holds_capacity;
}

struct stf_contact *stf_record_begin(struct stf_record_block *block,
                                     const struct stf_arrival *arrival,
                                     const struct stf_record_needs *needs,
                                     struct stf_contact_room *room) {
  enum {
    USUAL = 8 * BLOCK_N /* works, replies and places of a whole block */
  };
  if (!fits(block, needs)) {
    stf_record_flush(block);
    const struct stf_contact most = {
        .works_n = needs->works_n > USUAL ? needs->works_n : USUAL,
        .replies_n = needs->replies_n > USUAL ? needs->replies_n : USUAL,
        .holds_n = needs->holds_n > USUAL ? needs->holds_n : USUAL};
    enum stf_status status = stf_contact_room_fit(&block->room, &most, block->allocator);
    if (status != STF_OK) {
      block->status = status;
      return NULL;
    }
  }
  *room = (struct stf_contact_room){.works = block->room.works + block->used.works_n,
                                    .replies = block->room.replies + block->used.replies_n,
                                    .holds = block->room.holds + block->used.holds_n};
  block->used.works_n += needs->works_n;
  block->used.replies_n += needs->replies_n;
  block->used.holds_n += needs->holds_n;
  block->account.assigned_n++;
  struct stf_contact *contact = add(block, arrival);
  greet(block, &block->desk->classes[arrival->class_index], contact);
  return contact;
}

/* The record with room for its works, which are written into it; NULL without memory. */
static struct stf_contact *begin(struct stf_record_block *block,
                                 const struct stf_arrival *arrival,
                                 const struct stf_record_channel *channel) {
  bool several = channel != NULL && channel->works_n > 1;
  const struct stf_record_needs needs = {.works_n = several ? channel->works_n : 0};
  struct stf_contact_room room;
  if (several) {
    struct stf_contact *contact = stf_record_begin(block, arrival, &needs, &room);
    if (contact != NULL) {
      memcpy(room.works, channel->works, needs.works_n * sizeof *room.works);
      contact->works = room.works;
    }
    return contact;
  }
  block->account.assigned_n++;
  struct stf_contact *contact = add(block, arrival);
  greet(block, &block->desk->classes[arrival->class_index], contact);
  return contact;
}

/* The works of who stood still in between. */
static void put_channel(struct stf_contact *contact, const struct stf_record_channel *channel) {
  contact->places = channel->places;
  contact->works_n = channel->works_n;
  if (channel->works_n > 0) {
    contact->work = channel->works[0];
  }
}

void stf_record_assigned(struct stf_record_block *block, const struct stf_arrival *arrival,
                         const struct stf_record_work *work) {
  bool ends = happens(block, work->end_us);
  if (ends && work->team != STF_NOBODY && work->channel == NULL && work->past == NULL &&
      stf_briefs_takes(&block->briefs, arrival)) {
    stf_record_brief(
        block,
        (struct stf_brief){arrival->open_us, work->start_us, work->end_us,
                           stf_briefs_kind(&block->briefs, arrival->class_index, work->team)});
    return;
  }
  struct stretches room;
  struct stf_record_work writer = writer_of(work);
  struct stf_contact *contact = begin(block, arrival, work->channel);
  if (contact == NULL) {
    return;
  }
  answer(block, contact, &writer);
  put_work(block, contact, work);
  if (work->channel != NULL) {
    put_channel(contact, work->channel);
  }
  if (work->past != NULL) {
    answer_again(block, contact, work, &room);
    put_past(contact, work->past, &room);
  }
  put_end(contact, ends ? work->end_us : STF_NEVER);
  if (work->past != NULL) {
    put_closes(contact, work->past);
  }
  if (work->left_us != STF_NEVER) {
    stf_record_left(block, contact, work->left_us, work->silent);
  }
  follow(block, arrival, contact);
  if (work->past != NULL) {
    stf_record_flush(block);
  }
}

void stf_record_dropped(struct stf_record_block *block, const struct stf_arrival *arrival,
                        const struct stf_record_past *past) {
  struct stretches room;
  struct stf_record_work work = {.start_us = STF_NEVER,
                                 .end_us = INT64_MAX,
                                 .first_message_us = past->first_message_us,
                                 .left_us = STF_NEVER,
                                 .agent = STF_NOBODY,
                                 .team = STF_NOBODY,
                                 .past = past};
  struct stf_record_work writer = writer_of(&work);
  block->account.assigned_n++;
  struct stf_contact *contact = add(block, arrival);
  greet(block, &block->desk->classes[arrival->class_index], contact);
  answer(block, contact, &writer);
  answer_again(block, contact, &work, &room);
  put_past(contact, past, &room);
  put_end(contact, STF_NEVER);
  put_closes(contact, past);
  follow(block, arrival, contact);
  stf_record_flush(block);
}

void stf_record_end(struct stf_record_block *block, const struct stf_arrival *arrival,
                    struct stf_contact *contact) {
  follow(block, arrival, contact);
}

void stf_record_in_bot(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t end_us, bool gave_up) {
  struct stf_contact *contact = add(block, arrival);
  contact->queue_us = STF_NEVER;
  contact->bot_start_us = arrival->open_us;
  contact->bot_end_us = STF_NEVER;
  contact->outcome = STF_OUTCOME_OPEN;
  greet(block, &block->desk->classes[arrival->class_index], contact);
  if (end_us == INT64_MAX || !happens(block, end_us)) {
    block->account.in_bot_n++;
    return;
  }
  contact->bot_end_us = end_us;
  contact->first_close_us = end_us;
  contact->close_us = end_us;
  contact->outcome = STF_OUTCOME_CONTAINED;
  if (gave_up) {
    block->account.gave_up_n++;
    contact->abandon_us = end_us;
  } else {
    block->account.contained_n++;
    say(block, contact, end_us);
  }
  follow(block, arrival, contact);
}
