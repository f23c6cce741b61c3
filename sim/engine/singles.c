/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/singles.h"

#include "engine/customer.h"
#include "engine/leaving.h"

/* Release of the agent who takes `who` now: end of the work, then the pause. */
static struct stf_release serve(struct stf_singles *singles, const struct stf_waiting *who,
                                uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *by = &singles->staff->agents[agent];
  const struct stf_class *class = &singles->desk->classes[who->arrival.class_index];
  int64_t work_us = stf_skill_take(singles->skill, agent, who, now_us);
  struct stf_record_work work = {.start_us = now_us,
                                 .end_us = stf_customer_later(now_us, work_us),
                                 .first_message_us = stf_customer_first_message_us(
                                     class, singles->stream, &who->arrival, now_us),
                                 .left_us = STF_NEVER,
                                 .agent = by->name,
                                 .team = by->team};
  if (stf_leaving_matters(class, who)) {
    work.end_us = stf_leaving_end_us(class, singles->stream, who, &work);
    stf_leaving_judge(class, who, &work);
    if (work.silent && work.left_us >= now_us) {
      stf_record_silent(singles->records, &who->arrival, work.left_us);
    }
  }
  if (work.left_us == STF_NEVER) {
    stf_sticky_note(singles->route->sticky, who->arrival.customer, agent, work.end_us);
    work.wrap_up_us = stf_customer_wrap_up_us(class, singles->stream, &who->arrival);
  }
  int64_t end_us = stf_customer_later(work.end_us, work.wrap_up_us);
  by->work_end_us = end_us;
  stf_record_assigned(singles->records, &who->arrival, &work);
  int64_t pause_us =
      stf_customer_pause_us(&singles->desk->teams[by->team], singles->stream, &who->arrival);
  if (work.left_us == STF_NEVER) {
    end_us =
        stf_customer_later(end_us, stf_customer_kept_us(class, singles->stream, &who->arrival));
  }
  return (struct stf_release){stf_customer_later(end_us, pause_us), agent};
}

void stf_singles_take(struct stf_singles *singles, const struct stf_waiting *who,
                      uint32_t agent, int64_t now_us) {
  stf_staff_occupy(singles->staff, agent);
  stf_release_push(singles->releases, serve(singles, who, agent, now_us));
}

void stf_singles_release(struct stf_singles *singles) {
  struct stf_release top = singles->releases->items[0];
  struct stf_staff_agent *by = &singles->staff->agents[top.agent];
  if (!stf_staff_free(singles->staff, top.agent, top.at_us)) {
    stf_release_pop(singles->releases);
    return;
  }
  uint32_t queue = stf_next_queue(singles->next, by->team, 1, top.at_us);
  if (queue == singles->waiting->queues_n) {
    stf_release_pop(singles->releases);
    stf_staff_idle(singles->staff, top.agent, top.at_us);
    return;
  }
  by->busy = true;
  const struct stf_waiting *who = stf_waiting_pop(singles->waiting, queue);
  stf_release_replace_top(singles->releases, serve(singles, who, top.agent, top.at_us));
}

void stf_singles_hand_out(struct stf_singles *singles, uint32_t agent, int64_t now_us) {
  uint32_t queue = stf_next_queue(singles->next, singles->staff->agents[agent].team, 0, now_us);
  if (queue != singles->waiting->queues_n) {
    stf_singles_take(singles, stf_waiting_pop(singles->waiting, queue), agent, now_us);
  }
}
