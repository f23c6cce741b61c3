/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_after.h"

#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <math.h>

static void read_solved(const struct stf_node *node, struct stf_after *after) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SOLVED;
  double share = 1;
  if (node != NULL && node->kind != STF_NODE_MAPPING) {
    (void)stf_keys_scalar(node, stf_keys_find(keys, "share"), &share);
    node = NULL;
  } else if (stf_keys_check(node, keys)) {
    double given = stf_keys_number(node, keys, "share");
    share = isnan(given) ? share : given; /* told */
  }
  double transferred = node != NULL ? stf_keys_number(node, keys, "transferred") : (double)NAN;
  double escalated = node != NULL ? stf_keys_number(node, keys, "escalated") : (double)NAN;
  after->solved_share = share;
  after->solved_transferred_share = isnan(transferred) ? share : transferred;
  after->solved_escalated_share = isnan(escalated) ? share : escalated;
}

/* Who comes, and how long after; `nobody`: whose coming a share of 0 rules out. */
static void read_coming(struct stf_scenario_build *build, const struct stf_node *node,
                        const struct stf_keys *keys, const char *nobody, double *share,
                        struct stf_law *delay) {
  double given = stf_keys_number(node, keys, "share");
  const struct stf_node *law = stf_node_get(node, "delay");
  *share = isnan(given) ? 0 : given;
  stf_scenario_law_read(build, law, delay);
  if (delay->kind == STF_LAW_NEVER) {
    stf_node_error(law, "a delay must end: give a duration or a law, and 'share: 0 %%' for %s",
                   nobody);
    *delay = stf_law_constant(0);
  }
}

static void read_return(struct stf_scenario_build *build, const struct stf_node *node,
                        struct stf_after_return *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_RETURN;
  out->delay = stf_law_constant(0);
  if (stf_keys_check(node, keys)) {
    read_coming(build, node, keys, "customers who never come back", &out->share, &out->delay);
    (void)stf_node_flag(stf_node_get(node, "past_bot"), &out->past_bot);
  }
}

static void read_repeat(struct stf_scenario_build *build, const struct stf_node *node,
                        const struct stf_class *class, struct stf_after *after) {
  static const char *const NAMES[STF_AFTER_OUTCOMES] = {[STF_AFTER_SOLVED] = "solved",
                                                        [STF_AFTER_UNSOLVED] = "unsolved",
                                                        [STF_AFTER_ABANDONED] = "abandoned",
                                                        [STF_AFTER_GAVE_UP] = "gave_up",
                                                        [STF_AFTER_CONTAINED] = "contained"};
  bool is_read = stf_keys_check(node, &STF_SCENARIO_KEYS_REPEAT);
  for (size_t i = 0; i < STF_AFTER_OUTCOMES; i++) {
    const struct stf_node *rule = is_read ? stf_node_get(node, NAMES[i]) : NULL;
    read_return(build, rule, &after->repeat[i]);
  }
  const struct stf_node *retry = is_read ? stf_node_get(node, "abandoned") : NULL;
  const struct stf_node *again = is_read ? stf_node_get(node, "gave_up") : NULL;
  const struct stf_node *hidden = is_read ? stf_node_get(node, "contained") : NULL;
  if (retry != NULL && class->patience.kind == STF_LAW_NEVER) {
    stf_node_error(retry, "nobody leaves this class: 'abandoned' needs a patience that ends, "
                          "such as 'patience: {exponential: {mean: 2 min}}'");
  }
  if ((again != NULL || hidden != NULL) && !stf_desk_class_has_bot(class)) {
    stf_node_error(again != NULL ? again : hidden,
                   "this is about a bot, and the class has none");
  }
}

static void read_reopen(struct stf_scenario_build *build, const struct stf_node *node,
                        struct stf_after_reopen *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_REOPEN;
  if (stf_keys_check(node, keys)) {
    read_coming(build, node, keys, "contacts that are never opened again", &out->share,
                &out->delay);
  }
}

