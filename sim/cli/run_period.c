/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_period.h"

#include <stdio.h>
#include <string.h>

struct stf_run_period stf_run_period_of(const struct stf_zone *zone, int64_t first_us,
                                        int64_t last_us) {
  return (struct stf_run_period){stf_zone_day_start(zone, first_us),
                                 stf_zone_next_day(zone, last_us)};
}

static enum stf_status read_end(const struct stf_arguments *arguments,
                                const struct stf_zone *zone, const char *option, bool is_end,
                                int64_t *out_us, struct stf_error *error) {
  const char *text = stf_options_text(arguments, option);
  if (text == NULL) {
    return STF_OK;
  }
  struct stf_civil date;
  if (stf_zone_parse_date(text, &date)) {
    *out_us = stf_zone_to_utc(zone, &date);
    if (is_end) {
      *out_us = stf_zone_next_day(zone, *out_us);
    }
    return STF_OK;
  }
  if (stf_zone_parse_local(zone, text, out_us)) {
    return STF_OK;
  }
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "--%s wants a date such as 2026-12-21 or a local time such as "
                         "'2026-12-21 09:00', not '%s'",
                         option, text);
}

/* No time between --from and --to, or between one of them and the days there are. */
static enum stf_status refuse_empty(const struct stf_arguments *arguments,
                                    const struct stf_zone *zone,
                                    const struct stf_run_period *within,
                                    struct stf_error *error) {
  const char *from = stf_options_text(arguments, "from");
  const char *to = stf_options_text(arguments, "to");
  if (from != NULL && to != NULL) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--from '%s' must lie before --to '%s'",
                           from, to);
  }
  char day[STF_ZONE_TEXT];
  (void)stf_zone_format(zone, from != NULL ? within->to_us - 1 : within->from_us, day);
  return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s '%s' lies %s day, %.10s",
                         from != NULL ? "from" : "to", from != NULL ? from : to,
                         from != NULL ? "after the last" : "before the first", day);
}

enum stf_status stf_run_period_read(const struct stf_arguments *arguments,
                                    const struct stf_zone *zone, struct stf_run_period *period,
                                    struct stf_error *error) {
  const struct stf_run_period within = *period;
  enum stf_status status = read_end(arguments, zone, "from", false, &period->from_us, error);
  if (status == STF_OK) {
    status = read_end(arguments, zone, "to", true, &period->to_us, error);
  }
  return status == STF_OK && period->from_us >= period->to_us
             ? refuse_empty(arguments, zone, &within, error)
             : status;
}

static int weekday_of(const char *text, size_t n) {
  for (int day = 0; day < 7; day++) {
    if (n == 3 && strncmp(STF_ZONE_WEEKDAYS[day], text, 3) == 0) {
      return day;
    }
  }
  return -1;
}

/* "mon-fri", "sun-thu" (around the end of the week), "sat". */
static bool read_weekdays(const char *text, bool weekdays[7]) {
  const char *dash = strchr(text, '-');
  int first = weekday_of(text, dash != NULL ? (size_t)(dash - text) : strlen(text));
  int last = dash != NULL ? weekday_of(dash + 1, strlen(dash + 1)) : first;
  if (first < 0 || last < 0) {
    return false;
  }
  for (int day = first;; day = (day + 1) % 7) {
    weekdays[day] = true;
    if (day == last) {
      return true;
    }
  }
}

static bool read_hours(const char *text, int32_t *from_s, int32_t *to_s) {
  char first[16];
  const char *dash = strchr(text, '-');
  if (dash == NULL || (size_t)(dash - text) >= sizeof first) {
    return false;
  }
  (void)snprintf(first, sizeof first, "%.*s", (int)(dash - text), text);
  return stf_zone_parse_clock(first, from_s) && stf_zone_parse_clock(dash + 1, to_s) &&
         *from_s < *to_s;
}

enum stf_status stf_run_period_score(const struct stf_arguments *arguments,
                                     struct stf_agreement_in *in, struct stf_error *error) {
  const char *days = stf_options_text(arguments, "score-days");
  if (!read_weekdays(days, in->weekdays)) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--score-days wants weekdays such as mon-fri or sun-thu, not '%s'",
                           days);
  }
  const char *hours = stf_options_text(arguments, "score-hours");
  if (!read_hours(hours, &in->from_s, &in->to_s)) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--score-hours wants hours such as 08:00-22:00, not '%s'", hours);
  }
  return STF_OK;
}
