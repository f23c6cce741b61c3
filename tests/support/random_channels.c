/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_channels.h"

#include "desk/channels_check.h"
#include "support/dice.h"
#include "support/near.h"

enum {
  EVERY = 4,
  ITS_DESK = 2 /* even: not in turns */
};

static void take_out(struct stf_class *class) {
  class->wrap_up =
      class->wrap_up != NULL && class->wrap_up->place_alone ? NULL : class->wrap_up;
  if (stf_channels_check_class(class) != NULL) {
    class->leaving = NULL;
    class->escalation = stf_desk_takes_away(class) ? NULL : class->escalation;
  }
  assert_null(stf_channels_check_class(class));
}

static void add_channels(struct stf_dice *dice, struct stf_random_desk *out,
                         struct stf_team *team) {
  uint32_t classes_n = out->desk.classes_n;
  struct stf_channels *channels = stf_arena_alloc(out->arena, 1, sizeof *channels);
  struct stf_channels_rule *rules = stf_arena_alloc(out->arena, classes_n, sizeof *rules);
  assert_non_null(channels);
  assert_non_null(rules);
  for (uint32_t c = 0; c < classes_n; c++) {
    enum stf_channels_level level =
        (enum stf_channels_level)stf_dice_pick(dice, 0, STF_CHANNELS_INTERRUPTING);
    uint32_t weight = (uint32_t)stf_dice_pick(dice, 1, team->cap > 1 ? (int)team->cap : 1);
    rules[c] = (struct stf_channels_rule){level == STF_CHANNELS_BACKGROUND ? 1 : weight, level};
  }
  channels->rules = rules;
  team->channels = channels;
  team->pause = stf_law_constant(0);
  if (team->dispatch != NULL && team->dispatch->reserved_n > 0) {
    team->dispatch = NULL;
  }
}

void stf_random_channels_build(uint32_t number, struct stf_random_desk *out) {
  struct stf_dice dice = {.number = number + 3000000};
  if (number % EVERY != ITS_DESK) {
    return;
  }
  for (uint32_t c = 0; c < out->desk.classes_n; c++) {
    take_out(&out->classes[c]);
  }
  for (uint32_t t = 0; t < out->desk.teams_n; t++) {
    if (stf_dice_pick(&dice, 0, 3) > 0) {
      add_channels(&dice, out, &out->teams[t]);
    }
  }
}
