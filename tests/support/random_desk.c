/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_desk.h"

#include "desk/desk_check.h"
#include "desk/staffing.h"
#include "random/stream.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_US INT64_C(3600000000)

struct dice {
  uint32_t number;
  uint32_t next;
};

static double roll(struct dice *dice) {
  struct stf_stream stream = stf_stream_of(77, dice->number);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_TEST, dice->next++, STF_STREAM_WORK, 0, u);
  return u[0];
}

/* Whole number from low to high. */
static int pick(struct dice *dice, int low, int high) {
  return low + (int)(roll(dice) * (high - low + 1));
}

static struct stf_law random_law(struct dice *dice, double mean_s, struct stf_arena *arena) {
  double p[STF_LAW_PARAMETERS_MAX];
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    p[i] = (double)NAN;
  }
  enum stf_law_kind kind = (enum stf_law_kind)pick(dice, STF_LAW_CONSTANT, STF_LAW_EMPIRICAL);
  struct stf_law law;
  const char *why = "";
  p[0] = mean_s;
  if (kind == STF_LAW_LOGNORMAL || kind == STF_LAW_GAMMA) {
    p[1] = 0.5 + roll(dice);
  } else if (kind == STF_LAW_WEIBULL || kind == STF_LAW_UNIFORM ||
             kind == STF_LAW_HYPEREXPONENTIAL) {
    return stf_law_exponential(mean_s);
  } else if (kind == STF_LAW_EMPIRICAL) {
    double sample[20];
    for (size_t i = 0; i < 20; i++) {
      sample[i] = floor(2 * mean_s * roll(dice));
    }
    assert_int_equal(stf_law_from_sample(arena, sample, NULL, 20, &law), STF_OK);
    return law;
  }
  if (!stf_law_make(kind, p, &law, &why)) {
    fail_msg("%s", why);
  }
  return law;
}

static uint32_t name_of(struct stf_dict *dict, const char *prefix, int number) {
  char text[32];
  (void)snprintf(text, sizeof text, "%s%d", prefix, number);
  return stf_dict_add(dict, text, strlen(text));
}

/* Open from a morning hour to an evening hour, every day. */
static void build_hours(struct dice *dice, const struct stf_zone *zone,
                        struct stf_random_desk *out) {
  struct stf_calendar_rules rules = {.zone = zone};
  int32_t from_s = 3600 * pick(dice, 1, 10);
  int32_t to_s = 3600 * pick(dice, 12, 23);
  for (size_t i = 0; i < 7; i++) {
    rules.week[i] = (struct stf_calendar_hours){.spans = {{from_s, to_s}}, .spans_n = 1};
  }
  const struct stf_desk *desk = &out->desk;
  assert_int_equal(stf_calendar_new(&rules, desk->from_us - 24 * HOUR_US,
                                    desk->to_us + 240 * HOUR_US, NULL, &out->hours),
                   STF_OK);
}

static struct stf_bot random_bot(struct dice *dice, struct stf_arena *arena) {
  return (struct stf_bot){.reach_share = pick(dice, 0, 4) * 0.25,
                          .containment_share = roll(dice),
                          .leave_share = 0.5 * roll(dice),
                          .duration = random_law(dice, 60, arena),
                          .reading = pick(dice, 0, 1) == 1 ? random_law(dice, 20, arena)
                                                           : stf_law_never()};
}

