/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/arrivals.h"

#include "desk/volume.h"
#include "engine/behind.h"
#include "engine/busyness.h"
#include "engine/campaigns.h"
#include "engine/plain.h"
#include "engine/planned.h"
#include "engine/resampled.h"
#include "random/elementary.h"

#include <math.h>

/* One Poisson process: a class's own, or of those who wrote instead of phoning. */
struct source {
  const double *rates_per_s;
  uint32_t class_index;
  struct stf_draws_source where; /* its draws are */
  bool is_drawn;                 /* work and patience are drawn with the gaps */
  double layer;                  /* 0: those of volume 1; k: those added from k to k + 1 */
  double share;                  /* of the rates' contacts that come at volume 1 */
  double keep;                   /* probability that a contact stays, see source_start */
  size_t step;
  double rate_per_s; /* of the step */
  double length_s;
  double place_s; /* in the step, from its start */
  uint32_t index; /* of the next contact in the class */
  int64_t next_us;
  bool is_taken;          /* in a run: the next one has yet to be found */
  struct stf_draws draws; /* of the block that holds contact index - 1 */
};

struct stf_arrivals {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_stream stream;
  struct source *sources; /* the first bases_n of layer 0, then as many of each further layer */
  size_t sources_capacity;
  size_t sources_n;
  size_t bases_n;
  size_t first;               /* the source with the earliest arrival */
  double volume;              /* of this replication */
  double *factors;            /* of each step (engine/busyness.h) */
  size_t given_next;          /* next given contact */
  struct stf_planned planned; /* clones of given contacts, replies to campaigns */
};

/* The same process once more, independent of the others. */
static void add_layer(struct stf_arrivals *arrivals, uint32_t layer) {
  for (size_t i = 0; i < arrivals->bases_n; i++) {
    struct source *source = &arrivals->sources[arrivals->sources_n++];
    *source = arrivals->sources[i];
    source->layer = layer;
    source->where.key ^= (layer - 1) * UINT32_C(0x9e3779b1);
    source->where.gaps = STF_STREAM_CLASS_EXTRA;
    source->where.contacts = STF_STREAM_CONTACT_EXTRA;
  }
}

/* The layers that this replication's volume needs, so that any volume's contacts are among
 * those of any higher one. */
static enum stf_status add_layers(struct stf_arrivals *arrivals) {
  uint32_t layers_n = arrivals->volume > 1 ? (uint32_t)ceil(arrivals->volume) - 1 : 0;
  size_t n = arrivals->bases_n * (1 + (size_t)layers_n);
  struct source *sources = stf_mem_grown(arrivals->allocator, arrivals->sources,
                                         &arrivals->sources_capacity, n, sizeof *sources);
  if (sources == NULL && n > 0) {
    return STF_ERR_MEMORY;
  }
  arrivals->sources = sources;
  arrivals->sources_n = arrivals->bases_n;
  for (uint32_t layer = 1; layer <= layers_n; layer++) {
    add_layer(arrivals, layer);
  }
  return STF_OK;
}

static size_t deflections_n(const struct stf_desk *desk) {
  return desk->demand != NULL ? desk->demand->deflections_n : 0;
}

static struct source source_of(const struct stf_desk *desk, uint32_t class_index,
                               const double *rates_per_s, uint32_t key) {
  const struct stf_class *class = &desk->classes[class_index];
  return (struct source){.rates_per_s = rates_per_s,
                         .class_index = class_index,
                         .where = {.class = class,
                                   .key = key,
                                   .gaps = STF_STREAM_CLASS,
                                   .contacts = STF_STREAM_CONTACT},
                         .is_drawn = stf_plain_draws(class),
                         .share = 1};
}

static void list_sources(struct stf_arrivals *arrivals) {
  const struct stf_desk *desk = arrivals->desk;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    if (class->rates_per_s != NULL) {
      arrivals->sources[arrivals->bases_n++] =
          source_of(desk, c, class->rates_per_s, class->key);
    }
  }
  for (size_t d = 0; d < deflections_n(desk); d++) {
    const struct stf_demand_deflection *deflection = &desk->demand->deflections[d];
    struct source source =
        source_of(desk, deflection->class_index, deflection->rates_per_s, deflection->key);
    source.share = deflection->share;
    arrivals->sources[arrivals->bases_n++] = source;
  }
}

