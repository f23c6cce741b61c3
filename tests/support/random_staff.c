/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_staff.h"

#include "desk/desk_check.h"
#include "desk/staffing.h"
#include "support/near.h"

#define HOUR_US INT64_C(3600000000)

enum {
  SHIFTS = 2,
  CHANGES = 4 /* of a shift, with one break */
};

/* Room to write in. */
struct staff {
  struct stf_agent *agents;
  struct stf_shift *shifts;
  struct stf_staff_change *changes;
};

/* A shift after `at_us`, with a break or none; returns its end. */
static int64_t add_shift(struct stf_dice *dice, struct stf_desk *desk, struct staff *staff,
                         uint32_t agent, int64_t at_us) {
  struct stf_shift *shift = &staff->shifts[desk->shifts_n++];
  shift->agent = agent;
  shift->start_us = at_us + (int64_t)(stf_dice_roll(dice) * 6 * (double)HOUR_US) + HOUR_US / 2;
  shift->end_us = shift->start_us + (int64_t)(stf_dice_roll(dice) * 6 * (double)HOUR_US) + 1;
  shift->day = (shift->start_us - desk->from_us) / (24 * HOUR_US);
  int64_t length_us = shift->end_us - shift->start_us;
  int64_t from_us = shift->start_us + (int64_t)(stf_dice_roll(dice) * 0.7 * (double)length_us);
  bool paid = stf_dice_pick(dice, 0, 1) == 1;
  const int64_t at[CHANGES] = {
      shift->start_us, from_us,
      from_us + (int64_t)(0.3 * stf_dice_roll(dice) * (double)length_us), shift->end_us};
  bool has_break = stf_dice_pick(dice, 0, 2) > 0 && at[1] < at[2];
  for (int i = 0; i < CHANGES; i++) {
    bool is_break = i == 1 || i == 2;
    if (is_break && !has_break) {
      continue;
    }
    enum stf_staff_reason pause = paid ? STF_STAFF_PAID_BREAK : STF_STAFF_UNPAID_BREAK;
    staff->changes[desk->changes_n++] =
        (struct stf_staff_change){.at_us = at[i],
                                  .team = staff->agents[agent].team,
                                  .agent = agent,
                                  .shift = (uint32_t)desk->shifts_n,
                                  .delta = i % 2 == 0 ? 1 : -1,
                                  .reason = (uint8_t)(is_break ? pause : STF_STAFF_SHIFT)};
  }
  /* By its own instant: the dice of everything behind it stay where they were. */
  if (shift->start_us % 7 == 0) {
    staff->changes[desk->changes_n++] =
        (struct stf_staff_change){.at_us = shift->end_us - shift->start_us % length_us,
                                  .team = staff->agents[agent].team,
                                  .agent = agent,
                                  .shift = (uint32_t)desk->shifts_n,
                                  .reason = STF_STAFF_DRAIN};
  }
  return shift->end_us;
}

/* Pools' counts, which move every two hours. */
static void add_counts(struct stf_dice *dice, struct stf_desk *desk,
                       struct stf_staff_change *changes) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    int count = 0;
    for (int i = 0; i < 12; i++) {
      int wanted = stf_dice_pick(dice, 0, 4);
      if (wanted != count) {
        changes[desk->changes_n++] =
            (struct stf_staff_change){.at_us = desk->from_us + 2 * i * HOUR_US,
                                      .team = t,
                                      .agent = STF_NOBODY,
                                      .delta = wanted - count};
      }
      count = wanted;
    }
  }
}

void stf_random_staff_build(struct stf_dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  desk->agents_n = (uint32_t)stf_dice_pick(dice, 1, 5);
  size_t shifts_n = (size_t)SHIFTS * desk->agents_n;
  struct staff staff = {
      .agents = stf_arena_alloc(out->arena, desk->agents_n, sizeof *staff.agents),
      .shifts = stf_arena_alloc(out->arena, shifts_n, sizeof *staff.shifts),
      .changes =
          stf_arena_alloc(out->arena, (CHANGES + 1) * shifts_n + 12 * (size_t)desk->teams_n,
                          sizeof *staff.changes)};
  assert_non_null(staff.agents);
  assert_non_null(staff.shifts);
  assert_non_null(staff.changes);
  for (uint32_t a = 0; a < desk->agents_n; a++) {
    staff.agents[a] =
        (struct stf_agent){.name = stf_dice_name(out->names.agents, "agent", (int)a),
                           .team = (uint32_t)stf_dice_pick(dice, 0, (int)desk->teams_n - 1),
                           .key = 100 + a};
    int64_t at_us = desk->from_us;
    for (int i = 0; i < SHIFTS; i++) {
      at_us = add_shift(dice, desk, &staff, a, at_us);
    }
  }
  add_counts(dice, desk, staff.changes);
  desk->changes_n = stf_staffing_order(staff.changes, desk->changes_n);
  desk->agents = staff.agents;
  desk->shifts = staff.shifts;
  desk->changes = staff.changes;
  assert_null(stf_desk_check_valid(desk));
}
