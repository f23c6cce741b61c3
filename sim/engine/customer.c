/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/customer.h"

#include "desk/difficulty.h"
#include "engine/behind.h"
#include "engine/leaving.h"

void stf_customer_pair(const struct stf_stream *stream, const struct stf_arrival *arrival,
                       enum stf_stream_purpose purpose, double u[2]) {
  stf_stream_pair(stream, arrival->kind, arrival->address, purpose, arrival->copy, u);
}

static int64_t deadline_us(const struct stf_class *class, const struct stf_arrival *arrival,
                           double u) {
  const struct stf_calendar *hours = class->patience_hours;
  const struct stf_given *given = arrival->given;
  if (given != NULL && given->patience_us != STF_NEVER) {
    return stf_customer_later(arrival->queue_us, given->patience_us);
  }
  if (class->patience.kind == STF_LAW_NEVER) {
    return INT64_MAX;
  }
  if (given == NULL || given->outwaited_us == STF_NEVER) {
    double patience_s =
        arrival->is_drawn ? arrival->patience_s : stf_law_draw_s(&class->patience, u);
    return stf_calendar_after_us(hours, arrival->queue_us, stf_customer_us(patience_s));
  }
  int64_t answered_us = arrival->queue_us + given->outwaited_us;
  int64_t borne_us = stf_calendar_between_us(hours, arrival->queue_us, answered_us);
  int64_t leaves_us = stf_calendar_after_us(
      hours, arrival->queue_us,
      stf_customer_us(stf_law_draw_beyond_s(&class->patience, (double)borne_us * 1e-6, u)));
  /* Rounding must not let her leave at the very instant she was answered. */
  return leaves_us > answered_us ? leaves_us : answered_us + 1;
}

int64_t stf_customer_reading_us(const struct stf_class *class, const struct stf_stream *stream,
                                const struct stf_arrival *arrival) {
  if (!arrival->handed_over) {
    return 0;
  }
  const struct stf_law *reading = &stf_desk_bot(class, arrival->open_us)->reading;
  if (reading->kind == STF_LAW_NEVER) {
    return 0;
  }
  double time[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT_TIME, time);
  return stf_customer_us(stf_law_draw_s(reading, time[1]));
}

static double difficulty_of(const struct stf_class *class, const struct stf_arrival *arrival) {
  bool met = arrival->handed_over && !arrival->past_bot;
  return met ? stf_desk_bot(class, arrival->open_us)->difficulty : 0;
}

double stf_customer_work_uniform(const struct stf_class *class, const struct stf_stream *stream,
                                 const struct stf_arrival *arrival,
                                 enum stf_stream_purpose purpose) {
  double own[2];
  stf_customer_pair(stream, arrival, purpose, own);
  double rank = difficulty_of(class, arrival);
  if (!(rank > 0)) {
    return own[0];
  }
  if (arrival->behind != STF_BEHIND_NONE) {
    return stf_difficulty_uniform(rank, arrival->fate, own[0]);
  }
  double fate[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT, fate);
  return stf_difficulty_uniform(rank, fate[1], own[0]);
}

/* Drawn work on it; u: the uniform of those whom no bot has sifted. */
static double work_s(const struct stf_class *class, const struct stf_stream *stream,
                     const struct stf_arrival *arrival, double u) {
  if (difficulty_of(class, arrival) > 0) {
    return stf_law_draw_s(&class->service,
                          stf_customer_work_uniform(class, stream, arrival, STF_STREAM_WORK));
  }
  return arrival->is_drawn ? arrival->service_s : stf_law_draw_s(&class->service, u);
}

static int64_t service_us(const struct stf_class *class, const struct stf_stream *stream,
                          const struct stf_arrival *arrival, double u) {
  const struct stf_given *given = arrival->given;
  if (given != NULL && given->service_us != STF_NEVER) {
    return given->service_us; /* reading included */
  }
  int64_t work_us = stf_customer_us(work_s(class, stream, arrival, u));
  return stf_customer_later(work_us, stf_customer_reading_us(class, stream, arrival));
}

void stf_customer_draw(const struct stf_desk *desk, const struct stf_stream *stream,
                       struct stf_waiting *who) {
  const struct stf_arrival *arrival = &who->arrival;
  const struct stf_class *class = &desk->classes[arrival->class_index];
  double u[2] = {0.5, 0.5};
  if (!arrival->is_drawn) {
    stf_customer_pair(stream, arrival, STF_STREAM_WORK, u);
  }
  who->service_us = service_us(class, stream, arrival, u[0]);
  who->deadline_us = deadline_us(class, arrival, u[1]);
  who->gone_us = INT64_MAX;
  who->since_us = arrival->queue_us;
  who->live = STF_WAITING_NONE;
  who->past = STF_WAITING_NONE;
  who->queue = arrival->class_index;
  if (class->leaving != NULL || arrival->given != NULL) {
    stf_leaving_draw(class, stream, who);
  }
}

int64_t stf_customer_in_hand_us(const struct stf_class *class, const struct stf_stream *stream,
                                const struct stf_arrival *arrival, int64_t now_us) {
  const struct stf_given *given = arrival->given;
  if (given->service_us != STF_NEVER) {
    return given->assign_us + given->service_us;
  }
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_WORK, u);
  double passed_s = (double)(now_us - given->assign_us) * 1e-6;
  int64_t end_us = stf_customer_later(given->assign_us, stf_customer_us(stf_law_draw_beyond_s(
                                                            &class->service, passed_s, u[0])));
  return end_us > now_us ? end_us : now_us;
}

int64_t stf_customer_first_message_us(const struct stf_class *class,
                                      const struct stf_stream *stream,
                                      const struct stf_arrival *arrival, int64_t assign_us) {
  if (class->first_message.kind == STF_LAW_NEVER) {
    return STF_NEVER;
  }
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_REPLY, u);
  return stf_customer_later(assign_us,
                            stf_customer_us(stf_law_draw_s(&class->first_message, u[0])));
}

int64_t stf_customer_wrap_up_us(const struct stf_class *class, const struct stf_stream *stream,
                                const struct stf_arrival *arrival) {
  bool given = arrival->given != NULL && arrival->given->service_us != STF_NEVER;
  if (class->wrap_up == NULL || class->wrap_up->place_alone || given) {
    return 0; /* logged work has it in it */
  }
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_WRAP_UP, u);
  return stf_customer_us(stf_law_draw_s(&class->wrap_up->time, u[0]));
}

int64_t stf_customer_kept_us(const struct stf_class *class, const struct stf_stream *stream,
                             const struct stf_arrival *arrival) {
  if (class->wrap_up == NULL || !class->wrap_up->place_alone) {
    return 0;
  }
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_WRAP_UP, u);
  return stf_customer_us(stf_law_draw_s(&class->wrap_up->time, u[0]));
}

int64_t stf_customer_pause_us(const struct stf_team *team, const struct stf_stream *stream,
                              const struct stf_arrival *arrival) {
  const struct stf_law *pause = &team->pause;
  if (pause->kind == STF_LAW_CONSTANT && !(pause->parameters[0] > 0)) {
    return 0;
  }
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_AFTER, u);
  return stf_customer_us(stf_law_draw_s(pause, u[0]));
}

double stf_customer_routing(const struct stf_stream *stream,
                            const struct stf_arrival *arrival) {
  double u[2];
  stf_customer_pair(stream, arrival, STF_STREAM_AFTER, u);
  return u[1];
}