/* One rule for every close, or one for each outcome. */
static void read_reopens(struct stf_scenario_build *build, const struct stf_node *node,
                         struct stf_after_reopen out[STF_AFTER_CLOSES]) {
  static const char *const NAMES[STF_AFTER_CLOSES] = {
      [STF_AFTER_SOLVED] = "solved", [STF_AFTER_UNSOLVED] = "unsolved"};
  bool is_map = node != NULL && node->kind == STF_NODE_MAPPING && node->first != NULL;
  bool one =
      is_map && (stf_node_get(node, "share") != NULL || stf_node_get(node, "delay") != NULL);
  bool two = is_map && (stf_node_get(node, NAMES[STF_AFTER_SOLVED]) != NULL ||
                        stf_node_get(node, NAMES[STF_AFTER_UNSOLVED]) != NULL);
  bool by_outcome =
      is_map && (two || !one) && stf_keys_check(node, &STF_SCENARIO_KEYS_REOPEN_BY);
  out[STF_AFTER_SOLVED].delay = stf_law_constant(0);
  out[STF_AFTER_UNSOLVED].delay = stf_law_constant(0);
  for (size_t i = 0; i < STF_AFTER_CLOSES && by_outcome; i++) {
    read_reopen(build, stf_node_get(node, NAMES[i]), &out[i]);
  }
  if (!by_outcome) {
    read_reopen(build, node, &out[STF_AFTER_UNSOLVED]);
    out[STF_AFTER_SOLVED] = out[STF_AFTER_UNSOLVED];
  }
}

static void read_cuts(const struct stf_node *list, struct stf_after_opinion *out) {
  uint32_t wanted_n = out->cuts_n;
  const struct stf_node *node =
      list != NULL && stf_node_is(list, STF_NODE_LIST) ? list->first : NULL;
  if (node != NULL && list->items_n != wanted_n) {
    stf_node_error(list, "'cuts' needs %u numbers, one between each two categories", wanted_n);
    return;
  }
  for (uint32_t i = 0; node != NULL; i++, node = node->next) {
    bool is_read = stf_node_number(node, &out->cuts[i]);
    if (is_read && i > 0 && !(out->cuts[i] > out->cuts[i - 1])) {
      stf_node_error(node, "'cuts' must rise: each above the one before");
    }
  }
}

/* NULL: there is none. */
static const struct stf_after_opinion *read_opinion(struct stf_scenario_build *build,
                                                    const struct stf_node *node,
                                                    uint32_t cuts_n,
                                                    const struct stf_class *class) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_OPINION;
  static const char *const SLOPES[STF_AFTER_COVARIATES] = {[STF_AFTER_FRT] = "log1p_frt_min",
                                                           [STF_AFTER_GAP] = "log1p_gap_min",
                                                           [STF_AFTER_SETTLED] = "solved",
                                                           [STF_AFTER_TRANSFERRED] =
                                                               "transferred",
                                                           [STF_AFTER_BOT] = "bot"};
  struct stf_after_opinion *opinion =
      stf_keys_check(node, keys) ? stf_scenario_build_alloc(build, 1, sizeof *opinion) : NULL;
  if (opinion == NULL) {
    return NULL;
  }
  opinion->cuts_n = cuts_n;
  read_cuts(stf_node_get(node, "cuts"), opinion);
  for (size_t i = 0; i < STF_AFTER_COVARIATES; i++) {
    opinion->slopes[i] = stf_keys_number(node, keys, SLOPES[i]);
  }
  double frt_most_s = stf_keys_number(node, keys, "frt_most");
  double gap_most_s = stf_keys_number(node, keys, "gap_most");
  opinion->frt_most_s = isnan(frt_most_s) ? (double)INFINITY : frt_most_s;
  opinion->gap_most_s = isnan(gap_most_s) ? (double)INFINITY : gap_most_s;
  bool speaks = class->turns != NULL || class->first_message.kind != STF_LAW_NEVER;
  const struct stf_node *frt = stf_node_get(node, "log1p_frt_min");
  const struct stf_node *gap = stf_node_get(node, "log1p_gap_min");
  if (!speaks && (frt != NULL || gap != NULL)) {
    stf_node_error(frt != NULL ? frt : gap,
                   "the class says nothing of first messages: add 'first_message: 40 s', or "
                   "'turns' in place of 'service'");
  }
  return opinion;
}

