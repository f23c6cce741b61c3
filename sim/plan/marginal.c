/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/marginal.h"

#include "base/search.h"
#include "contact/union.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#define WIDTH 0.1

enum {
  SCALE = 1024,   /* of a contact: sums are of integers */
  FAR = 64,       /* people: who is farther away from his limit is nobody's */
  NO_PROMISE = -1 /* it only waits */
};

/* A contact that waits, or waited, under a promise. */
struct item {
  int64_t queue_us;
  int64_t end_us;  /* taken up then, gone, or the horizon */
  int64_t need_us; /* > 0: must come so much earlier to be in time; else could come so much
                      later */
  uint32_t class_index;
  int promise;
  bool left;  /* gone while waiting: late, and need_us counts from when it left */
  bool alone; /* its wait is one agent's own: no queue behind it */
};

/* Stretches in which a team has contacts in hand. */
struct hands {
  int64_t *starts; /* sorted at the end */
  int64_t *ends;
  size_t n;
  size_t starts_capacity;
  size_t ends_capacity;
  double held_us; /* mean */
};

/* The queue of a team while the contacts are gone through by time. */
struct queue {
  int64_t since_us; /* somebody has waited ever since */
  int64_t until_us;
};

/* One replication under way. */
struct lane {
  struct item *items;
  size_t items_n;
  size_t items_capacity;
  struct hands *hands; /* by team */
  struct queue *queues;
  int64_t *next_us; /* by class: when the next one behind was taken up */
  struct stf_work *stretches;
  size_t stretches_capacity;
  int64_t *gain; /* [team * steps_n + step], of this replication */
  int64_t *loss;
};

struct stf_marginal {
  const struct stf_allocator *allocator;
  struct stf_marginal_in in;
  struct lane **lanes; /* by replication; NULL: none under way */
  uint32_t *class_of;  /* by name */
  uint32_t *team_of;
  int *promise_of; /* [policy * STF_SLA_CLOCKS + clock] */
  pthread_mutex_t lock;
  int64_t *gain; /* [team * steps_n + step], under the lock */
  int64_t *loss;
};

/* ---- life ---- */

static size_t places_of(const struct stf_marginal *marginal) {
  return marginal->in.grid->steps_n * marginal->in.grid->teams_n;
}

static void lane_free(const struct stf_marginal *marginal, struct lane *lane) {
  if (lane == NULL) {
    return;
  }
  for (uint32_t t = 0; lane->hands != NULL && t < marginal->in.desk->teams_n; t++) {
    stf_mem_release(marginal->allocator, lane->hands[t].starts);
    stf_mem_release(marginal->allocator, lane->hands[t].ends);
  }
  stf_mem_release(marginal->allocator, lane->items);
  stf_mem_release(marginal->allocator, lane->hands);
  stf_mem_release(marginal->allocator, lane->queues);
  stf_mem_release(marginal->allocator, lane->next_us);
  stf_mem_release(marginal->allocator, lane->stretches);
  stf_mem_release(marginal->allocator, lane->gain);
  stf_mem_release(marginal->allocator, lane->loss);
  stf_mem_release(marginal->allocator, lane);
}

static struct lane *lane_new(const struct stf_marginal *marginal) {
  const struct stf_desk *desk = marginal->in.desk;
  struct lane *lane = stf_mem_zeroed(marginal->allocator, 1, sizeof *lane);
  if (lane == NULL) {
    return NULL;
  }
  lane->hands = stf_mem_zeroed(marginal->allocator, desk->teams_n, sizeof *lane->hands);
  lane->queues = stf_mem_zeroed(marginal->allocator, desk->teams_n, sizeof *lane->queues);
  lane->next_us = stf_mem_zeroed(marginal->allocator, desk->classes_n, sizeof *lane->next_us);
  lane->gain = stf_mem_zeroed(marginal->allocator, places_of(marginal), sizeof *lane->gain);
  lane->loss = stf_mem_zeroed(marginal->allocator, places_of(marginal), sizeof *lane->loss);
  if (lane->hands == NULL || lane->queues == NULL || lane->next_us == NULL ||
      lane->gain == NULL || lane->loss == NULL) {
    lane_free(marginal, lane);
    return NULL;
  }
  return lane;
}

