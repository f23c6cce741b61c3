/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/hand_desk.h"

#include "support/near.h"

#include <stdlib.h>

#define SEED    11
#define S_US    INT64_C(1000000)
#define HOUR_US (3600 * S_US)

static struct stf_calendar *day_hours(void) {
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  struct stf_calendar_rules rules = {.zone = zone};
  for (size_t i = 0; i < 7; i++) {
    rules.week[i] = (struct stf_calendar_hours){.spans = {{9 * 3600, 17 * 3600}}, .spans_n = 1};
  }
  struct stf_calendar *hours = NULL;
  assert_int_equal(stf_calendar_new(&rules, STF_HAND_DESK_START_US - 24 * HOUR_US,
                                    STF_HAND_DESK_START_US + 96 * HOUR_US, NULL, &hours),
                   STF_OK);
  stf_zone_free(zone);
  return hours;
}

struct stf_hand_desk *stf_hand_desk_new(uint32_t agents_n) {
  static const uint32_t KEYS[] = {202, 303};
  struct stf_hand_desk *hand = calloc(1, sizeof *hand);
  assert_non_null(hand);
  stf_small_desk_build(
      &(struct stf_small_desk_plan){
          .keys = KEYS, .classes_n = 2, .agents_n = agents_n, .volume = 1},
      &hand->small);
  for (size_t c = 0; c < 2; c++) {
    hand->small.classes[c].rates_per_s = NULL;
    hand->small.classes[c].service = stf_law_constant(100);
    hand->small.classes[c].patience = stf_law_never();
  }
  hand->small.team.pause = stf_law_constant(0);
  hand->small.desk.given = hand->given;
  hand->day = day_hours();
  return hand;
}

void stf_hand_desk_free(struct stf_hand_desk *hand) {
  stf_calendar_free(hand->day);
  free(hand->out.items);
  free(hand);
}

struct stf_given *stf_hand_desk_give(struct stf_hand_desk *hand, int64_t open_s,
                                     int64_t asked_s) {
  size_t n = hand->small.desk.given_n++;
  assert_true(n < STF_HAND_DESK_GIVEN);
  hand->given[n] = (struct stf_given){
      .address = n,
      .contact = (uint32_t)n,
      .open_us = STF_HAND_DESK_START_US + open_s * S_US,
      .queue_us = asked_s == STF_NEVER ? STF_NEVER : STF_HAND_DESK_START_US + asked_s * S_US,
      .assign_us = STF_NEVER,
      .service_us = STF_NEVER,
      .patience_us = STF_NEVER,
      .outwaited_us = STF_NEVER,
      .agent = STF_NOBODY};
  return &hand->given[n];
}

void stf_hand_desk_run(const struct stf_desk *desk, struct stf_small_desk_contacts *out) {
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  stf_small_desk_run(engine, SEED, 0, out);
  stf_engine_free(engine);
}

const struct stf_contact *stf_hand_desk_play(struct stf_hand_desk *hand) {
  stf_hand_desk_run(&hand->small.desk, &hand->out);
  return hand->out.items;
}

void stf_hand_desk_assert_at(int64_t at_us, double s) {
  assert_near((double)(at_us - STF_HAND_DESK_START_US) * 1e-6, s, 1e-9);
}
