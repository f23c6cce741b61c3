/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_desk.h"

#include "desk/desk_check.h"
#include "support/near.h"
#include "support/random_channels.h"
#include "support/random_class.h"
#include "support/random_given.h"
#include "support/random_staff.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_US INT64_C(3600000000)

/* Open from a morning hour to an evening hour, every day. */
static void build_hours(struct stf_dice *dice, const struct stf_zone *zone,
                        struct stf_random_desk *out) {
  struct stf_calendar_rules rules = {.zone = zone};
  int32_t from_s = 3600 * stf_dice_pick(dice, 1, 10);
  int32_t to_s = 3600 * stf_dice_pick(dice, 12, 23);
  for (size_t i = 0; i < 7; i++) {
    rules.week[i] = (struct stf_calendar_hours){.spans = {{from_s, to_s}}, .spans_n = 1};
  }
  const struct stf_desk *desk = &out->desk;
  assert_int_equal(stf_calendar_new(&rules, desk->from_us - 24 * HOUR_US,
                                    desk->to_us + 240 * HOUR_US, NULL, &out->hours),
                   STF_OK);
}

/* One to three contacts at once, with the speeds for it. */
static void add_concurrency(struct stf_dice *dice, struct stf_arena *arena,
                            struct stf_team *team) {
  team->routing = (enum stf_routing)stf_dice_pick(dice, 0, STF_ROUTING_MOST_LOADED);
  team->cap = (uint32_t)stf_dice_pick(dice, 0, 3);
  double *speeds = stf_arena_alloc(arena, 3, sizeof *speeds);
  assert_non_null(speeds);
  for (int j = 0; j < 3; j++) {
    speeds[j] = j == 0 ? 1 : speeds[j - 1] + 0.7 * stf_dice_roll(dice);
  }
  team->speeds = speeds;
  struct stf_dice talk = {.number = dice->number + 2000000, .next = dice->next};
  team->turn_order = (enum stf_turn_order)stf_dice_pick(&talk, 0, STF_TURN_ORDER_DEADLINE);
  team->switching_us = INT64_C(1000000) * stf_dice_pick(&talk, 0, 1) * 5;
  team->routing =
      stf_dice_pick(&talk, 0, 3) == 0 ? STF_ROUTING_BEST_PROFICIENCY : team->routing;
}

static void add_absence(struct stf_dice *dice, struct stf_team *team) {
  team->absence_share = stf_dice_pick(dice, 0, 1) == 1 ? 0.3 * stf_dice_roll(dice) : 0;
  team->absence_is_paid = stf_dice_pick(dice, 0, 1) == 1;
  team->overdispersion = stf_dice_pick(dice, 0, 1) * 0.2 * stf_dice_roll(dice);
  team->late = stf_dice_pick(dice, 0, 1) == 1 ? stf_law_exponential(600) : stf_law_never();
  team->late_break =
      stf_dice_pick(dice, 0, 1) == 1 ? STF_LATE_BREAK_KEEPS_END : STF_LATE_BREAK_KEEPS_LENGTH;
}

/* Work that no log knows, in the first half of the run. */
static const struct stf_people_unlogged *draw_unlogged(struct stf_dice *dice,
                                                       struct stf_random_desk *out) {
  const struct stf_desk *desk = &out->desk;
  struct stf_people_unlogged *unlogged = stf_arena_alloc(out->arena, 1, sizeof *unlogged);
  int64_t *edges_us = stf_arena_alloc(out->arena, 3, sizeof *edges_us);
  double *hazard = stf_arena_alloc(out->arena, 3, sizeof *hazard);
  assert_non_null(unlogged);
  assert_non_null(edges_us);
  assert_non_null(hazard);
  unlogged->lasts = stf_dice_law(dice, 300, out->arena);
  edges_us[0] = desk->from_us;
  hazard[0] = 0;
  for (int i = 0; i < 2; i++) {
    double per_s = stf_people_unlogged_per_s(0.3 * stf_dice_roll(dice), &unlogged->lasts);
    int64_t length_us = (desk->to_us - desk->from_us) / 4;
    edges_us[i + 1] = edges_us[i] + length_us;
    hazard[i + 1] = hazard[i] + 1e-6 * (double)length_us * per_s;
  }
  unlogged->edges_us = edges_us;
  unlogged->hazard = hazard;
  unlogged->n = 2;
  return unlogged;
}