static enum stf_status name_things(struct stf_marginal *marginal) {
  const struct stf_desk *desk = marginal->in.desk;
  const struct stf_sla_terms *terms = marginal->in.terms;
  uint32_t classes_n = stf_dict_count(desk->names->classes);
  uint32_t teams_n = stf_dict_count(desk->names->teams);
  size_t clocks_n = (size_t)terms->policies_n * STF_SLA_CLOCKS;
  marginal->class_of =
      stf_mem_zeroed(marginal->allocator, classes_n, sizeof *marginal->class_of);
  marginal->team_of = stf_mem_zeroed(marginal->allocator, teams_n, sizeof *marginal->team_of);
  marginal->promise_of =
      stf_mem_zeroed(marginal->allocator, clocks_n, sizeof *marginal->promise_of);
  if (marginal->class_of == NULL || marginal->team_of == NULL || marginal->promise_of == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    marginal->class_of[desk->classes[c].name] = c;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    marginal->team_of[desk->teams[t].name] = t;
  }
  static const enum stf_sla_clock ORDER[] = {
      STF_SLA_CLOCK_FIRST_RESPONSE, STF_SLA_CLOCK_RESOLUTION, STF_SLA_CLOCK_NEXT_RESPONSE};
  int next = 0;
  for (uint32_t p = 0; p < terms->policies_n; p++) {
    for (size_t k = 0; k < STF_COUNT_OF(ORDER); k++) {
      const struct stf_sla_target *target = stf_sla_target_of(&terms->policies[p], ORDER[k]);
      bool counts = target->within_us > 0 && target->share > 0;
      marginal->promise_of[p * STF_SLA_CLOCKS + ORDER[k]] = counts ? next++ : NO_PROMISE;
    }
  }
  STF_ASSERT((size_t)next == marginal->in.promises_n);
  return STF_OK;
}

enum stf_status stf_marginal_new(const struct stf_marginal_in *in,
                                 const struct stf_allocator *allocator,
                                 struct stf_marginal **out) {
  struct stf_marginal *marginal = stf_mem_zeroed(allocator, 1, sizeof *marginal);
  if (marginal == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t places_n = in->grid->steps_n * in->grid->teams_n;
  marginal->allocator = allocator;
  marginal->in = *in;
  (void)pthread_mutex_init(&marginal->lock, NULL);
  marginal->lanes = stf_mem_zeroed(allocator, in->replications_n, sizeof(struct lane *));
  marginal->gain = stf_mem_zeroed(allocator, places_n, sizeof *marginal->gain);
  marginal->loss = stf_mem_zeroed(allocator, places_n, sizeof *marginal->loss);
  bool have = marginal->lanes != NULL && marginal->gain != NULL && marginal->loss != NULL;
  enum stf_status status = have ? name_things(marginal) : STF_ERR_MEMORY;
  if (status != STF_OK) {
    stf_marginal_free(marginal);
    return status;
  }
  *out = marginal;
  return STF_OK;
}

void stf_marginal_free(struct stf_marginal *marginal) {
  if (marginal == NULL) {
    return;
  }
  for (uint32_t r = 0; marginal->lanes != NULL && r < marginal->in.replications_n; r++) {
    lane_free(marginal, marginal->lanes[r]);
  }
  stf_mem_release(marginal->allocator, marginal->lanes);
  stf_mem_release(marginal->allocator, marginal->class_of);
  stf_mem_release(marginal->allocator, marginal->team_of);
  stf_mem_release(marginal->allocator, marginal->promise_of);
  stf_mem_release(marginal->allocator, marginal->gain);
  stf_mem_release(marginal->allocator, marginal->loss);
  (void)pthread_mutex_destroy(&marginal->lock);
  stf_mem_release(marginal->allocator, marginal);
}

/* ---- contacts ---- */

static enum stf_status add_item(const struct stf_marginal *marginal, struct lane *lane,
                                const struct item *item) {
  struct item *items = stf_mem_grown(marginal->allocator, lane->items, &lane->items_capacity,
                                     lane->items_n + 1, sizeof *items);
  if (items == NULL) {
    return STF_ERR_MEMORY;
  }
  lane->items = items;
  items[lane->items_n++] = *item;
  return STF_OK;
}

static enum stf_status add_hold(const struct stf_marginal *marginal, struct hands *hands,
                                int64_t start_us, int64_t end_us) {
  int64_t *starts = stf_mem_grown(marginal->allocator, hands->starts, &hands->starts_capacity,
                                  hands->n + 1, sizeof *starts);
  hands->starts = starts != NULL ? starts : hands->starts;
  int64_t *ends = stf_mem_grown(marginal->allocator, hands->ends, &hands->ends_capacity,
                                hands->n + 1, sizeof *ends);
  hands->ends = ends != NULL ? ends : hands->ends;
  if (starts == NULL || ends == NULL) {
    return STF_ERR_MEMORY;
  }
  starts[hands->n] = start_us;
  ends[hands->n++] = end_us;
  return STF_OK;
}

static enum stf_status add_hands(const struct stf_marginal *marginal, struct lane *lane,
                                 const struct stf_contact *contact) {
  struct stf_work *stretches =
      stf_mem_grown(marginal->allocator, lane->stretches, &lane->stretches_capacity,
                    stf_union_held_most(contact), sizeof *stretches);
  if (stretches == NULL) {
    return STF_ERR_MEMORY;
  }
  lane->stretches = stretches;
  size_t n = stf_union_held(contact, stretches);
  int64_t horizon_us = marginal->in.desk->to_us;
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    int64_t end_us = stretches[i].end_us != STF_NEVER ? stretches[i].end_us : horizon_us;
    if (end_us > stretches[i].start_us) {
      struct hands *hands = &lane->hands[marginal->team_of[stretches[i].team]];
      status = add_hold(marginal, hands, stretches[i].start_us, end_us);
    }
  }
  return status;
}

