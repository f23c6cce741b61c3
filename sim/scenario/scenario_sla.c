/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_sla.h"

#include "base/quantity.h"
#include "scenario/scenario_calendar.h"
#include "scenario/scenario_contract.h"
#include "scenario/scenario_keys.h"

#include <math.h>
#include <string.h>

enum {
  NAME_MAX_N = 40 /* characters: names stand in the rows' definitions and in the report */
};

/* Policies as they are read. */
struct draft {
  struct stf_scenario_build *build;
  const struct stf_node *root;
  struct stf_sla_policy *policies;
  const char **names;
  uint32_t policies_n;
  uint8_t *policy_of;
  uint8_t others; /* policy of classes that name none, or STF_SLA_NONE */
  uint32_t priorities_n;
};

/* "within 10 min for 95 %" in one of its two forms; false where there is none. */
static bool read_promise(const struct stf_node *node, const struct stf_keys *keys,
                         struct stf_sla_target *out) {
  static const struct {
    const char *name;
    double share;
  } SHARES[] = {{"p50", 0.5}, {"p80", 0.8}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}};
  double within_s = stf_keys_number(node, keys, "within");
  double share = stf_keys_number(node, keys, "share");
  size_t forms_n = stf_node_get(node, "within") != NULL || stf_node_get(node, "share") != NULL;
  for (size_t i = 0; i < STF_COUNT_OF(SHARES); i++) {
    if (stf_node_get(node, SHARES[i].name) != NULL) {
      within_s = stf_keys_number(node, keys, SHARES[i].name);
      share = SHARES[i].share;
      forms_n++;
    }
  }
  if (forms_n != 1) {
    stf_node_error(node,
                   "%s must have one promise: 'within: 10 min' with 'share: 95 %%', or "
                   "'p90: 10 min'",
                   keys->path);
    return false;
  }
  if (stf_node_get(node, "within") != NULL && stf_node_get(node, "share") == NULL) {
    stf_node_error(node, "%s: 'share' is missing: add 'share: 95 %%'", keys->path);
  } else if (stf_node_get(node, "share") != NULL && stf_node_get(node, "within") == NULL) {
    stf_node_error(node, "%s: 'within' is missing: add 'within: 10 min'", keys->path);
  }
  if (isnan(within_s) || isnan(share)) {
    return false;
  }
  out->within_us = stf_quantity_us(within_s);
  out->share = share;
  return true;
}

static void read_target(struct stf_scenario_build *build, const struct stf_node *node,
                        const struct stf_keys *keys, struct stf_sla_target *out) {
  *out = (struct stf_sla_target){.hours_name = ""};
  if (!stf_keys_check(node, keys) || !read_promise(node, keys, out)) {
    return;
  }
  const struct stf_node *calendar = stf_node_get(node, "calendar");
  if (stf_scenario_calendar_find(build, calendar, &out->hours)) {
    out->hours_name = calendar->value;
  }
}

static void read_choices(const struct stf_node *node, struct stf_sla_policy *policy) {
  static const char *const ANSWERS[] = {
      [STF_SLA_ANSWER_MESSAGE] = "message", [STF_SLA_ANSWER_ASSIGNMENT] = "assignment"};
  static const char *const STARTS[] = {
      [STF_SLA_START_HANDOFF] = "handoff", [STF_SLA_START_OPENING] = "opening"};
  static const char *const POPULATIONS[] = {
      [STF_SLA_POPULATION_ALL] = "all", [STF_SLA_POPULATION_IN_HOURS] = "in_hours"};
  size_t answer = STF_SLA_ANSWER_MESSAGE;
  size_t start = STF_SLA_START_HANDOFF;
  size_t population = STF_SLA_POPULATION_ALL;
  const struct stf_node *who = stf_node_get(node, "population");
  (void)stf_node_choice(stf_node_get(node, "answer"), "answer", ANSWERS, STF_COUNT_OF(ANSWERS),
                        &answer);
  (void)stf_node_choice(stf_node_get(node, "start"), "start", STARTS, STF_COUNT_OF(STARTS),
                        &start);
  (void)stf_node_choice(who, "population", POPULATIONS, STF_COUNT_OF(POPULATIONS), &population);
  policy->answer = (enum stf_sla_answer)answer;
  policy->start = (enum stf_sla_start)start;
  policy->population = (enum stf_sla_population)population;
  if (population == STF_SLA_POPULATION_IN_HOURS &&
      stf_node_get(stf_node_get(node, "first_response"), "calendar") == NULL &&
      stf_node_get(stf_node_get(node, "next_response"), "calendar") == NULL &&
      stf_node_get(stf_node_get(node, "resolution"), "calendar") == NULL) {
    stf_node_error(who, "'population: in_hours' needs hours: add 'calendar: NAME' to the "
                        "promise, of one under 'calendars'");
  }
}

