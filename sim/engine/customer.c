/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/customer.h"

int64_t stf_customer_us(double seconds) {
  return seconds < 9e12 ? (int64_t)(seconds * 1e6 + 0.5) : INT64_MAX;
}

static void draw(const struct stf_stream *stream, const struct stf_arrival *arrival,
                 enum stf_stream_purpose purpose, double u[2]) {
  stf_stream_pair(stream, arrival->kind, arrival->address, purpose, arrival->copy, u);
}

static int64_t patience_us(const struct stf_class *class, const struct stf_given *given,
                           double u) {
  if (given != NULL && given->patience_us != STF_NEVER) {
    return given->patience_us;
  }
  if (given != NULL && given->outwaited_us != STF_NEVER) {
    int64_t beyond_us = stf_customer_us(
        stf_law_draw_beyond_s(&class->patience, (double)given->outwaited_us * 1e-6, u));
    /* Rounding must not let her leave at the very instant she was answered. */
    return beyond_us > given->outwaited_us ? beyond_us : given->outwaited_us + 1;
  }
  return class->patience.kind != STF_LAW_NEVER
             ? stf_customer_us(stf_law_draw_s(&class->patience, u))
             : INT64_MAX;
}

struct stf_waiting stf_customer_draw(const struct stf_desk *desk,
                                     const struct stf_stream *stream,
                                     const struct stf_arrival *arrival) {
  const struct stf_class *class = &desk->classes[arrival->class_index];
  const struct stf_given *given = arrival->given;
  double u[2];
  draw(stream, arrival, STF_STREAM_WORK, u);
  return (struct stf_waiting){
      .arrival = *arrival,
      .service_us = given != NULL && given->service_us != STF_NEVER
                        ? given->service_us
                        : stf_customer_us(stf_law_draw_s(&class->service, u[0])),
      .deadline_us = stf_customer_later(arrival->queue_us, patience_us(class, given, u[1]))};
}

int64_t stf_customer_pause_us(const struct stf_team *team, const struct stf_stream *stream,
                              const struct stf_arrival *arrival) {
  const struct stf_law *pause = &team->pause;
  if (pause->kind == STF_LAW_CONSTANT && !(pause->parameters[0] > 0)) {
    return 0;
  }
  double u[2];
  draw(stream, arrival, STF_STREAM_AFTER, u);
  return stf_customer_us(stf_law_draw_s(pause, u[0]));
}

double stf_customer_routing(const struct stf_stream *stream,
                            const struct stf_arrival *arrival) {
  double u[2];
  draw(stream, arrival, STF_STREAM_AFTER, u);
  return u[1];
}
