/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Load behind a bot that ends the easy contacts, in closed form; places and agents that teams
 * in turns need, by hand. */
#include "desk/channels.h"
#include "desk/desk_load.h"
#include "desk/desk_work.h"
#include "support/near.h"

#include <math.h>

#define H_US INT64_C(3600000000)

/* ---- difficulty ---- */

static struct stf_bot sifting(double containment, double difficulty) {
  return (struct stf_bot){.reach_share = 1,
                          .containment_share = containment,
                          .difficulty = difficulty,
                          .duration = stf_law_constant(60),
                          .reading = stf_law_never()};
}

/* At a rank correlation of 1 those handed over have the longest work: of exponential work
 * E(X | survival below 1 - c) = 1 - ln(1 - c) means. */
static void test_harder_when_rank_is_one_expect_the_tail_of_work(void **state) {
  (void)state;
  const struct stf_class class = {.service = stf_law_exponential(120)};
  for (int i = 1; i <= 3; i++) {
    double c = 0.2 * i;
    const struct stf_bot bot = sifting(c, 1);
    assert_near(stf_desk_load_harder(&class, &bot), 1 - log(1 - c), 0.02);
  }
}

static void test_harder_without_difficulty_or_containment_expect_one(void **state) {
  (void)state;
  const struct stf_class class = {.service = stf_law_exponential(120)};
  const struct stf_bot easy = sifting(0.5, 0);
  const struct stf_bot open = sifting(0, 0.8);
  assert_near(stf_desk_load_harder(&class, &easy), 1, 0);
  assert_near(stf_desk_load_harder(&class, &open), 1, 0);
}

/* In turns their number: between 1 and the comonotone bound, more the higher the rank. */
static void test_harder_in_turns_expect_more_of_them(void **state) {
  (void)state;
  const struct stf_turns turns = {.number = stf_turns_geometric(5)};
  const struct stf_class class = {.turns = &turns};
  double before = 1;
  for (int i = 1; i <= 4; i++) {
    const struct stf_bot bot = sifting(0.5, 0.25 * i);
    double harder = stf_desk_load_harder(&class, &bot);
    assert_true(harder > before && harder < 2);
    before = harder;
  }
}

/* ---- turns ---- */

/* Points into itself: not to be copied. */
struct sample {
  struct stf_desk desk;
  struct stf_class classes[2];
  struct stf_turns turns;
  struct stf_team teams[2];
  bool serves[2][2];
  double rates_per_s[2][2];
  int64_t edges_us[3];
  int64_t days[2];
  struct stf_staff_change changes[2];
};

/* Two hours; four turns of 1 min and three think times of 5 min, which park after 2 min. 60
 * come in the first hour, 120 in the second; two agents of five places in both. */
static void make(struct sample *out) {
  *out = (struct sample){.turns = {.number = {.mean = 4},
                                   .work = stf_law_constant(60),
                                   .think = stf_law_constant(300),
                                   .park_after_us = INT64_C(120000000),
                                   .close_after_us = STF_NEVER},
                         .serves = {{true, false}, {false, true}},
                         .rates_per_s = {{60.0 / 3600, 120.0 / 3600}, {1, 1}},
                         .edges_us = {0, H_US, 2 * H_US},
                         .changes = {{.at_us = 0, .team = 0, .agent = STF_NOBODY, .delta = 2},
                                     {.at_us = 0, .team = 1, .agent = STF_NOBODY, .delta = 1}}};
  for (size_t i = 0; i < 2; i++) {
    out->classes[i] =
        (struct stf_class){.service = stf_law_constant(60), .rates_per_s = out->rates_per_s[i]};
    out->teams[i] = (struct stf_team){.serves = out->serves[i], .pause = stf_law_constant(0)};
  }
  out->classes[0].turns = &out->turns;
  out->teams[0].cap = 5;
  out->desk = (struct stf_desk){.to_us = 2 * H_US,
                                .interval_us = H_US,
                                .classes = out->classes,
                                .classes_n = 2,
                                .teams = out->teams,
                                .teams_n = 2,
                                .changes = out->changes,
                                .changes_n = 2,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = 2,
                                .volume = 1};
}

/* Each holds a place for 4 + 3 x 2 min and takes 4 min of work: 10 places and 4 agents in the
 * first hour, twice that in the second. */
static void test_turns_expect_places_and_agents_by_interval(void **state) {
  (void)state;
  struct sample sample;
  struct stf_desk_load_turns load;
  make(&sample);
  assert_int_equal(stf_desk_load_turns(&sample.desk, 0, NULL, &load), STF_OK);
  assert_int_equal(load.places.open_n, 2);
  assert_int_equal(load.places.over_n, 1);
  assert_int_equal(load.places.most_us, H_US);
  assert_near(load.places.cut.needed, 20, 0.02);
  assert_near(load.places.cut.there, 10, 1e-9);
  assert_int_equal(load.agents.over_n, 2);
  assert_near(load.agents.cut.needed, 8, 1e-9);
  assert_near(load.agents.cut.there, 2, 1e-9);
}

/* A class that the other team takes too may go there: 20 places and 8 agents are needed in the
 * second hour. One agent of twelve places there is enough for the one and not for the other. */
