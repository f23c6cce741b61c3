/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/behind.h"

#include "engine/customer.h"
#include "random/elementary.h"

static const struct stf_bot *bot_of(const struct stf_desk *desk,
                                    const struct stf_arrival *arrival) {
  return stf_desk_bot(&desk->classes[arrival->class_index], arrival->queue_us);
}

static double observed_of(const struct stf_desk *desk, const struct stf_arrival *arrival) {
  return desk->demand->observed[arrival->class_index];
}

/* It comes so long before queue_us as the bot's part lasts, with those uniforms. */
static void come_to_bot(const struct stf_bot *bot, const struct stf_stream *stream,
                        struct stf_arrival *arrival) {
  double time[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT_TIME, time);
  int64_t part_us = stf_customer_us(stf_law_draw_s(&bot->duration, time[0]));
  bool fits = part_us < arrival->queue_us / 2; /* an endless law reaches back before all time */
  arrival->open_us = fits ? arrival->queue_us - part_us : arrival->queue_us;
  arrival->past_bot = false;
  arrival->handed_over = false;
}

void stf_behind_pass(const struct stf_desk *desk, const struct stf_stream *stream,
                     struct stf_arrival *arrival) {
  const struct stf_bot *bot = bot_of(desk, arrival);
  double observed = observed_of(desk, arrival);
  double fate[2];
  stf_customer_pair(stream, arrival, STF_STREAM_BOT, fate);
  double unreached = (1 - bot->reach_share) / stf_desk_asking_share(bot, observed);
  if (!(fate[0] < 1 - unreached)) {
    arrival->open_us = arrival->queue_us;
    arrival->past_bot = true;
    arrival->handed_over = false;
    return;
  }
  come_to_bot(bot, stream, arrival);
  arrival->behind = STF_BEHIND_PASSED;
  arrival->fate = observed + (1 - observed) * fate[1];
}

uint32_t stf_behind_missed_n(const struct stf_desk *desk, const struct stf_stream *stream,
                             const struct stf_arrival *logged) {
  double missed = 1 - stf_desk_asking_share(bot_of(desk, logged), observed_of(desk, logged));
  if (!(missed > 0)) {
    return 0;
  }
  double u[2];
  stf_customer_pair(stream, logged, STF_STREAM_MISSED, u);
  return (uint32_t)(stf_elementary_log(u[0]) / stf_elementary_log(missed));
}

/* Apart for every contact of the log, clone of one and number. */
static uint64_t address_of(const struct stf_arrival *logged, uint32_t k) {
  uint64_t z = logged->address + logged->kind +
               ((uint64_t)logged->copy << 32 | k) * UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

struct stf_arrival stf_behind_missed(const struct stf_desk *desk,
                                     const struct stf_stream *stream,
                                     const struct stf_arrival *logged, uint32_t k) {
  struct stf_arrival own = {.queue_us = logged->queue_us,
                            .kind = STF_STREAM_LOGGED,
                            .id = logged->id,
                            .customer = STF_NOBODY,
                            .address = address_of(logged, k),
                            .class_index = logged->class_index};
  const struct stf_bot *bot = bot_of(desk, logged);
  double observed = observed_of(desk, logged);
  double missed = 1 - stf_desk_asking_share(bot, observed);
  double u[2];
  double fate[2];
  stf_customer_pair(stream, &own, STF_STREAM_MISSED_ONE, u);
  stf_customer_pair(stream, &own, STF_STREAM_BOT, fate);
  bool contained = u[1] < bot->reach_share * observed / missed;
  own.behind = contained ? STF_BEHIND_CONTAINED : STF_BEHIND_LEFT;
  own.fate = contained ? observed * fate[1] : observed + (1 - observed) * fate[1];
  own.queue_us = stf_behind_place_us(desk, logged->queue_us, u[0]);
  come_to_bot(bot, stream, &own);
  return own;
}

int64_t stf_behind_place_us(const struct stf_desk *desk, int64_t at_us, double u) {
  int64_t into_us = (at_us - desk->from_us) % desk->interval_us;
  int64_t from_us = at_us - (into_us < 0 ? into_us + desk->interval_us : into_us);
  int64_t to_us = from_us + desk->interval_us;
  int64_t start_us = desk->from_us - desk->warmup_us;
  from_us = from_us > start_us ? from_us : start_us;
  to_us = to_us < desk->to_us ? to_us : desk->to_us;
  return from_us + (int64_t)(u * (double)(to_us - from_us));
}
