/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A KPI plan with what it borrows, contacts to put in, and values found by their labels. */
#ifndef STF_KPI_BENCH_H
#define STF_KPI_BENCH_H

#include "base/quantity.h"
#include "kpi/kpi.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define S      STF_US_PER_S
#define MINUTE (60 * S)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* A plan with what it borrows. */
struct bench {
  struct stf_names names;
  struct stf_zone *zone;
  struct stf_kpi_plan plan;
  struct stf_kpi_layout *layout;
  struct stf_kpi_tally *tally;
  struct stf_kpi_value *values;
};

static inline int64_t instant(const char *text) {
  int64_t us = 0;
  assert_true(stf_zone_parse_instant(text, strlen(text), &us));
  return us;
}

static inline struct bench prepared(const char *zone, const char *from, const char *to) {
  struct bench bench = {0};
  assert_int_equal(stf_names_init(&bench.names, NULL), STF_OK);
  assert_int_equal(stf_zone_open(zone, &bench.zone), STF_OK);
  bench.plan = (struct stf_kpi_plan){
      .from_us = instant(from),
      .to_us = instant(to),
      .interval_us = 15 * MINUTE,
      .within_us = {20 * S},
      .within_n = 1,
      .short_abandon_us = 5 * S,
      .has_queue = true,
  };
  return bench;
}

static inline void started(struct bench *bench) {
  bench->plan.zone = bench->zone;
  bench->plan.names = &bench->names;
  assert_int_equal(stf_kpi_layout_new(&bench->plan, NULL, &bench->layout), STF_OK);
  assert_int_equal(stf_kpi_tally_new(bench->layout, &bench->tally), STF_OK);
  bench->values = calloc(stf_kpi_layout_rows_n(bench->layout), sizeof *bench->values);
  assert_non_null(bench->values);
}

static inline void finished(struct bench *bench) {
  free(bench->values);
  stf_kpi_tally_free(bench->tally);
  stf_kpi_layout_free(bench->layout);
  stf_zone_free(bench->zone);
  stf_names_clear(&bench->names);
}

static inline void add(struct bench *bench, struct stf_contact contact) {
  assert_int_equal(stf_kpi_tally_contacts(bench->tally, &contact, 1), STF_OK);
}

/* The value labelled "kpi definition statistic", on the other clock "... business", of the
 * totals or of "group=key"; with at_us not STF_NEVER of the interval that begins then. */
static inline struct stf_kpi_value found_at(const struct bench *bench, const char *what,
                                            const char *where, int64_t at_us) {
  for (size_t i = 0; i < stf_kpi_layout_rows_n(bench->layout); i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench->layout, i, &row);
    char label[128];
    char place[128];
    (void)snprintf(label, sizeof label, "%s %s %s%s", row.kpi, row.definition, row.statistic,
                   strcmp(row.clock, "business") == 0 ? " business" : "");
    (void)snprintf(place, sizeof place, "%s%s%s", row.group, row.group[0] ? "=" : "", row.key);
    if (strcmp(label, what) == 0 && strcmp(place, where) == 0 &&
        row.interval_start_us == at_us) {
      return bench->values[i];
    }
  }
  fail_msg("no row '%s' in '%s'", what, where);
  return (struct stf_kpi_value){0};
}

static inline struct stf_kpi_value found(const struct bench *bench, const char *what,
                                         const char *where) {
  return found_at(bench, what, where, STF_NEVER);
}

static inline void assert_value(const struct bench *bench, const char *what, double expected) {
  assert_near(found(bench, what, "").value, expected, 1e-12);
}

static inline void assert_unknown(const struct bench *bench, const char *what,
                                  const char *where) {
  assert_true(isnan(found(bench, what, where).value));
}

static inline struct stf_contact answered(int64_t queue_us, int64_t wait_us, int64_t work_us) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = queue_us;
  contact.queue_us = queue_us;
  contact.assign_us = queue_us + wait_us;
  contact.close_us = contact.assign_us + work_us;
  contact.work = (struct stf_work){contact.assign_us, contact.close_us, 0, 0};
  contact.works_n = 1;
  contact.outcome = STF_OUTCOME_CLOSED;
  return contact;
}

static inline struct stf_contact left(int64_t queue_us, int64_t patience_us) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = queue_us;
  contact.queue_us = queue_us;
  contact.abandon_us = queue_us + patience_us;
  contact.outcome = STF_OUTCOME_ABANDONED;
  return contact;
}

#endif
