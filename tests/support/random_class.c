/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_class.h"

#include "support/near.h"

#include <math.h>

static struct stf_bot random_bot(struct stf_dice *dice, struct stf_arena *arena) {
  return (struct stf_bot){.reach_share = stf_dice_pick(dice, 0, 4) * 0.25,
                          .containment_share = stf_dice_roll(dice),
                          .leave_share = 0.5 * stf_dice_roll(dice),
                          .duration = stf_dice_law(dice, 60, arena),
                          .reading = stf_dice_pick(dice, 0, 1) == 1
                                         ? stf_dice_law(dice, 20, arena)
                                         : stf_law_never()};
}

/* Solved or not, and who comes back. */
static void add_after(struct stf_dice *dice, struct stf_random_desk *out,
                      struct stf_class *class) {
  if (stf_dice_pick(dice, 0, 2) == 0) {
    return;
  }
  struct stf_after *after = stf_arena_alloc(out->arena, 1, sizeof *after);
  assert_non_null(after);
  after->solved_share = stf_dice_roll(dice);
  for (size_t i = 0; i < STF_AFTER_OUTCOMES; i++) {
    after->repeat[i] = (struct stf_after_return){.share = stf_dice_pick(dice, 0, 2) * 0.4,
                                                 .delay = stf_dice_law(dice, 600, out->arena),
                                                 .past_bot = stf_dice_pick(dice, 0, 1) == 1};
  }
  static const struct stf_after_opinion MARKS = {.cuts = {-2, -1, 0, 1.5},
                                                 .cuts_n = STF_AFTER_CSAT_CUTS,
                                                 .slopes = {-0.4, -0.2, 1, -0.5, -0.3},
                                                 .frt_most_s = 300,
                                                 .gap_most_s = INFINITY};
  static const struct stf_after_opinion GROUPS = {.cuts = {-0.5, 0.5},
                                                  .cuts_n = STF_AFTER_NPS_CUTS,
                                                  .slopes = {-0.3, 0, 1, 0, 0},
                                                  .frt_most_s = INFINITY,
                                                  .gap_most_s = 600};
  after->survey_share = stf_dice_pick(dice, 0, 2) * 0.5;
  after->survey_answered_share = 0.7;
  after->csat = stf_dice_pick(dice, 0, 2) > 0 ? &MARKS : NULL;
  after->nps = stf_dice_pick(dice, 0, 2) > 0 ? &GROUPS : NULL;
  class->after = after;
}

/* On desks in turns nobody without turns waits for the first message: a team would serve both.
 */
static bool is_in_turns(const struct stf_dice *dice) {
  return dice->number % 2 == 1;
}

static void add_leaving(struct stf_dice *dice, struct stf_arena *arena,
                        struct stf_class *class) {
  struct stf_leaving *leaving = stf_arena_alloc(arena, 1, sizeof *leaving);
  struct stf_leaving_step *steps = stf_arena_alloc(arena, 2, sizeof *steps);
  assert_non_null(leaving);
  assert_non_null(steps);
  steps[0] = (struct stf_leaving_step){0, 0.2 * stf_dice_roll(dice)};
  steps[1] =
      (struct stf_leaving_step){(uint32_t)stf_dice_pick(dice, 1, 8), stf_dice_roll(dice)};
  double silent_share = stf_dice_roll(dice);
  *leaving = (struct stf_leaving){.until_reply = !is_in_turns(dice) &&
                                                 class->first_message.kind != STF_LAW_NEVER,
                                  .silent_share = silent_share,
                                  .ghost = stf_dice_law(dice, 60, arena),
                                  .steps = steps,
                                  .steps_n = (uint32_t)stf_dice_pick(dice, 0, 2)};
  class->leaving = leaving;
}

/* What the engine does only for those classes that have it. */
static void add_extras(struct stf_dice *dice, struct stf_random_desk *out,
                       struct stf_class *class) {
  if (stf_dice_pick(dice, 0, 2) > 0) {
    class->bot = random_bot(dice, out->arena);
  }
  if (stf_dice_pick(dice, 0, 2) == 0) {
    class->bot_closed = random_bot(dice, out->arena);
    class->bot_hours = out->hours;
  }
  class->acknowledges = stf_dice_pick(dice, 0, 1) == 1;
  class->ack_us = INT64_C(1000000) * stf_dice_pick(dice, 0, 30);
  class->first_message =
      stf_dice_pick(dice, 0, 1) == 1 ? stf_dice_law(dice, 40, out->arena) : stf_law_never();
  class->head_start_us =
      INT64_C(1000000) * stf_dice_pick(dice, 0, 90) * stf_dice_pick(dice, 0, 1);
  class->patience_hours = stf_dice_pick(dice, 0, 2) == 0 ? out->hours : NULL;
  add_after(dice, out, class);
}

