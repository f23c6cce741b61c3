/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/replicate.h"

#include "replicate/drawn.h"
#include "replicate/image.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

/* What is told of a team's agents beside the works of their contacts. */
enum team_kind {
  SINGLE,  /* nothing: one contact at a time */
  SHARED,  /* when they have contacts in hand, which is when they are at work */
  IN_TURNS /* when they have conversations in hand */
};

/* What the threads share; next_n, status and the sums under the lock. */
struct crew {
  const struct stf_desk *desk;
  const struct stf_kpi_layout *layout;
  const struct stf_replicate_options *options;
  const struct stf_allocator *allocator;
  struct stf_replicate_values *values;
  uint8_t *teams; /* enum team_kind, by name of a team; NULL: the layout does not ask for what
                     is in hand */
  pthread_mutex_t lock;
  uint32_t goal_n; /* no more than these are begun */
  uint32_t next_n;
  uint32_t done_n;
  bool stopped;
  enum stf_status status;
};

/* One way to count a replication: everything, or what a log would show of it. */
struct view {
  struct stf_kpi_tally *tally; /* NULL: nobody wants this one */
  struct stf_kpi_value *row_values;
  struct stf_replicate_values *values;
};

/* One thread's workspace. */
struct worker {
  struct crew *crew;
  struct stf_engine *engine;
  struct stf_drawn *drawn; /* NULL: the parameters are fixed */
  struct view plain;
  struct view masked;
  struct stf_support_tally *support; /* NULL: nothing is known of it */
  struct stf_contact_room room;      /* of a masked contact */
  uint32_t replication;              /* under way */
};

static enum stf_status mask_contact(struct worker *worker, const struct stf_contact *contact) {
  const struct stf_evidence *evidence = worker->crew->options->mask->evidence;
  enum stf_status status =
      stf_contact_room_fit(&worker->room, contact, worker->crew->allocator);
  if (status != STF_OK) {
    return status;
  }
  struct stf_contact copy = *contact;
  return stf_evidence_mask(evidence, &copy, &worker->room)
             ? stf_kpi_tally_contacts(worker->masked.tally, &copy, 1)
             : STF_OK;
}

/* Whoever has a contact in hand is at work on it. */
static enum stf_status take_busy(void *context, const struct stf_work *span) {
  struct worker *worker = context;
  enum stf_status status = stf_kpi_tally_busy(worker->plain.tally, span, 1);
  status = status == STF_OK ? stf_kpi_tally_occupied(worker->plain.tally, span, 1) : status;
  if (status != STF_OK || worker->masked.tally == NULL) {
    return status;
  }
  const struct stf_evidence *evidence = worker->crew->options->mask->evidence;
  struct stf_work copy = *span;
  if (!stf_evidence_mask_span(evidence, &copy.start_us, &copy.end_us)) {
    return STF_OK;
  }
  status = evidence->work ? stf_kpi_tally_busy(worker->masked.tally, &copy, 1) : STF_OK;
  return status == STF_OK && evidence->assignment
             ? stf_kpi_tally_occupied(worker->masked.tally, &copy, 1)
             : status;
}

/* With conversations in hand she is at work only in their works. */
static enum stf_status take_occupied(void *context, const struct stf_work *span) {
  struct worker *worker = context;
  enum stf_status status = stf_kpi_tally_occupied(worker->plain.tally, span, 1);
  if (status != STF_OK || worker->masked.tally == NULL) {
    return status;
  }
  const struct stf_evidence *evidence = worker->crew->options->mask->evidence;
  struct stf_work copy = *span;
  return evidence->assignment && stf_evidence_mask_span(evidence, &copy.start_us, &copy.end_us)
             ? stf_kpi_tally_occupied(worker->masked.tally, &copy, 1)
             : STF_OK;
}

static enum stf_status take_work(struct worker *worker, const struct stf_work *work) {
  enum stf_status status = stf_kpi_tally_busy(worker->plain.tally, work, 1);
  if (status != STF_OK || worker->masked.tally == NULL) {
    return status;
  }
  const struct stf_evidence *evidence = worker->crew->options->mask->evidence;
  struct stf_work copy = *work;
  return evidence->work && stf_evidence_mask_span(evidence, &copy.start_us, &copy.end_us)
             ? stf_kpi_tally_busy(worker->masked.tally, &copy, 1)
             : STF_OK;
}

