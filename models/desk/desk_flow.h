/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether teams have time for what comes where several of them may take a class: a maximum flow
 * from classes to teams (Ford & Fulkerson 1956, by shortest paths: Edmonds & Karp 1972). By its
 * minimum cut the work fits if and only if no set of classes needs more than all the teams
 * have that may take any of them.
 */
#ifndef STF_DESK_FLOW_H
#define STF_DESK_FLOW_H

#include "base/mem.h"
#include "desk/desk.h"

enum {
  STF_DESK_FLOW_NAMED = 4 /* classes and teams of a cut that it names */
};

/* A set of classes that needs more than there is, and the teams that may take any of them. */
struct stf_desk_flow_cut {
  double needed;
  double there;
  uint32_t classes[STF_DESK_FLOW_NAMED]; /* the first of them, ascending */
  uint32_t teams[STF_DESK_FLOW_NAMED];
  uint32_t classes_n; /* in all; 0: everything fits */
  uint32_t teams_n;
};

struct stf_desk_flow {
  const struct stf_allocator *allocator;
  uint32_t classes_n;
  uint32_t teams_n;
  double *needs;   /* by class; written by the caller before each solution, >= 0 */
  double *there;   /* by team; the same */
  bool *takes;     /* [class * teams_n + team]: by stf_desk_takes */
  double *left;    /* of classes, then of teams: not sent, not used */
  double *sent;    /* [class * teams_n + team] */
  uint32_t *from;  /* of classes, then of teams: where the search came from */
  uint32_t *queue; /* of the search */
};

/* Fails only without memory. The caller owns *out (stf_desk_flow_clear). */
STF_MUST_USE enum stf_status stf_desk_flow_init(const struct stf_desk *desk,
                                                const struct stf_allocator *allocator,
                                                struct stf_desk_flow *out);
void stf_desk_flow_clear(struct stf_desk_flow *flow);

/* The set of classes that misses most, of those sets the smallest. */
struct stf_desk_flow_cut stf_desk_flow_solve(struct stf_desk_flow *flow);

#endif
