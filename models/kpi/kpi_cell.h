/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one cell of the results (totals, a class, a day, an interval...) accumulates: integers
 * only, so that sums are exact and merge in any order to the same bytes. Internal to this
 * folder.
 *
 * A cell is an array of int64: the fields below (cells of the time grid only those before
 * STF_KPI_CELL_FIELDS), then three fields for each service-level threshold, two (count, sum
 * [us]) for each duration (time grid: only the first STF_KPI_CELL_GRID_DURATIONS), four for
 * each target of each SLA policy and its contacts, and what money there is. Where a section
 * begins, and whether a group has it: struct stf_kpi_group.
 */
#ifndef STF_KPI_CELL_H
#define STF_KPI_CELL_H

#include <stddef.h>
#include <stdint.h>

enum stf_kpi_cell_field {
  STF_KPI_CELL_OPENED,
  STF_KPI_CELL_OFFERED,
  STF_KPI_CELL_ANSWERED,
  STF_KPI_CELL_ABANDONED,       /* told, before an agent took it */
  STF_KPI_CELL_ABANDONED_SHORT, /* within the plan's short limit */

  /* Spans (open, waiting, at work, present) on the time grid cost two steps each, however long
   * they are: _STEP is the change of the number of spans within the cell, _REST what remains of
   * the cell [us] after beginnings less after ends. With the steps of all cells before summed
   * to w, the span time in a cell is w x length + rest. */
  STF_KPI_CELL_OPEN_STEP,
  STF_KPI_CELL_OPEN_REST,
  STF_KPI_CELL_WAITING_STEP,
  STF_KPI_CELL_WAITING_REST,
  STF_KPI_CELL_BUSY_STEP,
  STF_KPI_CELL_BUSY_REST,
  STF_KPI_CELL_PRESENT_STEP,
  STF_KPI_CELL_PRESENT_REST,
  STF_KPI_CELL_OCCUPIED_STEP, /* agents with a contact in hand */
  STF_KPI_CELL_OCCUPIED_REST,
  STF_KPI_CELL_HELD_STEP, /* contacts in hand */
  STF_KPI_CELL_HELD_REST,
  STF_KPI_CELL_PLACES_STEP, /* places that they take */
  STF_KPI_CELL_PLACES_REST,
  STF_KPI_CELL_SLOTS_STEP, /* contacts that the agents who are there take at once */
  STF_KPI_CELL_SLOTS_REST,

  /* On the time grid worked out from the steps when values are asked for; elsewhere summed. */
  STF_KPI_CELL_BACKLOG_OPEN,    /* contacts open at the end of the cell (totals: of each day) */
  STF_KPI_CELL_BACKLOG_WAITING, /* of them asked for a human and not answered */
  STF_KPI_CELL_ENDS,            /* cell ends in the two above */
  STF_KPI_CELL_WAITING_US,
  STF_KPI_CELL_BUSY_US,
  STF_KPI_CELL_PRESENT_US,
  STF_KPI_CELL_OCCUPIED_US,
  STF_KPI_CELL_HELD_US,
  STF_KPI_CELL_PLACES_US,
  STF_KPI_CELL_SLOTS_US,
  STF_KPI_CELL_LENGTH_US,

  STF_KPI_CELL_FIELDS,

