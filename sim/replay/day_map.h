/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log's contacts on other days: those of a source day come on a target day at the same local
 * time of the zone. A time that the target day skips comes as much later as the clocks skip; in
 * an hour that the target day has twice they come in its first; those of both hours of a source
 * day that has one twice come in the one.
 */
#ifndef STF_DAY_MAP_H
#define STF_DAY_MAP_H

#include "base/arena.h"
#include "logs/eventlog.h"
#include "scenario/scenario.h"

struct stf_day_map_in {
  const struct stf_log *log; /* its dictionary of contacts takes the new names */
  const char *log_path;
  const struct stf_zone *zone;
  const struct stf_scenario_replay_day *days; /* NULL: no map */
  size_t days_n;
  enum stf_scenario_bootstrap bootstrap; /* not NONE: the days are themselves, and those of the
                                            run are drawn from them */
  const int64_t *holidays;               /* with a bootstrap by kind of day; ascending */
  size_t holidays_n;
  const char *path; /* of the scenario, where the days or the bootstrap stand */
  int line;         /* of the bootstrap */
  int column;
  bool openings; /* contacts come when they open, as the desk's bot decides; else when they
                    asked for a human */
};

/* A contact of the log that comes on a target day. */
struct stf_day_map_item {
  const struct stf_contact *contact;
  int64_t shift_us; /* added to its instants */
  uint32_t id;      /* the log's; where its source day comes again, that of the name
                       "ID@2026-12-23" with the target day */
  uint64_t address; /* hash of that name */
};

/* The contacts who come on a source day, by target day and then in the log's
 * order; in the arena. Told: source days out of the log's span (errors) or without a contact in
 * it (warnings). Fails only without memory. */
STF_MUST_USE enum stf_status stf_day_map_make(const struct stf_day_map_in *in,
                                              struct stf_arena *arena, struct stf_diags *diags,
                                              struct stf_day_map_item **out, size_t *out_n);

#endif
