/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Law: a record told as events and assembled again is the same record. */
#include "contact/assemble.h"
#include "contact/trail.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

enum {
  LOGS = 20000,
  EVENTS_MOST = 24,
  RECORDS_MOST = 32,
  SPANS_MOST = 64
};

struct kept {
  struct stf_contact record;
  struct stf_work works[EVENTS_MOST];
  struct stf_reply replies[EVENTS_MOST];
  struct stf_hold holds[EVENTS_MOST];
};

struct gathered {
  struct kept contacts[RECORDS_MOST];
  size_t contacts_n;
  struct stf_presence spans[SPANS_MOST];
  size_t spans_n;
};

static enum stf_status keep_contact(void *context, const struct stf_contact *contact) {
  struct gathered *gathered = context;
  assert_true(gathered->contacts_n < RECORDS_MOST);
  struct kept *kept = &gathered->contacts[gathered->contacts_n++];
  kept->record = *contact;
  assert_true(contact->works_n <= EVENTS_MOST && contact->replies_n <= EVENTS_MOST);
  if (contact->works_n > 1) {
    memcpy(kept->works, contact->works, contact->works_n * sizeof *contact->works);
    kept->record.works = kept->works;
  }
  if (contact->replies_n > 0) {
    memcpy(kept->replies, contact->replies, contact->replies_n * sizeof *contact->replies);
    kept->record.replies = kept->replies;
  }
  if (contact->holds_n > 0) {
    memcpy(kept->holds, contact->holds, contact->holds_n * sizeof *contact->holds);
    kept->record.holds = kept->holds;
  }
  return STF_OK;
}

static enum stf_status keep_span(void *context, const struct stf_presence *span) {
  struct gathered *gathered = context;
  assert_true(gathered->spans_n < SPANS_MOST);
  gathered->spans[gathered->spans_n++] = *span;
  return STF_OK;
}

static void assemble(const struct stf_event *events, size_t n, struct gathered *out) {
  memset(out, 0, sizeof *out);
  struct stf_assemble_options options = {0};
  struct stf_sink sink = {.context = out, .contact = keep_contact, .presence = keep_span};
  struct stf_assemble *a = NULL;
  assert_int_equal(stf_assemble_new(&options, &sink, NULL, &a), STF_OK);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(stf_assemble_event(a, &events[i]), STF_OK);
  }
  assert_int_equal(stf_assemble_finish(a, n > 0 ? events[n - 1].at_us : 0), STF_OK);
  stf_assemble_free(a);
}