  /* What happened to contacts, one bit each in stf_kpi_facts.outcomes (at most 64); not on the
   * time grid, and only those that a row of the plan needs. The usual ones first. */
  STF_KPI_CELL_SERVED_OUT = STF_KPI_CELL_FIELDS, /* closed after service */
  STF_KPI_CELL_ONE_HAND,                         /* of them by one agent and team */
  STF_KPI_CELL_BOT_MET,
  STF_KPI_CELL_BOT_CONTAINED,
  STF_KPI_CELL_BOT_HANDED,
  STF_KPI_CELL_BOT_GAVE_UP,
  STF_KPI_CELL_ONE_TOUCH,   /* of them with one reply at most, never moved or reopened */
  STF_KPI_CELL_MOVED,       /* transferred or escalated, or worked on by several agents */
  STF_KPI_CELL_ESCALATED,   /* of the answered */
  STF_KPI_CELL_ALERTED,     /* of the offered */
  STF_KPI_CELL_TRANSFERRED, /* of the answered */
  STF_KPI_CELL_REOPENED,    /* of those closed after service */
  STF_KPI_CELL_HANDED_BACK, /* of the answered: to the queue, as a shift was over */
  STF_KPI_CELL_REPLIED,     /* with a measured reply */
  STF_KPI_CELL_RESOLVED,
  STF_KPI_CELL_PAUSED,
  STF_KPI_CELL_LOGGED_KNOWN, /* with a verdict of the platform's own clock */
  STF_KPI_CELL_LOGGED_MET,
  STF_KPI_CELL_LEFT_SILENTLY, /* while waiting, or in an agent's hands without a first message
                               */
  STF_KPI_CELL_LEFT_IN_HAND,  /* told, after an agent took it */
  STF_KPI_CELL_BALKED,        /* turned away from the queue */
  STF_KPI_CELL_CAMPAIGN,      /* opened by a reply to a campaign */
  STF_KPI_CELL_APART,         /* of those that first response times leave out: opened, ... */
  STF_KPI_CELL_APART_OFFERED,
  STF_KPI_CELL_APART_ANSWERED,
  STF_KPI_CELL_CUSTOMER_KNOWN,
  STF_KPI_CELL_SOLVED_KNOWN, /* of those closed after service */
  STF_KPI_CELL_SOLVED,
  STF_KPI_CELL_SURVEYED,
  STF_KPI_CELL_SURVEY_ANSWERED,
  STF_KPI_CELL_UNSCORED, /* of the answered: no score told */
  STF_KPI_CELL_CSAT_KNOWN,
  STF_KPI_CELL_CSAT_GOOD, /* 4 or 5 */
  STF_KPI_CELL_NPS_KNOWN,
  STF_KPI_CELL_PARKED,      /* at least once */
  STF_KPI_CELL_UNANSWERED,  /* open at the horizon, and the customer has the last word */
  STF_KPI_CELL_CSAT_POINTS, /* no outcomes, from here on: sums of marks, and of 1 a promoter and
                               -1 a detractor */
  STF_KPI_CELL_NPS_POINTS,
  STF_KPI_CELL_REPLIES,      /* replies of agents */
  STF_KPI_CELL_LATE_REPLIES, /* of them outside the channel's 24 h */
  STF_KPI_CELL_TEMPLATES,    /* of them paid templates */

  /* No outcomes: filled in with the values. */
  STF_KPI_CELL_GHOST_US,   /* agents' work on those who left silently */
  STF_KPI_CELL_MOST,       /* most contacts in hand at once */
  STF_KPI_CELL_PAID_US,    /* paid time of agents: presence and what is paid beside it */
  STF_KPI_CELL_BESIDE_US,  /* of it: paid breaks, paid absence, episodes away */
  STF_KPI_CELL_AGENT_DAYS, /* agents with a name times days on which they were there */
  STF_KPI_CELL_FRESH,      /* from here on: of the visits of customers (kpi_visits.h) */
  STF_KPI_CELL_REPEATED,   /* opened soon after another contact of the customer and class */
  STF_KPI_CELL_WEEK_DUE,   /* closed after service so long ago that a repeat would be seen */
  STF_KPI_CELL_WEEK_KEPT,  /* of them without a repeat */
  STF_KPI_CELL_DAY_DUE,    /* ended so long ago that a new contact would be seen */
  STF_KPI_CELL_DAY_BACK,   /* of them with one */
  STF_KPI_CELL_BOT_DUE,    /* met by the bot, its part ended so long ago */
  STF_KPI_CELL_BOT_STRICT, /* of them contained, and no new contact */
  STF_KPI_CELL_BOT_FALSE,  /* of them contained, and back soon */
  STF_KPI_CELL_BOT_HARMED, /* of them contained and back soon, or given up inside */

  STF_KPI_CELL_ALL_FIELDS
};

enum stf_kpi_cell_threshold_field {
  STF_KPI_CELL_SERVED,   /* S: answered in time */
  STF_KPI_CELL_LEFT,     /* b: abandoned in time */
  STF_KPI_CELL_CENSORED, /* open, not answered, and younger than the limit at the horizon */
  STF_KPI_CELL_THRESHOLD_FIELDS
};

enum stf_kpi_cell_duration {
  STF_KPI_CELL_WAIT_ANSWERED,
  STF_KPI_CELL_FRT_HUMAN,
  STF_KPI_CELL_AHT_SESSION,
  STF_KPI_CELL_AHT_WORK,
  STF_KPI_CELL_GRID_DURATIONS,
  STF_KPI_CELL_WAIT_ABANDONED = STF_KPI_CELL_GRID_DURATIONS,
  STF_KPI_CELL_WAIT_ALL,
  STF_KPI_CELL_FRT_AFTER_BOT,
  STF_KPI_CELL_FRT_ANY,
  STF_KPI_CELL_FRT_ASSIGNED,
  STF_KPI_CELL_RESPONSE,
  STF_KPI_CELL_RESPONSE_MEAN,
  STF_KPI_CELL_RESPONSE_MEDIAN,
  STF_KPI_CELL_CLOSE,
  STF_KPI_CELL_LAST_MESSAGE,
  STF_KPI_CELL_BOT_TO_HANDOVER,
  STF_KPI_CELL_HANDOVER_TO_HUMAN,
  STF_KPI_CELL_RESOLUTION, /* five variants, in the order of STF_KPI_FACTS_RESOLUTIONS... */
  STF_KPI_CELL_LAST_RESOLVE = STF_KPI_CELL_RESOLUTION,
  STF_KPI_CELL_FIRST_RESOLVE,
  STF_KPI_CELL_LAST_CLOSE,
  STF_KPI_CELL_FIRST_CLOSE,
  STF_KPI_CELL_PAUSABLE,
  STF_KPI_CELL_BUSINESS_RESOLUTION, /* ... and the same on the policy's calendar */
  STF_KPI_CELL_BUSINESS_LAST_RESOLVE = STF_KPI_CELL_BUSINESS_RESOLUTION,
  STF_KPI_CELL_BUSINESS_FIRST_RESOLVE,
  STF_KPI_CELL_BUSINESS_LAST_CLOSE,
  STF_KPI_CELL_BUSINESS_FIRST_CLOSE,
  STF_KPI_CELL_BUSINESS_PAUSABLE,
  STF_KPI_CELL_BUSINESS_FRT,
  STF_KPI_CELL_FRT_OF_DAY, /* several of a contact, as RESPONSE */
  STF_KPI_CELL_PARKED_TIME,
  STF_KPI_CELL_UNANSWERED_FOR,
  STF_KPI_CELL_DURATIONS
};

