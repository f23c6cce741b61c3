/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/better.h"

#include "base/macros.h"

#include <stddef.h>
#include <string.h>

/* The first entry that fits; definition NULL: any, else how it ends. */
static const struct {
  const char *kpi;
  const char *ending;
  int sign;
} SIGNS[] = {
    {"service_level", "censored", 0},
    {"service_level", NULL, 1},
    {"sla_compliance", NULL, 1},
    {"sla_contacts", "_met", 1},
    {"sla_contacts", "_breached", -1},
    {"sla_contacts", "_breached_open", -1},
    {"sla_target_met", NULL, 1},
    {"sla_contract", "_share", 1},
    {"sla_contract", "_no_penalty", 1},
    {"sla_contract", "_penalty", -1},
    {"fcr", NULL, 1},
    {"csat", "mark", 1},
    {"csat", "satisfied", 1},
    {"nps", NULL, 1},
    {"abandonment", NULL, -1},
    {"containment", "false", -1},
    {"containment", "no_solution", -1},
    {"bot_time", "handover_to_human", -1},
    {"wait", NULL, -1},
    {"frt", NULL, -1},
    {"response_time", NULL, -1},
    {"resolution_time", NULL, -1},
    {"closing_time", NULL, -1},
    {"unanswered", NULL, -1},
    {"window_missed", NULL, -1},
    {"queue_length", NULL, -1},
    {"backlog", NULL, -1},
    {"reopen_rate", NULL, -1},
    {"repeat_rate", NULL, -1},
    {"escalation_rate", NULL, -1},
    {"transfer_rate", NULL, -1},
    {"cost", NULL, -1},
};

static bool ends_with(const char *text, const char *ending) {
  size_t n = strlen(text);
  size_t ending_n = strlen(ending);
  return n >= ending_n && strcmp(text + n - ending_n, ending) == 0;
}

int stf_better_sign(const struct stf_row *row) {
  if (strcmp(row->statistic, "count") == 0 && strcmp(row->kpi, "sla_contacts") != 0) {
    return 0; /* how many values there are behind a mean */
  }
  for (size_t i = 0; i < STF_COUNT_OF(SIGNS); i++) {
    if (strcmp(SIGNS[i].kpi, row->kpi) == 0 &&
        (SIGNS[i].ending == NULL || ends_with(row->definition, SIGNS[i].ending))) {
      return SIGNS[i].sign;
    }
  }
  return 0;
}