/* Where the engine tells no stretches at work, those are the contacts' works. */
static enum stf_status take_works(struct worker *worker, const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  enum stf_status status = STF_OK;
  for (uint32_t i = 0; i < contact->works_n && status == STF_OK; i++) {
    uint8_t kind =
        works[i].team != STF_NOBODY ? worker->crew->teams[works[i].team] : (uint8_t)SINGLE;
    if (kind == SINGLE) {
      status = take_busy(worker, &works[i]);
    } else if (kind == IN_TURNS) {
      status = take_work(worker, &works[i]);
    }
  }
  return status;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct worker *worker = context;
  enum stf_status status = stf_kpi_tally_contacts(worker->plain.tally, contacts, n);
  if (status == STF_OK && worker->support != NULL) {
    status = stf_support_contacts(worker->support, contacts, n);
  }
  const struct stf_replicate_listener *listener = worker->crew->options->listener;
  if (status == STF_OK && listener != NULL) {
    status = listener->contacts(listener->context, worker->replication, contacts, n);
  }
  for (size_t i = 0; status == STF_OK && worker->masked.tally != NULL && i < n; i++) {
    status = mask_contact(worker, &contacts[i]);
  }
  for (size_t i = 0; status == STF_OK && worker->crew->teams != NULL && i < n; i++) {
    status = take_works(worker, &contacts[i]);
  }
  return status;
}

static enum stf_status take_briefs(void *context, const struct stf_brief_block *block) {
  const struct worker *worker = context;
  return stf_kpi_tally_briefs(worker->plain.tally, block);
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct worker *worker = context;
  enum stf_status status = stf_kpi_tally_presence(worker->plain.tally, span, 1);
  if (status != STF_OK || worker->masked.tally == NULL) {
    return status;
  }
  const struct stf_evidence *evidence = worker->crew->options->mask->evidence;
  struct stf_presence copy = *span;
  return evidence->presence && stf_evidence_mask_span(evidence, &copy.start_us, &copy.end_us)
             ? stf_kpi_tally_presence(worker->masked.tally, &copy, 1)
             : STF_OK;
}

static void keep_values(const struct view *view, uint32_t replication) {
  struct stf_replicate_values *values = view->values;
  stf_kpi_tally_values(view->tally, view->row_values);
  for (size_t i = 0; i < values->rows_n; i++) {
    const struct stf_kpi_value *value = &view->row_values[i];
    size_t at = i * values->replications_n + replication;
    bool ratio = !isnan(value->num);
    values->num[at] = ratio ? value->num : value->value;
    values->den[at] = ratio ? value->den : (double)NAN;
  }
}

static void add_balance(struct stf_kpi_balance *sums, const struct stf_kpi_balance *balance) {
  sums->opened_n += balance->opened_n;
  sums->contained_n += balance->contained_n;
  sums->closed_n += balance->closed_n;
  sums->abandoned_n += balance->abandoned_n;
  sums->open_n += balance->open_n;
}

static void add_account(struct stf_replicate_values *values,
                        const struct stf_engine_account *account) {
  values->account.arrived_n += account->arrived_n;
  values->account.assigned_n += account->assigned_n;
  values->account.left_n += account->left_n;
  values->account.waiting_n += account->waiting_n;
  values->account.gone_n += account->gone_n;
  values->account.contained_n += account->contained_n;
  values->account.gave_up_n += account->gave_up_n;
  values->account.in_bot_n += account->in_bot_n;
  values->account.initial_n += account->initial_n;
  values->account.counted_n += account->counted_n;
  values->account.returned_n += account->returned_n;
  if (account->end_us > values->account.end_us) {
    values->account.end_us = account->end_us;
  }
}

static struct stf_stream stream_of(const struct stf_replicate_options *options,
                                   uint32_t replication) {
  struct stf_stream stream = stf_stream_of(options->seed, replication + options->chance_offset);
  stream.demand = replication + options->demand_offset;
  return stream;
}

/* An engine for the parameters of this replication: what it prepared for others is gone. */
static enum stf_status draw_parameters(struct worker *worker, uint32_t replication) {
  const struct crew *crew = worker->crew;
  struct stf_stream stream = stf_stream_of(crew->options->seed, replication);
  stf_engine_free(worker->engine);
  worker->engine = NULL;
  return stf_engine_new(stf_drawn_desk(worker->drawn, &stream), crew->allocator,
                        &worker->engine);
}

