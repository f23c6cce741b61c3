/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's own log read back gives the run's own KPIs, exactly, and every contact is conserved:
 * 200 random desks. */
#include "contact/assemble.h"
#include "contact/trail.h"
#include "contact/union.h"
#include "engine/engine.h"
#include "kpi/kpi.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  DESKS = 200
};

/* Over all desks. */
struct counts {
  int64_t contacts_n;
  int64_t handed_back_n;
  int64_t reopened_n;
  int64_t given_n;
};

struct both {
  struct stf_kpi_tally *direct;
  struct stf_kpi_tally *read_back;
  struct stf_event *events;
  size_t events_n;
  size_t capacity;
  uint32_t contacts_n;
  int64_t handed_back_n;
  int64_t reopened_n;
  const struct stf_desk *overlapping; /* NULL: no agent has several contacts in hand */
  struct stf_work *works;             /* read back */
  size_t works_n;
  size_t works_capacity;
  struct stf_work *held;
  size_t held_n;
  size_t held_capacity;
};

static void make_room(struct both *both, size_t more) {
  both->events = stf_mem_grown(NULL, both->events, &both->capacity, both->events_n + more,
                               sizeof *both->events);
  assert_non_null(both->events);
}

static enum stf_status take_busy(void *context, const struct stf_work *span) {
  struct both *both = context;
  assert_int_equal(stf_kpi_tally_busy(both->direct, span, 1), STF_OK);
  return stf_kpi_tally_occupied(both->direct, span, 1);
}

static enum stf_status take_occupied(void *context, const struct stf_work *span) {
  return stf_kpi_tally_occupied(((struct both *)context)->direct, span, 1);
}

/* Teams with one contact at a time tell no stretches beside their contacts' works, those in
 * turns only when they have some in hand. */
static void take_single_works(struct both *both, const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->works_n && both->overlapping != NULL; i++) {
    for (uint32_t t = 0; t < both->overlapping->teams_n; t++) {
      const struct stf_team *team = &both->overlapping->teams[t];
      if (team->name == works[i].team && stf_desk_team_in_turns(both->overlapping, t)) {
        assert_int_equal(stf_kpi_tally_busy(both->direct, &works[i], 1), STF_OK);
      } else if (team->name == works[i].team && !stf_desk_team_overlaps(both->overlapping, t)) {
        assert_int_equal(take_busy(both, &works[i]), STF_OK);
      }
    }
  }
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct both *both = context;
  for (size_t i = 0; i < n; i++) {
    struct stf_contact contact = contacts[i];
    contact.address = ++both->contacts_n;
    for (uint32_t h = 0; h < contact.holds_n; h++) {
      both->handed_back_n += contact.holds[h].handed_back;
      both->reopened_n += contact.holds[h].closed;
    }
    make_room(both, stf_trail_contact_most(&contact));
    both->events_n += stf_trail_contact(&contact, both->events + both->events_n);
    take_single_works(both, &contact);
  }
  return stf_kpi_tally_contacts(both->direct, contacts, n);
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  struct both *both = context;
  if (span->agent == STF_NOBODY) {
    /* Of a pool's agents only those who are there have names: who is absent is in no log. */
    assert_int_equal(span->kind, STF_PRESENCE_PAID_AWAY);
    return STF_OK;
  }
  make_room(both, 2);
  both->events_n += stf_trail_presence(span, both->events + both->events_n);
  return stf_kpi_tally_presence(both->direct, span, 1);
}

static void note_hands(struct both *both, const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  both->works = stf_mem_grown(NULL, both->works, &both->works_capacity,
                              both->works_n + contact->works_n + 1, sizeof *both->works);
  both->held = stf_mem_grown(NULL, both->held, &both->held_capacity,
                             both->held_n + stf_union_held_most(contact), sizeof *both->held);
  assert_non_null(both->works);
  assert_non_null(both->held);
  for (uint32_t i = 0; i < contact->works_n; i++) {
    both->works[both->works_n++] = works[i];
  }
  both->held_n += stf_union_held(contact, &both->held[both->held_n]);
}

static enum stf_status read_contact(void *context, const struct stf_contact *contact) {
  struct both *both = context;
  if (both->overlapping != NULL) {
    note_hands(both, contact);
  }
  return stf_kpi_tally_contacts(both->read_back, contact, 1);
}

