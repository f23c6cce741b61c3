/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/initial.h"

#include "engine/channel.h"
#include "engine/customer.h"

/* Who has a contact of the initial state in hand: the agent that the log names, else anybody on
 * shift who may. */
static uint32_t agent_of(const struct stf_initial *initial, const struct stf_arrival *arrival,
                         int64_t start_us) {
  uint32_t agent = arrival->given->agent;
  if (agent == STF_NOBODY) {
    const struct stf_route_call call = {.class_index = arrival->class_index,
                                        .customer = STF_NOBODY,
                                        .now_us = start_us,
                                        .u = 0.5};
    return stf_route_find(initial->route, &call);
  }
  const struct stf_staff_agent *named = &initial->staff->agents[agent];
  bool full =
      named->seat != NULL ? stf_staff_used(named->seat) == named->seat->hand.cap : named->busy;
  if (initial->desk->teams[named->team].channels != NULL) {
    full = !stf_channel_fits(initial->staff, agent, arrival->class_index);
  }
  return full ? STF_STAFF_NONE : agent;
}

/* Contacts of the initial state that an agent had in hand: the agent is busy until their end.
 * One with a seat has the rest of that time as work, under her speeds. */
void stf_initial_seat(const struct stf_initial *initial, const struct stf_arrival *arrival,
                      int64_t start_us) {
  const struct stf_given *given = arrival->given;
  const struct stf_class *class = &initial->desk->classes[arrival->class_index];
  int64_t end_us = stf_customer_in_hand_us(class, initial->stream, arrival, start_us);
  uint32_t agent = agent_of(initial, arrival, start_us);
  struct stf_record_work work = {.start_us = given->assign_us,
                                 .end_us = end_us,
                                 .first_message_us = stf_customer_first_message_us(
                                     class, initial->stream, arrival, given->assign_us),
                                 .left_us = STF_NEVER,
                                 .agent = STF_NOBODY,
                                 .team = STF_NOBODY};
  if (agent == STF_STAFF_NONE) {
    stf_record_assigned(initial->records, arrival, &work);
    return;
  }
  struct stf_staff_agent *by = &initial->staff->agents[agent];
  if (by->seat != NULL) {
    struct stf_waiting who = {.arrival = *arrival,
                              .service_us = end_us > start_us ? end_us - start_us : 0,
                              .deadline_us = INT64_MAX,
                              .gone_us = INT64_MAX,
                              .live = STF_WAITING_NONE,
                              .past = STF_WAITING_NONE};
    stf_sessions_take(initial->sessions, &who, agent, given->assign_us, start_us);
    return;
  }
  work.agent = by->name;
  work.team = by->team;
  work.wrap_up_us = stf_customer_wrap_up_us(class, initial->stream, arrival);
  int64_t done_us = stf_customer_later(end_us, work.wrap_up_us);
  int64_t free_us =
      stf_customer_later(done_us, stf_customer_kept_us(class, initial->stream, arrival));
  stf_record_assigned(initial->records, arrival, &work);
  if (by->on_since_us != STF_NEVER) {
    stf_staff_occupy(initial->staff, agent);
  }
  by->busy = true;
  by->work_end_us = done_us;
  stf_sticky_note(initial->route->sticky, arrival->customer, agent, end_us);
  stf_release_push(initial->releases, (struct stf_release){free_us, agent});
}
