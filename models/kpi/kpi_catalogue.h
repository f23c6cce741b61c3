/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of KPIs: one const table from which the rows of a plan, their values and the
 * documentation's table come.
 */
#ifndef STF_KPI_CATALOGUE_H
#define STF_KPI_CATALOGUE_H

#include "kpi/kpi_cell.h"

#include <stdbool.h>
#include <stddef.h>

enum stf_kpi_statistic {
  STF_KPI_CATALOGUE_COUNT,
  STF_KPI_CATALOGUE_MEAN,
  STF_KPI_CATALOGUE_P50,
  STF_KPI_CATALOGUE_P75,
  STF_KPI_CATALOGUE_P90,
  STF_KPI_CATALOGUE_P95,
  STF_KPI_CATALOGUE_P99,
  STF_KPI_CATALOGUE_MAX,
  STF_KPI_CATALOGUE_SHARE,
  STF_KPI_CATALOGUE_UNANSWERED_SHARE,
  STF_KPI_CATALOGUE_SUM,
  STF_KPI_CATALOGUE_PER_MONTH, /* the sum over the months of the period, days by their months */
  STF_KPI_CATALOGUE_PER_YEAR,  /* twelve times that */
  STF_KPI_CATALOGUE_STATISTICS
};

extern const char *const STF_KPI_CATALOGUE_STATISTIC_NAMES[STF_KPI_CATALOGUE_STATISTICS];

/* Probability of a quantile statistic; 0 for the others. */
double stf_kpi_catalogue_probability(enum stf_kpi_statistic statistic);

/* Kinds of groups, in the order of the rows. */
enum stf_kpi_kind {
  STF_KPI_CATALOGUE_TOTAL,
  STF_KPI_CATALOGUE_CLASS,
  STF_KPI_CATALOGUE_CHANNEL,
  STF_KPI_CATALOGUE_PRIORITY,
  STF_KPI_CATALOGUE_CLASS_PRIORITY,
  STF_KPI_CATALOGUE_TEAM,
  STF_KPI_CATALOGUE_AGENT,
  STF_KPI_CATALOGUE_DAY,
  STF_KPI_CATALOGUE_WEEK,
  STF_KPI_CATALOGUE_MONTH,
  STF_KPI_CATALOGUE_INTERVAL,
  STF_KPI_CATALOGUE_WEEKDAY_INTERVAL,
  STF_KPI_CATALOGUE_TIME_OF_DAY,
  STF_KPI_CATALOGUE_CLASS_INTERVAL,
  STF_KPI_CATALOGUE_KINDS
};

/* True for kinds whose cells are stretches of time (or of time and a class). */
static inline bool stf_kpi_catalogue_is_grid(enum stf_kpi_kind kind) {
  return kind >= STF_KPI_CATALOGUE_DAY;
}

enum stf_kpi_source {
  STF_KPI_CATALOGUE_FIELD,    /* count: field; mean, share: field / over */
  STF_KPI_CATALOGUE_TIME,     /* mean, share: field / over, both times; no contacts behind it */
  STF_KPI_CATALOGUE_DURATION, /* field is an enum stf_kpi_cell_duration; over: who could have
                                 been answered (unanswered_share) */
  STF_KPI_CATALOGUE_SERVICE,  /* field is an enum stf_kpi_service; once for each threshold */
  STF_KPI_CATALOGUE_SLA,      /* field is an enum stf_kpi_promise_row; once for each target */
  STF_KPI_CATALOGUE_CONTRACT, /* field is an enum stf_kpi_contract_row; once for each contract,
                                 or each of its tiers; of stretches only its own kind */
  STF_KPI_CATALOGUE_MONEY,    /* field is an enum stf_kpi_price */
  STF_KPI_CATALOGUE_MOST      /* most contacts in hand at once */
};

enum stf_kpi_service {
  STF_KPI_CATALOGUE_SL1,
  STF_KPI_CATALOGUE_SL2,
  STF_KPI_CATALOGUE_SL3,
  STF_KPI_CATALOGUE_SL4,
  STF_KPI_CATALOGUE_SL5,
  STF_KPI_CATALOGUE_NOT_YET /* the censored */
};