/* Contacts in brief do where no full record is asked for. */
static bool takes_briefs(const struct worker *worker) {
  return worker->masked.tally == NULL && worker->support == NULL &&
         worker->crew->options->listener == NULL &&
         stf_kpi_layout_takes_briefs(worker->crew->layout);
}

static enum stf_status run_one(struct worker *worker, uint32_t replication,
                               struct stf_image *image) {
  const struct crew *crew = worker->crew;
  struct stf_stream stream = stream_of(crew->options, replication);
  struct stf_engine_sink sink = {.context = worker,
                                 .contacts = take_contacts,
                                 .briefs = takes_briefs(worker) ? take_briefs : NULL,
                                 .presence = take_presence,
                                 .busy = crew->teams != NULL ? take_busy : NULL,
                                 .occupied = crew->teams != NULL ? take_occupied : NULL};
  bool masks = worker->masked.tally != NULL;
  worker->replication = replication;
  stf_kpi_tally_reset(worker->plain.tally);
  if (worker->support != NULL) {
    stf_support_reset(worker->support);
  }
  if (masks) {
    stf_kpi_tally_reset(worker->masked.tally);
  }
  enum stf_status status =
      worker->drawn != NULL ? draw_parameters(worker, replication) : STF_OK;
  if (status == STF_OK && crew->options->event_loop) {
    stf_engine_use_loop(worker->engine);
  }
  if (status == STF_OK) {
    status = stf_engine_run(worker->engine, &stream, &sink, &image->account);
  }
  if (status == STF_OK) {
    keep_values(&worker->plain, replication);
    image->balance = stf_kpi_tally_balance(worker->plain.tally);
  }
  if (status == STF_OK && masks) {
    keep_values(&worker->masked, replication);
    image->masked_balance = stf_kpi_tally_balance(worker->masked.tally);
  }
  if (status == STF_OK && crew->options->listener != NULL) {
    status = crew->options->listener->end(crew->options->listener->context, replication);
  }
  return status;
}

/* Number of the next replication to run, or UINT32_MAX. */
static uint32_t next_replication(struct crew *crew) {
  const struct stf_replicate_options *options = crew->options;
  uint32_t next = UINT32_MAX;
  (void)pthread_mutex_lock(&crew->lock);
  if (crew->status == STF_OK && !crew->stopped && crew->next_n < crew->goal_n) {
    if (crew->next_n > 0 && options->stop != NULL && options->stop(options->context)) {
      crew->stopped = true;
    } else {
      next = crew->next_n++;
    }
  }
  (void)pthread_mutex_unlock(&crew->lock);
  return next;
}

/* The sums that a replication has a part in; kept if it is new. */
static enum stf_status take_one(struct crew *crew, uint32_t replication,
                                const struct stf_image *image, bool is_new) {
  const struct stf_replicate_memory *memory = crew->options->memory;
  add_balance(&crew->values->balance, &image->balance);
  if (image->masked != NULL) {
    add_balance(&image->masked->balance, &image->masked_balance);
  }
  add_account(crew->values, &image->account);
  return memory != NULL && is_new ? memory->keep(memory->context, replication, image) : STF_OK;
}

static void finish_one(struct crew *crew, enum stf_status status, const struct worker *worker,
                       uint32_t replication, const struct stf_image *image, bool is_new) {
  (void)pthread_mutex_lock(&crew->lock);
  if (status == STF_OK) {
    status = take_one(crew, replication, image, is_new);
  }
  if (status == STF_OK) {
    if (worker->support != NULL && is_new) {
      stf_support_add(worker->support, crew->values->support, crew->values->loads);
    }
    crew->done_n++;
    if (crew->options->progress != NULL) {
      crew->options->progress(crew->options->context, crew->done_n);
    }
  } else if (crew->status == STF_OK) {
    crew->status = status;
  }
  (void)pthread_mutex_unlock(&crew->lock);
}

static struct stf_image image_of(const struct worker *worker) {
  bool masks = worker->masked.tally != NULL;
  return (struct stf_image){.plain = worker->plain.values,
                            .masked = masks ? worker->masked.values : NULL};
}

static bool is_known(const struct crew *crew, uint32_t replication, struct stf_image *image) {
  const struct stf_replicate_memory *memory = crew->options->memory;
  return memory != NULL && memory->recall(memory->context, replication, image);
}

static void *work(void *argument) {
  struct worker *worker = argument;
  struct crew *crew = worker->crew;
  for (;;) {
    uint32_t replication = next_replication(crew);
    if (replication == UINT32_MAX) {
      return NULL;
    }
    struct stf_image image = image_of(worker);
    bool is_new = !is_known(crew, replication, &image);
    enum stf_status status = is_new ? run_one(worker, replication, &image) : STF_OK;
    finish_one(crew, status, worker, replication, &image, is_new);
  }
}

