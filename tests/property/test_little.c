/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conservation over 200 random desks. Little's law for one run is exact: the integral of the
 * number waiting is the sum of the waits (Little 1961; Stidham 1974), and so for the number at
 * work. Whoever comes is contained, gives up, is served, leaves, waits or is in the bot. */
#include "engine/engine.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>

enum {
  DESKS = 200
};

/* A step of one of the numbers that are followed. */
struct step {
  int64_t at_us;
  int waiting;
  int busy;
  int present; /* contacts that those who are there can have in hand */
  int in_bot;
};

struct watch {
  struct step *steps;
  size_t steps_n;
  size_t capacity;
  struct stf_contact *contacts;
  size_t contacts_n;
  size_t contacts_capacity;
  struct stf_work *works; /* of all contacts */
  size_t works_n;
  size_t works_capacity;
};

/* What the records of all desks say. */
struct counts {
  int64_t contained;
  int64_t gave_up;
  int64_t in_bot;
  int64_t handed_over;
  int64_t assigned;
  int64_t left;
  int64_t waiting;
  int64_t gone; /* of those assigned or waiting: silently, or out of an agent's hands */
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct watch *watch = context;
  watch->contacts = stf_mem_grown(NULL, watch->contacts, &watch->contacts_capacity,
                                  watch->contacts_n + n, sizeof *watch->contacts);
  assert_non_null(watch->contacts);
  for (size_t i = 0; i < n; i++) {
    watch->contacts[watch->contacts_n++] = contacts[i];
    watch->works =
        stf_mem_grown(NULL, watch->works, &watch->works_capacity,
                      watch->works_n + contacts[i].works_n + 1, sizeof *watch->works);
    assert_non_null(watch->works);
    for (uint32_t w = 0; w < contacts[i].works_n; w++) {
      watch->works[watch->works_n++] = stf_contact_works(&contacts[i])[w];
    }
  }
  return STF_OK;
}

/* Adds the stretch [from_us, to_us) of whatever `step` counts. */
static void add_stretch(struct watch *watch, int64_t from_us, int64_t to_us, struct step step) {
  assert_true(to_us >= from_us);
  watch->steps = stf_mem_grown(NULL, watch->steps, &watch->capacity, watch->steps_n + 2,
                               sizeof *watch->steps);
  assert_non_null(watch->steps);
  step.at_us = from_us;
  watch->steps[watch->steps_n++] = step;
  watch->steps[watch->steps_n++] =
      (struct step){to_us, -step.waiting, -step.busy, -step.present, -step.in_bot};
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  if (span->kind == STF_PRESENCE_ON) {
    add_stretch(context, span->start_us, span->end_us,
                (struct step){.present = span->cap > 0 ? (int)span->cap : 1});
  }
  return STF_OK;
}

static int by_time(const void *left, const void *right) {
  const struct step *a = left;
  const struct step *b = right;
  return (a->at_us > b->at_us) - (a->at_us < b->at_us);
}

static int64_t known_or(int64_t at_us, int64_t end_us) {
  return at_us != STF_NEVER ? at_us : end_us;
}

/* Sums of the records, each by its own fields. */
struct sums {
  int64_t waits_us;
  int64_t works_us;
  int64_t in_bot_us;
};

static struct sums add_contacts(struct watch *watch, int64_t end_us, struct counts *counts) {
  struct sums sums = {0};
  for (size_t i = 0; i < watch->contacts_n; i++) {
    const struct stf_contact *contact = &watch->contacts[i];
    bool asked = contact->queue_us != STF_NEVER;
    bool taken = contact->assign_us != STF_NEVER;
    bool left = contact->abandon_us != STF_NEVER;
    if (contact->bot_start_us != STF_NEVER) {
      int64_t out_us = known_or(contact->bot_end_us, end_us);
      sums.in_bot_us += out_us - contact->bot_start_us;
      add_stretch(watch, contact->bot_start_us, out_us, (struct step){.in_bot = 1});
      counts->handed_over += asked;
      counts->gave_up += !asked && left;
      counts->contained += !asked && !left && contact->close_us != STF_NEVER;
      counts->in_bot += !asked && contact->close_us == STF_NEVER;
    }
    if (asked) {
      bool told = left && !contact->silent; /* who was not missed still stands in the queue */
      int64_t left_us = told ? contact->abandon_us : STF_NEVER;
      int64_t out_us = known_or(taken ? contact->assign_us : left_us, end_us);
      sums.waits_us += out_us - contact->queue_us;
      add_stretch(watch, contact->queue_us, out_us, (struct step){.waiting = 1});
      counts->assigned += taken;
      counts->left += told && !taken;
      counts->waiting += !taken && !told;
      counts->gone += left && (taken || !told);
    }
    assert_true(!taken || contact->works_n == 0 ||
                contact->work.start_us >= contact->assign_us);
  }
  for (size_t w = 0; w < watch->works_n; w++) {
    int64_t out_us = known_or(watch->works[w].end_us, end_us);
    sums.works_us += out_us - watch->works[w].start_us;
    add_stretch(watch, watch->works[w].start_us, out_us, (struct step){.busy = 1});
  }
  return sums;
}

