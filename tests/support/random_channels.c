/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_channels.h"

#include "desk/channels_check.h"
#include "support/dice.h"
#include "support/near.h"

enum {
  EVERY = 8,
  ITS_DESKS = 2, /* even: not in turns */
  MORE = 6,
  IN_TURNS = 3
};

/* What does not go together with channels leaves the class, or the class its level. */
static void fit(struct stf_random_desk *out, uint32_t t, uint32_t c,
                struct stf_channels_rule *rule) {
  struct stf_class *class = &out->classes[c];
  bool in_turns = stf_desk_team_in_turns(&out->desk, t);
  if (!stf_desk_takes(&out->desk, t, c)) {
    return;
  }
  if (class->turns != NULL && rule->level == STF_CHANNELS_INTERRUPTING) {
    rule->level = STF_CHANNELS_ORDINARY;
  }
  if (class->wrap_up != NULL && class->wrap_up->place_alone) {
    class->wrap_up = NULL;
  }
  if (stf_channels_check_class(class, in_turns, rule->level) != NULL) {
    class->leaving = NULL;
    class->escalation = stf_desk_takes_away(class) ? NULL : class->escalation;
  }
  assert_null(stf_channels_check_class(class, in_turns, rule->level));
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
    fit(out, (uint32_t)(team - out->teams), c, &rules[c]);
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
  uint32_t kind = number % EVERY;
  if (kind != ITS_DESKS && kind != MORE && kind != IN_TURNS) {
    return;
  }
  for (uint32_t t = 0; t < out->desk.teams_n; t++) {
    if (stf_dice_pick(&dice, 0, 3) > 0) {
      add_channels(&dice, out, &out->teams[t]);
    }
  }
}
