/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/analogue.h"

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

static int64_t arrival_us(const struct stf_log *log, const struct stf_contact *contact) {
  return log->facts.has_queue ? contact->queue_us : contact->open_us;
}

/* Instants of a civil day, so that the log's need not be turned into dates. */
static void find_day(const struct stf_zone *zone, int64_t day, int64_t *from_us,
                     int64_t *to_us) {
  struct stf_civil midnight;
  stf_zone_day_civil(day, &midnight);
  *from_us = stf_zone_to_utc(zone, &midnight);
  stf_zone_day_civil(day + 1, &midnight);
  *to_us = stf_zone_to_utc(zone, &midnight);
}

static void count_day(const struct stf_scenario *scenario, const struct stf_log *log,
                      const struct stf_scenario_analogue *analogue, struct counts *counts) {
  uint32_t name = scenario->desk.classes[analogue->class_index].name;
  int64_t from_us = 0;
  int64_t to_us = 0;
  find_day(scenario->zone, analogue->as_day, &from_us, &to_us);
  counts->day_n = 0;
  for (size_t i = 0; i < counts->slots_n; i++) {
    counts->by_slot[i] = 0;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    int64_t at_us = arrival_us(log, &log->contacts[i]);
    struct stf_civil civil;
    if (at_us < from_us || at_us >= to_us) {
      continue;
    }
    counts->day_n++;
    if (log->contacts[i].class_id == name) {
      stf_zone_to_civil(scenario->zone, at_us, &civil, NULL);
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
  counts.by_slot = stf_mem_zeroed(allocator, counts.slots_n, sizeof *counts.by_slot);
  if (counts.by_slot == NULL) {
    return STF_ERR_MEMORY;
  }
  const struct stf_scenario_analogue *told = NULL;
  for (size_t i = 0; i < scenario->analogues_n; i++) {
    const struct stf_scenario_analogue *analogue = &scenario->analogues[i];
    count_day(scenario, log, analogue, &counts);
    fill_day(scenario, analogue, &counts);
    if (counts.day_n == 0 && (told == NULL || told->line != analogue->line)) {
      tell_absent(scenario, log, log_path, analogue, diags); /* once for all classes */
      told = analogue;
    }
  }
  stf_mem_release(allocator, counts.by_slot);
  return diags->errors_n == errors_n ? STF_OK : STF_ERR_INPUT;
}
