/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/analogue.h"

#include "base/search.h"

#include <stdlib.h>

enum {
  DAY_S = 86400
};

/* Arrivals of one class on one date of the log, by interval of the day. */
struct counts {
  double *by_slot; /* owned */
  size_t slots_n;
  int64_t slot_s;
  size_t day_n; /* of all classes */
};

/* A contact of the log under the instant at which it came. */
struct came {
  int64_t at_us;
  uint32_t class_id;
};

/* Those who came at all, in order of time. */
struct arrivals {
  struct came *items; /* owned */
  size_t n;
};

static int by_time(const void *left, const void *right) {
  int64_t a = ((const struct came *)left)->at_us;
  int64_t b = ((const struct came *)right)->at_us;
  return (a > b) - (a < b);
}

/* Once for all days, so that many days of a long log do not read it many times. */
static enum stf_status list_arrivals(const struct stf_log *log,
                                     const struct stf_allocator *allocator,
                                     struct arrivals *out) {
  out->items = stf_mem_zeroed(allocator, log->contacts_n, sizeof *out->items);
  if (out->items == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    int64_t at_us = log->facts.has_queue ? contact->queue_us : contact->open_us;
    if (at_us != STF_NEVER) {
      out->items[out->n++] = (struct came){at_us, contact->class_id};
    }
  }
  qsort(out->items, out->n, sizeof *out->items, by_time);
  return STF_OK;
}

/* Number of those who came before the day begins. */
static size_t before_day(const struct arrivals *arrivals, const struct stf_zone *zone,
                         int64_t day) {
  struct stf_civil midnight;
  stf_zone_day_civil(day, &midnight);
  int64_t start_us = stf_zone_to_utc(zone, &midnight);
  return stf_search_below(arrivals->items, arrivals->n, sizeof *arrivals->items,
                          offsetof(struct came, at_us), start_us);
}

static void count_day(const struct stf_scenario *scenario, const struct arrivals *arrivals,
                      const struct stf_scenario_analogue *analogue, struct counts *counts) {
  uint32_t name = scenario->desk.classes[analogue->class_index].name;
  size_t first = before_day(arrivals, scenario->zone, analogue->as_day);
  size_t end = before_day(arrivals, scenario->zone, analogue->as_day + 1);
  counts->day_n = end - first;
  for (size_t i = 0; i < counts->slots_n; i++) {
    counts->by_slot[i] = 0;
  }
  for (size_t i = first; i < end; i++) {
    if (arrivals->items[i].class_id == name) {
      struct stf_civil civil;
      stf_zone_to_civil(scenario->zone, arrivals->items[i].at_us, &civil, NULL);
      int64_t second = ((int64_t)civil.hour * 60 + civil.minute) * 60 + civil.second;
      counts->by_slot[second / counts->slot_s] += 1;
    }
  }
}

static void fill_day(struct stf_scenario *scenario,
                     const struct stf_scenario_analogue *analogue,
                     const struct counts *counts) {
  const struct stf_desk *desk = &scenario->desk;
  for (size_t i = 0; i < desk->rates_n; i++) {
    if (desk->rate_days[i] != analogue->day) {
      continue;
    }
    struct stf_civil civil;
    stf_zone_to_civil(scenario->zone, desk->rate_edges_us[i], &civil, NULL);
    int64_t second = ((int64_t)civil.hour * 60 + civil.minute) * 60 + civil.second;
    scenario->rates_per_s[analogue->class_index][i] =
        counts->by_slot[second / counts->slot_s] * analogue->multiply / (double)counts->slot_s;
  }
}

static void tell_absent(const struct stf_scenario *scenario, const struct stf_log *log,
                        const char *log_path, const struct stf_scenario_analogue *analogue,
                        struct stf_diags *diags) {
  char first[STF_ZONE_TEXT];
  char last[STF_ZONE_TEXT];
  (void)stf_zone_format(scenario->zone, log->facts.first_us, first);
  (void)stf_zone_format(scenario->zone, log->facts.last_us, last);
  stf_diag_add(diags, STF_SEVERITY_ERROR,
               (struct stf_where){scenario->path, analogue->line, analogue->column},
               "the log '%s' has nobody on the date that this day is like: it runs from %.10s "
               "to %.10s",
               log_path, first, last);
}

enum stf_status stf_analogue_fill(struct stf_scenario *scenario, const struct stf_log *log,
                                  const char *log_path, const struct stf_allocator *allocator,
                                  struct stf_diags *diags) {
  int64_t slot_s = scenario->analogue_step_s;
  struct counts counts = {.slots_n = (size_t)(DAY_S / slot_s), .slot_s = slot_s};
  size_t errors_n = diags->errors_n;
  struct arrivals arrivals = {.n = 0};
  counts.by_slot = stf_mem_zeroed(allocator, counts.slots_n, sizeof *counts.by_slot);
  enum stf_status status = list_arrivals(log, allocator, &arrivals);
  if (counts.by_slot == NULL) {
    status = STF_ERR_MEMORY;
  }
  const struct stf_scenario_analogue *told = NULL;
  for (size_t i = 0; i < scenario->analogues_n && status == STF_OK; i++) {
    const struct stf_scenario_analogue *analogue = &scenario->analogues[i];
    count_day(scenario, &arrivals, analogue, &counts);
    fill_day(scenario, analogue, &counts);
    if (counts.day_n == 0 && (told == NULL || told->line != analogue->line)) {
      tell_absent(scenario, log, log_path, analogue, diags); /* once for all classes */
      told = analogue;
    }
  }
  stf_mem_release(allocator, arrivals.items);
  stf_mem_release(allocator, counts.by_slot);
  return status == STF_OK && diags->errors_n != errors_n ? STF_ERR_INPUT : status;
}
