/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk folder: desk.yaml and the CSV files it names, written so that stf_scenario_read reads
 * the same desk back, and commented for people. Numbers are written with the fewest digits that
 * read back to the same value.
 */
#ifndef STF_WRITE_H
#define STF_WRITE_H

#include "base/mem.h"
#include "contact/contact.h"
#include "desk/desk.h"
#include "random/law.h"
#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every `note` is free text for the user (what it is, standard error, goodness of fit), written
 * as comment lines above its key; it may have several lines; NULL: none. Texts are borrowed for
 * the call. */

struct stf_write_class {
  const char *name;
  const char *channel; /* NULL: none */
  int priority;
  double rate_per_s; /* constant arrivals; 0: from the curve or the replay */
  struct stf_law service;
  struct stf_law patience;      /* STF_LAW_NEVER: nobody leaves */
  struct stf_law first_message; /* from the assignment to the first human message;
                                   STF_LAW_NEVER: not known, and not written */
  bool acknowledges;            /* an automatic message ack_us after the opening */
  int64_t ack_us;
  struct stf_bot bot;         /* at all hours; reach_share 0: none */
  struct stf_support support; /* nothing known: not written */
  const char *note;
  const char *service_note;
  const char *patience_note;
  const char *first_message_note;
  const char *ack_note;
  const char *bot_note;
  const struct stf_after *after; /* without `repeat`; NULL: none */
  const char *after_note;
};

/* One shift of a named agent. */
struct stf_write_span {
  const char *agent;
  int64_t start_us;
  int64_t end_us; /* > start_us */
};

/* From start_s of the weekday on, this many agents. */
struct stf_write_count {
  int weekday;     /* 0 = Monday */
  int32_t start_s; /* of the local day */
  int32_t agents_n;
};

/* Staff: exactly one of spans, counts and agents_n is given. */
struct stf_write_team {
  const char *name;
  const uint32_t *classes; /* indices of the classes that it serves; NULL: all */
  size_t classes_n;
  enum stf_routing routing;
  bool exchangeable;    /* at the end of a shift whoever is free first goes */
  struct stf_law pause; /* constant 0: none */
  uint32_t cap;         /* contacts at once; above 1: with speeds, cap places */
  const double *speeds;
  uint32_t load_seen; /* most contacts at work on at once; 0: not known */
  const struct stf_write_span *spans;
  size_t spans_n;
  const struct stf_write_count *counts; /* ascending by weekday, then start */
  size_t counts_n;
  int32_t agents_n;
  const struct stf_write_count *usual; /* beside spans: where they do not reach; as counts */
  size_t usual_n;                      /* 0: none */
  const char *usual_note;
  const char *note;
  const char *cap_note;
  const char *speeds_note;
  const char *pause_note;
  const char *staff_note;
};

/* Messages sent at one instant (desk/demand.h). */
struct stf_write_campaign {
  const char *name; /* no other has it */
  int64_t at_us;
  int64_t messages_n;
  double reply_share;
  struct stf_law delay;
  size_t class_index;
  bool in_frt;
  const char *note;
};

struct stf_write_desk {
  const char *title;
  const struct stf_zone *zone;
  const char *note; /* opens the file */
  int64_t from_us;  /* the period */
  int64_t to_us;
  bool is_fitted;    /* to the days of the period */
  int horizon_weeks; /* of the factors of season and week; 0: none */
  int64_t interval_us;
  int64_t warmup_us; /* 0: the run begins from an empty desk */
  enum stf_edge_end end;
  const double *within_s; /* service-level thresholds, ascending */
  size_t within_n;        /* 0: the format's default */
  double short_abandon_s; /* 0: the format's default */
  const char *log;    /* path of the log beside it, from the folder or absolute; NULL: none */
  const char *replay; /* path of the log whose arrivals are the demand; NULL: none */

  const struct stf_write_class *classes; /* classes_n >= 1 */
  size_t classes_n;
  const struct stf_write_team *teams; /* teams_n >= 1 */
  size_t teams_n;

  /* Mean arrivals per interval by weekday, slot and class, [(weekday * slots_n + slot) *
   * classes_n + class]; slots divide the day evenly. NULL: no curve. Rows of classes with a
   * constant rate must be 0. */
  const double *mean_arrivals;
  size_t slots_n;
  const char *curve_note;
  double season_cv; /* of the factor of the run; 0: none */
  double week_cv;   /* of the weeks' */
  const char *season_note;
  double day_shape; /* gamma day factor; 0: none */
  const char *day_shape_note;
  double interval_cv; /* of the factors of intervals; 0: none */
  double interval_correlation;
  const char *intervals_note; /* NULL: none */
  double volume;              /* 1: as described */
  const struct stf_write_campaign *campaigns;
  size_t campaigns_n;
  const struct stf_parameters *draws; /* of the parameters, by class; NULL: none */
  const char *draws_note;
};

struct stf_write_file {
  char *name; /* in the folder: "desk.yaml", "curve.csv", "roster-TEAM.csv"... */
  char *bytes;
  size_t bytes_n;
};

/* The files of a folder; desk.yaml is the first. Owned, of malloc. */
struct stf_write_files {
  struct stf_write_file *items;
  size_t items_n;
};

/* Writes the desk into memory. Fails only without memory; *out is then empty. */
STF_MUST_USE enum stf_status stf_write_desk(const struct stf_write_desk *desk,
                                            struct stf_write_files *out);
void stf_write_clear(struct stf_write_files *files);

/* Puts the files into the folder, which is made if it is not there; each is written beside and
 * renamed. An existing file is replaced only if `force`; else STF_ERR_IO, and nothing is
 * written. */
STF_MUST_USE enum stf_status stf_write_folder(const struct stf_write_files *files,
                                              const char *folder, bool force,
                                              struct stf_error *error);

#endif
