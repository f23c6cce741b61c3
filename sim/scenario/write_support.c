/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write_support.h"

#include "scenario/write_text.h"

/* What stands before a value: the mapping opens with its first one. */
static const char *open_value(const char **before) {
  const char *text = *before;
  *before = ", ";
  return text;
}

static void write_time(FILE *yaml, const char **before, const char *key, int64_t us) {
  if (us > 0) {
    (void)fprintf(yaml, "%s%s: ", open_value(before), key);
    stf_write_text_duration(yaml, (double)us / 1e6);
  }
}

void stf_write_support_class(FILE *yaml, const struct stf_support *support) {
  const char *before = "    supported: {";
  write_time(yaml, &before, "wait", support->wait_us);
  write_time(yaml, &before, "age", support->age_us);
  write_time(yaml, &before, "service", support->service_us);
  write_time(yaml, &before, "first_message", support->first_us);
  write_time(yaml, &before, "bot", support->bot_us);
  if (support->per_interval > 0 && support->per_day > 0) {
    (void)fprintf(yaml, "%sper_interval: %lld, per_day: %lld", open_value(&before),
                  (long long)support->per_interval, (long long)support->per_day);
  }
  (void)fputs(before[0] == ',' ? "}\n" : "", yaml);
}

void stf_write_support_team(FILE *yaml, uint32_t load_seen) {
  if (load_seen > 0) {
    (void)fprintf(yaml, "    supported: {load: %u}\n", (unsigned)load_seen);
  }
}
