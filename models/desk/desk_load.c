/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_load.h"

#include "desk/difficulty.h"

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

static bool takes_alone(const struct stf_desk *desk, uint32_t team, uint32_t class_index) {
  bool alone = desk->teams[team].serves[class_index];
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    alone = alone && (t == team || !stf_desk_takes(desk, t, class_index));
  }
  return alone;
}

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

/* Places that a contact takes, for one of another class's. */
static void weigh(const struct stf_desk *desk, uint32_t team,
                  struct stf_desk_balance_each *each) {
  const struct stf_channels *channels = desk->teams[team].channels;
  for (uint32_t c = 0; channels != NULL && c < desk->classes_n; c++) {
    const struct stf_channels_rule *rule = &channels->rules[c];
    double places = rule->level == STF_CHANNELS_BACKGROUND ? 0 : rule->weight;
    each[c].direct *= places;
    each[c].handed *= places;
    each[c].handed_closed *= places;
  }
}

/* The same of whom a bot handed over; reading her part is work in a place. */
static double handed_s(const struct stf_class *class, const struct stf_bot *bot,
                       double each_s) {
  double reading_s = bot->reading.kind != STF_LAW_NEVER ? stf_law_mean_s(&bot->reading) : 0;
  return each_s * stf_desk_load_harder(class, bot) + reading_s;
}

static void list_each(const struct stf_desk *desk, uint32_t team,
                      double (*each_s)(const struct stf_class *),
                      struct stf_desk_balance_each *out) {
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    out[c] = (struct stf_desk_balance_each){0};
    if (takes_alone(desk, team, c)) {
      double direct_s = each_s(class);
      out[c] = (struct stf_desk_balance_each){direct_s, handed_s(class, &class->bot, direct_s),
                                              handed_s(class, &class->bot_closed, direct_s)};
    }
  }
}

static double length_s(const struct stf_desk *desk, size_t i) {
  int64_t from_us = desk->from_us + (int64_t)i * desk->interval_us;
  int64_t left_us = desk->to_us - from_us;
  return (double)(left_us < desk->interval_us ? left_us : desk->interval_us) * 1e-6;
}

static struct stf_desk_load_need need_of(const struct stf_desk *desk, const double *needed_s,
                                         const double *there_s, size_t n) {
  struct stf_desk_load_need out = {.most_us = STF_NEVER};
  for (size_t i = 0; i < n; i++) {
    if (!(there_s[i] > 0)) {
      continue;
    }
    out.open_n++;
    out.over_n += needed_s[i] > there_s[i];
    if (out.most_us == STF_NEVER || needed_s[i] / there_s[i] > out.needed / out.there) {
      out.most_us = desk->from_us + (int64_t)i * desk->interval_us;
      out.needed = needed_s[i] / length_s(desk, i);
      out.there = there_s[i] / length_s(desk, i);
    }
  }
  return out;
}

enum stf_status stf_desk_load_turns(const struct stf_desk *desk, uint32_t team,
                                    const struct stf_allocator *allocator,
                                    struct stf_desk_load_turns *out) {
  size_t n = stf_desk_balance_intervals_n(desk);
  struct stf_desk_balance_each *each = stf_mem_zeroed(allocator, desk->classes_n, sizeof *each);
  double *needed_s = stf_mem_zeroed(allocator, 2 * n, sizeof *needed_s);
  double *there_s = stf_mem_zeroed(allocator, 2 * n, sizeof *there_s);
  enum stf_status status =
      each != NULL && needed_s != NULL && there_s != NULL ? STF_OK : STF_ERR_MEMORY;
  if (status == STF_OK) {
    uint32_t cap = desk->teams[team].cap;
    list_each(desk, team, held_s, each);
    weigh(desk, team, each);
    stf_desk_balance_offer(desk, each, needed_s, n);
    stf_desk_balance_staff(desk, team, cap > 1 ? cap : 1, there_s);
    out->places = need_of(desk, needed_s, there_s, n);
    list_each(desk, team, work_s, each);
    stf_desk_balance_offer(desk, each, needed_s + n, n);
    stf_desk_balance_staff(desk, team, 1, there_s + n);
    out->agents = need_of(desk, needed_s + n, there_s + n, n);
  }
  stf_mem_release(allocator, each);
  stf_mem_release(allocator, needed_s);
  stf_mem_release(allocator, there_s);
  return status;
}
