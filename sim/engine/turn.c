/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/turn.h"

#include "engine/customer.h"

/* Of contact and copy: the index is the turn alone. */
static uint64_t entity_of(const struct stf_arrival *arrival) {
  return arrival->address + arrival->copy * UINT64_C(0x9e3779b97f4a7c15);
}

void stf_turn_uniforms(const struct stf_stream *stream, const struct stf_arrival *arrival,
                       enum stf_stream_purpose purpose, uint32_t turn, double u[2]) {
  stf_stream_pair(stream, arrival->kind, entity_of(arrival), purpose, turn, u);
}

uint32_t stf_turn_number(const struct stf_class *class, const struct stf_stream *stream,
                         const struct stf_arrival *arrival) {
  const struct stf_turns *turns = class->turns;
  if (turns == NULL) {
    return 1;
  }
  return stf_turns_draw(&turns->number,
                        stf_customer_work_uniform(class, stream, arrival, STF_STREAM_TURNS));
}

/* Draws its next turns: those that it may still have, in fours; a block of fewer takes longer
 * than one turn at a time. */
static void draw(const struct stf_turns *turns, const struct stf_stream *stream,
                 struct stf_live *talk) {
  struct stf_live_draws *draws = &talk->draws;
  uint32_t left_n = talk->turns_n - talk->turn;
  draws->first = talk->turn;
  if (left_n < 4) {
    double u[2];
    draws->n = 1;
    stf_turn_uniforms(stream, &talk->arrival, STF_STREAM_TURN, talk->turn, u);
    draws->works_s[0] = stf_law_draw_s(&turns->work, u[0]);
    draws->thinks_s[0] = stf_law_draw_s(&turns->think, u[1]);
    return;
  }
  double u[2][STF_LIVE_DRAWS_N];
  const struct stf_stream_address first = {talk->arrival.kind, STF_STREAM_TURN, talk->turn,
                                           entity_of(&talk->arrival)};
  draws->n = left_n < STF_LIVE_DRAWS_N ? (left_n + 3) / 4 * 4 : STF_LIVE_DRAWS_N;
  stf_stream_series(stream, first, draws->n, u[0], u[1]);
  stf_law_block_draw(&turns->work, u[0], draws->n, draws->works_s);
  stf_law_block_draw(&turns->think, u[1], draws->n, draws->thinks_s);
}

double stf_turn_work(const struct stf_class *class, const struct stf_stream *stream,
                     const struct stf_skill *skill, struct stf_live *talk, int64_t now_us) {
  if (class->turns == NULL) {
    return (double)talk->service_us;
  }
  if (talk->turn - talk->draws.first >= talk->draws.n) {
    draw(class->turns, stream, talk);
  }
  uint32_t place = talk->turn - talk->draws.first;
  talk->think_us = stf_customer_us(talk->draws.thinks_s[place]);
  if (talk->service_us >= 0) {
    return (double)talk->service_us / talk->turns_n;
  }
  int64_t work_us = stf_customer_us(talk->draws.works_s[place]);
  if (talk->turn == 0) {
    work_us =
        stf_customer_later(work_us, stf_customer_reading_us(class, stream, &talk->arrival));
  }
  return (double)work_us /
         stf_skill_speed(skill, talk->agent, talk->arrival.class_index, now_us);
}

/* When its reply is due by what was promised; INT64_MAX: never. */
static int64_t due_us(const struct stf_class *class, const struct stf_live *talk) {
  const struct stf_dispatch_class *rules = class->dispatch;
  if (rules == NULL || talk->wraps_up) {
    return INT64_MAX;
  }
  const struct stf_dispatch_promise *promise =
      talk->turn == 0 ? &rules->response : &rules->next_response;
  return promise->within_us > 0
             ? stf_calendar_after_us(promise->hours, talk->asked_us, promise->within_us)
             : INT64_MAX;
}

int64_t stf_turn_order(const struct stf_class *class, const struct stf_live *talk,
                       enum stf_turn_order order, int64_t now_us) {
  switch (order) {
  case STF_TURN_ORDER_OLDEST_WAITING:
    return talk->asked_us;
  case STF_TURN_ORDER_NEW_FIRST:
    return talk->turn == 0 ? 0 : 1;
  case STF_TURN_ORDER_DEADLINE:
    return due_us(class, talk);
  case STF_TURN_ORDER_FIFO:
    break;
  }
  return now_us;
}