/* Speeds by class, of the team or of its first agent, and beginners. */
static void add_people(struct stf_dice *dice, struct stf_random_desk *out,
                       struct stf_team *team) {
  uint32_t classes_n = out->desk.classes_n;
  struct stf_people *people = stf_arena_alloc(out->arena, 1, sizeof *people);
  double *speeds = stf_arena_alloc(out->arena, classes_n, sizeof *speeds);
  struct stf_people_speed *own = stf_arena_alloc(out->arena, 1, sizeof *own);
  struct stf_people_experience *begun = stf_arena_alloc(out->arena, 1, sizeof *begun);
  assert_non_null(people);
  assert_non_null(speeds);
  assert_non_null(own);
  assert_non_null(begun);
  for (uint32_t c = 0; c < classes_n; c++) {
    speeds[c] = 0.5 + stf_dice_roll(dice);
  }
  uint32_t first = stf_dice_name(out->names.agents, "agent", 0);
  *own = (struct stf_people_speed){first, 0, 0.5 + stf_dice_roll(dice)};
  *begun = (struct stf_people_experience){first, 10 * stf_dice_roll(dice)};
  *people = (struct stf_people){
      .speeds = stf_dice_pick(dice, 0, 1) == 1 ? speeds : NULL,
      .own = own,
      .own_n = (size_t)stf_dice_pick(dice, 0, 1),
      .learning = (enum stf_people_learning)stf_dice_pick(dice, 0, STF_PEOPLE_BY_DAYS),
      .start_speed = 0.3 + 0.7 * stf_dice_roll(dice),
      .full_after = 1 + 30 * stf_dice_roll(dice),
      .experience = stf_dice_pick(dice, 0, 1) == 1 ? (double)INFINITY : 2 * stf_dice_roll(dice),
      .beginners = begun,
      .beginners_n = (size_t)stf_dice_pick(dice, 0, 1)};
  if (stf_dice_pick(dice, 0, 1) == 1) {
    people->away_every = stf_dice_law(dice, 3600, out->arena);
    people->away_lasts = stf_dice_law(dice, 600, out->arena);
  }
  if (stf_dice_pick(dice, 0, 2) == 0) {
    people->unlogged = draw_unlogged(dice, out);
  }
  team->people = people;
}

/* After-work, the agent's or her place's. */
static void add_wrap_up(struct stf_dice *dice, struct stf_random_desk *out) {
  struct stf_dice holds = {.number = dice->number + 5000000}; /* moves no other throw */
  struct stf_wrap_up *wrap_up = stf_arena_alloc(out->arena, 1, sizeof *wrap_up);
  assert_non_null(wrap_up);
  wrap_up->time = stf_dice_law(dice, 40, out->arena);
  wrap_up->place_alone = stf_dice_pick(&holds, 0, 2) == 0;
  for (uint32_t c = 0; c < out->desk.classes_n; c++) {
    out->classes[c].wrap_up = stf_dice_pick(dice, 0, 1) == 1 ? wrap_up : NULL;
  }
}

/* The last team hands back, where what it does may. */
static void add_hand_back(struct stf_desk *desk, struct stf_team *teams) {
  bool in_turns = stf_desk_team_in_turns(desk, 0);
  bool may = true;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    may = may && stf_desk_team_in_turns(desk, t) == in_turns;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_leaving *leaving = desk->classes[c].leaving;
    may = may && (in_turns || leaving == NULL || !leaving->until_reply);
  }
  teams[desk->teams_n - 1].hands_back = may;
}

