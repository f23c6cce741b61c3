/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/bot_stage.h"

#include "engine/behind.h"
#include "engine/customer.h"

void stf_bot_stage_init(struct stf_bot_stage *stage, const struct stf_desk *desk,
                        struct stf_record_block *records,
                        const struct stf_allocator *allocator) {
  *stage = (struct stf_bot_stage){.desk = desk, .allocator = allocator, .records = records};
}

void stf_bot_stage_clear(struct stf_bot_stage *stage) {
  stf_mem_release(stage->allocator, stage->pending.items);
  stf_mem_release(stage->allocator, stage->slots);
  stf_bot_stage_init(stage, stage->desk, stage->records, stage->allocator);
}

void stf_bot_stage_start(struct stf_bot_stage *stage) {
  stage->pending.n = 0;
  stage->slots_n = 0;
  stage->met_n = 0;
}

/* One more slot, free. */
static enum stf_status add_slot(struct stf_bot_stage *stage) {
  size_t slots_n = (size_t)stage->slots_n + 1;
  struct stf_timer *items = stf_mem_grown(stage->allocator, stage->pending.items,
                                          &stage->pending_capacity, slots_n, sizeof *items);
  stage->pending.items = items != NULL ? items : stage->pending.items;
  struct stf_arrival *slots = stf_mem_grown(stage->allocator, stage->slots,
                                            &stage->slots_capacity, slots_n, sizeof *slots);
  stage->slots = slots != NULL ? slots : stage->slots;
  if (items == NULL || slots == NULL || slots_n > UINT32_MAX) {
    return STF_ERR_MEMORY;
  }
  items[stage->slots_n].slot = stage->slots_n;
  stage->slots_n++;
  return STF_OK;
}

static enum stf_status keep(struct stf_bot_stage *stage, const struct stf_arrival *arrival,
                            int64_t end_us) {
  if (stage->pending.n == stage->slots_n && add_slot(stage) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  uint32_t slot = stage->pending.items[stage->pending.n].slot;
  stage->slots[slot] = *arrival;
  stage->slots[slot].queue_us = end_us;
  stage->slots[slot].handed_over = true;
  stf_timer_push(&stage->pending,
                 (struct stf_timer){.at_us = end_us, .number = stage->met_n++, .slot = slot});
  return STF_OK;
}

/* What the bot makes of a contact. */
struct fate {
  bool met;
  bool contained;
  bool leaves;
  int64_t end_us; /* of the bot's part */
};

static struct fate fate_of(const struct stf_bot *bot, const struct stf_stream *stream,
                           const struct stf_arrival *arrival) {
  double fate[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT, fate);
  struct fate out = {.met = fate[0] < bot->reach_share};
  if (!out.met) {
    return out;
  }
  double time[2];
  double leave[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT_TIME, time);
  stf_customer_pair(stream, arrival, STF_STREAM_BOT_LEAVE, leave);
  double duration_s = stf_law_draw_s(&bot->duration, time[0]);
  out.contained = fate[1] < bot->containment_share;
  out.leaves = !out.contained && leave[0] < bot->leave_share;
  out.end_us = stf_customer_later(
      arrival->open_us, stf_customer_us(out.leaves ? leave[1] * duration_s : duration_s));
  return out;
}

/* The same of one who came to a bot that the log does not show. Whom it let through does not
 * leave it; who left inside it leaves again. */
static struct fate fate_behind(const struct stf_bot *bot, const struct stf_stream *stream,
                               const struct stf_arrival *arrival) {
  double leave[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT_LEAVE, leave);
  bool contained = arrival->fate < bot->containment_share;
  bool left = arrival->behind == STF_BEHIND_LEFT ||
              (arrival->behind == STF_BEHIND_CONTAINED && leave[0] < bot->leave_share);
  int64_t part_us = arrival->queue_us - arrival->open_us;
  bool leaves = !contained && left;
  return (struct fate){.met = true,
                       .contained = contained,
                       .leaves = leaves,
                       .end_us = arrival->open_us +
                                 (leaves ? (int64_t)(leave[1] * (double)part_us) : part_us)};
}

enum stf_status stf_bot_stage_meet(struct stf_bot_stage *stage, const struct stf_stream *stream,
                                   const struct stf_arrival *arrival, bool *met) {
  const struct stf_class *class = &stage->desk->classes[arrival->class_index];
  *met = false;
  if (!stf_desk_class_has_bot(class) || arrival->past_bot) {
    return STF_OK;
  }
  const struct stf_bot *bot = stf_desk_bot(class, arrival->open_us);
  struct fate fate = arrival->behind != STF_BEHIND_NONE ? fate_behind(bot, stream, arrival)
                                                        : fate_of(bot, stream, arrival);
  *met = fate.met;
  if (!fate.met) {
    return STF_OK;
  }
  if (fate.contained || fate.leaves) {
    stf_record_in_bot(stage->records, arrival, fate.end_us, fate.leaves);
    return STF_OK;
  }
  return keep(stage, arrival, fate.end_us);
}

struct stf_arrival stf_bot_stage_take(struct stf_bot_stage *stage) {
  struct stf_timer next = stf_timer_pop(&stage->pending);
  stage->pending.items[stage->pending.n].slot = next.slot;
  return stage->slots[next.slot];
}

void stf_bot_stage_end(struct stf_bot_stage *stage) {
  while (stage->pending.n > 0) {
    struct stf_arrival arrival = stf_bot_stage_take(stage);
    stf_record_in_bot(stage->records, &arrival, INT64_MAX, false);
  }
}
