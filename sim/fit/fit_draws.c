/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_draws.h"

#include "fit/fit_bot.h"
#include "fit/fit_law.h"
#include "random/stream.h"

#include <math.h>

enum {
  LEAST_DAYS = 4,
  SEED = 1
};

/* Sums of one class on one day. */
struct cell {
  double arrivals;
  double work_s;
  double works;
  double waited_s; /* of all */
  double left;
  double met; /* the bot */
  double contained;
  double first_s; /* from assignments to first messages */
  double firsts;
};

/* Sums of the pauses of one day, of everybody. */
struct pause {
  double sum_s;
  double n;
};

struct days {
  const struct stf_fit_in *in;
  struct stf_fit *fit;
  struct cell *cells;   /* [day * classes_n + class] */
  double *totals;       /* arrivals by day */
  struct pause *pauses; /* by day */
  size_t n;
  int64_t first_day;
  uint32_t *pool; /* days to draw from */
  size_t pool_n;
  int count[STF_CURVE_DAYS]; /* days with contacts, by weekday */
};

static int weekday_of(const struct days *days, size_t day) {
  return stf_zone_day_weekday(days->first_day + (int64_t)day);
}

static size_t class_of(const struct stf_fit *fit, uint32_t name) {
  size_t c = 0;
  while (c < fit->classes_n && fit->classes[c].name != name) {
    c++;
  }
  return c;
}

static void add_contact(struct days *days, size_t i, bool has_queue) {
  const struct stf_contact *contact = &days->in->log->contacts[i];
  int64_t at_us = has_queue ? contact->queue_us : contact->open_us;
  size_t c = class_of(days->fit, contact->class_id);
  if (at_us == STF_NEVER || at_us < days->in->from_us || at_us >= days->in->to_us ||
      c == days->fit->classes_n) {
    return;
  }
  size_t day = (size_t)(stf_zone_day_at(days->in->zone, at_us) - days->first_day);
  struct cell *cell = &days->cells[day * days->fit->classes_n + c];
  double work_s = days->fit->work_s[i];
  if (!days->fit->is_reply[i]) {
    cell->arrivals += 1;
    days->totals[day] += 1;
  }
  if (!isnan(work_s)) {
    cell->work_s += work_s;
    cell->works += 1;
  }
  if (contact->assign_us != STF_NEVER && contact->first_human_us >= contact->assign_us) {
    cell->first_s += (double)(contact->first_human_us - contact->assign_us) * 1e-6;
    cell->firsts += 1;
  }
  if (stf_contact_offered(contact)) {
    int64_t end_us = stf_contact_wait_end_us(contact);
    end_us = end_us != STF_NEVER ? end_us : days->in->log->facts.last_us;
    cell->waited_s +=
        end_us > contact->queue_us ? (double)(end_us - contact->queue_us) * 1e-6 : 0;
    cell->left += stf_contact_left(contact);
  }
  cell->met += contact->bot_start_us != STF_NEVER;
  cell->contained += contact->bot_start_us != STF_NEVER &&
                     contact->outcome == STF_OUTCOME_CONTAINED &&
                     contact->abandon_us == STF_NEVER;
}

static enum stf_status add_pauses(struct days *days) {
  const struct stf_fit_in *in = days->in;
  struct stf_pause_gaps gaps;
  enum stf_status status =
      stf_pause_measure(in->log->contacts, in->log->contacts_n, in->presence_gap_us,
                        in->log->facts.last_us, days->fit->allocator, &gaps);
  for (size_t i = 0; status == STF_OK && i < gaps.n; i++) {
    if (gaps.at_us[i] >= in->from_us && gaps.at_us[i] < in->to_us) {
      int64_t day = stf_zone_day_at(in->zone, gaps.at_us[i]) - days->first_day;
      days->pauses[day].sum_s += gaps.values_s[i];
      days->pauses[day].n += 1;
    }
  }
  stf_pause_clear(&gaps, days->fit->allocator);
  return status;
}

