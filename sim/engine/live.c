/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/live.h"

#include "engine/staff.h"

void stf_live_clear(struct stf_live_pool *pool) {
  stf_mem_release(pool->allocator, pool->talks);
  stf_mem_release(pool->allocator, pool->marks);
  stf_mem_release(pool->allocator, pool->kinds);
  stf_live_init(pool, pool->allocator);
}

void stf_live_start(struct stf_live_pool *pool) {
  pool->talks_n = 0;
  pool->marks_n = 0;
  pool->free_talk = STF_LIVE_NONE;
  pool->free_mark = STF_LIVE_NONE;
  pool->status = STF_OK;
}

uint32_t stf_live_new(struct stf_live_pool *pool) {
  uint32_t index = pool->free_talk;
  uint32_t generation = 0;
  if (index != STF_LIVE_NONE) {
    pool->free_talk = pool->talks[index].held_next;
    generation = pool->talks[index].generation;
  } else {
    struct stf_live *talks = stf_mem_grown(pool->allocator, pool->talks, &pool->talks_capacity,
                                           pool->talks_n + 1, sizeof *talks);
    if (talks == NULL || pool->talks_n >= INT32_MAX) {
      pool->talks = talks != NULL ? talks : pool->talks;
      pool->status = STF_ERR_MEMORY;
      return STF_LIVE_NONE;
    }
    pool->talks = talks;
    index = (uint32_t)pool->talks_n++;
  }
  struct stf_live *talk = &pool->talks[index];
  *talk = (struct stf_live){.generation = generation,
                            .asked_us = STF_NEVER,
                            .last_us = STF_NEVER,
                            .back_us = INT64_MAX,
                            .left_us = -1,
                            .claim = {1, 1, STF_CHANNELS_ORDINARY},
                            .agent = STF_LIVE_NONE,
                            .ready_next = STF_LIVE_NONE,
                            .held_next = STF_LIVE_NONE,
                            .held_before = STF_LIVE_NONE,
                            .first_mark = STF_LIVE_NONE,
                            .last_mark = STF_LIVE_NONE,
                            .is_live = true};
  return index;
}

void stf_live_drop(struct stf_live_pool *pool, uint32_t talk) {
  struct stf_live *own = &pool->talks[talk];
  if (own->first_mark != STF_LIVE_NONE) {
    pool->marks[own->last_mark].next = pool->free_mark;
    pool->free_mark = own->first_mark;
  }
  own->is_live = false;
  own->generation++;
  own->held_next = pool->free_talk;
  pool->free_talk = talk;
}

static uint32_t take_mark(struct stf_live_pool *pool) {
  uint32_t index = pool->free_mark;
  if (index != STF_LIVE_NONE) {
    pool->free_mark = pool->marks[index].next;
    return index;
  }
  struct stf_live_mark *marks = stf_mem_grown(
      pool->allocator, pool->marks, &pool->marks_capacity, pool->marks_n + 1, sizeof *marks);
  pool->marks = marks != NULL ? marks : pool->marks;
  uint8_t *kinds = stf_mem_grown(pool->allocator, pool->kinds, &pool->kinds_capacity,
                                 pool->marks_n + 1, sizeof *kinds);
  pool->kinds = kinds != NULL ? kinds : pool->kinds;
  if (marks == NULL || kinds == NULL || pool->marks_n >= STF_LIVE_NONE) {
    pool->status = STF_ERR_MEMORY;
    return STF_LIVE_NONE;
  }
  return (uint32_t)pool->marks_n++;
}

void stf_live_note(struct stf_live_pool *pool, uint32_t talk, enum stf_live_kind kind,
                   int64_t at_us, uint32_t agent) {
  uint32_t mark = take_mark(pool);
  if (mark == STF_LIVE_NONE) {
    return;
  }
  struct stf_live *own = &pool->talks[talk];
  pool->marks[mark] = (struct stf_live_mark){at_us, agent, STF_LIVE_NONE};
  pool->kinds[mark] = (uint8_t)kind;
  if (own->last_mark == STF_LIVE_NONE) {
    own->first_mark = mark;
  } else {
    pool->marks[own->last_mark].next = mark;
  }
  own->last_mark = mark;
  own->marks_n[kind]++;
}

/* ---- the record ---- */

/* A record under construction. */
struct making {
  const struct stf_staff *staff;
  struct stf_contact *contact;
  struct stf_work *works;
  struct stf_reply *replies;
  struct stf_hold *holds;
  uint32_t parks_n;
  uint32_t holds_n;
  int64_t last_us; /* the customer's last message */
};

static uint32_t team_name(const struct stf_staff *staff, uint32_t agent) {
  return staff->desk->teams[staff->agents[agent].team].name;
}

static bool differs(uint32_t before, uint32_t now) {
  return before != STF_NOBODY && now != STF_NOBODY && before != now;
}

/* The last pause without a place ends. */
static void end_park(struct making *making, int64_t at_us) {
  struct stf_hold *last = making->holds_n > 0 ? &making->holds[making->holds_n - 1] : NULL;
  if (last != NULL && last->end_us != STF_NEVER && last->back_us == STF_NEVER) {
    last->back_us = at_us;
  }
}

static void take(struct making *making, const struct stf_live_mark *mark) {
  struct stf_contact *contact = making->contact;
  uint32_t agent = making->staff->agents[mark->agent].name;
  uint32_t team = team_name(making->staff, mark->agent);
  if (contact->assign_us == STF_NEVER) {
    contact->assign_us = mark->at_us;
  } else if (!making->holds[making->holds_n - 1].handed_back &&
             (differs(contact->agent, agent) || differs(contact->team, team))) {
    contact->transfers_n =
        (uint16_t)(contact->transfers_n + (contact->transfers_n < UINT16_MAX));
  }
  /* As a log is read: an assignment that names nobody leaves the agent as it was. */
  contact->agent = agent != STF_NOBODY ? agent : contact->agent;
  contact->team = team;
  end_park(making, mark->at_us);
  making->holds[making->holds_n++] = (struct stf_hold){.start_us = mark->at_us,
                                                       .end_us = STF_NEVER,
                                                       .back_us = STF_NEVER,
                                                       .agent = contact->agent,
                                                       .team = contact->team};
}

