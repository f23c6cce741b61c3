/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/turn_draws.h"

#include "engine/customer.h"

static const struct stf_class *class_of(const struct stf_talks *talks,
                                        const struct stf_live *talk) {
  return &talks->desk->classes[talk->arrival.class_index];
}

void stf_turn_draws_pair(const struct stf_talks *talks, const struct stf_live *talk,
                         enum stf_stream_purpose purpose, uint32_t turn, double u[2]) {
  const struct stf_arrival *arrival = &talk->arrival;
  uint64_t entity = arrival->address + arrival->copy * UINT64_C(0x9e3779b97f4a7c15);
  stf_stream_pair(talks->stream, arrival->kind, entity, purpose, turn, u);
}

uint32_t stf_turn_draws_number(const struct stf_talks *talks, const struct stf_live *talk) {
  const struct stf_turns *turns = class_of(talks, talk)->turns;
  if (turns == NULL) {
    return 1;
  }
  return stf_turns_draw(&turns->number,
                        stf_customer_work_uniform(class_of(talks, talk), talks->stream,
                                                  &talk->arrival, STF_STREAM_TURNS));
}

double stf_turn_draws_work(const struct stf_talks *talks, struct stf_live *talk,
                           int64_t now_us) {
  const struct stf_class *class = class_of(talks, talk);
  if (class->turns == NULL) {
    return (double)talk->service_us;
  }
  double u[2];
  stf_turn_draws_pair(talks, talk, STF_STREAM_TURN, talk->turn, u);
  talk->think_us = stf_customer_us(stf_law_draw_s(&class->turns->think, u[1]));
  if (talk->service_us >= 0) {
    return (double)talk->service_us / talk->turns_n;
  }
  int64_t work_us = stf_customer_us(stf_law_draw_s(&class->turns->work, u[0]));
  if (talk->turn == 0) {
    work_us = stf_customer_later(work_us,
                                 stf_customer_reading_us(class, talks->stream, &talk->arrival));
  }
  return (double)work_us /
         stf_skill_speed(talks->skill, talk->agent, talk->arrival.class_index, now_us);
}
