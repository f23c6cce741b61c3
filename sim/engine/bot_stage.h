/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bot in front of the queues: who meets it, what becomes of them, and the contacts that it
 * has yet to hand over, in order of time.
 *
 * Whoever it contains and whoever gives up inside is recorded on meeting it: their fate is
 * known then. Hand-overs at equal instants come in the order in which the contacts came.
 */
#ifndef STF_BOT_STAGE_H
#define STF_BOT_STAGE_H

#include "engine/record.h"
#include "kernel/timer.h"

struct stf_bot_stage {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_record_block *records;
  struct stf_timer_queue pending; /* behind its n entries: free slots, up to slots_n */
  size_t pending_capacity;
  struct stf_arrival *slots; /* contacts of `pending` */
  size_t slots_capacity;
  uint32_t slots_n;
  uint64_t met_n;
};

/* `records` is borrowed. */
void stf_bot_stage_init(struct stf_bot_stage *stage, const struct stf_desk *desk,
                        struct stf_record_block *records,
                        const struct stf_allocator *allocator);
void stf_bot_stage_clear(struct stf_bot_stage *stage);

/* Nobody is in the bot. */
void stf_bot_stage_start(struct stf_bot_stage *stage);

/* Sends a contact that opens now through the bot, if it is not past it and the bot reaches it:
 * *met then. Fails without memory. */
STF_MUST_USE enum stf_status stf_bot_stage_meet(struct stf_bot_stage *stage,
                                                const struct stf_stream *stream,
                                                const struct stf_arrival *arrival, bool *met);

/* Instant of the next hand-over; INT64_MAX: none. */
static inline int64_t stf_bot_stage_next_us(const struct stf_bot_stage *stage) {
  return stage->pending.n > 0 ? stage->pending.items[0].at_us : INT64_MAX;
}

/* Takes the next contact handed over; queue_us is the hand-over. There must be one. */
struct stf_arrival stf_bot_stage_take(struct stf_bot_stage *stage);

/* Records everybody who is still in the bot at the end. */
void stf_bot_stage_end(struct stf_bot_stage *stage);

#endif