enum stf_status stf_arrivals_new(const struct stf_desk *desk,
                                 const struct stf_allocator *allocator,
                                 struct stf_arrivals **out) {
  struct stf_arrivals *arrivals = stf_mem_zeroed(allocator, 1, sizeof *arrivals);
  if (arrivals == NULL) {
    return STF_ERR_MEMORY;
  }
  arrivals->desk = desk;
  arrivals->allocator = allocator;
  arrivals->planned.allocator = allocator;
  arrivals->sources_capacity = desk->classes_n + deflections_n(desk);
  arrivals->sources =
      stf_mem_zeroed(allocator, arrivals->sources_capacity, sizeof *arrivals->sources);
  arrivals->factors = stf_mem_zeroed(allocator, desk->rates_n, sizeof *arrivals->factors);
  if (arrivals->sources == NULL || arrivals->factors == NULL) {
    stf_arrivals_free(arrivals);
    return STF_ERR_MEMORY;
  }
  list_sources(arrivals);
  *out = arrivals;
  return STF_OK;
}

void stf_arrivals_free(struct stf_arrivals *arrivals) {
  if (arrivals == NULL) {
    return;
  }
  stf_mem_release(arrivals->allocator, arrivals->sources);
  stf_mem_release(arrivals->allocator, arrivals->factors);
  stf_planned_clear(&arrivals->planned);
  stf_mem_release(arrivals->allocator, arrivals);
}

/* Unit exponential before arrival number `number` of the source. */
static double gap_of(const struct stf_arrivals *arrivals, struct source *source,
                     uint32_t number) {
  if (number % STF_DRAWS_N == 0) {
    stf_draws_fill(&source->draws, &arrivals->stream, &source->where, number);
  }
  return source->draws.gaps_e[number % STF_DRAWS_N];
}

static bool kept(const struct stf_arrivals *arrivals, const struct source *source,
                 uint32_t number) {
  if (source->keep >= 1) {
    return true;
  }
  double u[2];
  uint64_t entity = (uint64_t)source->where.key << 32 | number;
  stf_stream_pair(&arrivals->stream, source->where.contacts, entity, STF_STREAM_VOLUME, 0, u);
  return u[0] < source->keep;
}

static void enter_step(const struct stf_arrivals *arrivals, struct source *source) {
  const struct stf_desk *desk = arrivals->desk;
  source->place_s = 0;
  if (source->step < desk->rates_n) {
    const int64_t *edges_us = desk->rate_edges_us + source->step;
    source->rate_per_s = source->rates_per_s[source->step] * arrivals->factors[source->step];
    source->length_s = (double)(edges_us[1] - edges_us[0]) * 1e-6;
  }
}

/* Uses up one unit exponential along the rates. False past the last step. */
static bool source_step(const struct stf_arrivals *arrivals, struct source *source,
                        double left) {
  while (source->step < arrivals->desk->rates_n) {
    double room = source->rate_per_s * (source->length_s - source->place_s);
    if (left < room) {
      source->place_s += left / source->rate_per_s;
      return true;
    }
    left -= room;
    source->step++;
    enter_step(arrivals, source);
  }
  return false;
}

/* Moves the source to its next contact that stays. */
static void source_advance(const struct stf_arrivals *arrivals, struct source *source) {
  const struct stf_desk *desk = arrivals->desk;
  do {
    if (!source_step(arrivals, source, gap_of(arrivals, source, source->index))) {
      source->next_us = INT64_MAX;
      return;
    }
    source->index++;
  } while (!kept(arrivals, source, source->index - 1));
  source->next_us = desk->rate_edges_us[source->step] + (int64_t)(source->place_s * 1e6);
}

static void source_start(const struct stf_arrivals *arrivals, struct source *source) {
  double within = arrivals->volume - source->layer;
  source->keep = source->share * (within < 1 ? within : 1);
  source->step = 0;
  enter_step(arrivals, source);
  source->index = 0;
  source->next_us = INT64_MAX;
  source->is_taken = false;
  if (source->keep > 0) {
    source_advance(arrivals, source);
  }
}

static void find_first(struct stf_arrivals *arrivals) {
  size_t first = 0;
  for (size_t i = 1; i < arrivals->sources_n; i++) {
    if (arrivals->sources[i].next_us < arrivals->sources[first].next_us) {
      first = i;
    }
  }
  arrivals->first = first;
}

