/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/speed.h"

#include "random/stream.h"
#include "stats/quantile.h"

#include <math.h>
#include <string.h>

#define SETTLED 1e-4 /* relative change of the rates that ends the rounds */
#define DAY_US  (INT64_C(86400) * 1000000)

enum {
  AGES = 20,       /* classes of work done, of equal counts */
  AGE_LEAST = 100, /* completions in each of them */
  GROUPS = 50,     /* of the jackknife */
  ROUNDS = 30,
  INNER_ROUNDS = 100,
  SEED = 1,
  FIRST_BLOCK = 1 << 15 /* behind those of the days (fit/fit_draws.c) */
};

/* Sums over steps with j in hand, [(group * loads + j - 1) * AGES + age]. */
struct work {
  const struct stf_load_turns *turns;
  const double *speeds;
  uint32_t cap;
  double *age_us;  /* by turn: work done so far */
  double *done_us; /* works of finished turns */
  size_t done_n;
  double edges_us[AGES]; /* upper ends of the classes but the last */
  uint32_t ages_n;
  double *exposure_us; /* hazard's exposure: time / j */
  double *ends;        /* completions */
};

static size_t cell(const struct work *w, size_t group, uint32_t load, uint32_t age) {
  return (group * w->cap + load - 1) * AGES + age;
}

static size_t cells_n(const struct work *w) {
  return (size_t)GROUPS * w->cap * AGES;
}

static size_t group_of(const struct stf_load_turn *turn, int64_t at_us) {
  return (size_t)(((uint64_t)turn->agent * 7 + (uint64_t)(at_us / DAY_US)) % GROUPS);
}

static uint32_t age_of(const struct work *w, double age_us) {
  uint32_t age = 0;
  while (age + 1 < w->ages_n && age_us > w->edges_us[age]) {
    age++;
  }
  return age;
}

/* Spreads one contact's progress from age a to b over the classes. */
static void expose(struct work *w, size_t group, uint32_t load, double from_us, double to_us) {
  double speed = w->speeds[load - 1];
  for (uint32_t age = age_of(w, from_us); from_us < to_us; age++) {
    bool last = age + 1 >= w->ages_n || to_us <= w->edges_us[age];
    double until_us = last ? to_us : w->edges_us[age];
    /* Work at the rate speed / j took work * j / speed of time; its exposure is time / j. */
    w->exposure_us[cell(w, group, load, age)] += (until_us - from_us) / speed;
    from_us = until_us;
  }
}

static void add_step(void *context, const struct stf_load_step *step) {
  struct work *w = context;
  uint32_t load = step->hand_n;
  double gone_us =
      (double)(step->to_us - step->from_us) * stf_load_speed(w->speeds, w->cap, load) / load;
  for (uint32_t h = 0; h < load; h++) {
    const struct stf_load_turn *turn = &w->turns->items[step->hand[h]];
    double *age_us = &w->age_us[step->hand[h]];
    size_t group = group_of(turn, step->from_us);
    bool ends = turn->finishes && turn->end_us == step->to_us;
    if (load <= w->cap) {
      expose(w, group, load, *age_us, *age_us + gone_us);
      w->ends[cell(w, group, load, age_of(w, *age_us + gone_us))] += ends;
    }
    *age_us += gone_us;
    if (ends) {
      w->done_us[w->done_n++] = *age_us;
    }
  }
}

/* One pass over all the work with the present rates. */
static void pass(struct work *w) {
  w->done_n = 0;
  memset(w->age_us, 0, w->turns->n * sizeof *w->age_us);
  memset(w->exposure_us, 0, cells_n(w) * sizeof *w->exposure_us);
  memset(w->ends, 0, cells_n(w) * sizeof *w->ends);
  stf_load_walk(w->turns, add_step, w);
}

/* Classes of equal counts of the works of the last pass. */
static void cut_ages(struct work *w) {
  size_t ages_n = w->done_n / AGE_LEAST;
  w->ages_n = ages_n < 1 ? 1 : ages_n > AGES ? AGES : (uint32_t)ages_n;
  stf_quantile_sort(w->done_us, w->done_n);
  for (uint32_t age = 0; age + 1 < w->ages_n; age++) {
    w->edges_us[age] = w->done_us[w->done_n * (age + 1) / w->ages_n];
  }
}

/* Sums of the groups by their weights, [(j - 1) * AGES + age]. */
struct sums {
  double exposure_us[STF_CONTACT_CAP_MAX * AGES];
  double ends[STF_CONTACT_CAP_MAX * AGES];
  double load_ends[STF_CONTACT_CAP_MAX];
  double age_ends[AGES];
};

