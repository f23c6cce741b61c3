/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/away.h"

#include "engine/customer.h"
#include "random/elementary.h"

#include <string.h>

#define DAY_US INT64_C(86400000000)

void stf_away_stop(struct stf_away *away) {
  away->due_us = INT64_MAX;
  away->unlogged_us = INT64_MAX;
}

struct stf_away_by stf_away_by_of(const struct stf_desk *desk, const struct stf_stream *stream,
                                  uint32_t team, uint32_t agent, uint32_t place) {
  struct stf_away_by by = {
      .people = desk->teams[team].people, .stream = stream, .before_us = desk->to_us};
  if (agent < desk->agents_n) {
    by.key = desk->agents[agent].key;
  } else if (stf_people_go_away(by.people)) {
    const char *name = stf_dict_text(desk->names->teams, desk->teams[team].name);
    by.key = (stf_dict_hash(name, strlen(name)) & ~(uint64_t)UINT32_MAX) | (place + 1);
  }
  return by;
}

/* Her draws of one purpose. */
static void draw(const struct stf_away_by *by, int64_t day, enum stf_stream_purpose purpose,
                 uint32_t index, double u[2]) {
  stf_stream_pair(by->stream, STF_STREAM_AGENT,
                  by->key ^ ((uint64_t)day * UINT64_C(0x9e3779b97f4a7c15)), purpose, index, u);
}

/* An episode that the run does not see any more never is. */
static int64_t seen_us(const struct stf_away_by *by, int64_t due_us) {
  return due_us < by->before_us ? due_us : INT64_MAX;
}

void stf_away_next(struct stf_away *away, const struct stf_away_by *by, int64_t now_us) {
  if (by->people->away_every.kind == STF_LAW_NEVER) {
    return;
  }
  double u[2];
  draw(by, away->day, STF_STREAM_AWAY, away->episode++, u);
  int64_t after_us = stf_customer_us(stf_law_draw_s(&by->people->away_every, u[0]));
  away->due_us = seen_us(by, stf_customer_later(now_us, after_us));
  away->lasts_us = stf_customer_us(stf_law_draw_s(&by->people->away_lasts, u[1]));
}

/* ---- unlogged work ---- */

/* Step of the curve in which an instant lies that is not before the curve. */
static size_t step_at(const struct stf_people_unlogged *unlogged, int64_t at_us) {
  size_t low = 0;
  size_t high = unlogged->n;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (unlogged->edges_us[middle] <= at_us) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Step in which so many episodes are expected by its end; the curve's are more. */
static size_t step_of(const struct stf_people_unlogged *unlogged, double hazard) {
  size_t low = 0;
  size_t high = unlogged->n;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (unlogged->hazard[middle] <= hazard) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Episodes expected by then. */
static double hazard_at(const struct stf_people_unlogged *unlogged, int64_t at_us) {
  if (at_us <= unlogged->edges_us[0]) {
    return unlogged->hazard[0];
  }
  if (at_us >= unlogged->edges_us[unlogged->n]) {
    return unlogged->hazard[unlogged->n];
  }
  size_t i = step_at(unlogged, at_us);
  const int64_t *edges_us = &unlogged->edges_us[i];
  double part = (double)(at_us - edges_us[0]) / (double)(edges_us[1] - edges_us[0]);
  return unlogged->hazard[i] + part * (unlogged->hazard[i + 1] - unlogged->hazard[i]);
}

/* When so many are expected: the first whole microsecond after that. */
static int64_t instant_of(const struct stf_people_unlogged *unlogged, double hazard) {
  if (!(hazard < unlogged->hazard[unlogged->n])) {
    return INT64_MAX;
  }
  size_t i = step_of(unlogged, hazard);
  const int64_t *edges_us = &unlogged->edges_us[i];
  double part =
      (hazard - unlogged->hazard[i]) / (unlogged->hazard[i + 1] - unlogged->hazard[i]);
  return edges_us[0] + 1 + (int64_t)(part * (double)(edges_us[1] - edges_us[0]));
}

void stf_away_unlogged(struct stf_away *away, const struct stf_away_by *by, int64_t now_us) {
  const struct stf_people_unlogged *unlogged = by->people->unlogged;
  if (unlogged == NULL) {
    return;
  }
  double u[2];
  if (now_us / DAY_US != away->unlogged_day) {
    away->unlogged_day = now_us / DAY_US;
    away->unlogged_n = 0;
  }
  draw(by, away->unlogged_day, STF_STREAM_UNLOGGED, away->unlogged_n++, u);
  double hazard = hazard_at(unlogged, now_us) - stf_elementary_log(u[0]);
  int64_t due_us = instant_of(unlogged, hazard);
  away->unlogged_us = seen_us(by, due_us > now_us ? due_us : now_us + 1);
  away->unlogged_lasts_us = stf_customer_us(stf_law_draw_s(&unlogged->lasts, u[1]));
}

void stf_away_come(struct stf_away *away, const struct stf_away_by *by, int64_t now_us) {
  int64_t day = now_us / DAY_US;
  if (day != away->day) {
    away->day = day;
    away->episode = 0;
  }
  stf_away_next(away, by, now_us);
  stf_away_unlogged(away, by, now_us);
}