static void draw_volume(struct stf_arrivals *arrivals) {
  double u[2] = {0.5, 0.5};
  if (arrivals->desk->volume_spread != STF_VOLUME_FIXED) {
    struct stf_stream demand = stf_stream_demand(&arrivals->stream);
    stf_stream_pair(&demand, STF_STREAM_DAY, 0, STF_STREAM_SEASON, 0, u);
  }
  arrivals->volume = stf_volume_draw(arrivals->desk, u[1]);
}

/* Volume above 1: each given contact of the period is cloned volume - 1 times on average. */
static enum stf_status draw_clones(struct stf_arrivals *arrivals) {
  const struct stf_desk *desk = arrivals->desk;
  if (!(arrivals->volume > 1)) {
    return STF_OK;
  }
  double more = arrivals->volume - 1;
  uint32_t copies = (uint32_t)ceil(more); /* the last one with the probability of the rest */
  for (uint32_t i = 0; i < desk->given_n; i++) {
    const struct stf_given *given = &desk->given[i];
    if (stf_desk_given_us(given) < desk->from_us - desk->warmup_us) {
      continue;
    }
    double u[2];
    for (uint32_t copy = 0; copy < copies; copy++) {
      stf_stream_pair(&arrivals->stream, STF_STREAM_LOGGED_EXTRA, given->address,
                      STF_STREAM_VOLUME, copy, u);
      if (u[0] >= more - copy) {
        continue;
      }
      int64_t queue_us = stf_behind_place_us(desk, stf_desk_given_us(given), u[1]);
      struct stf_planned_item clone = {
          .at_us = queue_us, .item = i, .number = copy, .kind = STF_PLANNED_CLONE};
      if (stf_planned_add(&arrivals->planned, clone) != STF_OK) {
        return STF_ERR_MEMORY;
      }
    }
  }
  return STF_OK;
}

/* Whether a volume below 1 thins it out. Those of the initial state stay. */
static bool is_thinned(const struct stf_arrivals *arrivals, const struct stf_given *given) {
  const struct stf_desk *desk = arrivals->desk;
  if (!(arrivals->volume < 1) || stf_desk_given_us(given) < desk->from_us - desk->warmup_us) {
    return false;
  }
  double u[2];
  stf_stream_pair(&arrivals->stream, STF_STREAM_LOGGED, given->address, STF_STREAM_VOLUME, 0,
                  u);
  return !(u[0] < arrivals->volume);
}

/* Skips given contacts that do not come, or that are planned. */
static void skip_given(struct stf_arrivals *arrivals) {
  const struct stf_desk *desk = arrivals->desk;
  while (arrivals->given_next < desk->given_n &&
         (desk->given[arrivals->given_next].behind_bot ||
          is_thinned(arrivals, &desk->given[arrivals->given_next]))) {
    arrivals->given_next++;
  }
}

static int64_t given_us(const struct stf_arrivals *arrivals) {
  return arrivals->given_next < arrivals->desk->given_n
             ? stf_desk_given_us(&arrivals->desk->given[arrivals->given_next])
             : INT64_MAX;
}

static int64_t source_us(const struct stf_arrivals *arrivals) {
  return arrivals->sources_n > 0 ? arrivals->sources[arrivals->first].next_us : INT64_MAX;
}

int64_t stf_arrivals_next_us(const struct stf_arrivals *arrivals) {
  int64_t next_us = source_us(arrivals);
  next_us = given_us(arrivals) < next_us ? given_us(arrivals) : next_us;
  int64_t planned_us = stf_planned_next_us(&arrivals->planned);
  return planned_us < next_us ? planned_us : next_us;
}

static void take_generated(struct stf_arrivals *arrivals, struct stf_arrival *out) {
  struct source *source = &arrivals->sources[arrivals->first];
  uint32_t index = source->index - 1;
  /* Every field has its line: the rest would be cleared by an instruction that takes a third of
   * what all of this does. */
  *out = (struct stf_arrival){
      .open_us = source->next_us,
      .queue_us = source->next_us,
      .kind = source->where.contacts,
      .id = index,
      .copy = 0,
      .address = (uint64_t)source->where.key << 32 | index,
      .customer = STF_NOBODY,
      .class_index = source->class_index,
      .past_bot = false,
      .handed_over = false,
      .campaign = 0,
      .behind = STF_BEHIND_NONE,
      .fate = 0,
      .is_drawn = source->is_drawn,
      .service_s = source->draws.services_s[index % STF_DRAWS_N],
      .patience_s = source->draws.patiences_s[index % STF_DRAWS_N],
      .given = NULL,
  };
  source_advance(arrivals, source);
  find_first(arrivals);
}