/* Contacts are opened again where nothing stands against it. */
static void add_reopens(struct stf_dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &out->classes[c];
    bool may = class->turns == NULL && class->wrap_up == NULL &&
               (class->leaving == NULL || !class->leaving->until_reply);
    for (uint32_t t = 0; t < desk->teams_n; t++) {
      may = may && !(stf_desk_takes(desk, t, c) &&
                     (desk->teams[t].channels != NULL || stf_desk_team_in_turns(desk, t) ||
                      stf_desk_meets_hand_backs(desk, t)));
    }
    if (class->after == NULL || !may) {
      continue;
    }
    struct stf_after *after = stf_arena_alloc(out->arena, 1, sizeof *after);
    assert_non_null(after);
    *after = *class->after;
    for (size_t i = 0; i < STF_AFTER_CLOSES; i++) {
      double share = 0.6 * stf_dice_roll(dice);
      after->reopen[i] = (struct stf_after_reopen){
          .share = share, .delay = stf_dice_law(dice, 600, out->arena)};
    }
    out->classes[c].after = after;
    out->classes[c].escalation = NULL;
  }
}

static void build_teams(struct stf_dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_team *teams = stf_arena_alloc(out->arena, desk->teams_n, sizeof *teams);
  assert_non_null(teams);
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    bool *serves = stf_arena_alloc(out->arena, desk->classes_n, sizeof *serves);
    uint32_t *pool_names = stf_arena_alloc(out->arena, 8, sizeof *pool_names);
    assert_non_null(serves);
    assert_non_null(pool_names);
    for (uint32_t c = 0; c < desk->classes_n; c++) {
      serves[c] = t == 0 || stf_dice_pick(dice, 0, 1) == 1;
    }
    for (int a = 0; a < 8; a++) {
      pool_names[a] = stf_dice_name(out->names.agents, "pool", (int)t * 8 + a);
    }
    teams[t] =
        (struct stf_team){.name = stf_dice_name(out->names.teams, "team", (int)t),
                          .serves = serves,
                          .pool_names = pool_names,
                          .pool_names_n = 8,
                          .pause = stf_dice_pick(dice, 0, 1) == 1 ? stf_law_exponential(15)
                                                                  : stf_law_constant(0)};
    add_concurrency(dice, out->arena, &teams[t]);
    add_absence(dice, &teams[t]);
    if (stf_dice_pick(dice, 0, 1) == 1) {
      add_people(dice, out, &teams[t]);
    }
  }
  desk->teams = teams;
  out->teams = teams;
  if (stf_dice_pick(dice, 0, 2) == 0) {
    add_hand_back(desk, teams);
  }
}

/* A campaign, or calls that write. */
static void add_others(struct stf_dice *dice, struct stf_random_desk *out,
                       struct stf_demand *demand) {
  const struct stf_desk *desk = &out->desk;
  struct stf_demand_campaign *campaign = stf_arena_alloc(out->arena, 1, sizeof *campaign);
  struct stf_demand_deflection *deflection = stf_arena_alloc(out->arena, 1, sizeof *deflection);
  assert_non_null(campaign);
  assert_non_null(deflection);
  uint32_t class_index = (uint32_t)stf_dice_pick(dice, 0, (int)desk->classes_n - 1);
  *campaign = (struct stf_demand_campaign){.name = "sale",
                                           .key = 900,
                                           .at_us = desk->from_us +
                                                    stf_dice_pick(dice, -1, 12) * HOUR_US,
                                           .messages_n = 300,
                                           .reply_share = 0.5 * stf_dice_roll(dice),
                                           .delay = stf_dice_law(dice, 1800, out->arena),
                                           .class_index = class_index,
                                           .in_frt = stf_dice_pick(dice, 0, 1) == 1};
  *deflection =
      (struct stf_demand_deflection){.class_index = class_index,
                                     .key = 901,
                                     .share = stf_dice_roll(dice),
                                     .rates_per_s = desk->classes[class_index].rates_per_s};
  demand->campaigns = campaign;
  demand->campaigns_n = (size_t)stf_dice_pick(dice, 0, 1);
  demand->deflections = deflection;
  demand->deflections_n = (size_t)stf_dice_pick(dice, 0, 1);
}