static void add_sums(const struct work *w, const bool *measured, const double weights[GROUPS],
                     struct sums *out) {
  memset(out, 0, sizeof *out);
  for (size_t group = 0; group < GROUPS; group++) {
    double weight = weights[group];
    for (uint32_t j = 1; weight > 0 && j <= w->cap; j++) {
      for (uint32_t age = 0; measured[j - 1] && age < w->ages_n; age++) {
        size_t from = cell(w, group, j, age);
        out->exposure_us[(j - 1) * AGES + age] += weight * w->exposure_us[from];
        out->load_ends[j - 1] += weight * w->ends[from];
        out->age_ends[age] += weight * w->ends[from];
      }
    }
  }
}

/* Rates and hazards that give back the completions by load and by age (maximum likelihood of
 * a Poisson table with both effects), by scaling in turn. */
static void solve(const struct work *w, const bool *measured, const struct sums *sums,
                  double *speeds) {
  double hazards[AGES];
  for (int round = 0; round < INNER_ROUNDS; round++) {
    for (uint32_t age = 0; age < w->ages_n; age++) {
      double weight = 0;
      for (uint32_t j = 0; j < w->cap; j++) {
        weight += speeds[j] * sums->exposure_us[j * AGES + age];
      }
      hazards[age] = weight > 0 ? sums->age_ends[age] / weight : 0;
    }
    for (uint32_t j = 0; j < w->cap; j++) {
      double expected = 0;
      for (uint32_t age = 0; age < w->ages_n; age++) {
        expected += hazards[age] * sums->exposure_us[j * AGES + age];
      }
      speeds[j] = measured[j] && expected > 0 ? sums->load_ends[j] / expected : speeds[j];
    }
  }
}

/* Multiples of the first measured rate; those not measured like the measured one below, or like
 * the first. */
static void complete(const bool *measured, uint32_t cap, double *speeds) {
  uint32_t first = 0;
  while (first + 1 < cap && !measured[first]) {
    first++;
  }
  double unit = measured[first] ? speeds[first] : 1;
  double last = 1;
  for (uint32_t j = 0; j < cap; j++) {
    last = measured[j] ? speeds[j] / unit : last;
    speeds[j] = last;
  }
}

static bool settled(const double *before, const double *after, uint32_t cap) {
  for (uint32_t j = 0; j < cap; j++) {
    if (fabs(after[j] - before[j]) > SETTLED * before[j]) {
      return false;
    }
  }
  return true;
}

/* The rates of the groups by their weights, out of the last pass. */
static void rates_of(const struct work *w, const struct stf_speed *fitted,
                     const double weights[GROUPS], struct sums *sums,
                     double speeds[STF_CONTACT_CAP_MAX]) {
  memcpy(speeds, fitted->speeds, STF_CONTACT_CAP_MAX * sizeof *speeds);
  add_sums(w, fitted->measured, weights, sums);
  solve(w, fitted->measured, sums, speeds);
  complete(fitted->measured, fitted->cap, speeds);
}

static void weigh_all(double weights[GROUPS], double weight) {
  for (size_t group = 0; group < GROUPS; group++) {
    weights[group] = weight;
  }
}

static void find_rates(struct work *w, struct sums *sums, struct stf_speed *out) {
  double speeds[STF_CONTACT_CAP_MAX];
  double weights[GROUPS];
  weigh_all(weights, 1);
  w->ages_n = 1;
  pass(w);
  for (int round = 0; round < ROUNDS; round++) {
    rates_of(w, out, weights, sums, speeds);
    bool stands = round > 0 && settled(out->speeds, speeds, out->cap);
    memcpy(out->speeds, speeds, sizeof speeds);
    if (stands) {
      break;
    }
    cut_ages(w);
    pass(w);
  }
}

static void find_errors(const struct work *w, struct sums *sums, struct stf_speed *out) {
  double mean[STF_CONTACT_CAP_MAX] = {0};
  double square[STF_CONTACT_CAP_MAX] = {0};
  for (size_t group = 0; group < GROUPS; group++) {
    double speeds[STF_CONTACT_CAP_MAX];
    double weights[GROUPS];
    weigh_all(weights, 1);
    weights[group] = 0;
    rates_of(w, out, weights, sums, speeds);
    for (uint32_t j = 0; j < out->cap; j++) {
      double off = speeds[j] - out->speeds[j];
      mean[j] += off / GROUPS;
      square[j] += off * off / GROUPS;
    }
  }
  for (uint32_t j = 0; j < out->cap; j++) {
    double variance = square[j] - mean[j] * mean[j];
    out->errors[j] =
        out->measured[j] ? sqrt((GROUPS - 1) * (variance > 0 ? variance : 0)) : (double)NAN;
  }
}