static enum stf_status view_init(struct view *view, const struct stf_kpi_layout *layout,
                                 struct stf_replicate_values *values,
                                 const struct stf_allocator *allocator) {
  view->values = values;
  view->row_values = stf_mem_zeroed(allocator, values->rows_n, sizeof *view->row_values);
  return view->row_values != NULL ? stf_kpi_tally_new(layout, &view->tally) : STF_ERR_MEMORY;
}

static void view_clear(struct view *view, const struct stf_allocator *allocator) {
  stf_kpi_tally_free(view->tally);
  stf_mem_release(allocator, view->row_values);
}

static enum stf_status worker_init(struct worker *worker, struct crew *crew) {
  *worker = (struct worker){.crew = crew};
  const struct stf_replicate_mask *mask = crew->options->mask;
  enum stf_status status = crew->desk->draws != NULL
                               ? stf_drawn_new(crew->desk, crew->allocator, &worker->drawn)
                               : stf_engine_new(crew->desk, crew->allocator, &worker->engine);
  if (status == STF_OK) {
    status = view_init(&worker->plain, crew->layout, crew->values, crew->allocator);
  }
  if (status == STF_OK && mask != NULL) {
    status = view_init(&worker->masked, mask->layout, mask->out, crew->allocator);
  }
  if (status == STF_OK && crew->values->support != NULL) {
    status = stf_support_new(crew->desk, stf_kpi_layout_plan(crew->layout)->zone,
                             crew->allocator, &worker->support);
  }
  return status;
}

static void worker_clear(struct worker *worker) {
  const struct stf_allocator *allocator = worker->crew->allocator;
  stf_engine_free(worker->engine);
  stf_drawn_free(worker->drawn);
  view_clear(&worker->plain, allocator);
  view_clear(&worker->masked, allocator);
  stf_support_free(worker->support);
  stf_contact_room_clear(&worker->room, allocator);
}

static enum team_kind kind_of(const struct stf_desk *desk, uint32_t team) {
  if (stf_desk_team_in_turns(desk, team)) {
    return IN_TURNS;
  }
  return stf_desk_team_overlaps(desk, team) ? SHARED : SINGLE;
}

/* What is told of which team, where the layout asks. */
static enum stf_status teams_init(struct crew *crew) {
  const struct stf_desk *desk = crew->desk;
  if (!stf_kpi_layout_plan(crew->layout)->overlaps) {
    return STF_OK;
  }
  uint32_t names_n = stf_dict_count(desk->names->teams);
  crew->teams = stf_mem_zeroed(crew->allocator, names_n, sizeof *crew->teams);
  if (crew->teams == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    crew->teams[desk->teams[t].name] = (uint8_t)kind_of(desk, t);
  }
  return STF_OK;
}