/* A contact as it waits for its first taking, and what that means for a promise about a clock
 * that starts at from_us and stops (or stands at the horizon) at to_us. */
static struct item item_of(const struct stf_marginal *marginal,
                           const struct stf_contact *contact,
                           const struct stf_sla_target *target, int64_t from_us,
                           int64_t to_us) {
  bool taken = contact->assign_us != STF_NEVER;
  bool left = contact->abandon_us != STF_NEVER && !taken;
  struct item item = {.queue_us = contact->queue_us,
                      .end_us = taken ? contact->assign_us : marginal->in.desk->to_us,
                      .class_index = marginal->class_of[contact->class_id],
                      .promise = NO_PROMISE,
                      .left = left};
  item.end_us = left ? contact->abandon_us : item.end_us;
  if (target != NULL) {
    item.need_us = stf_calendar_between_us(target->hours, from_us, to_us) - target->within_us;
    item.need_us = left && item.need_us < 0 ? 0 : item.need_us;
  }
  return item;
}

static int promise_at(const struct stf_marginal *marginal, const struct stf_sla_policy *policy,
                      enum stf_sla_clock clock) {
  size_t p = policy != NULL ? (size_t)(policy - marginal->in.terms->policies) : 0;
  return policy != NULL ? marginal->promise_of[p * STF_SLA_CLOCKS + clock] : NO_PROMISE;
}

static bool is_for(const struct stf_sla_policy *policy, const struct stf_sla_target *target,
                   int64_t from_us) {
  return policy->population == STF_SLA_POPULATION_ALL ||
         stf_calendar_open_at(target->hours, from_us);
}

static enum stf_status add_response(const struct stf_marginal *marginal, struct lane *lane,
                                    const struct stf_contact *contact,
                                    const struct stf_sla_policy *policy) {
  int promise = promise_at(marginal, policy, STF_SLA_CLOCK_FIRST_RESPONSE);
  struct item item = item_of(marginal, contact, NULL, 0, 0);
  if (promise != NO_PROMISE) {
    const struct stf_sla_target *target = &policy->response;
    int64_t from_us =
        policy->start == STF_SLA_START_OPENING ? contact->open_us : contact->queue_us;
    bool by_message =
        policy->answer == STF_SLA_ANSWER_MESSAGE && contact->first_human_us != STF_NEVER;
    int64_t to_us = by_message && !item.left ? contact->first_human_us : item.end_us;
    item = item_of(marginal, contact, target, from_us, to_us);
    item.promise = is_for(policy, target, from_us) ? promise : NO_PROMISE;
  }
  return add_item(marginal, lane, &item);
}