static void read_survey(struct stf_scenario_build *build, const struct stf_node *own,
                        const struct stf_class *class, struct stf_after *after) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SURVEY;
  const struct stf_node *node = stf_node_get(own, "survey");
  const struct stf_node *csat = stf_node_get(own, "csat");
  const struct stf_node *nps = stf_node_get(own, "nps");
  if (stf_keys_check(node, keys)) {
    double answered = stf_keys_number(node, keys, "answered");
    after->survey_share = stf_keys_number(node, keys, "sent");
    after->survey_answered_share = isnan(answered) ? 0 : answered;
  }
  after->csat = read_opinion(build, csat, STF_AFTER_CSAT_CUTS, class);
  after->nps = read_opinion(build, nps, STF_AFTER_NPS_CUTS, class);
  if (node == NULL && (csat != NULL || nps != NULL)) {
    stf_node_error(csat != NULL ? csat : nps,
                   "who is asked? Add 'survey: {sent: 50 %%, answered: 20 %%}'");
  }
}

void stf_scenario_after_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_class *class) {
  const struct stf_node *own = stf_node_get(node, "after");
  if (!stf_keys_check(own, &STF_SCENARIO_KEYS_AFTER)) {
    return;
  }
  struct stf_after *after = stf_scenario_build_alloc(build, 1, sizeof *after);
  if (after != NULL) {
    read_solved(stf_node_get(own, "solved"), after);
    read_repeat(build, stf_node_get(own, "repeat"), class, after);
    read_reopens(build, stf_node_get(own, "reopen"), after->reopen);
    read_survey(build, own, class, after);
    class->after = after;
  }
}

/* Of a class of its own account. */
static void check_class(const struct stf_node *reopen, const struct stf_class *class) {
  if (class->turns != NULL) {
    stf_node_error(reopen, "'reopen' is about sessions, and this class works in turns: there "
                           "'close_after' and 'reopens' of its turns say it");
  } else if (class->wrap_up != NULL) {
    stf_node_error(reopen, "'reopen' does not go together with 'wrap_up': add the after-work "
                           "to 'service'");
  } else if (class->escalation != NULL) {
    stf_node_error(reopen, "'reopen' does not go together with 'escalate', whose clocks would "
                           "run on while it is closed");
  } else if (class->leaving != NULL && class->leaving->until_reply) {
    stf_node_error(reopen, "'reopen' does not go together with a patience to the first reply, "
                           "out of an agent's hands");
  }
}

static void check_team(const struct stf_scenario_build *build, const struct stf_node *reopen,
                       uint32_t t) {
  const struct stf_desk *desk = &build->scenario->desk;
  const char *name = build->team_names[t];
  if (desk->teams[t].channels != NULL) {
    stf_node_error(reopen, "'reopen' does not go together with 'channels' of team '%.60s'",
                   name);
  } else if (stf_desk_team_in_turns(desk, t)) {
    stf_node_error(reopen,
                   "'reopen' is about sessions, and team '%.60s', which takes the class, "
                   "works in turns",
                   name);
  } else if (stf_desk_meets_hand_backs(desk, t)) {
    stf_node_error(reopen,
                   "'reopen' does not go together with 'shift_end: hand_back', which contacts "
                   "of team '%.60s' may come from",
                   name);
  }
}

void stf_scenario_after_check(const struct stf_scenario_build *build,
                              const struct stf_node *root) {
  const struct stf_desk *desk = &build->scenario->desk;
  const struct stf_node *node = stf_node_get(root, "classes")->first;
  for (uint32_t c = 0; c < desk->classes_n && node != NULL; c++, node = node->next) {
    const struct stf_node *own = stf_node_get(node, "after");
    const struct stf_node *reopen = own != NULL ? stf_node_get(own, "reopen") : NULL;
    if (reopen == NULL || !stf_after_reopens(desk->classes[c].after)) {
      continue;
    }
    check_class(reopen, &desk->classes[c]);
    for (uint32_t t = 0; t < desk->teams_n && desk->classes[c].turns == NULL; t++) {
      if (stf_desk_takes(desk, t, c)) {
        check_team(build, reopen, t);
      }
    }
  }
}