static enum stf_status gather(struct days *days) {
  const struct stf_fit_in *in = days->in;
  struct stf_arena *arena = days->fit->arena;
  days->first_day = stf_zone_day_at(in->zone, in->from_us);
  days->n = (size_t)(stf_zone_day_at(in->zone, in->to_us - 1) - days->first_day) + 1;
  days->cells = stf_arena_alloc(arena, days->n * days->fit->classes_n, sizeof *days->cells);
  days->totals = stf_arena_alloc(arena, days->n, sizeof *days->totals);
  days->pool = stf_arena_alloc(arena, days->n, sizeof *days->pool);
  days->pauses = stf_arena_alloc(arena, days->n, sizeof *days->pauses);
  if (days->cells == NULL || days->totals == NULL || days->pool == NULL ||
      days->pauses == NULL) {
    return STF_ERR_MEMORY;
  }
  bool has_queue = !stf_fit_bot_is_logged(in->log);
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    add_contact(days, i, has_queue);
  }
  for (size_t d = 0; d < days->n; d++) {
    days->count[weekday_of(days, d)] += days->totals[d] > 0;
  }
  for (size_t d = 0; d < days->n; d++) {
    if (days->totals[d] > 0 && days->count[weekday_of(days, d)] > 1) {
      days->pool[days->pool_n++] = (uint32_t)d;
    }
  }
  return days->fit->pause_n >= STF_FIT_LEAST ? add_pauses(days) : STF_OK;
}

/* Mean arrivals of a class (all: classes_n) on a weekday. */
static double mean_of(const struct days *days, size_t class_index, int weekday) {
  size_t classes_n = days->fit->classes_n;
  double sum = 0;
  for (size_t d = 0; d < days->n; d++) {
    if (weekday_of(days, d) == weekday) {
      sum += class_index == classes_n ? days->totals[d]
                                      : days->cells[d * classes_n + class_index].arrivals;
    }
  }
  return days->count[weekday] > 0 ? sum / days->count[weekday] : 0;
}

/* Means of all weekdays and classes, and the spread that residuals are measured in. */
struct means {
  const struct days *days;
  double variance; /* of the day factor */
  double *of;      /* [weekday * (classes_n + 1) + class] */
};

static double mean_at(const struct means *means, int weekday, size_t class_index) {
  return means->of[(size_t)weekday * (means->days->fit->classes_n + 1) + class_index];
}

static double spread(const struct means *means, double mean) {
  return sqrt(mean + means->variance * mean * mean);
}

static double residual(const struct means *means, size_t day, size_t class_index) {
  const struct days *days = means->days;
  size_t classes_n = days->fit->classes_n;
  int weekday = weekday_of(days, day);
  double mean = mean_at(means, weekday, class_index);
  double k = days->count[weekday];
  double n = class_index == classes_n ? days->totals[day]
                                      : days->cells[day * classes_n + class_index].arrivals;
  return mean > 0 ? (n - mean) / spread(means, mean) * sqrt(k / (k - 1)) : 0;
}

static void add_cell(struct cell *sum, const struct cell *more) {
  sum->work_s += more->work_s;
  sum->works += more->works;
  sum->waited_s += more->waited_s;
  sum->left += more->left;
  sum->met += more->met;
  sum->contained += more->contained;
  sum->first_s += more->first_s;
  sum->firsts += more->firsts;
}

static double ratio(double num, double den, double of_num, double of_den) {
  bool known = num > 0 && den > 0 && of_num > 0 && of_den > 0;
  return known ? num / den / (of_num / of_den) : 1;
}

/* Factors from the sums of the drawn days and of all. */
static void set_laws(struct stf_parameters_class *out, const struct cell *drawn,
                     const struct cell *all) {
  out->service = ratio(drawn->work_s, drawn->works, all->work_s, all->works);
  /* Nobody of the drawn days left: the longest patience that they do not contradict. */
  double left = drawn->left > 0 ? drawn->left : 0.5;
  out->patience = ratio(drawn->waited_s, left, all->waited_s, all->left);
  out->containment = ratio(drawn->contained, drawn->met - drawn->contained, all->contained,
                           all->met - all->contained);
  out->first_message = ratio(drawn->first_s, drawn->firsts, all->first_s, all->firsts);
}

struct resample {
  const struct means *means;
  struct stf_stream stream;
  uint64_t number;
  struct cell *drawn; /* by class, then all */
  struct cell *all;
  double *totals; /* of the drawn days, for the day factor */
  int *weekdays;
  struct stf_parameters_class *out;  /* by class */
  struct stf_parameters_team *teams; /* by team of the desk; NULL: nothing of them is drawn */
  struct pause pause;                /* of the drawn days */
  struct pause pauses;               /* of all */
};

static size_t drawn_day(const struct resample *resample, size_t place) {
  const struct days *days = resample->means->days;
  double u[2];
  stf_stream_pair(&resample->stream, STF_STREAM_RESAMPLE, resample->number, STF_STREAM_BLOCK,
                  (uint32_t)(place / 2), u);
  size_t at = (size_t)(u[place % 2] * (double)days->pool_n);
  return days->pool[at < days->pool_n ? at : days->pool_n - 1];
}