/* Weights of one draw: how often each group is taken. */
static void draw_weights(uint32_t draw, double weights[GROUPS]) {
  const struct stf_stream stream = stf_stream_of(SEED, 0);
  weigh_all(weights, 0);
  for (uint32_t i = 0; i < GROUPS / 2; i++) {
    double u[2];
    stf_stream_pair(&stream, STF_STREAM_RESAMPLE, draw, STF_STREAM_BLOCK, FIRST_BLOCK + i, u);
    weights[(size_t)(u[0] * GROUPS)] += 1;
    weights[(size_t)(u[1] * GROUPS)] += 1;
  }
}

/* Of some draws a load may have nothing: the fitted rate then. */
static void draw_rates(const struct work *w, struct sums *sums, const struct stf_speed *fitted,
                       const struct stf_speed_draws *draws) {
  for (uint32_t d = 0; d < draws->n; d++) {
    double weights[GROUPS];
    double speeds[STF_CONTACT_CAP_MAX];
    draw_weights(d, weights);
    rates_of(w, fitted, weights, sums, speeds);
    for (uint32_t j = 0; j < fitted->cap; j++) {
      double factor = speeds[j] / fitted->speeds[j];
      draws->factors[(size_t)d * fitted->cap + j] = j > 0 && factor > 0 ? factor : 1;
    }
  }
}

struct count {
  const struct stf_load_turns *turns;
  struct stf_speed *speed;
};

static void count_step(void *context, const struct stf_load_step *step) {
  const struct count *own = context;
  struct stf_speed *speed = own->speed;
  speed->most = step->hand_n > speed->most ? step->hand_n : speed->most;
  speed->exposure_s[step->hand_n - 1] += (double)(step->to_us - step->from_us) * 1e-6;
  for (uint32_t h = 0; h < step->hand_n; h++) {
    const struct stf_load_turn *turn = &own->turns->items[step->hand[h]];
    speed->ends_n[step->hand_n - 1] += turn->finishes && turn->end_us == step->to_us;
  }
}

void stf_speed_count(const struct stf_load_turns *turns, struct stf_speed *out) {
  *out = (struct stf_speed){0};
  struct count count = {turns, out};
  stf_load_walk(turns, count_step, &count);
}

enum stf_status stf_speed_fit(const struct stf_load_turns *turns, uint32_t cap,
                              const struct stf_allocator *allocator, struct stf_speed *out,
                              const struct stf_speed_draws *draws) {
  stf_speed_count(turns, out);
  out->cap = cap;
  for (uint32_t j = 0; j < cap; j++) {
    out->speeds[j] = 1;
    out->measured[j] = out->ends_n[j] >= STF_SPEED_LEAST;
  }
  out->rate_per_s =
      out->measured[0] ? (double)out->ends_n[0] / out->exposure_s[0] : (double)NAN;
  struct work w = {.turns = turns, .speeds = out->speeds, .cap = cap};
  struct sums *sums = stf_mem_zeroed(allocator, 1, sizeof *sums);
  w.age_us = stf_mem_zeroed(allocator, turns->n + 1, sizeof *w.age_us);
  w.done_us = stf_mem_zeroed(allocator, turns->n + 1, sizeof *w.done_us);
  w.exposure_us = stf_mem_zeroed(allocator, cells_n(&w), sizeof *w.exposure_us);
  w.ends = stf_mem_zeroed(allocator, cells_n(&w), sizeof *w.ends);
  bool roomy = sums != NULL && w.age_us != NULL && w.done_us != NULL && w.exposure_us != NULL &&
               w.ends != NULL;
  if (roomy) {
    find_rates(&w, sums, out);
    find_errors(&w, sums, out);
    if (draws != NULL) {
      draw_rates(&w, sums, out, draws);
    }
  }
  stf_mem_release(allocator, sums);
  stf_mem_release(allocator, w.age_us);
  stf_mem_release(allocator, w.done_us);
  stf_mem_release(allocator, w.exposure_us);
  stf_mem_release(allocator, w.ends);
  return roomy ? STF_OK : STF_ERR_MEMORY;
}