static enum stf_status add_resolution(const struct stf_marginal *marginal, struct lane *lane,
                                      const struct stf_contact *contact,
                                      const struct stf_sla_policy *policy) {
  int promise = promise_at(marginal, policy, STF_SLA_CLOCK_RESOLUTION);
  if (promise == NO_PROMISE) {
    return STF_OK;
  }
  int64_t end_us = contact->resolve_us != STF_NEVER ? contact->resolve_us : contact->close_us;
  end_us = end_us != STF_NEVER ? end_us : marginal->in.desk->to_us;
  struct item item = item_of(marginal, contact, &policy->resolution, contact->open_us, end_us);
  bool covered = is_for(policy, &policy->resolution, contact->open_us);
  item.promise = covered ? promise : NO_PROMISE;
  return covered ? add_item(marginal, lane, &item) : STF_OK;
}

static enum stf_status add_replies(const struct stf_marginal *marginal, struct lane *lane,
                                   const struct stf_contact *contact,
                                   const struct stf_sla_policy *policy) {
  int promise = promise_at(marginal, policy, STF_SLA_CLOCK_NEXT_RESPONSE);
  enum stf_status status = STF_OK;
  for (uint32_t i = 0; promise != NO_PROMISE && i < contact->replies_n && status == STF_OK;
       i++) {
    const struct stf_reply *reply = &contact->replies[i];
    if (reply->at_us > contact->first_human_us &&
        is_for(policy, &policy->next_response, reply->asked_us)) {
      struct item item =
          item_of(marginal, contact, &policy->next_response, reply->asked_us, reply->at_us);
      item.queue_us = reply->asked_us;
      item.end_us = reply->at_us;
      item.promise = promise;
      item.alone = true;
      item.left = false;
      status = add_item(marginal, lane, &item);
    }
  }
  return status;
}

static enum stf_status take_contact(const struct stf_marginal *marginal, struct lane *lane,
                                    const struct stf_contact *contact) {
  if (contact->queue_us == STF_NEVER) {
    return STF_OK;
  }
  const struct stf_sla_policy *policy =
      stf_sla_of(marginal->in.terms, contact->class_id, contact->priority);
  enum stf_status status = add_response(marginal, lane, contact, policy);
  status = status == STF_OK ? add_resolution(marginal, lane, contact, policy) : status;
  status = status == STF_OK ? add_replies(marginal, lane, contact, policy) : status;
  return status == STF_OK ? add_hands(marginal, lane, contact) : status;
}

static enum stf_status take_contacts(void *context, uint32_t replication,
                                     const struct stf_contact *contacts, size_t n) {
  struct stf_marginal *marginal = context;
  if (marginal->lanes[replication] == NULL) {
    marginal->lanes[replication] = lane_new(marginal);
  }
  struct lane *lane = marginal->lanes[replication];
  enum stf_status status = lane != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    status = take_contact(marginal, lane, &contacts[i]);
  }
  return status;
}

/* ---- at the end of a replication ---- */