/* Solved or not, and who comes back. */
static void add_after(struct dice *dice, struct stf_random_desk *out, struct stf_class *class) {
  if (pick(dice, 0, 2) == 0) {
    return;
  }
  struct stf_after *after = stf_arena_alloc(out->arena, 1, sizeof *after);
  assert_non_null(after);
  after->solved_share = roll(dice);
  for (size_t i = 0; i < STF_AFTER_OUTCOMES; i++) {
    after->repeat[i] = (struct stf_after_return){.share = pick(dice, 0, 2) * 0.4,
                                                 .delay = random_law(dice, 600, out->arena),
                                                 .past_bot = pick(dice, 0, 1) == 1};
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
  after->survey_share = pick(dice, 0, 2) * 0.5;
  after->survey_answered_share = 0.7;
  after->csat = pick(dice, 0, 2) > 0 ? &MARKS : NULL;
  after->nps = pick(dice, 0, 2) > 0 ? &GROUPS : NULL;
  class->after = after;
}

/* Desks in turns have nobody who leaves silently or waits for the first reply: a team would
 * serve both. */
static bool is_in_turns(const struct dice *dice) {
  return dice->number % 2 == 1;
}

static void add_leaving(struct dice *dice, struct stf_arena *arena, struct stf_class *class) {
  struct stf_leaving *leaving = stf_arena_alloc(arena, 1, sizeof *leaving);
  struct stf_leaving_step *steps = stf_arena_alloc(arena, 2, sizeof *steps);
  assert_non_null(leaving);
  assert_non_null(steps);
  steps[0] = (struct stf_leaving_step){0, 0.2 * roll(dice)};
  steps[1] = (struct stf_leaving_step){(uint32_t)pick(dice, 1, 8), roll(dice)};
  double silent_share = roll(dice);
  bool in_turns = is_in_turns(dice);
  *leaving = (struct stf_leaving){.until_reply =
                                      !in_turns && class->first_message.kind != STF_LAW_NEVER,
                                  .silent_share = in_turns ? 0 : silent_share,
                                  .ghost = random_law(dice, 60, arena),
                                  .steps = steps,
                                  .steps_n = (uint32_t)pick(dice, 0, 2)};
  class->leaving = leaving;
}

/* What the engine does only for those classes that have it. */
static void add_extras(struct dice *dice, struct stf_random_desk *out,
                       struct stf_class *class) {
  if (pick(dice, 0, 2) > 0) {
    class->bot = random_bot(dice, out->arena);
  }
  if (pick(dice, 0, 2) == 0) {
    class->bot_closed = random_bot(dice, out->arena);
    class->bot_hours = out->hours;
  }
  class->acknowledges = pick(dice, 0, 1) == 1;
  class->ack_us = INT64_C(1000000) * pick(dice, 0, 30);
  class->first_message =
      pick(dice, 0, 1) == 1 ? random_law(dice, 40, out->arena) : stf_law_never();
  class->head_start_us = INT64_C(1000000) * pick(dice, 0, 90) * pick(dice, 0, 1);
  class->patience_hours = pick(dice, 0, 2) == 0 ? out->hours : NULL;
  add_after(dice, out, class);
}

static struct stf_turns_number random_number(struct dice *dice, struct stf_arena *arena) {
  struct stf_turns_number number = stf_turns_geometric(1 + 4 * roll(dice));
  const double weights[] = {3, 0, 2, 1};
  switch (pick(dice, 0, 3)) {
  case 0:
    assert_int_equal(stf_turns_fixed(arena, (uint32_t)pick(dice, 1, 4), &number), STF_OK);
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
static void add_turns(struct dice *dice, struct stf_arena *arena, struct stf_class *class) {
  const int64_t second_us = 1000000;
  if (pick(dice, 0, 2) > 0) {
    return;
  }
  struct stf_turns *turns = stf_arena_alloc(arena, 1, sizeof *turns);
  assert_non_null(turns);
  *turns = (struct stf_turns){
      .number = random_number(dice, arena),
      .work = random_law(dice, 60, arena),
      .think = random_law(dice, 240, arena),
      .park_after_us = pick(dice, 0, 2) > 0 ? second_us * 60 * pick(dice, 0, 4) : STF_NEVER,
      .close_after_us = pick(dice, 0, 1) > 0 ? second_us * 60 * pick(dice, 1, 9) : STF_NEVER,
      .reopens = pick(dice, 0, 1) > 0,
      .return_to = pick(dice, 0, 1) > 0 ? STF_TURNS_QUEUE : STF_TURNS_SAME_AGENT,
      .window = {.length_us = second_us * pick(dice, 0, 1) * 150, .reply_share = roll(dice)}};
  class->turns = turns;
  class->service = stf_law_constant(0);
  class->first_message = stf_law_never();
}

static void build_classes(struct dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct dice talk = {.number = dice->number + 1000000}; /* moves no other throw */
  struct stf_class *classes = stf_arena_alloc(out->arena, desk->classes_n, sizeof *classes);
  assert_non_null(classes);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    double *rates = stf_arena_alloc(out->arena, desk->rates_n, sizeof *rates);
    assert_non_null(rates);
    for (size_t i = 0; i < desk->rates_n; i++) {
      rates[i] = 0.02 * roll(dice) * (pick(dice, 0, 4) > 0);
    }
    int priority = pick(dice, 1, 2);
    classes[c] = (struct stf_class){
        .name = name_of(out->names.classes, "class", (int)c),
        .key = 1000 + c,
        .channel = name_of(out->names.channels, "chat", pick(dice, 0, 1)),
        .priority = priority,
        .priority_name = name_of(out->names.priorities, "", priority),
        .service = random_law(dice, 200, out->arena),
        .patience = pick(dice, 0, 2) > 0 ? random_law(dice, 90, out->arena) : stf_law_never(),
        .rates_per_s = rates};
    add_extras(dice, out, &classes[c]);
    if (pick(dice, 0, 1) == 1) {
      add_leaving(dice, out->arena, &classes[c]);
    }
    if (is_in_turns(dice) && classes[c].leaving == NULL) {
      add_turns(&talk, out->arena, &classes[c]);
    }
  }
  desk->classes = classes;
  out->classes = classes;
}

/* One to three contacts at once, with the speeds for it. */
static void add_concurrency(struct dice *dice, struct stf_arena *arena, struct stf_team *team) {
  team->routing = (enum stf_routing)pick(dice, 0, STF_ROUTING_MOST_LOADED);
  team->cap = (uint32_t)pick(dice, 0, 3);
  double *speeds = stf_arena_alloc(arena, 3, sizeof *speeds);
  assert_non_null(speeds);
  for (int j = 0; j < 3; j++) {
    speeds[j] = j == 0 ? 1 : speeds[j - 1] + 0.7 * roll(dice);
  }
  team->speeds = speeds;
  struct dice talk = {.number = dice->number + 2000000, .next = dice->next};
  team->turn_order = (enum stf_turn_order)pick(&talk, 0, STF_TURN_ORDER_DEADLINE);
  team->switching_us = INT64_C(1000000) * pick(&talk, 0, 1) * 5;
}

static void add_absence(struct dice *dice, struct stf_team *team) {
  team->absence_share = pick(dice, 0, 1) == 1 ? 0.3 * roll(dice) : 0;
  team->absence_is_paid = pick(dice, 0, 1) == 1;
  team->overdispersion = pick(dice, 0, 1) * 0.2 * roll(dice);
  team->late = pick(dice, 0, 1) == 1 ? stf_law_exponential(600) : stf_law_never();
  team->late_break =
      pick(dice, 0, 1) == 1 ? STF_LATE_BREAK_KEEPS_END : STF_LATE_BREAK_KEEPS_LENGTH;
}

/* Speeds by class, of the team or of its first agent, and beginners. */
static void add_people(struct dice *dice, struct stf_random_desk *out, struct stf_team *team) {
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
    speeds[c] = 0.5 + roll(dice);
  }
  uint32_t first = name_of(out->names.agents, "agent", 0);
  *own = (struct stf_people_speed){first, 0, 0.5 + roll(dice)};
  *begun = (struct stf_people_experience){first, 10 * roll(dice)};
  *people = (struct stf_people){
      .speeds = pick(dice, 0, 1) == 1 ? speeds : NULL,
      .own = own,
      .own_n = (size_t)pick(dice, 0, 1),
      .learning = (enum stf_people_learning)pick(dice, 0, STF_PEOPLE_BY_DAYS),
      .start_speed = 0.3 + 0.7 * roll(dice),
      .full_after = 1 + 30 * roll(dice),
      .experience = pick(dice, 0, 1) == 1 ? (double)INFINITY : 2 * roll(dice),
      .beginners = begun,
      .beginners_n = (size_t)pick(dice, 0, 1)};
  if (pick(dice, 0, 1) == 1) {
    people->away_every = random_law(dice, 3600, out->arena);
    people->away_lasts = random_law(dice, 600, out->arena);
  }
  team->people = people;
}

/* After-work, on desks that may have it. */
static void add_wrap_up(struct dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_wrap_up *wrap_up = stf_arena_alloc(out->arena, 1, sizeof *wrap_up);
  assert_non_null(wrap_up);
  wrap_up->time = random_law(dice, 40, out->arena);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    out->classes[c].wrap_up =
        pick(dice, 0, 1) == 1 && !stf_desk_overlaps(desk) ? wrap_up : NULL;
  }
}

