/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The described desk, compiled: what the engine runs. Plain data; everything is owned by the
 * arena that the desk was built in and does not change during a run. Instants are UTC
 * microseconds, ids dense from 0.
 */
#ifndef STF_DESK_H
#define STF_DESK_H

#include "contact/contact.h"
#include "contact/names.h"
#include "desk/after.h"
#include "desk/channels.h"
#include "desk/demand.h"
#include "desk/dispatch.h"
#include "desk/escalation.h"
#include "desk/leaving.h"
#include "desk/parameters.h"
#include "desk/people.h"
#include "desk/support.h"
#include "desk/turns.h"
#include "random/law.h"
#include "time/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bot in front of the agents. A contact that it reaches is contained with probability
 * containment_share; of the others leave_share give up inside it, the rest is handed over. One
 * uniform decides containment, another leaving: a higher share only ever adds contacts. */
struct stf_bot {
  double reach_share;       /* of the class's contacts; 0: no bot */
  double containment_share; /* of those it reaches */
  double leave_share;       /* of those not contained: leave at a uniform place of `duration` */
  struct stf_law duration;  /* from the opening to the end of the bot's part */
  struct stf_law reading;   /* agent's reading of the bot's part, added to the work of a contact
                               handed over; STF_LAW_NEVER: none */
  double difficulty;        /* rank correlation, 0..1, of work with not being contained
                               (desk/difficulty.h); 0: none */
};

struct stf_class {
  uint32_t name;          /* id in names.classes */
  uint32_t key;           /* stable address of the class: upper half of the hash of its name */
  uint32_t channel;       /* id in names.channels, or STF_NOBODY */
  int priority;           /* lower is served first; non-preemptive */
  uint32_t priority_name; /* id in names.priorities of that number */
  struct stf_law service;
  const struct stf_wrap_up *wrap_up; /* NULL: none */
  struct stf_law patience;
  const struct stf_calendar
      *patience_hours;   /* patience runs while this is open; NULL: always */
  int64_t head_start_us; /* taken as if it had waited this much longer (within one priority) */
  const struct stf_dispatch_class *dispatch; /* NULL: weight 1, no aging, no deadline */
  const struct stf_escalation *escalation;   /* NULL: none */
  bool acknowledges; /* an automatic message goes out ack_us after the opening */
  int64_t ack_us;
  struct stf_law first_message; /* from the assignment to the first human message, at most the
                                   end of the work; STF_LAW_NEVER: not known, FRT stays empty */
  struct stf_bot bot;           /* while bot_hours is open (NULL: always) */
  struct stf_bot bot_closed;    /* while it is closed */
  const struct stf_calendar *bot_hours;
  const struct stf_turns *turns;     /* NULL: one session of `service` */
  const struct stf_after *after;     /* NULL: nothing comes after a contact */
  const struct stf_support *support; /* NULL: not known what the data have seen */
  const struct stf_leaving *leaving; /* NULL: patience alone, to the assignment, always told */
  /* Poisson arrivals: rate [1/s] on each step of the desk's rate grid; NULL where arrivals are
   * replayed. */
  const double *rates_per_s;
};

/* The bot that serves the class at that instant. */
static inline const struct stf_bot *stf_desk_bot(const struct stf_class *class, int64_t at_us) {
  return class->bot_hours == NULL || stf_calendar_open_at(class->bot_hours, at_us)
             ? &class->bot
             : &class->bot_closed;
}

enum stf_routing {
  STF_ROUTING_LONGEST_IDLE, /* with a free place: whose places in use have not changed for
                               longest */
  STF_ROUTING_RANDOM,       /* any agent with a free place, with equal chance */
  STF_ROUTING_LEAST_LOADED, /* fewest contacts in hand; of those, longest at that number */
  STF_ROUTING_MOST_LOADED,  /* most contacts in hand that leave a place; ties alike */
  STF_ROUTING_LEAST_LOADED_RANDOM, /* fewest contacts in hand; of those, any with equal chance
                                    */
  STF_ROUTING_BEST_PROFICIENCY     /* fastest at the class; ties as with longest idle */
};