static void read_hands(struct both *both, int64_t horizon_us) {
  if (both->overlapping != NULL) {
    size_t works_n = stf_union_join(both->works, both->works_n, horizon_us);
    size_t held_n = stf_union_join(both->held, both->held_n, horizon_us);
    assert_int_equal(stf_kpi_tally_busy(both->read_back, both->works, works_n), STF_OK);
    assert_int_equal(stf_kpi_tally_occupied(both->read_back, both->held, held_n), STF_OK);
  }
}

static enum stf_status read_presence(void *context, const struct stf_presence *span) {
  return stf_kpi_tally_presence(((struct both *)context)->read_back, span, 1);
}

static void read_back(struct both *both, int64_t horizon_us) {
  struct stf_sink sink = {.context = both, .contact = read_contact, .presence = read_presence};
  struct stf_assemble *assemble = NULL;
  assert_int_equal(stf_event_sort(both->events, both->events_n, NULL), STF_OK);
  assert_int_equal(stf_assemble_new(&(struct stf_assemble_options){0}, &sink, NULL, &assemble),
                   STF_OK);
  for (size_t i = 0; i < both->events_n; i++) {
    assert_int_equal(stf_assemble_event(assemble, &both->events[i]), STF_OK);
  }
  int64_t last_us = both->events_n > 0 ? both->events[both->events_n - 1].at_us : horizon_us;
  assert_int_equal(stf_assemble_finish(assemble, last_us > horizon_us ? last_us : horizon_us),
                   STF_OK);
  assert_int_equal(stf_assemble_facts(assemble).unmatched_n, 0);
  stf_assemble_free(assemble);
}