static struct stf_turns_number random_number(struct stf_dice *dice, struct stf_arena *arena) {
  struct stf_turns_number number = stf_turns_geometric(1 + 4 * stf_dice_roll(dice));
  const double weights[] = {3, 0, 2, 1};
  switch (stf_dice_pick(dice, 0, 3)) {
  case 0:
    assert_int_equal(stf_turns_fixed(arena, (uint32_t)stf_dice_pick(dice, 1, 4), &number),
                     STF_OK);
    break;
  case 1:
    assert_int_equal(stf_turns_negative_binomial(arena, 3, 0.9, &number), STF_OK);
    break;
  case 2:
    assert_int_equal(stf_turns_empirical(arena, weights, 4, &number), STF_OK);
    break;
  default:
    break;
  }
  return number;
}

/* A third of the classes talk in turns. */
static void add_turns(struct stf_dice *dice, struct stf_arena *arena, struct stf_class *class) {
  const int64_t second_us = 1000000;
  if (stf_dice_pick(dice, 0, 2) > 0) {
    return;
  }
  struct stf_turns *turns = stf_arena_alloc(arena, 1, sizeof *turns);
  assert_non_null(turns);
  *turns = (struct stf_turns){
      .number = random_number(dice, arena),
      .work = stf_dice_law(dice, 60, arena),
      .think = stf_dice_law(dice, 240, arena),
      .park_after_us = stf_dice_pick(dice, 0, 2) > 0
                           ? second_us * 60 * stf_dice_pick(dice, 0, 4)
                           : STF_NEVER,
      .close_after_us = stf_dice_pick(dice, 0, 1) > 0
                            ? second_us * 60 * stf_dice_pick(dice, 1, 9)
                            : STF_NEVER,
      .reopens = stf_dice_pick(dice, 0, 1) > 0,
      .return_to = stf_dice_pick(dice, 0, 1) > 0 ? STF_TURNS_QUEUE : STF_TURNS_SAME_AGENT,
      .window = {.length_us = second_us * stf_dice_pick(dice, 0, 1) * 150,
                 .reply_share = stf_dice_roll(dice)}};
  class->turns = turns;
  if (class->leaving != NULL) {
    struct stf_leaving *leaving = stf_arena_alloc(arena, 1, sizeof *leaving);
    assert_non_null(leaving);
    *leaving = *class->leaving;
    leaving->until_reply = stf_dice_pick(dice, 0, 1) > 0;
    leaving->ghost = stf_law_never();
    class->leaving = leaving;
  }
  class->service = stf_law_constant(0);
  class->first_message = stf_law_never();
}

void stf_random_class_build(struct stf_dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_dice talk = {.number = dice->number + 1000000}; /* moves no other throw */
  struct stf_class *classes = stf_arena_alloc(out->arena, desk->classes_n, sizeof *classes);
  assert_non_null(classes);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    double *rates = stf_arena_alloc(out->arena, desk->rates_n, sizeof *rates);
    assert_non_null(rates);
    for (size_t i = 0; i < desk->rates_n; i++) {
      rates[i] = 0.02 * stf_dice_roll(dice) * (stf_dice_pick(dice, 0, 4) > 0);
    }
    int priority = stf_dice_pick(dice, 1, 2);
    classes[c] = (struct stf_class){
        .name = stf_dice_name(out->names.classes, "class", (int)c),
        .key = 1000 + c,
        .channel = stf_dice_name(out->names.channels, "chat", stf_dice_pick(dice, 0, 1)),
        .priority = priority,
        .priority_name = stf_dice_name(out->names.priorities, "", priority),
        .service = stf_dice_law(dice, 200, out->arena),
        .patience = stf_dice_pick(dice, 0, 2) > 0 ? stf_dice_law(dice, 90, out->arena)
                                                  : stf_law_never(),
        .rates_per_s = rates};
    add_extras(dice, out, &classes[c]);
    if (stf_dice_pick(dice, 0, 1) == 1) {
      add_leaving(dice, out->arena, &classes[c]);
    }
    if (is_in_turns(dice)) {
      add_turns(&talk, out->arena, &classes[c]);
    }
  }
  desk->classes = classes;
  out->classes = classes;
}