/* Which of her own conversations that need her an agent of a team in turns answers next. */
enum stf_turn_order {
  STF_TURN_ORDER_FIFO,           /* as they came to need her */
  STF_TURN_ORDER_OLDEST_WAITING, /* whose oldest unanswered message is oldest */
  STF_TURN_ORDER_NEW_FIRST,      /* those without a reply yet, then the others; each as they
                                    came */
  STF_TURN_ORDER_DEADLINE        /* whose reply is due first (stf_dispatch_class); those never
                                    due last */
};

/* A break that begins late, because a contact was in hand. */
enum stf_late_break {
  STF_LATE_BREAK_KEEPS_LENGTH, /* ends as much later (default) */
  STF_LATE_BREAK_KEEPS_END     /* ends as planned, shorter or not at all */
};

struct stf_team {
  uint32_t name;      /* id in names.teams */
  const bool *serves; /* by class id: classes_n entries */
  enum stf_routing routing;
  const struct stf_dispatch_team *dispatch; /* NULL: by priority, what it serves, nothing kept
                                               free */
  bool exchangeable; /* named shifts stand in `changes` as counts: who goes is whoever is free
                        first */
  const uint32_t *pool_names; /* ids in names.agents of a pool's first pool_names_n agents, for
                                 those who want to tell them apart; NULL: they have no names */
  uint32_t pool_names_n;
  struct stf_law pause; /* after each contact, before the next can be taken; constant 0: none */
  uint32_t cap;         /* contacts that an agent has in hand at once, at most
                           STF_CONTACT_CAP_MAX; 0 stands for 1 */
  uint32_t load_seen;   /* most contacts that the data behind it show an agent at work on at
                           once; 0: not known */
  const double *speeds; /* [j - 1]: total rate of work with j in hand, as a multiple of the rate
                           with one; each goes at speeds[j - 1] / j. In turns: speed of the turn
                           at which she works with j conversations holding places. cap places,
                           first 1, all above 0; NULL: cap is 1, or in turns always 1 */
  enum stf_turn_order turn_order; /* where the team serves a class in turns */
  int64_t switching_us; /* work added to a turn of another conversation than the one before */
  double absence_share; /* of agents and days: does not come at all, drawn by agent and day */
  bool absence_is_paid;
  struct stf_law late; /* a shift begins so much later; STF_LAW_NEVER: nobody is late */
  enum stf_late_break late_break;
  double
      overdispersion; /* of absence: correlation of two agents' absence on a day, in [0, 1) */
  const struct stf_people *people;     /* how fast they are; NULL: all alike */
  const struct stf_channels *channels; /* NULL: every contact takes one place */
  int64_t drain_us; /* at the end of a shift of the roster, in which no contact is taken: stands
                       in `changes` already; 0: none */
  bool hands_back;  /* what is in hand at the end of a shift goes back to its queue; else she
                       finishes it */
};

struct stf_agent {
  uint32_t name; /* id in names.agents */
  uint32_t team; /* index into desk.teams */
  uint64_t key;  /* stable address of the agent: hash of the name */
};

/* A named agent's shift: what is drawn and paid once for it. Ends are the planned ones. */
struct stf_shift {
  int64_t start_us;
  int64_t end_us;
  int64_t day; /* civil day number of its start in the roster's zone: absence is drawn by it */
  uint32_t agent; /* index into desk.agents */
};

enum stf_staff_reason {
  STF_STAFF_SHIFT,
  STF_STAFF_PAID_BREAK, /* goes into, comes back from */
  STF_STAFF_UNPAID_BREAK,
  STF_STAFF_DRAIN /* takes no more contacts until the end of the shift; delta 0 */
};

/* A change of staffing. Named agents: agent is an index into desk.agents and delta +1 (comes)
 * or -1 (goes). Pools given as counts: agent is STF_NOBODY and delta the change of the team's
 * count; who leaves first is whoever is idle, then whoever finishes first. An agent who goes
 * finishes the contacts in hand. Shifts of an exchangeable team that absence, lateness or paid
 * breaks need are counts of one with their shift.
 * A shift's changes lie in it and its end at end_us; its start may come later than start_us
 * (before the run, or a break that it begins with). Breaks do not overlap. A named agent's
 * shift may end in a drain: one more change of delta 0 while she is there or on a break. */
