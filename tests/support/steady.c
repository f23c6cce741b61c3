/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/steady.h"

#include "desk/desk_check.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define START_US INT64_C(1772409600000000) /* 2026-03-02T00:00:00Z */

enum {
  SEED = 11,
  WARMUP = 20 /* its part of the length */
};

struct stf_steady *stf_steady_new(const double *rates_per_s, uint32_t classes_n,
                                  uint32_t agents_n, double length_s) {
  struct stf_steady *lab = calloc(1, sizeof *lab);
  assert_non_null(lab);
  assert_true(classes_n <= STF_STEADY_CLASSES && agents_n <= STF_STEADY_AGENTS);
  int64_t length_us = (int64_t)(length_s * 1e6);
  int64_t start_us = START_US - length_us / WARMUP;
  for (uint32_t c = 0; c < classes_n; c++) {
    lab->rates_per_s[c] = rates_per_s[c];
    lab->serves[c] = true;
    lab->classes[c] = (struct stf_class){.name = c,
                                         .key = 100 + c,
                                         .channel = STF_NOBODY,
                                         .priority_name = STF_NOBODY,
                                         .service = stf_law_exponential(1),
                                         .patience = stf_law_never(),
                                         .rates_per_s = &lab->rates_per_s[c]};
  }
  for (uint32_t a = 0; a < agents_n; a++) {
    lab->agents[a] = (struct stf_agent){.name = a, .key = 500 + a};
    lab->changes[a] = (struct stf_staff_change){.at_us = start_us, .agent = a, .delta = 1};
  }
  lab->team = (struct stf_team){.serves = lab->serves, .pause = stf_law_constant(0)};
  lab->edges_us[0] = start_us;
  lab->edges_us[1] = START_US + length_us;
  lab->desk = (struct stf_desk){.from_us = START_US,
                                .to_us = START_US + length_us,
                                .warmup_us = length_us / WARMUP,
                                .interval_us = length_us,
                                .classes = lab->classes,
                                .classes_n = classes_n,
                                .teams = &lab->team,
                                .teams_n = 1,
                                .agents = lab->agents,
                                .agents_n = agents_n,
                                .changes = lab->changes,
                                .changes_n = agents_n,
                                .rate_edges_us = lab->edges_us,
                                .rate_days = &lab->day,
                                .rates_n = 1,
                                .volume = 1,
                                .end = STF_EDGE_UNTIL_EMPTY};
  return lab;
}

struct tally {
  const struct stf_desk *desk;
  struct stf_steady_sums *sums;
};

static double cut_s(const struct tally *tally, int64_t start_us, int64_t end_us) {
  const struct stf_desk *desk = tally->desk;
  int64_t from_us = start_us > desk->from_us ? start_us : desk->from_us;
  int64_t to_us = end_us != STF_NEVER && end_us < desk->to_us ? end_us : desk->to_us;
  return from_us < to_us ? (double)(to_us - from_us) * 1e-6 : 0;
}

static void take_contact(const struct tally *tally, const struct stf_contact *contact) {
  struct stf_steady_sums *sums = tally->sums;
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->works_n; i++) {
    sums->work_s[works[i].agent] += cut_s(tally, works[i].start_us, works[i].end_us);
  }
  sums->works_n += contact->works_n;
  sums->transfers_n += contact->transfers_n;
  if (contact->open_us < tally->desk->from_us || contact->open_us >= tally->desk->to_us) {
    return;
  }
  uint32_t c = contact->class_id;
  sums->opened_n[c]++;
  sums->left_n[c] += stf_contact_left(contact);
  sums->reopens_n[c] += contact->reopens_n;
  sums->solved_n[c] += contact->solved == STF_SOLVED_YES;
  sums->wait_s[c] += (double)(stf_contact_wait_end_us(contact) - contact->open_us) * 1e-6;
  int64_t close_us = contact->close_us != STF_NEVER ? contact->close_us : tally->desk->to_us;
  sums->sojourn_s[c] += (double)(close_us - contact->open_us) * 1e-6;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  for (size_t i = 0; i < n; i++) {
    take_contact(context, &contacts[i]);
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  const struct tally *tally = context;
  assert_true(span->kind < STF_COUNT_OF(tally->sums->time_s));
  tally->sums->time_s[span->kind] += cut_s(tally, span->start_us, span->end_us);
  return STF_OK;
}

void stf_steady_run(const struct stf_steady *lab, struct stf_steady_sums out[STF_STEADY_RUNS]) {
  struct stf_engine *engine = NULL;
  const char *broken = stf_desk_check_valid(&lab->desk);
  if (broken != NULL) {
    fail_msg("%s", broken);
  }
  assert_int_equal(stf_engine_new(&lab->desk, NULL, &engine), STF_OK);
  for (uint32_t r = 0; r < STF_STEADY_RUNS; r++) {
    struct tally tally = {&lab->desk, &out[r]};
    struct stf_engine_sink sink = {
        .context = &tally, .contacts = take_contacts, .presence = take_presence};
    struct stf_stream stream = stf_stream_of(SEED, r);
    struct stf_engine_account account;
    out[r] = (struct stf_steady_sums){.length_s =
                                          (double)(lab->desk.to_us - lab->desk.from_us) * 1e-6};
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  }
  stf_engine_free(engine);
}

void stf_steady_check(const struct stf_steady_sums sums[STF_STEADY_RUNS], size_t num,
                      size_t den, double exact, const char *what) {
  const struct stf_estimate_runs runs = {sums, STF_STEADY_RUNS, sizeof *sums};
  stf_estimate_check(what, stf_estimate_ratio(runs, num, den), exact, 0.03 * fabs(exact));
}
