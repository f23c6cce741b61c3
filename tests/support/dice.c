/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/dice.h"

#include "random/stream.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double stf_dice_roll(struct stf_dice *dice) {
  struct stf_stream stream = stf_stream_of(77, dice->number);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_TEST, dice->next++, STF_STREAM_WORK, 0, u);
  return u[0];
}

int stf_dice_pick(struct stf_dice *dice, int low, int high) {
  return low + (int)(stf_dice_roll(dice) * (high - low + 1));
}

uint32_t stf_dice_name(struct stf_dict *dict, const char *prefix, int number) {
  char text[32];
  (void)snprintf(text, sizeof text, "%s%d", prefix, number);
  return stf_dict_add(dict, text, strlen(text));
}

struct stf_law stf_dice_law(struct stf_dice *dice, double mean_s, struct stf_arena *arena) {
  double p[STF_LAW_PARAMETERS_MAX];
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    p[i] = (double)NAN;
  }
  enum stf_law_kind kind =
      (enum stf_law_kind)stf_dice_pick(dice, STF_LAW_CONSTANT, STF_LAW_EMPIRICAL);
  struct stf_law law;
  const char *why = "";
  p[0] = mean_s;
  if (kind == STF_LAW_LOGNORMAL || kind == STF_LAW_GAMMA) {
    p[1] = 0.5 + stf_dice_roll(dice);
  } else if (kind == STF_LAW_WEIBULL || kind == STF_LAW_UNIFORM ||
             kind == STF_LAW_HYPEREXPONENTIAL) {
    return stf_law_exponential(mean_s);
  } else if (kind == STF_LAW_EMPIRICAL) {
    double sample[20];
    for (size_t i = 0; i < 20; i++) {
      sample[i] = floor(2 * mean_s * stf_dice_roll(dice));
    }
    assert_int_equal(stf_law_from_sample(arena, sample, NULL, 20, &law), STF_OK);
    return law;
  }
  if (!stf_law_make(kind, p, &law, &why)) {
    fail_msg("%s", why);
  }
  return law;
}