static void add_dispatch_class(struct stf_dice *dice, struct stf_random_desk *out,
                               struct stf_class *class) {
  struct stf_dispatch_class *rules = stf_arena_alloc(out->arena, 1, sizeof *rules);
  assert_non_null(rules);
  *rules = (struct stf_dispatch_class){
      .weight = 0.1 + 4 * stf_dice_roll(dice),
      .aging_us = stf_dice_pick(dice, 0, 1) == 1
                      ? INT64_C(1000000) * stf_dice_pick(dice, 1, 600)
                      : INT64_MAX,
      .response = {.within_us = INT64_C(1000000) * stf_dice_pick(dice, 0, 600),
                   .hours = stf_dice_pick(dice, 0, 1) == 1 ? out->hours : NULL}};
  class->dispatch = stf_dice_pick(dice, 0, 1) == 1 ? rules : NULL;
}

static struct stf_dispatch_overflow random_overflow(struct stf_dice *dice,
                                                    uint32_t class_index) {
  return (struct stf_dispatch_overflow){
      .class_index = class_index,
      .after_us = stf_dice_pick(dice, 0, 2) > 0 ? INT64_C(1000000) * stf_dice_pick(dice, 0, 200)
                                                : INT64_MAX,
      .above_n =
          stf_dice_pick(dice, 0, 1) == 1 ? (uint32_t)stf_dice_pick(dice, 0, 5) : UINT32_MAX};
}

static void add_dispatch_team(struct stf_dice *dice, struct stf_random_desk *out, uint32_t t) {
  struct stf_desk *desk = &out->desk;
  struct stf_dispatch_team *rules = stf_arena_alloc(out->arena, 1, sizeof *rules);
  struct stf_dispatch_overflow *overflow =
      stf_arena_alloc(out->arena, desk->classes_n, sizeof *overflow);
  struct stf_dispatch_reserve *reserved = stf_arena_alloc(out->arena, 1, sizeof *reserved);
  assert_non_null(rules);
  assert_non_null(overflow);
  assert_non_null(reserved);
  *rules = (struct stf_dispatch_team){
      .next = (enum stf_dispatch_next)stf_dice_pick(dice, 0, STF_DISPATCH_EARLIEST_DEADLINE),
      .overflow = overflow,
      .reserved = reserved,
      .reserved_n = stf_dice_pick(dice, 0, 2) == 0};
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (!desk->teams[t].serves[c] && stf_dice_pick(dice, 0, 1) == 1) {
      overflow[rules->overflow_n++] = random_overflow(dice, c);
    }
  }
  *reserved = (struct stf_dispatch_reserve){.class_index = 0,
                                            .places_n = (uint32_t)stf_dice_pick(dice, 1, 2)};
  out->teams[t].dispatch = stf_dice_pick(dice, 0, 1) == 1 ? rules : NULL;
  struct stf_dice known = {.number = dice->number + 3000000 + t}; /* moves no other throw */
  rules->sticky_within_us = INT64_C(1000000) * stf_dice_pick(&known, 0, 1) * 900;
}

/* Who is next, who helps out, whose places are kept: each class and team by its own die. */
static void add_dispatch(struct stf_dice *dice, struct stf_random_desk *out) {
  for (uint32_t c = 0; c < out->desk.classes_n; c++) {
    add_dispatch_class(dice, out, &out->classes[c]);
  }
  for (uint32_t t = 0; t < out->desk.teams_n; t++) {
    add_dispatch_team(dice, out, t);
  }
}

