/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "logs/import_row.h"

#define NO_EVENT SIZE_MAX
#define FEW      20 /* contacts of which it may be chance that all are closed */

static bool is_dropped(const struct stf_import_reader *r, const struct stf_event *event) {
  return event->contact_id < r->marks_n &&
         (r->marks[event->contact_id] & STF_IMPORT_DROPPED) != 0;
}

static const struct stf_map_event *origin_of(const struct stf_import_reader *r, size_t i) {
  return &r->map->events[r->origins[i].event];
}

static bool is_picked(const struct stf_import_reader *r, size_t i) {
  return origin_of(r, i)->pick != STF_MAP_PICK_ALL && r->out->events[i].contact_id < r->marks_n;
}

static size_t *best_of(const struct stf_import_reader *r, size_t *best, size_t i) {
  return &best[r->out->events[i].contact_id * r->map->picks_n + origin_of(r, i)->pick_number];
}

/* For each contact and each event with a pick the first or last that was told. */
static void find_best(const struct stf_import_reader *r, size_t *best) {
  const struct stf_event *events = r->out->events;
  for (size_t i = 0; i < r->marks_n * r->map->picks_n; i++) {
    best[i] = NO_EVENT;
  }
  for (size_t i = 0; i < r->out->events_n; i++) {
    if (!is_picked(r, i)) {
      continue;
    }
    size_t *known = best_of(r, best, i);
    bool last = origin_of(r, i)->pick == STF_MAP_PICK_LAST;
    if (*known == NO_EVENT || (last ? events[i].at_us >= events[*known].at_us
                                    : events[i].at_us < events[*known].at_us)) {
      *known = i;
    }
  }
}

/* Sets to 0 how often those events happened that the picks leave out. */
static enum stf_status pick(struct stf_import_reader *r) {
  if (r->map->picks_n == 0 || r->marks_n == 0) {
    return STF_OK;
  }
  size_t *best = stf_mem_zeroed(r->in->allocator, r->marks_n * r->map->picks_n, sizeof *best);
  if (best == NULL) {
    return STF_ERR_MEMORY;
  }
  find_best(r, best);
  for (size_t i = 0; i < r->out->events_n; i++) {
    if (is_picked(r, i)) {
      bool is_best = *best_of(r, best, i) == i;
      bool later = origin_of(r, i)->pick == STF_MAP_PICK_LATER;
      r->origins[i].times = is_best != later ? r->origins[i].times : 0;
    }
  }
  stf_mem_release(r->in->allocator, best);
  return STF_OK;
}

/* Each event as often as it happened, in the place of the old ones. */
static enum stf_status repeat(struct stf_import_reader *r) {
  struct stf_import *out = r->out;
  size_t n = 0;
  for (size_t i = 0; i < out->events_n; i++) {
    r->origins[i].times = is_dropped(r, &out->events[i]) ? 0 : r->origins[i].times;
    n += r->origins[i].times;
  }
  struct stf_event *events = stf_mem_zeroed(out->allocator, n, sizeof *events);
  if (events == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t written_n = 0;
  for (size_t i = 0; i < out->events_n; i++) {
    for (uint32_t times = 0; times < r->origins[i].times; times++) {
      events[written_n++] = out->events[i];
    }
  }
  stf_mem_release(out->allocator, out->events);
  out->events = events;
  out->events_n = n;
  return STF_OK;
}

static void count(struct stf_import_reader *r) {
  struct stf_import_facts *facts = &r->out->facts;
  for (size_t i = 0; i < r->out->events_n; i++) {
    const struct stf_event *event = &r->out->events[i];
    facts->events_n[event->kind]++;
    if (event->contact_id < r->marks_n) {
      r->marks[event->contact_id] |= STF_IMPORT_WRITTEN;
    }
  }
  for (size_t i = 0; i < r->marks_n; i++) {
    facts->dropped_n += (r->marks[i] & STF_IMPORT_DROPPED) != 0;
    facts->contacts_n += (r->marks[i] & STF_IMPORT_WRITTEN) != 0;
  }
}

/* Whether every contact is closed although closing takes days: then those are missing that were
 * open when the export was made. The events are sorted. */
static enum stf_status find_only_closed(struct stf_import_reader *r) {
  struct stf_import_facts *facts = &r->out->facts;
  if (facts->contacts_n < FEW || facts->events_n[STF_EVENT_CLOSE] < facts->contacts_n) {
    return STF_OK;
  }
  int64_t *open_us = stf_mem_zeroed(r->in->allocator, 2 * r->marks_n, sizeof *open_us);
  if (open_us == NULL) {
    return STF_ERR_MEMORY;
  }
  int64_t *close_us = open_us + r->marks_n;
  for (size_t i = 0; i < 2 * r->marks_n; i++) {
    open_us[i] = STF_NEVER;
  }
  for (size_t i = 0; i < r->out->events_n; i++) {
    const struct stf_event *event = &r->out->events[i];
    if (event->contact_id < r->marks_n) {
      int64_t *open = &open_us[event->contact_id];
      *open = *open == STF_NEVER ? event->at_us : *open;
      bool closes = event->kind == STF_EVENT_CLOSE;
      close_us[event->contact_id] = closes ? event->at_us : close_us[event->contact_id];
    }
  }
  double sum_us = 0;
  int64_t closed_n = 0;
  for (size_t i = 0; i < r->marks_n; i++) {
    if (close_us[i] != STF_NEVER) {
      sum_us += (double)(close_us[i] - open_us[i]);
      closed_n++;
    }
  }
  stf_mem_release(r->in->allocator, open_us);
  facts->mean_close_us = sum_us / (double)(closed_n > 0 ? closed_n : 1);
  facts->only_closed = closed_n == facts->contacts_n && facts->mean_close_us >= STF_US_PER_DAY;
  return STF_OK;
}

enum stf_status stf_import_settle(struct stf_import_reader *r) {
  struct stf_import *out = r->out;
  enum stf_status status = pick(r);
  if (status == STF_OK) {
    status = repeat(r);
  }
  if (status == STF_OK) {
    count(r);
    status = stf_event_sort(out->events, out->events_n, out->allocator);
  }
  if (status == STF_OK && out->events_n > 0) {
    out->facts.first_us = out->events[0].at_us;
    out->facts.last_us = out->events[out->events_n - 1].at_us;
    status = find_only_closed(r);
  }
  return status;
}