static void test_turns_when_shared_expect_both_teams_beside_it(void **state) {
  (void)state;
  struct sample sample;
  struct stf_desk_load_turns load;
  make(&sample);
  sample.serves[1][0] = true;
  sample.rates_per_s[1][0] = 0;
  sample.rates_per_s[1][1] = 0;
  sample.teams[1].cap = 12;
  for (uint32_t team = 0; team < 2; team++) {
    assert_int_equal(stf_desk_load_turns(&sample.desk, team, NULL, &load), STF_OK);
    assert_int_equal(load.first_team, 0);
    assert_int_equal(load.places.over_n, 0);
    assert_int_equal(load.places.cut.classes_n, 0);
    assert_int_equal(load.agents.over_n, 2);
    assert_int_equal(load.agents.cut.classes_n, 1);
    assert_int_equal(load.agents.cut.teams_n, 2);
    assert_near(load.agents.cut.needed, 8, 1e-9);
    assert_near(load.agents.cut.there, 3, 1e-9);
  }
}

/* Half are contained, the others bring 30 s to read. */
static void test_turns_behind_a_bot_expect_those_handed_over(void **state) {
  (void)state;
  struct sample sample;
  struct stf_desk_load_turns load;
  make(&sample);
  sample.classes[0].bot = sifting(0.5, 0);
  sample.classes[0].bot.reading = stf_law_constant(30);
  assert_int_equal(stf_desk_load_turns(&sample.desk, 0, NULL, &load), STF_OK);
  assert_near(load.places.cut.needed, 0.5 * 2 * 10.5, 0.02);
  assert_near(load.agents.cut.needed, 0.5 * 2 * 4.5, 1e-9);
}

/* ---- channels ---- */

/* Three levels of weight 1 and 2, cap 4, rates of work 1, 1.6, 2, 2.2 with so many places
 * taken. */
static void test_rate_in_channels_expect_weights_and_levels(void **state) {
  (void)state;
  static const double SPEEDS[] = {1, 1.6, 2, 2.2};
  static const struct stf_channels_rule RULES[] = {
      {4, STF_CHANNELS_INTERRUPTING}, {2, STF_CHANNELS_ORDINARY}, {1, STF_CHANNELS_BACKGROUND}};
  const struct stf_channels channels = {RULES};
  const bool serves[] = {true, true, true};
  const struct stf_class classes[3] = {{.service = stf_law_constant(120)},
                                       {.service = stf_law_constant(120)},
                                       {.service = stf_law_constant(120)}};
  const struct stf_team team = {.serves = serves,
                                .cap = 4,
                                .speeds = SPEEDS,
                                .channels = &channels,
                                .pause = stf_law_constant(0)};
  const struct stf_desk desk = {
      .classes = classes, .classes_n = 3, .teams = &team, .teams_n = 1};
  assert_near(stf_desk_work_rate(&desk, 0, 0), 1, 1e-12);         /* the whole agent */
  assert_near(stf_desk_work_rate(&desk, 0, 1), 2.2 / 1.6, 1e-12); /* two of them */
  assert_near(stf_desk_work_rate(&desk, 0, 2), 1, 1e-12);         /* alone */
  assert_near(stf_desk_work_each(&desk, 0).direct, 120, 1e-9);
  assert_near(stf_desk_work_each(&desk, 1).direct, 120 * 1.6 / 2.2, 1e-9);
}

/* After-work of 1 min, the agent's or her place's alone; of a channel that takes two places, or
 * of the background. */
static void test_turns_with_after_work_and_channels_expect_what_they_take(void **state) {
  (void)state;
  for (int alone = 0; alone < 2; alone++) {
    const struct stf_wrap_up wrap_up = {stf_law_constant(60), alone == 1};
    for (int background = 0; background < 2; background++) {
      const struct stf_channels_rule rules[] = {
          {background == 1 ? 1 : 2,
           background == 1 ? STF_CHANNELS_BACKGROUND : STF_CHANNELS_ORDINARY},
          {1, STF_CHANNELS_ORDINARY}};
      const struct stf_channels channels = {rules};
      struct sample sample;
      struct stf_desk_load_turns load;
      make(&sample);
      sample.classes[0].wrap_up = &wrap_up;
      sample.teams[0].channels = &channels;
      assert_int_equal(stf_desk_load_turns(&sample.desk, 0, NULL, &load), STF_OK);
      assert_near(load.places.cut.needed, background == 1 ? 0 : 2 * 2 * 11, 0.05);
      assert_near(load.agents.cut.needed, alone == 1 ? 8 : 10, 1e-9);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_harder_when_rank_is_one_expect_the_tail_of_work),
      cmocka_unit_test(test_harder_without_difficulty_or_containment_expect_one),
      cmocka_unit_test(test_harder_in_turns_expect_more_of_them),
      cmocka_unit_test(test_turns_expect_places_and_agents_by_interval),
      cmocka_unit_test(test_turns_when_shared_expect_both_teams_beside_it),
      cmocka_unit_test(test_turns_behind_a_bot_expect_those_handed_over),
      cmocka_unit_test(test_rate_in_channels_expect_weights_and_levels),
      cmocka_unit_test(test_turns_with_after_work_and_channels_expect_what_they_take),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