static void build_teams(struct dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_team *teams = stf_arena_alloc(out->arena, desk->teams_n, sizeof *teams);
  assert_non_null(teams);
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    bool *serves = stf_arena_alloc(out->arena, desk->classes_n, sizeof *serves);
    uint32_t *pool_names = stf_arena_alloc(out->arena, 8, sizeof *pool_names);
    assert_non_null(serves);
    assert_non_null(pool_names);
    for (uint32_t c = 0; c < desk->classes_n; c++) {
      serves[c] = t == 0 || pick(dice, 0, 1) == 1;
    }
    for (int a = 0; a < 8; a++) {
      pool_names[a] = name_of(out->names.agents, "pool", (int)t * 8 + a);
    }
    teams[t] = (struct stf_team){.name = name_of(out->names.teams, "team", (int)t),
                                 .serves = serves,
                                 .pool_names = pool_names,
                                 .pool_names_n = 8,
                                 .pause = pick(dice, 0, 1) == 1 ? stf_law_exponential(15)
                                                                : stf_law_constant(0)};
    add_concurrency(dice, out->arena, &teams[t]);
    add_absence(dice, &teams[t]);
    if (pick(dice, 0, 1) == 1) {
      add_people(dice, out, &teams[t]);
    }
  }
  desk->teams = teams;
  out->teams = teams;
}

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
static int64_t add_shift(struct dice *dice, struct stf_desk *desk, struct staff *staff,
                         uint32_t agent, int64_t at_us) {
  struct stf_shift *shift = &staff->shifts[desk->shifts_n++];
  shift->agent = agent;
  shift->start_us = at_us + (int64_t)(roll(dice) * 6 * (double)HOUR_US) + HOUR_US / 2;
  shift->end_us = shift->start_us + (int64_t)(roll(dice) * 6 * (double)HOUR_US) + 1;
  shift->day = (shift->start_us - desk->from_us) / (24 * HOUR_US);
  int64_t length_us = shift->end_us - shift->start_us;
  int64_t from_us = shift->start_us + (int64_t)(roll(dice) * 0.7 * (double)length_us);
  bool paid = pick(dice, 0, 1) == 1;
  const int64_t at[CHANGES] = {shift->start_us, from_us,
                               from_us + (int64_t)(0.3 * roll(dice) * (double)length_us),
                               shift->end_us};
  bool has_break = pick(dice, 0, 2) > 0 && at[1] < at[2];
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
  return shift->end_us;
}

