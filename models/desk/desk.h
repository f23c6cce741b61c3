/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The described desk, compiled: what the engine runs. Plain data; everything is owned by the
 * arena that the desk was built in and does not change during a run. Instants are UTC
 * microseconds, ids dense from 0.
 */
#ifndef STF_DESK_H
#define STF_DESK_H

#include "contact/contact.h"
#include "contact/names.h"
#include "random/law.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_class {
  uint32_t name;          /* id in names.classes */
  uint32_t key;           /* stable address of the class: upper half of the hash of its name */
  uint32_t channel;       /* id in names.channels, or STF_NOBODY */
  int priority;           /* lower is served first; non-preemptive */
  uint32_t priority_name; /* id in names.priorities of that number */
  struct stf_law service;
  struct stf_law patience;
  /* Poisson arrivals: rate [1/s] on each step of the desk's rate grid; NULL where arrivals are
   * replayed. */
  const double *rates_per_s;
};

enum stf_routing {
  STF_ROUTING_LONGEST_IDLE, /* the agent idle for the longest time */
  STF_ROUTING_RANDOM        /* any idle agent, with equal chance */
};

struct stf_team {
  uint32_t name;      /* id in names.teams */
  const bool *serves; /* by class id: classes_n entries */
  enum stf_routing routing;
  bool exchangeable; /* named shifts stand in `changes` as counts: who goes is whoever is free
                        first */
  const uint32_t *pool_names; /* ids in names.agents of a pool's first pool_names_n agents, for
                                 those who want to tell them apart; NULL: they have no names */
  uint32_t pool_names_n;
  struct stf_law pause; /* after each contact, before the next can be taken; constant 0: none */
};

struct stf_agent {
  uint32_t name; /* id in names.agents */
  uint32_t team; /* index into desk.teams */
};

/* A change of staffing. Named agents: agent is an index into desk.agents and delta +1 (comes)
 * or -1 (goes). Pools given as counts: agent is STF_NOBODY and delta the change of the team's
 * count; who leaves first is whoever is idle, then whoever finishes first. An agent who goes
 * finishes the contact in hand. */
struct stf_staff_change {
  int64_t at_us;
  uint32_t team;  /* index into desk.teams */
  uint32_t agent; /* index into desk.agents, or STF_NOBODY */
  int32_t delta;
};

/* A contact given from a log. What is STF_NEVER is drawn. */
struct stf_given {
  uint64_t address; /* hash of the log's contact id */
  int64_t open_us;
  int64_t queue_us;     /* the engine's arrival; before desk.from_us for contacts of the initial
                           state */
  int64_t assign_us;    /* only for the initial state: taken before desk.from_us, by `agent` */
  int64_t service_us;   /* work of an answered contact, or STF_NEVER */
  int64_t patience_us;  /* wait after which it left, or STF_NEVER */
  int64_t outwaited_us; /* it was answered after this wait: patience is longer; or STF_NEVER */
  uint32_t contact;     /* id in the log's dictionary of contacts */
  uint32_t class_index;
  uint32_t agent; /* index into desk.agents, initial state only */
};

enum stf_edge_end {
  STF_EDGE_UNTIL_EMPTY, /* no arrivals after to_us; runs on until everybody has left */
  STF_EDGE_HORIZON      /* stops at to_us; what is open is censored and counted */
};

struct stf_desk {
  const char *title;
  const char *zone_name; /* IANA */
  const struct stf_names *names;
  int64_t from_us; /* the period whose contacts count, [from, to) */
  int64_t to_us;
  int64_t warmup_us;   /* the run begins this long before from_us, from empty */
  int64_t interval_us; /* of the tables */

  const struct stf_class *classes;
  uint32_t classes_n;
  const struct stf_team *teams;
  uint32_t teams_n;
  const struct stf_agent *agents; /* named agents */
  uint32_t agents_n;
  const struct stf_staff_change *changes; /* in the order of desk/staffing.h */
  size_t changes_n;

  /* Poisson arrivals: step i of the rates is [edges_us[i], edges_us[i+1]), i < rates_n; covers
   * the run. */
  const int64_t *rate_edges_us; /* rates_n + 1 */
  const int64_t *rate_days;     /* civil day number of each step, for the day factor */
  size_t rates_n;
  double day_shape; /* gamma day factor, mean 1; 0: none */
  double volume;    /* 1: as described */

  /* Replayed arrivals, ascending in queue_us. */
  const struct stf_given *given;
  size_t given_n;

  enum stf_edge_end end;
};

#endif
