/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_hands.h"

#include <string.h>

static struct stf_kpi_hand *hands_room(struct stf_kpi_tally *tally, size_t more_n) {
  struct stf_kpi_hand *hands =
      stf_mem_grown(tally->layout->allocator, tally->hands, &tally->hands_capacity,
                    tally->hands_n + more_n, sizeof *hands);
  tally->hands = hands != NULL ? hands : tally->hands;
  return hands;
}

enum stf_status stf_kpi_hands_keep(struct stf_kpi_tally *tally, int64_t from_us, int64_t to_us,
                                   uint32_t agent) {
  if (agent == STF_NOBODY || to_us <= from_us) {
    return STF_OK;
  }
  struct stf_kpi_hand *hands = hands_room(tally, 2);
  if (hands == NULL) {
    return STF_ERR_MEMORY;
  }
  hands[tally->hands_n++] = (struct stf_kpi_hand){from_us, agent, 1};
  hands[tally->hands_n++] = (struct stf_kpi_hand){to_us, agent, -1};
  return STF_OK;
}

enum stf_status stf_kpi_hands_merge(struct stf_kpi_tally *into,
                                    const struct stf_kpi_tally *from) {
  struct stf_kpi_hand *hands = from->hands_n > 0 ? hands_room(into, from->hands_n) : NULL;
  if (hands == NULL) {
    return from->hands_n > 0 ? STF_ERR_MEMORY : STF_OK;
  }
  memcpy(hands + into->hands_n, from->hands, from->hands_n * sizeof *hands);
  into->hands_n += from->hands_n;
  return STF_OK;
}
