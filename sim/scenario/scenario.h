/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario file (docs/scenario-format.md) and the CSV files it names, read into a desk ready
 * to run. One reading shows all mistakes, each with its file, line and column.
 */
#ifndef STF_SCENARIO_H
#define STF_SCENARIO_H

#include "base/arena.h"
#include "base/diag.h"
#include "contact/names.h"
#include "desk/desk.h"
#include "scenario/moved.h"
#include "terms/costs.h"
#include "terms/sla.h"
#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_SCENARIO_WITHIN_MAX = 16, /* service-level thresholds */
  STF_SCENARIO_ASSUMPTIONS_MAX = 8
};

/* A day of a class on which come as many as did on a logged day. Its rates in the desk are 0
 * until they are filled from the log `log_path` (fit/analogue.h). */
struct stf_scenario_analogue {
  int64_t day;    /* civil day number */
  int64_t as_day; /* of the log */
  uint32_t class_index;
  double multiply; /* factor on the day's counts */
  int line;        /* where it stands in the file */
  int column;
};

/* A day of a replay and the logged day whose contacts come on it. */
struct stf_scenario_replay_day {
  int64_t day; /* civil day number, in the run */
  int64_t as_day;
  bool again; /* an earlier item of the file has the same as_day */
  int line;   /* where it stands in the file */
  int column;
};

/* Logged days that a day of the run may be (demand.bootstrap). */
enum stf_scenario_bootstrap {
  STF_SCENARIO_BOOTSTRAP_NONE,
  STF_SCENARIO_BOOTSTRAP_WEEKDAY, /* those of its weekday */
  STF_SCENARIO_BOOTSTRAP_KIND,    /* those of its kind (time/day_kind.h) */
  STF_SCENARIO_BOOTSTRAP_ANY
};

struct stf_scenario_assumption {
  const char *text; /* one line */
  bool of_staff;    /* of who is there; else of who comes, which a replayed log says itself */
};

struct stf_scenario {
  const char *path;  /* as the user typed it */
  const char *title; /* never NULL */
  uint64_t seed;
  uint32_t replications_n;
  bool seed_given; /* in the file; else the defaults stand above */
  bool replications_given;

  double within_s[STF_SCENARIO_WITHIN_MAX]; /* service-level thresholds, > 0, ascending */
  size_t within_n;                          /* >= 1 */
  double short_abandon_s;

  /* Paths of logs, joined with the scenario's folder; NULL where not given. */
  const char *log_path;       /* its actuals stand beside the predictions */
  const char *replay_path;    /* demand.replay: its arrivals are the demand. The desk then has
                                 neither rates nor given contacts: the caller adds those */
  struct stf_where log_where; /* of the two in the file; only where they are given */
  struct stf_where replay_where;
  const struct stf_scenario_replay_day *replay_days; /* demand.replay_days, ascending by day,
                                                        no day twice */
  enum stf_scenario_bootstrap bootstrap;             /* of replay_path's days */
  const int64_t *bootstrap_holidays; /* by kind of day: all from 1970 to behind the run */
  size_t bootstrap_holidays_n;
  int bootstrap_line; /* where it stands in the file */
  int bootstrap_column;
  size_t replay_days_n;                          /* 0: the log's days are the period's */
  const struct stf_scenario_analogue *analogues; /* days to be filled before a run */
  size_t analogues_n;
  int32_t analogue_step_s; /* their counts are by steps of this length; divides a day */
  double **rates_per_s;    /* by class: the desk's rates, for who fills the analogues; NULL in a
                              replay */

  /* What stands in for data that the user did not give: to be told at the head of a run. */
  struct stf_scenario_assumption assumptions[STF_SCENARIO_ASSUMPTIONS_MAX];
  size_t assumptions_n;

  bool start_given; /* edges.start, edges.end stand in the file */
  bool end_given;

  struct stf_desk desk;            /* compiled; its names point to `names` */
  struct stf_names names;          /* may grow when a log is read beside it */
  struct stf_calendar **calendars; /* those of the file, in its order */
  size_t calendars_n;
  const struct stf_sla_terms *terms; /* NULL: no policies */
  const struct stf_costs *costs;     /* NULL: nothing has a price */
  struct stf_zone *zone;
  struct stf_arena *arena; /* holds the desk; callers may add what must live as long */

  uint64_t content_hash; /* of the scenario file and every CSV file it names, in the order of
                            reading (logs not included) */
  uint32_t files_n;      /* CSV files read */
  int teams_line;        /* where 'teams' stands in the file */
  int teams_column;
};

/* Reads a scenario file. On success the caller owns *out (stf_scenario_free). STF_ERR_INPUT:
 * the diagnostics say what is wrong; STF_ERR_IO: a file (the scenario or a CSV it names) cannot
 * be read, *error says which; STF_ERR_MEMORY. Warnings may be added on success too. */
STF_MUST_USE enum stf_status
stf_scenario_read(const char *path, const struct stf_allocator *allocator,
                  struct stf_diags *diags, struct stf_scenario **out, struct stf_error *error);

/* A file and what is changed in its tree before it is read, first by `moved`
 * (scenario/moved.h), then by the changes (scenario/vary.h). */
struct stf_scenario_changed {
  const char *path;
  const struct stf_moved *moved; /* NULL: not at all */
  const struct stf_vary *changes;
  size_t changes_n;
};

/* The same with changes. The hash of the content covers them. */
STF_MUST_USE enum stf_status stf_scenario_read_changed(const struct stf_scenario_changed *in,
                                                       const struct stf_allocator *allocator,
                                                       struct stf_diags *diags,
                                                       struct stf_scenario **out,
                                                       struct stf_error *error);

/* A scenario in memory. */
struct stf_scenario_text {
  const char
      *path; /* where it would stand: for messages and the folder of the files it names */
  const char *bytes;
  size_t n;
};

/* The same from memory. */
STF_MUST_USE enum stf_status
stf_scenario_parse(const struct stf_scenario_text *text, const struct stf_allocator *allocator,
                   struct stf_diags *diags, struct stf_scenario **out, struct stf_error *error);

/* Warns where more work comes to `desk` (the scenario's, or with a log's arrivals put in) than
 * its agents have time for, where people come and nobody is there, and where conversations in
 * turns need more places or agents than their team has. */
STF_MUST_USE enum stf_status stf_scenario_warn_load(const struct stf_scenario *scenario,
                                                    const struct stf_desk *desk,
                                                    struct stf_diags *diags);

void stf_scenario_free(struct stf_scenario *scenario); /* NULL is fine */

#endif