/* A factor that some of the steps have in common. */
static void add_day_factor(struct stf_dice *dice, struct stf_random_desk *out,
                           struct stf_demand *demand) {
  struct stf_demand_day_factor *factor = stf_arena_alloc(out->arena, 1, sizeof *factor);
  uint32_t *of_step = stf_arena_alloc(out->arena, out->desk.rates_n, sizeof *of_step);
  assert_non_null(factor);
  assert_non_null(of_step);
  double low = stf_dice_roll(dice);
  *factor = (struct stf_demand_day_factor){
      .key = 1, .low = low, .likely = low + 0.1, .high = low + 0.5};
  for (size_t i = 0; i < out->desk.rates_n; i++) {
    of_step[i] = (uint32_t)stf_dice_pick(dice, 0, 1);
  }
  demand->days = (struct stf_demand_day_factors){.items = factor, .n = 1, .of_step = of_step};
}

/* Factors of the steps, each an interval of its own. */
static void build_demand(struct stf_dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_demand *demand = stf_arena_alloc(out->arena, 1, sizeof *demand);
  uint32_t *number = stf_arena_alloc(out->arena, desk->rates_n, sizeof *number);
  assert_non_null(demand);
  assert_non_null(number);
  for (uint32_t i = 0; i < desk->rates_n; i++) {
    number[i] = i;
  }
  if (stf_dice_pick(dice, 0, 1) == 1) {
    demand->intervals = (struct stf_demand_intervals){.cv = 0.1 + 0.4 * stf_dice_roll(dice),
                                                      .correlation = stf_dice_roll(dice),
                                                      .number = number};
  }
  if (stf_dice_pick(dice, 0, 3) == 0) {
    add_day_factor(dice, out, demand);
  }
  add_others(dice, out, demand);
  desk->demand = demand;
}

/* Up to three rules of a class, of every clock and deed. */
static void add_escalation(struct stf_dice *dice, struct stf_random_desk *out,
                           struct stf_class *class) {
  enum {
    RULES = 3
  };
  struct stf_escalation *escalation = stf_arena_alloc(out->arena, 1, sizeof *escalation);
  struct stf_escalation_rule *rules = stf_arena_alloc(out->arena, RULES, sizeof *rules);
  assert_non_null(escalation);
  assert_non_null(rules);
  *escalation =
      (struct stf_escalation){.rules = rules,
                              .rules_n = (uint32_t)stf_dice_pick(dice, 0, RULES),
                              .from_opening = stf_dice_pick(dice, 0, 1) == 1,
                              .by_message = class->first_message.kind != STF_LAW_NEVER &&
                                            stf_dice_pick(dice, 0, 1) == 1};
  for (uint32_t r = 0; r < RULES; r++) {
    enum stf_escalation_clock clock =
        (enum stf_escalation_clock)stf_dice_pick(dice, 0, STF_ESCALATION_RESOLUTION);
    enum stf_escalation_deed deed =
        (enum stf_escalation_deed)stf_dice_pick(dice, 0, STF_ESCALATION_TRANSFER);
    bool fits = clock == STF_ESCALATION_FIRST_RESPONSE ||
                (clock == STF_ESCALATION_RESOLUTION && deed == STF_ESCALATION_TRANSFER);
    uint32_t team = (uint32_t)stf_dice_pick(dice, 0, (int)out->desk.teams_n - 1);
    rules[r] = (struct stf_escalation_rule){
        .clock = clock,
        .deed = fits ? deed : STF_ESCALATION_ALERT,
        .after_us = INT64_C(1000000) * stf_dice_pick(dice, 1, 300),
        .hours = stf_dice_pick(dice, 0, 2) == 0 ? out->hours : NULL,
        .team = team,
        .team_name = out->teams[team].name,
        .notice = stf_dice_pick(dice, 0, 3) == 0,
        .afresh = stf_dice_pick(dice, 0, 1) == 1};
  }
  class->escalation = escalation;
  bool fits_all = class->leaving == NULL;
  for (uint32_t t = 0; t < out->desk.teams_n; t++) {
    fits_all = fits_all && !(stf_desk_takes(&out->desk, t, (uint32_t)(class - out->classes)) &&
                             stf_desk_team_in_turns(&out->desk, t));
  }
  if (stf_desk_takes_away(class) && !fits_all) {
    class->escalation = NULL;
  }
}