static uint64_t draw(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static uint32_t below(uint64_t *state, uint32_t n) {
  return (uint32_t)(draw(state) % n);
}

/* Few agents and few instants, so that ties and overlaps abound. With the chance of a close
 * left out, logs without any are met too. */
static size_t random_log(uint64_t *state, struct stf_event *events) {
  size_t n = 1 + below(state, EVENTS_MOST);
  int64_t at_us = 1000;
  bool closes = below(state, 3) > 0;
  for (size_t i = 0; i < n; i++) {
    at_us += (int64_t)below(state, 3) * 10;
    events[i] = STF_EVENT_EMPTY;
    events[i].at_us = at_us;
    events[i].contact = 77;
    events[i].kind =
        i == 0 ? STF_EVENT_OPEN : (enum stf_event_kind)below(state, STF_EVENT_AGENT_ON);
    if ((events[i].kind == STF_EVENT_CLOSE && !closes) ||
        (events[i].kind == STF_EVENT_OPEN && i > 0 && below(state, 8) > 0)) {
      events[i].kind = below(state, 2) == 0 ? STF_EVENT_MSG_IN : STF_EVENT_MSG_AGENT;
    }
    bool acts = events[i].kind == STF_EVENT_ASSIGN || events[i].kind == STF_EVENT_WORK_START ||
                events[i].kind == STF_EVENT_WORK_END || events[i].kind == STF_EVENT_WRAP_END;
    if (acts) {
      events[i].agent = below(state, 2);
      events[i].team = events[i].agent;
    }
    static const char *const DETAILS[] = {
        NULL,         "x=1;by=bot",    "sla=met",          "by=bot;sla=missed",
        "template=1", "campaign=sale", "campaign=x;frt=0", "again=1"};
    events[i].class_id = below(state, 5) == 0 ? below(state, 3) : STF_NOBODY;
    events[i].customer = below(state, 5) == 0 ? below(state, 3) : STF_NOBODY;
    events[i].detail = DETAILS[below(state, 8)];
  }
  return n;
}

static void assert_same_record(const struct stf_contact *a, const struct stf_contact *b) {
  assert_true(a->address == b->address);
  const int64_t instants[][2] = {{a->open_us, b->open_us},
                                 {a->queue_us, b->queue_us},
                                 {a->assign_us, b->assign_us},
                                 {a->abandon_us, b->abandon_us},
                                 {a->first_close_us, b->first_close_us},
                                 {a->close_us, b->close_us},
                                 {a->first_resolve_us, b->first_resolve_us},
                                 {a->resolve_us, b->resolve_us},
                                 {a->paused_us, b->paused_us},
                                 {a->first_any_us, b->first_any_us},
                                 {a->first_human_us, b->first_human_us},
                                 {a->last_message_us, b->last_message_us},
                                 {a->bot_start_us, b->bot_start_us},
                                 {a->bot_end_us, b->bot_end_us},
                                 {a->unanswered_us, b->unanswered_us}};
  for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) {
    assert_true(instants[i][0] == instants[i][1]);
  }
  assert_int_equal(a->class_id, b->class_id);
  assert_int_equal(a->team, b->team);
  assert_int_equal(a->agent, b->agent);
  assert_int_equal(a->customer, b->customer);
  assert_int_equal(a->reopens_n, b->reopens_n);
  assert_int_equal(a->transfers_n, b->transfers_n);
  assert_int_equal(a->escalations_n, b->escalations_n);
  assert_int_equal(a->logged_sla, b->logged_sla);
  assert_int_equal(a->campaign, b->campaign);
  assert_int_equal(a->again, b->again);
  assert_int_equal(a->outcome, b->outcome);
  assert_int_equal(a->works_n, b->works_n);
  assert_memory_equal(&a->work, &b->work, sizeof a->work);
  if (a->works_n > 1) {
    assert_memory_equal(a->works, b->works, a->works_n * sizeof *a->works);
  }
  assert_int_equal(a->replies_n, b->replies_n);
  for (uint32_t i = 0; i < a->replies_n; i++) {
    assert_true(a->replies[i].asked_us == b->replies[i].asked_us);
    assert_true(a->replies[i].last_us == b->replies[i].last_us);
    assert_true(a->replies[i].at_us == b->replies[i].at_us);
    assert_int_equal(a->replies[i].agent, b->replies[i].agent);
    assert_int_equal(a->replies[i].is_template, b->replies[i].is_template);
  }
  assert_int_equal(a->holds_n, b->holds_n);
  for (uint32_t i = 0; i < a->holds_n; i++) {
    assert_true(a->holds[i].start_us == b->holds[i].start_us);
    assert_true(a->holds[i].end_us == b->holds[i].end_us);
    assert_true(a->holds[i].back_us == b->holds[i].back_us);
    assert_int_equal(a->holds[i].agent, b->holds[i].agent);
    assert_int_equal(a->holds[i].team, b->holds[i].team);
  }
}

