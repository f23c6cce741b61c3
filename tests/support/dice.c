/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/dice.h"

#include "random/stream.h"
#include "support/near.h"

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
