/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/offered.h"

#include "base/macros.h"
#include "contact/union.h"
#include "engine/engine.h"

#include <string.h>

enum {
  AGENTS_FIRST = 1024,
  AGENTS_MOST = 1 << 20 /* of one team: more than any desk has */
};

struct load {
  const struct stf_desk *desk;
  const struct stf_grid *grid;
  struct stf_offered *out;    /* times by class and step [us], counts */
  struct stf_work *stretches; /* scratch */
  size_t stretches_capacity;
  int64_t waited_n; /* contacts that planned teams did not take at once */
};

static void add(const struct stf_grid *grid, int64_t from_us, int64_t to_us, double *by_step) {
  int64_t end_us = grid->from_us + (int64_t)grid->steps_n * grid->step_us;
  int64_t at_us = from_us > grid->from_us ? from_us : grid->from_us;
  int64_t until_us = to_us == STF_NEVER || to_us > end_us ? end_us : to_us;
  while (at_us < until_us) {
    size_t step = (size_t)((at_us - grid->from_us) / grid->step_us);
    int64_t next_us = grid->from_us + (int64_t)(step + 1) * grid->step_us;
    next_us = next_us < until_us ? next_us : until_us;
    by_step[step] += (double)(next_us - at_us);
    at_us = next_us;
  }
}

/* Index of the class with that name in the desk. */
static uint32_t class_of(const struct stf_desk *desk, uint32_t name) {
  uint32_t c = 0;
  while (desk->classes[c].name != name) {
    c++;
  }
  return c;
}

static bool is_planned(const struct load *load, uint32_t name) {
  bool planned = false;
  for (uint32_t t = 0; t < load->desk->teams_n; t++) {
    planned = planned || (load->desk->teams[t].name == name && load->grid->planned[t]);
  }
  return planned;
}

/* Who is not taken at once is taken when people come, at the beginning of a step; who is taken
 * at another time waited for somebody to be free. */
static bool waited(const struct stf_grid *grid, const struct stf_contact *contact) {
  return contact->assign_us != STF_NEVER && contact->queue_us != STF_NEVER &&
         contact->assign_us > contact->queue_us &&
         (contact->assign_us - grid->from_us) % grid->step_us != 0;
}

static enum stf_status take_contact(struct load *load, const struct stf_contact *contact) {
  const struct stf_grid *grid = load->grid;
  size_t at = class_of(load->desk, contact->class_id) * grid->steps_n;
  for (uint32_t w = 0; w < contact->works_n; w++) {
    const struct stf_work *work = &stf_contact_works(contact)[w];
    if (is_planned(load, work->team)) {
      add(grid, work->start_us, work->end_us, &load->out->work[at]);
    }
  }
  struct stf_work *stretches = stf_mem_grown(NULL, load->stretches, &load->stretches_capacity,
                                             stf_union_held_most(contact), sizeof *stretches);
  if (stretches == NULL) {
    return STF_ERR_MEMORY;
  }
  load->stretches = stretches;
  size_t n = stf_union_held(contact, stretches);
  load->waited_n += waited(grid, contact) && is_planned(load, contact->team);
  if (n > 0 && contact->queue_us >= grid->from_us && is_planned(load, contact->team)) {
    size_t step = (size_t)((contact->queue_us - grid->from_us) / grid->step_us);
    load->out->asks[at + (step < grid->steps_n ? step : 0)] += step < grid->steps_n;
  }
  for (size_t i = 0; i < n; i++) {
    if (is_planned(load, stretches[i].team)) {
      add(grid, stretches[i].start_us, stretches[i].end_us, &load->out->held[at]);
    }
  }
  return STF_OK;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    status = take_contact(context, &contacts[i]);
  }
  return status;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static enum stf_status simulate(const struct stf_offered_in *in, const struct stf_desk *desk,
                                struct load *load) {
  struct stf_engine *engine = NULL;
  enum stf_status status = stf_engine_new(desk, NULL, &engine);
  const struct stf_engine_sink sink = {
      .context = load, .contacts = take_contacts, .presence = take_presence};
  for (uint32_t r = 0; r < in->replications_n && status == STF_OK; r++) {
    struct stf_stream stream = stf_stream_of(in->seed, r);
    struct stf_engine_account account;
    status = in->stop != NULL && in->stop(in->context) ? STF_ERR_INTERRUPTED : STF_OK;
    status = status == STF_OK ? stf_engine_run(engine, &stream, &sink, &account) : status;
  }
  stf_engine_free(engine);
  return status;
}

/* With agents_n in every open step; load->waited_n says whether that was enough. */
static enum stf_status attempt(const struct stf_offered_in *in, int32_t agents_n,
                               struct load *load) {
  struct stf_grid ample = *load->grid;
  struct stf_desk desk;
  struct stf_arena *arena = stf_arena_new(NULL);
  size_t places_n = ample.steps_n * ample.teams_n;
  ample.agents = arena != NULL ? stf_arena_alloc(arena, places_n, sizeof *ample.agents) : NULL;
  enum stf_status status = ample.agents != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < places_n && status == STF_OK; i++) {
    ample.agents[i] = ample.open[i] ? agents_n : 0;
  }
  size_t sums_n = ample.steps_n * in->desk->classes_n;
  double *const sums[] = {load->out->work, load->out->held, load->out->asks};
  for (size_t k = 0; k < STF_COUNT_OF(sums); k++) {
    memset(sums[k], 0, sums_n * sizeof *sums[k]);
  }
  load->waited_n = 0;
  status = status == STF_OK ? stf_grid_desk(in->desk, &ample, arena, &desk) : status;
  status = status == STF_OK ? simulate(in, &desk, load) : status;
  stf_arena_free(arena);
  return status;
}

enum stf_status stf_offered_simulate(const struct stf_offered_in *in,
                                     const struct stf_grid *grid, struct stf_arena *arena,
                                     struct stf_offered *out) {
  size_t sums_n = grid->steps_n * in->desk->classes_n;
  out->work = stf_arena_alloc(arena, sums_n, sizeof *out->work);
  out->held = stf_arena_alloc(arena, sums_n, sizeof *out->held);
  out->asks = stf_arena_alloc(arena, sums_n, sizeof *out->asks);
  if (out->work == NULL || out->held == NULL || out->asks == NULL) {
    return STF_ERR_MEMORY;
  }
  struct load load = {.desk = in->desk, .grid = grid, .out = out};
  enum stf_status status = STF_OK;
  int32_t agents_n = AGENTS_FIRST;
  do {
    status = attempt(in, agents_n, &load);
    agents_n *= 4;
  } while (status == STF_OK && load.waited_n > 0 && agents_n <= AGENTS_MOST);
  stf_mem_release(NULL, load.stretches);
  double step_us = (double)grid->step_us;
  for (size_t i = 0; i < sums_n; i++) {
    out->work[i] /= step_us * in->replications_n;
    out->held[i] /= step_us * in->replications_n;
    out->asks[i] /= in->replications_n;
  }
  return status;
}
