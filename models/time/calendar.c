/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/calendar.h"

#include "base/macros.h"
#include "base/quantity.h"
#include "base/search.h"

/* Open from from_us to to_us; open_us is the open time before it. */
struct stretch {
  int64_t from_us;
  int64_t to_us;
  int64_t open_us;
};

struct stf_calendar {
  const struct stf_allocator *allocator;
  struct stretch *stretches; /* ascending, not touching */
  size_t stretches_n;
  size_t capacity;
};

static int64_t floor_day(int64_t local_us) {
  int64_t day = local_us / STF_US_PER_DAY;
  return day - (local_us % STF_US_PER_DAY < 0);
}

static const struct stf_calendar_hours *hours_of(const struct stf_calendar_rules *rules,
                                                 int64_t day) {
  size_t low = stf_search_below(rules->dates, rules->dates_n, sizeof *rules->dates,
                                offsetof(struct stf_calendar_date, day), day);
  bool dated = low < rules->dates_n && rules->dates[low].day == day;
  return dated ? &rules->dates[low].hours : &rules->week[stf_zone_day_weekday(day)];
}

static enum stf_status add_stretch(struct stf_calendar *calendar, int64_t from_us,
                                   int64_t to_us) {
  int64_t open_us = 0;
  if (calendar->stretches_n > 0) {
    struct stretch *last = &calendar->stretches[calendar->stretches_n - 1];
    if (last->to_us == from_us) {
      last->to_us = to_us;
      return STF_OK;
    }
    open_us = last->open_us + (last->to_us - last->from_us);
  }
  struct stretch *grown =
      stf_mem_grown(calendar->allocator, calendar->stretches, &calendar->capacity,
                    calendar->stretches_n + 1, sizeof *grown);
  if (grown == NULL) {
    return STF_ERR_MEMORY;
  }
  calendar->stretches = grown;
  grown[calendar->stretches_n++] =
      (struct stretch){.from_us = from_us, .to_us = to_us, .open_us = open_us};
  return STF_OK;
}

/* The hours of one local day, as far as they lie in [from_us, to_us) with this offset. */
static enum stf_status add_day(struct stf_calendar *calendar,
                               const struct stf_calendar_hours *hours, int64_t midnight_us,
                               int64_t from_us, int64_t to_us) {
  enum stf_status status = STF_OK;
  for (uint32_t i = 0; i < hours->spans_n && status == STF_OK; i++) {
    int64_t opens_us = midnight_us + hours->spans[i].from_s * STF_US_PER_S;
    int64_t closes_us = midnight_us + hours->spans[i].to_s * STF_US_PER_S;
    opens_us = opens_us < from_us ? from_us : opens_us;
    closes_us = closes_us > to_us ? to_us : closes_us;
    if (opens_us < closes_us) {
      status = add_stretch(calendar, opens_us, closes_us);
    }
  }
  return status;
}

/* Between two changes of clocks the local days follow each other evenly; a skipped hour lies in
 * no such piece and a repeated one in two. */
static enum stf_status add_piece(struct stf_calendar *calendar,
                                 const struct stf_calendar_rules *rules, int64_t from_us,
                                 int64_t to_us) {
  int64_t until_us = 0;
  int64_t offset_us = stf_zone_offset(rules->zone, from_us, &until_us) * STF_US_PER_S;
  int64_t last_day = floor_day(to_us - 1 + offset_us);
  enum stf_status status = STF_OK;
  for (int64_t day = floor_day(from_us + offset_us); day <= last_day && status == STF_OK;
       day++) {
    status = add_day(calendar, hours_of(rules, day), day * STF_US_PER_DAY - offset_us, from_us,
                     to_us);
  }
  return status;
}