static enum stf_status values_init(struct stf_replicate_values *values, size_t rows_n,
                                   uint32_t replications_n,
                                   const struct stf_allocator *allocator) {
  *values = (struct stf_replicate_values){.rows_n = rows_n, .replications_n = replications_n};
  if (rows_n > SIZE_MAX / sizeof(double) / replications_n) {
    return STF_ERR_MEMORY;
  }
  /* Not zeroed: of many replications that alone would take seconds. */
  size_t bytes = (rows_n > 0 ? rows_n : 1) * replications_n * sizeof(double);
  values->num = stf_mem_resize(allocator, NULL, bytes);
  values->den = stf_mem_resize(allocator, NULL, bytes);
  return values->num != NULL && values->den != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_replicate_clear(struct stf_replicate_values *values,
                         const struct stf_allocator *allocator) {
  stf_mem_release(allocator, values->num);
  stf_mem_release(allocator, values->den);
  stf_mem_release(allocator, values->support);
  stf_mem_release(allocator, values->loads);
  *values = (struct stf_replicate_values){0};
}

/* Starts a thread for each worker but the first, which is the caller's own. A thread that
 * cannot be had is done without. */
static void run_crew(struct worker *workers, unsigned threads_n, pthread_t *threads) {
  unsigned started = 0;
  while (started + 1 < threads_n &&
         pthread_create(&threads[started], NULL, work, &workers[started + 1]) == 0) {
    started++;
  }
  (void)work(&workers[0]);
  for (unsigned i = 0; i < started; i++) {
    (void)pthread_join(threads[i], NULL);
  }
}

static void publish(struct crew *crew) {
  crew->values->done_n = crew->done_n;
  if (crew->options->mask != NULL) {
    crew->options->mask->out->done_n = crew->done_n;
  }
}

/* Whether there shall be more, asked when all that were begun are done: threads cannot matter.
 */
static bool goes_on(struct crew *crew) {
  const struct stf_replicate_options *options = crew->options;
  if (options->goal == NULL || crew->status != STF_OK || crew->done_n < crew->goal_n ||
      crew->goal_n == options->replications_n) {
    return false;
  }
  publish(crew);
  uint32_t goal_n = options->goal(options->context);
  goal_n = goal_n < options->replications_n ? goal_n : options->replications_n;
  bool more = goal_n > crew->goal_n;
  crew->goal_n = more ? goal_n : crew->goal_n;
  return more;
}

/* Rooms for what the replications leave behind; their owner clears them in any case. */
static enum stf_status rooms_init(const struct crew *crew) {
  const struct stf_replicate_options *options = crew->options;
  struct stf_replicate_values *out = crew->values;
  const struct stf_replicate_mask *mask = options->mask;
  enum stf_status status = values_init(out, stf_kpi_layout_rows_n(crew->layout),
                                       options->replications_n, crew->allocator);
  if (status == STF_OK && stf_support_is_known(crew->desk)) {
    out->support = stf_mem_zeroed(crew->allocator, crew->desk->classes_n, sizeof *out->support);
    out->loads = stf_mem_zeroed(crew->allocator, crew->desk->teams_n + 1, sizeof *out->loads);
    status = out->support != NULL && out->loads != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  if (mask != NULL) {
    *mask->out = (struct stf_replicate_values){0};
  }
  if (status == STF_OK && mask != NULL) {
    status = values_init(mask->out, stf_kpi_layout_rows_n(mask->layout),
                         options->replications_n, crew->allocator);
  }
  return status;
}

/* How many there shall be before anybody is asked for more. */
static uint32_t first_goal(const struct stf_replicate_options *options) {
  bool stepwise = options->goal != NULL && options->first_n < options->replications_n;
  uint32_t until_n = options->until_n > 0 ? options->until_n : options->replications_n;
  STF_ASSERT(until_n > options->from_n && until_n <= options->replications_n);
  return stepwise ? options->first_n : until_n;
}

enum stf_status stf_replicate_run(const struct stf_desk *desk,
                                  const struct stf_kpi_layout *layout,
                                  const struct stf_replicate_options *options,
                                  const struct stf_allocator *allocator,
                                  struct stf_replicate_values *out) {
  unsigned threads_n = options->threads_n < options->replications_n ? options->threads_n
                                                                    : options->replications_n;
  struct crew crew = {.desk = desk,
                      .layout = layout,
                      .options = options,
                      .allocator = allocator,
                      .values = out,
                      .next_n = options->from_n,
                      .done_n = options->from_n};
  enum stf_status status = options->from_n > 0 ? STF_OK : rooms_init(&crew);
  struct worker *workers = stf_mem_zeroed(allocator, threads_n, sizeof *workers);
  pthread_t *threads = stf_mem_zeroed(allocator, threads_n, sizeof *threads);
  unsigned ready = 0;
  status = status == STF_OK ? teams_init(&crew) : status;
  if (status == STF_OK && (workers == NULL || threads == NULL)) {
    status = STF_ERR_MEMORY;
  }
  for (; status == STF_OK && ready < threads_n; ready++) {
    status = worker_init(&workers[ready], &crew);
  }
  if (status == STF_OK && pthread_mutex_init(&crew.lock, NULL) != 0) {
    status = STF_ERR_MEMORY;
  }
  if (status == STF_OK) {
    crew.goal_n = first_goal(options);
    do {
      run_crew(workers, threads_n, threads);
    } while (goes_on(&crew));
    (void)pthread_mutex_destroy(&crew.lock);
    status = crew.status;
    if (status == STF_OK && crew.done_n < crew.goal_n) {
      status = STF_ERR_INTERRUPTED;
    }
  }
  publish(&crew);
  for (unsigned i = 0; i < ready; i++) {
    worker_clear(&workers[i]);
  }
  stf_mem_release(allocator, crew.teams);
  stf_mem_release(allocator, workers);
  stf_mem_release(allocator, threads);
  return status;
}
