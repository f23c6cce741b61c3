/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_flow.h"

#define NOT_REACHED UINT32_MAX
#define ROOT        (UINT32_MAX - 1)
#define NEARLY      1e-9 /* of all that is needed: so much counts as nothing */

enum stf_status stf_desk_flow_init(const struct stf_desk *desk,
                                   const struct stf_allocator *allocator,
                                   struct stf_desk_flow *out) {
  size_t classes_n = desk->classes_n;
  size_t teams_n = desk->teams_n;
  size_t nodes_n = classes_n + teams_n;
  *out = (struct stf_desk_flow){
      .allocator = allocator,
      .classes_n = desk->classes_n,
      .teams_n = desk->teams_n,
      .needs = stf_mem_zeroed(allocator, classes_n, sizeof *out->needs),
      .there = stf_mem_zeroed(allocator, teams_n, sizeof *out->there),
      .takes = stf_mem_zeroed(allocator, classes_n * teams_n, sizeof *out->takes),
      .left = stf_mem_zeroed(allocator, nodes_n, sizeof *out->left),
      .sent = stf_mem_zeroed(allocator, classes_n * teams_n, sizeof *out->sent),
      .from = stf_mem_zeroed(allocator, nodes_n, sizeof *out->from),
      .queue = stf_mem_zeroed(allocator, nodes_n, sizeof *out->queue)};
  if (out->needs == NULL || out->there == NULL || out->takes == NULL || out->left == NULL ||
      out->sent == NULL || out->from == NULL || out->queue == NULL) {
    stf_desk_flow_clear(out);
    return STF_ERR_MEMORY;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    for (uint32_t t = 0; t < desk->teams_n; t++) {
      out->takes[c * teams_n + t] = stf_desk_takes(desk, t, c);
    }
  }
  return STF_OK;
}

void stf_desk_flow_clear(struct stf_desk_flow *flow) {
  const struct stf_allocator *allocator = flow->allocator;
  stf_mem_release(allocator, flow->needs);
  stf_mem_release(allocator, flow->there);
  stf_mem_release(allocator, flow->takes);
  stf_mem_release(allocator, flow->left);
  stf_mem_release(allocator, flow->sent);
  stf_mem_release(allocator, flow->from);
  stf_mem_release(allocator, flow->queue);
  *flow = (struct stf_desk_flow){0};
}

/* Begins with the classes of which something is left; returns how many. */
static uint32_t start(struct stf_desk_flow *flow, double nothing) {
  uint32_t queued_n = 0;
  for (uint32_t node = 0; node < flow->classes_n + flow->teams_n; node++) {
    bool starts = node < flow->classes_n && flow->left[node] > nothing;
    flow->from[node] = starts ? ROOT : NOT_REACHED;
    if (starts) {
      flow->queue[queued_n++] = node;
    }
  }
  return queued_n;
}

/* True if there is a way on from one node to the other: a class may be sent to a team that
 * takes it, and taken back from one to which something of it was sent. */
static bool leads(const struct stf_desk_flow *flow, uint32_t node, uint32_t to,
                  double nothing) {
  if (flow->from[to] != NOT_REACHED) {
    return false;
  }
  return node < flow->classes_n
             ? flow->takes[(size_t)node * flow->teams_n + (to - flow->classes_n)]
             : flow->sent[(size_t)to * flow->teams_n + (node - flow->classes_n)] > nothing;
}

/* The nearest team that has time left for a class of which something is left; NOT_REACHED:
 * there is none, and `from` tells what was reached. */
static uint32_t search(struct stf_desk_flow *flow, double nothing) {
  uint32_t nodes_n = flow->classes_n + flow->teams_n;
  uint32_t queued_n = start(flow, nothing);
  for (uint32_t at = 0; at < queued_n; at++) {
    uint32_t node = flow->queue[at];
    bool is_class = node < flow->classes_n;
    uint32_t end = is_class ? nodes_n : flow->classes_n;
    for (uint32_t to = is_class ? flow->classes_n : 0; to < end; to++) {
      if (!leads(flow, node, to, nothing)) {
        continue;
      }
      flow->from[to] = node;
      if (is_class && flow->left[to] > nothing) {
        return to;
      }
      flow->queue[queued_n++] = to;
    }
  }
  return NOT_REACHED;
}

/* Sends as much as goes along the way that was found to the team. */
static void send(struct stf_desk_flow *flow, uint32_t team) {
  double most = flow->left[team];
  uint32_t class_index = flow->from[team];
  while (flow->from[class_index] != ROOT) {
    uint32_t other = flow->from[class_index];
    double back = flow->sent[(size_t)class_index * flow->teams_n + (other - flow->classes_n)];
    most = back < most ? back : most;
    class_index = flow->from[other];
  }
  most = flow->left[class_index] < most ? flow->left[class_index] : most;
  flow->left[class_index] -= most;
  flow->left[team] -= most;
  uint32_t to = team;
  for (;;) {
    class_index = flow->from[to];
    flow->sent[(size_t)class_index * flow->teams_n + (to - flow->classes_n)] += most;
    if (flow->from[class_index] == ROOT) {
      return;
    }
    to = flow->from[class_index];
    flow->sent[(size_t)class_index * flow->teams_n + (to - flow->classes_n)] -= most;
  }
}

static struct stf_desk_flow_cut cut_of(const struct stf_desk_flow *flow) {
  struct stf_desk_flow_cut cut = {0};
  for (uint32_t c = 0; c < flow->classes_n; c++) {
    if (flow->from[c] != NOT_REACHED) {
      if (cut.classes_n < STF_DESK_FLOW_NAMED) {
        cut.classes[cut.classes_n] = c;
      }
      cut.classes_n++;
      cut.needed += flow->needs[c];
    }
  }
  for (uint32_t t = 0; t < flow->teams_n; t++) {
    if (flow->from[flow->classes_n + t] != NOT_REACHED) {
      if (cut.teams_n < STF_DESK_FLOW_NAMED) {
        cut.teams[cut.teams_n] = t;
      }
      cut.teams_n++;
      cut.there += flow->there[t];
    }
  }
  return cut;
}

struct stf_desk_flow_cut stf_desk_flow_solve(struct stf_desk_flow *flow) {
  double sum = 0;
  for (uint32_t c = 0; c < flow->classes_n; c++) {
    flow->left[c] = flow->needs[c];
    sum += flow->needs[c];
  }
  for (uint32_t t = 0; t < flow->teams_n; t++) {
    flow->left[flow->classes_n + t] = flow->there[t];
  }
  for (size_t i = 0; i < (size_t)flow->classes_n * flow->teams_n; i++) {
    flow->sent[i] = 0;
  }
  double nothing = NEARLY * sum;
  uint32_t team = search(flow, nothing);
  while (team != NOT_REACHED) {
    send(flow, team);
    team = search(flow, nothing);
  }
  return cut_of(flow);
}
