/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/holidays.h"

#include "base/macros.h"
#include "base/quantity.h"
#include "time/holidays_line.h"
#include "time/zone.h"

#include <libical/ical.h>
#include <string.h>
#include <strings.h>

enum {
  DAY_S = 86400,
  DEPTH_MAX = 16,
  YEAR_LEAST = 1900, /* rules are followed from their first day on */
  SHOWN_MAX = 60     /* bytes of a value in a message */
};

/* A date, or a date and time, as written. */
struct moment {
  int64_t day;
  int32_t clock_s; /* -1: a whole day */
  bool utc;
};

struct day_node {
  struct day_node *next;
  int64_t day;
};

struct event {
  struct event *next;
  const char *uid;  /* "" if it has none */
  const char *name; /* "" if it has none */
  int line;
  bool cancelled;
  bool starts;
  bool ends;     /* DTEND or DURATION */
  bool replaces; /* RECURRENCE-ID: `replaced_day` of the series */
  int64_t replaced_day;
  struct moment start;
  struct moment end;
  struct icaldurationtype duration;
  bool lasts;             /* by `duration` */
  const char *start_zone; /* TZID, or NULL */
  const char *rule;       /* RRULE, or NULL */
  int rule_line;
  struct day_node *added;    /* RDATE */
  struct day_node *excluded; /* EXDATE */
};

struct reader {
  const char *path;
  struct stf_arena *arena;
  struct stf_diags *diags;
  enum stf_status status;
  struct event *events; /* in the order of the file */
  struct event **tail;
  struct event *event;         /* being read, or NULL */
  const char *open[DEPTH_MAX]; /* components that are open, and where they began */
  int open_lines[DEPTH_MAX];
  size_t open_n;
  size_t calendars_n;
};

/* What is asked for: the name of each day of the range, NULL where it is no holiday. */
struct days {
  int64_t from_day;
  int64_t to_day;
  const char **names;
};

static void tell(struct reader *reader, int line, const char *what, const char *value) {
  struct stf_where where = {.path = reader->path, .line = line};
  stf_diag_add(reader->diags, STF_SEVERITY_ERROR, where, "%s%s%.*s%s", what,
               value != NULL ? ", not '" : "", SHOWN_MAX, value != NULL ? value : "",
               value != NULL ? "'" : "");
  reader->status = reader->status == STF_OK ? STF_ERR_INPUT : reader->status;
}

static void *take_memory(struct reader *reader, size_t size) {
  void *memory = stf_arena_alloc(reader->arena, 1, size);
  if (memory == NULL) {
    reader->status = STF_ERR_MEMORY;
  }
  return memory;
}

/* ---- values ---- */

