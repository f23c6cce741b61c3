/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/stage.h"

#include "desk/desk_check.h"
#include "desk/staffing.h"
#include "support/near.h"

#include <stdlib.h>
#include <string.h>

struct stf_stage *stf_stage_new(double service_s) {
  struct stf_stage *stage = calloc(1, sizeof *stage);
  assert_non_null(stage);
  for (uint32_t i = 0; i < STF_STAGE_CLASSES; i++) {
    stage->classes[i] = (struct stf_class){.name = i,
                                           .key = 100 + i,
                                           .channel = STF_NOBODY,
                                           .service = stf_law_constant(service_s),
                                           .patience = stf_law_never()};
    stage->serves[i][i] = true;
    stage->teams[i] =
        (struct stf_team){.name = i, .serves = stage->serves[i], .pause = stf_law_constant(0)};
  }
  for (uint32_t a = 0; a < STF_STAGE_AGENTS; a++) {
    stage->agents[a].name = a;
    stage->agents[a].key = 50 + a;
  }
  stage->desk = (struct stf_desk){.from_us = STF_STAGE_START_US,
                                  .to_us = STF_STAGE_START_US + 3600 * STF_STAGE_SECOND_US,
                                  .interval_us = 600 * STF_STAGE_SECOND_US,
                                  .classes = stage->classes,
                                  .classes_n = STF_STAGE_CLASSES,
                                  .teams = stage->teams,
                                  .teams_n = STF_STAGE_TEAMS,
                                  .agents = stage->agents,
                                  .agents_n = STF_STAGE_AGENTS,
                                  .changes = stage->changes,
                                  .shifts = stage->shifts,
                                  .given = stage->given,
                                  .volume = 1,
                                  .end = STF_EDGE_UNTIL_EMPTY};
  return stage;
}

static int64_t instant(int64_t at_s) {
  return STF_STAGE_START_US + at_s * STF_STAGE_SECOND_US;
}

static void add_change(struct stf_stage *stage, const struct stf_staff_change *change) {
  assert_true(stage->desk.changes_n < STF_COUNT_OF(stage->changes));
  stage->changes[stage->desk.changes_n++] = *change;
  stage->desk.changes_n = stf_staffing_order(stage->changes, stage->desk.changes_n);
}

void stf_stage_staff(struct stf_stage *stage, int64_t at_s, uint32_t team, uint32_t agent,
                     int32_t delta) {
  if (agent != STF_NOBODY) {
    stage->agents[agent].team = team;
  }
  add_change(stage, &(struct stf_staff_change){
                        .at_us = instant(at_s), .team = team, .agent = agent, .delta = delta});
}

uint32_t stf_stage_shift(struct stf_stage *stage, uint32_t team, uint32_t agent, int64_t from_s,
                         int64_t to_s) {
  assert_true(stage->desk.shifts_n < STF_COUNT_OF(stage->shifts));
  stage->shifts[stage->desk.shifts_n++] =
      (struct stf_shift){.start_us = instant(from_s), .end_us = instant(to_s), .agent = agent};
  uint32_t shift = (uint32_t)stage->desk.shifts_n;
  stage->agents[agent].team = team;
  struct stf_staff_change change = {
      .at_us = instant(from_s), .team = team, .agent = agent, .shift = shift, .delta = 1};
  add_change(stage, &change);
  change.at_us = instant(to_s);
  change.delta = -1;
  add_change(stage, &change);
  return shift;
}

void stf_stage_drain(struct stf_stage *stage, uint32_t shift, int64_t at_s) {
  uint32_t agent = stage->shifts[shift - 1].agent;
  add_change(stage, &(struct stf_staff_change){.at_us = instant(at_s),
                                               .team = stage->agents[agent].team,
                                               .agent = agent,
                                               .shift = shift,
                                               .reason = STF_STAFF_DRAIN});
}

void stf_stage_break(struct stf_stage *stage, uint32_t shift, int64_t from_s, int64_t to_s,
                     bool paid) {
  uint32_t agent = stage->shifts[shift - 1].agent;
  struct stf_staff_change change = {.at_us = instant(from_s),
                                    .team = stage->agents[agent].team,
                                    .agent = agent,
                                    .shift = shift,
                                    .delta = -1,
                                    .reason =
                                        paid ? STF_STAFF_PAID_BREAK : STF_STAFF_UNPAID_BREAK};
  add_change(stage, &change);
  change.at_us = instant(to_s);
  change.delta = 1;
  add_change(stage, &change);
}

