/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/due.h"

void stf_due_set(struct stf_due *due, struct stf_timer timer) {
  if (timer.at_us == INT64_MAX) {
    return;
  }
  if (due->queue.n == due->capacity) {
    struct stf_timer *items = stf_mem_grown(due->allocator, due->queue.items, &due->capacity,
                                            due->queue.n + 1, sizeof *items);
    if (items == NULL) {
      due->status = STF_ERR_MEMORY;
      return;
    }
    due->queue.items = items;
  }
  timer.number = due->set_n++;
  stf_timer_push(&due->queue, timer);
}