/* n digits -> number, -1 if they are none. */
static int digits(const char *text, size_t n) {
  int value = 0;
  for (size_t i = 0; i < n; i++) {
    if (text[i] < '0' || text[i] > '9') {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/* "20261225" */
static bool parse_day(const char *text, size_t n, int64_t *out) {
  if (n != 8 || digits(text, 8) < 0) {
    return false;
  }
  struct stf_civil civil = {
      .year = digits(text, 4), .month = digits(text + 4, 2), .day = digits(text + 6, 2)};
  struct stf_civil back;
  *out = stf_zone_day_number(&civil);
  stf_zone_day_civil(*out, &back);
  return civil.year >= YEAR_LEAST && back.month == civil.month && back.day == civil.day;
}

/* "20261225", "20261225T090000", "20261225T090000Z" */
static bool parse_moment(const char *text, size_t n, struct moment *out) {
  *out = (struct moment){.clock_s = -1};
  if (n == 8) {
    return parse_day(text, n, &out->day);
  }
  if (n < 15 || n > 16 || text[8] != 'T' || digits(text + 9, 6) < 0 ||
      (n == 16 && text[15] != 'Z')) {
    return false;
  }
  int hour = digits(text + 9, 2);
  int minute = digits(text + 11, 2);
  int second = digits(text + 13, 2);
  out->clock_s = hour * 3600 + minute * 60 + second;
  out->utc = n == 16;
  return hour < 24 && minute < 60 && second <= 60 && parse_day(text, 8, &out->day);
}

static bool read_moment(struct reader *reader, const struct stf_holidays_line *line,
                        struct moment *out) {
  if (parse_moment(line->value, strlen(line->value), out)) {
    return true;
  }
  tell(reader, line->line, "a date must be such as 20261225 or 20261225T090000", line->value);
  return false;
}

/* Dates apart by commas; of a period its beginning. */
static void read_days(struct reader *reader, const struct stf_holidays_line *line,
                      struct day_node **list) {
  const char *at = line->value;
  for (;;) {
    size_t n = strcspn(at, ",");
    size_t first_n = strcspn(at, ",/");
    struct moment moment;
    if (!parse_moment(at, first_n, &moment)) {
      tell(reader, line->line, "a date must be such as 20261225 or 20261225T090000", at);
      return;
    }
    struct day_node *node = take_memory(reader, sizeof *node);
    if (node == NULL) {
      return;
    }
    *node = (struct day_node){.next = *list, .day = moment.day};
    *list = node;
    if (at[n] == '\0') {
      return;
    }
    at += n + 1;
  }
}

static void read_duration(struct reader *reader, const struct stf_holidays_line *line) {
  struct event *event = reader->event;
  event->duration = icaldurationtype_from_string(line->value);
  event->lasts = true;
  if (icaldurationtype_is_bad_duration(event->duration) || event->duration.is_neg != 0) {
    tell(reader, line->line, "DURATION must be such as P1D or PT12H", line->value);
  }
}

/* ---- lines ---- */

static void read_property(struct reader *reader, struct stf_holidays_line *line) {
  struct event *event = reader->event;
  struct moment moment;
  if (strcasecmp(line->name, "DTSTART") == 0) {
    event->starts = read_moment(reader, line, &event->start) || event->starts;
    event->start_zone = line->zone;
  } else if (strcasecmp(line->name, "DTEND") == 0) {
    event->ends = read_moment(reader, line, &event->end);
  } else if (strcasecmp(line->name, "DURATION") == 0) {
    read_duration(reader, line);
  } else if (strcasecmp(line->name, "RRULE") == 0) {
    if (event->rule != NULL) {
      tell(reader, line->line, "a second RRULE in one event: write two events", NULL);
    }
    event->rule = line->value;
    event->rule_line = line->line;
  } else if (strcasecmp(line->name, "RDATE") == 0) {
    read_days(reader, line, &event->added);
  } else if (strcasecmp(line->name, "EXDATE") == 0) {
    read_days(reader, line, &event->excluded);
  } else if (strcasecmp(line->name, "EXRULE") == 0) {
    tell(reader, line->line, "EXRULE is not read: list the days in EXDATE", NULL);
  } else if (strcasecmp(line->name, "SUMMARY") == 0) {
    stf_holidays_line_unescape(line->value);
    event->name = line->value;
  } else if (strcasecmp(line->name, "STATUS") == 0) {
    event->cancelled = strcasecmp(line->value, "CANCELLED") == 0;
  } else if (strcasecmp(line->name, "UID") == 0) {
    event->uid = line->value;
  } else if (strcasecmp(line->name, "RECURRENCE-ID") == 0 &&
             read_moment(reader, line, &moment)) {
    event->replaces = true;
    event->replaced_day = moment.day;
  }
}

static void read_begin(struct reader *reader, const struct stf_holidays_line *line) {
  if (reader->open_n == DEPTH_MAX) {
    tell(reader, line->line, "components nested too deeply", NULL);
    return;
  }
  reader->open[reader->open_n] = line->value;
  reader->open_lines[reader->open_n++] = line->line;
  if (strcasecmp(line->value, "VCALENDAR") == 0) {
    reader->calendars_n++;
  } else if (strcasecmp(line->value, "VEVENT") == 0 && reader->event == NULL) {
    struct event *event = take_memory(reader, sizeof *event);
    if (event != NULL) {
      *event = (struct event){.uid = "", .name = "", .line = line->line};
      reader->event = event;
    }
  }
}

/* Days of the event, one occurrence of it: [start, end), at least the day of its start. */
static int64_t length_days(const struct event *event) {
  int64_t clock_s = event->start.clock_s > 0 ? event->start.clock_s : 0;
  int64_t length_s = 0;
  if (event->ends) {
    int64_t end_s = event->end.clock_s > 0 ? event->end.clock_s : 0;
    length_s = (event->end.day - event->start.day) * DAY_S + end_s - clock_s;
  } else if (event->lasts) {
    const struct icaldurationtype *duration = &event->duration;
    length_s = ((int64_t)duration->weeks * 7 + duration->days) * DAY_S +
               (int64_t)duration->hours * 3600 + (int64_t)duration->minutes * 60 +
               duration->seconds;
  }
  int64_t days_n = (clock_s + length_s + DAY_S - 1) / DAY_S;
  return length_s < 0 ? -1 : days_n < 1 ? 1 : days_n;
}

static void finish_event(struct reader *reader) {
  struct event *event = reader->event;
  reader->event = NULL;
  if (!event->starts) {
    tell(reader, event->line, "this event has no DTSTART: on which day is it?", NULL);
  } else if (length_days(event) < 0) {
    tell(reader, event->line, "this event ends before it starts", NULL);
  }
  *reader->tail = event;
  reader->tail = &event->next;
}

static void read_end(struct reader *reader, const struct stf_holidays_line *line) {
  if (reader->open_n == 0 || strcasecmp(reader->open[reader->open_n - 1], line->value) != 0) {
    tell(reader, line->line, "this END has no BEGIN of the same name before it", NULL);
    return;
  }
  reader->open_n--;
  if (strcasecmp(line->value, "VEVENT") == 0 && reader->event != NULL &&
      reader->event->line == reader->open_lines[reader->open_n]) {
    finish_event(reader);
  }
}

static void read_line(struct reader *reader, struct stf_holidays_line *line) {
  if (strcasecmp(line->name, "BEGIN") == 0) {
    read_begin(reader, line);
  } else if (strcasecmp(line->name, "END") == 0) {
    read_end(reader, line);
  } else if (reader->event != NULL &&
             reader->event->line == reader->open_lines[reader->open_n - 1]) {
    read_property(reader, line);
  }
}

/* False where the text is no calendar at all: its other lines then mean nothing. */
static bool read_lines(struct reader *reader, const char *bytes, size_t n) {
  struct stf_holidays_line_source source;
  struct stf_holidays_line line;
  enum stf_holidays_line_got got = STF_HOLIDAYS_LINE_READ;
  if (!stf_holidays_line_open(&source, bytes, n, reader->arena)) {
    reader->status = STF_ERR_MEMORY;
    return false;
  }
  while (reader->status != STF_ERR_MEMORY &&
         (got = stf_holidays_line_next(&source, &line)) != STF_HOLIDAYS_LINE_END) {
    bool begins = got == STF_HOLIDAYS_LINE_READ && strcasecmp(line.name, "BEGIN") == 0 &&
                  strcasecmp(line.value, "VCALENDAR") == 0;
    if (reader->calendars_n == 0 && !begins) {
      tell(reader, line.line, "an iCalendar file must begin with BEGIN:VCALENDAR", NULL);
      return false;
    }
    if (got == STF_HOLIDAYS_LINE_BAD) {
      tell(reader, line.line, "a line must be such as NAME:value", NULL);
    } else {
      read_line(reader, &line);
    }
  }
  if (reader->calendars_n == 0) {
    tell(reader, 0, "an iCalendar file must begin with BEGIN:VCALENDAR", NULL);
  }
  if (reader->open_n > 0) {
    tell(reader, reader->open_lines[reader->open_n - 1],
         "what begins here never ends: the file is cut off", NULL);
  }
  return true;
}

/* ---- days ---- */

static bool has_day(const struct day_node *list, int64_t day) {
  for (; list != NULL && list->day != day; list = list->next) {
  }
  return list != NULL;
}

/* Another event of the same series stands for this day. */
static bool is_replaced(const struct reader *reader, const struct event *event, int64_t day) {
  for (const struct event *other = reader->events;
       !event->replaces && event->uid[0] != '\0' && other != NULL; other = other->next) {
    if (other->replaces && other->replaced_day == day && strcmp(other->uid, event->uid) == 0) {
      return true;
    }
  }
  return false;
}

/* One occurrence that starts on the day. */
static void mark(const struct reader *reader, const struct event *event, int64_t day,
                 struct days *out) {
  int64_t end_day = day + length_days(event);
  int64_t first = day < out->from_day ? out->from_day : day;
  int64_t last = end_day - 1 > out->to_day ? out->to_day : end_day - 1;
  if (first > last || has_day(event->excluded, day) || is_replaced(reader, event, day)) {
    return;
  }
  for (int64_t at = first; at <= last; at++) {
    const char **name = &out->names[at - out->from_day];
    *name = *name == NULL ? event->name : *name;
  }
}

/* The last day of a rule's UNTIL in the event's own time. */
static int64_t until_day(const struct event *event, const struct icaltimetype *until) {
  struct stf_civil civil = {.year = until->year,
                            .month = until->month,
                            .day = until->day,
                            .hour = until->hour,
                            .minute = until->minute,
                            .second = until->second};
  struct stf_zone *zone = NULL;
  if (icaltime_is_utc(*until) && event->start_zone != NULL && event->start.clock_s >= 0 &&
      stf_zone_open(event->start_zone, &zone) == STF_OK) {
    int64_t seconds = stf_zone_day_number(&civil) * DAY_S + (int64_t)civil.hour * 3600 +
                      (int64_t)civil.minute * 60 + civil.second;
    stf_zone_to_civil(zone, seconds * STF_US_PER_S, &civil, NULL);
    stf_zone_free(zone);
  }
  int64_t day = stf_zone_day_number(&civil);
  int64_t clock_s = (int64_t)civil.hour * 3600 + (int64_t)civil.minute * 60 + civil.second;
  bool before = until->is_date == 0 && event->start.clock_s > clock_s;
  return before ? day - 1 : day;
}

static bool is_given(const short *list) {
  return list[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

static bool has_hours(const struct icalrecurrencetype *rule) {
  return is_given(rule->by_hour) || is_given(rule->by_minute) || is_given(rule->by_second);
}

static bool is_daily_or_slower(icalrecurrencetype_frequency freq) {
  return freq == ICAL_DAILY_RECURRENCE || freq == ICAL_WEEKLY_RECURRENCE ||
         freq == ICAL_MONTHLY_RECURRENCE || freq == ICAL_YEARLY_RECURRENCE;
}

/* BYSETPOS as holidays use it: up to the fourth, from either end, of plain weekdays in a month
 * or year. Those are always there; libical 3.0.16 may loop or crash on places that are not. */
static bool has_safe_places(const struct icalrecurrencetype *rule) {
  bool safe = is_given(rule->by_day) && !is_given(rule->by_month_day) &&
              !is_given(rule->by_year_day) && !is_given(rule->by_week_no) &&
              (rule->freq == ICAL_MONTHLY_RECURRENCE || rule->freq == ICAL_YEARLY_RECURRENCE);
  for (size_t i = 0;
       safe && i < ICAL_BY_DAY_SIZE && rule->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++) {
    safe = icalrecurrencetype_day_position(rule->by_day[i]) == 0;
  }
  for (size_t i = 0;
       safe && i < ICAL_BY_SETPOS_SIZE && rule->by_set_pos[i] != ICAL_RECURRENCE_ARRAY_MAX;
       i++) {
    safe = rule->by_set_pos[i] >= -4 && rule->by_set_pos[i] <= 4 && rule->by_set_pos[i] != 0;
  }
  return safe;
}

/* Years of another calendar than ours (RFC 7529). */
static bool names_a_scale(const char *rule) {
  for (; *rule != '\0' && strncasecmp(rule, "RSCALE", 6) != 0; rule++) {
  }
  return *rule != '\0';
}

/* Reads an event's rule and begins to repeat it; NULL: told. */
static icalrecur_iterator *begin_rule(struct reader *reader, const struct event *event,
                                      struct icalrecurrencetype *rule) {
  if (names_a_scale(event->rule)) {
    tell(reader, event->rule_line, "RRULE counts in Gregorian years: list the days in RDATE",
         event->rule);
    return NULL;
  }
  *rule = icalrecurrencetype_from_string(event->rule);
  if (rule->freq == ICAL_NO_RECURRENCE) {
    tell(reader, event->rule_line, "RRULE must be such as FREQ=YEARLY", event->rule);
    return NULL;
  }
  if (!is_daily_or_slower(rule->freq) || has_hours(rule)) {
    tell(reader, event->rule_line, "a holiday repeats by days, weeks, months or years",
         event->rule);
    return NULL;
  }
  if (is_given(rule->by_set_pos) && !has_safe_places(rule)) {
    tell(reader, event->rule_line,
         "BYSETPOS must be 1 to 4, or -1 to -4, among the weekdays of a month or year",
         event->rule);
    return NULL;
  }
  struct stf_civil civil;
  stf_zone_day_civil(event->start.day, &civil);
  const struct icaltimetype start = {
      .year = civil.year, .month = civil.month, .day = civil.day, .is_date = 1};
  struct icalrecurrencetype endless = *rule;
  endless.until = icaltime_null_time();
  icalrecur_iterator *iterator = icalrecur_iterator_new(endless, start);
  if (iterator == NULL) {
    tell(reader, event->rule_line, "RRULE must give days, as FREQ=YEARLY does", event->rule);
  }
  return iterator;
}

static void expand(struct reader *reader, const struct event *event, struct days *out) {
  struct icalrecurrencetype rule;
  icalrecur_iterator *iterator = begin_rule(reader, event, &rule);
  if (iterator == NULL) {
    return;
  }
  int64_t last =
      icaltime_is_null_time(rule.until) ? out->to_day : until_day(event, &rule.until);
  last = last < out->to_day ? last : out->to_day;
  for (;;) {
    struct icaltimetype next = icalrecur_iterator_next(iterator);
    struct stf_civil civil = {.year = next.year, .month = next.month, .day = next.day};
    if (icaltime_is_null_time(next) || stf_zone_day_number(&civil) > last) {
      break;
    }
    mark(reader, event, stf_zone_day_number(&civil), out);
  }
  icalrecur_iterator_free(iterator);
}

static void mark_events(struct reader *reader, struct days *out) {
  for (const struct event *event = reader->events; event != NULL; event = event->next) {
    if (event->cancelled) {
      continue;
    }
    mark(reader, event, event->start.day, out);
    for (const struct day_node *node = event->added; node != NULL; node = node->next) {
      mark(reader, event, node->day, out);
    }
    if (event->rule != NULL) {
      expand(reader, event, out);
    }
  }
}

static enum stf_status give(struct stf_arena *arena, const struct days *days,
                            struct stf_holiday **out, size_t *out_n) {
  size_t range_n = (size_t)(days->to_day - days->from_day + 1);
  size_t n = 0;
  for (size_t i = 0; i < range_n; i++) {
    n += days->names[i] != NULL;
  }
  struct stf_holiday *holidays = stf_arena_alloc(arena, n + 1, sizeof *holidays);
  if (holidays == NULL) {
    return STF_ERR_MEMORY;
  }
  *out = holidays;
  *out_n = n;
  for (size_t i = 0; i < range_n; i++) {
    if (days->names[i] != NULL) {
      *holidays++ =
          (struct stf_holiday){.day = days->from_day + (int64_t)i, .name = days->names[i]};
    }
  }
  return STF_OK;
}

enum stf_status stf_holidays_parse(const struct stf_holidays_text *text,
                                   struct stf_arena *arena, struct stf_diags *diags,
                                   struct stf_holiday **out, size_t *out_n) {
  int64_t range_n = text->to_day - text->from_day + 1;
  STF_ASSERT(range_n > 0 && range_n <= STF_HOLIDAYS_RANGE_MAX);
  *out = NULL;
  *out_n = 0;
  icalerror_set_errors_are_fatal(0);
  struct days days = {.from_day = text->from_day, .to_day = text->to_day};
  struct reader reader = {.path = text->path, .arena = arena, .diags = diags};
  reader.tail = &reader.events;
  days.names = stf_arena_alloc(arena, (size_t)range_n, sizeof *days.names);
  if (days.names == NULL) {
    return STF_ERR_MEMORY;
  }
  if (read_lines(&reader, text->bytes, text->n) && reader.status == STF_OK) {
    mark_events(&reader, &days);
  }
  return reader.status == STF_OK ? give(arena, &days, out, out_n) : reader.status;
}
