/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_escalation.h"

#include "base/quantity.h"
#include "scenario/scenario_keys.h"

#include <math.h>

static const char *const CLOCKS[] = {[STF_ESCALATION_FIRST_RESPONSE] = "first_response",
                                     [STF_ESCALATION_NEXT_RESPONSE] = "next_response",
                                     [STF_ESCALATION_RESOLUTION] = "resolution"};

static const char *const DEEDS[] = {[STF_ESCALATION_ALERT] = "alert",
                                    [STF_ESCALATION_BUMP] = "bump",
                                    [STF_ESCALATION_TRANSFER] = "transfer"};

enum {
  REST,
  AFRESH
};
static const char *const WORKS[] = {[REST] = "rest", [AFRESH] = "afresh"};

static const struct stf_sla_target *target_of(const struct stf_sla_policy *policy,
                                              enum stf_escalation_clock clock) {
  const struct stf_sla_target *const targets[] = {
      [STF_ESCALATION_FIRST_RESPONSE] = &policy->response,
      [STF_ESCALATION_NEXT_RESPONSE] = &policy->next_response,
      [STF_ESCALATION_RESOLUTION] = &policy->resolution};
  return targets[clock];
}

/* When: at a share of the promise's time, or after a time of its own. */
static void read_when(const struct stf_node *node, const struct stf_sla_policy *policy,
                      struct stf_escalation_rule *rule) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_ESCALATE;
  const struct stf_sla_target *target = target_of(policy, rule->clock);
  double share = stf_keys_number(node, keys, "at");
  double after_s = stf_keys_number(node, keys, "after");
  bool has_share = stf_node_get(node, "at") != NULL;
  rule->after_us = 1;
  rule->hours = target->hours;
  if (has_share == (stf_node_get(node, "after") != NULL)) {
    stf_node_error(node, "when? give 'at: 80 %%' of the promised time, or 'after: 8 min'");
  } else if (has_share && target->within_us == 0) {
    stf_node_error(node,
                   "policy '%.60s' promises no %s: add one, or say 'after: 20 min' instead of "
                   "'at'",
                   policy->name, CLOCKS[rule->clock]);
  } else if (!isnan(share) || !isnan(after_s)) {
    double after_us = has_share ? share * (double)target->within_us : after_s * 1e6;
    rule->after_us = after_us < 1 ? 1 : llround(after_us);
  }
}

static void read_team(const struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_escalation_rule *rule) {
  const struct stf_node *to = stf_node_get(node, "to");
  size_t team = 0;
  if (rule->deed != STF_ESCALATION_TRANSFER) {
    if (to != NULL) {
      stf_node_error(to, "only 'do: transfer' goes to a team");
    }
  } else if (to == NULL) {
    stf_node_error(node, "to which team? add 'to: TEAM'");
  } else if (stf_node_choice(to, "team", build->team_names, build->scenario->desk.teams_n,
                             &team)) {
    rule->team = (uint32_t)team;
    rule->team_name = build->teams[team].name;
  }
}

static void check_deed(const struct stf_node *node, const struct stf_escalation_rule *rule) {
  if (rule->deed == STF_ESCALATION_BUMP && rule->clock != STF_ESCALATION_FIRST_RESPONSE) {
    stf_node_error(node, "'bump' raises who waits for a first response: its clock is "
                         "first_response");
  } else if (rule->deed == STF_ESCALATION_TRANSFER &&
             rule->clock == STF_ESCALATION_NEXT_RESPONSE) {
    stf_node_error(node, "a next response has an agent already: its clock only alerts; let "
                         "'clock: resolution' transfer");
  }
}

