/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/support.h"

#include <string.h>

/* One class: what has come so far, in its own intervals and by day. */
struct tracked {
  const struct stf_support *support; /* NULL: nothing is known of it */
  bool until_reply;                  /* patience runs until the first human message */
  struct stf_support_counts counts;  /* waits and ages */
  int64_t *intervals;                /* contacts opened; NULL: not asked */
  size_t intervals_n;
  int64_t *days;
};

struct stf_support_tally {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct tracked *classes; /* by class of the desk */
  int64_t *day_edges_us;   /* days_n + 1 */
  size_t days_n;
  struct stf_agent_load *loads;
};

bool stf_support_is_known(const struct stf_desk *desk) {
  bool known = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    known = known || desk->classes[c].support != NULL;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    known = known || desk->teams[t].load_seen > 0;
  }
  return known;
}

static enum stf_status make_days(struct stf_support_tally *tally, const struct stf_zone *zone) {
  const struct stf_desk *desk = tally->desk;
  for (int64_t at_us = desk->from_us; at_us < desk->to_us;
       at_us = stf_zone_next_day(zone, at_us)) {
    tally->days_n++;
  }
  tally->day_edges_us =
      stf_mem_zeroed(tally->allocator, tally->days_n + 1, sizeof *tally->day_edges_us);
  if (tally->day_edges_us == NULL) {
    return STF_ERR_MEMORY;
  }
  int64_t at_us = desk->from_us;
  for (size_t d = 0; d < tally->days_n; d++) {
    tally->day_edges_us[d] = at_us;
    at_us = stf_zone_next_day(zone, at_us);
  }
  tally->day_edges_us[tally->days_n] = desk->to_us;
  return STF_OK;
}

static enum stf_status track(struct stf_support_tally *tally, uint32_t c) {
  const struct stf_desk *desk = tally->desk;
  struct tracked *class = &tally->classes[c];
  const struct stf_leaving *leaving = desk->classes[c].leaving;
  class->support = desk->classes[c].support;
  class->until_reply = leaving != NULL && leaving->until_reply;
  if (class->support == NULL) {
    return STF_OK;
  }
  if (class->support->per_interval > 0) {
    class->intervals_n =
        (size_t)((desk->to_us - desk->from_us - 1) / class->support->interval_us) + 1;
    class->intervals =
        stf_mem_zeroed(tally->allocator, class->intervals_n, sizeof *class->intervals);
  }
  class->days = stf_mem_zeroed(tally->allocator, tally->days_n + 1, sizeof *class->days);
  bool lacks = class->support->per_interval > 0 && class->intervals == NULL;
  return lacks || class->days == NULL ? STF_ERR_MEMORY : STF_OK;
}

enum stf_status stf_support_new(const struct stf_desk *desk, const struct stf_zone *zone,
                                const struct stf_allocator *allocator,
                                struct stf_support_tally **out) {
  struct stf_support_tally *tally = stf_mem_zeroed(allocator, 1, sizeof *tally);
  if (tally == NULL) {
    return STF_ERR_MEMORY;
  }
  tally->desk = desk;
  tally->allocator = allocator;
  tally->classes = stf_mem_zeroed(allocator, desk->classes_n, sizeof *tally->classes);
  enum stf_status status = tally->classes != NULL ? make_days(tally, zone) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    status = stf_agent_load_new(desk, allocator, &tally->loads);
  }
  for (uint32_t c = 0; c < desk->classes_n && status == STF_OK; c++) {
    status = track(tally, c);
  }
  if (status != STF_OK) {
    stf_support_free(tally);
    return status;
  }
  *out = tally;
  return STF_OK;
}

void stf_support_free(struct stf_support_tally *tally) {
  if (tally == NULL) {
    return;
  }
  for (uint32_t c = 0; tally->classes != NULL && c < tally->desk->classes_n; c++) {
    stf_mem_release(tally->allocator, tally->classes[c].intervals);
    stf_mem_release(tally->allocator, tally->classes[c].days);
  }
  stf_mem_release(tally->allocator, tally->classes);
  stf_mem_release(tally->allocator, tally->day_edges_us);
  stf_agent_load_free(tally->loads);
  stf_mem_release(tally->allocator, tally);
}

void stf_support_reset(struct stf_support_tally *tally) {
  stf_agent_load_reset(tally->loads);
  for (uint32_t c = 0; c < tally->desk->classes_n; c++) {
    struct tracked *class = &tally->classes[c];
    class->counts = (struct stf_support_counts){0};
    if (class->intervals != NULL) {
      memset(class->intervals, 0, class->intervals_n * sizeof *class->intervals);
    }
    if (class->days != NULL) {
      memset(class->days, 0, tally->days_n * sizeof *class->days);
    }
  }
}

