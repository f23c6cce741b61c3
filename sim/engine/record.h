/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contact records of one replication on their way to the sink, in blocks, and the account of
 * them.
 *
 * Messages in a record, each only if it comes before the horizon: the customer's first one at
 * the opening, the bot's greeting at its start and its last word when it contains the contact,
 * the acknowledgement, the first human message, and the agent's last word at the end of the
 * work where the first one is known. The customer's message at the opening is the one that the
 * first human message answers: automatic and bot messages answer nothing (contact/assemble.h).
 * A class without acknowledgement, bot and first_message has no messages at all; one in turns
 * has all of them (engine/live.h).
 */
#ifndef STF_ENGINE_RECORD_H
#define STF_ENGINE_RECORD_H

#include "contact/contact_room.h"
#include "engine/briefs.h"

struct stf_returns;

/* How much a record points to. */
struct stf_record_needs {
  uint32_t works_n;
  uint32_t replies_n;
  uint32_t holds_n;
};

struct stf_record_block {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  const struct stf_engine_sink *sink;
  struct stf_returns *returns; /* borrowed: told of every contact that ends; NULL: off */
  struct stf_engine_account account;
  struct stf_contact *items;    /* not yet passed on */
  struct stf_reply *replies;    /* of each item, where there is one */
  struct stf_contact_room room; /* of the items in turns */
  struct stf_record_needs used; /* of it */
  size_t n;
  struct stf_briefs briefs;
  enum stf_status status; /* of the sink; STF_OK */
};

enum {
  STF_RECORD_REOPENS_MAX = 48,    /* of one contact; never together with hand-backs */
  STF_RECORD_HAND_BACKS_MAX = 48, /* of one contact; whoever has it then finishes it */
  STF_RECORD_PAST_MAX = STF_RECORD_HAND_BACKS_MAX + STF_ESCALATION_RULES_MAX
};

/* What agents did on a contact before it was transferred or handed back out of their hands. */
struct stf_record_past {
  struct stf_work works[STF_RECORD_PAST_MAX]; /* ids of names; all ended */
  uint64_t handed_back;                       /* bit i: works[i] ended so */
  uint64_t closed;                            /* the same: at its end it was closed */
  int64_t reopened_us[STF_RECORD_PAST_MAX];   /* of those closed */
  int64_t reply_us[STF_RECORD_PAST_MAX];      /* from the work behind such an end to its first
                                                 message; STF_NEVER: not known */
  uint32_t works_n;                           /* > 0 */
  int64_t first_message_us; /* of a human, were the first of them not interrupted */
  int32_t next_free;        /* of its keeper */
};

/* Work of an agent who answers several channels. */
struct stf_record_channel {
  const struct stf_work *works; /* ids of names; the last may not have ended */
  uint32_t works_n;
  uint8_t places; /* that the contact takes */
};

/* Who took a contact, and when. */
struct stf_record_work {
  int64_t start_us;
  int64_t end_us;           /* of the work; after the horizon the contact counts as open */
  int64_t wrap_up_us;       /* work that follows, the customer gone */
  int64_t first_message_us; /* of a human, if the work lasts until then; STF_NEVER: not known */
  int64_t left_us;          /* the customer left then: before, or in hand; STF_NEVER: no */
  bool silent;              /* nobody knew: the work went on */
  uint32_t agent;           /* id in names.agents, or STF_NOBODY */
  uint32_t team; /* index into desk.teams, or STF_NOBODY: nobody of the desk has it in hand */
  const struct stf_record_past *past; /* before it; NULL: nothing. The first message is then
                                         its */
  const struct stf_record_channel *channel; /* NULL: one place, from start_us to end_us */
};

STF_MUST_USE enum stf_status stf_record_init(struct stf_record_block *block,
                                             const struct stf_desk *desk,
                                             const struct stf_allocator *allocator);
void stf_record_clear(struct stf_record_block *block);

/* Empty, for a new replication. */
void stf_record_start(struct stf_record_block *block, const struct stf_engine_sink *sink);

/* Address in the record, no two contacts of a replication have the same: entity of the draws
 * of a class's or a log's own contact, mixed with kind and number for all others. From the
 * first return of a customer on it is the entity of her draws. */
uint64_t stf_record_address(const struct stf_arrival *arrival);

/* Counts a contact that has come. */
void stf_record_arrived(struct stf_record_block *block, const struct stf_arrival *arrival);

/* Counts n contacts that have come then, none of them a return. */
void stf_record_arrived_run(struct stf_record_block *block, const int64_t *open_us, size_t n);

/* A contact in brief, where the sink takes them (briefs.is_taken) and the class's records are
 * plain: what stf_record_waited and stf_record_assigned make of such a contact. */
static inline void stf_record_brief(struct stf_record_block *block, struct stf_brief brief) {
  bool left = brief.taken_us == STF_NEVER;
  block->account.left_n += left;
  block->account.assigned_n += !left;
  stf_briefs_add(&block->briefs, brief);
  block->status = block->briefs.status != STF_OK ? block->briefs.status : block->status;
}

/* Record of a contact whose waiting has ended without an agent: left then, or at STF_NEVER
 * still there at the end. */
void stf_record_waited(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t left_us);

/* Record of a contact that turned away from the queue as it came. */
void stf_record_balked(struct stf_record_block *block, const struct stf_arrival *arrival);

/* Record of a contact that left silently then, and still stands in the queue at the end. */
void stf_record_ghost(struct stf_record_block *block, const struct stf_arrival *arrival,
                      int64_t gone_us);

/* A contact leaves an agent's hands silently, of which its record will come later: who comes
 * back does so after this instant. */
void stf_record_silent(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t gone_us);

/* Record of a contact that an agent took. */
void stf_record_assigned(struct stf_record_block *block, const struct stf_arrival *arrival,
                         const struct stf_record_work *work);

/* Record of a contact that waits at the end, and on which work was done before. */
void stf_record_dropped(struct stf_record_block *block, const struct stf_arrival *arrival,
                        const struct stf_record_past *past);
/* Begins the record of a conversation in turns that an agent took, with what was said without
 * a human; `room` is for what it points to. The caller fills it in, all up to the horizon, and
 * calls stf_record_end. NULL: without memory. */
struct stf_contact *stf_record_begin(struct stf_record_block *block,
                                     const struct stf_arrival *arrival,
                                     const struct stf_record_needs *needs,
                                     struct stf_contact_room *room);

/* Puts into the record that the customer left then, out of the agent's hands or silently. */
void stf_record_left(struct stf_record_block *block, struct stf_contact *contact,
                     int64_t left_us, bool silent);

void stf_record_end(struct stf_record_block *block, const struct stf_arrival *arrival,
                    struct stf_contact *contact);

/* Record of a contact that the bot keeps: it contains it at end_us, or the customer gives up
 * inside it then. After the horizon, or at INT64_MAX: still in the bot at the end. */
void stf_record_in_bot(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t end_us, bool gave_up);

/* Passes on what is there. */
void stf_record_flush(struct stf_record_block *block);

#endif