static void ask(struct making *making, int64_t at_us) {
  struct stf_contact *contact = making->contact;
  contact->unanswered_us = contact->unanswered_us == STF_NEVER ? at_us : contact->unanswered_us;
  contact->last_message_us =
      at_us > contact->last_message_us ? at_us : contact->last_message_us;
  making->last_us = at_us;
  end_park(making, at_us);
}

static void stop(struct making *making, int64_t at_us) {
  making->works[making->contact->works_n - 1].end_us = at_us;
}

static void reply(struct making *making, const struct stf_live_mark *mark, bool is_template) {
  struct stf_contact *contact = making->contact;
  making->replies[contact->replies_n++] =
      (struct stf_reply){.asked_us = contact->unanswered_us,
                         .last_us = making->last_us,
                         .at_us = mark->at_us,
                         .agent = making->staff->agents[mark->agent].name,
                         .is_template = is_template};
  contact->unanswered_us = STF_NEVER;
  if (contact->first_human_us == STF_NEVER) {
    contact->first_human_us = mark->at_us;
  }
  if (contact->first_any_us == STF_NEVER || mark->at_us < contact->first_any_us) {
    contact->first_any_us = mark->at_us;
  }
  contact->last_message_us =
      mark->at_us > contact->last_message_us ? mark->at_us : contact->last_message_us;
}

static void start(struct making *making, const struct stf_live_mark *mark) {
  making->works[making->contact->works_n++] =
      (struct stf_work){.start_us = mark->at_us,
                        .end_us = STF_NEVER,
                        .agent = making->staff->agents[mark->agent].name,
                        .team = team_name(making->staff, mark->agent)};
}

static void close_at(struct stf_contact *contact, int64_t at_us) {
  if (contact->first_close_us == STF_NEVER) {
    contact->first_close_us = at_us;
  }
  contact->close_us = at_us;
}

static void apply(struct making *making, enum stf_live_kind kind,
                  const struct stf_live_mark *mark) {
  switch (kind) {
  case STF_LIVE_ASK:
    ask(making, mark->at_us);
    break;
  case STF_LIVE_TAKE:
    take(making, mark);
    break;
  case STF_LIVE_PARK:
  case STF_LIVE_HAND_BACK:
    making->holds[making->holds_n - 1].end_us = mark->at_us;
    making->holds[making->holds_n - 1].handed_back = kind == STF_LIVE_HAND_BACK;
    making->parks_n++;
    break;
  case STF_LIVE_START:
    start(making, mark);
    break;
  case STF_LIVE_STOP:
    stop(making, mark->at_us);
    break;
  case STF_LIVE_ANSWER:
    reply(making, mark, false);
    break;
  case STF_LIVE_REPLY:
  case STF_LIVE_TEMPLATE:
    stop(making, mark->at_us);
    reply(making, mark, kind == STF_LIVE_TEMPLATE);
    break;
  case STF_LIVE_CLOSE:
    close_at(making->contact, mark->at_us);
    break;
  case STF_LIVE_REOPEN:
    making->contact->reopens_n =
        (uint16_t)(making->contact->reopens_n + (making->contact->reopens_n < UINT16_MAX));
    break;
  }
}

void stf_live_record(struct stf_live_pool *pool, uint32_t talk, const struct stf_staff *staff,
                     struct stf_record_block *records) {
  const struct stf_live *own = &pool->talks[talk];
  if (pool->status != STF_OK) {
    return; /* a history with holes */
  }
  const struct stf_record_needs needs = {.works_n = own->marks_n[STF_LIVE_START],
                                         .replies_n = own->marks_n[STF_LIVE_REPLY] +
                                                      own->marks_n[STF_LIVE_TEMPLATE] +
                                                      own->marks_n[STF_LIVE_ANSWER],
                                         .holds_n = own->marks_n[STF_LIVE_TAKE]};
  struct stf_contact_room room;
  struct stf_contact *contact = stf_record_begin(records, &own->arrival, &needs, &room);
  if (contact == NULL) {
    return;
  }
  struct making making = {.staff = staff,
                          .contact = contact,
                          .works = room.works,
                          .replies = room.replies,
                          .holds = room.holds,
                          .last_us = contact->unanswered_us};
  for (uint32_t m = own->first_mark; m != STF_LIVE_NONE; m = pool->marks[m].next) {
    apply(&making, (enum stf_live_kind)pool->kinds[m], &pool->marks[m]);
  }
  if (contact->works_n > 0) {
    contact->work = room.works[0];
  }
  contact->works = contact->works_n > 1 ? room.works : NULL;
  contact->replies = contact->replies_n > 0 ? room.replies : NULL;
  contact->holds_n = making.parks_n > 0 ? making.holds_n : 0;
  contact->holds = contact->holds_n > 0 ? room.holds : NULL;
  contact->places = (uint8_t)own->claim.places; /* of several agents' the last one's */
  contact->outcome = contact->close_us != STF_NEVER ? STF_OUTCOME_CLOSED : STF_OUTCOME_OPEN;
  if (own->has_left) {
    stf_record_left(records, contact, own->leaves_us, false);
  } else if (own->gone_us != INT64_MAX) {
    stf_record_left(records, contact, own->gone_us, true);
  }
  stf_record_end(records, &own->arrival, contact);
}
