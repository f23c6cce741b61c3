/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/record.h"

enum {
  BLOCK_N = 128
};

enum stf_status stf_record_init(struct stf_record_block *block, const struct stf_desk *desk,
                                const struct stf_allocator *allocator) {
  *block = (struct stf_record_block){.desk = desk, .allocator = allocator};
  block->items = stf_mem_zeroed(allocator, BLOCK_N, sizeof *block->items);
  return block->items != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_record_clear(struct stf_record_block *block) {
  stf_mem_release(block->allocator, block->items);
  block->items = NULL;
}

void stf_record_start(struct stf_record_block *block, const struct stf_engine_sink *sink) {
  block->sink = sink;
  block->account = (struct stf_engine_account){.end_us = block->desk->from_us};
  block->n = 0;
  block->status = STF_OK;
}

void stf_record_flush(struct stf_record_block *block) {
  if (block->n > 0 && block->status == STF_OK) {
    block->status = block->sink->contacts(block->sink->context, block->items, block->n);
  }
  block->n = 0;
}

static struct stf_contact *add(struct stf_record_block *block,
                               const struct stf_arrival *arrival) {
  if (block->n == BLOCK_N) {
    stf_record_flush(block);
  }
  const struct stf_class *class = &block->desk->classes[arrival->class_index];
  struct stf_contact *contact = &block->items[block->n++];
  *contact = STF_CONTACT_EMPTY;
  /* A clone shares the draws' address with its original, not the name. */
  contact->address = arrival->kind == STF_STREAM_LOGGED_EXTRA
                         ? arrival->address ^ (uint64_t)(arrival->copy + 1) << 32
                         : arrival->address;
  contact->id = arrival->id;
  contact->open_us = arrival->open_us;
  contact->queue_us = arrival->queue_us;
  contact->class_id = class->name;
  contact->channel = class->channel;
  contact->priority = class->priority_name;
  return contact;
}

void stf_record_arrived(struct stf_record_block *block, const struct stf_arrival *arrival) {
  const struct stf_desk *desk = block->desk;
  block->account.arrived_n++;
  block->account.counted_n +=
      arrival->open_us >= desk->from_us && arrival->open_us < desk->to_us;
}

void stf_record_waited(struct stf_record_block *block, const struct stf_arrival *arrival,
                       int64_t left_us) {
  bool left = left_us != STF_NEVER;
  if (left) {
    block->account.left_n++;
  } else {
    block->account.waiting_n++;
  }
  struct stf_contact *contact = add(block, arrival);
  contact->outcome = left ? STF_OUTCOME_ABANDONED : STF_OUTCOME_OPEN;
  contact->abandon_us = left_us;
  contact->first_close_us = left_us;
  contact->close_us = left_us;
}

void stf_record_assigned(struct stf_record_block *block, const struct stf_arrival *arrival,
                         const struct stf_record_work *work) {
  const struct stf_desk *desk = block->desk;
  bool ends = desk->end == STF_EDGE_UNTIL_EMPTY || work->end_us <= desk->to_us;
  block->account.assigned_n++;
  struct stf_contact *contact = add(block, arrival);
  contact->assign_us = work->start_us;
  if (work->team != STF_NOBODY) {
    contact->agent = work->agent;
    contact->team = desk->teams[work->team].name;
    contact->works_n = 1;
    contact->work = (struct stf_work){.start_us = work->start_us,
                                      .end_us = ends ? work->end_us : STF_NEVER,
                                      .agent = contact->agent,
                                      .team = contact->team};
  }
  contact->outcome = ends ? STF_OUTCOME_CLOSED : STF_OUTCOME_OPEN;
  contact->first_close_us = ends ? work->end_us : STF_NEVER;
  contact->close_us = contact->first_close_us;
}
