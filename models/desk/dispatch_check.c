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

static const char *check_team(const struct stf_desk *desk, const struct stf_team *team) {
  const char *broken = check_overflow(desk, team);
  broken = broken != NULL ? broken : check_reserved(desk, team);
  if (broken == NULL && team->dispatch->sticky_within_us < 0) {
    broken = "customers who come back after less than no time";
  }
  return broken;
}

static const char *check_escalation(const struct stf_desk *desk,
                                    const struct stf_escalation *escalation) {
  if (escalation->rules_n > STF_ESCALATION_RULES_MAX) {
    return "too many escalations of a class";
  }
  for (uint32_t r = 0; r < escalation->rules_n; r++) {
    const struct stf_escalation_rule *rule = &escalation->rules[r];
    bool moves = rule->deed != STF_ESCALATION_ALERT;
    bool is_bump = rule->deed == STF_ESCALATION_BUMP;
    if (rule->after_us <= 0 ||
        (rule->deed == STF_ESCALATION_TRANSFER && rule->team >= desk->teams_n)) {
      return "an escalation at once, or to no team";
    }
    if ((moves && rule->clock == STF_ESCALATION_NEXT_RESPONSE) ||
        (is_bump && rule->clock != STF_ESCALATION_FIRST_RESPONSE)) {
      return "an escalation that its clock does not know";
    }
  }
  return NULL;
}

/* Conversations in turns stay with their agent. */
static const char *check_hands(const struct stf_desk *desk, uint32_t class_index) {
  if (stf_desk_takes_away(&desk->classes[class_index]) &&
      desk->classes[class_index].leaving != NULL) {
    return "an escalation out of hands, of a class whose customers leave out of them";
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (stf_desk_takes_away(&desk->classes[class_index]) &&
        stf_desk_takes(desk, t, class_index) && stf_desk_team_in_turns(desk, t)) {
      return "an escalation that would take conversations out of the hands of a team in turns";
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
    if (desk->classes[c].escalation != NULL && broken == NULL) {
      broken = check_escalation(desk, desk->classes[c].escalation);
      broken = broken != NULL ? broken : check_hands(desk, c);
    }
  }
  for (uint32_t t = 0; t < desk->teams_n && broken == NULL; t++) {
    const struct stf_team *team = &desk->teams[t];
    if (team->dispatch != NULL) {
      broken = check_team(desk, team);
    }
  }
  return broken;
}