static struct tracked *class_of(struct stf_support_tally *tally, uint32_t name) {
  for (uint32_t c = 0; c < tally->desk->classes_n; c++) {
    if (tally->desk->classes[c].name == name) {
      return tally->classes[c].support != NULL ? &tally->classes[c] : NULL;
    }
  }
  return NULL;
}

/* Day of an instant of the period: the last one that begins before it or at it. */
static size_t day_of(const struct stf_support_tally *tally, int64_t at_us) {
  size_t low = 0;
  size_t high = tally->days_n;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    low = tally->day_edges_us[middle] <= at_us ? middle : low;
    high = tally->day_edges_us[middle] <= at_us ? high : middle;
  }
  return low;
}

static void count(struct stf_support_share *share, int64_t value, int64_t most) {
  if (most > 0) {
    share->n++;
    share->outside_n += value > most;
  }
}

static void take_laws(struct tracked *class, const struct stf_contact *contact) {
  int64_t worked_us = stf_contact_worked_us(contact);
  int64_t bot_us = stf_contact_bot_us(contact);
  if (worked_us != STF_NEVER) {
    count(&class->counts.of[STF_SUPPORT_SERVICE], worked_us, class->support->service_us);
  }
  if (contact->assign_us != STF_NEVER && contact->first_human_us >= contact->assign_us) {
    count(&class->counts.of[STF_SUPPORT_FIRST], contact->first_human_us - contact->assign_us,
          class->support->first_us);
  }
  if (bot_us != STF_NEVER) {
    count(&class->counts.of[STF_SUPPORT_BOT], bot_us, class->support->bot_us);
  }
}

/* When the contact's patience was no longer asked for; STF_NEVER: it still is. */
static int64_t waited_until_us(const struct tracked *class, const struct stf_contact *contact) {
  if (!class->until_reply || stf_contact_left(contact)) {
    return stf_contact_wait_end_us(contact);
  }
  return contact->abandon_us != STF_NEVER ? contact->abandon_us : contact->first_human_us;
}

static void take(struct stf_support_tally *tally, struct tracked *class,
                 const struct stf_contact *contact) {
  const struct stf_desk *desk = tally->desk;
  int64_t end_us = desk->to_us > contact->open_us ? desk->to_us : contact->open_us;
  if (stf_contact_offered(contact)) {
    int64_t waited_us = waited_until_us(class, contact);
    waited_us = waited_us != STF_NEVER ? waited_us : end_us;
    count(&class->counts.of[STF_SUPPORT_WAIT], waited_us - contact->queue_us,
          class->support->wait_us);
  }
  int64_t closed_us = contact->close_us != STF_NEVER ? contact->close_us : end_us;
  count(&class->counts.of[STF_SUPPORT_AGE], closed_us - contact->open_us,
        class->support->age_us);
  take_laws(class, contact);
  if (class->intervals != NULL) {
    class->intervals[(contact->open_us - desk->from_us) / class->support->interval_us]++;
  }
  class->days[day_of(tally, contact->open_us)]++;
}

enum stf_status stf_support_contacts(struct stf_support_tally *tally,
                                     const struct stf_contact *contacts, size_t n) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    status = stf_agent_load_take(tally->loads, &contacts[i]);
    struct tracked *class = class_of(tally, contacts[i].class_id);
    if (class != NULL && contacts[i].open_us >= tally->desk->from_us &&
        contacts[i].open_us < tally->desk->to_us) {
      take(tally, class, &contacts[i]);
    }
  }
  return status;
}

void stf_support_add(struct stf_support_tally *tally, struct stf_support_counts *counts,
                     struct stf_support_share *loads) {
  stf_agent_load_add(tally->loads, loads);
  for (uint32_t c = 0; c < tally->desk->classes_n; c++) {
    const struct tracked *class = &tally->classes[c];
    struct stf_support_counts own = class->counts;
    for (size_t i = 0; i < class->intervals_n; i++) {
      count(&own.of[STF_SUPPORT_INTERVAL], class->intervals[i], class->support->per_interval);
    }
    for (size_t d = 0; class->days != NULL && d < tally->days_n; d++) {
      count(&own.of[STF_SUPPORT_DAY], class->days[d], class->support->per_day);
    }
    for (size_t k = 0; k < STF_SUPPORT_KINDS; k++) {
      counts[c].of[k].n += own.of[k].n;
      counts[c].of[k].outside_n += own.of[k].outside_n;
    }
  }
}
