/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the scenario reader share while one file is read. */
#ifndef STF_SCENARIO_BUILD_H
#define STF_SCENARIO_BUILD_H

#include "scenario/node.h"
#include "scenario/scenario.h"

struct stf_scenario_build {
  struct stf_scenario *scenario;
  const struct stf_allocator *allocator;
  struct stf_diags *diags;
  struct stf_error *error; /* words of `status` */
  enum stf_status status;  /* the first failure that is not the file's fault, or STF_OK */
  const char *path;        /* of the scenario */
  size_t errors_before_n;  /* in diags when the reading began */
  int64_t start_us;        /* the run begins: period start minus warm-up */

  const char **calendar_names; /* of scenario->calendars */

  /* The desk under construction; classes and teams stand here from the moment they are read. */
  struct stf_class *classes;
  struct stf_demand *demand; /* what desk.demand points to; in the arena */
  const char **class_names;
  struct stf_team *teams;
  const char **team_names;
  double *team_per_h; /* hourly cost by team id of names.teams; 0: none given */
};

/* True if nothing is wrong so far. */
bool stf_scenario_build_clean(const struct stf_scenario_build *build);

/* Keeps the first failure. */
void stf_scenario_build_fail(struct stf_scenario_build *build, enum stf_status status);

/* Zeroed memory of the scenario's arena; NULL (and the failure kept) without memory. */
void *stf_scenario_build_alloc(struct stf_scenario_build *build, size_t n, size_t size);

/* A copy in the arena of n elements from a growable array; NULL as above. */
void *stf_scenario_build_copy(struct stf_scenario_build *build, const void *items, size_t n,
                              size_t size);

/* The path that the node names: joined with the scenario's folder unless it is absolute or
 * comes from the command line; NULL without memory. */
const char *stf_scenario_build_path(struct stf_scenario_build *build,
                                    const struct stf_node *node);

/* Keeps that the file which the node names could not be read; `why` where it is not memory. */
void stf_scenario_build_unread(struct stf_scenario_build *build, const struct stf_node *node,
                               enum stf_status status, const char *why);

/* Opens the zone that the node names; the caller owns it. NULL: no node, or an unknown zone
 * (told), or a failure (kept). */
struct stf_zone *stf_scenario_build_zone(struct stf_scenario_build *build,
                                         const struct stf_node *node);

/* Adds a line to the scenario's assumptions; what is beyond their number is told as a note. */
void stf_scenario_build_assume(struct stf_scenario_build *build, bool of_staff,
                               const char *format, ...) STF_PRINTF(3, 4);

/* Folds the hash of another file into the scenario's. */
void stf_scenario_build_hash(struct stf_scenario_build *build, uint64_t hash);

#endif