static void read_policy(struct draft *draft, const struct stf_node *node, uint32_t p) {
  struct stf_sla_policy *policy = &draft->policies[p];
  const struct stf_node *response = stf_node_get(node, "first_response");
  const struct stf_node *resolution = stf_node_get(node, "resolution");
  draft->names[p] = "";
  *policy = (struct stf_sla_policy){.name = "", .pauses = true};
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_SLA)) {
    return;
  }
  const char *name = stf_keys_text(node, &STF_SCENARIO_KEYS_SLA, "name");
  for (uint32_t other = 0; name != NULL && other < p; other++) {
    if (strcmp(draft->names[other], name) == 0) {
      stf_node_error(stf_node_get(node, "name"), "a second policy named '%.60s'", name);
    }
  }
  if (name != NULL && strlen(name) > NAME_MAX_N) {
    stf_node_error(stf_node_get(node, "name"),
                   "a policy's name has at most %d characters: it stands in every row about it",
                   NAME_MAX_N);
  }
  draft->names[p] = name != NULL ? name : "";
  policy->name = draft->names[p];
  const struct stf_node *next_response = stf_node_get(node, "next_response");
  if (response == NULL && resolution == NULL && next_response == NULL) {
    stf_node_error(node,
                   "policy '%.60s' promises nothing: add 'first_response: {within: 10 "
                   "min, share: 95 %%}' or 'resolution'",
                   policy->name);
  }
  read_target(draft->build, response, &STF_SCENARIO_KEYS_SLA_RESPONSE, &policy->response);
  read_target(draft->build, next_response, &STF_SCENARIO_KEYS_SLA_NEXT, &policy->next_response);
  read_target(draft->build, resolution, &STF_SCENARIO_KEYS_SLA_RESOLUTION, &policy->resolution);
  (void)stf_node_flag(stf_node_get(resolution, "pauses"), &policy->pauses);
  read_choices(node, policy);
  stf_scenario_contract_read(draft->build, draft->root, node, policy);
  bool others = false;
  const struct stf_node *flag = stf_node_get(node, "others");
  if (stf_node_flag(flag, &others) && others && draft->others != STF_SLA_NONE) {
    stf_node_error(flag, "a second policy with 'others': '%.60s' has it already",
                   draft->names[draft->others]);
  } else if (others) {
    draft->others = (uint8_t)p;
  }
}

static bool read_policies(struct draft *draft, const struct stf_node *list) {
  struct stf_scenario_build *build = draft->build;
  uint32_t n = list->items_n;
  if (n > STF_SLA_POLICIES_MAX) {
    stf_node_error(list, "more than %d policies", STF_SLA_POLICIES_MAX);
    return false;
  }
  draft->policies = stf_scenario_build_alloc(build, (size_t)n + 1, sizeof *draft->policies);
  draft->names = stf_scenario_build_alloc(build, (size_t)n + 1, sizeof *draft->names);
  if (draft->policies == NULL || draft->names == NULL) {
    return false;
  }
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    read_policy(draft, node, draft->policies_n++);
  }
  return true;
}

/* A first message that is promised must be simulated. */
static void check_message(const struct draft *draft, const struct stf_node *node,
                          const struct stf_sla_policy *policy, uint32_t c) {
  const struct stf_class *class = &draft->build->classes[c];
  if (policy->response.within_us > 0 && policy->answer == STF_SLA_ANSWER_MESSAGE &&
      class->first_message.kind == STF_LAW_NEVER) {
    stf_node_error(node,
                   "policy '%.60s' promises a first message, and class '%.60s' does not "
                   "say when one comes: add 'first_message: 40 s' to the class, or "
                   "'answer: assignment' to the policy",
                   policy->name, draft->build->class_names[c]);
  }
}