/* The drawn day stands for a day of that weekday. */
static void put_day(struct resample *resample, size_t place, size_t day, int weekday) {
  const struct means *means = resample->means;
  const struct days *days = means->days;
  size_t classes_n = days->fit->classes_n;
  for (size_t c = 0; c < classes_n; c++) {
    double mean = mean_at(means, weekday, c);
    const struct cell *cell = &days->cells[day * classes_n + c];
    if (mean > 0) {
      resample->out[c].arrivals[weekday] +=
          residual(means, day, c) * spread(means, mean) / mean / days->count[weekday];
    }
    add_cell(&resample->drawn[c], cell);
    add_cell(&resample->drawn[classes_n], cell);
  }
  resample->pause.sum_s += days->pauses[day].sum_s;
  resample->pause.n += days->pauses[day].n;
  double mean = mean_at(means, weekday, classes_n);
  double total = mean + residual(means, day, classes_n) * spread(means, mean);
  resample->totals[place] = total > 0 ? total : 0;
  resample->weekdays[place] = weekday;
}

/* Factor on the work that lies in sessions under other speeds: what is known well is how long
 * sessions take, so that work and speeds go together. */
static double worked_with(const struct stf_fit *fit, const struct resample *resample) {
  double work_s = resample->all[fit->classes_n].work_s;
  double more_s = 0;
  for (size_t t = 0; t < fit->hands_n; t++) {
    const struct stf_fit_hands *hands = &fit->hands[t];
    if (hands->draws.factors == NULL) {
      continue;
    }
    const double *factors = hands->draws.factors + resample->number * hands->cap;
    for (uint32_t j = 1; j < hands->cap; j++) {
      more_s += hands->speed.speeds[j] * (factors[j] - 1) * hands->speed.exposure_s[j];
    }
  }
  return work_s > 0 && work_s + more_s > 0 ? (work_s + more_s) / work_s : 1;
}

static void draw_teams(struct resample *resample) {
  const struct stf_fit *fit = resample->means->days->fit;
  double pause = ratio(resample->pause.sum_s, resample->pause.n, resample->pauses.sum_s,
                       resample->pauses.n);
  for (size_t t = 0; t < fit->desk.teams_n; t++) {
    struct stf_parameters_team *out = &resample->teams[t];
    *out = (struct stf_parameters_team){.pause = pause};
    for (size_t h = 0; h < fit->hands_n; h++) {
      const struct stf_fit_hands *hands = &fit->hands[h];
      bool own =
          hands->draws.factors != NULL && fit->desk.teams[t].speeds == hands->speed.speeds;
      out->speeds = own ? hands->draws.factors + resample->number * hands->cap : out->speeds;
    }
  }
  double worked = worked_with(fit, resample);
  for (size_t c = 0; c < fit->classes_n; c++) {
    resample->out[c].service *= worked;
  }
}

static double draw_one(struct resample *resample) {
  const struct days *days = resample->means->days;
  const struct stf_fit *fit = days->fit;
  size_t place = 0;
  resample->pause = (struct pause){0};
  for (size_t c = 0; c <= fit->classes_n; c++) {
    resample->drawn[c] = (struct cell){0};
  }
  for (size_t c = 0; c < fit->classes_n; c++) {
    resample->out[c] = (struct stf_parameters_class){.arrivals = {1, 1, 1, 1, 1, 1, 1}};
  }
  for (size_t d = 0; d < days->n; d++) {
    if (days->totals[d] > 0) {
      put_day(resample, place, drawn_day(resample, place), weekday_of(days, d));
      place++;
    }
  }
  for (size_t c = 0; c < fit->classes_n; c++) {
    const struct stf_fit_class *own = &fit->classes[c];
    size_t service = own->service_pooled ? fit->classes_n : c;
    size_t patience = own->patience_pooled ? fit->classes_n : c;
    struct stf_parameters_class pooled = {0};
    set_laws(&resample->out[c], &resample->drawn[service], &resample->all[service]);
    set_laws(&pooled, &resample->drawn[patience], &resample->all[patience]);
    resample->out[c].patience = pooled.patience;
    size_t first = own->first_message_pooled ? fit->classes_n : c;
    set_laws(&pooled, &resample->drawn[first], &resample->all[first]);
    resample->out[c].first_message = pooled.first_message;
    for (size_t weekday = 0; weekday < STF_CURVE_DAYS; weekday++) {
      double *level = &resample->out[c].arrivals[weekday];
      *level = *level > 0.01 ? *level : 0.01;
    }
  }
  draw_teams(resample);
  double shape = stf_curve_day_shape(resample->totals, resample->weekdays, place, NULL);
  return fit->curve.day_shape > 0 && shape > 0 ? fit->curve.day_shape / shape : 0;
}

