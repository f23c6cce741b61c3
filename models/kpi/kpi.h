/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KPIs: contact records and presence in, rows of the results table out. The one place where a
 * KPI is computed, for logs and for each replication of a run (definitions: docs/kpis.md).
 *
 * Use: fill a plan (what to compute, over which period and keys), make one tally a log or a
 * replication, add contacts and presence in any order, ask for the values. The rows of a plan
 * are a fixed list: row i of two tallies of one plan is the same statistic of the same cell, so
 * that actual, replications and bands meet by index.
 *
 * Attribution: `arrivals opened` and closing_time by opening; offered, answered, wait, FRT,
 * service level, abandonment and AHT by the instant when a human was asked for (queue_us;
 * opening where a log has no queue); work and presence by the interval in which they happen.
 * Period: half open [from_us, to_us); a contact belongs to it if its opening does (in replays
 * the queue instant decides the interval; an opening just before the period leaves the contact
 * out of all counts).
 */
#ifndef STF_KPI_H
#define STF_KPI_H

#include "contact/brief.h"
#include "contact/contact.h"
#include "contact/names.h"
#include "kpi/row.h"
#include "terms/costs.h"
#include "terms/sla.h"
#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>

/* Groups of rows beside the totals; flags. */
enum {
  STF_KPI_BY_INTERVAL = 1 << 0,         /* the grid of plan.interval_us from plan.from_us */
  STF_KPI_BY_DAY = 1 << 1,              /* civil days of the zone, key 1999-02-01 */
  STF_KPI_BY_WEEKDAY_INTERVAL = 1 << 2, /* key "mon 09:30" */
  STF_KPI_BY_TIME_OF_DAY = 1 << 3,      /* key "09:30" */
  STF_KPI_BY_CLASS = 1 << 4,
  STF_KPI_BY_CHANNEL = 1 << 5,
  STF_KPI_BY_PRIORITY = 1 << 6,
  STF_KPI_BY_TEAM = 1 << 7,
  STF_KPI_BY_AGENT = 1 << 8,
  STF_KPI_BY_CLASS_INTERVAL = 1 << 9, /* group class, its key, interval columns filled */
  STF_KPI_BY_WEEK = 1 << 10,          /* ISO weeks of the zone, key 2026-W52 */
  STF_KPI_BY_MONTH = 1 << 11,         /* key 2026-12 */
  STF_KPI_BY_CLASS_PRIORITY = 1 << 12 /* group "class x priority", key "orders x 2" */
};

/* How quantiles are kept. */
enum stf_kpi_quantiles {
  STF_KPI_QUANTILES_EXACT,     /* every value, 8 bytes each; type 7 of R */
  STF_KPI_QUANTILES_HISTOGRAM, /* log-linear, relative error <= 0.5 % */
  STF_KPI_QUANTILES_NONE       /* no rows of quantiles and maxima */
};

enum {
  STF_KPI_THRESHOLDS_MAX = 16
};

/* A choice among the rows of the catalogue (kpi/kpi_catalogue.h): bit i % 64 of bits[i / 64] is
 * row i. */
struct stf_kpi_choice {
  uint64_t bits[4];
};

/* Every row. */
#define STF_KPI_CHOICE_ALL                                                                     \
  ((struct stf_kpi_choice){{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}})

static inline bool stf_kpi_choice_has(const struct stf_kpi_choice *choice, size_t row) {
  return (choice->bits[row / 64] >> row % 64 & 1) != 0;
}

static inline void stf_kpi_choice_add(struct stf_kpi_choice *choice, size_t row) {
  choice->bits[row / 64] |= UINT64_C(1) << row % 64;
}

struct stf_kpi_plan {
  const struct stf_zone *zone;   /* borrowed */
  const struct stf_names *names; /* borrowed; complete before stf_kpi_layout_new is called */
  int64_t from_us;
  int64_t to_us;
  int64_t horizon_us;  /* what is open then is censored; not after to_us (or 0): to_us */
  int64_t interval_us; /* > 0 */
  unsigned groups;     /* STF_KPI_BY_... */
  int64_t within_us[STF_KPI_THRESHOLDS_MAX]; /* service-level thresholds, > 0, ascending */
  size_t within_n;
  int64_t short_abandon_us;          /* SL5's short limit [5 s] */
  struct stf_kpi_choice definitions; /* beside those that stand in every table */
  bool chosen_only;        /* those that stand in every table are chosen by `definitions` too */
  bool interval_quantiles; /* wait quantiles also for interval, day, time-of-day cells */
  bool has_queue;         /* queue or assign events exist: service level by wait; else by FRT */
  bool presence_inferred; /* presence by a rule, not logged: utilization's definition says so */
  const char *presence_rule; /* e.g. "spans_300s"; NULL unless inferred */
  enum stf_kpi_quantiles quantiles;
  const struct stf_sla_terms *terms; /* NULL: no policies; borrowed */
  /* Contacts that were to be expected under a policy in [from, to), NAN: not known; for
   * contracts that exclude what is far above. NULL: not known. */
  double (*forecast)(const void *context, uint32_t policy, int64_t from_us, int64_t to_us);
  const void *forecast_context;
  const struct stf_costs *costs; /* NULL: nothing has a price; borrowed */
  bool overlaps; /* agents have several contacts in hand: `busy` is then the union of each
                    agent's stretches, which come through stf_kpi_tally_busy, and not the sum of
                    the contacts' works */
};