static void read_rule(const struct stf_scenario_build *build, const struct stf_node *node,
                      const struct stf_sla_policy *policy, struct stf_escalation_rule *rule) {
  size_t clock = STF_ESCALATION_FIRST_RESPONSE;
  size_t deed = STF_ESCALATION_ALERT;
  size_t work = REST;
  const struct stf_node *works = stf_node_get(node, "work");
  *rule = (struct stf_escalation_rule){.after_us = 1};
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_ESCALATE)) {
    return;
  }
  (void)stf_node_choice(stf_node_get(node, "clock"), "clock", CLOCKS, STF_COUNT_OF(CLOCKS),
                        &clock);
  (void)stf_node_choice(stf_node_get(node, "do"), "deed", DEEDS, STF_COUNT_OF(DEEDS), &deed);
  (void)stf_node_choice(works, "work", WORKS, STF_COUNT_OF(WORKS), &work);
  (void)stf_node_flag(stf_node_get(node, "notice"), &rule->notice);
  rule->clock = (enum stf_escalation_clock)clock;
  rule->deed = (enum stf_escalation_deed)deed;
  rule->afresh = work == AFRESH;
  if (works != NULL &&
      (deed != STF_ESCALATION_TRANSFER || clock != STF_ESCALATION_RESOLUTION)) {
    stf_node_error(works, "'work' is of a transfer by the clock of the resolution: only that "
                          "takes contacts out of an agent's hand");
  }
  read_when(node, policy, rule);
  read_team(build, node, rule);
  check_deed(node, rule);
}

/* The policy's rules; rules_n is 0 where it has none. */
static struct stf_escalation read_policy(struct stf_scenario_build *build,
                                         const struct stf_node *list,
                                         const struct stf_sla_policy *policy) {
  struct stf_escalation out = {.from_opening = policy->start == STF_SLA_START_OPENING,
                               .pauses = policy->pauses,
                               .by_message = policy->answer == STF_SLA_ANSWER_MESSAGE};
  if (list == NULL || !stf_node_is(list, STF_NODE_LIST)) {
    return out;
  }
  if (list->items_n > STF_ESCALATION_RULES_MAX) {
    stf_node_error(list, "more than %d escalations of one policy", STF_ESCALATION_RULES_MAX);
    return out;
  }
  struct stf_escalation_rule *rules =
      stf_scenario_build_alloc(build, (size_t)list->items_n + 1, sizeof *rules);
  out.rules = rules;
  for (const struct stf_node *item = list->first; rules != NULL && item != NULL;
       item = item->next) {
    read_rule(build, item, policy, &rules[out.rules_n++]);
  }
  return out;
}

/* Conversations in turns stay with their agent. */
static void check_hands(const struct stf_scenario_build *build, const struct stf_node *list) {
  const struct stf_desk *desk = &build->scenario->desk;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (stf_desk_takes_away(&desk->classes[c]) && desk->classes[c].leaving != NULL) {
      stf_node_error(list,
                     "class '%.60s' leaves, balks or goes silently, and its contacts in hand "
                     "cannot be transferred by the resolution's clock beside that",
                     build->class_names[c]);
      return;
    }
    for (uint32_t t = 0; t < desk->teams_n && stf_desk_takes_away(&desk->classes[c]); t++) {
      if (stf_desk_takes(desk, t, c) && stf_desk_team_in_turns(desk, t)) {
        stf_node_error(
            list,
            "team '%.60s' works in turns, and a conversation in turns stays with its "
            "agent: class '%.60s' cannot be transferred by the resolution's clock",
            build->team_names[t], build->class_names[c]);
        return;
      }
    }
  }
}

static void give(struct stf_scenario_build *build, const struct stf_sla_policy *policy,
                 const struct stf_escalation *escalation) {
  const struct stf_sla_terms *terms = build->scenario->terms;
  for (uint32_t c = 0; c < build->scenario->desk.classes_n; c++) {
    struct stf_class *class = &build->classes[c];
    if (escalation->rules_n == 0 ||
        stf_sla_of(terms, class->name, class->priority_name) != policy) {
      continue;
    }
    struct stf_escalation own = *escalation;
    own.by_message = own.by_message && class->first_message.kind != STF_LAW_NEVER;
    class->escalation = stf_scenario_build_copy(build, &own, 1, sizeof own);
  }
}

void stf_scenario_escalation_read(struct stf_scenario_build *build,
                                  const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "sla");
  const struct stf_sla_terms *terms = build->scenario->terms;
  if (terms == NULL || list == NULL || build->teams == NULL || build->classes == NULL) {
    return;
  }
  uint32_t p = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next, p++) {
    struct stf_escalation escalation =
        read_policy(build, stf_node_get(node, "escalate"), &terms->policies[p]);
    give(build, &terms->policies[p], &escalation);
  }
  if (stf_scenario_build_clean(build)) {
    check_hands(build, list);
  }
}
