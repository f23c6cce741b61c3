/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_support.h"

#include "base/quantity.h"

#include <string.h>

struct window {
  const struct stf_fit_in *in;
  int64_t *intervals; /* contacts opened in each */
  size_t intervals_n;
  int64_t *days;
  size_t days_n;
  int64_t first_day;
};

static int64_t larger(int64_t a, int64_t b) {
  return a > b ? a : b;
}

static int64_t largest(const int64_t *values, size_t n) {
  int64_t most = 0;
  for (size_t i = 0; i < n; i++) {
    most = larger(most, values[i]);
  }
  return most;
}

/* Times of the log are whole microseconds; the file has seconds: rounded up to the millisecond.
 */
static int64_t in_ms(int64_t us) {
  return (us + 999) / 1000 * 1000;
}

/* What laws rest on that take every contact of the log, in the window or not. */
static void measure_laws(const struct stf_contact *contact, struct stf_support *out) {
  out->service_us = larger(out->service_us, stf_contact_worked_us(contact));
  if (contact->assign_us != STF_NEVER && contact->first_human_us >= contact->assign_us) {
    out->first_us = larger(out->first_us, contact->first_human_us - contact->assign_us);
  }
  out->bot_us = larger(out->bot_us, stf_contact_bot_us(contact));
}

static void measure(const struct window *window, uint32_t name, struct stf_support *out) {
  const struct stf_fit_in *in = window->in;
  memset(window->intervals, 0, window->intervals_n * sizeof *window->intervals);
  memset(window->days, 0, window->days_n * sizeof *window->days);
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    const struct stf_contact *contact = &in->log->contacts[i];
    if (contact->class_id != name) {
      continue;
    }
    measure_laws(contact, out);
    if (contact->open_us < in->from_us || contact->open_us >= in->to_us) {
      continue;
    }
    int64_t last_us = in->log->facts.last_us;
    int64_t close_us = contact->close_us != STF_NEVER ? contact->close_us : last_us;
    out->age_us = larger(out->age_us, close_us - contact->open_us);
    if (stf_contact_offered(contact)) {
      int64_t end_us = stf_contact_wait_end_us(contact);
      end_us = end_us != STF_NEVER ? end_us : last_us;
      out->wait_us = larger(out->wait_us, end_us - contact->queue_us);
    }
    window->intervals[(contact->open_us - in->from_us) / in->interval_us]++;
    window->days[stf_zone_day_at(in->zone, contact->open_us) - window->first_day]++;
  }
  out->age_us = in_ms(out->age_us);
  out->wait_us = in_ms(out->wait_us);
  out->service_us = in_ms(out->service_us);
  out->first_us = in_ms(out->first_us);
  out->bot_us = in_ms(out->bot_us);
  out->interval_us = in->interval_us;
  out->per_interval = largest(window->intervals, window->intervals_n);
  out->per_day = largest(window->days, window->days_n);
}

enum stf_status stf_fit_support_classes(const struct stf_fit_in *in, struct stf_fit *fit,
                                        struct stf_write_class *classes) {
  struct window window = {.in = in,
                          .intervals_n =
                              (size_t)((in->to_us - in->from_us) / in->interval_us) + 1,
                          .first_day = stf_zone_day_at(in->zone, in->from_us)};
  window.days_n = (size_t)(stf_zone_day_at(in->zone, in->to_us - 1) - window.first_day) + 1;
  window.intervals =
      stf_mem_zeroed(fit->allocator, window.intervals_n, sizeof *window.intervals);
  window.days = stf_mem_zeroed(fit->allocator, window.days_n, sizeof *window.days);
  bool have = window.intervals != NULL && window.days != NULL;
  for (size_t c = 0; have && c < fit->classes_n; c++) {
    measure(&window, fit->classes[c].name, &classes[c].support);
  }
  stf_mem_release(fit->allocator, window.intervals);
  stf_mem_release(fit->allocator, window.days);
  return have ? STF_OK : STF_ERR_MEMORY;
}