enum stf_status stf_calendar_new(const struct stf_calendar_rules *rules, int64_t from_us,
                                 int64_t to_us, const struct stf_allocator *allocator,
                                 struct stf_calendar **out) {
  *out = NULL;
  struct stf_calendar *calendar = stf_mem_zeroed(allocator, 1, sizeof *calendar);
  if (calendar == NULL) {
    return STF_ERR_MEMORY;
  }
  calendar->allocator = allocator;
  for (int64_t at_us = from_us; at_us < to_us;) {
    int64_t until_us = 0;
    (void)stf_zone_offset(rules->zone, at_us, &until_us);
    until_us = until_us < to_us ? until_us : to_us;
    if (add_piece(calendar, rules, at_us, until_us) != STF_OK) {
      stf_calendar_free(calendar);
      return STF_ERR_MEMORY;
    }
    at_us = until_us;
  }
  *out = calendar;
  return STF_OK;
}

void stf_calendar_free(struct stf_calendar *calendar) {
  if (calendar != NULL) {
    stf_mem_release(calendar->allocator, calendar->stretches);
    stf_mem_release(calendar->allocator, calendar);
  }
}

/* Number of stretches that begin at or before the instant. */
static size_t begun_by(const struct stf_calendar *calendar, int64_t at_us) {
  size_t low = 0;
  size_t high = calendar->stretches_n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (calendar->stretches[middle].from_us <= at_us) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Open time from the beginning of the range to the instant. */
static int64_t open_until_us(const struct stf_calendar *calendar, int64_t at_us) {
  size_t begun_n = begun_by(calendar, at_us);
  if (begun_n == 0) {
    return 0;
  }
  const struct stretch *last = &calendar->stretches[begun_n - 1];
  int64_t end_us = at_us < last->to_us ? at_us : last->to_us;
  return last->open_us + (end_us - last->from_us);
}

bool stf_calendar_open_at(const struct stf_calendar *calendar, int64_t at_us) {
  if (calendar == NULL) {
    return true;
  }
  size_t begun_n = begun_by(calendar, at_us);
  return begun_n > 0 && at_us < calendar->stretches[begun_n - 1].to_us;
}

int64_t stf_calendar_between_us(const struct stf_calendar *calendar, int64_t from_us,
                                int64_t to_us) {
  if (to_us <= from_us) {
    return 0;
  }
  if (calendar == NULL) {
    return to_us - from_us;
  }
  return open_until_us(calendar, to_us) - open_until_us(calendar, from_us);
}

/* The instant by which open_us > 0 of open time have passed since the range began: in the last
 * stretch before which less had passed. */
static int64_t instant_of(const struct stf_calendar *calendar, int64_t open_us) {
  size_t low = 0;
  size_t high = calendar->stretches_n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (calendar->stretches[middle].open_us < open_us) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) {
    return INT64_MAX;
  }
  const struct stretch *stretch = &calendar->stretches[low - 1];
  int64_t rest_us = open_us - stretch->open_us;
  return rest_us <= stretch->to_us - stretch->from_us ? stretch->from_us + rest_us : INT64_MAX;
}

int64_t stf_calendar_after_us(const struct stf_calendar *calendar, int64_t from_us,
                              int64_t by_us) {
  STF_ASSERT(by_us >= 0);
  if (by_us == INT64_MAX) {
    return INT64_MAX;
  }
  if (by_us == 0) {
    return from_us;
  }
  int64_t passed_us = calendar != NULL ? open_until_us(calendar, from_us) : from_us;
  if (passed_us > 0 && by_us > INT64_MAX - passed_us) {
    return INT64_MAX;
  }
  return calendar != NULL ? instant_of(calendar, passed_us + by_us) : passed_us + by_us;
}

int64_t stf_calendar_opening_us(const struct stf_calendar *calendar, int64_t at_us) {
  if (stf_calendar_open_at(calendar, at_us)) {
    return at_us;
  }
  size_t begun_n = begun_by(calendar, at_us);
  return begun_n < calendar->stretches_n ? calendar->stretches[begun_n].from_us : INT64_MAX;
}