static int instant_order(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left;
  int64_t b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

static int item_order(const void *left, const void *right) {
  const struct item *a = left;
  const struct item *b = right;
  if (a->queue_us != b->queue_us) {
    return a->queue_us < b->queue_us ? -1 : 1;
  }
  return (a->end_us > b->end_us) - (a->end_us < b->end_us);
}

/* Who left would have been taken up with the next of his class behind him, at the earliest. */
static void move_gone(const struct stf_marginal *marginal, struct lane *lane) {
  for (uint32_t c = 0; c < marginal->in.desk->classes_n; c++) {
    lane->next_us[c] = STF_NEVER;
  }
  for (size_t i = lane->items_n; i-- > 0;) {
    struct item *item = &lane->items[i];
    int64_t *next_us = &lane->next_us[item->class_index];
    if (item->alone) {
      continue;
    }
    if (!item->left) {
      *next_us = item->end_us;
    } else if (*next_us > item->end_us) {
      item->need_us += *next_us - item->end_us;
      item->end_us = *next_us;
    }
  }
}

static void sort_hands(struct hands *hands, int64_t otherwise_us) {
  hands->held_us = (double)otherwise_us;
  if (hands->n == 0) {
    return;
  }
  qsort(hands->starts, hands->n, sizeof *hands->starts, instant_order);
  qsort(hands->ends, hands->n, sizeof *hands->ends, instant_order);
  hands->held_us = 0;
  for (size_t i = 0; i < hands->n; i++) {
    hands->held_us += (double)(hands->ends[i] - hands->starts[i]) / (double)hands->n;
  }
}

/* Step in which the instant lies, within the grid. */
static size_t step_at(const struct stf_grid *grid, int64_t at_us) {
  int64_t step = at_us > grid->from_us ? (at_us - grid->from_us) / grid->step_us : 0;
  return (size_t)step < grid->steps_n ? (size_t)step : grid->steps_n - 1;
}

static int32_t people_at(const struct stf_marginal *marginal, uint32_t team, size_t step) {
  const struct stf_grid *grid = marginal->in.grid;
  size_t at = stf_grid_at(grid, team, step);
  return grid->planned[team] ? grid->agents[at] : marginal->in.present[at];
}

/* People of all teams that take the class, and who of them would be idle still, had it not
 * come. */
struct pool {
  double people;
  double idle; /* people, by places, beside the place that it takes itself */
};

static struct pool pool_at(const struct stf_marginal *marginal, const struct lane *lane,
                           const struct item *item) {
  const struct stf_desk *desk = marginal->in.desk;
  size_t step = step_at(marginal->in.grid, item->end_us);
  struct pool pool = {0, 0};
  double place = 1; /* its own */
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (stf_desk_takes(desk, t, item->class_index)) {
      const struct hands *hands = &lane->hands[t];
      double people = people_at(marginal, t, step);
      double cap = desk->teams[t].cap > 1 ? desk->teams[t].cap : 1;
      size_t begun =
          stf_search_below(hands->starts, hands->n, sizeof(int64_t), 0, item->end_us);
      size_t ended = stf_search_up_to(hands->ends, hands->n, sizeof(int64_t), 0, item->end_us);
      double in_hand = begun > ended ? (double)(begun - ended) : 0;
      pool.people += people;
      pool.idle += fmax(0, people - in_hand / cap);
      place = fmin(place, 1 / cap);
    }
  }
  pool.idle = fmax(0, pool.idle - place);
  pool.people = fmax(pool.people, 1);
  return pool;
}

/* People around those there are over whom the effect of one is averaged. */
static double width_of(const struct pool *pool) {
  return fmax(1, WIDTH * pool->people);
}

/* The stretch of a team's queue that an item stands in. */
struct stretch {
  int64_t since_us;
  double held_us; /* mean time in hand */
  int weight;
};

/* Adds what the item says of one team's steps between its queue's beginning and its taking. */
static void add_steps(const struct stf_marginal *marginal, struct lane *lane,
                      const struct item *item, const struct pool *pool, uint32_t team,
                      const struct stretch *stretch) {
  const struct stf_grid *grid = marginal->in.grid;
  const double held_us = stretch->held_us;
  const int64_t since_us = stretch->since_us;
  const int weight = stretch->weight;
  bool late = item->left || item->need_us > 0;
  double need_us = pool->people * fabs((double)item->need_us);
  if (need_us > FAR * ((double)grid->step_us + held_us)) {
    return;
  }
  double width = width_of(pool);
  size_t last = step_at(grid, item->end_us > since_us ? item->end_us - 1 : since_us);
  for (size_t s = step_at(grid, since_us); s <= last; s++) {
    size_t at = stf_grid_at(grid, team, s);
    if (!grid->open[at]) {
      continue;
    }
    int64_t from_us = grid->from_us + (int64_t)s * grid->step_us;
    int64_t to_us = from_us + grid->step_us;
    from_us = from_us > since_us ? from_us : since_us;
    to_us = to_us < item->end_us ? to_us : item->end_us;
    double overlap_us = to_us > from_us ? (double)(to_us - from_us) : 0;
    double x = need_us / (overlap_us + held_us);
    if (late) {
      double part = x <= width ? 1 / width : width / (x * x);
      lane->gain[at] += (int64_t)(weight * SCALE * part);
    } else if (x + pool->idle <= width) {
      lane->loss[at] += (int64_t)(weight * SCALE / width);
    }
  }
}