/* A policy by its name, under all priorities of the class or one of them. */
static void assign(struct draft *draft, const struct stf_node *node, uint32_t c,
                   uint32_t priority) {
  struct stf_class *class = &draft->build->classes[c];
  size_t p = 0;
  const char *name = NULL;
  if (draft->policies_n == 0) {
    if (stf_node_text(node, &name)) {
      stf_node_error(node, "unknown policy '%.60s': describe it under 'sla'", name);
    }
    return;
  }
  if (!stf_node_choice(node, "policy", draft->names, draft->policies_n, &p)) {
    return;
  }
  check_message(draft, node, &draft->policies[p], c);
  uint8_t *of_class = &draft->policy_of[(size_t) class->name * draft->priorities_n];
  for (uint32_t i = 0; i < draft->priorities_n; i++) {
    of_class[i] = priority == STF_NOBODY || priority == i ? (uint8_t)p : of_class[i];
  }
}

/* Names of priorities that stand only in this key get their ids here. */
static void name_priorities(struct draft *draft, const struct stf_node *sla) {
  struct stf_scenario_build *build = draft->build;
  const struct stf_node *value =
      sla != NULL && sla->kind == STF_NODE_MAPPING ? sla->first : NULL;
  for (; value != NULL; value = value->next) {
    if (strcmp(value->name, "default") != 0 &&
        stf_dict_add(build->scenario->names.priorities, value->name, strlen(value->name)) ==
            STF_DICT_NONE) {
      stf_scenario_build_fail(build, STF_ERR_MEMORY);
    }
  }
}

static void read_class(struct draft *draft, const struct stf_node *class, uint32_t c) {
  const struct stf_node *sla = stf_node_get(class, "sla");
  struct stf_dict *priorities = draft->build->scenario->names.priorities;
  if (sla == NULL && draft->others != STF_SLA_NONE) {
    check_message(draft, class, &draft->policies[draft->others], c);
  }
  if (sla == NULL || sla->kind == STF_NODE_SCALAR) {
    if (sla != NULL) {
      assign(draft, sla, c, STF_NOBODY);
    }
    return;
  }
  if (!stf_node_is(sla, STF_NODE_MAPPING)) {
    return;
  }
  const struct stf_node *other = stf_node_get(sla, "default");
  if (other != NULL) {
    assign(draft, other, c, STF_NOBODY);
  }
  for (const struct stf_node *value = sla->first; value != NULL; value = value->next) {
    if (value != other) {
      assign(draft, value, c, stf_dict_find(priorities, value->name, strlen(value->name)));
    }
  }
}

static void read_classes(struct draft *draft, const struct stf_node *list) {
  struct stf_scenario *scenario = draft->build->scenario;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    name_priorities(draft, stf_node_get(node, "sla"));
  }
  uint32_t classes_n = stf_dict_count(scenario->names.classes);
  /* The last one stands for priorities that only a log knows. */
  draft->priorities_n = stf_dict_count(scenario->names.priorities) + 1;
  size_t n = (size_t)classes_n * draft->priorities_n;
  draft->policy_of = stf_scenario_build_alloc(draft->build, n + 1, 1);
  struct stf_sla_terms *terms = stf_scenario_build_alloc(draft->build, 1, sizeof *terms);
  if (draft->policy_of == NULL || terms == NULL || draft->build->status != STF_OK) {
    return;
  }
  memset(draft->policy_of, draft->others, n);
  uint32_t c = 0;
  for (const struct stf_node *node = list->first; node != NULL; node = node->next) {
    read_class(draft, node, c++);
  }
  *terms = (struct stf_sla_terms){
      .policies = draft->policies,
      .policies_n = draft->policies_n,
      .policy_of = draft->policy_of,
      .classes_n = classes_n,
      .priorities_n = draft->priorities_n,
      .others = draft->others != STF_SLA_NONE ? (uint8_t)(draft->others + 1) : 0};
  scenario->terms = draft->policies_n > 0 ? terms : NULL;
}

void stf_scenario_sla_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *list = stf_node_get(root, "sla");
  const struct stf_node *classes = stf_node_get(root, "classes");
  struct draft draft = {.build = build, .root = root, .others = STF_SLA_NONE};
  if (list != NULL && (!stf_node_is(list, STF_NODE_LIST) || !read_policies(&draft, list))) {
    return;
  }
  if (classes != NULL && classes->kind == STF_NODE_LIST && build->classes != NULL) {
    read_classes(&draft, classes);
  }
}