/* Whether the plan's contact, or the one beside which it is, came past a bot unseen. */
static bool is_behind(const struct stf_desk *desk, const struct stf_planned_item *item) {
  switch (item->kind) {
  case STF_PLANNED_CLONE:
  case STF_PLANNED_GIVEN:
    return desk->given[item->item].behind_bot;
  case STF_PLANNED_DAY:
    return desk->demand->bootstrap->contacts[item->item].behind_bot;
  case STF_PLANNED_CAMPAIGN:
    break;
  }
  return false;
}

static struct stf_arrival arrival_of(const struct stf_given *given) {
  return (struct stf_arrival){
      .open_us = given->open_us,
      .queue_us = stf_desk_given_us(given),
      .kind = STF_STREAM_LOGGED,
      .id = given->contact,
      .customer = given->customer,
      .address = given->address,
      .class_index = given->class_index,
      .past_bot = given->queue_us != STF_NEVER,
      .handed_over = given->handed_over,
      .given = given,
  };
}

static struct stf_arrival take_given(struct stf_arrivals *arrivals) {
  const struct stf_given *given = &arrivals->desk->given[arrivals->given_next++];
  skip_given(arrivals);
  return arrival_of(given);
}

/* Clones of one customer's contacts with one number are one customer: who came twice does so
 * again. */
static uint32_t customer_of(const struct stf_desk *desk, const struct stf_planned_item *clone) {
  uint64_t customer = desk->given[clone->item].customer;
  uint64_t own = customer + (uint64_t)(clone->number + 1) * desk->customers_n;
  return customer != STF_NOBODY && own < STF_NOBODY ? (uint32_t)own : STF_NOBODY;
}

static struct stf_arrival take_clone(const struct stf_arrivals *arrivals,
                                     const struct stf_planned_item *clone) {
  const struct stf_given *given = &arrivals->desk->given[clone->item];
  return (struct stf_arrival){
      .open_us = clone->at_us,
      .queue_us = clone->at_us,
      .kind = STF_STREAM_LOGGED_EXTRA,
      .id = given->contact,
      .customer = customer_of(arrivals->desk, clone),
      .copy = clone->number,
      .address = given->address,
      .class_index = given->class_index,
      .past_bot = given->queue_us != STF_NEVER,
      .handed_over = given->handed_over,
  };
}

static struct stf_arrival take_reply(const struct stf_arrivals *arrivals,
                                     const struct stf_planned_item *reply) {
  const struct stf_demand_campaign *campaign = &arrivals->desk->demand->campaigns[reply->item];
  return (struct stf_arrival){
      .open_us = reply->at_us,
      .queue_us = reply->at_us,
      .kind = STF_STREAM_CAMPAIGN,
      .id = reply->number,
      .customer = STF_NOBODY,
      .address = stf_campaigns_address(campaign, reply->number),
      .class_index = campaign->class_index,
      .campaign = campaign->in_frt ? STF_CAMPAIGN_REPLY : STF_CAMPAIGN_APART,
  };
}

static struct stf_arrival take_resampled(const struct stf_arrivals *arrivals,
                                         const struct stf_planned_item *item) {
  const struct stf_given *given = &arrivals->desk->demand->bootstrap->contacts[item->item];
  return (struct stf_arrival){
      .open_us = item->at_us - (stf_desk_given_us(given) - given->open_us),
      .queue_us = item->at_us,
      .kind = STF_STREAM_LOGGED,
      .id = given->contact,
      .customer = STF_NOBODY,
      .address = stf_resampled_address(arrivals->desk, item),
      .class_index = given->class_index,
      .past_bot = given->queue_us != STF_NEVER,
      .handed_over = given->handed_over,
      .given = given,
  };
}

static struct stf_arrival planned_arrival(const struct stf_arrivals *arrivals,
                                          const struct stf_planned_item *item) {
  switch (item->kind) {
  case STF_PLANNED_CLONE:
    return take_clone(arrivals, item);
  case STF_PLANNED_CAMPAIGN:
    return take_reply(arrivals, item);
  case STF_PLANNED_GIVEN:
    return arrival_of(&arrivals->desk->given[item->item]);
  case STF_PLANNED_DAY:
    break;
  }
  return take_resampled(arrivals, item);
}