static bool same(double a, double b) {
  return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static void compare(const struct stf_kpi_layout *layout, struct both *both, uint32_t number) {
  size_t rows_n = stf_kpi_layout_rows_n(layout);
  struct stf_kpi_value *direct = calloc(rows_n, sizeof *direct);
  struct stf_kpi_value *again = calloc(rows_n, sizeof *again);
  assert_non_null(direct);
  assert_non_null(again);
  stf_kpi_tally_values(both->direct, direct);
  stf_kpi_tally_values(both->read_back, again);
  for (size_t i = 0; i < rows_n; i++) {
    if (!same(direct[i].value, again[i].value) || direct[i].n != again[i].n) {
      struct stf_row row = STF_ROW_EMPTY;
      stf_kpi_layout_describe(layout, i, &row);
      fail_msg("desk %u: %s %s %s %s %s: %.17g (n %lld), read back %.17g (n %lld)", number,
               row.kpi, row.definition, row.statistic, row.group, row.key, direct[i].value,
               (long long)direct[i].n, again[i].value, (long long)again[i].n);
    }
  }
  free(direct);
  free(again);
}

/* Three policies that go round the classes and priorities: on the desk's hours from the
 * hand-over; on the clock from the opening, answered by assignment, only in hours; and one of a
 * resolution alone. */
struct promises {
  struct stf_sla_policy policies[3];
  uint8_t policy_of[64];
  struct stf_sla_terms terms;
};

static const struct stf_sla_tier TIERS[] = {{.below = 0.9, .amount = 10.5},
                                            {.below = 0.5, .amount = 100}};
static const struct stf_sla_contract BY_DAY = {.clock = STF_SLA_CLOCK_NEXT_RESPONSE,
                                               .stretch = STF_SLA_STRETCH_DAY,
                                               .volume_above = 1,
                                               .tiers = TIERS,
                                               .tiers_n = 2};
static const struct stf_sla_contract BY_WEEK = {
    .stretch = STF_SLA_STRETCH_WEEK, .tiers = TIERS, .tiers_n = 2};

/* A forecast that some days are above. */
static double forecast(const void *context, uint32_t policy, int64_t from_us, int64_t to_us) {
  (void)context;
  return (double)(to_us - from_us) / 3.6e9 * (policy + 1);
}

static void promise(const struct stf_random_desk *random, struct promises *out) {
  const int64_t minute_us = INT64_C(60000000);
  *out = (struct promises){
      .policies = {
          {.name = "hours",
           .response = {.within_us = minute_us, .share = 0.8, .hours = random->hours},
           .next_response = {.within_us = minute_us, .share = 0.9, .hours = random->hours},
           .resolution = {.within_us = 5 * minute_us, .share = 0.5, .hours = random->hours},
           .contract = &BY_DAY,
           .pauses = true},
          {.name = "clock",
           .response = {.within_us = minute_us / 2, .share = 0.95},
           .next_response = {.within_us = 2 * minute_us, .share = 0.5},
           .answer = STF_SLA_ANSWER_ASSIGNMENT,
           .start = STF_SLA_START_OPENING,
           .contract = &BY_WEEK,
           .population = STF_SLA_POPULATION_IN_HOURS},
          {.name = "end",
           .resolution = {.within_us = 6 * minute_us, .share = 0.9},
           .pauses = true}}};
  out->terms = (struct stf_sla_terms){.policies = out->policies,
                                      .policies_n = 3,
                                      .policy_of = out->policy_of,
                                      .classes_n = stf_dict_count(random->names.classes),
                                      .priorities_n = stf_dict_count(random->names.priorities)};
  uint32_t n = out->terms.classes_n * out->terms.priorities_n;
  assert_true(n <= sizeof out->policy_of);
  for (uint32_t i = 0; i < n; i++) {
    out->policy_of[i] = (uint8_t)(i % 4 < 3 ? i % 4 : STF_SLA_NONE);
  }
}

static const double RATES_PER_H[] = {18, 20.5, 17.3};

static void check_desk(uint32_t number, const struct stf_zone *zone, struct counts *counts) {
  struct stf_random_desk random;
  stf_random_desk_build(number, zone, &random);
  struct promises promises;
  promise(&random, &promises);
  const struct stf_costs_premium premium = {"evenings", random.hours, 0.25};
  const struct stf_costs costs = {.currency = "EUR",
                                  .team_per_h = RATES_PER_H,
                                  .teams_n = STF_COUNT_OF(RATES_PER_H),
                                  .premiums = &premium,
                                  .premiums_n = 1,
                                  .bot_per_conversation = 0.08,
                                  .bot_per_month = 250};
  struct stf_kpi_plan plan = {.zone = zone,
                              .names = &random.names,
                              .from_us = random.desk.from_us,
                              .to_us = random.desk.to_us,
                              .interval_us = random.desk.interval_us,
                              .groups = (1U << 13) - 1, /* all */
                              .within_us = {20000000, 60000000},
                              .within_n = 2,
                              .short_abandon_us = 5000000,
                              .definitions = STF_KPI_CHOICE_ALL,
                              .interval_quantiles = true,
                              .has_queue = true,
                              .terms = &promises.terms,
                              .forecast = forecast,
                              .costs = &costs,
                              .overlaps = stf_desk_overlaps(&random.desk)};
  struct stf_kpi_layout *layout = NULL;
  struct both both = {.overlapping = plan.overlaps ? &random.desk : NULL};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &layout), STF_OK);
  assert_int_equal(stf_kpi_tally_new(layout, &both.direct), STF_OK);
  assert_int_equal(stf_kpi_tally_new(layout, &both.read_back), STF_OK);
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&random.desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(number, 0);
  struct stf_engine_sink sink = {.context = &both,
                                 .contacts = take_contacts,
                                 .presence = take_presence,
                                 .busy = plan.overlaps ? take_busy : NULL,
                                 .occupied = plan.overlaps ? take_occupied : NULL};
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  read_back(&both, random.desk.to_us);
  read_hands(&both, random.desk.to_us);
  compare(layout, &both, number);
  struct stf_kpi_balance balance = stf_kpi_tally_balance(both.direct);
  assert_true(balance.opened_n == account.arrived_n);
  assert_true(balance.contained_n == account.contained_n + account.gave_up_n);
  assert_true(balance.abandoned_n == account.left_n + account.gone_n);
  assert_true(balance.opened_n ==
              balance.contained_n + balance.closed_n + balance.abandoned_n + balance.open_n);
  counts->contacts_n += account.arrived_n;
  counts->handed_back_n += both.handed_back_n;
  counts->reopened_n += both.reopened_n;
  counts->given_n += (int64_t)random.desk.given_n;
  stf_engine_free(engine);
  stf_kpi_tally_free(both.direct);
  stf_kpi_tally_free(both.read_back);
  stf_kpi_layout_free(layout);
  free(both.events);
  free(both.works);
  free(both.held);
  stf_random_desk_clear(&random);
}

static void test_own_log_read_back_gives_own_kpis(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  struct counts counts = {0};
  for (uint32_t number = 0; number < DESKS; number++) {
    check_desk(number, zone, &counts);
  }
  assert_true(counts.contacts_n > 100 * DESKS);
  assert_true(counts.handed_back_n > DESKS / 2);
  assert_true(counts.reopened_n > DESKS);
  assert_true(counts.given_n > 5 * DESKS);
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_own_log_read_back_gives_own_kpis)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
