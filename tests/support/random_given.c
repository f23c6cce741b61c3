/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_given.h"

#include "support/dice.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  MOST = 60
};

static int by_instant(const void *left, const void *right) {
  int64_t a = stf_desk_given_us(left);
  int64_t b = stf_desk_given_us(right);
  return (a > b) - (a < b);
}

/* What the log says of its end. */
static void add_fate(struct stf_dice *dice, const struct stf_class *class,
                     struct stf_given *given) {
  const int64_t second_us = 1000000;
  int64_t wait_us = second_us * stf_dice_pick(dice, 0, 240);
  bool ghosts = class->leaving != NULL &&
                (class->turns != NULL || class->leaving->ghost.kind != STF_LAW_NEVER);
  switch (stf_dice_pick(dice, 0, 3)) {
  case 0: /* left */
    given->patience_us = wait_us;
    given->silent = ghosts && stf_dice_pick(dice, 0, 1) == 1;
    break;
  case 1: /* answered after that */
    given->outwaited_us = wait_us;
    given->service_us = second_us * stf_dice_pick(dice, 0, 600);
    break;
  case 2:
    given->service_us = second_us * stf_dice_pick(dice, 1, 600);
    break;
  default:
    break;
  }
}

static struct stf_given random_one(struct stf_dice *dice, const struct stf_random_desk *out,
                                   uint32_t i) {
  const struct stf_desk *desk = &out->desk;
  uint32_t c = (uint32_t)stf_dice_pick(dice, 0, (int)desk->classes_n - 1);
  const struct stf_class *class = &desk->classes[c];
  double length_us = (double)(desk->to_us - desk->from_us - 1);
  int64_t open_us = desk->from_us + (int64_t)(stf_dice_roll(dice) * length_us);
  int64_t bot_us = (int64_t)(stf_dice_roll(dice) * 120e6);
  char id[16];
  int id_n = snprintf(id, sizeof id, "L%u", i);
  assert_true(id_n > 0);
  struct stf_given given = {.address = stf_dict_hash(id, (size_t)id_n),
                            .open_us = open_us,
                            .queue_us = open_us,
                            .assign_us = STF_NEVER,
                            .service_us = STF_NEVER,
                            .patience_us = STF_NEVER,
                            .outwaited_us = STF_NEVER,
                            .contact = i,
                            .class_index = c,
                            .agent = STF_NOBODY,
                            .customer = STF_NOBODY};
  int way = stf_dice_pick(dice, 0, 3);
  if (way == 0) { /* meets the desk's own bot */
    given.queue_us = STF_NEVER;
  } else if (way == 1 && open_us + bot_us < desk->to_us) { /* the log's bot had it */
    given.handed_over = true;
    given.queue_us = open_us + bot_us;
  } else if (way == 2 && stf_desk_class_has_bot(class)) {
    given.behind_bot = true;
  }
  add_fate(dice, class, &given);
  return given;
}

void stf_random_given_build(uint32_t number, struct stf_random_desk *out) {
  struct stf_dice dice = {.number = number ^ UINT32_C(0x47495645)};
  struct stf_desk *desk = &out->desk;
  if (stf_dice_pick(&dice, 0, 2) > 0) {
    return;
  }
  uint32_t n = (uint32_t)stf_dice_pick(&dice, 1, MOST);
  struct stf_given *given = stf_arena_alloc(out->arena, n, sizeof *given);
  double *observed = stf_arena_alloc(out->arena, desk->classes_n, sizeof *observed);
  struct stf_demand *demand = stf_arena_alloc(out->arena, 1, sizeof *demand);
  assert_non_null(given);
  assert_non_null(observed);
  assert_non_null(demand);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    observed[c] = 0.1 + 0.6 * stf_dice_roll(&dice);
  }
  for (uint32_t i = 0; i < n; i++) {
    given[i] = random_one(&dice, out, i);
  }
  qsort(given, n, sizeof *given, by_instant);
  *demand = *desk->demand;
  demand->observed = observed;
  desk->demand = demand;
  desk->given = given;
  desk->given_n = n;
}
