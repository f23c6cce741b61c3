/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/lab.h"

#include "support/estimate.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_US INT64_C(1772409600000000) /* 2026-03-02T00:00:00Z */

void stf_lab_init(struct stf_lab *lab, uint32_t classes_n, uint32_t teams_n) {
  assert_true(classes_n <= STF_LAB_CLASSES && teams_n <= STF_LAB_TEAMS);
  *lab = (struct stf_lab){.desk = {.title = "lab",
                                   .from_us = START_US,
                                   .interval_us = INT64_C(3600000000),
                                   .classes = lab->classes,
                                   .classes_n = classes_n,
                                   .teams = lab->teams,
                                   .teams_n = teams_n,
                                   .changes = lab->changes,
                                   .rate_edges_us = lab->edges_us,
                                   .rate_days = lab->days,
                                   .rates_n = 1,
                                   .volume = 1,
                                   .end = STF_EDGE_UNTIL_EMPTY}};
  for (uint32_t c = 0; c < classes_n; c++) {
    lab->classes[c] = (struct stf_class){.name = c,
                                         .key = 900 + c,
                                         .channel = STF_NOBODY,
                                         .priority = 1,
                                         .priority_name = STF_NOBODY,
                                         .service = stf_law_exponential(1),
                                         .patience = stf_law_never(),
                                         .first_message = stf_law_never(),
                                         .rates_per_s = &lab->rates_per_s[c]};
    lab->serves[0][c] = true;
  }
  for (uint32_t t = 0; t < teams_n; t++) {
    lab->teams[t] =
        (struct stf_team){.name = t, .serves = lab->serves[t], .pause = stf_law_constant(0)};
  }
  lab->agents_n[0] = 1;
}

static void set_length(struct stf_lab *lab, const struct stf_lab_plan *plan) {
  lab->desk.to_us = START_US + (int64_t)(plan->length_s * 1e6);
  lab->edges_us[0] = START_US;
  lab->edges_us[1] = lab->desk.to_us;
  lab->desk.changes_n = 0;
  for (uint32_t t = 0; t < lab->desk.teams_n; t++) {
    if (lab->agents_n[t] > 0) {
      lab->changes[lab->desk.changes_n++] = (struct stf_staff_change){
          .at_us = START_US, .team = t, .agent = STF_NOBODY, .delta = lab->agents_n[t]};
    }
  }
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

struct tally {
  const struct stf_lab_plan *plan;
  struct stf_lab_sums *sums; /* by class */
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  const struct tally *tally = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &contacts[i];
    if (contact->open_us < START_US + (int64_t)(tally->plan->warmup_s * 1e6)) {
      continue;
    }
    struct stf_lab_sums *sums = &tally->sums[contact->class_id];
    double wait_s = (double)(stf_contact_wait_end_us(contact) - contact->queue_us) * 1e-6;
    sums->arrived++;
    sums->waited += wait_s > 0;
    sums->answered += stf_contact_answered(contact);
    sums->abandoned += stf_contact_left(contact);
    sums->wait_s += wait_s;
    sums->escalated += contact->escalations_n > 0;
    sums->alerted += contact->alerts_n > 0;
    sums->transferred += contact->transfers_n > 0;
    const struct stf_work *works = stf_contact_works(contact);
    for (uint32_t w = 0; w < contact->works_n; w++) {
      sums->work_s += (double)(works[w].end_us - works[w].start_us) * 1e-6;
      sums->between_s += w > 0 ? (double)(works[w].start_us - works[w - 1].end_us) * 1e-6 : 0;
    }
    for (size_t x = 0; x < STF_COUNT_OF(sums->beyond); x++) {
      sums->beyond[x] += wait_s > tally->plan->x_s[x];
    }
  }
  return STF_OK;
}

void stf_lab_play(struct stf_lab *lab, const struct stf_lab_plan *plan,
                  struct stf_lab_run *out) {
  assert_true(plan->runs_n <= STF_LAB_RUNS_MAX);
  set_length(lab, plan);
  struct stf_engine *engine = NULL;
  memset(out, 0, sizeof *out);
  out->runs_n = plan->runs_n;
  assert_int_equal(stf_engine_new(&lab->desk, NULL, &engine), STF_OK);
  for (uint32_t r = 0; r < plan->runs_n; r++) {
    struct tally tally = {plan, out->sums[r]};
    struct stf_engine_sink sink = {
        .context = &tally, .contacts = take_contacts, .presence = take_presence};
    struct stf_stream stream = stf_stream_of(plan->seed, r);
    struct stf_engine_account account;
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  }
  stf_engine_free(engine);
}

void stf_lab_check(const struct stf_lab_run *run, const char *what, uint32_t class_index,
                   size_t numerator, size_t denominator, double exact) {
  char name[80];
  (void)snprintf(name, sizeof name, "%s of class %u", what, (unsigned)class_index);
  const struct stf_estimate_runs runs = {&run->sums[0][class_index], run->runs_n,
                                         sizeof run->sums[0]};
  stf_estimate_check(name, stf_estimate_ratio(runs, numerator, denominator), exact,
                     0.02 * fabs(exact));
}

static enum stf_status keep_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct stf_lab_contacts *to = context;
  to->items = stf_mem_grown(NULL, to->items, &to->capacity, to->n + n, sizeof *to->items);
  assert_non_null(to->items);
  for (size_t i = 0; i < n; i++) {
    to->items[to->n] = contacts[i];
    to->items[to->n].works = NULL;
    to->n++;
  }
  return STF_OK;
}

static int by_address(const void *left, const void *right) {
  const struct stf_contact *a = left;
  const struct stf_contact *b = right;
  return (a->address > b->address) - (a->address < b->address);
}

void stf_lab_contacts(struct stf_lab *lab, const struct stf_lab_plan *plan,
                      struct stf_lab_contacts *out) {
  set_length(lab, plan);
  struct stf_engine *engine = NULL;
  *out = (struct stf_lab_contacts){0};
  assert_int_equal(stf_engine_new(&lab->desk, NULL, &engine), STF_OK);
  struct stf_engine_sink sink = {
      .context = out, .contacts = keep_contacts, .presence = take_presence};
  struct stf_stream stream = stf_stream_of(plan->seed, 0);
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  stf_engine_free(engine);
  if (out->n > 0) {
    qsort(out->items, out->n, sizeof *out->items, by_address);
  }
}
