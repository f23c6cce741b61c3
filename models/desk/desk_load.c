/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_load.h"

#include "desk/difficulty.h"

#include <math.h>

/* ---- difficulty ---- */

enum {
  STEPS = 64 /* midpoints of each uniform */
};

static double amount_of(const struct stf_class *class, double u) {
  return class->turns != NULL ? stf_turns_draw(&class->turns->number, u)
                              : stf_law_draw_s(&class->service, u);
}

/* Mean over those whose uniform of containment is above `from`. */
static double mean_above(const struct stf_class *class, double rank, double from) {
  double sum = 0;
  for (int i = 0; i < STEPS; i++) {
    double fate = from + (1 - from) * (i + 0.5) / STEPS;
    for (int j = 0; j < STEPS; j++) {
      sum += amount_of(class, stf_difficulty_uniform(rank, fate, (j + 0.5) / STEPS));
    }
  }
  return sum / (STEPS * STEPS);
}

double stf_desk_load_harder(const struct stf_class *class, const struct stf_bot *bot) {
  bool sifts = bot->difficulty > 0 && bot->containment_share > 0 && bot->containment_share < 1;
  if (!sifts || (class->turns == NULL && class->service.kind == STF_LAW_NEVER)) {
    return 1;
  }
  return mean_above(class, bot->difficulty, bot->containment_share) /
         mean_above(class, bot->difficulty, 0);
}

/* ---- teams in turns ---- */

static double wrap_up_s(const struct stf_class *class) {
  return class->wrap_up != NULL ? stf_law_mean_s(&class->wrap_up->time) : 0;
}

static double work_s(const struct stf_class *class) {
  double each_s = class->turns != NULL
                      ? class->turns->number.mean * stf_law_mean_s(&class->turns->work)
                      : stf_law_mean_s(&class->service);
  bool works = class->wrap_up != NULL && !class->wrap_up->place_alone;
  return each_s + (works ? wrap_up_s(class) : 0);
}

static double held_s(const struct stf_class *class) {
  double each_s =
      class->turns != NULL ? stf_turns_held_s(class->turns) : stf_law_mean_s(&class->service);
  return each_s + wrap_up_s(class);
}

/* Places that a contact of the class takes, of those teams that may take it where these are
 * fewest. */
static double places_of(const struct stf_desk *desk, uint32_t class_index) {
  double fewest = INFINITY;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    const struct stf_channels *channels = desk->teams[t].channels;
    double places = 1;
    if (channels != NULL) {
      const struct stf_channels_rule *rule = &channels->rules[class_index];
      places = rule->level == STF_CHANNELS_BACKGROUND ? 0 : rule->weight;
    }
    fewest = stf_desk_takes(desk, t, class_index) && places < fewest ? places : fewest;
  }
  return isinf(fewest) ? 1 : fewest;
}

/* The same of whom a bot handed over; reading her part is work in a place. */
static double handed_s(const struct stf_class *class, const struct stf_bot *bot,
                       double each_s) {
  double reading_s = bot->reading.kind != STF_LAW_NEVER ? stf_law_mean_s(&bot->reading) : 0;
  return each_s * stf_desk_load_harder(class, bot) + reading_s;
}

/* Teams that share classes with the one, directly or by way of others, and those classes. */
struct circle {
  bool *teams;
  bool *classes;
};

static void find_circle(const struct stf_desk_flow *flow, uint32_t team, struct circle *out) {
  bool grows = true;
  out->teams[team] = true;
  while (grows) {
    grows = false;
    for (uint32_t c = 0; c < flow->classes_n; c++) {
      const bool *takes = flow->takes + (size_t)c * flow->teams_n;
      for (uint32_t t = 0; t < flow->teams_n && !out->classes[c]; t++) {
        out->classes[c] = takes[t] && out->teams[t];
        grows = grows || out->classes[c];
      }
      for (uint32_t t = 0; t < flow->teams_n && out->classes[c]; t++) {
        grows = grows || (takes[t] && !out->teams[t]);
        out->teams[t] = out->teams[t] || takes[t];
      }
    }
  }
}

static double length_s(const struct stf_desk *desk, size_t i) {
  int64_t from_us = desk->from_us + (int64_t)i * desk->interval_us;
  int64_t left_us = desk->to_us - from_us;
  return (double)(left_us < desk->interval_us ? left_us : desk->interval_us) * 1e-6;
}

/* What the circle's classes need in the interval and its teams have, on average over it. Whose
 * teams are all away needs nothing. False: nobody is there. */
static bool load_flow(const struct stf_desk *desk, const struct circle *circle,
                      const double *needed_s, const double *there_s, size_t i,
                      struct stf_desk_flow *flow) {
  size_t n = stf_desk_balance_intervals_n(desk);
  bool somebody = false;
  for (uint32_t t = 0; t < flow->teams_n; t++) {
    flow->there[t] = circle->teams[t] ? there_s[t * n + i] / length_s(desk, i) : 0;
    somebody = somebody || flow->there[t] > 0;
  }
  for (uint32_t c = 0; c < flow->classes_n; c++) {
    bool is_open = false;
    for (uint32_t t = 0; t < flow->teams_n; t++) {
      is_open = is_open || (flow->takes[(size_t)c * flow->teams_n + t] && flow->there[t] > 0);
    }
    flow->needs[c] =
        circle->classes[c] && is_open ? needed_s[c * n + i] / length_s(desk, i) : 0;
  }
  return somebody;
}

