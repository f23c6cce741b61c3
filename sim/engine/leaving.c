/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/leaving.h"

#include "engine/customer.h"

void stf_leaving_draw(const struct stf_class *class, const struct stf_stream *stream,
                      struct stf_waiting *who) {
  const struct stf_leaving *leaving = class->leaving;
  const struct stf_given *given = who->arrival.given;
  bool is_known = given != NULL && given->patience_us != STF_NEVER;
  bool is_silent = is_known && given->silent;
  if (!is_known && leaving != NULL && leaving->silent_share > 0) {
    double u[2];
    stf_customer_pair(stream, &who->arrival, STF_STREAM_SILENT, u);
    is_silent = u[0] < leaving->silent_share;
  }
  who->gone_us = INT64_MAX;
  if (is_silent) {
    who->gone_us = who->deadline_us;
    who->deadline_us = INT64_MAX;
  }
}

bool stf_leaving_balks(struct stf_waiting_room *room, const struct stf_stream *stream,
                       const struct stf_arrival *arrival) {
  const struct stf_leaving *leaving = room->desk->classes[arrival->class_index].leaving;
  if (leaving == NULL || leaving->steps_n == 0 ||
      (arrival->given != NULL && arrival->given->patience_us != STF_NEVER)) {
    return false;
  }
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BALK, u);
  double share = 0;
  uint32_t most = leaving->steps[leaving->steps_n - 1].queue;
  uint32_t length = stf_waiting_length(room, arrival->class_index, arrival->queue_us, most);
  for (uint32_t i = 0; i < leaving->steps_n && leaving->steps[i].queue <= length; i++) {
    share = leaving->steps[i].share;
  }
  return u[0] < share;
}

int64_t stf_leaving_ghost_us(const struct stf_class *class, const struct stf_stream *stream,
                             const struct stf_waiting *who) {
  const struct stf_given *given = who->arrival.given;
  bool is_known = given != NULL && given->service_us != STF_NEVER;
  if (is_known || class->leaving == NULL || class->leaving->ghost.kind == STF_LAW_NEVER) {
    return who->service_us;
  }
  double u[2];
  stf_customer_pair(stream, &who->arrival, STF_STREAM_SILENT, u);
  return stf_customer_us(stf_law_draw_s(&class->leaving->ghost, u[1]));
}

bool stf_leaving_in_hand(const struct stf_class *class, const struct stf_waiting *who,
                         const struct stf_record_work *work) {
  int64_t leaves_us = stf_leaving_at_us(who);
  bool until_reply = class->leaving != NULL && class->leaving->until_reply;
  return until_reply && leaves_us != INT64_MAX && leaves_us <= work->first_message_us &&
         leaves_us <= work->end_us && !stf_leaving_is_ghost(who, work->start_us);
}

int64_t stf_leaving_end_us(const struct stf_class *class, const struct stf_stream *stream,
                           const struct stf_waiting *who, const struct stf_record_work *work) {
  int64_t start_us = work->start_us;
  int64_t leaves_us = stf_leaving_at_us(who);
  if (!stf_leaving_is_ghost(who, start_us)) {
    if (!stf_leaving_in_hand(class, who, work)) {
      return work->end_us;
    }
    if (who->gone_us == INT64_MAX) {
      return leaves_us;
    }
  }
  int64_t end_us = stf_customer_later(start_us, stf_leaving_ghost_us(class, stream, who));
  return end_us > leaves_us ? end_us : leaves_us;
}

void stf_leaving_judge(const struct stf_class *class, const struct stf_waiting *who,
                       struct stf_record_work *work) {
  if (!stf_leaving_is_ghost(who, work->start_us) && !stf_leaving_in_hand(class, who, work)) {
    return;
  }
  work->left_us = stf_leaving_at_us(who);
  work->silent = who->gone_us != INT64_MAX;
  if (!work->silent) {
    work->first_message_us = STF_NEVER;
  }
}
