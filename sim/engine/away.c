/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/away.h"

#include "engine/customer.h"

#include <string.h>

#define DAY_US INT64_C(86400000000)

void stf_away_stop(struct stf_away *away) {
  away->due_us = INT64_MAX;
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

void stf_away_next(struct stf_away *away, const struct stf_away_by *by, int64_t now_us) {
  double u[2];
  stf_stream_pair(by->stream, STF_STREAM_AGENT,
                  by->key ^ ((uint64_t)away->day * UINT64_C(0x9e3779b97f4a7c15)),
                  STF_STREAM_AWAY, away->episode++, u);
  int64_t after_us = stf_customer_us(stf_law_draw_s(&by->people->away_every, u[0]));
  away->due_us = stf_customer_later(now_us, after_us);
  away->lasts_us = stf_customer_us(stf_law_draw_s(&by->people->away_lasts, u[1]));
  if (away->due_us >= by->before_us) {
    stf_away_stop(away);
  }
}

void stf_away_come(struct stf_away *away, const struct stf_away_by *by, int64_t now_us) {
  int64_t day = now_us / DAY_US;
  if (day != away->day) {
    away->day = day;
    away->episode = 0;
  }
  stf_away_next(away, by, now_us);
}
