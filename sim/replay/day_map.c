/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/day_map.h"

#include "base/search.h"
#include "scenario/scenario_days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A contact under the local day on which it came. */
struct dated {
  int64_t day;
  size_t index;
};

struct days {
  struct dated *items; /* by day, then index */
  size_t n;
};

static int64_t came_us(const struct stf_day_map_in *in, const struct stf_contact *contact) {
  return in->openings ? contact->open_us : contact->queue_us;
}

static int by_day(const void *left, const void *right) {
  const struct dated *a = left;
  const struct dated *b = right;
  if (a->day != b->day) {
    return a->day < b->day ? -1 : 1;
  }
  return (a->index > b->index) - (a->index < b->index);
}

static enum stf_status date_contacts(const struct stf_day_map_in *in, struct stf_arena *arena,
                                     struct days *out) {
  out->items = stf_arena_alloc(arena, in->log->contacts_n + 1, sizeof *out->items);
  if (out->items == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    int64_t at_us = came_us(in, &in->log->contacts[i]);
    if (at_us != STF_NEVER) {
      out->items[out->n++] = (struct dated){stf_zone_day_at(in->zone, at_us), i};
    }
  }
  qsort(out->items, out->n, sizeof *out->items, by_day);
  return STF_OK;
}

/* Contacts of a day: *first is the place of the first of them. */
static size_t count_day(const struct days *days, int64_t day, size_t *first) {
  size_t low = stf_search_below(days->items, days->n, sizeof *days->items,
                                offsetof(struct dated, day), day);
  *first = low;
  size_t high = low;
  while (high < days->n && days->items[high].day == day) {
    high++;
  }
  return high - low;
}

/* ---- what the log lacks ---- */

/* Source days without a contact, of one kind. */
struct lack {
  const struct stf_scenario_replay_day *first;
  size_t n;
};

static void tell_lack(const struct stf_day_map_in *in, enum stf_severity severity,
                      const struct lack *lack, struct stf_diags *diags) {
  char source[STF_SCENARIO_DAYS_TEXT];
  char first[STF_SCENARIO_DAYS_TEXT];
  char last[STF_SCENARIO_DAYS_TEXT];
  if (lack->n == 0) {
    return;
  }
  (void)stf_scenario_days_text(lack->first->as_day, source);
  (void)stf_scenario_days_text(stf_zone_day_at(in->zone, in->log->facts.first_us), first);
  (void)stf_scenario_days_text(stf_zone_day_at(in->zone, in->log->facts.last_us), last);
  struct stf_where where = {in->path, lack->first->line, lack->first->column};
  stf_diag_add(diags, severity, where,
               "nobody comes on %s in the log '%s', which runs from %s to %s (%zu "
               "such day%s)",
               source, in->log_path, first, last, lack->n, lack->n == 1 ? "" : "s");
}

static void tell_lacks(const struct stf_day_map_in *in, const struct days *days,
                       struct stf_diags *diags) {
  struct lack outside = {0};
  struct lack empty = {0};
  int64_t first_day = stf_zone_day_at(in->zone, in->log->facts.first_us);
  int64_t last_day = stf_zone_day_at(in->zone, in->log->facts.last_us);
  for (size_t i = 0; i < in->days_n; i++) {
    size_t first = 0;
    const struct stf_scenario_replay_day *day = &in->days[i];
    bool within = day->as_day >= first_day && day->as_day <= last_day;
    if (count_day(days, day->as_day, &first) == 0) {
      struct lack *lack = within ? &empty : &outside;
      lack->first = lack->n++ == 0 ? day : lack->first;
    }
  }
  tell_lack(in, STF_SEVERITY_ERROR, &outside, diags);
  tell_lack(in, STF_SEVERITY_WARNING, &empty, diags);
}

/* ---- moving ---- */

static int64_t shift_of(const struct stf_zone *zone, int64_t at_us, int64_t day) {
  struct stf_civil from;
  struct stf_civil to;
  stf_zone_to_civil(zone, at_us, &from, NULL);
  stf_zone_day_civil(day, &to);
  to.hour = from.hour;
  to.minute = from.minute;
  to.second = from.second;
  to.us = from.us;
  return stf_zone_to_utc(zone, &to) - at_us;
}

/* The name under which a contact comes once more. */
static enum stf_status rename_item(const struct stf_day_map_in *in, int64_t day,
                                   struct stf_day_map_item *item) {
  char date[STF_SCENARIO_DAYS_TEXT];
  char name[512];
  (void)stf_scenario_days_text(day, date);
  int n = snprintf(name, sizeof name, "%.480s@%s",
                   stf_dict_text(in->log->contact_ids, item->contact->id), date);
  item->id = stf_dict_add(in->log->contact_ids, name, (size_t)n);
  item->address = stf_dict_hash(name, (size_t)n);
  return item->id != STF_DICT_NONE ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status move_day(const struct stf_day_map_in *in, const struct days *days,
                                const struct stf_scenario_replay_day *day,
                                struct stf_day_map_item *out) {
  size_t first = 0;
  size_t n = count_day(days, day->as_day, &first);
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = &in->log->contacts[days->items[first + i].index];
    out[i] = (struct stf_day_map_item){.contact = contact,
                                       .shift_us =
                                           shift_of(in->zone, came_us(in, contact), day->day),
                                       .id = contact->id,
                                       .address = contact->address};
    if (day->again && rename_item(in, day->day, &out[i]) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

enum stf_status stf_day_map_make(const struct stf_day_map_in *in, struct stf_arena *arena,
                                 struct stf_diags *diags, struct stf_day_map_item **out,
                                 size_t *out_n) {
  struct days days = {0};
  size_t first = 0;
  size_t n = 0;
  if (date_contacts(in, arena, &days) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < in->days_n; i++) {
    n += count_day(&days, in->days[i].as_day, &first);
  }
  struct stf_day_map_item *items = stf_arena_alloc(arena, n + 1, sizeof *items);
  if (items == NULL) {
    return STF_ERR_MEMORY;
  }
  tell_lacks(in, &days, diags);
  *out = items;
  *out_n = n;
  for (size_t i = 0; i < in->days_n; i++) {
    if (move_day(in, &days, &in->days[i], items) != STF_OK) {
      return STF_ERR_MEMORY;
    }
    items += count_day(&days, in->days[i].as_day, &first);
  }
  return STF_OK;
}