struct stf_kpi_layout; /* the compiled plan: cells and list of rows */
struct stf_kpi_tally;  /* the accumulators of one log or one replication */

/* One row's value in one tally. For shares and means num and den are kept: across replications
 * the ratio of sums is the estimate. */
struct stf_kpi_value {
  double value; /* NAN where undefined (no contacts) */
  double num;   /* value = num / den where den > 0; NAN for quantiles, min, max */
  double den;
  int64_t n; /* contacts behind the value; -1 where no count applies */
};

STF_MUST_USE enum stf_status stf_kpi_layout_new(const struct stf_kpi_plan *plan,
                                                const struct stf_allocator *allocator,
                                                struct stf_kpi_layout **out);
void stf_kpi_layout_free(struct stf_kpi_layout *layout);
size_t stf_kpi_layout_rows_n(const struct stf_kpi_layout *layout);
const struct stf_kpi_plan *stf_kpi_layout_plan(const struct stf_kpi_layout *layout);

/* Labels of row i; texts are borrowed from the layout. Values stay empty. */
void stf_kpi_layout_describe(const struct stf_kpi_layout *layout, size_t i,
                             struct stf_row *out);

/* True if row i is 1 or 0 in each tally: its mean over replications is a probability. */
bool stf_kpi_layout_is_event(const struct stf_kpi_layout *layout, size_t i);

/* Share in millionths that the promise behind row i wants, where the row is how far one promise
 * of a policy is kept; 0: it is not, or no share is wanted. */
int64_t stf_kpi_layout_promised_ppm(const struct stf_kpi_layout *layout, size_t i);

/* True if row i says something only of logs and desks that show the thing at all (a bot, say):
 * unknown otherwise, and not worth an empty line. */
bool stf_kpi_layout_is_optional(const struct stf_kpi_layout *layout, size_t i);

STF_MUST_USE enum stf_status stf_kpi_tally_new(const struct stf_kpi_layout *layout,
                                               struct stf_kpi_tally **out);
void stf_kpi_tally_free(struct stf_kpi_tally *tally);
void stf_kpi_tally_reset(struct stf_kpi_tally *tally); /* empty again, memory kept */

/* Adds finished (or, at the horizon, open) contacts. Fails without memory, and with
 * STF_ERR_INPUT where a sum of their times is above 292,000 years. */
STF_MUST_USE enum stf_status stf_kpi_tally_contacts(struct stf_kpi_tally *tally,
                                                    const struct stf_contact *contacts,
                                                    size_t n);
/* True if contacts may come in brief: no row needs what a brief does not say, or the values one
 * by one. */
bool stf_kpi_layout_takes_briefs(const struct stf_kpi_layout *layout);

/* Adds contacts in brief: the same as their full records, several times faster. Only where the
 * layout takes briefs. Fails alike. */
STF_MUST_USE enum stf_status stf_kpi_tally_briefs(struct stf_kpi_tally *tally,
                                                  const struct stf_brief_block *block);
STF_MUST_USE enum stf_status stf_kpi_tally_presence(struct stf_kpi_tally *tally,
                                                    const struct stf_presence *spans, size_t n);

/* Adds stretches in which an agent was at work (busy), and in which she had at least one
 * contact in hand, from assignment to close (occupied); of one agent the stretches of one kind
 * do not overlap. In desks where an agent's work begins with the assignment and ends with the
 * close both are the same stretches. Only with plan.overlaps; contact/union.h makes them from
 * contacts. */
STF_MUST_USE enum stf_status stf_kpi_tally_busy(struct stf_kpi_tally *tally,
                                                const struct stf_work *spans, size_t n);
STF_MUST_USE enum stf_status stf_kpi_tally_occupied(struct stf_kpi_tally *tally,
                                                    const struct stf_work *spans, size_t n);

/* Adds what `from` holds. Exact: merging in any order gives the same bytes. Same layout. */
STF_MUST_USE enum stf_status stf_kpi_tally_merge(struct stf_kpi_tally *into,
                                                 const struct stf_kpi_tally *from);

/* Values of all rows, in the order of the layout; out has rows_n places. Sorts kept values in
 * place (hence not const). */
void stf_kpi_tally_values(struct stf_kpi_tally *tally, struct stf_kpi_value *out);

/* Conservation of the contacts added: opened = contained + closed + abandoned + open. */
struct stf_kpi_balance {
  int64_t opened_n;
  int64_t contained_n;
  int64_t closed_n;
  int64_t abandoned_n;
  int64_t open_n;
};
struct stf_kpi_balance stf_kpi_tally_balance(const struct stf_kpi_tally *tally);

#endif
