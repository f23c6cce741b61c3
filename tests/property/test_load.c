/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What agents have in hand, from the records of 200 random desks: never more than the team's
 * cap, taken only while on duty, and in sum the time of all sessions. */
#include "engine/engine.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>

enum {
  DESKS = 200
};

/* A contact is taken (+1) or done (-1), or a stretch with one in hand begins and ends. */
struct mark {
  int64_t at_us;
  uint32_t agent;
  uint32_t team;
  int delta;
};

struct marks {
  struct mark *items;
  size_t n;
  size_t capacity;
};

struct seen {
  struct marks contacts;
  struct marks duty;
  int64_t end_us; /* what has no end goes on until then */
  int64_t sessions_us;
  int64_t busy_us; /* as the engine tells it */
};

static void add(struct marks *marks, const struct mark *mark) {
  marks->items =
      stf_mem_grown(NULL, marks->items, &marks->capacity, marks->n + 1, sizeof *marks->items);
  assert_non_null(marks->items);
  marks->items[marks->n++] = *mark;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct seen *seen = context;
  for (size_t i = 0; i < n; i++) {
    const struct stf_work *works = stf_contact_works(&contacts[i]);
    for (uint32_t w = 0; w < contacts[i].works_n; w++) {
      const struct stf_work *work = &works[w];
      int64_t end_us = work->end_us != STF_NEVER ? work->end_us : seen->end_us;
      if (end_us > work->start_us) {
        add(&seen->contacts, &(struct mark){work->start_us, work->agent, work->team, 1});
        add(&seen->contacts, &(struct mark){end_us, work->agent, work->team, -1});
        seen->sessions_us += end_us - work->start_us;
      }
    }
  }
  return STF_OK;
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct seen *seen = context;
  if (span->kind == STF_PRESENCE_ON) {
    assert_true(span->end_us > span->start_us);
    add(&seen->duty, &(struct mark){span->start_us, span->agent, span->team, 1});
    add(&seen->duty, &(struct mark){span->end_us, span->agent, span->team, -1});
  }
  return STF_OK;
}

static enum stf_status take_busy(void *context, const struct stf_work *span) {
  struct seen *seen = context;
  seen->busy_us += (span->end_us != STF_NEVER ? span->end_us : seen->end_us) - span->start_us;
  return STF_OK;
}

/* By agent and time; what ends at an instant ends before what begins there. */
static int mark_order(const void *left, const void *right) {
  const struct mark *a = left;
  const struct mark *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->at_us != b->at_us) {
    return a->at_us < b->at_us ? -1 : 1;
  }
  return a->delta - b->delta;
}

/* True if some span of presence holds the instant (ends included). */
static bool on_duty(const struct seen *seen, const struct mark *mark) {
  bool on = false;
  for (size_t i = 0; i + 1 < seen->duty.n && !on; i += 2) {
    const struct mark *span = &seen->duty.items[i];
    on = span->agent == mark->agent && span->at_us <= mark->at_us &&
         span[1].at_us >= mark->at_us;
  }
  return on;
}

static uint32_t team_of(const struct stf_desk *desk, uint32_t team_name) {
  uint32_t team = 0;
  while (team < desk->teams_n && desk->teams[team].name != team_name) {
    team++;
  }
  assert_true(team < desk->teams_n);
  return team;
}

static void check_loads(const struct stf_desk *desk, const struct seen *seen) {
  int load = 0;
  int64_t integral_us = 0;
  int64_t busy_us = 0;
  for (size_t i = 0; i < seen->contacts.n; i++) {
    const struct mark *mark = &seen->contacts.items[i];
    uint32_t team = team_of(desk, mark->team);
    uint32_t cap = desk->teams[team].cap > 1 ? desk->teams[team].cap : 1;
    /* In turns the records' own stretches are the busy time (property/test_turns.c). */
    bool told = stf_desk_team_overlaps(desk, team) && !stf_desk_team_in_turns(desk, team);
    load += mark->delta;
    assert_in_range(load, 0, cap);
    assert_true(mark->delta < 0 || on_duty(seen, mark));
    if (i + 1 < seen->contacts.n && mark[1].agent == mark->agent) {
      integral_us += load * (mark[1].at_us - mark->at_us);
      busy_us += told && load > 0 ? mark[1].at_us - mark->at_us : 0;
    } else {
      assert_int_equal(load, 0);
    }
  }
  assert_true(integral_us == seen->sessions_us);
  assert_true(busy_us == seen->busy_us);
}

static void test_load_never_above_the_cap_and_in_sum_the_sessions(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  int64_t busy_us = 0;
  for (uint32_t number = 0; number < DESKS; number++) {
    struct stf_random_desk random;
    struct stf_engine *engine = NULL;
    stf_random_desk_build(number, zone, &random);
    struct seen seen = {.end_us = random.desk.to_us};
    struct stf_stream stream = stf_stream_of(number, 0);
    struct stf_engine_sink sink = {.context = &seen,
                                   .contacts = take_contacts,
                                   .presence = take_presence,
                                   .busy = take_busy};
    struct stf_engine_account account;
    assert_int_equal(stf_engine_new(&random.desk, NULL, &engine), STF_OK);
    assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
    if (seen.contacts.n > 0) {
      qsort(seen.contacts.items, seen.contacts.n, sizeof(struct mark), mark_order);
    }
    check_loads(&random.desk, &seen);
    busy_us += seen.busy_us;
    stf_engine_free(engine);
    stf_mem_release(NULL, seen.contacts.items);
    stf_mem_release(NULL, seen.duty.items);
    stf_random_desk_clear(&random);
  }
  assert_true(busy_us > DESKS * INT64_C(3600000000));
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_load_never_above_the_cap_and_in_sum_the_sessions)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