static enum stf_status resample_init(struct resample *resample, const struct means *means,
                                     struct stf_parameters *draws) {
  const struct days *days = means->days;
  struct stf_fit *fit = days->fit;
  size_t classes_n = fit->classes_n;
  double *variances = stf_arena_alloc(fit->arena, STF_FIT_DRAWS_N, sizeof *variances);
  draws->day_variances = variances;
  *resample = (struct resample){
      .means = means,
      .stream = stf_stream_of(SEED, 0),
      .drawn = stf_arena_alloc(fit->arena, classes_n + 1, sizeof *resample->drawn),
      .all = stf_arena_alloc(fit->arena, classes_n + 1, sizeof *resample->all),
      .totals = stf_arena_alloc(fit->arena, days->n, sizeof *resample->totals),
      .weekdays = stf_arena_alloc(fit->arena, days->n, sizeof *resample->weekdays),
      .out = stf_arena_alloc(fit->arena, STF_FIT_DRAWS_N * classes_n, sizeof *resample->out),
      .teams = stf_arena_alloc(fit->arena, STF_FIT_DRAWS_N * (fit->desk.teams_n + 1),
                               sizeof *resample->teams)};
  draws->classes = resample->out;
  draws->teams = resample->teams;
  if (variances == NULL || resample->drawn == NULL || resample->all == NULL ||
      resample->totals == NULL || resample->weekdays == NULL || resample->out == NULL ||
      resample->teams == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t d = 0; d < days->n; d++) {
    resample->pauses.sum_s += days->pauses[d].sum_s;
    resample->pauses.n += days->pauses[d].n;
    for (size_t c = 0; c < classes_n; c++) {
      add_cell(&resample->all[c], &days->cells[d * classes_n + c]);
      add_cell(&resample->all[classes_n], &days->cells[d * classes_n + c]);
    }
  }
  for (size_t b = 0; b < STF_FIT_DRAWS_N; b++) {
    resample->number = b;
    variances[b] = draw_one(resample);
    resample->out += classes_n;
    resample->teams += fit->desk.teams_n;
  }
  draws->n = STF_FIT_DRAWS_N;
  return STF_OK;
}

static enum stf_status make_means(const struct days *days, struct means *means) {
  size_t classes_n = days->fit->classes_n;
  double shape = days->fit->curve.day_shape;
  *means =
      (struct means){.days = days,
                     .variance = shape > 0 ? 1 / shape : 0,
                     .of = stf_arena_alloc(days->fit->arena, STF_CURVE_DAYS * (classes_n + 1),
                                           sizeof *means->of)};
  for (int weekday = 0; means->of != NULL && weekday < STF_CURVE_DAYS; weekday++) {
    for (size_t c = 0; c <= classes_n; c++) {
      means->of[(size_t)weekday * (classes_n + 1) + c] = mean_of(days, c, weekday);
    }
  }
  return means->of != NULL ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_fit_draws_make(const struct stf_fit_in *in, struct stf_fit *fit) {
  struct days days = {.in = in, .fit = fit};
  struct means means;
  struct resample resample;
  struct stf_parameters *draws = stf_arena_alloc(fit->arena, 1, sizeof *draws);
  enum stf_status status = draws != NULL ? gather(&days) : STF_ERR_MEMORY;
  fit->draws_days_n = days.pool_n;
  if (status != STF_OK || days.pool_n < LEAST_DAYS) {
    return status;
  }
  status = make_means(&days, &means);
  if (status == STF_OK) {
    status = resample_init(&resample, &means, draws);
  }
  if (status == STF_OK) {
    fit->desk.draws = draws;
    fit->desk.draws_note = stf_fit_law_text(
        fit,
        "How uncertain these figures are: %d resamples of whole days, factors on arrivals by\n"
        "weekday, service, patience, first messages, odds of containment, variance of days, "
        "pause and\n"
        "speeds by load; from %zu days.\n"
        "Each replication draws one; run --parameters fixed switches it off.",
        STF_FIT_DRAWS_N, days.pool_n);
    status = fit->desk.draws_note != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  return status;
}
