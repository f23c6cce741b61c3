/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens next: the instants of the next event of each kind. */
#ifndef STF_AHEAD_H
#define STF_AHEAD_H

#include "engine/arrivals.h"
#include "engine/bot_stage.h"
#include "engine/due.h"
#include "engine/staff.h"
#include "kernel/release.h"

struct stf_ahead {
  int64_t change_us;
  int64_t release_us;
  int64_t handover_us;
  int64_t due_us;
  int64_t now_us; /* the earliest, arrivals included */
};

static inline struct stf_ahead stf_ahead_look(const struct stf_staff *staff,
                                              const struct stf_release_queue *releases,
                                              const struct stf_bot_stage *bot,
                                              const struct stf_due *due,
                                              const struct stf_arrivals *arrivals) {
  struct stf_ahead ahead = {.change_us = stf_staff_next_us(staff),
                            .release_us =
                                releases->n > 0 ? releases->items[0].at_us : INT64_MAX,
                            .handover_us = stf_bot_stage_next_us(bot),
                            .due_us = stf_due_next_us(due)};
  int64_t now_us = stf_arrivals_next_us(arrivals);
  now_us = ahead.due_us < now_us ? ahead.due_us : now_us;
  now_us = ahead.handover_us < now_us ? ahead.handover_us : now_us;
  now_us = ahead.release_us < now_us ? ahead.release_us : now_us;
  ahead.now_us = ahead.change_us < now_us ? ahead.change_us : now_us;
  return ahead;
}

#endif