struct stf_given *stf_stage_give(struct stf_stage *stage, int64_t at_s, uint32_t class_index) {
  assert_true(stage->desk.given_n < STF_COUNT_OF(stage->given));
  struct stf_given *given = &stage->given[stage->desk.given_n];
  *given = (struct stf_given){.address = 7000 + stage->desk.given_n,
                              .open_us = instant(at_s),
                              .queue_us = instant(at_s),
                              .assign_us = STF_NEVER,
                              .service_us = STF_NEVER,
                              .patience_us = STF_NEVER,
                              .outwaited_us = STF_NEVER,
                              .contact = (uint32_t)stage->desk.given_n,
                              .class_index = class_index,
                              .agent = STF_NOBODY,
                              .customer = STF_NOBODY};
  stage->desk.given_n++;
  return given;
}

/* The record that was just kept, with lists of its own. */
static void keep_lists(struct stf_stage *stage, struct stf_contact *contact) {
  uint32_t works_n = contact->works != NULL ? contact->works_n : 0;
  assert_true(stage->works_n + works_n <= STF_STAGE_MANY);
  assert_true(stage->replies_n + contact->replies_n <= STF_STAGE_MANY);
  assert_true(stage->holds_n + contact->holds_n <= STF_STAGE_MANY);
  if (works_n > 0) {
    memcpy(&stage->works[stage->works_n], contact->works, works_n * sizeof *contact->works);
    contact->works = &stage->works[stage->works_n];
  }
  if (contact->replies_n > 0) {
    memcpy(&stage->replies[stage->replies_n], contact->replies,
           contact->replies_n * sizeof *contact->replies);
    contact->replies = &stage->replies[stage->replies_n];
  }
  if (contact->holds_n > 0) {
    memcpy(&stage->holds[stage->holds_n], contact->holds,
           contact->holds_n * sizeof *contact->holds);
    contact->holds = &stage->holds[stage->holds_n];
  }
  stage->works_n += works_n;
  stage->replies_n += contact->replies_n;
  stage->holds_n += contact->holds_n;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct stf_stage *stage = context;
  assert_true(stage->contacts_n + n <= STF_STAGE_MANY);
  memcpy(stage->contacts + stage->contacts_n, contacts, n * sizeof *contacts);
  for (size_t i = 0; i < n; i++) {
    keep_lists(stage, &stage->contacts[stage->contacts_n + i]);
  }
  stage->contacts_n += n;
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct stf_stage *stage = context;
  assert_true(stage->spans_n < STF_STAGE_MANY);
  stage->spans[stage->spans_n++] = *span;
  return STF_OK;
}

static enum stf_status take_busy(void *context, const struct stf_work *span) {
  struct stf_stage *stage = context;
  assert_true(stage->busy_n < STF_STAGE_MANY);
  stage->busy[stage->busy_n++] = *span;
  return STF_OK;
}

void stf_stage_play(struct stf_stage *stage, uint32_t replication) {
  struct stf_engine *engine = NULL;
  stage->contacts_n = 0;
  stage->works_n = 0;
  stage->replies_n = 0;
  stage->holds_n = 0;
  stage->spans_n = 0;
  stage->busy_n = 0;
  assert_null(stf_desk_check_valid(&stage->desk));
  assert_int_equal(stf_engine_new(&stage->desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(1, replication);
  struct stf_engine_sink sink = {.context = stage,
                                 .contacts = take_contacts,
                                 .presence = take_presence,
                                 .busy = take_busy};
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &stage->account), STF_OK);
  assert_int_equal(stage->account.arrived_n, stage->contacts_n);
  stf_engine_free(engine);
}

const struct stf_contact *stf_stage_contact_of(const struct stf_stage *stage, uint32_t id) {
  size_t at = 0;
  size_t found_n = 0;
  for (size_t i = 0; i < stage->contacts_n; i++) {
    if (stage->contacts[i].id == id) {
      at = i;
      found_n++;
    }
  }
  assert_int_equal(found_n, 1);
  return &stage->contacts[at];
}

void stf_stage_assert_taken(const struct stf_stage *stage, uint32_t id, int64_t at_s,
                            uint32_t agent) {
  const struct stf_contact *contact = stf_stage_contact_of(stage, id);
  assert_int_equal(contact->assign_us, instant(at_s));
  assert_int_equal(contact->agent, agent);
}