/* Pools' counts, which move every two hours. */
static void add_counts(struct dice *dice, struct stf_desk *desk,
                       struct stf_staff_change *changes) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    int count = 0;
    for (int i = 0; i < 12; i++) {
      int wanted = pick(dice, 0, 4);
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

/* Named agents with two shifts each, and pools. */
static void build_staff(struct dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  desk->agents_n = (uint32_t)pick(dice, 1, 5);
  size_t shifts_n = (size_t)SHIFTS * desk->agents_n;
  struct staff staff = {
      .agents = stf_arena_alloc(out->arena, desk->agents_n, sizeof *staff.agents),
      .shifts = stf_arena_alloc(out->arena, shifts_n, sizeof *staff.shifts),
      .changes = stf_arena_alloc(out->arena, CHANGES * shifts_n + 12 * (size_t)desk->teams_n,
                                 sizeof *staff.changes)};
  assert_non_null(staff.agents);
  assert_non_null(staff.shifts);
  assert_non_null(staff.changes);
  for (uint32_t a = 0; a < desk->agents_n; a++) {
    staff.agents[a] =
        (struct stf_agent){.name = name_of(out->names.agents, "agent", (int)a),
                           .team = (uint32_t)pick(dice, 0, (int)desk->teams_n - 1),
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

/* A campaign, or calls that write. */
static void add_others(struct dice *dice, struct stf_random_desk *out,
                       struct stf_demand *demand) {
  const struct stf_desk *desk = &out->desk;
  struct stf_demand_campaign *campaign = stf_arena_alloc(out->arena, 1, sizeof *campaign);
  struct stf_demand_deflection *deflection = stf_arena_alloc(out->arena, 1, sizeof *deflection);
  assert_non_null(campaign);
  assert_non_null(deflection);
  uint32_t class_index = (uint32_t)pick(dice, 0, (int)desk->classes_n - 1);
  *campaign =
      (struct stf_demand_campaign){.name = "sale",
                                   .key = 900,
                                   .at_us = desk->from_us + pick(dice, -1, 12) * HOUR_US,
                                   .messages_n = 300,
                                   .reply_share = 0.5 * roll(dice),
                                   .delay = random_law(dice, 1800, out->arena),
                                   .class_index = class_index,
                                   .in_frt = pick(dice, 0, 1) == 1};
  *deflection =
      (struct stf_demand_deflection){.class_index = class_index,
                                     .key = 901,
                                     .share = roll(dice),
                                     .rates_per_s = desk->classes[class_index].rates_per_s};
  demand->campaigns = campaign;
  demand->campaigns_n = (size_t)pick(dice, 0, 1);
  demand->deflections = deflection;
  demand->deflections_n = (size_t)pick(dice, 0, 1);
}

/* Who is next, who helps out, whose places are kept: each class and team by its own die. */
static void add_dispatch(struct dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_class *classes = out->classes;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    struct stf_dispatch_class *rules = stf_arena_alloc(out->arena, 1, sizeof *rules);
    assert_non_null(rules);
    *rules = (struct stf_dispatch_class){
        .weight = 0.1 + 4 * roll(dice),
        .aging_us = pick(dice, 0, 1) == 1 ? INT64_C(1000000) * pick(dice, 1, 600) : INT64_MAX,
        .response = {.within_us = INT64_C(1000000) * pick(dice, 0, 600),
                     .hours = pick(dice, 0, 1) == 1 ? out->hours : NULL}};
    classes[c].dispatch = pick(dice, 0, 1) == 1 ? rules : NULL;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    struct stf_dispatch_team *rules = stf_arena_alloc(out->arena, 1, sizeof *rules);
    struct stf_dispatch_overflow *overflow =
        stf_arena_alloc(out->arena, desk->classes_n, sizeof *overflow);
    struct stf_dispatch_reserve *reserved = stf_arena_alloc(out->arena, 1, sizeof *reserved);
    assert_non_null(rules);
    assert_non_null(overflow);
    assert_non_null(reserved);
    *rules = (struct stf_dispatch_team){
        .next = (enum stf_dispatch_next)pick(dice, 0, STF_DISPATCH_EARLIEST_DEADLINE),
        .overflow = overflow,
        .reserved = reserved,
        .reserved_n = pick(dice, 0, 2) == 0};
    for (uint32_t c = 0; c < desk->classes_n; c++) {
      if (!desk->teams[t].serves[c] && pick(dice, 0, 1) == 1) {
        overflow[rules->overflow_n++] = (struct stf_dispatch_overflow){
            .class_index = c,
            .after_us =
                pick(dice, 0, 2) > 0 ? INT64_C(1000000) * pick(dice, 0, 200) : INT64_MAX,
            .above_n = pick(dice, 0, 1) == 1 ? (uint32_t)pick(dice, 0, 5) : UINT32_MAX};
      }
    }
    *reserved =
        (struct stf_dispatch_reserve){.class_index = 0, .places_n = (uint32_t)pick(dice, 1, 2)};
    out->teams[t].dispatch = pick(dice, 0, 1) == 1 ? rules : NULL;
  }
}

/* Factors of the steps, each an interval of its own. */
static void build_demand(struct dice *dice, struct stf_random_desk *out) {
  struct stf_desk *desk = &out->desk;
  struct stf_demand *demand = stf_arena_alloc(out->arena, 1, sizeof *demand);
  uint32_t *number = stf_arena_alloc(out->arena, desk->rates_n, sizeof *number);
  assert_non_null(demand);
  assert_non_null(number);
  for (uint32_t i = 0; i < desk->rates_n; i++) {
    number[i] = i;
  }
  if (pick(dice, 0, 1) == 1) {
    demand->intervals = (struct stf_demand_intervals){
        .cv = 0.1 + 0.4 * roll(dice), .correlation = roll(dice), .number = number};
  }
  add_others(dice, out, demand);
  desk->demand = demand;
}

/* Up to three rules of a class, of every clock and deed. */
static void add_escalation(struct dice *dice, struct stf_random_desk *out,
                           struct stf_class *class) {
  enum {
    RULES = 3
  };
  struct stf_escalation *escalation = stf_arena_alloc(out->arena, 1, sizeof *escalation);
  struct stf_escalation_rule *rules = stf_arena_alloc(out->arena, RULES, sizeof *rules);
  assert_non_null(escalation);
  assert_non_null(rules);
  *escalation = (struct stf_escalation){
      .rules = rules,
      .rules_n = (uint32_t)pick(dice, 0, RULES),
      .from_opening = pick(dice, 0, 1) == 1,
      .by_message = class->first_message.kind != STF_LAW_NEVER && pick(dice, 0, 1) == 1};
  for (uint32_t r = 0; r < RULES; r++) {
    enum stf_escalation_clock clock =
        (enum stf_escalation_clock)pick(dice, 0, STF_ESCALATION_RESOLUTION);
    enum stf_escalation_deed deed =
        (enum stf_escalation_deed)pick(dice, 0, STF_ESCALATION_TRANSFER);
    bool fits = clock == STF_ESCALATION_FIRST_RESPONSE ||
                (clock == STF_ESCALATION_RESOLUTION && deed == STF_ESCALATION_TRANSFER);
    uint32_t team = (uint32_t)pick(dice, 0, (int)out->desk.teams_n - 1);
    rules[r] = (struct stf_escalation_rule){.clock = clock,
                                            .deed = fits ? deed : STF_ESCALATION_ALERT,
                                            .after_us = INT64_C(1000000) * pick(dice, 1, 300),
                                            .hours = pick(dice, 0, 2) == 0 ? out->hours : NULL,
                                            .team = team,
                                            .team_name = out->teams[team].name,
                                            .notice = pick(dice, 0, 3) == 0,
                                            .afresh = pick(dice, 0, 1) == 1};
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

static void add_escalations(struct dice *dice, struct stf_random_desk *out) {
  for (uint32_t c = 0; c < out->desk.classes_n; c++) {
    if (pick(dice, 0, 1) == 1) {
      add_escalation(dice, out, &out->classes[c]);
    }
  }
}

void stf_random_desk_build(uint32_t number, const struct stf_zone *zone,
                           struct stf_random_desk *out) {
  struct dice dice = {.number = number};
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
                            .classes_n = (uint32_t)pick(&dice, 1, 4),
                            .teams_n = (uint32_t)pick(&dice, 1, 3),
                            .rates_n = 12,
                            .day_shape = pick(&dice, 0, 1) == 1 ? 20 : 0,
                            .volume = 0.6 + 0.2 * pick(&dice, 0, 5),
                            .end = pick(&dice, 0, 1) == 1 ? STF_EDGE_HORIZON
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
  build_classes(&dice, out);
  build_teams(&dice, out);
  add_wrap_up(&dice, out);
  build_staff(&dice, out);
  add_dispatch(&dice, out);
  add_escalations(&dice, out);
  build_demand(&dice, out);
  assert_null(stf_desk_check_valid(desk));
}

void stf_random_desk_clear(struct stf_random_desk *desk) {
  stf_calendar_free(desk->hours);
  stf_names_clear(&desk->names);
  stf_arena_free(desk->arena);
}
