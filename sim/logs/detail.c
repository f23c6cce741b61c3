/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/detail.h"

#include "base/macros.h"

#include <stdio.h>

struct rule {
  const char *key;
  const char *values[2]; /* NULL: a whole number from `least` to `most` */
  uint32_t least;
  uint32_t most;
  const char *right;
};

static bool keeps(const struct rule *rule, const char *detail) {
  uint32_t count = 0;
  if (rule->values[0] == NULL) {
    return stf_event_detail_count(detail, rule->key, &count) && count >= rule->least &&
           count <= rule->most;
  }
  return stf_event_detail_is(detail, rule->key, rule->values[0]) ||
         stf_event_detail_is(detail, rule->key, rule->values[1]);
}

const char *stf_detail_wrong(const struct stf_event *event, char why[STF_DETAIL_WHY]) {
  static const struct rule OF_AGENTS[] = {
      {"cap",
       {NULL},
       1,
       UINT32_MAX,
       "a whole number from 1 on: how many contacts the agent takes at once"},
      {"paid", {"1", "0"}, 0, 0, "1 or 0"},
      {"absent", {"1", "0"}, 0, 0, "1 or 0"}};
  static const struct rule OF_CONTACTS[] = {
      {"sla", {"met", "missed"}, 0, 0, "met or missed: the verdict of the platform"},
      {"solved", {"1", "0"}, 0, 0, "1 or 0"},
      {"answered", {"1", "0"}, 0, 0, "1 or 0"},
      {"again", {"1", "0"}, 0, 0, "1 or 0: whether the customer came back with an old matter"},
      {"handed_back", {"1", "0"}, 0, 0, "1 or 0: given back as the shift was over"},
      {"closed", {"1", "0"}, 0, 0, "1 or 0: given back as the contact was closed"},
      {"csat", {NULL}, 1, 5, "a whole number from 1 to 5"},
      {"nps", {NULL}, 0, 10, "a whole number from 0 to 10"},
      {"frt",
       {"1", "0"},
       0,
       0,
       "1 or 0: whether a campaign's contact counts in first response times"}};
  static const struct rule OF_SENDINGS[] = {
      {"messages", {NULL}, 1, UINT32_MAX, "a whole number from 1 on: how many go out"}};
  bool of_agent = stf_event_of_agent(event->kind);
  const struct rule *rules = of_agent ? OF_AGENTS : OF_CONTACTS;
  size_t rules_n = of_agent ? STF_COUNT_OF(OF_AGENTS) : STF_COUNT_OF(OF_CONTACTS);
  if (event->kind == STF_EVENT_CAMPAIGN) {
    rules = OF_SENDINGS;
    rules_n = STF_COUNT_OF(OF_SENDINGS);
  }
  for (size_t i = 0; event->detail != NULL && i < rules_n; i++) {
    size_t n = 0;
    const char *value = stf_event_detail_value(event->detail, rules[i].key, &n);
    if (value != NULL && !keeps(&rules[i], event->detail)) {
      (void)snprintf(why, STF_DETAIL_WHY, "'%s' must be %s, not '%.*s'", rules[i].key,
                     rules[i].right, (int)(n < 40 ? n : 40), value);
      return why;
    }
  }
  return NULL;
}