static void add_escalations(struct stf_dice *dice, struct stf_random_desk *out) {
  for (uint32_t c = 0; c < out->desk.classes_n; c++) {
    if (stf_dice_pick(dice, 0, 1) == 1) {
      add_escalation(dice, out, &out->classes[c]);
    }
  }
}

void stf_random_desk_build(uint32_t number, const struct stf_zone *zone,
                           struct stf_random_desk *out) {
  struct stf_dice dice = {.number = number};
  const struct stf_civil start = {.year = 2026, .month = 3, .day = 2 + (int)(number % 28)};
  *out = (struct stf_random_desk){.arena = stf_arena_new(NULL)};
  assert_non_null(out->arena);
  assert_int_equal(stf_names_init(&out->names, NULL), STF_OK);
  struct stf_desk *desk = &out->desk;
  *desk = (struct stf_desk){.title = "random",
                            .zone_name = stf_zone_name(zone),
                            .names = &out->names,
                            .from_us = stf_zone_to_utc(zone, &start),
                            .interval_us = HOUR_US / 2,
                            .classes_n = (uint32_t)stf_dice_pick(&dice, 1, 4),
                            .teams_n = (uint32_t)stf_dice_pick(&dice, 1, 3),
                            .rates_n = 12,
                            .day_shape = stf_dice_pick(&dice, 0, 1) == 1 ? 20 : 0,
                            .volume = 0.6 + 0.2 * stf_dice_pick(&dice, 0, 5),
                            .end = stf_dice_pick(&dice, 0, 1) == 1 ? STF_EDGE_HORIZON
                                                                   : STF_EDGE_UNTIL_EMPTY};
  desk->to_us = stf_zone_next_day(zone, desk->from_us);
  int64_t *edges = stf_arena_alloc(out->arena, desk->rates_n + 1, sizeof *edges);
  int64_t *days = stf_arena_alloc(out->arena, desk->rates_n, sizeof *days);
  assert_non_null(edges);
  assert_non_null(days);
  for (size_t i = 0; i <= desk->rates_n; i++) {
    edges[i] = i == desk->rates_n
                   ? desk->to_us
                   : desk->from_us + (int64_t)i * 2 * HOUR_US - (i > 0 ? HOUR_US : 0);
  }
  desk->rate_edges_us = edges;
  desk->rate_days = days;
  build_hours(&dice, zone, out);
  stf_random_class_build(&dice, out);
  build_teams(&dice, out);
  add_wrap_up(&dice, out);
  stf_random_staff_build(&dice, out);
  add_dispatch(&dice, out);
  add_escalations(&dice, out);
  stf_random_channels_build(number, out);
  for (uint32_t t = 0; t < out->desk.teams_n; t++) {
    bool several = out->teams[t].channels != NULL && stf_desk_meets_hand_backs(&out->desk, t);
    out->teams[out->desk.teams_n - 1].hands_back =
        out->teams[out->desk.teams_n - 1].hands_back && !several;
  }
  struct stf_dice reopens = {.number = number ^ UINT32_C(0x52454f50)};
  add_reopens(&reopens, out);
  build_demand(&dice, out);
  stf_random_given_build(number, out);
  assert_null(stf_desk_check_valid(desk));
}

void stf_random_desk_clear(struct stf_random_desk *desk) {
  stf_calendar_free(desk->hours);
  stf_names_clear(&desk->names);
  stf_arena_free(desk->arena);
}