static struct stf_desk_load_need need_of(const struct stf_desk *desk,
                                         const struct circle *circle, const double *needed_s,
                                         const double *there_s, struct stf_desk_flow *flow) {
  struct stf_desk_load_need out = {.most_us = STF_NEVER};
  size_t n = stf_desk_balance_intervals_n(desk);
  for (size_t i = 0; i < n; i++) {
    if (!load_flow(desk, circle, needed_s, there_s, i, flow)) {
      continue;
    }
    struct stf_desk_flow_cut cut = stf_desk_flow_solve(flow);
    out.open_n++;
    out.over_n += cut.classes_n > 0;
    if (cut.classes_n > 0 &&
        (out.most_us == STF_NEVER || cut.needed * out.cut.there > out.cut.needed * cut.there)) {
      out.most_us = desk->from_us + (int64_t)i * desk->interval_us;
      out.cut = cut;
    }
  }
  return out;
}

/* Room for one question: what each class needs and each team has, by interval. */
struct sheet {
  struct stf_desk_balance_each *each;
  struct stf_desk_balance_each *alone;
  double *needed_s;
  double *there_s;
  struct circle circle;
  struct stf_desk_flow flow;
};

static void fill_sheet(const struct stf_desk *desk, bool of_places, struct sheet *sheet) {
  size_t n = stf_desk_balance_intervals_n(desk);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    double direct_s = of_places ? held_s(class) : work_s(class);
    double times = of_places ? places_of(desk, c) : 1;
    sheet->each[c] = (struct stf_desk_balance_each){
        times * direct_s, times * handed_s(class, &class->bot, direct_s),
        times * handed_s(class, &class->bot_closed, direct_s)};
  }
  stf_desk_balance_offer_each(desk, sheet->each, sheet->alone, sheet->needed_s, n);
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    uint32_t cap = of_places && desk->teams[t].cap > 1 ? desk->teams[t].cap : 1;
    double *there_s = sheet->there_s + t * n;
    for (size_t i = 0; i < n; i++) {
      there_s[i] = 0;
    }
    stf_desk_balance_staff(desk, t, cap, there_s);
  }
}

static void clear_sheet(struct sheet *sheet, const struct stf_allocator *allocator) {
  stf_mem_release(allocator, sheet->each);
  stf_mem_release(allocator, sheet->alone);
  stf_mem_release(allocator, sheet->needed_s);
  stf_mem_release(allocator, sheet->there_s);
  stf_mem_release(allocator, sheet->circle.teams);
  stf_mem_release(allocator, sheet->circle.classes);
  stf_desk_flow_clear(&sheet->flow);
}

static enum stf_status make_sheet(const struct stf_desk *desk,
                                  const struct stf_allocator *allocator, struct sheet *out) {
  size_t n = stf_desk_balance_intervals_n(desk);
  size_t classes_n = desk->classes_n;
  size_t teams_n = desk->teams_n;
  *out = (struct sheet){
      .each = stf_mem_zeroed(allocator, classes_n, sizeof *out->each),
      .alone = stf_mem_zeroed(allocator, classes_n, sizeof *out->alone),
      .needed_s = stf_mem_zeroed(allocator, classes_n * n, sizeof *out->needed_s),
      .there_s = stf_mem_zeroed(allocator, teams_n * n, sizeof *out->there_s),
      .circle = {.teams = stf_mem_zeroed(allocator, teams_n, sizeof *out->circle.teams),
                 .classes = stf_mem_zeroed(allocator, classes_n, sizeof *out->circle.classes)}};
  enum stf_status status = stf_desk_flow_init(desk, allocator, &out->flow);
  bool fits = out->each != NULL && out->alone != NULL && out->needed_s != NULL &&
              out->there_s != NULL && out->circle.teams != NULL &&
              out->circle.classes != NULL && status == STF_OK;
  if (!fits) {
    clear_sheet(out, allocator);
  }
  return fits ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_desk_load_turns(const struct stf_desk *desk, uint32_t team,
                                    const struct stf_allocator *allocator,
                                    struct stf_desk_load_turns *out) {
  struct sheet sheet;
  enum stf_status status = make_sheet(desk, allocator, &sheet);
  if (status != STF_OK) {
    return status;
  }
  find_circle(&sheet.flow, team, &sheet.circle);
  out->first_team = team;
  for (uint32_t t = team; t-- > 0;) {
    bool earlier = sheet.circle.teams[t] && stf_desk_team_in_turns(desk, t);
    out->first_team = earlier ? t : out->first_team;
  }
  fill_sheet(desk, true, &sheet);
  out->places = need_of(desk, &sheet.circle, sheet.needed_s, sheet.there_s, &sheet.flow);
  fill_sheet(desk, false, &sheet);
  out->agents = need_of(desk, &sheet.circle, sheet.needed_s, sheet.there_s, &sheet.flow);
  clear_sheet(&sheet, allocator);
  return STF_OK;
}