/* Follows the numbers through time: never below 0, never more at work than there are. */
static struct sums integrate(const struct watch *watch) {
  struct sums integral = {0};
  struct step now = {0};
  for (size_t i = 0; i < watch->steps_n; i++) {
    const struct step *step = &watch->steps[i];
    int64_t past_us = i > 0 ? step->at_us - now.at_us : 0;
    if (past_us > 0) {
      assert_true(now.waiting >= 0 && now.busy >= 0 && now.in_bot >= 0);
      assert_true(now.busy <= now.present);
    }
    integral.waits_us += now.waiting * past_us;
    integral.works_us += now.busy * past_us;
    integral.in_bot_us += now.in_bot * past_us;
    now = (struct step){step->at_us, now.waiting + step->waiting, now.busy + step->busy,
                        now.present + step->present, now.in_bot + step->in_bot};
  }
  assert_true(now.waiting == 0 && now.busy == 0 && now.present == 0 && now.in_bot == 0);
  return integral;
}

static void check_account(const struct stf_engine_account *account,
                          const struct counts *counts) {
  assert_int_equal(account->contained_n, counts->contained);
  assert_int_equal(account->gave_up_n, counts->gave_up);
  assert_int_equal(account->in_bot_n, counts->in_bot);
  assert_int_equal(account->assigned_n, counts->assigned);
  assert_int_equal(account->left_n, counts->left);
  assert_int_equal(account->waiting_n, counts->waiting);
  assert_int_equal(account->gone_n, counts->gone);
  assert_int_equal(account->arrived_n, counts->contained + counts->gave_up + counts->in_bot +
                                           counts->assigned + counts->left + counts->waiting);
}

static void check_desk(uint32_t number, const struct stf_zone *zone, struct counts *all) {
  struct stf_random_desk random;
  stf_random_desk_build(number, zone, &random);
  struct watch watch = {0};
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&random.desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(number, 0);
  struct stf_engine_sink sink = {
      .context = &watch, .contacts = take_contacts, .presence = take_presence};
  struct stf_engine_account account;
  struct counts counts = {0};
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  assert_int_equal(account.arrived_n, watch.contacts_n);
  struct sums sums = add_contacts(&watch, account.end_us, &counts);
  qsort(watch.steps, watch.steps_n, sizeof *watch.steps, by_time);
  struct sums integral = integrate(&watch);
  assert_int_equal(integral.waits_us, sums.waits_us);
  assert_int_equal(integral.works_us, sums.works_us);
  assert_int_equal(integral.in_bot_us, sums.in_bot_us);
  check_account(&account, &counts);
  all->contained += counts.contained;
  all->gave_up += counts.gave_up;
  all->in_bot += counts.in_bot;
  all->handed_over += counts.handed_over;
  all->assigned += counts.assigned;
  all->left += counts.left;
  all->waiting += counts.waiting;
  all->gone += counts.gone;
  stf_engine_free(engine);
  stf_random_desk_clear(&random);
  free(watch.steps);
  free(watch.contacts);
  free(watch.works);
}

static void test_every_contact_and_microsecond_is_accounted_for(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  struct counts all = {0};
  for (uint32_t number = 0; number < DESKS; number++) {
    check_desk(number, zone, &all);
  }
  /* The law is not empty: every fate was met. */
  assert_true(all.contained > 10 * DESKS && all.gave_up > DESKS && all.handed_over > DESKS);
  assert_true(all.assigned > 10 * DESKS && all.left > DESKS && all.gone > DESKS);
  assert_true(all.waiting > 0 && all.in_bot > 0);
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_contact_and_microsecond_is_accounted_for)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
