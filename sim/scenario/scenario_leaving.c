/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_leaving.h"

#include "base/macros.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

static void read_silent(struct stf_scenario_build *build, const struct stf_node *node,
                        bool in_turns, struct stf_leaving *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_SILENT;
  if (!stf_keys_check(node, keys)) {
    return;
  }
  const struct stf_node *ghost = stf_node_get(node, "ghost");
  out->silent_share = stf_keys_number(node, keys, "share");
  if (in_turns && ghost != NULL) {
    stf_node_error(ghost, "in turns an agent works the first turn on one who is gone and keeps "
                          "the place until 'close_after': leave 'ghost' out");
    return;
  }
  if (!in_turns && ghost == NULL) {
    stf_node_error(node, "'ghost' is missing: an agent's time on a customer who is gone, such "
                         "as 'ghost: 2 min'");
    return;
  }
  stf_scenario_law_read(build, ghost, &out->ghost);
  if (ghost != NULL && out->ghost.kind == STF_LAW_NEVER) {
    stf_node_error(ghost, "'ghost' must end: give a duration or a law");
  }
}

static void read_step(const struct stf_node *node, struct stf_leaving_step *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_BALK;
  if (stf_keys_check(node, keys)) {
    out->queue = (uint32_t)stf_keys_number(node, keys, "queue");
    out->share = stf_keys_number(node, keys, "share");
  }
}

static void read_balk(struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_leaving *out) {
  bool is_list = node->kind == STF_NODE_LIST;
  uint32_t n = is_list ? node->items_n : 1;
  struct stf_leaving_step *steps = stf_scenario_build_alloc(build, n, sizeof *steps);
  if (steps == NULL) {
    return;
  }
  if (n == 0) {
    stf_node_error(node, "'balk' is empty: write a share, a step {queue: 20, share: 50 %%}, or "
                         "a list of steps");
  }
  if (node->kind == STF_NODE_SCALAR) {
    const struct stf_keys_key *share = stf_keys_find(&STF_SCENARIO_KEYS_BALK, "share");
    (void)stf_keys_scalar(node, share, &steps[0].share);
  } else if (!is_list) {
    read_step(node, &steps[0]);
  }
  uint32_t i = 0;
  for (const struct stf_node *item = is_list ? node->first : NULL; item != NULL;
       item = item->next, i++) {
    read_step(item, &steps[i]);
    if (i > 0 && steps[i].queue <= steps[i - 1].queue) {
      stf_node_error(item, "the steps of 'balk' must rise: queue %u stands behind %u",
                     steps[i].queue, steps[i - 1].queue);
    }
  }
  out->steps = steps;
  out->steps_n = n;
}

static bool read_until(const struct stf_node *node, struct stf_class *class) {
  static const char *const WORDS[] = {"assignment", "first_reply"};
  const struct stf_node *until = stf_node_get(node, "patience_until");
  size_t word = 0;
  if (until == NULL ||
      !stf_node_choice(until, "patience_until", WORDS, STF_COUNT_OF(WORDS), &word) ||
      word == 0) {
    return false;
  }
  if (class->first_message.kind == STF_LAW_NEVER && class->turns == NULL) {
    stf_node_error(until, "'patience_until: first_reply' needs to know when that is: add "
                          "'first_message: {lognormal: {mean: 40 s, cv: 1}}'");
  }
  return true;
}

void stf_scenario_leaving_read(struct stf_scenario_build *build, const struct stf_node *node,
                               struct stf_class *class) {
  const struct stf_node *silent = stf_node_get(node, "silent");
  const struct stf_node *balk = stf_node_get(node, "balk");
  bool until_reply = read_until(node, class);
  if (silent == NULL && balk == NULL && !until_reply) {
    return;
  }
  struct stf_leaving *leaving = stf_scenario_build_alloc(build, 1, sizeof *leaving);
  if (leaving == NULL) {
    return;
  }
  leaving->until_reply = until_reply;
  leaving->ghost = stf_law_never();
  if (silent != NULL) {
    read_silent(build, silent, class->turns != NULL, leaving);
  }
  if (balk != NULL) {
    read_balk(build, balk, leaving);
  }
  class->leaving = leaving;
  const struct stf_node *needs = until_reply ? stf_node_get(node, "patience_until") : silent;
  if (needs != NULL && class->patience.kind == STF_LAW_NEVER) {
    stf_node_error(needs,
                   "'%s' needs a patience that ends: add 'patience: "
                   "{exponential: {mean: 2 min}}'",
                   needs->name);
  }
}

static bool talks_in_turns(const struct stf_desk *desk, uint32_t class_index) {
  bool in_turns = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    in_turns =
        in_turns || (stf_desk_takes(desk, t, class_index) && stf_desk_team_in_turns(desk, t));
  }
  return in_turns;
}

void stf_scenario_leaving_check(const struct stf_scenario_build *build,
                                const struct stf_node *root) {
  const struct stf_desk *desk = &build->scenario->desk;
  const struct stf_node *node = stf_node_get(root, "classes")->first;
  for (uint32_t c = 0; c < desk->classes_n; c++, node = node->next) {
    const struct stf_class *class = &desk->classes[c];
    if (class->turns == NULL && class->leaving != NULL && class->leaving->until_reply &&
        talks_in_turns(desk, c)) {
      stf_node_error(
          stf_node_get(node, "patience_until"),
          "a team that takes this class works in turns, and the class has none: give "
          "it 'turns', or a team of its own");
    }
  }
}