struct stf_staff_change {
  int64_t at_us;
  uint32_t team;  /* index into desk.teams */
  uint32_t agent; /* index into desk.agents, or STF_NOBODY */
  uint32_t shift; /* 1 + index into desk.shifts; 0: none (plain counts, replayed presence) */
  int32_t delta;
  uint8_t reason; /* enum stf_staff_reason */
};

/* A contact given from a log. What is STF_NEVER is drawn. */
struct stf_given {
  uint64_t address; /* hash of the log's contact id (of a day that stands for several days, and
                       of the day) */
  int64_t open_us;
  int64_t queue_us;     /* when a human was asked for: the engine's arrival; before desk.from_us
                           for contacts of the initial state. STF_NEVER: comes at open_us and
                           meets the class's bot */
  bool handed_over;     /* a bot had it from open_us until queue_us */
  int64_t assign_us;    /* only for the initial state: taken before desk.from_us, by `agent` */
  int64_t service_us;   /* work of an answered contact, or STF_NEVER */
  int64_t patience_us;  /* wait after which it left, or STF_NEVER */
  int64_t outwaited_us; /* it was answered after this wait: patience is longer; or STF_NEVER */
  bool silent;          /* it left after patience_us without telling anybody */
  bool behind_bot;      /* asked for a human at queue_us, past a bot of which the log shows
                           nothing (demand.observed): when it came, and who ended in the bot
                           beside it, is drawn */
  uint32_t contact;     /* id in the log's dictionary of contacts */
  uint32_t class_index;
  uint32_t agent; /* index into desk.agents, initial state only; STF_NOBODY: whoever is there */
  uint32_t customer; /* below desk.customers_n, or STF_NOBODY: not known */
};

/* How the volume differs from one replication to another: it is drawn once in each. */
enum stf_volume_spread {
  STF_VOLUME_FIXED,     /* desk.volume itself */
  STF_VOLUME_GAMMA,     /* mean desk.volume, coefficient of variation volume_cv */
  STF_VOLUME_TRIANGULAR /* mode desk.volume, from volume_low to volume_high */
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
  const struct stf_shift
      *shifts; /* of named agents, where absence, lateness or pay need them */
  size_t shifts_n;
  const struct stf_presence *paid; /* time that a log's agents were paid for beside their
                                      presence: passed on by each replication as it is */
  size_t paid_n;

  /* Poisson arrivals: step i of the rates is [edges_us[i], edges_us[i+1]), i < rates_n; covers
   * the run. */
  const int64_t *rate_edges_us; /* rates_n + 1 */
  const int64_t *rate_days;     /* civil day number of each step, for the day factor */
  size_t rates_n;
  const int64_t *rate_weeks; /* ISO week of each step (number of its Monday's day), for the
                                week factor */
  double season_cv;          /* one factor of mean 1 for the whole run; 0: none */
  double week_cv;            /* one for each week */
  double day_shape;          /* gamma day factor, mean 1; 0: none */
  const struct stf_demand *demand; /* desk/demand.h; NULL: nothing of it */
  double volume;                   /* factor on all arrivals, given ones included; > 0 */
  enum stf_volume_spread volume_spread;
  double volume_cv;  /* > 0 */
  double volume_low; /* > 0; low <= volume <= high */
  double volume_high;

  /* Replayed arrivals, ascending in queue_us (in open_us where that is STF_NEVER). */
  const struct stf_given *given;
  size_t given_n;
  uint32_t customers_n; /* of given contacts, whose returns are among them; 0: not known */

  const struct stf_parameters *draws; /* parameters drawn anew in each replication; NULL: fixed.
                                    The engine knows nothing of it (replicate/drawn.h) */

  enum stf_edge_end end;
};

/* Of those who come while the bot serves, the share that asks for a human where it contains
 * `containment` of those it reaches. */
static inline double stf_desk_asking_share(const struct stf_bot *bot, double containment) {
  double past = bot->reach_share * (1 - containment) * (1 - bot->leave_share);
  return 1 - bot->reach_share + past;
}

/* When a given contact comes. */
static inline int64_t stf_desk_given_us(const struct stf_given *given) {
  return given->queue_us != STF_NEVER ? given->queue_us : given->open_us;
}

