/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may take what: by hand, and against every set of classes of random desks. */
#include "desk/desk_flow.h"
#include "support/dice.h"
#include "support/near.h"

enum {
  CLASSES = 6,
  TEAMS = 5,
  DESKS = 500
};

struct sample {
  struct stf_desk desk;
  struct stf_class classes[CLASSES];
  struct stf_team teams[TEAMS];
  bool serves[TEAMS][CLASSES];
};

static void make(struct sample *out, uint32_t classes_n, uint32_t teams_n) {
  *out = (struct sample){.desk = {.classes_n = classes_n, .teams_n = teams_n}};
  out->desk.classes = out->classes;
  out->desk.teams = out->teams;
  for (uint32_t t = 0; t < teams_n; t++) {
    out->teams[t].serves = out->serves[t];
  }
}

/* The first team takes both classes, the second only the second: what the second has to spare
 * is of no use to the first class. */
static void test_solve_by_hand_expect_who_misses(void **state) {
  (void)state;
  struct sample sample;
  struct stf_desk_flow flow;
  make(&sample, 2, 2);
  sample.serves[0][0] = true;
  sample.serves[0][1] = true;
  sample.serves[1][1] = true;
  assert_int_equal(stf_desk_flow_init(&sample.desk, NULL, &flow), STF_OK);
  flow.needs[0] = 3;
  flow.needs[1] = 4;
  flow.there[0] = 2;
  flow.there[1] = 6;
  struct stf_desk_flow_cut cut = stf_desk_flow_solve(&flow);
  assert_int_equal(cut.classes_n, 1);
  assert_int_equal(cut.classes[0], 0);
  assert_int_equal(cut.teams_n, 1);
  assert_int_equal(cut.teams[0], 0);
  assert_near(cut.needed, 3, 0);
  assert_near(cut.there, 2, 0);
  flow.needs[0] = 2;
  flow.needs[1] = 6;
  assert_int_equal(stf_desk_flow_solve(&flow).classes_n, 0); /* exactly enough */
  flow.needs[1] = 6.5;
  cut = stf_desk_flow_solve(&flow);
  assert_int_equal(cut.classes_n, 2);
  assert_near(cut.needed - cut.there, 0.5, 1e-12);
  stf_desk_flow_clear(&flow);
}

/* Needed by the set of classes beyond what the teams have that may take any of them. */
static double missing(const struct stf_desk_flow *flow, unsigned set) {
  double sum = 0;
  for (uint32_t t = 0; t < flow->teams_n; t++) {
    bool takes = false;
    for (uint32_t c = 0; c < flow->classes_n; c++) {
      takes = takes || ((set >> c & 1) != 0 && flow->takes[c * flow->teams_n + t]);
    }
    sum -= takes ? flow->there[t] : 0;
  }
  for (uint32_t c = 0; c < flow->classes_n; c++) {
    sum += (set >> c & 1) != 0 ? flow->needs[c] : 0;
  }
  return sum;
}

/* Gale's condition (1957): it fits unless some set of classes misses something; the cut is the
 * one that misses most. */
static void test_solve_expect_the_worst_of_all_sets(void **state) {
  (void)state;
  int over_n = 0;
  for (uint32_t number = 0; number < DESKS; number++) {
    struct stf_dice dice = {.number = 70000 + number};
    struct sample sample;
    struct stf_desk_flow flow;
    make(&sample, (uint32_t)stf_dice_pick(&dice, 1, CLASSES),
         (uint32_t)stf_dice_pick(&dice, 1, TEAMS));
    for (uint32_t t = 0; t < sample.desk.teams_n; t++) {
      for (uint32_t c = 0; c < sample.desk.classes_n; c++) {
        sample.serves[t][c] = stf_dice_pick(&dice, 0, 2) == 0;
      }
    }
    assert_int_equal(stf_desk_flow_init(&sample.desk, NULL, &flow), STF_OK);
    for (uint32_t c = 0; c < flow.classes_n; c++) {
      flow.needs[c] = stf_dice_roll(&dice);
    }
    for (uint32_t t = 0; t < flow.teams_n; t++) {
      flow.there[t] = 4 * stf_dice_roll(&dice);
    }
    double worst = 0;
    for (unsigned set = 1; set < 1U << flow.classes_n; set++) {
      double here = missing(&flow, set);
      worst = here > worst ? here : worst;
    }
    struct stf_desk_flow_cut cut = stf_desk_flow_solve(&flow);
    assert_near(cut.needed - cut.there, worst, 1e-6);
    assert_true((worst > 1e-6) == (cut.classes_n > 0));
    over_n += cut.classes_n > 0;
    stf_desk_flow_clear(&flow);
  }
  assert_true(over_n > DESKS / 10 && over_n < DESKS * 19 / 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solve_by_hand_expect_who_misses),
      cmocka_unit_test(test_solve_expect_the_worst_of_all_sets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