/* Targets of an SLA policy: up to NEXT_EACH a contact has one verdict at most, of the others
 * one for each clock that ran. */
enum stf_kpi_cell_target {
  STF_KPI_CELL_FIRST_RESPONSE,
  STF_KPI_CELL_FULL_RESOLUTION,
  STF_KPI_CELL_BOTH,     /* of these two */
  STF_KPI_CELL_NEXT_ALL, /* every later reply of the contact */
  STF_KPI_CELL_NEXT_EACH,
  STF_KPI_CELL_CLOCKS,   /* first response, each later one and resolution */
  STF_KPI_CELL_CONTRACT, /* the contract's promise to its population */
  STF_KPI_CELL_TARGETS
};

/* How a contact stands with a target; the order of the fields. */
enum stf_kpi_cell_verdict {
  STF_KPI_CELL_MET,
  STF_KPI_CELL_MISSED,
  STF_KPI_CELL_MISSED_OPEN, /* missed, and still open at the horizon */
  STF_KPI_CELL_UNDECIDED,   /* open, and the target's time not yet over at the horizon */
  STF_KPI_CELL_VERDICTS,
  STF_KPI_CELL_NO_VERDICT = STF_KPI_CELL_VERDICTS /* the promise is not for this contact */
};

/* Money, in millionths of the currency. */
enum stf_kpi_cell_money {
  STF_KPI_CELL_LABOUR,
  STF_KPI_CELL_PREMIUMS,
  STF_KPI_CELL_BOT_FEES,
  STF_KPI_CELL_TEMPLATE_FEES,
  STF_KPI_CELL_FEES,     /* a month's; this and the next two are filled in when values are asked
                            for */
  STF_KPI_CELL_ONE_OFFS, /* instalments */
  STF_KPI_CELL_HIRING,   /* those of hiring and training */
  STF_KPI_CELL_PENALTIES,   /* filled in, too */
  STF_KPI_CELL_MONEY_FIELDS /* these sum to the total */
};

/* Those of OPENED, OFFERED or ANSWERED that first response times leave out. */
static inline int stf_kpi_cell_apart_of(int field) {
  switch (field) {
  case STF_KPI_CELL_OFFERED:
    return STF_KPI_CELL_APART_OFFERED;
  case STF_KPI_CELL_ANSWERED:
    return STF_KPI_CELL_APART_ANSWERED;
  default:
    return STF_KPI_CELL_APART;
  }
}

/* Place of a threshold's field, and of a duration's count (the sum follows it), within their
 * sections. */
static inline size_t stf_kpi_cell_threshold_at(size_t threshold,
                                               enum stf_kpi_cell_threshold_field field) {
  return threshold * STF_KPI_CELL_THRESHOLD_FIELDS + (size_t)field;
}

static inline size_t stf_kpi_cell_duration_at(size_t duration) {
  return 2 * duration;
}

/* Fields of a policy: the verdicts of its targets, and the contacts opened under it. */
enum {
  STF_KPI_CELL_POLICY_FIELDS = STF_KPI_CELL_TARGETS * STF_KPI_CELL_VERDICTS + 1
};

/* Place of a target's first verdict. */
static inline size_t stf_kpi_cell_sla_at(size_t policy, enum stf_kpi_cell_target target) {
  return policy * STF_KPI_CELL_POLICY_FIELDS + (size_t)target * STF_KPI_CELL_VERDICTS;
}

/* Place of the contacts opened under a policy. */
static inline size_t stf_kpi_cell_sla_opened_at(size_t policy) {
  return (policy + 1) * STF_KPI_CELL_POLICY_FIELDS - 1;
}

#endif