/* What the plan says of who came to a bot of which the log shows nothing. */
static struct stf_arrival behind_arrival(const struct stf_arrivals *arrivals,
                                         const struct stf_planned_item *item) {
  struct stf_arrival logged = planned_arrival(arrivals, item);
  logged.queue_us = item->asked_us;
  if (item->missed > 0) {
    return stf_behind_missed(arrivals->desk, &arrivals->stream, &logged, item->missed);
  }
  stf_behind_pass(arrivals->desk, &arrivals->stream, &logged);
  return logged;
}

static struct stf_arrival take_planned(struct stf_arrivals *arrivals) {
  const struct stf_planned_item *item = &arrivals->planned.items[arrivals->planned.next++];
  return is_behind(arrivals->desk, item) ? behind_arrival(arrivals, item)
                                         : planned_arrival(arrivals, item);
}

static enum stf_status plan_behind(struct stf_arrivals *arrivals) {
  const struct stf_desk *desk = arrivals->desk;
  enum stf_status status = STF_OK;
  for (uint32_t i = 0; i < desk->given_n && status == STF_OK; i++) {
    const struct stf_given *given = &desk->given[i];
    if (given->behind_bot && !is_thinned(arrivals, given)) {
      status =
          stf_planned_add(&arrivals->planned,
                          (struct stf_planned_item){
                              .at_us = given->queue_us, .item = i, .kind = STF_PLANNED_GIVEN});
    }
  }
  size_t n = arrivals->planned.n;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    struct stf_planned_item item = arrivals->planned.items[i];
    if (!is_behind(desk, &item)) {
      continue;
    }
    item.asked_us = item.at_us;
    struct stf_arrival logged = behind_arrival(arrivals, &item);
    uint32_t missed_n = stf_behind_missed_n(desk, &arrivals->stream, &logged);
    arrivals->planned.items[i].asked_us = item.asked_us;
    arrivals->planned.items[i].at_us = logged.open_us;
    for (uint32_t k = 1; k <= missed_n && status == STF_OK; k++) {
      item.missed = k;
      item.at_us = behind_arrival(arrivals, &item).open_us;
      status = stf_planned_add(&arrivals->planned, item);
    }
  }
  return status;
}

enum stf_status stf_arrivals_start(struct stf_arrivals *arrivals,
                                   const struct stf_stream *stream) {
  arrivals->stream = *stream;
  arrivals->given_next = 0;
  stf_planned_reset(&arrivals->planned);
  draw_volume(arrivals);
  enum stf_status status = add_layers(arrivals);
  if (status != STF_OK) {
    return status;
  }
  struct stf_stream demand = stf_stream_demand(stream);
  stf_busyness_draw(arrivals->desk, &demand, arrivals->factors);
  for (size_t i = 0; i < arrivals->sources_n; i++) {
    source_start(arrivals, &arrivals->sources[i]);
  }
  find_first(arrivals);
  skip_given(arrivals);
  status = draw_clones(arrivals);
  if (status == STF_OK) {
    status = stf_campaigns_plan(arrivals->desk, stream, &arrivals->planned);
  }
  if (status == STF_OK) {
    status = stf_resampled_plan(arrivals->desk, stream, arrivals->volume, &arrivals->planned);
  }
  if (status == STF_OK) {
    status = plan_behind(arrivals);
  }
  stf_planned_begin(&arrivals->planned);
  return status;
}

void stf_arrivals_take(struct stf_arrivals *arrivals, struct stf_arrival *out) {
  int64_t next_us = stf_arrivals_next_us(arrivals);
  if (given_us(arrivals) == next_us) {
    *out = take_given(arrivals);
  } else if (stf_planned_next_us(&arrivals->planned) == next_us) {
    *out = take_planned(arrivals);
  } else {
    take_generated(arrivals, out);
  }
}

void stf_arrivals_take_run(struct stf_arrivals *arrivals, struct stf_arrivals_run *out) {
  struct source *source = &arrivals->sources[0];
  if (source->is_taken) {
    source_advance(arrivals, source);
  }
  source->is_taken = false;
  out->n = 0;
  out->first = source->index - 1;
  out->services_s = source->draws.services_s + out->first % STF_DRAWS_N;
  out->patiences_s = source->draws.patiences_s + out->first % STF_DRAWS_N;
  while (source->next_us != INT64_MAX) {
    out->at_us[out->n++] = source->next_us;
    if (source->index % STF_DRAWS_N == 0) {
      source->is_taken = true; /* the next one's draws would take the place of these */
      return;
    }
    source_advance(arrivals, source);
  }
}
