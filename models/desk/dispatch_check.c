/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/dispatch_check.h"

#include <math.h>

static const char *check_class(const struct stf_dispatch_class *rules) {
  if (!(rules->weight > 0) || isinf(rules->weight) || rules->aging_us <= 0) {
    return "a weight or a time of aging that is not above 0";
  }
  if (rules->response.within_us < 0 || rules->next_response.within_us < 0) {
    return "an answer promised before it was asked for";
  }
  return NULL;
}

static const char *check_overflow(const struct stf_desk *desk, const struct stf_team *team) {
  const struct stf_dispatch_team *rules = team->dispatch;
  for (uint32_t i = 0; i < rules->overflow_n; i++) {
    const struct stf_dispatch_overflow *rule = &rules->overflow[i];
    if (rule->class_index >= desk->classes_n || team->serves[rule->class_index] ||
        rule->after_us < 0) {
      return "an overflow of a class that the team serves, or after less than no wait";
    }
  }
  return NULL;
}

static const char *check_reserved(const struct stf_desk *desk, const struct stf_team *team) {
  const struct stf_dispatch_team *rules = team->dispatch;
  for (uint32_t i = 0; i < rules->reserved_n; i++) {
    if (rules->reserved[i].class_index >= desk->classes_n || rules->reserved[i].places_n == 0) {
      return "places kept for no class, or no places";
    }
  }
  return NULL;
}

const char *stf_dispatch_check_valid(const struct stf_desk *desk) {
  const char *broken = NULL;
  for (uint32_t c = 0; c < desk->classes_n && broken == NULL; c++) {
    if (desk->classes[c].dispatch != NULL) {
      broken = check_class(desk->classes[c].dispatch);
    }
  }
  for (uint32_t t = 0; t < desk->teams_n && broken == NULL; t++) {
    const struct stf_team *team = &desk->teams[t];
    if (team->dispatch != NULL) {
      broken = check_overflow(desk, team);
      broken = broken != NULL ? broken : check_reserved(desk, team);
    }
  }
  return broken;
}