static int weight_of(const struct stf_marginal *marginal, const struct item *item,
                     uint32_t replication) {
  const struct stf_marginal_in *in = &marginal->in;
  if (item->promise == NO_PROMISE || item->queue_us < in->grid->from_us ||
      item->queue_us >= in->desk->to_us) {
    return 0;
  }
  size_t stretch = in->step_stretch[step_at(in->grid, item->queue_us)];
  size_t row = stretch * in->promises_n + (size_t)item->promise;
  return in->weights[row * in->replications_n + replication];
}

static void take_item(const struct stf_marginal *marginal, struct lane *lane,
                      const struct item *item, uint32_t replication) {
  const struct stf_desk *desk = marginal->in.desk;
  int weight = weight_of(marginal, item, replication);
  struct pool pool = {0, 0};
  if (weight > 0) {
    pool = pool_at(marginal, lane, item);
  }
  bool near = weight > 0 && (item->left || item->need_us > 0 || pool.idle <= width_of(&pool));
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (!stf_desk_takes(desk, t, item->class_index)) {
      continue;
    }
    struct queue *queue = &lane->queues[t];
    if (item->queue_us > queue->until_us) {
      queue->since_us = item->queue_us;
    }
    if (!item->alone && item->end_us > queue->until_us && item->end_us > item->queue_us) {
      queue->until_us = item->end_us;
    }
    if (near && marginal->in.grid->planned[t]) {
      bool own = item->alone || item->end_us == item->queue_us;
      const struct stretch stretch = {.since_us = own ? item->queue_us : queue->since_us,
                                      .held_us = lane->hands[t].held_us,
                                      .weight = weight};
      add_steps(marginal, lane, item, &pool, t, &stretch);
    }
  }
}

static enum stf_status end_replication(void *context, uint32_t replication) {
  struct stf_marginal *marginal = context;
  struct lane *lane = marginal->lanes[replication];
  if (lane == NULL) {
    return STF_OK;
  }
  for (uint32_t t = 0; t < marginal->in.desk->teams_n; t++) {
    sort_hands(&lane->hands[t], marginal->in.grid->step_us);
    lane->queues[t].until_us = INT64_MIN;
  }
  qsort(lane->items, lane->items_n, sizeof *lane->items, item_order);
  move_gone(marginal, lane);
  for (size_t i = 0; i < lane->items_n; i++) {
    take_item(marginal, lane, &lane->items[i], replication);
  }
  (void)pthread_mutex_lock(&marginal->lock);
  for (size_t i = 0; i < places_of(marginal); i++) {
    marginal->gain[i] += lane->gain[i];
    marginal->loss[i] += lane->loss[i];
  }
  (void)pthread_mutex_unlock(&marginal->lock);
  marginal->lanes[replication] = NULL;
  lane_free(marginal, lane);
  return STF_OK;
}

struct stf_replicate_listener stf_marginal_listener(struct stf_marginal *marginal) {
  return (struct stf_replicate_listener){
      .context = marginal, .contacts = take_contacts, .end = end_replication};
}

void stf_marginal_sums(const struct stf_marginal *marginal, struct stf_marginal_out *out) {
  size_t places_n = marginal->in.grid->steps_n * marginal->in.grid->teams_n;
  for (size_t i = 0; i < places_n; i++) {
    out->gain[i] = (double)marginal->gain[i] / SCALE;
    out->loss[i] = (double)marginal->loss[i] / SCALE;
  }
}