/* True if the class has a bot, be it only while its hours are closed. */
static inline bool stf_desk_class_has_bot(const struct stf_class *class) {
  return class->bot.reach_share > 0 ||
         (class->bot_hours != NULL && class->bot_closed.reach_share > 0);
}

/* True if some class has a bot. */
static inline bool stf_desk_any_bot(const struct stf_desk *desk) {
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (stf_desk_class_has_bot(&desk->classes[c])) {
      return true;
    }
  }
  return false;
}

/* True if customers of the class come back. */
static inline bool stf_desk_class_returns(const struct stf_class *class) {
  bool returns = false;
  for (int outcome = 0; outcome < STF_AFTER_OUTCOMES; outcome++) {
    returns = returns || stf_after_returns(class->after, (enum stf_after_outcome)outcome);
  }
  return returns;
}

/* True if something comes after the contacts of a class: contacts then have a customer. */
static inline bool stf_desk_has_after(const struct stf_desk *desk) {
  bool has = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    has = has || desk->classes[c].after != NULL;
  }
  return has;
}

/* True if the team may take contacts of the class: it serves it, helps out with it, or has them
 * transferred to it. */
static inline bool stf_desk_takes(const struct stf_desk *desk, uint32_t team,
                                  uint32_t class_index) {
  const struct stf_dispatch_team *rules = desk->teams[team].dispatch;
  bool takes = desk->teams[team].serves[class_index];
  for (uint32_t i = 0; rules != NULL && i < rules->overflow_n; i++) {
    takes = takes || rules->overflow[i].class_index == class_index;
  }
  const struct stf_escalation *escalation = desk->classes[class_index].escalation;
  for (uint32_t r = 0; escalation != NULL && r < escalation->rules_n; r++) {
    takes = takes || (escalation->rules[r].deed == STF_ESCALATION_TRANSFER &&
                      escalation->rules[r].team == team);
  }
  return takes;
}

/* True if the team works in turns: it takes contacts of a class with turns. A contact of
 * another class is then a conversation of one turn. */
static inline bool stf_desk_team_in_turns(const struct stf_desk *desk, uint32_t team) {
  bool in_turns = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    in_turns = in_turns || (desk->classes[c].turns != NULL && stf_desk_takes(desk, team, c));
  }
  return in_turns;
}

/* True if an escalation takes contacts of the class out of agents' hands. None of the teams
 * that take them works in turns. */
static inline bool stf_desk_takes_away(const struct stf_class *class) {
  bool takes = false;
  for (uint32_t r = 0; class->escalation != NULL && r < class->escalation->rules_n; r++) {
    const struct stf_escalation_rule *rule = &class->escalation->rules[r];
    takes = takes ||
            (rule->clock == STF_ESCALATION_RESOLUTION && rule->deed == STF_ESCALATION_TRANSFER);
  }
  return takes;
}

/* True if contacts that the team takes may come back to the queue out of agents' hands at the
 * end of a shift: its own do, or those of another team that takes the same class. */
static inline bool stf_desk_meets_hand_backs(const struct stf_desk *desk, uint32_t team) {
  bool meets = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    for (uint32_t c = 0; c < desk->classes_n && desk->teams[t].hands_back; c++) {
      meets = meets || (stf_desk_takes(desk, t, c) && stf_desk_takes(desk, team, c));
    }
  }
  return meets;
}

/* True if the team may take contacts that are opened again. */
static inline bool stf_desk_meets_reopens(const struct stf_desk *desk, uint32_t team) {
  bool meets = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    meets =
        meets || (stf_after_reopens(desk->classes[c].after) && stf_desk_takes(desk, team, c));
  }
  return meets;
}

/* True if agents of the team may have several contacts in hand at once, or one at which they
 * are not at work. */
static inline bool stf_desk_team_overlaps(const struct stf_desk *desk, uint32_t team) {
  return desk->teams[team].cap > 1 || desk->teams[team].channels != NULL ||
         stf_desk_team_in_turns(desk, team);
}

static inline bool stf_desk_overlaps(const struct stf_desk *desk) {
  bool overlaps = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    overlaps = overlaps || stf_desk_team_overlaps(desk, t);
  }
  return overlaps;
}

#endif
