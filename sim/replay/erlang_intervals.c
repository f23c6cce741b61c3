/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/erlang_intervals.h"

#include "base/search.h"
#include "theory/erlang_a.h"
#include "theory/erlang_c.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What came in an interval. */
struct interval {
  int64_t start_us;
  int64_t end_us;
  size_t row;
  double offered;
  double service_s;     /* sum of the classes' means over the contacts */
  double leaving_per_s; /* sum of the classes' rates of leaving over the contacts */
  size_t agents_n;
  uint32_t last_agent; /* while agents are counted */
};

/* Mean of patience as an exponential: an empirical law's tail has the mean of the censored
 * exponential fit. */
static double leaving_rate(const struct stf_law *patience) {
  if (patience->kind == STF_LAW_NEVER) {
    return 0;
  }
  if (patience->kind == STF_LAW_EMPIRICAL && patience->points->tail_mean_s > 0) {
    return 1 / patience->points->tail_mean_s;
  }
  return 1 / stf_law_mean_s(patience);
}

static size_t find_intervals(const struct stf_erlang_intervals_in *in, struct interval *out,
                             double *rows) {
  size_t n = 0;
  size_t rows_n = stf_kpi_layout_rows_n(in->layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(in->layout, i, &row);
    rows[i] = (double)NAN;
    if (strcmp(row.kpi, "service_level") == 0 && strcmp(row.definition, in->definition) == 0 &&
        strcmp(row.statistic, "share") == 0 && row.group[0] == '\0' &&
        row.interval_start_us != STF_NEVER) {
      out[n++] = (struct interval){.start_us = row.interval_start_us,
                                   .end_us = row.interval_end_us,
                                   .row = i,
                                   .last_agent = STF_NOBODY};
    }
  }
  return n;
}

/* First interval that ends after the instant; n: none. Intervals ascend. */
static size_t interval_at(const struct interval *intervals, size_t n, int64_t at_us) {
  return stf_search_up_to(intervals, n, sizeof *intervals, offsetof(struct interval, end_us),
                          at_us);
}

static void add_contacts(const struct stf_erlang_intervals_in *in, struct interval *intervals,
                         size_t n) {
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    const struct stf_contact *contact = &in->log->contacts[i];
    size_t at =
        contact->queue_us == STF_NEVER ? n : interval_at(intervals, n, contact->queue_us);
    if (at == n || contact->queue_us < intervals[at].start_us) {
      continue;
    }
    for (uint32_t c = 0; c < in->desk->classes_n; c++) {
      if (in->desk->classes[c].name == contact->class_id) {
        intervals[at].offered += 1;
        intervals[at].service_s += stf_law_mean_s(&in->desk->classes[c].service);
        intervals[at].leaving_per_s += leaving_rate(&in->desk->classes[c].patience);
      }
    }
  }
}

static int work_order(const void *left, const void *right) {
  const struct stf_work *a = left;
  const struct stf_work *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  return (a->start_us > b->start_us) - (a->start_us < b->start_us);
}

/* Agents with work in each interval; works of one agent follow each other. */
static void count_agents(struct stf_work *works, size_t works_n, struct interval *intervals,
                         size_t n) {
  qsort(works, works_n, sizeof *works, work_order);
  for (size_t w = 0; w < works_n; w++) {
    int64_t end_us = works[w].end_us == STF_NEVER ? works[w].start_us : works[w].end_us;
    for (size_t i = interval_at(intervals, n, works[w].start_us);
         i < n && intervals[i].start_us <= end_us; i++) {
      intervals[i].agents_n += works[w].agent != intervals[i].last_agent;
      intervals[i].last_agent = works[w].agent;
    }
  }
}

static enum stf_status predict(const struct stf_erlang_intervals_in *in,
                               const struct interval *interval,
                               const struct stf_allocator *allocator, double *out) {
  double length_s = (double)(interval->end_us - interval->start_us) * 1e-6;
  struct stf_load load = {.arrivals_per_s = interval->offered / length_s,
                          .handle_s = interval->service_s / interval->offered,
                          .agents_n = (int64_t)interval->agents_n};
  if (interval->agents_n == 0) {
    *out = 0;
    return STF_OK;
  }
  if (!(interval->leaving_per_s > 0)) {
    *out = load.arrivals_per_s * load.handle_s < (double)load.agents_n
               ? stf_erlang_c_within_share(&load, in->within_s)
               : 0;
    return STF_OK;
  }
  double patience_s = interval->offered / interval->leaving_per_s;
  struct stf_patience patience = stf_erlang_a_exponential(&patience_s);
  struct stf_erlang_a *station = NULL;
  enum stf_status status = stf_erlang_a_new(&load, &patience, allocator, &station);
  if (status == STF_OK) {
    *out = stf_erlang_a_served_within_share(station, in->within_s);
    stf_erlang_a_free(station);
  }
  return status;
}

enum stf_status stf_erlang_intervals_predict(const struct stf_erlang_intervals_in *in,
                                             const struct stf_allocator *allocator,
                                             double *out) {
  struct stf_work *works = NULL;
  size_t works_n = 0;
  struct interval *intervals =
      stf_mem_zeroed(allocator, stf_kpi_layout_rows_n(in->layout), sizeof *intervals);
  enum stf_status status =
      intervals != NULL ? stf_eventlog_works(in->log, &works, &works_n) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    size_t n = find_intervals(in, intervals, out);
    add_contacts(in, intervals, n);
    count_agents(works, works_n, intervals, n);
    for (size_t i = 0; i < n && status == STF_OK; i++) {
      if (intervals[i].offered > 0 && intervals[i].service_s > 0) {
        status = predict(in, &intervals[i], allocator, &out[intervals[i].row]);
      }
    }
  }
  stf_mem_release(in->log->allocator, works);
  stf_mem_release(allocator, intervals);
  return status;
}