enum stf_kpi_promise_row {
  STF_KPI_CATALOGUE_KEPT, /* met of the decided */
  STF_KPI_CATALOGUE_MET,  /* counts */
  STF_KPI_CATALOGUE_BREACHED,
  STF_KPI_CATALOGUE_OPEN,      /* of the breached, those still open */
  STF_KPI_CATALOGUE_UNDECIDED, /* the censored */
  STF_KPI_CATALOGUE_REACHED,   /* 1 if the target's share is reached, else 0 */
  STF_KPI_CATALOGUE_DAYS,      /* share of days that reached it */
  STF_KPI_CATALOGUE_MONTHS
};

enum stf_kpi_contract_row {
  STF_KPI_CATALOGUE_CONTRACT_SHARE,
  STF_KPI_CATALOGUE_CONTRACT_TIER,     /* 1 if that tier is due, else 0 */
  STF_KPI_CATALOGUE_CONTRACT_NONE,     /* 1 if none is */
  STF_KPI_CATALOGUE_CONTRACT_EXCLUDED, /* 1 if there were too many contacts */
  STF_KPI_CATALOGUE_CONTRACT_PENALTY
};

enum stf_kpi_price {
  STF_KPI_CATALOGUE_LABOUR,
  STF_KPI_CATALOGUE_IDLE,
  STF_KPI_CATALOGUE_PREMIUMS,
  STF_KPI_CATALOGUE_BOT,
  STF_KPI_CATALOGUE_TEMPLATES,
  STF_KPI_CATALOGUE_MONTHLY,
  STF_KPI_CATALOGUE_ONE_OFFS,
  STF_KPI_CATALOGUE_HIRING,
  STF_KPI_CATALOGUE_FIXED,
  STF_KPI_CATALOGUE_PENALTIES,
  STF_KPI_CATALOGUE_ALL,
  STF_KPI_CATALOGUE_PER_CONTACT,
  STF_KPI_CATALOGUE_PER_HANDLED,
  STF_KPI_CATALOGUE_PER_SERVED
};

/* What a row needs to be in a plan's list. */
enum stf_kpi_need {
  STF_KPI_CATALOGUE_QUEUE = 1 << 0,    /* something says when a human was asked for */
  STF_KPI_CATALOGUE_TERMS = 1 << 1,    /* SLA policies */
  STF_KPI_CATALOGUE_HOURS = 1 << 2,    /* a policy with a calendar */
  STF_KPI_CATALOGUE_COSTS = 1 << 3,    /* prices */
  STF_KPI_CATALOGUE_OVERLAPS = 1 << 4, /* several contacts in hand */
  STF_KPI_CATALOGUE_SINGLE = 1 << 5,   /* never several */
  STF_KPI_CATALOGUE_CONTRACTS = 1 << 6 /* SLA contracts */
};

struct stf_kpi_descriptor {
  const char *kpi;
  const char *definition; /* of SERVICE: what stands before "_within_20s"; of SLA: behind the
                             name of the promise; of CONTRACT: behind the policy's and tier's */
  const char *unit;       /* of mean and quantiles; counts are contacts, shares share; NULL: the
                             currency */
  const char *help;       /* population and formula, one line */
  enum stf_kpi_source source;
  int field;
  int over;
  unsigned kinds;           /* bits 1 << enum stf_kpi_kind */
  unsigned statistics;      /* bits 1 << enum stf_kpi_statistic: cells that are no time */
  unsigned grid_statistics; /* cells of the time grid */
  unsigned needs;           /* enum stf_kpi_need */
  int shown_by; /* outcome of kpi_cell.h without which in the totals nothing is known of it; 0:
                   always known */
  bool is_default;
  bool is_state;    /* a count at an instant: its n is empty */
  bool is_business; /* clock `business` */
};

/* Most rows of the catalogue: those of a struct stf_kpi_choice. */
enum {
  STF_KPI_CATALOGUE_ROWS_MAX = 256
};

extern const struct stf_kpi_descriptor STF_KPI_CATALOGUE[];
extern const size_t STF_KPI_CATALOGUE_N;

#endif