static void test_trail_of_random_records_assembles_to_them(void **state) {
  (void)state;
  uint64_t random = 1;
  size_t works_n = 0;
  size_t replies_n = 0;
  size_t parked_n = 0;
  size_t paused_n = 0;
  size_t transfers_n = 0;
  size_t outcomes_n[4] = {0};
  for (int log = 0; log < LOGS; log++) {
    struct stf_event events[EVENTS_MOST];
    size_t n = random_log(&random, events);
    struct gathered first;
    assemble(events, n, &first);
    bool open = false;
    for (size_t i = 0; i < first.contacts_n; i++) {
      open = open || first.contacts[i].record.outcome == STF_OUTCOME_OPEN;
    }
    for (size_t i = 0; i < first.contacts_n; i++) {
      const struct stf_contact *record = &first.contacts[i].record;
      struct stf_event trail[256];
      assert_true(stf_trail_contact_most(record) < 255);
      size_t trail_n = stf_trail_contact(record, trail);
      assert_true(trail_n <= stf_trail_contact_most(record));
      if (open) {
        /* What is open is only known as such beside a close, here of another contact. */
        trail[trail_n] = STF_EVENT_EMPTY;
        trail[trail_n].kind = STF_EVENT_CLOSE;
        trail[trail_n].contact = 1;
        trail[trail_n].at_us = trail[trail_n - 1].at_us;
        trail_n++;
      }
      struct gathered second;
      assemble(trail, trail_n, &second);
      assert_int_equal(second.contacts_n, open ? 2 : 1);
      size_t mine = second.contacts[0].record.address == record->address ? 0 : 1;
      assert_same_record(record, &second.contacts[mine].record);
      works_n += record->works_n;
      paused_n += record->paused_us > 0;
      transfers_n += record->transfers_n;
      replies_n += record->replies_n;
      parked_n += record->holds_n > 0;
      outcomes_n[record->outcome]++;
    }
  }
  /* The law is not empty: every outcome was met, with work, replies, parks, pauses and
   * transfers. */
  assert_true(parked_n > LOGS / 10);
  assert_true(works_n > LOGS / 10 && replies_n > LOGS / 10);
  assert_true(paused_n > LOGS / 10 && transfers_n > LOGS / 10);
  for (size_t i = 0; i < 4; i++) {
    assert_true(outcomes_n[i] > LOGS / 100);
  }
}

static void test_trail_of_presence_assembles_to_it(void **state) {
  (void)state;
  static const struct stf_presence SPANS[] = {
      {.start_us = 5, .end_us = 10, .agent = 3, .team = 1, .kind = STF_PRESENCE_PAID_AWAY},
      {.start_us = 10, .end_us = 50, .agent = 3, .team = 1, .cap = 3},
      {.start_us = 50, .end_us = 55, .agent = 3, .team = 1, .kind = STF_PRESENCE_PAID_BREAK},
      {.start_us = 55, .end_us = 60, .agent = 3, .team = 1, .cap = 99},
      {.start_us = 60, .end_us = 90, .agent = 3, .team = 2},
      {.start_us = 90, .end_us = 95, .agent = 3, .team = 2, .kind = STF_PRESENCE_PAID_BREAK}};
  enum {
    N = sizeof SPANS / sizeof SPANS[0]
  };
  struct stf_event events[2 * N];
  for (size_t i = 0; i < N; i++) {
    assert_int_equal(stf_trail_presence(&SPANS[i], events + 2 * i), 2);
  }
  struct gathered gathered;
  assemble(events, STF_COUNT_OF(events), &gathered);
  assert_int_equal(gathered.spans_n, N);
  for (size_t i = 0; i < N; i++) {
    const struct stf_presence *span = &gathered.spans[i];
    assert_true(span->start_us == SPANS[i].start_us && span->end_us == SPANS[i].end_us);
    assert_true(span->agent == SPANS[i].agent && span->team == SPANS[i].team);
    assert_int_equal(span->cap, SPANS[i].cap);
    assert_int_equal(span->kind, SPANS[i].kind);
  }
  struct stf_presence pool = {.start_us = 1, .end_us = 2, .agent = STF_NOBODY};
  assert_int_equal(stf_trail_presence(&pool, events), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_trail_of_random_records_assembles_to_them),
      cmocka_unit_test(test_trail_of_presence_assembles_to_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
